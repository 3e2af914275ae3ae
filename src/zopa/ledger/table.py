"""The position table of a large ledger: what stands at any date, without reading what does not decide.

`positions.stand` decides by a handful of statements per cell: each speaker's last word, what nameless
voices said around the latest day, and how long a red line was not taken back. These are fetched by
index, and `stand` decides on them; how many more statements there are comes from the tallies. A test
holds the result equal to what `positions.place` makes of all positions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, or_, select, tuple_

from zopa.ledger import rows
from zopa.ledger.index import chunks
from zopa.ledger.schema import cells, positions, reports, tallies, voices
from zopa.vocabulary import VOICES, Stance, StatedPosition

STANCES = tuple(one.value for one in Stance)
CellKey = tuple[str, str, str]
"""Holder, issue, option."""


@dataclass(slots=True)
class Deciding:
    """What decides one cell.

    stated    the positions that decide, in any order; `stand` makes of them what it makes of all.
    for_, against  (how many positions up to the date, how many of them are data), on either side.
    """

    stated: list[StatedPosition] = field(default_factory=list)
    for_: tuple[int, int] = (0, 0)
    against: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Voice:
    """One speaker on one cell: the last day of each stance up to the date, and of each firm one."""

    seq: int
    speaker: str
    days: dict[str, date] = field(default_factory=dict)
    firm: dict[str, date] = field(default_factory=dict)
    undated: bool = False

    @property
    def last(self) -> date | None:
        return max(self.days.values(), default=None)


Pairs = set[tuple[int, date]]
"""(voice, day): all of one speaker's positions on one cell and day."""


def deciding(
    engine: Engine,
    holders: Iterable[str],
    affiliation: Mapping[str, str | None],
    window: timedelta,
    as_of: date | None = None,
) -> dict[CellKey, Deciding]:
    """What decides each cell of the holders' rows as of a date, by (holder, issue, option).

    affiliation  speaker id to party id: a party's own word outranks what others say.
    window       how far before the latest day a nameless voice's word still counts.
    """
    with engine.connect() as connection:
        return _Fetch(connection, tuple(holders), affiliation, window, as_of).all()


