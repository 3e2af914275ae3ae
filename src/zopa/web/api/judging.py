"""What people decide: judge, undo, list the judgements."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from zopa.errors import UnknownName
from zopa.ledger.agreement import agreement
from zopa.vocabulary import Decision, Stance, StatedPosition, Status
from zopa.web import paging
from zopa.web.api.record import check_option, check_speaker, position
from zopa.web.desk import AtDesk, Desk, keep
from zopa.web.faults import NotThere, WrongInput
from zopa.web.judged import judged
from zopa.web.screen import api
from zopa.web.shapes import CorrectionIn, Judged, JudgeIn, PageOf, Stated, UndoIn

router = api("judging")

DECISIONS = [one.value for one in Decision if one is not Decision.WITHDRAWN]


@router.get("/review", response_model=PageOf[Stated], summary="What is to be judged (zopa review)")
def review(
    desk: AtDesk,
    status: Annotated[str, Query(max_length=20)] = "suggested",
    limit: paging.Limit = 20,
    after: paging.After = None,
) -> Response:
    """Positions to judge, the least sure first."""
    if status not in [one.value for one in Status]:
        raise UnknownName("status", status, [one.value for one in Status])
    place: tuple[float, str] | None = None
    if after:
        sure, name = paging.read_cursor(after, 2)
        if not isinstance(sure, int | float):
            raise WrongInput("'after' is no place in this list")
        place = float(sure), paging.text(name)
    found = desk.bench.lookup.to_judge(Status(status), place, limit + 1)
    here = found[:limit]
    next_ = paging.cursor(here[-1].confidence, here[-1].id) if len(found) > limit else None
    return desk.json(paging.page([position(one, Status(status)) for one in here], next_))


@router.post("/judge", response_model=list[Judged], summary="Accept, reject or correct (zopa judge)")
def judge(desk: AtDesk, given: JudgeIn) -> Response:
    """Judge one position, or several alike in one act that one undo takes back."""
    if given.decision not in DECISIONS:
        raise UnknownName("decision", given.decision, DECISIONS)
    decision, hand = Decision(given.decision), desk.judging()
    if decision is Decision.CORRECT:
        if len(given.positions) != 1 or given.corrected is None:
            raise WrongInput(
                "a correction is for one position and says what is right",
                remedy='Send one id and {"corrected": {"stance": "rejects"}}.',
            )
        right = _corrected(desk, given.positions[0], given.corrected)
        made = hand.judge(
            given.positions[0],
            decision,
            note=given.note,
            corrected=right,
            expects=given.expects,
            adjudicates=given.adjudicate,
        )
        return desk.json([judged(made)])
    if given.corrected is not None:
        raise WrongInput("only a correction says what is right instead", remedy="Leave `corrected` out.")
    if len(given.positions) == 1:
        one = hand.judge(
            given.positions[0],
            decision,
            note=given.note,
            expects=given.expects,
            adjudicates=given.adjudicate,
        )
        return desk.json([judged(one)])
    done = hand.judge_many(given.positions, decision, note=given.note, adjudicates=given.adjudicate)
    return desk.json([judged(one) for one in done])


@router.post("/undo", response_model=list[Judged], summary="Take an act back (zopa undo)")
def undo(desk: AtDesk, given: UndoIn) -> Response:
    """Take back an act; what held before holds again."""
    return desk.json([judged(one) for one in desk.judging().undo(given.act)])


@router.get("/judgements", summary="Judgements, and how far people agree (zopa judgements)")
@keep
def judgements(
    desk: AtDesk,
    superseded: bool = False,
    limit: paging.Limit = 100,
    after: paging.After = None,
) -> Response:
    """Judgements in the order in which they were made, with the agreement among those who judged."""
    start = paging.whole(paging.read_cursor(after, 1)[0]) if after else 0
    some = itertools.islice(desk.ledger.judgements(superseded=superseded), start, start + limit + 1)
    found = list(some)
    next_ = paging.cursor(start + limit) if len(found) > limit else None
    agreed = desk.bench.kept(("agreement",), lambda: agreement(desk.ledger.judgements()))
    told = dataclasses.asdict(agreed) | {"by": dict(agreed.by)}
    return desk.json(paging.page([judged(one) for one in found[:limit]], next_) | {"agreement": told})


def _corrected(desk: Desk, wanted: str, given: CorrectionIn) -> StatedPosition:
    found = desk.bench.lookup.position(wanted)
    if found is None:
        raise NotThere(f"there is no position '{wanted[:40]}'", remedy="Give its whole id.")
    values: dict[str, Any] = {name: value for name, value in given.model_dump().items() if value is not None}
    if "stance" in values:
        if values["stance"] not in [one.value for one in Stance]:
            raise UnknownName("stance", values["stance"], [one.value for one in Stance])
        values["stance"] = Stance(values["stance"])
    if "said_on" in values:
        values["said_on_precision"] = "day"
    made = dataclasses.replace(found.position, **values)
    if made.holder not in desk.dossier.parties:
        raise UnknownName("party", made.holder, desk.dossier.parties)
    check_speaker(desk, made.speaker)
    check_option(desk, made.issue, made.option)
    return made
