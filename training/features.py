"""Texts to arrays of pieces and features, as the runtime engine will see them."""

from __future__ import annotations

import json
from pathlib import Path


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