class _Fetch:
    def __init__(
        self,
        connection: Connection,
        holders: tuple[str, ...],
        affiliation: Mapping[str, str | None],
        window: timedelta,
        as_of: date | None,
    ) -> None:
        self._connection = connection
        self._holders = holders
        self._affiliation = affiliation
        self._window = window
        self._as_of = as_of or date.max
        self._found: dict[int, dict[int, Any]] = defaultdict(dict)

    def all(self) -> dict[CellKey, Deciding]:
        query = select(cells).where(cells.c.holder.in_(self._holders))
        keys = {row.seq: (row.holder, row.issue, row.option) for row in self._connection.execute(query)}
        if not keys:
            return {}
        ranked = self._ranked(keys)
        self._fetch_pairs(
            {(voice.seq, voice.last) for held in ranked.values() for voice in held if voice.last is not None}
        )
        self._fetch_undated([voice.seq for held in ranked.values() for voice in held if voice.undated])
        self._fetch_nameless(ranked)
        self._fetch_nameless_partly_dated()
        self._fetch_red_lines(ranked)
        return self._result(keys)

    # -------------------------------------------------------------- who speaks, and when last

    def _ranked(self, keys: Mapping[int, CellKey]) -> dict[int, list[_Voice]]:
        """By cell, the voices that count: the party's own, else all; without those silent up to the date."""
        own: dict[int, list[_Voice]] = defaultdict(list)
        others: dict[int, list[_Voice]] = defaultdict(list)
        for row in self._connection.execute(select(voices.c.seq, voices.c.cell, voices.c.speaker)):
            if row.cell in keys:
                is_own = self._affiliation.get(row.speaker) == keys[row.cell][0]
                (own if is_own else others)[row.cell].append(_Voice(row.seq, row.speaker))
        undated = set(
            self._connection.execute(
                select(positions.c.voice).distinct().where(positions.c.counts, positions.c.said_on.is_(None))
            ).scalars()
        )
        heard = self._heard(own, undated)
        return heard | self._heard(
            {cell: held for cell, held in others.items() if cell not in heard}, undated
        )

    def _heard(self, by_cell: Mapping[int, list[_Voice]], undated: set[int]) -> dict[int, list[_Voice]]:
        """Learn the voices' last days; give those that were heard, by cell, where there are any."""
        known = {voice.seq: voice for held in by_cell.values() for voice in held}
        firm = [self._last_day(one, firm=True) for one in STANCES]
        for some in chunks(known):
            query = select(voices.c.seq, *(self._last_day(one) for one in STANCES), *firm)
            for seq, *days in self._connection.execute(query.where(voices.c.seq.in_(some))):
                known[seq].days = {one: day for one, day in zip(STANCES, days[:3], strict=True) if day}
                known[seq].firm = {one: day for one, day in zip(STANCES, days[3:], strict=True) if day}
        heard: dict[int, list[_Voice]] = {}
        for cell, held in by_cell.items():
            for voice in held:
                voice.undated = voice.seq in undated
            if said := [voice for voice in held if voice.days or voice.undated]:
                heard[cell] = said
        return heard

    def _last_day(self, stance: str, *, firm: bool = False) -> Any:
        query = select(func.max(positions.c.said_on)).where(
            positions.c.counts,
            positions.c.voice == voices.c.seq,
            positions.c.stance == stance,
            positions.c.said_on <= self._as_of,
        )
        if firm:
            query = query.where(positions.c.firm)
        return query.scalar_subquery().label(f"{stance}_{'firm' if firm else 'any'}")

    # -------------------------------------------------------------- what they said

    def _stated(self) -> Any:
        return (
            select(positions, reports.c.id.label("report_id"), voices.c.cell)
            .join(reports, reports.c.seq == positions.c.report)
            .join(voices, voices.c.seq == positions.c.voice)
        )

    def _keep(self, query: Any) -> None:
        for row in self._connection.execute(query).mappings():
            self._found[row["cell"]][row["seq"]] = row

    def _fetch_pairs(self, pairs: Pairs) -> None:
        for some in chunks(sorted(pairs)):
            self._keep(
                self._stated().where(
                    positions.c.counts, tuple_(positions.c.voice, positions.c.said_on).in_(some)
                )
            )

    def _fetch_undated(self, numbers: list[int]) -> None:
        for some in chunks(numbers):
            self._keep(
                self._stated().where(
                    positions.c.counts, positions.c.said_on.is_(None), positions.c.voice.in_(some)
                )
            )

    def _fetch_nameless(self, ranked: Mapping[int, list[_Voice]]) -> None:
        """Nameless voices are one per report: all of them around the latest day count."""
        for held in ranked.values():
            latest = max((voice.last for voice in held if voice.last), default=None)
            nameless = [voice.seq for voice in held if voice.speaker in VOICES]
            if nameless and latest is not None:
                self._keep(
                    self._stated().where(
                        positions.c.counts,
                        positions.c.voice.in_(nameless),
                        positions.c.said_on.between(latest - self._window, latest),
                    )
                )

    def _fetch_nameless_partly_dated(self) -> None:
        """An undated word of a report's nameless voice counts only where no dated one supersedes it."""
        pairs = {
            (row["voice"], row["report"])
            for found in self._found.values()
            for row in found.values()
            if row["said_on"] is None and row["speaker"] in VOICES
        }
        for some in chunks(sorted(pairs)):
            self._keep(
                self._stated().where(
                    positions.c.counts,
                    tuple_(positions.c.voice, positions.c.report).in_(some),
                    positions.c.said_on <= self._as_of,
                )
            )

    def _fetch_red_lines(self, ranked: Mapping[int, list[_Voice]]) -> None:
        """How far back a red line was not taken back: the last firm word, and the last one against it."""
        pairs: Pairs = set()
        for cell, held in ranked.items():
            found = list(self._found[cell].values())
            latest = max((row["said_on"] for row in found if row["said_on"]), default=None)
            if latest is None:
                continue
            # On the latest day both stances may stand; what is needed for either is fetched.
            for stance in {row["stance"] for row in found if row["said_on"] == latest}:
                firm = max((voice.firm[stance] for voice in held if stance in voice.firm), default=None)
                undated = any(
                    row["firm"] and row["said_on"] is None and row["stance"] == stance for row in found
                )
                if firm == latest or (firm is None and not undated):
                    continue
                against = [one for one in STANCES if Stance(one).is_for is not Stance(stance).is_for]
                days = {day for day in (firm, self._last_against(held, against, latest)) if day}
                # Everybody's words of those days: on one day nobody can tell which came first.
                pairs |= {(voice.seq, day) for voice in held for day in days}
        self._fetch_pairs(pairs)

    def _last_against(self, held: list[_Voice], against: list[str], latest: date) -> date | None:
        """The last day before the latest on which one of these stances was taken."""
        days = [(voice, voice.days[one]) for voice in held for one in against if one in voice.days]
        before = [day for _, day in days if day < latest]
        again = [voice.seq for voice, day in days if day == latest]
        if again:
            query = select(func.max(positions.c.said_on)).where(
                positions.c.counts,
                positions.c.voice.in_(again),
                positions.c.stance.in_(against),
                positions.c.said_on < latest,
            )
            earlier = self._connection.execute(query).scalar()
            before += [earlier] if earlier else []
        return max(before, default=None)

    # -------------------------------------------------------------- together

    def _result(self, keys: Mapping[int, CellKey]) -> dict[CellKey, Deciding]:
        made: dict[CellKey, Deciding] = {}
        for cell, found in self._found.items():
            one = made[keys[cell]] = Deciding()
            for row in found.values():
                one.stated.append(rows.position(row, row["report_id"]))
        for cell, is_for, stated, accepted in self._tallies(keys):
            counted = made.get(keys[cell])
            if counted is not None and is_for:
                counted.for_ = (int(stated), int(accepted))
            elif counted is not None:
                counted.against = (int(stated), int(accepted))
        return made

    def _tallies(self, keys: Mapping[int, CellKey]) -> Iterable[Any]:
        day, period = self._as_of, tallies.c.period
        query = (
            select(tallies.c.cell, tallies.c.is_for, func.sum(tallies.c.stated), func.sum(tallies.c.accepted))
            .where(
                or_(
                    period == 0,
                    period.between(1, day.year - 1),
                    period.between(day.year * 100 + 1, day.year * 100 + day.month - 1),
                    period.between(
                        (day.year * 100 + day.month) * 100 + 1,
                        (day.year * 100 + day.month) * 100 + day.day,
                    ),
                )
            )
            .group_by(tallies.c.cell, tallies.c.is_for)
        )
        return [row for row in self._connection.execute(query) if row[0] in keys]
