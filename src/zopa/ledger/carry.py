"""Judgements outlive the reading they were made on.

They refer to a position by its content. When a newer reader words the suggestion differently, or the
text of the report changes, they are carried to the position that says the same of the same words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from zopa.ledger import rows
from zopa.ledger.anchor import move
from zopa.ledger.entries import Entries
from zopa.ledger.schema import judgements, positions, reports
from zopa.vocabulary import Decision, Judgement, Report, StatedPosition, Status, content_id


@dataclass(slots=True)
class Carried:
    """What goes over to the new reading.

    judgements  to be recorded on their new positions.
    kept        positions that a person accepted and the new reading lacks: they stay.
    pairs       old and new id, for the audit.
    """

    judgements: list[Judgement] = field(default_factory=list)
    kept: list[StatedPosition] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)


def carry_over(
    entries: Entries,
    seq: int,
    report: Report,
    wanted: Mapping[str, StatedPosition],
    gone: set[str] | None,
) -> Carried:
    """Find the judgements that the new reading of a report would lose.

    seq     the row of the version read before.
    report  as it is now.
    wanted  what is read in it now.
    gone    ids no longer read where the text is the same; None where the text changed.
    """
    carried = Carried()
    for position, judged in _judged(entries, seq, gone).items():
        machine = _position(entries, seq, position)
        on = [judgement for _, judgement in entries.in_force([position]).get(position, [])]
        content = machine or next((one.corrected for one in on if one.corrected), None)
        moved = move(content, report.text) if content is not None else None
        corrected = {one.lane: move(one.corrected, report.text) for one in on if one.corrected}
        if moved is None or None in corrected.values():
            # The words are gone, or stand there more than once: the judgement stays on the old version.
            continue
        twin = _twin(moved, wanted)
        target = twin.id if twin is not None else moved.id
        if machine is not None and twin is None:
            if judged is Status.ACCEPTED:
                carried.kept.append(moved)
            elif judged is not Status.CORRECTED:
                continue
        if target == position:
            continue
        carried.pairs.append((position, target))
        there = {one.lane: one for _, one in entries.in_force([target]).get(target, [])}
        for one in on:
            if one.lane in there or one.decision is Decision.WITHDRAWN:
                continue
            carried.judgements.append(
                dataclasses.replace(
                    one,
                    position=target,
                    corrected=corrected.get(one.lane),
                    version=1,
                    at=entries.now,
                    act=content_id("carry", position, target, entries.now),
                    undoes="",
                )
            )
    return carried


def _judged(entries: Entries, seq: int, gone: set[str] | None) -> dict[str, Status]:
    """Ids that people judged in this version, with the status of the machine's row."""
    query = select(positions.c.id, positions.c.status).where(
        positions.c.report == seq,
        positions.c.retired_at.is_(None),
        positions.c.judgement.is_(None),
        positions.c.status.not_in(["suggested", "automatic"]),
    )
    found = {row.id: Status(row.status) for row in entries.connection.execute(query)}
    if gone is not None:
        return {id_: status for id_, status in found.items() if id_ in gone}
    people = (
        select(judgements.c.position)
        .join(positions, positions.c.judgement == judgements.c.seq)
        .where(positions.c.report == seq, positions.c.retired_at.is_(None))
    )
    added = entries.connection.execute(people).scalars()
    return dict.fromkeys(added, Status.ACCEPTED) | found


def _position(entries: Entries, seq: int, position: str) -> StatedPosition | None:
    query = select(positions).where(
        positions.c.report == seq,
        positions.c.id == position,
        positions.c.judgement.is_(None),
        or_(positions.c.retired_at.is_(None), positions.c.retired_at == entries.now),
    )
    row = entries.connection.execute(query).mappings().first()
    if row is None:
        return None
    name = entries.connection.execute(select(reports.c.id).where(reports.c.seq == seq)).scalar_one()
    return rows.position(row, name)


def _twin(position: StatedPosition, wanted: Mapping[str, StatedPosition]) -> StatedPosition | None:
    """The one position read now that says the same of the same words, whoever read it."""
    same = [one for one in wanted.values() if _said(one) == _said(position)]
    return same[0] if len(same) == 1 else None


def _said(one: StatedPosition) -> tuple[object, ...]:
    return one.quote.exact, one.quote.start, one.speaker, one.holder, one.issue, one.option, one.stance
