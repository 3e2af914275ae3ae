"""What the ledger says: table, deals, page, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from zopa.cli.shared import (
    AsJson,
    AsOf,
    Folder,
    KnownAt,
    LedgerAt,
    answer_for,
    app,
    count,
    load_dossier,
    parse_day,
    parse_moment,
    print_json,
    read_reports,
    show_deals,
    show_scenario,
    show_table,
    table_json,
    write_file,
    write_page,
)
from zopa.errors import ZopaError


@app.command(
    short_help="Show the position table at any date.",
    epilog="Example: zopa positions talks --as-of 2025-12-16",
)
def positions(
    folder: Folder,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Show the position table: what stands, party by issue, at any date."""
    from zopa import pipeline

    dossier = load_dossier(folder)
    if known_at is None and pipeline.was_read(dossier, ledger) and pipeline.is_large(dossier, ledger):
        answer = pipeline.brief(dossier, parse_day(as_of), ledger)
    else:
        answer = answer_for(folder, as_of, ledger, known_at)
    if as_json:
        print_json(table_json(answer))
    else:
        show_table(answer)


@app.command(
    short_help="Say what is blocked, by whom and why.",
    epilog="Example: zopa deals talks --proposal opening_offer",
)
def deals(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="The dossier; not needed with --scenario.")
    ] = None,
    proposal: Annotated[
        str | None, typer.Option("--proposal", metavar="ID", help="Only this proposal of the dossier.")
    ] = None,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", metavar="FILE", help="Answer a scenario file alone, without reports."),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Say which proposals are open, blocked or unknown, by which sentence, and what would open a deal."""
    from zopa import pipeline

    if scenario is not None:
        found = pipeline.assess_file(scenario, folder)
        if as_json:
            print_json(found.to_json())
        else:
            show_scenario(found)
        return
    if folder is None:
        raise ZopaError("name the dossier's folder", remedy="zopa deals DIR, or zopa deals --scenario FILE")
    answer = answer_for(folder, as_of, ledger, known_at)
    if proposal is not None:
        answer.dossier.proposal(proposal)
    findings = pipeline.assess(answer, only=proposal)
    if as_json:
        print_json(findings.to_json())
    else:
        show_deals(answer, findings)


@app.command(short_help="Write the HTML page.", epilog="Example: zopa report talks -o talks.html")
def report(
    folder: Folder,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where the page goes.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    ledger: LedgerAt = None,
) -> None:
    """Write the page: answers, table, passages and reports in one file that needs no network."""
    from zopa import pipeline

    answer = answer_for(folder, as_of, ledger, known_at)
    write_page(answer, pipeline.assess(answer), out)
    typer.echo(out)


@app.command(
    short_help="Write everything the ledger holds.",
    epilog="Example: zopa export talks --format json -o talks.json",
)
def export(
    folder: Folder,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="FILE", help="Where it goes; - is standard output.")
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="json, jsonl, csv, xlsx, parquet, webannotation, dna, labelstudio, ftm, graphml, csl, prov.",
        ),
    ] = "json",
    network: Annotated[
        str, typer.Option("--network", metavar="KIND", help="graphml: affiliation, agreement, conflict.")
    ] = "affiliation",
    nodes: Annotated[
        str, typer.Option("--nodes", metavar="KIND", help="graphml: parties or actors.")
    ] = "parties",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    ledger: LedgerAt = None,
) -> None:
    """Write what the ledger holds, in a format for other tools; says how many rows were written."""
    from zopa.export.json import document

    if form != "json":
        _export_as(form, folder, out, ledger, (as_of, known_at), {"network": network, "nodes": nodes})
        return
    made = document(answer_for(folder, as_of, ledger, known_at))
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if str(out) == "-":
        typer.echo(text, nl=False)
        return
    write_file(out, text)
    counts = ", ".join(count(len(made[name]), name[:-1]) for name in ("positions", "statements", "reports"))
    typer.echo(f"{out}: {counts}")


def _export_as(
    form: str,
    folder: Path,
    out: Path,
    ledger: str | None,
    when: tuple[str | None, str | None],
    network: dict[str, str],
) -> None:
    from zopa import pipeline
    from zopa.export import formats
    from zopa.ledger.view import LedgerView

    as_of, known_at = when
    if form in formats.FORMATS and as_of is not None:
        raise ZopaError(f"--format {form} writes all dates", remedy="Leave --as-of out, or use json.")
    if form in formats.FORMATS and str(out) == "-":
        raise ZopaError(f"--format {form} needs a file", remedy="Name one with -o FILE.")
    dossier = load_dossier(folder)
    moment = parse_moment(known_at)
    if moment is None and not pipeline.was_read(dossier, ledger):
        read_reports(dossier, ledger=ledger)
    view = LedgerView(pipeline.ledger_of(dossier, ledger), moment)
    written = formats.write(form, view, out, dossier, **(network if form == "graphml" else {}))
    typer.echo(f"{written.path}: {written.rows} {written.what}")
