"""Frontier, zone and points against a twin that looks at every outcome."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from deal_tables import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.deals.concessions import concessions
from zopa.deals.dominance import beaten, nondominated
from zopa.deals.frontier import pareto
from zopa.deals.interests import Interests, interests
from zopa.deals.solutions import distance, gain_ratios, shortlist, solutions
from zopa.deals.zone import accepted_counts, unanimous_without, zone
from zopa.errors import ScenarioError


@st.composite
def scored(draw: st.DrawFn) -> Interests:
    parties = draw(st.integers(1, 4))
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    seed = draw(st.integers(0, 2**32))
    rng = np.random.default_rng(seed)
    if draw(st.booleans()):
        values = rng.integers(-2, 5, size=(parties, sum(sizes))).tolist()
    else:
        # Thirds and sevenths: sums that are equal only in exact arithmetic.
        values = (rng.integers(0, 4, size=(parties, sum(sizes))) / rng.choice([1, 3, 7])).tolist()
    cut = [0, *itertools.accumulate(sizes)]
    rows = [[row[cut[n] : cut[n + 1]] for n in range(len(sizes))] for row in values]
    top = [sum(max(one) for one in row) for row in rows]
    share = draw(st.sampled_from([0.0, 0.3, 0.6, 1.0]))
    quorum = draw(st.one_of(st.none(), st.integers(1, parties)))
    return interests(
        [f"p{n}" for n in range(parties)],
        {f"i{n}": [f"o{k}" for k in range(size)] for n, size in enumerate(sizes)},
        rows,
        [share * one for one in top],
        veto=[bool(rng.integers(2)) for _ in range(parties)],
        quorum=quorum,
    )


def every(scores: Interests) -> dict[tuple[str, ...], np.ndarray]:
    return {
        outcome: scores.score(dict(zip(scores.issues, outcome, strict=True)))
        for outcome in itertools.product(*scores.options)
    }


def passes(scores: Interests, units: np.ndarray) -> bool:
    accepted = [bool(u >= need) for u, need in zip(units, scores.needed, strict=True)]
    if scores.quorum is None:
        return all(accepted)
    vetoes = all(ok for ok, veto in zip(accepted, scores.veto, strict=True) if veto)
    return vetoes and sum(accepted) >= scores.quorum


def beats(scores: Interests, one: np.ndarray, other: np.ndarray) -> bool:
    slack = scores.slack
    return bool((one >= other - slack).all() and (one > other + slack).any())


@settings(max_examples=examples(150), deadline=None)
@given(scored())
def test_frontier_zone_and_counts_are_those_of_looking_at_every_outcome(scores: Interests) -> None:
    table = every(scores)
    passing = {outcome: units for outcome, units in table.items() if passes(scores, units)}
    twin = {
        outcome
        for outcome, units in passing.items()
        if not any(beats(scores, other, units) for other in passing.values())
    }
    frontier = pareto(scores)
    found = [
        tuple(outcome.values()) for row in range(len(frontier)) for outcome in frontier.outcomes(row, None)
    ]
    assert len(found) == len(set(found))
    assert set(found) == twin
    assert all(tuple(frontier.outcome(row).values()) in twin for row in range(len(frontier)))
    assert zone(scores).count == len(passing)
    counts = accepted_counts(scores)
    for n, party in enumerate(scores.parties):
        assert counts[party] == sum(units[n] >= scores.needed[n] for units in passing.values())
        others = [m for m in range(len(scores.parties)) if m != n]
        without = sum(all(units[m] >= scores.needed[m] for m in others) for units in table.values())
        assert unanimous_without(scores, party) == without


@settings(max_examples=examples(60), deadline=None)
@given(scored())
def test_points_maximise_what_they_say(scores: Interests) -> None:
    frontier = pareto(scores)
    points = solutions(frontier)
    passing = [units for units in every(scores).values() if passes(scores, units)]
    if points is None:
        assert not passing
        return
    gains = np.array([scores.points(units - scores.reservation) for units in passing])
    ideal = gains.max(axis=0)
    ratios = np.divide(gains, ideal, out=np.ones_like(gains), where=ideal > 1e-12)
    assert points.kalai_smorodinsky.value == pytest.approx(ratios.min(axis=1).max(), abs=1e-9)
    assert points.egalitarian.value == pytest.approx(gains.min(axis=1).max(), abs=1e-9)
    sums = np.array([scores.points(units).sum() for units in passing])
    assert points.welfare.value == pytest.approx(sums.max(), abs=1e-9)
    if (gains > 1e-12).all(axis=1).any():
        positive = gains[(gains > 1e-12).all(axis=1)]
        assert points.nash.value == pytest.approx(positive.prod(axis=1).max(), rel=1e-9)
    chosen = shortlist(frontier, 6)
    assert len({tuple(one.terms.values()) for one in chosen}) == len(chosen)
    assert gain_ratios(frontier).max() <= 1 + 1e-9


@settings(max_examples=examples(50), deadline=None)
@given(scored())
def test_distance_knows_what_is_efficient(scores: Interests) -> None:
    whole = pareto(scores, rational=False)
    table = every(scores)
    for outcome, units in itertools.islice(table.items(), 6):
        found = distance(whole, dict(zip(scores.issues, outcome, strict=True)))
        beaten_by = any(beats(scores, other, units) for other in table.values())
        assert found.efficient == (not beaten_by)
        assert found.passes == passes(scores, units)
        assert bool(found.better) == beaten_by
        assert all(gain >= -1e-9 for gain in found.left.values())


@settings(max_examples=examples(50), deadline=None)
@given(scored())
def test_concessions_are_those_of_looking_at_every_outcome(scores: Interests) -> None:
    found = concessions(scores)
    unhappy = {
        frozenset(p for p, u, need in zip(scores.parties, units, scores.needed, strict=True) if u < need)
        for units in every(scores).values()
    }
    smallest = {one for one in unhappy if not any(other < one for other in unhappy)}
    assert found.feasible == (frozenset() in unhappy)
    assert {frozenset(one) for one in found.conceding} == (smallest if not found.feasible else set())
    blocked = set()
    for size in range(len(scores.parties) + 1):
        for members in itertools.combinations(scores.parties, size):
            if not any(known <= set(members) for known in blocked) and all(
                one & set(members) for one in unhappy
            ):
                blocked.add(frozenset(members))
    assert {frozenset(one) for one in found.blocking} == blocked


@pytest.mark.parametrize(
    ("count", "columns", "spread"), [(2000, 2, 50), (2500, 3, 10**9), (1500, 5, 8), (1, 4, 3)]
)
def test_large_tables_are_filtered_like_small_ones(count: int, columns: int, spread: int) -> None:
    rows = np.random.default_rng(columns).integers(0, spread, size=(count, columns))
    found = nondominated(rows)
    distinct = np.unique(rows, axis=0)
    twin = [
        row for row in distinct if not ((distinct >= row).all(axis=1) & (distinct > row).any(axis=1)).any()
    ]
    assert sorted(map(tuple, rows[found].tolist())) == sorted(map(tuple, np.array(twin).tolist()))
    half = count // 2
    some, others = rows[:half], rows[half:]
    if half:
        answer = beaten([c.copy() for c in others.T], [c.copy() for c in some.T])
        check = np.array([(some >= row).all(axis=1).any() for row in others])
        assert (answer == check).all()


def test_tables_the_halves_of_which_need_boxes() -> None:
    rng = np.random.default_rng(5)
    scores = interests(
        ["a", "b", "c"],
        {f"i{n}": [f"o{k}" for k in range(5)] for n in range(8)},
        rng.random((3, 8, 5)).tolist(),
        [4.2, 4.0, 4.1],
    )
    sums = np.zeros((1, 3), dtype=np.int64)
    for table in scores.tables:
        sums = (sums[:, None] + table[None]).reshape(-1, 3)
    assert zone(scores).count == int((sums >= scores.needed).all(axis=1).sum())
    sampled = zone(scores, exact_pairs=0, samples=20_000, seed=3)
    assert sampled.method == "sampled"
    assert sampled.share.low <= (zone(scores).count or 0) / scores.outcomes <= sampled.share.high


def test_tenths_are_tenths() -> None:
    scores = interests(["a"], {"i": ["x", "y"], "j": ["x", "y"]}, [[[0.1, 0.3], [0.2, 0]]], [0.3])
    assert scores.exact
    assert zone(scores).count == 3
    assert interests(["a"], {"i": ["x"]}, [[[Fraction(1, 3)]]], ["1/3"]).exact


def test_what_does_not_fit_is_named() -> None:
    with pytest.raises(ScenarioError, match="ann: i has 2 options, but 1 values"):
        interests(["ann"], {"i": ["x", "y"]}, [[[1]]])
    with pytest.raises(ScenarioError, match="'many' is not a number"):
        interests(["ann"], {"i": ["x"]}, [[["many"]]])
    with pytest.raises(ScenarioError, match="quorum of 3 among 1"):
        interests(["ann"], {"i": ["x"]}, [[[1]]], quorum=3)
    with pytest.raises(ScenarioError, match="leaves 'i' open"):
        interests(["ann"], {"i": ["x"]}, [[[1]]]).score({})


def test_time_is_kept() -> None:
    rng = np.random.default_rng(1)
    scores = interests(
        [f"p{n}" for n in range(6)],
        {f"i{n}": list("abcde") for n in range(14)},
        rng.random((6, 14, 5)).tolist(),
    )
    with pytest.raises(TimeoutError):
        pareto(scores, limit_s=0.05)
