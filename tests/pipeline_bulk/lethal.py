"""Pages that kill or stall whoever reads them: a fault injected from outside, by the dossier's languages."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any


class Lethal(tuple[Any, ...]):
    """Languages; looking at them over a marked page ends the process, or takes for ever."""

    def __iter__(self) -> Iterator[Any]:
        body = sys._getframe(1).f_locals.get("body", b"")
        if b"KILL THE READER" in body:
            os.kill(os.getpid(), signal.SIGKILL)
        if b"STALL THE READER" in body:
            time.sleep(3600)
        return super().__iter__()
