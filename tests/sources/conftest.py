from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import misbehaving as server
import pytest

pytest.importorskip("httpx", reason="needs the extra zopa[web]")

from zopa.sources.fetch import Fetcher, Limits


@pytest.fixture
def site() -> Iterator[server.Site]:
    with server.running() as made:
        yield made


@pytest.fixture
def naps() -> list[float]:
    """How long the fetcher slept, each time."""
    return []


@pytest.fixture
def fetcher(naps: list[float]) -> Iterator[Callable[..., Fetcher]]:
    """Makes fetchers that never really sleep and find every host on loopback."""
    made: list[Fetcher] = []

    def make(*, allow_private: bool = True, **wishes: Any) -> Fetcher:
        resolve = wishes.pop("resolve", lambda _host, _port: ["127.0.0.1"])
        limits = Limits(**{"delay": 0.0, "wait": 2.0, "seconds": 3.0, **wishes})
        clock = iter(range(10**9))
        one = Fetcher(
            limits,
            allow_private=allow_private,
            resolve=resolve,
            sleep=naps.append,
            clock=lambda: float(next(clock)) * 1e-6,
        )
        made.append(one)
        return one

    yield make
    for one in made:
        one.close()
