"""Bulk reading: every shard once, whatever is killed in between; nothing lost, nothing twice."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="needs the extra zopa[bulk]")
pytest.importorskip("fastwarc", reason="needs the extra zopa[web]")

from lethal import Lethal
from pyarrow import parquet

from benchmarks.faults import Storm, below
from zopa.dossier import Dossier, load
from zopa.errors import ZopaError
from zopa.ledger.view import LedgerView
from zopa.pipeline_bulk import read_archives
from zopa.pipeline_bulk.shard import Detour, ShardReader
from zopa.pipeline_bulk.worker import Hand

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:site_name" content="The Quay"><meta property="article:published_time" content="{day}">
</head><body><nav><a href="/">Home</a></nav><article><h1>{title}</h1>
<p>Northmark is demanding harbour dues of {number} crowns, and the minister of the north repeated that.</p>
<p>"We will never accept compulsory pilots," Otto Brandt said to the people in the room on Sunday.</p>
<p>The talks are to go on in the week after, and neither of the sides expects them to be very short.</p>
</article></body></html>"""
CAKE = (
    "<html lang='en'><body><p>"
    + "The cake of the day and the story of the cake. " * 40
    + "</p></body></html>"
)


def record(url: str, body: bytes, heads: bytes = b"") -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + heads + b"\r\n" + body
    return gzip.compress(
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        b"WARC-Date: 2031-03-05T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        b"WARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (url.encode(), len(block), block),
        mtime=0,
    )


