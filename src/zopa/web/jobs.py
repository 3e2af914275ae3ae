"""Work that takes longer than a page may: exports and readings, one after the other, with their progress."""

from __future__ import annotations

import logging
import queue
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from zopa.errors import ZopaError
from zopa.ledger.clock import utc_now
from zopa.web.days import told

log = logging.getLogger("zopa.web")

MOST = 50
"""Finished jobs remembered; the files of older ones are removed."""
WAITING = 20
"""Jobs that may wait at a time."""


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self in (State.DONE, State.FAILED, State.STOPPED)


class Stopped(Exception):
    """Somebody asked the job to stop."""


@dataclass
class Job:
    """A piece of work. `total` is 0 while nobody knows how much it is.

    kind    'export' or 'read'; what  a format, or what is read.
    rows    how many rows were written, once done; file  what was made, if anything.
    told    one sentence about the result; fault, remedy  what went wrong.
    """

    id: str
    kind: str
    what: str
    by: str
    asked: datetime
    state: State = State.WAITING
    done: int = 0
    total: int = 0
    rows: int = 0
    noun: str = ""
    file: Path | None = None
    told: str = ""
    fault: str = ""
    remedy: str = ""
    ended: datetime | None = None
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def share(self) -> float | None:
        """0 to 1, or None while unknown."""
        return min(1.0, self.done / self.total) if self.total else None

    def step(self, done: int, total: int | None = None) -> None:
        """Say how far it is. Raises Stopped where somebody asked it to stop."""
        self.done = done
        if total is not None:
            self.total = total
        if self._stop.is_set():
            raise Stopped

    def stop(self) -> None:
        """Ask it to stop at its next step."""
        self._stop.set()

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "what": self.what,
            "by": self.by,
            "state": self.state.value,
            "done": self.done,
            "total": self.total,
            "rows": self.rows if self.state is State.DONE else None,
            "row_kind": self.noun or None,
            "file": f"/exports/{self.id}/file" if self.file and self.state is State.DONE else None,
            "result": self.told or None,
            "error": {"message": self.fault, "remedy": self.remedy} if self.fault else None,
            "asked_at": told(self.asked),
            "ended_at": told(self.ended) if self.ended else None,
        }


Work = Callable[[Job], None]


class TooMany(ZopaError):
    """Enough work is waiting already."""


class Jobs:
    """One worker and what waits for it. Files lie in a folder of their own, gone when the server stops."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[Job, Work] | None] = queue.Queue()
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._worker: threading.Thread | None = None

    @property
    def folder(self) -> Path:
        """Where files go."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="zopa-jobs-"))
            return self._folder

    def add(self, kind: str, what: str, by: str, work: Work) -> Job:
        """Have something done. Raises TooMany."""
        job = Job(secrets.token_hex(8), kind, what, by, utc_now())
        with self._lock:
            waiting = sum(not one.state.is_over for one in self._jobs.values())
            if waiting >= WAITING:
                raise TooMany("enough work is waiting already", remedy="Wait for some of it, or stop it.")
            self._jobs[job.id] = job
            self._forget()
            if self._worker is None:
                self._worker = threading.Thread(target=self._run, name="zopa-jobs", daemon=True)
                self._worker.start()
        self._waiting.put((job, work))
        return job

    def get(self, name: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(name)

    def all(self, kind: str = "") -> list[Job]:
        """All that are remembered, the newest first."""
        with self._lock:
            return [job for job in reversed(self._jobs.values()) if kind in ("", job.kind)]

    def close(self) -> None:
        """Stop what runs, forget what waits, remove the files."""
        for job in self.all():
            job.stop()
        self._waiting.put(None)
        if self._worker is not None:
            self._worker.join(10)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _forget(self) -> None:
        over = [job for job in self._jobs.values() if job.state.is_over]
        for job in over[: max(0, len(over) - MOST)]:
            if job.file is not None:
                job.file.unlink(missing_ok=True)
            del self._jobs[job.id]

    def _run(self) -> None:
        while (given := self._waiting.get()) is not None:
            job, work = given
            job.state = State.RUNNING
            try:
                job.step(0)
                work(job)
                job.state = State.DONE
            except Stopped:
                job.state = State.STOPPED
            except ZopaError as error:
                job.fault, job.remedy, job.state = error.message, error.remedy, State.FAILED
            except Exception as error:
                # Whatever it was, the worker goes on with the next one.
                log.error("job %s %s failed [%s]", job.kind, job.what, job.id, exc_info=error)
                job.fault, job.state = f"a fault in zopa [{job.id}]", State.FAILED
            job.ended = utc_now()
