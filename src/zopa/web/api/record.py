"""What the ledger holds: the table, stated positions, reports, changes, contradictions, search."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import Response

from zopa import pipeline
from zopa.errors import UnknownName
from zopa.export import json as forms
from zopa.ledger.facets import FacetedSearch
from zopa.ledger.lookup import Facts
from zopa.ledger.rulings import rule
from zopa.ledger.search import Filters, Search
from zopa.positions import changes as queries
from zopa.positions.causes import causes
from zopa.vocabulary import VOICES, Condition, Quote, Stance, StatedPosition, Status
from zopa.web import paging
from zopa.web.desk import AtDesk, Desk, keep
from zopa.web.faults import NotThere, WrongInput
from zopa.web.judged import judged
from zopa.web.screen import api
from zopa.web.shapes import FullReport, Judged, PageOf, PositionIn, ReportFacts, RulingIn, Stated

router = api("record")

Day = Annotated[dt.date | None, Query(description="YYYY-MM-DD")]
Name = Annotated[str | None, Query(max_length=300)]
Id = Annotated[str, Path(max_length=500)]

LARGE_PAIRS = 5_000
"""Positions of a cell that are looked at for its changes and contradictions."""


def position(one: StatedPosition, status: Status) -> dict[str, Any]:
    """A stated position as the JSON export has it, with its status."""
    return forms.position(one) | {"status": status.value}


def facts(one: Facts) -> dict[str, Any]:
    """A report without its text."""
    return dataclasses.asdict(one) | {"published": one.published.isoformat() if one.published else None}


@router.get("/positions", summary="The position table as of a day (zopa positions)")
@keep
def positions(desk: AtDesk, as_of: Day = None) -> Response:
    """What stands: one entry per party, issue and option that anybody spoke to."""
    return desk.json(forms.table(desk.bench.standing(as_of)))


@router.get("/days", summary="On which days something was said")
@keep
def days(desk: AtDesk) -> Response:
    """How many positions were stated on each day that has any."""
    return desk.json([{"day": day.isoformat(), "stated": count} for day, count in desk.bench.days()])


@router.get("/stated", response_model=PageOf[Stated], summary="Stated positions, the latest recorded first")
@keep
def stated(
    request: Request,
    desk: AtDesk,
    q: Annotated[str, Query(max_length=400)] = "",
    party: Name = None,
    actor: Name = None,
    issue: Name = None,
    option: Name = None,
    stance: Name = None,
    outlet: Name = None,
    status: Name = None,
    since: Day = None,
    until: Day = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
) -> Response:
    """Stated positions that have the words and filters; all of them without any (zopa search)."""
    filters = Filters(party, actor, issue, option, stance, outlet, since, until, _status(status))
    before = paging.whole(paging.read_cursor(after, 1)[0]) if after else None
    found = FacetedSearch(desk.bench.place, _languages(desk)).page(q, filters, before, limit)
    next_ = paging.cursor(found.next) if found.next is not None else None
    items = [position(one.position, one.status) for one in found.passages]
    return desk.json(paging.page(items, next_), headers=paging.link(request, next_))


@router.get("/stated/{wanted}", response_model=Stated, summary="One stated position")
@keep
def one_stated(desk: AtDesk, wanted: Id) -> Response:
    """A position by its id; `in_force` is false for one that a later reading or a person took back."""
    found = desk.bench.lookup.position(wanted)
    if found is None:
        raise NotThere(f"there is no position '{wanted[:40]}'", remedy="List them: GET /api/v1/stated.")
    return desk.json(position(found.position, found.status) | {"in_force": found.in_force})


@router.post("/stated", status_code=201, response_model=Judged, summary="Add a position by hand")
def add_stated(desk: AtDesk, given: PositionIn) -> Response:
    """Add a position that no reader found, in one's own name."""
    report = desk.bench.lookup.report(given.report)
    if report is None:
        raise NotThere(f"there is no report '{given.report[:40]}'", remedy="List them: GET /api/v1/reports.")
    try:
        cut = Quote.cut(report.text, given.start, given.end)
        tied = given.condition
        condition = Condition(tied.issue, tied.option, tied.text) if tied else None
        stance = Stance(given.stance)
    except ValueError as error:
        raise WrongInput(str(error), remedy="Look at the report: GET /api/v1/reports/ID.") from error
    check_option(desk, given.issue, given.option)
    if condition is not None and condition.issue is not None and condition.option is not None:
        check_option(desk, condition.issue, condition.option)
    if given.holder not in desk.dossier.parties:
        raise UnknownName("party", given.holder, desk.dossier.parties)
    check_speaker(desk, given.speaker)
    made = StatedPosition(
        report=report.id,
        quote=cut,
        speaker=given.speaker,
        holder=given.holder,
        issue=given.issue,
        option=given.option,
        stance=stance,
        origin="",
        firm=given.firm,
        condition=condition,
        said_on=given.said_on or report.published,
        said_on_precision="day" if given.said_on else "report",
    )
    return desk.json(judged(desk.judging().add(made, note=given.note)), 201)


