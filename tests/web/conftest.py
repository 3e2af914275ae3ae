"""A workbench to ask: in this process, or listening for a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra zopa[serve]")

from dossiers import harbour, record
from visiting import HOST, Client, Tab

from zopa.web.app import create_app, guarded
from zopa.web.config import Config


@pytest.fixture
def workbench() -> Iterator[Callable[..., Client]]:
    """workbench(folder, accounts=True, …) -> a client; the options are those of Config."""
    made = []

    def serve(folder: Path, **options: Any) -> Client:
        client = Client(guarded(create_app(Config(folder, **options))), base_url=HOST)  # type: ignore[arg-type]
        client.__enter__()
        made.append(client)
        return client

    yield serve
    for client in made:
        client.__exit__(None, None, None)


@pytest.fixture
def read_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dossier of all tests, read; for all tests here it is read once."""
    from zopa import dossier, pipeline

    kept = tmp_path_factory.getbasetemp() / "harbour.db"
    if kept.is_file():
        shutil.copy(kept, folder / "zopa.db")
    else:
        pipeline.read(dossier.load(folder))
        shutil.copy(folder / "zopa.db", kept)
    return folder


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """Three reports in two languages with a change, a condition and a contradiction, recorded."""
    return record(harbour(tmp_path / "talks"))


@pytest.fixture
def client(workbench: Callable[..., Client], read_folder: Path) -> Client:
    """A workbench over the small dossier, read."""
    return workbench(read_folder)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; skips where either is absent."""
    driver = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright")
    from browser import CHROMIUM, FLAGS

    if not CHROMIUM:
        pytest.skip("needs Debian's chromium on the path, or ZOPA_CHROMIUM: apt-get install chromium")
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def tab(chromium: Any) -> Iterator[Callable[..., Tab]]:
    """tab(address, width=1280) -> a page; at the end each is checked."""
    opened: list[Tab] = []

    def open_(address: str, width: int = 1280, **options: Any) -> Tab:
        opened.append(Tab(chromium, address, width, **options))
        return opened[-1]

    yield open_
    for one in opened:
        one.context.close()
    for one in opened:
        one.check()