def page(number: int, extra: str = "") -> bytes:
    return (PAGE.format(title=f"Talks, day {number}", day="2031-03-02", number=number) + extra).encode()


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Five archives: of six pages each, two matter; one page stands in two archives, one is broken."""
    made = tmp_path / "crawl"
    made.mkdir()
    for shard in range(5):
        raw = b""
        for place in range(6):
            number = shard * 10 + place
            matters = place in (1, 4)
            raw += record(f"https://quay.example/{number}", page(number) if matters else CAKE.encode())
        if shard == 2:
            raw += record("https://quay.example/torn", b"\x1f\x8bno gzip", b"Content-Encoding: gzip\r\n")
            raw += record("https://quay.example/1", page(1))
        (made / f"c{shard}.warc.gz").write_bytes(raw)
    return made


def outcome(folder: Path) -> tuple[object, ...]:
    """Everything a bulk job leaves behind that must not depend on how it went."""
    view = LedgerView(folder)
    return (
        {path.name: path.read_bytes() for path in (folder / "bulk").glob("*.parquet")},
        {path.name: path.read_bytes() for path in (folder / "reports").glob("*.md")},
        sorted(one.id for one in view.positions()),
        sorted(one.id for one in view.statements()),
        sorted(view.digests().items()),
    )


def empty(folder: Path) -> Path:
    for path in (folder / "reports").iterdir():
        path.unlink()
    return folder


@pytest.fixture
def undisturbed(folder: Path, crawl: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    other = tmp_path_factory.mktemp("undisturbed")
    (other / "reports").mkdir()
    (other / "dossier.yaml").write_bytes((folder / "dossier.yaml").read_bytes())
    read_archives(load(other), f"{crawl}/*.warc.gz", workers=2)
    return outcome(other)


def test_what_matters_is_read_and_what_is_broken_set_aside(folder: Path, crawl: Path) -> None:
    dossier = load(empty(folder))
    done = read_archives(dossier, f"{crawl}/*.warc.gz", workers=2)
    assert (done.shards, done.resumed, done.failed) == (5, 0, [])
    assert (done.tally.pages, done.tally.reports, done.tally.set_aside) == (32, 11, 1)
    assert done.new == 10  # one page stands in two archives
    assert done.positions > 0
    assert str(done.set_aside[0]).startswith("c2.warc.gz@")
    again = read_archives(dossier, f"{crawl}/*.warc.gz")
    assert (again.shards, again.resumed, again.new, again.known, again.positions) == (0, 5, 0, 10, 0)


def test_reading_goes_on_from_there_without_reading_anything_again(
    folder: Path, crawl: Path, zopa: Callable[..., object]
) -> None:
    empty(folder)
    ran = zopa("read", folder, "--warc", f"{crawl}/*.warc.gz", "--workers", "1", "--json")
    assert json.loads(ran.out)["new"] == 10  # type: ignore[attr-defined]
    then = zopa("read", folder)
    assert "0 reports read, 10 unchanged, 0 new positions" in then.err  # type: ignore[attr-defined]


def test_an_archive_that_was_replaced_is_read_anew(folder: Path, crawl: Path) -> None:
    """By another of the same name and size."""
    dossier = load(empty(folder))
    path = crawl / "c0.warc.gz"
    assert read_archives(dossier, str(path), workers=1).shards == 1
    raw = path.read_bytes()
    path.write_bytes(raw[:200] + bytes([raw[200] ^ 1]) + raw[201:])
    again = read_archives(dossier, str(path), workers=1)
    assert (again.shards, again.resumed) == (1, 0)


def test_another_dossier_reads_anew(folder: Path, crawl: Path) -> None:
    read_archives(load(empty(folder)), f"{crawl}/c0.warc.gz", workers=1)
    path = folder / "dossier.yaml"
    path.write_text(path.read_text().replace("[pilots, pilotage]", "[pilots, pilotage, tugs]"))
    assert read_archives(load(folder), f"{crawl}/c0.warc.gz", workers=1).shards == 1


def test_readers_that_are_killed_at_random(
    folder: Path, crawl: Path, undisturbed: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands: list[Hand] = []
    born = Hand.__post_init__

    def remember(hand: Hand) -> None:
        born(hand)
        hands.append(hand)

    monkeypatch.setattr(Hand, "__post_init__", remember)
    stop = threading.Event()
    killed = []

    def kill() -> None:
        chance = random.Random(7)
        while not stop.wait(chance.uniform(0.05, 0.6)) and len(killed) < 4:
            for pid in [hand.pid for hand in hands if hand.pid]:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        read_archives(load(empty(folder)), f"{crawl}/*.warc.gz", workers=2)
    finally:
        stop.set()
        killer.join()
    assert killed
    assert outcome(folder) == undisturbed


def test_readers_and_driver_that_are_killed_in_one_job(
    folder: Path, crawl: Path, undisturbed: tuple[object, ...]
) -> None:
    """A reader, the driver, and the driver once more while it loads; then nothing of it shows."""
    empty(folder)
    words = [sys.executable, "-m", "zopa", "read", str(folder), "--warc", f"{crawl}/*.warc.gz"]
    storm = Storm(
        lambda _folder: [*words, "--workers", "2"],
        folder,
        shards=5,
        loading=0.2,
        reports=frozenset(),
        chance=random.Random(45),
        linger=0.5,
    )
    storm.rage(3)
    assert storm.killed.total() == 3
    assert {what.partition(",")[0] for what in storm.killed} == {"driver", "reader"}
    assert outcome(folder) == undisturbed
    assert not list(folder.glob("*/.*.part"))


def test_scraps_of_the_killed_are_cleared_away_and_those_of_the_living_kept(
    folder: Path, crawl: Path
) -> None:
    empty(folder)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for pid in (gone.pid, os.getpid()):
        (folder / "reports" / f".2031-03-02-talks-00000000.md.{pid}.part").write_bytes(b"half")
    read_archives(load(folder), f"{crawl}/c0.warc.gz", workers=1)
    (left,) = (folder / "reports").glob(".*.part")
    assert left.name.endswith(f".{os.getpid()}.part")


def test_readers_end_with_their_driver(folder: Path, crawl: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; from zopa.dossier import load\n"
        "from zopa.pipeline_bulk.worker import Hand\n"
        "hand = Hand(load(sys.argv[1])); hand.read(Path(sys.argv[2]))\n"
        "print(hand.pid, flush=True); time.sleep(60)"
    )
    driver = subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(crawl / "c0.warc.gz")],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert driver.stdout is not None
    reader = int(driver.stdout.readline())
    driver.kill()
    driver.wait()
    driver.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{reader}").exists() or "zombie" in Path(f"/proc/{reader}/status").read_text():
            return
        time.sleep(0.05)
    pytest.fail("the reader outlived its driver")


@pytest.mark.parametrize("mark", ["KILL THE READER", "STALL THE READER"])
def test_a_page_that_kills_its_reader_is_set_aside_with_its_offset(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
    path = tmp_path / "poisoned.warc.gz"
    first = record("https://quay.example/1", page(1))
    path.write_bytes(
        first + record("https://quay.example/2", page(2, mark)) + record("https://quay.example/3", page(3))
    )
    hand = Hand(replace(load(folder), languages=Lethal(["en"])), hangs=8)
    try:
        table = parquet.read_table(_file(tmp_path, hand.read(path)))
    finally:
        hand.close()
    rows = table.to_pylist()
    assert [row["status"] for row in rows] == ["report", "set-aside", "report"]
    assert (rows[1]["offset"], rows[1]["url"]) == (len(first), "https://quay.example/2")


def test_a_reader_that_cannot_start_is_not_started_for_ever(folder: Path, crawl: Path) -> None:
    class Odd(Dossier):  # type: ignore[misc]
        """Known to nobody but this test: it can't be unpickled elsewhere."""

    odd = load(folder)
    hand = Hand(odd)
    hand.dossier = replace(odd, title=odd.title)
    object.__setattr__(hand.dossier, "languages", Lethal(["en"]))  # its module is not on the reader's path
    try:
        with pytest.raises(ZopaError, match="die before their first record"):
            hand.read(crawl / "c0.warc.gz")
    finally:
        hand.close()


