"""All that differs between SQLite and PostgreSQL, in one file (as nomenklatura's db.py).

Everything else in the ledger is written once, against `schema`.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    Subquery,
    Table,
    Text,
    bindparam,
    column,
    create_engine,
    event,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DisconnectionError, IntegrityError
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.types import TypeEngine

from zopa.errors import LedgerError
from zopa.ledger.address import Address

# ------------------------------------------------------------------ opening


def writer_engine(where: Address, busy_seconds: float, *, keep: bool = False) -> Engine:
    """An engine whose transactions take the ledger's write lock at once.

    keep  keep one connection open between transactions, which makes the next one fast. Whoever asks for it
          disposes of the engine; SQLite then leaves one file behind, and no log beside it.
    """
    pool = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": -1} if keep else {"poolclass": NullPool}
    if where.path is not None:
        engine = create_engine(f"sqlite:///{where.path}", **pool)
        event.listen(engine, "connect", lambda one, _: _sqlite_writer(one, busy_seconds))
        event.listen(engine, "begin", lambda one: one.exec_driver_sql("BEGIN IMMEDIATE"))
        if keep:
            _same_file(engine, where.path)
        return engine
    options = (("lock_timeout", f"{max(1, int(busy_seconds * 1000))}"),)
    engine = _postgres(where, options, pool_pre_ping=keep, **pool)
    # One writer at a time, as in SQLite: no deadlocks, and the tallies can't go astray.
    raw = hashlib.sha256(f"zopa ledger {where.schema}".encode()).digest()[:8]
    lock = int.from_bytes(raw, "big", signed=True)
    event.listen(engine, "begin", lambda one: one.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock})"))
    return engine


KEPT = 6
"""Connections kept open by a server that looks all the time; more are opened where more are needed."""


def view_engine(where: Address, busy_seconds: float, *, keep: bool = False) -> Engine:
    """An engine that only reads. One per place: what it learned of a query serves the next view too.

    keep  keep connections open between two looks: an engine of its own, for a server. Whoever asks for it
          disposes of it.
    """
    if where.path is None:
        return _postgres_view.__wrapped__(where, keep=True) if keep else _postgres_view(where)
    # Where nothing can be written, SQLite can't keep its lock files; nobody else can write either.
    mode = "mode=ro" if os.access(where.path.parent, os.W_OK) else "mode=ro&immutable=1"
    url = f"sqlite:///file:{quote(str(where.path))}?{mode}&uri=true"
    if not keep:
        return _sqlite_view_engine(url, busy_seconds)
    engine = _sqlite_view_engine.__wrapped__(url, busy_seconds, keep=True)
    _same_file(engine, where.path)
    return engine


def _pool(keep: bool) -> dict[str, Any]:
    """Last in, first out: under little load one connection does all, and its pages stay in memory."""
    if not keep:
        return {"poolclass": NullPool}
    return {"poolclass": QueuePool, "pool_size": KEPT, "max_overflow": -1, "pool_use_lifo": True}


def _same_file(engine: Engine, path: Path) -> None:
    """Let no kept connection look at a ledger that was moved away or replaced meanwhile."""

    def file() -> tuple[int, int] | None:
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @event.listens_for(engine, "connect")
    def opened(_: Any, record: Any) -> None:
        record.info["file"] = file()

    @event.listens_for(engine, "checkout")
    def taken(_: Any, record: Any, __: Any) -> None:
        if record.info.get("file") != file():
            raise DisconnectionError("another file is there now")


@lru_cache(maxsize=64)
def _sqlite_view_engine(url: str, busy_seconds: float, keep: bool = False) -> Engine:
    engine = create_engine(url, **_pool(keep))
    event.listen(engine, "connect", lambda one, _: _sqlite_view(one, busy_seconds))
    event.listen(engine, "begin", lambda one: one.exec_driver_sql("BEGIN"))
    return engine


@lru_cache(maxsize=64)
def _postgres_view(where: Address, keep: bool = False) -> Engine:
    # No pool unless asked for: a server has a hundred connections or so, and every view would hold one.
    return _postgres(where, (("default_transaction_read_only", "on"),), pool_pre_ping=keep, **_pool(keep))


def _sqlite_writer(connection: sqlite3.Connection, busy_seconds: float) -> None:
    _sqlite_view(connection, busy_seconds)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    # Many reports at once touch the same pages of the indices again and again: keep them, and write them
    # back from the log less often.
    connection.execute("PRAGMA cache_size = -262144")
    connection.execute("PRAGMA wal_autocheckpoint = 16384")


def _sqlite_view(connection: sqlite3.Connection, busy_seconds: float) -> None:
    # The `begin` event opens transactions, not the driver.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
    connection.execute("PRAGMA cache_size = -65536")


def _postgres(where: Address, options: tuple[tuple[str, str], ...], **pool: Any) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise where.error(
            "PostgreSQL needs a driver that is not installed", "pip install 'zopa[postgres]'"
        ) from error
    settings = dict(options)
    if where.schema:
        settings["search_path"] = where.schema
    given = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return create_engine(where.url, connect_args={"options": given, "connect_timeout": 10}, **pool)


def make_room(engine: Engine, where: Address) -> None:
    """Make the PostgreSQL schema that the address names, where there is none yet."""
    if where.schema:
        name = engine.dialect.identifier_preparer.quote(where.schema)
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {name}"))


# ------------------------------------------------------------------ writing


def _insert(connection: Connection, into: Table) -> Any:
    return postgresql.insert(into) if connection.dialect.name == "postgresql" else sqlite.insert(into)


def insert_new(connection: Connection, into: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those rows that no constraint says are there already."""
    if rows:
        connection.execute(_insert(connection, into).on_conflict_do_nothing(), rows)


