"""Engines find statements in raw text. They know languages, not dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from zopa.reading.insight import Insight
from zopa.vocabulary import Span, Stance, StatementKind


@dataclass(frozen=True, slots=True)
class RawStatement:
    """A statement as an engine finds it: places in the text, nothing resolved.

    quote        one or more spans, in order, none empty.
    kind         how the report passes it on.
    speaker      spans that name the speaker; empty where nobody is named.
    cue          spans of the reporting words ("sagte", "kündigte" .. "an"); may be empty.
    stance       what it does with a course of action, or None.
    confidence   0..1, of the quote; `speaker_confidence` of the link to its speaker.
    """

    quote: tuple[Span, ...]
    kind: StatementKind
    speaker: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    stance: Stance | None = None
    firm: bool = False
    conditional: bool = False
    confidence: float = 1.0
    speaker_confidence: float = 1.0


class Engine(Protocol):
    """Whatever finds statements in a text."""

    name: str

    def tag(self, text: str, language: str) -> list[RawStatement]:
        """The statements of a text, in the order of their quotes. Never raises for any text."""
        ...


class Understanding(Engine, Protocol):
    """An engine that also tells what it makes of each word."""

    def read(self, text: str, language: str) -> tuple[list[RawStatement], Insight]:
        """The statements of a text as `tag` finds them, and the insight into its words."""
        ...

    def meaning(self, text: str, language: str) -> npt.NDArray[np.float32]:
        """What a short text means, as a unit vector. Zeros for a text without words."""
        ...


__all__ = ["Engine", "RawStatement", "Understanding"]
