"""Reading a rendered page the way a browser would, as far as the tests need it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """Elements with their attributes, ids, links and the text of each identified element.

    Raises AssertionError where tags do not nest.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.texts: dict[str, str] = {}
        self.inside: dict[str, list[tuple[str, dict[str, str]]]] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute twice in {tag} {attrs}"
        self.elements.append((tag, given))
        for _, held in self._open:
            if held:
                self.inside[held].append((tag, given))
        own = given.get("id", "")
        if own:
            self.ids.append(own)
            self.texts.setdefault(own, "")
            self.inside.setdefault(own, [])
        if tag not in VOID:
            self._open.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}> on line {self.getpos()[0]}"

    def handle_data(self, data: str) -> None:
        for _, held in self._open:
            if held:
                self.texts[held] += data

    def all(self, tag: str, **having: str) -> list[dict[str, str]]:
        """Attributes of every `tag` whose attributes hold the given words."""
        return [
            attrs
            for name, attrs in self.elements
            if name == tag
            and all(value in attrs.get(key.rstrip("_"), "").split() for key, value in having.items())
        ]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self.elements if tag == "a"]
