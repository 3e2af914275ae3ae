"""Keeping a ledger for years: verify it, seal its judgements, move it between databases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from zopa.errors import LedgerError
from zopa.ledger import dialect, rows
from zopa.ledger.address import Address, Place, address
from zopa.ledger.clock import utc_now
from zopa.ledger.index import position_words, report_words
from zopa.ledger.rebuild import text_hash
from zopa.ledger.schema import audit, judgements, metadata, positions, reports, seals, statements, tallies
from zopa.ledger.settle import settle
from zopa.ledger.store import explained, open_ledger, open_view
from zopa.ledger.workbench_schema import accounts, rulings, saved_views, sessions
from zopa.vocabulary import Judgement, Status

AT_ONCE = 2_000
OWN_TABLES = (accounts, sessions, saved_views, rulings)
"""The workbench's: named here so that moving a ledger takes them along."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What `verify` looked at, and what is wrong."""

    reports: int
    statements: int
    positions: int
    judgements: int
    problems: tuple[str, ...]
    sealed: int = 0


def verify(place: Place, head: str | None = None) -> Checked:
    """Check every hash, offset, content id and reference, the derived columns, and the seals.

    head    a seal's head that was kept elsewhere: it must be among the ledger's seals.
    Raises  LedgerError when the ledger can't be read at all.
    """
    problems: list[str] = []
    with explained(address(place)), open_view(place).connect() as connection:
        if connection.dialect.name == "sqlite":
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if said != "ok":
                problems.append(f"database: {said}")
            problems += [
                f"reference: {row}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
            ]
        names, counted = _check_reports(connection, problems)
        said_count = _check_statements(connection, names, problems)
        stated_count, counts = _check_positions(connection, names, problems)
        _check_tallies(connection, counts, problems)
        judged = _check_judgements(connection, problems)
        sealed = _check_seals(connection, head, problems)
    return Checked(counted, said_count, stated_count, judged, tuple(problems), sealed)


def _stream(connection: Connection, query: Any) -> Iterator[Any]:
    found = connection.execute(query, execution_options={"stream_results": True, "yield_per": AT_ONCE})
    yield from found.mappings()


def _check_reports(connection: Connection, problems: list[str]) -> tuple[dict[int, tuple[str, int]], int]:
    names = {}
    for row in _stream(connection, select(reports).order_by(reports.c.seq)):
        report = rows.report(row)
        names[row["seq"]] = report.id, len(report.text)
        if text_hash(report.text) != row["text_hash"]:
            problems.append(f"report {report.id}: the text is not the one that was read (hash)")
        if report.digest != row["digest"]:
            problems.append(f"report {report.id}: the digest does not fit")
    return names, len(names)


def _check_statements(connection: Connection, names: dict[int, tuple[str, int]], problems: list[str]) -> int:
    count = 0
    for count, row in enumerate(_stream(connection, select(statements)), start=1):  # noqa: B007
        name, length = names.get(row["report"], ("", 0))
        one = rows.statement(row, name)
        if one.id != row["id"]:
            problems.append(f"statement {row['id']}: its id does not fit its content")
        if not all(0 <= start < end <= length for start, end in one.quote):
            problems.append(f"statement {row['id']}: its offsets lie outside report {name}")
    return count


def _check_positions(
    connection: Connection, names: dict[int, tuple[str, int]], problems: list[str]
) -> tuple[int, int]:
    count = counting = 0
    # The text's own passage, cut by the database: texts need not be fetched once per position.
    there = func.substr(reports.c.text, positions.c.start + 1, positions.c.end - positions.c.start)
    query = select(positions, there.label("there")).join(reports, reports.c.seq == positions.c.report)
    for count, row in enumerate(_stream(connection, query), start=1):  # noqa: B007
        name, _ = names.get(row["report"], ("", 0))
        if row["there"] != row["exact"]:
            problems.append(f"position {row['id']}: the quote is not the text of {name} at its offsets")
        if rows.position(row, name).id != row["id"]:
            problems.append(f"position {row['id']}: its id does not fit its content")
        should = row["retired_at"] is None and Status(row["status"]).counts
        if should != row["counts"]:
            problems.append(f"position {row['id']}: whether it counts does not fit its status")
        counting += row["counts"]
    return count, counting


def _check_tallies(connection: Connection, counting: int, problems: list[str]) -> None:
    query = select(func.sum(tallies.c.stated)).where(tallies.c.period < 10_000)
    tallied = int(connection.execute(query).scalar() or 0)
    if tallied != counting:
        problems.append(f"tallies: {tallied} positions counted, {counting} there")


def _check_judgements(connection: Connection, problems: list[str]) -> int:
    in_force: dict[str, list[Judgement]] = {}
    versions: dict[tuple[str, str], int] = {}
    count = 0
    made = _stream(connection, select(judgements).order_by(judgements.c.seq))
    for count, row in enumerate(made, start=1):  # noqa: B007
        one = rows.judgement(row)
        lane = (one.position, row["lane"])
        if one.version != versions.get(lane, 0) + 1:
            problems.append(f"judgement {row['seq']}: version {one.version} does not follow the one before")
        versions[lane] = one.version
        if row["superseded_at"] is None:
            in_force.setdefault(one.position, []).append(one)
    query = select(positions.c.id, positions.c.status).where(
        positions.c.retired_at.is_(None), positions.c.judgement.is_(None)
    )
    for row in _stream(connection, query):
        settled = settle(in_force.get(row["id"], ())).status
        if settled != row["status"]:
            problems.append(f"position {row['id']}: is '{row['status']}', by its judgements '{settled}'")
    return count


# ------------------------------------------------------------------ seals


@dataclass(frozen=True, slots=True)
class Seal:
    """The head of the chain over all judgements so far: kept elsewhere, it proves that none changed."""

    head: str
    judgements: int
    at: datetime


