"""The dossier's `auto_accept`: suggestions as sure as that are data, and marked as accepted by no person."""

from __future__ import annotations

from sqlalchemy import exists, func, insert, select, update

from zopa.ledger.entries import Entries
from zopa.ledger.index import chunks
from zopa.ledger.schema import judgements, positions
from zopa.vocabulary import Decision, Status, content_id

LANE = "automatic"


def accept(entries: Entries, threshold: float | None) -> int:
    """Accept what reaches the threshold, take back what no longer does. Returns how many are new."""
    taken_back = _take_back(entries, threshold)
    if threshold is None:
        if taken_back:
            entries.note("zopa", "auto_accept", threshold=None, accepted=0, taken_back=taken_back)
        return 0
    there = exists().where(
        judgements.c.position == positions.c.id,
        judgements.c.lane == LANE,
        judgements.c.superseded_at.is_(None),
        judgements.c.decision == Decision.ACCEPT.value,
    )
    query = select(positions.c.id).where(
        positions.c.retired_at.is_(None),
        positions.c.judgement.is_(None),
        positions.c.confidence >= threshold,
        ~there,
    )
    new = list(entries.connection.execute(query).scalars())
    _decide(entries, new, Decision.ACCEPT, f"auto_accept {threshold:g}")
    for some in chunks(new):
        entries.mark(
            positions.c.id.in_(some) & (positions.c.status == Status.SUGGESTED.value), Status.AUTOMATIC
        )
    if new or taken_back:
        entries.note("zopa", "auto_accept", threshold=threshold, accepted=len(new), taken_back=taken_back)
    return len(new)


def _take_back(entries: Entries, threshold: float | None) -> int:
    query = (
        select(positions.c.id)
        .join(judgements, judgements.c.position == positions.c.id)
        .where(
            positions.c.retired_at.is_(None),
            judgements.c.lane == LANE,
            judgements.c.superseded_at.is_(None),
            judgements.c.decision == Decision.ACCEPT.value,
        )
    )
    if threshold is not None:
        query = query.where(positions.c.confidence < threshold)
    gone = list(entries.connection.execute(query).scalars())
    by = "auto_accept off" if threshold is None else f"auto_accept {threshold:g}"
    _decide(entries, gone, Decision.WITHDRAWN, by)
    for some in chunks(gone):
        entries.mark(
            positions.c.id.in_(some) & (positions.c.status == Status.AUTOMATIC.value), Status.SUGGESTED
        )
    return len(gone)


def _decide(entries: Entries, ids: list[str], decision: Decision, by: str) -> None:
    act = content_id(LANE, by, decision, entries.now)
    for some in chunks(ids):
        query = (
            select(judgements.c.position, func.max(judgements.c.version).label("version"))
            .where(judgements.c.position.in_(some), judgements.c.lane == LANE)
            .group_by(judgements.c.position)
        )
        before = {row.position: row.version for row in entries.connection.execute(query)}
        entries.connection.execute(
            update(judgements)
            .where(
                judgements.c.position.in_(some),
                judgements.c.lane == LANE,
                judgements.c.superseded_at.is_(None),
            )
            .values(superseded_at=entries.now)
        )
        entries.connection.execute(
            insert(judgements),
            [
                {
                    "position": one,
                    "lane": LANE,
                    "version": before.get(one, 0) + 1,
                    "decision": decision.value,
                    "by": by,
                    "at": entries.now,
                    "note": "",
                    "act": act,
                }
                for one in some
            ],
        )
