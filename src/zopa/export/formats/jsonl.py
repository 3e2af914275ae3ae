"""JSON Lines: everything the ledger holds in force, one object a line; and back, without loss."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.errors import ZopaError
from zopa.export.formats import text_file
from zopa.export.json import report as report_values
from zopa.ledger.rows import position_from, position_values
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Report, StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write reports, statements, positions with their status, and judgements. Returns the lines."""
    count = 0
    with text_file(path) as file:
        for line in lines(view):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count


def lines(view: LedgerView) -> Iterator[dict[str, Any]]:
    """Each object, with its `type`: report, statement, position or judgement."""
    for report in view.stream_reports():
        yield {"type": "report"} | report_values(report)
    for one in view.stream_statements():
        yield {
            "type": "statement",
            "id": one.id,
            "report": one.report,
            "quote": [list(span) for span in one.quote],
            "speaker": one.speaker,
            "speaker_name": one.speaker_name,
            "kind": one.kind.value,
            "stance": one.stance.value if one.stance else None,
            "said_on": one.said_on.isoformat() if one.said_on else None,
            "origin": one.origin,
        }
    for stated, status in view.stream_positions():
        yield {"type": "position", "id": stated.id, "status": status.value} | position_values(stated)
    for made in view.judgements():
        yield {
            "type": "judgement",
            "position": made.position,
            "decision": made.decision.value,
            "by": made.by,
            "at": made.at.isoformat() if made.at else None,
            "note": made.note,
            "adjudicates": made.adjudicates,
            "automatic": made.automatic,
            "corrected": position_values(made.corrected) if made.corrected else None,
        }


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The file's objects with their line. Raises ZopaError where a line is none."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                try:
                    held = json.loads(line)
                except json.JSONDecodeError as error:
                    raise ZopaError(f"no JSON: {error.msg}", path=path, line=number) from error
                if isinstance(held, dict):
                    yield number, held


def read(path: Path) -> Iterator[tuple[StatedPosition, str]]:
    """The positions, each with its status."""
    for number, held in objects(path):
        if held.get("type") == "position":
            try:
                yield position_from(held), held.get("status", "accepted")
            except (KeyError, TypeError, ValueError) as error:
                raise ZopaError(f"no position: {error}", path=path, line=number) from error


def read_reports(path: Path) -> Iterator[Report]:
    """The reports."""
    names = ("id", "text", "outlet", "language", "title", "author", "url", "path")
    for _, held in objects(path):
        if held.get("type") == "report":
            day = held["published"]
            yield Report(
                **{name: held[name] for name in names}, published=dt.date.fromisoformat(day) if day else None
            )
