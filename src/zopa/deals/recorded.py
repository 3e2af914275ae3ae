"""The packages the record speaks for, where nobody elicited scores.

Two things count: how likely nobody refuses a package (see robustness.py), and how much of the consent it
needs is on record. A package is efficient when no other is better in one and no worse in the other. That
is as far as the record goes; it says nothing of what a package is worth to anybody.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from zopa.deals.acceptance import acceptance
from zopa.deals.robustness import PackageOdds, Trust, package_odds
from zopa.positions import PositionMatrix
from zopa.vocabulary import Issue

T = TypeVar("T")

MOST = 300
"""Packages looked at; the options of each issue that the record speaks for least fall away first."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class RecordedPackage:
    """A package and how far the record speaks for it.

    terms      issue to option; an issue nobody spoke to is left open.
    consented  0 to 1: of all answers that a package on everything spoken of needs (parties times issues),
               how many are a yes on record, each counted by how likely it holds.
    """

    terms: Mapping[str, str]
    odds: PackageOdds
    consented: float

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {"terms": dict(self.terms), "consented": self.consented, "odds": self.odds.to_json()}


def recorded(
    matrix: PositionMatrix, terms: Mapping[str, str], trust: Trust | None = None, *, by: str | None = None
) -> RecordedPackage:
    """How far the record speaks for one package. Raises UnknownName as `acceptance` does."""
    trust = trust or Trust()
    verdict = acceptance(matrix, terms, by=by)
    yes = sum(
        min((trust.of(one, matrix.as_of) for one in answer.standings), default=1.0)
        for answer in verdict.answers
        if answer.reply.consents
    )
    needed = len(matrix.parties) * max(len(terms), len(_spoken_of(matrix)))
    odds = package_odds(matrix, terms, trust, by=by)
    return RecordedPackage(dict(terms), odds, yes / max(1, needed))


def _spoken_of(matrix: PositionMatrix) -> list[Issue]:
    """The issues on which somebody said something."""
    return [
        issue
        for issue in matrix.issues
        if not all(matrix.cell(party.id, issue.id).unknown for party in matrix.parties)
    ]


def efficient(
    matrix: PositionMatrix,
    trust: Trust | None = None,
    *,
    by: str | None = None,
    size: int = 7,
    most: int = MOST,
) -> tuple[RecordedPackage, ...]:
    """The efficient packages, those nobody refuses first; none where nobody said anything.

    by    the party that would put them forward.
    size  at most this many; they differ in at least one of the two figures.
    """
    trust = trust or Trust()
    choices: dict[str, list[tuple[float, float, str]]] = {}
    for issue in _spoken_of(matrix):
        rated = []
        for option in issue.options:
            one = recorded(matrix, {issue.id: option.id}, trust, by=by)
            rated.append((one.odds.unrefused, one.consented, option.id))
        choices[issue.id] = sorted(_best(rated), key=lambda row: (-row[0], -row[1]))
    if not choices:
        return ()
    while math.prod(len(held) for held in choices.values()) > most:
        max(choices.values(), key=len).pop()
    packages = []
    for chosen in itertools.product(*choices.values()):
        terms = {issue: option for issue, (_, _, option) in zip(choices, chosen, strict=True)}
        packages.append(recorded(matrix, terms, trust, by=by))
    kept = _best([(one.odds.unrefused, one.consented, one) for one in packages])
    return tuple(_spread([one for _, _, one in kept], size))


def _spread(found: list[RecordedPackage], size: int) -> list[RecordedPackage]:
    """At most `size` of them, from one end to the other."""
    if len(found) <= size:
        return found
    step = (len(found) - 1) / max(1, size - 1)
    return [found[round(place * step)] for place in range(size)]


def _best(rated: Iterable[tuple[float, float, T]]) -> list[tuple[float, float, T]]:
    """The rows that no other beats in one figure without being worse in the other; of equals the first."""
    kept: list[tuple[float, float, T]] = []
    best = -math.inf
    for one in sorted(rated, key=lambda row: (-row[0], -row[1])):
        if one[1] > best + _SAME:
            kept.append(one)
            best = one[1]
    return kept
