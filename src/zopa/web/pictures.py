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


@dataclass(frozen=True, slots=True)
class Row:
    """A claim and, for each conflict, whether it takes part: 'dot', 'line' (passed over) or ''."""

    claim: Claim
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collision:
    """One knot of issues: its claims as rows, its conflicts as columns.

    sizes    how many claims each conflict has: these can't all hold.
    left_out conflicts that are not drawn.
    """

    issues: tuple[str, ...]
    rows: tuple[Row, ...]
    sizes: tuple[int, ...]
    left_out: int
    openings: tuple[tuple[Claim, ...], ...]
    complete: bool


def collisions(found: Blockers, most_openings: int = 4) -> list[Collision]:
    """Every knot, laid out; the one with the smallest conflicts first."""
    made = []
    for dispute in found.disputes:
        shown = dispute.conflicts[:MOST_CONFLICTS]
        claims: dict[str, Claim] = {}
        for conflict in shown:
            for claim in conflict:
                claims.setdefault(claim.id, claim)
        held = sorted(claims.values(), key=lambda one: (one.issue, one.party))
        place = {claim.id: n for n, claim in enumerate(held)}
        spans = [sorted(place[claim.id] for claim in conflict) for conflict in shown]
        rows = tuple(Row(claim, tuple(_mark(n, span) for span in spans)) for n, claim in enumerate(held))
        made.append(
            Collision(
                dispute.issues,
                rows,
                tuple(len(conflict) for conflict in shown),
                len(dispute.conflicts) - len(shown),
                tuple(one.moves for one in dispute.openings[:most_openings]),
                dispute.complete,
            )
        )
    return made


def _mark(row: int, span: Sequence[int]) -> str:
    if row in span:
        ends = [name for name, end in (("first", span[0]), ("last", span[-1])) if row == end]
        return " ".join(["dot", *ends])
    return "line" if span[0] < row < span[-1] else ""
