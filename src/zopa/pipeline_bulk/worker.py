"""A reader in a process of its own, and the hand that holds it.

The reader may be killed, crash or hang: the hand starts a new one and asks again. A record that was
at hand at DEATHS deaths is set aside. Driver and reader talk in length-prefixed pickles over pipes;
the reader ends when its driver does.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import pickle
import select
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from zopa.dossier import Dossier
from zopa.errors import SourceError, ZopaError
from zopa.pipeline_bulk.shard import Detour, ShardReader

DEATHS = 3
"""So many readers must die over the same record before it is set aside: chance kills hit others."""
CRASHES, KILLS = 3, 50
"""So many readers in a row may crash, or be killed, before their first record."""
HANGS = 120.0
"""Seconds over one record after which a reader counts as dead."""
_SERVE = "import sys; from zopa.pipeline_bulk.worker import serve; serve(int(sys.argv[1]))"
_NOWHERE = -1
_LENGTH = struct.Struct("<Q")


class ReaderDied(Exception):
    """A reader ended without an answer; `at` is where it was, `crashed` whether it ended by its own error."""

    def __init__(self, at: int, crashed: bool) -> None:
        self.at = at
        self.crashed = crashed
        super().__init__(f"a reader died at {at}")


@dataclass(slots=True)
class Hand:
    """Holds one reader process, and replaces it as often as needed."""

    dossier: Dossier
    hangs: float = HANGS
    _process: subprocess.Popen[bytes] | None = field(init=False, default=None)
    _place: Any = field(init=False)
    _place_file: IO[bytes] = field(init=False)
    _closed: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._place_file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._place_file.write(b"\0" * 8)
        self._place_file.flush()
        self._place = mmap.mmap(self._place_file.fileno(), 8)

    @property
    def pid(self) -> int | None:
        """The reader's process id, if there is one at the moment."""
        return self._process.pid if self._process is not None else None

    def read(self, archive: Path) -> bytes:
        """Read a shard, whatever it takes. Returns a Parquet file as bytes.

        Raises  SourceError when the archive can't be opened, ZopaError when no reader survives
                its start.
        """
        deaths: Counter[int] = Counter()
        detour = Detour()
        stillborn: list[bool] = []
        while True:
            try:
                return self._ask(archive, detour)
            except ReaderDied as death:
                if self._closed:
                    raise ZopaError("interrupted") from death
                stillborn = [*stillborn, death.crashed] if death.at == _NOWHERE else []
                if sum(stillborn) >= CRASHES or len(stillborn) >= KILLS:
                    raise ZopaError(
                        f"readers die before their first record ({len(stillborn)} times)",
                        path=archive,
                        remedy="Try it with fewer workers: there may be too little memory.",
                    ) from death
                deaths[death.at] += 1
                if death.at != _NOWHERE and deaths[death.at] >= DEATHS:
                    detour = (
                        Detour(detour.skip | {death.at}, detour.stop)
                        if death.at >= 0
                        else Detour(detour.skip, -death.at - 2)
                    )

    def close(self) -> None:
        """End the reader."""
        self._closed = True
        self._end()
        with contextlib.suppress(ValueError):
            self._place.close()
        self._place_file.close()

    def _ask(self, archive: Path, detour: Detour) -> bytes:
        process = self._process or self._start()
        self._set_place(_NOWHERE)
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        try:
            _send(process.stdin, (str(archive), detour))
            answer = self._await(process)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            at = self._at()
            crashed = _exit_code(process) > 0
            self._end()
            raise ReaderDied(at, crashed) from error
        if isinstance(answer, SourceError):
            raise answer
        return bytes(answer)

    def _await(self, process: subprocess.Popen[bytes]) -> Any:
        """The answer, unless the reader dies or stays too long at one record."""
        assert process.stdout is not None  # noqa: S101
        at, since = self._at(), time.monotonic()
        while True:
            ready, _, _ = select.select([process.stdout], [], [], 0.5)
            if ready:
                return _receive(process.stdout)
            if self._at() != at:
                at, since = self._at(), time.monotonic()
            elif time.monotonic() - since > (max(self.hangs, HANGS) if at == _NOWHERE else self.hangs):
                raise EOFError("hangs")

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-c", _SERVE, str(self._place_file.fileno())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[self._place_file.fileno()],
        )
        assert self._process.stdin is not None  # noqa: S101
        with contextlib.suppress(OSError):
            _send(self._process.stdin, self.dossier)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _at(self) -> int:
        return int(struct.unpack("<q", self._place[:8])[0])

    def _set_place(self, at: int) -> None:
        self._place[:8] = struct.pack("<q", at)


def _exit_code(process: subprocess.Popen[bytes]) -> int:
    """Positive for an error of its own, negative for a signal, 0 while it lives."""
    try:
        return process.wait(timeout=1.0)
    except subprocess.TimeoutExpired:
        return 0


def _send(pipe: IO[bytes], value: object) -> None:
    raw = pickle.dumps(value)
    pipe.write(_LENGTH.pack(len(raw)) + raw)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """The next value. Only our own two processes write to these pipes. Raises EOFError."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    raw = pipe.read(length)
    if len(raw) < length:
        raise EOFError
    return pickle.loads(raw)  # noqa: S301


def serve(place_at: int) -> None:
    """The reader's side: take shards from standard input until it closes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    place = mmap.mmap(place_at, 8)
    asked = os.fdopen(os.dup(0), "rb")
    orders: list[Any] = []
    arrived = threading.Condition()

    def listen() -> None:
        # read at all times: an end of input means that the driver is gone
        while True:
            try:
                order = _receive(asked)
            except (EOFError, OSError):
                os._exit(0)
            except BaseException:  # noqa: BLE001 - whatever it is
                # an order nobody here can understand: die loudly, or the driver would wait for ever
                traceback.print_exc()
                os._exit(1)
            with arrived:
                orders.append(order)
                arrived.notify()

    threading.Thread(target=listen, daemon=True).start()

    def next_order() -> Any:
        with arrived:
            while not orders:
                arrived.wait()
            return orders.pop(0)

    def step(offset: int) -> None:
        place[:8] = struct.pack("<q", offset)

    reader = ShardReader(next_order(), step)
    while True:
        archive, detour = next_order()
        try:
            _send(answers, reader.parquet(Path(archive), detour))
        except SourceError as error:
            _send(answers, error)
