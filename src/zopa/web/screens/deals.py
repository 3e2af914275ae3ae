"""Screen 5: a package put together by choosing options, and at once who accepts, who blocks and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Form, Query
from fastapi.responses import Response

from zopa import adopt
from zopa.adopt import Put, slug
from zopa.deals import acceptance
from zopa.errors import DossierError
from zopa.export.verdicts import proposals
from zopa.export.view import View
from zopa.pipeline import Overview
from zopa.web import pictures
from zopa.web.bargain import Compared, Package, compared, followed, landscape, parsed
from zopa.web.days import day
from zopa.web.deals_words import NOUNS, WORDS
from zopa.web.desk import AtDesk, Desk, allow, keep
from zopa.web.faults import WrongInput
from zopa.web.pictures import Spot
from zopa.web.screen import Nav, screen

__all__ = ["NAV", "NOUNS", "WORDS", "router"]

router = screen()
NAV = Nav(30, "/deals", "deals.nav", "d")
FAIR = ("nash", "kalai_smorodinsky", "egalitarian", "welfare")
NEAREST = 4
MOVES = 5


@router.get("/deals")
@keep
def show(desk: AtDesk, as_of: Annotated[str, Query(max_length=10)] = "", proposal: str = "") -> Response:
    """The builder and all that follows; `proposal` starts from one of the dossier's."""
    dossier = desk.dossier
    package = parsed(dossier, desk.request.query_params.multi_items(), day(as_of))
    if proposal:
        one = dossier.proposal(proposal)
        side = dossier.party_of(one.by)
        package = Package(dict(one.terms), side or "", package.as_of, package.pins)
    answer = desk.bench.standing(package.as_of)
    view = _view(desk, answer)
    context = _answer(desk, answer, view, package)
    if desk.partial and desk.request.headers.get("hx-target") == "answer":
        made = desk.page("deals_answer.html", **context)
        made.headers["HX-Push-Url"] = package.path()
        return made
    return desk.page("deals.html", **context, **_around(desk, answer, package, context["compared"]))


def _view(desk: Desk, answer: Overview) -> View:
    return desk.bench.kept(("deals.view", answer.as_of, desk.words.language), lambda: desk.shown(answer))


def _answer(desk: Desk, answer: Overview, view: View, package: Package) -> dict[str, Any]:
    """What changes with every click."""
    found = followed(desk.bench, answer, package)
    words, matrix = desk.words, answer.matrix
    shown = proposals(view, {"": found.verdict})[0] if found else None
    names = {"own": words("deals.own"), "pin": words("deals.pinned")}
    moves = found.openings.openings(MOVES) if found and found.openings.disputes else ()
    return {
        "package": package,
        "followed": found,
        "shown": shown,
        "view": view,
        "matrix": matrix,
        "moves": [[claim.move(matrix, words.language) for claim in one.moves] for one in moves],
        "variants": [
            (one, _changes(view, one.changes), package.path(terms=package.with_terms(one.changes)))
            for one in (found.variants.found if found else ())
            if one.changes
        ][:NEAREST],
        "compared": compared(desk.bench, answer, package, names),
        "grid": _grid(answer, package),
        "stays": [(issue, option) for issue, option in package.terms.items()],
    }


def _changes(view: View, changes: Mapping[str, str | None]) -> list[tuple[str, str]]:
    """Issue and new option by name; an empty option is left open."""
    return [
        (view.issue(issue), view.option(issue, option) if option else "") for issue, option in changes.items()
    ]


def _grid(answer: Overview, package: Package) -> list[tuple[str, list[tuple[str, list[Any]]]]]:
    """For each issue its options, for each option every side's answer to it within this package."""
    matrix = answer.matrix
    rows = []
    for issue in matrix.issues:
        options = []
        for option in issue.options:
            verdict = acceptance(matrix, {**package.terms, issue.id: option.id}, by=package.by or None)
            options.append((option.id, [verdict.answer(party.id, issue.id) for party in matrix.parties]))
        rows.append((issue.id, options))
    return rows


