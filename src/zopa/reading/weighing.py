"""Guesses weighed against each other: what else the sentence and the report say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zopa.reading.candidates import Annotated
from zopa.vocabulary import Stance

Array = npt.NDArray[np.float32]
STANCES = (Stance.SUPPORTS, Stance.ACCEPTS, Stance.REJECTS)
"""In the order of the stance model's classes."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A position with the probabilities it rests on.

    option_score  that the sentence takes a stand on the option; holder_score that it is this party's;
    stances       of supports, accepts, rejects; rival the second-best holder's probability;
    by_rules      how sure the rules are of the option, of option and holder, of these and the side, of all;
    chance        that all of it is right.
    """

    passage: int
    column: int
    issue: str
    anchor: int
    holder: str
    stance: Stance
    option_score: float
    holder_score: float
    rival: float
    stances: tuple[float, float, float]
    hints: tuple[float, ...]
    by_rules: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    chance: float = 0.0

    @property
    def product(self) -> float:
        """The chance that all of it is right if the three judgements were independent."""
        return self.option_score * self.holder_score * self.stances[STANCES.index(self.stance)]


def weigh(annotated: Annotated, guesses: Sequence[Guess], options: int, parties: int) -> Array:
    """Features of each guess in the light of the others in its sentence and report (n x F)."""
    by_sentence: dict[int, list[Guess]] = {}
    by_cell: dict[tuple[str, int], list[Guess]] = {}
    for one in guesses:
        by_sentence.setdefault(one.passage, []).append(one)
        by_cell.setdefault((one.holder, one.column), []).append(one)
    rows = []
    for one in guesses:
        here = [other for other in by_sentence[one.passage] if other.column != one.column]
        issue = [other for other in here if other.issue == one.issue]
        near = [other for other in here if abs(other.anchor - one.anchor) <= 2]
        cell = [other for other in by_cell[one.holder, one.column] if other.passage != one.passage]
        earlier = [other for other in cell if other.passage < one.passage]
        same_stance = [other for other in cell if other.stance.is_for == one.stance.is_for]
        passage = annotated.passages[one.passage]
        rows.append(
            [
                one.product, one.option_score, one.holder_score, max(one.stances), *one.stances, one.rival,
                one.holder_score - one.rival, *one.hints, *one.by_rules,
                one.stances[STANCES.index(one.stance)],
                max((o.product for o in here), default=0.0), max((o.product for o in issue), default=0.0),
                max((o.product for o in near), default=0.0),
                one.product - max((o.product for o in here), default=0.0),
                one.option_score - max((o.option_score for o in issue), default=0.0),
                sum(o.option_score for o in here), len(here), len(issue),
                max((o.product for o in cell), default=0.0), max((o.product for o in earlier), default=0.0),
                max((o.product for o in same_stance), default=0.0),
                passage.voice.kind is None, passage.voice.party == one.holder, passage.voice.framed,
                one.stance is Stance.SUPPORTS, one.stance is Stance.ACCEPTS, one.stance is Stance.REJECTS,
                options, parties, len(annotated.passages), len(passage.sentence.clauses),
                any(cue.kind == "past" for cue in passage.cues),
                any(cue.kind == "hope" for cue in passage.cues),
            ]
        )  # fmt: skip
    return np.array(rows, np.float32).reshape(len(rows), -1)
