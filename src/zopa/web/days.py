"""Days in addresses, and moments in answers."""

from __future__ import annotations

from datetime import date, datetime

from zopa.web.faults import WrongInput


def day(given: str) -> date | None:
    """A day written YYYY-MM-DD; None for nothing. Raises WrongInput."""
    if not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise WrongInput(f"'{given}' is no day", remedy="Write it as YYYY-MM-DD.") from error


def told(at: datetime) -> str:
    """A moment as programs read it (RFC 3339). The ledger keeps moments in UTC without saying so.

    >>> told(datetime(2031, 3, 5, 12, 30))
    '2031-03-05T12:30:00Z'
    """
    return at.isoformat() + "Z"
