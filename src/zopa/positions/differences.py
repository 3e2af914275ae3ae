"""Where two readings of the same reports differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from zopa.vocabulary import StatedPosition

FIELDS = ("speaker", "holder", "issue", "option", "stance", "firm", "condition")
"""What two positions of the same words may differ in."""
_DECISIVE = ("holder", "issue", "option", "stance")
_OVERLAP = 0.3
"""Share of both passages together that two positions must have in common to be about the same words."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two positions stated by the same words; `fields` names what differs, nothing where they agree."""

    first: StatedPosition
    second: StatedPosition
    fields: tuple[str, ...]

    @property
    def agree(self) -> bool:
        """Whether holder, issue, option and stance are the same."""
        return not any(name in _DECISIVE for name in self.fields)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two readings side by side, by report and place.

    pairs        of the same words, whether they agree or not.
    only_first, only_second  found by one alone.
    """

    pairs: tuple[Pair, ...]
    only_first: tuple[StatedPosition, ...]
    only_second: tuple[StatedPosition, ...]

    @property
    def agreement(self) -> float:
        """Positions both found with the same holder, issue, option and stance, as F1 from 0 to 1."""
        found = 2 * len(self.pairs) + len(self.only_first) + len(self.only_second)
        return 2 * sum(pair.agree for pair in self.pairs) / found if found else 1.0


def differences(first: Iterable[StatedPosition], second: Iterable[StatedPosition]) -> Comparison:
    """Pair the positions of two readings, each at most once, the most alike first.

    Positions are about the same words where their passages overlap enough. Among several partners the one
    that agrees in most counts, then the one that overlaps most.
    """
    ours, theirs = _by_report(first), _by_report(second)
    pairs: list[Pair] = []
    alone: tuple[list[StatedPosition], list[StatedPosition]] = ([], [])
    for report in sorted(ours.keys() | theirs.keys()):
        left, right = list(ours[report]), list(theirs[report])
        candidates = sorted(
            (
                (-_alike(one, other), -overlap, i, j)
                for i, one in enumerate(left)
                for j, other in enumerate(right)
                if (overlap := _overlap(one, other)) >= _OVERLAP
            )
        )
        taken: tuple[set[int], set[int]] = (set(), set())
        found = []
        for _, _, i, j in candidates:
            if i not in taken[0] and j not in taken[1]:
                taken[0].add(i)
                taken[1].add(j)
                found.append(Pair(left[i], right[j], _differing(left[i], right[j])))
        pairs += sorted(found, key=lambda pair: pair.first.quote.start)
        alone[0].extend(one for i, one in enumerate(left) if i not in taken[0])
        alone[1].extend(one for j, one in enumerate(right) if j not in taken[1])
    return Comparison(tuple(pairs), tuple(alone[0]), tuple(alone[1]))


def _by_report(positions: Iterable[StatedPosition]) -> defaultdict[str, list[StatedPosition]]:
    found: defaultdict[str, list[StatedPosition]] = defaultdict(list)
    for position in sorted(positions, key=lambda one: (one.report, one.quote.start, one.quote.end)):
        found[position.report].append(position)
    return found


def _overlap(one: StatedPosition, other: StatedPosition) -> float:
    shared = min(one.quote.end, other.quote.end) - max(one.quote.start, other.quote.start)
    together = max(one.quote.end, other.quote.end) - min(one.quote.start, other.quote.start)
    return max(0, shared) / together


def _alike(one: StatedPosition, other: StatedPosition) -> int:
    """Decisive fields count more than all the others together."""
    differing = _differing(one, other)
    return sum(10 if name in _DECISIVE else 1 for name in FIELDS if name not in differing)


def _differing(one: StatedPosition, other: StatedPosition) -> tuple[str, ...]:
    found = []
    for name in FIELDS:
        left, right = getattr(one, name), getattr(other, name)
        if name == "condition":
            # the words of a condition are cut differently by everyone
            left, right = left is not None, right is not None
        if left != right:
            found.append(name)
    return tuple(found)
