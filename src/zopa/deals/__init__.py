"""The position matrix becomes findings: what is blocked, by whom, by which sentence."""

from zopa.deals.acceptance import Answer, Ground, Reply, Status, Verdict, acceptance
from zopa.deals.answers import ScenarioFindings, assess_scenario
from zopa.deals.blockers import Blockers, Dispute, Opening, blockers
from zopa.deals.claims import Claim, ClaimKind, claims
from zopa.deals.concessions import Concessions, concessions
from zopa.deals.findings import Findings, ProposalFindings, assess
from zopa.deals.forecast import CAVEAT, Marker, forecast
from zopa.deals.frontier import Frontier, pareto
from zopa.deals.graph import Concept, Conflict, Equilibria, equilibria, stability, walk_back
from zopa.deals.interests import Interests, interests
from zopa.deals.proposals import Comparison, Variants, compare, edited, nearest
from zopa.deals.recorded import RecordedPackage, efficient, recorded
from zopa.deals.robustness import DealOdds, PackageOdds, Trust, deal_odds, package_odds
from zopa.deals.scenario import Scenario, base_of, from_mapping, interests_from_mapping
from zopa.deals.scored import ScoreFindings, assess_scores
from zopa.deals.solutions import Distance, Package, Solutions, distance, shortlist, solutions
from zopa.deals.stated import check_names, stated_positions
from zopa.deals.table import at_the_table, seats
from zopa.deals.telling import Section, told, told_scenario
from zopa.deals.uncertain_scores import Blur, ScoreOdds, score_odds
from zopa.deals.zone import Zone, zone

__all__ = [
    "CAVEAT",
    "Answer",
    "Blockers",
    "Blur",
    "Claim",
    "ClaimKind",
    "Comparison",
    "Concept",
    "Concessions",
    "Conflict",
    "DealOdds",
    "Dispute",
    "Distance",
    "Equilibria",
    "Findings",
    "Frontier",
    "Ground",
    "Interests",
    "Marker",
    "Opening",
    "Package",
    "PackageOdds",
    "ProposalFindings",
    "RecordedPackage",
    "Reply",
    "Scenario",
    "ScenarioFindings",
    "ScoreFindings",
    "ScoreOdds",
    "Section",
    "Solutions",
    "Status",
    "Trust",
    "Variants",
    "Verdict",
    "Zone",
    "acceptance",
    "assess",
    "assess_scenario",
    "assess_scores",
    "at_the_table",
    "base_of",
    "blockers",
    "check_names",
    "claims",
    "compare",
    "concessions",
    "deal_odds",
    "distance",
    "edited",
    "efficient",
    "equilibria",
    "forecast",
    "from_mapping",
    "interests",
    "interests_from_mapping",
    "nearest",
    "package_odds",
    "pareto",
    "recorded",
    "score_odds",
    "seats",
    "shortlist",
    "solutions",
    "stability",
    "stated_positions",
    "told",
    "told_scenario",
    "walk_back",
    "zone",
]
