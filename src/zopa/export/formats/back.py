"""The way back: positions that people coded elsewhere become their judgements."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from zopa.errors import ZopaError
from zopa.export.formats import FORMATS, dna, flat, jsonl, labelstudio, parquet, webannotation, xlsx
from zopa.ledger.anchor import reanchor
from zopa.ledger.judging import Judging
from zopa.ledger.view import LedgerView
from zopa.vocabulary import OTHER, Issue, Option, Party, Quote, Report, StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier
    from zopa.ledger.address import Place

Row = tuple[StatedPosition, str]
Read = Callable[[Path], Iterator[Row]]
_BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, RuntimeError, csv.Error, BadZipFile)
"""What the libraries that open a file raise over one of another kind."""

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
    source = _readable(name, path, flat.read(path, columns) if name == "csv" else READERS[name](path))
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


def _readable(name: str, path: Path, source: Iterator[Row]) -> Iterator[Row]:
    """The rows, with what is wrong with a file in words. Raises ZopaError."""
    try:
        yield from source
    except ImportError as error:
        raise ZopaError(
            f"the format '{name}' needs a library that is not installed ({error.name})",
            remedy=f"pip install 'zopa[{FORMATS[name].extra}]'",
        ) from error
    except _BROKEN as error:
        said = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise ZopaError(
            f"this can't be read as {name}: {said}",
            path=path,
            remedy=f"Check the file and the format; zopa export --format {name} shows what is expected.",
        ) from error


def _placed(one: StatedPosition, reports: Mapping[str, Report], dossier: Dossier) -> StatedPosition:
    """A position as the ledger's texts and the dossier's ids have it. Raises ValueError where they don't."""
    report = _report(one.report, reports)
    holder = one.holder if one.holder in dossier.parties else _by_name(one.holder, dossier.parties.values())
    if holder is None:
        raise ValueError(f"there is no party '{one.holder}'")
    issue = dossier.issues.get(one.issue)
    if issue is None and (named := _by_name(one.issue, dossier.issues.values())) is not None:
        issue = dossier.issues[named]
    option = issue and (issue.option(one.option) or issue.option(_by_name(one.option, issue.options) or ""))
    if issue is None or option is None:
        raise ValueError(f"there is no option '{one.issue}/{one.option}'")
    quote = reanchor(one.quote, report.text) or _altered(one.quote, report.text)
    if quote is None:
        raise ValueError(f"the words {one.quote.exact[:40]!r} are not in '{report.id}', or more than once")
    placed = dataclasses.replace(
        one, report=report.id, holder=holder, issue=issue.id, option=option.id, quote=quote
    )
    speaker = _speaker(one.speaker_name, dossier) if one.speaker == OTHER else None
    return placed if speaker is None else dataclasses.replace(placed, speaker=speaker)


def _speaker(name: str, dossier: Dossier) -> str | None:
    """The actor or party of this name, or None."""
    actors = [one.id for one in dossier.actors.values() if name in (one.name, *one.aliases)]
    return actors[0] if len(actors) == 1 else _by_name(name, dossier.parties.values())


def _report(name: str, reports: Mapping[str, Report]) -> Report:
    """The report with this id, else the one with this title."""
    if name in reports:
        return reports[name]
    titled = [
        one for one in reports.values() if name in (one.title, one.title.translate(dna.ALTERED)) and name
    ]
    if len(titled) != 1:
        raise ValueError(
            f"there are {len(titled)} reports with the title '{name}'"
            if titled
            else f"there is no report '{name}'"
        )
    return titled[0]


def _by_name(name: str, among: Iterable[Party | Issue | Option]) -> str | None:
    """The id of the one with this name in any language."""
    found = [one.id for one in among if name in one.names.values()]
    return found[0] if len(found) == 1 else None


def _altered(quote: Quote, text: str) -> Quote | None:
    """Where a quote stands that DNA's own export altered; its words as the text has them."""
    plain = Quote(*(getattr(quote, name) for name in ("exact", "start", "end")))
    found = reanchor(plain, text.translate(dna.ALTERED))
    return Quote.cut(text, found.start, found.end) if found is not None else None
