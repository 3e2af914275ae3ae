"""Those who ask a workbench: a client in this process, and a tab of a browser."""

from __future__ import annotations

import re
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

HOST = "http://localhost:8765"


class Client(TestClient):
    """Asks a workbench as a browser does: with its cookie, and the token of its last page."""

    def token(self) -> str:
        """The token that forms send back."""
        page = self.get("/sign-in")
        found = re.search(r'name="csrf" content="(\w+)"', page.text)
        assert found is not None
        return found[1]

    def app_description(self) -> dict[str, Any]:
        """What the API says of itself."""
        if not hasattr(self, "_described"):
            self._described: dict[str, Any] = self.get("/api/v1/openapi.json").json()
        return self._described

    def submit(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form, with its token; redirects are not followed."""
        more.setdefault("follow_redirects", False)
        return self.post(path, data={"csrf": self.token(), **(data or {})}, **more)


class Tab:
    """A page of the browser that notes what must not happen.

    errors   what its console complained of;  foreign  requests that left this machine.
    """

    def __init__(self, chromium: Any, address: str, width: int, **options: Any) -> None:
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, base_url=address, **{"locale": "en-GB", **options}
        )
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((address, "data:", "blob:")) else self.foreign.append(asked.url)
            ),
        )

    def faults(self) -> list[str]:
        """What axe-core finds that is serious; skips where it is absent."""
        axe = pytest.importorskip(
            "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python for axe-core"
        )
        found = axe.Axe().run(self.page).response["violations"]
        return [
            f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"][:3]
        ]

    def check(self) -> None:
        """No complaint, and nothing asked of another host."""
        assert (self.errors, self.foreign) == ([], [])
