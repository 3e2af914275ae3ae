"""How widely something is printed, and how many independent stories that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zopa.vocabulary import StatedPosition


@dataclass(frozen=True, slots=True)
class Spread:
    """How many outlets print something, and how many origins they have it from.

    Ten outlets that print one agency's report are one origin: one independent source.
    """

    reports: int
    outlets: int
    origins: int

    @property
    def reprinted(self) -> bool:
        """Whether some of the outlets only print what another one wrote."""
        return self.outlets > self.origins

    def __str__(self) -> str:
        return f"{_count(self.outlets, 'outlet')}, {_count(self.origins, 'origin')}"


def spread(
    stated: Iterable[StatedPosition], outlet_of: Mapping[str, str], origin_of: Mapping[str, str]
) -> Spread:
    """The spread of some stated positions.

    outlet_of  outlet by report id; a report without one counts as an outlet of its own.
    origin_of  the report that a report is a reprint of; one that is not listed is its own origin.

    >>> spread([], {}, {})
    Spread(reports=0, outlets=0, origins=0)
    """
    names = {one.report for one in stated}
    return Spread(
        reports=len(names),
        outlets=len({outlet_of.get(name) or name for name in names}),
        origins=len({origin_of.get(name, name) for name in names}),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
