"""Which sourced positions can't hold together, and which giving up would open a deal.

A *conflict* is a smallest set of claims that can't all hold: drop any one and the rest can. An
*opening* is a smallest set of claims whose giving up lets all the others hold. Each is the smallest
hitting sets of the other (Reiter 1987; Liffiton and Sakallah 2008), so either list follows from the
other. Issues that no condition ties together are separate *disputes*: a conflict lies within one of
them, an opening of the whole takes one opening from each.
"""

from __future__ import annotations

import contextlib
import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zopa.deals.claims import Board, Claim, claims
from zopa.deals.clauses import Clause, cheapest, feasible, minimal, violations
from zopa.deals.deadline import Deadline
from zopa.deals.hitting import bounded_hitting_sets, with_one_more
from zopa.positions import PositionMatrix

Claims = tuple[Claim, ...]

CONFLICTS = 100_000
"""The most conflicts listed per dispute; ten parties that refuse all five options make as many."""
SHOWN = 200
"""Conflicts and openings of a dispute written to JSON; their number is always given."""
MOVE = 1000
"""Weight of one more claim given up against its softness: fewer moves always come first."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Claims that, given up together, let all the others hold."""

    moves: Claims

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties that would have to move."""
        return tuple(dict.fromkeys(claim.party for claim in self.moves))

    @property
    def cost(self) -> int:
        """Sum of the claims' costs: a red line weighs more than a refusal, own word more than hearsay."""
        return sum(claim.cost for claim in self.moves)

    @property
    def rank(self) -> tuple[int, int, int]:
        """Moves, parties moving, softness: the smallest first."""
        return (len(self.moves), len(self.parties), self.cost)


@dataclass(frozen=True, slots=True)
class Dispute:
    """Issues tied together by conditions, in which not all claims can hold.

    conflicts  smallest sets of claims that can't hold together, smallest first.
    openings   smallest sets of claims to give up, best ranked first.
    complete   both lists are whole; otherwise the smallest come first and some may be missing.
    proved     no opening is cheaper in moves and softness than the first one listed.
    """

    issues: tuple[str, ...]
    conflicts: tuple[Claims, ...]
    openings: tuple[Opening, ...]
    complete: bool
    proved: bool


@dataclass(frozen=True, slots=True)
class Blockers:
    """What stands in the way of a deal.

    disputes  the separate knots, each with its conflicts and openings; with none all claims can hold.
    outcome   issue to option: an outcome that violates as little as possible.
    """

    disputes: tuple[Dispute, ...]
    outcome: Mapping[str, str]
    claims: Claims

    @property
    def feasible(self) -> bool:
        """All claims can hold together."""
        return not self.disputes

    @property
    def complete(self) -> bool:
        """Every conflict and every opening is listed."""
        return all(dispute.complete for dispute in self.disputes)

    @property
    def conflicts(self) -> tuple[Claims, ...]:
        """All conflicts, smallest first."""
        found = [conflict for dispute in self.disputes for conflict in dispute.conflicts]
        return tuple(sorted(found, key=len))

    @property
    def opening_count(self) -> int:
        """How many openings of the whole there are: one opening of each dispute, freely combined."""
        return math.prod(len(dispute.openings) for dispute in self.disputes)

    def openings(self, limit: int = 20) -> tuple[Opening, ...]:
        """The first `limit` of the `opening_count` openings of the whole, ranked."""
        found = []
        for moves in self._combined():
            found.append(Opening(moves))
            if len(found) == limit:
                break
        return tuple(sorted(found, key=lambda opening: opening.rank))

    def _combined(self) -> Iterator[Claims]:
        """One opening of each dispute, cheapest combinations first."""
        lists = [
            sorted(
                (MOVE * len(one.moves) + one.cost, place, one.moves)
                for place, one in enumerate(dispute.openings)
            )
            for dispute in self.disputes
        ]
        start = (0,) * len(lists)
        queue = [(sum(rows[0][0] for rows in lists), start)]
        seen = {start}
        while queue:
            cost, places = heapq.heappop(queue)
            yield tuple(claim for rows, place in zip(lists, places, strict=True) for claim in rows[place][2])
            for index, rows in enumerate(lists):
                nxt = places[index] + 1
                after = (*places[:index], nxt, *places[index + 1 :])
                if nxt < len(rows) and after not in seen:
                    seen.add(after)
                    heapq.heappush(queue, (cost - rows[nxt - 1][0] + rows[nxt][0], after))

    def to_json(self, matrix: PositionMatrix, language: str = "en", limit: int = 20) -> dict[str, Any]:
        """Plain values, ready for json.dumps; claims are given by id."""
        return {
            "feasible": self.feasible,
            "complete": self.complete,
            "outcome": dict(self.outcome),
            "claims": {claim.id: claim.to_json(matrix, language) for claim in self.claims},
            "disputes": [
                {
                    "issues": list(dispute.issues),
                    "conflicts": [[claim.id for claim in one] for one in dispute.conflicts[:SHOWN]],
                    "conflict_count": len(dispute.conflicts),
                    "openings": [_opening_json(opening) for opening in dispute.openings[:SHOWN]],
                    "opening_count": len(dispute.openings),
                    "complete": dispute.complete,
                    "first_is_proved": dispute.proved,
                }
                for dispute in self.disputes
            ],
            "openings": [_opening_json(opening) for opening in self.openings(limit)] if self.disputes else [],
            "opening_count": self.opening_count if self.disputes else 0,
        }


