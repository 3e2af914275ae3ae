"""Whose turn a suggestion is, so that two reviewers are not shown the same one at the same time.

Kept in memory: a courtesy with an end, worth no write to the ledger. What keeps two people from
overwriting each other is the mark of what they saw, which `Judging` compares.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

TURN = 300.0
"""Seconds for which something on a screen is kept from others."""
PUT_OFF = 12 * 3600.0
"""Seconds for which a skipped one stays away from the one who skipped it."""


@dataclass(frozen=True, slots=True)
class _Turn:
    by: str
    until: float


class Turns:
    """Who has which position on the screen, and who put off which. Safe between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._taken: dict[str, _Turn] = {}
        self._skipped: dict[str, dict[str, float]] = {}

    def take(self, position: str, by: str) -> bool:
        """It is now `by`'s turn, and what he had before is free; False where it is somebody else's."""
        with self._lock:
            now = self._clock()
            held = self._taken.get(position)
            if held is not None and held.by != by and held.until > now:
                return False
            self._taken = {
                one: turn for one, turn in self._taken.items() if turn.by != by and turn.until > now
            }
            self._taken[position] = _Turn(by, now + TURN)
            return True

    def skip(self, position: str, by: str) -> None:
        """Put off: `by` is not offered it for a while."""
        with self._lock:
            self._skipped.setdefault(by, {})[position] = self._clock() + PUT_OFF
            self._free([position], by)

    def free(self, positions: Iterable[str], by: str) -> None:
        """Neither `by`'s turn any more, nor put off by him."""
        with self._lock:
            held = list(positions)
            self._free(held, by)
            for one in held:
                self._skipped.get(by, {}).pop(one, None)

    def _free(self, positions: Iterable[str], by: str) -> None:
        for one in positions:
            if (turn := self._taken.get(one)) is not None and turn.by == by:
                del self._taken[one]

    def not_for(self, by: str) -> frozenset[str]:
        """What `by` is not offered now: on somebody else's screen, or put off by him."""
        with self._lock:
            now = self._clock()
            mine = self._skipped.get(by, {})
            for one in [one for one, until in mine.items() if until <= now]:
                del mine[one]
            taken = (one for one, turn in self._taken.items() if turn.by != by and turn.until > now)
            return frozenset((*taken, *mine))

    def skipped(self, by: str) -> int:
        """How many `by` put off."""
        with self._lock:
            return sum(until > self._clock() for until in self._skipped.get(by, {}).values())

    def unskip(self, by: str) -> None:
        """Offer `by` everything again that he put off."""
        with self._lock:
            self._skipped.pop(by, None)

    def others(self, by: str) -> tuple[str, ...]:
        """Who else has something on the screen."""
        with self._lock:
            now = self._clock()
            return tuple(sorted({t.by for t in self._taken.values() if t.by != by and t.until > now}))
