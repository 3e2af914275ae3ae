"""Writing to a ledger. Each report goes in whole, with all that came from it, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update

from zopa.errors import SkipReport
from zopa.ledger import rows
from zopa.ledger.address import Place, address
from zopa.ledger.carry import Carried, carry_over
from zopa.ledger.clock import utc_now
from zopa.ledger.entries import Entries
from zopa.ledger.index import Index, chunks
from zopa.ledger.schema import judgements, positions, reports, runs, skipped, statements
from zopa.ledger.store import explained, open_ledger
from zopa.vocabulary import Report, StatedPosition, Statement

Reading = tuple[Report, Iterable[Statement], Iterable[StatedPosition]]
"""A report with everything that was read in it."""


@dataclass(frozen=True, slots=True)
class _InForce:
    """The version of a report in force."""

    seq: int
    digest: str


class LedgerWriter:
    """Records what was read. Safe to kill at any moment: the next run completes the work.

    place   the dossier's folder (the ledger is DIR/zopa.db), or a PostgreSQL URL.
    engine  name of the reading engine, kept with the run.
    now     gives the moment of learning, UTC without zone.
    Raises  LedgerError when the ledger can't be opened or written.
    """

    def __init__(self, place: Place, engine: str, now: Callable[[], datetime] = utc_now) -> None:
        self._where = address(place)
        self._db = open_ledger(place, owner=self)
        self._now = now
        self._index = Index()
        with explained(self._where), self._db.begin() as connection:
            made = connection.execute(
                insert(runs)
                .values(engine=engine, started_at=now(), reports_read=0, reports_unchanged=0)
                .returning(runs.c.seq)
            )
            self._run: int = made.scalar_one()
        self.read = 0
        self.unchanged = 0

    @contextmanager
    def _writing(self) -> Iterator[Entries]:
        """One transaction: all of it, or nothing."""
        try:
            with explained(self._where), self._db.begin() as connection:
                entries = Entries(connection, self._index, self._now())
                yield entries
                entries.flush()
        except BaseException:
            self._index = Index()
            raise

    def up_to_date(self, key: str) -> dict[str, str]:
        """Digest by report id, of the reports that were read completely under `key`."""
        wanted = and_(reports.c.retired_at.is_(None), reports.c.read_under == key)
        with explained(self._where), self._db.connect() as connection:
            return {
                row.id: row.digest
                for row in connection.execute(select(reports.c.id, reports.c.digest).where(wanted))
            }

    def record(
        self, report: Report, said: Iterable[Statement], stated: Iterable[StatedPosition], key: str
    ) -> tuple[int, int]:
        """Record one report with everything that was read in it, in one transaction.

        key      what it was read under: reader, version and dossier.
        Returns  how many positions are new, and how many no longer hold.
        Raises   LedgerError when a quote is not the text at its offsets.
        """
        return self.record_many([(report, said, stated)], key)

    def record_many(self, readings: Iterable[Reading], key: str) -> tuple[int, int]:
        """Record several reports, no two with one id, in one transaction: the fast way for many.

        Returns and raises as `record`.
        """
        batch = {report.id: (report, list(said), list(stated)) for report, said, stated in readings}
        for report, _, stated in batch.values():
            for one in stated:
                self._check(report, one)
        new = gone = 0
        with self._writing() as entries:
            judged = entries.connection.execute(select(func.count(judgements.c.seq))).scalar_one() > 0
            held = self._versions(entries, batch)
            seqs = []
            carried = []
            for report, said, stated in batch.values():
                seq, came, went, moved = self._one(entries, report, said, stated, held.get(report.id), judged)
                new, gone = new + came, gone + went
                seqs.append(seq)
                carried.append(moved)
            entries.flush()
            for some in chunks(seqs):
                entries.connection.execute(
                    update(reports).where(reports.c.seq.in_(some)).values(read_under=key)
                )
            self._carry(entries, carried)
            if judged:
                stated_ids = [one.id for _, _, stated in batch.values() for one in stated]
                entries.apply(stated_ids, only_judged=True)
        self.read += len(batch)
        return new, gone

    def _check(self, report: Report, one: StatedPosition) -> None:
        if report.text[one.quote.start : one.quote.end] != one.quote.exact:
            raise self._where.error(
                f"a quote is not the text at {one.quote.start}:{one.quote.end} of report '{report.id}'"
            )

    def _versions(self, entries: Entries, ids: Iterable[str]) -> dict[str, _InForce]:
        found = {}
        for some in chunks(ids):
            query = select(reports.c.id, reports.c.seq, reports.c.digest).where(
                reports.c.id.in_(some), reports.c.retired_at.is_(None)
            )
            for row in entries.connection.execute(query):
                found[row.id] = _InForce(row.seq, row.digest)
        return found

    def _one(
        self,
        entries: Entries,
        report: Report,
        said: list[Statement],
        stated: list[StatedPosition],
        held: _InForce | None,
        judged: bool,
    ) -> tuple[int, int, int, Carried]:
        """Make the rows in force for one report exactly what was read; what stays the same is not touched.

        Returns its row's number, how many positions came and went, and the judgements to carry.
        """
        wanted = {one.id: one for one in stated}
        now_said = {one.id: rows.statement_row(one) for one in said}
        moved = Carried()
        before: set[str] = set()
        if held is not None:
            before = _ids(entries, positions.c.report == held.seq, positions)
            if judged:
                gone = before - wanted.keys() if held.digest == report.digest else None
                moved = carry_over(entries, held.seq, report, wanted, gone)
        if held is None or held.digest != report.digest:
            if held is not None:
                entries.retire_report(held.seq)
            seq = entries.add_report(report)
            entries.add_statements(seq, now_said.values())
            entries.add_positions(seq, report, wanted | {one.id: one for one in moved.kept})
            return seq, len(wanted.keys() - before), len(before - wanted.keys()), moved
        seq = held.seq
        entries.connection.execute(update(reports).where(reports.c.seq == seq).values(path=report.path))
        lost = before - wanted.keys() - {one.id for one in moved.kept}
        for some in chunks(lost):
            entries.retire_positions(
                (positions.c.report == seq) & positions.c.id.in_(some) & positions.c.judgement.is_(None)
            )
        entries.add_positions(seq, report, {id_: one for id_, one in wanted.items() if id_ not in before})
        were_said = _ids(entries, statements.c.report == seq, statements)
        for some in chunks(were_said - now_said.keys()):
            entries.connection.execute(
                update(statements)
                .where(
                    statements.c.report == seq, statements.c.retired_at.is_(None), statements.c.id.in_(some)
                )
                .values(retired_at=entries.now)
            )
        entries.add_statements(seq, [row for id_, row in now_said.items() if id_ not in were_said])
        return seq, len(wanted.keys() - before), len(lost), moved

    def _carry(self, entries: Entries, carried: list[Carried]) -> None:
        ids = []
        for moved in carried:
            for judgement in moved.judgements:
                entries.add_judgement(judgement)
                ids.append(judgement.position)
            for was, now in moved.pairs:
                entries.note("zopa", "carry", was=was, now=now)
        entries.apply(ids)

    def accept_automatically(self, threshold: float | None) -> int:
        """Accept suggestions at least this sure, marked as automatic; take back what no longer qualifies.

        threshold  0..1, the dossier's `auto_accept`; None accepts nothing.
        Returns    how many are newly accepted.
        """
        from zopa.ledger.automatic import accept

        with self._writing() as entries:
            return accept(entries, threshold)

    def retire_missing(self, present: Iterable[str]) -> list[str]:
        """Retire reports whose files are gone. Returns their ids."""
        present = set(present)
        gone = []
        with self._writing() as entries:
            held = entries.connection.execute(
                select(reports.c.seq, reports.c.id).where(reports.c.retired_at.is_(None))
            ).all()
            for row in held:
                if row.id not in present:
                    entries.retire_report(row.seq)
                    gone.append(row.id)
        return gone

    def link_reprints(self) -> int:
        """Find reports that are one story, among those not compared yet and what was printed around them.

        Returns how many pairs were found.
        """
        from zopa.ledger.reprints import link

        with self._writing() as entries:
            return link(entries)

    def finish(self, skips: Iterable[SkipReport]) -> None:
        """Close the run and keep what it skipped, with the reasons."""
        kept = [
            {
                "run": self._run,
                "path": str(skip.path.name if skip.path else ""),
                "line": skip.line,
                "reason": skip.message,
                "remedy": skip.remedy,
            }
            for skip in skips
        ]
        with explained(self._where), self._db.begin() as connection:
            if kept:
                connection.execute(insert(skipped), kept)
            connection.execute(
                update(runs)
                .where(runs.c.seq == self._run)
                .values(finished_at=self._now(), reports_read=self.read, reports_unchanged=self.unchanged)
            )


def _ids(entries: Entries, where: Any, table: Any) -> set[str]:
    """Ids of the rows in force that a reader made."""
    query = select(table.c.id).where(where, table.c.retired_at.is_(None))
    if table is positions:
        query = query.where(positions.c.judgement.is_(None))
    return set(entries.connection.execute(query).scalars())
