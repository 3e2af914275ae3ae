"""All that differs between SQLite and PostgreSQL, in one file (as nomenklatura's db.py).

Everything else in the ledger is written once, against `schema`.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    Connection,
    Engine,
    Subquery,
    Table,
    column,
    create_engine,
    event,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.pool import NullPool

from zopa.errors import LedgerError
from zopa.ledger.address import Address

# ------------------------------------------------------------------ opening


def writer_engine(where: Address, busy_seconds: float) -> Engine:
    """An engine whose transactions take the ledger's write lock at once."""
    if where.path is not None:
        engine = create_engine(f"sqlite:///{where.path}", poolclass=NullPool)
        event.listen(engine, "connect", lambda one, _: _sqlite_writer(one, busy_seconds))
        event.listen(engine, "begin", lambda one: one.exec_driver_sql("BEGIN IMMEDIATE"))
        return engine
    engine = _postgres(where, {"lock_timeout": f"{max(1, int(busy_seconds * 1000))}"})
    # One writer at a time, as in SQLite: no deadlocks, and the tallies can't go astray.
    raw = hashlib.sha256(f"zopa ledger {where.schema}".encode()).digest()[:8]
    lock = int.from_bytes(raw, "big", signed=True)
    event.listen(engine, "begin", lambda one: one.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock})"))
    return engine


def view_engine(where: Address, busy_seconds: float) -> Engine:
    """An engine that only reads."""
    if where.path is None:
        return _postgres(where, {"default_transaction_read_only": "on"})
    # Where nothing can be written, SQLite can't keep its lock files; nobody else can write either.
    mode = "mode=ro" if os.access(where.path.parent, os.W_OK) else "mode=ro&immutable=1"
    engine = create_engine(f"sqlite:///file:{quote(str(where.path))}?{mode}&uri=true", poolclass=NullPool)
    event.listen(engine, "connect", lambda one, _: _sqlite_view(one, busy_seconds))
    event.listen(engine, "begin", lambda one: one.exec_driver_sql("BEGIN"))
    return engine


def _sqlite_writer(connection: sqlite3.Connection, busy_seconds: float) -> None:
    _sqlite_view(connection, busy_seconds)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


def _sqlite_view(connection: sqlite3.Connection, busy_seconds: float) -> None:
    # The `begin` event opens transactions, not the driver.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {int(busy_seconds * 1000)}")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA mmap_size = 1073741824")


def _postgres(where: Address, options: Mapping[str, str]) -> Engine:
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
    # No pool: a server has a hundred connections or so, and every view and writer would hold one.
    return create_engine(
        where.url, poolclass=NullPool, connect_args={"options": given, "connect_timeout": 10}
    )


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


def add_up(connection: Connection, into: Table, rows: Sequence[Mapping[str, Any]], sums: list[str]) -> None:
    """Insert rows, or add their `sums` to the row with the same primary key."""
    if not rows:
        return
    made = _insert(connection, into)
    made = made.on_conflict_do_update(
        index_elements=list(into.primary_key.columns),
        set_={name: into.c[name] + made.excluded[name] for name in sums},
    )
    connection.execute(made, rows)


COPY_FROM = 200
"""From how many rows on COPY is worth its start."""


def insert_many(connection: Connection, into: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many rows that share their keys; the fast way there is."""
    if not rows:
        return
    if connection.dialect.name != "postgresql" or len(rows) < COPY_FROM:
        connection.execute(insert(into), rows)
        return
    from psycopg.types.json import Json

    names = list(rows[0])
    as_json = {one.name for one in into.columns if str(one.type) == "JSON"}
    quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into.name} ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([Json(row[n]) if n in as_json and row[n] is not None else row[n] for n in names])


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
        query = f"INSERT INTO {name} (seq, words) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"  # noqa: S608
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            cursor.executemany(query, [(seq, _distinct(said)) for seq, said in words])
    else:
        query = f"INSERT INTO {name} (rowid, words) VALUES (?, ?)"  # noqa: S608
        connection.connection.cursor().executemany(query, words)


def _distinct(words: str) -> str:
    return " ".join(dict.fromkeys(words.split()))


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


# ------------------------------------------------------------------ copying


def backup(engine: Engine, where: Address, to: str) -> None:
    """Copy a live SQLite ledger, consistently, while others write. Raises LedgerError for PostgreSQL."""
    if where.path is None:
        raise LedgerError(
            "a PostgreSQL ledger is backed up with its own tool",
            remedy=f"pg_dump {where.label} > ledger.sql, or copy it: zopa ledger move {where.label} DIR",
        )
    target = sqlite3.connect(to)
    try:
        with engine.connect() as connection:
            source: Any = connection.connection.driver_connection
            source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        target.close()
