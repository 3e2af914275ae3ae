"""Words to word pieces: greedy longest match over a language's vocabulary (WordPiece, Wu et al. 2016)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

PAD, UNKNOWN, FIRST, LAST, MASK = range(5)
"""The special pieces, which open every vocabulary."""
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")

LONGEST = 40
"""Words of more characters are cut off here: no language's words are longer, and cost stays linear."""
REMEMBERED = 60_000
"""Words whose pieces are kept; the store is emptied when full, so that memory stays bounded."""

SAME = str.maketrans(
    {**dict.fromkeys("„“”«»‟＂", '"'), **dict.fromkeys("‚‘’‹›‛`´", "'"), **dict.fromkeys("–—‐‑−", "-")}
)


class Pieces:
    """The vocabulary of one language.

    vocabulary   the pieces in order; the first five are SPECIAL, continuations begin with '##'.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        if tuple(vocabulary[: len(SPECIAL)]) != SPECIAL:
            raise ValueError(f"a vocabulary begins with {SPECIAL}, not {tuple(vocabulary[:5])}")
        self.vocabulary = tuple(vocabulary)
        self.numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces: at least one."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[word] = self._cut(word[:LONGEST].lower().translate(SAME))
        return found

    def of_all(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        """The pieces of each word."""
        return [self.of(word) for word in words]

    def _cut(self, word: str) -> tuple[int, ...]:
        numbers: list[int] = []
        start = 0
        while start < len(word):
            head = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self.numbers.get(head + word[start:end])
                if number is not None:
                    numbers.append(number)
                    break
            else:
                return (UNKNOWN,)
            start = end
        return tuple(numbers) or (UNKNOWN,)