def _opening_json(opening: Opening) -> dict[str, Any]:
    return {
        "moves": [claim.id for claim in opening.moves],
        "parties": list(opening.parties),
        "cost": opening.cost,
    }


def blockers(
    matrix: PositionMatrix,
    *,
    fixed: Mapping[str, str] | None = None,
    demands: bool = True,
    limit_s: float | None = 2.0,
    keep: int = 2000,
) -> Blockers:
    """Say which sourced positions collide, and what would open a deal.

    matrix   what stands as of a date.
    fixed    issue to option, held as given: a proposal to be opened rather than any deal. Claims on
             issues it leaves alone don't count then.
    demands  whether what a party wants counts, or only refusals, red lines and conditions.
    limit_s  seconds for the whole search; what is not finished then is marked incomplete.
    keep     the most openings listed per dispute.
    Returns  separate disputes with all their conflicts and openings, smallest first.
    Source   conflicts and openings are minimal unsatisfiable and minimal correction sets:
             Liffiton and Sakallah (2008), J. Automated Reasoning 40.
    """
    deadline = Deadline(limit_s)
    asked = claims(matrix, demands=demands)
    if fixed is not None:
        asked = tuple(claim for claim in asked if claim.issue in fixed)
    board = Board(matrix, asked, fixed)
    found = []
    for issues, members in _components(board):
        dispute = _dispute(board, issues, members, keep, deadline)
        if dispute is not None:
            found.append(dispute)
    weights = [MOVE + weight for weight in board.weights]
    assignment, _ = cheapest(board.domains, board.clauses, weights, deadline)
    return Blockers(tuple(found), board.terms(assignment), board.claims)


