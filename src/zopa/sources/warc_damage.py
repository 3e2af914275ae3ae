"""Finding the way in a damaged WARC: where a record ends, and where the next one begins.

Archives compress each record by itself (WARC 1.1, annex A), so damage stays in the record it is in,
as long as somebody looks for the beginning of the next one.
"""

from __future__ import annotations

import re
import zlib
from typing import IO

_HEAD = re.compile(rb"WARC/\d\.\d\r?\n[A-Za-z-]+:")
_START = re.compile(rb"\x1f\x8b\x08|" + _HEAD.pattern)
_LENGTH = re.compile(rb"^Content-Length:\s*(\d+)", re.IGNORECASE | re.MULTILINE)
_PIECE = 1 << 20
_OVERLAP = 64
_LOOK = 1024
_MAX_HEAD = 64 * 1024


def next_record(file: IO[bytes], at: int, end: int | None = None) -> int | None:
    """The offset of the first record that begins at `at` or later, and before `end`; None for none.

    A record begins with 'WARC/' and a header line, plain or at the start of a gzip member.
    """
    while end is None or at < end:
        file.seek(at)
        piece = file.read(_PIECE if end is None else min(_PIECE, end - at))
        for found in _START.finditer(piece):
            if _begins(file, at + found.start()):
                return at + found.start()
        if len(piece) < _PIECE:
            return None
        at += _PIECE - _OVERLAP
    return None


def _begins(file: IO[bytes], at: int) -> bool:
    file.seek(at)
    raw = file.read(_LOOK)
    if raw.startswith(b"\x1f\x8b"):
        try:
            raw = zlib.decompressobj(wbits=31).decompress(raw, _LOOK)
        except zlib.error:
            return False
    return bool(_HEAD.match(raw))


def end_of_record(file: IO[bytes], at: int) -> int:
    """The offset behind the record at `at`; `at` itself where the record is damaged."""
    file.seek(at)
    piece = file.read(_MAX_HEAD)
    if not piece.startswith(b"\x1f\x8b"):
        head, found, _ = piece.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        return at + len(head) + 4 + int(length[1]) + 4 if found and length else at
    machine = zlib.decompressobj(wbits=31)
    read = len(piece)
    try:
        while piece and not machine.eof:
            # what comes out is thrown away, in small pieces: a member may unpack to gigabytes
            machine.decompress(piece, _PIECE)
            piece = machine.unconsumed_tail
            if not piece and not machine.eof:
                piece = file.read(_PIECE)
                read += len(piece)
    except zlib.error:
        return at
    return at + read - len(machine.unused_data) if machine.eof else at
