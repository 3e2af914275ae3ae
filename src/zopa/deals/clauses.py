"""Small exact solver: issues with options, and wishes of one or two literals.

A clause is a disjunction of at most two literals, each "this issue takes one of these options"
(options as a bit mask). Refusals and demands have one literal, conditions two: not X, or Y.

    feasible    an assignment that satisfies every clause, or None
    violations  the sets of clauses that can be given up so that the rest holds: all minimal
                sets, or the cheapest ones where there are too many

Method: unit propagation and backtracking; for `violations` elimination of one issue after the
other, keeping per assignment of its neighbours the minimal (or the k cheapest) sets of violated
clauses (Dechter 1999, bucket elimination, with sets instead of numbers). Work grows with how
tightly the issues are coupled, not with their number.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zopa.deals.deadline import Deadline

Literal = tuple[int, int]
"""(issue index, mask of options)."""
Clause = tuple[Literal, ...]
"""One or two literals on different issues; an empty clause can't be satisfied."""

MAX_STATES = 40_000
"""Rows of the largest elimination table worth building in Python."""
MAX_CELLS = 4_000_000
"""Cells of the largest table worth building in numpy: 32 MB."""


def normal(literals: Sequence[Literal]) -> Clause:
    """The clause with literals on the same issue merged and impossible ones dropped."""
    merged: dict[int, int] = {}
    for issue, mask in literals:
        merged[issue] = merged.get(issue, 0) | mask
    return tuple(sorted((issue, mask) for issue, mask in merged.items() if mask))


def feasible(
    domains: Sequence[int], clauses: Sequence[Clause], deadline: Deadline | None = None
) -> tuple[int, ...] | None:
    """One option index per issue that satisfies every clause, or None.

    domains  mask of the options left on each issue.
    Raises   TimeoutError when the deadline passes first.
    """
    watching: list[list[Clause]] = [[] for _ in domains]
    for clause in clauses:
        if not clause:
            return None
        for issue, _ in clause:
            watching[issue].append(clause)
    left = list(domains)
    if not all(left) or not _propagate(left, watching, range(len(left))):
        return None
    return _search(left, watching, clauses, deadline or Deadline(None))


def _propagate(left: list[int], watching: list[list[Clause]], changed: Sequence[int]) -> bool:
    """Cut `left` in place to what the clauses still allow; False where an issue runs out of options."""
    queue = list(changed)
    while queue:
        for clause in watching[queue.pop()]:
            open_literals = [(issue, mask) for issue, mask in clause if left[issue] & mask]
            if not open_literals:
                return False
            if len(open_literals) == 1:
                issue, mask = open_literals[0]
                if left[issue] & ~mask:
                    left[issue] &= mask
                    queue.append(issue)
    return True


def _search(
    left: list[int], watching: list[list[Clause]], clauses: Sequence[Clause], deadline: Deadline
) -> tuple[int, ...] | None:
    deadline.check()
    undecided = [
        issue
        for clause in clauses
        if all(left[issue] & ~mask for issue, mask in clause)
        for issue, _ in clause
    ]
    if not undecided:
        return tuple((mask & -mask).bit_length() - 1 for mask in left)
    issue = min(set(undecided), key=lambda one: (left[one].bit_count(), one))
    for option in _bits(left[issue]):
        trial = list(left)
        trial[issue] = 1 << option
        if _propagate(trial, watching, [issue]):
            found = _search(trial, watching, clauses, deadline)
            if found is not None:
                return found
    return None


