"""From the judgements on one position to where it stands. Pure: values in, values out.

In this order: an adjudication decides; else annotators who agree decide; else they dispute it;
else the dossier's threshold accepts it; else it is a suggestion. Somebody unsure contradicts nobody.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from zopa.vocabulary import Decision, Judgement, StatedPosition, Status


@dataclass(frozen=True, slots=True)
class Settled:
    """Where a position stands.

    status     with its judges.
    corrected  the position that stands in its place, or that a person added; None for a plain suggestion.
    basis      the judgements that decided.
    """

    status: Status
    corrected: StatedPosition | None = None
    basis: tuple[Judgement, ...] = ()


_BY_DECISION = {
    Decision.ACCEPT: Status.ACCEPTED,
    Decision.CORRECT: Status.CORRECTED,
    Decision.REJECT: Status.REJECTED,
    Decision.UNSURE: Status.UNSURE,
}


def settle(in_force: Iterable[Judgement]) -> Settled:
    """Where a position stands by the judgements in force on it, at most one per lane, in any order."""
    held = [one for one in in_force if one.decision is not Decision.WITHDRAWN]
    held.sort(key=lambda one: (one.at is not None and one.at.isoformat(), one.by))
    added = next((one.corrected for one in held if one.decision is Decision.ACCEPT and one.corrected), None)
    adjudication = [one for one in held if one.adjudicates]
    if adjudication:
        return _decided(adjudication[-1], added, (adjudication[-1],))
    people = [one for one in held if not one.automatic]
    sure = [one for one in people if one.decision is not Decision.UNSURE]
    if sure:
        if len({_said(one) for one in sure}) == 1:
            return _decided(sure[0], added, tuple(sure))
        return Settled(Status.DISPUTED, added, tuple(sure))
    if people:
        return Settled(Status.UNSURE, added, tuple(people))
    if held:
        return Settled(Status.AUTOMATIC, None, tuple(held))
    return Settled(Status.SUGGESTED)


def _decided(one: Judgement, added: StatedPosition | None, basis: tuple[Judgement, ...]) -> Settled:
    status = _BY_DECISION[one.decision]
    if status is Status.CORRECTED:
        return Settled(status, one.corrected, basis)
    return Settled(status, added if status is not Status.REJECTED else None, basis)


def _said(one: Judgement) -> tuple[object, ...]:
    """What a judgement says, apart from who says it."""
    corrected = one.corrected if one.decision is Decision.CORRECT else None
    return one.decision, dataclasses.replace(corrected, origin="", confidence=1.0) if corrected else None
