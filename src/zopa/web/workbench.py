"""What all requests share: the dossier, its ledger, and what was worked out from them.

The dossier's file and the ledger may change at any moment, by hand or by another zopa: what is kept
here is kept under a mark of both, and dropped when the mark differs.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import date
from typing import TypeVar

from zopa import __version__, pipeline
from zopa import dossier as dossiers
from zopa.dossier import Dossier
from zopa.errors import DossierError, LedgerError
from zopa.ledger.accounts import Accounts
from zopa.ledger.judging import Judging
from zopa.ledger.lookup import Lookup
from zopa.ledger.stamp import stamp
from zopa.ledger.store import Place, exists, open_ledger, open_view
from zopa.ledger.view import LedgerView
from zopa.pipeline import Overview
from zopa.positions import PositionMatrix
from zopa.web.config import Config
from zopa.web.shared_pages import SharedPages

Made = TypeVar("Made")

MOST_KEPT = 256
"""Results kept at most, of any kind."""
PATIENCE = 2.0
"""Seconds by which somebody may see the record late while others write, at most."""
CHEAP = 0.03
"""Seconds of work for a table up to which nobody sees anything late."""
SPARING, QUICK, LONGEST = 20.0, 0.01, 15.0
"""How many times its cost something remembered lasts; below how many seconds of work nothing is; at most."""

impatient: ContextVar[bool] = ContextVar("impatient", default=False)
"""Whether this request is by somebody who has just written: he must see what he did."""


class Workbench:
    """One dossier being served."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._file = str(config.folder / dossiers.FILE)
        self._lock = threading.Lock()
        self._dossier: tuple[str, Dossier] | None = None
        self._kept: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._view: LedgerView | None = None
        self._lookup: Lookup | None = None
        self._accounts: Accounts | None = None
        self._making: dict[tuple[object, ...], threading.Lock] = {}
        self._held_mark: tuple[str, str, float] | None = None
        self._dearest = 0.0
        self._remembered: dict[tuple[object, ...], tuple[object, float]] = {}
        self.pages = SharedPages()
        self.read_only = False
        """Whether nothing can be written: a disk or folder without permission."""
        if config.accounts or exists(self.place):
            try:
                open_ledger(self.place)
            except LedgerError:
                if config.accounts:
                    raise
                open_view(self.place)  # raises where it can't be read either
                self.read_only = True

    def close(self) -> None:
        """Let go of the ledger."""
        self._view = self._lookup = self._accounts = None

    # -------------------------------------------------------------- the dossier

    @property
    def place(self) -> Place:
        """Where the ledger is."""
        from zopa import settings

        return self.config.ledger or settings.ledger() or self.config.folder

    @property
    def dossier(self) -> Dossier:
        """The dossier as its file is now. Raises DossierError when it is missing or wrong."""
        mark = self.dossier_mark
        held = self._dossier
        if held is not None and held[0] == mark:
            return held[1]
        loaded = dossiers.load(self.config.folder)
        self._dossier = (mark, loaded)
        return loaded

    @property
    def dossier_or_none(self) -> Dossier | None:
        """The dossier, or None where there is none, or a wrong one."""
        with suppress(DossierError):
            return self.dossier
        return None

    @property
    def has_file(self) -> bool:
        """Whether the folder holds a dossier file at all, right or wrong."""
        return (self.config.folder / dossiers.FILE).is_file()

    @property
    def dossier_mark(self) -> str:
        """A mark that differs after the file was written."""
        try:
            found = os.stat(self._file)  # noqa: PTH116 - asked many times a page, and a Path is slow
        except OSError:
            return ""
        return f"{found.st_ino:x}.{found.st_size:x}.{found.st_mtime_ns:x}"

    # -------------------------------------------------------------- the ledger

    @property
    def was_read(self) -> bool:
        """Whether a ledger with a finished or begun run is there."""
        return exists(self.place) and self.kept(
            ("was read",), lambda: next(iter(self.view.runs()), None) is not None
        )

    @property
    def view(self) -> LedgerView:
        """The ledger, to look at. Raises LedgerError when nothing was read yet."""
        if self._view is None or not exists(self.place):
            self._view = LedgerView(self.place)
        return self._view

    @property
    def accounts(self) -> Accounts:
        """Who may come in."""
        if self._accounts is None:
            self._accounts = Accounts(self.place)
        return self._accounts

    def judging(self, by: str) -> Judging:
        """The ledger, to judge in, in somebody's name."""
        return Judging(self.place, by)

    @property
    def true_mark(self) -> str:
        """A mark of dossier and ledger: it differs after every change of either."""
        held = ""
        if exists(self.place):
            held = stamp(self.place)
        raw = f"{__version__} {self.dossier_mark} {held}"
        return hashlib.sha256(raw.encode()).hexdigest()[:24]

    @property
    def mark(self) -> str:
        """The mark under which results are kept: the true one, or one that is a moment old.

        While others write all the time, a large ledger's table would be worked out for every request. So
        whoever has not just written himself (`impatient`) may see the record as it was up to PATIENCE ago;
        for a ledger whose table takes no time, as it is.
        """
        if impatient.get():
            return self.true_mark
        patience = min(PATIENCE, 10 * self._dearest) if self._dearest > CHEAP else 0.0
        now, dossier = time.monotonic(), self.dossier_mark
        held = self._held_mark
        if held is not None and held[1] == dossier and now - held[2] < patience:
            return held[0]
        mark = self.true_mark
        self._held_mark = mark, dossier, now
        return mark

    # -------------------------------------------------------------- what follows from them

    def kept(self, key: tuple[object, ...], make: Callable[[], Made], mark: str | None = None) -> Made:
        """What `make` gives, made once for a key as long as neither dossier nor ledger changes.

        key  hashable; begin it with the name of the screen.
        """
        full = (mark or self.mark, *key)
        with self._lock:
            if full in self._kept:
                self._kept.move_to_end(full)
                return self._kept[full]  # type: ignore[return-value]
            making = self._making.setdefault(full, threading.Lock())
        with making:
            # Whoever asks for the same meanwhile waits for it instead of making it, too.
            with self._lock:
                if full in self._kept:
                    return self._kept[full]  # type: ignore[return-value]
            try:
                made = make()
                with self._lock:
                    self._kept[full] = made
                    while len(self._kept) > MOST_KEPT:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(full, None)
        return made

    def remembered(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What `make` gave a moment ago: for what need not be of this instant, such as an order.

        A thing is made anew after SPARING times as long as making it took, so that however often it is
        asked for, making it takes but a small share of the time.
        """
        with self._lock:
            held = self._remembered.get(key)
            if held is not None and time.monotonic() < held[1]:
                return held[0]  # type: ignore[return-value]
        began = time.perf_counter()
        made = make()
        spent = time.perf_counter() - began
        with self._lock:
            if len(self._remembered) >= MOST_KEPT:
                self._remembered.clear()
            if spent > QUICK:
                self._remembered[key] = made, time.monotonic() + min(SPARING * spent, LONGEST)
            else:
                self._remembered.pop(key, None)
        return made

    @property
    def lookup(self) -> Lookup:
        """The ledger, to look single things up. Raises LedgerError when nothing was read yet."""
        if self._lookup is None or not exists(self.place):
            self._lookup = Lookup(self.place)
        return self._lookup

    def matrix(self, as_of: date | None = None) -> PositionMatrix:
        """The table alone as of a day; made by index, and kept."""

        def make() -> PositionMatrix:
            began = time.thread_time()
            made = pipeline.table(self.dossier, as_of, self.place)
            self._dearest = max(time.thread_time() - began, 0.9 * self._dearest)
            return made

        return self.kept(("matrix", as_of), make)

    def has_matrix(self, as_of: date | None) -> bool:
        """Whether the table as of a day is kept, so that asking for it costs nothing."""
        with self._lock:
            return (self.mark, "matrix", as_of) in self._kept

    def days(self) -> list[tuple[date, int]]:
        """How many positions were stated on each day that has any, the first day first; kept."""
        return self.kept(("days",), self.lookup.days)

    def standing(self, as_of: date | None = None) -> Overview:
        """The table as of a day, with the passages that decide it; made by index, and kept."""
        return self.kept(("standing", as_of), lambda: pipeline.brief(self.dossier, as_of, self.config.ledger))
