from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text as sql
from test_ledger import TEXT, position

from zopa.errors import LedgerConflict
from zopa.ledger.judging import Judging
from zopa.ledger.queue import Narrowed, Pile, Queue, pace
from zopa.ledger.store import open_view
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Decision, Report, StatedPosition, Status

QUAY = Report("quay", TEXT, outlet="Quay", language="en")


def stated(sure: float, **changes: object) -> StatedPosition:
    return dataclasses.replace(position(), confidence=sure, **changes)


MADE = [
    stated(0.95, option="low"),
    stated(0.52, option="high"),
    stated(0.35, option="mid"),
    stated(0.10, option="free"),
    stated(0.60, holder="south", option="high"),
]


@pytest.fixture
def held(place: Path | str) -> Path | str:
    LedgerWriter(place, "test").record(QUAY, [], MADE, "key")
    return place


def options(queue: Queue, pile: Pile = Pile.NEW, **more: object) -> list[str]:
    return [one.position.option for one in queue.pile(pile, limit=9, **more)]  # type: ignore[arg-type]


def test_what_teaches_most_comes_first(held: Path | str) -> None:
    queue = Queue(held, "ada")
    assert options(queue) == ["high", "high", "mid", "free", "low"]
    assert [one.position.holder for one in queue.pile(limit=2)] == ["north", "south"]


def test_a_pile_can_be_narrowed_and_parts_left_out(held: Path | str) -> None:
    queue = Queue(held, "ada")
    assert options(queue, only=Narrowed(holder="south")) == ["high"]
    assert options(queue, only=Narrowed(report="elsewhere")) == []
    first = queue.pile(limit=1)[0].position.id
    assert options(queue, leave_out={first}) == ["high", "mid", "free", "low"]


def test_another_order_can_be_given(held: Path | str) -> None:
    queue = Queue(held, "ada", rank=lambda some: sorted(some, key=lambda one: one.option))
    assert options(queue) == ["free", "high", "high", "low", "mid"]


def test_an_item_has_its_report_and_what_was_said_of_it(held: Path | str) -> None:
    Judging(held, "ada").judge(MADE[1].id, Decision.UNSURE, note="hm")
    found = Queue(held, "bo").look(MADE[1].id)
    assert found is not None
    assert found.report.text == TEXT
    assert (found.status, [one.note for one in found.judgements]) == (Status.UNSURE, ["hm"])
    assert Queue(held, "bo").look("0123456789abcdef") is None


def test_the_second_to_judge_is_told_and_nothing_is_overwritten(held: Path | str) -> None:
    ada, bo = Queue(held, "ada").pile()[0], Queue(held, "bo").pile()[0]
    assert ada.position == bo.position
    Judging(held, "ada").judge(ada.position.id, Decision.ACCEPT, seen=ada.seen)
    with pytest.raises(LedgerConflict, match="accept by ada"):
        Judging(held, "bo").judge(bo.position.id, Decision.REJECT, seen=bo.seen)
    now = Queue(held, "bo").look(bo.position.id)
    assert now is not None
    assert now.status is Status.ACCEPTED
    # having seen it, bo may say otherwise beside it
    Judging(held, "bo").judge(bo.position.id, Decision.REJECT, seen=now.seen)
    after = Queue(held, "bo").look(bo.position.id)
    assert after is not None
    assert (after.status, len(after.judgements)) == (Status.DISPUTED, 2)


def test_a_second_opinion_is_asked_of_others_only(held: Path | str) -> None:
    Judging(held, "ada").judge(MADE[0].id, Decision.REJECT)
    Judging(held, "ada").judge(MADE[2].id, Decision.ACCEPT)
    assert options(Queue(held, "bo"), Pile.SECOND) == ["mid", "low"]
    assert options(Queue(held, "ada"), Pile.SECOND) == []
    assert options(Queue(held, "bo")) == ["high", "high", "free"]


def test_disputed_and_unsure_are_piles_of_their_own(held: Path | str) -> None:
    Judging(held, "ada").judge(MADE[0].id, Decision.REJECT)
    Judging(held, "bo").judge(MADE[0].id, Decision.ACCEPT)
    Judging(held, "ada").judge(MADE[1].id, Decision.UNSURE)
    queue = Queue(held, "cem")
    assert options(queue, Pile.DISPUTED) == ["low"]
    assert options(queue, Pile.UNSURE) == ["high"]


def test_progress_counts_and_pace(held: Path | str) -> None:
    at = dt.datetime(2031, 3, 2, 9, 0)  # noqa: DTZ001 - as the ledger keeps it
    for minute, one in enumerate(MADE[:3]):
        Judging(held, "ada", now=lambda minute=minute: at + dt.timedelta(minutes=minute)).judge(  # type: ignore[misc]
            one.id, Decision.ACCEPT
        )
    found = Queue(held, "ada", now=lambda: at + dt.timedelta(minutes=3)).progress()
    assert (found.left, found.judged, found.mine, found.today) == (2, 3, 3, 3)
    assert (found.per_minute, found.minutes_left) == (1.0, 2.0)
    later = Queue(held, "ada", now=lambda: at + dt.timedelta(days=1)).progress()
    assert (later.mine, later.today, later.per_minute) == (3, 0, None)
    assert Queue(held, "bo", now=lambda: at).progress().mine == 0


def test_a_pause_is_no_part_of_the_pace() -> None:
    at = dt.datetime(2031, 3, 2, 9, 0)  # noqa: DTZ001 - as the ledger keeps it
    stretch = [at - dt.timedelta(seconds=20 * n) for n in range(4)]
    before = [at - dt.timedelta(hours=2, seconds=n) for n in range(30)]
    assert pace([*stretch, *before], at) == pytest.approx(3.0)
    assert pace([], at) is None
    assert pace(stretch[:2], at) is None


def test_the_queue_is_found_by_its_index(tmp_path: Path) -> None:
    LedgerWriter(tmp_path, "test").record(QUAY, [], MADE, "key")
    with open_view(tmp_path).connect() as connection:
        plan = connection.execute(
            sql(
                "EXPLAIN QUERY PLAN SELECT id FROM positions WHERE positions.counts = 1 "
                "AND positions.status = 'suggested' AND positions.confidence >= 0.5 "
                "ORDER BY positions.confidence, positions.id LIMIT 9"
            )
        ).all()
    assert "ix_positions_to_judge" in str(plan)
    assert "TEMP B-TREE" not in str(plan)
