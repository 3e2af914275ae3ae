"""Tables that only the workbench uses: who may come in, and what people keep there.

Apart from `schema`, since nothing that stands in a table of positions depends on them.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from zopa.ledger.schema import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    # An argon2id hash in its own notation, which holds its salt and cost.
    Column("password_hash", Text, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("disabled_at", DateTime, nullable=True),
    CheckConstraint("role IN ('reader', 'reviewer', 'editor')", name="role_is_known"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("seq", Integer, primary_key=True),
    # SHA-256 of the secret that the browser or program holds: the ledger can't be used to come in.
    Column("digest", String(64), nullable=False, unique=True),
    Column("account", ForeignKey("accounts.seq"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("ends_at", DateTime, nullable=False),
    CheckConstraint("kind IN ('browser', 'token')", name="kind_is_known"),
)

saved_views = Table(
    "saved_views",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("name", String(120), nullable=False),
    Column("screen", String(24), nullable=False),
    Column("query", JSON, nullable=False),
    Column("made_at", DateTime, nullable=False),
    UniqueConstraint("owner", "name"),
)

rulings = Table(
    "rulings",
    metadata,
    Column("seq", Integer, primary_key=True),
    # The two stated positions that differ, by content id, the smaller first.
    Column("one", String(16), nullable=False),
    Column("other", String(16), nullable=False),
    Column("status", String(24), nullable=False),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("superseded_at", DateTime, nullable=True),
    CheckConstraint("one < other", name="each_pair_once"),
)
Index(
    "uq_rulings_in_force",
    rulings.c.one,
    rulings.c.other,
    unique=True,
    sqlite_where=rulings.c.superseded_at.is_(None),
    postgresql_where=rulings.c.superseded_at.is_(None),
)
