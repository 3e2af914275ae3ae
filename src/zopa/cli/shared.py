"""What the commands share: the app, common options, reading a dossier, printing results."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zopa import __version__
from zopa.errors import OutputError, ZopaError

if TYPE_CHECKING:
    from rich.console import Console

    from zopa.deals import Findings, ScenarioFindings
    from zopa.dossier import Dossier
    from zopa.pipeline import Overview, Progress, ReadingRun
    from zopa.reading import ReportReader

app = typer.Typer(
    name="zopa",
    help="Who wants what in a negotiation, and where a deal is still possible.",
    no_args_is_help=True,
    add_completion=False,
    # rich would cost half of the start-up time for nothing but a frame around --help
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with: zopa init DIR, put reports into DIR/reports, then: zopa run DIR",
)

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The dossier: a folder with dossier.yaml and reports/.")
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="MOMENT",
        help="By what the ledger held then: a day (its end) or a time, in UTC.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Count only what was said up to this day (YYYY-MM-DD)."),
]
LedgerAt = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="URL",
        help="Keep the ledger in PostgreSQL (postgresql://USER@HOST/DB) instead of DIR/zopa.db.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if any report was skipped.")]
Again = Annotated[bool, typer.Option("--again", help="Read unchanged reports too.")]


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        typer.echo(f"zopa {__version__}")
        raise typer.Exit


def load_dossier(folder: Path) -> Dossier:
    """The dossier in a folder. Raises DossierError."""
    from zopa import dossier as dossiers

    return dossiers.load(folder)


def answer_for(
    folder: Path, as_of: str | None, ledger: str | None = None, known_at: str | None = None
) -> Overview:
    """What stands, reading first where nothing was read yet; with `known_at`, by what was known then."""
    from zopa import pipeline

    day, moment = parse_day(as_of), parse_moment(known_at)
    dossier = load_dossier(folder)
    if moment is not None:
        return pipeline.place(dossier, day, moment, ledger)
    if not pipeline.was_read(dossier, ledger):
        read_reports(dossier, ledger=ledger)
    elif changed := pipeline.stale(dossier, ledger):
        named = ", ".join(changed[:3]) + (" …" if len(changed) > 3 else "")
        complain(
            f"{count(len(changed), 'report')} changed since the last reading ({named}); "
            f"read with: zopa read {folder}"
        )
    return pipeline.place(dossier, day, ledger=ledger)


def read_reports(
    dossier: Dossier, *, again: bool = False, ledger: str | None = None, reader: ReportReader | None = None
) -> ReadingRun:
    """Read what is new or changed; tell on standard error what was done and what was skipped."""
    from zopa import pipeline

    with reading_progress() as progress:
        done = pipeline.read(dossier, again=again, progress=progress, ledger=ledger, reader=reader)
    for skip in done.skipped:
        complain(f"skipped: {skip}")
    line = f"{count(done.read, 'report')} read, {done.unchanged} unchanged, {count(done.new, 'new position')}"
    if done.retired:
        line += f", {done.retired} no longer stated"
    if done.gone:
        line += f"; gone from {dossier.reports_folder}: {', '.join(done.gone)}"
    if done.skipped:
        line += f"; {len(done.skipped)} skipped"
    typer.echo(line, err=True)
    if done.engine:
        complain(engine_line(done.engine))
    return done


def engine_line(counted: Mapping[str, int]) -> str:
    """What an engine counted, on one line: `prompts sent 3, tokens spent 9120, …`."""
    return "engine: " + ", ".join(f"{name.replace('_', ' ')} {number:,}" for name, number in counted.items())


@contextmanager
def reading_progress() -> Iterator[Progress]:
    """A progress bar on a terminal's standard error; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None, name="")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, name=name)


def parse_day(text: str | None) -> dt.date | None:
    """A day as typed; None stays None. Raises ZopaError."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ZopaError(f"'{text}' is no date", remedy="Write YYYY-MM-DD, for example 2025-12-16.") from error


def parse_moment(text: str | None) -> dt.datetime | None:
    """A moment as typed, UTC without zone; a day alone is its end. None stays None. Raises ZopaError."""
    if text is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise ZopaError(
            f"'{text}' is no moment",
            remedy="Write a day or a time in UTC, for example 2025-12-16 or 2025-12-16T18:30.",
        ) from error
    if moment.tzinfo is not None:
        return moment.astimezone(dt.UTC).replace(tzinfo=None)
    if len(text) <= len("2025-12-16"):
        return dt.datetime.combine(moment.date(), dt.time.max)
    return moment


def end_with(done: ReadingRun, strict: bool) -> None:
    """Exit with 1 where --strict was given and a report was skipped."""
    if strict and done.skipped:
        raise typer.Exit(1)


def show_table(answer: Overview) -> None:
    """Print the position table."""
    from zopa.export import terminal

    screen = console()
    screen.print(terminal.position_table(answer, width=screen.width))


def show_deals(answer: Overview, findings: Findings) -> None:
    """Print what the record makes of the proposals, and what would open a deal."""
    from zopa.deals import told
    from zopa.export import terminal

    screen = console()
    screen.print(terminal.deal_answers(findings.verdicts, answer))
    screen.print(terminal.deal_sections(told(findings, terminal.language_of(answer))))


def show_scenario(found: ScenarioFindings) -> None:
    """Print what follows from a scenario file."""
    from zopa.deals import told_scenario
    from zopa.export import terminal

    console().print(terminal.deal_sections(told_scenario(found)))


def console() -> Console:
    """A console as wide as the terminal, without colours where there is none."""
    from rich.console import Console

    return Console(highlight=False)


def write_page(answer: Overview, findings: Findings, path: Path) -> None:
    """Write the HTML page. Raises OutputError."""
    from zopa.deals import told
    from zopa.export import page, terminal

    sections = told(findings, terminal.language_of(answer))
    write_file(path, page.render(answer, findings.verdicts, sections=sections))


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises OutputError."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"can't be written: {error.strerror}", path=path, remedy="Choose another place with -o FILE."
        ) from error


def run_json(done: ReadingRun) -> dict[str, Any]:
    """What a run of reading did, as plain values."""
    return {
        "read": done.read,
        "unchanged": done.unchanged,
        "new_positions": done.new,
        "retired_positions": done.retired,
        "gone": list(done.gone),
        "engine": dict(done.engine),
        "skipped": [{"path": s.place, "reason": s.message, "remedy": s.remedy} for s in done.skipped],
    }


def table_json(answer: Overview) -> dict[str, Any]:
    """The position table as plain values."""
    from zopa.export.json import table

    return table(answer)


def print_json(value: Any) -> None:
    """Print plain values as JSON."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def complain(text: str) -> None:
    """Say something on standard error."""
    typer.echo(text, err=True)


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: 1 report, 2 reports."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
