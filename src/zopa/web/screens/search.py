"""Screen 7: search in passages and reports, narrowed by facets; views are kept under a name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode

from fastapi import Form
from fastapi.responses import Response

from zopa.export.view import Names
from zopa.ledger import saved
from zopa.ledger.facets import COUNTED, FACETS, FacetedSearch, Page, year
from zopa.ledger.saved import SavedView
from zopa.ledger.search import Filters, Search
from zopa.vocabulary import VOICES, Report, Stance, Status
from zopa.web.desk import AtDesk, Desk, allow
from zopa.web.faults import WrongInput
from zopa.web.marking import Marker
from zopa.web.passages import shown
from zopa.web.screen import Nav, screen
from zopa.web.screens.table import day_of

router = screen()
NAV = Nav(40, "/search", "search.nav", "s")

AT_ONCE = 25
LISTED = 8
"""Values listed of a facet at first."""

WORDS = {
    "search.nav": ("Suche", "Search"),
    "search.title": ("Suche", "Search"),
    "search.words": ("Wörter", "Words"),
    "search.hint": (
        "Gebeugte Formen zählen mit; ein * am Ende steht für alles, was so beginnt.",
        "Inflected forms count; a * at the end stands for all that begins so.",
    ),
    "search.passages": ("Belegstellen", "Passages"),
    "search.reports": ("Berichte", "Reports"),
    "search.find": ("Suchen", "Search"),
    "search.none": ("Nichts gefunden.", "Nothing found."),
    "search.latest": ("Die zuletzt erfassten Positionen", "The latest recorded positions"),
    "search.counted": ("gezählt: die jüngsten {n} Treffer", "counted: the latest {n} hits"),
    "search.older": ("Weitere Treffer", "More hits"),
    "search.narrow": ("Eingrenzen", "Narrow"),
    "search.remove": ("{what} weglassen", "Leave out {what}"),
    "search.reset": ("Alles zurücksetzen", "Reset"),
    "search.views": ("Gemerkte Ansichten", "Saved views"),
    "search.views.none": ("Noch keine.", "None yet."),
    "search.keep": ("Ansicht merken", "Save this view"),
    "search.name": ("Name", "Name"),
    "search.forget": ("Ansicht {name} vergessen", "Forget the view {name}"),
    "search.since": ("Gesagt ab", "Said from"),
    "search.until": ("bis", "to"),
    "search.more_values": ("{n} weitere", "{n} more"),
    "facet.party": ("Partei", "Party"),
    "facet.issue": ("Streitpunkt", "Issue"),
    "facet.option": ("Option", "Option"),
    "facet.stance": ("Haltung", "Stance"),
    "facet.actor": ("Sprecher", "Speaker"),
    "facet.outlet": ("Medium", "Outlet"),
    "facet.language": ("Sprache", "Language"),
    "facet.year": ("Jahr", "Year"),
    "facet.status": ("Status", "Status"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A facet's value: what it is called, how many have it, and the address that takes or drops it."""

    label: str
    count: int | None
    path: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is searched for, as in the address."""

    q: str
    facets: Mapping[str, str]
    since: date | None
    until: date | None
    what: str

    def pairs(self, **changes: str) -> list[tuple[str, str]]:
        """The address's query with some of it changed; '' drops."""
        held = {"q": self.q, **self.facets}
        held |= {"since": str(self.since or ""), "until": str(self.until or "")}
        held["what"] = "reports" if self.what == "reports" else ""
        return [(key, value) for key, value in {**held, **changes}.items() if value]

    def path(self, **changes: str) -> str:
        """The address with some of it changed."""
        pairs = self.pairs(**changes)
        return f"/search?{urlencode(pairs)}" if pairs else "/search"

    def filters(self) -> Filters:
        """As the ledger takes it. Raises WrongInput for a value that none can be."""
        got = dict(self.facets)
        since, until = self.since, self.until
        if held := got.pop("year", ""):
            span = year(held)
            if span is None:
                raise WrongInput(f"'{held[:20]}' is no year", remedy="Write four digits.")
            since, until = max(since or span[0], span[0]), min(until or span[1], span[1])
        if "option" in got:
            issue, _, option = got["option"].partition("/")
            got["issue"], got["option"] = issue, option
        if got.get("stance", "supports") not in [one.value for one in Stance]:
            raise WrongInput("there is no such stance", remedy="Use: supports, accepts, rejects.")
        status = got.pop("status", "")
        if status and status not in [one.value for one in Status]:
            raise WrongInput("there is no such status", remedy="Use the list on the page.")
        got.pop("language", "")
        return Filters(**got, since=since, until=until, status=Status(status) if status else None)


