"""Stability against a twin that follows the definitions literally, and what files may say."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from deal_tables import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.deals.graph import Concept, Conflict, Doubt, equilibria, stability, walk_back
from zopa.deals.moves import conflict_from_mapping
from zopa.errors import ScenarioError

DMS = ("A", "B", "C")


@st.composite
def conflicts(draw: st.DrawFn) -> Conflict:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(2, 6))
    dms = DMS[: draw(st.integers(1, 3))]
    density = draw(st.sampled_from([0.1, 0.3, 0.6]))
    gaps = draw(st.booleans())
    states = tuple(range(1, count + 1))
    moves = {
        dm: {s: tuple(t for t in states if t != s and rng.random() < density) for s in states} for dm in dms
    }
    ranks = {
        dm: {s: int(rng.integers(1, count + 1)) for s in states if not gaps or rng.random() < 0.8}
        for dm in dms
    }
    return Conflict(dms, states, moves, ranks)


def twin_reach(conflict: Conflict, start: int, team: list[str], improving: Any) -> set[int]:
    """The fixed point of the textbook: states with the set of their last movers."""
    last: dict[int, set[str]] = {}
    changed = True
    while changed:
        changed = False
        for state in [start, *list(last)]:
            for dm in team:
                # The start itself has no last mover; elsewhere nobody moves twice in a row.
                if state != start and last[state] == {dm}:
                    continue
                for target in conflict.moves[dm].get(state, ()):
                    if improving is not None and not improving(dm, target, state):
                        continue
                    if dm not in last.setdefault(target, set()):
                        last[target].add(dm)
                        changed = True
        last = {state: movers for state, movers in last.items() if movers}
    return set(last)


def twin_stable(conflict: Conflict, dm: str, state: int, concept: Concept, doubt: Doubt) -> bool:
    def tempts(who: str, target: int, than: int) -> bool:
        better = conflict.better(who, target, than)
        return doubt in (Doubt.BOLD, Doubt.WARY) if better is None else better

    def deters(target: int) -> bool:
        better = conflict.better(dm, target, state)
        return doubt in (Doubt.WARY, Doubt.TIMID) if better is None else not better

    others = [one for one in conflict.decision_makers if one != dm]
    for target in conflict.moves[dm].get(state, ()):
        if not tempts(dm, target, state):
            continue
        if concept is Concept.NASH:
            return False
        answers = twin_reach(conflict, target, others, tempts if concept is Concept.SEQ else None)
        if concept is Concept.SMR:
            answers = {
                one for one in answers if all(deters(back) for back in conflict.moves[dm].get(one, ()))
            }
        if not any(deters(one) for one in answers):
            return False
    return True


@settings(max_examples=examples(60), deadline=None)
@given(conflicts(), st.sampled_from(list(Doubt)))
def test_stability_is_that_of_the_definitions(conflict: Conflict, doubt: Doubt) -> None:
    found = equilibria(conflict, doubt)
    for concept in Concept:
        for dm in conflict.decision_makers:
            twin = [s for s in conflict.states if twin_stable(conflict, dm, s, concept, doubt)]
            assert list(found.stable[concept][dm]) == twin, (concept, dm)
    nash, gmr = set(found.equilibria[Concept.NASH]), set(found.equilibria[Concept.GMR])
    assert nash <= set(found.equilibria[Concept.SMR]) <= gmr
    assert nash <= set(found.equilibria[Concept.SEQ])
    for state in conflict.states:
        for dm, paths in walk_back(conflict, state).items():
            for path in paths:
                assert path[0][0] == (dm,)
                assert conflict.better(dm, path[-1][2], state) is not False
                assert all(one[2] == two[1] and one[0] != two[0] for one, two in itertools.pairwise(path))


def dilemma(**more: Any) -> dict[str, Any]:
    return {
        "kind": "gmcr",
        "decision_makers": {"Ann": ["disarm"], "Ben": ["disarm"]},
        "states": {1: "NN", 2: "YN", 3: "NY", 4: "YY"},
        "preference_ranking_best_first": {"Ann": [3, 4, 1, 2], "Ben": [2, 4, 1, 3]},
        **more,
    }


def test_a_deal_from_which_each_could_walk_back_is_held_by_the_answer() -> None:
    conflict = conflict_from_mapping(dilemma())
    held = stability(conflict, "Ann", 4, Concept.SEQ)
    assert held.stable
    assert [(one.move[2], one.answer[-1][2]) for one in held.sanctions] == [(3, 1)]
    assert walk_back(conflict, 4) == {"Ann": (), "Ben": ()}


def test_what_is_destroyed_cannot_be_rebuilt_so_nobody_walks_back() -> None:
    conflict = conflict_from_mapping(dilemma(irreversible_options={"Ann": ["disarm"], "Ben": ["disarm"]}))
    assert conflict.moves["Ann"] == {1: (2,), 3: (4,)}
    assert 4 in equilibria(conflict).equilibria[Concept.NASH]
    falling = conflict_from_mapping(dilemma(irreversible_options={"Ann": {"disarm": "Y->N"}}))
    assert falling.moves["Ann"] == {2: (1,), 4: (3,)}
    assert falling.moves["Ben"] == conflict_from_mapping(dilemma()).moves["Ben"]


def test_together_they_leave_the_trap() -> None:
    conflict = conflict_from_mapping(dilemma(joint_moves=[{"by": ["Ann", "Ben"], "moves": {1: [4]}}]))
    assert equilibria(conflict).joint == ((("Ann", "Ben"), 1, 4),)


def test_states_left_out_of_a_ranking_are_unknown_not_worst() -> None:
    ranking = {"Ann": [4, 1, 2], "Ben": [2, 4, 1, 3]}
    found = equilibria(conflict_from_mapping(dilemma(preference_ranking_best_first=ranking)))
    assert 4 in found.doubtful[Concept.NASH] or 4 not in found.equilibria[Concept.NASH]
    assert any(found.doubtful.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"states": {1: "N"}}, "needs 2 letters"),
        ({"states": None}, "needs states"),
        ({"decision_makers": {}}, "needs decision_makers"),
        ({"preference_ranking_best_first": {"Ann": [9]}}, "state 9 does not exist"),
        ({"preference_ranking_best_first": {"Ann": [1, 1]}}, "ranked twice"),
        ({"preference_ranking_best_first": {"Cem": [1]}}, "Cem, who is no decision maker"),
        ({"irreversible_options": {"Ann": ["sail"]}}, "no option 'sail'"),
        ({"explicit_moves": {"Ann": {1: [7]}}}, "there is no state 7"),
        ({"joint_moves": [{"by": ["Ann"]}]}, "two or more decision makers"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        conflict_from_mapping(dilemma(**change))
