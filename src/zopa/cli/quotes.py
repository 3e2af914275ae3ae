"""Who says what in any text, dossier or not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zopa.cli.shared import app, complain, load_dossier, write_file
from zopa.errors import SkipReport, ZopaError

if TYPE_CHECKING:
    from zopa.reading.naming import Namer

SUFFIXES = (".txt", ".md", ".markdown", ".json")


@app.command(
    short_help="List who says what in any texts.", epilog="Example: zopa quotes talks/reports --dossier talks"
)
def quotes(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Texts, or folders of texts.")],
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="jsonl.")] = "jsonl",
    dossier: Annotated[
        Path | None, typer.Option("--dossier", metavar="DIR", help="Name speakers by this dossier's ids.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Language of the texts [as each looks].")
    ] = "",
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE", help="Where it goes.")] = None,
) -> None:
    """Find who says what, with the trained reader: one JSON line per document.

    Offsets are half-open, in characters of the text after the front matter (of `originalText` in a
    *.json file). With --dossier each speaker has an id: an actor, a party, author, anonymous, or other
    with the name kept. What can't be read is listed and skipped.
    """
    if form != "jsonl":
        raise ZopaError(f"there is no format '{form}'", remedy="Use: jsonl.")
    files = list(_files(paths))
    if not files:
        raise ZopaError("no texts there", remedy=f"Name files that end in {', '.join(SUFFIXES)}.")
    lines = (json.dumps(one, ensure_ascii=False) for one in _records(files, dossier, language))
    if out is not None:
        write_file(out, "".join(f"{line}\n" for line in lines))
        return
    for line in lines:
        typer.echo(line)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES)
        else:
            yield path


def _records(files: list[Path], folder: Path | None, given: str) -> Iterator[dict[str, Any]]:
    from zopa.reading import detect_language
    from zopa.reading.engines.press import shipped_reader
    from zopa.reading.language import LANGUAGES
    from zopa.reading.naming import namer
    from zopa.reading.quotes import document, record

    if given and given not in LANGUAGES:
        raise ZopaError(f"there is no reader for '{given}'", remedy=f"Use one of: {', '.join(LANGUAGES)}.")
    engine = shipped_reader()
    loaded = load_dossier(folder) if folder else None
    namers: dict[str, Namer] = {}
    for path in files:
        try:
            name, text = document(path)
        except SkipReport as skip:
            complain(f"skipped: {skip}")
            continue
        code = given or detect_language(text)
        if loaded and code not in namers:
            namers[code] = namer(loaded, code)
        yield record(name, text, code, engine, namers.get(code))
