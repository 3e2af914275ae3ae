"""The layer that learns from judgements: it weighs the reader's guesses anew by what was judged.

What is remembered comes from this dossier alone (judged.py). How much each kind of memory is worth was
learned on other dossiers, by simulated judging (training/judging.py), and is shipped as one weight each in
weights/adapting.json: a logistic model over the reader's own probabilities and the memory. So it knows what
to make of the first judgement already, costs milliseconds, and is the same on every machine.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from zopa.reading.candidates import Annotated, Passage
from zopa.reading.judged import Floats, Memory, Stems
from zopa.reading.weighing import STANCES, Guess
from zopa.vocabulary import Span, Stance

LEAST = 0.03
"""Chance below which the reader's own guesses are not looked at again; as in training."""
ALIKE = 0.12
"""Likeness from which a judged passage makes a candidate of a sentence that the reader passed over."""
UNSEEN_OPTION, UNSEEN_HOLDER, NAMED_HOLDER = 0.02, 0.05, 0.15
"""Chances taken where the reader has none; the same in training."""
_FROM_MEMORY = -3.0
"""Raw score of a candidate that only the memory proposes."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the layer sees it: its stems, who speaks, who is named, which way its cues point."""

    stems: Stems
    span: Span
    voice: str | None
    named: frozenset[str]
    refusing: bool
    agreeing: bool


def sentence_of(passage: Passage, stems: Stems) -> Sentence:
    """What the layer needs of a passage."""
    cues = [cue for cue in passage.cues if cue.kind in ("want", "must", "accept", "reject")]
    named = {one.party for one in passage.mentions} | {one.party for one in passage.referents}
    return Sentence(
        stems,
        (passage.sentence.start, passage.sentence.end),
        passage.voice.party,
        frozenset(one for one in named if one is not None),
        any((cue.kind == "reject") is not cue.negated for cue in cues),
        any((cue.kind != "reject") is not cue.negated for cue in cues),
    )


NUMBERS = (
    "option", "holder", "stance", "side", "memory option", "memory holder", "memory side",
    "base", "memory", "near right", "near wrong", "near cell", "near refused cell",
    "cell known", "cell right", "stance right", "other side right", "cell wrong",
    "option right", "option wrong",
    "holder rate", "own voice", "named", "other voice", "rejects", "accepts", "refusing", "agreeing",
    "near own voice", "cell known and near", "memory near", "memory cell known", "memory own voice", "judged",
    "others only", "accepted rate", "base squared", "memory named", "memory near cell",
)  # fmt: skip
"""What each number of a candidate is, in order."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The reader's probabilities for a candidate: option, holder, this stance, this side, all of it."""

    option: float
    holder: float
    stance: float
    side: float
    base: float | None


class Layer:
    """One logistic model: a weight for each of NUMBERS, and an intercept.

    threshold  least chance of a position that is kept: it may be higher than the reader's, whose best
               guesses the memory makes surer.
    """

    def __init__(self, weights: Mapping[str, float], intercept: float, threshold: float = 0.0) -> None:
        self.threshold = threshold
        self.weights, self.intercept = dict(weights), intercept
        self._weights = tuple(weights[name] for name in NUMBERS)

    def chance(self, numbers: Sequence[float]) -> float:
        """The chance that a candidate is right."""
        raw = self.intercept + sum(w * x for w, x in zip(self._weights, numbers, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, raw))))


@cache
def load_layer() -> Layer | None:
    """The shipped layer, or None where the weights are missing or made for other numbers."""
    path = files("zopa.reading") / "weights" / "adapting.json"
    if not path.is_file():
        return None
    held = json.loads(path.read_text(encoding="utf-8"))
    if set(held["weights"]) != set(NUMBERS):
        return None
    return Layer(held["weights"], held["intercept"], held["threshold"])


