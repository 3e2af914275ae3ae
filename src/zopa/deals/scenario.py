"""Scenario files: a negotiation in numbers, or a conflict in moves, without any report.

Takes what a YAML reader gives (maps, lists, numbers) and knows these kinds:

    additive_scored             scores per party, issue and option; thresholds, vetoes, a quorum
    additive_scored_weighted    weights per issue and evaluations, divided by the largest of the issue
    additive_scored_infeasible  other thresholds for the scores of another file (`base`)
    gmcr                        a graph model: decision makers, options, states, moves, rankings
    (none, but `positions:`)    parties, issues and positions coded by hand; scores may come with them
    (none, but `interests:`)    the block of the dossier file

Reading files is the caller's business; docs/reference/scenario.md shows every shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from zopa.deals.graph import Conflict
from zopa.deals.interests import Interests, Number, fraction, interests
from zopa.deals.moves import conflict_from_mapping
from zopa.deals.stated import matrix_from_mapping
from zopa.errors import ScenarioError
from zopa.positions import PositionMatrix
from zopa.vocabulary import Proposal

KINDS = ("additive_scored", "additive_scored_weighted", "additive_scored_infeasible", "gmcr")


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a scenario file holds: scores, a graph model, or positions coded by hand.

    proposals  named outcomes the file brings along, for scores; `plans` the same for positions.
    """

    id: str
    kind: str
    title: str
    interests: Interests | None = None
    conflict: Conflict | None = None
    proposals: Mapping[str, Mapping[str, str]] | None = None
    matrix: PositionMatrix | None = None
    plans: tuple[Proposal, ...] = ()


def base_of(data: Mapping[str, Any]) -> str | None:
    """The file name of the scenario whose scores this one takes over, or None.

    Given as `base: name.yaml`, or named in the file's sources.
    """
    if data.get("kind") != "additive_scored_infeasible" or "parties" in data:
        return None
    if data.get("base"):
        return str(data["base"])
    sources = data.get("source") or []
    for line in [sources] if isinstance(sources, str) else sources:
        found = re.search(r"[\w.-]+\.ya?ml\b", str(line))
        if found:
            return found.group()
    return None


def from_mapping(data: Mapping[str, Any], base: Mapping[str, Any] | None = None) -> Scenario:
    """Build a scenario.

    data    the file's content.
    base    content of the file that `base_of` names, where it names one.
    Raises  ScenarioError, saying which part is missing or wrong.
    """
    if not isinstance(data, Mapping):
        raise ScenarioError("a scenario is a map of keys", remedy="See docs/reference/scenario.md.")
    with _shaped("the scenario"):
        return _scenario(data, base)


@contextmanager
def _shaped(what: str) -> Iterator[None]:
    """A list where a map belongs, a text where a list does: told as a ScenarioError."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ScenarioError(
            f"{what} has an unexpected shape ({error})", remedy="See docs/reference/scenario.md."
        ) from error


def _scenario(data: Mapping[str, Any], base: Mapping[str, Any] | None) -> Scenario:
    kind = str(data.get("kind") or next((key for key in ("positions", "interests") if key in data), ""))
    name, title = str(data.get("id") or kind), str(data.get("title") or data.get("id") or kind)
    if kind == "gmcr":
        return Scenario(name, kind, title, conflict=conflict_from_mapping(data))
    if kind == "positions":
        matrix, plans = matrix_from_mapping(data)
        issues = {issue.id: [option.id for option in issue.options] for issue in matrix.issues}
        block = data.get("interests")
        given = interests_from_mapping(block, issues, [one.id for one in matrix.parties]) if block else None
        return Scenario(name, kind, title, given, matrix=matrix, plans=plans)
    if kind == "interests":
        scored = interests_from_mapping(data["interests"], _declared(data.get("issues")))
        return Scenario(name, kind, title, scored, proposals=_proposals(data, scored))
    if kind == "additive_scored":
        scored = _scored(data)
    elif kind == "additive_scored_weighted":
        scored = _weighted(data)
    elif kind == "additive_scored_infeasible":
        scored = _raised(data, base)
    else:
        raise ScenarioError(
            f"there is no kind of scenario '{kind}'" if kind else "the scenario names no kind",
            remedy=f"Use one of: {', '.join(KINDS)}; or give `interests:` or `positions:`.",
        )
    return Scenario(name, kind, title, scored, proposals=_proposals(data, scored))


# ------------------------------------------------------------------ scores


def _need(data: Mapping[str, Any], key: str, where: str = "the scenario") -> Any:
    if data.get(key) is None:
        raise ScenarioError(f"{where} lacks '{key}'")
    return data[key]


def _letters(number: int) -> str:
    """A, B, …, Z, AA, AB, …."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _issues(given: Any, sizes: Sequence[int]) -> dict[str, list[str]]:
    """Issue ids with their option ids; without names A with A1, A2, …, then B."""
    if given is None:
        return {
            _letters(n): [f"{_letters(n)}{option + 1}" for option in range(size)]
            for n, size in enumerate(sizes)
        }
    found: dict[str, list[str]] = {}
    if isinstance(given, Mapping):
        given = [{"name": name, "options": options} for name, options in given.items()]
    for n, issue in enumerate(given):
        options = issue.get("options") if isinstance(issue, Mapping) else issue
        name = str(issue.get("name") or issue.get("id") or _letters(n)) if isinstance(issue, Mapping) else ""
        if isinstance(options, Mapping):
            options = list(options)
        if not isinstance(options, Sequence) or isinstance(options, str):
            raise ScenarioError(f"issue '{name or n + 1}' needs a list of options")
        found[name or _letters(n)] = [str(option) for option in options]
    return found