@router.get("/reports", response_model=PageOf[ReportFacts], summary="Reports, the latest printed first")
@keep
def reports(
    request: Request,
    desk: AtDesk,
    outlet: Name = None,
    limit: paging.Limit = 50,
    after: paging.After = None,
) -> Response:
    """Reports in force, without their texts."""
    before = None
    if after:
        day, name = paging.read_cursor(after, 2)
        try:
            before = dt.date.fromisoformat(paging.text(day)), paging.text(name)
        except ValueError as error:
            raise WrongInput("'after' is no place in this list") from error
    found = desk.bench.lookup.reports(outlet=outlet, before=before, limit=limit + 1)
    here = found[:limit]
    next_ = None
    if len(found) > limit:
        next_ = paging.cursor((here[-1].published or dt.date.min).isoformat(), here[-1].id)
    return desk.json(paging.page([facts(one) for one in here], next_), headers=paging.link(request, next_))


@router.get("/reports/{name}", response_model=FullReport, summary="One report with what was read in it")
@keep
def one_report(desk: AtDesk, name: Id) -> Response:
    """The text as it was read, its statements and its positions."""
    report = desk.bench.lookup.report(name)
    if report is None:
        raise NotThere(f"there is no report '{name[:40]}'", remedy="List them: GET /api/v1/reports.")
    statements, stated = desk.bench.lookup.in_report(name)
    return desk.json(
        forms.report(report)
        | {
            "positions": [position(one, status) for one, status in stated],
            "statements": [forms.statement(one, {name: report}) for one in statements],
        }
    )


