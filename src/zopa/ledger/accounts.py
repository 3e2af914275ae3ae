"""Accounts and their sessions. Passwords and session secrets are kept as hashes only, made elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, inspect, select, update

from zopa.errors import LedgerError
from zopa.ledger import dialect
from zopa.ledger.address import Place, address
from zopa.ledger.clock import utc_now
from zopa.ledger.schema import audit
from zopa.ledger.store import BUSY_SECONDS, explained, open_ledger, open_view
from zopa.ledger.workbench_schema import accounts, sessions


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may come in. `role` is reader, reviewer or editor."""

    name: str
    role: str
    made_at: datetime
    disabled: bool = False


class Accounts:
    """The accounts of one ledger.

    Raises LedgerError when the ledger can't be opened or written.
    """

    def __init__(self, place: Place) -> None:
        self._where = address(place)
        self._db = open_ledger(place)
        # Whoever writes takes the ledger's lock: looking must not.
        self._view = open_view(place)

    def all(self) -> list[Account]:
        """Every account, by name."""
        with explained(self._where), self._view.connect() as connection:
            return [
                Account(row.name, row.role, row.made_at, row.disabled_at is not None)
                for row in connection.execute(select(accounts).order_by(accounts.c.name))
            ]

    def any(self) -> bool:
        """Whether there is an account at all, disabled ones included."""
        with explained(self._where), self._view.connect() as connection:
            return bool(connection.execute(select(func.count()).select_from(accounts)).scalar())

    def add(self, name: str, role: str, password_hash: str, by: str) -> None:
        """Add an account. Raises LedgerError when the name is taken."""
        with explained(self._where), self._db.begin() as connection:
            if connection.execute(select(accounts.c.seq).where(accounts.c.name == name)).first():
                raise self._where.error(
                    f"there is an account '{name}' already",
                    "Choose another name, or change it: zopa user password.",
                )
            made = {"name": name, "role": role, "password_hash": password_hash, "made_at": utc_now()}
            connection.execute(insert(accounts).values(**made))
            self._note(connection, by, "account added", account=name, role=role)

    def change(
        self,
        name: str,
        by: str,
        *,
        role: str | None = None,
        password_hash: str | None = None,
        disabled: bool | None = None,
    ) -> None:
        """Change an account; whoever is in with it has to sign in anew. Raises LedgerError: no such."""
        values: dict[str, object] = {}
        if role is not None:
            values["role"] = role
        if password_hash is not None:
            values["password_hash"] = password_hash
        if disabled is not None:
            values["disabled_at"] = utc_now() if disabled else None
        with explained(self._where), self._db.begin() as connection:
            seq = connection.execute(select(accounts.c.seq).where(accounts.c.name == name)).scalar()
            if seq is None:
                raise self._unknown(name)
            connection.execute(update(accounts).where(accounts.c.seq == seq).values(**values))
            connection.execute(delete(sessions).where(sessions.c.account == seq))
            self._note(connection, by, "account changed", account=name, changed=sorted(values))

    def password_hash(self, name: str) -> str | None:
        """The hash of an account's password; None for one that is unknown or disabled."""
        with explained(self._where), self._view.connect() as connection:
            query = select(accounts.c.password_hash).where(
                accounts.c.name == name, accounts.c.disabled_at.is_(None)
            )
            return connection.execute(query).scalar()

    def account(self, name: str) -> Account | None:
        """The account of this name, if it is there and not disabled."""
        with explained(self._where), self._view.connect() as connection:
            query = select(accounts).where(accounts.c.name == name, accounts.c.disabled_at.is_(None))
            row = connection.execute(query).first()
            return Account(row.name, row.role, row.made_at) if row else None

    # -------------------------------------------------------------- sessions

    def open_session(self, name: str, digest: str, lasts: timedelta, kind: str = "browser") -> None:
        """Begin a session for whoever holds the secret with this digest. Raises LedgerError: no such."""
        now = utc_now()
        with explained(self._where), self._db.begin() as connection:
            query = select(accounts.c.seq).where(accounts.c.name == name, accounts.c.disabled_at.is_(None))
            seq = connection.execute(query).scalar()
            if seq is None:
                raise self._unknown(name)
            connection.execute(delete(sessions).where(sessions.c.ends_at < now))
            connection.execute(
                insert(sessions).values(
                    digest=digest, account=seq, kind=kind, made_at=now, ends_at=now + lasts
                )
            )
            self._note(connection, name, "token made" if kind == "token" else "signed in")

    def session(self, digest: str, kind: str = "browser") -> Account | None:
        """Whose session that is, unless it has ended or the account is disabled."""
        with explained(self._where), self._view.connect() as connection:
            query = (
                select(accounts)
                .join(sessions, sessions.c.account == accounts.c.seq)
                .where(
                    sessions.c.digest == digest,
                    sessions.c.kind == kind,
                    sessions.c.ends_at > utc_now(),
                    accounts.c.disabled_at.is_(None),
                )
            )
            row = connection.execute(query).first()
            return Account(row.name, row.role, row.made_at) if row else None

    def close_session(self, digest: str, by: str) -> None:
        """End a session."""
        with explained(self._where), self._db.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest))
            self._note(connection, by, "signed out")

    # -------------------------------------------------------------- audit

    def note(self, by: str, action: str, **detail: object) -> None:
        """Write a line into the audit: who did what."""
        with explained(self._where), self._db.begin() as connection:
            self._note(connection, by, action, **detail)

    def _note(self, connection: Connection, by: str, action: str, **detail: object) -> None:
        connection.execute(insert(audit).values(at=utc_now(), by=by, action=action[:24], detail=detail))

    def _unknown(self, name: str) -> LedgerError:
        return self._where.error(f"there is no account '{name}'", "Add one: zopa user add DIR NAME.")


def has_accounts(place: Place) -> bool:
    """Whether a ledger has an account; one of an older schema has none. Never writes.

    Raises LedgerError when it can't be read.
    """
    where = address(place)
    with explained(where), dialect.view_engine(where, BUSY_SECONDS).connect() as connection:
        if not inspect(connection).has_table(accounts.name):
            return False
        return bool(connection.execute(select(func.count()).select_from(accounts)).scalar())
