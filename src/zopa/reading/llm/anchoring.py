"""A quote as the model gives it, put back to its place in the report, or dropped."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from enum import StrEnum

from zopa.reading.language import LANGUAGES, language
from zopa.vocabulary import Span

CLOSE_ENOUGH = 0.86
"""Share of characters that a passage and a misremembered quote must have in common. Below, models have
put together a sentence of their own; chosen on hand-made slips of copying, see tests/reading/llm."""
SHORTEST_REPAIR = 4
"""Words a quote needs to be repaired: a shorter one fits too many places."""
LONGEST_GAP = 300
"""Characters that an ellipsis in a quote may stand for."""

_PLAIN = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‟": '"',
        "’": "'",
        "‘": "'",
        "‚": "'",
        "›": "'",
        "‹": "'",
    }
    | {"–": "-", "—": "-", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*")
_EDGES = " \t\r\n\"'“”„«»‚‘’›‹"


class Fit(StrEnum):
    """How a quote was found in its report."""

    EXACT = "exact"
    NORMALISED = "normalised"
    """But for spaces, case, dashes and quotation marks."""
    REPAIRED = "repaired"
    """By the most similar passage."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands: a span of the report's body."""

    span: Span
    fit: Fit


def anchor(text: str, quote: str, core: Span) -> Anchor | None:
    """Find the words of `quote` in `text`, first inside `core`.

    Returns  None where no passage is similar enough, or the similar one has other figures or negations: a
             quote that has to change what it says to fit was made up.
    """
    quote = quote.strip()
    if not quote:
        return None
    lookup = _Lookup(text, core)
    for wanted in dict.fromkeys((quote, quote.strip(_EDGES))):
        if wanted and (span := lookup.exact(wanted)):
            return Anchor(span, Fit.EXACT)
    for wanted in dict.fromkeys((quote, quote.strip(_EDGES), quote.strip(_EDGES + ".,;:!?"))):
        if wanted and (span := lookup.normalised(wanted)):
            return Anchor(span, Fit.NORMALISED)
    parts = [part for part in _ELLIPSIS.split(quote.strip(_EDGES)) if part]
    if len(parts) > 1 and (span := lookup.joined(parts)):
        return Anchor(span, Fit.REPAIRED)
    span = lookup.similar(quote)
    return Anchor(span, Fit.REPAIRED) if span else None


class _Lookup:
    def __init__(self, text: str, core: Span) -> None:
        self._text = text
        self._core = core
        self._plain, self._places = _plain(text)

    def exact(self, wanted: str) -> Span | None:
        for start, end in (self._core, (0, len(self._text))):
            place = self._text.find(wanted, start, end)
            while place >= 0:
                span = place, place + len(wanted)
                if _on_words(self._text, span):
                    return span
                place = self._text.find(wanted, place + 1, end)
        return None

    def normalised(self, wanted: str, after: int = 0) -> Span | None:
        """After the offset `after` of the text; inside the core first."""
        plain, _ = _plain(wanted)
        plain = plain.strip()
        if not plain:
            return None
        spans = []
        place = self._plain.find(plain)
        while place >= 0:
            span = self._places[place], self._places[place + len(plain) - 1] + 1
            if span[0] >= after and _on_words(self._text, span):
                spans.append(span)
            place = self._plain.find(plain, place + 1)
        inside = [span for span in spans if self._core[0] <= span[0] and span[1] <= self._core[1]]
        return next(iter(inside or spans), None)

    def joined(self, parts: list[str]) -> Span | None:
        """From the first to the last part of a quote with ellipses, where nothing long is left out."""
        spans: list[Span] = []
        for part in parts:
            span = self.normalised(part.strip(_EDGES), spans[-1][1] if spans else 0)
            if span is None or (spans and span[0] - spans[-1][1] > LONGEST_GAP):
                return None
            spans.append(span)
        return spans[0][0], spans[-1][1]

    def similar(self, quote: str) -> Span | None:
        """The run of words inside the core most like the quote, if it is like it and has its figures."""
        wanted = [word.casefold() for word in _WORD.findall(quote)]
        if len(wanted) < SHORTEST_REPAIR:
            return None
        words = list(_WORD.finditer(self._text, *self._core))
        lows = [m.group().casefold() for m in words]
        known, joined = set(wanted), " ".join(wanted)
        best: tuple[float, Span] | None = None
        for length in range(max(1, len(wanted) - 3), len(wanted) + 4):
            for first in range(len(words) - length + 1):
                run = lows[first : first + length]
                # cheap test first: most words must be the same before letters are compared
                if run[0] not in known and run[-1] not in known:
                    continue
                if sum(word in known for word in run) < 0.6 * len(wanted):
                    continue
                if _telling(run) != _telling(wanted):
                    continue
                ratio = difflib.SequenceMatcher(None, " ".join(run), joined, autojunk=False).ratio()
                if ratio >= CLOSE_ENOUGH and (best is None or ratio > best[0]):
                    best = ratio, (words[first].start(), words[first + length - 1].end())
        return best[1] if best else None


def _plain(text: str) -> tuple[str, list[int]]:
    """Lower case, one kind of quotation mark and dash, single spaces; and the place of each character."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char == "\u00ad":  # a soft hyphen is not seen
            continue
        char = char.translate(_PLAIN)
        if char.isspace():
            if chars and chars[-1] == " ":
                continue
            char = " "
        low = char.lower()
        # a letter that becomes two in lower case would move everything behind it
        chars.append(low if len(low) == 1 else char)
        places.append(place)
    return "".join(chars), places


def _on_words(text: str, span: Span) -> bool:
    """Whether a span cuts no word in two."""
    start, end = span
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_behind = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (cut_before or cut_behind)


def _telling(words: list[str]) -> list[str]:
    """The words of a passage that turn its meaning: figures and negations."""
    return sorted(word for word in words if word in _NEGATIVES or any(char.isdigit() for char in word))


_NEGATIVES = frozenset(word for code in LANGUAGES for word in language(code).negatives)
