"""The API's verbs on a page, from its own description."""

from __future__ import annotations

from typing import Any

from fastapi.responses import Response

from zopa.web.desk import AtDesk, keep
from zopa.web.screen import screen

router = screen()

WORDS = {
    "api.title": ("Schnittstelle für Programme", "Interface for programs"),
    "api.about": (
        "Alles, was die Seiten zeigen, als JSON. Die ganze Beschreibung in OpenAPI:",
        "Everything that the pages show, as JSON. The whole description in OpenAPI:",
    ),
    "api.errors": (
        (
            'Jeder Fehler hat eine Form: {"error": {"kind", "message", "remedy", …}}. '
            "Listen kommen in Seiten: next wird als after gegeben. Antworten tragen ein ETag."
        ),
        (
            'Every error has one shape: {"error": {"kind", "message", "remedy", …}}. '
            "Lists come in pages: next is given as after. Answers carry an ETag."
        ),
    ),
    "api.takes": ("nimmt", "takes"),
}
METHODS = ("get", "post", "put", "delete", "patch")


@router.get("/api")
@keep
def show(desk: AtDesk) -> Response:
    """Every verb with what it takes."""
    described: dict[str, Any] = desk.request.app.openapi()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, verbs in described["paths"].items():
        for method in METHODS:
            if method in verbs:
                verb = verbs[method]
                groups.setdefault(next(iter(verb.get("tags", [])), ""), []).append(
                    {
                        "method": method.upper(),
                        "path": path,
                        "summary": verb.get("summary", ""),
                        "takes": [
                            one["name"] + ("" if one.get("required") else "?")
                            for one in verb.get("parameters", ())
                        ],
                    }
                )
    return desk.page("api.html", groups=groups)
