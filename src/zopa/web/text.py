"""A report's text cut into blocks with highlights that may overlap; fast for texts of any length.

Blocks are paragraphs, and long paragraphs in several: a browser lays out only those near the window.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zopa.vocabulary import Span

LONG = 2_400
"""Characters of a paragraph from which on it is laid out in several blocks."""
PART = 1_600
"""About how long each of those is."""

_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"[.!?…][\"'”“»«’)\]]*\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that the same highlights cover. `starts` are those that begin here."""

    text: str
    covers: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()


@dataclass(slots=True)
class Block:
    """A paragraph, or a part of a long one. `starts` are the highlights that begin in it.

    start   offset of its first character; continues  whether it goes on from the block before.
    """

    start: int
    end: int
    continues: bool = False
    pieces: list[Piece] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def blocks(text: str, spans: Mapping[int, Sequence[Span]]) -> list[Block]:
    """Cut a text into blocks.

    spans    highlight number to its half-open spans, in characters; several for an interrupted quote.
    Returns  blocks in order; joined, their pieces give the text without its line ends. A highlight begins
             in the first block that shows any of it.
    """
    made = [Block(start, end, continues) for start, end, continues in _lines(text)]
    begins = [block.start for block in made]
    here: list[list[tuple[int, int, int]]] = [[] for _ in made]
    for number, held in spans.items():
        placed = False
        for start, end in held:
            first = max(bisect_right(begins, start) - 1, 0)
            last = bisect_left(begins, end)
            for at in range(first, last):
                if start < made[at].end and end > made[at].start:
                    here[at].append((max(start, made[at].start), min(end, made[at].end), number))
                    if not placed:
                        made[at].starts.append(number)
                        placed = True
    for block, found in zip(made, here, strict=True):
        block.pieces = _pieces(text, block, found)
        order = {number: at for at, (_, _, number) in reversed(list(enumerate(sorted(found))))}
        block.starts.sort(key=lambda number, order=order: (order[number], number))  # type: ignore[misc]
    return made


def _pieces(text: str, block: Block, found: list[tuple[int, int, int]]) -> list[Piece]:
    if not found:
        return [Piece(text[block.start : block.end])]
    edges = sorted({block.start, block.end, *(edge for span in found for edge in span[:2])})
    first: dict[int, int] = {}
    for start, _, number in found:
        first[number] = min(first.get(number, start), start)
    made = []
    for start, end in pairwise(edges):
        covers = tuple(sorted({number for s, e, number in found if s < end and e > start}))
        starts = tuple(n for n in covers if first[n] == start and n in block.starts)
        made.append(Piece(text[start:end], covers, starts))
    return made


def _lines(text: str) -> list[tuple[int, int, bool]]:
    found = []
    for match in _LINE.finditer(text):
        if not match[0].strip():
            continue
        start, end = match.span()
        continues = False
        while end - start > LONG:
            cut = _cut(text, start)
            found.append((start, cut, continues))
            start, continues = cut, True
        found.append((start, end, continues))
    return found


def _cut(text: str, start: int) -> int:
    """Where to part a long paragraph: after a sentence, else after a word, else anywhere."""
    for match in _BREAK.finditer(text, start + PART, start + LONG):
        return match.end()
    space = text.rfind(" ", start + PART // 2, start + LONG)
    return space + 1 if space > 0 else start + PART
