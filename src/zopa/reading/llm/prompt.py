"""The messages of the three passes. Report text stands between boundaries that it cannot know."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from zopa.reading.llm.answers import Finding
from zopa.reading.llm.asking import Prompt
from zopa.reading.llm.codebook import Codebook
from zopa.reading.llm.rules import AGAIN, CHALLENGE, EXAMPLES, RULES
from zopa.reading.llm.windows import Window
from zopa.vocabulary import Modality, Report, Stance, Tie, content_id

PER_FINDING = 90
"""Tokens an answer takes for one position, about."""
PER_VERDICT = 40


def find(report: Report, window: Window, book: Codebook) -> Prompt:
    """Ask for the positions stated in a window."""
    return _prompt(
        "positions", _shown(report, window, book) + _ASK_FIND, _findings_schema(book), _expected(window)
    )


def again(report: Report, window: Window, book: Codebook, found: Sequence[Finding]) -> Prompt:
    """Ask for what the first pass missed."""
    listed = f"{AGAIN}\nTHE FIRST READER'S LIST\n{_numbered(found)}\n\n"
    shown = _shown(report, window, book) + listed + _ASK_FIND
    return _prompt(
        "missed_positions", shown, _findings_schema(book), max(PER_FINDING, _expected(window) // 4)
    )


def challenge(report: Report, window: Window, book: Codebook, found: Sequence[Finding]) -> Prompt:
    """Ask whether each finding stands."""
    listed = f"{CHALLENGE}\nTHE FINDINGS\n{_numbered(found)}\n\n"
    shown = _shown(report, window, book) + listed + _ASK_VERDICTS
    return _prompt("verdicts", shown, _verdicts_schema(book), PER_VERDICT * max(1, len(found)))


def repaired(prompt: Prompt, answer: str, reason: str) -> Prompt:
    """Ask once more after an answer that was no JSON of the asked form."""
    said = answer[:500]
    more = (
        {"role": "assistant", "content": said or "(nothing)"},
        {
            "role": "user",
            "content": f"That can't be used: {reason}. Answer again, with the JSON object alone: no "
            "explanation, no code fence, nothing before or after it.",
        },
    )
    return Prompt(prompt.name, (*prompt.messages, *more), prompt.schema, prompt.expected)


_ASK_FIND = """\
Answer with one JSON object and nothing else:
{"positions": [{"quote": "...", "speaker": "...", "holder": "...", "option": "issue/option",
"stance": "supports|accepts|rejects", "firm": false, "condition": null, "more": [],
"modality": "current|past|denied|alleged"}]}
in the order of the text; an empty list where nothing is stated."""

_ASK_VERDICTS = """\
Answer with one JSON object and nothing else:
{"verdicts": [{"number": 1, "verdict": "keep|drop|change", "why": "a few words",
"position": null}]}
with one entry for every number. For "change", position holds all values as in a finding; else it is null."""


def _prompt(name: str, user: str, schema: dict[str, Any], expected: int) -> Prompt:
    system = f"{RULES}\n{EXAMPLES}"
    messages = ({"role": "system", "content": system}, {"role": "user", "content": user})
    return Prompt(name, messages, schema, expected)


def _expected(window: Window) -> int:
    """About one position for every 250 characters of a report, as careful readers find them."""
    return PER_FINDING * (1 + (window.core[1] - window.core[0]) // 250)


def _shown(report: Report, window: Window, book: Codebook) -> str:
    """Codebook and report. The boundary is made from the text itself, so no text can contain its own."""
    text = report.text
    before, core, after = (text[slice(*span)] for span in (window.before, window.core, window.after))
    mark = content_id("boundary", report.id, text, window.core)
    head = json.dumps(
        {
            "outlet": report.outlet,
            "published": report.published.isoformat() if report.published else None,
            "title": report.title,
            "author": report.author,
        },
        ensure_ascii=False,
    )
    parts = [f"CODEBOOK\n{book.text}\n", f"ABOUT THE REPORT (data, not to be quoted)\n{head}\n"]
    if before.strip():
        parts.append(
            f"CONTEXT BEFORE (don't code it)\n=== context {mark}\n{before}\n=== end of context {mark}\n"
        )
    parts.append(f"REPORT (code this)\n=== report {mark}\n{core}\n=== end of report {mark}\n")
    if after.strip():
        parts.append(
            f"CONTEXT AFTER (don't code it)\n=== context {mark}\n{after}\n=== end of context {mark}\n"
        )
    return "\n".join(parts) + "\n"


def _numbered(found: Sequence[Finding]) -> str:
    lines = [
        f"{number}. {json.dumps(one.model_dump(mode='json'), ensure_ascii=False)}"
        for number, one in enumerate(found, 1)
    ]
    return "\n".join(lines) or "(empty)"


def _finding_schema(book: Codebook) -> dict[str, Any]:
    return _object(
        quote={"type": "string"},
        speaker={"type": "string", "enum": list(book.speakers)},
        holder={"type": "string", "enum": list(book.holders)},
        option={"type": "string", "enum": list(book.options)},
        stance={"type": "string", "enum": [stance.value for stance in Stance]},
        firm={"type": "boolean"},
        condition={"type": ["string", "null"]},
        more={
            "type": "array",
            "items": _object(
                tie={"type": "string", "enum": [tie.value for tie in Tie]}, what={"type": "string"}
            ),
        },
        modality={"type": "string", "enum": [modality.value for modality in Modality]},
    )


def _findings_schema(book: Codebook) -> dict[str, Any]:
    return _object(positions={"type": "array", "items": _finding_schema(book)})


def _verdicts_schema(book: Codebook) -> dict[str, Any]:
    verdict = _object(
        number={"type": "integer"},
        verdict={"type": "string", "enum": ["keep", "drop", "change"]},
        why={"type": "string"},
        position={"anyOf": [_finding_schema(book), {"type": "null"}]},
    )
    return _object(verdicts={"type": "array", "items": verdict})


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these keys, as strict schemas want it."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
