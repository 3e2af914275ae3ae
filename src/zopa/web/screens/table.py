"""Screen 1: parties by issues, as of any day, and what changed since an earlier one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from zopa.export.view import GLYPHS
from zopa.positions.steps import Step, steps
from zopa.web.desk import AtDesk, Desk, keep
from zopa.web.faults import WrongInput
from zopa.web.grid import SHOW, Asked, Grid, cell_path, grid
from zopa.web.pages import environment, render
from zopa.web.screen import Nav, screen

router = screen()
NAV = Nav(10, "/", "table.nav", "t")

WORDS = {
    "table.nav": ("Tabelle", "Table"),
    "table.title": ("Wer steht wo", "Who stands where"),
    "table.as_of": ("Stand", "As of"),
    "table.latest": ("jüngster Tag", "latest day"),
    "table.earlier": ("Tag davor mit Aussagen", "Day before with statements"),
    "table.later": ("Tag danach mit Aussagen", "Day after with statements"),
    "table.play": ("Verlauf abspielen", "Replay"),
    "table.stop": ("Anhalten", "Stop"),
    "table.slider": ("Stichtag", "As-of day"),
    "table.since": ("Änderungen seit", "Changes since"),
    "table.since.day": ("dem Tag davor", "the day before"),
    "table.since.week": ("einer Woche", "a week ago"),
    "table.since.month": ("einem Monat", "a month ago"),
    "table.since.none": ("nicht zeigen", "not shown"),
    "table.show": ("Zeigen", "Show"),
    "table.show.all": ("alles", "everything"),
    "table.show.changed": ("nur Geändertes", "only what changed"),
    "table.show.contested": ("nur Widersprüchliches", "only contested"),
    "table.show.redline": ("nur rote Linien", "only red lines"),
    "table.show.condition": ("nur mit Bedingung", "only with a condition"),
    "table.show.second-hand": ("nur aus zweiter Hand", "only second-hand"),
    "table.show.suggested": ("nur Ungeprüftes", "only unjudged"),
    "table.show.judged": ("nur Geprüftes", "only judged"),
    "table.filter": ("Auswahl", "Choose"),
    "table.reset": ("Alles zeigen", "Show everything"),
    "table.empty": ("Nichts davon an diesem Tag.", "None of that as of this day."),
    "table.unread": (
        "Die Berichte dieses Dossiers wurden noch nicht gelesen.",
        "The reports of this dossier have not been read yet.",
    ),
    "table.unread_remedy": (
        "Unter „Eingang“ einen Lauf beginnen, oder auf der Kommandozeile: zopa run {folder}",
        "Begin a run in the inbox, or on the command line: zopa run {folder}",
    ),
    "table.changes": ("Was sich geändert hat", "What changed"),
    "table.changes_since": ("seit {day}", "since {day}"),
    "table.no_changes": ("Seit {day} hat sich nichts geändert.", "Nothing changed since {day}."),
    "table.also": ("ohne das Gesuchte", "none of what is asked for"),
    "table.age": ("vor {n} T.", "{n} d ago"),
    "table.age.today": ("am Stichtag", "on that day"),
    "table.age.long": ("zuletzt gesagt am {day}", "last said on {day}"),
    "table.unjudged": ("ungeprüft", "unjudged"),
    "table.facts": ("{reports}, {positions}", "{reports}, {positions}"),
    "table.keys.move": ("Von Zelle zu Zelle", "From cell to cell"),
    "table.keys.open": ("Zelle öffnen", "Open a cell"),
    "table.keys.day": ("Tag davor, Tag danach", "Day before, day after"),
    "table.keys.play": ("Verlauf abspielen", "Replay"),
    "table.histogram": ("Aussagen je Tag", "Statements per day"),
    "table.parties": ("Parteien", "Parties"),
    "table.issues": ("Streitpunkte", "Issues"),
    **{
        f"step.{step.value}": text
        for step, text in {
            Step.NEW: ("neu", "new"),
            Step.TURNED: ("Kehrtwende", "turned"),
            Step.MOVED: ("bewegt", "moved"),
            Step.HARDENED: ("verhärtet", "hardened"),
            Step.SOFTENED: ("aufgeweicht", "softened"),
            Step.CONTESTED: ("nun widersprüchlich", "now contested"),
            Step.SETTLED: ("nicht mehr widersprüchlich", "no longer contested"),
            Step.OWN_WORD: ("nun im eigenen Wort", "now its own word"),
            Step.CONDITION: ("Bedingung geändert", "condition changed"),
            Step.GONE: ("zurückgenommen", "taken back"),
        }.items()
    },
}

AT_ONCE = 5_000
"""Up to how many positions the table and what changed are worked out in one go."""

SINCE = {"day": None, "week": timedelta(days=7), "month": timedelta(days=30)}


def day_of(text: str | None) -> date | None:
    """A day in an address. Raises WrongInput."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongInput(f"'{text}' is no date", remedy="Write YYYY-MM-DD.") from error


