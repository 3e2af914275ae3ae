"""One call for the command line and the page: everything that can be said about a dossier's deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zopa.deals.acceptance import Verdict, acceptance
from zopa.deals.blockers import Blockers, blockers
from zopa.deals.forecast import Marker, forecast
from zopa.deals.interests import Interests
from zopa.deals.proposals import Variants, compare, nearest
from zopa.deals.robustness import DealOdds, PackageOdds, Trust, deal_odds, package_odds
from zopa.deals.scored import ScoreFindings, assess_scores
from zopa.deals.table import at_the_table, represented, terms_at_the_table
from zopa.positions import PositionMatrix
from zopa.vocabulary import Proposal


@dataclass(frozen=True, slots=True)
class ProposalFindings:
    """One proposal.

    verdict   each party's answer to each term, and what follows.
    openings  which refusals and conditions stand against it, and what giving up which would open it.
    variants  the nearest packages that nobody refuses; only the proposal itself where nobody does.
    odds      how likely it passes, given how sure the positions are.
    """

    proposal: Proposal
    verdict: Verdict
    openings: Blockers
    variants: Variants
    odds: PackageOdds

    def to_json(self, matrix: PositionMatrix, language: str = "en") -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "name": self.proposal.name,
            "date": self.proposal.date.isoformat() if self.proposal.date else None,
            **self.verdict.to_json(matrix, language),
            "blockers": self.openings.to_json(matrix, language),
            "nearest": self.variants.to_json(),
            "odds": self.odds.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything the record, and scores where there are some, say about deals.

    matrix     what stands, as deals see it: see `table.at_the_table`.
    proposals  by id, in the order given.
    blockers   what collides: demands, refusals, conditions; and what would open a deal.
    refusals   the same counting refusals and conditions only: can anything be agreed at all?
    odds       how likely that is, given how sure the positions are.
    forecast   markers on ordered issues; see `CAVEAT`.
    scores     what follows from `interests:`, or None without them.
    """

    matrix: PositionMatrix
    proposals: Mapping[str, ProposalFindings]
    blockers: Blockers
    refusals: Blockers
    odds: DealOdds
    forecast: tuple[Marker, ...]
    scores: ScoreFindings | None = None
    trust: Trust = field(default_factory=Trust)

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on each proposal, by id."""
        return {name: one.verdict for name, one in self.proposals.items()}

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "as_of": self.matrix.as_of.isoformat() if self.matrix.as_of else None,
            "proposals": {name: one.to_json(self.matrix, language) for name, one in self.proposals.items()},
            "comparison": compare(
                self.matrix, {name: one.verdict.terms for name, one in self.proposals.items()}
            ).to_json(self.matrix),
            "blockers": self.blockers.to_json(self.matrix, language),
            "anything_unrefused": self.refusals.to_json(self.matrix, language),
            "odds": self.odds.to_json(self.matrix),
            "forecast": [marker.to_json() for marker in self.forecast],
            "scores": self.scores.to_json() if self.scores else None,
        }


def assess(
    matrix: PositionMatrix,
    proposals: Iterable[Proposal] = (),
    *,
    interests: Interests | None = None,
    affiliation: Mapping[str, str | None] | None = None,
    trust: Trust | None = None,
    limit_s: float = 5.0,
    seed: int = 0,
) -> Findings:
    """Say everything that can be said about the deals of a dossier.

    matrix       what stands as of a date.
    interests    scores, from `interests_from_mapping`; None where nobody elicited any.
    affiliation  speaker id to party id, so that a proposal by an actor counts as its party's.
    limit_s      seconds for each search; what is not finished is marked incomplete.
    Raises       UnknownName when a proposal names an issue or option the matrix lacks.
    """
    trust = trust or Trust()
    issues = {issue.id: issue for issue in matrix.issues}
    everyone = matrix.parties
    matrix = at_the_table(matrix)
    found = {}
    for proposal in proposals:
        side = (affiliation or {}).get(proposal.by or "") or proposal.by
        by = represented(side, everyone)
        terms = terms_at_the_table(proposal, issues)
        found[proposal.id] = ProposalFindings(
            proposal,
            acceptance(matrix, terms, by=by),
            blockers(matrix, fixed=terms, demands=False, limit_s=limit_s),
            nearest(matrix, terms, by=by, limit_s=min(1.0, limit_s)),
            package_odds(matrix, terms, trust, by=by),
        )
    return Findings(
        matrix=matrix,
        proposals=found,
        blockers=blockers(matrix, limit_s=limit_s),
        refusals=blockers(matrix, demands=False, limit_s=limit_s),
        odds=deal_odds(matrix, trust, seed=seed),
        forecast=forecast(matrix, trust=trust, seed=seed),
        scores=assess_scores(
            interests, {name: one.verdict.terms for name, one in found.items()}, limit_s=limit_s, seed=seed
        )
        if interests
        else None,
        trust=trust,
    )
