"""Screen 2: one side on one issue. Who said what when, what stands and by which rule, what differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response

from zopa import pipeline
from zopa.errors import UnknownName
from zopa.export.view import Names
from zopa.ledger.lookup import Said
from zopa.ledger.rulings import STATUSES, Ruling, rule, rulings_on
from zopa.positions import Standing
from zopa.positions.causes import causes
from zopa.positions.changes import Contradiction, changes, contradictions
from zopa.web.desk import AtDesk, Desk, keep
from zopa.web.grid import Line, cell_path, line
from zopa.web.lanes import picture
from zopa.web.pages import environment
from zopa.web.passages import Shown, shown
from zopa.web.screen import screen
from zopa.web.screens.settings import inside
from zopa.web.screens.table import day_of
from zopa.web.words import Words

router = screen()

MOST = 40
"""Statements shown of a cell at first; more are asked for."""
MOST_PAIRS = 8
"""Changes and contradictions shown of each."""

WORDS = {
    "cell.full": ("Ganze Seite", "Full page"),
    "cell.stands": ("Was gilt", "What stands"),
    "cell.nobody": (
        "Niemand hat dazu etwas gesagt. Das ist keine Zustimmung.",
        "Nobody has said anything on this. That is no consent.",
    ),
    "cell.lanes": ("Wann gesagt, wo gedruckt", "When said, where printed"),
    "cell.lanes.about": (
        "Eine Spur je Medium. Das Zeichen steht am Tag der Aussage, der Strich reicht bis zum Druck.",
        "A lane per outlet. The sign is on the day it was said, its tail reaches the day it was printed.",
    ),
    "cell.lanes.more": ("{n} weitere Medien nicht gezeichnet", "{n} more outlets not drawn"),
    "cell.statements": ("Alle Aussagen", "All statements"),
    "cell.older": (
        "Es gibt ältere; gezeigt sind die jüngsten {n}.",
        "There are older ones; the latest {n} are shown.",
    ),
    "cell.older.show": ("Mehr zeigen", "Show more"),
    "cell.changes": ("Wechsel im eigenen Wort", "Changes in its own word"),
    "cell.contradictions": ("Was sich widerspricht", "What contradicts"),
    "cell.cause": ("Mögliche Ursache", "Likely cause"),
    "cell.cause.none": ("keine erkennbar", "none to be seen"),
    "cell.rule": ("Status", "Status"),
    "cell.ruled": ("{status}, gesetzt von {by} am {at}", "{status}, set by {by} on {at}"),
    "cell.note": ("Notiz", "Note"),
    "cell.back": ("Zur Tabelle", "To the table"),
    "cell.confidence": ("Sicherheit {share}", "confidence {share}"),
    "cell.permalink": ("Dauerhafte Adresse", "Permalink"),
    "cell.keys.close": ("Zelle schließen", "Close the cell"),
    "cause.time": ("andere Tage", "different days"),
    "cause.date": ("Datum ungenau", "date uncertain"),
    "cause.speaker": ("andere Sprecher derselben Seite", "different speakers of the side"),
    "cause.hearsay": ("Hörensagen", "hearsay"),
    "cause.translation": ("Übersetzung", "translation"),
    "cause.outlet": ("zwei Medien, eine Aussage", "two outlets, one statement"),
    "cause.same-story": ("dieselbe Agenturmeldung", "the same agency story"),
    "cause.condition": ("nur eine unter Bedingung", "only one is conditional"),
    "kind.own": ("eigene Worte gegen eigene", "own words against own"),
    "kind.second-hand": ("eigenes Wort gegen fremdes", "own word against others’"),
    "kind.outlets": ("zwei Medien, ein Sprecher", "two outlets, one speaker"),
    "kind.others": ("andere sind uneins", "others disagree"),
    "what.turned": ("Kehrtwende", "turned"),
    "what.moved": ("bewegt", "moved"),
    "what.hardened": ("verhärtet", "hardened"),
    "what.softened": ("aufgeweicht", "softened"),
    "ruling.none": ("nicht gesetzt", "not set"),
    "ruling.unresolved": ("ungeklärt", "unresolved"),
    "ruling.changed": ("hat sich geändert", "it changed"),
    "ruling.first": ("die erste gilt", "the first holds"),
    "ruling.second": ("die zweite gilt", "the second holds"),
    "ruling.both": ("beide gelten", "both hold"),
    "ruling.neither": ("keine gilt", "neither holds"),
    "ruling.misread": ("falsch gelesen", "misread"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that differ, side by side. `status` is what a person said about them."""

    what: str
    one: Shown
    other: Shown
    causes: tuple[str, ...]
    ruling: Ruling | None
    status: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A standing with the rule that made it."""

    line: Line
    standing: Standing
    why: str
    decisive: Shown | None


@router.get("/cells/{party}/{issue}")
@keep
def show(desk: AtDesk, party: str, issue: str, as_of: str | None = None, limit: int = MOST) -> Response:
    """One cell; with htmx the part that opens beside the table."""
    dossier = desk.dossier
    if party not in dossier.parties:
        raise UnknownName("party", party, dossier.parties)
    if issue not in dossier.issues:
        raise UnknownName("issue", issue, dossier.issues)
    day = day_of(as_of)
    limit = max(1, min(limit, 2_000))
    names, words = desk.names, desk.words
    said = desk.bench.lookup.said(party, issue, as_of=day, limit=limit + 1)
    more, said = len(said) > limit, said[:limit]
    told = {one.position.id: shown(one, names, words) for one in said}
    cell = desk.bench.matrix(day).cell(party, issue)
    context: dict[str, Any] = {
        "party": party,
        "issue": issue,
        "day": day,
        "title": f"{names.party(party)} · {names.issue(issue)}",
        "party_label": names.party(party),
        "issue_label": names.issue(issue),
        "ruled": [_ruled(one, names, told, day) for one in cell.standings],
        "passages": list(told.values()),
        "more": more,
        "limit": limit,
        "most_pairs": _most_pairs(limit),
        "path": cell_path(party, issue, day),
        "statuses": STATUSES,
        "passage": _drawn_once(words),
        **_differences(desk, said, told, _most_pairs(limit)),
    }
    if desk.partial:
        return desk.page("cell_part.html", **context)
    return desk.page("cell.html", picture=picture(list(told.values())), **context)


@router.post("/rulings")
def set_status(
    desk: AtDesk,
    one: Annotated[str, Form()],
    other: Annotated[str, Form()],
    status: Annotated[str, Form()],
    note: Annotated[str, Form(max_length=2_000)] = "",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep what a person says about two statements that differ."""
    rule(desk.bench.place, desk.user.name, one, other, status, note.strip())
    return desk.to(inside(back))


