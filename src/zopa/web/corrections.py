"""A position as a person would have it, from a form's or a program's fields."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from zopa.dossier import Dossier
from zopa.errors import UnknownName
from zopa.vocabulary import VOICES, Condition, Quote, Stance, StatedPosition
from zopa.web.faults import WrongInput

FIELDS = (
    "speaker", "holder", "target", "stance", "firm", "said_on", "condition", "condition_text", "start", "end",
)  # fmt: skip
"""target and condition are 'issue/option'; start and end the words' offsets in the report."""


def corrected(dossier: Dossier, one: StatedPosition, text: str, given: Mapping[str, str]) -> StatedPosition:
    """A position with the given fields set; a field that is not given stays as it is.

    text    the report's body: the quote is cut anew where `start` and `end` are given.
    Raises  UnknownName for a name nobody declared, WrongInput for a value that is none.
    """
    values: dict[str, Any] = {}
    if "speaker" in given:
        values["speaker"] = _known("speaker", given["speaker"], (*dossier.parties, *dossier.actors, *VOICES))
    if "holder" in given:
        values["holder"] = _known("party", given["holder"], tuple(dossier.parties))
    if "target" in given:
        values["issue"], values["option"] = target(dossier, given["target"])
    if "stance" in given:
        values["stance"] = Stance(_known("stance", given["stance"], tuple(one.value for one in Stance)))
    if "firm" in given:
        values["firm"] = given["firm"].lower() in ("yes", "true", "1", "on")
    if "said_on" in given:
        values["said_on"], values["said_on_precision"] = _day(given["said_on"])
    if given.get("condition"):
        issue, option = target(dossier, given["condition"])
        values["condition"] = Condition(issue, option)
    elif "condition" in given or "condition_text" in given:
        words = given.get("condition_text", "").strip()
        values["condition"] = Condition(text=words) if words else None
    if given.get("start") and given.get("end"):
        values["quote"] = _quote(text, given["start"], given["end"])
    return dataclasses.replace(one, **values)


def target(dossier: Dossier, given: str) -> tuple[str, str]:
    """Issue and option from 'issue/option'. Raises UnknownName."""
    for issue in dossier.issues.values():
        for option in issue.options:
            if given == f"{issue.id}/{option.id}":
                return issue.id, option.id
    choices = [f"{issue.id}/{option.id}" for issue in dossier.issues.values() for option in issue.options]
    raise UnknownName("option", given, choices)


def _known(kind: str, name: str, choices: tuple[str, ...]) -> str:
    if name not in choices:
        raise UnknownName(kind, name, choices)
    return name


def _day(given: str) -> tuple[dt.date | None, str]:
    if not given.strip():
        return None, "report"
    try:
        return dt.date.fromisoformat(given.strip()), "day"
    except ValueError as error:
        raise WrongInput(f"'{given}' is no day", remedy="Write it as YYYY-MM-DD.") from error


def _quote(text: str, start: str, end: str) -> Quote:
    try:
        return Quote.cut(text, int(start), int(end))
    except ValueError as error:
        raise WrongInput(f"these are no words of the report: {start} to {end}") from error
