"""From the open web to a dossier: adding, watching, and the brief."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zopa.cli.shared import (
    AsJson,
    AsOf,
    Folder,
    LedgerAt,
    Strict,
    answer_for,
    app,
    complain,
    count,
    load_dossier,
    parse_day,
    print_json,
    read_reports,
    reading_progress,
    write_file,
)
from zopa.errors import ZopaError

if TYPE_CHECKING:
    from zopa.dossier import Dossier
    from zopa.sources.shelf import Added
    from zopa.sources.watch import Round, SourceState

AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Fetch from private networks and this machine too.")
]


@app.command(
    short_help="Add files, addresses, feeds or archives as reports.",
    epilog="Example: zopa add talks https://example.org/feed.xml notes.docx",
)
def add(
    folder: Folder,
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Files, folders, addresses, feeds, sitemaps, web archives."),
    ],
    outlet: Annotated[
        str, typer.Option("--outlet", metavar="NAME", help="Outlet where a source names none.")
    ] = "",
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="Day where a source gives none.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="XX", help="Language where it can't be told.")
    ] = "",
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Column of JSON Lines or CSV; repeatable."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Of feeds and archives, take what names nobody of the dossier too.")
    ] = False,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, help="Pages taken from one feed or archive.")
    ] = 200,
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
    strict: Strict = False,
) -> None:
    """Write what the sources hold as report files into DIR/reports; adding twice adds nothing.

    Fetched pages are kept as WARC in DIR/archive. What is no report (paywalls, error pages, lists
    of links) is listed with its reason, not added.
    """
    dossier = load_dossier(folder)
    day = parse_day(published)
    from zopa.sources.extras import needs

    with needs("web", "web pages and documents"):
        from zopa.sources.add import Adder, Wishes
        from zopa.sources.fetch import Fetcher
        from zopa.sources.tables import parse_mapping

    wishes = Wishes(outlet, day, language.lower()[:2], parse_mapping(mapping or []), everything, most)
    with Fetcher(allow_private=allow_private) as fetcher:
        adder = Adder(dossier, fetcher, wishes)
        for source in sources:
            adder.add(source)
    show_added(adder.added, dossier.reports_folder, as_json=as_json)
    if strict and adder.added.turned_away:
        raise typer.Exit(1)


def show_added(added: Added, reports: Path, *, as_json: bool) -> None:
    """Print what was added, and on standard error what was not, with the reasons."""
    if as_json:
        print_json(
            {
                "new": added.new,
                "renewed": added.renewed,
                "known": added.known,
                "turned_away": [
                    {"source": one.place, "kind": one.kind, "reason": one.message, "remedy": one.remedy}
                    for one in added.turned_away
                ],
            }
        )
        return
    for name in added.new:
        typer.echo(f"new: {name}")
    for name in added.renewed:
        typer.echo(f"changed: {name}")
    unimportant = sum(one.kind == "irrelevant" for one in added.turned_away)
    for one in added.turned_away:
        if one.kind != "irrelevant":
            complain(f"not added: {one}")
    line = (
        f"{reports}: {count(len(added.new), 'new report')}, {len(added.renewed)} changed, {added.known} known"
    )
    if unimportant:
        line += f"; {unimportant} name nobody and nothing of the dossier"
    if len(added.turned_away) > unimportant:
        line += f"; {len(added.turned_away) - unimportant} not added"
    complain(line)


@app.command(short_help="Look for new reports, again and again.", epilog="Example: zopa watch talks --once")
def watch(
    folder: Folder,
    ledger: LedgerAt = None,
    once: Annotated[
        bool, typer.Option("--once", help="Look at every source once, then end: for cron.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Only say how the sources do; fetch and read nothing.")
    ] = False,
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
    strict: Strict = False,
) -> None:
    """Look at the sources of the dossier when they are due, add what is new and read it.

    Sources stand in dossier.yaml: sources: [{url: https://example.org/feed.xml, every: 1h}].
    """
    import time

    dossier = load_dossier(folder)
    if not dossier.sources:
        raise ZopaError(
            "the dossier names no sources",
            path=folder / "dossier.yaml",
            remedy="Add them: sources: [{url: https://example.org/feed.xml, every: 1h}]",
        )
    from zopa.sources.extras import needs

    with needs("web", "the web"):
        from zopa.sources.fetch import Fetcher
        from zopa.sources.watch import Watch, source_states

    if status:
        show_sources(source_states(dossier), as_json=as_json)
        return
    with Fetcher(allow_private=allow_private) as fetcher, _alone(folder):
        while True:
            try:
                # the dossier may be edited while the watch goes on
                looked = Watch(load_dossier(folder), fetcher, tell=_progress(as_json=as_json))
                done = looked.round(all_of_them=once)
                _show_round(done, folder, as_json=as_json)
                if looked.unread:
                    read_reports(load_dossier(folder), ledger=ledger)
                    looked.was_read()
                wait = looked.pause()
            except ZopaError as error:
                if once:
                    raise
                # a slip in the dossier, a ledger that is locked: it may be put right any minute
                complain(f"{error}\nNext try in a minute.")
                wait = PATIENCE
            if once:
                if strict and done.failed:
                    raise typer.Exit(1)
                return
            time.sleep(min(max(5.0, wait), PATIENCE))


PATIENCE = 60.0
"""Seconds after which a watch looks into the dossier again, for sources that were added or changed."""


def _progress(*, as_json: bool) -> Callable[[str], None]:
    """Names each address at hand where a person looks on."""
    import sys

    if as_json or not sys.stderr.isatty():
        return lambda _address: None
    return lambda address: complain(f"· {address}")


def show_sources(states: Sequence[SourceState], *, as_json: bool) -> None:
    """Print how each source does."""
    if as_json:
        from pydantic import TypeAdapter

        print_json([TypeAdapter(type(one)).dump_python(one, mode="json") for one in states])
        return
    for one in states:
        typer.echo(f"{one.url}" + (f" ({one.outlet})" if one.outlet else ""))
        if one.polled is None:
            typer.echo("  never looked at")
            continue
        given = f", the last on {one.given:%Y-%m-%d %H:%M}" if one.given else ""
        typer.echo(
            f"  looked at {one.polled:%Y-%m-%d %H:%M} UTC, next {one.due:%Y-%m-%d %H:%M}; "
            f"{count(one.reports, 'report')}{given}"
        )
        if one.failing_since:
            dead = "dead: " if one.dead else ""
            typer.echo(f"  {dead}nothing but errors since {one.failing_since:%Y-%m-%d %H:%M} ({one.error})")
        if one.unimportant:
            typer.echo(f"  {count(one.unimportant, 'page')} named nobody and nothing of the dossier")
        for page in one.turned_away[:5]:
            typer.echo(f"  not added: {page.source}: {page.reason}")
        if len(one.turned_away) > 5:
            typer.echo(f"  … and {len(one.turned_away) - 5} more not added; --json lists them")


@app.command(
    short_help="Say what changed since a day, on one page.",
    epilog="Example: zopa brief talks --since 2025-12-15 --format mail",
)
def brief(
    folder: Folder,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="The first day that counts as new.")],
    as_of: AsOf = None,
    ledger: LedgerAt = None,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="md, html or mail.")] = "md",
    language: Annotated[
        str, typer.Option("--language", metavar="XX", help="de or en [the dossier's first].")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Where it goes [standard output].")
    ] = None,
) -> None:
    """Compare the table as of the day before with the table as of now, and say what changed.

    New and changed positions, contradictions, red lines, proposals whose prospects changed, the
    smallest opening, sources that are silent: each with its passage and outlet.
    """
    import datetime as dt

    from zopa import pipeline
    from zopa.export import brief as briefs
    from zopa.export.brief_forms import FORMS
    from zopa.sources.watch import dead_sources

    if form not in FORMS:
        raise ZopaError(f"there is no format '{form}'", remedy=f"Use one of: {', '.join(FORMS)}.")
    first = parse_day(since)
    if first is None:
        raise ZopaError("say since when", remedy="--since YYYY-MM-DD")
    after = answer_for(folder, as_of, ledger)
    if after.as_of is not None and after.as_of < first:
        raise ZopaError(f"--as-of {after.as_of} lies before --since {first}", remedy="Swap the two.")
    before = pipeline.place(after.dossier, first - dt.timedelta(days=1), ledger=ledger)
    told = briefs.Comparison(
        first, before, after, pipeline.assess(before), pipeline.assess(after), dead_sources(after.dossier)
    )
    text = FORMS[form](briefs.compose(told, language or next(iter(after.dossier.languages), "en")))
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_file(out, text)
        typer.echo(out)


def _show_round(done: Round, folder: Path, *, as_json: bool) -> None:
    """Say what a round brought."""
    for error in done.failed:
        complain(f"can't look: {error}")
    for one in done.dead:
        complain(f"dead since {one.since:%Y-%m-%d}: {one.url} ({one.reason})")
    if done.polled:
        show_added(done.added, load_dossier(folder).reports_folder, as_json=as_json)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One watch per dossier. Raises ZopaError when another one runs."""
    import fcntl

    with (folder / ".watch.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ZopaError(
                "another watch runs on this dossier", path=folder, remedy="Stop it first."
            ) from error
        yield


def read_in_bulk(
    dossier: Dossier,
    pattern: str,
    engine: str,
    workers: int,
    ledger: str | None,
    *,
    as_json: bool,
    strict: bool,
) -> None:
    """`zopa read DIR --warc`: read web archives and say what was done."""
    from dataclasses import asdict

    from zopa.sources.extras import needs

    with needs("bulk", "archives in bulk"):
        from zopa.pipeline_bulk import read_archives

    with reading_progress() as progress:
        done = read_archives(
            dossier, pattern, engine=engine, workers=workers, ledger=ledger, progress=progress
        )
    for error in done.failed:
        complain(f"not read: {error}")
    for one in done.set_aside[:20]:
        complain(f"set aside: {one}")
    if len(done.set_aside) > 20:
        complain(f"… and {len(done.set_aside) - 20} more records set aside; all stand in DIR/bulk")
    if as_json:
        print_json(
            {
                "shards": done.shards,
                "resumed": done.resumed,
                "failed": [{"path": one.place, "reason": one.message} for one in done.failed],
                **asdict(done.tally),
                "new": done.new,
                "known": done.known,
                "new_positions": done.positions,
            }
        )
    complain(
        f"{count(done.shards, 'archive')} read, {done.resumed} done before: "
        f"{count(done.tally.pages, 'page')}, {done.tally.reports} matter "
        f"({done.new} new, {done.known} known), "
        f"{done.tally.turned_away} turned away, {done.tally.set_aside} set aside; "
        f"{count(done.positions, 'new position')}"
    )
    if strict and (done.failed or done.set_aside):
        raise typer.Exit(1)
