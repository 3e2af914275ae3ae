"""How fast a ledger answers, and how it grows.

    python -m benchmarks.ledger [--reports 100000] [--positions 1000000] [--postgres URL] [--keep DIR]

Generates reports and stated positions with a realistic skew (few outlets print most, few parties speak
most, most statements are recent), records them in batches, and measures on SQLite and, where a URL or
ZOPA_TEST_POSTGRES names one, on PostgreSQL: ingest, the position table at random dates, a cell's history,
search, a judgement, the CSV export with its peak memory. The table is also timed at a tenth and at
a third of the size: its time must grow no faster than the log of the ledger, which grows from log 100,000 to
log 1,000,000 by a factor of 1.2.

Where other work runs beside, wall time says little. "CPU" is what this process itself spent; for SQLite,
which works inside it, that is all there is but for waiting for the disk.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zopa import dossier as dossiers
from zopa import pipeline
from zopa.dossier import Dossier
from zopa.ledger.judging import Judging
from zopa.ledger.search import Filters, Search
from zopa.ledger.store import Place
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter, Reading
from zopa.vocabulary import Decision, Quote, Report, Stance, StatedPosition

PARTIES, ISSUES, OPTIONS, ACTORS = 6, 10, 3, 30
DAYS = 3 * 365
FIRST = dt.date(2029, 1, 1)
BATCH = 500

SYLLABLES = [first + last for first in "bdfghklmnprst" for last in "aeo"]
LIMITS = {
    "table at any date, p95 (ms)": 150,
    "cell history, p95 (ms)": 50,
    "search, p95 (ms)": 100,
    "judgement, p95 (ms)": 20,
    "table, from a tenth to all (times)": 1.2,
    "CSV export (s)": 20,
    "CSV export, peak memory (MB)": 300,
}


def dossier_file(folder: Path) -> Dossier:
    lines = ["title: Benchmark", "languages: [de]", "parties:"]
    lines += [f"  p{n}: {{name: Party {n}}}" for n in range(PARTIES)]
    lines += ["actors:"]
    lines += [
        f"  a{n}: {{name: Actor {n}, party: {'null' if n % 5 == 4 else f'p{n % PARTIES}'}}}"
        for n in range(ACTORS)
    ]
    lines += ["issues:"]
    for n in range(ISSUES):
        lines += [f"  i{n}:", f"    name: Issue {n}", "    options:"]
        lines += [f"      o{m}: {{name: Option {m}}}" for m in range(OPTIONS)]
    (folder / "dossier.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return dossiers.load(folder)


class Generator:
    """Reports with positions, the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.words = [
            "".join(self.random.choices(SYLLABLES, k=self.random.choice((2, 3, 3, 4)))) for _ in range(20_000)
        ]
        self.weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(self.words))))
        self.speakers = [f"a{n}" for n in range(ACTORS)] + [f"p{n}" for n in range(PARTIES)]

    def speaker(self) -> str:
        """Every fourth statement is nobody's by name; few of the others speak most."""
        voice = self.random.random()
        for name, share in (("author", 0.15), ("anonymous", 0.2), ("other", 0.25)):
            if voice < share:
                return name
        return self.speakers[self.skewed(len(self.speakers))]

    def skewed(self, size: int) -> int:
        return (
            min(int(self.random.paretovariate(1.1)) - 1, size - 1)
            if self.random.random() < 0.8
            else self.random.randrange(size)
        )

    def readings(self, reports: int, positions: int) -> Iterator[Reading]:
        each = positions / reports
        owed = 0.0
        for number in range(reports):
            owed += each
            day = FIRST + dt.timedelta(days=int(DAYS * (1 - self.random.random() ** 2)))
            sentences = []
            # A little more than what is owed on average, so that nothing piles up for the last report.
            count = int(self.random.expovariate(1 / (1.3 * each)))
            count = min(count, int(owed)) if number < reports - 1 else round(owed)
            owed -= count
            drawn = self.random.choices(self.words, cum_weights=self.weights, k=14 * max(count, 6))
            for at in range(0, len(drawn), 14):
                sentences.append(" ".join(drawn[at : at + 14]).capitalize() + ".")
            text = " ".join(sentences)
            report = Report(
                f"r{number}",
                text,
                f"outlet{self.skewed(40)}",
                day,
                "de",
                " ".join(drawn[:5]),
                "",
                "",
                f"r{number}.txt",
            )
            yield report, (), tuple(self.positions(report, sentences, count))

    def positions(self, report: Report, sentences: list[str], count: int) -> Iterator[StatedPosition]:
        start = 0
        for sentence in sentences[:count]:
            holder = f"p{self.skewed(PARTIES)}"
            issue, option = f"i{self.skewed(ISSUES)}", f"o{self.skewed(OPTIONS)}"
            side = sum(map(ord, holder + issue + option)) % 10
            yield StatedPosition(
                report=report.id,
                quote=Quote.cut(report.text, start, start + len(sentence)),
                speaker=self.speaker(),
                holder=holder,
                issue=issue,
                option=option,
                stance=self.random.choices(list(Stance), (side + 1, 2, 10 - side))[0],
                origin="benchmark",
                firm=self.random.random() < 0.1,
                said_on=report.published - dt.timedelta(days=self.random.randrange(3))
                if report.published
                else None,
                confidence=self.random.randrange(40, 100) / 100,
            )
            start += len(sentence) + 1


