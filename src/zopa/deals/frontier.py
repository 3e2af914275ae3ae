"""The Pareto frontier of additive scores, without looking at every outcome.

An outcome is efficient if no other is at least as good for every party and better for one. Scores
add up over issues, so the frontier of two groups of issues lies among the sums of their own
frontiers: filter each issue, add the two smallest frontiers, filter, and go on (the divide and
conquer of Kung, Luccio and Preparata 1975 applied to a Minkowski sum). Sums from which somebody
could not reach his reservation value even with the best of the rest are dropped on the way.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zopa.deals.deadline import Deadline
from zopa.deals.dominance import nondominated
from zopa.deals.interests import Interests, Points

CHUNK = 2_000_000
"""Sums filtered at a time: 64 MB with four parties."""


@dataclass(frozen=True)
class _Part:
    """The frontier of some issues; row n is row `left[n]` of one part plus row `right[n]` of the other."""

    issues: tuple[int, ...]
    points: Points
    left: npt.NDArray[np.intp]
    right: npt.NDArray[np.intp]
    parents: tuple[_Part, _Part] | None = None

    @cached_property
    def by_first(self) -> tuple[npt.NDArray[np.intp], Points]:
        """Rows in the order of the first party's scores, and these scores."""
        order = np.argsort(self.points[:, 0], kind="stable")
        return order, self.points[order, 0]

    def outcome(self, row: int) -> dict[int, int]:
        """Issue to option, by number: one outcome with this row's scores."""
        if self.parents is None:
            return {self.issues[0]: int(self.left[row])}
        first, second = self.parents
        return first.outcome(int(self.left[row])) | second.outcome(int(self.right[row]))

    def outcomes(self, row: int, tables: tuple[Points, ...], slack: Points) -> Iterator[dict[int, int]]:
        """Every outcome with this row's scores."""
        target = self.points[row]
        if self.parents is None:
            table = tables[self.issues[0]]
            for option in np.flatnonzero((np.abs(table - target) <= slack).all(axis=1)):
                yield {self.issues[0]: int(option)}
            return
        first, second = self.parents
        for place, other in _matches(first, second, target, slack):
            for one, two in itertools.product(
                first.outcomes(place, tables, slack), second.outcomes(other, tables, slack)
            ):
                yield one | two


def _matches(first: _Part, second: _Part, target: Points, slack: Points) -> Iterator[tuple[int, int]]:
    """Pairs of rows that add up to `target`; sorting by the first column leaves few to look at."""
    order, column = second.by_first
    missing = target - first.points
    low = np.searchsorted(column, missing[:, 0] - slack[0], side="left")
    high = np.searchsorted(column, missing[:, 0] + slack[0], side="right")
    for place in np.flatnonzero(high > low):
        rows = order[low[place] : high[place]]
        same = (np.abs(second.points[rows] - missing[place]) <= slack).all(axis=1)
        for other in rows[same]:
            yield int(place), int(other)


@dataclass(frozen=True)
class Frontier:
    """The efficient score vectors among those that pass.

    points  rows x parties in units, each distinct vector once, the largest sum first.
    """

    interests: Interests
    points: Points
    _part: _Part
    _rows: npt.NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.points)

    def outcome(self, row: int) -> dict[str, str]:
        """Issue to option: one outcome with this row's scores."""
        return self._named(self._part.outcome(int(self._rows[row])))

    def outcomes(self, row: int, limit: int | None = 1000) -> list[dict[str, str]]:
        """Every outcome (at most `limit`) with this row's scores."""
        found = self._part.outcomes(int(self._rows[row]), self.interests.tables, self.interests.slack)
        return [self._named(one) for one in itertools.islice(found, limit)]

    def _named(self, outcome: dict[int, int]) -> dict[str, str]:
        return self.interests.terms([outcome[issue] for issue in range(len(self.interests.issues))])

    @cached_property
    def gains(self) -> npt.NDArray[np.float64]:
        """Rows x parties: score above the reservation value, on each party's own scale."""
        return self.interests.points(self.points - self.interests.reservation)


def pareto(interests: Interests, *, rational: bool = True, limit_s: float | None = None) -> Frontier:
    """The Pareto frontier.

    interests  additive scores.
    rational   only outcomes that pass (reservation values, vetoes, quorum); a frontier point stays
               one then, because whatever beats a passing outcome passes too.
    Returns    every efficient score vector, each with its outcomes on request.
    Raises     TimeoutError when it is not finished within `limit_s` seconds.
    """
    deadline = Deadline(limit_s)
    floor = np.where(interests.required, interests.needed, np.iinfo(np.int64).min // 2)
    if not rational:
        floor = np.full(len(interests.parties), np.iinfo(np.int64).min // 2)
    number = itertools.count()
    parts: list[tuple[int, int, _Part]] = []
    for issue, table in enumerate(interests.tables):
        enough = (table + (interests.best - table.max(axis=0)) >= floor).all(axis=1)
        rows = np.flatnonzero(enough)
        kept = rows[nondominated(table[rows])]
        part = _Part((issue,), table[kept], kept, kept)
        heapq.heappush(parts, (len(kept), next(number), part))
    while len(parts) > 1:
        first, second = heapq.heappop(parts)[2], heapq.heappop(parts)[2]
        merged = _merged(first, second, interests, floor, deadline)
        heapq.heappush(parts, (len(merged.points), next(number), merged))
    part = parts[0][2]
    rows = np.arange(len(part.points))
    if rational:
        rows = rows[interests.passes(part.points)]
    return Frontier(interests, part.points[rows], part, rows)


def _merged(first: _Part, second: _Part, interests: Interests, floor: Points, deadline: Deadline) -> _Part:
    issues = first.issues + second.issues
    done = np.sum([interests.tables[issue].max(axis=0) for issue in issues], axis=0, dtype=np.int64)
    rest = interests.best - done
    width = max(1, len(second.points))
    points = np.empty((0, len(interests.parties)), dtype=np.int64)
    pairs = np.empty(0, dtype=np.int64)
    # A chunk at a time keeps memory flat; the best sums come early and clear most of what follows.
    step = max(1, CHUNK // width)
    for start in range(0, len(first.points), step):
        block = first.points[start : start + step]
        sums = (block[:, None, :] + second.points[None, :, :]).reshape(-1, len(interests.parties))
        enough = np.flatnonzero((sums + rest >= floor).all(axis=1))
        points = np.concatenate([points, sums[enough]])
        pairs = np.concatenate([pairs, enough + start * width])
        if not interests.exact:
            points = _snapped(points, interests.slack)
        kept = nondominated(points, deadline)
        points, pairs = points[kept], pairs[kept]
    return _Part(issues, points, pairs // width, pairs % width, (first, second))


def _snapped(points: Points, slack: Points) -> Points:
    """Scores that lie within `slack` of the next lower one become equal to it."""
    columns = []
    for column, near in zip(points.T, slack, strict=True):
        gaps = np.diff(np.sort(column))
        if not ((gaps > 0) & (gaps <= near)).any():
            columns.append(column)
            continue
        order = np.argsort(column, kind="stable")
        values = column[order]
        starts = np.concatenate([[True], np.diff(values) > near])[: len(values)]
        heads = values[np.maximum.accumulate(np.where(starts, np.arange(len(values)), 0))]
        same = np.empty_like(column)
        same[order] = heads
        columns.append(same)
    return np.stack(columns, axis=1)
