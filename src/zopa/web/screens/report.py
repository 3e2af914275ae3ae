"""Screen 3: a report as it was read, with what was found in it; words are selected to add a position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Form
from fastapi.responses import FileResponse, PlainTextResponse, Response

from zopa.errors import UnknownName
from zopa.export.page import web_address
from zopa.export.view import GLYPHS, Names
from zopa.ledger.anchor import reanchor
from zopa.sources.kept import archived
from zopa.vocabulary import (
    VOICES,
    Condition,
    Decision,
    Quote,
    Report,
    Span,
    Stance,
    StatedPosition,
    Statement,
    Status,
)
from zopa.web.corrections import target
from zopa.web.desk import AtDesk, Desk, allow, keep
from zopa.web.faults import NotThere, WrongInput
from zopa.web.grid import cell_path
from zopa.web.screen import Nav, screen
from zopa.web.screens.table import day_of
from zopa.web.text import Block, blocks

router = screen()
NAV = Nav(15, "/reports", "reports.nav", "b")

PAGE = 60
"""Reports on a page of the list."""
PART = 24_000
"""Characters of a report that are sent at a time: some four thousand words."""

WORDS = {
    "reports.nav": ("Berichte", "Reports"),
    "reports.title": ("Berichte", "Reports"),
    "reports.report": ("Titel", "Title"),
    "reports.outlet": ("Medium", "Outlet"),
    "reports.older": ("Ältere", "Older"),
    "reports.none": ("Keine Berichte.", "No reports."),
    "reports.size": ("{n} Zeichen", "{n} characters"),
    "report.file": ("Kopie, wie gelesen", "Copy as read"),
    "report.kept": ("Archivierte Seite (WARC)", "Archived page (WARC)"),
    "report.archive": ("Archivkopie im Netz", "Archived copy on the web"),
    "report.archive.hint": (
        "fragt das Internet Archive nach der Fassung um diesen Tag",
        "asks the Internet Archive for the version around that day",
    ),
    "report.show_statements": ("Aussagen zeigen", "Show statements"),
    "report.part": ("Weiterlesen: Teil {n}", "Read on: part {n}"),
    "report.nothing": ("In diesem Bericht wurde nichts gefunden.", "Nothing was found in this report."),
    "report.add": ("Position hinzufügen", "Add a position"),
    "report.add.hint": (
        (
            "Wörter markieren und „Position hinzufügen“ wählen. "
            "Mit der Tastatur: j und k gehen von Satz zu Satz, a fügt hinzu."
        ),
        (
            "Select words and choose “Add a position”. "
            "With the keyboard: j and k go from sentence to sentence, a adds."
        ),
    ),
    "report.add.words": ("Die Worte", "The words"),
    "report.add.trim": ("Anfang und Ende verschieben", "Move start and end"),
    "report.add.start_less": ("Anfang: ein Wort früher", "Start: one word earlier"),
    "report.add.start_more": ("Anfang: ein Wort später", "Start: one word later"),
    "report.add.end_less": ("Ende: ein Wort früher", "End: one word earlier"),
    "report.add.end_more": ("Ende: ein Wort später", "End: one word later"),
    "report.holder": ("Wessen Position", "Whose position"),
    "report.option": ("Option", "Option"),
    "report.stance": ("Haltung", "Stance"),
    "report.firm": ("unverhandelbar", "non-negotiable"),
    "report.speaker": ("Wer sagt es", "Who says it"),
    "report.condition": ("Bedingung", "Condition"),
    "report.condition.none": ("keine", "none"),
    "report.condition.text": ("in den Worten des Berichts", "in the report’s own words"),
    "report.said_on": ("Gesagt am", "Said on"),
    "report.note": ("Notiz", "Note"),
    "report.voices": ("Andere Stimmen", "Other voices"),
    "report.actors": ("Personen und Stellen", "People and bodies"),
    "report.said_by": ("sagt", "says"),
    "report.kind.Direct": ("wörtlich", "verbatim"),
    "report.kind.Indirect": ("indirekt", "indirect"),
    "report.kind.Reported": ("berichtet", "reported"),
    "report.kind.FreeIndirect": ("frei indirekt", "free indirect"),
    "report.kind.IndirectFreeIndirect": ("indirekt", "indirect"),
    "report.permalink": ("Dauerhafte Adresse dieser Stelle", "Permalink to this passage"),
    "report.accept": ("Annehmen", "Accept"),
    "report.reject": ("Verwerfen", "Reject"),
    "report.unsure": ("Unsicher", "Unsure"),
    "report.judged": ("Gespeichert", "Saved"),
    "report.moved": (
        (
            "Diese Stelle wurde seither neu gelesen oder beurteilt; "
            "hervorgehoben sind ihre Worte im heutigen Text."
        ),
        "This passage was read or judged anew since; its words in today’s text are highlighted.",
    ),
    "report.lost": (
        "Diese Stelle steht nicht mehr im Bericht. So wurde sie gelesen:",
        "This passage no longer stands in the report. This is how it was read:",
    ),
    "report.lost.title": ("Eine frühere Stelle", "An earlier passage"),
    "report.to_report": ("Zum Bericht", "To the report"),
    "report.keys.passage": ("Nächste, vorige Stelle", "Next, previous passage"),
    "report.keys.sentence": ("Nächster, voriger Satz", "Next, previous sentence"),
    "report.keys.extend": ("Satz dazu nehmen", "Take in the next sentence"),
    "report.keys.add": ("Position zu den Worten hinzufügen", "Add a position to the words"),
}


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the margin beside a passage."""

    number: int
    anchor: str
    kind: str
    glyph: str
    start: int
    end: int
    position: StatedPosition | None = None
    status: str = ""
    stance: str = ""
    option: str = ""
    holder: str = ""
    issue: str = ""
    condition: str = ""
    speaker: str = ""
    speaker_note: str = ""
    said_as: str = ""
    cell: str = ""
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A report laid out: its parts, each a run of blocks, and the notes by number."""

    parts: tuple[tuple[Block, ...], ...]
    notes: Mapping[int, Note]
    look: Callable[[tuple[int, ...]], str]
    stated: int
    said: int

    def part_at(self, offset: int) -> int:
        """The part that an offset lies in."""
        begins = [blocks[0].start for blocks in self.parts]
        return max(bisect_right(begins, offset) - 1, 0)

    def size(self, number: int) -> int:
        """How many characters a part has."""
        return self.parts[number][-1].end - self.parts[number][0].start


# ------------------------------------------------------------------ the list


@router.get("/reports")
@keep
def list_(desk: AtDesk, outlet: str = "", day: str = "", before: str = "") -> Response:
    """Reports, the latest first."""
    after = (day_of(day) or date.min, before) if before else None
    found = desk.bench.lookup.reports(outlet=outlet or None, before=after, limit=PAGE + 1)
    more, found = len(found) > PAGE, found[:PAGE]
    return desk.page("reports.html", reports=found, more=more, outlet=outlet, first=not before)


# ------------------------------------------------------------------ one report


@router.get("/reports/{name}")
@keep
def show(desk: AtDesk, name: str, at: str = "", p: str = "", was: str = "") -> Response:
    """A report with its highlights. Of a long one the beginning, and the part with what is asked for.

    at  a span START-END to point out.   p  a position's id, whose part must be there at once.
    """
    report = _report(desk, name)
    here = _span(at, report)
    laid = _laid(desk, report, here)
    wanted = {0, *((laid.part_at(here[0]),) if here else ())}
    if p:
        wanted |= {laid.part_at(note.start) for note in laid.notes.values() if note.anchor == f"p-{p}"}
    return desk.page(
        "report.html",
        report=report,
        title=report.title or desk.words("untitled"),
        outlet=report.outlet or desk.words("no_outlet"),
        link=web_address(report.url),
        archive=_archive(report),
        kept=archived(desk.config.folder, desk.dossier.reports_folder, report.path) is not None,
        laid=laid,
        wanted=wanted,
        moved=bool(was),
        choices=_choices(desk),
    )


@router.get("/reports/{name}/parts/{number}")
@keep
def part(desk: AtDesk, name: str, number: int, at: str = "") -> Response:
    """One part of a long report, to be put where the page left room for it."""
    report = _report(desk, name)
    laid = _laid(desk, report, _span(at, report))
    if not 0 <= number < len(laid.parts):
        raise NotThere(desk.words("fault.not_found"))
    return desk.page("report_blocks.html", blocks=laid.parts[number], laid=laid)


@router.get("/reports/{name}/copy")
@keep
def copy(desk: AtDesk, name: str) -> Response:
    """The text as it was read, plain."""
    report = _report(desk, name)
    kept = f"attachment; filename*=UTF-8''{quote(report.id, safe='')}.txt"
    return desk.dressed(PlainTextResponse(report.text, headers={"Content-Disposition": kept}))


@router.get("/reports/{name}/archive")
def archive(desk: AtDesk, name: str) -> Response:
    """The page as it was fetched, to be kept: never shown, since it is a stranger's page."""
    found = archived(desk.config.folder, desk.dossier.reports_folder, _report(desk, name).path)
    if found is None:
        raise NotThere(desk.words("fault.not_found"), remedy=desk.words("fault.not_found_remedy"))
    return FileResponse(found, media_type="application/gzip", filename=found.name)


