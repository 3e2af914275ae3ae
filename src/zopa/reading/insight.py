"""What the trained network makes of each word, besides the statements it finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zopa.reading.text import Document

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Insight:
    """The network's view of a text's words, or of a document's tokens, as rows of arrays.

    starts, ends   n: half-open character offsets.
    stands         n x 2 x 4: chance that the word belongs to a position, and to a statement, that takes no
                   stand, supports, accepts, rejects.
    said           n x 3: chance that it belongs to a direct, an indirect, a reported quote.
    meaning        n x width: unit vectors; near where words mean alike in their contexts, in every language.
    """

    starts: Ints
    ends: Ints
    stands: Floats
    said: Floats
    meaning: npt.NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.starts)

    def at_tokens(self, document: Document) -> Insight:
        """The same for the tokens of a document of this text: a token has the mean of the words in it."""
        starts = np.array([token.start for token in document.tokens], dtype=np.int64)
        ends = np.array([token.end for token in document.tokens], dtype=np.int64)
        if not len(starts) or not len(self):
            return self._taken(starts, ends, np.zeros(0, np.int64), np.zeros(0, np.int64))
        first = np.minimum(np.searchsorted(self.ends, starts, "right"), len(self) - 1)
        last = np.maximum(first + 1, np.searchsorted(self.starts, ends, "left"))
        return self._taken(starts, ends, first, last)

    def _taken(self, starts: Ints, ends: Ints, first: Ints, last: Ints) -> Insight:
        def mean(table: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
            if not len(first):
                return np.zeros((len(starts), *table.shape[1:]), table.dtype)
            found = table[first]
            for row in np.flatnonzero(last - first > 1):
                found[row] = table[first[row] : last[row]].mean(0)
            return found

        return Insight(
            starts,
            ends,
            mean(self.stands).astype(np.float32),
            mean(self.said).astype(np.float32),
            mean(self.meaning).astype(np.float16),
        )


def joined(parts: list[Insight], width: int) -> Insight:
    """The insights of a text's sections, one after the other.

    width   of the vectors, where there are no parts.
    """
    if not parts:
        return Insight(
            np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 2, 4), np.float32),
            np.zeros((0, 3), np.float32), np.zeros((0, width), np.float16),
        )  # fmt: skip
    return Insight(
        np.concatenate([one.starts for one in parts]),
        np.concatenate([one.ends for one in parts]),
        np.concatenate([one.stands for one in parts]),
        np.concatenate([one.said for one in parts]),
        np.concatenate([one.meaning for one in parts]),
    )
