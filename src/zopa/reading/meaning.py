"""What words mean, by vectors: how near a sentence comes to an option, an issue, to wanting or refusing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated, Passage
from zopa.reading.language import Language
from zopa.reading.tone import CLASSES as TONE_CLASSES
from zopa.reading.tone import load_tone
from zopa.reading.vectors import load_vectors

Array = npt.NDArray[np.float32]
TONES = 10 + len(TONE_CLASSES)
"""Numbers that `Meaning.tone` gives."""
_Words = tuple[Array, Array]
"""Vectors of words (n x size) and their weights (n)."""


class Meaning:
    """The words of a dossier's options and issues as vectors; everything is 0 where a language has none."""

    def __init__(self, dossier: Dossier, language: Language, issue_rows: npt.NDArray[np.int64]) -> None:
        self._language, self._issue_rows = language, issue_rows
        self.vectors = load_vectors(language.code)
        self._tone = load_tone(language.code)
        self._prototypes = np.zeros((0, 0), np.float32)
        self._width, self._issues = len(issue_rows), len(dossier.issues)
        self._option_words: list[_Words] = []
        self._issue_words: list[_Words] = []
        if self.vectors is None:
            return
        for issue in dossier.issues.values():
            self._issue_words.append(self._words_of(_written(language.code, issue.terms, issue.names)))
            for option in issue.options:
                self._option_words.append(self._words_of(_written(language.code, option.terms, option.names)))
        self._option_gists = np.array([self._gist(*words) for words in self._option_words], np.float32)
        self._issue_gists = np.array([self._gist(*words) for words in self._issue_words], np.float32)
        centres = [self._gist(*self._words_of(list(words))) for words in language.prototypes.values()]
        self._prototypes = np.array(centres, np.float32)

    def _words_of(self, written: Iterable[str]) -> _Words:
        words = [
            word
            for text in written
            for word in re.findall(r"[^\W\d_][\w-]*", text.lower())
            if word not in self._language.stopwords
        ]
        assert self.vectors is not None  # noqa: S101  only called where there are vectors
        matrix, weights, _ = self.vectors.rows(list(dict.fromkeys(words)))
        return matrix, weights

    def _gist(self, matrix: Array, weights: Array) -> Array:
        """The weighted average of words, as a unit vector."""
        assert self.vectors is not None  # noqa: S101
        if not len(matrix):
            return np.zeros(self.vectors.size, np.float32)
        average: Array = (matrix * weights[:, None]).sum(axis=0)
        length = float(np.linalg.norm(average))
        return average / max(1e-6, length)

    def similarity(
        self, annotated: Annotated, passage: Passage
    ) -> tuple[Array, Array, npt.NDArray[np.int64]]:
        """(options, issues, anchor token per option): how near a sentence's words come to each."""
        options = np.zeros((self._width, 2), np.float32)
        issues = np.zeros((self._issues, 2), np.float32)
        anchors = np.full(self._width, -1, np.int64)
        if self.vectors is None:
            return options, issues, anchors
        stop = self._language.stopwords
        places = [
            place
            for place in range(passage.sentence.first, passage.sentence.last)
            if annotated.document.tokens[place].is_word and annotated.document.tokens[place].low not in stop
        ]
        matrix, _weights, known = self.vectors.rows(
            [annotated.document.tokens[place].low for place in places]
        )
        if not known:
            return options, issues, anchors
        for table, rows in ((self._option_words, options), (self._issue_words, issues)):
            for number, (words, word_weights) in enumerate(table):
                if not len(words):
                    continue
                cosines = words @ matrix.T
                best = cosines.max(axis=1)
                rows[number, 0] = float((best * word_weights).sum() / max(1e-6, word_weights.sum()))
                rows[number, 1] = float(best.max())
                if table is self._option_words:
                    anchors[number] = places[
                        known[int((cosines * word_weights[:, None]).max(axis=0).argmax())]
                    ]
        return options, issues, anchors

    def gists(self, annotated: Annotated) -> Array:
        """Cosines of whole-sentence and best-clause averages with option and issue averages (S x O x 4)."""
        gist = np.zeros((len(annotated.passages), self._width, 5), np.float32)
        if self.vectors is None:
            return gist
        stop = self._language.stopwords
        for s, passage in enumerate(annotated.passages):
            averages = []
            for first, last in passage.sentence.clauses:
                words = [
                    t.low for t in annotated.document.tokens[first:last] if t.is_word and t.low not in stop
                ]
                matrix, weights, known = self.vectors.rows(words)
                if known:
                    averages.append((matrix * weights[:, None]).sum(axis=0))
            if not averages:
                continue
            clauses = np.array(averages)
            clauses /= np.maximum(1e-6, np.linalg.norm(clauses, axis=1, keepdims=True))
            whole = np.sum(averages, axis=0)
            whole /= max(1e-6, float(np.linalg.norm(whole)))
            options, issues = self._option_gists, self._issue_gists[self._issue_rows]
            gist[s, :, 0] = options @ whole
            gist[s, :, 1] = (options @ clauses.T).max(axis=1)
            gist[s, :, 2] = issues @ whole
            gist[s, :, 3] = (issues @ clauses.T).max(axis=1)
            gist[s, :, 4] = gist[s, :, 1] - gist[s, :, 1].max()
        return gist

    def tone(self, annotated: Annotated, passage: Passage, anchor: int | None) -> list[float]:
        """How near the words of a sentence (or of the anchor's clause) come to wanting, refusing, …."""
        if self.vectors is None or not len(self._prototypes):
            return [0.0] * TONES
        first, last = passage.sentence.first, passage.sentence.last
        if anchor is not None:
            first, last = passage.sentence.clauses[passage.sentence.clause_of(anchor)]
        words = [t.low for t in annotated.document.tokens[first:last] if t.is_word]
        words = [word for word in words if word not in self._language.stopwords]
        matrix, _, known = self.vectors.rows(words)
        if not known:
            return [0.0] * TONES
        near = np.sort(matrix @ self._prototypes.T, axis=0)[::-1]
        learned = [0.0] * len(TONE_CLASSES)
        if self._tone is not None:
            learned = self._tone(annotated.document.tokens[first:last], self._language)
        return [*near[0], *near[:3].mean(axis=0), *learned]


def _written(code: str, terms: Mapping[str, tuple[str, ...]], names: Mapping[str, str]) -> list[str]:
    """What a dossier writes about something in one language, or in none in particular."""
    found = []
    for key in (code, ""):
        found += [*terms.get(key, ()), *((names[key],) if key in names else ())]
    return found