def numbers(
    memory: Memory,
    sentence: Sentence,
    holder: str,
    key: tuple[str, str],
    stance: Stance,
    scores: Scores,
    alike: Floats,
    own_rows: frozenset[int] = frozenset(),
) -> list[float]:
    """The numbers of one candidate, in the order of NUMBERS.

    key       issue and option.
    alike     how alike the sentence is to that of each fact.
    own_rows  facts of the candidate's own sentence: what was judged there is no evidence for itself.
    """

    def use(rows: Iterable[int]) -> list[int]:
        return [row for row in rows if row not in own_rows]

    def nearest(rows: Sequence[int]) -> float:
        return float(alike[list(rows)].max()) if rows else 0.0

    facts = memory.facts
    right = use(memory.right.get(key, ()))
    places = {(facts[row].report, memory.stems[row]) for row in right}
    wrong = [
        row for row in use(memory.wrong.get(key, ())) if (facts[row].report, memory.stems[row]) not in places
    ]
    cell = use(memory.cells.get((holder, *key), ()))
    side = [row for row in cell if facts[row].right and facts[row].stance.is_for is stance.is_for]
    same = [row for row in side if facts[row].stance is stance]
    other = [row for row in cell if facts[row].right and facts[row].stance.is_for is not stance.is_for]
    refused = [row for row in cell if not facts[row].right and facts[row].stance is stance]
    near, near_cell = nearest(right), nearest(side)
    own, named = sentence.voice == holder, holder in sentence.named
    yes, no = memory.holders.get(holder, (0, 0))
    from_memory = float(scores.base is None)
    base = _FROM_MEMORY if scores.base is None else _logit(scores.base)
    option, whose, which = _logit(scores.option), _logit(scores.holder), _logit(scores.side)
    return [
        option, whose, _logit(scores.stance), which,
        option * from_memory, whose * from_memory, which * from_memory,
        base, from_memory, near, nearest(wrong), near_cell, nearest(refused),
        float(bool(side)), math.log1p(len(side)), math.log1p(len(same)), math.log1p(len(other)),
        math.log1p(len(refused)), math.log1p(len(right)), math.log1p(len(wrong)),
        math.log((yes + 1) / (yes + no + 2)), float(own), float(named),
        float(sentence.voice is not None and not own),
        float(stance is Stance.REJECTS), float(stance is Stance.ACCEPTS),
        float(sentence.refusing and stance is Stance.REJECTS),
        float(sentence.agreeing and stance.is_for and not sentence.refusing),
        near * own, float(bool(side) and near > 0.2), from_memory * near, from_memory * bool(side),
        from_memory * own, math.log1p(len(facts)),
        float(not side and any(facts[row].holder != holder for row in right)),
        math.log((memory.accepted + 1) / (memory.rejected + 1)), 0.0 if from_memory else base * base / 4,
        from_memory * named, from_memory * near_cell,
    ]  # fmt: skip


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


class Adapter:
    """Weighs the guesses of one report anew.

    columns  (issue, option) by column number, as the reader numbers them.
    """

    def __init__(self, layer: Layer, memory: Memory, columns: Sequence[tuple[str, str]]) -> None:
        self._layer, self._memory, self._columns = layer, memory, columns
        self._column_of = {key: number for number, key in enumerate(columns)}

    def adapted(
        self, report: str, annotated: Annotated, sentences: Sequence[Sentence], guesses: Sequence[Guess]
    ) -> list[Guess]:
        """The guesses with their chances weighed anew, and those that only the memory makes."""
        return [
            replace(guess, chance=self._layer.chance(row))
            for guess, row in self.candidates(report, annotated, sentences, guesses)
        ]

    def candidates(
        self, report: str, annotated: Annotated, sentences: Sequence[Sentence], guesses: Sequence[Guess]
    ) -> list[tuple[Guess, list[float]]]:
        """Every candidate with its numbers."""
        held = [one for one in guesses if one.chance >= LEAST]
        known = {(one.passage, one.column, one.holder, one.stance) for one in held}
        likeness = [self._memory.alike(one.stems) for one in sentences]
        own = [self._memory.of_sentence(report, one.span) for one in sentences]
        proposed = [
            one
            for one in self._proposed(annotated, sentences, held, likeness, own)
            if (one.passage, one.column, one.holder, one.stance) not in known
        ]
        chances = _Chances(held)
        found = []
        for guess in (*held, *proposed):
            sentence = sentences[guess.passage]
            base = guess.chance if guess.chance > 0 else None
            row = numbers(
                self._memory, sentence, guess.holder, self._columns[guess.column], guess.stance,
                chances.of(guess, guess.holder in sentence.named, base),
                likeness[guess.passage], own[guess.passage],
            )  # fmt: skip
            found.append((guess, row))
        return found

    def _proposed(
        self,
        annotated: Annotated,
        sentences: Sequence[Sentence],
        held: Sequence[Guess],
        likeness: Sequence[Floats],
        own: Sequence[frozenset[int]],
    ) -> Iterator[Guess]:
        """Candidates that the reader passed over: sentences like a judged one, with the parties in them."""
        touched = {(one.passage, one.column) for one in held}
        whose = {(one.passage, one.column, one.holder) for one in held}
        leaning = _leanings(held)
        for number, sentence in enumerate(sentences):
            parties = sorted(sentence.named | ({sentence.voice} if sentence.voice else set()))
            if not parties:
                continue
            for key, right in self._memory.right.items():
                column = self._column_of.get(key)
                rows = [row for row in right if row not in own[number]]
                if column is None or not rows:
                    continue
                if (number, column) not in touched and float(likeness[number][rows].max()) < ALIKE:
                    continue
                for holder in parties:
                    stance = self._stance(holder, key, likeness[number], own[number])
                    if stance is None:
                        if (number, column, holder) in whose:
                            continue
                        stance = leaning.get(number) or (
                            Stance.REJECTS if sentence.refusing else Stance.SUPPORTS
                        )
                    yield _guess(annotated, number, column, key[0], holder, stance)

    def _stance(self, holder: str, key: tuple[str, str], alike: Floats, own: frozenset[int]) -> Stance | None:
        """The stance that the party was judged to take on the option, in the sentences most like this one."""
        counted: dict[Stance, float] = defaultdict(float)
        for row in self._memory.cells.get((holder, *key), ()):
            fact = self._memory.facts[row]
            if fact.right and row not in own:
                counted[fact.stance] += 0.1 + float(alike[row])
        return max(counted, key=lambda stance: (counted[stance], stance.value)) if counted else None


