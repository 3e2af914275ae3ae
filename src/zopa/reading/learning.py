"""A reader's coder with the judgements of its dossier taken into account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zopa.reading.adapting import Adapter, Layer, Sentence, sentence_of
from zopa.reading.candidates import Annotated, Passage
from zopa.reading.features import Featurizer
from zopa.reading.judged import Fact, Memory, Stems, weights_of
from zopa.reading.language import Language
from zopa.reading.names import Names
from zopa.reading.ranker import Ranker, once
from zopa.reading.rules import Coded
from zopa.reading.text import Document, analyse
from zopa.reading.text import Sentence as TextSentence
from zopa.reading.wording import Wording
from zopa.vocabulary import Report


def stems_of(document: Document, sentence: TextSentence, named: set[int], language: Language) -> Stems:
    """The stems of a sentence's content words, without names and figures. `named` holds tokens of names."""
    tokens = document.tokens[sentence.first : sentence.last]
    return frozenset(
        language.stem(token.low)
        for place, token in enumerate(tokens, sentence.first)
        if token.is_word
        and place not in named
        and not token.text[0].isdigit()
        and token.low not in language.stopwords
    )


def passage_stems(annotated: Annotated, passage: Passage, language: Language) -> Stems:
    """The stems of a passage that was annotated."""
    named = {place for one in passage.mentions for place in range(one.first, one.last)}
    return stems_of(annotated.document, passage.sentence, named, language)


class Recollection:
    """The memory of a dossier in one language, built from facts and the texts they stand in."""

    def __init__(
        self, facts: Iterable[Fact], reports: Iterable[Report], names: Names, language: Language
    ) -> None:
        by_report: dict[str, list[Fact]] = {}
        for fact in facts:
            by_report.setdefault(fact.report, []).append(fact)
        rows: list[tuple[Fact, Stems]] = []
        everything: list[Stems] = []
        for report in reports:
            document = analyse(report.text, language)
            named = {place for one in names.find(document) for place in range(one.first, one.last)}
            stems = [stems_of(document, sentence, named, language) for sentence in document.sentences]
            everything += stems
            for fact in by_report.get(report.id, ()):
                # The sentence that most of the passage stands in.
                shares = [
                    (min(fact.span[1], one.end) - max(fact.span[0], one.start), -number)
                    for number, one in enumerate(document.sentences)
                ]
                share, number = max(shares, default=(0, 0))
                if share > 0:
                    rows.append((fact, stems[-number]))
        self.memory = Memory(rows, weights_of(everything))


class Learned:
    """Codes a report as the ranker does, its guesses weighed anew by the memory."""

    def __init__(
        self,
        ranker: Ranker,
        featurizer: Featurizer,
        wording: Wording,
        threshold: float,
        layer: Layer,
        memory: Memory,
    ) -> None:
        self._ranker, self._featurizer, self._wording = ranker, featurizer, wording
        self._threshold = threshold
        columns = [(column.issue, column.option) for column in featurizer.columns]
        self._adapter = Adapter(layer, memory, columns)

    def code(self, report: str, annotated: Annotated) -> list[Coded]:
        """All positions of a report above the threshold, each once."""
        language = self._featurizer.annotator.language
        sentences: Sequence[Sentence] = [
            sentence_of(passage, passage_stems(annotated, passage, language))
            for passage in annotated.passages
        ]
        guesses = self._adapter.adapted(report, annotated, sentences, self._ranker.guesses(annotated))
        kept = self._ranker.chosen(annotated, guesses, self._threshold)
        columns = self._featurizer.columns
        return once(
            [
                self._wording.coded(
                    annotated, one.passage, columns[one.column].issue, columns[one.column].option,
                    one.anchor, one.holder, one.stance, one.chance,
                )
                for one in kept
            ]
        )  # fmt: skip
