"""Scores an engine with the shared tool: the same figures that judge it elsewhere."""

from __future__ import annotations

import importlib.util
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType

from zopa.reading.engines import Engine

SETS = {
    "wikinews-quotes/dev": "de",
    "news-quotes/dev": "de",
    "written-quotes/en-dev": "en",
    "written-quotes/de-dev": "de",
}
"""Development sets under shared/corpora and their languages."""


def scorer(shared: Path) -> ModuleType:
    """The shared scoring tool as a module."""
    spec = importlib.util.spec_from_file_location("score_quotes", shared / "tools/score_quotes.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(shared / "tools/score_quotes.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def predictions(engine: Engine, folder: Path, language: str) -> list[dict[str, object]]:
    """What the engine finds in each article of a development set, as the tool wants it."""
    lines: list[dict[str, object]] = []
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        found = engine.tag(raw["originalText"], language)
        statements = [
            {"quote": s.quote, "speaker": s.speaker, "cue": s.cue, "type": str(s.kind)} for s in found
        ]
        lines.append({"document": raw["documentName"], "statements": statements})
    return lines


def figures(engine: Engine, shared: Path, name: str) -> dict[str, float]:
    """The figures of one development set, in per cent."""
    folder = shared / "corpora" / name
    tool = scorer(shared)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for line in predictions(engine, folder, SETS[name]):
            file.write(json.dumps(line) + "\n")
        file.flush()
        result = tool.score(folder, file.name)
    product = result["product"]
    return {
        "message_f1": round(100 * result["published"]["message"]["f1"], 1),
        "quote_f1": round(100 * product["quote"]["f1"], 1),
        "quote_precision": round(100 * product["quote"]["precision"], 1),
        "quote_recall": round(100 * product["quote"]["recall"], 1),
        "statement_f1": round(100 * product["statement"]["f1"], 1),
        "speaker_accuracy": round(100 * product["speaker_accuracy_where_gold_names_one"]["value"], 1),
        "reported_recall": round(100 * product["recall_by_type"]["Reported"]["found"], 1),
        "type_accuracy": round(100 * product["type_accuracy"]["value"], 1),
    }
