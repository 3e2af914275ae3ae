"""How long a search may take, passed in rather than read from a setting."""

from __future__ import annotations

import time


class Deadline:
    """Counts down from when it is made; None never ends.

    >>> Deadline(None).over
    False
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and time.monotonic() >= self._end

    def check(self) -> None:
        """Raises TimeoutError once the time is up."""
        if self.over:
            raise TimeoutError(f"not finished within {self.seconds} s")

    def part(self, share: float) -> Deadline:
        """A deadline that ends after `share` of what is left of this one."""
        left = None if self._end is None else max(0.0, self._end - time.monotonic())
        return Deadline(None if left is None else share * left)
