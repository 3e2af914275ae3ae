"""Who contradicts whom, and who changed: questions to the stated positions. Values in, values out.

contradictions  the same side on the same option, once for and once against, close together
changes         the same side's own word on an option that turned, grew firm or softened
firsts          the first time a side is said to accept an option
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice, pairwise

from zopa.positions.affiliation import Affiliation
from zopa.positions.infer import WINDOW
from zopa.vocabulary import Modality, Stance, StatedPosition


class Kind(StrEnum):
    """Between whom a contradiction is."""

    OWN = "own"
    """The side's own words contradict each other."""
    SECOND_HAND = "second-hand"
    """Its own word against what others say of it."""
    OUTLETS = "outlets"
    """Two outlets report the same speaker differently."""
    OTHERS = "others"
    """Others disagree about it, and it has not spoken."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements on one side and option that can't both hold. `one` is the earlier."""

    kind: Kind
    one: StatedPosition
    other: StatedPosition

    @property
    def days_apart(self) -> int | None:
        """Days between them; None where one has no date."""
        if self.one.said_on is None or self.other.said_on is None:
            return None
        return abs((self.other.said_on - self.one.said_on).days)


@dataclass(frozen=True, slots=True)
class Change:
    """A side's own word that differs from its one before on the same option."""

    before: StatedPosition
    after: StatedPosition

    @property
    def what(self) -> str:
        """'turned', 'hardened', 'softened', or 'moved' between supporting and accepting."""
        if self.before.stance.is_for is not self.after.stance.is_for:
            return "turned"
        if self.before.stance is not self.after.stance:
            return "moved"
        return "hardened" if self.after.firm else "softened"


@dataclass(frozen=True, slots=True)
class First:
    """The first word that a side accepts an option: "first time X accepts Y, 15 Dec, unnamed officials".

    against  its last own word against the option before, or None where it had not spoken to it.
    own      whether the side says so itself; else others say it of the side.
    """

    position: StatedPosition
    against: StatedPosition | None
    own: bool


def contradictions(
    positions: Iterable[StatedPosition],
    affiliation: Mapping[str, str | None],
    outlet_of: Mapping[str, str],
    window: timedelta = WINDOW,
    origin_of: Mapping[str, str] | None = None,
    most: int | None = None,
) -> list[Contradiction]:
    """Pairs of opposite polarity on one holder and option within a window, the latest first.

    affiliation  speaker id to party id.
    outlet_of    outlet by report id.
    origin_of    the report that a report is a reprint of: a story and its reprints speak once.
    most         at most this many; None gives all.
    Undated statements contradict nobody: it is not known when they were said.
    """
    origin_of = origin_of or {}
    sides = Affiliation.of(affiliation)
    found = []
    for said in _by_option(positions).values():
        said.sort(key=_order)
        for at, one in enumerate(said):
            for other in said[at + 1 :]:
                if (other.said_on or date.max) - (one.said_on or date.max) > window:
                    break
                if one.stance.is_for is not other.stance.is_for:
                    found.append(Contradiction(_kind(one, other, sides, outlet_of), one, other))
    found.sort(key=lambda pair: (_order(pair.other), _order(pair.one)), reverse=True)
    return list(islice(_once(found, origin_of), most))


def _by_option(positions: Iterable[StatedPosition]) -> dict[tuple[str, str, str], list[StatedPosition]]:
    by_option: dict[tuple[str, str, str], list[StatedPosition]] = defaultdict(list)
    for one in positions:
        # What was held once, is denied or only alleged contradicts nothing that is held now.
        if one.said_on is not None and one.modality is Modality.CURRENT:
            by_option[one.holder, one.issue, one.option].append(one)
    return by_option


def _order(one: StatedPosition) -> tuple[date, str, int, str]:
    return one.said_on or date.min, one.report, one.quote.start, one.id


def _kind(
    one: StatedPosition,
    other: StatedPosition,
    sides: Affiliation,
    outlet_of: Mapping[str, str],
) -> Kind:
    own = [sides.is_own(each) for each in (one, other)]
    named = one.speaker not in ("author", "anonymous", "other")
    same_day = one.said_on == other.said_on
    if one.speaker == other.speaker and named and same_day and _differ(one, other, outlet_of):
        return Kind.OUTLETS
    if all(own):
        return Kind.OWN
    if any(own):
        return Kind.SECOND_HAND
    return Kind.OUTLETS if one.speaker == "author" == other.speaker else Kind.OTHERS


def _differ(one: StatedPosition, other: StatedPosition, outlet_of: Mapping[str, str]) -> bool:
    return outlet_of.get(one.report, one.report) != outlet_of.get(other.report, other.report)


def _once(found: list[Contradiction], origin_of: Mapping[str, str]) -> Iterator[Contradiction]:
    """Without the same pair of words again in a reprint."""
    seen = set()
    for pair in found:
        said = tuple(
            (origin_of.get(one.report, one.report), one.speaker, one.stance, one.quote.exact)
            for one in (pair.one, pair.other)
        )
        key = (pair.one.holder, pair.one.issue, pair.one.option, *said)
        if key not in seen:
            seen.add(key)
            yield pair


def changes(
    positions: Iterable[StatedPosition],
    affiliation: Mapping[str, str | None],
    since: date | None = None,
) -> list[Change]:
    """Where a side's own word differs from its own word before, the latest first.

    since  only changes on or after this day.
    """
    sides = Affiliation.of(affiliation)
    found = []
    for said in _by_option(positions).values():
        own = sorted((one for one in said if sides.is_own(one)), key=_order)
        for before, after in pairwise(own):
            differs = (before.stance, before.firm) != (after.stance, after.firm)
            recent = since is None or (after.said_on is not None and after.said_on >= since)
            if differs and recent:
                found.append(Change(before, after))
    found.sort(key=lambda change: _order(change.after), reverse=True)
    return found


def firsts(
    positions: Iterable[StatedPosition],
    affiliation: Mapping[str, str | None],
    since: date | None = None,
) -> list[First]:
    """Where a side is for the first time said to accept an option, by itself or by others; the latest first.

    It is news only of a side of which reports had told something on an earlier day, and which nobody had
    said to be for the option by then.
    since  only those on or after this day.
    """
    sides = Affiliation.of(affiliation)
    by_option = _by_option(positions)
    known: dict[str, date] = {}
    for (holder, _, _), said in by_option.items():
        days = [one.said_on for one in said if one.said_on is not None]
        known[holder] = min([*days, *([known[holder]] if holder in known else [])])
    found = []
    for (holder, _, _), said in by_option.items():
        said.sort(key=_order)
        first = next((one for one in said if one.stance.is_for), None)
        if first is None or first.stance is not Stance.ACCEPTS or first.said_on == known[holder]:
            continue
        if since is not None and (first.said_on or date.min) < since:
            continue
        before = [one for one in said[: said.index(first)] if sides.is_own(one)]
        found.append(First(first, before[-1] if before else None, sides.is_own(first)))
    return sorted(found, key=lambda one: _order(one.position), reverse=True)
