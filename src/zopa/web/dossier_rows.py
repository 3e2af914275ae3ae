"""The dossier as rows of fields, for its forms: read off the text as it is, sound or not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from zopa.adopt.edits import Drop, Edit, Put, at, plain
from zopa.adopt.entries import slug
from zopa.errors import UnknownName
from zopa.web.faults import WrongInput

PARTS = ("parties", "actors", "issues", "proposals")
WORDS = frozenset({"aliases", "adjectives", "terms", "languages"})
"""Fields that are lists of words."""
BY_LANGUAGE = frozenset({"name", "role", "aliases", "adjectives", "terms"})
"""Fields that may be given by language."""
FIELDS: Mapping[str, frozenset[str]] = {
    "parties": frozenset({"name", "aliases", "adjectives"}),
    "actors": frozenset({"name", "aliases", "party", "role"}),
    "issues": frozenset({"name", "terms", "ordered"}),
    "options": frozenset({"name", "terms", "value"}),
    "proposals": frozenset({"name", "by", "date", "term"}),
    "": frozenset({"title", "languages"}),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, a language ("" for all), and its value as text in a form."""

    name: str
    language: str
    value: str


def tree_of(text: str) -> dict[str, Any] | None:
    """The text as plain maps and lists; None where it is no YAML map."""
    try:
        tree = YAML(typ="rt", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError):
        return None
    return plain(tree) if isinstance(tree, Mapping) else ({} if tree is None else None)


def fields(entry: Any, name: str, languages: Sequence[str]) -> list[Field]:
    """One field of an entry, once for each language it is given in, or in one for all."""
    held = entry.get(name) if isinstance(entry, Mapping) else None
    if isinstance(held, Mapping) and name in BY_LANGUAGE:
        wanted = list(dict.fromkeys([*(str(one) for one in held), *languages]))
        return [Field(name, one, _shown(held.get(one))) for one in wanted]
    return [Field(name, "", _shown(held))]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


def languages_of(tree: Mapping[str, Any]) -> list[str]:
    """The dossier's languages."""
    held = tree.get("languages")
    return [str(one) for one in held] if isinstance(held, list) else [held] if isinstance(held, str) else []


def edit_of(
    tree: Mapping[str, Any],
    part: str,
    key: str,
    field: str,
    value: str,
    *,
    option: str = "",
    language: str = "",
) -> Edit:
    """The edit that a changed field stands for.

    part    'parties', 'actors', 'issues', 'proposals', or "" for the top of the file.
    key     the entry's id; option  for a field of one of an issue's options, that one's id.
    field   its name; for a proposal's term 'term', with `option` the issue.
    Raises  UnknownName for a part, entry or field there is none of.
    """
    kind = "options" if part == "issues" and option else part
    if kind not in FIELDS or field not in FIELDS[kind]:
        raise UnknownName("field", f"{part}.{field}", sorted(FIELDS.get(kind, FIELDS[""])))
    path: tuple[str | int, ...] = (part, key) if part else ()
    if part and at(tree, path) is None:
        raise UnknownName(part, key, list(tree.get(part) or {}))
    if part == "issues" and option:
        path = (*path, "options", option)
    elif part == "proposals" and field == "term":
        path = (*path, "terms", option)
        return Put(path, value) if value else Drop(path)
    path = (*path, field)
    if language:
        path = (*path, language)
    made = _value(field, value)
    empty = made in ("", [], None, False)
    if empty and not (field == "party" or (field == "name" and not language)):
        return Drop(path)
    return Put(path, made)


def _value(field: str, value: str) -> Any:
    text = value.strip()
    if field in WORDS:
        return [word for part in re.split(r"[,\n]", text) if (word := part.strip())]
    if field == "ordered":
        return text.lower() in ("yes", "on", "true", "1")
    if field == "value":
        return _number(text)
    if field in ("party", "by"):
        return text or None
    return text


def _number(text: str) -> int | float | None:
    if not text:
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError as error:
        raise WrongInput(f"'{text}' is no number", remedy="Write it like 12 or 0.5.") from error
    return int(number) if number.is_integer() else number


