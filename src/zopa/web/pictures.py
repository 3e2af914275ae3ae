"""Pictures of deals, laid out: the frontier as points, a conflict as rows and columns. Arithmetic only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zopa.deals import Blockers, Claim, ScoreFindings

WIDTH, HEIGHT = 620.0, 400.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 26.0, 18.0, 52.0
MOST_POINTS = 400
MOST_CONFLICTS = 14


@dataclass(frozen=True, slots=True)
class Dot:
    """A package in the picture. `kind`: 'frontier', 'own', 'proposal', 'pin' or 'point' (a fair one).

    x, y    where it is drawn; label  what it is called, "" for a nameless one; path  where a click leads.
    beside  'start' or 'end': on which side the label has room.
    """

    x: float
    y: float
    kind: str
    label: str
    said: str
    path: str = ""
    beside: str = "start"
    drop: float = 4.0


@dataclass(frozen=True, slots=True)
class Frontier:
    """Points, the line through the efficient ones, ticks on both axes, and what the axes are."""

    dots: tuple[Dot, ...]
    line: str
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    x_label: str
    y_label: str
    x_floor: float | None = None
    y_floor: float | None = None
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    top: float = TOP
    right: float = WIDTH - RIGHT
    bottom: float = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class Spot:
    """A package before it is laid out, in the values of both axes."""

    x: float
    y: float
    kind: str
    label: str = ""
    said: str = ""
    path: str = ""


def frontier(
    spots: Sequence[Spot],
    labels: tuple[str, str],
    shown: tuple[str, str],
    floors: tuple[float | None, float | None] = (None, None),
    share: bool = False,
) -> Frontier | None:
    """Lay packages out; None where there is nothing to show.

    labels  of the axes; shown  how a value on each is written, with {v}.
    floors  what a deal must reach on each axis; share  whether the values are shares from 0 to 1.
    """
    if not spots:
        return None
    xs = [one.x for one in spots] + [floor for floor in floors[:1] if floor is not None]
    ys = [one.y for one in spots] + [floor for floor in floors[1:] if floor is not None]
    x_low, x_high = _range(xs, share)
    y_low, y_high = _range(ys, share)

    def at_x(value: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (value - x_low) / (x_high - x_low), 1)

    def at_y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - y_low) / (y_high - y_low), 1)

    efficient = sorted({(one.x, one.y) for one in spots if one.kind == "frontier"})
    dots, taken = [], list[tuple[float, float]]()
    # the nameless first, so that names lie on top
    order = {"frontier": 0, "point": 1, "proposal": 2, "pin": 3, "own": 4}
    for one in sorted(spots, key=lambda spot: order[spot.kind])[-MOST_POINTS:]:
        x, y = at_x(one.x), at_y(one.y)
        drop = 4.0
        if one.label:
            while any(abs(y + drop - other) < 14 and abs(x - across) < 150 for across, other in taken):
                drop += 14
            taken.append((x, y + drop))
        beside = "end" if x > WIDTH * 0.62 else "start"
        dots.append(Dot(x, y, one.kind, one.label, one.said, one.path, beside, drop))
    return Frontier(
        tuple(dots),
        " ".join(f"{at_x(x)},{at_y(y)}" for x, y in efficient) if len(efficient) > 1 else "",
        tuple((at_x(value), shown[0].format(v=_figure(value, share))) for value in _ticks(x_low, x_high)),
        tuple((at_y(value), shown[1].format(v=_figure(value, share))) for value in _ticks(y_low, y_high)),
        *labels,
        None if floors[0] is None else at_x(floors[0]),
        None if floors[1] is None else at_y(floors[1]),
    )


def _range(values: Sequence[float], share: bool) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or max(abs(high) * 0.1, 0.05)
    low, high = low - room, high + room
    return (max(0.0, low), min(1.0, high)) if share and high > low else (low, high)


def _ticks(low: float, high: float) -> list[float]:
    """Four to eight round values within a range."""
    step = 10.0**-6
    while (high - low) / step > 8:
        for factor in (2.0, 2.5, 2.0):
            if (high - low) / step <= 8:
                break
            step *= factor
    first = -(-low // step) * step
    return [first + n * step for n in range(int((high - first) / step + 1e-9) + 1)]


def _figure(value: float, share: bool) -> str:
    if share:
        return f"{value * 100:.0f}"
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def scored_spots(found: ScoreFindings, across: int, up: int, fair: Mapping[str, str]) -> list[Spot]:
    """The efficient packages and the fair points, by the scores of two parties.

    across, up  numbers of the parties on the axes; fair  names of the points in the user's language.
    """
    spots = []
    if found.frontier is not None:
        scores = found.frontier.interests.points(found.frontier.points[:MOST_POINTS])
        spots += [Spot(float(row[across]), float(row[up]), "frontier") for row in scores]
    parties = found.interests.parties
    if found.points is not None:
        for name, label in fair.items():
            one = getattr(found.points, name)
            spots.append(Spot(one.scores[parties[across]], one.scores[parties[up]], "point", label))
    return spots


# ------------------------------------------------------------------ what collides

KNOT_WIDTH, MIDDLE = 960.0, 480.0
LEFT_CLAIMS, RIGHT_CLAIMS = 370.0, 590.0
CLAIM_HIGH, CONFLICT_HIGH, KNOT_TOP = 46.0, 30.0, 30.0
SWEEPS = 4
"""How often either side is put in the order of what it is tied to; after that few threads cross."""


@dataclass(frozen=True, slots=True)
class Node:
    """A claim in the picture. `conflicts`: numbers of those it takes part in, from 1.

    wants  it asks for something, and stands on the left; else it refuses something.
    """

    claim: Claim
    conflicts: tuple[int, ...]
    wants: bool
    x: float
    y: float

    @property
    def left(self) -> bool:
        """On which side it stands, and its words."""
        return self.x < MIDDLE


@dataclass(frozen=True, slots=True)
class Tangle:
    """A conflict in the picture: its claims can't all hold, any of them left out they can.

    threads  an SVG path to each of its claims.
    """

    number: int
    x: float
    y: float
    claims: tuple[Claim, ...]
    threads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collision:
    """One knot of issues: its claims on both sides, its conflicts between them.

    left_out  conflicts that are not drawn;  split  whether the sides are those who want and who refuse.
    """

    issues: tuple[str, ...]
    nodes: tuple[Node, ...]
    tangles: tuple[Tangle, ...]
    split: bool
    height: float
    left_out: int
    openings: tuple[tuple[Claim, ...], ...]
    complete: bool
    width: float = KNOT_WIDTH
    left: float = LEFT_CLAIMS
    middle: float = MIDDLE
    right: float = RIGHT_CLAIMS


def collisions(found: Blockers, most_openings: int = 4) -> list[Collision]:
    """Every knot, laid out; the one with the smallest conflicts first."""
    return [
        _laid(
            dispute.issues,
            dispute.conflicts[:MOST_CONFLICTS],
            max(len(dispute.conflicts) - MOST_CONFLICTS, 0),
            tuple(one.moves for one in dispute.openings[:most_openings]),
            dispute.complete,
        )
        for dispute in found.disputes
    ]


def _laid(
    issues: tuple[str, ...],
    conflicts: Sequence[Sequence[Claim]],
    left_out: int,
    openings: tuple[tuple[Claim, ...], ...],
    complete: bool,
) -> Collision:
    claims = {claim.id: claim for conflict in conflicts for claim in conflict}
    sides = [[one for one in claims if _wants(claims[one]) is wants] for wants in (True, False)]
    split = all(sides)
    if not split:
        # All of one kind: half of them to either side, so that there is room for the threads.
        every = [one for side in sides for one in side]
        sides = [every[: (len(every) + 1) // 2], every[(len(every) + 1) // 2 :]]
    tied = [[claim.id for claim in conflict] for conflict in conflicts]
    order = list(range(len(tied)))
    for _ in range(SWEEPS):
        at = {one: _share(n, side) for side in sides for n, one in enumerate(side)}
        order.sort(key=lambda n: sum(at[one] for one in tied[n]) / len(tied[n]))
        where = {n: _share(place, order) for place, n in enumerate(order)}
        for side in sides:
            held = {one: [where[n] for n in order if one in tied[n]] for one in side}
            side.sort(key=lambda one: sum(held[one]) / len(held[one]))
    high = max(CLAIM_HIGH * max(map(len, sides)), CONFLICT_HIGH * len(order))
    places = {
        one: (x, round(KNOT_TOP + high * _share(n, side), 1))
        for x, side in ((LEFT_CLAIMS, sides[0]), (RIGHT_CLAIMS, sides[1]))
        for n, one in enumerate(side)
    }
    numbers = {n: place + 1 for place, n in enumerate(order)}
    tangles = []
    for n in order:
        y = round(KNOT_TOP + high * _share(numbers[n] - 1, order), 1)
        threads = tuple(_thread(*places[one], y) for one in tied[n])
        tangles.append(Tangle(numbers[n], MIDDLE, y, tuple(conflicts[n]), threads))
    nodes = [
        Node(
            claims[one],
            tuple(sorted(numbers[n] for n in order if one in tied[n])),
            _wants(claims[one]),
            *places[one],
        )
        for side in sides
        for one in side
    ]
    return Collision(
        issues, tuple(nodes), tuple(tangles), split, KNOT_TOP + high, left_out, openings, complete
    )


def _wants(claim: Claim) -> bool:
    return str(claim.kind) not in ("red line", "refusal")


def _share(place: int, among: Sequence[object]) -> float:
    """Where in the height the middle of the n-th of some lies, from 0 to 1."""
    return (place + 0.5) / len(among)


def _thread(x: float, y: float, to_y: float) -> str:
    bend = (x + MIDDLE) / 2
    return f"M{x},{y} C{bend},{y} {bend},{to_y} {MIDDLE},{to_y}"
