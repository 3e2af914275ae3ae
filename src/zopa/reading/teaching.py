"""In which order suggestions are best judged: what teaches the next reading most comes first."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zopa.reading.judged import Fact

HOPE = 0.15
"""What a suggestion is worth that is almost surely wrong: a refusal teaches too, but less."""
KNOWN_CELL, KNOWN_OPTION = 0.5, 0.25
"""How much each earlier judgement on the same party and option, or option, takes from the worth of the next.
Chosen by simulated judging, see training/judging.py; the figures change little around them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A suggestion to be judged: how sure the reader is, whose position, on which issue and option."""

    chance: float
    holder: str
    issue: str
    option: str


def teaching_order(asked: Sequence[Asked], facts: Iterable[Fact] = ()) -> list[int]:
    """Places of the suggestions in the order in which they teach most; the same on every machine.

    A confirmed position of a party on an option that nothing is known of yet teaches most: it tells the
    words, the party and the side at once. What was judged already, and what stands before in the queue,
    counts as known, so that the queue goes through the whole dossier before it comes back to one cell.
    """
    cells: Counter[tuple[str, str, str]] = Counter()
    options: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        cells[fact.holder, fact.issue, fact.option] += 1
        options[fact.issue, fact.option] += 1

    def worth(one: Asked) -> float:
        known = 1 + KNOWN_CELL * cells[one.holder, one.issue, one.option]
        return (one.chance + HOPE) / known / (1 + KNOWN_OPTION * options[one.issue, one.option])

    heap = [(-worth(one), place) for place, one in enumerate(asked)]
    heapq.heapify(heap)
    order = []
    while heap:
        claimed, place = heapq.heappop(heap)
        now = worth(asked[place])
        if -claimed > now + 1e-12:
            # It has become less since: what is worth more may have come between.
            heapq.heappush(heap, (-now, place))
            continue
        order.append(place)
        cells[asked[place].holder, asked[place].issue, asked[place].option] += 1
        options[asked[place].issue, asked[place].option] += 1
    return order
