"""Words to word pieces: the likeliest cut over a language's vocabulary (unigram model, Kudo 2018)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

PAD, UNKNOWN, FIRST, LAST, MASK = range(5)
"""The special pieces, which open every vocabulary."""
SPECIAL = ("<pad>", "<unk>", "<s>", "</s>", "<mask>")

SPACE = "\u2581"
"""Opens a piece that stands after white space, as in the published vocabulary."""

LONGEST = 40
"""Words of more characters are cut off here: no language's words are longer, and cost stays linear."""
REMEMBERED = 60_000
"""Words whose pieces are kept; the store is emptied when full, so that memory stays bounded."""
STRANGE = 10.0
"""How much less likely than the rarest piece a character is that no piece holds."""


class Pieces:
    """The vocabulary of one language.

    vocabulary   the pieces in order; the first five are SPECIAL.
    scores       the natural logarithm of each piece's probability; those of SPECIAL don't count.
    """

    def __init__(self, vocabulary: Sequence[str], scores: Sequence[float]) -> None:
        if tuple(vocabulary[: len(SPECIAL)]) != SPECIAL:
            raise ValueError(f"a vocabulary begins with {SPECIAL}, not {tuple(vocabulary[:5])}")
        if len(vocabulary) != len(scores):
            raise ValueError(f"{len(vocabulary)} pieces, but {len(scores)} scores")
        self.vocabulary = tuple(vocabulary)
        self.scores = tuple(scores)
        known = zip(vocabulary, enumerate(scores), strict=True)
        self.numbers = {piece: place for piece, place in known if place[0] >= len(SPECIAL)}
        self._longest = max(map(len, self.numbers), default=1)
        self._strange = min(scores[len(SPECIAL) :], default=0.0) - STRANGE
        self._known: dict[tuple[str, bool], tuple[int, ...]] = {}

    def of(self, word: str, spaced: bool = True) -> tuple[int, ...]:
        """The numbers of a word's pieces: at least one.

        spaced   whether white space, or nothing, stands before the word.
        """
        key = (word, spaced)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            plain = unicodedata.normalize("NFKC", word[:LONGEST])
            found = self._known[key] = self._cut((SPACE if spaced else "") + plain)
        return found

    def of_all(self, words: Iterable[tuple[str, bool]]) -> list[tuple[int, ...]]:
        """The pieces of each word, given with whether white space stands before it."""
        return [self.of(word, spaced) for word, spaced in words]

    def _cut(self, text: str) -> tuple[int, ...]:
        """The likeliest cut (Viterbi's method); characters that no piece holds become UNKNOWN."""
        size = len(text)
        best = [0.0] + [float("-inf")] * size
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (size + 1)
        for end in range(1, size + 1):
            for start in range(max(0, end - self._longest), end):
                place = self.numbers.get(text[start:end])
                if place is not None and best[start] + place[1] > best[end]:
                    best[end], came[end] = best[start] + place[1], (start, place[0])
            if best[end - 1] + self._strange > best[end]:
                best[end], came[end] = best[end - 1] + self._strange, (end - 1, UNKNOWN)
        numbers: list[int] = []
        at = size
        while at:
            at, number = came[at]
            numbers.append(number)
        return tuple(reversed(numbers)) or (UNKNOWN,)