def _parties(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Party name to its entry, from a list or a map; nameless ones are numbered."""
    given = _need(data, "parties")
    if isinstance(given, Mapping):
        return {str(name): entry for name, entry in given.items()}
    found = {str(entry.get("name") or f"party {n + 1}"): entry for n, entry in enumerate(given)}
    if len(found) != len(given):
        raise ScenarioError("two parties have the same name")
    return found


def _quorum(data: Mapping[str, Any], parties: int) -> int | None:
    """A number, 'N-1', 'all', or the rule's own words: "at least N-1 parties"."""
    given = data.get("quorum")
    if given is None:
        found = re.search(
            r"at least\s+(N\s*-\s*\d+|\d+)\s+(?:of\s+)?(?:the\s+)?parties", str(data.get("rule") or "")
        )
        given = found.group(1) if found else None
    if given is None or str(given) == "all":
        return None
    less = re.fullmatch(r"N\s*-\s*(\d+)", str(given))
    quorum = parties - int(less.group(1)) if less else given
    if not isinstance(quorum, int):
        quorum = int(fraction(quorum))
    return quorum


def _scored(data: Mapping[str, Any]) -> Interests:
    parties = _parties(data)
    scores = [_need(entry, "scores", name) for name, entry in parties.items()]
    sizes = [len(row) for row in scores[0]]
    return interests(
        list(parties),
        _issues(data.get("issues"), sizes),
        scores,
        [_first(entry, ("threshold", "reservation", "reserved"), 0) for entry in parties.values()],
        veto=[bool(entry.get("veto")) for entry in parties.values()],
        quorum=_quorum(data, len(parties)),
    )


def _first(entry: Mapping[str, Any], keys: Sequence[str], default: Any) -> Any:
    return next((entry[key] for key in keys if entry.get(key) is not None), default)


def _weighted(data: Mapping[str, Any]) -> Interests:
    parties = _parties(data)
    values: list[list[list[Number]]] = []
    for name, entry in parties.items():
        weights, evaluations = _need(entry, "weights", name), _need(entry, "evaluations", name)
        if len(weights) != len(evaluations):
            raise ScenarioError(
                f"{name}: {len(weights)} weights, but evaluations for {len(evaluations)} issues"
            )
        rows: list[list[Number]] = []
        for weight, row in zip(weights, evaluations, strict=True):
            exact = [fraction(one) for one in row]
            largest = max(exact, default=fraction(0))
            rows.append([fraction(weight) * one / (largest if largest > 0 else 1) for one in exact])
        values.append(rows)
    return interests(
        list(parties),
        _issues(data.get("issues"), [len(row) for row in values[0]]),
        values,
        [_first(entry, ("reserved", "reservation", "threshold"), 0) for entry in parties.values()],
        veto=[bool(entry.get("veto")) for entry in parties.values()],
        quorum=_quorum(data, len(parties)),
    )


def _raised(data: Mapping[str, Any], base: Mapping[str, Any] | None) -> Interests:
    thresholds = data.get("thresholds") or {}
    if "parties" in data:
        base = {
            **data,
            "kind": "additive_scored_weighted" if "weights" in str(data["parties"]) else "additive_scored",
        }
    if base is None:
        raise ScenarioError(
            "this scenario takes its scores from another file, which was not given",
            remedy=f"Put {base_of(data) or 'that file'} beside it, or name it as `base:`.",
        )
    scored = from_mapping(base).interests
    if scored is None:
        raise ScenarioError("the base scenario has no scores")
    return with_thresholds(scored, thresholds)


def with_thresholds(scored: Interests, thresholds: Mapping[str, Number]) -> Interests:
    """The same scores with other reservation values; parties not named keep theirs.

    Raises ScenarioError when a party is unknown.
    """
    unknown = [str(party) for party in thresholds if str(party) not in scored.parties]
    if unknown:
        raise ScenarioError(
            f"thresholds for {', '.join(unknown)}, who is no party",
            remedy=f"Use: {', '.join(scored.parties)}.",
        )
    given = {str(party): value for party, value in thresholds.items()}
    reservation = scored.reservation.copy()
    for n, party in enumerate(scored.parties):
        if party in given:
            units = fraction(given[party]) * scored.scale[n]
            reservation[n] = -((-units.numerator) // units.denominator)
    return replace(scored, reservation=reservation)


def _proposals(data: Mapping[str, Any], scored: Interests) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    if data.get("initial_deal"):
        options = [part.strip() for part in str(data["initial_deal"]).split(",")]
        if len(options) == len(scored.issues):
            found["initial_deal"] = dict(zip(scored.issues, options, strict=True))
    for name, entry in (data.get("proposals") or {}).items():
        terms = entry.get("terms", entry) if isinstance(entry, Mapping) else {}
        found[str(name)] = {str(issue): str(option) for issue, option in terms.items()}
    return found


# ------------------------------------------------------------------ the dossier's block


def _declared(issues: Any) -> dict[str, list[str]] | None:
    return None if issues is None else _issues(issues, [])


def interests_from_mapping(
    block: Mapping[str, Any],
    issues: Mapping[str, Sequence[str]] | None = None,
    parties: Sequence[str] | None = None,
) -> Interests:
    """Scores from an `interests:` block, in a dossier or a scenario file.

        interests:
          quorum: 3                        # parties that must agree; default all
          parties:
            ann:
              reservation: 0.4             # default: the worst outcome's score
              veto: true
              weights: {boat: 2, dock: 1}  # default 1
              values:
                boat: {share: 1, sell: 0}
                dock: [north, south]       # only a ranking, best first; [a, [b, c]] ties b and c

    issues   the dossier's issues and options; issues without values for any party are left out.
    parties  the dossier's parties, to check names against.
    Raises   ScenarioError naming the party, issue or option that is unknown or has no value.
    """
    if not isinstance(block, Mapping) or not isinstance(block.get("parties"), Mapping):
        raise ScenarioError(
            "interests need a map of parties", remedy="See docs/reference/scenario.md for the shape."
        )
    with _shaped("`interests:`"):
        return _from_block(block, issues, parties)


def _from_block(
    block: Mapping[str, Any], issues: Mapping[str, Sequence[str]] | None, parties: Sequence[str] | None
) -> Interests:
    entries: Mapping[str, Any] = {str(name): entry or {} for name, entry in block["parties"].items()}
    for name in entries:
        if parties is not None and name not in parties:
            raise ScenarioError(
                f"interests: there is no party '{name}'", remedy=f"Use: {', '.join(parties)}."
            )
    scope = _scope(entries, issues)
    values, reservation, ordinal = [], [], []
    for name, entry in entries.items():
        weights = entry.get("weights") or {}
        rows = []
        for issue, options in scope.items():
            given = (entry.get("values") or {}).get(issue)
            row, ranked = _row(name, issue, options, given)
            if ranked and name not in ordinal:
                ordinal.append(name)
            weight = fraction(weights.get(issue, 1))
            rows.append([weight * value for value in row])
        values.append(rows)
        floor = entry.get("reservation")
        reservation.append(sum((min(row) for row in rows), fraction(0)) if floor is None else floor)
    return interests(
        list(entries),
        scope,
        values,
        reservation,
        veto=[bool(entry.get("veto")) for entry in entries.values()],
        quorum=_quorum(block, len(entries)),
        ordinal=ordinal,
    )


def _scope(
    entries: Mapping[str, Mapping[str, Any]], issues: Mapping[str, Sequence[str]] | None
) -> dict[str, list[str]]:
    """The issues somebody values, with their options in the dossier's order."""
    named: dict[str, dict[str, None]] = {}
    for name, entry in entries.items():
        for issue, given in (entry.get("values") or {}).items():
            if issues is not None and str(issue) not in issues:
                raise ScenarioError(
                    f"{name}: there is no issue '{issue}'", remedy=f"Use one of: {', '.join(issues)}."
                )
            flat = given if isinstance(given, Mapping) else _flat(given)
            named.setdefault(str(issue), {}).update(dict.fromkeys(str(option) for option in flat))
    if issues is None:
        return {issue: list(options) for issue, options in named.items()}
    return {issue: list(options) for issue, options in issues.items() if issue in named}


def _flat(ranking: Any) -> list[Any]:
    found: list[Any] = []
    for one in ranking or ():
        found += one if isinstance(one, list | tuple) else [one]
    return found


def _row(party: str, issue: str, options: Sequence[str], given: Any) -> tuple[list[Any], bool]:
    """One value per option, and whether they are only ranks: best 1, worst 0, evenly spaced between."""
    if given is None:
        return [fraction(0)] * len(options), False
    if isinstance(given, Mapping):
        values = {str(option): fraction(value) for option, value in given.items()}
        ranked = False
    else:
        tiers = [one if isinstance(one, list | tuple) else [one] for one in given]
        steps = max(1, len(tiers) - 1)
        values = {
            str(option): fraction(len(tiers) - 1 - place) / steps
            for place, tier in enumerate(tiers)
            for option in tier
        }
        ranked = True
    missing = [option for option in options if option not in values]
    unknown = [option for option in values if option not in options]
    if missing or unknown:
        what = f"no value for {', '.join(missing)}" if missing else f"there is no option {', '.join(unknown)}"
        raise ScenarioError(f"{party}, {issue}: {what}", remedy=f"The options are: {', '.join(options)}.")
    return [values[option] for option in options], ranked
