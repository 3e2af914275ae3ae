"""Search with facets: what the hits have in common, and how many have it; page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

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
            found = connection.execute(made.limit(COUNTED + 1)).mappings().all()
            counted = [dict(row) for row in found[:COUNTED]]
            numbers = [row["seq"] for row in counted]
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


def _counts(rows: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    counters: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows:
        counters["party"][row["holder"]] += 1
        counters["issue"][row["issue"]] += 1
        counters["option"][f"{row['issue']}/{row['option']}"] += 1
        counters["stance"][row["stance"]] += 1
        counters["actor"][row["speaker"]] += 1
        counters["status"][row["status"]] += 1
        if row["outlet"]:
            counters["outlet"][row["outlet"]] += 1
        if row["language"]:
            counters["language"][row["language"]] += 1
        if row["said_on"]:
            counters["year"][str(row["said_on"].year)] += 1
    return {name: dict(counter.most_common()) for name, counter in counters.items()}


def year(text: str) -> tuple[date, date] | None:
    """The first and last day of a year as written, or None for what is none."""
    if len(text) == 4 and text.isdigit() and text != "0000":
        return date(int(text), 1, 1), date(int(text), 12, 31)
    return None
