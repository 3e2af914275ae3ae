"""Known answers: every file in the shared cases, and small ones of our own, through the importers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from deal_tables import SHARED

from zopa.deals.answers import assess_scenario
from zopa.deals.concessions import concessions
from zopa.deals.frontier import pareto
from zopa.deals.graph import Concept, equilibria
from zopa.deals.scenario import Scenario, base_of, from_mapping
from zopa.deals.solutions import Package, solutions
from zopa.deals.zone import accepted_counts, unanimous, unanimous_without, zone

OWN = Path(__file__).parents[1] / "cases" / "deals"


def cases(kind: str) -> list[Any]:
    found = []
    for folder in (OWN, SHARED / "cases" / "deals"):
        for path in sorted(folder.glob("*.yaml")):
            if yaml.safe_load(path.read_text("utf-8")).get("kind") == kind:
                found.append(pytest.param(path, id=path.stem))
    skip = pytest.mark.skip(reason=f"needs shared cases/deals (ZOPA_SHARED) for kind {kind}")
    return found or [pytest.param(OWN, id="none", marks=skip)]


def read(path: Path) -> tuple[dict[str, Any], Scenario]:
    data = yaml.safe_load(path.read_text("utf-8"))
    other = base_of(data)
    base = yaml.safe_load(path.with_name(other).read_text("utf-8")) if other else None
    return data, from_mapping(data, base)


def listed(terms: Any) -> list[str]:
    return list(terms.values())


@pytest.mark.parametrize("path", cases("additive_scored"))
def test_scored(path: Path) -> None:
    data, scenario = read(path)
    expected, scored = data["expected"], scenario.interests
    assert scored is not None
    assert scored.exact
    assert scored.outcomes == expected["n_deals"]
    assert unanimous(scored) == expected["n_unanimous"]
    assert zone(scored).count == expected["n_pass_with_one_dissent_and_vetoes"]
    assert accepted_counts(scored) == expected["passing_deals_accepted_by_party"]
    assert {party: unanimous_without(scored, party) for party in scored.parties} == expected[
        "unanimous_if_party_dropped"
    ]
    frontier = pareto(scored.only(scored.parties))
    found = sorted(
        (listed(outcome), [int(one) for one in scored.points(frontier.points[row])])
        for row in range(len(frontier))
        for outcome in frontier.outcomes(row)
    )
    assert found == sorted((one["deal"], one["scores"]) for one in expected["pareto_unanimous"])
    told = assess_scenario(scenario).scores
    assert told is not None
    assert told.strict is not None
    assert len(told.strict) == len(frontier)
    points = told.strict_points
    assert points is not None
    assert listed(points.nash.terms) == expected["nash_deal"]["deal"]
    assert not points.nash.ties
    assert list(points.nash.scores.values()) == expected["nash_deal"]["scores"]
    assert points.nash.value == expected["nash_deal"]["product"]


@pytest.mark.parametrize("path", cases("additive_scored_weighted"))
def test_weighted(path: Path) -> None:
    data, scenario = read(path)
    expected, scored = data["expected"], scenario.interests
    assert scored is not None
    assert scored.outcomes == expected["n_outcomes"]
    frontier = pareto(scored)
    found = [
        (
            [str(one) for one in listed(outcome)],
            [round(float(u), 6) for u in scored.points(frontier.points[row])],
        )
        for row in range(len(frontier))
        for outcome in frontier.outcomes(row)
    ]
    assert len(found) == expected["n_pareto"]
    assert sorted(found) == sorted(([str(o) for o in deal], scores) for deal, scores in expected["pareto"])
    points = solutions(frontier)
    assert points is not None

    def same(package: Package, name: str) -> None:
        deal, scores = expected[name]
        assert [str(o) for o in deal] in [listed(package.terms), *map(listed, package.ties)]
        assert [round(one, 6) for one in package.scores.values()] == scores

    same(points.nash, "nash")
    same(points.kalai_smorodinsky, "kalai_smorodinsky_maxmin_ratio")
    same(points.egalitarian, "egalitarian")
    same(points.welfare, "max_welfare")


@pytest.mark.parametrize("path", cases("additive_scored_infeasible"))
def test_infeasible(path: Path) -> None:
    data, scenario = read(path)
    expected, scored = data["expected"], scenario.interests
    assert scored is not None
    assert unanimous(scored) == expected["n_unanimous"]
    found = concessions(scored)
    assert found.total.value == expected["min_total_shortfall"]
    assert sorted(map(listed, found.total.deals)) == sorted(expected["min_total_deals"])
    assert found.largest.value == expected["min_max_shortfall"]
    assert sorted(map(listed, found.largest.deals)) == sorted(expected["min_max_deals"])
    assert len(found.conceding[0]) == expected["min_number_conceding"]
    for sets, name in (
        (found.conceding, "minimal_conceding_sets"),
        (found.blocking, "minimal_blocking_sets"),
    ):
        assert {frozenset(one) for one in sets} == {frozenset(one) for one in expected[name]}
        assert len(sets) == len(expected[name])


@pytest.mark.parametrize("path", cases("gmcr"))
def test_graph_model(path: Path) -> None:
    data, scenario = read(path)
    assert scenario.conflict is not None
    found = equilibria(scenario.conflict)
    for concept in Concept:
        for dm, states in data["expected_stable_by_dm"][str(concept)].items():
            assert list(found.stable[concept][dm]) == states, (concept, dm)
        assert list(found.equilibria[concept]) == data["expected_equilibria"][str(concept)]
