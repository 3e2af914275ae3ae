"""How near a passage comes to an option in meaning, and what it does with it, by the network's insight."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated
from zopa.reading.engines import Understanding
from zopa.reading.insight import Insight
from zopa.reading.text import Sentence
from zopa.vocabulary import Issue, Option

Array = npt.NDArray[np.float32]

OPTIONS = 33
"""Numbers that `Nearness.options` gives."""
STANDS = 26
"""Numbers that `Nearness.stance` gives."""
SAID = 4
"""Numbers that `Nearness.said` gives."""
NAMED, WITH_TERMS, ISSUE = range(3)
"""An option is described in three ways: issue and option by name, with their terms, the issue alone."""
KEEN, STANDING = 7.5, 0.4
"""How much more words count that are near an option, or that belong to a position. As in training."""


class Nearness:
    """The meanings of a dossier's options; everything is 0 where there is no network or no insight.

    engine   turns a short text into a vector; None for none.
    """

    def __init__(self, dossier: Dossier, code: str, engine: Understanding | None) -> None:
        self._rows = np.array(
            [row for row, issue in enumerate(dossier.issues.values()) for _ in issue.options], np.int64
        )
        self._texts = [
            described(issue, option, code) for issue in dossier.issues.values() for option in issue.options
        ]
        self._code, self._engine = code, engine
        self._described: Array | None = None

    def __getstate__(self) -> dict[str, object]:
        """A copy keeps what the network said of the options, not the network."""
        if self._engine is not None:
            self._meanings()
        return {**self.__dict__, "_engine": None}

    @property
    def _blind(self) -> bool:
        return self._engine is None and self._described is None

    def _meanings(self) -> Array:
        """Options x 3 x width; worked out when first needed, as the network takes its time to load."""
        if self._described is None:
            assert self._engine is not None  # noqa: S101  the callers have seen to it
            known: dict[str, Array] = {}
            for texts in self._texts:
                for text in texts:
                    if text not in known:
                        known[text] = self._engine.meaning(text, self._code)
            self._described = np.array([[known[text] for text in texts] for texts in self._texts], np.float32)
        return self._described

    def options(self, annotated: Annotated) -> Array:
        """Features of every option in every sentence (S x O x OPTIONS)."""
        count, width = len(annotated.passages), len(self._rows)
        found = np.zeros((count, width, OPTIONS), np.float32)
        insight = annotated.insight
        if insight is None or self._blind or not count or not width:
            return found
        meaning = insight.meaning.astype(np.float32)
        described = self._meanings()
        near = np.einsum("td,ovd->tov", meaning, described)
        # how much nearer than this report's words are on the whole: raw cosines of one text hardly differ
        near = (near - near.mean(0)) / (near.std(0) + 1e-4)
        stand = 1.0 - insight.stands[:, :, 0]
        pooled = np.zeros((count, width, 3), np.float32)
        clausal = np.zeros((count, width, 3), np.float32)
        for s, passage in enumerate(annotated.passages):
            first, last = _inside(passage.sentence, len(insight))
            here = near[first:last]
            pooled[s] = described @ _unit(meaning[first:last].mean(0))
            clauses = [_unit(meaning[a:b].mean(0)) for a, b in passage.sentence.clauses if b > a]
            clausal[s] = np.einsum("ovd,cd->ovc", described, np.array(clauses, np.float32)).max(2)
            found[s, :, 0:3] = here.max(0)
            found[s, :, 3:6] = np.sort(here, axis=0)[-3:].mean(0)
            weighed = np.maximum(here, 0.0) * stand[first:last, None, :1]
            found[s, :, 6:8] = weighed.max(0)[:, :2]
            where = here[:, :, WITH_TERMS].argmax(0) + first
            found[s, :, 8] = stand[where, 0]
            found[s, :, 9] = stand[where, 1]
            found[s, :, 10] = stand[first:last, 0].max()
            found[s, :, 11] = stand[first:last, 0].mean()
            found[s, :, 12] = stand[first:last, 1].max()
            found[s, :, 13] = stand[first:last, 1].mean()
        for at, table in ((14, pooled), (17, clausal)):
            found[:, :, at : at + 3] = 10.0 * (table - table.mean(0))
        best = clausal[:, :, WITH_TERMS]
        found[:, :, 20] = _over_rivals(found[:, :, 18], np.zeros_like(self._rows))
        found[:, :, 21] = _over_rivals(found[:, :, 18], self._rows)
        found[:, :, 22] = _over_rivals(found[:, :, 17], self._rows)
        found[:, :, 23] = _over_rivals(found[:, :, 4], np.zeros_like(self._rows))
        found[1:, :, 24] = found[:-1, :, 18]
        found[:, :, 25] = best - best.max(1, keepdims=True)
        alike, standing = self._alike(annotated, insight)
        found[:, :, 26], found[:, :, 27] = alike, standing
        found[:, :, 28] = alike - alike.max(1, keepdims=True)
        found[:, :, 29] = alike - alike.mean(0)
        found[:, :, 30] = _over_rivals(alike, self._rows)
        found[:, :, 31] = _over_rivals(alike, np.zeros_like(self._rows))
        found[1:, :, 32] = alike[:-1]
        return found

    def _alike(self, annotated: Annotated, insight: Insight) -> tuple[Array, Array]:
        """How alike each sentence and option are in their nearest words; how surely these state a position.

        Both S x O. What all words of the report and all options of the dossier have in common is taken away.
        """
        meaning = insight.meaning.astype(np.float32)
        words = _units(meaning - meaning.mean(0))
        described = self._meanings()[:, WITH_TERMS]
        near = words @ _units(described - described.mean(0)).T
        outside = np.clip(insight.stands[:, 0, 0], 1e-6, 1 - 1e-6)
        stand = np.log((1 - outside) / outside)[:, None]
        weights = np.exp(KEEN * near + STANDING * stand)
        alike = np.zeros((len(annotated.passages), len(self._rows)), np.float32)
        standing = np.zeros_like(alike)
        for s, passage in enumerate(annotated.passages):
            here = slice(*_inside(passage.sentence, len(insight)))
            share = weights[here] / weights[here].sum(0)
            alike[s] = (share * near[here]).sum(0)
            standing[s] = (share * np.clip(stand[here], -6.0, 6.0)).sum(0)
        return alike, standing

    def stance(self, annotated: Annotated, number: int, anchor: int, column: int) -> list[float]:
        """What the network says the words do: at the anchor, where the option is meant, in the sentence."""
        insight = annotated.insight
        if insight is None or self._blind or not len(insight):
            return [0.0] * STANDS
        sentence = annotated.passages[number].sentence
        first, last = _inside(sentence, len(insight))
        a, b = sentence.clauses[sentence.clause_of(anchor)] if sentence.clauses else (first, last)
        stands = insight.stands
        near = insight.meaning[first:last].astype(np.float32) @ self._meanings()[column, WITH_TERMS]
        meant = stands[first + int(near.argmax())]
        weights = stands[first:last, 0, 1:].sum(1)
        share = (stands[first:last, 0, 1:] * weights[:, None]).sum(0) / max(1e-6, float(weights.sum()))
        rows = [
            stands[anchor, 0, 1:], stands[anchor, 1, 1:],
            stands[a:b, 0, 1:].mean(0), stands[a:b, 1, 1:].mean(0),
            meant[0, 1:], stands[first:last, 0, 1:].max(0), stands[first:last, 1, 1:].max(0), share,
        ]  # fmt: skip
        at_anchor = stands[anchor, 0, 1:]
        return [
            *(float(x) for row in rows for x in row),
            float(at_anchor.max() - np.sort(at_anchor)[-2]),
            float(stands[anchor, 0, 0]),
        ]

    def said(self, annotated: Annotated, anchor: int) -> list[float]:
        """Whether the anchor is somebody's words (direct, indirect, reported), and part of a position."""
        insight = annotated.insight
        if insight is None or not len(insight):
            return [0.0] * SAID
        return [*(float(x) for x in insight.said[anchor]), 1.0 - float(insight.stands[anchor, 0, 0])]


