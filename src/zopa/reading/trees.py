"""Gradient-boosted trees with nothing but numpy: what scikit-learn fitted, applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
_AT_ONCE = 1024
"""Rows walked together: a compromise between speed and memory."""
_BAGS = 3
"""Models of different seeds whose trees follow one another (training/positions.py, SEEDS)."""
_HOPELESS = -4.6
"""Raw score (a chance of 0.01) below which the first bag's word is taken for all."""


@dataclass(frozen=True)
class Trees:
    """Boosted trees for one or more classes.

    feature, threshold, left, right, value  nodes of all trees, one after another; a leaf's feature is -1.
    roots     first node of each tree (rounds x outputs).
    baseline  raw score before any tree (outputs).
    depth     longest path, so that all rows can walk in step.
    """

    feature: npt.NDArray[np.int32]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.float64]
    roots: npt.NDArray[np.int32]
    baseline: npt.NDArray[np.float64]
    depth: int

    def __call__(self, rows: Array) -> Array:
        """Probabilities: of the positive class (n) for one output, of each class (n x outputs) else."""
        raw = np.tile(self.baseline, (len(rows), 1))
        first = len(self.roots) // _BAGS
        if raw.shape[1] == 1 and first and len(rows) > _AT_ONCE // 16:
            # most rows are hopeless: one bag is enough to see it
            glance = self._all_sums(rows, self.roots[:first]) * _BAGS
            raw += glance
            open_ = raw[:, 0] > _HOPELESS
            if open_.any():
                raw[open_] = self.baseline + self._all_sums(rows[open_], self.roots)
        else:
            raw += self._all_sums(rows, self.roots)
        if raw.shape[1] == 1:
            chance: Array = (1 / (1 + np.exp(-raw[:, 0]))).astype(np.float32)
            return chance
        raw -= raw.max(axis=1, keepdims=True)
        shares = np.exp(raw)
        normed: Array = (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
        return normed

    def _all_sums(self, rows: Array, roots: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
        parts = [self._sums(rows[at : at + _AT_ONCE], roots) for at in range(0, len(rows), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, roots.shape[1]))

    def _sums(self, rows: Array, roots: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
        """Sum of the leaves' values per row and output; all rows walk down all trees in step."""
        flat = np.ascontiguousarray(rows, dtype=np.float64)
        rounds, outputs = roots.shape
        width = flat.shape[1]
        at = np.tile(roots.reshape(-1), (len(flat), 1)).reshape(-1)
        base = np.repeat(np.arange(len(flat)) * width, rounds * outputs)
        cells = flat.reshape(-1)
        walking = np.arange(len(at))
        for _ in range(self.depth):
            now = at[walking]
            feature = self.feature[now]
            inner = feature >= 0
            if not inner.all():
                walking, now, feature = walking[inner], now[inner], feature[inner]
                if not len(walking):
                    break
            below = cells[base[walking] + feature] <= self.threshold[now]
            at[walking] = np.where(below, self.left[now], self.right[now])
        sums: npt.NDArray[np.float64] = self.value[at].reshape(len(flat), rounds, outputs).sum(axis=1)
        return sums

    def to_arrays(self, prefix: str) -> dict[str, npt.NDArray[np.generic]]:
        """Plain arrays, ready for numpy.savez."""
        return {
            prefix + "feature": self.feature.astype(np.int16),
            prefix + "threshold": self.threshold.astype(np.float32),
            prefix + "left": self.left,
            prefix + "right": self.right,
            prefix + "value": self.value.astype(np.float32),
            prefix + "roots": self.roots,
            prefix + "baseline": self.baseline,
            prefix + "depth": np.array(self.depth),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]], prefix: str) -> Trees:
        """The opposite of `to_arrays`."""
        return cls(
            feature=arrays[prefix + "feature"].astype(np.int32),
            threshold=arrays[prefix + "threshold"].astype(np.float64),
            left=arrays[prefix + "left"].astype(np.int32),
            right=arrays[prefix + "right"].astype(np.int32),
            value=arrays[prefix + "value"].astype(np.float64),
            roots=arrays[prefix + "roots"].astype(np.int32),
            baseline=arrays[prefix + "baseline"].astype(np.float64),
            depth=int(arrays[prefix + "depth"]),
        )
