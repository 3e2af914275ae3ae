"""Kill writers at random moments and look at what is left: python killing.py PLACE WORK POINTS SEED.

WORK is 'reading' or 'judging'. Every point forks a writer, which says through a pipe what it was told is
done, and is killed with signal 9 at a random moment, mostly in the middle of something. Then everything it
had said must be there, and `verify` must find the ledger sound. One ledger goes through all points.
Prints one line of JSON: how many points, how much was acknowledged, and what was wrong.
"""

from __future__ import annotations

import dataclasses
import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from test_ledger import TEXT, position, report

from zopa.ledger import upkeep
from zopa.ledger.judging import Judging
from zopa.ledger.store import Place
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Decision

LONGEST = 0.25
"""Seconds after the first acknowledgement until the kill, at most."""


def reading(place: Place, point: int, say: int) -> None:
    """Record reports, change some of them, and do what a run does at its end."""
    writer = LedgerWriter(place, "test")
    for number in range(10_000):
        # Every third one is a new version of an earlier report.
        name = f"r{point}-{number}" if number % 3 < 2 else f"r{point}-{number - 1}"
        text = TEXT if number % 3 < 2 else f"Again: {number}. {TEXT}"
        at = text.index("Northmark")
        one = dataclasses.replace(position(at, at + 27, text), report=name, confidence=0.9)
        writer.record(report(text, name), [], [one], "key")
        os.write(say, f"{name} {at}\n".encode())
        if number % 7 == 6:
            writer.accept_automatically([None, 0.5][number % 2])
            writer.link_reprints()


def judging(place: Place, point: int, say: int) -> None:
    """Judge, judge in bulk, and take it back."""
    desk = Judging(place, f"ada{point}")
    ids = sorted(one.id for one, _ in LedgerView(place).suggestions())
    for number in range(10_000):
        one = ids[number % len(ids)]
        if number % 4 == 3:
            done = desk.undo()
        elif number % 4 == 2:
            done = desk.judge_many(ids[:5], Decision.UNSURE)
        else:
            done = [desk.judge(one, [Decision.ACCEPT, Decision.REJECT][number % 2])]
        for made in done:
            os.write(say, f"{made.position} {made.by} {made.version}\n".encode())


def missing(place: Place, work: str, said: list[str]) -> list[str]:
    """What was acknowledged and is not there."""
    view = LedgerView(place)
    if work == "reading":
        # The last word on a report counts; a version may be replaced again, unacknowledged.
        last = dict(line.split() for line in said)
        held = {one.report for one in view.positions()}
        return [name for name in last if name not in held or name not in view.digests()]
    made = {f"{one.position} {one.by} {one.version}" for one in view.judgements(superseded=True)}
    return [line for line in said if line not in made]


def one_point(place: Place, work: str, point: int, delay: float) -> tuple[int, list[str]]:
    """(how much was acknowledged, what is wrong)."""
    ear, say = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        try:
            {"reading": reading, "judging": judging}[work](place, point, say)
        finally:
            os._exit(1)
    os.close(say)
    heard = b""
    if point % 10:
        # Every tenth is killed while it opens the ledger.
        select.select([ear], [], [], 60)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while part := os.read(ear, 65_536):
        heard += part
    os.close(ear)
    said = heard.decode().splitlines()
    wrong = [f"lost: {line}" for line in missing(place, work, said)] if said else []
    return len(said), wrong + list(upkeep.verify(place).problems)


def main() -> None:
    """Run."""
    where, work, points, seed = sys.argv[1:]
    place: Place = where if "://" in where else Path(where)
    writer = LedgerWriter(place, "test")
    for number in range(8):
        one = dataclasses.replace(position(), report=f"base{number}")
        writer.record(report(name=one.report), [], [one], "key")
    writer.finish([])
    del writer
    draw = random.Random(int(seed))
    acknowledged, wrong = 0, []
    for point in range(int(points)):
        said, problems = one_point(place, work, point, draw.random() * LONGEST)
        acknowledged += said
        wrong += [f"point {point}: {one}" for one in problems]
    sys.stdout.write(json.dumps({"points": int(points), "acknowledged": acknowledged, "wrong": wrong}) + "\n")


if __name__ == "__main__":
    main()
