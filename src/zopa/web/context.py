"""A passage in its surroundings, cut for a screen: enough to judge it by, never the whole report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from zopa.vocabulary import Quote

REACH = 900
"""Characters shown on either side of a passage, about; cut where a paragraph or sentence ends."""
_END = re.compile(r"[.!?…][\"'”“»«’)\]]*\s|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and where it begins in the report; `marked` where it is the passage itself."""

    start: int
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Paragraphs of pieces. `more_before`, `more_after`: the report goes on there."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    more_before: bool
    more_after: bool


def surroundings(text: str, quote: Quote, reach: int = REACH) -> Surroundings:
    """What stands around a passage; joined, the pieces are the text from the first to the last of them.

    text  the report's body; where the passage is not at its place in it, the passage stands alone.
    """
    if text[quote.start : quote.end] != quote.exact:
        return Surroundings(((Piece(quote.start, quote.exact, True),),), True, True)
    first = _begin(text, quote.start, reach)
    last = _finish(text, quote.end, reach)
    paragraphs = []
    for line in re.finditer(r"[^\r\n]+", text[first:last]):
        start, end = first + line.start(), first + line.end()
        if not line[0].strip():
            continue
        cuts = [start, *(cut for cut in (quote.start, quote.end) if start < cut < end), end]
        paragraphs.append(
            tuple(
                Piece(one, text[one:other], quote.start <= one < quote.end) for one, other in pairwise(cuts)
            )
        )
    return Surroundings(tuple(paragraphs), bool(text[:first].strip()), bool(text[last:].strip()))


def _begin(text: str, place: int, reach: int) -> int:
    if place <= reach:
        return 0
    found = _END.search(text, place - reach, place)
    return found.end() if found else place - reach


def _finish(text: str, place: int, reach: int) -> int:
    if len(text) - place <= reach:
        return len(text)
    ends = [found.end() for found in _END.finditer(text, place, place + reach)]
    return ends[-1] if ends else place + reach
