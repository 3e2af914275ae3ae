"""Listening for browsers."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from zopa.errors import ZopaError
from zopa.web.app import create_app, guarded
from zopa.web.config import Config

AT_ONCE = 200
"""Connections served at the same time; more are told to come back."""


def listen(config: Config, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. Raises ZopaError when the address can't be had.

    ready  is told the address.
    """
    app = guarded(create_app(config))
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    held = socket.socket(family)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((config.host, config.port))
    except OSError as error:
        held.close()
        raise ZopaError(
            f"can't listen on {config.host}:{config.port}: {error.strerror}",
            remedy="Take another port: --port 0 takes a free one.",
        ) from error
    shown = f"[{config.host}]" if family == socket.AF_INET6 else config.host
    ready(f"http://{shown}:{held.getsockname()[1]}/")
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            limit_concurrency=AT_ONCE,
            timeout_keep_alive=30,
            h11_max_incomplete_event_size=64 * 1024,
        )
    )
    server.run(sockets=[held])
