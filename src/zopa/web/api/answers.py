"""What follows from the record: deals, the brief, the dossier's problems, quotations, keeping the ledger."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import PlainTextResponse, Response

from zopa import dossier as dossiers
from zopa import pipeline
from zopa.web import paging
from zopa.web.days import told
from zopa.web.desk import AtDesk, allow, keep
from zopa.web.faults import WrongInput
from zopa.web.screen import api
from zopa.web.shapes import TextIn

router = api("answers")

Day = Annotated[dt.date | None, Query(description="YYYY-MM-DD")]


@router.get("/deals", summary="What is blocked, by whom and why (zopa deals)")
@keep
def deals(
    desk: AtDesk, as_of: Day = None, proposal: Annotated[str | None, Query(max_length=200)] = None
) -> Response:
    """Which proposals are open, blocked or unknown, by which sentence, and what would open a deal."""
    if proposal is not None:
        desk.dossier.proposal(proposal)

    def make() -> dict[str, Any]:
        return pipeline.assess(desk.bench.standing(as_of), only=proposal).to_json()

    return desk.json(desk.bench.kept(("api", "deals", as_of, proposal), make))


@router.get(
    "/brief",
    summary="What changed since a day (zopa brief)",
    responses={200: {"content": {"text/plain": {}}, "description": "The brief."}},
)
@keep
def brief(
    desk: AtDesk,
    since: Annotated[dt.date, Query(description="The first day that counts as new.")],
    as_of: Day = None,
    form: Annotated[str, Query(description="md, html or mail", max_length=10)] = "md",
    language: Annotated[str, Query(max_length=2)] = "",
) -> Response:
    """The morning brief as text."""
    from zopa.export import brief as briefs
    from zopa.export.brief_forms import FORMS
    from zopa.export.labels import LANGUAGES
    from zopa.sources.watch import dead_sources

    if form not in FORMS:
        raise WrongInput(f"there is no format '{form}'", remedy=f"Use one of: {', '.join(FORMS)}.")
    if language and language not in LANGUAGES:
        raise WrongInput(f"the interface has no '{language}'", remedy=f"Use one of: {', '.join(LANGUAGES)}.")
    if since == dt.date.min or (as_of is not None and as_of < since):
        raise WrongInput("as_of lies before since", remedy="Swap the two.")

    def make() -> str:
        before = desk.bench.standing(since - dt.timedelta(days=1))
        after = desk.bench.standing(as_of)
        told = briefs.Comparison(
            since, before, after, pipeline.assess(before), pipeline.assess(after), dead_sources(desk.dossier)
        )
        return FORMS[form](briefs.compose(told, language or desk.words.language))

    text = desk.bench.kept(("api", "brief", since, as_of, form, language or desk.words.language), make)
    # As text whatever the form: a page made of strangers' words is never shown from here.
    return desk.dressed(PlainTextResponse(text))


@router.get("/check", summary="What is wrong or doubtful in the dossier (zopa check)")
def check(desk: AtDesk) -> Response:
    """Every problem of dossier.yaml with its line and a remedy."""
    _, problems = dossiers.check(desk.config.folder)
    return desk.json(
        {
            "sound": not any(one.fatal for one in problems),
            "problems": [
                {"message": one.message, "remedy": one.remedy, "line": one.line, "fatal": one.fatal}
                for one in problems
            ],
        }
    )


@router.post("/quotes", summary="Who says what in a text (zopa quotes)")
@allow("reader")
def quotes(desk: AtDesk, given: TextIn) -> Response:
    """Quotations with speaker and cue, by the trained reader, named by this dossier. Nothing is recorded."""
    from zopa.reading import detect_language
    from zopa.reading.engines.onnx import shipped
    from zopa.reading.language import LANGUAGES
    from zopa.reading.naming import namer
    from zopa.reading.quotes import record

    if given.language and given.language not in LANGUAGES:
        raise WrongInput(
            f"there is no reader for '{given.language}'", remedy=f"Use one of: {', '.join(LANGUAGES)}."
        )
    code = given.language or detect_language(given.text)
    return desk.json(record("text", given.text, code, shipped(), namer(desk.dossier, code)))


@router.get("/runs", summary="Runs of reading, the latest first")
@keep
def runs(desk: AtDesk, limit: paging.Limit = 50) -> Response:
    """When reports were read, by which engine, how many."""
    held = list(desk.ledger.runs())[::-1][:limit]
    items = [
        {key: told(value) if isinstance(value, dt.datetime) else value for key, value in one.items()}
        for one in held
    ]
    return desk.json(paging.page(items, None))


@router.get("/audit", summary="Who did what")
@allow("editor")
def audit(desk: AtDesk, limit: paging.Limit = 100, after: paging.After = None) -> Response:
    """The ledger's audit, oldest first."""
    start = paging.whole(paging.read_cursor(after, 1)[0]) if after else 0
    found = list(itertools.islice(desk.ledger.audit(), start, start + limit + 1))
    next_ = paging.cursor(start + limit) if len(found) > limit else None
    items = [one | {"at": told(one["at"])} for one in found[:limit]]
    return desk.json(paging.page(items, next_))


@router.get("/ledger/verify", summary="Check hashes, offsets, references, seals (zopa ledger verify)")
@allow("editor")
def verify(desk: AtDesk, head: Annotated[str | None, Query(max_length=80)] = None) -> Response:
    """Check all of the ledger. `head` is a seal's head that you kept elsewhere."""
    from zopa.ledger import upkeep

    checked = upkeep.verify(desk.bench.place, head)
    return desk.json(
        {
            "sound": not checked.problems,
            "problems": list(checked.problems),
            "reports": checked.reports,
            "statements": checked.statements,
            "positions": checked.positions,
            "judgements": checked.judgements,
            "seals": checked.sealed,
        }
    )


@router.post("/ledger/seal", summary="Seal all judgements so far (zopa ledger seal)")
@allow("editor")
def seal(desk: AtDesk) -> Response:
    """Seal the judgements. Keep the head elsewhere: it proves later that none was changed."""
    from zopa.ledger import upkeep

    made = upkeep.seal(desk.bench.place, desk.user.name)
    return desk.json({"head": made.head, "judgements": made.judgements, "at": told(made.at)})