def _inside(sentence: Sentence, size: int) -> tuple[int, int]:
    """The sentence's tokens, at least one."""
    first = min(sentence.first, size - 1)
    return first, max(first + 1, min(sentence.last, size))


def _unit(vector: Array) -> Array:
    unit: Array = vector / max(1e-6, float(np.linalg.norm(vector)))
    return unit


def _units(vectors: Array) -> Array:
    rows: Array = vectors / np.maximum(1e-6, np.linalg.norm(vectors, axis=-1, keepdims=True))
    return rows


def _over_rivals(values: Array, groups: npt.NDArray[np.int64]) -> Array:
    """By how much each option is ahead of the best other one of its group (S x O)."""
    found = np.zeros_like(values)
    for group in np.unique(groups):
        columns = np.flatnonzero(groups == group)
        if len(columns) < 2:
            continue
        part = values[:, columns]
        order = np.sort(part, axis=1)
        best, second = order[:, -1:], order[:, -2:-1]
        found[:, columns] = part - np.where(part >= best, second, best)
    return found


def described(issue: Issue, option: Option, code: str) -> tuple[str, str, str]:
    """The three descriptions of an option in a language; what has no name in it keeps the one it has."""
    of_issue, of_option = _name(issue.names, code), _name(option.names, code)
    more = ", ".join([of_option, *_terms(option.terms, code)])
    return (
        f"{of_issue}: {of_option}",
        f"{of_issue}: {more}",
        ", ".join([of_issue, *_terms(issue.terms, code)]),
    )


def _name(names: dict[str, str], code: str) -> str:
    return names.get(code) or names.get("") or next(iter(names.values()), "")


def _terms(terms: dict[str, tuple[str, ...]], code: str) -> Iterable[str]:
    return [*terms.get(code, ()), *terms.get("", ())]
