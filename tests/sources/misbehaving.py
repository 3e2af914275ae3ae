"""A web server on loopback that misbehaves in every way we guard against."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = Callable[["Request"], None]

PAGE = """<!doctype html><html lang="en"><head><title>Talks on dues | The Quay</title>
<meta property="og:site_name" content="The Quay">
<meta property="article:published_time" content="2021-03-02T08:00:00Z"></head><body><article>
<h1>Talks on dues</h1>
<p>Northmark is demanding harbour dues of 12 crowns, and its trade minister repeated that on Sunday.</p>
<p>"We will never accept compulsory pilots," Otto Brandt said after the meeting in the harbour office.</p>
<p>Southmark rejected the demand. The talks are to go on next week, and neither side expects them to be
short, people who were in the room say. A further round was not announced on Sunday evening.</p>
</article></body></html>"""


@dataclass
class Request:
    """One request as the server got it, and the means to answer it in any way."""

    path: str
    headers: dict[str, str]
    wire: BaseHTTPRequestHandler

    def send(
        self, body: bytes | str = b"", status: int = 200, kind: str = "text/html; charset=utf-8", **heads: str
    ) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.wire.send_response(status)
        if kind:
            self.wire.send_header("Content-Type", kind)
        heads.setdefault("content_length", str(len(raw)))
        for name, value in heads.items():
            if value:
                self.wire.send_header(name.replace("_", "-").title(), value)
        self.wire.end_headers()
        self.wire.wfile.write(raw)

    def redirect(self, where: str, status: int = 302) -> None:
        self.send(status=status, location=where)


@dataclass
class Site:
    """What the server answers, by path, and what it was asked."""

    port: int
    routes: dict[str, Handler] = field(default_factory=dict)
    seen: list[Request] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "news.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> int:
        return sum(request.path == path for request in self.seen)

    def page(self, path: str, text: str = PAGE) -> str:
        self.routes[path] = lambda request: request.send(text)
        return self.url(path)


@contextmanager
def running() -> Iterator[Site]:
    """A server for the time of a test."""

    class Wire(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            request = Request(self.path, {k.lower(): v for k, v in self.headers.items()}, self)
            site.seen.append(request)
            answer = site.routes.get(self.path)
            try:
                if answer is not None:
                    answer(request)
                else:
                    request.send("<h1>Not found</h1>", 404)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    server.daemon_threads = True
    server.block_on_close = False
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def drip(request: Request) -> None:
    """A byte now and then, for ever: each wait is short, the whole is endless."""
    request.wire.send_response(200)
    request.wire.send_header("Content-Type", "text/html")
    request.wire.end_headers()
    for _ in range(400):
        request.wire.wfile.write(b"x")
        request.wire.wfile.flush()
        time.sleep(0.05)


def drip_heads(request: Request) -> None:
    """Headers that never end."""
    request.wire.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(400):
        request.wire.wfile.write(f"X-{number}: y\r\n".encode())
        request.wire.wfile.flush()
        time.sleep(0.05)


def endless(request: Request) -> None:
    """A body without end and without length."""
    request.wire.send_response(200)
    request.wire.send_header("Content-Type", "text/html")
    request.wire.end_headers()
    while True:
        request.wire.wfile.write(b"<p>more</p>" * 5000)


@cache
def bomb() -> bytes:
    """A few kilobytes that unpack to 64 megabytes."""
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = b"\x00" * (1 << 20)
    return b"".join(machine.compress(zeros) for _ in range(64)) + machine.flush()


def gzip_bomb(request: Request) -> None:
    request.send(bomb(), content_encoding="gzip")


def zipped(request: Request) -> None:
    request.send(gzip.compress(PAGE.encode()), content_encoding="gzip")


def cut_short(request: Request) -> None:
    """Announces more than it sends, then hangs up."""
    request.send(b"<html>half", content_length="100000")
    request.wire.close_connection = True


def hangs_up(request: Request) -> None:
    request.wire.close_connection = True
    request.wire.connection.close()
