"""The position table as a screen shows it: lines in squares, with what changed and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from zopa.deals.acceptance import is_red_line
from zopa.export.view import GLYPHS, Mark, Names
from zopa.positions import PositionMatrix, Standing
from zopa.positions.steps import Key, Step

SHOW = ("all", "changed", "contested", "redline", "condition", "second-hand", "suggested", "judged")
"""What can be asked for of the lines."""
MOST_COLUMNS = 6
"""Parties are columns up to this many where the issues are more; else they are rows."""


@dataclass(frozen=True, slots=True)
class Line:
    """One standing. `kind` is supports, accepts, rejects or redline; `age` in days, None if undated."""

    kind: str
    glyph: str
    stance: str
    option: str
    marks: tuple[Mark, ...]
    count: int
    day: date | None
    age: int | None
    step: Step | None
    suggested: bool


@dataclass(frozen=True, slots=True)
class Square:
    """A party on an issue. `unknown`: nobody said anything; `hushed`: only what is not asked for."""

    party: str
    issue: str
    party_label: str
    issue_label: str
    path: str
    lines: tuple[Line, ...]
    unknown: bool
    changed: bool

    @property
    def hushed(self) -> bool:
        """Somebody spoke, but nothing that is asked for."""
        return not self.unknown and not self.lines


@dataclass(frozen=True, slots=True)
class Grid:
    """The table laid out: names of the columns, and rows of squares under a name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Square, ...]], ...]
    by_party: tuple[tuple[str, tuple[Square, ...]], ...]
    parties_are_rows: bool

    @property
    def empty(self) -> bool:
        """Nothing to show at all."""
        return not any(square.lines for _, squares in self.by_party for square in squares)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the table is asked for; empty sets ask for all."""

    parties: frozenset[str] = frozenset()
    issues: frozenset[str] = frozenset()
    show: str = "all"

    @property
    def anything(self) -> bool:
        """Whether something is left out."""
        return bool(self.parties or self.issues) or self.show != "all"


def cell_path(party: str, issue: str, as_of: date | None = None) -> str:
    """The address of a cell.

    >>> cell_path("a b", "x")
    '/cells/a%20b/x'
    """
    path = f"/cells/{quote(party, safe='')}/{quote(issue, safe='')}"
    return f"{path}?{urlencode({'as_of': as_of.isoformat()})}" if as_of else path


def grid(
    matrix: PositionMatrix, names: Names, changed: Mapping[Key, Step], asked: Asked, today: date | None
) -> Grid:
    """Lay a table out.

    changed  what changed since an earlier day, by party, issue and option.
    today    the day whose distance is a line's age; None leaves ages out.
    """
    parties = [one for one in matrix.parties if not asked.parties or one.id in asked.parties]
    issues = [one for one in matrix.issues if not asked.issues or one.id in asked.issues]
    squares = [
        [_square(matrix, names, changed, asked, today, party.id, issue.id) for issue in issues]
        for party in parties
    ]
    by_party = tuple((names.party(party.id), tuple(row)) for party, row in zip(parties, squares, strict=True))
    if len(parties) <= MOST_COLUMNS and len(issues) > len(parties):
        turned = [[row[at] for row in squares] for at in range(len(issues))]
        rows = tuple((names.issue(one.id), tuple(row)) for one, row in zip(issues, turned, strict=True))
        return Grid(tuple(name for name, _ in by_party), rows, by_party, False)
    return Grid(tuple(names.issue(one.id) for one in issues), by_party, by_party, True)


def _square(
    matrix: PositionMatrix,
    names: Names,
    changed: Mapping[Key, Step],
    asked: Asked,
    today: date | None,
    party: str,
    issue: str,
) -> Square:
    cell = matrix.cell(party, issue)
    lines = [
        line(one, names, changed.get((party, issue, one.option)), today)
        for one in cell.standings
        if _wanted(one, asked.show, changed.get((party, issue, one.option)))
    ]
    return Square(
        party,
        issue,
        names.party(party),
        names.issue(issue),
        cell_path(party, issue, matrix.as_of),
        tuple(lines),
        cell.unknown,
        any(one.step for one in lines),
    )


def line(one: Standing, names: Names, step: Step | None, today: date | None) -> Line:
    """A standing as one line of a square."""
    red = is_red_line(one)
    kind = "redline" if red else str(one.stance)
    age = (today - one.said_on).days if today and one.said_on and one.said_on <= today else None
    return Line(
        kind,
        GLYPHS[kind],
        names.stance(one.stance, one.firm or red),
        names.option(one.issue, one.option),
        tuple(names.marks(one)),
        one.statements,
        one.said_on,
        age,
        step,
        one.suggested,
    )


def _wanted(one: Standing, show: str, step: Step | None) -> bool:
    return {
        "all": True,
        "changed": step is not None,
        "contested": one.contested,
        "redline": is_red_line(one),
        "condition": one.condition is not None,
        "second-hand": one.second_hand,
        "suggested": one.suggested,
        "judged": not one.suggested,
    }[show]
