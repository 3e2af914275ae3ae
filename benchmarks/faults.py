"""A bulk job under random kills of its readers and its driver, compared with the undisturbed job.

Part of `python -m benchmarks.sources` (`--part faults`). Every kill is signal 9. Kills are spread over the
job's progress, so that they go on to its last shard; some are kept for the load into the ledger. What a
victim was doing is found out from outside, by the place that a reader notes and the files that are there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, select

from zopa.ledger import upkeep
from zopa.ledger.schema import metadata

Start = Callable[[Path], Sequence[str]]
"""The command that runs the job in a dossier's folder."""
DRIVERS, LOADS = 0.25, 0.2
"""The share of kills that hit the driver while readers work, and the share that is kept for the load."""
LINGER = 3.0
"""Seconds after a mark of progress until the kill, at most: a reader is ready in less."""
_TIMES = frozenset(("learned_at", "retired_at", "read_at", "at", "started_at", "finished_at"))


# ------------------------------------------------------------------ what a job leaves behind


def state(folder: Path) -> dict[str, str]:
    """Digests of everything a job leaves behind, by what it is: each file's bytes, each table's rows.

    Left out are moments, and runs: a job that is killed and begun again has more of them.
    """
    made = {
        "Parquet": _digest(_bytes(folder / "bulk", "*.parquet")),
        "report files": _digest(_bytes(folder / "reports", "*.md")),
    }
    with create_engine(f"sqlite:///{folder / 'zopa.db'}").connect() as connection:
        last = connection.execute(select(metadata.tables["runs"].c.seq).order_by("seq")).scalars().all()[-1]
        for table in metadata.sorted_tables:
            if table.name == "runs":
                continue
            columns = [one for one in table.c if one.name not in _TIMES]
            query = select(*columns).order_by(*table.primary_key.columns)
            if table.name == "skipped":
                columns = [one for one in columns if one.name not in ("seq", "run")]
                query = select(*columns).where(table.c.run == last).order_by(table.c.seq)
            rows = [json.dumps(list(row), default=_plain).encode() for row in connection.execute(query)]
            if rows:
                made[table.name] = _digest(iter(rows))
    made["verify"] = "; ".join(upkeep.verify(folder).problems) or "sound"
    made["left over"] = ", ".join(path.name for path in folder.glob("*/.*.part")) or "nothing"
    return made


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _bytes(folder: Path, pattern: str) -> Iterator[bytes]:
    for path in sorted(folder.glob(pattern)):
        yield path.name.encode() + b"\0" + path.read_bytes()


def _digest(parts: Iterator[bytes]) -> str:
    total, count = hashlib.sha256(), 0
    for count, part in enumerate(parts, start=1):  # noqa: B007
        total.update(hashlib.sha256(part).digest())
    return f"{count} {total.hexdigest()[:16]}"


# ------------------------------------------------------------------ who is there, and at what


def below(driver: int) -> dict[int, bytes]:
    """The processes below one, with their command lines."""
    found: dict[int, bytes] = {}
    ahead = [driver]
    while ahead:
        pid = ahead.pop()
        for listed in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                ahead += [int(child) for child in listed.read_text().split()]
        with contextlib.suppress(OSError):
            if pid != driver:
                found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes()
    return found


def readers_of(driver: int) -> list[int]:
    """The processes below a driver that read, or hold a reader on Ray."""
    return [
        pid
        for pid, told in below(driver).items()
        if b"pipeline_bulk.worker" in told or told.startswith(b"ray::")
    ]


def _doing(reader: int, reports: frozenset[int]) -> str:
    """What a reader is doing, by the place it noted in the memory it shares with its driver."""
    try:
        words = Path(f"/proc/{reader}/cmdline").read_bytes().split(b"\0")
        if words[0].startswith(b"ray::"):
            return "Ray worker"
        at = struct.unpack("<q", Path(f"/proc/{reader}/fd/{int(words[-2])}").read_bytes())[0]
    except (OSError, ValueError, IndexError):
        return "reader, starting"
    if at == -1:
        return "reader, starting"
    return "reader, reading a report in full" if at in reports else "reader, filtering"


# ------------------------------------------------------------------ the storm


