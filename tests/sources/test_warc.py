"""Archives as they are in the world: damaged, packed twice, sent in chunks. Damage costs one record."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("fastwarc", reason="needs the extra zopa[web]")

from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.sources.warc import Record, Spoilt, records
from zopa.sources.warc_damage import end_of_record, next_record


def plain(number: int, body: bytes = b"", heads: bytes = b"", kind: bytes = b"response") -> bytes:
    """One record, not compressed."""
    words = " ".join(f"word{number}-{at}" for at in range(400))
    body = body or f"<html><p>page {number} {words}</p></html>".encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + heads + b"\r\n" + body
    return (
        b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2031-03-05T00:00:00Z\r\n"
        b"WARC-Target-URI: https://quay.example/%d\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (kind, number, len(block), block)
    )


def packed(number: int) -> bytes:
    return gzip.compress(plain(number), mtime=0)


def found(folder: Path, raw: bytes, name: str = "c.warc.gz") -> list[Record | Spoilt]:
    path = folder / name
    path.write_bytes(raw)
    return list(records(path))


def told(some: list[Record | Spoilt]) -> list[str]:
    """'3' for page 3, '!867' for a record set aside at offset 867."""
    return [one.url.rpartition("/")[2] if isinstance(one, Record) else f"!{one.offset}" for one in some]


def overwritten(raw: bytes) -> bytes:
    middle = len(raw) // 2
    return raw[:middle] + b"\xff" * 30 + raw[middle + 30 :]


def longer(raw: bytes) -> bytes:
    return gzip.compress(
        gzip.decompress(raw).replace(b"\r\nContent-Length: ", b"\r\nContent-Length: 9"), mtime=0
    )


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "written over in the middle": overwritten,
    "its first bytes lost": lambda raw: b"xyz" + raw[3:],
    "cut off": lambda raw: raw[: len(raw) // 2],
    "a wrong checksum": lambda raw: raw[:-8] + b"\0" * 8,
    "junk behind it": lambda raw: raw + b"JUNK" * 20,
    "longer than it is": longer,
    "no WARC head": lambda raw: gzip.compress(b"X" + gzip.decompress(raw)[1:], mtime=0),
}


@pytest.mark.parametrize("way", DAMAGE)
@pytest.mark.parametrize("which", [0, 1, 3])
def test_damage_costs_the_record_it_is_in(tmp_path: Path, way: str, which: int) -> None:
    whole = [packed(number) for number in range(4)]
    torn = DAMAGE[way](whole[which])
    raw = b"".join([*whole[:which], torn, *whole[which + 1 :]])
    at = sum(len(one) for one in whole[:which])
    junk = way == "junk behind it"
    expected = [str(number) for number in range(4) if junk or number != which]
    expected.insert(which + junk, f"!{at + junk * len(whole[which])}")
    assert told(found(tmp_path, raw)) == expected


def test_two_damaged_records_side_by_side(tmp_path: Path) -> None:
    whole = [packed(number) for number in range(4)]
    raw = whole[0] + overwritten(whole[1]) + overwritten(whole[2]) + whole[3]
    first, second = len(whole[0]), len(whole[0]) + len(whole[1])
    assert told(found(tmp_path, raw)) == ["0", f"!{first}", f"!{second}", "3"]


def test_a_large_damaged_record_is_named_once(tmp_path: Path) -> None:
    """Its head can still be read, its body can't."""
    import random

    noise = "".join(random.Random(1).choices("abcdefgh ", k=400_000))
    large = gzip.compress(plain(1, f"<p>{noise}</p>".encode()), mtime=0)
    raw = packed(0) + overwritten(large) + packed(2)
    some = found(tmp_path, raw)
    assert told(some) == ["0", f"!{len(packed(0))}", "2"]


def test_plain_archives_too(tmp_path: Path) -> None:
    torn = plain(1).replace(b"WARC/1.0", b"WXYZ/1.0")
    raw = plain(0) + torn + plain(2)
    assert told(found(tmp_path, raw, "c.warc")) == ["0", f"!{len(plain(0))}", "2"]
    assert told(found(tmp_path, plain(0) + plain(1)[:-300], "c.warc"))[:1] == ["0"]


