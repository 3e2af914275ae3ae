"""FollowTheMoney entities, one JSON object a line: reports, who speaks, and what was said of whom.

Reports are Article, parties Organization, actors Person with a Membership. Each position is an Event: a day,
who is involved (holder and speaker), and the report as its proof. FollowTheMoney has no property for a
stance, so the Event's name says it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.export.formats import text_file
from zopa.ledger.view import LedgerView
from zopa.vocabulary import content_id

if TYPE_CHECKING:
    from zopa.dossier import Dossier


def write(view: LedgerView, dossier: Dossier | None, path: Path) -> int:
    """Write the entities. Returns how many."""
    count = 0
    with text_file(path) as file:
        for count, made in enumerate(entities(view, dossier), start=1):  # noqa: B007
            file.write(json.dumps(made, ensure_ascii=False) + "\n")
    return count


def entities(view: LedgerView, dossier: Dossier | None) -> Iterator[dict[str, Any]]:
    """The entities, those that others refer to first."""
    if dossier is not None:
        yield from _people(dossier)
    printed = {}
    for report in view.stream_reports():
        printed[report.id] = report.outlet, report.url
        yield _entity(
            _id("report", report.id),
            "Article",
            title=report.title or report.id,
            publisher=report.outlet,
            author=report.author,
            date=report.published.isoformat() if report.published else "",
            sourceUrl=report.url,
            language={"de": "deu", "en": "eng"}.get(report.language, ""),
            bodyText=report.text,
        )
    known = {*dossier.parties, *dossier.actors} if dossier else set()
    for one, status in view.stream_positions():
        about = [_id("side", name) for name in dict.fromkeys((one.holder, one.speaker)) if name in known]
        outlet, url = printed[one.report]
        yield _entity(
            _id("position", one.id),
            "Event",
            name=f"{one.holder} {one.stance.value} {one.issue}/{one.option}",
            description=one.quote.exact,
            summary=f"{one.speaker_name or one.speaker}; {status.value}{'; firm' if one.firm else ''}",
            date=one.said_on.isoformat() if one.said_on else "",
            involved=about,
            proof=_id("report", one.report),
            publisher=outlet,
            sourceUrl=url,
        )


def _people(dossier: Dossier) -> Iterator[dict[str, Any]]:
    for party in dossier.parties.values():
        aliases = [word for words in party.aliases.values() for word in words]
        yield _entity(_id("side", party.id), "Organization", name=list(party.names.values()), alias=aliases)
    for actor in dossier.actors.values():
        yield _entity(
            _id("side", actor.id),
            "Person",
            name=actor.name,
            alias=list(actor.aliases),
            position=list(actor.roles.values()),
        )
        if actor.party is not None:
            yield _entity(
                _id("membership", actor.id),
                "Membership",
                member=_id("side", actor.id),
                organization=_id("side", actor.party),
            )


def _id(kind: str, name: str) -> str:
    return f"zopa-{content_id(kind, name)}"


def _entity(id_: str, schema: str, **properties: str | list[str]) -> dict[str, Any]:
    given = {name: [value] if isinstance(value, str) else value for name, value in properties.items()}
    kept = {name: [one for one in values if one] for name, values in given.items()}
    return {
        "id": id_,
        "schema": schema,
        "properties": {name: values for name, values in kept.items() if values},
    }
