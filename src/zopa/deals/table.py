"""The position table as deals need it: only the sides at the table, only what was said, one option per issue.

What is only inferred or only alleged decides nothing. Observers have no say. A body of parties is at the
table through its members: what it said counts for each of them already. An issue whose options can hold
together becomes one question for each option, with the option or without it; its id is 'issue/option'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from zopa.positions import Cell, PositionMatrix, Standing
from zopa.vocabulary import Condition, Issue, Party, Proposal


def seats(parties: Iterable[Party]) -> tuple[Party, ...]:
    """The sides that have to agree: no observer, and of a body only the parties that make it up."""
    listed = tuple(parties)
    known = {party.id for party in listed}
    return tuple(
        party for party in listed if party.at_table and not any(one in known for one in party.members)
    )


def represented(by: str | None, parties: Iterable[Party]) -> tuple[str, ...]:
    """The seats that stand behind a party: itself, or those that make up a body, at any depth."""
    members = {party.id: party.members for party in parties}
    found: dict[str, None] = {}
    open_ = [by] if by is not None else []
    seen: set[str] = set()
    while open_:
        one = open_.pop(0)
        if one in seen:
            continue
        seen.add(one)
        inner = [member for member in members.get(one, ()) if member in members]
        if inner:
            open_ += inner
        else:
            found[one] = None
    return tuple(found)


def at_the_table(matrix: PositionMatrix) -> PositionMatrix:
    """The matrix with which deals are assessed; the same one where a dossier uses none of this."""
    said = _vouched_for(matrix.said())
    sides = seats(matrix.parties)
    parted = {issue.id for issue in matrix.issues if issue.several}
    issues = tuple(part for issue in matrix.issues for part in issue.parts())
    kept = {party.id for party in sides}
    cells: dict[tuple[str, str], Cell] = {}
    for (party, issue), cell in said.cells.items():
        if party not in kept:
            continue
        standings = tuple(_parted(one, parted) for one in cell.standings)
        for name in dict.fromkeys(one.issue for one in standings):
            mine = tuple(one for one in standings if one.issue == name)
            cells[party, name] = replace(cell, issue=name, standings=mine)
        if not standings:
            cells[party, issue] = cell
    return replace(matrix, parties=sides, issues=issues, cells=cells)


def _vouched_for(matrix: PositionMatrix) -> PositionMatrix:
    """Without what is only alleged: nobody vouches for it, so it neither blocks nor consents."""
    cells = {
        key: replace(cell, standings=tuple(one for one in cell.standings if not one.alleged))
        for key, cell in matrix.cells.items()
    }
    return replace(matrix, cells=cells)


def _parted(standing: Standing, parted: set[str]) -> Standing:
    """A standing whose issue, and those of its ties, are the parts."""
    condition = _part_of(standing.condition, parted) if standing.condition else None
    further = tuple(_part_of(one, parted) for one in standing.further)
    issue = part_id(standing.issue, standing.option) if standing.issue in parted else standing.issue
    if (issue, condition, further) == (standing.issue, standing.condition, standing.further):
        return standing
    return replace(standing, issue=issue, condition=condition, further=further)


def _part_of(condition: Condition, parted: set[str]) -> Condition:
    if condition.issue not in parted or condition.option is None:
        return condition
    return replace(condition, issue=part_id(condition.issue or "", condition.option))


def part_id(issue: str, option: str) -> str:
    """The id of the question whether an option holds, of an issue where several can."""
    return f"{issue}/{option}"


def terms_at_the_table(proposal: Proposal, issues: Mapping[str, Issue]) -> dict[str, str]:
    """A proposal's terms, those of issues with several options by their parts."""
    terms: dict[str, str] = {}
    for issue, option in (*proposal.terms.items(), *proposal.also):
        several = issue in issues and issues[issue].several
        terms[part_id(issue, option) if several else issue] = option
    return terms
