"""Rows on their way in and out, with all that has to change beside them. One transaction's worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from zopa.ledger import dialect, rows
from zopa.ledger.index import Index, chunks, position_words, report_words
from zopa.ledger.rebuild import text_hash
from zopa.ledger.schema import audit, judgements, positions, reports, sources, statements
from zopa.ledger.settle import Settled, settle
from zopa.vocabulary import Judgement, Report, StatedPosition, Status


class Entries:
    """What one transaction writes. Call `flush` before it commits.

    index  outlives the transaction; the caller drops it when the transaction fails.
    now    the moment of learning.
    """

    def __init__(self, connection: Connection, index: Index, now: datetime) -> None:
        self.connection = connection
        self.now = now
        self._index = index
        self._sources: dict[str, int] = {}
        self._next: dict[str, int] = {}
        self._new: dict[str, list[dict[str, Any]]] = {"reports": [], "statements": [], "positions": []}
        self._words: list[tuple[int, str]] = []
        self._report_words: list[tuple[int, str]] = []

    def number(self, table: Table) -> int:
        """The next free number; nobody else writes in the meantime."""
        if table.name not in self._next:
            self._next[table.name] = self.connection.execute(select(func.max(table.c.seq))).scalar() or 0
        self._next[table.name] += 1
        return self._next[table.name]

    # -------------------------------------------------------------- reports and what was read in them

    def add_report(self, report: Report) -> int:
        """A version of a report comes into force."""
        seq = self.number(reports)
        row = rows.report_row(report) | {
            "seq": seq,
            "read_under": None,
            "source": self._source(report.outlet),
            "text_hash": text_hash(report.text),
            "learned_at": self.now,
        }
        self._new["reports"].append(row)
        self._report_words.append((seq, report_words(row)))
        return seq

    def _source(self, outlet: str) -> int | None:
        if not outlet:
            return None
        if outlet not in self._sources:
            found = select(sources.c.seq).where(sources.c.name == outlet)
            seq = self.connection.execute(found).scalar()
            if seq is None:
                made = insert(sources).values(name=outlet, learned_at=self.now).returning(sources.c.seq)
                seq = self.connection.execute(made).scalar_one()
            self._sources[outlet] = seq
        return self._sources[outlet]

    def add_statements(self, report: int, made: Iterable[Mapping[str, Any]]) -> None:
        """Statements come into force."""
        for row in made:
            self._new["statements"].append(
                {**row, "seq": self.number(statements), "report": report, "learned_at": self.now}
            )

    def add_positions(
        self,
        report: int,
        about: Report,
        made: Mapping[str, StatedPosition],
        status: Status = Status.SUGGESTED,
        judgement: int | None = None,
    ) -> None:
        """Stated positions come into force, given by their ids."""
        facts = {"outlet": about.outlet, "language": about.language}
        for id_, one in made.items():
            row = rows.position_row(one, id_) | {
                "seq": self.number(positions),
                "report": report,
                "judgement": judgement,
                "status": status.value,
                "counts": status.counts,
                "learned_at": self.now,
            }
            self._new["positions"].append(row)
            self._words.append((row["seq"], position_words(row, facts)))

    def retire_positions(self, where: Any) -> None:
        """The positions in force that fulfil a condition go out of force."""
        going = self._held(where)
        for row in going:
            self._index.count(row, -1)
        self._change([row["seq"] for row in going], retired_at=self.now, counts=False)

    def _held(self, where: Any) -> list[dict[str, Any]]:
        query = select(
            *(positions.c[name] for name in ("seq", "id", "holder", "issue", "option", "speaker", "stance")),
            *(positions.c[name] for name in ("said_on", "status", "counts", "judgement")),
        ).where(where, positions.c.retired_at.is_(None))
        held = [dict(row) for row in self.connection.execute(query).mappings()]
        self._index.give_voices(self.connection, held)
        return held

    def _change(self, numbers: Sequence[int], **values: Any) -> None:
        for some in chunks(numbers):
            self.connection.execute(update(positions).where(positions.c.seq.in_(some)).values(**values))

    def retire_report(self, seq: int) -> None:
        """A version of a report goes out of force with all that was read in it."""
        self.retire_positions(positions.c.report == seq)
        self.connection.execute(
            update(statements)
            .where(statements.c.report == seq, statements.c.retired_at.is_(None))
            .values(retired_at=self.now)
        )
        self.connection.execute(update(reports).where(reports.c.seq == seq).values(retired_at=self.now))

    # -------------------------------------------------------------- judgements

    def add_judgement(self, judgement: Judgement) -> int:
        """A judgement takes the place of the one in force in its lane. Its version must be set."""
        row = rows.judgement_row(judgement)
        self.connection.execute(
            update(judgements)
            .where(
                judgements.c.position == judgement.position,
                judgements.c.lane == judgement.lane,
                judgements.c.superseded_at.is_(None),
            )
            .values(superseded_at=judgement.at)
        )
        made = self.connection.execute(insert(judgements).values(row).returning(judgements.c.seq))
        return int(made.scalar_one())

    def in_force(self, ids: Iterable[str]) -> dict[str, list[tuple[int, Judgement]]]:
        """The judgements in force by position, each with its number."""
        found: dict[str, list[tuple[int, Judgement]]] = {}
        for some in chunks(ids):
            query = select(judgements).where(
                judgements.c.position.in_(some), judgements.c.superseded_at.is_(None)
            )
            for row in self.connection.execute(query).mappings():
                found.setdefault(row["position"], []).append((row["seq"], rows.judgement(row)))
        return found

    def apply(self, ids: Iterable[str], *, only_judged: bool = False) -> dict[str, Settled]:
        """Let the judgements in force show in the positions with these ids. Flush new rows first.

        only_judged  leave positions without any judgement as they are: they are new.
        """
        wanted = list(dict.fromkeys(ids))
        judged = self.in_force(wanted)
        done = {}
        for one in judged if only_judged else wanted:
            on = judged.get(one, [])
            done[one] = settled = settle(judgement for _, judgement in on)
            self._mark(one, settled.status)
            number = next((seq for seq, judgement in on if judgement in settled.basis), None)
            self._person_row(one, settled, number)
        return done

    def _mark(self, position: str, status: Status) -> None:
        self.mark((positions.c.id == position) & positions.c.judgement.is_(None), status)

    def mark(self, where: Any, status: Status) -> None:
        """Give the positions in force that fulfil a condition a status."""
        changing = [row for row in self._held(where) if row["status"] != status]
        for row in changing:
            self._index.count(row, -1)
            self._index.count(row | {"status": status.value, "counts": status.counts}, 1)
        self._change([row["seq"] for row in changing], status=status.value, counts=status.counts)

    def _person_row(self, position: str, settled: Settled, judgement: int | None) -> None:
        """Keep exactly the row that a correction or addition calls for."""
        mine = positions.c.judgement.in_(select(judgements.c.seq).where(judgements.c.position == position))
        status = Status.ACCEPTED if settled.status is Status.CORRECTED else settled.status
        wanted = settled.corrected
        for row in self._held(mine):
            if wanted is not None and row["id"] == wanted.id and row["status"] == status:
                return
            self.retire_positions(positions.c.seq == row["seq"])
        if wanted is None:
            return
        held = (
            self.connection.execute(
                select(reports).where(reports.c.id == wanted.report, reports.c.retired_at.is_(None))
            )
            .mappings()
            .first()
        )
        if held is not None:
            self.add_positions(held["seq"], rows.report(held), {wanted.id: wanted}, status, judgement)
            self.flush()

    # -------------------------------------------------------------- the rest

    def note(self, by: str, action: str, **detail: Any) -> None:
        """Write a line into the audit."""
        self.connection.execute(insert(audit).values(at=self.now, by=by, action=action, detail=detail))

    def flush(self) -> None:
        """Write what was collected."""
        dialect.insert_many(self.connection, reports, self._new["reports"])
        dialect.insert_many(self.connection, statements, self._new["statements"])
        stated = self._new["positions"]
        self._index.give_voices(self.connection, stated)
        for row in stated:
            self._index.count(row, 1)
        dialect.insert_many(self.connection, positions, stated)
        dialect.index_words(self.connection, dialect.REPORT_WORDS, self._report_words)
        dialect.index_words(self.connection, dialect.POSITION_WORDS, self._words)
        self._index.flush(self.connection)
        self._new = {name: [] for name in self._new}
        self._words, self._report_words = [], []
