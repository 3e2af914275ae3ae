"""Viewing a ledger. Reads only; answers for now, or for what was known at any moment."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select

from zopa.errors import SkipReport
from zopa.ledger import rows
from zopa.ledger.address import Place, address
from zopa.ledger.index import CHUNK, chunks
from zopa.ledger.lookup import newest_days
from zopa.ledger.schema import (
    audit,
    cells,
    judgements,
    positions,
    reports,
    runs,
    skipped,
    statements,
    twins,
    voices,
)
from zopa.ledger.settle import Settled, settle
from zopa.ledger.store import explained, open_view
from zopa.ledger.table import CellKey, Deciding, deciding
from zopa.vocabulary import Judgement, Report, StatedPosition, Statement, Status

AT_ONCE = 5_000
"""Rows fetched at a time where they are streamed."""


class LedgerView:
    """What a dossier's ledger holds.

    place     the dossier's folder, or a PostgreSQL URL.
    known_at  the moment whose knowledge counts, UTC without zone; None is now.
    Raises    LedgerError when there is no ledger or it can't be read.
    """

    def __init__(self, place: Place, known_at: datetime | None = None) -> None:
        self._where = address(place)
        self._known_at = known_at
        self._db = open_view(place)

    def _held(self, table: Table) -> ColumnElement[bool]:
        if self._known_at is None:
            return table.c.retired_at.is_(None)
        return and_(
            table.c.learned_at <= self._known_at,
            or_(table.c.retired_at.is_(None), table.c.retired_at > self._known_at),
        )

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        """The rows of a query, in constant memory."""
        with explained(self._where), self._db.connect() as connection:
            found = connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(query)
            yield from found.mappings()

    # -------------------------------------------------------------- reports and statements

    def reports(self) -> dict[str, Report]:
        """Reports in force by id, oldest first."""
        return {one.id: one for one in self.stream_reports()}

    def stream_reports(self) -> Iterator[Report]:
        """Reports in force, oldest first, one after the other."""
        query = select(reports).where(self._held(reports)).order_by(reports.c.published, reports.c.id)
        for row in self._rows(query):
            yield rows.report(row)

    def statements(self) -> tuple[Statement, ...]:
        """Statements in force, by report and place."""
        return tuple(self.stream_statements())

    def stream_statements(self) -> Iterator[Statement]:
        """Statements in force, by report and place, one after the other."""
        query = (
            select(statements, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == statements.c.report)
            .where(self._held(statements))
            .order_by(reports.c.published, reports.c.id, statements.c.seq)
        )
        for row in self._rows(query):
            yield rows.statement(row, row["report_id"])

    def origins(self, names: Iterable[str] | None = None) -> dict[str, str]:
        """The report that each report in force is a reprint of; itself where it is the first of its story.

        names  only for these reports and those of the same stories; None is all.
        """
        from zopa.ledger.reprints import grouped

        query = select(reports.c.seq, reports.c.id, reports.c.published, reports.c.text_hash)
        query = query.where(self._held(reports))
        pairs = select(twins.c.report, twins.c.other)
        with explained(self._where), self._db.connect() as connection:
            if names is None:
                held = connection.execute(query).all()
                return grouped(
                    [tuple(row) for row in held], [tuple(row) for row in connection.execute(pairs)]
                )
            found: dict[int, tuple[Any, ...]] = {}
            linked: set[tuple[int, int]] = set()
            wanted: list[ColumnElement[bool]] = [reports.c.id.in_(some) for some in chunks(names)]
            while wanted:
                came = [row for which in wanted for row in connection.execute(query.where(which))]
                new = [tuple(row) for row in came if row.seq not in found]
                found.update({row[0]: row for row in new})
                for some in chunks(row[0] for row in new):
                    beside = pairs.where(or_(twins.c.report.in_(some), twins.c.other.in_(some)))
                    linked.update(tuple(row) for row in connection.execute(beside))
                near = {seq for pair in linked for seq in pair} - found.keys() if new else set()
                wanted = [reports.c.seq.in_(some) for some in chunks(near)]
                wanted += [reports.c.text_hash.in_(some) for some in chunks({row[3] for row in new})]
        return grouped(list(found.values()), list(linked))

    # -------------------------------------------------------------- positions

    def positions(self) -> tuple[StatedPosition, ...]:
        """Stated positions as judged, by report and place.

        Rejected suggestions are left out, corrected ones replaced, those that people added are there.
        """
        return tuple(position for position, _ in self.stream_positions())

    def judged(self) -> frozenset[str]:
        """Ids of the positions that are data: accepted by a person or by the dossier's `auto_accept`."""
        return frozenset(one.id for one, status in self.stream_positions() if status.is_data)

    def stream_positions(self) -> Iterator[tuple[StatedPosition, Status]]:
        """Stated positions as judged, each with its status, by report and place, one after the other."""
        if self._known_at is not None:
            yield from self._positions_known_then()
            return
        for row in self._rows(self._stated().where(positions.c.counts)):
            yield rows.position(row, row["report_id"]), Status(row["status"])

    def stream_by_report(self) -> Iterator[tuple[Report, list[tuple[StatedPosition, Status]]]]:
        """Reports in force, oldest first, each with its stated positions as judged, by place."""
        held: dict[str, list[tuple[StatedPosition, Status]]] = defaultdict(list)
        if self._known_at is not None:
            for one, status in self._positions_known_then():
                held[one.report].append((one, status))
        every = self.stream_reports()
        while batch := list(islice(every, CHUNK)):
            if self._known_at is None:
                held.clear()
                query = self._stated().where(positions.c.counts, reports.c.id.in_([one.id for one in batch]))
                for row in self._rows(query):
                    stated = rows.position(row, row["report_id"])
                    held[stated.report].append((stated, Status(row["status"])))
            for report in batch:
                yield report, held.pop(report.id, [])

    def history(
        self, holder: str, issue: str, option: str | None = None, limit: int | None = None
    ) -> list[tuple[StatedPosition, Status]]:
        """What was said on one cell, the latest first, each with its status.

        option  only on this one; None takes all of the issue.
        limit   at most this many; None gives all.
        """
        about = [cells.c.holder == holder, cells.c.issue == issue]
        if option is not None:
            about.append(cells.c.option == option)
        with explained(self._where), self._db.connect() as connection:
            where = connection.execute(select(cells.c.seq).where(*about)).scalars().all()
            query = (
                select(positions, reports.c.id.label("report_id"))
                .join(reports, reports.c.seq == positions.c.report)
                .where(
                    positions.c.counts,
                    positions.c.voice.in_(select(voices.c.seq).where(voices.c.cell.in_(where))),
                )
            )
            since = newest_days(connection, where, limit) if limit is not None else None
            if since is not None:
                query = query.where(positions.c.said_on >= since)
            found = [
                (rows.position(row, row["report_id"]), Status(row["status"]))
                for row in connection.execute(query).mappings()
            ]
        found.sort(
            key=lambda one: (one[0].said_on or date.min, one[0].report, one[0].quote.start), reverse=True
        )
        return found if limit is None else found[:limit]

    def flat(self) -> Iterator[tuple[Any, ...]]:
        """Stated positions as judged, one flat row each, in the order of FLAT; streamed.

        Times are dates, the rest text, numbers and truth values; empty is None or "".
        """
        if self._known_at is not None:
            about = self.reports()
            for one, status in self.stream_positions():
                yield _flat(one, status, about[one.report])
            return
        chosen = [
            reports.c[name[1]] if name[0] == "report" else positions.c[name[1]] for name in _FLAT.values()
        ]
        query = (
            select(*chosen)
            .join(reports, reports.c.seq == positions.c.report)
            .where(positions.c.counts)
            .order_by(positions.c.seq)
        )
        with explained(self._where), self._db.connect() as connection:
            found = connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(query)
            for some in found.partitions():
                yield from (_with_ties_as_text(row) for row in some)

    def all_current(self) -> bool:
        """Whether every position counts as held now: none is past, denied or alleged."""
        query = select(positions.c.seq).where(positions.c.counts, positions.c.modality != "current").limit(1)
        with explained(self._where), self._db.connect() as connection:
            return connection.execute(query).first() is None

    def size(self) -> int:
        """About how many positions the ledger holds, those out of force included."""
        with explained(self._where), self._db.connect() as connection:
            return int(connection.execute(select(func.max(positions.c.seq))).scalar() or 0)

    def reports_named(self, names: Iterable[str]) -> dict[str, Report]:
        """Those of the reports in force, by id."""
        found = {}
        with explained(self._where), self._db.connect() as connection:
            for some in chunks(names):
                query = select(reports).where(self._held(reports), reports.c.id.in_(some))
                for row in connection.execute(query).mappings():
                    found[row["id"]] = rows.report(row)
        return found

    def suggestions(self) -> Iterator[tuple[StatedPosition, Status]]:
        """Everything that readers suggest, whatever people made of it, each with its status."""
        query = self._stated().where(positions.c.judgement.is_(None), self._held(positions))
        for row in self._rows(query):
            yield rows.position(row, row["report_id"]), Status(row["status"])

    def judged_positions(self) -> Iterator[tuple[StatedPosition, Status]]:
        """Every position that people judged, rejected and corrected ones included, each with its status."""
        quiet = [Status.SUGGESTED.value, Status.AUTOMATIC.value]
        query = self._stated().where(self._held(positions), positions.c.status.not_in(quiet))
        for row in self._rows(query):
            yield rows.position(row, row["report_id"]), Status(row["status"])

    def _stated(self) -> Select[Any]:
        return (
            select(positions, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == positions.c.report)
            .order_by(reports.c.published, reports.c.id, positions.c.start, positions.c.id)
        )

    def _positions_known_then(self) -> Iterator[tuple[StatedPosition, Status]]:
        """From the judgements themselves: the columns `status` and `counts` only say what holds now."""
        settled = self.settled()
        held = select(reports.c.id).where(self._held(reports))
        with explained(self._where), self._db.connect() as connection:
            known = set(connection.execute(held).scalars())
        found = []
        for row in self._rows(self._stated().where(positions.c.judgement.is_(None), self._held(positions))):
            on = settled.get(row["id"])
            if on is None or on.status.counts:
                status = on.status if on else Status.SUGGESTED
                found.append((rows.position(row, row["report_id"]), status))
        for on in settled.values():
            if on.corrected is not None and on.corrected.report in known:
                status = Status.ACCEPTED if on.status is Status.CORRECTED else on.status
                found.append((on.corrected, status))
        order = {name: at for at, name in enumerate(self.reports())}
        found.sort(key=lambda one: (order[one[0].report], one[0].quote.start, one[0].id))
        yield from found

    def deciding(
        self,
        holders: Iterable[str],
        affiliation: Mapping[str, str | None],
        window: timedelta,
        as_of: date | None = None,
    ) -> dict[CellKey, Deciding]:
        """What decides each cell as of a date, by index: fast however large the ledger. See table.py.

        Raises LedgerError for an earlier moment's knowledge: that takes all positions.
        """
        if self._known_at is not None:
            raise self._where.error("what was known earlier is not indexed", "Use the whole ledger.")
        with explained(self._where):
            return deciding(self._db, holders, affiliation, window, as_of)

    # -------------------------------------------------------------- judgements

    def judgements(self, position: str | None = None, *, superseded: bool = False) -> Iterator[Judgement]:
        """Judgements in force, or all of them, in the order they were made.

        position  only those on this stated position.
        """
        query = select(judgements).order_by(judgements.c.seq)
        if position is not None:
            query = query.where(judgements.c.position == position)
        if self._known_at is not None:
            query = query.where(judgements.c.at <= self._known_at)
        if not superseded:
            still: ColumnElement[bool] = judgements.c.superseded_at.is_(None)
            if self._known_at is not None:
                still = or_(still, judgements.c.superseded_at > self._known_at)
            query = query.where(still)
        for row in self._rows(query):
            yield rows.judgement(row)

    def settled(self) -> dict[str, Settled]:
        """Where every judged position stands, by its id."""
        on: dict[str, list[Judgement]] = {}
        for one in self.judgements():
            on.setdefault(one.position, []).append(one)
        return {position: settle(held) for position, held in on.items()}

    def audit(self) -> Iterator[dict[str, Any]]:
        """Who did what when: {"at", "by", "action", "detail"}, oldest first."""
        query = select(audit).order_by(audit.c.seq)
        if self._known_at is not None:
            query = query.where(audit.c.at <= self._known_at)
        for row in self._rows(query):
            yield {name: row[name] for name in ("at", "by", "action", "detail")}

    # -------------------------------------------------------------- runs

    def runs(self) -> Iterator[dict[str, Any]]:
        """Runs of reading: {"seq", "engine", "started_at", "finished_at", "reports_read", ...}."""
        for row in self._rows(select(runs).order_by(runs.c.seq)):
            yield dict(row)

    def skipped(self) -> tuple[SkipReport, ...]:
        """What the last finished run could not read, with the reasons."""
        last = select(func.max(runs.c.seq)).where(runs.c.finished_at.is_not(None)).scalar_subquery()
        query = select(skipped).where(skipped.c.run == last).order_by(skipped.c.seq)
        with explained(self._where), self._db.connect() as connection:
            return tuple(
                SkipReport(row["reason"], path=row["path"] or None, line=row["line"], remedy=row["remedy"])
                for row in connection.execute(query).mappings()
            )

    def digests(self) -> dict[str, str]:
        """Digest by report id, of the reports in force that were read completely."""
        query = select(reports.c.id, reports.c.digest).where(
            self._held(reports), reports.c.read_under.is_not(None)
        )
        with explained(self._where), self._db.connect() as connection:
            return {row.id: row.digest for row in connection.execute(query)}


