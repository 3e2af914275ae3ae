"""Many reports on several cores: the same readings in the same order, whatever dies in between."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from zopa.reading import Reader, SideBySide
from zopa.reading.side_by_side import FEW
from zopa.vocabulary import Report

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to see processes")


def reports(count: int) -> list[Report]:
    text = "Die Nachtfähre lehne man ab, sagte Hella Brandis am Montag. {} Prozent Lohn fordert die SLG."
    day = dt.date(2031, 3, 6)
    return [Report(f"r{n}", text.format(n), published=day, language="de") for n in range(count)]


def children() -> list[int]:
    return children_of(os.getpid())


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def test_several_processes_read_the_same_in_the_same_order(dispute):
    many = reports(2 * FEW)
    reader = Reader(dispute)
    found = list(SideBySide(dispute, workers=2).read_many(many))
    assert [report.id for report, _ in found] == [report.id for report in many]
    assert all(reading == reader.read(report) for report, reading in found)
    assert any(reading.statements for _, reading in found)


def test_few_reports_need_no_process(dispute):
    before = children()
    found = list(SideBySide(dispute).read_many(reports(3)))
    assert len(found) == 3
    assert children() == before


def test_a_killed_reader_is_replaced(dispute):
    known = set(children())
    many = reports(2 * FEW)
    stream = SideBySide(dispute, workers=2).read_many(many)
    found = [next(stream)]
    for child in set(children()) - known:
        os.kill(child, signal.SIGKILL)
    found += stream
    assert [report.id for report, _ in found] == [report.id for report in many]
    assert all(hasattr(reading, "statements") for _, reading in found)


def test_stopping_half_way_leaves_no_process(dispute):
    known = set(children())
    stream = SideBySide(dispute, workers=2).read_many(reports(2 * FEW))
    next(stream)
    stream.close()
    assert set(children()) <= known


def test_readers_end_with_their_driver(tmp_path, dispute):
    script = tmp_path / "drive.py"
    script.write_text(
        textwrap.dedent(f"""
        import datetime, sys
        from zopa.dossier import load
        from zopa.reading import SideBySide
        from zopa.vocabulary import Report
        day = datetime.date(2031, 3, 6)
        many = [Report(f"r{{n}}", "Hella Brandis sagte, es reiche. " * 40, published=day) for n in range(500)]
        for number, _ in enumerate(SideBySide(load({str(dispute.folder)!r}), workers=2).read_many(many)):
            print(number, flush=True)
        """)
    )
    driver = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE)
    assert driver.stdout is not None
    driver.stdout.readline()
    readers = children_of(driver.pid)
    driver.kill()
    driver.wait()
    driver.stdout.close()
    assert readers
    end = time.monotonic() + 30
    while time.monotonic() < end and any(Path(f"/proc/{reader}").exists() for reader in readers):
        time.sleep(0.1)
    assert not [reader for reader in readers if Path(f"/proc/{reader}").exists()]
