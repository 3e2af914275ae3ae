"""Indices for the review queue: what is to be judged, who judged when, and who is unknown."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply."""
    # SQLite uses an index with a condition only where a query states it letter by letter.
    op.create_index(
        "ix_positions_to_judge",
        "positions",
        ["confidence", "id"],
        sqlite_where=sa.text("counts = 1 AND status = 'suggested'"),
        postgresql_where=sa.text("counts AND status = 'suggested'"),
    )
    op.create_index("ix_judgements_by_at", "judgements", ["by", "at"])
    only = sa.text("speaker = 'other' AND retired_at IS NULL")
    op.create_index(
        "ix_statements_unknown", "statements", ["speaker_name"], sqlite_where=only, postgresql_where=only
    )


def downgrade() -> None:
    """Take back: questions only get slower."""
    op.drop_index("ix_statements_unknown", "statements")
    op.drop_index("ix_judgements_by_at", "judgements")
    op.drop_index("ix_positions_to_judge", "positions")
