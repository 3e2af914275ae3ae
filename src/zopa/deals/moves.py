"""Graph models from scenario files: states in option form, and the moves that follow from it.

A state is a string of Y and N, one letter per option of the decision makers in order, '-' where it
doesn't matter. A decision maker moves between states that differ in nothing but his own options.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zopa.deals.graph import Conflict, State
from zopa.errors import ScenarioError

Table = dict[State, tuple[State, ...]]


def conflict_from_mapping(data: Mapping[str, Any]) -> Conflict:
    """Build a graph model from a scenario of kind `gmcr`.

        decision_makers:       {DM: [option, …]}
        states:                {1: "NYN", …}, or a list of ids where explicit_moves are given
        irreversible_options:  {DM: [option, …]}; once taken not given up. {DM: {option: "Y->N"}}
                               for one that only can be given up.
        explicit_moves:        {DM: {1: [2, 3]}} in place of those that follow from the options
        joint_moves:           [{by: [DM, DM], moves: {1: [2]}}]
        preference_ranking_best_first: {DM: [3, [1, 2]]}; a list inside is a tie, a state left out unknown
    Raises  ScenarioError naming what is missing or unknown.
    """
    makers = _makers(data)
    labels = _states(data)
    owners = [dm for dm, options in makers.items() for _ in options]
    explicit = data.get("explicit_moves") or {}
    if not explicit:
        for state, text in labels.items():
            if len(text) != len(owners) or set(text) - set("YN-"):
                raise ScenarioError(
                    f"state {state} is '{text}', but needs {len(owners)} letters Y, N or -, one per option"
                )
    one_way = _one_way(data.get("irreversible_options") or {}, makers)
    return Conflict(
        decision_makers=tuple(makers),
        states=tuple(labels),
        moves={
            dm: _table(explicit.get(dm) or {}, labels, f"moves of {dm}")
            if explicit
            else _from_options(dm, owners, labels, one_way)
            for dm in makers
        },
        ranks=_ranks(data, makers, labels),
        joint=_joint(data, makers, labels),
        labels=labels,
    )


def _makers(data: Mapping[str, Any]) -> dict[str, list[str]]:
    given = data.get("decision_makers")
    if isinstance(given, Mapping) and given:
        return {str(dm): [str(option) for option in options or ()] for dm, options in given.items()}
    if isinstance(given, Sequence) and given and not isinstance(given, str):
        return {str(dm): [] for dm in given}
    raise ScenarioError("a graph model needs decision_makers with their options")


def _number(state: Any) -> State:
    try:
        return int(str(state))
    except ValueError as error:
        raise ScenarioError(f"state '{state}' is not a number") from error


def _states(data: Mapping[str, Any]) -> dict[State, str]:
    given = data.get("states")
    if isinstance(given, Mapping) and given:
        return {_number(state): str(text or "") for state, text in given.items()}
    if isinstance(given, Sequence) and given and not isinstance(given, str):
        return {_number(state): "" for state in given}
    raise ScenarioError("a graph model needs states")


def _one_way(given: Any, makers: Mapping[str, Sequence[str]]) -> dict[int, str]:
    """Place of an option among all to the only change it allows: 'N->Y' or 'Y->N'."""
    places: dict[tuple[str, str], int] = {}
    for dm, options in makers.items():
        for option in options:
            places[dm, option] = len(places)
    found: dict[int, str] = {}

    def add(dm: str | None, option: Any, change: Any) -> None:
        hits = [
            place
            for n, ((owner, name), place) in enumerate(places.items())
            if dm in (None, owner) and str(option) in (name, f"{owner}.{name}", f"{owner}: {name}")
        ]
        if not hits and isinstance(option, int) and dm is not None and 0 <= option < len(makers[dm]):
            hits = [places[dm, makers[dm][option]]]
        if not hits:
            names = ", ".join(name for _, name in places)
            raise ScenarioError(f"there is no option '{option}' to be irreversible", remedy=f"Use: {names}.")
        only = re.search(r"([YN])\s*(?:->|→|to)?\s*([YN])", str(change))
        for place in hits:
            found[place] = "Y->N" if only and only.groups() == ("Y", "N") else "N->Y"

    entries = given.items() if isinstance(given, Mapping) else [(None, given)]
    for key, value in entries:
        if key is not None and str(key) not in makers:
            add(None, key, value)
        elif isinstance(value, Mapping):
            for option, change in value.items():
                add(str(key), option, change)
        else:
            listed: Sequence[Any] = [value] if isinstance(value, str | int) else value or ()
            for one in listed:
                add(None if key is None else str(key), one, "N->Y")
    return found


def _from_options(
    dm: str, owners: Sequence[str], labels: Mapping[State, str], one_way: Mapping[int, str]
) -> Table:
    """Moves between states that differ in the DM's options only, '-' fitting either letter."""

    def can(start: str, end: str) -> bool:
        for place, (before, after) in enumerate(zip(start, end, strict=True)):
            if before == after or "-" in (before, after):
                continue
            if owners[place] != dm or one_way.get(place, f"{before}->{after}") != f"{before}->{after}":
                return False
        return True

    return {
        state: targets
        for state, text in labels.items()
        if (targets := tuple(o for o, other in labels.items() if o != state and can(text, other)))
    }


def _table(given: Any, labels: Mapping[State, str], where: str) -> Table:
    table: Table = {}
    for state, targets in given.items():
        listed = [targets] if isinstance(targets, int | str) else targets or ()
        row = tuple(_number(target) for target in listed)
        for one in (_number(state), *row):
            if one not in labels:
                raise ScenarioError(f"{where}: there is no state {one}", remedy=f"There are: {list(labels)}.")
        table[_number(state)] = row
    return table


def _ranks(
    data: Mapping[str, Any], makers: Mapping[str, Any], labels: Mapping[State, str]
) -> dict[str, dict[State, int]]:
    given = data.get("preference_ranking_best_first") or {}
    ranks: dict[str, dict[State, int]] = {}
    for dm in makers:
        ranks[dm] = {}
        for place, tier in enumerate(given.get(dm) or (), 1):
            for state in tier if isinstance(tier, list | tuple) else [tier]:
                number = _number(state)
                if number not in labels or number in ranks[dm]:
                    what = "is ranked twice" if number in ranks[dm] else "does not exist"
                    raise ScenarioError(f"ranking of {dm}: state {number} {what}")
                ranks[dm][number] = place
    unknown = [str(dm) for dm in given if str(dm) not in makers]
    if unknown:
        raise ScenarioError(f"a ranking for {', '.join(unknown)}, who is no decision maker")
    return ranks


def _joint(
    data: Mapping[str, Any], makers: Mapping[str, Any], labels: Mapping[State, str]
) -> dict[tuple[str, ...], Table]:
    found: dict[tuple[str, ...], Table] = {}
    for entry in data.get("joint_moves") or ():
        who = tuple(str(dm) for dm in entry.get("by") or ())
        if len(who) < 2 or any(dm not in makers for dm in who):
            raise ScenarioError("a joint move needs two or more decision makers under 'by'")
        found[who] = _table(entry.get("moves") or {}, labels, f"joint moves of {' and '.join(who)}")
    return found
