"""Positions by learned judgement: which options a sentence takes a stand on, whose, and which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from zopa.reading.candidates import Annotated
from zopa.reading.features import Featurizer
from zopa.reading.nearness import OPTIONS
from zopa.reading.rules import Coded, Rules
from zopa.reading.trees import Trees
from zopa.reading.weighing import STANCES, Guess, weigh
from zopa.reading.wording import Wording
from zopa.vocabulary import Stance

Array = npt.NDArray[np.float32]
Model = Callable[[Array], Array]
_WORTH_A_LOOK = 0.05
_SURE_BY_ITSELF = 0.5
"""Chance from which a second holder counts though no conjunction joins him to the first."""
HINTS = (0, 1, 2, 4, 5, 7, 8, 10, 12, 14, 15, 23)
"""Places of the option features that the final weighing sees too: how openly the option is named."""
NEAR_HINTS = (4, 8, 10, 12, 18, 20, 21, 23)
"""Places within the numbers of `Nearness.options` that it sees besides."""

_Opinion = tuple[str, Stance, float]
"""Holder, stance and how sure."""
_Opinions = dict[tuple[int, int], list[_Opinion]]
"""By sentence and option."""


@dataclass(frozen=True)
class Models:
    """The judgements, each from rows of features to probabilities; `final` weighs their results."""

    option: Model
    holder: Model
    stance: Model
    final: Model | None = None
    threshold: float = 0.2


@cache
def load_models() -> Models | None:
    """The shipped models, or None where the weights are missing."""
    path = files("zopa.reading") / "weights" / "positions.npz"
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as data:
        arrays = dict(data)
    option, holder, stance = (Trees.from_arrays(arrays, name) for name in ("option_", "holder_", "stance_"))
    final = Trees.from_arrays(arrays, "final_")
    return Models(option, holder, stance, final, float(arrays["threshold"]))


class Ranker:
    """Applies the models to a report of one dossier."""

    def __init__(self, featurizer: Featurizer, models: Models, wording: Wording, threshold: float) -> None:
        self._featurizer, self._models, self._wording = featurizer, models, wording
        self._threshold = threshold
        annotator = featurizer.annotator
        self._rules = Rules(featurizer.dossier, annotator.language, annotator.speakers)

    def study(self, reports: list[Annotated]) -> None:
        """Learn which words keep company with which issue and option, from all reports of the dossier."""
        self._featurizer.study(reports)

    def code(self, annotated: Annotated) -> list[Coded]:
        """All positions of a report above the threshold, each once."""
        kept = self.chosen(annotated, self.guesses(annotated), self._threshold)
        coded = [
            self._wording.coded(annotated, one.passage, self._featurizer.columns[one.column].issue,
                                self._featurizer.columns[one.column].option, one.anchor, one.holder,
                                one.stance, one.chance)
            for one in kept
        ]  # fmt: skip
        return once(coded)

    def chosen(self, annotated: Annotated, guesses: list[Guess], threshold: float) -> list[Guess]:
        """Guesses above the threshold that can stand together, the surest first.

        In one sentence a party is for at most one of an issue's options and takes one stance on each, and an
        option has several holders only where their names are joined ('X und Y') or each is sure by itself.
        """
        kept: list[Guess] = []
        sides: dict[tuple[int, str, str, bool], Guess] = {}
        stances: set[tuple[int, str, int]] = set()
        holders: dict[tuple[int, int], list[str]] = {}
        for one in sorted(guesses, key=lambda guess: -guess.chance):
            if one.chance < threshold:
                break
            side = (one.passage, one.issue, one.holder, one.stance.is_for)
            rival = sides.get(side)
            if rival is not None and (one.stance.is_for or rival.anchor == one.anchor):
                continue
            if (one.passage, one.holder, one.column) in stances:
                continue
            others = holders.setdefault((one.passage, one.column), [])
            joined = all(self._joined(annotated, one.passage, one.holder, other) for other in others)
            if others and not joined and one.chance < _SURE_BY_ITSELF:
                continue
            others.append(one.holder)
            stances.add((one.passage, one.holder, one.column))
            sides.setdefault(side, one)
            kept.append(one)
        return kept

    def _joined(self, annotated: Annotated, passage: int, one: str, other: str) -> bool:
        """Whether a sentence joins two parties by a conjunction, or names neither."""
        mentions = annotated.passages[passage].mentions
        named = {mention.party for mention in mentions}
        if one not in named and other not in named:
            return True
        joiners = self._featurizer.annotator.language.conjunctions
        for first, second in pairwise(mentions):
            if {first.party, second.party} == {one, other}:
                between = [token.low for token in annotated.document.tokens[first.last : second.first]]
                if len(between) <= 5 and (set(between) & joiners or between == [","]):
                    return True
        return False

    def guesses(self, annotated: Annotated) -> list[Guess]:
        """Every position worth a look, with its probabilities."""
        features, anchors = self._featurizer.options(annotated)
        count, width, size = features.shape
        if not count or not width:
            return []
        scores = self._models.option(features.reshape(-1, size)).reshape(count, width)
        second = self._second_opinion(annotated)
        places = [
            (int(s), int(column), int(anchors[s, column]))
            for s, column in zip(*np.nonzero(scores >= _WORTH_A_LOOK), strict=True)
            if not (annotated.passages[s].voice.question and annotated.passages[s].voice.kind is None)
        ]
        known = {(s, column) for s, column, _ in places}
        places += [(s, column, int(anchors[s, column])) for s, column in second if (s, column) not in known]
        found = self._filled(annotated, places, scores, features, second)
        if self._models.final is None or not found:
            return [replace(one, chance=one.product) for one in found]
        rows = weigh(annotated, found, width, len(self._featurizer.parties))
        return [
            replace(one, chance=float(chance))
            for one, chance in zip(found, self._models.final(rows), strict=True)
        ]

    def _second_opinion(self, annotated: Annotated) -> _Opinions:
        """What the rules make of each sentence and option."""
        found: _Opinions = {}
        for one in self._rules.all(annotated):
            column = self._featurizer.column_of[one.issue, one.option]
            found.setdefault((one.passage, column), []).append((one.holder, one.stance, one.confidence))
        return found

    def _filled(
        self,
        annotated: Annotated,
        places: list[tuple[int, int, int]],
        scores: Array,
        features: Array,
        second: _Opinions,
    ) -> list[Guess]:
        """Holders and stances for these (sentence, option, anchor), all at once."""
        if not places:
            return []
        rows: dict[tuple[int, int], Array] = {}
        for s, _, anchor in places:
            if (s, anchor) not in rows:
                rows[s, anchor] = self._featurizer.holders(annotated, s, anchor)
        keys = list(rows)
        parties = self._featurizer.parties
        judged = self._models.holder(np.concatenate([rows[key] for key in keys]))
        holders = dict(zip(keys, judged.reshape(len(keys), len(parties)), strict=True))
        chosen = [
            (s, column, anchor, number)
            for s, column, anchor in places
            for number in _likely(
                holders[s, anchor], [parties.index(h) for h, _, _ in second.get((s, column), ())]
            )
        ]
        stances = self._models.stance(
            np.array(
                [
                    self._featurizer.stance(annotated, s, column, anchor, parties[n])
                    for s, column, anchor, n in chosen
                ]
            )
        )
        found = []
        for (s, column, anchor, number), row in zip(chosen, stances, strict=True):
            opinions = second.get((s, column), [])
            likely = {STANCES[int(row.argmax())]} | {
                stance for holder, stance, _ in opinions if holder == parties[number]
            }
            for stance in sorted(likely):
                found.append(
                    Guess(
                        passage=s,
                        column=column,
                        issue=self._featurizer.columns[column].issue,
                        anchor=anchor,
                        holder=parties[number],
                        stance=stance,
                        option_score=float(scores[s, column]),
                        holder_score=float(holders[s, anchor][number]),
                        rival=float(
                            max((x for n, x in enumerate(holders[s, anchor]) if n != number), default=0.0)
                        ),
                        stances=(float(row[0]), float(row[1]), float(row[2])),
                        hints=(
                            *(float(features[s, column, place]) for place in HINTS),
                            *(float(features[s, column, place - OPTIONS]) for place in NEAR_HINTS),
                        ),
                        by_rules=_agreement(opinions, parties[number], stance),
                    )
                )
        return found


def _agreement(opinions: list[_Opinion], holder: str, stance: Stance) -> tuple[float, ...]:
    """How sure the rules are of the option, of the holder too, of the side too, of all."""
    rows = [
        (
            sure,
            sure * (h == holder),
            sure * (h == holder and s.is_for == stance.is_for),
            sure * (h == holder and s is stance),
        )
        for h, s, sure in opinions
    ]
    return tuple(max((row[k] for row in rows), default=0.0) for k in range(4))


def _likely(holders: Array, named: list[int]) -> list[int]:
    """The likeliest party, those the rules name, and every other that is more likely than not."""
    best = int(holders.argmax())
    return [n for n in range(len(holders)) if n == best or n in named or holders[n] >= 0.5]


def once(coded: list[Coded]) -> list[Coded]:
    """The same position of the same speaker counts once in a report, at its surest."""
    best: dict[tuple[str, str, str, str, Stance], Coded] = {}
    for one in coded:
        key = (one.speaker, one.holder, one.issue, one.option, one.stance)
        if key not in best or one.confidence > best[key].confidence:
            best[key] = one
    return sorted(best.values(), key=lambda one: (one.start, one.end))
