"""How a found position is written down: quote, speaker, firmness, condition."""

from __future__ import annotations

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated, Annotator, Passage
from zopa.reading.rules import Coded
from zopa.reading.ties import Ties
from zopa.reading.vicinity import nearest_cue
from zopa.vocabulary import AUTHOR, Stance, Tie

_SHORT = 150
"""Sentences up to this many characters are quoted whole."""


class Wording:
    """Fills in what the ranker does not judge."""

    def __init__(self, dossier: Dossier, annotator: Annotator) -> None:
        self._dossier, self._annotator = dossier, annotator
        self._ties = Ties(annotator.language)

    def coded(
        self,
        annotated: Annotated,
        number: int,
        issue: str,
        option: str,
        anchor: int,
        holder: str,
        stance: Stance,
        confidence: float,
    ) -> Coded:
        """A position with its quote, speaker, firmness and condition."""
        passage = annotated.passages[number]
        speaker, name = self._speaker(annotated, passage, anchor, holder)
        ties = self._ties.conditions(annotated, passage, issue, anchor)
        first = next((one for one in ties if one.tie is Tie.IF), None)
        condition = (first.issue, first.option, first.text) if first else None
        start, end = self._span(annotated, passage, anchor)
        return Coded(
            number, start, end, speaker, name, holder, issue, option, stance,
            self._firm(passage, anchor), condition, min(1.0, confidence),
            tuple(one for one in ties if one is not first),
            self._ties.modality(annotated, passage, anchor, holder, stance.is_for),
        )  # fmt: skip

    def _speaker(self, annotated: Annotated, passage: Passage, anchor: int, holder: str) -> tuple[str, str]:
        voice, tokens = passage.voice, annotated.document.tokens
        if voice.kind is not None:
            return voice.speaker, annotated.document.text[slice(*voice.named)] if voice.named else ""
        cue = nearest_cue(passage, anchor)
        if cue is None or cue.kind == "must":
            return AUTHOR, ""
        subject = self._annotator.speakers.subject(
            annotated.document, passage.sentence, list(passage.referents), cue.first
        )
        if subject is None or subject.party != holder:
            return AUTHOR, ""
        if self._annotator.speakers.governed(annotated.document, subject.first, passage.sentence.first):
            return AUTHOR, ""
        return subject.id, annotated.document.text[tokens[subject.first].start : tokens[subject.last - 1].end]

    def _firm(self, passage: Passage, anchor: int) -> bool:
        sentence = passage.sentence
        home = sentence.clause_of(anchor)
        return any(
            cue.kind == "firm"
            and (len(sentence.clauses) <= 2 or abs(sentence.clause_of(cue.first) - home) <= 1)
            for cue in passage.cues
        )

    def _span(self, annotated: Annotated, passage: Passage, anchor: int) -> tuple[int, int]:
        """The whole sentence where it is short, else the clauses from the cue to the option."""
        sentence, tokens = passage.sentence, annotated.document.tokens
        first, last = sentence.first, sentence.last
        if sentence.end - sentence.start > _SHORT:
            places = {sentence.clause_of(anchor)}
            cue = nearest_cue(passage, anchor)
            if cue is not None:
                places |= {sentence.clause_of(cue.first), sentence.clause_of(cue.last)}
            first, last = sentence.clauses[min(places)][0], sentence.clauses[max(places)][1]
        while last > first + 1 and tokens[last - 1].text in ",;:–—(":
            last -= 1
        return tokens[first].start, tokens[last - 1].end
