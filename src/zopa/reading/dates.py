"""When something was said, counted from the report's own date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from zopa.reading.language import Language
from zopa.reading.text import Document, Sentence, Token
from zopa.vocabulary import Span

DAY, WEEK, MONTH, REPORT = "day", "week", "month", "report"
Day = tuple[date | None, str]
"""A day and how precisely it is known."""


def said_on(
    document: Document,
    sentence: Sentence,
    published: date | None,
    language: Language,
    content: Sequence[Span] = (),
) -> Day:
    """The day a sentence gives for what it passes on, with its precision.

    content  spans that are said, not told: a day named there ("die Frist ende am Freitag") is not this one.
    Returns  (the day, 'day') for 'am Montag', 'yesterday' or '15. Dezember'; (the week's Monday, 'week') for
             'Anfang der Woche', 'last week'; (the first, 'month') for 'im März'; else (published, 'report').
             A night has the day it leads to: 'in der Nacht zu Dienstag' is Tuesday.
    """
    if published is None:
        return None, REPORT
    tokens = [
        token
        for token in document.tokens[sentence.first : sentence.last]
        if not document.quoted(token.start) and not any(a <= token.start < b for a, b in content)
    ]
    return told_on(tokens, published, language) or (published, REPORT)


def told_on(tokens: Sequence[Token], published: date, language: Language) -> tuple[date, str] | None:
    """The first day, else the first week or month, that these words name; None where they name none."""
    vague: tuple[date, str] | None = None
    for place in range(len(tokens)):
        token = tokens[place]
        if not token.is_word:
            continue
        day = _day(tokens, place, published, language)
        if day is not None:
            return day, DAY
        vague = vague or _vague(tokens, place, published, language)
    return vague


def _day(tokens: Sequence[Token], place: int, published: date, language: Language) -> date | None:
    low = tokens[place].low
    before = [tokens[p].low for p in range(max(0, place - 2), place)]
    if low in language.days:
        return published + timedelta(days=language.days[low])
    weekday = _weekday(low, language)
    if weekday is not None:
        if language.future_markers & set(before[-1:]) or (
            before and before[0] in language.future_markers and before[-1] in language.determiners
        ):
            return None
        back = (published.weekday() - weekday) % 7
        if back == 0 and language.last_markers & set(before):
            back = 7
        return published - timedelta(days=back)
    if low in language.months:
        return _day_of_month(tokens, place, published, language.months[low])
    if tokens[place].text[0].isdigit():
        return _figures(tokens, place, published, language) or _ago(tokens, place, published, language, 1)
    return _ago(tokens, place, published, language, 1)


def _weekday(low: str, language: Language) -> int | None:
    found = language.weekdays.get(low)
    if found is not None:
        return found
    if low.endswith("'s"):
        return language.weekdays.get(low[:-2])
    for part in language.day_parts:
        if low.endswith((part, part + "s")):
            return language.weekdays.get(low.removesuffix("s").removesuffix(part))
    return None


def _day_of_month(tokens: Sequence[Token], place: int, published: date, month: int) -> date | None:
    """'15. Dezember', 'December 15', '15 December 2025'."""
    around = tokens[max(0, place - 2) : place + 2]
    year = next((int(t.text) for t in tokens[place + 1 : place + 4] if _is_year(t.text)), None)
    for token in around:
        text = token.text.rstrip("stndrh") if token.text[:1].isdigit() else token.text
        if text.isdecimal() and 1 <= int(text) <= 31:
            return _past(int(text), month, year, published)
    return None


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and text.isascii() and 1900 <= int(text) <= 2999


def _past(day: int, month: int, year: int | None, published: date) -> date | None:
    """The day of this name that is not after the report: in its year, else in the year before."""
    for one in (year,) if year is not None else (published.year, published.year - 1):
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if found <= published:
            return found
    return None


def _figures(tokens: Sequence[Token], place: int, published: date, language: Language) -> date | None:
    """'15.12.', '15.12.2025', '2025-12-15'."""
    text = tokens[place].text
    if _is_year(text) and [t.text for t in tokens[place + 1 : place + 4 : 2]] == ["-", "-"]:
        text = "-".join(token.text for token in tokens[place : place + 5 : 2])
    parts = [int(part) for part in text.replace("-", ".").split(".") if part.isdecimal() and len(part) <= 4]
    if len(parts) == 3 and _is_year(str(parts[0])) and text.count("-") == 2:
        return _past(parts[2], parts[1], parts[0], published) if 1 <= parts[1] <= 12 else None
    if len(parts) == 3 and text.count(".") == 2 and language.ordinal_dot and 1 <= parts[1] <= 12:
        year = parts[2] if parts[2] > 99 else 2000 + parts[2]
        return _past(parts[0], parts[1], year, published) if 1 <= parts[0] <= 31 and year < 3000 else None
    dotted = (
        place + 1 < len(tokens)
        and tokens[place + 1].text == "."
        and tokens[place].end == tokens[place + 1].start
    )
    preposition = place > 0 and tokens[place - 1].low in language.prepositions
    if len(parts) == 2 and text.count(".") == 1 and dotted and preposition and language.ordinal_dot:
        return (
            _past(parts[0], parts[1], None, published)
            if 1 <= parts[1] <= 12 and 1 <= parts[0] <= 31
            else None
        )
    return None


def _ago(
    tokens: Sequence[Token], place: int, published: date, language: Language, unit: float
) -> date | None:
    """'vor zwei Tagen', 'two days ago' with a unit of that many days (1, or 7 for weeks)."""
    if place + 1 >= len(tokens):
        return None
    value = _number(tokens[place], language)
    if value is None or language.units.get(tokens[place + 1].low, ("", 0.0)) != ("time", unit):
        return None
    before = tokens[place - 1].low if place else ""
    after = tokens[place + 2].low if place + 2 < len(tokens) else ""
    if before in language.ago_before or after in language.ago_after:
        return published - timedelta(days=int(value * unit)) if value * unit < 3650 else None
    return None


def _number(token: Token, language: Language) -> float | None:
    if token.text.isdecimal() and token.text.isascii() and len(token.text) <= 3:
        return float(token.text)
    return language.numbers.get(token.low)


def _vague(
    tokens: Sequence[Token], place: int, published: date, language: Language
) -> tuple[date, str] | None:
    low = tokens[place].low
    before = {tokens[p].low for p in range(max(0, place - 3), place)}
    monday = published - timedelta(days=published.weekday())
    if before & (language.future_markers - language.this_markers):
        return None
    if low in language.week_markers:
        return monday - timedelta(days=7 * bool(before & language.last_markers)), WEEK
    if low in language.weekend_markers:
        away = 7 if published.weekday() < 5 or before & language.last_markers else 0
        return monday - timedelta(days=away), WEEK
    weeks = _ago(tokens, place, published, language, 7)
    if weeks is not None:
        return weeks - timedelta(days=weeks.weekday()), WEEK
    if (
        low in language.months
        and place
        and tokens[place - 1].low in language.month_prepositions | language.last_markers
    ):
        return _month(language.months[low], tokens[place + 1 : place + 2], published)
    return None


def _month(month: int, after: Sequence[Token], published: date) -> tuple[date, str] | None:
    year = int(after[0].text) if after and _is_year(after[0].text) else None
    first = _past(1, month, year, published)
    return (first, MONTH) if first is not None else None
