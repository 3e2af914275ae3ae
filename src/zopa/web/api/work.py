"""Exports and other work in the background, the review queue and the dossier, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel, Field

from zopa import adopt
from zopa.errors import ZopaError
from zopa.export.json import position as position_values
from zopa.ledger.queue import Narrowed, Pile, Queue
from zopa.web.desk import AtDesk, allow
from zopa.web.exporting import exported, names, read_again
from zopa.web.faults import WrongInput
from zopa.web.screen import api
from zopa.web.screens.exports import file as file_of
from zopa.web.screens.exports import job_of, jobs_of

router = api("work")

LONGEST = 2_000_000


class ExportAsked(BaseModel):
    """Which export is wanted."""

    format: str = Field(max_length=40, description="json, csv, xlsx, parquet, jsonl, …")


class Text(BaseModel):
    """A dossier file as it should be."""

    text: str = Field(max_length=LONGEST)
    expects: str = Field(
        max_length=64, description="`digest` of the file that was seen; refused if it differs."
    )


class Draft(BaseModel):
    """A dossier file to be checked."""

    text: str = Field(max_length=LONGEST)


@router.get("/exports")
def exports(desk: AtDesk) -> dict[str, Any]:
    """Exports asked for since the server started, the newest first, and the formats there are."""
    return {"formats": names(), "items": [job.as_json() for job in jobs_of(desk.request).all("export")]}


@router.post("/exports", status_code=202)
@allow("reader")
def export(desk: AtDesk, asked: ExportAsked) -> dict[str, Any]:
    """Begin an export in the background; ask for its job until it is done."""
    if asked.format not in names():
        raise WrongInput(f"there is no format '{asked.format}'", remedy=f"Use one of: {', '.join(names())}.")
    if not desk.bench.was_read:
        raise ZopaError("nothing was read yet", remedy="Have reports read first: POST /api/v1/runs.")
    jobs = jobs_of(desk.request)
    work = exported(jobs, desk.dossier, desk.bench.place, asked.format)
    return jobs.add("export", asked.format, desk.user.name, work).as_json()


@router.get("/exports/{job}/file", response_class=FileResponse)
def exported_file(desk: AtDesk, job: str) -> Response:
    """What an export made."""
    return file_of(desk, job)


@router.get("/jobs/{job}")
def job(desk: AtDesk, job: str) -> dict[str, Any]:
    """One piece of work as it is now: waiting, running, done, failed or stopped."""
    return job_of(desk, job).as_json()


@router.delete("/jobs/{job}")
@allow("editor")
def stop(desk: AtDesk, job: str) -> dict[str, Any]:
    """Ask it to stop."""
    found = job_of(desk, job)
    found.stop()
    return found.as_json()


@router.post("/runs", status_code=202)
@allow("editor")
def run(desk: AtDesk) -> dict[str, Any]:
    """Read what is new or changed in reports/, in the background."""
    work = read_again(desk.dossier, desk.bench.place)
    return jobs_of(desk.request).add("read", "", desk.user.name, work).as_json()


@router.get("/queue")
@allow("reviewer")
def queue(
    desk: AtDesk,
    request: Request,
    pile: Pile = Pile.NEW,
    holder: Annotated[str, Query(max_length=200)] = "",
    issue: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> dict[str, Any]:
    """What to judge next, what teaches most first; `seen` is given back when judging."""
    found = Queue(desk.bench.place, desk.user.name)
    away = request.app.state.turns.not_for(desk.user.name)
    return {
        "items": [
            {"status": item.status.value, "seen": item.seen, "position": position_values(item.position)}
            for item in found.pile(pile, Narrowed(holder, issue), limit, away)
        ],
        "left": found.progress().left,
    }


def _text(given: str) -> str:
    """A text that can be written to a file. Raises WrongInput for half a character."""
    try:
        given.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WrongInput(f"no text: half a character at {error.start}") from error
    return given


def _told(draft: adopt.Draft) -> dict[str, Any]:
    return {
        "sound": draft.is_sound,
        "digest": draft.digest,
        "diff": draft.diff,
        "problems": [
            {"message": one.message, "remedy": one.remedy, "line": one.line, "fatal": one.fatal}
            for one in draft.problems
        ],
    }


@router.get("/dossier")
def dossier(desk: AtDesk) -> dict[str, Any]:
    """The dossier file as it is, with a digest that stands for it."""
    draft = adopt.start(desk.config.folder)
    return {"text": draft.text, **_told(draft)}


@router.post("/dossier/check")
@allow("editor")
def check(desk: AtDesk, draft: Draft) -> dict[str, Any]:
    """What is wrong with a text, and how it differs from the file; nothing is kept."""
    return _told(adopt.start(desk.config.folder, text=_text(draft.text)))


@router.put("/dossier")
@allow("editor")
def change(desk: AtDesk, given: Text) -> dict[str, Any]:
    """Keep a text as the dossier file, where it is sound and the file is still the one that was seen."""
    draft = adopt.start(desk.config.folder, text=_text(given.text))
    adopt.keep(draft, given.expects)
    if desk.bench.was_read:
        desk.note(
            "dossier changed", before=given.expects, after=adopt.digest(draft.text), diff=draft.diff[:20_000]
        )
    return _told(adopt.start(desk.config.folder))
