"""Conditions, exceptions, threats and modality go into the ledger and come back."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from test_ledger import position, report

from zopa import dossier as dossiers
from zopa import pipeline
from zopa.ledger.address import Place
from zopa.ledger.judging import Judging
from zopa.ledger.rows import position_from, position_values
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Condition, Decision, Modality, Status, Tie

FURTHER = (
    Condition("pilots", "free", tie=Tie.EXCEPT),
    Condition(text="or we leave", tie=Tie.OR_ELSE),
    Condition(text="if paid"),
)
TIED = position(condition=Condition(text="if asked"), further=FURTHER, modality=Modality.ALLEGED)


def test_ids_of_plain_positions_are_what_they_were() -> None:
    assert position().id == position(further=(), modality=Modality.CURRENT).id
    assert (
        len({position().id, TIED.id, position(further=FURTHER).id, position(modality=Modality.PAST).id}) == 4
    )


def test_round_trip(place: Place) -> None:
    writer = LedgerWriter(place, "test")
    writer.record(report(), (), (TIED, position(28, 50)), "k")
    view = LedgerView(place)
    assert set(view.positions()) == {TIED, position(28, 50)}
    assert not view.all_current()
    assert position_from(position_values(TIED)) == TIED


def test_a_plain_ledger_is_all_current(place: Place) -> None:
    LedgerWriter(place, "test").record(report(), (), (position(further=FURTHER),), "k")
    assert LedgerView(place).all_current()


def test_what_was_judged_is_listed_with_what_became_of_it(place: Place) -> None:
    other, third = position(28, 50), position(28, 60)
    LedgerWriter(place, "test").record(report(), (), (TIED, other, third), "k")
    desk = Judging(place, "ada")
    desk.judge(TIED.id, Decision.REJECT)
    desk.judge(other.id, Decision.CORRECT, corrected=position(28, 50, option="low"))
    found = {(one.option, status) for one, status in LedgerView(place).judged_positions()}
    assert found == {("high", Status.REJECTED), ("high", Status.CORRECTED), ("low", Status.ACCEPTED)}


def test_facts_follow_the_judgements(folder: Path) -> None:
    dossier = dossiers.load(folder)
    pipeline.read(dossier)
    assert pipeline.judged_facts(dossier) == ()
    one = LedgerView(folder).positions()[0]
    desk = Judging(folder, "ada")
    desk.judge(one.id, Decision.ACCEPT)
    (fact,) = pipeline.judged_facts(dossier)
    assert (fact.right, fact.span, fact.stance) == (True, (one.quote.start, one.quote.end), one.stance)
    desk.undo()
    assert pipeline.judged_facts(dossier) == ()


def test_the_table_by_index_gives_way_where_something_is_past(folder: Path) -> None:
    dossier = dossiers.load(folder)
    pipeline.read(dossier)
    held = LedgerView(folder).positions()
    desk = Judging(folder, "ada")
    for one in held:
        desk.judge(one.id, Decision.CORRECT, corrected=dataclasses.replace(one, modality=Modality.PAST))
    assert all(cell.unknown for cell in pipeline.table(dossier).cells.values())
    assert pipeline.table(dossier) == pipeline.place(dossier).matrix
