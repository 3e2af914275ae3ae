"""Libraries that only some sources need: a clear word where one is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from zopa.errors import ZopaError


@contextmanager
def needs(extra: str, what: str) -> Iterator[None]:
    """Wrap imports of an optional library. Raises ZopaError naming the extra to install."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ZopaError(
            f"reading {what} needs {error.name}, which is not installed",
            remedy=f"Install it with: pip install 'zopa[{extra}]'",
        ) from error
