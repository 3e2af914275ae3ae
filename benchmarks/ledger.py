"""How fast a ledger answers, and how it grows.

    python -m benchmarks.ledger [--reports 100000] [--positions 1000000] [--postgres URL] [--keep DIR]

Generates reports and stated positions with a realistic skew (few outlets print most, few parties speak
most, most statements are recent), records them in batches, and measures on SQLite and, where a URL or
ZOPA_TEST_POSTGRES names one, on PostgreSQL: ingest, the position table at random dates, a cell's history,
search, a judgement, the CSV export with its peak memory. The table is also timed at a tenth and at
a third of the size: its time must not grow with the ledger.
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

SYLLABLES = [
    "ba",
    "be",
    "bo",
    "da",
    "de",
    "do",
    "fa",
    "fe",
    "ga",
    "ge",
    "ha",
    "ho",
    "ka",
    "ke",
    "la",
    "le",
    "lo",
    "ma",
    "me",
    "mo",
    "na",
    "no",
    "pa",
    "po",
    "ra",
    "re",
    "ro",
    "sa",
    "se",
    "ta",
    "te",
    "to",
]
LIMITS = {
    "table at any date, p95 (ms)": 150,
    "cell history, p95 (ms)": 50,
    "search, p95 (ms)": 100,
    "judgement, p95 (ms)": 20,
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
        self.speakers += ["author", "anonymous", "other"]

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
            count = (
                min(int(self.random.expovariate(1 / each)), int(owed)) if number < reports - 1 else int(owed)
            )
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
                speaker=self.speakers[self.skewed(len(self.speakers))],
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


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1000


def measure(place: Place, folder: Path, dossier: Dossier, reports: int, positions: int) -> dict[str, float]:
    draw = random.Random(7)
    found: dict[str, float] = {}
    sizes = {int(reports * share): share for share in (0.1, 1 / 3)}
    writer = LedgerWriter(place, "benchmark")
    batch: list[Reading] = []
    spent, stated = 0.0, 0
    source = Generator().readings(reports, positions)
    for done, reading in enumerate(source, start=1):
        batch.append(reading)
        if len(batch) == BATCH or done == reports:
            began = time.perf_counter()
            new, _ = writer.record_many(batch, "key")
            spent += time.perf_counter() - began
            stated += new
            batch = []
        if done in sizes:
            found[f"table at {stated:,} positions, p95 (ms)"] = p95(tables(dossier, place, draw))
    found["positions recorded"] = stated
    found["ingest (positions per second)"] = stated / spent
    if not isinstance(place, Path):
        settle(place)
    found["table at any date, p95 (ms)"] = p95(tables(dossier, place, draw))
    view = LedgerView(place)
    history = [
        timed(lambda: view.history(f"p{draw.randrange(PARTIES)}", f"i{draw.randrange(ISSUES)}", limit=100))
        for _ in range(60)
    ]
    found["cell history, p95 (ms)"] = p95(history)
    found["search, p95 (ms)"] = p95(searches(place, draw))
    desk = Judging(place, "bench")
    some = [
        one.position.id
        for one in Search(place, ("de",)).passages("", Filters(party="p0"), limit=120).passages
    ]
    found["judgement, p95 (ms)"] = p95(
        [
            timed(lambda one=one: desk.judge(one, draw.choice([Decision.ACCEPT, Decision.REJECT])))
            for one in some
        ]
    )
    out = folder / "all.csv"
    script = (
        "import resource, sys, time\n"
        "from zopa.export.formats import write\n"
        "from zopa.ledger.view import LedgerView\n"
        "from pathlib import Path\n"
        "place = sys.argv[1] if '://' in sys.argv[1] else Path(sys.argv[1])\n"
        "began = time.perf_counter()\n"
        "counts = write('csv', LedgerView(place), Path(sys.argv[2]))\n"
        "took = time.perf_counter() - began\n"
        "print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, counts.rows)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(place), str(out)], capture_output=True, text=True, check=True
    )
    took, memory, count = told.stdout.split()[:3]
    found["CSV export (s)"], found["CSV export, peak memory (MB)"] = float(took), float(memory)
    found["CSV export, rows"] = float(count)
    if isinstance(place, Path):
        found["size on disk (MB)"] = (place / "zopa.db").stat().st_size / 1e6
    return found


def settle(url: str) -> None:
    """What PostgreSQL's autovacuum does by itself a little later."""
    import psycopg

    bare, _, schema = url.partition("?schema=")
    with psycopg.connect(bare, autocommit=True, options=f"-c search_path={schema}") as connection:
        connection.execute("VACUUM ANALYZE")


def tables(dossier: Dossier, place: Place, draw: random.Random) -> list[float]:
    days = [FIRST + dt.timedelta(days=draw.randrange(DAYS)) for _ in range(40)]
    return [timed(lambda day=day: pipeline.table(dossier, day, place)) for day in days]


def searches(place: Place, draw: random.Random) -> list[float]:
    generator = Generator()
    search = Search(place, ("de",))
    spent = []
    for number in range(80):
        words = draw.choices(generator.words, cum_weights=generator.weights, k=1 + number % 3)
        filters = [
            Filters(),
            Filters(party=f"p{draw.randrange(PARTIES)}"),
            Filters(issue=f"i{draw.randrange(ISSUES)}", stance="rejects"),
            Filters(since=FIRST + dt.timedelta(days=draw.randrange(DAYS))),
        ][number % 4]
        spent.append(timed(lambda words=words, filters=filters: search.passages(" ".join(words), filters)))
    return spent


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
