"""What reading a report gives."""

from __future__ import annotations

from dataclasses import dataclass

from zopa.vocabulary import StatedPosition, Statement


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one report, in the order of the text."""

    statements: tuple[Statement, ...] = ()
    positions: tuple[StatedPosition, ...] = ()