def test_the_rest_of_an_archive_that_kills_is_left(folder: Path, crawl: Path) -> None:
    reader = ShardReader(load(folder))
    from zopa.pipeline_bulk.shard import Tally

    rows = list(reader.rows(crawl / "c0.warc.gz", Tally(), Detour()))
    cut = list(reader.rows(crawl / "c0.warc.gz", Tally(), Detour(stop=rows[0]["offset"])))
    assert [row["status"] for row in cut] == ["report", "set-aside"]


def test_no_such_archive_and_two_of_a_name(folder: Path, tmp_path: Path, crawl: Path) -> None:
    with pytest.raises(ZopaError, match="no archive matches"):
        read_archives(load(folder), f"{tmp_path}/nothing/*.warc.gz")
    (crawl / "deep").mkdir()
    (crawl / "deep" / "c0.warc.gz").write_bytes(b"")
    with pytest.raises(ZopaError, match="two archives"):
        read_archives(load(folder), f"{crawl}/**/c0.warc.gz")
    with pytest.raises(ZopaError, match="no engine"):
        read_archives(load(folder), f"{crawl}/*.warc.gz", engine="magic")


# Ray leaves processes of its own unreaped, which the interpreter complains about
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_ray_gives_the_same_bytes_also_when_its_workers_are_killed(
    folder: Path, crawl: Path, undisturbed: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """First a reader is killed, then a worker of Ray that holds one: Ray starts another on its shard."""
    pytest.importorskip("ray", reason="needs the extra zopa[cluster]")
    for name in ("RAY_USAGE_STATS_ENABLED", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"):
        monkeypatch.setenv(name, "0")  # set by the engine, and taken back after this test
    killed: list[str] = []
    stop = threading.Event()

    def kill() -> None:
        for wanted in (b"pipeline_bulk.worker", b"ray::_on_a_node"):
            while not stop.wait(0.05):
                found = [pid for pid, told in below(os.getpid()).items() if wanted in told]
                if found:
                    os.kill(found[0], signal.SIGKILL)
                    killed.append(wanted.decode())
                    break

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        read_archives(load(empty(folder)), f"{crawl}/*.warc.gz", engine="ray", workers=2)
    finally:
        stop.set()
        killer.join()
    assert killed == ["pipeline_bulk.worker", "ray::_on_a_node"]
    assert outcome(folder) == undisturbed


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_ray_that_does_not_start_says_so(folder: Path, crawl: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray", reason="needs the extra zopa[cluster]")

    def refuse(**_options: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(ray, "init", refuse)
    with pytest.raises(ZopaError, match="Ray does not start: no room"):
        read_archives(load(folder), f"{crawl}/*.warc.gz", engine="ray")


def _file(folder: Path, raw: bytes) -> Path:
    path = folder / "shard.parquet"
    path.write_bytes(raw)
    return path
