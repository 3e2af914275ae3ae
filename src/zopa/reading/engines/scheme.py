"""What the network says of each word and of each quote, and how that is written as numbers."""

from __future__ import annotations

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
"""Most pieces that the network sees at once in training, the two at the ends included."""
SIGHT = 512
"""Most pieces when reading: most reports then fit into one window, which is faster than two that overlap."""
BEFORE = 110
"""Words before a window that it sees again, so that a speaker named earlier stays in sight."""
AFTER = 24
"""Words after the part that a window answers for."""

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

    Returns (first, own first, own end, end) in words: each word is owned by one window, and
    every window fits into `room` pieces. A text that fits is one window.
    """
    found: list[tuple[int, int, int, int]] = []
    total = len(counts)
    own = 0
    while own < total:
        first, used = own, 0
        budget = room // 3
        while first > 0 and own - first < BEFORE and used + counts[first - 1] <= budget:
            first -= 1
            used += counts[first]
        end = own
        while end < total and used + counts[end] <= room:
            used += counts[end]
            end += 1
        if end == own:  # a single word longer than the room: its window holds it alone, cut off later
            first, end = own, own + 1
        own_end = total if end == total else max(own + 1, end - AFTER)
        found.append((first, own, own_end, end))
        own = own_end
    return found
