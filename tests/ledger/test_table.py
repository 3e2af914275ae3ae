"""The table by index is the table of all positions."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from pathlib import Path

import pytest

from zopa import dossier as dossiers
from zopa import pipeline
from zopa.ledger.address import Place
from zopa.ledger.judging import Judging
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.positions import PositionMatrix
from zopa.vocabulary import Condition, Decision, Quote, Report, Stance, StatedPosition

SPEAKERS = ("north", "south", "ilves", "brandt", "oakes", "author", "anonymous", "other")
TEXT = "abcdefghij" * 12


def drawn(random_: random.Random, report: str, *, dense: bool = False) -> StatedPosition:
    """A stated position; `dense` ones crowd on few days and weigh the same, so that order decides."""
    start = random_.randrange(0, 100) if not dense else random_.choice((0, 0, 40))
    issue = random_.choice(("dues", "pilots"))
    return StatedPosition(
        report=report,
        quote=Quote.cut(TEXT, start, start + random_.randrange(1, 20)),
        speaker=random_.choice(SPEAKERS),
        holder=random_.choice(("north", "south")),
        issue=issue,
        option=random_.choice({"dues": ("low", "high"), "pilots": ("duty", "free")}[issue]),
        stance=random_.choice(list(Stance)),
        origin="test",
        firm=random_.random() < (0.5 if dense else 0.2),
        condition=Condition(text="if") if random_.random() < 0.1 else None,
        said_on=None
        if random_.random() < 0.06
        else dt.date(2031, 1, 1) + dt.timedelta(days=random_.randrange(6 if dense else 120)),
        confidence=random_.randrange(1, 3 if dense else 100) / 100,
    )


def summary(matrix: PositionMatrix) -> dict[object, object]:
    return {
        (cell.party, cell.issue, one.option): (
            one.evidence[0],
            dataclasses.replace(one, evidence=(), dissent=(), unlisted=(0, 0)),
            one.statements,
            len(one.evidence) + one.unlisted[0],
        )
        for cell in matrix
        for one in cell.standings
    }


@pytest.mark.parametrize(
    ("seed", "size", "dense"),
    [(1, 5, False), (2, 30, True), (3, 120, False), (4, 300, True), (5, 600, False)],
)
def test_the_table_by_index_is_the_table_of_all(
    folder: Path, place: Place, seed: int, size: int, dense: bool
) -> None:
    random_ = random.Random(seed)
    dossier = dossiers.load(folder)
    writer = LedgerWriter(place, "test")
    readings = []
    for number in range(size // 3):
        report = Report(f"r{number}", TEXT, outlet=f"o{number % 4}", published=dt.date(2031, 2, 1))
        readings.append(
            (report, [], [drawn(random_, report.id, dense=dense) for _ in range(random_.randrange(6))])
        )
    writer.record_many(readings, "key")
    stated = [one for _, _, held in readings for one in held]
    judged = random_.sample(stated, len(stated) // 5)
    desk = Judging(place, "ada")
    desk.judge_many([one.id for one in judged[::3]], Decision.REJECT)
    desk.judge_many([one.id for one in judged[1::3]], Decision.ACCEPT)
    for one in judged[2::3][:10]:
        flipped = Stance.SUPPORTS if one.stance is Stance.REJECTS else Stance.REJECTS
        desk.judge(one.id, Decision.CORRECT, corrected=dataclasses.replace(one, stance=flipped))
    writer.record_many(readings[: len(readings) // 2], "another key")
    writer.retire_missing([report.id for report, _, _ in readings[3:]])
    for day in (None, *(dt.date(2031, 1, 1) + dt.timedelta(days=n) for n in (0, 3, 30, 31, 59, 90, 200))):
        everything = pipeline.place(dossier, day, ledger=place).matrix
        assert summary(pipeline.table(dossier, day, place)) == summary(everything), day


def test_a_cells_history_reaches_as_far_back_as_asked(place: Place) -> None:
    random_ = random.Random(9)
    report = Report("r", TEXT, outlet="o", published=dt.date(2031, 2, 1))
    LedgerWriter(place, "test").record(report, [], [drawn(random_, "r") for _ in range(150)], "key")
    view = LedgerView(place)
    for option in (None, "low"):
        everything = view.history("north", "dues", option)
        assert everything
        assert [one[0].said_on or dt.date.min for one in everything] == sorted(
            (one[0].said_on or dt.date.min for one in everything), reverse=True
        )
        for limit in (1, 2, 5, 17, len(everything), 999):
            assert view.history("north", "dues", option, limit=limit) == everything[:limit]
    assert view.history("nobody", "dues", limit=3) == []
