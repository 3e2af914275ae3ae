"""What the network says of each word and of each quote, and how that is written as numbers."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from zopa.vocabulary import StatementKind

Span = tuple[int, int]

KINDS = tuple(StatementKind)
STANCES = ("none", "supports", "accepts", "rejects")
STANDS = STANCES
"""Classes of a word within a passage that states a position: what the passage does."""

DIRECT = (StatementKind.DIRECT,)
INDIRECT = (StatementKind.INDIRECT, StatementKind.INDIRECT_FREE_INDIRECT, StatementKind.FREE_INDIRECT)
REPORTED = (StatementKind.REPORTED,)
LAYERS = (DIRECT, INDIRECT, REPORTED)
"""Quotes of one layer do not overlap; those of different layers may (a direct quote in a reported one)."""

BEGIN, INNER, AGAIN = range(3)
"""A word begins a quote, goes on with it, or takes it up again after an interruption."""
PARTS = 3

LAYER_TAGS = tuple(1 + PARTS * len(kinds) for kinds in LAYERS)
"""Tags of each layer: 0 is outside, 1 + PARTS * kind + part is within."""
SPEAKER_TAGS = 3
CUE_TAGS = 2
TAGS = sum(LAYER_TAGS) + SPEAKER_TAGS + CUE_TAGS
OFFSETS = tuple(sum(LAYER_TAGS[:n]) for n in range(len(LAYERS)))
SPEAKER_AT = sum(LAYER_TAGS)
CUE_AT = SPEAKER_AT + SPEAKER_TAGS

PIECES = 384
"""Most pieces that the network sees at once, in training and in reading, the two at the ends included."""
BEFORE = 30
"""Words before its own part that a window sees too, so that a speaker named just before stays in sight."""
AFTER = 12
"""Words after its own part that a window sees too."""
A_WORD = 2
"""Pieces that a word is reckoned to have where windows are planned; most have fewer."""

DISTANCES = (1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 45, 70, 110, 180)
"""Limits of the classes of distance, in words, between a word and a quote."""
PAIR_CLASSES = (2 * (len(DISTANCES) + 1) + 2, 4, 7)
"""Sizes of the features of a pair of quote and word: distance, paragraphs between, sentence ends between."""


def layer_of(kind: StatementKind) -> int:
    """The layer that quotes of this kind are written on."""
    return next(number for number, kinds in enumerate(LAYERS) if kind in kinds)


def tag(kind: StatementKind, part: int) -> int:
    """The tag of a word within a quote, on its kind's layer."""
    return 1 + PARTS * LAYERS[layer_of(kind)].index(kind) + part


def windows(counts: list[int], room: int = PIECES - 2) -> list[tuple[int, int, int, int]]:
    """Cut a text of words with these numbers of pieces into windows that the network can see.

    Returns (first, own first, own end, end) in words: each word is owned by one window, and every window
    fits into `room` pieces (a longer word has one of its own and is cut off later). A text that fits is one
    window; any other is cut into parts of equal size, which cost less than full windows and a short one, and
    which the network reads better than windows longer than those it was trained on.
    """
    upto = [0, *accumulate(counts)]
    total = upto[-1]
    spare = max(room // 2, room - (BEFORE + AFTER) * A_WORD)
    parts = 1 if total <= room else -(-total // spare)
    found: list[tuple[int, int, int, int]] = []
    own = 0
    while own < len(counts):
        share = -(-(total - upto[own]) // max(1, parts - len(found)))
        own_end = max(own + 1, bisect_left(upto, min(upto[own] + share, total)))
        while own_end > own + 1 and upto[own_end] - upto[own] > room:
            own_end -= 1
        first, end = own, own_end
        while first > 0 and own - first < BEFORE and upto[own_end] - upto[first - 1] <= room:
            first -= 1
        while end < len(counts) and end - own_end < AFTER and upto[end + 1] - upto[first] <= room:
            end += 1
        found.append((first, own, own_end, end))
        own = own_end
    return found
