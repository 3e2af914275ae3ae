"""The ledger's content as JSON: the contract that later work and outside checks rely on."""

from __future__ import annotations

from typing import Any

from zopa.pipeline import Overview
from zopa.vocabulary import Condition, Report, StatedPosition, Statement, Status


def document(answer: Overview) -> dict[str, Any]:
    """Everything held: {"dossier", "as_of", "positions", "statements", "reports", "skipped"}.

    Offsets are half-open, in characters (Unicode code points) of the report's body.
    `as_of` cuts what was said later; reports and statements are given in full.
    """
    cut = answer.as_of
    return {
        "dossier": answer.dossier.title,
        "as_of": cut.isoformat() if cut else None,
        "positions": [
            position(one) | {"status": answer.status.get(one.id, Status.SUGGESTED).value}
            for one in answer.positions
            if cut is None or one.said_on is None or one.said_on <= cut
        ],
        "statements": [statement(one, answer.reports) for one in answer.statements],
        "reports": [report(one) for one in answer.reports.values()],
        "skipped": [
            {"path": skip.place, "reason": skip.message, "remedy": skip.remedy} for skip in answer.skipped
        ],
    }


def position(one: StatedPosition) -> dict[str, Any]:
    """One stated position."""
    return {
        "id": one.id,
        "report": one.report,
        "quote": one.quote.exact,
        "start": one.quote.start,
        "end": one.quote.end,
        "speaker": one.speaker,
        "speaker_name": one.speaker_name,
        "holder": one.holder,
        "issue": one.issue,
        "option": one.option,
        "stance": one.stance.value,
        "firm": one.firm,
        "condition": condition(one.condition),
        "said_on": one.said_on.isoformat() if one.said_on else None,
        "said_on_precision": one.said_on_precision,
        "confidence": round(one.confidence, 4),
        "origin": one.origin,
        "statement": one.statement,
        "modality": one.modality.value,
        "further": [tie(each) for each in one.further],
    }


def tie(one: Condition) -> dict[str, str | None]:
    """A further condition, an exception or a threat, with how it ties: 'if', 'except' or 'or else'."""
    return {"tie": one.tie.value, "issue": one.issue, "option": one.option, "text": one.text}


def condition(one: Condition | None) -> dict[str, str] | str | None:
    """A condition: None, a text, or {"issue", "option"}."""
    if one is None:
        return None
    if one.issue is not None and one.option is not None:
        return {"issue": one.issue, "option": one.option}
    return one.text


def statement(one: Statement, reports: Any) -> dict[str, Any]:
    """One statement, with its words."""
    text = reports[one.report].text
    return {
        "id": one.id,
        "report": one.report,
        "quote": [[start, end] for start, end in one.quote],
        "text": [text[start:end] for start, end in one.quote],
        "speaker": one.speaker,
        "speaker_name": one.speaker_name,
        "speaker_span": list(one.speaker_span) if one.speaker_span else None,
        "cue": [[start, end] for start, end in one.cue],
        "type": one.kind.value,
        "stance": one.stance.value if one.stance else None,
        "firm": one.firm,
        "conditional": one.conditional,
        "said_on": one.said_on.isoformat() if one.said_on else None,
        "said_on_precision": one.said_on_precision,
        "confidence": round(one.confidence, 4),
        "origin": one.origin,
    }


def report(one: Report) -> dict[str, Any]:
    """One report, with its text as read."""
    return {
        "id": one.id,
        "outlet": one.outlet,
        "published": one.published.isoformat() if one.published else None,
        "language": one.language,
        "title": one.title,
        "author": one.author,
        "url": one.url,
        "path": one.path,
        "text": one.text,
        "digest": one.digest,
    }


def table(answer: Overview) -> dict[str, Any]:
    """The position table: one entry per party, issue and option that anybody spoke to."""
    return {
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "parties": [party.id for party in answer.dossier.parties.values() if party.at_table],
        "observers": list(answer.dossier.observers),
        "issues": list(answer.dossier.issues),
        "standings": [
            {
                "party": standing.party,
                "issue": standing.issue,
                "option": standing.option,
                "stance": standing.stance.value,
                "firm": standing.firm,
                "condition": condition(standing.condition),
                "contested": standing.contested,
                "second_hand": standing.second_hand,
                "inferred": standing.inferred,
                "inferred_from": standing.inferred_from,
                "alleged": standing.alleged,
                "through": standing.through,
                "further": [tie(each) for each in standing.further],
                "rules": list(standing.rules),
                "suggested": standing.suggested,
                "reason": standing.reason,
                "outlets": (printed := answer.spread(standing.evidence)).outlets,
                "origins": printed.origins,
                "evidence": [one.id for one in standing.evidence],
                "dissent": [one.id for one in standing.dissent],
            }
            for cell in answer.matrix
            for standing in cell.standings
        ],
    }
