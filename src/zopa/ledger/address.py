"""Where a ledger is: a dossier's folder, a file, or the URL of a PostgreSQL database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from zopa.errors import LedgerError

FILE = "zopa.db"

Place = Path | str
"""A dossier's folder (its ledger is DIR/zopa.db), a ledger file, or a postgresql:// URL.

A URL may end in ?schema=NAME, so that one database holds the ledgers of several dossiers.
"""


@dataclass(frozen=True, slots=True)
class Address:
    """A place, taken apart.

    path    the file of an SQLite ledger, else None.
    schema  the PostgreSQL schema it is kept in, or "" for the database's own.
    """

    url: URL
    path: Path | None = None
    schema: str = ""

    @property
    def folder(self) -> Path | None:
        """The dossier's folder, where the ledger lies in one."""
        return self.path.parent if self.path is not None else None

    @property
    def label(self) -> str:
        """How it is named to a person: without the password."""
        if self.path is not None:
            return str(self.path)
        return self.url.render_as_string(hide_password=True).replace("+psycopg", "") + (
            f"?schema={self.schema}" if self.schema else ""
        )

    def error(self, message: str, remedy: str = "", kind: type[LedgerError] = LedgerError) -> LedgerError:
        """An error about this ledger."""
        if self.path is not None:
            return kind(message, remedy=remedy, path=self.path)
        return kind(f"{self.label}: {message}", remedy=remedy)


def address(place: Place) -> Address:
    """Take a place apart. Raises LedgerError when a URL is none, or is of another kind of database."""
    if isinstance(place, str) and "://" in place:
        try:
            url = make_url(place)
        except ArgumentError as error:
            raise LedgerError(f"'{place}' is no database URL", remedy=_SHAPE) from error
        kind = url.get_backend_name()
        if kind == "sqlite" and url.database:
            return _file(Path(url.database))
        if kind not in ("postgresql", "postgres"):
            raise LedgerError(f"a ledger can't be kept in '{kind}'", remedy=_SHAPE)
        schema = url.query.get("schema", "")
        url = url.set(drivername="postgresql+psycopg").difference_update_query(["schema"])
        return Address(url, None, schema if isinstance(schema, str) else schema[0])
    path = Path(place)
    return _file(path if path.suffix == ".db" else path / FILE)


def _file(path: Path) -> Address:
    return Address(URL.create("sqlite", database=str(path)), path)


_SHAPE = "Write it as postgresql://USER@HOST/DATABASE, or name a dossier's folder."
