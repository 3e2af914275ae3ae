"""Whether a ledger has changed: a mark that differs after every write. For caches and ETags."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, text

from zopa.ledger.address import Place, address
from zopa.ledger.store import explained, open_view

_INDEX_HEAD = 48
"""Bytes of the head of SQLite's write-ahead index; it holds a counter of transactions."""


def stamp(place: Place, engine: Engine | None = None) -> str:
    """A mark of what the ledger holds now, made without reading it. Raises LedgerError.

    engine  an open view of a PostgreSQL ledger; a file needs none.
    """
    where = address(place)
    if where.path is None:
        with explained(where), (engine or open_view(place)).connect() as connection:
            return str(connection.execute(text("SELECT CAST(pg_current_snapshot() AS text)")).scalar())
    marks = [_stat(where.path)]
    log = where.path.with_name(where.path.name + "-wal")
    # An empty log says nothing: whoever merely looks may leave one behind.
    with suppress(OSError):
        if log.stat().st_size:
            marks.append(_stat(log))
            with where.path.with_name(where.path.name + "-shm").open("rb") as index:
                marks.append(index.read(_INDEX_HEAD).hex())
    return "-".join(marks)


def _stat(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_ino:x}.{found.st_size:x}.{found.st_mtime_ns:x}"
