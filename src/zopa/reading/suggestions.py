"""What the reports talk about and the dossier lacks: suggestions to the analyst, each with its passages.

Nothing here changes a dossier. A suggester looks at all reports of one dossier and says what it would add;
the analyst writes it into the file, or does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from zopa.dossier import Dossier
from zopa.vocabulary import Quote, Report, content_id

MOST_PASSAGES = 5
"""Passages that a suggestion shows at most: enough to judge it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a report that speak for a suggestion."""

    report: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something a dossier lacks.

    kind      'issue', 'option' or 'actor': which part of the dossier it would go into.
    key       an id it could have there; for an option 'issue.option'. Unique within its kind.
    what      what it is called, in the reports' words.
    why       one sentence: what was counted, and where.
    passages  where the reports speak of it, the most telling first; at most MOST_PASSAGES.
    entry     lines of YAML that would add it to dossier.yaml, ready to be edited.
    weight    how much speaks for it, for the order among its kind; any scale.
    """

    kind: str
    key: str
    what: str
    why: str
    passages: tuple[Passage, ...]
    entry: str = ""
    weight: float = 0.0

    @property
    def id(self) -> str:
        """Content id: the same suggestion made again has the same id."""
        return content_id("suggestion", self.kind, self.key, self.what)


class Suggester(Protocol):
    """Looks at all reports of a dossier; any number of suggestions, in any order."""

    def __call__(self, dossier: Dossier, reports: Sequence[Report]) -> Iterable[Suggestion]:
        """What this dossier lacks. Never fails on any text."""
        ...


KINDS = ("issue", "option", "actor")
"""In the order in which they are shown."""


def suggestions(
    dossier: Dossier, reports: Sequence[Report], suggesters: Iterable[Suggester]
) -> list[Suggestion]:
    """What every suggester says, by kind, what most speaks for first; the same thing once."""
    best: dict[tuple[str, str], Suggestion] = {}
    for suggester in suggesters:
        for one in suggester(dossier, reports):
            held = best.get((one.kind, one.key))
            if held is None or one.weight > held.weight:
                best[one.kind, one.key] = one
    rank = {kind: place for place, kind in enumerate(KINDS)}
    return sorted(best.values(), key=lambda one: (rank.get(one.kind, len(KINDS)), -one.weight, one.key))
