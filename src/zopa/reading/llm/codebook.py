"""The part of a dossier that can matter in a window, as the model sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zopa.dossier import Dossier
from zopa.reading.llm.budget import tokens_in
from zopa.vocabulary import VOICES, Actor, Condition, Issue, Option, Party, Tie

BUDGET = 6000
"""Tokens of issues and options shown at most. Up to here everything is shown: leaving out is a risk,
and the words an analyst lists are few. Beyond, the issues whose words stand in the window come first."""
_WORD = re.compile(r"\w{3,}|\d+")
_STEM = 5
"""Letters that two words must share to count as one: compounds and inflections begin alike."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """What a window may be coded with.

    text      parties, actors, issues and options as lines of JSON: names are data, never markup.
    speakers  every id that may speak; holders  every party.
    options   'issue/option' to its pair of ids.
    """

    text: str
    speakers: tuple[str, ...]
    holders: tuple[str, ...]
    options: dict[str, tuple[str, str]]

    def condition(self, words: str, tie: Tie = Tie.IF) -> Condition:
        """A condition from what the model wrote: an option's key, else words."""
        pair = self.options.get(words.strip())
        return Condition(*pair, tie=tie) if pair else Condition(text=words.strip(), tie=tie)


def codebook(dossier: Dossier, shown: str, budget: int = BUDGET) -> Codebook:
    """The codebook for the text `shown`, its issues within `budget` tokens (at least one of them)."""
    issues = _fitting(dossier.issues.values(), shown, budget)
    options = {
        f"{issue.id}/{option.id}": (issue.id, option.id) for issue in issues for option in issue.options
    }
    lines = ["PARTIES (the holders)"]
    lines += [_line(_party(one)) for one in dossier.parties.values()]
    if dossier.actors:
        lines += ["ACTORS (who speaks; party null is an outside voice)"]
        lines += [_line(_actor(one)) for one in dossier.actors.values()]
    lines += ["ISSUES AND OPTIONS"]
    for issue in issues:
        lines.append(_line(_issue(issue)))
        lines += ["  " + _line(_option(issue, option)) for option in issue.options]
    return Codebook(
        text="\n".join(lines),
        speakers=(*dossier.parties, *dossier.actors, *VOICES),
        holders=tuple(dossier.parties),
        options=options,
    )


def _line(fields: dict[str, object]) -> str:
    held = {key: value for key, value in fields.items() if value not in (None, "", [], {}) or key == "party"}
    return json.dumps(held, ensure_ascii=False)


def _party(one: Party) -> dict[str, object]:
    return {
        "id": one.id,
        "name": _names(one.names),
        "also": _flat(one.aliases),
        "adjectives": _flat(one.adjectives),
        "members": list(one.members),
        "observer": not one.at_table or None,
    }


def _actor(one: Actor) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "also": [name for name in one.aliases if name not in one.name],
        "role": _names(one.roles),
        "party": one.party,
    }


def _issue(one: Issue) -> dict[str, object]:
    made: dict[str, object] = {"issue": one.id, "name": _names(one.names), "words": _flat(one.terms)}
    if one.several:
        made["several_at_once"] = True
    return made | ({"ordered": True} if one.ordered else {})


def _option(issue: Issue, one: Option) -> dict[str, object]:
    return {
        "option": f"{issue.id}/{one.id}",
        "name": _names(one.names),
        "words": _flat(one.terms),
        "value": date.fromordinal(int(one.value)).isoformat()
        if issue.unit == "date" and one.value is not None
        else one.value,
    }


def _names(names: dict[str, str]) -> str:
    return " / ".join(dict.fromkeys(names.values()))


def _flat(words: dict[str, tuple[str, ...]]) -> list[str]:
    return list(dict.fromkeys(word for some in words.values() for word in some))


def _fitting(issues: Iterable[Issue], shown: str, budget: int) -> list[Issue]:
    """All issues where they fit, else those that share most words with the text; in the dossier's order."""
    listed = list(issues)
    cost = {
        issue.id: sum(
            tokens_in(_line(one)) for one in (_issue(issue), *(_option(issue, o) for o in issue.options))
        )
        for issue in listed
    }
    if sum(cost.values()) <= budget:
        return listed
    stems = set(_stems([shown]))
    touch = {issue.id: len(stems & set(_stems(_all_words(issue)))) for issue in listed}
    kept: set[str] = set()
    left = budget
    for issue in sorted(listed, key=lambda one: -touch[one.id]):
        if not kept or cost[issue.id] <= left:
            kept.add(issue.id)
            left -= cost[issue.id]
    return [issue for issue in listed if issue.id in kept]


def _all_words(issue: Issue) -> list[str]:
    found = [*issue.names.values(), *_flat(issue.terms)]
    for option in issue.options:
        found += [*option.names.values(), *_flat(option.terms)]
    return found


def _stems(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in _WORD.findall(text.casefold()):
            yield word[:_STEM]