@dataclass(slots=True)
class Storm:
    """Kills what works on a job, until so many kills are done; then the job is left to end.

    start    the command that runs the job in a folder.
    folder   the dossier's folder.
    shards   how many archives there are.
    loading  seconds that the load takes undisturbed.
    reports  offsets at which a record is read in full.
    linger   seconds after a mark of progress until the kill, at most.
    killed   how often what was hit.
    begun    how often the job was begun.
    """

    start: Start
    folder: Path
    shards: int
    loading: float
    reports: frozenset[int]
    chance: random.Random
    linger: float = LINGER
    killed: Counter[str] = field(default_factory=Counter)
    begun: int = 0

    def rage(self, kills: int) -> None:
        """Run the job to its end through so many kills. Raises CalledProcessError when the job fails."""
        for_load = round(kills * LOADS)
        marks = sorted(self.chance.uniform(0, self.shards - 1) for _ in range(kills - for_load))
        while True:
            self.begun += 1
            born = time.time()
            driver = subprocess.Popen(
                self.start(self.folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
            )
            left = kills - self.killed.total()
            while left and driver.poll() is None and self._wait(driver, marks, born):
                reading = self._done < self.shards
                self._one(driver, reading=reading, born=born)
                if reading and marks:
                    marks.pop(0)
                left = kills - self.killed.total()
            _, said = driver.communicate()
            if driver.returncode == 0 and self.killed.total() >= kills:
                return
            if driver.returncode == 0:
                continue  # it ended before its last kill: begun once more, it has nothing to do but look
            if driver.returncode != -signal.SIGKILL:
                print(said.decode(errors="replace"), flush=True)
                raise subprocess.CalledProcessError(driver.returncode, "the job", stderr=said)

    @property
    def _done(self) -> int:
        return len(list((self.folder / "bulk").glob("*.parquet")))

    def _wait(self, driver: subprocess.Popen[bytes], marks: list[float], born: float) -> bool:
        """Wait for the next kill's moment. Returns whether the driver still lives then."""
        while driver.poll() is None:
            if self._done >= self.shards:
                if self._loading_since(born):
                    time.sleep(self.chance.uniform(0, self.loading))
                    return driver.poll() is None
            elif marks and self._done >= marks[0]:
                time.sleep(self.chance.uniform(0, self.linger))
                return driver.poll() is None
            time.sleep(0.005)
        return False

    def _loading_since(self, born: float) -> bool:
        """Whether the driver that was born then has opened the ledger."""
        with contextlib.suppress(OSError):
            return any(path.stat().st_mtime > born for path in self.folder.glob("zopa.db*"))
        return False

    def _one(self, driver: subprocess.Popen[bytes], *, reading: bool, born: float) -> None:
        victims = readers_of(driver.pid)
        if reading and victims and self.chance.random() >= DRIVERS / (1 - LOADS):
            victim = self.chance.choice(victims)
            doing = _doing(victim, self.reports)
            with contextlib.suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
                self.killed[doing] += 1
            return
        driver.kill()
        driver.wait()
        if self._loading_since(born):
            self.killed["driver, loading into the ledger"] += 1
        else:
            self.killed["driver, its readers at work" if victims else "driver, starting"] += 1


def compare(start: Start, fresh: Callable[[], Path], shards: int, kills: int, seed: int) -> bool:
    """Run a job undisturbed and under kills, and print both. Returns whether they left the same behind."""
    calm, stormy = fresh(), fresh()
    begun = time.perf_counter()
    subprocess.run(start(calm), check=True, capture_output=True)
    took = time.perf_counter() - begun
    written = max(path.stat().st_mtime for path in (calm / "bulk").glob("*.parquet"))
    loading = max(path.stat().st_mtime for path in calm.glob("zopa.db*")) - written
    print(f"  undisturbed: {took:.0f} s, {loading:.1f} s of them loading", flush=True)
    storm = Storm(start, stormy, shards, loading, _read_in_full(calm), random.Random(seed))
    begun = time.perf_counter()
    storm.rage(kills)
    print(
        f"  {storm.killed.total()} kills: {time.perf_counter() - begun:.0f} s, job begun {storm.begun} times"
    )
    for what, count in sorted(storm.killed.items()):
        print(f"    {count:>3}  {what}")
    before, after = state(calm), state(stormy)
    for name in before | after:
        one, other = before.get(name, "none"), after.get(name, "none")
        print(f"  {name:<14}{one:<26}{'equal' if one == other else 'DIFFERENT ' + other}")
    if before == after:
        shutil.rmtree(calm)
        shutil.rmtree(stormy)
    else:
        print(f"  kept for looking at: {calm} {stormy}")
    return before == after


def _read_in_full(folder: Path) -> frozenset[int]:
    """Offsets of the records that became reports, over all shards: a reader doesn't tell its own."""
    from pyarrow import parquet

    return frozenset(
        row["offset"]
        for path in (folder / "bulk").glob("*.parquet")
        for row in parquet.read_table(path, columns=["offset", "status"]).to_pylist()
        if row["status"] == "report"
    )
