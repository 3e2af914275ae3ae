"""The tables, once. SQLite and PostgreSQL share them; migrations build them.

Every row that states something carries two times: `said_on` or `published` (when it was said or
printed) and `learned_at` .. `retired_at` (when the ledger came to hold it, and when it stopped).
Rows are retired, never deleted: what the ledger held at any moment can be asked for.
Judgements are only ever added: undoing one adds another.

What follows from those rows is kept beside them, in the same transaction, so that questions stay
fast in a large ledger: the columns `status` and `counts` of positions, `cells`, `voices` and `tallies`
(see index.py), and the word indices of migration 0002 (see dialect.py).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    text,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _held() -> tuple[Column[object], Column[object]]:
    """When the ledger came to hold the row, and when it stopped; UTC without zone."""
    return (
        Column("learned_at", DateTime, nullable=False),
        Column("retired_at", DateTime, nullable=True),
    )


runs = Table(
    "runs",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("engine", String(80), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime, nullable=True),
    Column("reports_read", Integer, nullable=False, default=0),
    Column("reports_unchanged", Integer, nullable=False, default=0),
)

skipped = Table(
    "skipped",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("run", ForeignKey("runs.seq"), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("line", Integer, nullable=True),
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
)

sources = Table(
    "sources",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("learned_at", DateTime, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("digest", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("published", Date, nullable=True),
    Column("language", String(2), nullable=False),
    Column("title", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("path", Text, nullable=False),
    # Under which reader and dossier this version was last read completely; null until then.
    Column("read_under", String(16), nullable=True),
    Column("source", ForeignKey("sources.seq"), nullable=True, index=True),
    # SHA-256 of the text, in hex: exact reprints share it, and `verify` checks it.
    Column("text_hash", String(64), nullable=True, index=True),
    *_held(),
    CheckConstraint("length(text) > 0", name="has_text"),
)
# One version of a report is in force; the earlier ones stay for the record.
Index(
    "uq_reports_in_force",
    reports.c.id,
    unique=True,
    sqlite_where=reports.c.retired_at.is_(None),
    postgresql_where=reports.c.retired_at.is_(None),
)

statements = Table(
    "statements",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(16), nullable=False),
    Column("report", ForeignKey("reports.seq"), nullable=False, index=True),
    Column("quote", JSON, nullable=False),  # [[start, end], ...]
    Column("cue", JSON, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("speaker_name", Text, nullable=False),
    Column("speaker_start", Integer, nullable=True),
    Column("speaker_end", Integer, nullable=True),
    Column("addressee_start", Integer, nullable=True),
    Column("addressee_end", Integer, nullable=True),
    Column("kind", String(24), nullable=False),
    Column("stance", String(10), nullable=True),
    Column("firm", Boolean, nullable=False),
    Column("conditional", Boolean, nullable=False),
    Column("said_on", Date, nullable=True),
    Column("said_on_precision", String(10), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("origin", String(80), nullable=False),
    *_held(),
    CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_is_a_share"),
)

positions = Table(
    "positions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(16), nullable=False),
    Column("report", ForeignKey("reports.seq"), nullable=False, index=True),
    Column("statement", String(16), nullable=True),
    Column("exact", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("speaker_name", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("option", Text, nullable=False),
    Column("stance", String(10), nullable=False),
    Column("firm", Boolean, nullable=False),
    Column("condition_issue", Text, nullable=True),
    Column("condition_option", Text, nullable=True),
    Column("condition_text", Text, nullable=False),
    # Further conditions, exceptions and threats: [{"tie", "issue", "option", "text"}, ...]; null for none.
    Column("further", JSON(none_as_null=True), nullable=True),
    Column("modality", String(8), nullable=False, server_default="current"),
    Column("said_on", Date, nullable=True),
    Column("said_on_precision", String(10), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("origin", String(80), nullable=False),
    # The judgement that made this row, where a person added or corrected it; null for a machine's.
    Column("judgement", ForeignKey("judgements.seq"), nullable=True),
    Column("voice", ForeignKey("voices.seq"), nullable=True),
    Column("status", String(10), nullable=False, server_default="suggested"),
    # Whether it takes part in what stands: in force, and neither rejected nor replaced by a correction.
    Column("counts", Boolean, nullable=False, server_default=true()),
    *_held(),
    CheckConstraint('start >= 0 AND start < "end"', name="start_before_end"),
    CheckConstraint('length(exact) = "end" - start', name="quote_fits_offsets"),
    CheckConstraint("stance IN ('supports', 'accepts', 'rejects')", name="stance_is_known"),
    CheckConstraint("confidence >= 0 AND confidence <= 1", name="confidence_is_a_share"),
    CheckConstraint(
        "(condition_issue IS NULL) = (condition_option IS NULL)", name="condition_names_issue_and_option"
    ),
    CheckConstraint(
        "status IN ('suggested', 'accepted', 'automatic', 'unsure', 'disputed', 'rejected', 'corrected')",
        name="status_is_known",
    ),
    Index("ix_positions_id", "id"),
)
Index(
    "ix_positions_counting",
    positions.c.voice,
    positions.c.stance,
    positions.c.said_on,
    sqlite_where=positions.c.counts,
    postgresql_where=positions.c.counts,
)
Index(
    "ix_positions_by_day",
    positions.c.voice,
    positions.c.said_on,
    sqlite_where=positions.c.counts,
    postgresql_where=positions.c.counts,
)
Index(
    "ix_positions_firm",
    positions.c.voice,
    positions.c.stance,
    positions.c.said_on,
    sqlite_where=and_(positions.c.counts, positions.c.firm),
    postgresql_where=and_(positions.c.counts, positions.c.firm),
)
Index(
    "ix_positions_undated",
    positions.c.voice,
    sqlite_where=and_(positions.c.counts, positions.c.said_on.is_(None)),
    postgresql_where=and_(positions.c.counts, positions.c.said_on.is_(None)),
)
Index(
    "ix_positions_not_current",
    positions.c.modality,
    sqlite_where=positions.c.modality != "current",
    postgresql_where=positions.c.modality != "current",
)
# The rows that people added or corrected to, found by the judgement that made them.
Index(
    "ix_positions_judgement",
    positions.c.judgement,
    sqlite_where=positions.c.judgement.is_not(None),
    postgresql_where=positions.c.judgement.is_not(None),
)
# Few rows are judged by hand; finding them must not mean walking through all.
Index(
    "ix_positions_judged",
    positions.c.status,
    sqlite_where=positions.c.status.not_in(["suggested", "automatic"]),
    postgresql_where=positions.c.status.not_in(["suggested", "automatic"]),
)
# The review queue, surest last. SQLite uses an index with a condition only where a query states it letter
# by letter, so the conditions here are texts.
Index(
    "ix_positions_to_judge",
    positions.c.confidence,
    positions.c.id,
    sqlite_where=text("counts = 1 AND status = 'suggested'"),
    postgresql_where=text("counts AND status = 'suggested'"),
)
Index(
    "ix_statements_unknown",
    statements.c.speaker_name,
    sqlite_where=text("speaker = 'other' AND retired_at IS NULL"),
    postgresql_where=text("speaker = 'other' AND retired_at IS NULL"),
)
Index(
    "uq_positions_in_force",
    positions.c.report,
    positions.c.id,
    unique=True,
    sqlite_where=positions.c.retired_at.is_(None),
    postgresql_where=positions.c.retired_at.is_(None),
)
Index(
    "uq_statements_in_force",
    statements.c.report,
    statements.c.id,
    unique=True,
    sqlite_where=statements.c.retired_at.is_(None),
    postgresql_where=statements.c.retired_at.is_(None),
)

judgements = Table(
    "judgements",
    metadata,
    Column("seq", Integer, primary_key=True),
    # The content id of the stated position it is about; positions may come, go and come back.
    Column("position", String(16), nullable=False),
    # Whose succession of judgements it belongs to: 'by:NAME', 'adjudication' or 'automatic'.
    Column("lane", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("decision", String(10), nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    # When a later one in the same lane took its place; null for the one in force.
    Column("superseded_at", DateTime, nullable=True),
    Column("note", Text, nullable=False),
    Column("corrected", JSON(none_as_null=True), nullable=True),
    # Everything done in one go has one act; undoing takes back an act.
    Column("act", String(16), nullable=False, index=True),
    Column("undoes", String(16), nullable=True),
    UniqueConstraint("position", "lane", "version"),
    CheckConstraint(
        "decision IN ('accept', 'correct', 'reject', 'unsure', 'withdrawn')", name="decision_is_known"
    ),
    CheckConstraint("version >= 1", name="version_counts_from_1"),
    CheckConstraint("decision <> 'correct' OR corrected IS NOT NULL", name="a_correction_says_what"),
)
Index("ix_judgements_by_at", judgements.c.by, judgements.c.at)
Index(
    "uq_judgements_in_force",
    judgements.c.position,
    judgements.c.lane,
    unique=True,
    sqlite_where=judgements.c.superseded_at.is_(None),
    postgresql_where=judgements.c.superseded_at.is_(None),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", String(24), nullable=False),
    Column("detail", JSON, nullable=False),
)

seals = Table(
    "seals",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", DateTime, nullable=False),
    # The last judgement under the seal, and the hash that depends on it and all before it.
    Column("judgement", Integer, nullable=False),
    Column("head", String(64), nullable=False),
)

signatures = Table(
    "signatures",
    metadata,
    Column("report", ForeignKey("reports.seq"), primary_key=True),
    Column("published", Date, nullable=True, index=True),
    Column("minhash", LargeBinary, nullable=False),
)

twins = Table(
    "twins",
    metadata,
    Column("report", ForeignKey("reports.seq"), primary_key=True),
    Column("other", ForeignKey("reports.seq"), primary_key=True, index=True),
    Column("jaccard", Float, nullable=False),
    Column("containment", Float, nullable=False),
    CheckConstraint("report < other", name="each_pair_once"),
)

cells = Table(
    "cells",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("issue", Text, nullable=False),
    Column("option", Text, nullable=False),
    UniqueConstraint("holder", "issue", "option"),
)

voices = Table(
    "voices",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("cell", ForeignKey("cells.seq"), nullable=False),
    Column("speaker", Text, nullable=False),
    UniqueConstraint("cell", "speaker"),
)

tallies = Table(
    "tallies",
    metadata,
    # 0 for undated, else a year (2025), a month (202512) or a day (20251216).
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("cell", ForeignKey("cells.seq"), primary_key=True, autoincrement=False),
    Column("is_for", Boolean, primary_key=True),
    Column("stated", BigInteger, nullable=False, server_default="0"),
    # Of those, how many a person or the dossier's threshold accepted.
    Column("accepted", BigInteger, nullable=False, server_default="0"),
    # The newest days of a cell: how far back its latest statements reach.
    Index("ix_tallies_cell_period", "cell", "period"),
)

# Answers of a language model by the digest of their question: what was paid for once is not asked again.
answers = Table(
    "answers",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("model", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("learned_at", DateTime, nullable=False),
)
