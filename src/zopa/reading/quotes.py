"""Statements of raw texts as plain records: what `zopa quotes` prints, one line per document."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zopa.errors import SkipReport
from zopa.reading.addressing import addressee
from zopa.reading.engines import Engine
from zopa.reading.language import language
from zopa.reading.naming import Namer
from zopa.reading.text import analyse
from zopa.sources.text import FRONT_MATTER
from zopa.vocabulary import Span


def document(path: Path) -> tuple[str, str]:
    """(name, text) of a file: `documentName` and `originalText` of *.json, else its stem and body.

    Raises SkipReport when it is not UTF-8, or a *.json file without `originalText`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix.lower() != ".json":
            return path.stem, FRONT_MATTER.sub("", text, count=1)
        raw = json.loads(text)
        name, body = raw.get("documentName", path.stem), raw["originalText"]
        if not isinstance(body, str):
            raise TypeError("originalText is not a text")
        return str(name), body
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        raise SkipReport(f"no text to read in it ({type(error).__name__})", path=path) from error


def record(name: str, text: str, code: str, engine: Engine, namer: Namer | None = None) -> dict[str, Any]:
    """The statements of one text.

    namer    says whom the speakers' words mean; without it `speaker_id` is None.
    Returns  {"document", "statements": [{"quote": [[s, e], ...], "speaker", "cue", "addressee", "type",
             "stance", "firm", "conditional", "speaker_id", "speaker_name"}]}; offsets are half-open, in
             Unicode code points; `stance` is None where nothing is demanded, accepted or refused;
             `speaker_name` is the name of somebody whom the dossier does not know.
    """
    found = engine.tag(text, code)
    who = namer(text, found) if namer else [None] * len(found)
    spoken = language(code)
    parsed = analyse(text, spoken) if any(one.cue for one in found) else None
    return {
        "document": name,
        "statements": [
            {
                "quote": _lists(one.quote),
                "speaker": _lists(one.speaker),
                "cue": _lists(one.cue),
                "addressee": _lists([span] if parsed and (span := addressee(parsed, one, spoken)) else []),
                "type": str(one.kind),
                "stance": str(one.stance) if one.stance else None,
                "firm": one.firm,
                "conditional": one.conditional,
                "speaker_id": speaker.id if speaker else None,
                "speaker_name": " ".join(speaker.name.split()) if speaker else "",
            }
            for one, speaker in zip(found, who, strict=True)
        ],
    }


def _lists(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]
