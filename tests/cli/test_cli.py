from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Zopa = Callable[..., Any]


def table(path: Path, name: str) -> int:
    with sqlite3.connect(path / "zopa.db") as db:
        found: int = db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
    return found


def test_the_whole_way(folder: Path, zopa: Zopa) -> None:
    ran = zopa("run", folder)
    assert ran.code == 0, ran.err
    assert "1 report read" in ran.err
    assert "Northmark" in ran.out
    assert "blocked" in ran.out.lower()
    page = folder / "zopa.html"
    assert str(page) in ran.out
    assert "never accept compulsory pilots" in page.read_text(encoding="utf-8")


def test_running_twice_adds_nothing(folder: Path, zopa: Zopa) -> None:
    zopa("run", folder)
    before = [table(folder, name) for name in ("reports", "statements", "positions")]
    ran = zopa("run", folder)
    assert "0 reports read, 1 unchanged, 0 new positions" in ran.err
    assert [table(folder, name) for name in ("reports", "statements", "positions")] == before
    zopa("run", folder, "--again")
    assert [table(folder, name) for name in ("reports", "statements", "positions")] == before


def test_a_changed_report_replaces_only_what_came_from_it(folder: Path, zopa: Zopa) -> None:
    other = folder / "reports" / "other.txt"
    other.write_text("---\noutlet: B\npublished: 2031-03-03\n---\nSouthmark demands voluntary pilots.\n")
    zopa("run", folder)
    before = json.loads(zopa("export", folder, "-o", "-").out)
    quay = folder / "reports" / "quay.txt"
    quay.write_text(quay.read_text().replace("12 crowns", "5 crowns"))
    zopa("run", folder)
    after = json.loads(zopa("export", folder, "-o", "-").out)

    def of(document: dict[str, list[dict[str, object]]], report: str) -> list[object]:
        return [one["id"] for one in document["positions"] if one["report"] == report]

    assert of(before, "other")
    assert of(before, "other") == of(after, "other")
    assert of(before, "quay") != of(after, "quay")


def test_the_export_keeps_its_contract(folder: Path, zopa: Zopa, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    ran = zopa("export", folder, "--format", "json", "-o", out)
    assert ran.code == 0, ran.err
    made = json.loads(out.read_text(encoding="utf-8"))
    wanted = {"report", "quote", "start", "end", "speaker", "holder", "issue", "option", "stance", "firm"}
    assert made["positions"]
    body = made["reports"][0]["text"]
    for position in made["positions"]:
        assert wanted | {"condition", "origin"} <= position.keys()
        assert body[position["start"] : position["end"]] == position["quote"]
    assert made["statements"]


@pytest.mark.parametrize("verb", ["run", "read", "positions", "deals"])
def test_results_come_as_json(folder: Path, zopa: Zopa, verb: str) -> None:
    ran = zopa(verb, folder, "--json")
    assert ran.code == 0, ran.err
    assert isinstance(json.loads(ran.out), dict)


def test_single_steps_read_first_where_nothing_was_read(folder: Path, zopa: Zopa) -> None:
    assert "1 report read" in zopa("positions", folder).err
    assert "read" not in zopa("deals", folder).err


def test_a_table_of_an_old_reading_says_so(folder: Path, zopa: Zopa) -> None:
    zopa("read", folder)
    quay = folder / "reports" / "quay.txt"
    quay.write_text(quay.read_text() + "More.\n")
    assert "1 report changed since the last reading (quay)" in zopa("positions", folder).err


def test_as_of_shows_the_table_of_that_day(folder: Path, zopa: Zopa) -> None:
    late = json.loads(zopa("positions", folder, "--json").out)
    early = json.loads(zopa("positions", folder, "--json", "--as-of", "2031-01-01").out)
    assert late["standings"]
    assert early["standings"] == []


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["positions", "{}", "--as-of", "soon"], 2, "is no date"),
        (["deals", "{}", "--proposal", "nothing"], 2, "Use one of: paper"),
        (["export", "{}", "--format", "stone", "-o", "x"], 2, "there is no format 'stone'"),
        (["run", "{}/nowhere"], 2, "no such folder"),
        (["run", "{}/reports"], 2, "it is not a dossier"),
        (["run", "{}/dossier.yaml/x"], 2, ""),
        (["report", "{}", "-o", "{}/nowhere/page.html"], 3, "can't be written"),
        (["check"], 2, "name the dossier's folder"),
        (["init", "{}"], 2, "there is a dossier already"),
    ],
)
def test_mistakes_end_in_a_message_and_a_code(
    folder: Path, zopa: Zopa, words: list[str], code: int, said: str
) -> None:
    ran = zopa(*(word.replace("{}", str(folder)) for word in words))
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err


def broken(name: str, folder: Path) -> None:
    reports, dossier = folder / "reports", folder / "dossier.yaml"
    match name:
        case "invalid YAML":
            dossier.write_text("title: [unclosed")
        case "dossier in Latin-1":
            dossier.write_bytes("title: Größe".encode("latin-1"))
        case "no parties":
            text = dossier.read_text()
            dossier.write_text(text[: text.index("parties:")] + text[text.index("actors:") :])
        case "no dossier":
            dossier.unlink()
        case "no reports":
            (reports / "quay.txt").unlink()
        case "ledger is a folder":
            (folder / "zopa.db").mkdir()
        case "ledger is damaged":
            (folder / "zopa.db").write_bytes(b"no database " * 1000)


