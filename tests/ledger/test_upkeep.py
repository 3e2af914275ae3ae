from __future__ import annotations

import dataclasses
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from test_judging import FIRST, SECOND
from test_ledger import STATEMENT, report

from conftest import postgres_place
from zopa.errors import LedgerError
from zopa.ledger import store, upkeep
from zopa.ledger.address import Place
from zopa.ledger.agreement import agreement, alpha
from zopa.ledger.judging import Judging
from zopa.ledger.search import Search
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Decision, Judgement


@pytest.fixture
def ledger(place: Place) -> Place:
    writer = LedgerWriter(place, "test")
    writer.record_many([(report(), [STATEMENT], [FIRST, SECOND]), (report(name="copy"), [], [])], "key")
    writer.link_reprints()
    writer.finish([])
    Judging(place, "ada").judge(FIRST.id, Decision.ACCEPT, note="ä")
    right = dataclasses.replace(SECOND, firm=True)
    Judging(place, "ben").judge(SECOND.id, Decision.CORRECT, corrected=right)
    return place


def test_a_sound_ledger(ledger: Place) -> None:
    checked = upkeep.verify(ledger)
    assert checked.problems == ()
    assert (checked.reports, checked.statements, checked.positions, checked.judgements) == (2, 1, 3, 2)


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE reports SET text = replace(text, 'pilots', 'PILOTS')", "the text is not the one"),
        ("UPDATE positions SET holder = 'west'", "its id does not fit its content"),
        ("UPDATE positions SET status = 'suggested'", "by its judgements 'accepted'"),
        ("UPDATE tallies SET stated = stated + 1", "tallies"),
        ("UPDATE judgements SET version = 7", "does not follow"),
        ("UPDATE judgements SET note = 'b'", "a judgement before it was changed"),
        ("DELETE FROM seals", "never sealed so"),
    ],
)
def test_what_was_tampered_with_is_named(ledger: Place, sql: str, problem: str) -> None:
    head = upkeep.seal(ledger).head
    assert upkeep.verify(ledger, head).problems == ()
    with store.open_ledger(ledger).begin() as db:
        db.exec_driver_sql(sql)
    assert any(problem in one for one in upkeep.verify(ledger, head).problems)


def test_a_seal_covers_what_is_before_it_only(ledger: Place) -> None:
    first = upkeep.seal(ledger)
    Judging(ledger, "ada").judge(FIRST.id, Decision.REJECT)
    second = upkeep.seal(ledger)
    assert (first.judgements, second.judgements) == (2, 3)
    assert upkeep.verify(ledger, first.head).problems == ()
    with pytest.raises(AssertionError):
        assert upkeep.verify(ledger, "0" * 64).problems == ()


@pytest.mark.parametrize("way", ["to sqlite", "to postgresql"])
def test_a_moved_ledger_is_the_same(ledger: Place, tmp_path: Path, way: str) -> None:
    def check(target: Place) -> None:
        moved = upkeep.move(ledger, target)
        assert moved.rows["positions"] == 3
        assert list(LedgerView(target).stream_positions()) == list(LedgerView(ledger).stream_positions())
        assert upkeep.verify(target).problems == ()
        assert (
            len(Search(target).passages("dues").passages) == len(Search(ledger).passages("dues").passages) > 0
        )
        with pytest.raises(LedgerError, match="there is a ledger already"):
            upkeep.move(ledger, target)
        # It goes on from there.
        Judging(target, "cho").judge(FIRST.id, Decision.REJECT)
        LedgerWriter(target, "test").record(report(name="new"), [], [], "key")
        assert upkeep.verify(target).problems == ()

    if way == "to sqlite":
        (tmp_path / "copy").mkdir()
        check(tmp_path / "copy")
    else:
        with postgres_place() as url:
            check(url)


def test_a_backup_while_somebody_writes(tmp_path: Path) -> None:
    LedgerWriter(tmp_path, "test").record(report(), [], [FIRST], "key")
    other = sqlite3.connect(tmp_path / store.FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE positions SET confidence = 0.5")
    upkeep.backup(tmp_path, str(tmp_path / "copy.db"))
    other.close()
    assert LedgerView(tmp_path / "copy.db").positions() == (FIRST,)


# ------------------------------------------------------------------ agreement

NA = None
FOUR = [  # Krippendorff (2011), section C: four observers, twelve units, values 1 to 5, gaps
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NA, NA, NA],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NA, 3],
    [NA, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NA],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NA],
]
UNITS = [[one for one in unit if one is not None] for unit in zip(*FOUR, strict=True)]


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_as_published(level: str, expected: float) -> None:
    found = alpha(UNITS, level)  # type: ignore[arg-type]
    assert found is not None
    assert round(found, 3) == expected


