"""A report cut into windows: each with a core that is coded and the text around it for reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zopa.vocabulary import Span

CORE = 6000
"""Characters coded at a time, about 1,500 tokens: most press reports are one window, and a quote asked
verbatim is still found by small models. Longer cores lose positions in the middle of the text."""
AROUND = 1200
"""Characters shown on either side of a core, so that "he", "that" and "the plan" keep their objects."""

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*")
_SENTENCE = re.compile(r"[.!?…][\"”“»«’)]*\s+")


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open spans of a report's body: `core` is coded, `before` and `after` are only shown."""

    core: Span
    before: Span
    after: Span


def windows(text: str, core: int = CORE, around: int = AROUND) -> tuple[Window, ...]:
    """Cut a text into windows whose cores share nothing and together hold every paragraph.

    core, around  in characters. A core ends between paragraphs, inside one only where the paragraph
                  alone is longer, and then between sentences where there are any.
    Returns       none for a text without a letter or digit.
    """
    cores: list[Span] = []
    for start, end in _pieces(text, core):
        if cores and end - cores[-1][0] <= core:
            cores[-1] = cores[-1][0], end
        else:
            cores.append((start, end))
    found = []
    for start, end in cores:
        if not any(char.isalnum() for char in text[start:end]):
            continue
        left, right = max(0, start - around), min(len(text), end + around)
        found.append(
            Window((start, end), (_from_word(text, left, start), start), (end, _to_word(text, right, end)))
        )
    return tuple(found)


def _pieces(text: str, longest: int) -> Iterator[Span]:
    """Paragraphs; the overlong ones in sentences, the overlong ones of those at spaces."""
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        while end - start > longest:
            breaks = [m.end() for m in _SENTENCE.finditer(text, start, start + longest)]
            space = text.rfind(" ", start + 1, start + longest)
            cut = breaks[-1] if breaks else space + 1 if space > start else start + longest
            yield start, cut
            start = cut
        if start < end:
            yield start, end


def _from_word(text: str, left: int, start: int) -> int:
    """The first beginning of a word at or after `left`."""
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    return left


def _to_word(text: str, right: int, end: int) -> int:
    """The last end of a word at or before `right`."""
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    return right
