"""W3C Web Annotations: every position as an annotation on its report, with quote and position selectors.

Source: the Web Annotation Data Model, W3C Recommendation of 23 February 2017. Offsets count Unicode code
points of the report's text, as the model says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as escaped
from urllib.parse import unquote

from zopa.export.formats import text_file
from zopa.ledger.rows import position_from, position_values
from zopa.ledger.view import LedgerView
from zopa.vocabulary import StatedPosition, Status

if TYPE_CHECKING:
    from zopa.dossier import Dossier

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
REPORT = "urn:zopa:report:"


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write an annotation page with one annotation per position. Returns how many."""
    count = 0
    urls = {report.id: report.url for report in view.stream_reports()}
    with text_file(path) as file:
        head = {"@context": CONTEXT, "id": "urn:zopa:positions", "type": "AnnotationPage"}
        file.write(json.dumps(head)[:-1] + ', "items": [')
        for count, (one, status) in enumerate(view.stream_positions(), start=1):
            made = annotation(one, status, urls[one.report])
            file.write(("," if count > 1 else "") + "\n" + json.dumps(made, ensure_ascii=False))
        file.write("\n]}\n")
    return count


def annotation(one: StatedPosition, status: Status, url: str) -> dict[str, Any]:
    """A position as an annotation."""
    quote = one.quote
    values = position_values(one)
    del values["quote"]
    target: dict[str, Any] = {
        # Where it can be read, so that annotation tools find the page; else a name of ours.
        "source": url if _is_iri(url) else f"{REPORT}{escaped(one.report, safe='')}",
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": quote.exact,
                "prefix": quote.prefix,
                "suffix": quote.suffix,
            },
            {"type": "TextPositionSelector", "start": quote.start, "end": quote.end},
        ],
    }
    return {
        "id": f"urn:zopa:position:{one.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"id": f"urn:zopa:origin:{escaped(one.origin, safe='')}", "type": "Software"},
        "body": [
            {
                "type": "TextualBody",
                "purpose": "classifying",
                "format": "text/plain",
                "value": f"{one.holder} {one.stance.value} {one.issue}/{one.option}",
            },
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": json.dumps({"status": status.value} | values, ensure_ascii=False, sort_keys=True),
            },
        ],
        "target": target,
    }


def _is_iri(url: str) -> bool:
    return url.startswith(("http://", "https://")) and not any(one in url for one in ' \t\n<>"{}|\\^`')


def read(path: Path) -> Iterator[tuple[StatedPosition, str]]:
    """The positions in a page that was written so, each with its status."""
    for one in json.loads(path.read_text(encoding="utf-8"))["items"]:
        body = next(each for each in one["body"] if each.get("format") == "application/json")
        selectors = {each["type"]: each for each in one["target"]["selector"]}
        words, place = selectors["TextQuoteSelector"], selectors["TextPositionSelector"]
        values = json.loads(body["value"])
        status = values.pop("status")
        values.setdefault("report", unquote(one["target"]["source"].removeprefix(REPORT)))
        values["quote"] = {name: words[name] for name in ("exact", "prefix", "suffix")} | {
            name: place[name] for name in ("start", "end")
        }
        yield position_from(values), status
