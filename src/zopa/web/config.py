"""What the server was told: which dossier, where it listens, who may come in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from zopa.ledger.store import Place

ROLES = ("reader", "reviewer", "editor")
"""What an account may do, each including the ones before: look; judge and add; change the dossier."""


@dataclass(frozen=True, slots=True)
class Config:
    """How a workbench is served.

    folder        the dossier's folder; it need not hold a dossier yet.
    ledger        where the ledger is, if not there.
    host, port    where it listens.
    names         further host names under which it may be asked.
    by            who works here where nobody has to sign in.
    accounts      whether everybody has to sign in.
    proxy_header  the header in which a reverse proxy says who asks; "" for none.
    proxy_peers   addresses from which that header is believed.
    proxy_role    the role of those whom the proxy names and no account knows; None refuses them.
    secure        whether cookies are for https only.
    """

    folder: Path
    ledger: Place | None = None
    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    by: str = "analyst"
    accounts: bool = False
    proxy_header: str = ""
    proxy_peers: tuple[str, ...] = ("127.0.0.1", "::1")
    proxy_role: str | None = None
    secure: bool = False
    hosts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        known = {"localhost", "127.0.0.1", "[::1]", *self.names}
        if not unspecified(self.host):
            known.add(f"[{self.host}]" if ":" in self.host else self.host)
        object.__setattr__(self, "hosts", frozenset(one.lower() for one in known))


def unspecified(host: str) -> bool:
    """Whether a host to listen on means every address."""
    return host in ("", "0.0.0.0", "::")  # noqa: S104 - recognised here, not bound to


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