def _leanings(held: Sequence[Guess]) -> dict[int, Stance]:
    """The stance that the reader finds likeliest in each sentence."""
    found: dict[int, list[float]] = {}
    for one in held:
        row = found.setdefault(one.passage, [0.0, 0.0, 0.0])
        found[one.passage] = [max(a, b) for a, b in zip(row, one.stances, strict=True)]
    return {number: STANCES[row.index(max(row))] for number, row in found.items()}


class _Chances:
    """The reader's probabilities, also for candidates it did not make, from those it made nearby."""

    def __init__(self, held: Sequence[Guess]) -> None:
        self._option: dict[tuple[int, int], float] = {}
        self._holder: dict[tuple[int, str], float] = {}
        self._stances: dict[tuple[int, int, str], Sequence[float]] = {}
        self._sentence: dict[int, list[float]] = {}
        for one in held:
            self._option[one.passage, one.column] = one.option_score
            place = one.passage, one.holder
            self._holder[place] = max(self._holder.get(place, 0.0), one.holder_score)
            self._stances[one.passage, one.column, one.holder] = one.stances
            row = self._sentence.get(one.passage, [0.0, 0.0, 0.0])
            self._sentence[one.passage] = [max(a, b) for a, b in zip(row, one.stances, strict=True)]

    def of(self, guess: Guess, named: bool, base: float | None) -> Scores:
        stances = self._stances.get((guess.passage, guess.column, guess.holder)) or self._sentence.get(
            guess.passage, [0.4, 0.2, 0.4]
        )
        unseen = NAMED_HOLDER if named else UNSEEN_HOLDER
        return Scores(
            self._option.get((guess.passage, guess.column), UNSEEN_OPTION),
            self._holder.get((guess.passage, guess.holder), unseen),
            stances[STANCES.index(guess.stance)],
            stances[0] + stances[1] if guess.stance.is_for else stances[2],
            base,
        )


def _guess(annotated: Annotated, number: int, column: int, issue: str, holder: str, stance: Stance) -> Guess:
    """A guess without a chance: the layer gives it one."""
    sentence = annotated.passages[number].sentence
    hits = [hit for hit in annotated.passages[number].hits if hit.issue == issue]
    anchor = max(hits, key=lambda hit: hit.strength).tokens[-1] if hits else sentence.last - 1
    return Guess(
        passage=number,
        column=column,
        issue=issue,
        anchor=anchor,
        holder=holder,
        stance=stance,
        option_score=UNSEEN_OPTION,
        holder_score=UNSEEN_HOLDER,
        stances=(0.4, 0.2, 0.4),
        rival=0.0,
        hints=(),
    )
