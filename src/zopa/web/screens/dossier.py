"""Screen 8: the dossier in forms beside its YAML, checked as typed, shown as a difference, then kept."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from zopa import adopt
from zopa.adopt import Draft, Edit
from zopa.dossier import REPORTS
from zopa.errors import ZopaError
from zopa.export.labels import LANGUAGES
from zopa.starter import DOSSIER as EXAMPLE
from zopa.web.desk import AtDesk, Desk, allow
from zopa.web.dossier_rows import added, begun, edit_of, fields, languages_of, removed, tree_of
from zopa.web.dossier_words import NOUNS, WORDS
from zopa.web.screen import Nav, screen

__all__ = ["NAV", "NOUNS", "WORDS", "router"]

router = screen()
NAV = Nav(60, "/dossier", "dossier.nav", "e")

LONGEST = 2_000_000
"""Characters of a dossier that a form may send; the loader's own limit is larger."""
Whole = Annotated[str, Form(max_length=LONGEST)]
Short = Annotated[str, Form(max_length=4000)]


@router.get("/dossier")
def show(desk: AtDesk, kept: str = "") -> Response:
    """The editor, with the file as it is; without one it leads to the beginning."""
    if not desk.bench.has_file:
        return desk.to("/dossier/new")
    draft = adopt.start(desk.config.folder)
    return desk.page("dossier.html", **_work(desk, draft, draft.digest), kept=kept)


@router.post("/dossier/check")
@allow("editor")
def check(desk: AtDesk, text: Whole = "", digest: Short = "") -> Response:
    """What is wrong with the text as it is typed, and the forms that follow from it; nothing is kept."""
    draft = adopt.start(desk.config.folder, text=_unix(text))
    return desk.page("dossier_checked.html", **_work(desk, draft, digest), rewritten=False)


@router.post("/dossier/edit")
@allow("editor")
def edit(
    desk: AtDesk,
    action: Short,
    text: Whole = "",
    digest: Short = "",
    part: Short = "",
    key: Short = "",
    field: Short = "",
    option: Short = "",
    language: Short = "",
    value: Short = "",
) -> Response:
    """One field of a form changed, an entry added or removed: the text with it. Nothing is kept yet."""
    before = _unix(text)
    tree = tree_of(before)
    if tree is None:
        draft = adopt.start(desk.config.folder, text=before)
        return desk.page("dossier_checked.html", **_work(desk, draft, digest), rewritten=False)
    made: Edit
    if action == "set":
        made = edit_of(tree, part, key, field, value, option=option, language=language)
    elif action == "add":
        made = added(tree, part, value, key=key)
    else:
        made = removed(part, key, option)
    draft = adopt.start(desk.config.folder, [made], text=before)
    return desk.page("dossier_checked.html", **_work(desk, draft, digest), rewritten=draft.text != before)


@router.post("/dossier/diff")
@allow("editor")
def diff(desk: AtDesk, text: Whole = "", digest: Short = "", back: Short = "/dossier") -> Response:
    """The difference to the file, to be kept or not."""
    draft = adopt.start(desk.config.folder, text=_unix(text))
    if draft.dossier is None:
        return desk.page("dossier.html", **_work(desk, draft, digest), kept="")
    return desk.page("dossier_diff.html", draft=draft, back=_inside(back), what="", digest=digest)


@router.post("/dossier/save")
@allow("editor")
def save(desk: AtDesk, text: Whole = "", digest: Short = "", back: Short = "/dossier") -> Response:
    """Keep the text as the dossier; refused where the file was changed since it was shown."""
    draft = adopt.start(desk.config.folder, text=_unix(text))
    adopt.keep(draft, digest)
    (desk.config.folder / REPORTS).mkdir(exist_ok=True)
    if not desk.bench.read_only and desk.bench.was_read:
        desk.note("dossier changed", before=digest, after=adopt.digest(draft.text), diff=draft.diff[:20_000])
    path = _inside(back)
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}kept=1", 303)


def _inside(path: str) -> str:
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else "/dossier"


def _unix(text: str) -> str:
    """Browsers send every line end as CR LF."""
    return text.replace("\r\n", "\n")


def _work(desk: Desk, draft: Draft, digest: str) -> dict[str, Any]:
    """What the editor shows of a text."""
    tree = tree_of(draft.text)
    languages = languages_of(tree) if tree else []

    def shown(entry: Any, name: str) -> Any:
        return fields(entry, name, languages)

    return {
        "draft": draft,
        "digest": digest,
        "tree": tree,
        "shown": shown,
        "parts": ("parties", "actors", "issues", "proposals"),
        "fatal": [one for one in draft.problems if one.fatal],
        "doubtful": [one for one in draft.problems if not one.fatal],
        "may": desk.user.may("editor"),
    }


# ------------------------------------------------------------------ from nothing


@router.get("/dossier/new")
def new(desk: AtDesk) -> Response:
    """Begin a dossier: from lists, or from the example."""
    return desk.page(
        "dossier_new.html", has_file=desk.bench.has_file, problem=None, given={}, languages=LANGUAGES
    )


@router.post("/dossier/new")
@allow("editor")
def begin(
    desk: AtDesk,
    title: Short = "",
    language: Annotated[list[str] | None, Form()] = None,
    parties: Annotated[str, Form(max_length=20_000)] = "",
    issues: Annotated[str, Form(max_length=20_000)] = "",
    persons: Annotated[str, Form(max_length=20_000)] = "",
    example: Short = "",
) -> Response:
    """The editor with what was written; nothing is kept yet."""
    if desk.bench.has_file:
        return RedirectResponse("/dossier", 303)
    given = {"title": title, "parties": parties, "issues": issues, "persons": persons}
    try:
        if example:
            draft = adopt.start(desk.config.folder, text="\n".join(EXAMPLE.splitlines()[1:]) + "\n")
        else:
            chosen = [one for one in LANGUAGES if one in (language or [])]
            edits = begun(title, chosen, _unix(parties), _unix(issues), _unix(persons))
            draft = adopt.start(desk.config.folder, edits)
    except ZopaError as problem:
        return desk.page(
            "dossier_new.html", 422, has_file=False, problem=problem, given=given, languages=LANGUAGES
        )
    return desk.page("dossier.html", **_work(desk, draft, draft.digest), kept="")