def add_up(connection: Connection, into: Table, rows: Sequence[tuple[Any, ...]], sums: list[str]) -> None:
    """Insert whole rows, or add their `sums` to the row with the same primary key."""
    if not rows:
        return
    names = ", ".join(into.c.keys())
    key = ", ".join(one.name for one in into.primary_key.columns)
    added = ", ".join(f"{name} = {into.name}.{name} + excluded.{name}" for name in sums)
    otherwise = f"ON CONFLICT ({key}) DO UPDATE SET {added}"
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "postgresql":
        holes = ", ".join("?" * len(into.c))
        driver.executemany(f"INSERT INTO {into.name} ({names}) VALUES ({holes}) {otherwise}", rows)  # noqa: S608
        return
    # One statement for all of them, not one each.
    kinds = ", ".join(f"%s::{one.type.compile(connection.dialect)}[]" for one in into.c)
    query = f"INSERT INTO {into.name} ({names}) SELECT * FROM unnest({kinds}) {otherwise}"  # noqa: S608
    driver.execute(query, [list(column) for column in zip(*rows, strict=True)])


COPY_FROM = 200
"""From how many rows on COPY is worth its start."""


def insert_many(connection: Connection, into: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows that share their keys; the fast way there is."""
    if not rows:
        return
    names = list(rows[0])
    if connection.dialect.name != "postgresql":
        # The driver itself: it takes whole rows where SQLAlchemy would go through each value twice.
        columns = ", ".join(f'"{name}"' for name in names)
        holes = ", ".join("?" * len(names))
        converters = [_to_sqlite(into.c[name].type) for name in names]
        query = f"INSERT INTO {into.name} ({columns}) VALUES ({holes})"  # noqa: S608 (our own names)
        try:
            connection.connection.cursor().executemany(
                query,
                [
                    [
                        value if convert is None or value is None else convert(value)
                        for convert, value in zip(converters, row.values(), strict=True)
                    ]
                    for row in rows
                ],
            )
        except sqlite3.IntegrityError as error:
            raise IntegrityError(query, None, error) from error
        return
    if len(rows) < COPY_FROM:
        connection.execute(insert(into), rows)
        return
    from psycopg.types.json import Json

    as_json = {one.name for one in into.columns if isinstance(one.type, JSON)}
    quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into.name} ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([Json(row[n]) if n in as_json and row[n] is not None else row[n] for n in names])


def _to_sqlite(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """How SQLAlchemy writes a value of this type into SQLite; None where it stays as it is."""
    if isinstance(kind, DateTime):
        return lambda value: value.isoformat(" ", "microseconds")
    if isinstance(kind, Date):
        return date.isoformat
    return json.dumps if isinstance(kind, JSON) else None


def restart_numbers(connection: Connection, tables: Iterable[Table]) -> None:
    """Let new rows be numbered after those that were copied with their numbers."""
    if connection.dialect.name == "postgresql":
        for one in tables:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{one.name}', 'seq'),"  # noqa: S608
                    f" (SELECT coalesce(max(seq), 0) + 1 FROM {one.name}), false)"
                )
            )


# ------------------------------------------------------------------ words

POSITION_WORDS = "position_words"
REPORT_WORDS = "report_words"


def index_words(connection: Connection, name: str, words: Sequence[tuple[int, str]]) -> None:
    """Make rows findable: (seq, words separated by blanks)."""
    if not words:
        return
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {name} (seq, words) FROM STDIN") as copy:
            for seq, said in words:
                copy.write_row((seq, _vector(said)))
    else:
        query = f"INSERT INTO {name} (rowid, words) VALUES (?, ?)"  # noqa: S608
        connection.connection.cursor().executemany(query, words)


MOST = 900_000
"""Bytes of different words by which one row is found in PostgreSQL, which takes no more than 1 MiB."""


def _vector(words: str) -> str:
    """Words as a tsvector is written, each once: letters and digits, so that quoting them is enough."""
    distinct = dict.fromkeys(words.split())
    if len(words) > MOST // 4:
        left = MOST
        distinct = {word: None for word in distinct if (left := left - len(word.encode()) - 4) > 0}
    return " ".join(f"'{word}'" for word in distinct)


def found_by_words(connection: Connection, name: str, groups: Iterable[Sequence[str]]) -> Subquery:
    """The rows that have, of every group, one of its words: a subquery with one column, `seq`.

    A word may end in * as the beginning of a word.
    """
    if connection.dialect.name == "postgresql":
        query = " & ".join("(" + " | ".join(_lexeme(word) for word in group) + ")" for group in groups)
        found = table(name, column("seq"))
        match = text(f"{name}.words @@ cast(:words_wanted AS tsquery)")
        return select(found.c.seq).where(match.bindparams(words_wanted=query)).subquery("found")
    query = " AND ".join("(" + " OR ".join(_phrase(word) for word in group) + ")" for group in groups)
    indexed = table(name, column("rowid"))
    match = text(f"{name} MATCH :words_wanted")
    return select(indexed.c.rowid.label("seq")).where(match.bindparams(words_wanted=query)).subquery("found")


def _lexeme(word: str) -> str:
    return f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'"


def _phrase(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


# ------------------------------------------------------------------ lists

_PAIRS = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS number, json_extract(value, '$[1]') AS day"
    " FROM json_each(:it)",
    "postgresql": "SELECT (value ->> 0)::integer AS number, (value ->> 1)::date AS day"
    " FROM json_array_elements(cast(:it AS json))",
}


def pairs(kind: str) -> Subquery:
    """A list of numbers and days as a table with the columns `number` and `day`, to be joined.

    kind  the dialect's name. The list itself is given when the query is put, as `it`: see `pairs_as_text`.
    """
    query = text(_PAIRS[kind]).bindparams(bindparam("it", type_=Text))
    return query.columns(column("number", Integer), column("day", Date)).subquery("wanted")


def pairs_as_text(some: Iterable[tuple[int, date]]) -> str:
    """Numbers and days as `pairs` takes them."""
    return json.dumps([(number, day.isoformat()) for number, day in some])


# ------------------------------------------------------------------ copying


def backup(engine: Engine, where: Address, to: str) -> None:
    """Copy a live SQLite ledger, consistently, while others write. Raises LedgerError for PostgreSQL."""
    if where.path is None:
        only, bare = (f"--schema={where.schema} " if where.schema else ""), where.label.partition("?")[0]
        raise LedgerError(
            "a PostgreSQL ledger is backed up with its own tool",
            remedy=f"pg_dump {only}{bare} > ledger.sql, or copy it: zopa ledger move {where.label} DIR",
        )
    target = sqlite3.connect(to)
    try:
        with engine.connect() as connection:
            source: Any = connection.connection.driver_connection
            source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()
