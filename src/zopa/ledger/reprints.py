"""Keeping which reports are reprints of each other. The comparison itself is in sources.reprints."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select

from zopa.ledger import dialect
from zopa.ledger.entries import Entries
from zopa.ledger.index import chunks
from zopa.ledger.schema import reports, signatures, twins
from zopa.sources import reprints

BATCH = 2_000
"""How many new reports are compared at a time."""


def link(entries: Entries) -> int:
    """Compare the reports that were not compared yet with those printed around them.

    Returns how many pairs of one story were found.
    """
    found = 0
    while new := _new(entries):
        before = _around(entries, [published for _, published in new])
        made = _signatures(entries, new)
        names = [*before, *made]
        table = [*before.values(), *made.values()]
        pairs = [(names[one], names[other]) for one, other in reprints.candidates(table, len(made))]
        found += _verify(entries, pairs)
        dialect.insert_many(
            entries.connection,
            signatures,
            [{"report": seq, "published": published, "minhash": made[seq]} for seq, published in new],
        )
    return found


def _new(entries: Entries) -> list[tuple[int, date | None]]:
    query = (
        select(reports.c.seq, reports.c.published)
        .outerjoin(signatures, signatures.c.report == reports.c.seq)
        .where(signatures.c.report.is_(None), reports.c.retired_at.is_(None))
        .order_by(reports.c.published, reports.c.seq)
        .limit(BATCH)
    )
    return [(row.seq, row.published) for row in entries.connection.execute(query)]


def _around(entries: Entries, days: list[date | None]) -> dict[int, bytes]:
    """Signatures of the reports printed within the window of these days; undated ones always."""
    known = [day for day in days if day is not None]
    near: ColumnElement[bool] = signatures.c.published.is_(None)
    if len(known) == len(days):
        near = or_(
            near, signatures.c.published.between(min(known) - reprints.WINDOW, max(known) + reprints.WINDOW)
        )
        query = select(signatures.c.report, signatures.c.minhash).where(near)
    else:
        query = select(signatures.c.report, signatures.c.minhash)
    return {row.report: bytes(row.minhash) for row in entries.connection.execute(query)}


def _signatures(entries: Entries, new: list[tuple[int, date | None]]) -> dict[int, bytes]:
    made = {}
    for some in chunks(seq for seq, _ in new):
        query = select(reports.c.seq, reports.c.text).where(reports.c.seq.in_(some))
        for row in entries.connection.execute(query):
            made[row.seq] = reprints.signature(row.text)
    return made


def _verify(entries: Entries, pairs: list[tuple[int, int]]) -> int:
    """Compare each pair itself and keep those that are one story."""
    kept: list[dict[str, Any]] = []
    for some in chunks(pairs, 2_000):
        about: dict[int, tuple[frozenset[str], date | None]] = {}
        for wanted in chunks({seq for pair in some for seq in pair}):
            query = select(reports.c.seq, reports.c.text, reports.c.published).where(
                reports.c.seq.in_(wanted)
            )
            for row in entries.connection.execute(query):
                about[row.seq] = reprints.shingles(row.text), row.published
        for one, other in some:
            (words, day), (other_words, other_day) = about[one], about[other]
            apart = day and other_day and abs(day - other_day) > reprints.WINDOW
            if apart or not reprints.is_reprint(words, other_words):
                continue
            jaccard, containment = reprints.compare(words, other_words)
            kept.append(
                {
                    "report": min(one, other),
                    "other": max(one, other),
                    "jaccard": jaccard,
                    "containment": containment,
                }
            )
    if kept:
        entries.connection.execute(insert(twins), kept)
    return len(kept)


def grouped(
    in_force: list[tuple[int, str, date | None, str]], pairs: list[tuple[int, int]]
) -> dict[str, str]:
    """Origin by report id. in_force: (number, id, day printed, hash of the text); pairs: of numbers."""
    names = {seq: name for seq, name, _, _ in in_force}
    both: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        if one in names and other in names:
            both[names[one]].append(names[other])
            both[names[other]].append(names[one])
    return reprints.origins(((name, day, text) for _, name, day, text in in_force), both)
