"""Signing in and out."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from zopa.web import accounts as door
from zopa.web.desk import COOKIE, AtDesk, Desk, allow, set_session
from zopa.web.screen import screen
from zopa.web.screens.settings import inside

router = screen()

WORDS = {
    "sign_in": ("Anmelden", "Sign in"),
    "sign_in.name": ("Name", "Name"),
    "sign_in.password": ("Passwort", "Password"),
    "sign_in.wrong": ("Name oder Passwort stimmt nicht.", "Name or password is wrong."),
    "sign_in.none": (
        "Hier muss sich niemand anmelden.",
        "Nobody has to sign in here.",
    ),
}

_lock = threading.Lock()


def _door(desk: Desk) -> door.Door:
    state = desk.request.app.state
    with _lock:
        if not hasattr(state, "door"):
            state.door = door.Door(desk.bench.accounts)
    found: door.Door = state.door
    return found


@router.get("/sign-in")
@allow("anyone")
def ask(desk: AtDesk, next: str = "/") -> Response:  # noqa: A002 - the field's name in addresses
    """The form."""
    return desk.page("sign_in.html", wrong=False, next=inside(next), name="")


@router.post("/sign-in")
@allow("anyone")
def sign_in(
    request: Request,
    desk: AtDesk,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002
) -> Response:
    """Let somebody in, with a session of their own."""
    if not desk.config.accounts:
        return RedirectResponse(inside(next), 303)
    address = request.client.host if request.client else ""
    secret = _door(desk).sign_in(name, password, address)
    if secret is None:
        return desk.page("sign_in.html", 401, wrong=True, next=inside(next), name=name)
    answer = RedirectResponse(inside(next), 303)
    set_session(answer, secret, desk.config)
    return answer


@router.post("/sign-out")
@allow("anyone")
def sign_out(desk: AtDesk) -> Response:
    """End the session here and in the ledger."""
    if desk.user.signed_in:
        desk.bench.accounts.close_session(door.digest(desk.secret), desk.user.name)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
