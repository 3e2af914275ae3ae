"""Taking in another ledger: what a colleague read and judged elsewhere, with nobody's judgement lost.

Ids come from content, so what both ledgers hold is recognised. Judgements come with their authors, times and
notes, succession by succession; where the same person judged the same position differently in both, the
succession here stays and the difference is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Table, select

from zopa.ledger import rows
from zopa.ledger.address import Place, address
from zopa.ledger.clock import utc_now
from zopa.ledger.entries import Entries
from zopa.ledger.index import Index, chunks
from zopa.ledger.schema import judgements, positions, reports, statements
from zopa.ledger.store import explained, open_ledger
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Judgement, Report, StatedPosition, Statement


@dataclass(frozen=True, slots=True)
class Merged:
    """What came in.

    reports, positions, judgements  how many are new here.
    told                            what was left out, each with its reason.
    """

    reports: int
    positions: int
    judgements: int
    told: tuple[str, ...]


def merge(source: Place, target: Place, by: str = "zopa") -> Merged:
    """Take the reports, statements, positions and judgements in force of one ledger into another, in one go.

    by      who does it, for the audit.
    Raises  LedgerError when either can't be used; then nothing was taken in.
    """
    view = LedgerView(source)
    engine = open_ledger(target)
    with explained(address(target)), engine.begin() as connection:
        entries = Entries(connection, Index(), utc_now())
        merged = _Merge(entries, view).all()
        entries.note(
            by,
            "merge",
            source=address(source).label,
            reports=merged.reports,
            positions=merged.positions,
            judgements=merged.judgements,
        )
        entries.flush()
    return merged


Succession = list[Judgement]


class _Merge:
    def __init__(self, entries: Entries, view: LedgerView) -> None:
        self._entries = entries
        self._view = view
        self._told: list[str] = []

    def all(self) -> Merged:
        said: dict[str, list[Statement]] = defaultdict(list)
        for one in self._view.stream_statements():
            said[one.report].append(one)
        stated: dict[str, list[StatedPosition]] = defaultdict(list)
        for position, _ in self._view.suggestions():
            stated[position.report].append(position)
        new_reports = new_positions = 0
        for report in self._view.stream_reports():
            is_new, added = self._report(report, said[report.id], stated[report.id])
            new_reports, new_positions = new_reports + is_new, new_positions + added
        self._entries.flush()
        judged = self._judgements()
        # What came in may have been judged here before.
        self._entries.apply([one.id for held in stated.values() for one in held], only_judged=True)
        return Merged(new_reports, new_positions, judged, tuple(self._told))

    # -------------------------------------------------------------- reports and what was read in them

    def _report(
        self, report: Report, said: list[Statement], stated: list[StatedPosition]
    ) -> tuple[bool, int]:
        """Whether the report is new, and how many positions are."""
        entries = self._entries
        query = select(reports.c.seq, reports.c.digest).where(
            reports.c.id == report.id, reports.c.retired_at.is_(None)
        )
        held = entries.connection.execute(query).first()
        if held is not None and held.digest != report.digest:
            self._told.append(f"report {report.id}: its text here is another; what was read in it stays out")
            return False, 0
        seq = entries.add_report(report) if held is None else held.seq
        there = set() if held is None else self._ids(statements, seq)
        entries.add_statements(seq, [rows.statement_row(one) for one in said if one.id not in there])
        there = set() if held is None else self._ids(positions, seq)
        new = {id_: one for one in stated if (id_ := one.id) not in there}
        entries.add_positions(seq, report, new)
        return held is None, len(new)

    def _ids(self, table: Table, report: int) -> set[str]:
        query = select(table.c.id).where(table.c.report == report, table.c.retired_at.is_(None))
        return set(self._entries.connection.execute(query).scalars())

    # -------------------------------------------------------------- judgements

    def _judgements(self) -> int:
        theirs = _successions(self._view.judgements(superseded=True))
        here = self._held({position for position, _ in theirs})
        added: list[Judgement] = []
        by_position: dict[str, dict[tuple[str, str], Succession]] = defaultdict(dict)
        for key, made in theirs.items():
            by_position[key[0]][key] = made
        for position, about in by_position.items():
            if not self._fits(position, [one for made in about.values() for one in made]):
                self._told.append(f"position {position}: its words are not here; its judgements stay out")
                continue
            for key, succession in about.items():
                mine = here.get(key, [])
                shared = min(len(mine), len(succession))
                if list(map(_what, mine[:shared])) == list(map(_what, succession[:shared])):
                    added += succession[shared:]
                else:
                    self._told.append(
                        f"position {position}: judged differently here by {succession[-1].by}; that stays"
                    )
        # As they were made: a step of one act may rest on another's.
        for one in sorted(added, key=lambda judgement: judgement.at or self._entries.now):
            self._entries.add_judgement(one)
        self._entries.apply(dict.fromkeys(one.position for one in added))
        return len(added)

    def _held(self, ids: Iterable[str]) -> dict[tuple[str, str], Succession]:
        found: list[Judgement] = []
        for some in chunks(ids):
            query = select(judgements).where(judgements.c.position.in_(some)).order_by(judgements.c.seq)
            found += map(rows.judgement, self._entries.connection.execute(query).mappings())
        return _successions(iter(found))

    def _fits(self, position: str, made: Succession) -> bool:
        """Whether a position is here, or can be brought by its judgements, and corrections fit the texts."""
        brought = [one.corrected for one in made if one.corrected is not None]
        for one in brought:
            query = select(reports.c.text).where(reports.c.id == one.report, reports.c.retired_at.is_(None))
            text = self._entries.connection.execute(query).scalar()
            if text is None or text[one.quote.start : one.quote.end] != one.quote.exact:
                return False
        known = select(positions.c.seq).where(positions.c.id == position).limit(1)
        return self._entries.connection.execute(known).first() is not None or any(
            one.id == position for one in brought
        )


def _successions(made: Iterator[Judgement]) -> dict[tuple[str, str], Succession]:
    found: dict[tuple[str, str], Succession] = defaultdict(list)
    for one in made:
        found[one.position, one.lane].append(one)
    return found


def _what(one: Judgement) -> tuple[object, ...]:
    return one.decision, one.corrected, one.note
