"""Label Studio: one task per report, each position a labelled span; and back.

`CONFIG` is the labelling interface that shows them. Offsets count Unicode code points, as zopa's do; Label
Studio's browser counts UTF-16 units, so texts with characters beyond the basic plane carry `utf16` offsets.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.export.formats import text_file
from zopa.ledger.rows import position_from, position_values
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Report, StatedPosition, Status

if TYPE_CHECKING:
    from zopa.dossier import Dossier

CONFIG = """\
<View>
  <Labels name="stance" toName="text">
    <Label value="supports"/><Label value="accepts"/><Label value="rejects"/>
  </Labels>
  <Text name="text" value="$text" granularity="word"/>
  <TextArea name="holder" toName="text" perRegion="true"/>
  <TextArea name="option" toName="text" perRegion="true"/>
</View>
"""


def write(view: LedgerView, _dossier: Dossier | None, path: Path) -> int:
    """Write one task per report; accepted positions as annotations, the others as predictions."""
    count = 0
    with text_file(path) as file:
        file.write("[")
        for count, (report, stated) in enumerate(view.stream_by_report(), start=1):
            made = task(report, stated)
            file.write(("," if count > 1 else "") + "\n" + json.dumps(made, ensure_ascii=False))
        file.write("\n]\n")
    return count


def task(report: Report, stated: list[tuple[StatedPosition, Status]]) -> dict[str, Any]:
    """A report as a task."""
    made = [(result, status) for one, status in stated for result in _results(report, one, status)]
    accepted = [result for result, status in made if status.is_data]
    suggested = [result for result, status in made if not status.is_data]
    return {
        "data": {
            "text": report.text,
            "report": report.id,
            "outlet": report.outlet,
            "published": report.published.isoformat() if report.published else None,
            "title": report.title,
        },
        # An annotation without results would mark the task as done.
        "annotations": [{"result": accepted}] if accepted else [],
        "predictions": [{"model_version": "zopa", "result": suggested}] if suggested else [],
    }


def _results(report: Report, one: StatedPosition, status: Status) -> Iterator[dict[str, Any]]:
    quote = one.quote
    start, end = (len(report.text[:at].encode("utf-16-le")) // 2 for at in (quote.start, quote.end))
    place = {"start": start, "end": end, "text": quote.exact}
    base = {"id": one.id, "to_name": "text"}
    yield base | {
        "from_name": "stance",
        "type": "labels",
        "value": place | {"labels": [one.stance.value]},
        "meta": {"zopa": {"status": status.value} | position_values(one)},
    }
    for name, value in (("holder", one.holder), ("option", f"{one.issue}/{one.option}")):
        yield base | {"from_name": name, "type": "textarea", "value": place | {"text": [value]}}


def read(path: Path) -> Iterator[tuple[StatedPosition, str]]:
    """The positions of all tasks, each with its status; what an annotator changed counts.

    A span that Label Studio's user moved, relabelled or gave another holder or option is read as it is
    now. A new span needs a holder and an option as 'issue/option'.
    """
    for task_ in json.loads(path.read_text(encoding="utf-8")):
        text = task_["data"]["text"]
        for group in ("annotations", "predictions"):
            for made in task_.get(group) or []:
                yield from _read_results(task_["data"]["report"], text, made.get("result") or [], group)


def _read_results(
    report: str, text: str, results: list[dict[str, Any]], group: str
) -> Iterator[tuple[StatedPosition, str]]:
    regions: dict[str, dict[str, Any]] = {}
    for one in results:
        regions.setdefault(one["id"], {})[one["from_name"]] = one
    units = text.encode("utf-16-le")
    for region in regions.values():
        if "stance" not in region:
            continue
        value, meta = region["stance"]["value"], region["stance"].get("meta", {}).get("zopa")
        start, end = (len(units[: 2 * value[name]].decode("utf-16-le")) for name in ("start", "end"))
        named = {
            name: (region.get(name, {}).get("value", {}).get("text") or [""])[0]
            for name in ("holder", "option")
        }
        values: dict[str, Any] = dict(meta or _blank(report))
        status = values.pop("status", "accepted" if group == "annotations" else "suggested")
        values["stance"] = value["labels"][0]
        if named["holder"]:
            values["holder"] = named["holder"]
        if "/" in named["option"]:
            values["issue"], values["option"] = named["option"].split("/", 1)
        quote = values.get("quote") or {}
        if (quote.get("start"), quote.get("end")) != (start, end):
            values["quote"] = {
                "exact": text[start:end],
                "start": start,
                "end": end,
                "prefix": text[max(0, start - 32) : start],
                "suffix": text[end : end + 32],
            }
        yield position_from(values), status


def _blank(report: str) -> dict[str, Any]:
    names = ("speaker_name", "holder", "issue", "option", "origin")
    return dict.fromkeys(names, "") | {"report": report, "speaker": "author", "said_on_precision": "report"}
