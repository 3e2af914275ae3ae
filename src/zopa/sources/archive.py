"""Each fetched page is kept as WARC beside the dossier, so that a vanished page stays provable.

One file per page, `DIR/archive/<day>/<digest>.warc.gz` (WARC 1.1, ISO 28500:2017): the answer as it
was sent, its head included, with the moment and the address. Written whole or not at all.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import uuid
from pathlib import Path

from zopa.sources.fetch import Fetched
from zopa.sources.shelf import write_whole

FOLDER = "archive"
_UNTRUE = frozenset(("transfer-encoding", "connection", "set-cookie", "content-length"))
"""Heads that no longer hold for the body as kept, or are nobody's business."""


def keep(dossier: Path, page: Fetched) -> str:
    """Archive one fetched page.

    Returns  the archive's path relative to the dossier. The same answer kept twice is one file.
    Raises   OutputError when it can't be written.
    """
    digest = hashlib.sha256(f"{page.url}\x00".encode() + page.raw).hexdigest()
    name = f"{FOLDER}/{page.at:%Y-%m-%d}/{digest[:16]}.warc.gz"
    path = dossier / name
    if not path.is_file():
        write_whole(path, gzip.compress(record(page), mtime=0))
    return name


def record(page: Fetched) -> bytes:
    """One WARC response record, uncompressed."""
    heads = [f"{key}: {value}" for key, value in page.headers if key.lower() not in _UNTRUE]
    status = f"HTTP/1.1 {page.status} {page.reason}".rstrip()
    block = "\r\n".join([status, *heads, f"Content-Length: {len(page.raw)}", "", ""]).encode(
        "latin-1", "replace"
    )
    block += page.raw
    payload, whole = (base64.b32encode(hashlib.sha256(part).digest()).decode() for part in (page.raw, block))
    unique = uuid.uuid5(uuid.NAMESPACE_URL, f"{page.url} {page.at.isoformat()} {whole}")
    head = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{unique}>",
        "WARC-Date": page.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Target-URI": "".join(page.url.split()),
        "WARC-Payload-Digest": f"sha256:{payload}",
        "WARC-Block-Digest": f"sha256:{whole}",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    lines = "\r\n".join(["WARC/1.1", *(f"{key}: {value}" for key, value in head.items()), "", ""])
    return lines.encode() + block + b"\r\n\r\n"