@router.get("/search/reports", response_model=PageOf[ReportFacts], summary="Search whole reports")
@keep
def search_reports(
    desk: AtDesk,
    q: Annotated[str, Query(min_length=1, max_length=400)],
    outlet: Name = None,
    since: Day = None,
    until: Day = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Reports whose text, title or author has all words (zopa search --reports)."""
    filters = Filters(outlet=outlet, since=since, until=until)
    found = Search(desk.bench.place, _languages(desk)).reports(q, filters, limit)
    about = desk.bench.lookup.about([one.id for one in found.reports])
    return desk.json(paging.page([facts(about[one.id]) for one in found.reports if one.id in about], None))


@router.get("/changes", summary="Who changed a position (zopa changes)")
@keep
def changes(
    desk: AtDesk,
    since: Day = None,
    party: Name = None,
    issue: Name = None,
    limit: paging.Limit = 200,
) -> Response:
    """Where a side's own word differs from its word before, and what a side accepts for the first time.

    A large ledger is asked cell by cell.
    """
    said, _ = _said(desk, party, issue)
    sides = pipeline.affiliation(desk.dossier)
    items: list[dict[str, object]] = [
        {"what": one.what, "before": forms.position(one.before), "after": forms.position(one.after)}
        for one in queries.changes(said, sides, since)
    ]
    items += [
        {
            "what": "first",
            "own": one.own,
            "before": forms.position(one.against) if one.against else None,
            "after": forms.position(one.position),
        }
        for one in queries.firsts(said, sides, since)
    ]
    return desk.json(paging.page(items[:limit], None))


@router.get("/contradictions", summary="Who contradicts whom (zopa contradictions)")
@keep
def contradictions(
    desk: AtDesk,
    window: Annotated[int, Query(ge=0, le=3_650, description="Days apart at most.")] = 14,
    party: Name = None,
    issue: Name = None,
    limit: paging.Limit = 200,
) -> Response:
    """Statements on one side and option that can't both hold, with their likely causes."""
    said, about = _said(desk, party, issue)
    sides = pipeline.affiliation(desk.dossier)
    outlets = {name: one.outlet for name, one in about.items()}
    languages = {name: one.language for name, one in about.items()}
    stories = desk.bench.lookup.stories(outlets)
    found = queries.contradictions(said, sides, outlets, dt.timedelta(days=window), stories)[:limit]
    items = [
        {
            "kind": one.kind.value,
            "days_apart": one.days_apart,
            "causes": [why.value for why in causes(one.one, one.other, sides, languages, stories)],
            "one": forms.position(one.one),
            "other": forms.position(one.other),
        }
        for one in found
    ]
    return desk.json(paging.page(items, None))


@router.put("/rulings", status_code=204, summary="Say what holds of two positions that differ")
def set_ruling(desk: AtDesk, given: RulingIn) -> Response:
    """unresolved, changed, first, second, both, neither or misread; what was said before is superseded."""
    rule(desk.bench.place, desk.user.name, given.one, given.other, given.status, given.note)
    return desk.dressed(Response(status_code=204))


# ------------------------------------------------------------------ how


def check_option(desk: Desk, issue: str, option: str) -> None:
    """Raise UnknownName unless the dossier has the option."""
    held = desk.dossier.issues.get(issue)
    if held is None:
        raise UnknownName("issue", issue, desk.dossier.issues)
    if held.option(option) is None:
        raise UnknownName("option", option, [one.id for one in held.options])


def check_speaker(desk: Desk, speaker: str) -> None:
    """Raise UnknownName unless somebody speaks under that id."""
    known = (*desk.dossier.parties, *desk.dossier.actors, *VOICES)
    if speaker not in known:
        raise UnknownName("speaker", speaker, known)


def _status(name: str | None) -> Status | None:
    if name is None:
        return None
    if name not in [one.value for one in Status]:
        raise UnknownName("status", name, [one.value for one in Status])
    return Status(name)


def _languages(desk: Desk) -> tuple[str, ...]:
    return desk.dossier.languages or ("de", "en")


def _said(desk: Desk, party: str | None, issue: str | None) -> tuple[list[StatedPosition], dict[str, Facts]]:
    """The positions of a cell, or of all cells where the ledger is small enough."""
    lookup = desk.bench.lookup
    if party is not None and party not in desk.dossier.parties:
        raise UnknownName("party", party, desk.dossier.parties)
    if issue is not None and issue not in desk.dossier.issues:
        raise UnknownName("issue", issue, desk.dossier.issues)
    if party is not None and issue is not None:
        held = lookup.said(party, issue, limit=LARGE_PAIRS)
        return [one.position for one in held], {one.about.id: one.about for one in held}
    if pipeline.is_large(desk.dossier, desk.bench.place):
        raise WrongInput("this ledger is too large for all cells at once", remedy="Give party and issue.")
    said = [
        one
        for one in desk.ledger.positions()
        if (party is None or one.holder == party) and (issue is None or one.issue == issue)
    ]
    return said, lookup.about({one.report for one in said})
