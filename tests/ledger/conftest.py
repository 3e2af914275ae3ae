from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A place for a ledger: the same tests run over both databases."""
    if request.param == "sqlite":
        yield tmp_path
        return
    with postgres_place() as url:
        yield url


class postgres_place:  # noqa: N801
    """A schema of its own in the test database, dropped afterwards."""

    def __enter__(self) -> str:
        url = os.environ.get("ZOPA_TEST_POSTGRES")
        if not url:
            pytest.skip('needs PostgreSQL: eval "$(.ci/postgres start)" sets ZOPA_TEST_POSTGRES')
        pytest.importorskip("psycopg", reason="needs the extra zopa[postgres]")
        self._url = url
        self._schema = f"t{uuid.uuid4().hex[:12]}"
        return f"{url}?schema={self._schema}"

    def __exit__(self, *_: object) -> None:
        import psycopg

        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")