def _bits(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


# ------------------------------------------------------------------ what would have to go


@dataclass(frozen=True, slots=True)
class Violations:
    """Sets of clauses to give up, cheapest first.

    sets      minimal sets, as masks of clause indexes; no set contains another.
    complete  every minimal set is here; otherwise these are the cheapest ones.
    proved    the first one is certainly the cheapest.
    """

    sets: tuple[int, ...]
    complete: bool
    proved: bool = True


def violations(
    domains: Sequence[int],
    clauses: Sequence[Clause],
    weights: Sequence[int],
    *,
    keep: int = 2000,
    deadline: Deadline | None = None,
) -> Violations:
    """The minimal sets of clauses whose giving up lets all the others hold.

    weights  positive cost of each clause; sets come by their total.
    keep     how many sets are kept per state; beyond it only the cheapest survive.
    """
    deadline = deadline or Deadline(None)
    lost = sum(1 << index for index, clause in enumerate(clauses) if not clause)
    left = _undominated(domains, clauses)
    order, largest = _order(left, clauses)
    best: Violations | None = None
    half = deadline.part(0.5)
    # A short list first, then longer ones while there is time: the last finished one counts.
    for length in sorted({min(keep, 16), min(keep, 128), keep}) if largest <= MAX_STATES else ():
        try:
            found, complete = _eliminate(left, clauses, weights, order, length, half)
        except TimeoutError:
            break
        best = Violations(tuple(one | lost for one in found), complete)
        if complete:
            return best
    if best is not None:
        return best
    assignment, proved = cheapest(left, clauses, weights, deadline)
    broken = sum(
        1 << index
        for index, clause in enumerate(clauses)
        if not any(mask >> assignment[issue] & 1 for issue, mask in clause)
    )
    return Violations((broken,), complete=False, proved=proved)


def _undominated(domains: Sequence[int], clauses: Sequence[Clause]) -> list[int]:
    """Drop options that satisfy no more clauses than another one of the same issue.

    Whatever such an option violates contains what the other violates, so no minimal set is lost.
    """
    satisfied: list[dict[int, int]] = [dict.fromkeys(_bits(mask), 0) for mask in domains]
    for index, clause in enumerate(clauses):
        for issue, mask in clause:
            for option in satisfied[issue]:
                if mask >> option & 1:
                    satisfied[issue][option] |= 1 << index
    left = []
    for row in satisfied:
        kept: list[int] = []
        for option, good in row.items():
            if any(good | row[other] == row[other] for other in kept):
                continue
            kept = [other for other in kept if good | row[other] != good]
            kept.append(option)
        left.append(sum(1 << option for option in kept))
    return left


def _order(left: Sequence[int], clauses: Sequence[Clause]) -> tuple[list[int], int]:
    """Which issue to eliminate next (smallest table first), and the size of the largest table."""
    neighbours: list[set[int]] = [set() for _ in left]
    for clause in clauses:
        for (first, _), (second, _) in itertools.combinations(clause, 2):
            neighbours[first].add(second)
            neighbours[second].add(first)
    sizes = [mask.bit_count() for mask in left]

    def table(issue: int) -> int:
        size = sizes[issue]
        for other in neighbours[issue]:
            size *= sizes[other]
        return size

    todo, order, largest = set(range(len(left))), [], 1
    while todo:
        issue = min(todo, key=lambda one: (table(one), one))
        largest = max(largest, table(issue))
        todo.remove(issue)
        order.append(issue)
        for other in neighbours[issue]:
            neighbours[other] |= neighbours[issue] - {other}
            neighbours[other].discard(issue)
    return order, largest


Priced = tuple[int, int]
"""(total weight, mask of clauses); lists of them are kept sorted, the cheapest first."""


def _eliminate(
    left: Sequence[int],
    clauses: Sequence[Clause],
    weights: Sequence[int],
    order: Sequence[int],
    keep: int,
    deadline: Deadline,
) -> tuple[list[int], bool]:
    """All minimal (or up to `keep` cheap) sets of violated clauses, cheapest first.

    Raises TimeoutError when the deadline passes first.
    """
    # A factor maps the options of its scope to the sets that are violated below it.
    factors: list[tuple[tuple[int, ...], dict[tuple[int, ...], list[Priced]]]] = []
    waiting = dict(enumerate(clauses))
    complete = True
    total: list[Priced] = [(0, 0)]
    for issue in order:
        mine = {n: clause for n, clause in waiting.items() if any(one == issue for one, _ in clause)}
        for index in mine:
            del waiting[index]
        below = [factor for factor in factors if issue in factor[0]]
        factors = [factor for factor in factors if issue not in factor[0]]
        met = {one for inner, _ in below for one in inner}
        met |= {one for clause in mine.values() for one, _ in clause}
        scope = tuple(sorted(met - {issue}))
        table: dict[tuple[int, ...], list[Priced]] = {}
        for options in itertools.product(*(_bits(left[one]) for one in scope)):
            chosen = dict(zip(scope, options, strict=True))
            union: list[Priced] = []
            for option in _bits(left[issue]):
                deadline.check()
                chosen[issue] = option
                cost = broken = 0
                for index, clause in mine.items():
                    if not any(mask >> chosen[one] & 1 for one, mask in clause):
                        broken |= 1 << index
                        cost += weights[index]
                sets = [(cost, broken)]
                for inner, rows in below:
                    sets, whole = _joined(sets, rows[tuple(chosen[one] for one in inner)], keep)
                    complete &= whole
                union.extend(sets)
            table[options], whole = _cheapest_minimal(union, keep)
            complete &= whole
        if scope:
            factors.append((scope, table))
        else:
            total, whole = _joined(total, table[()], keep)
            complete &= whole
    return [mask for _, mask in total], complete


def _joined(first: list[Priced], second: list[Priced], keep: int) -> tuple[list[Priced], bool]:
    """Every union of a set from each side, both cheapest first and about different clauses.

    Both sides are antichains, so their unions are one too. Of sorted lists the n cheapest pairs
    lie among those whose places multiply to at most n.
    """
    if len(first) == 1 and not first[0][1]:
        return second, True
    if len(second) == 1 and not second[0][1]:
        return first, True
    if len(first) * len(second) <= keep:
        return sorted((p + q, one | other) for p, one in first for q, other in second), True
    unions = [
        (p + q, one | other)
        for place, (p, one) in enumerate(first, 1)
        for q, other in second[: max(1, keep // place)]
    ]
    return sorted(unions)[:keep], False


def _cheapest_minimal(sets: list[Priced], keep: int) -> tuple[list[Priced], bool]:
    """The sets that contain no other, the cheapest `keep` of them, and whether that is all."""
    kept: list[Priced] = []
    for price, one in sorted(set(sets)):
        if not any(other & one == other for _, other in kept):
            if len(kept) == keep:
                return kept, False
            kept.append((price, one))
    return kept, True


def minimal(sets: Iterable[int]) -> list[int]:
    """The sets that contain no other, smallest first."""
    kept: list[int] = []
    for one in sorted(set(sets), key=lambda mask: (mask.bit_count(), mask)):
        if not any(other & one == other for other in kept):
            kept.append(one)
    return kept


def cheapest(
    domains: Sequence[int],
    clauses: Sequence[Clause],
    weights: Sequence[int],
    deadline: Deadline | None = None,
) -> tuple[tuple[int, ...], bool]:
    """The assignment that violates the least weight, and whether that is proved.

    Elimination with numbers in numpy where its tables fit, else branch and bound until the deadline.
    """
    deadline = deadline or Deadline(None)
    left = _undominated(domains, clauses)
    order, largest = _order(left, clauses)
    if largest <= MAX_CELLS:
        return _least(left, clauses, weights, order), True
    return _branch_and_bound(left, clauses, weights, deadline)


def _least(
    left: Sequence[int], clauses: Sequence[Clause], weights: Sequence[int], order: Sequence[int]
) -> tuple[int, ...]:
    options = [_bits(mask) for mask in left]
    tables: list[tuple[tuple[int, ...], npt.NDArray[np.int64]]] = []
    for clause, weight in zip(clauses, weights, strict=True):
        if clause:
            scope = tuple(issue for issue, _ in clause)
            broken = np.full([len(options[issue]) for issue in scope], weight, dtype=np.int64)
            for axis, (issue, mask) in enumerate(clause):
                good = [place for place, option in enumerate(options[issue]) if mask >> option & 1]
                broken[(slice(None),) * axis + (good,)] = 0
            tables.append((scope, broken))
    choices: list[tuple[int, tuple[int, ...], npt.NDArray[np.intp]]] = []
    for issue in order:
        mine = [table for table in tables if issue in table[0]]
        tables = [table for table in tables if issue not in table[0]]
        scope = (*sorted({one for inner, _ in mine for one in inner} - {issue}), issue)
        total = np.zeros([len(options[one]) for one in scope], dtype=np.int64)
        for inner, table in mine:
            total += _spread(inner, table, scope)
        choices.append((issue, scope[:-1], total.argmin(axis=-1)))
        if len(scope) > 1:
            tables.append((scope[:-1], total.min(axis=-1)))
    place = [0] * len(left)
    for issue, scope, best in reversed(choices):
        place[issue] = int(best[tuple(place[one] for one in scope)])
    return tuple(options[issue][place[issue]] for issue in range(len(left)))


def _spread(
    inner: tuple[int, ...], table: npt.NDArray[np.int64], scope: tuple[int, ...]
) -> npt.NDArray[np.int64]:
    """The table with its axes in the order of `scope`, ready to broadcast."""
    axes = sorted(range(len(inner)), key=lambda axis: scope.index(inner[axis]))
    ordered = table.transpose(axes)
    shape = [1] * len(scope)
    for axis in axes:
        shape[scope.index(inner[axis])] = table.shape[axis]
    return ordered.reshape(shape)


def _branch_and_bound(
    left: Sequence[int], clauses: Sequence[Clause], weights: Sequence[int], deadline: Deadline
) -> tuple[tuple[int, ...], bool]:
    """Depth first, the cheapest option first; stops at the deadline with the best found."""
    count = len(left)
    watching: list[list[int]] = [[] for _ in left]
    for index, clause in enumerate(clauses):
        for issue, _ in clause:
            watching[issue].append(index)
    best: list[tuple[int, tuple[int, ...]]] = []
    chosen = [-1] * count

    def price(issue: int, option: int) -> int:
        """What this choice certainly violates, given the issues already decided."""
        cost = 0
        for index in watching[issue]:
            if all(
                not mask >> (option if one == issue else chosen[one]) & 1
                if one == issue or chosen[one] >= 0
                else False
                for one, mask in clauses[index]
            ):
                cost += weights[index]
        return cost

    def descend(spent: int) -> None:
        if best:
            deadline.check()
        todo = [issue for issue in range(count) if chosen[issue] < 0]
        if not todo:
            if not best or spent < best[0][0]:
                best[:] = [(spent, tuple(chosen))]
            return
        prices = {issue: sorted((price(issue, o), o) for o in _bits(left[issue])) for issue in todo}
        # Different undecided issues can't yet share a violated clause, so their least prices add up.
        if best and spent + sum(rows[0][0] for rows in prices.values()) >= best[0][0]:
            return
        issue = max(
            todo,
            key=lambda one: (
                prices[one][min(1, len(prices[one]) - 1)][0] - prices[one][0][0],
                len(watching[one]),
            ),
        )
        for cost, option in prices[issue]:
            chosen[issue] = option
            descend(spent + cost)
            chosen[issue] = -1

    try:
        descend(0)
    except TimeoutError:
        return best[0][1], False
    return best[0][1], True
