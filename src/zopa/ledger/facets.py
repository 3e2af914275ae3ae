"""Search with facets: what the hits have in common, and how many have it; page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from zopa.ledger import dialect
from zopa.ledger.address import address
from zopa.ledger.lookup import Lookup, Said
from zopa.ledger.schema import positions, reports
from zopa.ledger.search import Filters, Search
from zopa.ledger.store import explained, open_view

COUNTED = 2_000
"""Hits that are counted: the latest recorded. Counting a hundred thousand would take longer than a glance."""

FACETS = ("party", "issue", "option", "stance", "actor", "outlet", "language", "year", "status")


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the hits.

    passages  the latest recorded first.
    counts    facet to value to how many of the counted hits have it; the most frequent first.
    counted   how many hits were counted; `all_counted` is False where there are more.
    next      where the next page begins, or None.
    """

    passages: tuple[Said, ...]
    counts: Mapping[str, Mapping[str, int]]
    counted: int
    all_counted: bool
    next: int | None


class FacetedSearch(Search):
    """Searches one ledger, with facets."""

    def page(self, query: str, filters: Filters, before: int | None = None, limit: int = 25) -> Page:
        """The hits of a query, as in `Search.passages`; without a word or filter the latest recorded.

        before  the `next` of the page before.
        Raises  LedgerError when the ledger can't be read.
        """
        columns = [
            positions.c.seq,
            *(positions.c[name] for name in ("holder", "issue", "option", "stance", "speaker", "said_on")),
            positions.c.status,
            reports.c.outlet,
            reports.c.language,
        ]
        with explained(address(self.place)), open_view(self.place).connect() as connection:
            made = select(*columns).join(reports, reports.c.seq == positions.c.report)
            if query.strip() or filters != Filters():
                made = self._found(connection, made, dialect.POSITION_WORDS, positions.c.seq, query, filters)
            else:
                made = made.order_by(positions.c.seq.desc())
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
            found = connection.execute(made.limit(COUNTED + 1)).all()
            counted = found[:COUNTED]
            numbers = [row[0] for row in counted]
            if before is not None:
                older = made.where(positions.c.seq < before).limit(limit + 1)
                numbers = [row.seq for row in connection.execute(older)]
        here = numbers[:limit]
        return Page(
            tuple(Lookup(self.place).numbered(here)),
            _counts(counted),
            len(counted),
            len(found) <= COUNTED,
            here[-1] if len(numbers) > limit else None,
        )


def _counts(rows: Sequence[Row[Any]]) -> dict[str, dict[str, int]]:
    """Counted column by column: row by row takes several times as long."""
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True)) if rows else [()] * 10
    _, holders, issues, options, stances, speakers, days, statuses, outlets, languages = columns
    values: dict[str, Iterable[str]] = {
        "party": holders,
        "issue": issues,
        "option": map("/".join, zip(issues, options, strict=True)),
        "stance": stances,
        "actor": speakers,
        "outlet": filter(None, outlets),
        "language": filter(None, languages),
        "year": (str(day.year) for day in days if day),
        "status": statuses,
    }
    return {name: dict(Counter(values[name]).most_common()) for name in FACETS}


def year(text: str) -> tuple[date, date] | None:
    """The first and last day of a year as written, or None for what is none."""
    if len(text) == 4 and text.isdigit() and text != "0000":
        return date(int(text), 1, 1), date(int(text), 12, 31)
    return None
