"""A bulk job: every shard once, whatever is killed in between; then one load into the ledger."""

from __future__ import annotations

import fcntl
import glob
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zopa.dossier import Dossier
from zopa.errors import SkipReport, SourceError, ZopaError
from zopa.ledger.address import Place
from zopa.ledger.writer import LedgerWriter
from zopa.pipeline import ledger_of, reading_key
from zopa.pipeline_bulk.engines import engine_named
from zopa.pipeline_bulk.shard import Loaded, Tally, bulk_key, loaded
from zopa.reading import Reader
from zopa.sources.extras import needs
from zopa.sources.relevance import Relevance
from zopa.sources.shelf import Shelf, clear_scraps, write_whole
from zopa.vocabulary import content_id

FOLDER = "bulk"
LISTED = 200
"""Records set aside that are listed on the page; all of them stand in the shards' files."""
BATCH = 500
"""Reports that go into the ledger in one transaction."""
EDGE = 64 * 1024
"""Bytes at either end by which an archive is known; reading a gigabyte to name it would take too long."""
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class BulkRun:
    """What a bulk job did.

    shards, resumed  archives read now, and those found done from an earlier run.
    tally            pages by how far they went, over all shards.
    new, known       reports written now, and reports that were there.
    positions        stated positions that are new in the ledger.
    failed           archives that could not be opened.
    set_aside        broken records, as 'archive@offset', with the reason.
    """

    shards: int = 0
    resumed: int = 0
    tally: Tally = field(default_factory=Tally)
    new: int = 0
    known: int = 0
    positions: int = 0
    failed: list[SourceError] = field(default_factory=list)
    set_aside: list[SkipReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Job:
    """The archives of one dossier to be read, and where their shards' files lie."""

    dossier: Dossier
    archives: tuple[Path, ...]
    key: str

    @property
    def folder(self) -> Path:
        """DIR/bulk."""
        return self.dossier.folder / FOLDER

    def file(self, archive: Path) -> Path:
        """A shard's Parquet file; another dossier, reader or archive gives another name."""
        stamp = content_id(archive.name, _look(archive), self.key)
        name = archive.name.removesuffix(".gz").removesuffix(".warc")
        return self.folder / f"{name}-{stamp}.parquet"


def read_archives(
    dossier: Dossier,
    pattern: str,
    *,
    engine: str = "process",
    workers: int = 0,
    ledger: Place | None = None,
    progress: Progress = lambda _done, _total, _name: None,
) -> BulkRun:
    """Read all archives that a pattern names, and load what they hold.

    pattern   a path with wildcards; `**` goes through folders.
    engine    'process' or 'ray'.
    workers   processes; 0 for one per core.
    ledger    where it goes; the dossier's own by default.
    Returns   what was done. A run that is stopped at any moment goes on where it was; running it
              again adds nothing.
    Raises    ZopaError when no archive matches or another job is at work here.
    """
    work = engine_named(engine)
    archives = _named(pattern)
    reader = Reader(dossier)
    job = Job(dossier, archives, bulk_key(dossier, reader, Relevance(dossier)))
    done = BulkRun()
    with _alone(job.folder):
        todo = [archive for archive in archives if not job.file(archive).is_file()]
        done.resumed = len(archives) - len(todo)
        progress(done.resumed, len(archives), "")
        for archive, result in work(dossier, todo, workers or os.cpu_count() or 1):
            if isinstance(result, SourceError):
                done.failed.append(result)
            else:
                write_whole(job.file(archive), result)
                done.shards += 1
            progress(done.resumed + done.shards + len(done.failed), len(archives), archive.name)
        read = [archive for archive in archives if job.file(archive).is_file()]
        writer = LedgerWriter(ledger_of(dossier, ledger), reader.origin)
        _load(job, read, writer, reading_key(dossier, reader), done)
    return done


def _look(archive: Path) -> str:
    """What tells an archive from another of its name: its size, its beginning and its end."""
    size = archive.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with archive.open("rb") as file:
        for place in (0, max(0, size - EDGE)):
            file.seek(place)
            digest.update(file.read(EDGE))
    return digest.hexdigest()


def _named(pattern: str) -> tuple[Path, ...]:
    found = sorted(Path(name) for name in glob.glob(pattern, recursive=True))  # noqa: PTH207 - absolute ones too
    archives = tuple(path for path in found if path.is_file())
    if not archives:
        raise ZopaError(
            f"no archive matches '{pattern}'", remedy="Put it in quotation marks: --warc 'crawl/*.warc.gz'"
        )
    names = [path.name for path in archives]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise ZopaError(f"two archives are called {twice}", remedy="Read them one after the other.")
    return archives


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One job per dossier; scraps of a killed one are cleared away. Raises ZopaError."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ZopaError("another bulk job is at work here", path=folder, remedy="Wait for it.") from error
        clear_scraps(folder)
        yield


# ------------------------------------------------------------------ loading


def _load(job: Job, archives: Sequence[Path], writer: LedgerWriter, key: str, done: BulkRun) -> None:
    """Put every shard's reports on the shelf and into the ledger; in the same order every time."""
    latest: dict[str, tuple[str, int]] = {}
    for number, archive in enumerate(archives):
        table = _table(job.file(archive), ["status", "identity", "crawled", "offset", "url", "reason"])
        _add_tally(done.tally, table.schema.metadata)
        for row in table.to_pylist():
            if row["status"] == "report":
                # of a page met twice the later one counts, also when it comes first
                at = (row["crawled"], number)
                latest[row["identity"]] = max(latest.get(row["identity"], at), at)
            elif row["status"] == "set-aside":
                where = f"{archive.name}@{row['offset']}"
                done.set_aside.append(SkipReport(row["reason"], path=where))
    held = writer.up_to_date(key)
    shelf = Shelf(job.dossier.reports_folder)
    batch: list[Loaded] = []
    for number, archive in enumerate(archives):
        for row in _newest(job.file(archive), number, latest):
            path, written = shelf.put_file(row["identity"], row["name"], row["file"])
            done.new, done.known = done.new + written, done.known + (not written)
            one = loaded(row, path.stem)
            if held.get(one[0].id) != one[0].digest:
                batch.append(one)
            if len(batch) >= BATCH:
                done.positions += writer.record_many(batch, key)[0]
                batch = []
    done.positions += writer.record_many(batch, key)[0]
    writer.accept_automatically(job.dossier.auto_accept)
    writer.link_reprints()
    writer.finish(done.set_aside[:LISTED])


def _newest(file: Path, number: int, latest: dict[str, tuple[str, int]]) -> Iterator[dict[str, Any]]:
    """The rows of one shard that count, each page once: its last row in the shard."""
    rows = {}
    for row in _table(file, None).to_pylist():
        if row["status"] == "report" and latest[row["identity"]] == (row["crawled"], number):
            rows[row["identity"]] = row
    yield from rows.values()


def _table(file: Path, columns: list[str] | None) -> Any:
    with needs("bulk", "archives in bulk"):
        from pyarrow import parquet
    return parquet.ParquetFile(file).read(columns=columns)


def _add_tally(tally: Tally, metadata: dict[bytes, bytes]) -> None:
    for name in Tally.__slots__:
        setattr(tally, name, getattr(tally, name) + int(metadata[f"zopa.{name}".encode()]))
