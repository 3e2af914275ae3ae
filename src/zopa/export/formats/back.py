"""The way back: positions that people coded elsewhere become their judgements."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.errors import ZopaError
from zopa.export.formats import dna, flat, jsonl, labelstudio, parquet, webannotation, xlsx
from zopa.ledger.anchor import reanchor
from zopa.ledger.judging import Judging
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Report, StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier
    from zopa.ledger.address import Place

Read = Callable[[Path], Iterator[tuple[StatedPosition, str]]]

READERS: dict[str, Read] = {
    "csv": flat.read,
    "xlsx": xlsx.read,
    "parquet": parquet.read,
    "jsonl": jsonl.read,
    "webannotation": webannotation.read,
    "dna": dna.read,
    "labelstudio": labelstudio.read,
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did.

    accepted  positions that the ledger held and the file accepts.
    added     positions that are new, recorded as the person's.
    skipped   rows that could not be taken in, each with its reason.
    """

    rows: int
    accepted: int
    added: int
    skipped: tuple[str, ...]


def take_in(
    name: str,
    path: Path,
    place: Place,
    dossier: Dossier,
    by: str,
    columns: Mapping[str, str] | None = None,
) -> Taken:
    """Record the positions of a file as one person's judgements, in one act that one undo takes back.

    A position that the ledger holds is accepted where the file says so; any other is added. Its
    words are found in the report by their place, else by what stands around them; where that is not certain,
    or it names what the dossier lacks, the row is skipped and listed.
    Raises ZopaError when the file can't be read as this format.
    """
    if name not in READERS:
        raise ZopaError(f"'{name}' can't be taken in", remedy=f"Use one of: {', '.join(READERS)}.")
    if not path.is_file():
        raise ZopaError("there is no such file", path=path)
    source = flat.read(path, columns) if name == "csv" else READERS[name](path)
    view = LedgerView(place)
    reports = view.reports()
    held = {one.id: status for one, status in view.stream_positions()}
    rows, accept, add, skipped = 0, [], [], []
    for rows, (one, status) in enumerate(source, start=1):
        if one.id in held:
            if status == "accepted" and not held[one.id].is_data:
                accept.append(one.id)
            continue
        try:
            add.append(_placed(one, reports, dossier))
        except ValueError as reason:
            skipped.append(f"row {rows}: {reason}")
    added = Judging(place, by).take_in(accept, add) if accept or add else 0
    return Taken(rows, len(accept), added, tuple(skipped))


def _placed(one: StatedPosition, reports: Mapping[str, Report], dossier: Dossier) -> StatedPosition:
    report = reports.get(one.report)
    if report is None:
        raise ValueError(f"there is no report '{one.report}'")
    if one.holder not in dossier.parties:
        raise ValueError(f"there is no party '{one.holder}'")
    issue = dossier.issues.get(one.issue)
    if issue is None or issue.option(one.option) is None:
        raise ValueError(f"there is no option '{one.issue}/{one.option}'")
    quote = reanchor(one.quote, report.text)
    if quote is None:
        raise ValueError(f"the words {one.quote.exact[:40]!r} are not in '{one.report}', or more than once")
    return dataclasses.replace(one, quote=quote)
