"""Event CSV as Discourse Network Analyzer 3 exports it ("event list"): one row per statement; and back.

Semicolons between, text quoted, numbers and times bare, as DNA writes them; the variables of its default
statement type "DNA Statement": person, organization, concept, agreement. DNA itself puts , for ; and ' for "
into every text; here they stay as they are, doubled where CSV asks for it. Columns of ours follow, for the
way back; DNA's users' scripts, which name their columns, don't see them.

Source: leifeld/dna, dna/src/main/java/export/Exporter.java.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.errors import ZopaError
from zopa.export.formats import text_file
from zopa.export.formats.flat import from_flat
from zopa.ledger.view import FLAT, LedgerView
from zopa.vocabulary import StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier

DNA = (
    "statement ID",
    "time",
    "document ID",
    "document title",
    "author",
    "source",
    "section",
    "type",
    "text",
    "person",
    "organization",
    "concept",
    "agreement",
)
_OURS = tuple(name for name in FLAT if name != "quote")
ALTERED = str.maketrans({";": ",", '"': "'"})
"""What DNA does to a text that it exports. Lengths stay, so places do too."""


def write(view: LedgerView, dossier: Dossier | None, path: Path) -> int:
    """Write one row per position. Returns how many."""
    count = 0
    documents: dict[str, int] = {}
    # A speaker whom the dossier knows has one name, whatever the report calls him there.
    names = {one.id: one.name for one in dossier.actors.values()} if dossier else {}
    with text_file(path) as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
        writer.writerow((*DNA, *(f"zopa_{name}" for name in _OURS)))
        for count, row in enumerate(view.flat(), start=1):
            held = dict(zip(FLAT, row, strict=True))
            day = held["said_on"] or held["published"]
            writer.writerow(
                (
                    count,
                    f"{day:%Y-%m-%d} 00:00:00" if day else "",
                    documents.setdefault(held["report"], len(documents) + 1),
                    held["title"] or held["report"],
                    "",
                    held["outlet"],
                    "",
                    "",
                    held["quote"],
                    names.get(held["speaker"]) or held["speaker_name"] or held["speaker"],
                    held["holder"],
                    f"{held['issue']}: {held['option']}",
                    int(held["stance"] != "rejects"),
                    *("" if held[name] is None else held[name] for name in _OURS),
                )
            )
    return count


def read(path: Path) -> Iterator[tuple[StatedPosition, str]]:
    """The positions, each with its status: DNA's own columns count, ours fill in what DNA does not know.

    agreement 0 is a rejection; 1 keeps 'accepts' where it was, else supports. Without a column of ours the
    document's title names the report. Raises ZopaError with the line where a row is none of DNA's.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter=";")
        missing = [
            name for name in ("text", "organization", "concept", "agreement") if name not in _head(reader)
        ]
        if missing:
            raise ZopaError(
                f"this is no event list of DNA: no column '{missing[0]}'",
                path=path,
                remedy='Export it from DNA as "event list" in CSV, of the statement type "DNA Statement".',
            )
        for row in reader:
            try:
                yield _position(row), row.get("zopa_status") or "accepted"
            except (KeyError, ValueError) as error:
                raise ZopaError(
                    f"this row is no position: {error}",
                    path=path,
                    line=reader.line_num,
                    remedy="A concept reads 'issue: option', by ids or names of the dossier.",
                ) from error


def _head(reader: csv.DictReader[str]) -> list[str]:
    return list(reader.fieldnames or ())


def _position(row: dict[str, Any]) -> StatedPosition:
    held = {name: row.get(f"zopa_{name}") or "" for name in FLAT}
    issue, _, option = (row["concept"] or "").partition(": ")
    held |= {"quote": row["text"], "holder": row["organization"], "issue": issue, "option": option}
    held["report"] = held["report"] or row.get("document title") or ""
    if str(row["agreement"]).strip().lower() in ("0", "no", "false"):
        held["stance"] = "rejects"
    elif held["stance"] not in ("supports", "accepts"):
        held["stance"] = "supports"
    person = row.get("person") or ""
    held["speaker_name"] = held["speaker_name"] or ("" if held["speaker"] else person)
    held["speaker"] = held["speaker"] or "other"
    if "zopa_said_on" not in row and row.get("time"):
        held["said_on"] = dt.datetime.fromisoformat(row["time"]).date().isoformat()
    return from_flat(held)
