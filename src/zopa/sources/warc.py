"""Pages out of web archives: WARC (plain, gzip) and WACZ, record by record, with their offsets."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from zopa.errors import SourceError
from zopa.sources.extras import needs
from zopa.sources.metadata import day_in

MAX_RECORD = 8 * 1024 * 1024
"""A page is smaller than this; larger records are set aside unread."""
SUFFIXES = (".warc", ".warc.gz", ".wacz")


@dataclass(frozen=True, slots=True)
class Record:
    """One archived answer.

    offset        where the record starts in its file, in bytes (of the compressed file).
    body          the page, decompressed.
    content_type  the HTTP header.
    date          the day it was fetched.
    """

    offset: int
    url: str
    status: int
    content_type: str
    body: bytes
    date: date | None


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A record that can't be used, by its offset, with the reason."""

    offset: int
    url: str
    reason: str


def is_archive(path: Path) -> bool:
    """Whether a file's name says it is a web archive."""
    return path.name.lower().endswith(SUFFIXES)


def records(path: Path, *, start: int = 0) -> Iterator[Record | Spoilt]:
    """Every HTML answer in an archive, in order; others (images, requests, robots.txt) are passed over.

    path    a .warc, .warc.gz or .wacz file.
    start   the offset of the record to begin at (not for .wacz).
    Raises  SourceError when it can't be opened or is no archive at all.
    Memory is that of one record, whatever the archive's size.
    """
    if path.name.lower().endswith(".wacz"):
        yield from _packed(path)
        return
    try:
        with path.open("rb") as file:
            if start:
                file.seek(start)
            yield from read_stream(file, base=start)
    except OSError as error:
        raise SourceError("damaged", f"can't be read ({error.strerror})", source=str(path)) from error


def _packed(path: Path) -> Iterator[Record | Spoilt]:
    """WACZ: a zip with WARC files in `archive/`."""
    try:
        with zipfile.ZipFile(path) as packed:
            for name in sorted(packed.namelist()):
                if name.startswith("archive/") and name.lower().endswith((".warc", ".warc.gz")):
                    with packed.open(name) as file:
                        yield from read_stream(file)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise SourceError("damaged", f"is no WACZ that can be read ({error})", source=str(path)) from error


def read_stream(file: IO[bytes], *, base: int = 0) -> Iterator[Record | Spoilt]:
    """Every HTML answer in an open WARC stream; offsets count from `base`."""
    with needs("web", "WARC archives"):
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    found = iter(ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=False))
    last = base
    while True:
        try:
            record = next(found)
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001 - a damaged stream raises whatever its bytes provoke
            yield Spoilt(
                last, "", f"the archive is damaged after here ({type(error).__name__}: {error})"[:300]
            )
            return
        last = base + record.stream_pos
        made = _record(record, last)
        if made is not None:
            yield made


def _record(record: Any, offset: int) -> Record | Spoilt | None:
    url = ""
    try:
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        if record.content_length > MAX_RECORD:
            return Spoilt(offset, url, f"{record.content_length / 1e6:.0f} MB is no page")
        record.parse_http()
        heads = record.http_headers
        if heads is None:
            return Spoilt(offset, url, "holds no HTTP answer")
        kind = (heads.get("Content-Type") or "").strip()
        bare = kind.partition(";")[0].strip().lower()
        if bare and bare not in ("text/html", "application/xhtml+xml"):
            return None
        body = record.reader.read(MAX_RECORD + 1)
        coding = (heads.get("Content-Encoding") or "").strip().lower()
        if coding in ("gzip", "x-gzip", "deflate") and body[:1] != b"<":
            body = _inflated(body, coding)
        return Record(
            offset,
            url,
            heads.status_code or 0,
            kind,
            body,
            day_in(str(record.headers.get("WARC-Date") or "")),
        )
    except Exception as error:  # noqa: BLE001 - a poisoned record must not stop the archive
        return Spoilt(offset, url, f"can't be read ({type(error).__name__}: {error})"[:300])


def _inflated(body: bytes, coding: str) -> bytes:
    machine = zlib.decompressobj(wbits=47 if "gzip" in coding else 15)
    out = machine.decompress(body, MAX_RECORD)
    if machine.unconsumed_tail:
        raise ValueError("unpacks to more than a page")
    return out
