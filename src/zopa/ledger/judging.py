"""Judging: people accept, correct, reject or add stated positions, and take it back.

Every judgement is kept. A later one by the same person supersedes the earlier; those of several
people stand side by side until somebody adjudicates.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from zopa.errors import LedgerConflict, LedgerError
from zopa.ledger import rows
from zopa.ledger.address import Place, address
from zopa.ledger.clock import utc_now
from zopa.ledger.entries import Entries
from zopa.ledger.index import Index
from zopa.ledger.schema import judgements, positions, reports
from zopa.ledger.store import explained, open_ledger
from zopa.vocabulary import Decision, Judgement, Quote, StatedPosition, content_id

PERSON = "person:"
"""How the origin of a position begins that a person made; the name follows."""


class Judging:
    """One person's judging of one ledger.

    place    the dossier's folder, or a PostgreSQL URL.
    by       who judges.
    now      gives the moment, UTC without zone.
    Raises   LedgerError when the ledger can't be opened or written.
    """

    def __init__(self, place: Place, by: str, now: Callable[[], datetime] = utc_now) -> None:
        self._where = address(place)
        if not by.strip():
            raise self._where.error("a judgement needs a name", "Say who judges: --by NAME.")
        self._db = open_ledger(place, owner=self)
        self._by = by
        self._now = now
        self._index = Index()

    @contextmanager
    def _writing(self) -> Iterator[Entries]:
        try:
            with explained(self._where), self._db.begin() as connection:
                entries = Entries(connection, self._index, self._now())
                yield entries
                entries.flush()
        except BaseException:
            self._index = Index()
            raise

    # -------------------------------------------------------------- deciding

    def judge(
        self,
        position: str,
        decision: Decision,
        *,
        note: str = "",
        corrected: StatedPosition | None = None,
        expects: int | None = None,
        seen: str | None = None,
        adjudicates: bool = False,
    ) -> Judgement:
        """Judge one stated position.

        position     its id, or the beginning of it, of at least four digits.
        corrected    with CORRECT: the position as it should be, its quote the text at its offsets.
        expects      the version of one's own judgement (with `adjudicates`, of the adjudication) that was
                     seen; 0 for none. None does not ask.
        seen         `seen_mark` of everybody's judgements that were seen; None does not ask.
        adjudicates  settles what annotators disagree on.
        Raises       LedgerConflict when the judgement has changed since, and says by whom;
                     LedgerError when there is no such position or the correction is none.
        """
        with self._writing() as entries:
            made = self._judgement(entries, position, decision, note, corrected, adjudicates)
            made = dataclasses.replace(made, act=_act(self._by, entries, [made]))
            marks = None if seen is None else {made.position: seen}
            return self._record(entries, [made], "judge", expects, marks)[0]

    def judge_many(
        self,
        ids: Sequence[str],
        decision: Decision,
        *,
        note: str = "",
        seen: Mapping[str, str] | None = None,
        adjudicates: bool = False,
    ) -> list[Judgement]:
        """Judge many positions alike, in one act, all or none. Raises as `judge`.

        seen  by position, `seen_mark` of the judgements that were seen; None does not ask.
        """
        if decision is Decision.CORRECT:
            raise self._where.error("many positions can't be corrected alike", "Correct them one by one.")
        with self._writing() as entries:
            made = [self._judgement(entries, one, decision, note, None, adjudicates) for one in ids]
            made = list({one.position: one for one in made}.values())
            act = _act(self._by, entries, made)
            made = [dataclasses.replace(one, act=act) for one in made]
            return self._record(entries, made, "judge", seen=seen)

    def add(self, position: StatedPosition, *, note: str = "") -> Judgement:
        """Add a stated position that no reader found.

        Raises LedgerError when its report is unknown, its quote is not the text, or it is there already.
        """
        with self._writing() as entries:
            added = self._checked(entries, position)
            made = Judgement(added.id, Decision.ACCEPT, self._by, note, added)
            made = dataclasses.replace(made, act=_act(self._by, entries, [made]))
            return self._record(entries, [made], "add")[0]

    def take_in(self, accepted: Sequence[str], added: Sequence[StatedPosition]) -> int:
        """Accept positions that are there and add others, in one act. Returns how many were added.

        One that is there already is not added again. Raises as `judge` and `add`.
        """
        with self._writing() as entries:
            made = [self._judgement(entries, one, Decision.ACCEPT, "", None, False) for one in accepted]
            new: dict[str, Judgement] = {}
            for one in added:
                checked = self._checked(entries, one, twice=True)
                if not self._is_there(entries, checked.id):
                    new[checked.id] = Judgement(checked.id, Decision.ACCEPT, self._by, "", checked)
            made += new.values()
            act = _act(self._by, entries, made)
            self._record(entries, [dataclasses.replace(one, act=act) for one in made], "import")
        return len(new)

    def undo(self, act: str | None = None) -> list[Judgement]:
        """Take back an act: a judgement, a bulk judgement, or an earlier undoing.

        act      its id, or the beginning of it; None takes back one's own latest act not yet undone.
        Returns  the judgements that restore what was in force before, or withdraw.
        Raises   LedgerConflict when somebody judged one of its positions again since; LedgerError
                 when there is no such act.
        """
        with self._writing() as entries:
            found = self._act(entries, act)
            done = [
                rows.judgement(row)
                for row in entries.connection.execute(
                    select(judgements).where(judgements.c.act == found).order_by(judgements.c.seq)
                ).mappings()
            ]
            held = {
                (one.position, one.lane): one
                for on in entries.in_force(one.position for one in done).values()
                for _, one in on
            }
            restored = []
            for one in done:
                current = held[one.position, one.lane]
                if (current.act, current.version) != (one.act, one.version):
                    raise self._conflict("judged again since", current)
                restored.append(self._before(entries, one))
            act = _act(self._by, entries, restored)
            restored = [dataclasses.replace(one, act=act, undoes=found) for one in restored]
            return self._record(entries, restored, "undo")

    # -------------------------------------------------------------- how

    def _judgement(
        self,
        entries: Entries,
        wanted: str,
        decision: Decision,
        note: str,
        corrected: StatedPosition | None,
        adjudicates: bool,
    ) -> Judgement:
        if decision is Decision.WITHDRAWN:
            raise self._where.error("a judgement is taken back by undoing it", "Use undo.")
        if (corrected is not None) != (decision is Decision.CORRECT):
            raise self._where.error("a correction, and only a correction, says what is right instead")
        row = self._find(entries, wanted)
        subject = row["id"]
        if row["judgement"] is not None:
            # A person's row: what is judged is the position it stands for.
            query = select(judgements.c.position).where(judgements.c.seq == row["judgement"])
            subject = entries.connection.execute(query).scalar_one()
            if decision is Decision.ACCEPT and subject != row["id"]:
                decision, corrected = Decision.CORRECT, rows.position(row, row["report_id"])
        if corrected is not None:
            corrected = self._checked(entries, corrected, instead_of=row["id"])
        return Judgement(subject, decision, self._by, note, corrected, adjudicates=adjudicates)

    def _find(self, entries: Entries, wanted: str) -> dict[str, Any]:
        """The row with this id, in force if there is one."""
        # A range, not LIKE: it finds its way in the index. 'g' follows the hexadecimal digits.
        exactly = (
            positions.c.id == wanted
            if len(wanted) == 16
            else and_(positions.c.id >= wanted, positions.c.id < wanted + "g")
        )
        query = (
            select(positions, reports.c.id.label("report_id"))
            .join(reports, reports.c.seq == positions.c.report)
            .where(exactly)
            .order_by(positions.c.retired_at.is_(None), positions.c.seq)
            .limit(50)
        )
        found = entries.connection.execute(query).mappings().all() if len(wanted) >= 4 else []
        ids = sorted({row["id"] for row in found})
        if not ids:
            raise self._where.error(
                f"there is no position '{wanted}'", "List what is to be judged: zopa review DIR."
            )
        if len(ids) > 1:
            raise self._where.error(f"'{wanted}' could be {', '.join(ids[:5])}", "Give more of its digits.")
        return dict(found[-1])

    def _checked(
        self, entries: Entries, position: StatedPosition, instead_of: str = "", *, twice: bool = False
    ) -> StatedPosition:
        """A position as a person states it, its quote cut anew from the text."""
        row = (
            entries.connection.execute(
                select(reports).where(reports.c.id == position.report, reports.c.retired_at.is_(None))
            )
            .mappings()
            .first()
        )
        if row is None:
            raise self._where.error(f"there is no report '{position.report}'")
        quote = position.quote
        try:
            cut = Quote.cut(row["text"], quote.start, quote.end)
        except ValueError as error:
            raise self._where.error(str(error)) from error
        if cut.exact != quote.exact:
            raise self._where.error(
                f"the quote is not the text at {quote.start}:{quote.end} of report '{position.report}'",
                f"There it says: {cut.exact!r}",
            )
        made = dataclasses.replace(position, quote=cut, origin=f"{PERSON}{self._by}", confidence=1.0)
        if not twice and made.id != instead_of and self._is_there(entries, made.id):
            raise self._where.error(
                f"this position is there already ({made.id})", "Reject the one that doubles it."
            )
        return made

    def _is_there(self, entries: Entries, position: str) -> bool:
        found = select(positions.c.id).where(positions.c.id == position, positions.c.retired_at.is_(None))
        return entries.connection.execute(found).first() is not None

    def _record(
        self,
        entries: Entries,
        made: list[Judgement],
        action: str,
        expects: int | None = None,
        seen: Mapping[str, str] | None = None,
    ) -> list[Judgement]:
        held = {
            (one.position, one.lane): one
            for on in entries.in_force(one.position for one in made).values()
            for _, one in on
        }
        for position, mark in (seen or {}).items():
            on = [one for (about, _), one in held.items() if about == position]
            if seen_mark(on) != mark:
                raise self._conflict("judged in the meantime", _newest(on))
        done = []
        for one in made:
            current = held.get((one.position, one.lane))
            version = current.version if current else 0
            if expects is not None and expects != version:
                raise self._conflict("judged in the meantime", current)
            one = dataclasses.replace(one, at=entries.now, version=version + 1)
            entries.add_judgement(one)
            done.append(one)
        entries.apply(one.position for one in done)
        entries.note(
            self._by,
            action,
            act=done[0].act if done else "",
            positions=len(done),
            decision=done[0].decision.value if done else "",
        )
        return done

    def _conflict(self, what: str, current: Judgement | None) -> LedgerError:
        if current is None:
            return self._where.error(
                f"{what}: there is no judgement any more", "Look again, then repeat.", LedgerConflict
            )
        return self._where.error(
            f"position {current.position} was {what}: {current.decision.value} by {current.by}"
            f" at {current.at:%Y-%m-%d %H:%M:%S} (version {current.version})",
            "Nothing was changed. Look at it again, then repeat.",
            LedgerConflict,
        )

    def _act(self, entries: Entries, wanted: str | None) -> str:
        query = select(judgements.c.act).order_by(judgements.c.seq.desc()).limit(1)
        if wanted is not None:
            query = query.where(judgements.c.act.startswith(wanted))
        else:
            undone = select(judgements.c.undoes).where(judgements.c.undoes.is_not(None))
            query = query.where(
                judgements.c.by == self._by,
                judgements.c.lane != "automatic",
                judgements.c.undoes.is_(None),
                judgements.c.act.not_in(undone),
            )
        found = entries.connection.execute(query).scalar()
        if found is None:
            raise self._where.error(
                f"{self._by} has judged nothing yet" if wanted is None else f"there is no act '{wanted}'",
                "List what was done: zopa judgements DIR.",
            )
        return str(found)

    def _before(self, entries: Entries, one: Judgement) -> Judgement:
        """What was in force before this judgement, as a judgement to come."""
        query = select(judgements).where(
            judgements.c.position == one.position,
            judgements.c.lane == one.lane,
            judgements.c.version == one.version - 1,
        )
        row = entries.connection.execute(query).mappings().first()
        if row is None:
            return dataclasses.replace(
                one, decision=Decision.WITHDRAWN, corrected=None, note="", undoes=one.act
            )
        return rows.judgement(row)


def seen_mark(in_force: Iterable[Judgement]) -> str:
    """A mark of the judgements in force on one position: it differs as soon as anybody judges it."""
    return content_id("seen", sorted((one.lane, one.version) for one in in_force))


def _newest(in_force: Iterable[Judgement]) -> Judgement | None:
    return max(in_force, key=lambda one: (one.at is not None and one.at.isoformat(), one.lane), default=None)


def _act(by: str, entries: Entries, made: Iterable[Judgement]) -> str:
    return content_id("act", by, entries.now, [(one.position, one.decision) for one in made])
