"""What follows from scores, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zopa.deals.concessions import Concessions, concessions
from zopa.deals.frontier import Frontier, pareto
from zopa.deals.interests import Interests
from zopa.deals.solutions import Distance, Package, Solutions, distance, shortlist, solutions
from zopa.deals.uncertain_scores import Blur, ScoreOdds, score_odds
from zopa.deals.zone import Zone, accepted_counts, countable, unanimous, unanimous_without, zone

FRONTIER_SHOWN = 200
"""Frontier outcomes written out; the count is always given."""


@dataclass(frozen=True, slots=True)
class ScoreFindings:
    """What scores say.

    zone         how many outcomes pass.
    unanimous    how many of them everybody accepts; None in very large spaces.
    accepted_by  per party, how many passing outcomes it accepts; `without` how many outcomes all the
                 others accept. Empty in very large spaces.
    frontier     the efficient outcomes among those that pass; None where time ran out.
    points       Nash, Kalai-Smorodinsky, egalitarian, welfare; None where nothing passes.
    strict       the frontier among outcomes that suit everybody, where a quorum would let others pass;
                 `strict_points` are its points.
    shortlist    five to ten efficient packages that differ.
    proposals    by id, those that settle every issue: scores, distance, gains left on the table.
    unsettled    proposals that leave issues open, with those issues.
    concessions  who would have to concede; only where no outcome suits everybody.
    odds         how sure all that is when scores are uncertain.
    """

    interests: Interests
    zone: Zone
    unanimous: int | None
    accepted_by: Mapping[str, int]
    without: Mapping[str, int]
    frontier: Frontier | None
    points: Solutions | None
    shortlist: tuple[Package, ...]
    proposals: Mapping[str, Distance]
    unsettled: Mapping[str, tuple[str, ...]]
    concessions: Concessions | None
    odds: ScoreOdds
    strict: Frontier | None = None
    strict_points: Solutions | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "parties": list(self.interests.parties),
            "only_ranked": sorted(self.interests.ordinal),
            "exact": self.interests.exact,
            "zone": self.zone.to_json(),
            "unanimous": self.unanimous,
            "accepted_by": dict(self.accepted_by),
            "unanimous_without": dict(self.without),
            "frontier": None if self.frontier is None else _frontier_json(self.frontier),
            "points": self.points.to_json() if self.points else None,
            "unanimous_frontier": None if self.strict is None else _frontier_json(self.strict),
            "unanimous_points": self.strict_points.to_json() if self.strict_points else None,
            "shortlist": [one.to_json() for one in self.shortlist],
            "proposals": {name: one.to_json() for name, one in self.proposals.items()},
            "unsettled": {name: list(issues) for name, issues in self.unsettled.items()},
            "concessions": self.concessions.to_json() if self.concessions else None,
            "odds": self.odds.to_json(),
        }


def _frontier_json(frontier: Frontier) -> dict[str, Any]:
    rows = range(min(FRONTIER_SHOWN, len(frontier)))
    scores = frontier.interests.points(frontier.points[: len(rows)])
    return {
        "count": len(frontier),
        "shown": len(rows),
        "outcomes": [
            {
                "terms": outcome,
                "scores": dict(zip(frontier.interests.parties, map(float, scores[row]), strict=True)),
            }
            for row in rows
            for outcome in frontier.outcomes(row, limit=20)
        ],
    }


def assess_scores(
    interests: Interests,
    proposals: Mapping[str, Mapping[str, str]] | None = None,
    *,
    limit_s: float | None = 30.0,
    seed: int = 0,
    blur: Blur | None = None,
) -> ScoreFindings:
    """Say what scores say.

    proposals  name to terms; issues without scores are ignored.
    limit_s    seconds for the count and for the frontier; the count then becomes an interval, the
               frontier None.
    """
    relevant = {
        name: {issue: option for issue, option in terms.items() if issue in interests.issues}
        for name, terms in (proposals or {}).items()
    }
    settled = {name: terms for name, terms in relevant.items() if len(terms) == len(interests.issues)}
    small = countable(interests)
    shared = unanimous(interests) if small else None
    frontier = whole = strict = None
    try:
        frontier = pareto(interests, limit_s=limit_s)
        if interests.quorum is not None:
            strict = pareto(interests.only(interests.parties), limit_s=limit_s)
        whole = pareto(interests, rational=False, limit_s=limit_s) if settled else None
    except TimeoutError:
        pass
    conceding = None
    if shared == 0 or (frontier is not None and not len(frontier)):
        try:
            conceding = concessions(interests, limit_s=limit_s)
        except TimeoutError:
            conceding = None
    return ScoreFindings(
        interests=interests,
        zone=zone(interests, limit_s=limit_s, seed=seed),
        unanimous=shared,
        accepted_by=accepted_counts(interests) if small else {},
        without={party: unanimous_without(interests, party) for party in interests.parties} if small else {},
        frontier=frontier,
        points=solutions(frontier) if frontier else None,
        shortlist=tuple(shortlist(frontier)) if frontier else (),
        proposals={name: distance(whole, terms) for name, terms in settled.items()} if whole else {},
        unsettled={
            name: tuple(issue for issue in interests.issues if issue not in terms)
            for name, terms in relevant.items()
            if name not in settled
        },
        concessions=conceding,
        odds=score_odds(interests, settled, blur, seed=seed),
        strict=strict,
        strict_points=solutions(strict) if strict else None,
    )