@pytest.mark.parametrize(
    "name",
    [
        "invalid YAML",
        "dossier in Latin-1",
        "no parties",
        "no dossier",
        "no reports",
        "ledger is a folder",
        "ledger is damaged",
    ],
)
def test_what_stops_a_run_is_told_with_a_remedy(folder: Path, zopa: Zopa, name: str) -> None:
    broken(name, folder)
    ran = zopa("run", folder)
    assert ran.code in (2, 3)
    assert str(folder) in ran.err
    assert len(ran.err.strip().splitlines()) >= 2


BROKEN_REPORTS = {
    "latin.txt": "---\npublished: 2031-03-03\n---\nGröße".encode("latin-1"),
    "empty.txt": b"",
    "undated.txt": b"Northmark demands compulsory pilots.",
    "huge.txt": b"---\npublished: 2031-03-03\n---\n" + b"x" * (20 * 1024 * 1024),
    "front.md": b"---\ntitle: a: b\n---\nText",
    "scan.pdf": b"%PDF-1.4",
}


def test_broken_reports_are_listed_and_skipped_and_the_rest_goes_on(folder: Path, zopa: Zopa) -> None:
    for name, content in BROKEN_REPORTS.items():
        (folder / "reports" / name).write_bytes(content)
    ran = zopa("run", folder)
    assert ran.code == 0
    for name in BROKEN_REPORTS:
        assert name in ran.err
    assert "1 report read, 0 unchanged" in ran.err
    assert f"{len(BROKEN_REPORTS)} skipped" in ran.err
    assert len(json.loads(zopa("export", folder, "-o", "-").out)["reports"]) == 1
    page = (folder / "zopa.html").read_text(encoding="utf-8")
    assert all(name in page for name in BROKEN_REPORTS)
    assert zopa("run", folder, "--strict").code == 1


def test_a_read_only_disk(folder: Path, zopa: Zopa) -> None:
    if os.geteuid() == 0:
        mounted = subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False)
        if mounted.returncode:
            pytest.skip("root may write anywhere, and this machine lets nobody mount a read-only folder")
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    else:
        folder.chmod(0o555)
    try:
        ran = zopa("run", folder)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["umount", folder], check=True)
        else:
            folder.chmod(0o755)
    assert ran.code == 3
    assert "zopa.db" in ran.err
    assert "may write" in ran.err


def test_kill_9_in_the_middle_is_completed_by_the_next_run(folder: Path, zopa: Zopa, tmp_path: Path) -> None:
    text = (folder / "reports" / "quay.txt").read_text()
    for number in range(60):
        (folder / "reports" / f"r{number:03}.txt").write_text(text.replace("crowns", f"crowns, {number}"))
    running = subprocess.Popen(
        [sys.executable, "-m", "zopa", "read", str(folder)],
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    for _ in range(400):
        time.sleep(0.02)
        if running.poll() is not None:
            break
        if (folder / "zopa.db").exists():
            try:
                if table(folder, "positions") >= 5:
                    break
            except sqlite3.OperationalError:
                continue
    running.send_signal(signal.SIGKILL)
    running.wait()
    zopa("read", folder)
    disturbed = json.loads(zopa("export", folder, "-o", "-").out)
    for left in folder.glob("zopa.db*"):
        left.unlink()
    zopa("read", folder)
    assert disturbed == json.loads(zopa("export", folder, "-o", "-").out)


def test_init_makes_a_dossier_that_runs(tmp_path: Path, zopa: Zopa) -> None:
    made = tmp_path / "ferry"
    assert zopa("init", made).code == 0
    assert zopa("check", made).code == 0
    ran = zopa("run", made, "--json")
    assert ran.code == 0, ran.err
    answer = json.loads(ran.out)
    assert answer["table"]["standings"]
    assert answer["deals"]["proposals"]["council_paper"]["verdict"] == "blocked"


def test_check_tells_what_is_there_and_what_will_be_skipped(folder: Path, zopa: Zopa) -> None:
    (folder / "reports" / "empty.txt").write_text("")
    ran = zopa("check", folder)
    assert ran.code == 0
    assert "2 parties, 3 actors, 2 issues, 1 proposal, 1 report" in ran.out
    assert "empty.txt" in ran.err


def test_check_prints_the_schema(zopa: Zopa) -> None:
    assert json.loads(zopa("check", "--schema").out)["title"] == "zopa dossier"


def test_help_loads_nothing_heavy() -> None:
    heavy = "('pydantic', 'sqlalchemy', 'numpy', 'rich.table')"
    code = f"import sys, zopa.cli; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_every_command_has_help_with_an_example(zopa: Zopa) -> None:
    from zopa.cli import app

    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        ran = zopa(name, "--help")
        assert ran.code == 0
        assert f"Example: zopa {name}" in ran.out
