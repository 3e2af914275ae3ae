"""When no outcome reaches everybody's reservation value: who must lower it, and by how much.

A party's shortfall is what an outcome leaves it below its reservation value. *Conceding sets* are the
smallest sets of parties who open a deal if they alone give up theirs; *blocking sets* are the smallest
sets whose reservation values can't all be reached. Each are the smallest hitting sets of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.deals.clauses import minimal
from zopa.deals.frontier import pareto
from zopa.deals.hitting import hitting_sets
from zopa.deals.interests import Interests, Points

ENUMERATED = 2_000_000
"""Outcomes looked at one by one to list all that share the smallest shortfall."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The least that must be given up.

    value  total or largest shortfall, on the parties' own scales.
    deals  the outcomes that need no more: all of them in small spaces, else those on the frontier.
    """

    value: float
    deals: tuple[Mapping[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {"value": self.value, "deals": [dict(one) for one in self.deals]}


@dataclass(frozen=True, slots=True)
class Concessions:
    """What stands between the parties and a unanimous deal.

    blocking    smallest sets of parties whose reservation values can't all be reached.
    conceding   smallest sets of parties who open a deal by giving up theirs, fewest parties first.
    total,largest  the outcomes with the smallest total and the smallest largest shortfall.
    """

    blocking: tuple[tuple[str, ...], ...]
    conceding: tuple[tuple[str, ...], ...]
    total: Shortfall
    largest: Shortfall

    @property
    def feasible(self) -> bool:
        """Some outcome reaches every reservation value."""
        return not self.blocking

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "feasible": self.feasible,
            "blocking": [list(one) for one in self.blocking],
            "conceding": [list(one) for one in self.conceding],
            "smallest_total_shortfall": self.total.to_json(),
            "smallest_largest_shortfall": self.largest.to_json(),
        }


def concessions(interests: Interests, *, limit_s: float | None = None) -> Concessions:
    """Say who must concede for all parties to agree.

    interests  additive scores; vetoes and quorum don't count here, agreement means everybody's.
    Raises     TimeoutError when the frontier is not finished within `limit_s` seconds.
    """
    frontier = pareto(interests, rational=False, limit_s=limit_s)
    # An outcome that another one beats satisfies no more parties, so the frontier tells all.
    refused = frontier.points < interests.needed
    masks = {sum(1 << n for n in np.flatnonzero(row).tolist()) for row in np.unique(refused, axis=0)}
    conceding = [] if 0 in masks else minimal(masks)
    blocking = hitting_sets(conceding) if conceding else []

    def named(mask: int) -> tuple[str, ...]:
        return tuple(party for n, party in enumerate(interests.parties) if mask >> n & 1)

    small = interests.outcomes <= ENUMERATED
    points = _every_score(interests) if small else frontier.points
    missing = np.where(points >= interests.needed, 0, interests.reservation - points)
    short = missing / np.array([float(unit) for unit in interests.scale])

    def least(values: np.ndarray[Any, np.dtype[np.float64]]) -> Shortfall:
        value = float(values.min())
        rows = np.flatnonzero(values <= value + 1e-9 * max(1.0, abs(value)))[:1000]
        deals = [_outcome(interests, int(row)) if small else frontier.outcome(int(row)) for row in rows]
        return Shortfall(value, tuple(deals))

    return Concessions(
        tuple(named(mask) for mask in blocking),
        tuple(named(mask) for mask in conceding),
        least(short.sum(axis=1)),
        least(short.max(axis=1)),
    )


def _every_score(interests: Interests) -> Points:
    sums = np.zeros((1, len(interests.parties)), dtype=np.int64)
    for table in interests.tables:
        sums = (sums[:, None, :] + table[None, :, :]).reshape(-1, len(interests.parties))
    return sums


def _outcome(interests: Interests, row: int) -> dict[str, str]:
    chosen = np.unravel_index(row, [len(options) for options in interests.options])
    return interests.terms([int(one) for one in chosen])
