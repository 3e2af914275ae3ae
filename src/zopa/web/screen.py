"""What a screen's module is made of; see `zopa.web.screens`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from zopa.web.shapes import ErrorShape


@dataclass(frozen=True, slots=True, order=True)
class Nav:
    """A screen's place in the navigation.

    order  from left to right; label  key of its name in WORDS; key  the letter after `g` that leads there.
    role   who sees it.
    """

    order: int
    path: str
    label: str
    key: str
    role: str = "reader"


def screen() -> APIRouter:
    """A router for a screen's pages; they are no part of the API's description."""
    return APIRouter(default_response_class=HTMLResponse, include_in_schema=False)


def api(tag: str) -> APIRouter:
    """A router for a group of the API's verbs; whatever goes wrong has the one shape."""
    shape: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorShape, "description": told} for status, told in _ERRORS.items()
    }
    return APIRouter(prefix="/api/v1", tags=[tag], responses=shape)


_ERRORS = {
    400: "The request is malformed.",
    401: "Nobody knows who asks: send a token, `Authorization: Bearer …`.",
    403: "The role does not allow it.",
    404: "There is no such thing.",
    409: "Somebody else changed it meanwhile, or the ledger can't do it.",
    413: "The body is too large.",
    422: "A value is wrong.",
}
