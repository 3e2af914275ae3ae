"""How sure the answers are when scores are: weights, values and reservation values drawn around those given.

For each draw: is there still an outcome that passes, and does a given package pass, party by party?
Existence is settled by outcomes that worked before (a yes) or by prices under which even the best
outcome falls short (a no: if some weighting of the gains is negative for every outcome, nothing
passes); only what neither settles is searched exactly.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zopa.deals.chance import Interval, wilson
from zopa.deals.interests import Interests

Floats = npt.NDArray[np.float64]

COALITIONS = 200
"""Coalitions that are enough for a quorum, looked at; with more of them `possible` is a lower bound."""
_BLOCK = 4096
_NEAR = 1e-9
"""Share of a party's range below which a shortfall is rounding."""


@dataclass(frozen=True, slots=True)
class Blur:
    """How far scores may be off (standard deviations).

    weights      relative, per party and issue.
    values       share of the issue's range, per option.
    reservation  share of the party's range.
    """

    weights: float = 0.15
    values: float = 0.05
    reservation: float = 0.05


@dataclass(frozen=True, slots=True)
class ScoreOdds:
    """Shares of the draws.

    possible  some outcome passes.
    packages  by name: the package passes; `by_party` the party reaches its reservation value.
    whole     every coalition that is enough was looked at; else `possible` is a lower bound.
    """

    possible: Interval
    packages: Mapping[str, Interval]
    by_party: Mapping[str, Mapping[str, Interval]]
    samples: int
    seed: int
    whole: bool = True

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "possible": self.possible.to_json(),
            "packages": {name: one.to_json() for name, one in self.packages.items()},
            "by_party": {
                name: {party: one.to_json() for party, one in row.items()}
                for name, row in self.by_party.items()
            },
            "whole": self.whole,
            "samples": self.samples,
            "seed": self.seed,
        }


def score_odds(
    interests: Interests,
    packages: Mapping[str, Mapping[str, str]] | None = None,
    blur: Blur | None = None,
    *,
    samples: int = 1000,
    seed: int = 0,
) -> ScoreOdds:
    """Draw scores around those given and count. Parties with rankings only draw any values in that order.

    Raises ScenarioError unless every package settles every issue.
    """
    blur, packages = blur or Blur(), packages or {}
    tables, floors = _drawn(interests, blur, samples, np.random.default_rng(seed))
    possible = _possible(interests, tables, floors)
    found, by_party = {}, {}
    for name, terms in packages.items():
        interests.score(terms)
        chosen = [
            options.index(terms[i]) for i, options in zip(interests.issues, interests.options, strict=True)
        ]
        scores = np.sum([t[:, option, :] for t, option in zip(tables, chosen, strict=True)], axis=0)
        accepted = scores >= floors - _NEAR
        found[name] = wilson(int(_pass(interests, accepted).sum()), samples)
        by_party[name] = {
            party: wilson(int(accepted[:, n].sum()), samples) for n, party in enumerate(interests.parties)
        }
    return ScoreOdds(
        wilson(int(possible.sum()), samples), found, by_party, samples, seed, _coalitions(interests)[1]
    )


