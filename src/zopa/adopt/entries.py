"""Taking into the dossier what the reports speak of and it lacks: a suggestion becomes edits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from zopa.adopt.edits import AddWord, Edit, Put, plain
from zopa.dossier import Dossier
from zopa.errors import DossierError, UnknownName


class Suggested(Protocol):
    """Something a dossier lacks, whoever found it."""

    @property
    def kind(self) -> str:
        """'actor', 'issue' or 'option'."""
        ...

    @property
    def key(self) -> str:
        """An id it could have; for an option 'issue.option'."""
        ...

    @property
    def what(self) -> str:
        """What it is called in the reports."""
        ...

    @property
    def entry(self) -> str:
        """Lines of YAML that would add it; may be empty."""
        ...


_LETTERS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}


def slug(name: str, taken: Collection[str] = ()) -> str:
    """An id made from a name, that nobody has yet.

    >>> slug("Müller-Ölz, Ana", ["mueller_oelz_ana"])
    'mueller_oelz_ana_2'
    """
    text = name.casefold().translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    made = re.sub(r"[\W_]+", "_", text).strip("_")[:40].strip("_") or "new"
    if made not in taken:
        return made
    return next(f"{made}_{n}" for n in range(2, len(taken) + 3) if f"{made}_{n}" not in taken)


def new_actor(dossier: Dossier, name: str, party: str | None, role: str = "") -> Put:
    """A person or body that speaks, under an id of its own. Raises UnknownName for the party."""
    if party is not None and party not in dossier.parties:
        raise UnknownName("party", party, dossier.parties)
    given = name.strip()
    entry: dict[str, Any] = {"name": given}
    last = given.split()[-1] if given.split() else ""
    others = {word.casefold() for actor in dossier.actors.values() for word in (actor.name, *actor.aliases)}
    if last != given and last.casefold() not in others:
        entry["aliases"] = [last]
    entry["party"] = party
    if role.strip():
        entry["role"] = role.strip()
    return Put(("actors", slug(given, {*dossier.actors, *dossier.parties})), entry)


def known_as(dossier: Dossier, tree: Mapping[str, Any], who: str, name: str) -> AddWord:
    """Another name for an actor or party. `tree` is the file as plain maps. Raises UnknownName."""
    if who in dossier.actors:
        return AddWord(("actors", who, "aliases"), name.strip())
    if who in dossier.parties:
        return AddWord(_words(tree, ("parties", who, "aliases"), dossier), name.strip())
    raise UnknownName("actor or party", who, [*dossier.parties, *dossier.actors])


def new_term(dossier: Dossier, tree: Mapping[str, Any], issue: str, option: str, term: str) -> AddWord:
    """Another word for an issue, or with `option` for one of its options. Raises UnknownName."""
    if issue not in dossier.issues:
        raise UnknownName("issue", issue, dossier.issues)
    path: tuple[str | int, ...] = ("issues", issue, "terms")
    if option:
        held = dossier.issues[issue]
        if held.option(option) is None:
            raise UnknownName("option", option, (one.id for one in held.options), where=issue)
        path = ("issues", issue, "options", option, "terms")
    return AddWord(_words(tree, path, dossier), term.strip())


def _words(tree: Mapping[str, Any], path: tuple[str | int, ...], dossier: Dossier) -> tuple[str | int, ...]:
    """Where a word goes: into the list, or where the words are by language into the first one's."""
    held: Any = tree
    for key in path:
        held = held.get(str(key)) if isinstance(held, Mapping) else None
    if not isinstance(held, Mapping):
        return path
    first = next((one for one in dossier.languages if one in held), next(iter(held), ""))
    return (*path, first or (dossier.languages[0] if dossier.languages else "en"))


def from_entry(dossier: Dossier, one: Suggested) -> list[Edit]:
    """The edits that a suggestion's own lines of YAML ask for.

    Raises  DossierError where the lines are none, or go to a place the dossier does not have.
    """
    try:
        held = plain(YAML(typ="rt", pure=True).load(one.entry or ""))
    except YAMLError as error:
        raise DossierError(f"the suggested entry for '{one.what}' is no YAML") from error
    held = _below(held, one)
    name = one.key.rpartition(".")[2] or slug(one.what)
    if one.kind == "actor":
        taken = {*dossier.actors, *dossier.parties}
        return [Put(("actors", slug(name, taken)), held or {"name": one.what, "party": None})]
    if one.kind == "issue":
        entry = held or {"name": one.what, "options": {"yes": {"name": one.what}}}
        return [Put(("issues", slug(name, dossier.issues)), entry)]
    issue = one.key.partition(".")[0]
    if one.kind != "option" or issue not in dossier.issues:
        raise UnknownName("issue", issue, dossier.issues)
    options = [each.id for each in dossier.issues[issue].options]
    return [Put(("issues", issue, "options", slug(name, options)), held or {"name": one.what})]


def _below(held: Any, one: Suggested) -> Any:
    """The entry itself, whatever keys its lines begin with: 'actors:', the issue's id, its own id."""
    steps = {"actors", "issues", "options", *one.key.split(".")}
    while isinstance(held, Mapping) and len(held) == 1 and str(next(iter(held))) in steps:
        inner = next(iter(held.values()))
        if not isinstance(inner, Mapping):
            break
        held = inner
    return held if isinstance(held, Mapping) else None
