"""Positions with several conditions, exceptions and threats; past, denied and alleged ones."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply."""
    # Added as they are, without rebuilding the table: what is there was held when it was said.
    op.add_column("positions", sa.Column("further", sa.JSON(none_as_null=True), nullable=True))
    op.add_column(
        "positions",
        sa.Column("modality", sa.String(length=8), nullable=False, server_default="current"),
    )
    op.create_index(
        "ix_positions_not_current",
        "positions",
        ["modality"],
        sqlite_where=sa.text("modality <> 'current'"),
        postgresql_where=sa.text("modality <> 'current'"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_positions_not_current", table_name="positions")
    op.drop_column("positions", "modality")
    op.drop_column("positions", "further")
