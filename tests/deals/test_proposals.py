from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import pytest

from zopa.deals import (
    Reply,
    Trust,
    acceptance,
    assess,
    compare,
    deal_odds,
    edited,
    forecast,
    nearest,
    package_odds,
)
from zopa.deals.claims import Board, claims
from zopa.deals.clauses import feasible
from zopa.dossier import Dossier
from zopa.errors import ScenarioError, UnknownName
from zopa.positions import Cell, PositionMatrix, Standing
from zopa.vocabulary import Issue, Option, Party, Proposal, Stance


def test_editing_changes_adds_and_leaves_open(berlin: tuple[Dossier, PositionMatrix]) -> None:
    dossier, matrix = berlin
    terms = dossier.proposals["kremlin_terms"].terms
    changed = edited(matrix, terms, {"territory": "freeze", "weapons": None, "ceasefire": "now"})
    assert changed["territory"] == "freeze"
    assert "weapons" not in changed
    assert acceptance(matrix, changed).verdict == "unknown"
    with pytest.raises(UnknownName, match="cede_donbas, free_zone"):
        edited(matrix, terms, {"territory": "moon"})
    with pytest.raises(UnknownName):
        edited(matrix, terms, {"moon": None})
    with pytest.raises(ScenarioError, match="at least one term"):
        edited(matrix, {"territory": "freeze"}, {"territory": None})


def test_side_by_side(berlin: tuple[Dossier, PositionMatrix]) -> None:
    dossier, matrix = berlin
    found = compare(matrix, {name: one.terms for name, one in dossier.proposals.items()})
    assert found.reply("kremlin_terms", "ukraine", "territory") is Reply.RED_LINE
    assert found.reply("berlin_declaration", "ukraine", "territory") is None
    table = found.to_json(matrix)
    assert table["packages"]["berlin_declaration"]["tally"]["red line"] == 3
    assert len(table["rows"]) == 4 * 9


@pytest.mark.parametrize("seed", range(12))
def test_the_nearest_variants_are_those_of_trying_all(
    negotiation: Callable[..., PositionMatrix], seed: int
) -> None:
    matrix = negotiation(issues=4, parties=3, refusals=9, ties=5, seed=seed, options=3)
    terms = {issue.id: "o0" for issue in matrix.issues}
    found = nearest(matrix, terms, limit=10**6, limit_s=None)
    best: dict[int, set[tuple[str | None, ...]]] = {}
    for options in itertools.product(*([*(o.id for o in i.options), None] for i in matrix.issues)):
        chosen = {i.id: o for i, o in zip(matrix.issues, options, strict=True) if o is not None}
        if chosen and not acceptance(matrix, chosen).blocking:
            changes = sum(option != "o0" for option in options)
            best.setdefault(changes, set()).add(options)
    fewest = min(best)
    assert {tuple(one.terms.get(i.id) for i in matrix.issues) for one in found.found} == best[fewest]
    assert all(len(one.changes) == fewest for one in found.found)


def unsure(matrix: PositionMatrix, seed: int) -> PositionMatrix:
    """The same table with half of it second-hand, so that some of it may not hold."""
    rng = random.Random(seed)
    cells = {}
    for key, cell in matrix.cells.items():
        standings = tuple(
            Standing(
                one.party,
                one.issue,
                one.option,
                one.stance,
                firm=one.firm,
                condition=one.condition,
                second_hand=rng.random() < 0.6,
            )
            for one in cell.standings
        )
        cells[key] = Cell(cell.party, cell.issue, standings)
    return PositionMatrix(matrix.parties, matrix.issues, cells)


