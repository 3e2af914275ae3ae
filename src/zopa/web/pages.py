"""Templates to text, and the addresses of the static files."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zopa.export.page import web_address
from zopa.export.view import GLYPHS

STATIC = files("zopa.web") / "static"


@cache
def environment() -> Environment:
    """The template engine: everything is escaped, and a name that is not there is an error."""
    made = Environment(
        loader=PackageLoader("zopa.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"static": static, "glyphs": GLYPHS}
    made.filters |= {"web_address": web_address, "data": data}
    return made


def render(template: str, **context: Any) -> str:
    """A template as text."""
    return environment().get_template(template).render(**context)


def static(name: str) -> str:
    """The address of a static file; it changes with the file's content, so browsers may keep it."""
    return f"/static/{name}?v={_digest(name)}"


@cache
def _digest(name: str) -> str:
    found = STATIC
    for part in name.split("/"):
        found = found / part
    return hashlib.sha256(found.read_bytes()).hexdigest()[:10]


def data(value: Any) -> Markup:
    """Values for a script, to be put between <script type="application/json"> tags, which nothing runs.

    No text in it can end the tag or begin a comment.
    """
    raw = json.dumps(value, ensure_ascii=False)
    safe = raw.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - only JSON's own signs are left
