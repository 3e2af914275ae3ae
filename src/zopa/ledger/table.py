"""The position table of a large ledger: what stands at any date, without reading what does not decide.

`positions.stand` decides by a handful of statements per cell: each speaker's last word, as far as it is
recent; what nameless voices said around the latest day; and how long a red line was not taken back. These are
fetched by index, and `stand` decides on them; how many more statements there are comes from the tallies. A
test holds the result equal to what `positions.place` makes of all positions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Engine,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from zopa.ledger import dialect, rows
from zopa.ledger.index import chunks
from zopa.ledger.schema import cells, positions, reports, tallies, voices
from zopa.vocabulary import VOICES, Stance, StatedPosition

CellKey = tuple[str, str, str]
"""Holder, issue, option."""


@dataclass(slots=True)
class Deciding:
    """What decides one cell.

    stated    the positions that decide, by report and place; `stand` makes of them what it makes of all.
    for_, against  (how many positions up to the date, how many of them are data), on either side.
    """

    stated: list[StatedPosition] = field(default_factory=list)
    for_: tuple[int, int] = (0, 0)
    against: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Voice:
    """One speaker on one cell: the last day up to the date, and whether some words have no day."""

    seq: int
    cell: int
    speaker: str
    last: date | None
    undated: bool


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
    window       how far before the latest day another voice's word still counts.
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
        self._printed: dict[int, date | None] = {}

    def all(self) -> dict[CellKey, Deciding]:
        query = select(cells).where(cells.c.holder.in_(self._holders))
        keys = {row.seq: (row.holder, row.issue, row.option) for row in self._connection.execute(query)}
        if not keys:
            return {}
        heard = self._heard(keys)
        latest = {
            cell: day
            for cell, held in heard.items()
            if (day := max((voice.last for voice in held if voice.last), default=None)) is not None
        }
        self._fetch_last_words(heard, latest)
        self._fetch_undated([voice.seq for held in heard.values() for voice in held if voice.undated])
        self._fetch_nameless(heard, latest)
        self._fetch_nameless_partly_dated()
        self._fetch_red_lines(heard, latest)
        return self._result(keys)

    # -------------------------------------------------------------- who speaks, and when last

    def _heard(self, keys: Mapping[int, CellKey]) -> dict[int, list[_Voice]]:
        """By cell, the voices that count: the party's own, else all; without those silent up to the date."""
        heard: dict[int, list[_Voice]] = defaultdict(list)
        for holder in self._holders:
            own = [name for name, party in self._affiliation.items() if party == holder]
            for some in chunks(own):
                self._listen(heard, _own_voices(), holder=holder, some=some)
        # No own word is among those others' voices: it would have been heard.
        for some in chunks(keys.keys() - heard.keys()):
            self._listen(heard, _all_voices(), some=some)
        return heard

    def _listen(self, heard: dict[int, list[_Voice]], query: Select[Any], **given: Any) -> None:
        for row in self._connection.execute(query, {"as_of": self._as_of, **given}):
            voice = _Voice(*row)
            if voice.last is not None or voice.undated:
                heard[voice.cell].append(voice)

    # -------------------------------------------------------------- what they said

    def _keep(self, query: Select[Any], **given: Any) -> None:
        for row in self._connection.execute(query, given).mappings():
            self._found[row["cell"]][row["seq"]] = row

    def _keep_pairs(self, pairs: Pairs, *, firm: bool = False) -> None:
        for some in chunks(sorted(pairs)):
            query = _of_pairs(self._connection.dialect.name, firm)
            self._keep(query, it=dialect.pairs_as_text(some))

    def _fetch_last_words(self, heard: Mapping[int, list[_Voice]], latest: Mapping[int, date]) -> None:
        """Older last words than the window neither stand nor contest: the tallies count them.

        But they supersede what the same voice said on no known day.
        """
        self._keep_pairs(
            {
                (voice.seq, voice.last)
                for cell, day in latest.items()
                for voice in heard[cell]
                if voice.last is not None and (voice.undated or day - voice.last <= self._window)
            }
        )

    def _fetch_undated(self, numbers: list[int]) -> None:
        for some in chunks(numbers):
            self._keep(_undated(), some=some)

    def _fetch_nameless(self, heard: Mapping[int, list[_Voice]], latest: Mapping[int, date]) -> None:
        """Nameless voices are one per report: all of them around the latest day count."""
        by_day: dict[date, list[int]] = defaultdict(list)
        for cell, day in latest.items():
            by_day[day] += [voice.seq for voice in heard[cell] if voice.speaker in VOICES]
        for day, nameless in by_day.items():
            for some in chunks(nameless):
                self._keep(_around(), some=some, first=day - self._window, last=day)

    def _fetch_nameless_partly_dated(self) -> None:
        """An undated word of a report's nameless voice counts only where no dated one supersedes it."""
        pairs = {
            (row["voice"], row["report"])
            for found in self._found.values()
            for row in found.values()
            if row["said_on"] is None and row["speaker"] in VOICES
        }
        for some in chunks(sorted(pairs)):
            self._keep(_same_report(), some=some, as_of=self._as_of)

    # -------------------------------------------------------------- red lines

    def _fetch_red_lines(self, heard: Mapping[int, list[_Voice]], latest: Mapping[int, date]) -> None:
        """How far back a red line was not taken back: the last firm word, and the last one against it."""
        open_: dict[Stance, list[int]] = defaultdict(list)
        for cell in latest:
            standing = max(self._in_order(cell), key=_age)  # of equal ones the first, as `stand` has it
            if not standing["firm"]:
                open_[Stance(standing["stance"])].append(cell)
        firm_words: Pairs = set()
        against_words: Pairs = set()
        for stance, where in open_.items():
            on = {cell: [voice.seq for voice in heard[cell]] for cell in where}
            firm = self._days(on, stance, firm=True)
            drawn = {
                cell: max((firm[voice] for voice in held if voice in firm), default=None)
                for cell, held in on.items()
            }
            asked = {cell: on[cell] for cell, day in drawn.items() if day or self._has_firm(cell, stance)}
            against = self._last_against(asked, latest, stance)
            for cell, held in asked.items():
                day, spoken = drawn[cell], against[cell]
                last = max(spoken.values(), default=None)
                if day is not None and (last is None or last <= day):
                    firm_words |= {(voice, day) for voice in held if firm.get(voice) == day}
                    firm_words |= {(voice, day) for voice in spoken if spoken[voice] == day}
                elif last is not None and self._has_firm(cell, stance):
                    # Taken back since: one word that says so is enough.
                    against_words.add(next((voice, last) for voice in spoken if spoken[voice] == last))
        self._keep_pairs(firm_words, firm=True)
        self._keep_pairs(against_words)

    def _has_firm(self, cell: int, stance: Stance) -> bool:
        """Whether a firm word for this stance is among those that were fetched."""
        return any(row["firm"] and row["stance"] == stance for row in self._found[cell].values())

    def _last_against(
        self, asked: Mapping[int, list[int]], latest: Mapping[int, date], stance: Stance
    ) -> dict[int, dict[int, date]]:
        """By cell and voice, the last day before the cell's latest on which it spoke against a stance."""
        found: dict[int, dict[int, date]] = {cell: {} for cell in asked}
        for opposite in Stance:
            if opposite.is_for is stance.is_for:
                continue
            days = self._days(asked, opposite)
            again: dict[date, list[int]] = defaultdict(list)
            for cell, held in asked.items():
                for voice in held:
                    if (day := days.get(voice)) is not None and day == latest[cell]:
                        again[day].append(voice)
                        del days[voice]
            for day, repeated in again.items():
                days |= self._days({0: repeated}, opposite, until=day - timedelta(days=1))
            for cell, held in asked.items():
                for voice in held:
                    if voice in days:
                        found[cell][voice] = max(days[voice], found[cell].get(voice, date.min))
        return found

    def _days(
        self, on: Mapping[int, list[int]], stance: Stance, *, firm: bool = False, until: date | None = None
    ) -> dict[int, date]:
        """By voice, the last day up to the date, or `until`, on which it took that stance."""
        found: dict[int, date] = {}
        given = {"stance": stance.value, "as_of": min(self._as_of, until or self._as_of)}
        for some in chunks(voice for held in on.values() for voice in held):
            said = self._connection.execute(_last_days(firm), {"some": some, **given})
            found.update({voice: day for voice, day in said if day is not None})
        return found

    # -------------------------------------------------------------- together

    def _in_order(self, cell: int) -> list[Any]:
        """A cell's rows, so that `stand` takes of those with the same day and weight the one it takes of all.

        All positions come by report and place. The day a report was printed lies behind its text, so it
        is asked for only where it decides.
        """
        found = list(self._found[cell].values())
        alike = Counter(map(_age, found))
        tied = {row["report"] for row in found if alike[_age(row)] > 1} - self._printed.keys()
        for some in chunks(tied):
            query = select(reports.c.seq, reports.c.published).where(reports.c.seq.in_(some))
            self._printed.update(tuple(row) for row in self._connection.execute(query))
        return sorted(found, key=self._place)

    def _place(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        printed = self._printed.get(row["report"]) or date.min
        return printed, row["report_id"], row["start"], row["id"]

    def _result(self, keys: Mapping[int, CellKey]) -> dict[CellKey, Deciding]:
        made: dict[CellKey, Deciding] = {}
        for cell in list(self._found):
            one = made[keys[cell]] = Deciding()
            one.stated = [rows.position(row, row["report_id"]) for row in self._in_order(cell)]
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


# ------------------------------------------------------------------ the questions
#
# Each is put together once: doing so takes SQLAlchemy longer than SQLite needs to answer.


def _some() -> Any:
    return bindparam("some", expanding=True)


def _last_day(*which: ColumnElement[bool]) -> Any:
    """The last day up to `as_of` on which a voice said something: one step in an index."""
    query = select(func.max(positions.c.said_on)).where(
        positions.c.counts,
        positions.c.voice == voices.c.seq,
        positions.c.said_on <= bindparam("as_of", type_=Date),
        *which,
    )
    return query.scalar_subquery()


def _voices(*which: ColumnElement[bool]) -> Select[Any]:
    undated = exists().where(
        positions.c.counts, positions.c.voice == voices.c.seq, positions.c.said_on.is_(None)
    )
    return (
        select(voices.c.seq, voices.c.cell, voices.c.speaker, _last_day(), undated)
        .join(cells, cells.c.seq == voices.c.cell)
        .where(*which)
    )


@cache
def _own_voices() -> Select[Any]:
    return _voices(cells.c.holder == bindparam("holder"), voices.c.speaker.in_(_some()))


@cache
def _all_voices() -> Select[Any]:
    return _voices(cells.c.seq.in_(_some()))


@cache
def _last_days(firm: bool) -> Select[Any]:
    which = [positions.c.stance == bindparam("stance"), *([positions.c.firm] if firm else [])]
    return select(voices.c.seq, _last_day(*which)).where(voices.c.seq.in_(_some()))


def _said(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(positions, reports.c.id.label("report_id"), voices.c.cell)
        .join(reports, reports.c.seq == positions.c.report)
        .join(voices, voices.c.seq == positions.c.voice)
        .where(positions.c.counts, *which)
    )


@cache
def _of_pairs(kind: str, firm: bool) -> Select[Any]:
    # Joined, not IN: SQLite walks through the whole index for a list of pairs.
    wanted = dialect.pairs(kind)
    which = [positions.c.firm] if firm else []
    return _said(positions.c.voice == wanted.c.number, positions.c.said_on == wanted.c.day, *which)


@cache
def _undated() -> Select[Any]:
    return _said(positions.c.said_on.is_(None), positions.c.voice.in_(_some()))


@cache
def _around() -> Select[Any]:
    first, last = bindparam("first", type_=Date), bindparam("last", type_=Date)
    return _said(positions.c.voice.in_(_some()), positions.c.said_on.between(first, last))


@cache
def _same_report() -> Select[Any]:
    return _said(
        tuple_(positions.c.voice, positions.c.report).in_(_some()),
        positions.c.said_on <= bindparam("as_of", type_=Date),
    )


def _age(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """As `positions.stand` orders a cell's words, oldest first."""
    day = row["said_on"]
    return day is not None, day or date.min, row["firm"], row["confidence"], row["start"]
