"""Whose position it is: what can be seen of each party around a word."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zopa.reading.candidates import Annotated, Annotator, Passage
from zopa.reading.vicinity import FAR, nearest_cue
from zopa.vocabulary import ANONYMOUS, OTHER, StatementKind

Array = npt.NDArray[np.float32]


class Holding:
    """Numbers about parties as holders, for one dossier and language."""

    def __init__(self, parties: tuple[str, ...], annotator: Annotator) -> None:
        self.parties, self.annotator = parties, annotator

    def __call__(self, annotated: Annotated, number: int, anchor: int) -> Array:
        """Features of every party as the holder of what sentence `number` says at token `anchor` (P x F)."""
        passage = annotated.passages[number]
        sentence, voice = passage.sentence, passage.voice
        cue = nearest_cue(passage, anchor)
        verb = cue.first if cue else anchor
        subject = self.annotator.speakers.subject(annotated.document, sentence, list(passage.referents), verb)
        own = self.annotator.speakers.subject(annotated.document, sentence, list(passage.referents), anchor)
        rows = []
        recent = self._recent(annotated, number)
        present = {mention.party for mention in passage.mentions if mention.party}
        first = next((m.party for m in passage.mentions if m.party and m.kind != "adjective"), None)
        counts = self._counts(annotated)
        total = max(1, sum(counts.values()))
        for party in self.parties:
            mine = [m for m in passage.mentions if m.party == party]
            others = [m for m in passage.mentions if m.party not in (None, party)]
            refs = [r for r in passage.referents if r.party == party]
            away = min((abs(m.first - anchor) for m in mine), default=FAR)
            to_verb = min((abs(m.first - verb) for m in mine), default=FAR)
            clause = sentence.clause_of(anchor)
            verb_clause = sentence.clause_of(verb)
            free = [
                r
                for r in refs
                if not self.annotator.speakers.governed(annotated.document, r.first, sentence.first)
            ]
            rows.append(
                [
                    voice.party == party, voice.party is not None, voice.party == party and voice.framed,
                    voice.party == party and voice.kind is StatementKind.DIRECT, voice.kind is None,
                    voice.speaker in (ANONYMOUS, OTHER), len(mine), len(present), party in present,
                    sum(m.kind == "actor" for m in mine), sum(m.kind == "party" for m in mine),
                    sum(m.kind == "adjective" for m in mine), sum(m.kind == "compound" for m in mine),
                    sum(r.how == "pronoun" for r in refs), len(free), len(refs),
                    min(FAR, away), min(FAR, to_verb),
                    any(m.first < anchor for m in mine), any(m.first > anchor for m in mine),
                    any(m.first < verb for m in mine),
                    any(sentence.clause_of(m.first) == clause for m in mine),
                    any(sentence.clause_of(m.first) == verb_clause for m in mine),
                    any(sentence.clause_of(r.first) == verb_clause for r in free),
                    subject is not None and subject.party == party, own is not None and own.party == party,
                    subject is not None and subject.party is not None,
                    self._viewed(annotated, passage, party), first == party,
                    min((abs(r.first - verb) for r in free), default=FAR),
                    _rank_of(away, [abs(m.first - anchor) for m in others]),
                    recent.get(party, 8), recent.get(party, 8) == min(recent.values(), default=8),
                    counts.get(party, 0) / total, len(self.parties),
                    voice.party == party and not (present - {party}),
                    voice.party != party and party in present,
                    voice.party is not None and voice.party not in present,
                    self._own_words(annotated, passage, anchor),
                    self._previous_voice(annotated, number, party),
                    cue is not None and cue.kind == "must", cue is not None and cue.kind == "want",
                    cue is not None and cue.kind == "accept", cue is not None and cue.kind == "reject",
                    cue is None, any(c.kind == "view" for c in passage.cues),
                    annotated.document.quoted(annotated.document.tokens[anchor].start) is not None,
                ]
            )  # fmt: skip
        return np.array(rows, np.float32)

    def _viewed(self, annotated: Annotated, passage: Passage, party: str) -> float:
        """'für X', 'aus X-er Sicht', 'for X': whose view a judgement is given from."""
        tokens, language = annotated.document.tokens, self.annotator.language
        for mention in passage.mentions:
            if mention.party != party:
                continue
            before = [
                tokens[p].low for p in range(max(passage.sentence.first, mention.first - 3), mention.first)
            ]
            if mention.kind == "adjective" and mention.last < len(tokens) and tokens[mention.last].low in (
                "sicht", "perspektive", "view", "perspective", "lesart",
            ):  # fmt: skip
                return 1.0
            if any(word in language.view_prepositions for word in before):
                return 0.7
        return 0.0

    def _own_words(self, annotated: Annotated, passage: Passage, anchor: int) -> float:
        own = self.annotator.language.own
        first, last = passage.sentence.clauses[passage.sentence.clause_of(anchor)]
        return float(any(annotated.document.tokens[place].low in own for place in range(first, last)))

    def _previous_voice(self, annotated: Annotated, number: int, party: str) -> float:
        if number == 0:
            return 0.0
        before = annotated.passages[number - 1]
        near = before.sentence.paragraph == annotated.passages[number].sentence.paragraph
        return float(before.voice.party == party) * (1.0 if near else 0.5)

    def _recent(self, annotated: Annotated, number: int) -> dict[str, int]:
        """How many sentences ago each party was last named or spoke (1 = the sentence before)."""
        found: dict[str, int] = {}
        for back in range(1, 8):
            if number - back < 0:
                break
            before = annotated.passages[number - back]
            for party in (before.voice.party, *(m.party for m in before.mentions)):
                if party:
                    found.setdefault(party, back)
        return found

    def _counts(self, annotated: Annotated) -> dict[str, int]:
        counts: dict[str, int] = {}
        for passage in annotated.passages:
            for mention in passage.mentions:
                if mention.party:
                    counts[mention.party] = counts.get(mention.party, 0) + 1
        return counts


def _rank_of(value: float, others: list[int]) -> float:
    return float(sum(other < value for other in others))
