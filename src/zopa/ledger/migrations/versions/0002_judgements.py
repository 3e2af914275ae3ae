"""Sources, judgements, audit and seals; reprints; and what keeps questions fast in a large ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STATUS = "'suggested', 'accepted', 'automatic', 'unsure', 'disputed', 'rejected', 'corrected'"


def upgrade() -> None:
    """Apply."""
    _tables()
    _columns()
    _indices()
    _words()
    _quotes_are_the_text()
    # Imported late: what follows from the rows is computed the same way as when they are written.
    from zopa.ledger.rebuild import fill_in

    fill_in(op.get_bind())


def _tables() -> None:
    op.create_table(
        "sources",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("learned_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_sources_name")),
    )
    op.create_table(
        "judgements",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=16), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=True),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("undoes", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "decision IN ('accept', 'correct', 'reject', 'unsure', 'withdrawn')",
            name=op.f("ck_judgements_decision_is_known"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_judgements_version_counts_from_1")),
        sa.CheckConstraint(
            "decision <> 'correct' OR corrected IS NOT NULL",
            name=op.f("ck_judgements_a_correction_says_what"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_judgements")),
        sa.UniqueConstraint("position", "lane", "version", name=op.f("uq_judgements_position_lane_version")),
    )
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=24), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "seals",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("judgement", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_seals")),
    )
    op.create_table(
        "signatures",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("minhash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.seq"], name=op.f("fk_signatures_report")),
        sa.PrimaryKeyConstraint("report", name=op.f("pk_signatures")),
    )
    op.create_table(
        "twins",
        sa.Column("report", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=False),
        sa.Column("jaccard", sa.Float(), nullable=False),
        sa.Column("containment", sa.Float(), nullable=False),
        sa.CheckConstraint("report < other", name=op.f("ck_twins_each_pair_once")),
        sa.ForeignKeyConstraint(["report"], ["reports.seq"], name=op.f("fk_twins_report")),
        sa.ForeignKeyConstraint(["other"], ["reports.seq"], name=op.f("fk_twins_other")),
        sa.PrimaryKeyConstraint("report", "other", name=op.f("pk_twins")),
    )
    op.create_table(
        "cells",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_cells")),
        sa.UniqueConstraint("holder", "issue", "option", name=op.f("uq_cells_holder_issue_option")),
    )
    op.create_table(
        "voices",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["cell"], ["cells.seq"], name=op.f("fk_voices_cell")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_voices")),
        sa.UniqueConstraint("cell", "speaker", name=op.f("uq_voices_cell_speaker")),
    )
    op.create_table(
        "tallies",
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cell", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_for", sa.Boolean(), nullable=False),
        sa.Column("stated", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("accepted", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["cell"], ["cells.seq"], name=op.f("fk_tallies_cell")),
        sa.PrimaryKeyConstraint("period", "cell", "is_for", name=op.f("pk_tallies")),
    )


def _columns() -> None:
    # Plain ALTERs, which both databases do in place: a batch would rebuild tables that others refer to.
    truth = "true" if _postgres() else "1"
    status = "ALTER TABLE positions ADD COLUMN status VARCHAR(10) DEFAULT 'suggested' NOT NULL"
    for statement in (
        "ALTER TABLE reports ADD COLUMN source INTEGER REFERENCES sources (seq)",
        "ALTER TABLE reports ADD COLUMN text_hash VARCHAR(64)",
        "ALTER TABLE positions ADD COLUMN judgement INTEGER REFERENCES judgements (seq)",
        "ALTER TABLE positions ADD COLUMN voice INTEGER REFERENCES voices (seq)",
        f"{status} CONSTRAINT ck_positions_status_is_known CHECK (status IN ({STATUS}))",
        f"ALTER TABLE positions ADD COLUMN counts BOOLEAN DEFAULT {truth} NOT NULL",
    ):
        op.execute(statement)


def _indices() -> None:
    op.create_index(op.f("ix_reports_source"), "reports", ["source"])
    op.create_index(op.f("ix_reports_text_hash"), "reports", ["text_hash"])
    op.create_index("ix_positions_id", "positions", ["id"])
    for name, columns, where in (
        ("ix_positions_counting", ["voice", "stance", "said_on"], "counts"),
        ("ix_positions_by_day", ["voice", "said_on"], "counts"),
        ("ix_positions_firm", ["voice", "stance", "said_on"], "counts AND firm"),
        ("ix_positions_undated", ["voice"], "counts AND said_on IS NULL"),
    ):
        # SQLite uses an index with a condition only where a query states it letter by letter.
        spelled = where.replace("counts", "counts = 1").replace("firm", "firm = 1")
        op.create_index(
            name, "positions", columns, sqlite_where=sa.text(spelled), postgresql_where=sa.text(where)
        )
    only = sa.text("status NOT IN ('suggested', 'automatic')")
    op.create_index("ix_positions_judged", "positions", ["status"], sqlite_where=only, postgresql_where=only)
    op.create_index(op.f("ix_judgements_act"), "judgements", ["act"])
    only = sa.text("superseded_at IS NULL")
    op.create_index(
        "uq_judgements_in_force",
        "judgements",
        ["position", "lane"],
        unique=True,
        sqlite_where=only,
        postgresql_where=only,
    )
    op.create_index(op.f("ix_signatures_published"), "signatures", ["published"])
    op.create_index(op.f("ix_twins_other"), "twins", ["other"])


def _words() -> None:
    for name in ("position_words", "report_words"):
        if _postgres():
            op.execute(f"CREATE TABLE {name} (seq INTEGER PRIMARY KEY, words tsvector NOT NULL)")
            op.execute(f"CREATE INDEX ix_{name} ON {name} USING gin (words)")
        else:
            op.execute(
                f"CREATE VIRTUAL TABLE {name} USING fts5 "
                "(words, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')"
            )


def _quotes_are_the_text() -> None:
    if _postgres():
        op.execute(
            """
            CREATE FUNCTION zopa_quote_is_the_text() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF (SELECT substr(r.text, NEW.start + 1, greatest(0, NEW."end" - NEW.start)) FROM reports r
                  WHERE r.seq = NEW.report) IS DISTINCT FROM NEW.exact THEN
                RAISE EXCEPTION 'the quote is not the text at its offsets'
                  USING ERRCODE = 'check_violation';
              END IF;
              RETURN NEW;
            END $$
            """
        )
        op.execute(
            'CREATE TRIGGER positions_quote_the_text BEFORE INSERT OR UPDATE OF start, "end", exact, report '
            "ON positions FOR EACH ROW EXECUTE FUNCTION zopa_quote_is_the_text()"
        )
        return
    for name, when in (("insert", "INSERT"), ("update", 'UPDATE OF start, "end", exact, report')):
        op.execute(
            f"""
            CREATE TRIGGER positions_quote_the_text_on_{name} BEFORE {when} ON positions
            WHEN substr((SELECT text FROM reports WHERE seq = NEW.report),
                        NEW.start + 1, NEW."end" - NEW.start) IS NOT NEW.exact
            BEGIN SELECT RAISE(ABORT, 'the quote is not the text at its offsets'); END
            """  # noqa: S608 (both names are ours)
        )


def _postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def downgrade() -> None:
    """Refuse: the first schema has no place for judgements, and a ledger erases nothing."""
    raise NotImplementedError("the first schema can't hold judgements; use a backup from before")