def _ruled(one: Standing, names: Names, told: dict[str, Shown], day: date | None) -> Ruled:
    decisive = told.get(one.evidence[0].id) if one.evidence else None
    return Ruled(line(one, names, None, day), one, names.why(one), decisive)


def _drawn_once(words: Words) -> Callable[[Shown], str]:
    """Draws a passage, each but once: one that differs from others stands on the page several times."""
    passage = environment().get_template("parts.html").module.passage  # type: ignore[attr-defined]
    drawn: dict[str, str] = {}

    def draw(one: Shown) -> str:
        if one.id not in drawn:
            drawn[one.id] = passage(words, one)
        return drawn[one.id]

    return draw


def _most_pairs(limit: int) -> int:
    """More pairs are shown where more statements are asked for."""
    return MOST_PAIRS * max(1, limit // MOST)


def _differences(
    desk: Desk, said: Sequence[Said], told: dict[str, Shown], most: int
) -> dict[str, list[Pair]]:
    """Changes and contradictions among what is shown, each with its likely causes and status."""
    stated = [one.position for one in said]
    sides = pipeline.affiliation(desk.dossier)
    outlets = {one.about.id: one.about.outlet for one in said}
    languages = {one.about.id: one.about.language for one in said}
    stories = desk.bench.lookup.stories(outlets)
    rulings = rulings_on(desk.bench.place, told)

    def pair(what: str, one: str, other: str) -> Pair:
        first, second = told[one], told[other]
        found = rulings.get((min(one, other), max(one, other)))
        status = found.status if found else ""
        if found and found.one != one:
            status = {"first": "second", "second": "first"}.get(status, status)
        why = causes(first.position, second.position, sides, languages, stories)
        return Pair(what, first, second, tuple(one.value for one in why), found, status)

    turned = changes(stated, sides)[:most]
    against: list[Contradiction] = contradictions(stated, sides, outlets, origin_of=stories, most=most)
    return {
        "changes": [pair(f"what.{one.what}", one.before.id, one.after.id) for one in turned],
        "contradictions": [pair(f"kind.{one.kind.value}", one.one.id, one.other.id) for one in against],
    }
