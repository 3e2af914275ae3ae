"""Language and brightness, kept in the browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from zopa.export.labels import LANGUAGES
from zopa.web.desk import LANGUAGE, THEME, THEMES, AtDesk, allow
from zopa.web.screen import screen

router = screen()

YEAR = 365 * 24 * 3600


def inside(path: str) -> str:
    """A path of this workbench, or '/' where an address would lead elsewhere.

    >>> inside("/search?q=a"), inside("//elsewhere"), inside("https://elsewhere")
    ('/search?q=a', '/', '/')
    """
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and all(sign.isprintable() for sign in path) else "/"


@router.post("/settings")
@allow("anyone")
def change(
    desk: AtDesk,
    language: Annotated[str, Form()] = "",
    theme: Annotated[str, Form()] = "auto",
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep the choice and go back to where it was made."""
    answer = desk.to(inside(back))
    options = {"max_age": YEAR, "samesite": "strict", "secure": desk.config.secure, "httponly": True}
    if language in LANGUAGES:
        answer.set_cookie(LANGUAGE, language, **options)  # type: ignore[arg-type]
    if theme in THEMES:
        answer.set_cookie(THEME, theme, **options)  # type: ignore[arg-type]
    return answer
