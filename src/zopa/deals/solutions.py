"""The points of bargaining theory on a frontier, and where a proposal stands against it.

    Nash               the largest product of gains over the reservation values (Nash 1950). Where some
                       party can't gain at all, first as many gainers as possible, then their product.
    Kalai-Smorodinsky  the largest smallest gain ratio: a party's gain divided by the most it could gain
                       in any passing outcome (Kalai and Smorodinsky 1975, on a finite set); ties go to
                       the second smallest ratio, and so on.
    egalitarian        the largest smallest gain, on the parties' own scales; ties as above.
    welfare            the largest sum of scores, on the parties' own scales.

All of them lie on the frontier, so the frontier is enough to find them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zopa.deals.frontier import Frontier
from zopa.deals.interests import Interests

Floats = npt.NDArray[np.float64]

_SAME = 1e-9
"""Relative difference below which two figures count as tied."""


@dataclass(frozen=True, slots=True)
class Package:
    """An outcome with its scores.

    scores  per party, on its own scale; `gains` the same above the reservation value.
    value   the figure that was maximised, where there is one.
    ties    further outcomes that do as well.
    """

    terms: Mapping[str, str]
    scores: Mapping[str, float]
    gains: Mapping[str, float]
    value: float | None = None
    ties: tuple[Mapping[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "terms": dict(self.terms),
            "scores": dict(self.scores),
            "gains": dict(self.gains),
            "value": self.value,
            "ties": [dict(one) for one in self.ties],
        }


@dataclass(frozen=True, slots=True)
class Solutions:
    """The four classic points."""

    nash: Package
    kalai_smorodinsky: Package
    egalitarian: Package
    welfare: Package

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {name: getattr(self, name).to_json() for name in self.__slots__}


def solutions(frontier: Frontier) -> Solutions | None:
    """The four points, or None where no outcome passes."""
    if not len(frontier):
        return None
    gains = frontier.gains
    scores = frontier.interests.points(frontier.points)
    return Solutions(
        nash=_package(frontier, *_nash(gains)),
        kalai_smorodinsky=_package(frontier, *_leximin(gain_ratios(frontier))),
        egalitarian=_package(frontier, *_leximin(gains)),
        welfare=_package(frontier, *_largest(scores.sum(axis=1))),
    )


NOTHING = 1e-12
"""A best gain no larger than this is the rounding of a decimal somebody typed, not a gain to share."""


def gain_ratios(frontier: Frontier) -> Floats:
    """Rows x parties: gain divided by the party's largest gain in any passing outcome; 1 where that is 0."""
    gains = frontier.gains
    ideal = gains.max(axis=0)
    return np.asarray(np.divide(gains, ideal, out=np.ones_like(gains), where=ideal > NOTHING))


def _largest(values: Floats) -> tuple[list[int], float]:
    top = float(values.max())
    return [int(n) for n in np.flatnonzero(values >= top - _SAME * max(1.0, abs(top)))], top


def _nash(gains: Floats) -> tuple[list[int], float]:
    positive = gains > 0
    most = positive.sum(axis=1).max()
    eligible = positive.sum(axis=1) == most
    logs = np.log(gains, out=np.zeros_like(gains), where=positive).sum(axis=1)
    logs[~eligible] = -np.inf
    rows = [int(n) for n in np.flatnonzero(logs >= logs.max() - _SAME)]
    product = math.prod(float(gain) for gain in gains[rows[0]])
    return rows, product


def _leximin(values: Floats) -> tuple[list[int], float]:
    ranked = np.sort(values, axis=1)
    rows = np.arange(len(ranked))
    for column in range(ranked.shape[1]):
        current = ranked[rows, column]
        top = current.max()
        rows = rows[current >= top - _SAME * max(1.0, abs(float(top)))]
    return [int(n) for n in rows], float(ranked[rows[0], 0])


def _package(frontier: Frontier, rows: Sequence[int], value: float) -> Package:
    outcomes = [outcome for row in rows[:50] for outcome in frontier.outcomes(row, limit=50)]
    return package(frontier.interests, outcomes[0], value, tuple(outcomes[1:]))