@router.post("/reports/{name}/positions")
def add(
    desk: AtDesk,
    name: str,
    start: Annotated[int, Form(ge=0)],
    end: Annotated[int, Form(ge=1)],
    holder: Annotated[str, Form()],
    option: Annotated[str, Form()],
    stance: Annotated[str, Form()],
    speaker: Annotated[str, Form()],
    exact: Annotated[str, Form()] = "",
    firm: Annotated[bool, Form()] = False,
    condition: Annotated[str, Form()] = "",
    condition_text: Annotated[str, Form(max_length=500)] = "",
    said_on: Annotated[str, Form()] = "",
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Add a position that no reader found, on the words START-END of the report.

    exact  the words as the browser had them: they must be the text, but for its white space.
    """
    report = _report(desk, name)
    try:
        cut = Quote.cut(report.text, start, end)
    except ValueError as error:
        raise WrongInput(str(error), remedy="Select the words again.") from error
    if exact and "".join(exact.split()) != "".join(cut.exact.split()):
        raise WrongInput(
            "the report has changed since the page was loaded", remedy="Reload the page, then select again."
        )
    day = day_of(said_on)
    issue, chosen = target(desk.dossier, option)
    made = StatedPosition(
        report=name,
        quote=cut,
        speaker=_one_of("speaker", speaker, (*desk.dossier.parties, *desk.dossier.actors, *VOICES)),
        holder=_one_of("party", holder, desk.dossier.parties),
        issue=issue,
        option=chosen,
        stance=Stance(_one_of("stance", stance, [one.value for one in Stance])),
        origin="",
        firm=firm,
        condition=_condition(desk, condition, condition_text),
        said_on=day or report.published,
        said_on_precision="day" if day else "report",
    )
    added = desk.judging().add(made, note=note.strip())
    return desk.to(f"/reports/{quote(name, safe='')}?p={added.position}#p-{added.position}")


@router.post("/positions/{wanted}/judge")
def judge(
    desk: AtDesk,
    wanted: str,
    decision: Annotated[str, Form()],
    note: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Accept, reject or be unsure about one position, beside its passage."""
    allowed = [Decision.ACCEPT.value, Decision.REJECT.value, Decision.UNSURE.value]
    chosen = Decision(_one_of("decision", decision, allowed))
    desk.judging().judge(wanted, chosen, note=note.strip())
    found = desk.bench.lookup.position(wanted)
    if found is None:
        raise NotThere(desk.words("fault.not_found"))
    if not desk.partial:
        return desk.to(f"/reports/{quote(found.position.report, safe='')}?p={wanted}#p-{wanted}")
    made = _position_note(desk.names, 0, found.position, found.status)
    return desk.page("report_note.html", note=made, saved=True)


@router.get("/p/{wanted}")
@allow("reader")
def permalink(desk: AtDesk, wanted: str) -> Response:
    """Lead to a passage wherever it stands now: the report may have been read again since."""
    found = desk.bench.lookup.position(wanted)
    if found is None:
        raise NotThere(desk.words("fault.not_found"), remedy=desk.words("fault.not_found_remedy"))
    one = found.position
    path = f"/reports/{quote(one.report, safe='')}"
    if found.in_force and found.status.counts:
        return desk.to(f"{path}?p={one.id}#p-{one.id}")
    report = desk.bench.lookup.report(one.report)
    now = reanchor(one.quote, report.text) if report else None
    if now is not None:
        return desk.to(f"{path}?at={now.start}-{now.end}&was={one.id}#at")
    return desk.page("passage_lost.html", one=one, path=path if report else "", names=desk.names)


# ------------------------------------------------------------------ how


def _report(desk: Desk, name: str) -> Report:
    report = desk.bench.lookup.report(name)
    if report is None:
        raise NotThere(desk.words("fault.not_found"), remedy=desk.words("fault.not_found_remedy"))
    return report


def _span(at: str, report: Report) -> Span | None:
    first, _, last = at.partition("-")
    if first.isdigit() and last.isdigit() and 0 <= int(first) < int(last) <= len(report.text):
        return int(first), int(last)
    return None


def _archive(report: Report) -> str:
    """Where the Internet Archive keeps the page as it was around the day it was printed."""
    link = web_address(report.url)
    day = f"{report.published:%Y%m%d}" if report.published else "2"
    return f"https://web.archive.org/web/{day}/{link}" if link else ""


def _laid(desk: Desk, report: Report, here: Span | None) -> Laid:
    """The report laid out in the user's language; long ones are kept, since they are asked for in parts."""

    def make() -> Laid:
        statements, positions = desk.bench.lookup.in_report(report.id)
        quoted = {f"s-{one.id}": one.quote for one in statements}
        notes = {note.number: note for note in _notes(desk, desk.names, statements, positions)}
        spans: dict[int, Sequence[Span]] = {
            number: [(note.start, note.end)] if note.position else quoted[note.anchor]
            for number, note in notes.items()
        }
        if here is not None:
            spans[0] = [here]
        parts = _parts(blocks(report.text, spans))
        return Laid(parts, notes, _look(notes), len(positions), len(statements))

    if len(report.text) <= PART:
        return make()
    return desk.bench.kept(("report", report.id, report.digest, here, desk.words.language), make)


def _parts(found: Sequence[Block]) -> tuple[tuple[Block, ...], ...]:
    """Runs of blocks of about PART characters; a report that is not much longer stays whole."""
    parts: list[list[Block]] = [[]]
    size = 0
    for block in found:
        if size >= PART:
            parts.append([])
            size = 0
        parts[-1].append(block)
        size += block.end - block.start
    if len(parts) > 1 and size < PART // 2:
        last = parts.pop()
        parts[-1] += last
    return tuple(tuple(part) for part in parts)


def _notes(
    desk: Desk,
    names: Names,
    statements: Sequence[Statement],
    positions: Sequence[tuple[StatedPosition, Status]],
) -> list[Note]:
    made = [_position_note(names, number, one, status) for number, (one, status) in enumerate(positions, 1)]
    at = len(made) + 1
    for number, one in enumerate(statements, at):
        speaker = one.speaker_name or desk.dossier.label(one.speaker, desk.words.language)
        if one.speaker in VOICES and not one.speaker_name:
            speaker = desk.words(one.speaker)
        made.append(
            Note(
                number,
                f"s-{one.id}",
                "said",
                "„",
                one.start,
                one.end,
                speaker=speaker,
                said_as=desk.words(f"report.kind.{one.kind.value}"),
            )
        )
    return made


def _position_note(names: Names, number: int, one: StatedPosition, status: Status) -> Note:
    kind = "redline" if one.is_red_line else str(one.stance)
    speaker = names.speaker(one)
    return Note(
        number,
        f"p-{one.id}",
        kind,
        GLYPHS[kind],
        one.quote.start,
        one.quote.end,
        one,
        status.value,
        names.stance(one.stance, one.firm),
        names.option(one.issue, one.option),
        names.party(one.holder),
        names.issue(one.issue),
        names.tied("if" if one.stance.is_for else "unless", one.condition),
        speaker.name,
        speaker.note,
        cell=cell_path(one.holder, one.issue),
        permalink=f"/p/{one.id}",
    )


def _look(notes: Mapping[int, Note]) -> Callable[[tuple[int, ...]], str]:
    """The classes of a stretch that some highlights cover: what it looks like."""

    @cache
    def look(covers: tuple[int, ...]) -> str:
        held = [notes[number] for number in covers if number]
        kinds = [note.kind for note in held if note.position]
        names = ["m"]
        if 0 in covers:
            names.append("at")
        if any(note.position is None for note in held):
            names.append("said")
        if kinds:
            # The plainest refusal gives the colour; more than one position says so, too.
            strongest = ("redline", "rejects", "supports", "accepts")
            names += ["pos", min(kinds, key=strongest.index)]
            if len(kinds) > 1:
                names.append("over")
        return " ".join(names)

    return look


def _choices(desk: Desk) -> dict[str, Any]:
    """What the form offers: sides, voices, and options by issue."""
    dossier, language = desk.dossier, desk.words.language
    return {
        "parties": [(one.id, one.label(language)) for one in dossier.parties.values()],
        "actors": [(one.id, one.name) for one in dossier.actors.values()],
        "voices": [(one, desk.words(one)) for one in VOICES],
        "issues": [
            (issue.label(language), [(f"{issue.id}/{o.id}", o.label(language)) for o in issue.options])
            for issue in dossier.issues.values()
        ],
        "stances": [one.value for one in Stance],
    }


def _one_of(kind: str, value: str, choices: Any) -> str:
    if value not in choices:
        raise UnknownName(kind, value[:80], choices)
    return value


def _condition(desk: Desk, option: str, text: str) -> Condition | None:
    if option == "text" or (not option and text.strip()):
        return Condition(text=text.strip()) if text.strip() else None
    return Condition(*target(desk.dossier, option)) if option else None
