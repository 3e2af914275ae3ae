"""Which network addresses may be fetched from, checked where the connection is made.

The name is resolved once, every address it resolves to is checked, and the connection goes to the
checked address itself: a name server that answers differently the second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SHARED = ipaddress.ip_network("100.64.0.0/10")
"""Carrier-grade NAT (RFC 6598): `is_private` is False for it, `is_global` too."""

Resolver = Callable[[str, int], list[str]]


class AddressRefused(httpcore.ConnectError):
    """A host is, or resolves to, an address of a private network."""


def why_refused(address: str) -> str:
    """Why an address may not be fetched from; empty if it may.

    Sees through IPv4-mapped, 6to4, Teredo and NAT64 addresses.

    >>> why_refused("127.0.0.1"), why_refused("::ffff:10.0.0.1"), why_refused("93.184.215.14")
    ('loopback', 'private', '')
    """
    try:
        one = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "not an address"
    if isinstance(one, ipaddress.IPv6Address):
        inner: list[ipaddress.IPv4Address] = [x for x in (one.ipv4_mapped, one.sixtofour) if x is not None]
        if one.teredo is not None:
            inner += list(one.teredo)
        if one in _NAT64:
            inner.append(ipaddress.IPv4Address(int(one) & 0xFFFFFFFF))
        for hidden in inner:
            reason = why_refused(str(hidden))
            if reason:
                return reason
        if one.ipv4_mapped is not None:
            return ""
        if one.is_site_local:
            return "private"
    for reason, holds in (
        ("loopback", one.is_loopback),
        ("link-local", one.is_link_local),
        ("unspecified", one.is_unspecified),
        ("multicast", one.is_multicast),
        ("shared (carrier-grade NAT)", one.version == 4 and one in _SHARED),
        ("private", one.is_private),
        ("reserved", one.is_reserved or not one.is_global),
    ):
        if holds:
            return reason
    return ""


def resolved(host: str, port: int) -> list[str]:
    """Every address of a host, by the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class CheckedBackend(httpcore.NetworkBackend):
    """Connects only to checked addresses, and gives up at a deadline.

    allow_private  let private networks through (a person asked for it).
    resolve        host and port to addresses; tests put a lying one here.
    """

    def __init__(self, *, allow_private: bool = False, resolve: Resolver = resolved) -> None:
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._resolve = resolve
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host, if all of them are allowed."""
        try:
            addresses = self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"'{host}' can't be resolved") from error
        if not addresses:
            raise httpcore.ConnectError(f"'{host}' can't be resolved")
        for address in addresses:
            reason = "" if self._allow_private else why_refused(address)
            if reason:
                raise AddressRefused(f"{host} is at a {reason} address ({address})")
        last: httpcore.NetworkError | httpcore.TimeoutException | None = None
        for address in addresses[:4]:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._left(timeout), local_address, socket_options
                )
                return _Stream(stream, self)
            except (httpcore.NetworkError, httpcore.TimeoutException) as error:
                last = error
        assert last is not None  # noqa: S101 - the list was not empty
        raise last

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Never: pages do not come from sockets of this machine."""
        raise AddressRefused(f"{path} is a socket of this machine, no web page")

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def _left(self, timeout: float | None) -> float:
        """Seconds until the deadline, at most `timeout`. Raises ReadTimeout when it has passed."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("took too long altogether")
        return min(left, timeout if timeout is not None else left, 3600.0)


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait counts against the deadline: a server can't drip for ever."""

    def __init__(self, inner: httpcore.NetworkStream, backend: CheckedBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._backend._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._backend._left(timeout))
        return _Stream(inner, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
