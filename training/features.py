"""Texts to arrays of pieces and features, as the runtime engine will see them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from zopa.reading.engines.pieces import Pieces
from zopa.reading.engines.words import cut


def mood_table(path: Path) -> dict[str, int]:
    """German verb forms that can only be subjunctive: 1 for Konjunktiv I, 2 for Konjunktiv II.

    Only third persons count, and only forms that no verb has in the indicative or as infinitive.
    """
    verbs = json.loads(path.read_text(encoding="utf-8"))

    def head(form: str | list[str]) -> str:
        return form if isinstance(form, str) else next(iter(form), "")

    table: dict[str, int] = {}
    plain: set[str] = set()
    for verb in verbs.values():
        plain.add(verb.get("INF", ""))
        for tense in ("PRÄ", "PRT"):
            for number, persons in verb.get(tense, {}).items():
                # first person singular ("ich habe") hides most of Konjunktiv I: news seldom speaks so
                plain.update(head(form) for who, form in persons.items() if (number, who) != ("S", "1"))
    for mood, code in (("KJ1", 1), ("KJ2", 2)):
        for verb in verbs.values():
            for persons in verb.get(mood, {}).values():
                form = head(persons.get("3", ""))
                if form and form not in plain:
                    table.setdefault(form, code)
    return table


class Sentences:
    """Cuts running text into pieces with their words' features."""

    def __init__(self, pieces: Pieces, moods: dict[str, int]) -> None:
        self.pieces = pieces
        self.moods = moods

    def stream(self, texts: Iterable[str], wanted: int) -> tuple[np.ndarray, np.ndarray]:
        """At least `wanted` pieces of running text where there are so many: n, and n x 4 features."""
        numbers: list[np.ndarray] = []
        features: list[np.ndarray] = []
        have = 0
        for text in texts:
            words = cut(text)
            ids: list[int] = []
            of: list[int] = []
            for n in range(len(words)):
                found = self.pieces.of(words.word(n))
                ids.extend(found)
                of.extend([n] * len(found))
            if not ids:
                continue
            table = np.array(
                [words.shapes, words.places, words.breaks, self.moods_of(words)], dtype=np.int8
            ).T
            numbers.append(np.array(ids, dtype=np.int32))
            features.append(table[of])
            have += len(ids)
            if have >= wanted:
                break
        return np.concatenate(numbers), np.concatenate(features)

    def moods_of(self, words: object) -> list[int]:
        """The mood of each word."""
        get = self.moods.get
        return [get(words.word(n).lower(), 0) for n in range(len(words))]  # type: ignore[attr-defined,arg-type]
