"""The interface's words in German and English: the workbench's own, then those of the exported page.

Every screen keeps its own texts beside its code, as `WORDS` and `NOUNS`; `app` registers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from zopa.export.labels import LANGUAGES, Labels

Both = tuple[str, str]
"""A text in German and in English."""
Noun = tuple[Both, Both]
"""((German one, many), (English one, many))."""

Text = TypeVar("Text", Both, Noun)

_WORDS: dict[str, Both] = {}
_NOUNS: dict[str, Noun] = {}


def register(words: Mapping[str, Both], nouns: Mapping[str, Noun] | None = None) -> None:
    """Add a screen's texts. Raises ValueError when another screen has one of the keys with another text."""
    _merge(_WORDS, words)
    _merge(_NOUNS, nouns or {})


def _merge(known: dict[str, Text], new: Mapping[str, Text]) -> None:
    for key, text in new.items():
        if known.setdefault(key, text) != text:
            raise ValueError(f"the text '{key}' is there already and says something else")


class Words:
    """The interface's words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.labels = Labels(language)
        self._at = LANGUAGES.index(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text `key`, with `values` filled in. Raises KeyError for a key nobody wrote."""
        both = _WORDS.get(key)
        if both is None:
            return self.labels(key, **values)
        text = both[self._at]
        return text.format(**values) if values else text

    def known(self, key: str) -> bool:
        """Whether there is such a text among the workbench's own."""
        return key in _WORDS

    def number(self, number: int) -> str:
        """A number with its thousands grouped as the language does."""
        return f"{number:,}".replace(",", ".") if self.language == "de" else f"{number:,}"

    def count(self, number: int, noun: str) -> str:
        """'1 report', '2 reports'."""
        found = _NOUNS.get(noun)
        if found is None:
            return self.labels.count(number, noun)
        return f"{self.number(number)} {found[self._at][0 if number == 1 else 1]}"

    def day(self, day: date | None) -> str:
        """A day in full; nothing where it is not known."""
        return self.labels.day(day)

    def short_day(self, day: date | None) -> str:
        """A day in short; nothing where it is not known."""
        return self.labels.short_day(day)

    def moment(self, at: datetime | None) -> str:
        """A moment, UTC, to the minute."""
        return f"{self.short_day(at.date())}, {at:%H:%M} UTC" if at else ""

    def share(self, value: float) -> str:
        """A share from 0 to 1 in per cent."""
        return f"{value * 100:.0f} %" if self.language == "de" else f"{value * 100:.0f}%"

    def listed(self, names: Iterable[str]) -> str:
        """'a, b and c'."""
        return self.labels.listed(names)

    def quoted(self, words: str) -> str:
        """In the language's quotation marks."""
        return self.labels.quoted(words)


def preferred(accepted: str, fallback: Iterable[str]) -> str:
    """The interface's language by a browser's Accept-Language, else the first of the fallbacks there is.

    >>> preferred("fr, de-AT;q=0.8, en;q=0.5", ())
    'de'
    """
    weighed = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            weight = 0.0
        weighed.append((-weight, place, name.strip().lower()[:2]))
    for _, _, name in sorted(weighed):
        if name in LANGUAGES:
            return name
    return next((one for one in fallback if one in LANGUAGES), "en")
