"""Reading reports, and the whole way from reports to answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zopa.cli.engines import LOCAL, BaseUrl, Budget, Engine, EngineChoice, Model, Passes
from zopa.cli.shared import (
    Again,
    AsJson,
    AsOf,
    Folder,
    LedgerAt,
    Strict,
    app,
    end_with,
    load_dossier,
    parse_day,
    print_json,
    read_reports,
    run_json,
    show_deals,
    show_table,
    table_json,
    write_page,
)


@app.command(short_help="Read, record and answer: the whole way.", epilog="Example: zopa run talks")
def run(
    folder: Folder,
    as_of: AsOf = None,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
    again: Again = False,
    strict: Strict = False,
    engine: Engine = LOCAL,
    base_url: BaseUrl = "",
    model: Model = "",
    budget: Budget = None,
    passes: Passes = 3,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="The page's file [DIR/zopa.html].")
    ] = None,
) -> None:
    """Read the reports, record what they say, and answer: who wants what, what is blocked by whom."""
    from zopa import pipeline

    day = parse_day(as_of)
    dossier = load_dossier(folder)
    choice = EngineChoice(engine, base_url, model, budget, passes)
    done = read_reports(dossier, again=again, ledger=ledger, reader=choice.reader(dossier, ledger))
    answer = pipeline.place(dossier, day, ledger=ledger)
    findings = pipeline.assess(answer)
    page = out or folder / "zopa.html"
    write_page(answer, findings, page)
    if as_json:
        print_json(
            {
                "reading": run_json(done),
                "table": table_json(answer),
                "deals": findings.to_json(),
                "page": str(page),
            }
        )
    else:
        show_table(answer)
        show_deals(answer, findings)
        typer.echo(f"\nPage with every passage: {page}")
    end_with(done, strict)


@app.command(short_help="Read what is new or changed.", epilog="Example: zopa read talks")
def read(
    folder: Folder,
    again: Again = False,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
    strict: Strict = False,
    warc: Annotated[
        str | None,
        typer.Option("--warc", metavar="PATTERN", help="Read web archives in bulk: 'crawl/*.warc.gz'."),
    ] = None,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=0, help="With --warc: how many [one per core].")
    ] = 0,
    engine: Engine = LOCAL,
    base_url: BaseUrl = "",
    model: Model = "",
    budget: Budget = None,
    passes: Passes = 3,
) -> None:
    """Read what is new or changed in DIR/reports and record it in DIR/zopa.db.

    With --warc the pages of web archives that matter to the dossier become reports first.
    """
    dossier = load_dossier(folder)
    if warc is not None:
        from zopa.cli.sources import read_in_bulk

        read_in_bulk(
            dossier,
            warc,
            "process" if engine == LOCAL else engine,
            workers,
            ledger,
            as_json=as_json,
            strict=strict,
        )
        return
    choice = EngineChoice(engine, base_url, model, budget, passes)
    done = read_reports(dossier, again=again, ledger=ledger, reader=choice.reader(dossier, ledger))
    if as_json:
        print_json(run_json(done))
    end_with(done, strict)
