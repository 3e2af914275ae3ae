"""PROV-O of runs and judgements (W3C Recommendation of 30 April 2013), as JSON-LD.

Runs of reading and acts of judging are Activities, engines and people Agents, reports, positions and
judgements Entities; what replaced what is wasRevisionOf.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as escaped

from zopa.export.formats import text_file
from zopa.ledger.judging import PERSON
from zopa.ledger.view import LedgerView

if TYPE_CHECKING:
    from zopa.dossier import Dossier

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write all records. Returns how many."""
    count = 0
    with text_file(path) as file:
        file.write(json.dumps({"@context": CONTEXT})[:-1] + ', "@graph": [')
        for count, made in enumerate(records(view), start=1):
            file.write(("," if count > 1 else "") + "\n" + json.dumps(made, ensure_ascii=False))
        file.write("\n]}\n")
    return count


def records(view: LedgerView) -> Iterator[dict[str, Any]]:
    """The records, each once."""
    agents: dict[str, str] = {}
    judged = {made.position for made in view.judgements(superseded=True)}
    for run in view.runs():
        agents[run["engine"]] = "prov:SoftwareAgent"
        yield {
            "@id": _id("run", run["seq"]),
            "@type": "prov:Activity",
            "rdfs:label": f"reading {run['reports_read']} reports",
            "prov:startedAtTime": _time(run["started_at"]),
            **({"prov:endedAtTime": _time(run["finished_at"])} if run["finished_at"] else {}),
            "prov:wasAssociatedWith": {"@id": _id("agent", run["engine"])},
        }
    for report in view.stream_reports():
        yield {
            "@id": _id("report", report.id),
            "@type": "prov:Entity",
            "rdfs:label": report.title or report.id,
        }
    for one, _ in view.stream_positions():
        judged.discard(one.id)
        who = one.origin.removeprefix(PERSON)
        agents.setdefault(who, "prov:SoftwareAgent" if who == one.origin else "prov:Person")
        yield {
            "@id": _id("position", one.id),
            "@type": "prov:Entity",
            "rdfs:label": f"{one.holder} {one.stance.value} {one.issue}/{one.option}",
            "prov:wasQuotedFrom": {"@id": _id("report", one.report)},
            "prov:wasAttributedTo": {"@id": _id("agent", who)},
        }
    # Those that were rejected, or whose report is gone: nothing stands of them, but judgements refer to them.
    for position in sorted(judged):
        yield {"@id": _id("position", position), "@type": "prov:Entity"}
    acts = set()
    for made in view.judgements(superseded=True):
        agents.setdefault(made.by, "prov:SoftwareAgent" if made.automatic else "prov:Person")
        if made.act not in acts:
            acts.add(made.act)
            yield {
                "@id": _id("act", made.act),
                "@type": "prov:Activity",
                "prov:endedAtTime": _time(made.at),
                "prov:wasAssociatedWith": {"@id": _id("agent", made.by)},
            }
        name = f"{made.position}/{made.lane}"
        yield {
            "@id": _id("judgement", f"{name}/{made.version}"),
            "@type": "prov:Entity",
            "rdfs:label": f"{made.decision.value}{': ' + made.note if made.note else ''}",
            "prov:wasGeneratedBy": {"@id": _id("act", made.act)},
            "prov:wasDerivedFrom": {"@id": _id("position", made.position)},
            **(
                {"prov:wasRevisionOf": {"@id": _id("judgement", f"{name}/{made.version - 1}")}}
                if made.version > 1
                else {}
            ),
        }
    for agent, kind in agents.items():
        yield {"@id": _id("agent", agent), "@type": ["prov:Agent", kind], "rdfs:label": agent}


def _id(kind: str, name: object) -> str:
    return f"urn:zopa:{kind}:{escaped(str(name), safe='')}"


def _time(moment: datetime | None) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": f"{moment.isoformat()}Z" if moment else ""}
