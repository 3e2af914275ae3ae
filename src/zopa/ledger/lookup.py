"""Looking single things up: one report, one passage, one cell's history. Fast however large the ledger.

Texts are long and passages short: what is shown of a text is cut out by the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from zopa.ledger import rows
from zopa.ledger.address import Place, address
from zopa.ledger.index import chunks, periods
from zopa.ledger.review_schema import IS_SUGGESTED
from zopa.ledger.schema import cells, positions, reports, statements, tallies, twins, voices
from zopa.ledger.store import explained, open_view
from zopa.vocabulary import Report, StatedPosition, Statement, Status

AROUND = 300
"""Characters of text fetched on either side of a passage: more than is shown of its sentence."""
_DAYS = 10_000_000
"""Tallies from this period on are of a single day, written 20251216."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A report without its text. `size` in characters, `stated` how many positions count in it."""

    id: str
    outlet: str
    published: date | None
    language: str
    title: str
    author: str
    url: str
    size: int = 0
    stated: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A stated position with what stands around it.

    window  the text around the quote, and `at` the offset where that begins in the report.
    """

    position: StatedPosition
    status: Status
    about: Facts
    window: str
    at: int


@dataclass(frozen=True, slots=True)
class Found:
    """A position by its id. `in_force` is False for one that a later reading or a person took back."""

    position: StatedPosition
    status: Status
    in_force: bool


class Lookup:
    """Looks things up in one ledger.

    place   the dossier's folder, or a PostgreSQL URL.
    Raises  LedgerError when there is no ledger or it can't be read.
    """

    def __init__(self, place: Place) -> None:
        self._where = address(place)
        self._db = open_view(place)

    def days(self) -> list[tuple[date, int]]:
        """How many positions were stated on each day that has any, the first day first."""
        query = (
            select(tallies.c.period, func.sum(tallies.c.stated))
            .where(tallies.c.period >= _DAYS)
            .group_by(tallies.c.period)
            .having(func.sum(tallies.c.stated) > 0)
            .order_by(tallies.c.period)
        )
        with explained(self._where), self._db.connect() as connection:
            return [
                (date(period // 10_000, period // 100 % 100, period % 100), int(stated))
                for period, stated in connection.execute(query)
            ]

    # -------------------------------------------------------------- one cell

    def said(
        self,
        holder: str,
        issue: str,
        *,
        option: str | None = None,
        as_of: date | None = None,
        limit: int = 200,
    ) -> list[Said]:
        """What was said on one cell, the latest first.

        as_of  the last day that counts; undated words always do.
        limit  at most this many.
        """
        wanted = [cells.c.holder == holder, cells.c.issue == issue]
        if option is not None:
            wanted.append(cells.c.option == option)
        with explained(self._where), self._db.connect() as connection:
            where = connection.execute(select(cells.c.seq).where(*wanted)).scalars().all()
            query = select(positions.c.said_on, positions.c.seq).where(
                positions.c.counts,
                positions.c.voice.in_(select(voices.c.seq).where(voices.c.cell.in_(where))),
            )
            since = newest_days(connection, where, limit, as_of)
            if since is not None:
                # As many as are wanted are dated: what has no day comes after them.
                query = query.where(positions.c.said_on >= since)
            if as_of is not None:
                dated = positions.c.said_on <= as_of
                query = query.where(dated if since is not None else or_(dated, positions.c.said_on.is_(None)))
            newest = [(day or date.min, seq) for day, seq in connection.execute(query)]
            newest.sort(reverse=True)
            return self._said(connection, [seq for _, seq in newest[:limit]])

    def _said(self, connection: Connection, numbers: Iterable[int]) -> list[Said]:
        at: Any = func.max(positions.c.start - AROUND, 0)
        if connection.dialect.name == "postgresql":
            at = func.greatest(positions.c.start - AROUND, 0)
        length = positions.c.end - positions.c.start + 2 * AROUND
        found: dict[int, Said] = {}
        wanted = list(numbers)
        for some in chunks(wanted):
            query = (
                select(
                    positions,
                    *(
                        reports.c[name].label(f"report_{name}")
                        for name in ("id", "outlet", "published", "language", "title", "author", "url")
                    ),
                    func.substr(reports.c.text, at + 1, length).label("window"),
                )
                .join(reports, reports.c.seq == positions.c.report)
                .where(positions.c.seq.in_(some))
            )
            for row in connection.execute(query).mappings():
                about = Facts(**{name: row[f"report_{name}"] for name in _FACTS})
                found[row["seq"]] = Said(
                    rows.position(row, row["report_id"]),
                    Status(row["status"]),
                    about,
                    row["window"],
                    max(row["start"] - AROUND, 0),
                )
        return [found[seq] for seq in wanted if seq in found]

    def passages(self, ids: Iterable[str]) -> dict[str, Said]:
        """Positions that count, by id, each with what stands around it."""
        with explained(self._where), self._db.connect() as connection:
            numbers: list[int] = []
            for some in chunks(ids):
                query = select(positions.c.seq).where(positions.c.id.in_(some), positions.c.counts)
                numbers += connection.execute(query).scalars().all()
            return {one.position.id: one for one in self._said(connection, numbers)}

    def numbered(self, numbers: Iterable[int]) -> list[Said]:
        """Positions by their row's number, in that order, each with what stands around it."""
        with explained(self._where), self._db.connect() as connection:
            return self._said(connection, numbers)

    # -------------------------------------------------------------- one report

    def report(self, name: str) -> Report | None:
        """The report in force with this id, or None."""
        with explained(self._where), self._db.connect() as connection:
            query = select(reports).where(reports.c.id == name, reports.c.retired_at.is_(None))
            row = connection.execute(query).mappings().first()
            return rows.report(row) if row else None

    def in_report(self, name: str) -> tuple[list[Statement], list[tuple[StatedPosition, Status]]]:
        """What was read in a report in force: its statements, and the positions that count, by place."""
        with explained(self._where), self._db.connect() as connection:
            seq = connection.execute(
                select(reports.c.seq).where(reports.c.id == name, reports.c.retired_at.is_(None))
            ).scalar()
            if seq is None:
                return [], []
            said = select(statements).where(statements.c.report == seq, statements.c.retired_at.is_(None))
            stated = (
                select(positions)
                .where(positions.c.report == seq, positions.c.counts)
                .order_by(positions.c.start, positions.c.end, positions.c.id)
            )
            made = [rows.statement(row, name) for row in connection.execute(said).mappings()]
            return sorted(made, key=lambda one: (one.start, one.end, one.id)), [
                (rows.position(row, name), Status(row["status"]))
                for row in connection.execute(stated).mappings()
            ]

    def reports(
        self, *, outlet: str | None = None, before: tuple[date, str] | None = None, limit: int = 50
    ) -> list[Facts]:
        """Reports in force, the latest printed first, without their texts.

        before  (day, id) of the last one of the page before; a report without a day counts as day 1.
        """
        day = func.coalesce(reports.c.published, date.min)
        query = select(*_light()).where(reports.c.retired_at.is_(None))
        if outlet is not None:
            query = query.where(reports.c.outlet == outlet)
        if before is not None:
            query = query.where(or_(day < before[0], and_(day == before[0], reports.c.id < before[1])))
        query = query.order_by(day.desc(), reports.c.id.desc()).limit(limit)
        with explained(self._where), self._db.connect() as connection:
            return self._counted(connection, connection.execute(query).all())

    def about(self, names: Iterable[str]) -> dict[str, Facts]:
        """Reports in force by id, without their texts."""
        found: dict[str, Facts] = {}
        with explained(self._where), self._db.connect() as connection:
            for some in chunks(names):
                query = select(*_light()).where(reports.c.retired_at.is_(None), reports.c.id.in_(some))
                found |= {one.id: one for one in self._counted(connection, connection.execute(query).all())}
        return found

    def _counted(self, connection: Connection, found: Iterable[Row[Any]]) -> list[Facts]:
        held = list(found)
        counted: dict[int, int] = {}
        for some in chunks(row.seq for row in held):
            query: Select[Any] = (
                select(positions.c.report, func.count())
                .where(positions.c.report.in_(some), positions.c.counts)
                .group_by(positions.c.report)
            )
            counted |= {row[0]: row[1] for row in connection.execute(query)}
        return [
            Facts(
                **{name: getattr(row, name) for name in _FACTS}, size=row.size, stated=counted.get(row.seq, 0)
            )
            for row in held
        ]

    def counts(self) -> Mapping[str, int]:
        """How many reports and positions are in force, by name; from indices."""
        with explained(self._where), self._db.connect() as connection:
            stated = select(func.sum(tallies.c.stated)).where(
                or_(tallies.c.period == 0, tallies.c.period.between(1, 9999))
            )
            held = select(func.count()).select_from(reports).where(reports.c.retired_at.is_(None))
            return {
                "reports": int(connection.execute(held).scalar() or 0),
                "positions": int(connection.execute(stated).scalar() or 0),
            }

    # -------------------------------------------------------------- one position

    def position(self, wanted: str) -> Found | None:
        """The position with this id: in force if it is, else as it was last; None for no such id."""
        query = (
            select(positions, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == positions.c.report)
            .where(positions.c.id == wanted)
            .order_by(positions.c.retired_at.is_(None).desc(), positions.c.seq.desc())
            .limit(1)
        )
        with explained(self._where), self._db.connect() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        return Found(rows.position(row, row["report_id"]), Status(row["status"]), row["retired_at"] is None)

    def statement(self, wanted: str) -> Statement | None:
        """The statement with this id, the latest known; None where there never was one."""
        query = (
            select(statements, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == statements.c.report)
            .where(statements.c.id == wanted)
            .order_by(statements.c.retired_at.is_(None).desc(), statements.c.seq.desc())
            .limit(1)
        )
        with explained(self._where), self._db.connect() as connection:
            row = connection.execute(query).mappings().first()
        return rows.statement(row, row["report_id"]) if row else None

    def to_judge(
        self, status: Status, after: tuple[float, str] | None = None, limit: int = 50
    ) -> list[StatedPosition]:
        """Positions with a status, the least sure first.

        after  (confidence, id) of the last one of the page before.
        """
        query = (
            select(positions, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == positions.c.report)
            .order_by(positions.c.confidence, positions.c.id)
            .limit(limit)
        )
        if status is Status.SUGGESTED:
            query = query.where(IS_SUGGESTED)
        else:
            query = query.where(positions.c.status == status.value, positions.c.retired_at.is_(None))
        if after is not None:
            sure, name = after
            query = query.where(
                or_(
                    positions.c.confidence > sure,
                    and_(positions.c.confidence == sure, positions.c.id > name),
                )
            )
        with explained(self._where), self._db.connect() as connection:
            return [rows.position(row, row["report_id"]) for row in connection.execute(query).mappings()]

    # -------------------------------------------------------------- stories

    def stories(self, names: Iterable[str]) -> dict[str, str]:
        """Which of some reports tell one story: report id to the earliest of its story among them."""
        with explained(self._where), self._db.connect() as connection:
            held: list[Any] = []
            for some in chunks(set(names)):
                query = select(reports.c.seq, reports.c.id, reports.c.published, reports.c.text_hash).where(
                    reports.c.retired_at.is_(None), reports.c.id.in_(some)
                )
                held += connection.execute(query).all()
            pairs: list[tuple[int, int]] = []
            for some in chunks(row.seq for row in held):
                linked = select(twins.c.report, twins.c.other).where(twins.c.report.in_(some))
                pairs += [(one, other) for one, other in connection.execute(linked)]
        from zopa.ledger.reprints import grouped

        known = {row.seq for row in held}
        return grouped(
            [tuple(row) for row in held], [pair for pair in pairs if pair[0] in known and pair[1] in known]
        )


def newest_days(
    connection: Connection, where: Sequence[int], limit: int, as_of: date | None = None
) -> date | None:
    """The day from which on, up to `as_of`, some cells hold at least `limit` dated positions.

    where    numbers of cells.
    Returns  None where they hold fewer than that: then all of them are wanted. Asked of the tallies.
    """
    days = select(tallies.c.period, func.sum(tallies.c.stated)).where(
        tallies.c.cell.in_(where), tallies.c.period >= _DAYS
    )
    if as_of is not None:
        days = days.where(tallies.c.period <= periods(as_of)[-1])
    days = (
        days.group_by(tallies.c.period)
        .order_by(tallies.c.period.desc())
        .limit(limit)  # no day that is listed holds less than one, but for those taken back
    )
    there = 0
    for period, stated in connection.execute(days):
        there += stated
        if there >= limit:
            return date(period // 10_000, period // 100 % 100, period % 100)
    return None


_FACTS = ("id", "outlet", "published", "language", "title", "author", "url")


def _light() -> list[Any]:
    return [reports.c.seq, *(reports.c[name] for name in _FACTS), func.length(reports.c.text).label("size")]
