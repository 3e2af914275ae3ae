"""Shares with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its bounds; `level` is the confidence, 1.0 where it is exact."""

    estimate: float
    low: float
    high: float
    level: float

    @classmethod
    def exactly(cls, value: float) -> Interval:
        """A value without doubt."""
        return cls(value, value, value, 1.0)

    def to_json(self) -> dict[str, float]:
        """Plain values, ready for json.dumps."""
        return {"estimate": self.estimate, "low": self.low, "high": self.high, "level": self.level}


def wilson(hits: int, samples: int, level: float = 0.95) -> Interval:
    """Score interval of a share (Wilson 1927): sensible for 0 and all hits too.

    >>> wilson(0, 100).high < 0.04
    True
    """
    if samples <= 0:
        return Interval(0.5, 0.0, 1.0, level)
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share = hits / samples
    middle = (share + z * z / (2 * samples)) / (1 + z * z / samples)
    half = (
        z * math.sqrt(share * (1 - share) / samples + z * z / (4 * samples * samples)) / (1 + z * z / samples)
    )
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == samples else min(1.0, middle + half)
    return Interval(share, low, high, level)
