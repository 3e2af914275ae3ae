"""Keeps what follows from positions in step with them: cells, voices, tallies, words.

cells     one number per holder, issue and option
voices    one number per cell and speaker: a speaker's last word on a cell is one seek away
tallies   how many positions each cell holds, for and against, by year, month and day: the count
          up to any date is a sum over a few dozen rows, however many positions there are
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select, tuple_

from zopa.ledger import dialect
from zopa.ledger.schema import cells, tallies, voices
from zopa.ledger.words import facet, words
from zopa.vocabulary import Stance, Status

_DATA = frozenset(one.value for one in Status if one.is_data)
CHUNK = 500
"""How many values go into one query."""


def chunks(values: Iterable[Any], size: int = CHUNK) -> Iterable[list[Any]]:
    """The values in lists of at most `size`."""
    held = list(values)
    for start in range(0, len(held), size):
        yield held[start : start + size]


def periods(day: date | None) -> tuple[int, ...]:
    """The tallies that a day counts in.

    >>> periods(date(2025, 12, 16))
    (2025, 202512, 20251216)
    """
    if day is None:
        return (0,)
    return day.year, day.year * 100 + day.month, day.year * 10_000 + day.month * 100 + day.day


class Index:
    """The derived rows of one writer. Remembers numbers; throw it away when a transaction fails."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str, str], int] = {}
        self._voices: dict[tuple[int, str], int] = {}
        self._voice_cell: dict[int, int] = {}
        self._deltas: dict[tuple[int, int, bool], list[int]] = defaultdict(lambda: [0, 0])

    def give_voices(self, connection: Connection, rows: list[dict[str, Any]]) -> None:
        """Fill in `voice` of position rows."""
        self._learn_cells(connection, {_cell(row) for row in rows} - self._cells.keys())
        wanted = {(self._cells[_cell(row)], row["speaker"]) for row in rows}
        self._learn_voices(connection, wanted - self._voices.keys())
        for row in rows:
            row["voice"] = self._voices[self._cells[_cell(row)], row["speaker"]]

    def _learn_cells(self, connection: Connection, new: set[tuple[str, str, str]]) -> None:
        names = ("holder", "issue", "option")
        dialect.insert_new(connection, cells, [dict(zip(names, one, strict=True)) for one in sorted(new)])
        for some in chunks(sorted(new)):
            query = select(cells).where(tuple_(cells.c.holder, cells.c.issue, cells.c.option).in_(some))
            for row in connection.execute(query):
                self._cells[row.holder, row.issue, row.option] = row.seq

    def _learn_voices(self, connection: Connection, new: set[tuple[int, str]]) -> None:
        dialect.insert_new(
            connection, voices, [{"cell": cell, "speaker": speaker} for cell, speaker in sorted(new)]
        )
        for some in chunks(sorted(new)):
            query = select(voices).where(tuple_(voices.c.cell, voices.c.speaker).in_(some))
            for row in connection.execute(query):
                self._voices[row.cell, row.speaker] = row.seq
                self._voice_cell[row.seq] = row.cell

    def count(self, row: Mapping[str, Any], sign: int) -> None:
        """Count a position row in (1) or out (-1), where it counts."""
        if not row["counts"]:
            return
        cell = self._cells[_cell(row)]
        accepted = sign if row["status"] in _DATA else 0
        is_for = row["stance"] != Stance.REJECTS
        for period in periods(row["said_on"]):
            delta = self._deltas[period, cell, is_for]
            delta[0] += sign
            delta[1] += accepted

    def flush(self, connection: Connection) -> None:
        """Write the tallies that changed."""
        rows = [
            (period, cell, is_for, stated, accepted)
            for (period, cell, is_for), (stated, accepted) in sorted(self._deltas.items())
            if stated or accepted
        ]
        self._deltas.clear()
        dialect.add_up(connection, tallies, rows, ["stated", "accepted"])


def _cell(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return row["holder"], row["issue"], row["option"]


def position_words(row: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """What a position is found by: the words of its passage and speaker, and what it is filtered by."""
    language = report["language"]
    facets = (
        facet("holder", row["holder"]),
        facet("speaker", row["speaker"]),
        facet("issue", row["issue"]),
        facet("option", row["option"]),
        facet("stance", row["stance"]),
        facet("outlet", report["outlet"]),
    )
    said = words(f"{row['exact']} {row['speaker_name']}", language)
    return " ".join((*facets, *said))


def report_words(report: Mapping[str, Any]) -> str:
    """What a report is found by: its words, and its outlet."""
    said = words(f"{report['title']} {report['author']} {report['text']}", report["language"])
    return " ".join((facet("outlet", report["outlet"]), *said))
