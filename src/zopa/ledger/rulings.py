"""What people say about two stated positions that differ. Superseded, never erased."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, insert, select, update

from zopa.ledger.address import Place, address
from zopa.ledger.clock import utc_now
from zopa.ledger.index import chunks
from zopa.ledger.schema import audit, positions
from zopa.ledger.store import explained, open_ledger, open_view
from zopa.ledger.workbench_schema import rulings

STATUSES = ("unresolved", "changed", "first", "second", "both", "neither", "misread")
"""unresolved; the side changed its mind; the first holds; the second holds; both do, each in its
sense; neither does; one was read wrongly."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person says about a pair of positions."""

    one: str
    other: str
    status: str
    note: str
    by: str
    at: datetime


def rule(place: Place, by: str, one: str, other: str, status: str, note: str = "") -> None:
    """Say something about two positions; what was said before is superseded.

    one, other  ids of positions; 'first' and 'second' mean them in this order.
    Raises LedgerError when there is no such status or position, or the ledger can't be written.
    """
    where = address(place)
    if status not in STATUSES:
        raise where.error(f"there is no status '{status}'", f"Use one of: {', '.join(STATUSES)}.")
    if one == other:
        raise where.error("a position does not differ from itself")
    if one > other:
        one, other = other, one
        status = {"first": "second", "second": "first"}.get(status, status)
    with explained(where), open_ledger(place).begin() as connection:
        known = select(positions.c.id).where(positions.c.id.in_([one, other])).distinct()
        if len(connection.execute(known).all()) < 2:
            raise where.error("there is no such pair of positions", "Look at the cell again.")
        pair = and_(rulings.c.one == one, rulings.c.other == other, rulings.c.superseded_at.is_(None))
        now = utc_now()
        connection.execute(update(rulings).where(pair).values(superseded_at=now))
        connection.execute(
            insert(rulings).values(one=one, other=other, status=status, note=note, by=by, at=now)
        )
        detail = {"one": one, "other": other, "status": status}
        connection.execute(insert(audit).values(at=now, by=by, action="rule", detail=detail))


def rulings_on(place: Place, ids: Iterable[str]) -> dict[tuple[str, str], Ruling]:
    """What is said now about pairs that hold any of these positions, by (one, other), the smaller id first.

    Raises LedgerError when the ledger can't be read.
    """
    found: dict[tuple[str, str], Ruling] = {}
    with explained(address(place)), open_view(place).connect() as connection:
        for some in chunks(ids):
            query = select(rulings).where(rulings.c.superseded_at.is_(None), rulings.c.one.in_(some))
            for row in connection.execute(query):
                found[row.one, row.other] = Ruling(row.one, row.other, row.status, row.note, row.by, row.at)
    return found