def test_alpha_of_two_observers_and_two_values_as_published() -> None:
    # Krippendorff (2011), section A: ten units, alpha 0.095
    one, other = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    found = alpha(list(zip(one, other, strict=True)))
    assert found is not None
    assert round(found, 3) == 0.095


def test_alpha_says_nothing_where_nothing_can_be_said() -> None:
    assert alpha([]) is None
    assert alpha([[1], [2]]) is None
    assert alpha([[1, 1], [1, 1]]) is None


def test_agreement_of_annotators() -> None:
    def said(position: str, by: str, decision: Decision, **more: bool) -> Judgement:
        return Judgement(position, decision, by, adjudicates=more.get("adjudicates", False))

    found = agreement(
        [
            said("a", "ada", Decision.ACCEPT),
            said("a", "ben", Decision.ACCEPT),
            said("b", "ada", Decision.ACCEPT),
            said("b", "ben", Decision.REJECT),
            said("b", "cho", Decision.REJECT, adjudicates=True),
            said("c", "ada", Decision.REJECT),
        ]
    )
    assert (found.positions, found.agreeing, found.by, found.disagreed) == (
        2,
        1,
        {"ada": 3, "ben": 2},
        ("b",),
    )
    assert found.alpha is not None


# ------------------------------------------------------------------ durability

JUDGING = """
import sys
from pathlib import Path
from zopa.ledger.judging import Judging
from zopa.vocabulary import Decision
desk = Judging(Path(sys.argv[1]), "ada")
for number in range(10_000):
    made = desk.judge(sys.argv[2], [Decision.ACCEPT, Decision.REJECT][number % 2])
    print(made.version, flush=True)
"""


@pytest.mark.parametrize("after", [1, 9])
def test_kill_9_while_judging_loses_nothing_acknowledged(tmp_path: Path, after: int) -> None:
    LedgerWriter(tmp_path, "test").record(report(), [], [FIRST], "key")
    running = subprocess.Popen(
        [sys.executable, "-c", JUDGING, str(tmp_path), FIRST.id], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    acknowledged = 0
    for line in running.stdout:
        acknowledged = int(line)
        if acknowledged >= after:
            running.kill()
            break
    acknowledged = max([acknowledged, *(int(one) for one in running.stdout.read().split())])
    running.wait()
    running.stdout.close()
    made = list(LedgerView(tmp_path).judgements(superseded=True))
    assert len(made) >= acknowledged
    assert upkeep.verify(tmp_path).problems == ()


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import test_ledger as t
from zopa.errors import LedgerError
from zopa.ledger.writer import LedgerWriter
writer = LedgerWriter(Path(sys.argv[1]), "test")
writer.record(t.report(), [], [t.position()], "key")
resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
try:
    for number in range(10_000):
        writer.record(t.report(t.TEXT * 200, name=f"r{number}"), [], [], "key")
except LedgerError as error:
    print(error)
"""


def test_a_full_disk_is_named_and_loses_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path), str(Path(__file__).parent)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "What was finished is kept" in done.stdout or "Free some space" in done.stdout
    assert upkeep.verify(tmp_path).problems == ()
    assert FIRST in LedgerView(tmp_path).positions()


FULL_COPY = """
import resource, signal, sys
from pathlib import Path
from zopa.errors import LedgerError
from zopa.ledger import upkeep
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    upkeep.backup(Path(sys.argv[1]), sys.argv[2])
except LedgerError as error:
    print(error)
"""


def test_a_backup_on_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    LedgerWriter(tmp_path, "test").record(report(), [], [FIRST], "key")
    (tmp_path / "disk").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FULL_COPY, str(tmp_path), str(tmp_path / "disk" / "copy.db")],
        capture_output=True,
        text=True,
    )
    assert "copy.part.db: the ledger can't be used" in done.stdout, done.stderr
    assert list((tmp_path / "disk").iterdir()) == []
    upkeep.backup(tmp_path, str(tmp_path / "disk" / "copy.db"))
    assert [one.name for one in (tmp_path / "disk").iterdir()] == ["copy.db"]
