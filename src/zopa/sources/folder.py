"""A dossier's reports folder becomes reports, in a stable order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zopa.errors import DossierError, SkipReport
from zopa.sources.text import SUFFIXES, read_file
from zopa.vocabulary import Report


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a folder held. Skipped files are listed with their reason, never dropped silently."""

    reports: tuple[Report, ...]
    skipped: tuple[SkipReport, ...]


def read_folder(folder: Path) -> Gathered:
    """Read every report in a folder and its subfolders.

    Returns  reports sorted by date and id, and what was skipped.
    Raises   DossierError when there is no such folder.
    """
    if not folder.is_dir():
        raise DossierError(
            "there is no folder of reports",
            path=folder,
            remedy="Put the reports there, as .txt or .md files.",
        )
    reports: dict[str, Report] = {}
    skipped: list[SkipReport] = []
    for path in _files(folder):
        try:
            if path.suffix.lower() not in SUFFIXES:
                raise SkipReport(
                    f"'{path.suffix or path.name}' is no text format",
                    path=path,
                    remedy=f"Use {' or '.join(SUFFIXES[:2])}.",
                )
            report = read_file(path)
            if report.id in reports:
                raise SkipReport(
                    f"another report is called '{report.id}' too ({reports[report.id].path})",
                    path=path,
                    remedy="Rename one: a report's name is its id.",
                )
            reports[report.id] = report
        except SkipReport as reason:
            skipped.append(reason)
    ordered = sorted(reports.values(), key=lambda report: (str(report.published), report.id))
    return Gathered(tuple(ordered), tuple(skipped))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path