def added(tree: Mapping[str, Any], part: str, name: str, *, key: str = "") -> Edit:
    """The edit that adds an entry by its name; with `key` an option of that issue.

    Raises UnknownName for a part or issue there is none of, WrongInput without a name.
    """
    if not name.strip():
        raise WrongInput("a new entry needs a name")
    held = tree.get(part) or {}
    if part == "issues" and key:
        if key not in held:
            raise UnknownName("issue", key, list(held))
        options = (held[key] or {}).get("options") or {}
        return Put(("issues", key, "options", slug(name, options)), {"name": name.strip()})
    entries: dict[str, dict[str, Any]] = {
        "parties": {"name": name.strip()},
        "actors": {"name": name.strip(), "party": None},
        "issues": {"name": name.strip(), "options": {"yes": {"name": "yes"}, "no": {"name": "no"}}},
        "proposals": {"name": name.strip(), "terms": _first_terms(tree)},
    }
    if part not in entries:
        raise UnknownName("part", part, PARTS)
    taken = [*(tree.get("parties") or {}), *(tree.get("actors") or {})] if part != "issues" else list(held)
    return Put((part, slug(name, [*taken, *held])), entries[part])


def _first_terms(tree: Mapping[str, Any]) -> dict[str, str]:
    """A proposal settles at least one issue: the first one, with its first option, until somebody chooses."""
    for issue, entry in (tree.get("issues") or {}).items():
        for option in (entry or {}).get("options") or {}:
            return {str(issue): str(option)}
    return {}


def removed(part: str, key: str, option: str = "") -> Edit:
    """The edit that takes an entry out."""
    if part not in PARTS:
        raise UnknownName("part", part, PARTS)
    return Drop((part, key, "options", option) if option else (part, key))


def begun(title: str, languages: Sequence[str], parties: str, issues: str, persons: str) -> list[Edit]:
    """A dossier from nothing, from lists as somebody would write them on paper.

    parties  one a line; persons  one a line, their side in brackets: 'Ada Moran (Northern Isles)'.
    issues   one a line, the options behind a colon: 'Single fare: at most 8 crowns; 14 crowns'.
    Raises   WrongInput where something is missing.
    """
    if not title.strip():
        raise WrongInput("a dossier needs a title")
    edits: list[Edit] = [Put(("title",), title.strip())]
    if languages:
        edits.append(Put(("languages",), list(languages)))
    sides: dict[str, str] = {}
    for name in _lines(parties):
        sides[name] = slug(name, list(sides.values()))
        edits.append(Put(("parties", sides[name]), {"name": name}))
    if not sides:
        raise WrongInput("a dossier needs at least one side", remedy="Write one a line.")
    known = {name.casefold(): key for name, key in sides.items()}
    taken = list(sides.values())
    for line in _lines(persons):
        found = re.fullmatch(r"(.*?)\s*\(([^()]*)\)", line)
        name, side = (found[1], found[2]) if found else (line, "")
        key = slug(name, taken)
        taken.append(key)
        entry: dict[str, Any] = {"name": name}
        if len(name.split()) > 1:
            entry["aliases"] = [name.split()[-1]]
        if side and side.casefold() not in known:
            raise WrongInput(f"'{side}', the side of {name}, is not among the sides", remedy="Add it there.")
        edits.append(Put(("actors", key), {**entry, "party": known.get(side.casefold())}))
    edits += _issues(issues)
    return edits


def _issues(text: str) -> list[Edit]:
    made: list[Edit] = []
    taken: list[str] = []
    for line in _lines(text):
        name, _, rest = line.partition(":")
        options: dict[str, Any] = {}
        for option in (part.strip() for part in re.split(r"[;,/]", rest)):
            if option:
                options[slug(option, options)] = {"name": option}
        if not name.strip() or not options:
            raise WrongInput(
                f"'{line}' names no options", remedy="Write: the issue: one option; another option"
            )
        taken.append(slug(name, taken))
        made.append(Put(("issues", taken[-1]), {"name": name.strip(), "options": options}))
    if not made:
        raise WrongInput("a dossier needs at least one issue", remedy="Write one a line, with its options.")
    return made


def _lines(text: str) -> list[str]:
    return [line.strip(" \t-•*") for line in text.splitlines() if line.strip(" \t-•*")]


__all__ = ["Field", "added", "begun", "edit_of", "fields", "languages_of", "removed", "tree_of"]
