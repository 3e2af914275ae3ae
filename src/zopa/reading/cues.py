"""Words of wanting, accepting and refusing in a sentence, with their negation."""

from __future__ import annotations

from dataclasses import dataclass

from zopa.reading.language import Language
from zopa.reading.text import Document, Sentence

CLASSES = (
    "want", "must", "accept", "reject", "firm", "neg", "hope", "past", "cond", "concede", "evaluate", "view",
    "plea", "sine", "limit", "instead",
)  # fmt: skip
STANCE_CLASSES = ("want", "must", "accept", "reject")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of one class over tokens first..last (inclusive); negated where a negator governs it."""

    kind: str
    first: int
    last: int
    negated: bool = False


def find_cues(document: Document, sentence: Sentence, language: Language) -> list[Cue]:
    """All cues of a sentence, in order."""
    words = [document.tokens[index].low for index in range(sentence.first, sentence.last)]
    raw = [
        (kind, sentence.first + first, sentence.first + last)
        for kind, first, last in language.cues.find(words)
    ]
    negators = [first for kind, first, _ in raw if kind == "neg"]
    used = {
        index
        for kind, first, last in raw
        if kind in ("reject", "accept")
        for index in (first, last)
        if index in negators
    }
    found = []
    for kind, first, last in raw:
        refusing = first in negators or last in negators  # 'not acceptable' is not negated once more
        negated = (
            kind in STANCE_CLASSES
            and not refusing
            and any(
                _governs(document, sentence, negator, first, last)
                for negator in negators
                if negator not in used
            )
        )
        found.append(Cue(kind, first, last, negated))
    return found


def _governs(document: Document, sentence: Sentence, negator: int, first: int, last: int) -> bool:
    """A negator reaches the cues of its own clause, up to a few words away."""
    if sentence.clause_of(negator) not in (sentence.clause_of(first), sentence.clause_of(last)):
        return False
    if document.tokens[negator].low.startswith("kein") and negator > last:
        # "bietet keine Garantien": the object is negated, not only the verb
        return negator - last <= 4
    return -8 <= negator - first <= 14
