"""What the model may answer, and what can be used of whatever it did answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from zopa.dossier import Dossier
from zopa.reading.llm.codebook import Codebook
from zopa.vocabulary import OTHER, Modality, Stance, Tie

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

LONGEST_QUOTE = 1500
"""Characters. A model that copies half of the report has shown nothing."""
MOST_TIES = 5
"""Conditions, exceptions and threats of one position beyond the first."""


def _low(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _as_words(value: object) -> object:
    """A condition as {issue, option} or {text}, as models like to write it, becomes one text."""
    if isinstance(value, dict):
        if value.get("issue") and value.get("option"):
            return f"{value['issue']}/{value['option']}"
        return value.get("text") or value.get("option") or None
    if isinstance(value, bool):
        return None
    return value


def _as_ties(value: object) -> object:
    """A list of ties; what is none of them is left out, so that it does not cost the position."""
    if not isinstance(value, list):
        return []
    known = {tie.value for tie in Tie}
    found = []
    for item in value[:MOST_TIES]:
        tie = _low(item.get("tie")) if isinstance(item, dict) else None
        what = _as_words(item.get("what")) if isinstance(item, dict) else None
        if tie in known and isinstance(what, str) and what.strip():
            found.append({"tie": tie, "what": what})
    return found


def _as_modality(value: object) -> object:
    low = _low(value)
    return low if low in {one.value for one in Modality} else Modality.CURRENT


class Tied(BaseModel):
    """A further condition, an exception or a threat: an option's key, or words."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    tie: Tie
    what: str


class Finding(BaseModel):
    """One position as the model gives it; its ids are not checked yet."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    quote: Annotated[str, Field(min_length=1, max_length=LONGEST_QUOTE)]
    speaker: str = OTHER
    holder: str
    option: str
    stance: Annotated[Stance, BeforeValidator(_low)]
    firm: bool = False
    condition: Annotated[str | None, BeforeValidator(_as_words)] = None
    more: Annotated[list[Tied], BeforeValidator(_as_ties)] = Field(default_factory=list)
    modality: Annotated[Modality, BeforeValidator(_as_modality)] = Modality.CURRENT


class Verdict(BaseModel):
    """What the challenge says of one finding, by its number from 1."""

    model_config = ConfigDict(extra="ignore")

    number: int
    verdict: Annotated[Literal["keep", "drop", "change"], BeforeValidator(_low)]
    position: Finding | None = None


class Unusable(Exception):
    """An answer without a JSON object of the asked form; says why."""


@dataclass(frozen=True, slots=True)
class Items(Generic[T]):
    """What could be used of a list: the items, how many were malformed, whether it broke off."""

    used: tuple[T, ...]
    malformed: int
    broken_off: bool


def findings(text: str) -> Items[Finding]:
    """The positions in an answer. Raises Unusable."""
    return _items(text, "positions", Finding)


def verdicts(text: str) -> Items[Verdict]:
    """The verdicts in an answer. Raises Unusable."""
    return _items(text, "verdicts", Verdict)


def _items(text: str, key: str, shape: type[M]) -> Items[M]:
    """Each item is checked by itself: one bad item doesn't cost the others."""
    listed, broken_off = _list(text, key)
    used: list[M] = []
    malformed = 0
    for item in listed:
        try:
            used.append(shape.model_validate(item))
        except ValidationError:
            malformed += 1
    return Items(tuple(used), malformed, broken_off)


def _list(text: str, key: str) -> tuple[list[Any], bool]:
    """The list under `key` in the first JSON object that has it; what is whole of it where it breaks off."""
    text = text.rpartition("</think>")[2]  # what a reasoning model thinks aloud is no answer
    for start in _places(text, "{["):
        try:
            value, _ = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and isinstance(value.get(key), list):
            return value[key], False
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            # a bare list; an object's own list further in is found through its object
            return value, False
        if isinstance(value, dict):
            break
    named = text.find(f'"{key}"')
    opened = text.find("[", named) if named >= 0 else -1
    if opened >= 0:
        return _whole_items(text, opened + 1), True
    if not text.strip():
        raise Unusable("it is empty")
    raise Unusable(f"there is no JSON object with '{key}' in it")


_DECODER = json.JSONDecoder()


def _places(text: str, marks: str) -> Iterator[int]:
    """Where an object may begin; not more than a few, so that no text takes long."""
    found = (place for place, char in enumerate(text) if char in marks)
    return (place for place, _ in zip(found, range(40), strict=False))


def _whole_items(text: str, place: int) -> list[Any]:
    """The complete objects of a list that breaks off."""
    items: list[Any] = []
    while True:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        try:
            item, place = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            return items
        items.append(item)


# ------------------------------------------------------------------ ids


def with_known_ids(finding: Finding, book: Codebook, dossier: Dossier) -> Finding | None:
    """The finding with ids of the codebook, or None where holder or option can't be one of them.

    A name in place of an id, an actor as holder and an option without its issue are put right.
    """
    holder = _id(finding.holder, book.holders, dossier)
    if holder is None:
        actor = _id(finding.holder, tuple(dossier.actors), dossier)
        holder = dossier.party_of(actor) if actor else None
    option = _option(finding.option, book)
    if holder is None or option is None:
        return None
    speaker = _id(finding.speaker, book.speakers, dossier) or OTHER
    condition = finding.condition.strip() if finding.condition else None
    if condition and condition.casefold() in ("null", "none", "no"):
        condition = None
    return finding.model_copy(
        update={"holder": holder, "option": option, "speaker": speaker, "condition": condition or None}
    )


def _id(given: str, ids: tuple[str, ...], dossier: Dossier) -> str | None:
    if given in ids:
        return given
    wanted = given.strip().casefold()
    for name in ids:
        party, actor = dossier.parties.get(name), dossier.actors.get(name)
        known = [name]
        if party:
            known += [*party.names.values(), *(word for words in party.aliases.values() for word in words)]
        if actor:
            known += [actor.name, *actor.aliases]
        if wanted in (word.casefold() for word in known):
            return name
    return None


def _option(given: str, book: Codebook) -> str | None:
    wanted = given.strip()
    if wanted in book.options:
        return wanted
    same = [
        key
        for key, (issue, option) in book.options.items()
        if wanted == option or wanted.casefold() in (f"{issue}={option}".casefold(), key.casefold())
    ]
    return same[0] if len(same) == 1 else None