# ------------------------------------------------------------------ what holds for all packages


def _around(desk: Desk, answer: Overview, package: Package, rows: list[Compared]) -> dict[str, Any]:
    """The pictures and the short list."""
    found = landscape(desk.bench, answer)
    words = desk.words
    spots = [
        Spot(
            one.odds.unrefused,
            one.consented,
            "frontier",
            chr(ord("A") + n),
            words("deals.dot", sure=words.share(one.odds.unrefused), yes=words.share(one.consented)),
            package.path(terms=one.terms),
        )
        for n, one in enumerate(found.recorded)
    ]
    for row in rows:
        kind = "own" if row.own else "pin" if row.pin is not None else "proposal"
        figures = row.figures
        said = words(
            "deals.dot", sure=words.share(figures.odds.unrefused), yes=words.share(figures.consented)
        )
        spots.append(
            Spot(
                figures.odds.unrefused, figures.consented, kind, row.name, said, package.path(terms=row.terms)
            )
        )
    share = "{v} %" if words.language == "de" else "{v}%"
    return {
        "landscape": found,
        "collisions": pictures.collisions(found.collisions),
        "record": pictures.frontier(
            spots, (words("deals.axis_sure"), words("deals.axis_yes")), (share, share), share=True
        ),
        "scored": _scored(desk, answer, found.scores, package, rows),
        "answer_language": lambda report: held.language if (held := answer.reports.get(report)) else "",
    }


def _scored(
    desk: Desk, answer: Overview, found: Any, package: Package, rows: list[Compared]
) -> pictures.Frontier | None:
    """The frontier by scores, two sides at a time; None without scores."""
    if found is None or len(found.interests.parties) < 2:
        return None
    parties, words = found.interests.parties, desk.words
    query = desk.request.query_params
    across = parties.index(query["x"]) if query.get("x") in parties else 0
    up = parties.index(query["y"]) if query.get("y") in parties else 1
    spots = pictures.scored_spots(found, across, up, {one: words(f"deals.fair.{one}") for one in FAIR})
    floor = found.interests.points(found.interests.reservation)
    for row in rows:
        if set(found.interests.issues) <= set(row.terms):
            terms = {issue: row.terms[issue] for issue in found.interests.issues}
            scores = found.interests.points(found.interests.score(terms))
            kind = "own" if row.own else "pin" if row.pin is not None else "proposal"
            path = package.path(terms=row.terms)
            spots.append(Spot(float(scores[across]), float(scores[up]), kind, row.name, "", path))
    named = [answer.dossier.parties[one].label(words.language) for one in (parties[across], parties[up])]
    return pictures.frontier(
        spots,
        (words("deals.axis_score", party=named[0]), words("deals.axis_score", party=named[1])),
        ("{v}", "{v}"),
        (float(floor[across]), float(floor[up])),
    )


# ------------------------------------------------------------------ into the dossier


@router.post("/deals/keep")
@allow("editor")
def keep_proposal(
    desk: AtDesk,
    name: Annotated[str, Form(max_length=200)],
    terms: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Show what the dossier would be with this package among its proposals; kept on the next page."""
    dossier = desk.dossier
    package = parsed(dossier, [("pin", terms)], None)
    if not package.pins or not package.pins[0] or not name.strip():
        raise WrongInput(desk.words("deals.nothing_chosen"), remedy=desk.words("deals.choose_first"))
    key = slug(name, dossier.proposals)
    entry: dict[str, Any] = {"name": name.strip(), "terms": dict(package.pins[0])}
    draft = adopt.start(desk.config.folder, [Put(("proposals", key), entry)])
    if draft.dossier is None:
        raise DossierError(draft.problems[0].message, remedy=draft.problems[0].remedy)
    return desk.page(
        "dossier_diff.html",
        draft=draft,
        digest=draft.digest,
        back=f"/deals?proposal={key}",
        what=name.strip(),
    )
