"""Words that keep company with an issue's terms: what a dossier's own reports teach about its vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
_SURE = 0.6
"""Strength from which a sentence counts as speaking of an issue or option."""
_PRIOR = 1.5
"""Sentences a word must be seen in before its company counts for half."""


class Growth:
    """Counts, over sentences, which stems occur where which options are spoken of.

    A sentence's own counts never speak for itself: `company` leaves them out.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._with: dict[str, Array] = {}
        self._seen: dict[str, int] = {}
        self._total = np.zeros(width, np.float32)
        self._sentences = 0

    def add(self, sentences: Iterable[tuple[frozenset[str], Array]]) -> None:
        """Count sentences: their stems, and the strength with which each column is spoken of."""
        for stems, strengths in sentences:
            sure = (strengths >= _SURE).astype(np.float32)
            self._sentences += 1
            self._total += sure
            for stem in stems:
                self._seen[stem] = self._seen.get(stem, 0) + 1
                if sure.any():
                    self._with[stem] = self._with.get(stem, np.zeros(self._width, np.float32)) + sure

    def company(
        self, sentences: Sequence[tuple[frozenset[str], Array]], counted: bool
    ) -> tuple[Array, Array]:
        """(best word, mean of the three best words) per sentence and column: how much its words' company
        raises the chance of each column, 0..1. `counted` says whether these sentences are among those added.
        """
        best = np.zeros((len(sentences), self._width), np.float32)
        three = np.zeros((len(sentences), self._width), np.float32)
        base = self._total / max(1, self._sentences)
        for row, (stems, strengths) in enumerate(sentences):
            own = (strengths >= _SURE).astype(np.float32) if counted else np.zeros(self._width, np.float32)
            lifts = []
            for stem in stems:
                together = self._with.get(stem)
                if together is None:
                    continue
                seen = self._seen[stem] - (1 if counted else 0)
                if seen < 1:
                    continue
                lifts.append(np.maximum(0.0, (together - own + _PRIOR * base) / (seen + _PRIOR) - base))
            if lifts:
                ranked = np.sort(np.array(lifts, np.float32), axis=0)[::-1]
                best[row] = ranked[0]
                three[row] = ranked[:3].sum(axis=0) / 3
        return best, three

    def grown(self, column: int, least: int = 2) -> list[tuple[str, float]]:
        """Stems that mostly occur with a column, the surest first, each with its share."""
        base = self._total / max(1, self._sentences)
        found = []
        for stem, together in self._with.items():
            if together[column] >= least:
                share = (together[column] + _PRIOR * base[column]) / (self._seen[stem] + _PRIOR)
                found.append((stem, float(share)))
        return sorted(found, key=lambda one: -one[1])
