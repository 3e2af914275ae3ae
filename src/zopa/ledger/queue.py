"""The review queue: what to judge next, and how far the judging has come.

Reads only. Who has what on the screen is the caller's to know (`leave_out`): such a claim binds nobody.
That two reviewers never overwrite each other is the business of `Judging`, which is told what each saw.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, not_, select

from zopa.ledger import rows
from zopa.ledger.address import Place, address
from zopa.ledger.clock import utc_now
from zopa.ledger.index import chunks
from zopa.ledger.judging import seen_mark
from zopa.ledger.review_schema import IS_JUDGED, IS_SUGGESTED
from zopa.ledger.schema import cells, judgements, positions, reports, tallies, voices
from zopa.ledger.store import explained, open_view
from zopa.vocabulary import Judgement, Report, StatedPosition, Status

POOL = 200
"""From how many of the least sure suggestions the next is chosen."""
EVEN = 0.5
"""A confidence at which a yes is as likely as a no: there a judgement teaches most."""
YEARS = 9999
"""Tallies up to this period are of a whole year, or of what has no day: together they are everything."""
PAUSE = timedelta(minutes=5)
"""A longer gap between two judgements is a pause and does not count as pace."""


class Pile(StrEnum):
    """What is to be judged."""

    NEW = "new"
    """Suggestions that nobody judged, those that teach most first."""
    SECOND = "second"
    """Judged by others but not by oneself: a second opinion, given without seeing the first."""
    DISPUTED = "disputed"
    """Annotators disagree; to be settled."""
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Only part of a pile; "" takes all."""

    holder: str = ""
    issue: str = ""
    option: str = ""
    report: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions on positions joined to reports."""
        wanted = ((positions.c.holder, self.holder), (positions.c.issue, self.issue))
        more = ((positions.c.option, self.option), (reports.c.id, self.report))
        return [column == value for column, value in (*wanted, *more) if value]

    @property
    def cell(self) -> list[ColumnElement[bool]]:
        """The same for cells; empty where all of them are wanted."""
        wanted = ((cells.c.holder, self.holder), (cells.c.issue, self.issue), (cells.c.option, self.option))
        return [column == value for column, value in wanted if value]


@dataclass(frozen=True, slots=True)
class Item:
    """A stated position to judge, with its report and what people said of it so far.

    seen   stands for those judgements: given back when judging, it shows whether somebody judged since.
    """

    position: StatedPosition
    status: Status
    report: Report
    judgements: tuple[Judgement, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the judging has come.

    left, unsure, disputed  how many positions there are in each pile; judged  how many somebody judged.
    mine        how many positions this person judged; today  since midnight UTC.
    per_minute  of this person's latest stretch without a pause; None where that is too short to tell.
    """

    left: int
    judged: int
    unsure: int
    disputed: int
    mine: int
    today: int
    per_minute: float | None

    @property
    def minutes_left(self) -> float | None:
        """How long the rest takes at this pace."""
        return self.left / self.per_minute if self.per_minute else None


def _stated(connection: Connection, only: Narrowed) -> int:
    """How many positions count in the wanted cells."""
    query = select(func.sum(tallies.c.stated)).where(tallies.c.period <= YEARS)
    if only.cell:
        query = query.where(tallies.c.cell.in_(select(cells.c.seq).where(*only.cell)))
    return int(connection.execute(query).scalar() or 0)


