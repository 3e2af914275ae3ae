"""The reports as CSL-JSON: what reference managers and pandoc read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.export.formats import text_file
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Report

if TYPE_CHECKING:
    from zopa.dossier import Dossier


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write one item per report. Returns how many."""
    count = 0
    with text_file(path) as file:
        file.write("[")
        for count, report in enumerate(view.stream_reports(), start=1):
            file.write(("," if count > 1 else "") + "\n" + json.dumps(item(report), ensure_ascii=False))
        file.write("\n]\n")
    return count


def item(report: Report) -> dict[str, Any]:
    """A report as a CSL item."""
    made: dict[str, Any] = {"id": report.id, "type": "article-newspaper", "title": report.title or report.id}
    if report.outlet:
        made["container-title"] = report.outlet
    if report.published:
        day = report.published
        made["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    if report.author:
        made["author"] = [{"literal": report.author}]
    if report.url:
        made["URL"] = report.url
    if report.language:
        made["language"] = report.language
    return made
