from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from deal_tables import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.deals import (
    assess_scenario,
    assess_scores,
    base_of,
    from_mapping,
    interests_from_mapping,
    score_odds,
    told_scenario,
)
from zopa.deals.interests import interests
from zopa.deals.uncertain_scores import Blur, _drawn, _possible, _search
from zopa.errors import ScenarioError, UnknownName

BLOCK: dict[str, Any] = {
    "quorum": "N-1",
    "parties": {
        "ann": {
            "reservation": 1.5,
            "veto": True,
            "weights": {"boat": 2},
            "values": {"boat": {"share": 1, "sell": 0}, "dock": {"north": 1, "south": 0}},
        },
        "ben": {"values": {"boat": ["sell", "share"], "dock": [["north", "south"]]}},
    },
}
ISSUES = {"boat": ["share", "sell"], "dock": ["north", "south"], "name": ["x", "y"]}


def test_the_dossiers_block() -> None:
    scores = interests_from_mapping(BLOCK, ISSUES, ["ann", "ben"])
    assert scores.issues == ("boat", "dock")
    assert scores.quorum == 1
    assert scores.ordinal == {"ben"}
    assert scores.points(scores.score({"boat": "share", "dock": "north"})).tolist() == [3.0, 0.0]
    assert scores.points(scores.reservation).tolist() == [1.5, 0.0]
    found = assess_scores(
        scores, {"p": {"boat": "share", "dock": "south", "name": "x"}, "q": {"boat": "sell"}}
    )
    assert found.zone.count == 2
    assert found.unsettled == {"q": ("dock",)}
    assert found.proposals["p"].passes
    json.dumps(found.to_json())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"parties": {"cem": {"values": {}}}}, "no party 'cem'"),
        ({"parties": {"ann": {"values": {"moon": {"a": 1}}}}}, "no issue 'moon'"),
        ({"parties": {"ann": {"values": {"boat": {"share": 1}}}}}, "no value for sell"),
        ({"parties": {"ann": {"values": {"boat": ["share", "sell", "sink"]}}}}, "no option sink"),
        ({"parties": None}, "map of parties"),
    ],
)
def test_what_is_wrong_in_the_block_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        interests_from_mapping({**BLOCK, **change}, ISSUES, ["ann", "ben"])


def test_a_scenario_with_a_block_needs_no_report() -> None:
    scenario = from_mapping(
        {"id": "pond", "issues": ISSUES, "interests": BLOCK, "proposals": {"p": {"boat": "share"}}}
    )
    told = json.loads(json.dumps(assess_scenario(scenario).to_json()))
    assert told["scores"]["unsettled"] == {"p": ["dock"]}


def test_other_thresholds_for_the_scores_of_another_file() -> None:
    base = {
        "kind": "additive_scored",
        "parties": [
            {"name": "ann", "threshold": 1, "scores": [[3, 0]]},
            {"name": "ben", "threshold": 1, "scores": [[0, 2.5]]},
        ],
    }
    raised = {
        "kind": "additive_scored_infeasible",
        "source": ["scores of pond.yaml, raised"],
        "thresholds": {"ben": 2.5},
    }
    assert base_of(raised) == "pond.yaml"
    scores = from_mapping(raised, base).interests
    assert scores is not None
    assert scores.points(scores.reservation).tolist() == [1.0, 2.5]
    found = assess_scores(scores)
    assert found.concessions is not None
    assert found.concessions.total.value == 1.0
    assert found.concessions.blocking == (("ann", "ben"),)
    with pytest.raises(ScenarioError, match=r"Put pond.yaml beside it"):
        from_mapping(raised)
    with pytest.raises(ScenarioError, match="cem, who is no party"):
        from_mapping({**raised, "thresholds": {"cem": 1}}, base)


def test_what_is_no_scenario_is_told() -> None:
    with pytest.raises(ScenarioError, match="no kind of scenario 'poker'"):
        from_mapping({"kind": "poker"})
    with pytest.raises(ScenarioError, match="names no kind"):
        from_mapping({})
    with pytest.raises(ScenarioError, match="lacks 'scores'"):
        from_mapping({"kind": "additive_scored", "parties": [{"name": "ann"}]})
    with pytest.raises(ScenarioError, match="a map of keys"):
        from_mapping([])  # type: ignore[arg-type]


@pytest.mark.parametrize("quorum", [None, 2])
def test_possible_draws_are_those_of_looking_at_every_outcome(quorum: int | None) -> None:
    rng = np.random.default_rng(4)
    scores = interests(
        ["a", "b", "c"],
        {f"i{n}": list("xyz") for n in range(4)},
        rng.random((3, 4, 3)).tolist(),
        [2.9, 2.8, 2.7],
        veto=[True, False, False],
        quorum=quorum,
    )
    tables, floors = _drawn(scores, Blur(0.4, 0.2, 0.2), 200, rng)
    sums = np.zeros((200, 1, 3))
    for table in tables:
        sums = (sums[:, :, None, :] + table[:, None, :, :]).reshape(200, -1, 3)
    accepted = sums >= floors[:, None, :] - 1e-9
    passed = accepted.all(axis=2) if quorum is None else accepted[..., 0] & (accepted.sum(axis=2) >= quorum)
    twin = passed.any(axis=1)
    assert 0 < twin.sum() < 200
    assert (_possible(scores, tables, floors) == twin).all()
    if quorum is None:
        assert [_search([t[n] for t in tables], floors[n]) for n in range(200)] == twin.tolist()


