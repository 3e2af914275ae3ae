from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError

import zopa.ledger
from zopa.errors import LedgerError, SkipReport
from zopa.ledger import store
from zopa.ledger.address import Place
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import (
    Condition,
    Quote,
    Report,
    Stance,
    StatedPosition,
    Statement,
    StatementKind,
)

TEXT = "Northmark rejects the dues. Southmark would accept them if pilots stay."


def report(text: str = TEXT, name: str = "quay") -> Report:
    return Report(name, text, outlet="Quay", published=dt.date(2031, 3, 2), language="en", path=f"{name}.txt")


def position(start: int = 0, end: int = 27, text: str = TEXT, **more: object) -> StatedPosition:
    made = StatedPosition(
        report="quay",
        quote=Quote.cut(text, start, end),
        speaker="north",
        holder="north",
        issue="dues",
        option="high",
        stance=Stance.REJECTS,
        origin="test",
        said_on=dt.date(2031, 3, 2),
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


STATEMENT = Statement(
    report="quay",
    quote=((0, 10), (12, 27)),
    speaker="north",
    kind=StatementKind.REPORTED,
    origin="test",
    speaker_name="Northmark",
    speaker_span=(0, 9),
    cue=((10, 17),),
    stance=Stance.REJECTS,
)


def asked(place: Place, sql: str) -> object:
    """The one value that a query gives."""
    with store.open_ledger(place).connect() as db:
        return db.exec_driver_sql(sql).scalar()


def test_what_goes_in_comes_out(place: Place) -> None:
    stated = [
        position(firm=True, condition=Condition("pilots", "free"), confidence=0.5),
        position(28, 70, condition=Condition(text="if pilots stay"), said_on=None),
    ]
    writer = LedgerWriter(place, "test")
    assert writer.record(report(), [STATEMENT], stated, "key") == (2, 0)
    writer.finish([SkipReport("empty", path="b.txt", line=3, remedy="Fill it.")])
    view = LedgerView(place)
    assert view.reports() == {"quay": report()}
    assert view.statements() == (STATEMENT,)
    assert sorted(view.positions(), key=lambda p: p.quote.start) == stated
    (skip,) = view.skipped()
    assert (skip.message, skip.remedy, skip.line) == ("empty", "Fill it.", 3)


def test_recording_twice_adds_nothing(place: Place) -> None:
    for expected in ((1, 0), (0, 0), (0, 0)):
        writer = LedgerWriter(place, "test")
        assert writer.record(report(), [STATEMENT], [position()], "key") == expected
    assert asked(place, "SELECT count(*) FROM positions") == 1
    assert asked(place, "SELECT count(*) FROM reports") == 1


def test_a_changed_report_replaces_only_what_came_from_it(place: Place) -> None:
    other = dataclasses.replace(position(), report="other")
    writer = LedgerWriter(place, "test")
    writer.record(report(), [STATEMENT], [position()], "key")
    writer.record(report(name="other"), [], [other], "key")
    changed = "New words. " + TEXT
    moved = position(11, 38, changed)
    assert writer.record(report(changed), [], [moved], "key") == (1, 1)
    held = LedgerView(place).positions()
    assert {(p.report, p.quote.start) for p in held} == {("quay", 11), ("other", 0)}
    assert LedgerView(place).reports()["quay"].text == changed


def test_what_was_known_at_any_moment_can_be_asked_for(place: Place) -> None:
    moments = iter(dt.datetime(2031, 3, day) for day in range(1, 20))  # noqa: DTZ001
    writer = LedgerWriter(place, "test", now=lambda: next(moments))
    writer.record(report(), [], [position()], "key")
    before = next(moments)
    writer.record(report(), [], [position(28, 70)], "key")
    assert [p.quote.start for p in LedgerView(place).positions()] == [28]
    assert [p.quote.start for p in LedgerView(place, known_at=before).positions()] == [0]


def test_a_vanished_report_is_retired_not_erased(place: Place) -> None:
    writer = LedgerWriter(place, "test")
    writer.record(report(), [STATEMENT], [position()], "key")
    assert writer.retire_missing(["another"]) == ["quay"]
    view = LedgerView(place)
    assert (view.reports(), view.statements(), view.positions()) == ({}, (), ())
    assert asked(place, "SELECT text FROM reports") == TEXT


def test_up_to_date_depends_on_the_key_and_the_text(place: Place) -> None:
    writer = LedgerWriter(place, "test")
    writer.record(report(), [], [], "key")
    assert writer.up_to_date("key") == {"quay": report().digest}
    assert writer.up_to_date("another") == {}


def test_a_quote_that_is_not_the_text_is_refused(place: Place) -> None:
    wrong = position(text="x" * 60)
    writer = LedgerWriter(place, "test")
    with pytest.raises(LedgerError, match="not the text at 0:27"):
        writer.record(report(), [], [wrong], "key")
    assert LedgerView(place).reports() == {}


@pytest.mark.parametrize(
    "sql",
    [
        'UPDATE positions SET start = 30, "end" = 20',
        "UPDATE positions SET stance = 'likes'",
        "UPDATE positions SET exact = 'short'",
        "UPDATE positions SET confidence = 2",
        "UPDATE positions SET condition_issue = 'pilots'",
        "UPDATE positions SET status = 'nice'",
        "UPDATE positions SET exact = 'Southmark rejects the dues.'",
        'UPDATE positions SET start = 1, "end" = 28',
        "UPDATE reports SET text = ''",
    ],
)
def test_plain_truths_are_constraints(place: Place, sql: str) -> None:
    LedgerWriter(place, "test").record(report(), [], [position()], "key")
    with pytest.raises(IntegrityError), store.open_ledger(place).begin() as db:
        db.exec_driver_sql(sql)


def test_the_schema_is_at_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(zopa.ledger.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == store.HEAD


def test_the_migrations_build_the_schema(place: Place) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from zopa.ledger.workbench_schema import metadata

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        # The word indices are each database's own; see dialect.py.
        return not (kind == "table" and name is not None and "_words" in name)

    with store.open_ledger(place).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, metadata) == []


def test_there_must_be_a_ledger_to_view(place: Place) -> None:
    with pytest.raises(LedgerError, match="nothing was read yet"):
        LedgerView(place)


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / store.FILE).write_text("This is a shopping list, not a database. " * 50)
    for opened in (LedgerView, lambda folder: LedgerWriter(folder, "test")):
        with pytest.raises(LedgerError, match="not a database"):
            opened(tmp_path)