@dataclass
class Times:
    """Milliseconds of some questions: on the clock, and of this process."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, what: Callable[[], object]) -> None:
        wall, cpu = time.perf_counter(), time.process_time()
        what()
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.cpu.append((time.process_time() - cpu) * 1000)

    def told(self, name: str, found: dict[str, float], *, is_local: bool) -> None:
        found[f"{name}, p95 (ms)"] = p95(self.wall)
        if is_local:
            found[f"{name}, CPU, p95 (ms)"] = p95(self.cpu)
            found[f"{name}, CPU, median (ms)"] = statistics.median(self.cpu)


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def measure(place: Place, folder: Path, dossier: Dossier, reports: int, positions: int) -> dict[str, float]:
    draw = random.Random(7)
    found: dict[str, float] = {}
    is_local = isinstance(place, Path)
    medians = []
    sizes = {int(reports * share): share for share in (0.1, 1 / 3)}
    writer = LedgerWriter(place, "benchmark")
    batch: list[Reading] = []
    wall, cpu, stated = 0.0, 0.0, 0
    source = Generator().readings(reports, positions)
    for done, reading in enumerate(source, start=1):
        batch.append(reading)
        if len(batch) == BATCH or done == reports:
            began, spent = time.perf_counter(), time.process_time()
            new, _ = writer.record_many(batch, "key")
            wall += time.perf_counter() - began
            cpu += time.process_time() - spent
            stated += new
            batch = []
        if done in sizes:
            settle(place)
            times = tables(dossier, place, draw)
            times.told(f"table at {stated:,} positions", found, is_local=is_local)
            medians.append(statistics.median(times.cpu if is_local else times.wall))
    found["positions recorded"] = stated
    found["ingest (positions per second)"] = stated / wall
    if is_local:
        found["ingest, CPU (positions per second)"] = stated / cpu
    settle(place)
    times = tables(dossier, place, draw)
    times.told("table at any date", found, is_local=is_local)
    medians.append(statistics.median(times.cpu if is_local else times.wall))
    found["table, from a tenth to all (times)"] = medians[-1] / medians[0]
    view = LedgerView(place)
    times = Times()
    for _ in range(60):
        party, issue = f"p{draw.randrange(PARTIES)}", f"i{draw.randrange(ISSUES)}"
        times.take(lambda party=party, issue=issue: view.history(party, issue, limit=100))
    times.told("cell history", found, is_local=is_local)
    searches(place, draw).told("search", found, is_local=is_local)
    desk = Judging(place, "bench")
    some = Search(place, ("de",)).passages("", Filters(party="p0"), limit=120).passages
    times = Times()
    for one in some:
        decision = draw.choice([Decision.ACCEPT, Decision.REJECT])
        times.take(lambda name=one.position.id, decision=decision: desk.judge(name, decision))
    times.told("judgement", found, is_local=is_local)
    export(place, folder, found)
    if isinstance(place, Path):
        found["size on disk (MB)"] = (place / "zopa.db").stat().st_size / 1e6
    return found


EXPORT = """
import resource, sys, time
from pathlib import Path
from zopa.export.formats import write
from zopa.ledger.view import LedgerView
place = sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1])
began = time.perf_counter()
counts = write("csv", LedgerView(place), Path(sys.argv[2]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, counts.rows)
"""


def export(place: Place, folder: Path, found: dict[str, float]) -> None:
    """In a process of its own, so that its memory can be told."""
    told = subprocess.run(
        [sys.executable, "-c", EXPORT, str(place), str(folder / "all.csv")],
        capture_output=True,
        text=True,
        check=True,
    )
    names = ("CSV export (s)", "CSV export, CPU (s)", "CSV export, peak memory (MB)", "CSV export, rows")
    found.update(zip(names, map(float, told.stdout.split()), strict=True))


def settle(place: Place) -> None:
    """What PostgreSQL's autovacuum does by itself a little later."""
    if isinstance(place, Path):
        return
    import psycopg

    bare, _, schema = place.partition("?schema=")
    with psycopg.connect(bare, autocommit=True, options=f"-c search_path={schema}") as connection:
        connection.execute("VACUUM ANALYZE")


def tables(dossier: Dossier, place: Place, draw: random.Random) -> Times:
    times = Times()
    for _ in range(40):
        day = FIRST + dt.timedelta(days=draw.randrange(DAYS))
        times.take(lambda day=day: pipeline.table(dossier, day, place))
    return times


def searches(place: Place, draw: random.Random) -> Times:
    generator = Generator()
    search = Search(place, ("de",))
    times = Times()
    for number in range(80):
        words = draw.choices(generator.words, cum_weights=generator.weights, k=1 + number % 3)
        filters = [
            Filters(),
            Filters(party=f"p{draw.randrange(PARTIES)}"),
            Filters(issue=f"i{draw.randrange(ISSUES)}", stance="rejects"),
            Filters(since=FIRST + dt.timedelta(days=draw.randrange(DAYS))),
        ][number % 4]
        times.take(lambda words=words, filters=filters: search.passages(" ".join(words), filters))
    return times


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--positions", type=int, default=1_000_000)
    arguments.add_argument("--postgres", default=os.environ.get("ZOPA_TEST_POSTGRES", ""))
    arguments.add_argument("--only", choices=["sqlite", "postgresql"])
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="zopa-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    dossier = dossier_file(folder)
    results: dict[str, dict[str, float]] = {}
    if given.only != "postgresql":
        results["SQLite"] = measure(folder, folder, dossier, given.reports, given.positions)
    if given.postgres and given.only != "sqlite":
        schema = f"bench{uuid.uuid4().hex[:8]}"
        try:
            place = f"{given.postgres}?schema={schema}"
            results["PostgreSQL"] = measure(place, folder, dossier, given.reports, given.positions)
        finally:
            import psycopg

            with psycopg.connect(given.postgres, autocommit=True) as connection:
                connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    elif not given.postgres:
        print("PostgreSQL: not measured; give --postgres URL or ZOPA_TEST_POSTGRES", file=sys.stderr)
    names = list(dict.fromkeys(name for one in results.values() for name in one))
    print(
        f"{given.reports:,} reports, {given.positions:,} positions".ljust(48)
        + "".join(f"{one:>14}" for one in results)
        + f"{'limit':>10}"
    )
    for name in names:
        values = "".join(f"{one.get(name, float('nan')):>14,.1f}" for one in results.values())
        print(f"{name:<48}{values}{LIMITS.get(name, ''):>10}")
    print(
        f"peak memory of this process (MB): {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}"
    )
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