def _pass(interests: Interests, accepted: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which rows pass, parties along the last axis."""
    enough = len(interests.parties) if interests.quorum is None else interests.quorum
    quorate = accepted.sum(axis=-1) >= enough
    return np.asarray(accepted[..., interests.required].all(axis=-1) & quorate)


def _drawn(
    interests: Interests, blur: Blur, samples: int, rng: np.random.Generator
) -> tuple[list[Floats], Floats]:
    """Per issue an array samples x options x parties, and the floors samples x parties.

    In shares of each party's range, so that one tolerance fits all.
    """
    span = np.maximum(interests.best - interests.worst, 1).astype(np.float64)
    count = len(interests.parties)
    ordinal = np.array([party in interests.ordinal for party in interests.parties])
    tables = []
    for table in interests.tables:
        low = table.min(axis=0)
        shape = (table - low) / span
        drawn = np.broadcast_to(shape, (samples, *shape.shape)).copy()
        for n in np.flatnonzero(ordinal):
            drawn[:, :, n] = _ranked(shape[:, n], samples, rng)
        spread = np.ptp(shape, axis=0)
        drawn += rng.normal(0, blur.values, drawn.shape) * (spread * ~ordinal)
        drawn *= np.exp(rng.normal(0, blur.weights, (samples, 1, count)))
        tables.append(drawn + low / span)
    floors = interests.reservation / span + rng.normal(0, blur.reservation, (samples, count))
    return tables, floors


def _ranked(values: Floats, samples: int, rng: np.random.Generator) -> Floats:
    """Values in the same order, ties kept, best and worst fixed, drawn uniformly between."""
    levels, place = np.unique(values, return_inverse=True)
    inner = np.sort(rng.random((samples, max(0, len(levels) - 2))), axis=1)
    zero, one = np.zeros((samples, 1)), np.ones((samples, 1))
    steps = np.concatenate([zero, inner, one], axis=1)[:, : len(levels)]
    return np.asarray(levels[0] + steps[:, place] * (levels[-1] - levels[0]))


def _coalitions(interests: Interests) -> tuple[list[list[int]], bool]:
    """Smallest sets of parties whose agreement is enough, and whether they are all listed."""
    needed = [int(n) for n in np.flatnonzero(interests.required)]
    free = [n for n in range(len(interests.parties)) if n not in needed]
    missing = 0 if interests.quorum is None else max(0, interests.quorum - len(needed))
    sets = itertools.combinations(free, missing)
    listed = [sorted([*needed, *more]) for more in itertools.islice(sets, COALITIONS)]
    return listed, math.comb(len(free), missing) <= COALITIONS


def _possible(interests: Interests, tables: Sequence[Floats], floors: Floats) -> npt.NDArray[np.bool_]:
    """Per draw, whether some outcome suits everybody of some coalition that is enough."""
    answer = np.zeros(len(floors), dtype=bool)
    for members in _coalitions(interests)[0]:
        todo = np.flatnonzero(~answer)
        answer[todo] = _agreeable([table[todo][:, :, members] for table in tables], floors[todo][:, members])
    return answer


def _agreeable(tables: Sequence[Floats], floors: Floats) -> npt.NDArray[np.bool_]:
    """Per draw, whether some outcome lifts every party over its floor."""
    settled = np.zeros(len(floors), dtype=bool)
    answer = np.zeros(len(floors), dtype=bool)
    prices = np.ones(floors.shape)
    for step in range(60):
        todo = np.flatnonzero(~settled)
        if not len(todo):
            return answer
        # The outcome that is best at these prices, issue by issue: a candidate and a bound in one.
        rows = np.arange(len(todo))
        scores = np.zeros((len(todo), floors.shape[1]))
        for table in tables:
            part = table[todo]
            scores += part[rows, (part * prices[todo, None, :]).sum(axis=2).argmax(axis=1)]
        gains = scores - floors[todo]
        passed = (gains >= -_NEAR).all(axis=1)
        hopeless = (gains * prices[todo]).sum(axis=1) < -_NEAR
        answer[todo[passed]] = True
        settled[todo[passed | hopeless]] = True
        # Who falls short becomes dearer.
        prices[todo] *= np.exp(np.clip(-gains * 10 / (1 + step) ** 0.5, -2, 2))
        prices[todo] /= np.maximum(prices[todo].sum(axis=1, keepdims=True), 1e-300)
    for draw in np.flatnonzero(~settled):
        answer[draw] = _search([table[draw] for table in tables], floors[draw])
    return answer


def _search(tables: Sequence[Floats], floor: Floats) -> bool:
    """Whether some outcome reaches the floor: issue by issue, dropping what can no longer reach it."""
    order = sorted(range(len(tables)), key=lambda n: -float(np.ptp(tables[n], axis=0).sum()))
    rest = np.zeros((len(order) + 1, len(floor)))
    for depth in range(len(order) - 1, -1, -1):
        rest[depth] = rest[depth + 1] + tables[order[depth]].max(axis=0)
    # A level at a time is far faster in numpy than one by one; a wide level is cut into blocks, and the
    # block that still has most room is searched first.
    stack = [(0, np.zeros((1, len(floor))))]
    while stack:
        depth, points = stack.pop()
        if depth == len(order):
            return True
        sums = (points[:, None, :] + tables[order[depth]][None, :, :]).reshape(-1, len(floor))
        room = sums + rest[depth + 1] - floor
        able = (room >= -_NEAR).all(axis=1)
        sums, room = sums[able], room[able]
        if len(sums):
            sums = sums[np.argsort(room.min(axis=1))]
            blocks = np.array_split(sums, max(1, -(-len(sums) // _BLOCK)))
            stack += [(depth + 1, block) for block in blocks]
    return False
