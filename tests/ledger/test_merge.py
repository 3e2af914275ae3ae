"""Another ledger comes in whole, once, and overrides nobody."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_judging import FIRST, SECOND
from test_ledger import STATEMENT, TEXT, report

from zopa.ledger import upkeep
from zopa.ledger.address import Place
from zopa.ledger.judging import Judging
from zopa.ledger.merge import merge
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Decision, Judgement, Quote, StatedPosition

ADDED = dataclasses.replace(FIRST, quote=Quote.cut(TEXT, 0, 9), option="low", origin="")


@pytest.fixture
def colleague(tmp_path: Path) -> Path:
    """A colleague's ledger, with judgements of every kind."""
    folder = tmp_path / "colleague"
    folder.mkdir()
    read(folder)
    ada, ben = Judging(folder, "ada"), Judging(folder, "ben")
    ada.judge(FIRST.id, Decision.ACCEPT, note="plain")
    ada.judge(FIRST.id, Decision.UNSURE)
    ada.undo()
    ben.judge(FIRST.id, Decision.REJECT)
    ben.judge(FIRST.id, Decision.ACCEPT, adjudicates=True)
    ben.judge(SECOND.id, Decision.CORRECT, corrected=dataclasses.replace(SECOND, firm=True))
    ada.add(ADDED)
    return folder


def read(place: Place) -> None:
    writer = LedgerWriter(place, "test")
    writer.record(report(), [STATEMENT], [FIRST, SECOND], "key")
    writer.finish([])


def held(place: Place) -> tuple[object, ...]:
    view = LedgerView(place)
    return (
        view.reports(),
        view.statements(),
        dict(view.stream_positions()),
        sorted(view.judgements(superseded=True), key=str),
    )


def test_everything_comes_in_and_only_once(colleague: Path, place: Place) -> None:
    LedgerWriter(place, "test")
    merged = merge(colleague, place)
    assert (merged.reports, merged.positions, merged.judgements, merged.told) == (1, 2, 7, ())
    assert held(place) == held(colleague)
    again = merge(colleague, place)
    assert (again.reports, again.positions, again.judgements, again.told) == (0, 0, 0, ())
    assert upkeep.verify(place).problems == ()
    # And it goes on from there: undoing works across the border.
    assert [one.decision for one in Judging(place, "ben").undo()] == [Decision.WITHDRAWN]


def test_two_annotators_come_together(colleague: Path, place: Place) -> None:
    read(place)
    Judging(place, "cho").judge(FIRST.id, Decision.REJECT)
    merged = merge(colleague, place)
    assert (merged.reports, merged.positions, merged.judgements) == (0, 0, 7)
    assert {one.by for one in LedgerView(place).judgements(FIRST.id)} == {"ada", "ben", "cho"}
    assert upkeep.verify(place).problems == ()


def test_the_same_person_judging_differently_is_told(colleague: Path, place: Place) -> None:
    read(place)
    Judging(place, "ada").judge(FIRST.id, Decision.REJECT)
    merged = merge(colleague, place)
    assert merged.told == (f"position {FIRST.id}: judged differently here by ada; that stays",)
    (mine,) = [
        one for one in LedgerView(place).judgements(FIRST.id) if one.by == "ada" and not one.adjudicates
    ]
    assert mine.decision is Decision.REJECT


def test_another_text_of_the_report_is_told(colleague: Path, place: Place) -> None:
    LedgerWriter(place, "test").record(report("Something else was printed here."), [], [], "key")
    merged = merge(colleague, place)
    assert merged.positions == 0
    assert "its text here is another" in merged.told[0]
    assert LedgerView(place).positions() == ()
    assert upkeep.verify(place).problems == ()


steps = st.lists(
    st.tuples(
        st.sampled_from(["ada", "ben"]),
        st.sampled_from([FIRST, SECOND]),
        st.sampled_from(["accept", "reject", "unsure", "undo", "bulk", "adjudicate"]),
    ),
    max_size=8,
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_nothing_is_lost_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, StatedPosition, str]]
) -> None:
    here, there = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there")
    read(here)
    moments = iter(dt.datetime(2031, 3, 1) + dt.timedelta(seconds=n) for n in range(10_000))  # noqa: DTZ001
    made: dict[str, list[Judgement]] = {"ada": [], "ben": []}
    for by, one, what in steps:
        desk = Judging(here, by, now=lambda: next(moments))
        if what == "undo" and made[by]:
            desk.undo(made[by].pop().act)
        elif what == "bulk":
            made[by] = desk.judge_many([FIRST.id, SECOND.id], Decision.ACCEPT)[:1]
        elif what != "undo":
            decision = Decision.ACCEPT if what == "adjudicate" else Decision(what)
            made[by] = [desk.judge(one.id, decision, adjudicates=what == "adjudicate")]
    LedgerWriter(there, "test")
    merge(here, there)
    assert held(there) == held(here)
    assert upkeep.verify(there).problems == ()
