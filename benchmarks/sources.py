"""How fast a news crawl is read, and that nothing is lost when workers and driver are killed.

    python -m benchmarks.sources [--crawl FOLDER] [--pages 50000] [--kills 30] [--part filter …]

filter   pages a second and core through archive, language and pre-filter; then with full reading of
         the pages that matter; beside it warcio and trafilatura on every page of a sample, in one run.
scale    the whole job with one and with two workers: wall time, and processor time per page, which
         other work on the machine does not change.
memory   resident memory of one reader over ever more pages.
faults   the job under random kills of readers and driver; what is left equals the undisturbed job.

Rates are per processor second (time.process_time), so that a busy machine does not blur them.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.crawl import EXAMPLE, write
from zopa.dossier import load
from zopa.ledger.view import LedgerView
from zopa.pipeline_bulk.shard import Detour, ShardReader, Tally
from zopa.sources import warc

SAMPLE = 1000
"""Pages the peers get: extracting every page is too slow for more."""


def timed(work: Callable[[], int]) -> tuple[int, float]:
    begun = time.process_time()
    count = work()
    return count, time.process_time() - begun


def rate(name: str, count: int, seconds: float) -> None:
    print(f"  {name:<58}{count:>8} pages {seconds:>8.1f} s {count / seconds:>10,.0f} /s/core", flush=True)


# ------------------------------------------------------------------ filter


def filter_part(archives: Sequence[Path]) -> None:
    print("filter")
    reader = ShardReader(load(EXAMPLE))
    rate("archive alone", *timed(lambda: sum(1 for path in archives[:4] for _ in warc.records(path))))

    def filtered() -> int:
        count = 0
        for path in archives:
            for record in warc.records(path):
                count += 1
                if isinstance(record, warc.Record) and reader._in_language(record.body):
                    reader._relevance.of_page(record.body)
        return count

    rate("archive, language, pre-filter", *timed(filtered))
    tally = Tally()

    def whole() -> int:
        for path in archives:
            for _ in reader.rows(path, tally, Detour()):
                pass
        return tally.pages

    rate("the same, and full reading of what matters", *timed(whole))
    print(f"  {tally}")
    rate("warcio and trafilatura on every page", *timed(lambda: peers(archives)))


def peers(archives: Sequence[Path]) -> int:
    """What a pipeline without a pre-filter does: warcio reads, trafilatura extracts every page."""
    from trafilatura import extract
    from warcio.archiveiterator import ArchiveIterator

    def bodies() -> Iterator[bytes]:
        for path in archives:
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    if record.rec_type == "response":
                        try:
                            yield record.content_stream().read()
                        except Exception:  # noqa: BLE001 - a broken record
                            yield b""

    count = 0
    for body in islice(bodies(), SAMPLE):
        count += 1
        extract(body.decode("utf-8", errors="replace"))
    return count


# ------------------------------------------------------------------ scale, memory


def fresh() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="zopa-bulk-"))
    (folder / "reports").mkdir()
    shutil.copy(EXAMPLE / "dossier.yaml", folder)
    return folder


def command(folder: Path, crawl: Path, workers: int, engine: str = "process") -> list[str]:
    code = "import sys; from zopa.cli import main; sys.argv = ['zopa', *sys.argv[1:]]; main()"
    pattern = f"{crawl}/*.warc.gz"
    words = ["read", str(folder), "--warc", pattern, "--workers", str(workers), "--engine", engine]
    return [sys.executable, "-c", code, *words]


def scale_part(crawl: Path, pages: int) -> None:
    print(f"scale (load average {os.getloadavg()[0]:.1f} before)")
    wall, cores = [], []
    for workers in (1, 2):
        folder = fresh()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run(command(folder, crawl, workers), check=True, capture_output=True)
        wall.append(time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cores.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        spent = f"{wall[-1]:.1f} s wall, {cores[-1]:.1f} s processor"
        print(f"  {workers} worker(s): {spent}, {pages / wall[-1]:,.0f} pages/s", flush=True)
        shutil.rmtree(folder)
    by_wall, by_work = wall[0] / (2 * wall[1]), cores[0] / cores[1]
    print(f"  efficiency by wall time {by_wall:.0%}, by processor time {by_work:.0%}")


def memory_part(archives: Sequence[Path]) -> None:
    print("memory")
    reader = ShardReader(load(EXAMPLE))
    tally = Tally()
    for number, path in enumerate(archives, start=1):
        reader.parquet(path)
        for _ in reader.rows(path, tally, Detour()):
            pass
        if number in (1, 2, 5, 10, 20):
            resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            print(
                f"  after {number:>3} archives, {tally.pages:>6} pages: {resident / 1e6:.0f} MB", flush=True
            )


# ------------------------------------------------------------------ faults


def state(folder: Path) -> dict[str, str]:
    """Digests of everything a job leaves behind."""

    def digest(parts: Iterator[bytes]) -> str:
        total = hashlib.sha256()
        for part in parts:
            total.update(part)
        return total.hexdigest()[:16]

    def files(pattern: str) -> Iterator[bytes]:
        for path in sorted(folder.glob(pattern)):
            yield path.name.encode()
            yield path.read_bytes()

    view = LedgerView(folder)
    positions = sorted(one.id for one in view.positions())
    return {
        "shards": digest(files("bulk/*.parquet")),
        "reports": digest(files("reports/*.md")),
        "positions": f"{len(positions)} {digest(one.encode() for one in positions)}",
        "statements": digest(one.id.encode() for one in sorted(view.statements(), key=lambda one: one.id)),
    }


def readers_of(driver: int) -> list[int]:
    listed = Path(f"/proc/{driver}/task/{driver}/children")
    found = []
    for task in Path(f"/proc/{driver}/task").glob("*/children") if listed.exists() else []:
        found += [int(pid) for pid in task.read_text().split()]
    return found


def faults_part(crawl: Path, kills: int, seed: int, engine: str) -> None:
    print(f"faults ({kills} kills, {engine})")
    calm, stormy = fresh(), fresh()
    subprocess.run(command(calm, crawl, 2), check=True, capture_output=True)
    chance = random.Random(seed)
    done = drivers = 0
    while True:
        driver = subprocess.Popen(
            command(stormy, crawl, 2, engine), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while done < kills and driver.poll() is None:
            time.sleep(chance.uniform(0.3, 3.0))
            try:
                victims = readers_of(driver.pid)
            except OSError:
                continue
            if chance.random() < 0.25 or not victims:
                if driver.poll() is None:
                    driver.kill()
                    drivers += 1
                    done += 1
                break
            try:
                os.kill(chance.choice(victims), signal.SIGKILL)
                done += 1
            except ProcessLookupError:
                continue
        if driver.wait() == 0:
            break
    before, after = state(calm), state(stormy)
    for name, value in before.items():
        print(f"  {name:<11}{value:<24}{'equal' if after[name] == value else 'DIFFERENT ' + after[name]}")
    print(f"  {done} kills ({drivers} of the driver)")
    shutil.rmtree(calm)
    shutil.rmtree(stormy)
    if before != after:
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--crawl", type=Path, default=Path("out/crawl"))
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--shards", type=int, default=20)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="process")
    parser.add_argument("--part", nargs="*", default=["filter", "scale", "memory", "faults"])
    wanted = parser.parse_args()
    archives = write(wanted.crawl, wanted.pages, wanted.shards)
    if "filter" in wanted.part:
        filter_part(archives)
    if "scale" in wanted.part:
        scale_part(wanted.crawl, wanted.pages)
    if "memory" in wanted.part:
        memory_part(archives)
    if "faults" in wanted.part:
        faults_part(wanted.crawl, wanted.kills, wanted.seed, wanted.engine)


if __name__ == "__main__":
    main()
