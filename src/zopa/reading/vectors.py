"""Word vectors of a language: what words mean, learned from running text, not from any dossier."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_SHORTEST_TAIL = 5


class Vectors:
    """Unit vectors by stem; an unknown compound takes the vector of its longest known tail, then head."""

    def __init__(
        self, words: list[str], matrix: Floats, weight: Floats, stem: Callable[[str], str], compounds: bool
    ) -> None:
        self._rows = {word: row for row, word in enumerate(words)}
        self._matrix, self._weight = matrix, weight
        self._stem, self._compounds = stem, compounds
        self._known: dict[str, tuple[Floats, float] | None] = {}
        self.size = matrix.shape[1]

    def of(self, low: str) -> tuple[Floats, float] | None:
        """The unit vector of a lower-case word and how much it tells (0..1, rare words tell more)."""
        if low not in self._known:
            self._known[low] = self._find(low)
        return self._known[low]

    def _find(self, low: str) -> tuple[Floats, float] | None:
        parts = [part for part in low.split("-") if len(part) > 1]
        found = [self._row(part) for part in parts]
        rows = [row for row in found if row is not None]
        if not rows:
            return None
        vector = self._matrix[rows].sum(axis=0)
        length = float(np.linalg.norm(vector))
        if length == 0.0:
            return None
        return vector / length, float(max(self._weight[row] for row in rows))

    def _row(self, word: str) -> int | None:
        stem = self._stem(word)
        for one in (stem, word):
            if one in self._rows:
                return self._rows[one]
        if self._compounds:
            for cut in range(3, len(stem) - _SHORTEST_TAIL + 1):
                if stem[cut:] in self._rows:
                    return self._rows[stem[cut:]]
            for cut in range(len(stem) - 2, _SHORTEST_TAIL, -1):
                if stem[:cut] in self._rows:
                    return self._rows[stem[:cut]]
        return None

    def rows(self, words: list[str]) -> tuple[Floats, Floats, list[int]]:
        """Vectors (n x size), weights (n) and the places in `words` of those that are known."""
        places, vectors, weights = [], [], []
        for place, word in enumerate(words):
            found = self.of(word)
            if found is not None:
                places.append(place)
                vectors.append(found[0])
                weights.append(found[1])
        if not places:
            return np.zeros((0, self.size), np.float32), np.zeros(0, np.float32), []
        return np.array(vectors, np.float32), np.array(weights, np.float32), places


@cache
def load_vectors(code: str) -> Vectors | None:
    """The shipped vectors of a language, or None where it has none."""
    from zopa.reading.language import language

    path = files("zopa.reading.languages") / code / "vectors.npz"
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as data:
        words = [str(word) for word in data["words"]]
        matrix = data["vectors"].astype(np.float32)
        weight = data["weight"].astype(np.float32)
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    found = language(code)
    return Vectors(words, matrix, weight, found.stem, found.compounds)
