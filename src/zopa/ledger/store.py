"""Opening a ledger: a file per dossier, or a PostgreSQL database; brought up to the current schema."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from zopa.errors import LedgerConflict, LedgerError
from zopa.ledger import dialect
from zopa.ledger.address import FILE, Address, Place, address

__all__ = ["FILE", "HEAD", "Place", "exists", "explained", "open_ledger", "open_view"]

HEAD = "0007"
"""The newest migration. A test holds it equal to what Alembic finds."""
BUSY_SECONDS = 15
"""How long a writer waits for another one before it gives up."""


def exists(place: Place) -> bool:
    """Whether there is a ledger. Raises LedgerError when a database can't be reached."""
    where = address(place)
    if where.path is not None:
        return where.path.is_file()
    with explained(where):
        return _revision(dialect.view_engine(where, BUSY_SECONDS)) is not None


def open_ledger(place: Place, *, owner: object | None = None) -> Engine:
    """Open a ledger for writing, made or migrated as needed.

    owner    keep a connection open between transactions for as long as this object lives.
    Returns  an engine whose transactions take the write lock at once, so that two writers queue
             up instead of failing half-way.
    Raises   LedgerError when it is locked, damaged, newer than this version of zopa, or on a
             disk that can't be written.
    """
    where = address(place)
    engine = dialect.writer_engine(where, BUSY_SECONDS, keep=owner is not None)
    if owner is not None:
        weakref.finalize(owner, engine.dispose)
    with explained(where):
        dialect.make_room(engine, where)
        _migrate(engine, where)
    return engine


def open_view(place: Place) -> Engine:
    """Open a ledger for reading only; works on a read-only disk too.

    Raises LedgerError when there is none, or it is damaged or of another schema.
    """
    where = address(place)
    engine = None
    if where.path is None or where.path.is_file():
        engine = dialect.view_engine(where, BUSY_SECONDS)
    with explained(where):
        at = _revision(engine) if engine is not None else None
    if engine is None or at is None:
        raise where.error("nothing was read yet", f"Read the reports with: zopa run {where.folder or 'DIR'}")
    if at != HEAD:
        raise where.error(
            f"its schema is {at}; this zopa needs {HEAD}",
            f"Bring it up with: zopa ledger migrate {where.folder or where.label}",
        )
    return engine


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine, where: Address) -> None:
    at = _revision(engine)
    if at == HEAD:
        return
    if at is not None and at > HEAD:
        raise where.error(
            f"was written by a newer zopa (schema {at}; this one knows {HEAD})",
            "Use the newer zopa, or start anew in another folder.",
        )
    # Imported late: a ledger at the current schema never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")


@contextmanager
def explained(where: Address) -> Iterator[None]:
    """Turn what a database says into something a person can act on.

    Raises LedgerConflict where someone else wrote in between, else LedgerError.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", None) or error).strip()
        kind: type[LedgerError] = LedgerError
        remedy = (
            "Check that the file is a zopa ledger; a copy of the folder can be read anew with zopa run."
            if where.path is not None
            else "Check the address, and that the server can be reached."
        )
        for part, hint in _REMEDIES.items():
            if part in said:
                remedy = hint
                break
        if "unique" in said.lower() or "deadlock" in said:
            kind, remedy = LedgerConflict, "Somebody else wrote in between: look again, then repeat."
        raise where.error(f"the ledger can't be used: {said}", remedy, kind) from error
    except OSError as error:
        raise where.error(f"the ledger can't be used: {os.strerror(error.errno or 0)}") from error


_REMEDIES = {
    "readonly": "The disk or folder is read-only: copy the dossier to a place where you may write.",
    "unable to open": "Check that the folder exists and that you may write there.",
    "lock timeout": "Another zopa is writing. Wait for it, or stop it.",
    "locked": "Another zopa is writing. Wait for it, or stop it.",
    "disk is full": "Free some space and run again: what was finished is kept.",
    "disk I/O error": "Check the disk: it may be full or failing. What was finished is kept.",
    "No space left": "Free some space and run again: what was finished is kept.",
    "not a database": "Something else wrote this file. Move it away and run again.",
    "malformed": "The file is damaged. Move it away and run again; the reports are read anew.",
    "does not exist": "Make the database first: createdb NAME.",
    "password": "Put the user's password into the address, or into ~/.pgpass.",
}