def test_a_ledger_from_the_future(place: Place) -> None:
    LedgerWriter(place, "test")
    with store.open_ledger(place).begin() as db:
        db.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerError, match="newer zopa"):
        LedgerWriter(place, "test")


def test_a_locked_ledger_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0)
    LedgerWriter(tmp_path, "test")
    other = sqlite3.connect(tmp_path / store.FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(LedgerError, match="Another zopa is writing"):
            LedgerWriter(tmp_path, "test")
    finally:
        other.close()


def test_a_read_only_place_is_named_with_its_remedy(tmp_path: Path) -> None:
    inside = tmp_path / "talks"
    inside.mkdir()
    LedgerWriter(inside, "test").record(report(), [], [position()], "key")
    if os.geteuid() == 0:
        mounted = subprocess.run(["mount", "--bind", inside, inside], capture_output=True, check=False)
        if mounted.returncode:
            pytest.skip("root may write anywhere, and this machine lets nobody mount a read-only folder")
        subprocess.run(["mount", "-o", "remount,ro,bind", inside], check=True)
    else:
        inside.chmod(0o555)
    try:
        with pytest.raises(LedgerError, match=r"read-only|may write"):
            LedgerWriter(inside, "test").record(report(), [], [], "key")
        assert len(LedgerView(inside).positions()) == 1
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", inside], check=True)
        else:
            inside.chmod(0o755)


KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_ledger as t
from zopa.ledger.writer import LedgerWriter
writer = LedgerWriter(Path(sys.argv[1]), "test")
for number in range(10_000):
    one = t.report(name=f"r{number}")
    writer.record(one, [], [t.dataclasses.replace(t.position(), report=one.id)] , "key")
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 23])
def test_kill_9_loses_nothing_that_was_finished(tmp_path: Path, after: int) -> None:
    here = str(Path(__file__).parent)
    running = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), here], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    acknowledged = -1
    for line in running.stdout:
        acknowledged = int(line)
        if acknowledged >= after:
            running.kill()
            break
    acknowledged += len(running.stdout.read().split())
    running.wait()
    running.stdout.close()
    held = LedgerView(tmp_path).reports()
    assert len(held) >= acknowledged + 1
    assert len(LedgerView(tmp_path).positions()) == len(held)
    writer = LedgerWriter(tmp_path, "test")
    assert len(writer.up_to_date("key")) == len(held)
    with sqlite3.connect(tmp_path / store.FILE) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
