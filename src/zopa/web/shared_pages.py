"""Pages that many look at, drawn once: what differs between two people is left open and filled in.

Two readers of the same page, in the same language and role, get the same words but for their own name and
the token that their forms send back. So a page is drawn with a hole for either, and kept as it is.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Hashable

from markupsafe import escape

MOST_BYTES = 64 * 1024 * 1024
"""Of pages kept at a time."""

NAME_HOLE = f"name-{secrets.token_hex(16)}"
TOKEN_HOLE = f"token-{secrets.token_hex(16)}"
"""Nobody's name and no token: not even somebody who wants to be called so can know it."""


def filled(page: bytes, name: str, token: str) -> bytes:
    """A page with its holes filled."""
    own = str(escape(name)).encode("utf-8", "replace")
    return page.replace(NAME_HOLE.encode(), own).replace(TOKEN_HOLE.encode(), token.encode())


class SharedPages:
    """Pages with holes, by what they depend on; the ones asked for longest ago go first. Thread-safe."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable) -> bytes | None:
        """The page, or None where it is not kept."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: bytes) -> None:
        """Keep a page."""
        if len(page) > self._most_bytes // 8:
            return
        with self._lock:
            self._bytes -= len(self._pages.pop(key, b""))
            self._pages[key] = page
            self._bytes += len(page)
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._pages.popitem(last=False)[1])
