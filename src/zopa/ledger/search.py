"""Full-text search over passages and reports, with filters. Alike on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from zopa.errors import LedgerError
from zopa.ledger import dialect, rows
from zopa.ledger.address import Place, address
from zopa.ledger.schema import positions, reports
from zopa.ledger.store import explained, open_view
from zopa.ledger.words import LANGUAGES, facet, wanted
from zopa.vocabulary import Report, StatedPosition, Status

AROUND = 90
"""Characters shown on either side of the words that were found in a report."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be. None asks for nothing.

    party   whose position it is; actor   who says it.
    status  where it stands with its judges; None takes what takes part in what stands.
    """

    party: str | None = None
    actor: str | None = None
    issue: str | None = None
    option: str | None = None
    stance: str | None = None
    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    status: Status | None = None

    @property
    def facets(self) -> list[list[str]]:
        """Those that are words of the index."""
        given = {"holder": self.party, "speaker": self.actor, "issue": self.issue, "option": self.option}
        given |= {"stance": self.stance, "outlet": self.outlet}
        return [[facet(kind, value)] for kind, value in given.items() if value is not None]

    @property
    def only_for_passages(self) -> list[str]:
        """Names of the filters given that a whole report can't fulfil."""
        names = ("party", "actor", "issue", "option", "stance", "status")
        return [name for name in names if getattr(self, name) is not None]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stated position that was found."""

    position: StatedPosition
    status: Status
    outlet: str
    published: date | None
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the latest recorded first, at most as many as asked for.

    more  whether there are further ones.
    """

    passages: tuple[Passage, ...] = ()
    reports: tuple[Report, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Searches one ledger.

    place      the dossier's folder, or a PostgreSQL URL.
    languages  whose inflection is taken off the query's words; the dossier's, or all that are known.
    """

    place: Place
    languages: tuple[str, ...] = field(default=LANGUAGES)

    def passages(self, query: str, filters: Filters | None = None, limit: int = 50) -> Found:
        """Stated positions whose passage or speaker has all words of the query.

        Inflected forms count as one; a word that ends in * stands for all that begin so.
        Raises LedgerError when neither a word nor a filter is given.
        """
        filters = filters or Filters()
        with explained(address(self.place)), open_view(self.place).connect() as connection:
            made = select(
                positions,
                *(reports.c[name] for name in ("outlet", "published", "title")),
                reports.c.id.label("report_id"),
            ).join(reports, reports.c.seq == positions.c.report)
            made = self._found(connection, made, dialect.POSITION_WORDS, positions.c.seq, query, filters)
            if filters.status is not None:
                made = made.where(
                    positions.c.status == filters.status.value, positions.c.retired_at.is_(None)
                )
            else:
                made = made.where(positions.c.counts)
            if filters.since is not None:
                made = made.where(positions.c.said_on >= filters.since)
            if filters.until is not None:
                made = made.where(positions.c.said_on <= filters.until)
            found = connection.execute(made.limit(limit + 1)).mappings().all()
        return Found(passages=tuple(_passage(dict(row)) for row in found[:limit]), more=len(found) > limit)

    def reports(self, query: str, filters: Filters | None = None, limit: int = 50) -> Found:
        """Reports whose text, title or author has all words of the query. Raises as `passages`."""
        filters = filters or Filters()
        if filters.only_for_passages:
            raise LedgerError(
                f"a report has no {filters.only_for_passages[0]}", remedy="Search passages for that."
            )
        with explained(address(self.place)), open_view(self.place).connect() as connection:
            made = select(reports).where(reports.c.retired_at.is_(None))
            made = self._found(connection, made, dialect.REPORT_WORDS, reports.c.seq, query, filters)
            if filters.since is not None:
                made = made.where(reports.c.published >= filters.since)
            if filters.until is not None:
                made = made.where(reports.c.published <= filters.until)
            found = connection.execute(made.limit(limit + 1)).mappings().all()
        return Found(reports=tuple(rows.report(row) for row in found[:limit]), more=len(found) > limit)

    def _found(
        self,
        connection: Connection,
        made: Select[Any],
        index: str,
        seq: Any,
        query: str,
        filters: Filters,
    ) -> Select[Any]:
        groups = [*wanted(query, self.languages), *filters.facets]
        if not groups:
            if filters == Filters():
                raise LedgerError("nothing to search for", remedy="Give words, or a filter such as --party.")
            return made.order_by(seq.desc())
        hits = dialect.found_by_words(connection, index, groups)
        return made.join(hits, hits.c.seq == seq).order_by(hits.c.seq.desc())

    def count(self, query: str, filters: Filters | None = None) -> int:
        """How many passages have these words and filters that are in the index, dates and status aside."""
        with explained(address(self.place)), open_view(self.place).connect() as connection:
            groups = [*wanted(query, self.languages), *(filters or Filters()).facets]
            hits = dialect.found_by_words(connection, dialect.POSITION_WORDS, groups)
            return int(connection.execute(select(func.count()).select_from(hits)).scalar_one())


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(
        rows.position(row, row["report_id"]),
        Status(row["status"]),
        row["outlet"],
        row["published"],
        row["title"],
    )


def around(text: str, query: str, languages: tuple[str, ...] = LANGUAGES) -> str:
    """The part of a report's text around the first of the query's words; its beginning where none is."""
    import re

    stems = {stem for group in wanted(query, languages) for stem in group}
    for match in re.finditer(r"[^\W_]+", text):
        for group in wanted(match.group(), languages):
            if any(_same(stem, word) for stem in stems for word in group):
                start, end = max(0, match.start() - AROUND), match.end() + AROUND
                return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")
    return text[: 2 * AROUND]


def _same(stem: str, word: str) -> bool:
    return word.startswith(stem[:-1]) if stem.endswith("*") else word == stem
