"""What is checked beyond the shape: unknown keys, names nobody declared, contradictions."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from zopa.dossier_format.places import Lines, Problem
from zopa.dossier_format.shape import ActorShape, DossierShape, IssueShape
from zopa.errors import UnknownName
from zopa.vocabulary import VOICES


def unknown_keys(
    node: Any, shape: type[BaseModel], lines: Lines, path: tuple[object, ...]
) -> Iterator[Problem]:
    """A key close to one we know is a typing error and fatal; any other is only named."""
    if not isinstance(node, dict):
        return
    fields = {field.alias or name: field for name, field in shape.model_fields.items()}
    for key, value in node.items():
        known = fields.get(str(key))
        if known is None:
            guess = difflib.get_close_matches(str(key), fields, n=1, cutoff=0.75)
            # "name" beside an unknown "names" is no typing error if both are there
            fatal = bool(guess) and guess[0] not in node
            remedy = f"Did you mean '{guess[0]}'?" if fatal else f"Known: {', '.join(fields)}."
            yield Problem(f"unknown key '{key}'", remedy, lines.at(*path, key), fatal)
            continue
        inner = _inner_shape(known.annotation)
        if inner is not None and isinstance(value, dict):
            for name, item in value.items():
                yield from unknown_keys(item, inner, lines, (*path, key, name))
        elif inner is not None and isinstance(value, list):
            for place, item in enumerate(value):
                yield from unknown_keys(item, inner, lines, (*path, key, place))


def _inner_shape(annotation: Any) -> type[BaseModel] | None:
    """The model in `dict[str, Model]` or `list[Model]`, if that is what it is."""
    arguments = getattr(annotation, "__args__", ())
    last = arguments[-1] if arguments else None
    return last if isinstance(last, type) and issubclass(last, BaseModel) else None


_HINTS: dict[tuple[int | str, ...], str] = {
    ("parties",): "A dossier needs at least one party: parties: {north: {name: North}}",
    ("issues",): "A dossier needs at least one issue with options.",
    ("title",): "Say what is negotiated: title: …",
}
_HINTS_BY_KEY = {
    "value": "Write a number (800000) or a day (2026-06-30).",
    "from": "Write a day, as YYYY-MM-DD.",
    "to": "Write a day, as YYYY-MM-DD.",
    "offices": "Write a list: offices: [{party: north, from: 2024-03-01}, {party: south}]",
    "several": "Write true or false.",
    "ordered": "Write true or false.",
    "grow": "Write true or false.",
}


def explained(error: ValidationError, lines: Lines, file: str) -> Iterator[Problem]:
    """What pydantic found, in words that say the place and the remedy."""
    seen: set[tuple[object, ...]] = set()
    for item in error.errors():
        path = tuple(part for part in item["loc"] if not _is_annotation(part))
        # pydantic names the key of a dict in its path as '[key]'
        path = tuple(part for part in path if part != "[key]")
        # of a value that may be several things, it complains once for each
        if len(path) > 1 and path[-1] in ("float", "date") and path[-2] == "value":
            path = path[:-1]
            if path in seen:
                continue
        seen.add(path)
        where = ".".join(str(part) for part in path) or file
        kind, hint = item["type"], _HINTS.get(path, "")
        if kind == "missing":
            message = f"{where} is missing"
        elif kind == "too_short":
            message = f"{where} is empty"
            if path and path[-1] == "options":
                message = f"issue '{path[-2]}' has no options"
                hint = "Give at least one: options: {yes: {name: …}, no: {name: …}}"
        elif kind in ("dict_type", "model_type", "model_attributes_type"):
            message = f"{where} should be a map of keys"
        elif path and path[-1] == "value":
            message = f"{where}: neither a number nor a day"
        else:
            message = f"{where}: {item['msg'].lower()}"
        hint = hint or (_HINTS_BY_KEY.get(str(path[-1]), "") if path else "")
        yield Problem(message, hint, lines.at(*path))


def _is_annotation(part: object) -> bool:
    return isinstance(part, str) and (
        "function-" in part or (part.endswith("]") and "[" in part and len(part) > 6)
    )


def cross_checks(shape: DossierShape, lines: Lines) -> Iterator[Problem]:
    """Everything that one part of the file says about another and that does not hold."""
    yield from _ids(shape, lines)
    yield from _members(shape, lines)
    for name, actor in shape.actors.items():
        yield from _actor(name, actor, shape, lines)
    yield from _claimed_twice(shape, lines)
    for name, issue in shape.issues.items():
        yield from _issue(name, issue, shape, lines)
    for name, proposal in shape.proposals.items():
        yield from _proposal(name, proposal.by, proposal.terms, shape, lines)


def _ids(shape: DossierShape, lines: Lines) -> Iterator[Problem]:
    groups: dict[str, tuple[str, Mapping[str, object]]] = {
        "parties": ("a party", shape.parties),
        "observers": ("an observer", shape.observers),
        "actors": ("an actor", shape.actors),
    }
    owner: dict[str, str] = {}
    for key, (what, ids) in groups.items():
        for name in ids:
            if name in VOICES:
                yield Problem(
                    f"'{name}' can't be an id: it stands for a voice without a name",
                    f"Choose another id than {', '.join(VOICES)}.",
                    lines.at(key, name),
                )
            other = owner.setdefault(name, what)
            if other != what:
                yield Problem(
                    f"'{name}' is both {other} and {what}",
                    f"Give the {what.split()[1]} an id of its own.",
                    lines.at(key, name),
                )


def _members(shape: DossierShape, lines: Lines) -> Iterator[Problem]:
    for name, party in shape.parties.items():
        for member in party.members:
            line = lines.at("parties", name, "members")
            if member not in shape.parties:
                yield _unknown("party", member, shape.parties, f"members of party '{name}'", line)
            elif name in _reached(member, shape):
                yield Problem(
                    f"party '{name}' is a member of itself"
                    + ("" if member == name else f", by way of '{member}'"),
                    "Take one of the memberships out.",
                    line,
                )


def _reached(party: str, shape: DossierShape) -> set[str]:
    """A party and everything that makes it up, at any depth."""
    found: set[str] = set()
    open_ = [party]
    while open_:
        one = open_.pop()
        if one not in found and one in shape.parties:
            found.add(one)
            open_ += shape.parties[one].members
    return found


def _actor(name: str, actor: ActorShape, shape: DossierShape, lines: Lines) -> Iterator[Problem]:
    sides = [*shape.parties, *shape.observers]
    if actor.offices and actor.party:
        yield Problem(
            f"actor '{name}' has both 'party' and 'offices'",
            "Keep 'offices', and put the party into it.",
            lines.at("actors", name, "party"),
        )
    for party in actor.party:
        if party not in sides:
            yield _unknown("party", party, sides, f"actor '{name}'", lines.at("actors", name, "party"))
    for place, office in enumerate(actor.offices):
        line = lines.at("actors", name, "offices", place)
        if office.party is not None and office.party not in sides:
            yield _unknown("party", office.party, sides, f"actor '{name}', office {place + 1}", line)
        if office.start and office.end and office.start > office.end:
            yield Problem(
                f"actor '{name}', office {place + 1} ends ({office.end}) before it begins ({office.start})",
                "Exchange 'from' and 'to', or correct one of them.",
                line,
            )


def _issue(name: str, issue: IssueShape, shape: DossierShape, lines: Lines) -> Iterator[Problem]:
    values = {key: option.value for key, option in issue.options.items() if option.value is not None}
    days = [key for key, value in values.items() if isinstance(value, dt.date)]
    if days and len(days) < len(values):
        odd = next(key for key in values if key not in days)
        yield Problem(
            f"issue '{name}' mixes days and numbers: '{days[0]}' and '{odd}'",
            "Give every option a day, or every one a number.",
            lines.at("issues", name, "options", odd, "value"),
        )
    elif values and not days and issue.unit.lower() == "date":
        yield Problem(
            f"issue '{name}' has the unit 'date', but its values are numbers",
            "Write the values as days (2026-06-30), or name another unit.",
            lines.at("issues", name, "unit"),
        )
    for key in ("more_for", "less_for"):
        for party in getattr(issue, key):
            if party not in shape.parties:
                yield _unknown(
                    "party", party, shape.parties, f"issue '{name}', {key}", lines.at("issues", name, key)
                )
    both = [party for party in issue.more_for if party in issue.less_for]
    if both:
        yield Problem(
            f"issue '{name}': more and less are both better for '{both[0]}'",
            "Keep it under one of more_for and less_for.",
            lines.at("issues", name, "less_for"),
        )
    if (issue.more_for or issue.less_for) and not issue.ordered and len(values) < len(issue.options):
        yield Problem(
            f"issue '{name}' says for whom more is better, but not what is more",
            "Give every option a value, or set ordered: true with the options from less to more.",
            lines.at("issues", name, "more_for" if issue.more_for else "less_for"),
        )
    if issue.several:
        for option in issue.options:
            if "/" in option or "/" in name:
                yield Problem(
                    f"issue '{name}' has several options at once, so its ids can't hold '/'",
                    "Rename the issue or the option.",
                    lines.at("issues", name, "options", option),
                )


def _proposal(
    name: str, by: str | None, terms: Mapping[str, Sequence[str]], shape: DossierShape, lines: Lines
) -> Iterator[Problem]:
    where = f"proposal '{name}'"
    if by is not None and by not in shape.parties and by not in shape.actors:
        choices = [*shape.parties, *shape.actors]
        yield _unknown("party or actor", by, choices, where, lines.at("proposals", name, "by"))
    for issue, options in terms.items():
        line = lines.at("proposals", name, "terms", issue)
        if issue not in shape.issues:
            yield _unknown("issue", issue, shape.issues, where, line)
            continue
        for option in options:
            if option not in shape.issues[issue].options:
                yield _unknown(
                    "option", option, shape.issues[issue].options, f"{where}, issue '{issue}'", line
                )
        if len(options) != 1 and not shape.issues[issue].several:
            yield Problem(
                f"{where} chooses {len(options)} options of issue '{issue}'",
                "Choose one, or set several: true where the issue's options can hold at once.",
                line,
            )


def _unknown(kind: str, name: str, choices: Any, where: str, line: int | None) -> Problem:
    error = UnknownName(kind, name, choices, where=where)
    return Problem(error.message, error.remedy, line)


def _claimed_twice(shape: DossierShape, lines: Lines) -> Iterator[Problem]:
    """A name that two actors, or two parties, claim leads every reader astray."""
    sides = {
        **{name: ("parties", one) for name, one in shape.parties.items()},
        **{name: ("observers", one) for name, one in shape.observers.items()},
    }
    named: tuple[list[tuple[str, str, list[str]]], ...] = (
        [("actors", i, [a.name, *a.aliases]) for i, a in shape.actors.items()],
        [
            (key, i, [*p.name.values(), *(word for words in p.aliases.values() for word in words)])
            for i, (key, p) in sides.items()
        ],
    )
    for group in named:
        owner: dict[str, str] = {}
        for kind, one, words in group:
            for word in dict.fromkeys(words):
                other = owner.setdefault(word.casefold(), one)
                if other != one:
                    yield Problem(
                        f"'{word}' is claimed by both '{other}' and '{one}'",
                        "Keep it for one of them, and give the other a fuller name.",
                        lines.at(kind, one, "aliases") or lines.at(kind, one),
                    )
