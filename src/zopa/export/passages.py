"""Where a quote stands: its sentence, and the highlights of a whole report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from zopa.vocabulary import Quote, Span

REACH = 240
"""Characters of context shown on either side of a quote, at most."""

SHORT = 100
"""A sentence shorter than this says little alone ("Not that one."): the one before it is shown too."""

_END = re.compile(r"[.!?…][\"'”“»«’)\]]*(?=\s)|\n")
_DOTTED = re.compile(
    r"(?:\b\w|\b\d{1,2}|\b(?:[Dd]r|[Mm]r|[Mm]rs|[Pp]rof|[Ss]t|[Bb]zw|[Uu]sw|[Cc]a|[Vv]gl|Abs|Nr|Art|No|Jan|Feb|Aug|Sept|Okt|Oct|Nov|Dez|Dec))\.$"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote in its sentence. `found` is False where the report no longer holds the words there."""

    before: str
    quote: str
    after: str
    found: bool = True


def excerpt(text: str | None, quote: Quote) -> Excerpt:
    """The sentence around a quote.

    text     the report's body, or None where the report is gone.
    Returns  the quote with what stands before and after it in its sentence, at most REACH characters
             on either side, cut at words and marked with '…'. Line ends become spaces.
    """
    if text is None or text[quote.start : quote.end] != quote.exact:
        return Excerpt("", _flat(quote.exact), "", found=False)
    after = _until_end(text, quote)
    before = text[max(0, quote.start - REACH) : quote.start]
    cuts = _ends(before)
    if (
        cuts
        and len(before) - cuts[-1] + len(quote.exact) + len(after) < SHORT
        and before[cuts[-1] - 1] != "\n"
    ):
        cuts.pop()
    if cuts:
        before = before[cuts[-1] :].lstrip()
    elif quote.start > REACH:
        before = "… " + before[before.find(" ") + 1 :]
    return Excerpt(_flat(before), _flat(quote.exact), _flat(after))


def _until_end(text: str, quote: Quote) -> str:
    """What follows the quote in its sentence."""
    if quote.exact.rstrip("\"'”“»«’)]").endswith((".", "!", "?", "…")):
        return ""
    after = text[quote.end : quote.end + REACH]
    ends = _ends(after)
    if ends:
        return after[: ends[0]].rstrip()
    return after[: after.rfind(" ")] + " …" if quote.end + REACH < len(text) else after


def _ends(text: str) -> list[int]:
    """Where sentences end; a dot behind an abbreviation or a number ends none."""
    return [found.end() for found in _END.finditer(text + " ") if not _DOTTED.search(text[: found.end()])]


def _flat(text: str) -> str:
    """On one line, keeping a space at either end: the quote and its sentence are set in a row."""
    return re.sub(r"\s+", " ", text)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a report that the same passages cover.

    covers  numbers of the passages that hold it; empty for plain text.
    starts  those that begin here; `ends` those that end here.
    """

    text: str
    covers: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def paragraphs(text: str, spans: Mapping[int, Span]) -> list[list[Segment]]:
    """Split a report into paragraphs of segments, so that overlapping highlights can be drawn.

    text     the body; its lines are the paragraphs, blank ones are dropped.
    spans    passage number to half-open span in characters.
    Returns  segments in order. Joined, they give the text without its line ends; every passage
             starts in one segment and ends in one.
    """
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\r\n]+", text) if m[0].strip()]
    cuts = sorted({edge for span in spans.values() for edge in span})
    by_start = sorted(spans.items(), key=lambda item: (item[1], item[0]))
    starts = {number: _first_edge(span, lines) for number, span in by_start}
    ends = {number: _last_edge(span, lines) for number, span in by_start}
    drawn = []
    for first, last in lines:
        here = [(number, span) for number, span in by_start if span[0] < last and span[1] > first]
        edges = [first, *(cut for cut in cuts if first < cut < last), last] if here else [first, last]
        drawn.append(
            [
                Segment(
                    text[start:end],
                    tuple(n for n, span in here if span[0] < end and span[1] > start),
                    tuple(n for n, _ in here if starts[n] == start),
                    tuple(n for n, _ in here if ends[n] == end),
                )
                for start, end in pairwise(edges)
            ]
        )
    return drawn


def _first_edge(span: Span, lines: list[Span]) -> int | None:
    """Where the first drawn character of a span lies: it may begin in a line end."""
    return next((max(span[0], start) for start, end in lines if end > span[0] and start < span[1]), None)


def _last_edge(span: Span, lines: list[Span]) -> int | None:
    return next(
        (min(span[1], end) for start, end in reversed(lines) if start < span[1] and end > span[0]), None
    )
