"""How fast the workbench answers, alone and with many at once.

    python -m benchmarks.web [--reports 100000] [--positions 1000000] [--keep DIR] [--minutes 5] [--think 1 3]

Fills a ledger with the generator of benchmarks/ledger.py (or takes the one in --keep), serves it in a
process of its own, and measures over the loopback: each page at random places, one after the other; the
first paint in Chromium where there is one; a report of 200,000 words; then 50 readers and 5 reviewers at
once, who think between two clicks as people do (--think, in seconds), for some minutes: errors, lost
judgements, p95. At the end the same people ask again at once, without thinking, for a while: nobody reads
so, but it tells how many pages a second there are to be had. It sends to 127.0.0.1 alone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.ledger import DAYS, FIRST, ISSUES, OPTIONS, PARTIES, Generator, dossier_file, p95
from zopa.ledger.store import open_ledger
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter, Reading
from zopa.vocabulary import Quote, Report, Stance, StatedPosition

READERS, REVIEWERS = 50, 5
THINK = (1.0, 3.0)
"""Seconds between two clicks, at least and at most, all lengths alike."""
CLOSED = 20.0
"""Seconds for which everybody asks again at once."""
WORDS_OF_THE_LONG = 200_000
LIMITS = {
    "table, p95 (ms)": 150,
    "table of a day never asked for, p95 (ms)": 150,
    "cell, p95 (ms)": 150,
    "report, p95 (ms)": 150,
    "review queue, p95 (ms)": 150,
    "search, p95 (ms)": 150,
    "report of 200,000 words, server (ms)": 1000,
    "first paint of the table (ms)": 500,
    "first paint of a cell (ms)": 500,
    "first paint of a report (ms)": 500,
    "first paint of the queue (ms)": 500,
    "report of 200,000 words, loaded (ms)": 1000,
    "at once: p95 (ms)": 400,
    "at once: errors": 0,
    "at once: lost judgements": 0,
}


def filled(folder: Path, reports: int, positions: int) -> None:
    """A ledger of that size, with one long report more."""
    dossier_file(folder)
    if (folder / "zopa.db").exists():
        open_ledger(folder)
        if not LedgerView(folder).reports_named(["long"]):
            LedgerWriter(folder, "benchmark").record_many([long_report()], "key")
        return
    writer = LedgerWriter(folder, "benchmark")
    batch: list[Reading] = []
    for reading in Generator().readings(reports, positions):
        batch.append(reading)
        if len(batch) == 500:
            writer.record_many(batch, "key")
            batch = []
    writer.record_many([*batch, long_report()], "key")
    writer.finish([])


def long_report() -> Reading:
    """200,000 words in paragraphs, a position in every seventh sentence."""
    generator = Generator(2)
    sentences = [
        " ".join(generator.random.choices(generator.words, cum_weights=generator.weights, k=14)).capitalize()
        + "."
        for _ in range(WORDS_OF_THE_LONG // 14 + 1)
    ]
    text = "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))
    report = Report("long", text, "outlet0", FIRST, "de", "A long one", "", "", "long.txt")
    stated, at = [], 0
    for number, sentence in enumerate(sentences):
        start = text.index(sentence, at)
        at = start + len(sentence)
        if number % 7 == 0:
            stated.append(
                StatedPosition(
                    report="long",
                    quote=Quote.cut(text, start, at),
                    speaker="a1",
                    holder=f"p{number % PARTIES}",
                    issue=f"i{number % ISSUES}",
                    option=f"o{number % OPTIONS}",
                    stance=list(Stance)[number % 3],
                    origin="benchmark",
                    said_on=FIRST,
                )
            )
    return report, (), tuple(stated)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """`zopa serve` in a process of its own; gives its port, and its number."""
    command = [sys.executable, "-m", "zopa", "serve", str(folder), "--port", "0", "--by", "bench"]
    command += ["--proxy-header", "X-User", "--proxy-role", "reviewer"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r":(\d+)/", line)
        if found is None:
            raise SystemExit(line + process.stderr.read())
        told = process.stderr

        def keep_log() -> None:
            with (folder / "serve.log").open("w", encoding="utf-8") as log:
                for said in told:
                    log.write(said)
                    log.flush()

        threading.Thread(target=keep_log, daemon=True).start()
        port = int(found[1])
        for _ in range(200):
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
                break
            except OSError:
                time.sleep(0.05)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Person:
    """Somebody with a browser: one connection, one cookie."""

    port: int
    name: str
    cookie: str = ""
    spent: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    judged: set[str] = field(default_factory=set)
    held: dict[str, str] = field(default_factory=dict)
    """Marks of the pages that the browser has kept, by address."""
    same: int = 0
    """How often it was told that a page is still the same."""

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        heads = {"X-User": self.name, "Cookie": self.cookie}
        body = None
        if form is None and path in self.held:
            heads["If-None-Match"] = self.held[path]
        if form is not None:
            body = urlencode(form)
            heads |= {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        try:
            self.connection.request("POST" if form is not None else "GET", path, body, heads)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.errors.append(f"{path}: {error!r}")
            self.connection.close()
            return ""
        self.spent.append((time.perf_counter() - began) * 1000)
        for value in answer.headers.get_all("set-cookie") or ():
            if value.startswith("zopa_session="):
                self.cookie = value.partition(";")[0]
        self.same += answer.status == 304
        if form is None and (mark := answer.headers["etag"]):
            self.held[path] = mark
        if answer.status >= 400:
            self.errors.append(f"{path}: {answer.status} {re.sub('<[^>]*>', ' ', text)[-300:]}")
        return text


class Places:
    """Random addresses."""

    def __init__(self, reports: int, seed: int) -> None:
        self.draw = random.Random(seed)
        self.reports = reports
        self.words = Generator().words

    def day(self) -> str:
        return str(FIRST + dt.timedelta(days=self.draw.randrange(DAYS)))

    def table(self) -> str:
        return f"/?as_of={self.day()}"

    def cell(self) -> str:
        return f"/cells/p{self.draw.randrange(PARTIES)}/i{self.draw.randrange(ISSUES)}"

    def report(self) -> str:
        return f"/reports/r{self.draw.randrange(self.reports)}"

    def search(self) -> str:
        return f"/search?q={self.draw.choice(self.words[:2000])}"


def one_after_the_other(port: int, reports: int) -> dict[str, float]:
    places = Places(reports, 7)
    person = Person(port, "ada")
    found: dict[str, float] = {}

    def timed(name: str, path: Callable[[], str], times: int = 60) -> None:
        for _ in range(3):
            person.ask(path())
        person.spent.clear()
        for _ in range(times):
            person.ask(path())
        found[f"{name}, p95 (ms)"] = p95(person.spent)

    timed("table", lambda: "/")
    timed("table of a day never asked for", places.table)
    timed("cell", places.cell)
    timed("report", places.report)
    timed("review queue", lambda: "/review")
    timed("search", places.search)
    person.spent.clear()
    person.ask("/reports/long")
    found["report of 200,000 words, server (ms)"] = person.spent[0]
    for error in person.errors[:5]:
        print(error, file=sys.stderr)
    return found


def painted(port: int, reports: int) -> dict[str, float]:
    """First paint in Chromium; nothing where there is none."""
    chromium = os.environ.get("ZOPA_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("no chromium: first paint not measured", file=sys.stderr)
        return {}
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("no playwright: first paint not measured", file=sys.stderr)
        return {}
    places = Places(reports, 9)
    found: dict[str, list[float]] = defaultdict(list)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
        )
        page = browser.new_page(base_url=f"http://127.0.0.1:{port}", extra_http_headers={"X-User": "ada"})
        page.goto("/")
        paths = {
            "the table": "/",
            "a cell": places.cell(),
            "a report": places.report(),
            "the queue": "/review",
        }
        for _ in range(7):
            for name, path in paths.items():
                page.goto(path)
                page.wait_for_timeout(200)
                paint = page.evaluate(
                    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
                )
                if paint is not None:
                    found[f"first paint of {name} (ms)"].append(paint)
            page.goto("/reports/long", wait_until="load")
            found["report of 200,000 words, loaded (ms)"].append(
                page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
            )
        browser.close()
    return {name: sorted(values)[len(values) // 2] for name, values in found.items()}


def worked(process: int) -> float:
    """Seconds of work of a process so far, all its threads; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def all_at_once(
    served: tuple[int, int],
    folder: Path,
    reports: int,
    seconds: float,
    think: tuple[float, float],
    name: str = "at once",
) -> dict[str, float]:
    """50 readers and 5 reviewers. `served` is the server's port and process."""
    port, server = served
    spent_before = worked(server)
    before = {one.position for one in LedgerView(folder).judgements()}
    end = time.monotonic() + seconds
    readers = [Person(port, f"reader{n}") for n in range(READERS)]
    reviewers = [Person(port, f"reviewer{n}") for n in range(REVIEWERS)]

    def read(person: Person, seed: int) -> None:
        places = Places(reports, 100 + seed)
        # Most look at the table as it is and at what leads on from there; few at a day long ago.
        kinds = (lambda: "/", places.cell, places.report, places.search, places.table)
        time.sleep(places.draw.uniform(0, think[1]))
        while time.monotonic() < end:
            person.ask(places.draw.choices(kinds, (30, 25, 20, 15, 10))[0]())
            time.sleep(places.draw.uniform(*think))

    def review(person: Person, seed: int) -> None:
        draw = random.Random(seed)
        while time.monotonic() < end:
            page = person.ask("/review")
            fields = dict(re.findall(r'name="(csrf|position|seen)" value="([^"]*)"', page))
            if "position" not in fields:
                time.sleep(1)
                continue
            time.sleep(draw.uniform(*think))
            fields["decision"] = draw.choice(["accept", "reject"])
            wrong = len(person.errors)
            person.ask("/review/judge", fields)
            if len(person.errors) == wrong:
                person.judged.add(fields["position"])

    threads = [threading.Thread(target=read, args=(one, n)) for n, one in enumerate(readers)]
    threads += [threading.Thread(target=review, args=(one, n)) for n, one in enumerate(reviewers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = {one.position for one in LedgerView(folder).judgements()}
    everybody = [*readers, *reviewers]
    spent = [value for one in everybody for value in one.spent]
    for one in everybody:
        for error in one.errors[:1]:
            print(f"{one.name}: {error}", file=sys.stderr)
    judged = {position for one in reviewers for position in one.judged}
    return {
        f"{name}: requests": float(len(spent)),
        f"{name}: of them told that nothing changed": float(sum(one.same for one in everybody)),
        f"{name}: requests a second": len(spent) / seconds,
        f"{name}: work of the server a request (ms)": (worked(server) - spent_before) * 1000 / len(spent),
        f"{name}: median (ms)": sorted(spent)[len(spent) // 2],
        f"{name}: p95 (ms)": p95(spent),
        f"{name}: errors": float(sum(len(one.errors) for one in everybody)),
        f"{name}: judgements": float(len(judged)),
        f"{name}: lost judgements": float(len(judged - kept) + len(before - kept)),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--reports", type=int, default=100_000)
    arguments.add_argument("--positions", type=int, default=1_000_000)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--minutes", type=float, default=5.0)
    arguments.add_argument("--think", type=float, nargs=2, default=THINK, metavar=("LEAST", "MOST"))
    arguments.add_argument("--no-browser", action="store_true")
    given = arguments.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="zopa-web-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    filled(folder, given.reports, given.positions)
    print(f"ledger ready after {time.perf_counter() - began:,.0f} s", file=sys.stderr)
    with serving(folder) as (port, server):
        results = one_after_the_other(port, given.reports)
        if not given.no_browser:
            results |= painted(port, given.reports)
        if given.minutes:
            least, most = given.think
            results |= all_at_once((port, server), folder, given.reports, given.minutes * 60, (least, most))
            results |= all_at_once((port, server), folder, given.reports, CLOSED, (0, 0), "without thinking")
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    print(f"load average of the machine (1, 5, 15 minutes): {load}; {os.cpu_count()} cores")
    print(f"{given.reports:,} reports, {given.positions:,} positions".ljust(48) + f"{'':>12}{'limit':>10}")
    for name, value in results.items():
        print(f"{name:<48}{value:>12,.1f}{LIMITS.get(name, ''):>10}")
    if not given.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
