"""What follows from the stated rows, computed for a whole ledger at once: used by migration 0002.

Names its columns one by one: it must work on the schema as it was then.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, insert, select, update

from zopa.ledger import dialect
from zopa.ledger.index import Index, position_words, report_words
from zopa.ledger.schema import positions, reports, sources

_REPORT = ("seq", "text", "outlet", "language", "title", "author", "learned_at")
_POSITION = ("seq", "report", "exact", "speaker", "speaker_name", "holder", "issue", "option", "stance")


def text_hash(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def fill_in(connection: Connection) -> None:
    """Fill in the hash and source of reports; the voice, tallies and words of positions."""
    held: dict[str, int] = {}
    about: dict[int, dict[str, Any]] = {}
    found = connection.execute(select(*(reports.c[name] for name in _REPORT))).mappings().all()
    for one in found:
        row = dict(one)
        if row["outlet"] and row["outlet"] not in held:
            made = insert(sources).values(name=row["outlet"], learned_at=row["learned_at"])
            held[row["outlet"]] = connection.execute(made.returning(sources.c.seq)).scalar_one()
        connection.execute(
            update(reports)
            .where(reports.c.seq == row["seq"])
            .values(text_hash=text_hash(row["text"]), source=held.get(row["outlet"]))
        )
        about[row["seq"]] = {"outlet": row["outlet"], "language": row["language"]}
        dialect.index_words(connection, dialect.REPORT_WORDS, [(row["seq"], report_words(row))])
    index = Index()
    wanted = (*_POSITION, "said_on", "retired_at")
    query = select(*(positions.c[name] for name in wanted))
    stated = [dict(row) for row in connection.execute(query).mappings()]
    index.give_voices(connection, stated)
    for row in stated:
        counts = row["retired_at"] is None
        connection.execute(
            update(positions).where(positions.c.seq == row["seq"]).values(voice=row["voice"], counts=counts)
        )
        index.count(row | {"counts": counts, "status": "suggested"}, 1)
    index.flush(connection)
    dialect.index_words(
        connection,
        dialect.POSITION_WORDS,
        [(row["seq"], position_words(row, about[row["report"]])) for row in stated],
    )
