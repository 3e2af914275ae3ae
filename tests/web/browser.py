"""A workbench that listens, and a real browser that uses it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uvicorn

from zopa.web.app import create_app, guarded
from zopa.web.config import Config

CHROMIUM = os.environ.get("ZOPA_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@contextlib.contextmanager
def listening(folder: Path, **options: Any) -> Iterator[str]:
    """Serve a folder on a free port of this machine; gives its address."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    app = guarded(create_app(Config(folder, **options)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [held]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        held.close()
