"""One self-contained HTML page: verdicts, table, passages, reports. It loads nothing and runs without script.

    page.render(answer, verdicts)  ─▶  text of a file to open, print or forward

Every text from a dossier or a report is escaped by the template engine; addresses become links only
if they are http or https; the content security policy allows this page's own style and script alone.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import zopa
from zopa.deals import Section
from zopa.export.passages import Segment, paragraphs
from zopa.export.verdicts import Verdicts, proposals
from zopa.export.view import GLYPHS, Passage, ShownCell, View
from zopa.pipeline import Overview
from zopa.vocabulary import Report

MOST_COLUMNS = 6
"""Parties are columns up to this many; more are rows, and the table scrolls sideways if it must."""
MOST_PASSAGES = 3
"""Passages shown under a verdict's reason; the rest are one click away."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The position table, laid out: one row of cells per name."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ShownCell, ...]], ...]
    parties_are_rows: bool


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report in full. `link` is its address if that is a web address, else empty."""

    report: Report
    anchor: str
    title: str
    outlet: str
    day: str
    link: str
    counted: bool
    passages: tuple[Passage, ...]
    paragraphs: tuple[tuple[Segment, ...], ...]


def render(
    answer: Overview,
    verdicts: Verdicts | None = None,
    language: str | None = None,
    sections: Sequence[Section] = (),
) -> str:
    """The page as text.

    verdicts  proposal id to verdict; without them the proposals are left out.
    language  'de' or 'en' for the interface; by default the dossier's first.
    sections  findings beyond the verdicts, in plain words.
    """
    view = View(answer, language)
    grid = _grid(view, view.sides)
    style, script = _asset("page.css"), _asset("page.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            view=view,
            words=view.words,
            glyphs=GLYPHS,
            proposals=proposals(view, verdicts or {}),
            sections=sections,
            grid=grid,
            observers=_grid(view, view.observers) if view.observers else None,
            wide=len(grid.columns) > MOST_COLUMNS,
            by_issue=_by_issue(view),
            key=_key(view),
            reports=tuple(_report(view, number, report) for number, report in enumerate(view.reports, 1)),
            skipped=tuple(
                (PurePath(one.path).name if one.path else "", one.line, one.message, one.remedy)
                for one in answer.skipped
            ),
            origins=", ".join(dict.fromkeys(p.position.origin for p in view.passages.values())),
            by_number={passage.number: passage for passage in view.passages.values()},
            most_passages=MOST_PASSAGES,
            most_columns=MOST_COLUMNS,
            version=zopa.__version__,
            style=Markup(style),  # noqa: S704 - our own file, not a reader's
            script=Markup(script),  # noqa: S704
            policy=_policy(style, script),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("zopa.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    return (files("zopa.export") / "templates" / name).read_text(encoding="utf-8").strip()


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded; of style and script only ours, known by their hashes, may apply."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _grid(view: View, chosen: Sequence[int]) -> Grid:
    """Parties as rows; as columns where they are few and the issues more."""
    parties = tuple(view.party(view.answer.matrix.parties[row].id) for row in chosen)
    cells = tuple(view.cells[row] for row in chosen)
    issues = tuple(view.issue(issue.id) for issue in view.answer.matrix.issues)
    if len(parties) <= MOST_COLUMNS and len(issues) > len(parties):
        columns = tuple(tuple(row[place] for row in cells) for place in range(len(issues)))
        return Grid(view.words("issue"), parties, tuple(zip(issues, columns, strict=True)), False)
    return Grid(view.words("party"), issues, tuple(zip(parties, cells, strict=True)), True)


def _by_issue(view: View) -> tuple[tuple[str, tuple[ShownCell, ...]], ...]:
    """Issue by issue, the cells where somebody spoke."""
    return tuple(
        (
            view.issue(issue.id),
            tuple(row[place] for row in view.cells if not row[place].unknown or row[place].background),
        )
        for place, issue in enumerate(view.answer.matrix.issues)
    )


def _key(view: View) -> Sequence[tuple[str, str]]:
    """The signs that the page uses and what they mean."""
    shown = [one for row in view.cells for cell in row for one in cell.standings]
    used = {one.kind for one in shown} | {mark.kind for one in shown for mark in one.marks} | {"unknown"}
    meanings: Mapping[str, str] = {
        "supports": "supports",
        "accepts": "accepts",
        "rejects": "rejects",
        "redline": "redline_legend",
        "condition": "condition",
        "contested": "contested_legend",
        "second-hand": "second_hand_legend",
        "alleged": "alleged_legend",
        "joint": "joint_legend",
        "inferred": "inferred_legend",
        "reprints": "reprints_legend",
        "unknown": "unknown_legend",
    }
    return tuple((kind, view.words(meaning)) for kind, meaning in meanings.items() if kind in used)


def _report(view: View, number: int, report: Report) -> ShownReport:
    here = tuple(p for p in view.passages.values() if p.position.report == report.id and p.in_report)
    spans = {p.number: (p.position.quote.start, p.position.quote.end) for p in here}
    as_of = view.answer.as_of
    return ShownReport(
        report=report,
        anchor=f"report-{number}",
        title=report.title or view.words("untitled"),
        outlet=report.outlet or view.words("no_outlet"),
        day=view.words.day(report.published),
        link=web_address(report.url),
        counted=as_of is None or report.published is None or report.published <= as_of,
        passages=here,
        paragraphs=tuple(tuple(segments) for segments in paragraphs(report.text, spans)),
    )


def web_address(url: str) -> str:
    """`url` if it is an http or https address, else nothing: no other scheme becomes a link.

    >>> web_address("javascript:alert(1)")
    ''
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else ""
