"""A lane per outlet: when one side's words on an issue were said and printed, as points in a picture.

Arithmetic only; the template draws it. Widths and heights are in the picture's own units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zopa.web.passages import Shown

LEFT, WIDTH, LANE, TOP = 190.0, 1000.0, 24.0, 24.0
EDGE = 45.0
"""Room at either end, so that a day's label and what stands beside its point fit."""
MOST_LANES = 14
APART = 17.0
"""Between the middles of two points of one day."""


@dataclass(frozen=True, slots=True)
class Point:
    """One statement: a sign where it was said, and a tail to where it was printed."""

    x: float
    y: float
    printed_x: float | None
    passage: Shown


@dataclass(frozen=True, slots=True)
class Lane:
    """An outlet's statements. `crowds` says where how many more were said than there is room for."""

    outlet: str
    y: float
    points: tuple[Point, ...]
    crowds: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All lanes, ticks on the days, and how many outlets were left out."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, date], ...]
    width: float
    height: float
    left_out: int


def picture(passages: Sequence[Shown]) -> Picture | None:
    """Lay passages out, the outlets with most first; None where no day is known."""
    dated = [one for one in passages if one.day is not None]
    if not dated:
        return None
    by_outlet: dict[str, list[Shown]] = defaultdict(list)
    for one in dated:
        by_outlet[one.outlet].append(one)
    ordered = sorted(by_outlet.items(), key=lambda item: (-len(item[1]), item[0]))
    days = [day for one in dated for day in (one.day, _printed(one)) if day is not None]
    first, last = min(days), max(days)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return round(LEFT + EDGE + (WIDTH - LEFT - 2 * EDGE) * (day - first).days / span, 1)

    room = max(1, int((WIDTH - LEFT - 2 * EDGE) / span / APART))
    lanes = []
    for at, (outlet, held) in enumerate(ordered[:MOST_LANES]):
        y = TOP + LANE * (at + 0.5)
        by_day: dict[date, list[Shown]] = defaultdict(list)
        for one in sorted(held, key=lambda one: (one.day or first, one.id)):
            by_day[one.day or first].append(one)
        points, crowds = [], []
        for day, said in by_day.items():
            # What does not fit beside each other before the next day is only counted.
            kept = said if len(said) <= room else said[: max(room - 1, 1)]
            # At the right edge there is no room but to the left.
            step = -APART if x(day) + len(kept) * APART > WIDTH - EDGE / 2 else APART
            for beside, one in enumerate(kept):
                printed = _printed(one)
                tail = x(printed) if printed and printed > day else None
                points.append(Point(round(x(day) + beside * step, 1), y, tail, one))
            if len(kept) < len(said):
                crowds.append((round(x(day) + len(kept) * step, 1), len(said) - len(kept)))
        lanes.append(Lane(outlet, y, tuple(points), tuple(crowds)))
    ticks = tuple((x(day), day) for day in _ticks(first, last))
    return Picture(tuple(lanes), ticks, WIDTH, TOP + LANE * len(lanes) + 6, max(0, len(ordered) - MOST_LANES))


def _printed(one: Shown) -> date | None:
    said = one.position.said_on
    return one.published if said is not None else None


def _ticks(first: date, last: date) -> list[date]:
    """About six days, evenly apart."""
    span = (last - first).days
    if span == 0:
        return [first]
    step = max(1, round(span / 5))
    return [first + timedelta(days=at) for at in range(0, span + 1, step)]
