"""What people judged in a dossier, remembered by passage: the memory that later readings draw on.

A fact is one judged position: right (accepted, corrected to, or added by hand) or wrong (rejected, or
corrected to something else). The memory is made anew from the ledger's judgements at every reading: undoing
a judgement undoes what was learned from it, and nothing is forgotten that still stands.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zopa.vocabulary import Span, Stance, content_id

Stems = frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A judged position. `span` is its passage's place in the report; `right` what was decided."""

    report: str
    span: Span
    holder: str
    issue: str
    option: str
    stance: Stance
    right: bool

    @property
    def id(self) -> str:
        """Content id."""
        return content_id(
            "fact", self.report, self.span, self.holder, self.issue, self.option, self.stance, self.right
        )


def facts_id(facts: Iterable[Fact]) -> str:
    """Content id of all facts, whatever their order: a reading depends on them."""
    return content_id("facts", sorted(one.id for one in facts))


Rows = list[int]
Floats = npt.NDArray[np.float32]


class Memory:
    """The facts of a dossier, by option, by party and option, and by how alike their sentences are.

    facts    with the stems of the sentence that each stands in.
    weight   how much a stem tells, any positive number; rare ones should tell more. 1 where it is not given.
    right, wrong  rows of facts by (issue, option); cells by (holder, issue, option).
    """

    def __init__(
        self, facts: Sequence[tuple[Fact, Stems]], weight: Mapping[str, float] | None = None
    ) -> None:
        self._weight = weight or {}
        self.facts = tuple(fact for fact, _ in facts)
        self.stems = tuple(stems for _, stems in facts)
        self.right: dict[tuple[str, str], Rows] = defaultdict(list)
        self.wrong: dict[tuple[str, str], Rows] = defaultdict(list)
        self.cells: dict[tuple[str, str, str], Rows] = defaultdict(list)
        self.holders: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.reports: dict[str, Rows] = defaultdict(list)
        for row, fact in enumerate(self.facts):
            key = fact.issue, fact.option
            (self.right if fact.right else self.wrong)[key].append(row)
            self.cells[fact.holder, *key].append(row)
            self.holders[fact.holder][0 if fact.right else 1] += 1
            self.reports[fact.report].append(row)
        self.accepted = sum(fact.right for fact in self.facts)
        self.rejected = len(self.facts) - self.accepted
        names = sorted({stem for stems in self.stems for stem in stems})
        self._column = {stem: column for column, stem in enumerate(names)}
        self._matrix = np.zeros((len(self.facts), len(names)), np.float32)
        for row, stems in enumerate(self.stems):
            for stem in stems:
                self._matrix[row, self._column[stem]] = self._of(stem) / self._length(stems)

    def alike(self, stems: Stems) -> Floats:
        """How alike a sentence is to that of each fact, 0 to 1: the cosine of their weighted stems."""
        known = sorted(stem for stem in stems if stem in self._column)
        if not known:
            return np.zeros(len(self.facts), np.float32)
        columns = [self._column[stem] for stem in known]
        own = np.array([self._of(stem) for stem in known], np.float32) / self._length(stems)
        likeness: Floats = self._matrix[:, columns] @ own
        return likeness

    def _of(self, stem: str) -> float:
        return self._weight.get(stem, 1.0)

    def _length(self, stems: Stems) -> float:
        return math.sqrt(sum(self._of(stem) ** 2 for stem in stems)) or 1.0

    def of_sentence(self, report: str, span: Span) -> frozenset[int]:
        """The facts that stand in a sentence."""
        return frozenset(
            row
            for row in self.reports.get(report, ())
            if self.facts[row].span[0] < span[1] and span[0] < self.facts[row].span[1]
        )


def weights_of(sentences: Iterable[Stems]) -> dict[str, float]:
    """How much each stem tells: log(1 + sentences / sentences with it)."""
    seen: dict[str, int] = defaultdict(int)
    count = 0
    for stems in sentences:
        count += 1
        for stem in stems:
            seen[stem] += 1
    return {stem: math.log(1 + count / number) for stem, number in seen.items()}
