"""Calendar days as people and machines write them: 2031-03-05, 5.3.2031, 5. März 2031, March 5, 2031."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from zopa.sources.languages import LANGUAGES

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])([0-3]?\d)\.\s?([01]?\d)\.\s?((?:19|20)\d\d)(?!\.?\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])")
_NUMBER = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")
LINES, LONGEST = 8, 100
"""A date line stands among the first lines of a document, and is no longer than this."""


def day_in(text: str) -> date | None:
    """The first calendar day written as YYYY-MM-DD or YYYYMMDD in a text, or None.

    >>> day_in("talks_2031-03-05.txt"), day_in("2031-02-30")
    (datetime.date(2031, 3, 5), None)
    """
    return next((day for found in _ISO.finditer(text) if (day := _day(*found.groups()))), None)


def day_said(text: str) -> date | None:
    """The first calendar day in a text, in whatever way it is written out in full; None for none.

    A day between slashes counts only where it can't be mistaken: 5/3/2031 is two days.

    >>> day_said("Bonn, 5. März 2031"), day_said("March 5th, 2031"), day_said("5/3/2031")
    (datetime.date(2031, 3, 5), datetime.date(2031, 3, 5), None)
    """
    day = day_in(text)
    if day is not None:
        return day
    for found in _DOTTED.finditer(text):
        if day := _day(found[3], found[2], found[1]):
            return day
    months, first, second = _named()
    for pattern, at, month in ((first, 1, 2), (second, 2, 1)):
        for found in pattern.finditer(text):
            if day := _day(found[3], str(months[found[month].lower()]), found[at]):
                return day
    for found in _SLASHED.finditer(text):
        one, other = int(found[1]), int(found[2])
        if one > 12 or other > 12 or one == other:
            day = _day(found[3], *((other, one) if one > 12 else (one, other)))
            if day:
                return day
    return None


def day_of(value: object) -> date | None:
    """The day in a field of a table: as text in any of these ways, as mails have it, or as Unix time.

    >>> day_of(1930000000), day_of("Tue, 04 Mar 2031 10:00:00 GMT")
    (datetime.date(2031, 2, 27), datetime.date(2031, 3, 4))
    """
    text = str(value if value is not None else "").strip()
    if _NUMBER.fullmatch(text):
        day = day_in(text[:8]) if len(text) == 8 else None
        seconds = float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1)
        return day or datetime.fromtimestamp(seconds, UTC).date()
    day = day_said(text)
    if day is None and text:
        try:
            day = parsedate_to_datetime(text).date()
        except (ValueError, TypeError, IndexError):
            day = None
    return day


def date_line(text: str) -> date | None:
    """The day that a document gives in a line of its own near its top: 'Musterstadt, 5. März 2031'."""
    lines = [line.strip() for line in text.split("\n") if line.strip()][:LINES]
    return next((day for line in lines if len(line) <= LONGEST and (day := day_said(line))), None)


@cache
def _named() -> tuple[dict[str, int], re.Pattern[str], re.Pattern[str]]:
    """Months by name, and the two orders: 5. März 2031 and March 5, 2031."""
    months = {
        name: number
        for language in LANGUAGES.values()
        for number, names in enumerate(language.MONTHS, start=1)
        for name in names.split()
    }
    every = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    year = r"((?:19|20)\d\d)(?!\d)"
    return (
        months,
        re.compile(rf"(?<!\d)([0-3]?\d)(?:\.|st|nd|rd|th)?\s+({every})\.?,?\s+{year}", re.IGNORECASE),
        re.compile(rf"\b({every})\.?\s+([0-3]?\d)(?:st|nd|rd|th)?,?\s+{year}", re.IGNORECASE),
    )


def _day(year: object, month: object, day: object) -> date | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None
