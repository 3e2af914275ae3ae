"""Keeping a ledger: verify, backup, seal, move, migrate, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zopa.cli.judge import By, judge_name
from zopa.cli.shared import AsJson, Folder, LedgerAt, app, complain, count, load_dossier, print_json
from zopa.errors import ZopaError

if TYPE_CHECKING:
    from zopa.ledger.address import Place

upkeep = typer.Typer(no_args_is_help=True, help="Verify, back up, seal or move a ledger.")
app.add_typer(upkeep, name="ledger", short_help="Verify, back up, seal or move a ledger.")

At = Annotated[
    str, typer.Argument(metavar="LEDGER", help="A dossier's folder, a .db file, or a postgresql:// URL.")
]


def place(given: str) -> Place:
    """A place as typed."""
    return given if "://" in given else Path(given)


@upkeep.command(
    short_help="Check hashes, offsets and references.", epilog="Example: zopa ledger verify talks"
)
def verify(
    at: At,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="A seal's head that you kept elsewhere.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every hash, offset, id and reference, and the seals. Exits with 3 where something is wrong."""
    from zopa.ledger import upkeep as work

    checked = work.verify(place(at), head)
    if as_json:
        print_json(
            {
                "sound": not checked.problems,
                "problems": list(checked.problems),
                "reports": checked.reports,
                "statements": checked.statements,
                "positions": checked.positions,
                "judgements": checked.judgements,
                "seals": checked.sealed,
            }
        )
    else:
        for problem in checked.problems:
            complain(problem)
        typer.echo(
            f"{count(checked.reports, 'report')}, {count(checked.statements, 'statement')}, "
            f"{count(checked.positions, 'position')}, {count(checked.judgements, 'judgement')}, "
            f"{count(checked.sealed, 'seal')}: "
            + (count(len(checked.problems), "problem") if checked.problems else "sound")
        )
    if checked.problems:
        raise typer.Exit(3)


@upkeep.command(
    short_help="Copy a live ledger.", epilog="Example: zopa ledger backup talks talks-2026-01-01.db"
)
def backup(at: At, to: Annotated[Path, typer.Argument(metavar="FILE", help="The copy, a new file.")]) -> None:
    """Copy a ledger consistently while others write, and verify the copy."""
    from zopa.ledger import upkeep as work

    if to.exists():
        raise ZopaError("there is a file already", path=to, remedy="Name a new one.")
    if to.suffix != ".db":
        raise ZopaError("a backup's name ends in .db", path=to)
    work.backup(place(at), str(to))
    typer.echo(to)


@upkeep.command(short_help="Seal all judgements so far.", epilog="Example: zopa ledger seal talks")
def seal(at: At, by: By = None, as_json: AsJson = False) -> None:
    """Seal the judgements so far. Keep the head elsewhere: it proves later that none was changed."""
    from zopa.ledger import upkeep as work

    made = work.seal(place(at), judge_name(by))
    if as_json:
        print_json({"head": made.head, "judgements": made.judgements, "at": made.at.isoformat()})
    else:
        typer.echo(made.head)
        complain(
            f"{count(made.judgements, 'judgement')} sealed; check with: zopa ledger verify {at} --head HASH"
        )


@upkeep.command(
    short_help="Copy a ledger elsewhere.", epilog="Example: zopa ledger move talks postgresql://me@host/talks"
)
def move(
    source: At,
    target: Annotated[str, typer.Argument(metavar="TARGET", help="An empty place, of either kind.")],
    as_json: AsJson = False,
) -> None:
    """Copy a ledger between SQLite and PostgreSQL; compare by count and hash. The source stays as it is."""
    from zopa.ledger import upkeep as work

    made = work.move(place(source), place(target))
    if as_json:
        print_json({"rows": made.rows, "digest": made.digest})
    else:
        held = ", ".join(f"{number} {name}" for name, number in made.rows.items() if number)
        typer.echo(f"{held}\n{made.digest}: both hold the same")


@upkeep.command(
    short_help="Bring a ledger to the current schema.", epilog="Example: zopa ledger migrate talks"
)
def migrate(at: At) -> None:
    """Bring a ledger up to this version's schema; nothing in it is lost."""
    from zopa.ledger.store import HEAD, open_ledger

    open_ledger(place(at))
    typer.echo(f"schema {HEAD}")


@app.command(
    "import",
    short_help="Take in positions coded elsewhere.",
    epilog="Example: zopa import talks coded.csv --format csv --columns holder=Organisation,quote=Text",
)
def import_(
    folder: Folder,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What to take in.")],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="csv, xlsx, parquet, jsonl, webannotation, dna or labelstudio; zopa for another ledger (a "
            "dossier's folder, a .db file, or a postgresql:// URL), with everybody's judgements.",
        ),
    ],
    columns: Annotated[
        str, typer.Option("--columns", metavar="OURS=THEIRS,…", help="CSV: which column holds what.")
    ] = "",
    by: By = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Record positions that people coded elsewhere, as that person's judgements, in one act.

    Of another ledger everything comes in: reports, positions, and judgements under their own names.
    """
    from zopa import pipeline, settings
    from zopa.export.formats.back import take_in

    named = dict(part.split("=", 1) for part in columns.split(",") if "=" in part)
    dossier = load_dossier(folder)
    if form == "zopa":
        _merge(place(file), pipeline.ledger_of(dossier, ledger), by or settings.judge() or "zopa", as_json)
        return
    taken = take_in(form, Path(file), pipeline.ledger_of(dossier, ledger), dossier, judge_name(by), named)
    if as_json:
        print_json(
            {
                "rows": taken.rows,
                "accepted": taken.accepted,
                "added": taken.added,
                "skipped": list(taken.skipped),
            }
        )
        return
    for one in taken.skipped:
        complain(f"skipped: {one}")
    typer.echo(
        f"{count(taken.rows, 'row')}: {taken.accepted} accepted, {taken.added} added, "
        f"{len(taken.skipped)} skipped"
    )


def _merge(source: Place, target: Place, by: str, as_json: bool) -> None:
    from zopa.ledger.merge import merge

    merged = merge(source, target, by)
    if as_json:
        print_json(
            {
                "reports": merged.reports,
                "positions": merged.positions,
                "judgements": merged.judgements,
                "skipped": list(merged.told),
            }
        )
        return
    for one in merged.told:
        complain(f"left out: {one}")
    typer.echo(
        f"{count(merged.reports, 'report')}, {count(merged.positions, 'position')} and "
        f"{count(merged.judgements, 'judgement')} taken in"
    )
