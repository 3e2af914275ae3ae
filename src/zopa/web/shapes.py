"""What the API takes and answers, as its description says it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Fact(BaseModel):
    """What went wrong."""

    kind: str = Field(description="One word for programs: unknown-name, conflict, forged, wrong-input, …")
    message: str
    remedy: str = Field(description="What to do about it; may be empty.")
    place: str = Field(description="The file it is about; may be empty.")
    line: int | None
    problems: list[dict[str, Any]]
    status: int


class ErrorShape(BaseModel):
    """Every error, whatever went wrong."""

    error: Fact


class PageOf(BaseModel, Generic[Item]):
    """Some of a list; `next` is to be given as `after` for more, null at the end."""

    items: list[Item]
    next: str | None


class ReportFacts(BaseModel):
    """A report without its text."""

    id: str
    outlet: str
    published: dt.date | None
    language: str
    title: str
    author: str
    url: str
    size: int = Field(description="Characters.")
    stated: int = Field(description="Positions that count in it.")


class Stated(BaseModel):
    """A stated position. Offsets are half-open, in characters of the report's body."""

    model_config = ConfigDict(extra="allow")

    id: str
    report: str
    quote: str
    start: int
    end: int
    speaker: str
    speaker_name: str
    holder: str
    issue: str
    option: str
    stance: str
    firm: bool
    condition: dict[str, str] | str | None
    said_on: dt.date | None
    said_on_precision: str
    confidence: float
    origin: str
    statement: str | None
    status: str


class FullReport(BaseModel):
    """A report with its text, and what was read in it."""

    model_config = ConfigDict(extra="allow")

    id: str
    text: str
    positions: list[Stated]
    statements: list[dict[str, Any]]


class Judged(BaseModel):
    """A judgement."""

    position: str
    decision: str
    by: str
    at: dt.datetime | None
    version: int
    note: str
    act: str
    undoes: str | None
    adjudicates: bool
    automatic: bool


class ConditionIn(BaseModel):
    """What a position is tied to: issue and option, or a text."""

    issue: str | None = Field(default=None, max_length=200)
    option: str | None = Field(default=None, max_length=200)
    text: str = Field(default="", max_length=500)


class PositionIn(BaseModel):
    """A position as a person states it, on the words start..end of a report."""

    model_config = ConfigDict(extra="forbid")

    report: str = Field(max_length=500)
    start: int = Field(ge=0, le=2**31)
    end: int = Field(ge=1, le=2**31)
    holder: str = Field(max_length=200)
    issue: str = Field(max_length=200)
    option: str = Field(max_length=200)
    stance: str = Field(max_length=20)
    speaker: str = Field(max_length=200)
    firm: bool = False
    condition: ConditionIn | None = None
    said_on: dt.date | None = None
    note: str = Field(default="", max_length=2_000)


class CorrectionIn(BaseModel):
    """What is right instead; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    speaker: str | None = Field(default=None, max_length=200)
    holder: str | None = Field(default=None, max_length=200)
    issue: str | None = Field(default=None, max_length=200)
    option: str | None = Field(default=None, max_length=200)
    stance: str | None = Field(default=None, max_length=20)
    firm: bool | None = None
    said_on: dt.date | None = None


class JudgeIn(BaseModel):
    """A decision on one position or on several at once."""

    model_config = ConfigDict(extra="forbid")

    positions: list[str] = Field(min_length=1, max_length=1_000)
    decision: str = Field(description="accept, reject, unsure or correct", max_length=20)
    note: str = Field(default="", max_length=2_000)
    corrected: CorrectionIn | None = None
    expects: int | None = Field(
        default=None, ge=0, le=2**31, description="Refuse unless one's own judgement is at this version."
    )
    adjudicate: bool = False


class UndoIn(BaseModel):
    """What is to be taken back."""

    model_config = ConfigDict(extra="forbid")

    act: str | None = Field(default=None, max_length=40, description="By default one's own latest act.")


class RulingIn(BaseModel):
    """What a person says about two positions that differ."""

    model_config = ConfigDict(extra="forbid")

    one: str = Field(max_length=40)
    other: str = Field(max_length=40)
    status: str = Field(max_length=24)
    note: str = Field(default="", max_length=2_000)


class TextIn(BaseModel):
    """A text whose quotations are wanted."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=200_000)
    language: str = Field(default="", max_length=2, description="de or en; by default as it looks.")
