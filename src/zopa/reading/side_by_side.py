"""Reads many reports on all cores of this machine: readers in processes of their own, results in order.

Driver and readers talk in length-prefixed pickles over pipes. A reader ends when its driver does.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from zopa.dossier import Dossier
from zopa.errors import SkipReport, ZopaError
from zopa.reading.judged import Fact
from zopa.reading.outcome import Reading
from zopa.reading.reader import Reader
from zopa.vocabulary import Report

FEW = 24
"""Reports for each further process: starting one costs as much as reading about that many."""
MOST = 8
"""Processes at most: each takes some 300 MB."""
AHEAD = 6
"""Reports a process may be ahead of the slowest, so that memory stays flat."""
DEATHS = 2
"""So many readers must die over the same report before it is set aside: chance kills hit others."""
_SERVE = "from zopa.reading.side_by_side import serve; serve()"
_LENGTH = struct.Struct("<Q")
_Answer = Reading | SkipReport | ZopaError


class SideBySide:
    """The local engine for many reports: a `ConcurrentReader` that needs no network.

    workers   processes at most; None for one a core. Few reports are read in this process.
    """

    def __init__(self, dossier: Dossier, workers: int | None = None) -> None:
        self._workers = workers
        self._reader = Reader(dossier)

    @property
    def origin(self) -> str:
        """The engine and its version."""
        return self._reader.origin

    def read(self, report: Report) -> Reading:
        """Statements and stated positions of one report, read in this process."""
        return self._reader.read(report)

    def read_many(self, reports: Sequence[Report]) -> Iterator[tuple[Report, Reading | SkipReport]]:
        """Each report with its reading, in the order given."""
        count = min(self._workers or min(_cores(), MOST), len(reports) // FEW)
        if count < 2:
            for report in reports:
                yield report, _read(self._reader, report)
            return
        yield from _by_processes(self._reader, reports, count)

    def study(self, reports: Iterable[Report]) -> None:
        """See `Reader.study`; every process reads with what was learned here."""
        self._reader.study(reports)

    def learn(self, facts: Sequence[Fact], reports: Iterable[Report]) -> None:
        """See `Reader.learn`; every process reads with what was learned here."""
        self._reader.learn(facts, reports)

    def summary(self) -> Mapping[str, int]:
        """Nothing is counted."""
        return {}


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(reader: Reader, report: Report) -> Reading | SkipReport:
    try:
        return reader.read(report)
    except SkipReport as skip:
        return skip


def _by_processes(
    reader: Reader, reports: Sequence[Report], count: int
) -> Iterator[tuple[Report, Reading | SkipReport]]:
    todo = iter(enumerate(reports))
    lock: threading.Lock = threading.Lock()
    done: queue.SimpleQueue[tuple[int, Report, _Answer]] = queue.SimpleQueue()
    room = threading.Semaphore(count * AHEAD)
    known = pickle.dumps(reader)
    hands = [_Hand(known) for _ in range(count)]
    closing = threading.Event()

    def work(hand: _Hand) -> None:
        while not closing.is_set():
            room.acquire()
            with lock:
                number, report = next(todo, (-1, None))
            if report is None or closing.is_set():
                return
            done.put((number, report, hand.read(report)))

    threads = [threading.Thread(target=work, args=(hand,), daemon=True) for hand in hands]
    try:
        for thread in threads:
            thread.start()
        waiting: dict[int, tuple[Report, _Answer]] = {}
        for wanted in range(len(reports)):
            while wanted not in waiting:
                number, one, answer = done.get()
                waiting[number] = one, answer
            report, reading = waiting.pop(wanted)
            room.release()
            if isinstance(reading, ZopaError) and not isinstance(reading, SkipReport):
                raise reading
            yield report, reading
    finally:
        closing.set()
        for hand in hands:
            room.release()
            hand.close()


class _Hand:
    """Holds one reader process, and replaces it when it dies.

    reader  a pickled Reader, with all it learned.
    """

    def __init__(self, reader: bytes) -> None:
        self._reader = reader
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._changing = threading.Lock()

    def read(self, report: Report) -> _Answer:
        """What is in a report; SkipReport where readers die over it; ZopaError for a mistake of ours."""
        for _ in itertools.repeat(None, DEATHS):
            try:
                process = self._process or self._start()
                assert process.stdin is not None  # noqa: S101 - both are pipes
                assert process.stdout is not None  # noqa: S101
                _send(process.stdin, report)
                found = _receive(process.stdout)
            except (OSError, EOFError, ValueError, pickle.UnpicklingError):
                self._end()
                if self._closed:
                    return ZopaError("interrupted")
            else:
                return found if isinstance(found, Reading) else _error(*found)
        return SkipReport(f"readers of '{report.id}' end without an answer", remedy="Read it by itself.")

    def close(self) -> None:
        """End the reader, whatever it is at."""
        with self._changing:
            self._closed = True
        self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
        with self._changing:
            if self._closed:
                raise EOFError
            process = self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-c", _SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | one_thread | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        assert process.stdin is not None  # noqa: S101
        _write(process.stdin, self._reader)
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


def serve() -> None:
    """The reader's side: take reports from standard input until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the driver's to answer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    asked = os.fdopen(os.dup(0), "rb")
    with contextlib.suppress(EOFError, OSError):
        reader = _receive(asked)
        while True:
            report = _receive(asked)
            try:
                answer: object = reader.read(report)
            except SkipReport as skip:
                answer = (True, skip.message, skip.remedy)
            except Exception:  # noqa: BLE001 - raised again by the driver
                answer = (False, f"reading '{report.id}' failed\n{traceback.format_exc()}", "")
            _send(answers, answer)


def _error(skips: bool, message: str, remedy: str) -> SkipReport | ZopaError:
    """An error as it was raised in a reader: exceptions themselves do not all survive a pipe."""
    return SkipReport(message, remedy=remedy) if skips else ZopaError(message)


def _send(pipe: IO[bytes], value: object) -> None:
    _write(pipe, pickle.dumps(value))


def _write(pipe: IO[bytes], raw: bytes) -> None:
    pipe.write(_LENGTH.pack(len(raw)) + raw)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """The next value. Only our own two processes write to these pipes. Raises EOFError."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    raw = pipe.read(length)
    if len(raw) < length:
        raise EOFError
    return pickle.loads(raw)  # noqa: S301
