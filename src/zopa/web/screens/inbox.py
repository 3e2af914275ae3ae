"""Screen 6: what came in, what was skipped and why, and what to take into the dossier."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, Form, Query
from fastapi.responses import Response

from zopa import adopt, pipeline
from zopa.adopt import Edit
from zopa.dossier import Dossier
from zopa.errors import UnknownName
from zopa.ledger.inbox import Inbox
from zopa.sources.draft import Draft as Pasted
from zopa.sources.shelf import Added, Shelf
from zopa.web.days import day
from zopa.web.desk import AtDesk, Desk, allow
from zopa.web.dossier_rows import tree_of
from zopa.web.exporting import read_again
from zopa.web.faults import WrongInput
from zopa.web.inbox_words import NOUNS, WORDS
from zopa.web.jobs import Job, Work
from zopa.web.screen import Nav, screen
from zopa.web.screens.exports import jobs_of
from zopa.web.suggesting import Finder, Lacking, as_shown

__all__ = ["NAV", "NOUNS", "WORDS", "router", "start"]

router = screen()
NAV = Nav(50, "/inbox", "inbox.nav", "i")
Typed = Annotated[str, Form(max_length=400)]
STRANGERS, TWINS, OUTLETS, RUNS = 30, 30, 40, 8


def start(app: FastAPI) -> None:
    """Nobody has looked yet for what the dossier lacks; `app.state.finder` is who does when asked."""
    app.state.finder = getattr(app.state, "finder", None) or pipeline.lacking
    app.state.lacking = None


@router.get("/inbox")
def show(desk: AtDesk, kept: Annotated[str, Query(max_length=10)] = "", added: str = "") -> Response:
    """The inbox."""
    dossier = desk.dossier
    context: dict[str, Any] = {
        "kept": kept,
        "added": added[:200],
        "jobs": [job for job in jobs_of(desk.request).all() if job.kind in ("read", "suggest")][:3],
        "can_suggest": desk.request.app.state.finder is not None,
        "lacking": _lacking(desk, dossier),
        "was_read": desk.bench.was_read,
        "runs": [],
    }
    if desk.bench.was_read:
        inbox = Inbox(desk.bench.place)
        runs = inbox.runs(RUNS)
        last = next((run for run in runs if run.finished is not None), None)
        twins, pairs = inbox.twins(TWINS)
        known = _known(dossier)
        context |= {
            "runs": runs,
            "skipped": inbox.skipped(last.number) if last else [],
            "strangers": [one for one in inbox.strangers(STRANGERS) if one.name.casefold() not in known],
            "twins": twins,
            "pairs": pairs,
            "outlets": desk.bench.kept(("inbox.outlets",), lambda: inbox.outlets(OUTLETS)),
        }
    return desk.page("inbox.html", **context)


def _known(dossier: Dossier) -> set[str]:
    """Every name the dossier has by now, whatever it had when the reports were read."""
    names = {word for one in dossier.actors.values() for word in (one.name, *one.aliases)}
    for party in dossier.parties.values():
        names |= {*party.names.values(), *(word for words in party.aliases.values() for word in words)}
    return {name.casefold() for name in names}


def _lacking(desk: Desk, dossier: Dossier) -> list[Lacking] | None:
    """What was found lacking, less what the dossier has by now; None before anybody looked."""
    found: list[Lacking] | None = desk.request.app.state.lacking
    if found is None:
        return None
    known = _known(dossier)
    return [
        one
        for one in found
        if not (one.kind == "actor" and one.what.casefold() in known)
        and not (one.kind == "issue" and one.key in dossier.issues)
    ]


# ------------------------------------------------------------------ reading, and looking for what is lacking


@router.post("/inbox/read")
@allow("editor")
def read(desk: AtDesk) -> Response:
    """Read what is new or changed, in the background."""
    jobs = jobs_of(desk.request)
    if not any(job.kind == "read" and not job.state.is_over for job in jobs.all()):
        jobs.add("read", "", desk.user.name, read_again(desk.dossier, desk.bench.place))
    return desk.to("/inbox")


@router.post("/inbox/suggest")
@allow("editor")
def suggest(desk: AtDesk) -> Response:
    """Look for what the dossier lacks, in the background."""
    state = desk.request.app.state
    finder: Finder | None = state.finder
    if finder is None:
        raise WrongInput(desk.words("inbox.no_suggestions"))
    jobs_of(desk.request).add(
        "suggest", "", desk.user.name, _looking(state, finder, desk.dossier, desk.ledger.reports().values())
    )
    return desk.to("/inbox")


def _looking(state: Any, finder: Finder, dossier: Dossier, reports: Any) -> Work:
    def work(job: Job) -> None:
        held = list(reports)
        job.step(0, len(held))
        state.lacking = as_shown(finder(dossier, held))
        job.step(len(held))

    return work


# ------------------------------------------------------------------ into the dossier


@router.post("/inbox/adopt")
@allow("editor")
def take(
    desk: AtDesk,
    what: Typed,
    name: Typed = "",
    party: Typed = "",
    who: Typed = "",
    target: Typed = "",
    kind: Typed = "",
    key: Typed = "",
) -> Response:
    """Show what the dossier would be with a speaker, a name, a word or a suggestion taken in.

    what  'actor' (name, party), 'alias' (name, who), 'term' (name, target 'issue' or 'issue/option'), or
          'suggestion' (kind, key).
    """
    dossier = desk.dossier
    draft = adopt.start(desk.config.folder, _edits(desk, dossier, what, name, party, who, target, kind, key))
    template = "inbox_diff.html" if desk.partial else "dossier_diff.html"
    return desk.page(template, draft=draft, digest=draft.digest, back="/inbox", what=name)


def _edits(
    desk: Desk,
    dossier: Dossier,
    what: str,
    name: str,
    party: str,
    who: str,
    target: str,
    kind: str,
    key: str,
) -> list[Edit]:
    if what == "suggestion":
        found = [one for one in _lacking(desk, dossier) or [] if (one.kind, one.key) == (kind, key)]
        if not found:
            raise UnknownName("suggestion", key, [])
        return adopt.from_entry(dossier, found[0])
    if not name.strip():
        raise WrongInput("nothing is named")
    if what == "actor":
        return [adopt.new_actor(dossier, name, party or None)]
    tree = tree_of(adopt.start(desk.config.folder).text) or {}
    if what == "alias":
        return [adopt.known_as(dossier, tree, who, name)]
    if what == "term":
        issue, _, option = target.partition("/")
        return [adopt.new_term(dossier, tree, issue, option, name)]
    raise UnknownName("kind of entry", what, ("actor", "alias", "term", "suggestion"))


# ------------------------------------------------------------------ a report by hand


@router.post("/inbox/report")
@allow("editor")
def paste(
    desk: AtDesk,
    text: Annotated[str, Form(max_length=5_000_000)],
    published: Typed,
    outlet: Typed = "",
    title: Typed = "",
    url: Annotated[str, Form(max_length=2000)] = "",
    language: Annotated[str, Form(max_length=2)] = "",
) -> Response:
    """Put a pasted text into reports/, with its front matter."""
    body = text.replace("\r\n", "\n").strip()
    printed = day(published)
    if not body or printed is None:
        raise WrongInput(desk.words("inbox.add.empty"))
    draft = Pasted(
        body,
        title=title.strip(),
        outlet=outlet.strip(),
        published=printed,
        language=language if language in ("de", "en") else "",
        url=url.strip(),
        origin="pasted",
    )
    path = Shelf(desk.dossier.reports_folder).put(draft, Added())
    desk.note("report pasted", report=path.stem)
    return desk.to(f"/inbox?added={path.name}")
