"""How fast a news crawl is read, and that nothing is lost when workers and driver are killed.

    python -m benchmarks.sources [--crawl FOLDER] [--pages 50000] [--kills 30] [--part filter …]

filter   pages a second and core through archive, language and pre-filter, over the whole crawl; then what
         the pages that matter cost more: their text, and reading them in full. Beside it, in the same run,
         warcio and trafilatura on every page of an evenly drawn sample.
scale    the whole job with one and with two workers: wall time of reading and of loading, and processor
         time, which other work on the machine changes less.
memory   resident memory of one reader over ever more pages, and of the driver that loads what they gave.
faults   the job under random kills of readers and driver; what is left equals the undisturbed job.
engines  the same crawl by local processes and on Ray: the files must be the same, byte for byte.

Rates are per processor second (time.process_time), so that a busy machine blurs them less.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks import faults
from benchmarks.crawl import EXAMPLE, write
from zopa.dossier import load
from zopa.errors import SourceError
from zopa.pipeline_bulk.shard import Detour, ShardReader, Tally
from zopa.reading import Reader
from zopa.sources import warc
from zopa.sources.draft import Draft
from zopa.sources.page import page_draft
from zopa.sources.shelf import as_file
from zopa.sources.text import report_in


def timed(work: Callable[[], int]) -> tuple[int, float]:
    begun = time.process_time()
    count = work()
    return count, time.process_time() - begun


def rate(name: str, count: int, seconds: float) -> None:
    print(f"  {name:<58}{count:>8} pages {seconds:>8.1f} s {count / seconds:>10,.0f} /s/core", flush=True)


# ------------------------------------------------------------------ filter


def filter_part(archives: Sequence[Path], sample: int) -> None:
    print(f"filter (load average {os.getloadavg()[0]:.1f} before)")
    reader = ShardReader(load(EXAMPLE))
    rate("archive alone", *timed(lambda: sum(1 for path in archives for _ in warc.records(path))))
    passed: list[warc.Record] = []

    def filtered() -> int:
        count = 0
        for path in archives:
            for record in warc.records(path):
                count += 1
                if isinstance(record, warc.Record) and reader.may_matter(record):
                    passed.append(record)
        return count

    pages, seconds = timed(filtered)
    rate("archive, language, pre-filter", pages, seconds)
    drafts: list[Draft] = []

    def texts() -> int:
        for record in passed:
            with contextlib.suppress(SourceError):
                drafts.append(page_draft(record.body, record.url, seen_on=record.date))
        return len(passed)

    count, text = timed(texts)
    rate("… text of the pages that pass", count, text)
    reports = [report_in(as_file(one), f"{one.name}.md") for one in drafts if one.published]
    engine = Reader(load(EXAMPLE))
    engine.read(reports[0])  # names and models are made ready
    count, reading = timed(lambda: sum(1 for one in reports if engine.read(one)))
    rate("… full reading of the reports among them", count, reading)
    rate("all of it together", pages, seconds + text + reading)
    rate("warcio and trafilatura on every page", *timed(lambda: peers(archives, sample or pages)))


def peers(archives: Sequence[Path], sample: int) -> int:
    """What a pipeline without a pre-filter does: warcio reads, trafilatura extracts every page."""
    from trafilatura import extract
    from warcio.archiveiterator import ArchiveIterator

    def bodies(path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            try:
                for record in ArchiveIterator(file):
                    if record.rec_type == "response":
                        yield record.content_stream().read()
            except Exception as error:  # noqa: BLE001 - it ends at the first damaged record
                print(f"    warcio ends in {path.name}: {type(error).__name__}", flush=True)

    count = 0
    for path in archives:
        for body in islice(bodies(path), -(-sample // len(archives))):
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
    code = (
        "import sys, time; from pathlib import Path; from zopa.dossier import load\n"
        "from zopa.pipeline_bulk import read_archives\n"
        "begun = time.perf_counter(); marks = [begun]\n"
        "read_archives(load(Path(sys.argv[1])), sys.argv[2], workers=int(sys.argv[3]),\n"
        "              progress=lambda *_: marks.append(time.perf_counter()))\n"
        "print(marks[-1] - begun, time.perf_counter() - marks[-1])"
    )
    for workers in (1, 2):
        folder = fresh()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        words = [sys.executable, "-c", code, str(folder), f"{crawl}/*.warc.gz", str(workers)]
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        reading, loading = (float(one) for one in said.split())
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall.append(reading + loading)
        cores.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        print(
            f"  {workers} worker(s): {reading:.1f} s reading, {loading:.1f} s loading, "
            f"{cores[-1]:.1f} s processor, {pages / wall[-1]:,.0f} pages/s",
            flush=True,
        )
        shutil.rmtree(folder)
    by_wall, by_work = wall[0] / (2 * wall[1]), cores[0] / cores[1]
    print(f"  efficiency by wall time {by_wall:.0%}, by processor time {by_work:.0%}")


def memory_part(crawl: Path, archives: Sequence[Path]) -> None:
    print("memory")
    reader = ShardReader(load(EXAMPLE))
    tally = Tally()
    for number, path in enumerate(archives, start=1):
        for _ in reader.rows(path, tally, Detour()):
            pass
        if number in (1, 2, 5, 10, 20):
            resident = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            print(
                f"  after {number:>3} archives, {tally.pages:>6} pages: {resident / 1e6:.0f} MB", flush=True
            )
    code = (
        "import resource, sys; from pathlib import Path; from zopa.dossier import load\n"
        "from zopa.pipeline_bulk import read_archives\n"
        "read_archives(load(Path(sys.argv[1])), sys.argv[2], workers=1)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    for pattern in (archives[0].name, "*.warc.gz"):
        folder = fresh()
        words = [sys.executable, "-c", code, str(folder), f"{crawl}/{pattern}"]
        peak = int(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        print(f"  driver over {pattern}: {peak / 1e3:.0f} MB at most", flush=True)
        shutil.rmtree(folder)


# ------------------------------------------------------------------ faults


def faults_part(crawl: Path, archives: Sequence[Path], kills: int, seed: int, engine: str) -> None:
    print(f"faults ({kills} kills, {engine})")
    if not faults.compare(
        lambda folder: command(folder, crawl, 2, engine), fresh, len(archives), kills, seed
    ):
        sys.exit(1)


# ------------------------------------------------------------------ engines


def engines_part(crawl: Path) -> None:
    print("engines")
    made = {}
    for engine in ("process", "ray"):
        folder = fresh()
        subprocess.run(command(folder, crawl, 2, engine), check=True, capture_output=True)
        made[engine] = faults.state(folder)
        print(f"  {engine:<10}{made[engine]['Parquet']}", flush=True)
        shutil.rmtree(folder)
    print(f"  {'equal' if made['process'] == made['ray'] else 'DIFFERENT'}")
    if made["process"] != made["ray"]:
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
    parser.add_argument("--sample", type=int, default=2000, help="pages for the peers; 0 for all")
    parser.add_argument("--engine", default="process")
    parser.add_argument("--part", nargs="*", default=["filter", "scale", "memory", "faults"])
    wanted = parser.parse_args()
    archives = write(wanted.crawl, wanted.pages, wanted.shards)
    if "filter" in wanted.part:
        filter_part(archives, wanted.sample)
    if "scale" in wanted.part:
        scale_part(wanted.crawl, wanted.pages)
    if "memory" in wanted.part:
        memory_part(wanted.crawl, archives)
    if "faults" in wanted.part:
        faults_part(wanted.crawl, archives, wanted.kills, wanted.seed, wanted.engine)
    if "engines" in wanted.part:
        engines_part(wanted.crawl)


if __name__ == "__main__":
    main()
