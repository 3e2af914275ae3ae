"""Text to words with what a network should know of each: place, shape, quotation marks, line breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+|[^\w\s]|_")

OPENERS = frozenset("„‚‟‛")
DOUBLE = frozenset('"“”„«»‟＂')
SINGLE = frozenset("'’‘‚‹›‛")
MARKS = DOUBLE | SINGLE

LOWER, TITLE, CAPITALS, NUMBER, PUNCTUATION = range(5)
"""The shapes of a word."""
SHAPES = 5

OUTSIDE, OPEN, INSIDE, CLOSE = range(4)
"""Where a word stands towards quotation marks."""
PLACES = 4

NO_BREAK, LINE_BREAK, PARAGRAPH_BREAK = range(3)
"""The white space before a word."""
BREAKS = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as parallel lists of one length.

    starts, ends   half-open character offsets.
    shapes         LOWER, TITLE, CAPITALS, NUMBER or PUNCTUATION.
    places         OUTSIDE, OPEN, INSIDE or CLOSE: towards quotation marks.
    breaks         NO_BREAK, LINE_BREAK or PARAGRAPH_BREAK before the word.
    """

    text: str
    starts: list[int]
    ends: list[int]
    shapes: list[int]
    places: list[int]
    breaks: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, number: int) -> str:
        """The word as written."""
        return self.text[self.starts[number] : self.ends[number]]

    def spelled(self, number: int) -> tuple[str, bool]:
        """The word as written, and whether white space, or nothing, stands before it."""
        start = self.starts[number]
        return self.text[start : self.ends[number]], start == 0 or self.text[start - 1].isspace()


def shape(word: str) -> int:
    """The shape of one word; anything without letters and digits is punctuation."""
    if word.islower():
        return LOWER
    if word[0].isupper():
        return CAPITALS if len(word) > 1 and word.isupper() else TITLE
    if word[0].isdigit() or word.isnumeric():
        return NUMBER
    return LOWER if word.isalpha() else PUNCTUATION


def cut(text: str) -> Words:
    """Cut any text into words; white space is dropped, every other character belongs to one word.

    >>> [cut("Er sagte: „Nein.“").word(i) for i in range(7)]
    ['Er', 'sagte', ':', '„', 'Nein', '.', '“']
    """
    starts: list[int] = []
    ends: list[int] = []
    breaks: list[int] = []
    end = 0
    for match in WORD.finditer(text):
        start = match.start()
        if start - end > 1 or (start > end and text[end] == "\n"):
            lines = text.count("\n", end, start)
            breaks.append(PARAGRAPH_BREAK if lines > 1 else lines)
        else:
            breaks.append(NO_BREAK)
        end = match.end()
        starts.append(start)
        ends.append(end)
    known: dict[str, int] = {}
    shapes = []
    for start, end in zip(starts, ends, strict=True):
        word = text[start:end]
        found = known.get(word)
        if found is None:
            found = known[word] = shape(word)
        shapes.append(found)
    return Words(text, starts, ends, shapes, quotation_places(text, starts, breaks), breaks)


def quotation_places(text: str, starts: list[int], breaks: list[int]) -> list[int]:
    """Say for each word where it stands towards quotation marks of any style.

    A mark that nothing closes before the paragraph ends counts as OPEN with nothing INSIDE: stray and
    unbalanced marks must not swallow the rest of a report. Single marks count only outside double ones.
    """
    places = [OUTSIDE] * len(starts)
    opened = -1
    style = ""
    for number, start in enumerate(starts):
        if breaks[number]:
            opened = -1
        mark = text[start]
        if mark not in MARKS:
            continue
        kind = "double" if mark in DOUBLE else "single"
        if opened >= 0 and kind != style:
            continue
        before = text[start - 1 : start] or " "
        after = text[start + 1 : start + 2] or " "
        if kind == "single" and (after.isalnum() if opened >= 0 else before.isalnum()):
            continue  # an apostrophe
        if opened < 0 or mark in OPENERS:
            if after.isspace() and not before.isspace():
                places[number] = CLOSE
            else:
                places[number], opened, style = OPEN, number, kind
        else:
            places[number] = CLOSE
            places[opened + 1 : number] = [INSIDE] * (number - opened - 1)
            opened = -1
    return places
