"""Conflicts and openings against a twin that tries every outcome and every set of claims."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from deal_tables import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.deals.blockers import Blockers, blockers
from zopa.deals.claims import Board, ClaimKind, claims
from zopa.deals.clauses import cheapest, feasible, minimal, normal, violations
from zopa.dossier import Dossier
from zopa.positions import Cell, PositionMatrix, Standing
from zopa.vocabulary import Condition, Issue, Option, Party, Stance


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[int], list[tuple[tuple[int, int], ...]], list[int]]:
    issues = draw(st.integers(1, 4))
    sizes = [draw(st.integers(1, 3)) for _ in range(issues)]
    domains = [draw(st.integers(1, (1 << size) - 1)) for size in sizes]

    def literal() -> tuple[int, int]:
        issue = draw(st.integers(0, issues - 1))
        return issue, draw(st.integers(0, (1 << sizes[issue]) - 1))

    clauses = [
        normal([literal() for _ in range(draw(st.integers(1, 2)))]) for _ in range(draw(st.integers(0, 7)))
    ]
    return domains, clauses, [draw(st.integers(1, 9)) for _ in clauses]


def outcomes(domains: list[int]) -> itertools.product[tuple[int, ...]]:
    return itertools.product(*([o for o in range(mask.bit_length()) if mask >> o & 1] for mask in domains))


def broken(clauses: list[tuple[tuple[int, int], ...]], outcome: tuple[int, ...]) -> int:
    return sum(
        1 << n for n, clause in enumerate(clauses) if not any(mask >> outcome[i] & 1 for i, mask in clause)
    )


@settings(max_examples=examples(250), deadline=None)
@given(problems())
def test_violations_are_those_of_trying_every_outcome(
    problem: tuple[list[int], list[tuple[tuple[int, int], ...]], list[int]],
) -> None:
    domains, clauses, weights = problem
    every = {broken(clauses, outcome) for outcome in outcomes(domains)}
    twin = {one for one in every if not any(other != one and other & one == other for other in every)}
    found = violations(domains, clauses, weights)
    assert found.complete
    assert set(found.sets) == twin

    def price(mask: int) -> int:
        return sum(weight for n, weight in enumerate(weights) if mask >> n & 1)

    assert price(found.sets[0]) == min(map(price, every))
    best, proved = cheapest(domains, clauses, weights)
    assert proved
    assert price(broken(clauses, best)) == min(map(price, every))
    solution = feasible(domains, clauses)
    assert (solution is not None) == (0 in every)
    if solution is not None:
        assert broken(clauses, solution) == 0
        assert all(mask >> option & 1 for mask, option in zip(domains, solution, strict=True))


@settings(max_examples=examples(80), deadline=None)
@given(problems())
def test_branch_and_bound_finds_the_same_price(
    problem: tuple[list[int], list[tuple[tuple[int, int], ...]], list[int]],
) -> None:
    from zopa.deals.clauses import _branch_and_bound
    from zopa.deals.deadline import Deadline

    domains, clauses, weights = problem

    def price(mask: int) -> int:
        return sum(weight for n, weight in enumerate(weights) if mask >> n & 1)

    best, proved = _branch_and_bound(domains, clauses, weights, Deadline(None))
    assert proved
    assert price(broken(clauses, best)) == min(price(broken(clauses, one)) for one in outcomes(domains))


PARTIES = tuple(Party(name, {"en": name}) for name in ("ann", "ben", "cem"))
ISSUES = tuple(
    Issue(name, {"en": name}, tuple(Option(f"{name}{n}", {"en": f"{name}{n}"}) for n in range(count)))
    for name, count in (("a", 2), ("b", 3), ("c", 2))
)


@st.composite
def matrices(draw: st.DrawFn) -> PositionMatrix:
    cells = {}
    options = [(issue.id, option.id) for issue in ISSUES for option in issue.options]
    for party in PARTIES:
        for issue in ISSUES:
            standings = []
            for option in issue.options:
                if draw(st.integers(0, 2)) == 0:
                    tied = draw(st.sampled_from([None, None, *options]))
                    standings.append(
                        Standing(
                            party.id,
                            issue.id,
                            option.id,
                            draw(st.sampled_from(list(Stance))),
                            firm=draw(st.booleans()),
                            second_hand=draw(st.booleans()),
                            contested=draw(st.integers(0, 5)) == 0,
                            condition=Condition(*tied) if tied else None,
                        )
                    )
            if standings:
                cells[party.id, issue.id] = Cell(party.id, issue.id, tuple(standings))
    return PositionMatrix(PARTIES, ISSUES, cells)


def can_hold(board: Board, members: tuple[int, ...]) -> bool:
    return any(
        not broken([board.clauses[n] for n in members], outcome) for outcome in outcomes(board.domains)
    )


@settings(max_examples=examples(60), deadline=None)
@given(matrices(), st.booleans())
def test_conflicts_and_openings_are_those_of_trying_every_set(matrix: PositionMatrix, demands: bool) -> None:
    found = blockers(matrix, demands=demands, limit_s=None)
    board = Board(matrix, claims(matrix, demands=demands))
    count = len(board.clauses)
    if count > 9:
        return
    assert found.complete
    bad: list[frozenset[str]] = []
    for size in range(count + 1):
        for members in itertools.combinations(range(count), size):
            ids = frozenset(board.claims[n].id for n in members)
            if not any(known <= ids for known in bad) and not can_hold(board, members):
                bad.append(ids)
    assert {frozenset(one.id for one in conflict) for conflict in found.conflicts} == set(bad)
    masks = minimal([broken(board.clauses, outcome) for outcome in outcomes(board.domains)] or [0])
    twin = {frozenset(board.claims[n].id for n in range(count) if mask >> n & 1) for mask in masks}
    openings = {frozenset(one.id for one in opening.moves) for opening in found.openings(limit=10**6)}
    if found.feasible:
        assert twin == {frozenset()}
    else:
        assert openings == twin
        assert found.opening_count == len(twin)


def test_fewer_moves_then_fewer_parties_then_softness() -> None:
    def stands(party: str, option: str, stance: str, **more: bool) -> Standing:
        return Standing(party, "a", option, Stance(stance), **more)

    matrix = PositionMatrix(
        PARTIES,
        ISSUES,
        {
            ("ann", "a"): Cell("ann", "a", (stands("ann", "a0", "rejects", firm=True),)),
            ("ben", "a"): Cell("ben", "a", (stands("ben", "a1", "rejects", second_hand=True),)),
            ("cem", "a"): Cell("cem", "a", (stands("cem", "a1", "rejects"),)),
        },
    )
    found = blockers(matrix)
    assert [opening.parties for opening in found.openings()] == [("ann",), ("ben", "cem")]
    assert [opening.cost for opening in found.openings()] == [8, 6]
    assert {tuple(claim.party for claim in conflict) for conflict in found.conflicts} == {
        ("ann", "ben"),
        ("ann", "cem"),
    }


def test_berlin_disputes(berlin: tuple[Dossier, PositionMatrix]) -> None:
    dossier, matrix = berlin
    found = blockers(matrix)
    assert found.complete
    assert [dispute.issues for dispute in found.disputes] == [
        ("territory",),
        ("army_size",),
        ("foreign_troops",),
        ("guarantees", "nato", "eu"),
        ("assets",),
    ]
    # Nobody's refusals alone rule every outcome out: what collides are refusals with demands.
    assert blockers(matrix, demands=False).feasible
    declaration = dict(dossier.proposals["berlin_declaration"].terms)
    opened = blockers(matrix, fixed=declaration)
    refusals = {
        (claim.party, claim.issue)
        for conflict in opened.conflicts
        for claim in conflict
        if claim.kind is ClaimKind.RED_LINE and len(conflict) == 1
    }
    assert opened.opening_count == 1
    assert refusals == {("russia", "foreign_troops"), ("russia", "guarantees"), ("russia", "assets")}


def test_an_unfinished_search_says_so(negotiation: Callable[..., PositionMatrix]) -> None:
    found: Blockers = blockers(negotiation(issues=12, parties=8, refusals=90, ties=40, seed=3), keep=3)
    assert not found.feasible
    assert not found.complete
    assert found.disputes[0].openings


@pytest.mark.parametrize("seed", range(3))
def test_forty_issues_are_answered(negotiation: Callable[..., PositionMatrix], seed: int) -> None:
    found = blockers(negotiation(issues=40, parties=8, refusals=200, ties=60, seed=seed), limit_s=0.5)
    assert all(dispute.openings for dispute in found.disputes)


@settings(max_examples=examples(80), deadline=None)
@given(problems())
def test_a_shrunk_conflict_is_smallest(
    problem: tuple[list[int], list[tuple[tuple[int, int], ...]], list[int]],
) -> None:
    from zopa.deals.blockers import _both_ways, _shrunk
    from zopa.deals.deadline import Deadline

    domains, clauses, weights = problem
    if feasible(domains, clauses) is not None:
        return
    mask = _shrunk(range(len(clauses)), domains, clauses, Deadline(None))
    chosen = [n for n in range(len(clauses)) if mask >> n & 1]
    assert feasible(domains, [clauses[n] for n in chosen]) is None
    for dropped in chosen:
        assert feasible(domains, [clauses[n] for n in chosen if n != dropped]) is not None
    # Taking turns from a single opening ends with the whole of both lists.
    whole = violations(domains, clauses, weights)
    conflicts, openings, complete = _both_ways(
        whole.sets[:1], domains, clauses, weights, 10**6, Deadline(None)
    )
    assert complete
    assert set(openings) == set(whole.sets)
    assert mask in conflicts
