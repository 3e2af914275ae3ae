"""Exports as jobs: written row by row, counted as they go, never larger in memory than a batch of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from zopa import pipeline
from zopa.dossier import Dossier
from zopa.export import formats
from zopa.export.json import document
from zopa.ledger.inbox import Inbox
from zopa.ledger.store import Place
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Judgement, Report, StatedPosition, Statement, Status
from zopa.web.jobs import Job, Jobs, Work

Row = TypeVar("Row")

EVERY = 200
"""Rows after which progress is told."""


def names() -> list[str]:
    """Every format there is."""
    return ["json", *formats.FORMATS]


def suffix(name: str) -> str:
    """How a format's files end."""
    return ".json" if name == "json" else formats.FORMATS[name].suffix


class Counting(LedgerView):
    """A view of a ledger that says how many rows were taken from it.

    told  is called with that number now and then; what it raises ends the reading.
    """

    def __init__(self, place: Place, told: Callable[[int], None]) -> None:
        super().__init__(place)
        self._told = told
        self._seen = 0

    def _counted(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self._seen += 1
            if self._seen % EVERY == 0:
                self._told(self._seen)
            yield row

    def flat(self) -> Iterator[tuple[Any, ...]]:
        """As LedgerView."""
        return self._counted(super().flat())

    def stream_reports(self) -> Iterator[Report]:
        """As LedgerView."""
        return self._counted(super().stream_reports())

    def stream_statements(self) -> Iterator[Statement]:
        """As LedgerView."""
        return self._counted(super().stream_statements())

    def stream_positions(self) -> Iterator[tuple[StatedPosition, Status]]:
        """As LedgerView."""
        return self._counted(super().stream_positions())

    def judgements(self, position: str | None = None, *, superseded: bool = False) -> Iterator[Judgement]:
        """As LedgerView."""
        return self._counted(super().judgements(position, superseded=superseded))


_READ = {"jsonl": ("reports", "statements", "positions"), "prov": ("reports", "positions")}
_READ |= dict.fromkeys(("ftm", "webannotation", "labelstudio"), ("reports", "positions"))
_READ |= {"csl": ("reports",)}


def exported(jobs: Jobs, dossier: Dossier, place: Place, form: str) -> Work:
    """The work of one export. When run it raises what `formats.write` does."""

    def work(job: Job) -> None:
        path = jobs.folder / f"{job.id}{suffix(form)}"
        counts = Inbox(place).counts()
        job.step(0, sum(counts[name] for name in _READ.get(form, ("positions",))))
        if form == "json":
            made = document(pipeline.place(dossier, ledger=place))
            path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            job.rows, job.noun = len(made["positions"]), "positions"
        else:
            view = Counting(place, lambda seen: job.step(min(seen, job.total)))
            written = formats.write(form, view, path, dossier)
            job.rows, job.noun = written.rows, written.what
        job.file = path
        job.step(job.total)

    return work


def read_again(dossier: Dossier, place: Place) -> Work:
    """The work of reading every report that is new or changed. Raises what `pipeline.read` does."""

    def work(job: Job) -> None:
        def progress(done: int, total: int, _report: str) -> None:
            job.step(done, total)

        run = pipeline.read(dossier, progress=progress, ledger=place)
        job.rows, job.noun = run.read, "reports"
        job.step(job.total)
        job.told = f"{run.read}/{run.unchanged}/{run.new}/{run.retired}/{len(run.skipped)}"

    return work
