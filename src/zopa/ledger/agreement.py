"""How far annotators agree: Krippendorff's alpha, for any number of them and with gaps.

Source: Krippendorff, "Computing Krippendorff's alpha-reliability" (2011); the tests hold the examples.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zopa.vocabulary import Decision, Judgement

Level = Literal["nominal", "ordinal", "interval", "ratio"]


def alpha(units: Iterable[Sequence[Hashable]], level: Level = "nominal") -> float | None:
    """Krippendorff's alpha: 1 is perfect agreement, 0 what chance gives.

    units    per unit the values that observers gave it; missing ones are left out. Values are numbers
             for every level but nominal.
    Returns  None where nothing can be said: fewer than two values can be paired, or all are the same.

    >>> alpha([["a", "a"], ["b", "b"]])
    1.0
    """
    paired = [list(unit) for unit in units if len(unit) > 1]
    coincidences: dict[tuple[Any, Any], float] = defaultdict(float)
    for unit in paired:
        counted = Counter(unit)
        for one, many in counted.items():
            for other, more in counted.items():
                pairs = many * (more - (one == other))
                coincidences[one, other] += pairs / (len(unit) - 1)
    totals: dict[Any, float] = defaultdict(float)
    for (one, _), number in coincidences.items():
        totals[one] += number
    size = sum(totals.values())
    distance = _distance(level, totals)
    observed = sum(number * distance(one, other) for (one, other), number in coincidences.items())
    expected = sum(totals[one] * totals[other] * distance(one, other) for one in totals for other in totals)
    if size < 2 or not expected:
        return None
    return 1 - (size - 1) * observed / expected


def _distance(level: Level, totals: Mapping[Any, float]) -> Callable[[Any, Any], float]:
    """The squared difference of two values."""
    if level == "nominal":
        return lambda one, other: float(one != other)
    if level == "interval":
        return lambda one, other: float(one - other) ** 2
    if level == "ratio":
        return lambda one, other: ((one - other) / (one + other)) ** 2 if one != other else 0.0
    order = sorted(totals)
    place = {value: at for at, value in enumerate(order)}

    def ordinal(one: Any, other: Any) -> float:
        first, last = sorted((place[one], place[other]))
        between = sum(totals[order[at]] for at in range(first, last + 1))
        return float(between - (totals[one] + totals[other]) / 2) ** 2

    return ordinal


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the annotators of a ledger agree.

    alpha       Krippendorff's alpha, nominal, over the positions that two or more judged; None where
                nothing can be said.
    positions   how many positions two or more judged.
    agreeing    on how many of those all say the same.
    by          how many each annotator judged.
    disagreed   ids of the positions on which they differ, for adjudication.
    """

    alpha: float | None
    positions: int
    agreeing: int
    by: Mapping[str, int]
    disagreed: tuple[str, ...]


def agreement(in_force: Iterable[Judgement]) -> Agreement:
    """Agreement among annotators, from their judgements in force.

    A judgement's value is its decision; of a correction also what it says instead. Unsure is a value of
    its own; adjudications and automatic acceptance are nobody's annotation.
    """
    said: dict[str, dict[str, Hashable]] = defaultdict(dict)
    for one in in_force:
        if not one.adjudicates and not one.automatic and one.decision is not Decision.WITHDRAWN:
            said[one.position][one.by] = _value(one)
    shared = {position: values for position, values in said.items() if len(values) > 1}
    differing = [position for position, values in shared.items() if len(set(values.values())) > 1]
    return Agreement(
        alpha=alpha([list(values.values()) for values in shared.values()]),
        positions=len(shared),
        agreeing=len(shared) - len(differing),
        by=dict(sorted(Counter(name for values in said.values() for name in values).items())),
        disagreed=tuple(differing),
    )


def _value(one: Judgement) -> Hashable:
    if one.corrected is None or one.decision is not Decision.CORRECT:
        return one.decision.value
    right = one.corrected
    return "correct", right.holder, right.issue, right.option, right.stance, right.firm, right.quote.exact