class Queue:
    """One person's view of what is to be judged. Safe between threads.

    place   the dossier's folder, or a PostgreSQL URL.
    by      who judges.
    rank    puts the least sure suggestions into the order in which they teach; None keeps them as they are.
    memory  is asked for that order, with what it is of and a function that makes it: it may give one made a
            moment ago. None makes it for each question.
    Raises  LedgerError when there is no ledger or it can't be read.
    """

    def __init__(
        self,
        place: Place,
        by: str,
        now: Callable[[], datetime] = utc_now,
        rank: Callable[[Sequence[StatedPosition]], Sequence[StatedPosition]] | None = None,
        memory: Callable[[Narrowed, Callable[[], list[str]]], list[str]] | None = None,
    ) -> None:
        self._where = address(place)
        self._by = by
        self._now = now
        self._rank = rank
        self._memory = memory
        self._db = open_view(place)

    # -------------------------------------------------------------- what is next

    def pile(
        self,
        pile: Pile = Pile.NEW,
        only: Narrowed | None = None,
        limit: int = 1,
        leave_out: Collection[str] = (),
    ) -> list[Item]:
        """The first of a pile, what teaches most first.

        leave_out  ids of positions that are on others' screens, or put off.
        """
        with explained(self._where), self._db.connect() as connection:
            if pile is Pile.NEW and self._memory is not None:
                found = self._remembered(connection, only or Narrowed(), limit, leave_out)
                if len(found) == limit:
                    return self._items(connection, found)
            wanted = max(POOL if self._rank else 0, limit) + len(leave_out)
            found = self._pool(connection, pile, only or Narrowed(), wanted)
            free = [row for row in found if row["id"] not in leave_out]
            return self._items(connection, free[:limit])

    def _remembered(
        self, connection: Connection, only: Narrowed, limit: int, leave_out: Collection[str]
    ) -> list[Any]:
        """The first of an order made earlier; what was judged since is passed over."""
        assert self._memory is not None  # noqa: S101 - asked by `pile`

        def made() -> list[str]:
            return [row["id"] for row in self._pool(connection, Pile.NEW, only, POOL)]

        order = [one for one in self._memory(only, made) if one not in leave_out]
        found: list[Any] = []
        for some in chunks(order, max(limit, 10)):
            query = self._stated().where(IS_SUGGESTED, positions.c.id.in_(some))
            held = {row["id"]: row for row in connection.execute(query).mappings()}
            found += [held[one] for one in some if one in held]
            if len(found) >= limit:
                break
        return found[:limit]

    def look(self, position: str) -> Item | None:
        """One position, judged or not, as it is now; None where there is none in force."""
        with explained(self._where), self._db.connect() as connection:
            query = (
                self._stated()
                .where(positions.c.id == position, positions.c.retired_at.is_(None))
                .order_by(positions.c.seq.desc())
                .limit(1)
            )
            found = connection.execute(query).mappings().all()
            return self._items(connection, found)[0] if found else None

    def _stated(self) -> Select[Any]:
        return select(positions, reports.c.id.label("report_id")).join(
            reports, reports.c.seq == positions.c.report
        )

    def _pool(self, connection: Connection, pile: Pile, only: Narrowed, limit: int) -> list[Any]:
        query = self._stated().where(*only.conditions())
        if pile is Pile.NEW:
            query = query.where(IS_SUGGESTED)
            found = self._least_sure(connection, query, only, limit)
            found.sort(key=lambda row: (abs(row["confidence"] - EVEN), row["id"]))
            return self._ranked(found[:limit])
        if pile is Pile.SECOND:
            query = query.where(
                positions.c.judgement.is_(None),
                positions.c.retired_at.is_(None),
                IS_JUDGED,
                not_(self._judged_by_me()),
            )
        else:
            query = query.where(IS_JUDGED, positions.c.counts, positions.c.status == pile.value)
            if pile is Pile.UNSURE:
                query = query.where(not_(self._judged_by_me(sure=True)))
        return list(
            connection.execute(query.order_by(positions.c.confidence, positions.c.id).limit(limit)).mappings()
        )

    def _least_sure(
        self, connection: Connection, query: Select[Any], only: Narrowed, limit: int
    ) -> list[Any]:
        """The suggestions nearest to EVEN, in any order: along the index of confidences where many fulfil
        the conditions, else by looking at all that do.
        """
        if only.report or (only.cell and self._is_rare(connection, only, limit)):
            if only.cell:
                spoken = select(voices.c.seq).join(cells, cells.c.seq == voices.c.cell).where(*only.cell)
                query = query.where(positions.c.voice.in_(spoken))
            if only.report:
                one = select(reports.c.seq).where(reports.c.id == only.report, reports.c.retired_at.is_(None))
                query = query.where(positions.c.report == one.scalar_subquery())
            # No index has this order, so that none is walked along for it.
            far = func.abs(positions.c.confidence - EVEN)
            return list(connection.execute(query.order_by(far, positions.c.id).limit(limit)).mappings())
        order, name = positions.c.confidence, positions.c.id
        above = query.where(order >= EVEN).order_by(order, name).limit(limit)
        below = query.where(order < EVEN).order_by(order.desc(), name.desc()).limit(limit)
        return [*connection.execute(above).mappings(), *connection.execute(below).mappings()]

    @staticmethod
    def _is_rare(connection: Connection, only: Narrowed, limit: int) -> bool:
        """Whether looking at all in the wanted cells is less work than walking until `limit` are met."""
        few, everything = _stated(connection, only), _stated(connection, Narrowed())
        return few * few < limit * everything

    def _ranked(self, found: list[Any]) -> list[Any]:
        if self._rank is None:
            return found
        by_id = {row["id"]: row for row in found}
        ordered = self._rank([rows.position(row, row["report_id"]) for row in found])
        return [by_id[one.id] for one in ordered if one.id in by_id]

    def _judged_by_me(self, sure: bool = False) -> ColumnElement[bool]:
        found = exists().where(
            judgements.c.position == positions.c.id,
            judgements.c.lane == f"by:{self._by}",
            judgements.c.superseded_at.is_(None),
            judgements.c.decision != "withdrawn",
        )
        return found.where(judgements.c.decision != "unsure") if sure else found

    def _items(self, connection: Connection, found: Sequence[Any]) -> list[Item]:
        texts: dict[str, Report] = {}
        for some in chunks({row["report_id"] for row in found}):
            query = select(reports).where(reports.c.id.in_(some), reports.c.retired_at.is_(None))
            for row in connection.execute(query).mappings():
                texts[row["id"]] = rows.report(row)
        on: dict[str, list[Judgement]] = {row["id"]: [] for row in found}
        for some in chunks(on):
            query = select(judgements).where(
                judgements.c.position.in_(some), judgements.c.superseded_at.is_(None)
            )
            for row in connection.execute(query.order_by(judgements.c.seq)).mappings():
                on[row["position"]].append(rows.judgement(row))
        return [
            Item(
                rows.position(row, row["report_id"]),
                Status(row["status"]),
                texts[row["report_id"]],
                tuple(on[row["id"]]),
                seen_mark(on[row["id"]]),
            )
            for row in found
            if row["report_id"] in texts
        ]

    # -------------------------------------------------------------- how far

    def progress(self) -> Progress:
        """Counts and pace, as they are now."""
        with explained(self._where), self._db.connect() as connection:
            grouped = (
                select(positions.c.status, func.count())
                .where(IS_JUDGED, positions.c.counts)
                .group_by(positions.c.status)
            )
            by_status: dict[str, int] = {row[0]: row[1] for row in connection.execute(grouped)}
            judged = connection.execute(
                select(func.count(func.distinct(judgements.c.position))).where(
                    judgements.c.superseded_at.is_(None),
                    judgements.c.decision != "withdrawn",
                    judgements.c.lane != "automatic",
                )
            ).scalar_one()
            # What is neither accepted, nor unsure, nor disputed is left; the tallies know without counting.
            accepted = select(func.sum(tallies.c.accepted)).where(tallies.c.period <= YEARS)
            left = _stated(connection, Narrowed()) - int(connection.execute(accepted).scalar() or 0)
            left -= by_status.get("unsure", 0) + by_status.get("disputed", 0)
            mine, today, pace = self._own(connection)
        return Progress(
            left, judged, by_status.get("unsure", 0), by_status.get("disputed", 0), mine, today, pace
        )

    def _own(self, connection: Connection) -> tuple[int, int, float | None]:
        own = and_(judgements.c.by == self._by, judgements.c.lane != "automatic")
        standing = and_(own, judgements.c.superseded_at.is_(None), judgements.c.decision != "withdrawn")
        midnight = self._now().replace(hour=0, minute=0, second=0, microsecond=0)
        mine = connection.execute(
            select(func.count(func.distinct(judgements.c.position))).where(standing)
        ).scalar_one()
        today = connection.execute(
            select(func.count(func.distinct(judgements.c.position))).where(
                standing, judgements.c.at >= midnight
            )
        ).scalar_one()
        times = (
            connection.execute(
                select(judgements.c.at)
                .where(own, judgements.c.undoes.is_(None))
                .distinct()
                .order_by(judgements.c.at.desc())
                .limit(60)
            )
            .scalars()
            .all()
        )
        return mine, today, pace(times, self._now())


def pace(times: Sequence[datetime], now: datetime) -> float | None:
    """Judgements a minute over the latest stretch without a pause.

    times    moments of judgements, the latest first.
    Returns  None where there was a pause since, or fewer than three judgements.
    """
    if not times or now - times[0] > PAUSE:
        return None
    stretch = [times[0]]
    for at in times[1:]:
        if stretch[-1] - at > PAUSE:
            break
        stretch.append(at)
    minutes = (stretch[0] - stretch[-1]).total_seconds() / 60
    return (len(stretch) - 1) / minutes if len(stretch) >= 3 and minutes > 0 else None