def test_rankings_are_drawn_in_their_order() -> None:
    scores = interests_from_mapping(BLOCK, ISSUES)
    tables, _ = _drawn(scores, Blur(0, 0, 0), 50, np.random.default_rng(1))
    assert (tables[0][:, 1, 1] > tables[0][:, 0, 1]).all()
    assert (tables[1][:, 0, 1] == tables[1][:, 1, 1]).all()
    odds = score_odds(scores, {"p": {"boat": "share", "dock": "north"}}, samples=100, seed=1)
    assert odds.packages["p"].estimate == 1.0


def test_positions_coded_by_hand_need_no_report(berlin: Any) -> None:
    import yaml
    from deal_tables import shared

    dossier = yaml.safe_load(shared("dossiers", "berlin", "dossier.yaml").read_text("utf-8"))
    gold = yaml.safe_load(shared("dossiers", "berlin", "gold.yaml").read_text("utf-8"))
    found = assess_scenario(from_mapping({**dossier, **gold}))
    assert found.findings is not None
    verdict = found.findings.verdicts["berlin_declaration"]
    assert (verdict.verdict, verdict.blockers) == ("blocked", ("russia",))
    assert [one.issue for one in verdict.blocking] == ["foreign_troops", "guarantees", "assets"]
    assert found.findings.verdicts["kremlin_terms"].blockers == ("ukraine",)
    sections = told_scenario(found, "de")
    assert sections[0].title == "Die Vorschläge"
    json.dumps(found.to_json())


def plain(**entry: Any) -> dict[str, Any]:
    return {
        "parties": ["ann", "ben"],
        "issues": {"boat": ["share", "sell"]},
        "positions": [{"holder": "ann", "issue": "boat", "option": "share", "stance": "rejects", **entry}],
        "proposals": {"p": {"boat": "share"}},
    }


def test_plain_lists_are_enough() -> None:
    found = assess_scenario(from_mapping(plain(firm=True)))
    assert found.findings is not None
    assert found.findings.verdicts["p"].blockers == ("ann",)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"stance": "loves"}, "position 1: 'loves' is no stance"),
        ({"option": ""}, "position 1 lacks option"),
        ({"holder": "cem"}, "no party 'cem'"),
        ({"issue": "moon"}, "no issue 'moon'"),
        ({"option": "sink"}, "no option 'sink'"),
        ({"condition": {"issue": "boat", "option": "sink"}}, "no option 'sink'"),
        ({"condition": {"issue": "boat"}}, "a condition is a text, or a map"),
    ],
)
def test_what_is_wrong_in_a_position_is_named(entry: dict[str, Any], message: str) -> None:
    with pytest.raises((ScenarioError, UnknownName), match=message):
        from_mapping(plain(**entry))


WHOLE: list[dict[str, Any]] = [
    {"kind": "additive_scored", "parties": [{"name": "a", "threshold": 1, "scores": [[1, 2], [0, 1]]}]},
    {
        "kind": "additive_scored_weighted",
        "issues": [{"name": "i", "options": ["x", "y"]}],
        "parties": [{"weights": [1], "evaluations": [[1, 2]], "reserved": 0}],
    },
    {"kind": "additive_scored_infeasible", "thresholds": {"a": 1}, "source": ["b.yaml"]},
    {
        "kind": "gmcr",
        "decision_makers": {"a": ["x"], "b": ["y"]},
        "states": {1: "NN", 2: "YN", 3: "NY", 4: "YY"},
        "irreversible_options": {"a": ["x"]},
        "preference_ranking_best_first": {"a": [1, [2, 3]], "b": [4, 3, 2, 1]},
        "joint_moves": [{"by": ["a", "b"], "moves": {1: [4]}}],
    },
    {"interests": BLOCK, "issues": ISSUES},
    plain(),
]


@settings(max_examples=examples(100), deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_a_broken_scenario_is_an_error_with_a_message(whole: dict[str, Any], data: st.DataObject) -> None:
    broken: Any = json.loads(json.dumps(whole))
    places: list[tuple[Any, Any]] = []

    def collect(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            places.append((node, key))
            if isinstance(node[key], dict | list):
                collect(node[key])

    collect(broken)
    node, key = data.draw(st.sampled_from(places))
    node[key] = data.draw(st.sampled_from([None, "", "x", -1, 0, 2.5, [], {}, [[]], {"x": None}, True]))
    with suppress(ScenarioError, UnknownName):
        answer = assess_scenario(from_mapping(broken), limit_s=2)
        json.dumps(answer.to_json())
        told_scenario(answer)
