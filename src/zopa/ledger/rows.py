"""Nouns to rows and back. The only place that knows how a noun is laid out in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from zopa.vocabulary import (
    Condition,
    Decision,
    Judgement,
    Modality,
    Quote,
    Report,
    Stance,
    StatedPosition,
    Statement,
    StatementKind,
    Tie,
)

REPORT_FIELDS = ("id", "text", "outlet", "published", "language", "title", "author", "url", "path")


def report_row(report: Report) -> dict[str, Any]:
    """A report as a row of `reports`, without its times."""
    return {name: getattr(report, name) for name in REPORT_FIELDS} | {"digest": report.digest}


def report(row: RowMapping) -> Report:
    """A row of `reports` as a report."""
    return Report(**{name: row[name] for name in REPORT_FIELDS})


def statement_row(statement: Statement) -> dict[str, Any]:
    """A statement as a row of `statements`, without report and times."""
    speaker_start, speaker_end = statement.speaker_span or (None, None)
    addressee_start, addressee_end = statement.addressee or (None, None)
    return {
        "id": statement.id,
        "quote": [list(span) for span in statement.quote],
        "cue": [list(span) for span in statement.cue],
        "speaker": statement.speaker,
        "speaker_name": statement.speaker_name,
        "speaker_start": speaker_start,
        "speaker_end": speaker_end,
        "addressee_start": addressee_start,
        "addressee_end": addressee_end,
        "kind": statement.kind.value,
        "stance": statement.stance.value if statement.stance else None,
        "firm": statement.firm,
        "conditional": statement.conditional,
        "said_on": statement.said_on,
        "said_on_precision": statement.said_on_precision,
        "confidence": statement.confidence,
        "origin": statement.origin,
    }


def statement(row: RowMapping, report_id: str) -> Statement:
    """A row of `statements` as a statement."""
    return Statement(
        report=report_id,
        quote=tuple((start, end) for start, end in row["quote"]),
        speaker=row["speaker"],
        kind=StatementKind(row["kind"]),
        origin=row["origin"],
        speaker_name=row["speaker_name"],
        speaker_span=_span(row["speaker_start"], row["speaker_end"]),
        cue=tuple((start, end) for start, end in row["cue"]),
        addressee=_span(row["addressee_start"], row["addressee_end"]),
        stance=Stance(row["stance"]) if row["stance"] else None,
        firm=row["firm"],
        conditional=row["conditional"],
        said_on=row["said_on"],
        said_on_precision=row["said_on_precision"],
        confidence=row["confidence"],
    )


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    return None if start is None or end is None else (start, end)


def position_row(position: StatedPosition, id_: str | None = None) -> dict[str, Any]:
    """A stated position as a row of `positions`, without report and times.

    id_  its id, where the caller has it: it is a hash that costs as much as all the rest.
    """
    condition = position.condition
    return {
        "id": id_ or position.id,
        "statement": position.statement,
        "exact": position.quote.exact,
        "start": position.quote.start,
        "end": position.quote.end,
        "prefix": position.quote.prefix,
        "suffix": position.quote.suffix,
        "speaker": position.speaker,
        "speaker_name": position.speaker_name,
        "holder": position.holder,
        "issue": position.issue,
        "option": position.option,
        "stance": position.stance.value,
        "firm": position.firm,
        "condition_issue": condition.issue if condition else None,
        "condition_option": condition.option if condition else None,
        "condition_text": condition.text if condition else "",
        "further": [tie_values(one) for one in position.further] or None,
        "modality": position.modality.value,
        "said_on": position.said_on,
        "said_on_precision": position.said_on_precision,
        "confidence": position.confidence,
        "origin": position.origin,
    }


def position(row: Mapping[str, Any] | RowMapping, report_id: str) -> StatedPosition:
    """A row of `positions` as a stated position."""
    conditional = row["condition_issue"] is not None or row["condition_text"]
    return StatedPosition(
        report=report_id,
        quote=Quote(row["exact"], row["start"], row["end"], row["prefix"], row["suffix"]),
        speaker=row["speaker"],
        holder=row["holder"],
        issue=row["issue"],
        option=row["option"],
        stance=Stance(row["stance"]),
        origin=row["origin"],
        firm=row["firm"],
        condition=Condition(row["condition_issue"], row["condition_option"], row["condition_text"])
        if conditional
        else None,
        speaker_name=row["speaker_name"],
        statement=row["statement"],
        said_on=row["said_on"],
        said_on_precision=row["said_on_precision"],
        confidence=row["confidence"],
        further=tuple(tie_from(one) for one in row["further"] or ()),
        modality=Modality(row["modality"]),
    )


def tie_values(condition: Condition) -> dict[str, Any]:
    """A condition, exception or threat as plain JSON values."""
    return {
        "tie": condition.tie.value,
        "issue": condition.issue,
        "option": condition.option,
        "text": condition.text,
    }


def tie_from(values: Mapping[str, Any]) -> Condition:
    """The opposite of `tie_values`. Raises KeyError or ValueError where it is none."""
    return Condition(values.get("issue"), values.get("option"), values.get("text", ""), Tie(values["tie"]))


_TEXTS = ("report", "speaker", "speaker_name", "holder", "issue", "option", "said_on_precision", "origin")


def position_values(position: StatedPosition) -> dict[str, Any]:
    """A stated position as plain JSON values, nothing left out."""
    values = {name: getattr(position, name) for name in _TEXTS}
    quote, condition = position.quote, position.condition
    return values | {
        "quote": {name: getattr(quote, name) for name in ("exact", "start", "end", "prefix", "suffix")},
        "stance": position.stance.value,
        "firm": position.firm,
        "condition": {"issue": condition.issue, "option": condition.option, "text": condition.text}
        if condition
        else None,
        "statement": position.statement,
        "said_on": position.said_on.isoformat() if position.said_on else None,
        "confidence": position.confidence,
        "further": [tie_values(one) for one in position.further],
        "modality": position.modality.value,
    }


def position_from(values: Mapping[str, Any]) -> StatedPosition:
    """Plain JSON values as a stated position.

    Raises KeyError, TypeError or ValueError where they are none.
    """
    condition = values.get("condition")
    said_on = values.get("said_on")
    return StatedPosition(
        quote=Quote(**values["quote"]),
        stance=Stance(values["stance"]),
        firm=bool(values.get("firm", False)),
        condition=Condition(**condition) if condition else None,
        statement=values.get("statement"),
        said_on=dt.date.fromisoformat(said_on) if said_on else None,
        confidence=float(values.get("confidence", 1.0)),
        further=tuple(tie_from(one) for one in values.get("further") or ()),
        modality=Modality(values.get("modality", Modality.CURRENT)),
        **{name: values[name] for name in _TEXTS},
    )


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """A judgement as a row of `judgements`, without its number."""
    return {
        "position": judgement.position,
        "lane": judgement.lane,
        "version": judgement.version,
        "decision": judgement.decision.value,
        "by": judgement.by,
        "at": judgement.at,
        "superseded_at": None,
        "note": judgement.note,
        "corrected": position_values(judgement.corrected) if judgement.corrected else None,
        "act": judgement.act,
        "undoes": judgement.undoes or None,
    }


def judgement(row: Mapping[str, Any] | RowMapping) -> Judgement:
    """A row of `judgements` as a judgement."""
    return Judgement(
        position=row["position"],
        decision=Decision(row["decision"]),
        by=row["by"],
        note=row["note"],
        corrected=position_from(row["corrected"]) if row["corrected"] else None,
        at=row["at"],
        version=row["version"],
        act=row["act"],
        undoes=row["undoes"] or "",
        adjudicates=row["lane"] == "adjudication",
        automatic=row["lane"] == "automatic",
    )
