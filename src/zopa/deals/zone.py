"""How large the zone of possible agreement is: how many outcomes pass, and which share of all.

Exact by meeting in the middle: the outcomes of one half of the issues ask, each, how many outcomes of
the other half lift every party over what it still needs. Where even the halves are too large, outcomes
are drawn at random and the answer is an interval.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zopa.deals.chance import Interval, wilson
from zopa.deals.deadline import Deadline
from zopa.deals.dominance import at_least
from zopa.deals.interests import Interests, Points

EXACT_PAIRS = 10**11
"""Pairs of half outcomes counted exactly: a few seconds."""
ENUMERATED = 1_000_000
"""Outcomes scored one by one where a quorum makes counting by sets of parties dearer."""
SAMPLES = 200_000
_LEAF, _SMALL_LEAF, _MANY = 1024, 256, 8192
"""Points of a box, for many points and for few: ready-made bit sets cost its square, boxes their number."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone of possible agreement.

    outcomes  how many outcomes there are.
    low,high  how many of them pass: equal where counted, an interval at `level` where sampled.
    method    'counted' or 'sampled'; `samples` and `seed` belong to the latter.
    """

    outcomes: int
    low: float
    high: float
    method: str
    samples: int = 0
    seed: int = 0
    level: float = 1.0

    @property
    def count(self) -> int | None:
        """The exact number, or None where it was sampled."""
        return int(self.low) if self.method == "counted" else None

    @property
    def share(self) -> Interval:
        """The share of all outcomes that pass."""
        low, high = self.low / self.outcomes, self.high / self.outcomes
        return Interval((low + high) / 2, low, high, self.level)

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "outcomes": self.outcomes,
            "count": self.count,
            "low": self.low,
            "high": self.high,
            "share": self.share.to_json(),
            "method": self.method,
            "samples": self.samples,
            "seed": self.seed,
        }


def zone(
    interests: Interests,
    *,
    limit_s: float | None = None,
    samples: int = SAMPLES,
    seed: int = 0,
    exact_pairs: int = EXACT_PAIRS,
) -> Zone:
    """Count the outcomes that pass: reservation values, vetoes and quorum.

    Returns  the exact count, or an interval at the 99 % level from `samples` random outcomes where
             the space is too large to count or the time is up.
    """
    count = _set_count(interests)
    if count * interests.outcomes <= exact_pairs:
        deadline = Deadline(limit_s)
        try:
            if count > 1 and interests.outcomes <= ENUMERATED:
                total = int(interests.passes(_sums(interests.tables, len(interests.parties))).sum())
            else:
                sets = _passing_sets(interests)
                total = sum(factor * _accepted_by(interests, members, deadline) for members, factor in sets)
            return Zone(interests.outcomes, total, total, "counted")
        except TimeoutError:
            pass
    rng = np.random.default_rng(seed)
    hits = int(interests.passes(draw(interests, samples, rng)).sum())
    share = wilson(hits, samples, 0.99)
    size = interests.outcomes
    return Zone(size, share.low * size, share.high * size, "sampled", samples, seed, 0.99)


def draw(interests: Interests, samples: int, rng: np.random.Generator) -> Points:
    """Scores of `samples` outcomes drawn uniformly."""
    points = np.zeros((samples, len(interests.parties)), dtype=np.int64)
    for table in interests.tables:
        points += table[rng.integers(len(table), size=samples)]
    return points


def accepted_counts(interests: Interests) -> dict[str, int]:
    """How many of the passing outcomes each party itself accepts; exact, for spaces that `zone` counts."""
    if interests.outcomes <= ENUMERATED:
        points = _sums(interests.tables, len(interests.parties))
        accepted = (points >= interests.needed)[interests.passes(points)].sum(axis=0)
        return {party: int(count) for party, count in zip(interests.parties, accepted, strict=True)}
    return {
        party: sum(
            factor * _accepted_by(interests, members | {n}, Deadline(None))
            for members, factor in _passing_sets(interests)
        )
        for n, party in enumerate(interests.parties)
    }


def unanimous_without(interests: Interests, party: str) -> int:
    """How many outcomes all the others accept."""
    others = frozenset(range(len(interests.parties))) - {interests.parties.index(party)}
    return _accepted_by(interests, others, Deadline(None))


def unanimous(interests: Interests) -> int:
    """How many outcomes every party accepts, whatever the quorum."""
    return _accepted_by(interests, frozenset(range(len(interests.parties))), Deadline(None))


def _set_count(interests: Interests) -> int:
    """How many sets `_passing_sets` makes: too many to build where many parties share a quorum."""
    needed = int(interests.required.sum())
    free = len(interests.parties) - needed
    missing = 0 if interests.quorum is None else max(0, interests.quorum - needed)
    return 1 if missing == 0 else sum(math.comb(free, size) for size in range(missing, free + 1))


def countable(interests: Interests) -> bool:
    """Whether the counts per party take seconds at most."""
    if interests.outcomes <= ENUMERATED:
        return True
    return len(interests.parties) * _set_count(interests) * interests.outcomes <= 10**9


def _passing_sets(interests: Interests) -> list[tuple[frozenset[int], int]]:
    """Sets of parties S and factors f with: passing outcomes = sum of f x (outcomes all of S accept).

    By inclusion and exclusion: "at least q of the others besides the vetoes" is a sum over larger sets.
    """
    everyone = range(len(interests.parties))
    needed = frozenset(n for n in everyone if interests.required[n])
    free = [n for n in everyone if n not in needed]
    missing = 0 if interests.quorum is None else max(0, interests.quorum - len(needed))
    if missing == 0:
        return [(needed, 1)]
    sets = []
    for size in range(missing, len(free) + 1):
        factor = (-1) ** (size - missing) * math.comb(size - 1, missing - 1)
        sets += [(needed | frozenset(more), factor) for more in itertools.combinations(free, size)]
    return sets


def _accepted_by(interests: Interests, members: frozenset[int], deadline: Deadline) -> int:
    """How many outcomes every one of `members` accepts."""
    keep = sorted(members)
    if not keep:
        return interests.outcomes
    tables = [table[:, keep] for table in interests.tables]
    left, right = _halves([len(table) for table in tables])
    first = _sums([tables[n] for n in left], len(keep))
    second = _sums([tables[n] for n in right], len(keep))
    missing = interests.needed[keep] - first
    # Most outcomes of a half are hopeless or safe whatever the other half brings.
    missing = missing[(missing <= second.max(axis=0)).all(axis=1)]
    safe = (missing <= second.min(axis=0)).all(axis=1)
    total = int(safe.sum()) * len(second)
    missing = missing[~safe]
    second = second[(second >= missing.min(axis=0)).all(axis=1)] if len(missing) else second[:0]
    return total + _pairs(missing, second, deadline)


def _halves(sizes: Sequence[int]) -> tuple[list[int], list[int]]:
    """Issues in two groups with about as many outcomes each."""
    groups: tuple[list[int], list[int]] = ([], [])
    product = [1, 1]
    for issue in sorted(range(len(sizes)), key=lambda one: -sizes[one]):
        side = 0 if product[0] <= product[1] else 1
        groups[side].append(issue)
        product[side] *= sizes[issue]
    return groups


def _sums(tables: Sequence[Points], width: int) -> Points:
    """Scores of every outcome of some issues."""
    sums = np.zeros((1, width), dtype=np.int64)
    for table in tables:
        sums = (sums[:, None, :] + table[None, :, :]).reshape(-1, width)
    return sums


def _pairs(missing: Points, offered: Points, deadline: Deadline) -> int:
    """How many pairs (m, o) have o >= m in every column.

    `offered` is cut into boxes of near points; a box wholly above or partly below what is missing is
    settled at once, and only those in between are compared, by bit sets.
    """
    if not len(missing) or not len(offered):
        return 0
    if not missing.shape[1]:
        return len(missing) * len(offered)
    total = 0
    wanted = [np.ascontiguousarray(column) for column in missing.T]
    for box in _boxes(offered):
        deadline.check()
        low, high = box.min(axis=0), box.max(axis=0)
        possible = wanted[0] <= high[0]
        certain = wanted[0] <= low[0]
        for n in range(1, len(wanted)):
            possible &= wanted[n] <= high[n]
            certain &= wanted[n] <= low[n]
        total += int(certain.sum()) * len(box)
        between = np.flatnonzero(possible & ~certain)
        total += _compared([column[between] for column in wanted], box)
    return total


def _boxes(points: Points) -> list[Points]:
    """Halve by the median of the widest column until a box is small."""
    boxes, done = [points], []
    leaf = _LEAF if len(points) > _MANY else _SMALL_LEAF
    while boxes:
        box = boxes.pop()
        spread = (box.max(axis=0) - box.min(axis=0)).astype(np.float64)
        if len(box) <= leaf or not spread.max():
            done.append(box)
            continue
        order = np.argpartition(box[:, int(spread.argmax())], len(box) // 2)
        boxes += [box[order[: len(box) // 2]], box[order[len(box) // 2 :]]]
    return done


def _compared(wanted: Sequence[npt.NDArray[np.int64]], box: Points) -> int:
    if not len(wanted[0]):
        return 0
    total, step = 0, 8192
    tables = [at_least(np.ascontiguousarray(column)) for column in box.T]
    for start in range(0, len(wanted[0]), step):
        values, bits = tables[0]
        common = bits[np.searchsorted(values, wanted[0][start : start + step])]
        for column, (values, bits) in zip(wanted[1:], tables[1:], strict=True):
            common &= bits[np.searchsorted(values, column[start : start + step])]
        total += _ones(common)
    return total


_BYTE_ONES = np.array([bin(byte).count("1") for byte in range(256)], dtype=np.uint8)


def _ones(words: npt.NDArray[np.uint64]) -> int:
    """How many bits are set."""
    if hasattr(np, "bitwise_count"):  # numpy 2
        return int(np.bitwise_count(words).sum(dtype=np.int64))
    return int(_BYTE_ONES[words.view(np.uint8)].sum(dtype=np.int64))
