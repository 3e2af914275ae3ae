"""Making and checking a dossier."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from zopa.cli.shared import (
    AsJson,
    Folder,
    app,
    count,
    load_dossier,
    print_json,
)
from zopa.errors import ZopaError


@app.command(short_help="Write a commented starter dossier.", epilog="Example: zopa init talks")
def init(folder: Folder) -> None:
    """Write a commented starter dossier into a new folder."""
    from zopa.starter import write_starter

    for path in write_starter(folder):
        typer.echo(path)
    typer.echo(f"Next: describe your negotiation in {folder / 'dossier.yaml'}, then: zopa run {folder}")


@app.command(short_help="Validate a dossier and its reports.", epilog="Example: zopa check talks")
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The dossier's folder.")] = None,
    as_schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of dossier.yaml, for editors.")
    ] = False,
    terms: Annotated[
        bool,
        typer.Option("--terms", help="Show the terms grown from the reports, and how to switch them off."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Validate a dossier and its reports; name every problem with its line and remedy."""
    from zopa import dossier as dossiers
    from zopa.errors import DossierError
    from zopa.sources import read_folder

    if as_schema:
        typer.echo(json.dumps(dossiers.schema(), indent=2, ensure_ascii=False))
        return
    if folder is None:
        raise ZopaError("name the dossier's folder", remedy="zopa check DIR")
    if terms:
        show_terms(folder, as_json)
        return
    dossier, problems = dossiers.check(folder)
    skipped: tuple[ZopaError, ...] = ()
    reports = 0
    if dossier is not None:
        try:
            gathered = read_folder(dossier.reports_folder)
            reports, skipped = len(gathered.reports), gathered.skipped
        except DossierError as error:
            skipped = (error,)
    wrong = dossier is None
    if as_json:
        found = [
            {"line": p.line, "message": p.message, "remedy": p.remedy, "fatal": p.fatal} for p in problems
        ]
        listed = [{"path": s.place, "message": s.message, "remedy": s.remedy} for s in skipped]
        print_json({"valid": not wrong, "problems": found, "reports": reports, "skipped": listed})
    else:
        for problem in problems:
            place = ZopaError(
                problem.message, remedy=problem.remedy, path=folder / "dossier.yaml", line=problem.line
            )
            typer.echo(f"{'error' if problem.fatal else 'note'}: {place}", err=problem.fatal)
        for skip in skipped:
            typer.echo(f"will be skipped: {skip}", err=True)
        if dossier is not None:
            typer.echo(
                f"{folder}: {count(len(dossier.parties), 'party', 'parties')}, "
                f"{count(len(dossier.actors), 'actor')}, {count(len(dossier.issues), 'issue')}, "
                f"{count(len(dossier.proposals), 'proposal')}, {count(reports, 'report')}"
            )
    if wrong:
        raise typer.Exit(DossierError.exit_code)


def show_terms(folder: Path, as_json: bool) -> None:
    """Print every word that is looked for without being written, and what is switched off."""
    from zopa import pipeline

    dossier = load_dossier(folder)
    grown = pipeline.grown_terms(dossier)
    if as_json:
        listed = [dataclasses.asdict(one) for one in grown]
        off = [
            {"issue": issue, "option": option, "words": list(words)}
            for (issue, option), words in dossier.not_terms.items()
        ]
        print_json({"grow": dossier.grow, "grown": listed, "switched_off": off})
        return
    for issue in dossier.issues.values():
        for option in (None, *issue.options):
            name = option.id if option else None
            mine = [one for one in grown if (one.issue, one.option) == (issue.id, name)]
            off_ = dossier.not_terms.get((issue.id, name), ())
            if not mine and not off_:
                continue
            typer.echo(f"{issue.id}{f'/{name}' if name else ''}")
            for how, label in (("form", "forms"), ("synonym", "synonyms")):
                words = [f"{one.word} ({one.by}, {one.count})" for one in mine if one.how == how]
                if words:
                    typer.echo(f"    {label}: {', '.join(words)}")
            if off_:
                typer.echo(f"    switched off: {', '.join(off_)}")
    typer.echo(f"{count(len(grown), 'grown term')}, each with its written word, and how often it occurs")
    typer.echo("Switch one off with not_terms of its issue or option, all synonyms with grow: false.")