_OWN = ("speaker", "speaker_name", "holder", "issue", "option", "stance", "firm")
_LAST = ("said_on", "said_on_precision", "confidence", "origin", "statement")
_CONDITION = ("condition_issue", "condition_option", "condition_text")
_TIES = ("modality", "further")
"""`further` holds further conditions, exceptions and threats, as JSON text."""
_FLAT = {
    "id": ("position", "id"),
    "status": ("position", "status"),
    "report": ("report", "id"),
    **{name: ("report", name) for name in ("outlet", "published", "title", "language", "url")},
    **{name: ("position", name) for name in ("start", "end")},
    "quote": ("position", "exact"),
    **{name: ("position", name) for name in ("prefix", "suffix", *_OWN, *_CONDITION, *_LAST, *_TIES)},
}
FLAT = tuple(_FLAT)
"""Names of the columns of a flat row."""


def _flat(one: StatedPosition, status: Status, about: Report) -> tuple[Any, ...]:
    values = rows.position_row(one) | {"status": status.value}
    named = {"id": one.report}
    return _with_ties_as_text(
        values[name] if whose == "position" else named.get(name, getattr(about, name))
        for whose, name in _FLAT.values()
    )


def _with_ties_as_text(row: Iterable[Any]) -> tuple[Any, ...]:
    *others, further = row
    return (*others, json.dumps(further, ensure_ascii=False) if further else "")
