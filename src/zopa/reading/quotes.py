"""Statements of raw texts as plain records: what `zopa quotes` prints, one line per document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from zopa.errors import SkipReport
from zopa.reading.engines import Engine, RawStatement
from zopa.sources.text import FRONT_MATTER

Resolve = Callable[[str, RawStatement], str | None]
"""Says whom a statement's speaker span names: an actor or party id, or None."""


def document(path: Path) -> tuple[str, str]:
    """(name, text) of a file: `documentName` and `originalText` of *.json, else its stem and body.

    Raises SkipReport when it is not UTF-8, or a *.json file without `originalText`.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix != ".json":
            return path.stem, FRONT_MATTER.sub("", text, count=1)
        raw = json.loads(text)
        return str(raw.get("documentName", path.stem)), str(raw["originalText"])
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise SkipReport(f"no text to read in it ({type(error).__name__})", path=path) from error


def record(
    name: str, text: str, language: str, engine: Engine, resolve: Resolve | None = None
) -> dict[str, Any]:
    """The statements of one text.

    Returns {"document", "statements": [{"quote": [[s, e], ...], "speaker", "cue", "type", "speaker_id"}]},
    offsets half-open in Unicode code points; speaker_id is None where nothing resolves it.
    """
    found = engine.tag(text, language)
    return {
        "document": name,
        "statements": [
            {
                "quote": [list(span) for span in statement.quote],
                "speaker": [list(span) for span in statement.speaker],
                "cue": [list(span) for span in statement.cue],
                "type": str(statement.kind),
                "speaker_id": resolve(text, statement) if resolve else None,
            }
            for statement in found
        ],
    }


def records(
    paths: Iterable[Path], language_of: Callable[[str], str], engine: Engine, resolve: Resolve | None = None
) -> Iterator[dict[str, Any]]:
    """The records of many files, one after the other; `language_of` tells a text's language."""
    for path in paths:
        name, text = document(path)
        yield record(name, text, language_of(text), engine, resolve)
