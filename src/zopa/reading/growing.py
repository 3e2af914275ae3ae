"""Terms that an analyst need not write: forms and compounds of written ones, and synonyms in the reports.

forms      words of the reports in which a written term is recognised ("Sicherheitsgarantien" by
           "Garantien"). They are found wherever they occur; this module only lists them.
synonyms   words that mean nearly the same as a term (by word vectors) and that keep its company in the
           dossier's own reports. A reader looks for them as for terms, with less weight.

Every one of them is shown by `zopa check DIR --terms`, and switched off by `not_terms` of its issue or
option; `grow: false` switches all synonyms off.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated, Annotator
from zopa.reading.growth import Growth
from zopa.reading.terms import Terms
from zopa.reading.vectors import Vectors, load_vectors

WEIGHT = 0.5
"""Of a synonym as a term: less than a written one, and less than an option's name."""
LEAST_SEEN, LEAST_REPORTS = 2, 2
"""In how many sentences, and reports, a synonym must keep the company of its term."""
LEAST_SHARE = 0.45
"""Which share of the sentences with a synonym must be about its issue or option."""
LEAST_NEAR = 0.5
"""How near a synonym's vector must be to that of a written word."""
LEAST_TELLING = 0.35
"""How rare, from 0 to 1, a synonym must be in the language: common words keep everybody's company."""
MOST = 6
"""Synonyms of one issue or option."""


@dataclass(frozen=True, slots=True)
class Grown:
    """A word that stands for an issue (option None) or an option without being written in the dossier.

    how     'form' or 'synonym'; `by` the written word it comes from.
    count   how often it occurs in the reports.
    """

    issue: str
    option: str | None
    word: str
    how: str
    by: str
    count: int


def forms(terms: Terms, reports: Sequence[Annotated]) -> list[Grown]:
    """Words of the reports in which a written single word is recognised, though it is not written so."""
    counts: Counter[str] = Counter(
        token.low
        for annotated in reports
        for token in annotated.document.tokens
        if token.is_word and not token.text[0].isdigit()
    )
    written = {word.lower() for word in terms.written()}
    found: dict[tuple[str, str | None, str], Grown] = {}
    for word, count in counts.items():
        if word in written:
            continue
        for issue, option, by in terms.recognised(word):
            source = next((one for one in terms.written(issue, option) if by in terms.stems(one)), by)
            found.setdefault((issue, option, word), Grown(issue, option, word, "form", source, count))
    return list(found.values())


def synonyms(dossier: Dossier, annotator: Annotator, reports: Sequence[Annotated]) -> list[Grown]:
    """Words that keep a term's company and mean nearly the same; none where a language has no vectors."""
    vectors = load_vectors(annotator.language.code)
    if vectors is None or not dossier.grow or not reports:
        return []
    return _Company(dossier, annotator, vectors, reports).found()


class _Company:
    def __init__(
        self, dossier: Dossier, annotator: Annotator, vectors: Vectors, reports: Sequence[Annotated]
    ) -> None:
        self._terms, self._language, self._vectors = annotator.terms, annotator.language, vectors
        self._columns: list[tuple[str, str | None]] = [
            key
            for issue in dossier.issues.values()
            for key in ((issue.id, None), *((issue.id, option.id) for option in issue.options))
        ]
        self._growth = Growth(len(self._columns))
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        self._in: dict[str, set[int]] = defaultdict(set)
        self._capital: Counter[str] = Counter()
        place = {key: number for number, key in enumerate(self._columns)}
        for number, annotated in enumerate(reports):
            self._growth.add(self._rows(number, annotated, place))

    def _rows(
        self, number: int, annotated: Annotated, place: dict[tuple[str, str | None], int]
    ) -> Iterable[tuple[frozenset[str], np.ndarray]]:
        tokens = annotated.document.tokens
        for passage in annotated.passages:
            strengths = np.zeros(len(self._columns), np.float32)
            taken = {t for one in passage.mentions for t in range(one.first, one.last)}
            for hit in passage.hits:
                row = place[hit.issue, hit.option]
                strengths[row] = max(strengths[row], hit.strength)
                taken.update(hit.tokens)
            stems = set()
            for at in range(passage.sentence.first, passage.sentence.last):
                token = tokens[at]
                if at in taken or not token.text[0].isalpha() or token.low in self._language.stopwords:
                    continue
                stem = self._language.stem(token.low)
                stems.add(stem)
                self._words[stem][token.low] += 1
                self._capital[stem] += token.is_capital
                self._in[stem].add(number)
            yield frozenset(stems), strengths

    def found(self) -> list[Grown]:
        made: list[Grown] = []
        for column, (issue, option) in enumerate(self._columns):
            written = [word for word in self._terms.written(issue, option) if len(word) > 3]
            near = self._near(written)
            if near is None:
                continue
            chosen = []
            for stem, share in self._growth.grown(column, LEAST_SEEN):
                if share < LEAST_SHARE or len(stem) < 4 or len(self._in[stem]) < LEAST_REPORTS:
                    continue
                count = sum(self._words[stem].values())
                if self._language.compounds and 2 * self._capital[stem] <= count:
                    continue  # a language that writes compounds as one word writes its nouns with a capital
                word, _ = self._words[stem].most_common(1)[0]
                if self._terms.never(issue, option, word):
                    continue
                if any((issue, option) == key[:2] for key in self._terms.recognised(word)):
                    continue
                by, likeness, telling = near(word)
                if likeness >= LEAST_NEAR and telling >= LEAST_TELLING:
                    chosen.append((likeness, Grown(issue, option, word, "synonym", by, count)))
            chosen.sort(key=lambda pair: (-pair[0], pair[1].word))
            made += [one for _, one in chosen[:MOST]]
        return made

    def _near(self, written: list[str]) -> _Nearest | None:
        matrix, _, places = self._vectors.rows([word.lower() for word in written])
        return _Nearest(matrix, [written[at] for at in places], self._vectors) if places else None


class _Nearest:
    """The written word whose vector is nearest, how near it is, and how much the word asked about tells."""

    def __init__(self, matrix: np.ndarray, words: list[str], vectors: Vectors) -> None:
        self._matrix, self._words, self._vectors = matrix, words, vectors

    def __call__(self, word: str) -> tuple[str, float, float]:
        found = self._vectors.of(word)
        if found is None:
            return "", 0.0, 0.0
        likeness = self._matrix @ found[0]
        best = int(likeness.argmax())
        return self._words[best], float(likeness[best]), found[1]
