"""Days in addresses."""

from __future__ import annotations

from datetime import date

from zopa.web.faults import WrongInput


def day(given: str) -> date | None:
    """A day written YYYY-MM-DD; None for nothing. Raises WrongInput."""
    if not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError as error:
        raise WrongInput(f"'{given}' is no day", remedy="Write it as YYYY-MM-DD.") from error
