"""Full-text search."""

from __future__ import annotations

from typing import Annotated

import typer

from zopa.cli.judge import passage, position_json, show_position
from zopa.cli.shared import AsJson, Folder, LedgerAt, app, count, load_dossier, parse_day, print_json
from zopa.errors import UnknownName


def _option(name: str, about: str) -> object:
    return typer.Option(name, metavar=name.strip("-").upper(), help=about)


@app.command(
    short_help="Search passages and reports.", epilog="Example: zopa search talks 'Gebühren' --party north"
)
def search(
    folder: Folder,
    query: Annotated[
        str, typer.Argument(metavar="[WORDS]", help="All must occur; inflected forms count.")
    ] = "",
    reports: Annotated[bool, typer.Option("--reports", help="Search whole reports, not passages.")] = False,
    party: Annotated[str | None, _option("--party", "Whose position it is.")] = None,
    actor: Annotated[str | None, _option("--actor", "Who says it.")] = None,
    issue: Annotated[str | None, _option("--issue", "On which issue.")] = None,
    option: Annotated[str | None, _option("--option", "On which option.")] = None,
    stance: Annotated[str | None, _option("--stance", "supports, accepts or rejects.")] = None,
    outlet: Annotated[str | None, _option("--outlet", "Printed by.")] = None,
    since: Annotated[str | None, _option("--since", "Said on this day or later.")] = None,
    until: Annotated[str | None, _option("--until", "Said on this day or earlier.")] = None,
    status: Annotated[str | None, _option("--status", "suggested, accepted, rejected, …")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="At most this many.")] = 20,
    ledger: LedgerAt = None,
    as_json: AsJson = False,
) -> None:
    """Find passages by their words, the latest recorded first. A word ending in * is a beginning."""
    from zopa import pipeline
    from zopa.export.json import report as report_json
    from zopa.ledger.search import Filters, Search, around
    from zopa.ledger.words import LANGUAGES
    from zopa.vocabulary import Status

    dossier = load_dossier(folder)
    for kind, name, known in (("party", party, dossier.parties), ("issue", issue, dossier.issues)):
        if name is not None and name not in known:
            raise UnknownName(kind, name, known)
    if status is not None and status not in [one.value for one in Status]:
        raise UnknownName("status", status, [one.value for one in Status])
    languages = tuple(one for one in dossier.languages if one in LANGUAGES) or LANGUAGES
    tool = Search(pipeline.ledger_of(dossier, ledger), languages)
    filters = Filters(
        party,
        actor,
        issue,
        option,
        stance,
        outlet,
        parse_day(since),
        parse_day(until),
        Status(status) if status else None,
    )
    found = (tool.reports if reports else tool.passages)(query, filters, limit)
    if as_json:
        print_json(
            {
                "passages": [position_json(one.position, one.status) for one in found.passages],
                "reports": [report_json(one) for one in found.reports],
                "more": found.more,
            }
        )
        return
    for hit in found.passages:
        show_position(hit.position, hit.status)
    for one in found.reports:
        typer.echo(f"{one.id}  {one.published or ''}  {one.outlet}  {one.title}")
        typer.echo(f"    {' '.join(around(one.text, query, languages).split())}")
    number = len(found.reports) if reports else len(found.passages)
    typer.echo(count(number, "report" if reports else "passage") + (", and more" if found.more else ""))


__all__ = ["passage", "search"]