def package(
    interests: Interests,
    terms: Mapping[str, str],
    value: float | None = None,
    ties: tuple[Mapping[str, str], ...] = (),
) -> Package:
    """An outcome with its scores. Raises ScenarioError unless it settles every issue."""
    units = interests.score(terms)
    scores = interests.points(units)
    gains = interests.points(units - interests.reservation)
    return Package(
        dict(terms),
        dict(zip(interests.parties, map(float, scores), strict=True)),
        dict(zip(interests.parties, map(float, gains), strict=True)),
        value,
        ties,
    )


@dataclass(frozen=True, slots=True)
class Distance:
    """How far an outcome is from being efficient.

    package     the outcome with its scores.
    passes      it reaches the reservation values, vetoes and quorum.
    efficient   nothing on the frontier is better for one party and worse for none.
    better      frontier outcomes that are at least as good for everybody, the largest common gain first.
    left        gains left on the table: what the first of `better` would add for each party.
    distance    the smallest change in scores that reaches the frontier, as a Euclidean length in shares
                of each party's range; 0 on the frontier.
    """

    package: Package
    passes: bool
    efficient: bool
    better: tuple[Package, ...]
    left: Mapping[str, float]
    distance: float

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "package": self.package.to_json(),
            "passes": self.passes,
            "efficient": self.efficient,
            "better": [one.to_json() for one in self.better],
            "left_on_the_table": dict(self.left),
            "distance": self.distance,
        }


def distance(frontier: Frontier, terms: Mapping[str, str], limit: int = 5) -> Distance:
    """Compare an outcome with a frontier (normally that of all outcomes, `rational=False`).

    Raises ScenarioError unless `terms` settles every issue.
    """
    interests = frontier.interests
    units = interests.score(terms)
    passes = bool(interests.passes(units[None, :])[0])
    here = package(interests, terms)
    if not len(frontier):
        return Distance(here, passes, efficient=False, better=(), left={}, distance=math.inf)
    ahead = frontier.points - units
    same = (np.abs(ahead) <= interests.slack).all(axis=1)
    at_least = (ahead >= -interests.slack).all(axis=1) & ~same
    span = np.maximum(interests.best - interests.worst, 1).astype(np.float64)
    shares = ahead / span
    rows = np.flatnonzero(at_least)
    rows = rows[np.argsort(-shares[rows].sum(axis=1), kind="stable")][:limit]
    better = tuple(package(interests, frontier.outcome(int(row))) for row in rows)
    left = {}
    if better:
        left = {party: better[0].scores[party] - here.scores[party] for party in interests.parties}
    efficient = not at_least.any()
    nearest = 0.0 if efficient else float(np.sqrt((shares**2).sum(axis=1)).min())
    return Distance(here, passes, efficient, better, left, nearest)


def shortlist(frontier: Frontier, size: int = 7) -> list[Package]:
    """Efficient packages that differ: the four classic points, then whatever lies farthest from those chosen.

    size     5 to 10 is what people can discuss.
    Returns  at most `size` packages; distance is the largest difference in gain ratio of any party, then
             the number of terms that differ (farthest-point selection, Gonzalez 1985).
    """
    found = solutions(frontier)
    if found is None:
        return []
    interests = frontier.interests
    chosen: list[Package] = []
    for one in (found.nash, found.kalai_smorodinsky, found.egalitarian, found.welfare):
        if all(one.terms != other.terms for other in chosen) and len(chosen) < size:
            chosen.append(one)
    ratios = gain_ratios(frontier)
    ideal = frontier.gains.max(axis=0)

    def ratio(one: Package) -> Floats:
        gains = np.array([one.gains[party] for party in interests.parties])
        return np.asarray(np.divide(gains, ideal, out=np.ones_like(gains), where=ideal > NOTHING))

    gap = np.min([np.abs(ratios - ratio(one)).max(axis=1) for one in chosen], axis=0)
    while len(chosen) < min(size, len(frontier)):
        row = int(gap.argmax())
        if gap[row] <= _SAME:
            break
        chosen.append(package(interests, frontier.outcome(row)))
        gap = np.minimum(gap, np.abs(ratios - ratios[row]).max(axis=1))
    return chosen
