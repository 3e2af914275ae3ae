"""How often suggestions of a given confidence were right, by what people judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions whose confidence lies from `low` up to `high`: how many, mean confidence, share right."""

    low: float
    high: float
    count: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The curve, and the Brier score: the mean squared distance of confidence from outcome (0 is perfect)."""

    bins: tuple[Bin, ...]
    brier: float | None

    @property
    def count(self) -> int:
        """How many were judged."""
        return sum(one.count for one in self.bins)


def reliability(judged: Iterable[tuple[float, bool]], width: float = 0.2) -> Reliability:
    """The curve of (confidence, whether it was right) pairs, in bins of a width; empty bins are left out.

    >>> reliability([(0.9, True), (0.9, False)]).bins[0].right
    0.5
    """
    pairs = list(judged)
    count = round(1 / width)
    bins = []
    for number in range(count):
        low, high = number * width, (number + 1) * width
        inside = [pair for pair in pairs if min(int(pair[0] / width + 1e-9), count - 1) == number]
        if inside:
            said = sum(chance for chance, _ in inside) / len(inside)
            right = sum(is_right for _, is_right in inside) / len(inside)
            bins.append(Bin(round(low, 6), round(high, 6), len(inside), said, right))
    brier = sum((chance - is_right) ** 2 for chance, is_right in pairs) / len(pairs) if pairs else None
    return Reliability(tuple(bins), brier)