@pytest.mark.parametrize("seed", range(6))
def test_the_odds_of_a_deal_are_those_of_adding_up_every_case(
    negotiation: Callable[..., PositionMatrix], seed: int
) -> None:
    matrix = unsure(negotiation(issues=3, parties=3, refusals=7, ties=2, seed=seed, options=2), seed)
    asked = claims(matrix, demands=False)
    chances = [min(Trust().of(one, None) for one in claim.standings) for claim in asked]
    total = 0.0
    for case in itertools.product((False, True), repeat=len(asked)):
        weight = 1.0
        for holds, chance in zip(case, chances, strict=True):
            weight *= chance if holds else 1 - chance
        if weight:
            board = Board(matrix, tuple(c for c, holds in zip(asked, case, strict=True) if holds))
            total += weight * (feasible(board.domains, board.clauses) is not None)
    found = deal_odds(matrix)
    assert found.method == "exact"
    assert found.possible.estimate == pytest.approx(total)
    assert all(then > found.possible.estimate for _, then in found.pivotal)


def test_large_knots_are_sampled_with_an_interval(negotiation: Callable[..., PositionMatrix]) -> None:
    matrix = unsure(negotiation(issues=4, parties=4, refusals=14, ties=14, seed=5, options=2), 5)
    found, again = deal_odds(matrix, samples=400, seed=2), deal_odds(matrix, samples=400, seed=2)
    assert found.method == "sampled"
    assert found == again
    assert found.possible.low <= found.possible.estimate <= found.possible.high


PAIR = (Party("ann", {"en": "Ann"}), Party("ben", {"en": "Ben"}))
WAGE = Issue(
    "wage",
    {"en": "Wage"},
    (
        Option("w2", {"en": "2"}, value=2),
        Option("w4", {"en": "4"}, value=4),
        Option("w8", {"en": "8"}, value=8),
    ),
)


def says(party: str, option: str, stance: str, **more: bool) -> Cell:
    return Cell(party, "wage", (Standing(party, "wage", option, Stance(stance), **more),))


def test_package_odds_and_the_cell_that_decides() -> None:
    matrix = PositionMatrix(
        PAIR,
        (WAGE,),
        {
            ("ann", "wage"): says("ann", "w4", "rejects", second_hand=True),
            ("ben", "wage"): says("ben", "w4", "accepts"),
        },
    )
    odds = package_odds(matrix, {"wage": "w4"})
    assert odds.unrefused == pytest.approx(0.3)
    assert odds.agreed == pytest.approx(0.15)
    assert [(flip.party, flip.verdict) for flip in odds.flips] == [("ann", "open")]


def test_the_marker_of_an_ordered_issue() -> None:
    matrix = PositionMatrix(
        PAIR,
        (WAGE,),
        {("ann", "wage"): says("ann", "w2", "supports"), ("ben", "wage"): says("ben", "w8", "supports")},
    )
    (marker,) = forecast(matrix, {"ann": 3.0, "ben": 1.0})
    assert marker.mean.estimate == pytest.approx(3.5)
    assert (marker.median.estimate, marker.nearest) == (2.0, ("w4", "w2"))
    assert forecast(matrix)[0].median.estimate == 5.0
    assert "not a forecast" in marker.to_json()["caveat"]


def test_one_call_says_it_all(berlin: tuple[Dossier, PositionMatrix]) -> None:
    import json

    dossier, matrix = berlin
    found = assess(matrix, dossier.proposals.values())
    told = json.loads(json.dumps(found.to_json("de")))
    declaration = told["proposals"]["berlin_declaration"]
    assert declaration["verdict"] == "blocked"
    assert declaration["blocked_by"] == [
        {"party": "russia", "issues": ["foreign_troops", "guarantees", "assets"]}
    ]
    assert len(declaration["nearest"]["variants"][0]["changes"]) == 3
    assert told["blockers"]["opening_count"] == 64
    assert told["anything_unrefused"]["feasible"] is True


def test_a_proposal_by_an_actor_is_its_partys() -> None:
    matrix = PositionMatrix(PAIR, (WAGE,), {})
    proposal = Proposal("p", "Plan", "spokesman", None, {"wage": "w4"})
    found = assess(matrix, [proposal], affiliation={"spokesman": "ann"})
    assert found.verdicts["p"].answer("ann", "wage").reply is Reply.ACCEPTED