def test_records_between_the_answers_do_not_shift_the_offsets(tmp_path: Path) -> None:
    asked = gzip.compress(plain(9, kind=b"request"), mtime=0)
    raw = packed(0) + asked + overwritten(packed(1)) + asked + packed(2)
    assert told(found(tmp_path, raw)) == ["0", f"!{len(packed(0)) + len(asked)}", "2"]


@pytest.mark.parametrize("raw", [b"", b"no archive at all", b"\x1f\x8b\x08 nor gzip", b"\0" * 3000])
def test_what_is_no_archive_gives_no_page(tmp_path: Path, raw: bytes) -> None:
    assert all(isinstance(one, Spoilt) for one in found(tmp_path, raw))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2500), st.binary(min_size=1, max_size=40))
def test_any_damage_leaves_the_other_records(at: int, bytes_: bytes) -> None:
    import tempfile

    whole = [packed(number) for number in range(4)]
    begin = len(whole[0])
    place = begin + at % len(whole[1])
    torn = bytearray(b"".join(whole))
    torn[place : place + len(bytes_)] = bytes_
    reach = place + len(bytes_) - begin - len(whole[1])
    with tempfile.TemporaryDirectory() as folder:
        some = told(found(Path(folder), bytes(torn)))
    assert "0" in some
    assert "3" in some
    assert reach > 0 or "2" in some
    assert {"1", *(one for one in some if one.startswith("!"))} & set(some)


def test_chunks_and_compression_of_the_answer(tmp_path: Path) -> None:
    body = b"<html><p>in pieces</p></html>"
    chunks = b"%x\r\n%s\r\n%x;note=1\r\n%s\r\n0\r\n\r\n" % (10, body[:10], len(body) - 10, body[10:])
    chunked = b"Transfer-Encoding: chunked\r\n"
    bare = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"".join(
        gzip.compress(one, mtime=0)
        for one in (
            plain(0, chunks, chunked),
            plain(1, body, chunked),  # a crawler put it together, but kept the head
            plain(2, gzip.compress(body), b"Content-Encoding: gzip\r\n"),
            plain(3, body, b"Content-Encoding: gzip\r\n"),  # the same, for compression
            plain(4, bare.compress(body) + bare.flush(), b"Content-Encoding: deflate\r\n"),
            plain(5, b"\x1b\0\0", b"Content-Encoding: br\r\n"),
        )
    )
    some = found(tmp_path, raw)
    assert [one.body for one in some if isinstance(one, Record)] == [body] * 5
    assert isinstance(some[5], Spoilt)
    assert "compressed as br" in some[5].reason


def test_a_bomb_in_a_record(tmp_path: Path) -> None:
    bomb = gzip.compress(b"\0" * (64 << 20))
    (one,) = found(tmp_path, gzip.compress(plain(0, bomb, b"Content-Encoding: gzip\r\n")))
    assert isinstance(one, Spoilt)
    assert "more than a page" in one.reason


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_offsets_in_a_wacz_are_unique(tmp_path: Path, way: int) -> None:
    path = tmp_path / "c.wacz"
    with zipfile.ZipFile(path, "w") as file:
        for name in ("archive/a.warc.gz", "archive/b.warc.gz"):
            file.writestr("datapackage.json", "{}") if name.endswith("a.warc.gz") else None
            file.writestr(name, packed(0) + overwritten(packed(1)) + packed(2), compress_type=way)
    some = list(records(path))
    assert [one.url.rpartition("/")[2] for one in some] == ["0", "", "2"] * 2
    assert len({one.offset for one in some}) == 6
    if way == zipfile.ZIP_STORED:
        raw = path.read_bytes()
        for one in some:
            assert raw[one.offset :].startswith(b"\x1f\x8b\x08")


def test_finding_the_next_record_over_the_edge_of_a_piece() -> None:
    one = packed(1)
    for before in ((1 << 20) - 40, (1 << 20) - 1, 1 << 20, 3 << 20):
        file = io.BytesIO(b"\x1f\x8b\x08WARC" * 3 + b"\0" * (before - 21) + one)
        assert next_record(file, 0) == before
        assert end_of_record(file, before) == before + len(one)
        assert next_record(file, 0, before) is None
