"""Indices that a ledger of a million positions needs, and one less that nothing asked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Apply."""
    op.drop_index("ix_positions_cell", table_name="positions")
    made = sa.text("judgement IS NOT NULL")
    op.create_index(
        "ix_positions_judgement", "positions", ["judgement"], sqlite_where=made, postgresql_where=made
    )
    op.create_index("ix_tallies_cell_period", "tallies", ["cell", "period"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_tallies_cell_period", table_name="tallies")
    op.drop_index("ix_positions_judgement", table_name="positions")
    op.create_index("ix_positions_cell", "positions", ["holder", "issue", "option"])
