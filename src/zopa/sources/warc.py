"""Pages out of web archives: WARC (plain, gzip) and WACZ, record by record, with their offsets."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from zopa.errors import SourceError
from zopa.sources.days import day_in
from zopa.sources.extras import needs
from zopa.sources.warc_damage import end_of_record, next_record

MAX_RECORD = 8 * 1024 * 1024
"""A page is smaller than this; larger records are set aside unread."""
SUFFIXES = (".warc", ".warc.gz", ".wacz")
_SWALLOWED = b"\r\nWARC-Type: "
"""Stands in a body only where its record claims to be longer than it is, and runs into the next one."""
_TOO_LONG = "claims to be longer than it is"


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


def records(path: Path) -> Iterator[Record | Spoilt]:
    """Every HTML answer in an archive, in order; others (images, requests, robots.txt) are passed over.

    path    a .warc, .warc.gz or .wacz file.
    Raises  SourceError when it can't be opened or is no archive at all.
    Memory is that of one record, whatever the archive's size. Damage costs the record it is in: reading
    goes on at the next one that can be found.
    """
    try:
        if path.name.lower().endswith(".wacz"):
            yield from _packed(path)
        else:
            with path.open("rb") as file:
                yield from read_stream(file)
    except OSError as error:
        raise SourceError("damaged", f"can't be read ({error.strerror})", source=str(path)) from error


def _packed(path: Path) -> Iterator[Record | Spoilt]:
    """WACZ: a zip with WARC files in `archive/`.

    They are stored as they are, so a record's offset is one of the zip file itself. Where a maker
    compressed them all the same, offsets count on behind the zip's end, as if unpacked there in order.
    """
    behind = path.stat().st_size
    try:
        with zipfile.ZipFile(path) as packed, path.open("rb") as raw:
            for inside in sorted(packed.infolist(), key=lambda one: one.filename):
                name = inside.filename.lower()
                if not (name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))):
                    continue
                if inside.compress_type == zipfile.ZIP_STORED:
                    begin = _data_start(raw, inside)
                    yield from read_stream(raw, start=begin, end=begin + inside.file_size)
                    continue
                with packed.open(inside) as file, tempfile.TemporaryFile() as plain:
                    while piece := file.read(1 << 20):
                        plain.write(piece)
                    yield from read_stream(plain, shift=behind)
                behind += inside.file_size
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
        raise SourceError("damaged", f"is no WACZ that can be read ({error})", source=str(path)) from error


def _data_start(raw: IO[bytes], inside: zipfile.ZipInfo) -> int:
    """Where a stored file's bytes begin: behind its local head of 30 bytes, its name and extra field."""
    raw.seek(inside.header_offset + 26)
    lengths = raw.read(4)
    return (
        inside.header_offset
        + 30
        + int.from_bytes(lengths[:2], "little")
        + int.from_bytes(lengths[2:], "little")
    )


def read_stream(
    file: IO[bytes], *, start: int = 0, end: int | None = None, shift: int = 0
) -> Iterator[Record | Spoilt]:
    """Every HTML answer in an open WARC file, between two of its bytes.

    file   can be sought in.
    shift  is added to every offset that is given.
    """
    with needs("web", "WARC archives"):
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    at: int | None = start
    while at is not None:
        file.seek(at)
        stretch = _Stretch(file, None if end is None else end - at)
        found = ArchiveIterator(
            stretch,  # type: ignore[arg-type]  # to read and to tell is all that is asked of it
            record_types=WarcRecordType.any_type,
            parse_http=False,
        )
        last, spoilt, reason = -1, False, ""
        try:
            for record in found:
                last = at + record.stream_pos
                if record.record_type != WarcRecordType.response:
                    continue
                made = _record(record, last + shift)
                spoilt = isinstance(made, Spoilt)
                if made is not None:
                    yield made
                if isinstance(made, Spoilt) and made.reason == _TOO_LONG:
                    reason = made.reason
                    break
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # noqa: BLE001 - damage raises whatever it provokes, a panic of Rust too
            reason = f"{type(error).__name__}: {error}"
        if not reason:
            return
        torn = at if last < 0 else last if spoilt else end_of_record(file, last)
        if not spoilt:
            yield Spoilt(torn + shift, "", f"the archive is damaged here ({reason})"[:300])
        at = next_record(file, torn + 1, end)


class _Stretch:
    """A file between its place now and a number of bytes further on, as a stream to read."""

    def __init__(self, file: IO[bytes], length: int | None) -> None:
        self._file = file
        self._left = length
        self._at = 0

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        if self._left is not None:
            size = self._left if size < 0 else min(size, self._left)
        piece = self._file.read(size)
        self._at += len(piece)
        if self._left is not None:
            self._left -= len(piece)
        return piece


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
        if heads.get("Content-Length") != str(len(body)) and _SWALLOWED in body:
            return Spoilt(offset, url, _TOO_LONG)
        if len(body) < record.content_length:
            return Spoilt(offset, url, "ends in the middle")
        if (heads.get("Transfer-Encoding") or "").strip().lower() == "chunked":
            body = _joined(body)
        return Record(
            offset,
            url,
            heads.status_code or 0,
            kind,
            _unpacked(body, (heads.get("Content-Encoding") or "").strip().lower()),
            day_in(str(record.headers.get("WARC-Date") or "")),
        )
    except Exception as error:  # noqa: BLE001 - a poisoned record must not stop the archive
        return Spoilt(offset, url, f"can't be read ({type(error).__name__}: {error})"[:300])


def _joined(body: bytes) -> bytes:
    """A body sent in chunks, put together; as it is where some crawler has done so already."""
    out, at = bytearray(), 0
    while True:
        line = body.find(b"\r\n", at, at + 64)
        size = body[at:line].partition(b";")[0].strip() if line >= 0 else b""
        if not size or size.strip(b"0123456789abcdefABCDEF"):
            return bytes(out) or body
        length = int(size, 16)
        if length == 0:
            return bytes(out)
        out += body[line + 2 : line + 2 + length]
        at = line + 2 + length + 2


def _unpacked(body: bytes, coding: str) -> bytes:
    """A body decompressed; as it is where some crawler has done so already. Raises ValueError."""
    if coding in ("", "identity") or body.lstrip()[:1] == b"<":
        return body
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"compressed as {coding}")
    for bits in (47,) if "gzip" in coding else (15, -15):
        machine = zlib.decompressobj(wbits=bits)
        try:
            out = machine.decompress(body, MAX_RECORD)
        except zlib.error:
            if bits in (47, -15):
                raise
            continue  # some servers send deflate without its head
        if machine.unconsumed_tail:
            raise ValueError("unpacks to more than a page")
        return out
    raise AssertionError("unreachable: the last attempt returns or raises")
