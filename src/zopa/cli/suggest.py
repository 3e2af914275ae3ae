"""What the reports talk about and the dossier lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from zopa.cli.shared import AsJson, Folder, app, complain, count, load_dossier, print_json
from zopa.errors import UnknownName

if TYPE_CHECKING:
    from zopa.reading.suggestions import Suggestion


@app.command(
    short_help="Propose what the dossier lacks and the reports talk about.",
    epilog="Example: zopa suggest talks --kind issue",
)
def suggest(
    folder: Folder,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Only these: issue, option or actor.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most this many a kind.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Propose issues, options and actors that the reports speak of, each with its passages.

    Nothing is written: copy what you want into dossier.yaml. --json prints the same, machine-readable.
    """
    from zopa import pipeline
    from zopa.reading.suggestions import KINDS

    if kind is not None and kind not in KINDS:
        raise UnknownName("kind", kind, KINDS)
    dossier = load_dossier(folder)
    gathered = pipeline.gather(dossier)
    for skip in gathered.skipped:
        complain(f"skipped: {skip}")
    found = pipeline.lacking(dossier, gathered.reports)
    shown = [
        one for each in KINDS if kind in (None, each) for one in [o for o in found if o.kind == each][:limit]
    ]
    if as_json:
        print_json([as_values(one) for one in shown])
        return
    for one in shown:
        show(one)
    typer.echo(f"{count(len(shown), 'suggestion')} from {count(len(gathered.reports), 'report')}")


def as_values(one: Suggestion) -> dict[str, Any]:
    """A suggestion as plain values."""
    return {
        "id": one.id,
        "kind": one.kind,
        "key": one.key,
        "what": one.what,
        "why": one.why,
        "weight": round(one.weight, 4),
        "passages": [
            {"report": p.report, "quote": p.quote.exact, "start": p.quote.start, "end": p.quote.end}
            for p in one.passages
        ],
        "entry": one.entry,
    }


def show(one: Suggestion) -> None:
    """Print a suggestion with its passages."""
    typer.echo(f"{one.kind}  {one.what}  ({one.why})")
    for passage in one.passages:
        typer.echo(f"    “{' '.join(passage.quote.exact.split())}” [{passage.report}]")
    for line in one.entry.splitlines():
        typer.echo(f"  + {line}")
    typer.echo("")