@router.get("/search")
def show(
    desk: AtDesk,
    q: str = "",
    what: str = "passages",
    party: str = "",
    issue: str = "",
    option: str = "",
    stance: str = "",
    actor: str = "",
    outlet: str = "",
    year: str = "",
    status: str = "",
    since: str = "",
    until: str = "",
    before: int | None = None,
) -> Response:
    """Hits with their facets."""
    given = {"party": party, "issue": issue, "option": option, "stance": stance, "actor": actor}
    given |= {"outlet": outlet, "year": year, "status": status}
    facets = {name: value[:300] for name, value in given.items() if value}
    asked = Asked(q.strip()[:400], facets, day_of(since), day_of(until), what)
    context: dict[str, Any] = {
        "asked": asked,
        "views": saved.views(desk.bench.place, desk.user.name),
        "before": before,
        "counted_at_most": COUNTED,
        "view_path": lambda view: f"/{view.screen}?{urlencode(view.query)}",
        "listed": LISTED,
    }
    languages = desk.dossier.languages or ("de", "en")
    marker = Marker(asked.q, languages)
    if what == "reports":
        return desk.page("search.html", **context, **_reports(desk, asked, marker, languages))
    page = FacetedSearch(desk.bench.place, languages).page(asked.q, asked.filters(), before, AT_ONCE)
    hits: list[Any] = []
    names = desk.names
    for said in page.passages:
        hit = shown(said, names, desk.words)
        hits.append((hit, *(marker.pieces(text) for text in (hit.before, hit.quote, hit.after))))
    return desk.page(
        "search.html",
        **context,
        page=page,
        hits=hits,
        found_reports=(),
        groups=_groups(desk, asked, page),
        more=asked.path(before=str(page.next)) if page.next is not None else "",
    )


@router.post("/search/views")
@allow("reader")
def keep(desk: AtDesk, name: Annotated[str, Form(max_length=120)], query: Annotated[str, Form()]) -> Response:
    """Keep the view under a name."""
    pairs = tuple(parse_qsl(query.lstrip("?")[:4_000], max_num_fields=40))
    saved.keep(desk.bench.place, desk.user.name, SavedView(name, "search", pairs))
    return desk.to(f"/search?{urlencode(pairs)}")


@router.post("/search/views/forget")
@allow("reader")
def forget(desk: AtDesk, name: Annotated[str, Form(max_length=120)]) -> Response:
    """Forget a view."""
    saved.forget(desk.bench.place, desk.user.name, name)
    return desk.to("/search")


def _reports(desk: Desk, asked: Asked, marker: Marker, languages: tuple[str, ...]) -> dict[str, Any]:
    """Reports that have the words; without any, none: the list of reports is a screen of its own."""
    filters = Filters(outlet=asked.facets.get("outlet"), since=asked.since, until=asked.until)
    found: tuple[Report, ...] = ()
    if asked.q or filters != Filters():
        found = Search(desk.bench.place, languages).reports(asked.q, filters, AT_ONCE).reports
    return {
        "page": None,
        "hits": (),
        "found_reports": [(one, marker.around(one.text)) for one in found],
        "groups": [],
        "more": "",
    }


def _groups(desk: Desk, asked: Asked, page: Page) -> list[tuple[str, list[Value]]]:
    made = []
    names = desk.names
    for name in FACETS:
        if name == "language" or (name == "option" and "issue" not in asked.facets):
            continue
        taken = asked.facets.get(name)
        counts = page.counts[name]
        if taken is not None and taken not in counts:
            counts = {taken: 0, **counts}
        values = [
            Value(
                _label(desk, names, name, value),
                count,
                asked.path(**{name: "" if value == taken else value}),
                value == taken,
            )
            for value, count in counts.items()
        ]
        if len(values) > 1 or taken is not None:
            made.append((name, sorted(values, key=lambda one: not one.taken)))
    return made


def _label(desk: Desk, names: Names, facet: str, value: str) -> str:
    words = desk.words
    if facet == "party":
        return names.party(value)
    if facet == "issue":
        return names.issue(value)
    if facet == "option":
        return names.option(*value.split("/", 1)) if "/" in value else value
    if facet == "stance" and value in [one.value for one in Stance]:
        return words(value)
    if facet == "actor":
        return words(value) if value in VOICES else names.dossier.label(value, words.language)
    if facet == "status" and words.known(f"status.{value}"):
        return words(f"status.{value}")
    return value