def _components(board: Board) -> list[tuple[list[int], list[int]]]:
    """Issues connected by clauses, each group with its clauses."""
    leader = list(range(len(board.issues)))

    def find(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for clause in board.clauses:
        for issue, _ in clause[1:]:
            leader[find(issue)] = find(clause[0][0])
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for issue in range(len(board.issues)):
        groups.setdefault(find(issue), ([], []))[0].append(issue)
    for index, clause in enumerate(board.clauses):
        # A claim no option of its issue can satisfy has no literal left; its issue still knows it.
        home = clause[0][0] if clause else board.number(board.claims[index].issue)
        groups[find(home)][1].append(index)
    return list(groups.values())


def _dispute(
    board: Board, issues: Sequence[int], members: Sequence[int], keep: int, deadline: Deadline
) -> Dispute | None:
    place = {issue: number for number, issue in enumerate(issues)}
    domains = [board.domains[issue] for issue in issues]
    clauses = [tuple((place[i], mask) for i, mask in board.clauses[index]) for index in members]
    try:
        if feasible(domains, clauses, deadline) is not None:
            return None
    except TimeoutError:
        pass
    weights = [MOVE + board.weights[index] for index in members]
    result = violations(domains, clauses, weights, keep=keep, deadline=deadline)
    if result.sets == (0,):
        return None
    if result.complete:
        openings_found = list(result.sets)
        conflicts, whole = bounded_hitting_sets(openings_found, CONFLICTS, deadline)
    else:
        conflicts, openings_found, whole = _both_ways(result.sets, domains, clauses, weights, keep, deadline)

    def named(mask: int) -> Claims:
        return tuple(board.claims[index] for bit, index in enumerate(members) if mask >> bit & 1)

    touched = {issue for index in members for issue, _ in board.clauses[index]}
    openings = sorted((Opening(named(mask)) for mask in openings_found), key=lambda one: one.rank)
    return Dispute(
        issues=tuple(board.issues[issue].id for issue in issues if issue in touched),
        conflicts=tuple(named(mask) for mask in sorted(conflicts, key=int.bit_count)),
        openings=tuple(openings),
        complete=whole,
        proved=result.proved,
    )


def _both_ways(
    known: Sequence[int],
    domains: Sequence[int],
    clauses: Sequence[Clause],
    weights: Sequence[int],
    keep: int,
    deadline: Deadline,
) -> tuple[list[int], list[int], bool]:
    """Conflicts and openings by turns, when there are too many openings to list.

    A smallest set that hits every opening known so far either can't hold, and is a conflict, or can,
    and the cheapest way to hold it is a new opening. With no set left to try both lists are whole.
    """
    openings, conflicts = list(known), set[int]()
    for order in (range(len(clauses)), range(len(clauses) - 1, -1, -1)):
        with contextlib.suppress(TimeoutError):
            conflicts.add(_shrunk(order, domains, clauses, deadline.part(0.3)))
    everything = sum(weights) + 1
    hitting, whole = bounded_hitting_sets(openings, keep, deadline)
    while not deadline.over:
        untried = [mask for mask in hitting if mask not in conflicts]
        if not untried:
            break
        mask = min(untried, key=int.bit_count)
        held = [everything if mask >> bit & 1 else weight for bit, weight in enumerate(weights)]
        try:
            chosen = [clause for bit, clause in enumerate(clauses) if mask >> bit & 1]
            if feasible(domains, chosen, deadline) is None:
                conflicts.add(mask)
                continue
            assignment, _ = cheapest(domains, clauses, held, deadline)
        except TimeoutError:
            break
        opening = sum(
            1 << bit
            for bit, clause in enumerate(clauses)
            if not any(options >> assignment[issue] & 1 for issue, options in clause)
        )
        openings.append(opening)
        hitting, kept_all = with_one_more(hitting, opening, keep, deadline)
        whole &= kept_all
    done = whole and all(mask in conflicts for mask in hitting)
    return sorted(conflicts, key=int.bit_count), minimal(openings), done


def _shrunk(
    order: Sequence[int], domains: Sequence[int], clauses: Sequence[Clause], deadline: Deadline
) -> int:
    """One conflict: drop claims in this order as long as the rest still can't hold.

    Raises TimeoutError when the deadline passes first.
    """
    kept = list(order)
    step = len(kept)
    while step > 1:
        # Large pieces first: what remains is short by the time claims are tried one by one.
        step = -(-step // 2)
        place = 0
        while place < len(kept):
            rest = kept[:place] + kept[place + step :]
            if feasible(domains, [clauses[one] for one in rest], deadline) is None:
                kept = rest
            else:
                place += step
    return sum(1 << index for index in kept)
