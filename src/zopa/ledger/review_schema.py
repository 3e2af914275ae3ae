"""Indices that only reviewing needs, and the conditions that find them."""

from __future__ import annotations

from sqlalchemy import Index, and_, literal_column

from zopa.ledger.schema import judgements, positions, statements

IS_SUGGESTED = and_(positions.c.counts, positions.c.status == literal_column("'suggested'"))
"""As the index says it, letter by letter: SQLite uses a partial index only where the question states it."""
Index(
    "ix_positions_to_judge",
    positions.c.confidence,
    positions.c.id,
    sqlite_where=IS_SUGGESTED,
    postgresql_where=IS_SUGGESTED,
)
IS_JUDGED = positions.c.status.not_in([literal_column("'suggested'"), literal_column("'automatic'")])
"""Likewise: the condition of `ix_positions_judged`."""
Index("ix_judgements_by_at", judgements.c.by, judgements.c.at)

IS_UNKNOWN = and_(statements.c.speaker == literal_column("'other'"), statements.c.retired_at.is_(None))
Index(
    "ix_statements_unknown",
    statements.c.speaker_name,
    sqlite_where=IS_UNKNOWN,
    postgresql_where=IS_UNKNOWN,
)
