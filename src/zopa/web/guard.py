"""At the door, before anything else: whose host is asked for, how large a body may be, what browsers may do.

Plain ASGI: it also guards what no route answers.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from zopa.web.faults import Fault

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing from elsewhere, and nothing inline: a text that slips through unescaped still can't run."""

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    # Not no-referrer: with it browsers send "Origin: null", and forged requests can't be told from ours.
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)

LONGEST_ADDRESS = 16_384
"""Bytes of path and query."""


class Guard:
    """Wraps an ASGI application.

    hosts       host names, without port, under which it may be asked; others are refused, so that a
                foreign page can't reach it by a name of its own (DNS rebinding).
    most_bytes  the largest body taken.
    """

    def __init__(self, app: App, hosts: Iterable[str], most_bytes: int) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if refusal := self._refusal(scope, headers):
            await _refuse(refusal, send)
            return
        taken = 0
        too_large = False

        async def counted() -> Message:
            nonlocal taken, too_large
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > self._most_bytes:
                    too_large = True
                    # The rest is not read; the handler sees a client that went away.
                    return {"type": "http.disconnect"}
            return message

        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                held = {name for name, _ in message.get("headers", ())}
                message["headers"] = [
                    *message.get("headers", ()),
                    *(one for one in HEADERS if one[0] not in held),
                ]
            await send(message)

        try:
            await self._app(scope, counted, guarded)
        except Exception as error:
            if too_large and not begun:
                await _refuse(_TOO_LARGE, send)
            elif not getattr(error, "told", False):
                raise

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> Fault | None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if bare(host) not in self._hosts:
            return Fault(
                421,
                "unknown-host",
                "this workbench does not answer under that host name",
                "Ask for the address that `zopa serve` printed, or name the host: --name HOST.",
            )
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST_ADDRESS:
            return Fault(414, "too-long", "the address is too long", "Ask for less at once.")
        if "\x00" in scope["path"] or "\\" in scope["path"] or ".." in scope["path"].split("/"):
            return Fault(400, "wrong-path", "there is no such path", "")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self._most_bytes:
            return _TOO_LARGE
        return None


_TOO_LARGE = Fault(413, "too-large", "the body is larger than what is taken", "Send less at once.")


def bare(host: str) -> str:
    """A Host header without its port.

    >>> bare("[::1]:8765"), bare("localhost:8765")
    ('[::1]', 'localhost')
    """
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.rpartition(":")[0] if ":" in host else host


async def _refuse(what: Fault, send: Send) -> None:
    body = json.dumps(what.as_json()).encode()
    head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": what.status, "headers": [*head, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
