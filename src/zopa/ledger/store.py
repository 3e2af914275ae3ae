"""Opening a ledger: a file per dossier, or a PostgreSQL database; brought up to the current schema."""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

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
    if (kept := _KEPT.get(where)) is not None and exists(place):
        with explained(where):
            # Asked by looking, not writing: to look takes no lock.
            if _revision(kept.view) == HEAD:
                return kept.writer
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
        kept = _KEPT.get(where)
        engine = kept.view if kept is not None else dialect.view_engine(where, BUSY_SECONDS)
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


class _Kept:
    """The engines of a ledger that a server works with all the time, made when first needed."""

    def __init__(self, where: Address) -> None:
        self._where = where

    @cached_property
    def view(self) -> Engine:
        return dialect.view_engine(self._where, BUSY_SECONDS, keep=True)

    @cached_property
    def writer(self) -> Engine:
        return dialect.writer_engine(self._where, BUSY_SECONDS, keep=True)

    def close(self) -> None:
        """Let go of everything; a writer goes last, who leaves one file behind and no log beside it."""
        if "view" not in self.__dict__:
            return
        self.view.dispose()
        if self._where.path is None or self._where.path.is_file():
            with suppress(DBAPIError), self.writer.connect():
                pass
        self.writer.dispose()


_KEPT: dict[Address, _Kept] = {}


@contextmanager
def kept_open(place: Place) -> Iterator[None]:
    """Keep connections to a ledger open between uses, until the block ends: for a server.

    What is opened by `open_view` and `open_ledger` meanwhile shares them. The ledger need not be there yet.
    """
    where = address(place)
    kept = _KEPT[where] = _Kept(where)
    try:
        yield
    finally:
        _KEPT.pop(where, None)
        kept.close()


def _revision(engine: Engine) -> str | None:
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except (OperationalError, ProgrammingError):
        # Asked only now: looking for the table each time would take longer than looking into it.
        with engine.connect() as connection:
            if inspect(connection).has_table("alembic_version"):
                raise
        return None


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
