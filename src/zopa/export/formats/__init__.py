"""The ledger in other tools' formats: each written row by row, and the rows counted.

write("csv", view, path)    -> Written(path, rows)
FORMATS                     what there is, with one line on each
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from zopa.errors import OutputError, ZopaError

if TYPE_CHECKING:
    from zopa.dossier import Dossier
    from zopa.ledger.view import LedgerView


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `module` has a function `write(view, dossier, path) -> int` that returns the rows written."""

    module: str
    suffix: str
    rows: str
    about: str
    extra: str = ""


FORMATS = {
    "csv": Format("flat", ".csv", "positions", "positions, one row each"),
    "xlsx": Format("xlsx", ".xlsx", "positions", "positions as an Excel workbook", "xlsx"),
    "parquet": Format("parquet", ".parquet", "positions", "positions as a Parquet table", "parquet"),
    "jsonl": Format("jsonl", ".jsonl", "lines", "everything, one JSON object a line"),
    "webannotation": Format("webannotation", ".jsonld", "annotations", "W3C Web Annotations (JSON-LD)"),
    "dna": Format("dna", ".csv", "statements", "event CSV for Discourse Network Analyzer's users"),
    "labelstudio": Format("labelstudio", ".json", "tasks", "Label Studio tasks with annotations"),
    "ftm": Format("ftm", ".ftm.json", "entities", "FollowTheMoney entities, one a line"),
    "graphml": Format("graphml", ".graphml", "edges", "the discourse network: who says what on which option"),
    "csl": Format("csl", ".json", "sources", "the reports as CSL-JSON, for reference managers"),
    "prov": Format("prov", ".jsonld", "records", "PROV-O of runs and judgements (JSON-LD)"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written where."""

    path: Path
    rows: int
    what: str


def write(name: str, view: LedgerView, path: Path, dossier: Dossier | None = None, **options: Any) -> Written:
    """Write the ledger in a format, whole or not at all.

    Raises ZopaError when there is no such format, or a library for it is not installed; OutputError
    when the file can't be written.
    """
    form = FORMATS.get(name)
    if form is None:
        raise ZopaError(f"there is no format '{name}'", remedy=f"Use one of: json, {', '.join(FORMATS)}.")
    module = importlib.import_module(f"zopa.export.formats.{form.module}")
    part = path.with_name(path.name + ".part")
    try:
        count = module.write(view, dossier, part, **options)
        part.replace(path)
    except ImportError as error:
        raise ZopaError(
            f"the format '{name}' needs a library that is not installed ({error.name})",
            remedy=f"pip install 'zopa[{form.extra}]'",
        ) from error
    except OSError as error:
        raise OutputError(
            f"can't be written: {error.strerror}", path=path, remedy="Choose another place with -o FILE."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return Written(path, count, form.rows)


@contextmanager
def text_file(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file to write, with the line ends as they are given."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield file
