"""Tokens: estimated before, counted after, and a stop in between."""

from __future__ import annotations

import math
import re
import threading

from zopa.errors import BudgetExceeded

_WORDS = re.compile(r"\w+|[^\w\s]")
LETTERS_PER_TOKEN = 3.6
"""Between English (about 4.2) and German (about 3.2) in today's tokenizers."""


def tokens_in(text: str) -> int:
    """About how many tokens a model counts for a text; a token is at least a word or a mark.

    >>> tokens_in("The council refuses.")
    6
    """
    by_length = len(text) / LETTERS_PER_TOKEN
    return math.ceil(max(by_length, len(_WORDS.findall(text))))


class Budget:
    """Counts what a run spends; safe to share between threads.

    limit   tokens the run may spend, prompts and answers together; None is no limit.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self._spent = 0
        self._promised = 0

    @property
    def spent(self) -> int:
        """Tokens spent so far, as the endpoint counts them, else estimated."""
        return self._spent

    def promise(self, tokens: int) -> None:
        """Set tokens aside for a prompt about to be sent. Raises BudgetExceeded where they are not there."""
        with self._lock:
            wanted = self._spent + self._promised + tokens
            if self.limit is not None and wanted > self.limit:
                raise BudgetExceeded(wanted, self.limit, self._spent)
            self._promised += tokens

    def settle(self, promised: int, spent: int) -> None:
        """Take back what was set aside and count what was spent instead."""
        with self._lock:
            self._promised -= promised
            self._spent += spent

    def check(self, forecast: int) -> None:
        """Raises BudgetExceeded before anything is spent, where a forecast is over the limit."""
        if self.limit is not None and forecast > self.limit:
            raise BudgetExceeded(forecast, self.limit, 0)
