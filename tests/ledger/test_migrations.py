# ruff: noqa: S608, E501 (statements written by hand, as an old zopa left them)
"""Every ledger that was ever written can be opened: from the first schema on, with data in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect
from test_ledger import TEXT, position

import zopa.ledger
from zopa.errors import LedgerError
from zopa.ledger import dialect, store, upkeep
from zopa.ledger.address import Place, address
from zopa.ledger.judging import Judging
from zopa.ledger.search import Search
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Decision, Report, Status

FIRST = position()
QUAY = Report("quay", TEXT, outlet="Quay", language="en")


def alembic(place: Place) -> Config:
    where = address(place)
    engine = dialect.writer_engine(where, 15)
    dialect.make_room(engine, where)
    config = Config()
    config.set_main_option("script_location", str(Path(zopa.ledger.__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    return config


@pytest.fixture
def old(place: Place) -> Place:
    """A ledger of the first schema, with a report, a position in force and a retired one."""
    config = alembic(place)
    command.upgrade(config, "0001")
    with config.attributes["engine"].begin() as db:
        text = TEXT.replace("'", "''")
        db.exec_driver_sql(
            "INSERT INTO reports (seq, id, digest, text, outlet, language, title, author, url, path, learned_at)"
            f" VALUES (1, 'quay', '{QUAY.digest}', '{text}', 'Quay', 'en', '', '', '', '', '2031-03-02 00:00:00')"
        )
        quote = FIRST.quote
        for seq, retired in ((1, "NULL"), (2, "'2031-03-03 00:00:00'")):
            db.exec_driver_sql(
                'INSERT INTO positions (seq, id, report, exact, start, "end", prefix, suffix, speaker, speaker_name,'
                " holder, issue, option, stance, firm, condition_text, said_on, said_on_precision, confidence,"
                f" origin, learned_at, retired_at) VALUES ({seq}, '{FIRST.id}', 1, '{quote.exact}', {quote.start},"
                f" {quote.end}, '', '{quote.suffix}', 'north', '', 'north', 'dues', 'high', 'rejects', false, '',"
                f" '2031-03-02', 'report', 1.0, 'test', '2031-03-02 00:00:00', {retired})"
            )
    return place


def test_a_ledger_of_the_first_schema_is_brought_up(old: Place) -> None:
    with pytest.raises(LedgerError, match="its schema is 0001"):
        LedgerView(old)
    store.open_ledger(old)
    assert LedgerView(old).positions() == (FIRST,)
    assert len(Search(old).passages("dues").passages) == 1
    assert upkeep.verify(old).problems == ()
    decided = LedgerView(old).deciding(["north"], {"north": "north"}, dt.timedelta(14))
    assert decided["north", "dues", "high"].against == (1, 0)
    Judging(old, "ada").judge(FIRST.id, Decision.REJECT)
    assert LedgerView(old).positions() == ()


@pytest.mark.parametrize("step", ["0002", "0003"])
def test_every_step_on_the_way_can_be_started_from(old: Place, step: str) -> None:
    """A ledger that was left at an earlier schema, with a judgement made under it."""
    config = alembic(old)
    command.upgrade(config, step)
    with config.attributes["engine"].begin() as db:
        db.exec_driver_sql(
            "INSERT INTO judgements (position, lane, version, decision, by, at, note, act) VALUES"
            f" ('{FIRST.id}', 'by:ada', 1, 'accept', 'ada', '2031-03-04 00:00:00', 'old', 'a1')"
        )
        db.exec_driver_sql("UPDATE positions SET status = 'accepted' WHERE retired_at IS NULL")
        db.exec_driver_sql("UPDATE tallies SET accepted = 1")
    with pytest.raises(LedgerError, match=f"its schema is {step}"):
        LedgerView(old)
    Judging(old, "ben").judge(FIRST.id, Decision.ACCEPT)
    view = LedgerView(old)
    assert [(one.by, one.note) for one in view.judgements()] == [("ada", "old"), ("ben", "")]
    assert dict(view.stream_positions()) == {FIRST: Status.ACCEPTED}
    assert view.history("north", "dues", limit=1) == [(FIRST, Status.ACCEPTED)]
    assert upkeep.verify(old).problems == ()


def test_steps_back_and_forth_leave_the_same_schema(place: Place) -> None:
    """Up to 0004; what came later keeps people's work, accounts and rulings, and has no way back."""
    config = alembic(place)
    command.upgrade(config, "0004")
    before = schema_of(config)
    command.downgrade(config, "0002")
    assert schema_of(config) != before
    command.upgrade(config, "0004")
    assert schema_of(config) == before
    command.upgrade(config, "head")
    with pytest.raises(NotImplementedError, match="use a backup"):
        command.downgrade(config, "0004")


def schema_of(config: Config) -> set[tuple[str, str]]:
    """Every table with each of its indices."""
    found = inspect(config.attributes["engine"])
    return {
        (table, str(index["name"])) for table in found.get_table_names() for index in found.get_indexes(table)
    } | {(table, "") for table in found.get_table_names()}


def test_nothing_is_erased_by_going_back(old: Place) -> None:
    config = alembic(old)
    command.upgrade(config, "head")
    with pytest.raises(NotImplementedError, match="use a backup"):
        command.downgrade(config, "0001")
    assert LedgerView(old).positions() == (FIRST,)
