"""An Excel workbook of positions, written in constant memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from zopa.errors import ZopaError
from zopa.export.formats.flat import from_flat
from zopa.ledger.view import FLAT, LedgerView
from zopa.vocabulary import StatedPosition

if TYPE_CHECKING:
    from zopa.dossier import Dossier

LONGEST = 32_767
"""Characters that a cell takes."""
LIMIT = 1_048_575
"""Rows that a sheet takes below its head."""


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write all positions as judged. Returns how many. Raises ZopaError beyond Excel's limit."""
    import xlsxwriter

    # Text stays text: '=1+1' in a passage is no formula, and an address no link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("positions")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, FLAT, bold)
        sheet.freeze_panes(1, 0)
        for count, row in enumerate(view.flat(), start=1):
            if count > LIMIT:
                raise ZopaError(
                    f"a sheet takes {LIMIT:,} rows", path=path, remedy="Use --format csv or parquet."
                )
            for column, value in enumerate(row):
                if isinstance(value, str):
                    if len(value) > LONGEST:
                        raise ZopaError(
                            f"the {FLAT[column]} of position {row[0]} has {len(value):,} characters; "
                            f"a cell takes {LONGEST:,}",
                            path=path,
                            remedy="Use --format csv or parquet.",
                        )
                    sheet.write_string(count, column, value)
                elif value is not None:
                    sheet.write(count, column, value)
    return count


def read(path: Path) -> Iterator[tuple[StatedPosition, str]]:
    """The positions in a workbook that was written so, each with its status."""
    import openpyxl

    with path.open("rb") as file, closing(openpyxl.load_workbook(file, read_only=True)) as book:
        rows = book["positions"].iter_rows(values_only=True)
        names = [str(one) for one in next(rows, ())]
        for row in rows:
            held = {name: _text(value) for name, value in zip(names, row, strict=True)}
            yield from_flat(held), held["status"]


def _text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)
