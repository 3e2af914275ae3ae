"""What came in: runs, outlets, reports that tell one story, and speakers nobody declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from zopa.errors import SkipReport
from zopa.ledger.address import Place, address
from zopa.ledger.review_schema import IS_UNKNOWN
from zopa.ledger.schema import positions, reports, runs, skipped, sources, statements, twins
from zopa.ledger.store import explained, open_view

AROUND = 160
"""Characters of text on either side of a statement."""
SHOWN = 3
"""Passages shown of one speaker."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of reading; `finished` is None for one that was broken off. `skipped` counts reports."""

    number: int
    engine: str
    started: datetime
    finished: datetime | None
    read: int
    unchanged: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where reports come from. `first`, `last`: the days of its oldest and newest report in force."""

    name: str
    reports: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Twin:
    """Two reports that tell one story in nearly the same words. `alike` 0 to 1."""

    one: Mapping[str, Any]
    other: Mapping[str, Any]
    alike: float


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody is reported to have said: the words with what stands around them."""

    report: str
    outlet: str
    published: date | None
    language: str
    before: str
    quote: str
    after: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stranger:
    """A named speaker whom the dossier does not know. `reports` counts those that quote him."""

    name: str
    statements: int
    reports: int
    last: date | None
    passages: tuple[Words, ...]


class Inbox:
    """Looks at what came in. Raises LedgerError when there is no ledger or it can't be read."""

    def __init__(self, place: Place) -> None:
        self._where = address(place)
        self._db = open_view(place)

    def runs(self, limit: int = 10) -> list[Run]:
        """The latest runs, the newest first."""
        missed = select(func.count()).where(skipped.c.run == runs.c.seq).scalar_subquery().label("missed")
        query = select(runs, missed).order_by(runs.c.seq.desc()).limit(limit)
        with explained(self._where), self._db.connect() as connection:
            return [
                Run(
                    row["seq"],
                    row["engine"],
                    row["started_at"],
                    row["finished_at"],
                    row["reports_read"],
                    row["reports_unchanged"],
                    row["missed"],
                )
                for row in connection.execute(query).mappings()
            ]

    def skipped(self, run: int, limit: int = 200) -> list[SkipReport]:
        """What one run could not read, each with the reason and the remedy."""
        query = select(skipped).where(skipped.c.run == run).order_by(skipped.c.seq).limit(limit)
        with explained(self._where), self._db.connect() as connection:
            return [
                SkipReport(row["reason"], path=row["path"] or None, line=row["line"], remedy=row["remedy"])
                for row in connection.execute(query).mappings()
            ]

    def outlets(self, limit: int = 200) -> list[Outlet]:
        """Outlets with the reports in force, those with most first."""
        count = func.count().label("many")
        query = (
            select(sources.c.name, count, func.min(reports.c.published), func.max(reports.c.published))
            .join(reports, reports.c.source == sources.c.seq)
            .where(reports.c.retired_at.is_(None))
            .group_by(sources.c.name)
            .order_by(count.desc(), sources.c.name)
            .limit(limit)
        )
        with explained(self._where), self._db.connect() as connection:
            return [Outlet(*row) for row in connection.execute(query)]

    def twins(self, limit: int = 50) -> tuple[list[Twin], int]:
        """Reports of one story, the newest first, and how many such pairs there are."""
        one, other = reports.alias("one"), reports.alias("other")
        in_force = (one.c.retired_at.is_(None), other.c.retired_at.is_(None))
        joined = twins.join(one, one.c.seq == twins.c.report).join(other, other.c.seq == twins.c.other)
        shown = ("id", "outlet", "published", "title")
        query = (
            select(
                *(one.c[name].label(f"one_{name}") for name in shown),
                *(other.c[name].label(f"other_{name}") for name in shown),
                twins.c.jaccard,
                twins.c.containment,
            )
            .select_from(joined)
            .where(*in_force)
            .order_by(twins.c.other.desc(), twins.c.report.desc())
            .limit(limit)
        )
        with explained(self._where), self._db.connect() as connection:
            found = [
                Twin(
                    {name: row[f"one_{name}"] for name in shown},
                    {name: row[f"other_{name}"] for name in shown},
                    max(row["jaccard"], row["containment"]),
                )
                for row in connection.execute(query).mappings()
            ]
            many = connection.execute(select(func.count()).select_from(joined).where(*in_force)).scalar_one()
        return found, many

    def strangers(self, limit: int = 30) -> list[Stranger]:
        """Named speakers whom the dossier did not know when the reports were read, the most quoted first."""
        many = func.count().label("many")
        query = (
            select(
                statements.c.speaker_name,
                many,
                func.count(func.distinct(statements.c.report)),
                func.max(statements.c.said_on),
            )
            .where(IS_UNKNOWN, statements.c.speaker_name != "")
            .group_by(statements.c.speaker_name)
            .order_by(many.desc(), statements.c.speaker_name)
            .limit(limit)
        )
        with explained(self._where), self._db.connect() as connection:
            found = connection.execute(query).all()
            return [
                Stranger(name, said, held, last, self._said(connection, name))
                for name, said, held, last in found
            ]

    def _said(self, connection: Any, name: str) -> tuple[Words, ...]:
        query = (
            select(
                statements.c.quote,
                reports.c.id,
                reports.c.outlet,
                reports.c.published,
                reports.c.language,
                reports.c.text,
            )
            .join(reports, reports.c.seq == statements.c.report)
            .where(IS_UNKNOWN, statements.c.speaker_name == name)
            .order_by(statements.c.seq.desc())
            .limit(SHOWN)
        )
        found = []
        for row in connection.execute(query):
            start, end = row.quote[0][0], row.quote[-1][1]
            found.append(
                Words(
                    row.id,
                    row.outlet,
                    row.published,
                    row.language,
                    _before(row.text, start),
                    row.text[start:end],
                    _after(row.text, end),
                    start,
                    end,
                )
            )
        return tuple(found)

    def counts(self) -> dict[str, int]:
        """How many reports, statements and positions are in force."""
        asked = {
            "reports": select(func.count()).select_from(reports).where(reports.c.retired_at.is_(None)),
            "statements": select(func.count())
            .select_from(statements)
            .where(statements.c.retired_at.is_(None)),
            "positions": select(func.count()).select_from(positions).where(positions.c.counts),
        }
        with explained(self._where), self._db.connect() as connection:
            return {name: connection.execute(query).scalar_one() for name, query in asked.items()}


def _before(text: str, start: int) -> str:
    """What stands before, from the beginning of a word on."""
    if start <= AROUND:
        return text[:start]
    cut = text[start - AROUND : start]
    return cut.partition(" ")[2] or cut


def _after(text: str, end: int) -> str:
    """What follows, up to the end of a word."""
    cut = text[end : end + AROUND]
    return cut if end + AROUND >= len(text) else cut.rpartition(" ")[0] or cut
