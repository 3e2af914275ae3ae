"""The moment of learning."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Now, UTC without zone: what every time in the ledger is."""
    return datetime.now(UTC).replace(tzinfo=None)
