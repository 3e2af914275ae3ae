"""Lists in pages: a cursor says where the next begins, so that pages stay right while rows come."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request

from zopa.web.faults import WrongInput

Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
After = Annotated[
    str | None,
    Query(max_length=600, description="The `next` of the page before; leave it out for the first."),
]


def cursor(*values: object) -> str:
    """A place in a list as a token.

    >>> read_cursor(cursor("2025-12-16", 7), 2)
    ['2025-12-16', 7]
    """
    raw = json.dumps(values, ensure_ascii=True, default=str).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(token: str, length: int) -> list[Any]:
    """The place that a token means. Raises WrongInput when it is none of ours."""
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise _wrong() from error
    if not isinstance(values, list) or len(values) != length:
        raise _wrong()
    return values


def whole(value: Any) -> int:
    """A number of a cursor. Raises WrongInput."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise _wrong()
    return value


def text(value: Any) -> str:
    """A text of a cursor. Raises WrongInput."""
    if not isinstance(value, str):
        raise _wrong()
    return value


def page(items: Sequence[Any], next_: str | None) -> dict[str, Any]:
    """A page as it is answered."""
    return {"items": list(items), "next": next_}


def link(request: Request, next_: str | None) -> dict[str, str]:
    """The Link header that leads to the next page, where there is one (RFC 8288)."""
    if next_ is None:
        return {}
    pairs = [(key, value) for key, value in request.query_params.multi_items() if key != "after"]
    return {"Link": f'<{request.url.path}?{urlencode([*pairs, ("after", next_)])}>; rel="next"'}


def _wrong() -> WrongInput:
    return WrongInput("'after' is no place in this list", remedy="Take it from `next` of the page before.")
