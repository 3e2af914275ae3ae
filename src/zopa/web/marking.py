"""Pointing out the words of a query in a text that was found by them."""

from __future__ import annotations

import re

from zopa.ledger.words import wanted

_WORD = re.compile(r"[^\W_]+")
AROUND = 110
"""Characters shown on either side of the first hit in a report."""
LOOKED_AT = 150_000
"""Characters of a report that are searched for the place to show."""


class Marker:
    """Knows a query's words, whatever their inflection."""

    def __init__(self, query: str, languages: tuple[str, ...]) -> None:
        self._languages = languages
        self._stems = (
            {stem for group in wanted(query, languages) for stem in group} if query.strip() else set()
        )
        self._known: dict[str, bool] = {}

    def _is_one(self, word: str) -> bool:
        found = self._known.get(word)
        if found is None:
            stems = [stem for group in wanted(word, self._languages) for stem in group]
            found = any(
                word_.startswith(stem[:-1]) if stem.endswith("*") else word_ == stem
                for stem in self._stems
                for word_ in stems
            )
            self._known[word] = found
        return found

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """The text in stretches, each with whether it is one of the query's words."""
        if not self._stems:
            return [(text, False)]
        made: list[tuple[str, bool]] = []
        at = 0
        for match in _WORD.finditer(text):
            if self._is_one(match[0]):
                if match.start() > at:
                    made.append((text[at : match.start()], False))
                made.append((match[0], True))
                at = match.end()
        if at < len(text):
            made.append((text[at:], False))
        return made

    def around(self, text: str) -> list[tuple[str, bool]]:
        """What stands around the first of the query's words; the beginning where none is near it."""
        first = next(
            (match for match in _WORD.finditer(text[:LOOKED_AT]) if self._stems and self._is_one(match[0])),
            None,
        )
        if first is None:
            return [(text[: 2 * AROUND], False)]
        start, end = max(0, first.start() - AROUND), first.end() + AROUND
        cut = text[start:end].strip()
        return self.pieces(("… " if start else "") + cut + (" …" if end < len(text) else ""))
