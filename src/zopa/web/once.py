"""One page without a server: asks the application directly, as `zopa serve DIR --get PATH` does."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from zopa.web.guard import App, Message, Scope


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def fetch(app: App, path: str) -> Answer:
    """Ask an ASGI application for a path with its query.

    In a thread of its own, so that it works where an event loop is running already.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(_fetch(app, path))).result()


async def _fetch(app: App, path: str) -> Answer:
    parts = urlsplit(path if path.startswith("/") else f"/{path}")
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 0),
        "state": {},
    }
    status, headers, body = 500, {}, bytearray()
    asked = False
    never = asyncio.Event()

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await never.wait()
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update({name.decode(): value.decode() for name, value in message.get("headers", ())})
        elif message["type"] == "http.response.body":
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return Answer(status, headers, bytes(body))
