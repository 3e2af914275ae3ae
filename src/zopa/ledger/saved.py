"""Views that somebody keeps under a name: a screen with its query."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from zopa.ledger.address import Place, address
from zopa.ledger.clock import utc_now
from zopa.ledger.store import explained, open_ledger, open_view
from zopa.ledger.workbench_schema import saved_views

MOST = 200
"""Views that one person keeps at most."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A kept view. `query` is the address's query, as pairs."""

    name: str
    screen: str
    query: tuple[tuple[str, str], ...]


def views(place: Place, owner: str) -> list[SavedView]:
    """Somebody's views, by name. Raises LedgerError when the ledger can't be read."""
    with explained(address(place)), open_view(place).connect() as connection:
        query = select(saved_views).where(saved_views.c.owner == owner).order_by(saved_views.c.name)
        return [
            SavedView(row.name, row.screen, tuple((key, value) for key, value in row.query))
            for row in connection.execute(query)
        ]


def keep(place: Place, owner: str, view: SavedView) -> None:
    """Keep a view; one of the same name is replaced. Raises LedgerError when there are too many."""
    where = address(place)
    name = view.name.strip()
    if not name or len(name) > 120:
        raise where.error("a view's name has 1 to 120 characters", "Give it a short name.")
    with explained(where), open_ledger(place).begin() as connection:
        mine = saved_views.c.owner == owner
        connection.execute(delete(saved_views).where(mine, saved_views.c.name == name))
        held = connection.execute(select(func.count()).select_from(saved_views).where(mine)).scalar()
        if (held or 0) >= MOST:
            raise where.error(f"{MOST} views are kept already", "Forget one first.")
        connection.execute(
            insert(saved_views).values(
                owner=owner,
                name=name,
                screen=view.screen,
                query=[list(pair) for pair in view.query],
                made_at=utc_now(),
            )
        )


def forget(place: Place, owner: str, name: str) -> None:
    """Forget a view; nothing happens where there is none of that name."""
    with explained(address(place)), open_ledger(place).begin() as connection:
        connection.execute(
            delete(saved_views).where(saved_views.c.owner == owner, saved_views.c.name == name)
        )
