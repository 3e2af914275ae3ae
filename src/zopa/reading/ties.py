"""What a position is tied to, and whether it is held now, was held, is denied or alleged."""

from __future__ import annotations

from dataclasses import dataclass

from zopa.reading.candidates import Annotated, Passage
from zopa.reading.language import Language
from zopa.vocabulary import Condition, Modality, Tie

_STRONG = 0.7
"""Strength from which a term inside a clause says which option the clause is about."""
_LONGEST = 40
"""Words of a clause that are kept as a condition's text."""
_BY_KIND = {"except": Tie.EXCEPT, "or else": Tie.OR_ELSE}


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern of `Language.ties` over tokens first..last (inclusive)."""

    kind: str
    first: int
    last: int


class Ties:
    """Finds them in a passage of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def find(self, annotated: Annotated, passage: Passage) -> list[Found]:
        """Every exception, threat, denial, allegation and past in a sentence."""
        sentence = passage.sentence
        words = [annotated.document.tokens[place].low for place in range(sentence.first, sentence.last)]
        return [
            Found(kind, sentence.first + first, sentence.first + last)
            for kind, first, last in self._language.ties.find(words)
        ]

    def conditions(self, annotated: Annotated, passage: Passage, issue: str, anchor: int) -> list[Condition]:
        """What the position at a token is tied to, in the order of the text; each clause once."""
        sentence = passage.sentence
        markers = [(cue.first, Tie.IF) for cue in passage.cues if cue.kind == "cond"]
        markers += [
            (one.first, _BY_KIND[one.kind]) for one in self.find(annotated, passage) if one.kind in _BY_KIND
        ]
        found: dict[int, Condition] = {}
        for place, tie in sorted(markers):
            clause = sentence.clause_of(place)
            first, last = sentence.clauses[clause]
            if tie is not Tie.IF:
                # An exception or threat begins with its word, wherever in the clause that stands.
                first = place
            if first <= anchor < last or (tie is Tie.IF and place > first + 2) or clause in found:
                continue
            made = self._condition(annotated, passage, issue, (first, last), tie)
            if made is not None:
                found[clause] = made
        return list(found.values())

    def _condition(
        self, annotated: Annotated, passage: Passage, issue: str, span: tuple[int, int], tie: Tie
    ) -> Condition | None:
        first, last = span
        tokens = annotated.document.tokens
        last = min(last, first + _LONGEST)
        words = annotated.document.text[tokens[first].start : tokens[last - 1].end].strip(" ,;:–.")
        if not words:
            return None
        inside = [
            hit
            for hit in passage.hits
            if hit.option is not None and hit.issue != issue and all(first <= t < last for t in hit.tokens)
        ]
        best = max(inside, key=lambda hit: hit.strength, default=None)
        if best is not None and best.strength >= _STRONG:
            return Condition(best.issue, best.option, words, tie)
        return Condition(text=words, tie=tie)

    def modality(
        self, annotated: Annotated, passage: Passage, anchor: int, holder: str, is_for: bool
    ) -> Modality:
        """Whether a position is denied, past, alleged or current.

        Only a side's own denial counts, and only of what it would be for: "denies having agreed". A verb
        of denial beside a refusal is the refusal itself.
        """
        sentence = passage.sentence
        home = sentence.clause_of(anchor)
        kinds = {
            one.kind
            for one in self.find(annotated, passage)
            if abs(sentence.clause_of(one.first) - home) <= 1 or one.first <= anchor <= one.last
        }
        subject_is_holder = passage.voice.party == holder or any(
            mention.party == holder for mention in passage.mentions
        )
        if "denied" in kinds and is_for and subject_is_holder:
            return Modality.DENIED
        if "past" in kinds:
            return Modality.PAST
        return Modality.ALLEGED if "alleged" in kinds else Modality.CURRENT
