"""Positions given by hand instead of read: the shape of a hand-coded `positions:` list.

    positions:
      - {speaker: ilves, holder: north, issue: dues, option: high, stance: rejects, firm: true,
         quote: "…", report: letter, date: 2031-05-03, condition: {issue: ferry, option: daily}}

Only holder, issue, option and stance are needed; the speaker is the holder unless another is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from zopa.errors import ScenarioError, UnknownName
from zopa.positions import PositionMatrix, place
from zopa.vocabulary import Condition, Issue, Option, Party, Proposal, Quote, Stance, StatedPosition

ORIGIN = "given"
"""Origin of positions that a person wrote down."""


def stated_positions(entries: Any) -> tuple[StatedPosition, ...]:
    """Stated positions from a hand-coded list.

    Raises  ScenarioError, naming the entry by its number, where something is missing or no stance.
    """
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise ScenarioError("`positions` is a list of entries", remedy="See docs/reference/scenario.md.")
    return tuple(_position(entry, number) for number, entry in enumerate(entries, 1))


def _position(entry: Any, number: int) -> StatedPosition:
    if not isinstance(entry, Mapping):
        raise ScenarioError(f"position {number} is no map of keys")
    missing = [key for key in ("holder", "issue", "option", "stance") if not entry.get(key)]
    if missing:
        raise ScenarioError(f"position {number} lacks {', '.join(missing)}")
    try:
        stance = Stance(str(entry["stance"]))
    except ValueError as error:
        stances = ", ".join(Stance)
        raise ScenarioError(
            f"position {number}: '{entry['stance']}' is no stance", remedy=f"Use one of: {stances}."
        ) from error
    words = str(entry.get("quote") or f"{entry['holder']} {stance} {entry['option']}")
    said = entry.get("date")
    return StatedPosition(
        report=str(entry.get("report") or ORIGIN),
        quote=Quote(words, 0, len(words)),
        speaker=str(entry.get("speaker") or entry["holder"]),
        holder=str(entry["holder"]),
        issue=str(entry["issue"]),
        option=str(entry["option"]),
        stance=stance,
        origin=str(entry.get("origin") or ORIGIN),
        firm=bool(entry.get("firm")),
        condition=_condition(entry.get("condition"), number),
        said_on=said if isinstance(said, dt.date) else None,
        said_on_precision="day" if isinstance(said, dt.date) else "report",
        confidence=float(entry.get("confidence", 1.0)),
    )


def _condition(given: Any, number: int) -> Condition | None:
    if not given:
        return None
    if isinstance(given, str):
        return Condition(text=given)
    try:
        return Condition(str(given["issue"]), str(given["option"]))
    except (KeyError, TypeError) as error:
        raise ScenarioError(
            f"position {number}: a condition is a text, or a map of issue and option"
        ) from error


def matrix_from_mapping(data: Mapping[str, Any]) -> tuple[PositionMatrix, tuple[Proposal, ...]]:
    """A position table and proposals from a scenario that brings its own parties, issues and positions.

    data    `parties`, `issues`, `actors` and `proposals` as in a dossier, and `positions`; names may be
            plain lists: `parties: [north, south]`, `issues: {dues: [low, high]}`.
    Raises  ScenarioError for what is missing, UnknownName for names nobody declared.
    """
    parties = [Party(name, names) for name, names, _ in _named(data.get("parties"), "parties")]
    issues = [_issue(name, names, entry) for name, names, entry in _named(data.get("issues"), "issues")]
    affiliation: dict[str, str | None] = {party.id: party.id for party in parties}
    for name, entry in (data.get("actors") or {}).items():
        party = entry.get("party") if isinstance(entry, Mapping) else entry
        affiliation[str(name)] = str(party) if party else None
    given = stated_positions(data.get("positions") or ())
    check_names(given, parties, issues)
    matrix = place(given, parties, issues, affiliation, _day(data))
    return matrix, tuple(_proposals(data.get("proposals") or {}, affiliation))


def _day(data: Mapping[str, Any]) -> dt.date | None:
    day = data.get("as_of")
    return day if isinstance(day, dt.date) else None


def check_names(given: Sequence[StatedPosition], parties: Sequence[Party], issues: Sequence[Issue]) -> None:
    """Raises UnknownName for the first holder, issue or option of a position that nobody declared."""
    by_id = {issue.id: issue for issue in issues}
    for position in given:
        if all(party.id != position.holder for party in parties):
            raise UnknownName("party", position.holder, (party.id for party in parties))
        pairs = [(position.issue, position.option)]
        if position.condition is not None and position.condition.issue is not None:
            pairs.append((position.condition.issue, position.condition.option or ""))
        for issue, option in pairs:
            if issue not in by_id:
                raise UnknownName("issue", issue, by_id)
            if by_id[issue].option(option) is None:
                raise UnknownName("option", option, (one.id for one in by_id[issue].options), where=issue)


def _named(given: Any, what: str) -> list[tuple[str, dict[str, str], Any]]:
    """Id, names by language, and the entry, from a list of ids or a map."""
    if not given:
        raise ScenarioError(f"the scenario lacks '{what}'")
    entries = given.items() if isinstance(given, Mapping) else ((one, None) for one in given)
    found = []
    for name, entry in entries:
        called = entry.get("name") if isinstance(entry, Mapping) else None
        names = called if isinstance(called, Mapping) else {"": str(called or name)}
        found.append((str(name), {str(key): str(text) for key, text in names.items()}, entry))
    return found


def _issue(name: str, names: dict[str, str], entry: Any) -> Issue:
    given = entry.get("options") if isinstance(entry, Mapping) and "options" in entry else entry
    options = tuple(
        Option(option, called, value=one.get("value") if isinstance(one, Mapping) else None)
        for option, called, one in _named(given, f"options of {name}")
    )
    return Issue(name, names, options, ordered=bool(isinstance(entry, Mapping) and entry.get("ordered")))


def _proposals(given: Mapping[str, Any], affiliation: Mapping[str, str | None]) -> list[Proposal]:
    found = []
    for name, entry in given.items():
        terms = entry.get("terms", entry)
        by = entry.get("by")
        found.append(
            Proposal(
                id=str(name),
                name=str(entry.get("name") or name),
                by=(affiliation.get(str(by)) or str(by)) if by else None,
                date=entry["date"] if isinstance(entry.get("date"), dt.date) else None,
                terms={str(issue): str(option) for issue, option in terms.items()},
            )
        )
    return found
