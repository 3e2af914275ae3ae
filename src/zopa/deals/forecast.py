"""Where an issue might end if positions alone decided: a marker, not a prophecy.

On an issue whose options lie on a line, the mean of what parties want (weighted by how much each counts)
and the median voter's position are two old and simple guesses. They know nothing of red lines, conditions,
trades between issues, or power that is not in the weights; the page must say so.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zopa.deals.chance import Interval
from zopa.deals.robustness import Trust
from zopa.positions import PositionMatrix
from zopa.vocabulary import Issue, Stance

CAVEAT = {
    "en": "A marker, not a forecast to act on: it weighs stated wishes only, and knows nothing of red lines, "
    "conditions, trades between issues or anything unsaid.",
    "de": "Ein Anhaltspunkt, keine Vorhersage: Er gewichtet nur geäußerte Wünsche und weiß nichts von roten "
    "Linien, Bedingungen, Tauschgeschäften oder Ungesagtem.",
}


@dataclass(frozen=True, slots=True)
class Marker:
    """Where the stated wishes on one issue balance.

    places   party to the place it wants, in the options' figures or, without figures, their order from 0.
    mean     weighted mean; `median` weighted median. Intervals come from leaving out doubtful positions.
    nearest  the options nearest to mean and median.
    """

    issue: str
    places: Mapping[str, float]
    mean: Interval
    median: Interval
    nearest: tuple[str, str]
    figures: bool
    samples: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "issue": self.issue,
            "places": dict(self.places),
            "mean": self.mean.to_json(),
            "median": self.median.to_json(),
            "nearest": {"mean": self.nearest[0], "median": self.nearest[1]},
            "in_figures": self.figures,
            "samples": self.samples,
            "seed": self.seed,
            "caveat": CAVEAT["en"],
        }


def forecast(
    matrix: PositionMatrix,
    weights: Mapping[str, float] | None = None,
    trust: Trust | None = None,
    *,
    samples: int = 1000,
    seed: int = 0,
    level: float = 0.9,
) -> tuple[Marker, ...]:
    """A marker for every ordered or numeric issue on which at least two parties want something.

    weights  how much each party counts; default all alike.
    trust    how likely each position holds; draws leave out what does not hold.
    """
    trust = trust or Trust()
    found = []
    for issue in matrix.issues:
        scale = _scale(issue)
        if scale is None:
            continue
        wanted = {party.id: _place(matrix, party.id, issue, scale) for party in matrix.parties}
        rows = [
            (party, place[0], (weights or {}).get(party, 1.0), place[1])
            for party, place in (
                (party, _with_trust(place, trust, matrix)) for party, place in wanted.items()
            )
            if place is not None
        ]
        rows = [row for row in rows if row[2] > 0]
        if len(rows) < 2:
            continue
        found.append(_marker(issue, scale, rows, samples, seed, level))
    return tuple(found)


def _scale(issue: Issue) -> dict[str, float] | None:
    """Option to place: its figure where all have one, else its order where the issue is ordered."""
    figures = [option.value for option in issue.options]
    if len(figures) > 1 and all(figure is not None for figure in figures):
        return {option.id: float(option.value or 0) for option in issue.options}
    if issue.ordered and len(figures) > 1:
        return {option.id: float(n) for n, option in enumerate(issue.options)}
    return None


def _place(
    matrix: PositionMatrix, party: str, issue: Issue, scale: Mapping[str, float]
) -> tuple[float, list[Any]] | None:
    """What a party wants: the mean of the options it supports, else of those it accepts."""
    standings = [one for one in matrix.cell(party, issue.id).standings if not one.contested]
    for stance in (Stance.SUPPORTS, Stance.ACCEPTS):
        rows = [one for one in standings if one.stance is stance]
        if rows:
            return sum(scale[one.option] for one in rows) / len(rows), rows
    return None


def _with_trust(
    place: tuple[float, list[Any]] | None, trust: Trust, matrix: PositionMatrix
) -> tuple[float, float] | None:
    if place is None:
        return None
    return place[0], max(trust.of(one, matrix.as_of) for one in place[1])


Row = tuple[str, float, float, float]
"""Party, place, weight, probability that it holds."""


def _marker(
    issue: Issue, scale: Mapping[str, float], rows: Sequence[Row], samples: int, seed: int, level: float
) -> Marker:
    rng = random.Random(seed)
    means, medians = [], []
    for _ in range(samples):
        kept = [row for row in rows if rng.random() < row[3]] or list(rows)
        means.append(_mean(kept))
        medians.append(_median(kept))
    mean, median = _mean(rows), _median(rows)

    def near(place: float) -> str:
        return min(scale, key=lambda option: abs(scale[option] - place))

    return Marker(
        issue.id,
        {party: place for party, place, _, _ in rows},
        _interval(mean, means, level),
        _interval(median, medians, level),
        (near(mean), near(median)),
        all(option.value is not None for option in issue.options),
        samples,
        seed,
    )


def _mean(rows: Sequence[Row]) -> float:
    return sum(place * weight for _, place, weight, _ in rows) / sum(weight for _, _, weight, _ in rows)


def _median(rows: Sequence[Row]) -> float:
    """The place at which half of the weight is reached; between two places where it is reached exactly."""
    ordered = sorted((place, weight) for _, place, weight, _ in rows)
    half = sum(weight for _, weight in ordered) / 2
    passed = 0.0
    for n, (place, weight) in enumerate(ordered):
        passed += weight
        if abs(passed - half) < 1e-12 and n + 1 < len(ordered):
            return (place + ordered[n + 1][0]) / 2
        if passed > half:
            return place
    return ordered[-1][0]


def _interval(estimate: float, drawn: list[float], level: float) -> Interval:
    drawn = sorted(drawn)
    cut = int((1 - level) / 2 * len(drawn))
    return Interval(estimate, min(estimate, drawn[cut]), max(estimate, drawn[-1 - cut]), level)
