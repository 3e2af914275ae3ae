"""Answers of a language model, kept in the ledger: a question is paid for once."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from zopa.ledger.address import address
from zopa.ledger.clock import utc_now
from zopa.ledger.schema import answers
from zopa.ledger.store import Place, explained, open_ledger, open_view


class LedgerCache:
    """Answers by the digest of their question, as text. Safe to share between threads and processes.

    place   the dossier's folder, or the URL of its ledger.
    Raises  LedgerError when the ledger can't be opened, read or written.
    """

    def __init__(self, place: Place) -> None:
        self._where = address(place)
        self._writer = open_ledger(place, owner=self)
        self._view = open_view(place)

    def get(self, key: str) -> str | None:
        """The answer kept under this key, or None."""
        with explained(self._where), self._view.connect() as connection:
            return connection.execute(select(answers.c.answer).where(answers.c.key == key)).scalar()

    def put(self, key: str, model: str, answer: str) -> None:
        """Keep an answer; one that is kept already stays."""
        row = {"key": key, "model": model, "answer": answer, "learned_at": utc_now()}
        with explained(self._where):
            try:
                with self._writer.begin() as connection:
                    connection.execute(insert(answers).values(row))
            except IntegrityError:
                pass  # another run was quicker, with the same question
