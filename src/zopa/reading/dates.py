"""When something was said, counted from the report's own date."""

from __future__ import annotations

from datetime import date, timedelta

from zopa.reading.language import Language
from zopa.reading.text import Document, Sentence

DAY, WEEK, REPORT = "day", "week", "report"


def said_on(
    document: Document, sentence: Sentence, published: date | None, language: Language
) -> tuple[date | None, str]:
    """The day a sentence gives for what it passes on, with its precision.

    Returns (the day, 'day') for 'am Montag', 'yesterday' or '15. Dezember'; (the week's Monday, 'week') for
    'Anfang der Woche', 'last week'; else (published, 'report').
    """
    if published is None:
        return None, REPORT
    tokens = document.tokens
    for place in range(sentence.first, sentence.last):
        token = tokens[place]
        if not token.is_word or document.quoted(token.start):
            continue
        before = tokens[place - 1].low if place > sentence.first else ""
        if token.low in language.days:
            return published + timedelta(days=language.days[token.low]), DAY
        weekday = _weekday(token.low, language)
        if weekday is not None and before not in language.future_markers:
            return published - timedelta(days=(published.weekday() - weekday) % 7), DAY
        if token.low in language.months:
            day = _day_of_month(
                tokens[max(sentence.first, place - 2) : place + 2], language.months[token.low], published
            )
            if day is not None:
                return day, DAY
    words = {tokens[place].low for place in range(sentence.first, sentence.last)}
    if words & language.week_markers:
        monday = published - timedelta(days=published.weekday())
        if words & language.last_markers:
            monday -= timedelta(days=7)
        return monday, WEEK
    return published, REPORT


def _weekday(low: str, language: Language) -> int | None:
    found = language.weekdays.get(low)
    if found is not None:
        return found
    for part in language.day_parts:
        if low.endswith((part, part + "s")):
            return language.weekdays.get(low.removesuffix("s").removesuffix(part))
    return None


def _day_of_month(around: tuple[object, ...], month: int, published: date) -> date | None:
    for token in around:
        text = getattr(token, "text", "")
        if text.isdecimal() and 1 <= int(text) <= 31:
            for year in (published.year, published.year - 1):
                try:
                    day = date(year, month, int(text))
                except ValueError:
                    continue
                if day <= published:
                    return day
    return None
