"""One shard, that is one archive, becomes rows: what matters is read, what is broken is set aside.

    record ─▶ language ─▶ pre-filter (bytes) ─▶ text ─▶ pre-filter (text) ─▶ reading ─▶ row

Everything here depends on the archive's bytes, the dossier and the reader alone: no clock, no chance, no
order of work. So the same shard gives the same bytes on any machine, by any engine.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from zopa.dossier import Dossier
from zopa.errors import SourceError
from zopa.pipeline import reading_key
from zopa.reading import Reader
from zopa.sources import warc
from zopa.sources.draft import Draft
from zopa.sources.extras import needs
from zopa.sources.languages import LANGUAGES, language_of_page
from zopa.sources.page import page_draft
from zopa.sources.relevance import Relevance
from zopa.sources.shelf import as_file
from zopa.sources.text import report_in
from zopa.vocabulary import Report, StatedPosition, Statement, content_id

STATEMENTS = TypeAdapter(tuple[Statement, ...])
POSITIONS = TypeAdapter(tuple[StatedPosition, ...])
Loaded = tuple[Report, tuple[Statement, ...], tuple[StatedPosition, ...]]
COLUMNS = (
    "offset",  # of the record in the archive, in bytes
    "url",
    "status",  # report, turned-away or set-aside
    "reason",  # why it was turned away or set aside
    "identity",  # the same page met again has the same one
    "crawled",  # the day the archive gives
    "name",  # the report's id
    "file",  # the report file, whole
    "statements",  # JSON
    "positions",  # JSON
)


@dataclass(slots=True)
class Tally:
    """How many pages went how far; part of the shard's file."""

    pages: int = 0
    foreign: int = 0
    irrelevant: int = 0
    turned_away: int = 0
    set_aside: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Detour:
    """Places in an archive that kill whoever reads them.

    skip  offsets of records to set aside unread.
    stop  the offset of the last record that can be read, or None.
    """

    skip: frozenset[int] = frozenset()
    stop: int | None = None


@dataclass(slots=True)
class ShardReader:
    """Reads shards for one dossier; names and models are made ready once.

    step  called with the offset of the record at hand, and with -offset-2 once it is done with.
    """

    dossier: Dossier
    step: Callable[[int], None] = lambda _offset: None
    _relevance: Relevance = field(init=False)
    _reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        self._relevance = Relevance(self.dossier)
        self._reader = Reader(self.dossier)

    @property
    def key(self) -> str:
        """What a shard's rows depend on besides the archive."""
        return bulk_key(self.dossier, self._reader, self._relevance)

    def parquet(self, archive: Path, detour: Detour | None = None) -> bytes:
        """Read an archive to the end. Returns a Parquet file as bytes. Raises SourceError."""
        with needs("bulk", "archives in bulk"):
            import pyarrow as pa
            from pyarrow import parquet
        tally = Tally()
        rows = list(self.rows(archive, tally, detour or Detour()))
        self.step(-1)  # at no record any more: whoever dies from here on was not killed by one
        schema = pa.schema(
            [(name, pa.int64() if name == "offset" else pa.string()) for name in COLUMNS],
            metadata={"zopa.key": self.key, **{f"zopa.{k}": str(getattr(tally, k)) for k in Tally.__slots__}},
        )
        table = pa.Table.from_pylist(rows, schema=schema)
        out = io.BytesIO()
        parquet.write_table(table, out, compression="zstd", use_dictionary=False, store_schema=True)
        return out.getvalue()

    def rows(self, archive: Path, tally: Tally, detour: Detour) -> Iterator[dict[str, Any]]:
        """One row for every page that matters or is broken; memory is that of one page."""
        for record in warc.records(archive):
            self.step(record.offset)
            tally.pages += 1
            if record.offset in detour.skip:
                row: dict[str, Any] | None = _aside(tally, record.offset, record.url, "kills its reader")
            elif isinstance(record, warc.Spoilt):
                row = _aside(tally, record.offset, record.url, record.reason)
            else:
                row = self._row(record, tally)
            if row is not None:
                yield dict.fromkeys(COLUMNS, "") | row
            self.step(-record.offset - 2)
            if record.offset == detour.stop:
                reason = "the archive kills its reader after this record; the rest was not read"
                yield dict.fromkeys(COLUMNS, "") | _aside(tally, record.offset, record.url, reason)
                return

    def _row(self, record: warc.Record, tally: Tally) -> dict[str, Any] | None:
        if not self._in_language(record.body):
            tally.foreign += 1
            return None
        if record.status != 200 or not self._relevance.of_page(record.body).relevant:
            tally.irrelevant += 1
            return None
        try:
            draft = page_draft(record.body, record.url, content_type=record.content_type, seen_on=record.date)
            if not self._relevance.of_text(f"{draft.title}\n{draft.text}").relevant:
                tally.irrelevant += 1
                return None
            # a page without a day was there at the latest on the day it was crawled
            draft = draft.or_else(published=record.date)
            return self._report_row(record, draft, tally)
        except SourceError as error:
            tally.turned_away += 1
            return {
                "offset": record.offset,
                "url": record.url,
                "status": "turned-away",
                "reason": error.message,
            }
        except Exception as error:  # noqa: BLE001 - one poisoned page must not stop a million
            reason = f"can't be read ({type(error).__name__}: {error})"[:300]
            return _aside(tally, record.offset, record.url, reason)

    def _report_row(self, record: warc.Record, draft: Draft, tally: Tally) -> dict[str, Any]:
        if draft.published is None:
            raise SourceError("no-date", "nothing says when it was published", source=record.url)
        file = as_file(draft)
        report = report_in(file, f"{draft.name}.md")
        reading = self._reader.read(report)
        tally.reports += 1
        return {
            "offset": record.offset,
            "url": record.url,
            "status": "report",
            "identity": draft.identity,
            "crawled": str(record.date or ""),
            "name": report.id,
            "file": file,
            "statements": STATEMENTS.dump_json(reading.statements).decode(),
            "positions": POSITIONS.dump_json(reading.positions).decode(),
        }

    def may_matter(self, record: warc.Record) -> bool:
        """Whether a page gets past the language and the pre-filter, as bytes."""
        return self._in_language(record.body) and self._relevance.of_page(record.body).relevant

    def _in_language(self, body: bytes) -> bool:
        """Whether a page may be in a language of the dossier; where nobody can tell, it may."""
        wanted = {language[:2].lower() for language in self.dossier.languages}
        if not wanted or not wanted <= LANGUAGES.keys():
            return True
        return language_of_page(body) in wanted


def bulk_key(dossier: Dossier, reader: Reader, relevance: Relevance) -> str:
    """What the rows of any shard depend on besides the archive."""
    return content_id("bulk", reading_key(dossier, reader), relevance.key)


def _aside(tally: Tally, offset: int, url: str, reason: str) -> dict[str, Any]:
    tally.set_aside += 1
    return {"offset": offset, "url": url, "status": "set-aside", "reason": reason}


def loaded(row: dict[str, Any], name: str) -> Loaded:
    """A row's report and what was read in it, under the name the report has on the shelf."""
    report = report_in(row["file"], f"{name}.md")
    statements = tuple(replace(one, report=name) for one in STATEMENTS.validate_json(row["statements"]))
    renamed = {
        old.id: new.id
        for old, new in zip(STATEMENTS.validate_json(row["statements"]), statements, strict=True)
    }
    positions = tuple(
        replace(one, report=name, statement=renamed.get(one.statement or "", one.statement))
        for one in POSITIONS.validate_json(row["positions"])
    )
    return report, statements, positions
