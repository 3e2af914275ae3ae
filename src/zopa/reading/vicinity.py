"""The surroundings of a word: which cues stand near it, and what its sentence is like."""

from __future__ import annotations

from zopa.reading.candidates import Annotated, Passage
from zopa.reading.cues import STANCE_CLASSES, Cue
from zopa.reading.language import Language
from zopa.vocabulary import ANONYMOUS, AUTHOR, OTHER, StatementKind

CUE_KINDS = (
    "want", "must", "accept", "reject", "firm", "hope", "past", "cond", "concede", "evaluate", "plea", "sine",
    "limit", "instead",
)  # fmt: skip
_BESIDE = ("neg", "firm", "cond", "hope", "plea", "sine", "limit", "instead", "evaluate")
KINDS = (
    StatementKind.DIRECT, StatementKind.INDIRECT, StatementKind.REPORTED,
    StatementKind.INDIRECT_FREE_INDIRECT,
)  # fmt: skip
FAR = 30.0
"""Words from which on nothing is near any more."""
AROUND = 4 * len(STANCE_CLASSES) + 2 * len(_BESIDE)
"""Numbers that `around` gives."""


def around(passage: Passage, anchor: int) -> list[float]:
    """Cues by class around a token: distance, same clause, negated, before or after."""
    sentence = passage.sentence
    clause = sentence.clause_of(anchor)
    row: list[float] = []
    for kind in STANCE_CLASSES:
        best, same, negated, side = FAR, 0.0, 0.0, 0.0
        for cue in passage.cues:
            if cue.kind != kind:
                continue
            away = _away(cue, anchor)
            if away < best:
                best, negated, side = away, float(cue.negated), 1.0 if cue.first < anchor else -1.0
            if sentence.clause_of(cue.first) == clause or sentence.clause_of(cue.last) == clause:
                same = 1.0
        row += [best, same, negated, side]
    for kind in _BESIDE:
        found = [_away(cue, anchor) for cue in passage.cues if cue.kind == kind]
        inside = any(cue.kind == kind and sentence.clause_of(cue.first) == clause for cue in passage.cues)
        row += [min(found, default=FAR), float(inside)]
    return row


def nearest_cue(passage: Passage, anchor: int) -> Cue | None:
    """The stance cue that most likely governs a token: near, in its clause, and telling."""
    sentence = passage.sentence
    home = sentence.clause_of(anchor)
    best: tuple[float, Cue] | None = None
    for cue in passage.cues:
        if cue.kind not in STANCE_CLASSES:
            continue
        crossed = min(abs(sentence.clause_of(cue.first) - home), abs(sentence.clause_of(cue.last) - home))
        cost = _away(cue, anchor) + 4 * crossed + {"must": 5, "want": 1, "accept": 0, "reject": -2}[cue.kind]
        if best is None or cost < best[0]:
            best = (cost, cue)
    return best[1] if best else None


def _away(cue: Cue, anchor: int) -> float:
    if cue.first <= anchor <= cue.last:
        return 0.0
    return float(min(FAR, abs(cue.first - anchor), abs(cue.last - anchor)))


def sentence_numbers(annotated: Annotated, number: int, language: Language) -> list[float]:
    """A sentence by itself: its voice, cues, parties, place."""
    passage = annotated.passages[number]
    voice, sentence = passage.voice, passage.sentence
    counts = dict.fromkeys(CUE_KINDS, 0)
    negated = 0
    for cue in passage.cues:
        if cue.kind in counts:
            counts[cue.kind] += 1
        negated += cue.negated
    negs = sum(cue.kind == "neg" for cue in passage.cues)
    parties = {mention.party for mention in passage.mentions if mention.party}
    length = sentence.last - sentence.first
    return [
        *(min(3, counts[kind]) for kind in CUE_KINDS), min(3, negated), min(3, negs),
        *(voice.kind is kind for kind in KINDS), voice.kind is None, voice.framed, voice.confidence,
        voice.question, voice.speaker == AUTHOR, voice.speaker in (ANONYMOUS, OTHER), voice.party is not None,
        len(parties), len(passage.mentions), length, len(sentence.clauses), number,
        number / max(1, len(annotated.passages)), _subjunctive(annotated, passage, language),
        annotated.document.text[sentence.start : sentence.end].rstrip("”“\"» ").endswith("?"),
        len({hit.issue for hit in passage.hits if hit.strength > 0.5}),
    ]  # fmt: skip


def _subjunctive(annotated: Annotated, passage: Passage, language: Language) -> float:
    return float(
        any(
            language.is_subjunctive(annotated.document.tokens[place].low)
            for place in range(passage.sentence.first, passage.sentence.last)
        )
    )
