"""CSV: positions, one row each, and back."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.errors import ZopaError
from zopa.export.formats import text_file
from zopa.ledger.rows import tie_from
from zopa.ledger.view import FLAT, LedgerView
from zopa.vocabulary import Condition, Modality, Quote, Stance, StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier


NEEDED = ("report", "quote", "holder", "issue", "option", "stance")


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write all positions as judged. Returns how many."""
    count = 0
    with text_file(path) as file:
        writer = csv.writer(file)
        writer.writerow(FLAT)

        def counted() -> Iterator[tuple[Any, ...]]:
            nonlocal count
            for count, row in enumerate(view.flat(), start=1):  # noqa: B007 (kept for the caller)
                yield row

        writer.writerows(counted())
    return count


def read(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[tuple[StatedPosition, str]]:
    """Positions in a CSV file, each with its status.

    columns  which of the file's columns holds what: {"quote": "Text", "holder": "Organisation"}; what is
             not named is looked for under its own name. Needed: report, quote, holder, issue, option,
             stance, and either start or a quote that occurs once in its report.
    Raises   ZopaError with the line where a needed value is missing or none.
    """
    named = dict(columns or {})
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for name in NEEDED:
            if named.get(name, name) not in (reader.fieldnames or ()):
                raise ZopaError(
                    f"there is no column '{named.get(name, name)}'",
                    path=path,
                    line=1,
                    remedy=f"Say which column holds it: --columns {name}=THEIRS",
                )
        for row in reader:
            held = {name: row.get(named.get(name, name)) or "" for name in FLAT}
            try:
                yield from_flat(held), held["status"] or "accepted"
            except (KeyError, ValueError) as error:
                raise ZopaError(
                    f"this row is no position: {error}",
                    path=path,
                    line=reader.line_num,
                    remedy="Say which columns hold what with --columns, and check the values.",
                ) from error


def from_flat(held: Mapping[str, Any]) -> StatedPosition:
    """A flat row, its values as text, as a stated position. Raises ValueError where it is none."""
    for name in NEEDED:
        if not held[name]:
            raise ValueError(f"no {name}")
    start = int(held["start"] or -1)
    issue, option, words = held["condition_issue"], held["condition_option"], held["condition_text"]
    return StatedPosition(
        report=held["report"],
        quote=Quote(held["quote"], start, start + len(held["quote"]), held["prefix"], held["suffix"]),
        speaker=held["speaker"] or "author",
        holder=held["holder"],
        issue=held["issue"],
        option=held["option"],
        stance=Stance(held["stance"]),
        origin=held["origin"],
        firm=str(held["firm"]).strip().lower() in ("true", "1", "yes"),
        condition=Condition(issue or None, option or None, words) if issue or words else None,
        speaker_name=held["speaker_name"],
        statement=held["statement"] or None,
        said_on=dt.date.fromisoformat(held["said_on"]) if held["said_on"] else None,
        said_on_precision=held["said_on_precision"] or "report",
        confidence=float(held["confidence"] or 1.0),
        further=tuple(tie_from(one) for one in json.loads(held.get("further") or "[]")),
        modality=Modality(held.get("modality") or Modality.CURRENT),
    )