def seal(place: Place, by: str = "zopa") -> Seal:
    """Seal all judgements so far. Raises LedgerError when an earlier seal does not fit any more."""
    with explained(address(place)), open_ledger(place).begin() as connection:
        problems: list[str] = []
        _check_seals(connection, None, problems)
        if problems:
            raise address(place).error(problems[0], "Compare with a backup: zopa ledger verify.")
        head, last, count = _chain(connection)
        made = Seal(head, count, utc_now())
        connection.execute(insert(seals).values(at=made.at, judgement=last, head=head))
        connection.execute(
            insert(audit).values(at=made.at, by=by, action="seal", detail={"head": head, "judgements": count})
        )
    return made


_SEALED = ("seq", "position", "lane", "version", "decision", "by", "note", "corrected", "act", "undoes")


def _chain(connection: Connection, upto: dict[int, list[str]] | None = None) -> tuple[str, int, int]:
    """(head, number of the last judgement, how many). `upto` collects the head at these numbers."""
    head, last, count = hashlib.sha256(b"zopa judgements").hexdigest(), 0, 0
    for row in _stream(connection, select(judgements).order_by(judgements.c.seq)):
        values = [row[name] for name in _SEALED] + [row["at"].isoformat()]
        raw = json.dumps([head, values], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        head, last = hashlib.sha256(raw.encode("utf-8")).hexdigest(), row["seq"]
        count += 1
        if upto is not None and last in upto:
            upto[last].append(head)
    return head, last, count


def _check_seals(connection: Connection, head: str | None, problems: list[str]) -> int:
    held = connection.execute(select(seals).order_by(seals.c.seq)).mappings().all()
    if head is not None and all(one["head"] != head for one in held):
        problems.append(f"seal {head[:12]}…: this ledger was never sealed so")
    upto: dict[int, list[str]] = {one["judgement"]: [] for one in held if one["judgement"]}
    empty = hashlib.sha256(b"zopa judgements").hexdigest()
    if held:
        _chain(connection, upto)
    for one in held:
        made = upto.get(one["judgement"], [empty])
        if made != [one["head"]]:
            problems.append(
                f"seal of {one['at']:%Y-%m-%d %H:%M}: a judgement before it was changed, added or removed"
            )
    return len(held)


# ------------------------------------------------------------------ moving


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied: rows by table, and one hash over all of them that both ledgers share."""

    rows: dict[str, int]
    digest: str


def move(source: Place, target: Place) -> Moved:
    """Copy a ledger whole into an empty place, and compare what arrived by count and hash.

    Nothing is copied unless all of it arrives. The source stays as it is.
    Raises LedgerError when the target holds something already, or differs afterwards.
    """
    where = address(target)
    with explained(where):
        engine = open_ledger(target)
    with explained(address(source)), open_view(source).connect() as held, engine.begin() as made:
        for table in metadata.sorted_tables:
            if made.execute(select(func.count()).select_from(table)).scalar_one():
                raise where.error("there is a ledger already", "Copy into an empty place.")
        outlets: dict[int, dict[str, Any]] = {}
        for table in metadata.sorted_tables:
            batch: list[dict[str, Any]] = []
            for row in _stream(held, select(table).order_by(*table.primary_key.columns)):
                batch.append(dict(row))
                if len(batch) == AT_ONCE:
                    _put(made, table, batch, outlets)
                    batch = []
            _put(made, table, batch, outlets)
        dialect.restart_numbers(made, [table for table in metadata.sorted_tables if "seq" in table.c])
        counts, before = _digest(held)
        arrived, after = _digest(made)
        if (counts, before) != (arrived, after):
            raise where.error("what arrived is not what was sent; nothing was kept")
    return Moved(counts, before)


def _put(
    connection: Connection, table: Table, batch: list[dict[str, Any]], outlets: dict[int, dict[str, Any]]
) -> None:
    if not batch:
        return
    dialect.insert_many(connection, table, batch)
    if table is reports:
        outlets.update({row["seq"]: {n: row[n] for n in ("outlet", "language")} for row in batch})
        words = [(row["seq"], report_words(row)) for row in batch]
        dialect.index_words(connection, dialect.REPORT_WORDS, words)
    elif table is positions:
        words = [(row["seq"], position_words(row, outlets[row["report"]])) for row in batch]
        dialect.index_words(connection, dialect.POSITION_WORDS, words)


def _digest(connection: Connection) -> tuple[dict[str, int], str]:
    """Rows by table, and a hash over all values in all tables."""
    counts = {}
    digest = hashlib.sha256()
    for table in metadata.sorted_tables:
        count = 0
        for row in _stream(connection, select(table).order_by(*table.primary_key.columns)):
            values = [
                bytes(one).hex() if isinstance(one, bytes | memoryview) else one for one in row.values()
            ]
            raw = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
            digest.update(raw.encode("utf-8"))
            count += 1
        counts[table.name] = count
    return counts, digest.hexdigest()


def backup(place: Place, target: str) -> None:
    """Copy a live SQLite ledger into a file, consistently, while others write: whole or not at all.

    Raises LedgerError, naming the copy where that is what can't be written.
    """
    where = address(place)
    with explained(where):
        view = open_view(place)
    part = Path(target).with_suffix(".part.db")
    try:
        with explained(Address(where.url, part)):
            dialect.backup(view, where, str(part))
        checked = verify(part)
        if checked.problems:
            raise LedgerError(f"the copy is not sound: {checked.problems[0]}", path=target)
        part.replace(target)
    finally:
        for left in (part, Path(f"{part}-journal"), Path(f"{part}-wal"), Path(f"{part}-shm")):
            left.unlink(missing_ok=True)
