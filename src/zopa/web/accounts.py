"""Who comes in: passwords, sessions, and how often somebody may try."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from zopa.errors import ZopaError
from zopa.ledger.accounts import Account, Accounts
from zopa.web.faults import TooOften

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
"""Characters of a password; longer is what helps, so nothing else is asked of it."""
LONGEST = 256
LASTS = timedelta(hours=12)
"""A session: a working day."""
TOKEN_LASTS = timedelta(days=365)

TRIES = 5
"""Failed tries for one name from one address …"""
TRIES_BY_ADDRESS = 20
"""… and for all names from one address …"""
WINDOW = 300.0
"""… within this many seconds."""


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # The second of the settings that RFC 9106 recommends: 64 MiB, three passes.
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)


def hashed(password: str) -> str:
    """An argon2id hash of a new password. Raises ZopaError when it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ZopaError(
            f"a password has {SHORTEST} to {LONGEST} characters", remedy="A few words in a row do well."
        )
    return _hasher().hash(password)


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))


def digest(secret: str) -> str:
    """What the ledger keeps of a session's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def form_token(secret: str) -> str:
    """What a form must send back: made from the session's secret, which other sites can't read."""
    return hmac.new(secret.encode(), b"zopa form", hashlib.sha256).hexdigest()


class Door:
    """Lets people in by name and password, and slows down guessing. Safe between threads."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self._clock = clock
        self._failed: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def sign_in(self, name: str, password: str, address: str) -> str | None:
        """The secret of a new session, or None where name or password are wrong.

        Raises TooOften after too many failures; the right password does not help then.
        """
        from argon2.exceptions import InvalidHashError, VerificationError

        self._check(name, address)
        held = self._accounts.password_hash(name) if len(name) <= 80 else None
        try:
            # An unknown name costs as much time as a wrong password.
            _hasher().verify(held or _nobodys(), password[:LONGEST])
            right = held is not None
        except (VerificationError, InvalidHashError):
            right = False
        if not right:
            self._note_failure(name, address)
            return None
        secret = secrets.token_urlsafe(32)
        self._accounts.open_session(name, digest(secret), LASTS)
        with self._lock:
            self._failed.pop((name[:80], address), None)
        return secret

    def _check(self, name: str, address: str) -> None:
        with self._lock:
            for key, most in (((name[:80], address), TRIES), (("", address), TRIES_BY_ADDRESS)):
                tries = self._failed[key]
                while tries and tries[0] < self._clock() - WINDOW:
                    tries.popleft()
                if len(tries) >= most:
                    wait = int(tries[0] + WINDOW - self._clock()) + 1
                    raise TooOften(
                        "too many failed attempts to sign in", remedy=f"Wait {wait} seconds.", wait=wait
                    )

    def _note_failure(self, name: str, address: str) -> None:
        with self._lock:
            if len(self._failed) > 10_000:
                self._failed.clear()
            for key in ((name[:80], address), ("", address)):
                self._failed[key].append(self._clock())
        self._accounts.note(name[:80] or "-", "sign-in failed", address=address)


def account_of(accounts: Accounts, secret: str, kind: str = "browser") -> Account | None:
    """Whose session a secret is, if it is one."""
    return accounts.session(digest(secret), kind) if 0 < len(secret) <= 128 else None