@router.get("/")
@keep
def show(
    desk: AtDesk,
    as_of: str | None = None,
    since: str = "day",
    show: str = "all",
    party: Annotated[list[str] | None, Query()] = None,
    issue: Annotated[list[str] | None, Query()] = None,
    changes: str = "",
) -> Response:
    """The table; with htmx only the board that the slider redraws.

    changes  'now' waits for what changed, however long that takes; else a large ledger gives the table
             first, and the page asks again for the rest.
    """
    if show not in SHOW or (since not in SINCE and since != "none"):
        raise WrongInput("there is no such choice", remedy="Use the form on the page.")
    if not desk.bench.dossier or not desk.bench.was_read:
        return desk.page("table_unread.html", folder=str(desk.config.folder))
    day = day_of(as_of)
    asked = Asked(
        frozenset(one for one in party or () if one in desk.dossier.parties),
        frozenset(one for one in issue or () if one in desk.dossier.issues),
        show,
    )
    patient = changes == "now"

    def drawn() -> str:
        board = _board(desk, day, since, asked, patient=patient)
        return render("table_board.html", words=desk.words, **board)

    # The board is the same for everybody who reads in one language.
    board = desk.bench.kept(("board", day, since, asked, patient, desk.words.language), drawn)
    if desk.partial:
        return desk.dressed(HTMLResponse(board))
    days = desk.bench.days()
    return desk.page(
        "table.html",
        board=Markup(board),  # noqa: S704 - our own template's, escaped there
        day=day,
        today=day or (days[-1][0] if days else None),
        since=since,
        asked=asked,
        days=days,
        bars=bars(days),
        show_choices=SHOW,
    )


def _board(desk: Desk, day: date | None, since: str, asked: Asked, *, patient: bool) -> dict[str, Any]:
    spoken = [one for one, _ in desk.bench.days()]
    today = day or (spoken[-1] if spoken else None)
    matrix = desk.bench.matrix(day)
    earlier = _earlier(spoken, today, since)
    if earlier is not None and earlier < spoken[0]:
        # Before the first word everything is new, which tells nothing.
        earlier = None
    later = (
        earlier is not None
        and not patient
        and asked.show != "changed"
        and not desk.bench.has_matrix(earlier)
        and desk.ledger.size() > AT_ONCE
    )
    changed = steps(desk.bench.matrix(earlier), matrix) if earlier and not later else {}
    names = desk.names
    laid: Grid = grid(matrix, names, changed, asked, today)
    return {
        "grid": laid,
        "drawn": _drawn(desk, laid),
        "day": day,
        "today": today,
        "since": since,
        "earlier": earlier,
        "later": later,
        "asked": asked,
        "changes": [
            {
                "party": names.party(party),
                "issue": names.issue(one),
                "option": names.option(one, option),
                "step": step,
                "path": cell_path(party, one, day),
            }
            for (party, one, option), step in changed.items()
        ],
        "counts": desk.bench.kept(("counts",), desk.bench.lookup.counts),
    }


def _drawn(desk: Desk, laid: Grid) -> dict[tuple[str, str], Markup]:
    """Every square as text: it stands on the board twice, for wide screens and for narrow ones."""
    square = environment().get_template("parts.html").module.square  # type: ignore[attr-defined]
    return {
        (one.party, one.issue): square(desk.words, GLYPHS, one) for _, row in laid.by_party for one in row
    }


def _earlier(spoken: list[date], today: date | None, since: str) -> date | None:
    """The day to compare with."""
    if today is None or since == "none":
        return None
    span = SINCE[since]
    if span is not None:
        return today - span
    return max((one for one in spoken if one < today), default=None)


WIDTH, HEIGHT, MOST_BARS = 1000.0, 40.0, 240


def bars(days: list[tuple[date, int]]) -> list[tuple[float, float, float, float]]:
    """Statements over time as bars (x, y, width, height) in a box of WIDTH x HEIGHT."""
    if not days:
        return []
    first, last = days[0][0], days[-1][0]
    span = (last - first).days + 1
    number = min(span, MOST_BARS)
    counts = [0] * number
    for day, count in days:
        counts[(day - first).days * number // span] += count
    most = max(counts)
    width = WIDTH / number
    return [
        (round(at * width, 2), round(HEIGHT - high, 2), round(max(width - 1, 0.8), 2), round(high, 2))
        for at, count in enumerate(counts)
        if count
        for high in [max(HEIGHT * (count / most) ** 0.5, 2.0)]
    ]
