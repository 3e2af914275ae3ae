"""The first schema: runs, reports, statements, positions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "reports",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("read_under", sa.String(length=16), nullable=True),
        sa.Column("learned_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_reports_has_text")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_reports")),
    )
    op.create_index(
        "uq_reports_in_force",
        "reports",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "runs",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("reports_read", sa.Integer(), nullable=False),
        sa.Column("reports_unchanged", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_runs")),
    )
    op.create_table(
        "positions",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(length=16), nullable=True),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("speaker_name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.Column("condition_issue", sa.Text(), nullable=True),
        sa.Column("condition_option", sa.Text(), nullable=True),
        sa.Column("condition_text", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("said_on_precision", sa.String(length=10), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("learned_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "stance IN ('supports', 'accepts', 'rejects')", name=op.f("ck_positions_stance_is_known")
        ),
        sa.CheckConstraint(
            "(condition_issue IS NULL) = (condition_option IS NULL)",
            name=op.f("ck_positions_condition_names_issue_and_option"),
        ),
        sa.CheckConstraint(
            "confidence >= 0 AND confidence <= 1", name=op.f("ck_positions_confidence_is_a_share")
        ),
        sa.CheckConstraint('length(exact) = "end" - start', name=op.f("ck_positions_quote_fits_offsets")),
        sa.CheckConstraint('start >= 0 AND start < "end"', name=op.f("ck_positions_start_before_end")),
        sa.ForeignKeyConstraint(["report"], ["reports.seq"], name=op.f("fk_positions_report")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_positions")),
    )
    op.create_index("ix_positions_cell", "positions", ["holder", "issue", "option"], unique=False)
    op.create_index(op.f("ix_positions_report"), "positions", ["report"], unique=False)
    op.create_index(
        "uq_positions_in_force",
        "positions",
        ["report", "id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "skipped",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_skipped_run")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_skipped")),
    )
    op.create_index(op.f("ix_skipped_run"), "skipped", ["run"], unique=False)
    op.create_table(
        "statements",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("quote", sa.JSON(), nullable=False),
        sa.Column("cue", sa.JSON(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("speaker_name", sa.Text(), nullable=False),
        sa.Column("speaker_start", sa.Integer(), nullable=True),
        sa.Column("speaker_end", sa.Integer(), nullable=True),
        sa.Column("addressee_start", sa.Integer(), nullable=True),
        sa.Column("addressee_end", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=True),
        sa.Column("firm", sa.Boolean(), nullable=False),
        sa.Column("conditional", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("said_on_precision", sa.String(length=10), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("learned_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "confidence >= 0 AND confidence <= 1", name=op.f("ck_statements_confidence_is_a_share")
        ),
        sa.ForeignKeyConstraint(["report"], ["reports.seq"], name=op.f("fk_statements_report")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_report"), "statements", ["report"], unique=False)
    op.create_index(
        "uq_statements_in_force",
        "statements",
        ["report", "id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(
        "uq_statements_in_force",
        table_name="statements",
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.drop_index(op.f("ix_statements_report"), table_name="statements")
    op.drop_table("statements")
    op.drop_index(op.f("ix_skipped_run"), table_name="skipped")
    op.drop_table("skipped")
    op.drop_index(
        "uq_positions_in_force",
        table_name="positions",
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.drop_index(op.f("ix_positions_report"), table_name="positions")
    op.drop_index("ix_positions_cell", table_name="positions")
    op.drop_table("positions")
    op.drop_table("runs")
    op.drop_index(
        "uq_reports_in_force",
        table_name="reports",
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.drop_table("reports")
