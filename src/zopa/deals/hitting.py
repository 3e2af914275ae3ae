"""Smallest hitting sets: from all ways to open a deal to all that blocks it, and back (Berge 1989)."""

from __future__ import annotations

from collections.abc import Sequence

from zopa.deals.deadline import Deadline


def hitting_sets(sets: Sequence[int]) -> list[int]:
    """Every smallest set that shares an element with each of `sets` (bit masks), smallest first."""
    return bounded_hitting_sets(sets, None, Deadline(None))[0]


def bounded_hitting_sets(sets: Sequence[int], keep: int | None, deadline: Deadline) -> tuple[list[int], bool]:
    """The smallest sets that share an element with each of `sets` (Berge 1989), at most `keep`.

    Returns  the sets, and whether they are all.
    """
    hitting, complete = [0], True
    for one in sorted(sets, key=int.bit_count):
        hitting, whole = with_one_more(hitting, one, keep, deadline)
        complete &= whole
    return hitting, complete


def with_one_more(
    hitting: Sequence[int], one: int, keep: int | None, deadline: Deadline
) -> tuple[list[int], bool]:
    """Hitting sets that also hit `one`; smallest first, at most `keep`."""
    already = [known for known in hitting if known & one]
    # What contains a set that hits already can't be smallest; that set then holds just the added element.
    rivals: dict[int, list[int]] = {}
    for known in already:
        if (known & one).bit_count() == 1:
            rivals.setdefault(known & one, []).append(known)
    bits = [1 << bit for bit in range(one.bit_length()) if one >> bit & 1]
    grown: list[int] = []
    whole = True
    for place, known in enumerate(hitting):
        if not place % 256 and deadline.over:
            whole = False
            break
        if not known & one:
            for bit in bits:
                wider = known | bit
                if not any(other & wider == other for other in rivals.get(bit, ())):
                    grown.append(wider)
    # Sets grown from different ones differ in what they held before, so none of them contains another;
    # sorting by size is all that is left to do.
    found = sorted((*already, *grown), key=int.bit_count)
    if keep is not None and len(found) > keep:
        return found[:keep], False
    return found, whole
