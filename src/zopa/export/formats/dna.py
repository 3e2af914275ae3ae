"""Event CSV in the manner of Discourse Network Analyzer's export: one row per statement; and back.

Semicolons between, every value quoted, times as 'yyyy-MM-dd HH:mm:ss'; DNA's variables person,
organization, concept and agreement, as its default statement type 'DNA Statement' has them. Texts stay as
they are, line ends and quotation marks included. Columns of ours follow, for the way back.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.export.formats import text_file
from zopa.export.formats.flat import from_flat
from zopa.ledger.view import FLAT, LedgerView
from zopa.vocabulary import StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier

DNA = (
    "statement_id",
    "time",
    "document_id",
    "document_title",
    "document_author",
    "document_source",
    "document_section",
    "document_type",
    "text",
    "person",
    "organization",
    "concept",
    "agreement",
)
_OURS = tuple(name for name in FLAT if name not in ("quote", "report"))


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write one row per position. Returns how many."""
    count = 0
    with text_file(path) as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerow((*DNA, *(f"zopa_{name}" for name in _OURS)))
        for count, row in enumerate(view.flat(), start=1):
            held = dict(zip(FLAT, row, strict=True))
            day = held["said_on"] or held["published"]
            writer.writerow(
                (
                    count,
                    f"{day:%Y-%m-%d} 00:00:00" if day else "",
                    held["report"],
                    held["title"],
                    "",
                    held["outlet"],
                    "",
                    "",
                    held["quote"],
                    held["speaker_name"] or held["speaker"],
                    held["holder"],
                    f"{held['issue']}: {held['option']}",
                    int(held["stance"] != "rejects"),
                    *("" if held[name] is None else held[name] for name in _OURS),
                )
            )
    return count


def read(path: Path) -> Iterator[tuple[StatedPosition, str]]:
    """The positions, each with its status: DNA's own columns count, ours fill in what DNA does not know.

    agreement 0 is a rejection; 1 keeps 'accepts' where it was, else supports.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            held = {name: row.get(f"zopa_{name}") or "" for name in FLAT}
            held |= {"quote": row["text"], "report": row["document_id"], "holder": row["organization"]}
            issue, _, option = row["concept"].partition(": ")
            held |= {"issue": issue, "option": option}
            if str(row["agreement"]).lower() in ("0", "no", "false"):
                held["stance"] = "rejects"
            elif held["stance"] not in ("supports", "accepts"):
                held["stance"] = "supports"
            held["speaker_name"] = held["speaker_name"] or ("" if held["speaker"] else row["person"])
            held["speaker"] = held["speaker"] or "other"
            if not held["said_on"] and "zopa_said_on" not in row and row["time"]:
                held["said_on"] = dt.datetime.fromisoformat(row["time"]).date().isoformat()
            yield from_flat(held), held["status"] or "accepted"
