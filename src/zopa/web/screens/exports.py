"""Exports and other work in the background, with its progress (the second half of screen 7)."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import FileResponse, Response

from zopa.errors import ZopaError
from zopa.web.desk import AtDesk, Desk, allow
from zopa.web.exporting import exported, names, suffix
from zopa.web.faults import NotAllowed, NotThere, WrongInput
from zopa.web.jobs import Job, Jobs, State
from zopa.web.screen import screen

__all__ = ["job_of", "jobs_of", "router", "start"]

router = screen()
_lock = threading.Lock()


def start(app: FastAPI) -> None:
    """One worker for all; it ends with the server."""
    app.state.jobs = Jobs()
    app.state.ending.append(app.state.jobs.close)


def jobs_of(request: Request) -> Jobs:
    """What works in the background here."""
    found: Jobs = request.app.state.jobs
    return found


def job_of(desk: Desk, name: str) -> Job:
    """A job by its id. Raises NotThere."""
    found = jobs_of(desk.request).get(name)
    if found is None:
        raise NotThere(desk.words("fault.not_found"), remedy=desk.words("fault.not_found_remedy"))
    return found


@router.get("/exports")
def show(desk: AtDesk) -> Response:
    """Every format, and what was made."""
    return desk.page(
        "exports.html",
        formats=[(name, suffix(name)) for name in names()],
        jobs=jobs_of(desk.request).all("export"),
        was_read=desk.bench.was_read,
    )


@router.post("/exports")
@allow("reader")
def make(desk: AtDesk, form: Annotated[str, Form(max_length=40, alias="format")]) -> Response:
    """Begin an export."""
    if form not in names():
        raise WrongInput(f"there is no format '{form}'", remedy=f"Use one of: {', '.join(names())}.")
    if not desk.bench.was_read:
        raise ZopaError(desk.words("inbox.no_runs"), remedy=desk.words("exports.unread"))
    jobs = jobs_of(desk.request)
    work = exported(jobs, desk.dossier, desk.bench.place, form)
    job = jobs.add("export", form, desk.user.name, work)
    if not desk.bench.read_only:
        desk.note("export", format=form, job=job.id)
    if desk.partial:
        return desk.page("job_list.html", jobs=jobs.all("export"))
    return desk.to("/exports")


@router.get("/exports/{name}/file")
def file(desk: AtDesk, name: str) -> Response:
    """What an export made."""
    job = job_of(desk, name)
    if job.kind != "export" or job.file is None or job.state is not State.DONE or not job.file.exists():
        raise NotThere(desk.words("fault.not_found"), remedy=desk.words("fault.not_found_remedy"))
    title = "".join(sign if sign.isalnum() else "-" for sign in desk.config.folder.resolve().name) or "zopa"
    answer = FileResponse(
        job.file,
        media_type="application/octet-stream",
        filename=f"{title}-{job.asked:%Y-%m-%d}-{job.what}{suffix(job.what)}",
    )
    return desk.dressed(answer)


@router.get("/jobs/{name}")
def progress(desk: AtDesk, name: str) -> Response:
    """One job as it is now; asked for again and again while it runs."""
    return desk.page("job.html", job=job_of(desk, name))


@router.post("/jobs/{name}/stop")
@allow("reader")
def stop(desk: AtDesk, name: str) -> Response:
    """Ask a job to stop: one's own, or with the role editor anybody's."""
    job = job_of(desk, name)
    if job.by != desk.user.name and not desk.user.may("editor"):
        raise NotAllowed(desk.words("fault.role", role=desk.words("role.editor")))
    job.stop()
    return desk.page("job.html", job=job) if desk.partial else desk.to("/exports")
