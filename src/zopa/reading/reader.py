"""Reads reports of one dossier: statements, and the positions they state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from zopa.dossier import Dossier
from zopa.errors import UnknownName
from zopa.reading.adapting import load_layer
from zopa.reading.candidates import Annotated, Annotator
from zopa.reading.dates import said_on
from zopa.reading.detect import detect_language
from zopa.reading.engines import Understanding
from zopa.reading.engines.press import shipped_reader
from zopa.reading.features import Featurizer
from zopa.reading.growing import WEIGHT, synonyms
from zopa.reading.judged import Fact, Memory
from zopa.reading.language import LANGUAGES, language
from zopa.reading.learning import Learned, Recollection
from zopa.reading.outcome import Reading
from zopa.reading.ranker import Ranker, load_models
from zopa.reading.rules import Coded, Rules
from zopa.reading.telling import Teller, Told, covering, whose
from zopa.reading.wording import Wording
from zopa.vocabulary import AUTHOR, Condition, Quote, Report, StatedPosition, Statement

RULES, LEARNED = "rules-1", "learned-3"
"""Origins: the transparent rules, and the ranker trained on hand-coded dossiers."""
QUOTATIONS = "quotations-3"
"""Origin of statements found by the trained quotation engine."""
ENGINES = (LEARNED, RULES)
STUDIED = 300
"""Reports from which a reader learns a dossier's vocabulary; more add little and cost time."""

_Key = tuple[str, tuple[tuple[str, str | None], ...]]
"""A language, and the parties of the actors whose party changes with time."""


class Reader:
    """Reads many reports of one dossier; names, terms and patterns are compiled once per language.

    engine      'learned-3' or 'rules-1'.
    threshold   least confidence of a position that is kept; None for the engine's own.
    quotations  finds the statements; None for the trained engine of this package, which is loaded when
                the first report is read. The rules find their statements themselves.
    """

    def __init__(
        self,
        dossier: Dossier,
        engine: str = LEARNED,
        threshold: float | None = None,
        quotations: Understanding | None = None,
    ) -> None:
        if engine not in ENGINES:
            raise UnknownName("engine", engine, ENGINES)
        self._dossier, self._engine, self._threshold = dossier, engine, threshold
        self._quotations = quotations
        self.origin = engine if engine == RULES else f"{engine}, {QUOTATIONS}"
        self._annotators: dict[_Key, Annotator] = {}
        self._coders: dict[_Key, Rules | Ranker] = {}
        self._tellers: dict[_Key, Teller] = {}
        self._parts: dict[_Key, tuple[Featurizer, Wording]] = {}
        self._grown: set[tuple[_Key, str, str | None, str]] = set()
        self._memories: dict[str, Memory] = {}
        self._learned: dict[_Key, Learned] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs to read alike; it loads the trained engine itself."""
        return {**self.__dict__, "_tellers": {}}

    def read(self, report: Report) -> Reading:
        """Statements and stated positions of a report.

        Never fails on any text; a report in a language without a folder is read with the nearest one.
        """
        if not report.text.strip():
            return Reading()
        key = self._key(self.language_of(report), report.published)
        annotator = self._annotator(key)
        annotated = annotator.annotate(report.text)
        if self._engine == RULES:
            coded = self._coder(key).code(annotated)
            by_rules = self._statements(report, annotator, annotated)
            positions = [
                self._position(report, annotator, annotated, one, by_rules[one.passage]) for one in coded
            ]
            statements = [one for one in by_rules if one is not None]
        else:
            raw, insight = self._understanding().read(report.text, annotator.language.code)
            annotated = replace(annotated, insight=insight.at_tokens(annotated.document))
            learned = self._learned_coder(key)
            coded = learned.code(report.id, annotated) if learned else self._coder(key).code(annotated)
            told = self._teller(key).told(report, annotated, raw)
            positions = [self._told(report, annotator, annotated, one, told) for one in coded]
            statements = [one.statement for one in told]
        return Reading(tuple(statements), tuple(one for one in positions if one is not None))

    def _teller(self, key: _Key) -> Teller:
        if key not in self._tellers:
            self._tellers[key] = Teller(self._on_the_day(key), language(key[0]), QUOTATIONS)
        return self._tellers[key]

    def _understanding(self) -> Understanding:
        """The engine that finds statements: as given, else this package's, loaded when first needed."""
        return self._quotations or shipped_reader()

    def _told(
        self, report: Report, annotator: Annotator, annotated: Annotated, one: Coded, told: list[Told]
    ) -> StatedPosition | None:
        """A position whose statement, speaker and day are those of the statement that holds it."""
        held = covering(told, one.start, one.end)
        if held is None:
            return self._position(report, annotator, annotated, one, None)
        speaker, name = whose(held, one.start, one.end, one.holder, annotated, annotator.speakers)
        found = self._position(
            report, annotator, annotated, replace(one, speaker=speaker, speaker_name=name), held.statement
        )
        if found is None:
            return None
        return replace(
            found, said_on=held.statement.said_on, said_on_precision=held.statement.said_on_precision
        )

    def study(self, reports: Iterable[Report]) -> None:
        """Learn from a dossier's reports which words keep company with its issues and options, and which
        mean nearly the same as its terms (see growing.py).

        Optional; what is learned holds for this reader only. At most STUDIED reports of a language are used.
        """
        chosen: dict[_Key, list[Annotated]] = {}
        counts: dict[str, int] = {}
        for report in reports:
            code = self.language_of(report)
            if counts.get(code, 0) < STUDIED and report.text.strip():
                counts[code] = counts.get(code, 0) + 1
                key = self._key(code, report.published)
                chosen.setdefault(key, []).append(self._annotator(key).annotate(report.text))
        for key, annotated in chosen.items():
            for one in synonyms(self._dossier, self._annotator(key), annotated):
                if (key, one.issue, one.option, one.word) not in self._grown:
                    self._grown.add((key, one.issue, one.option, one.word))
                    self._annotator(key).terms.add(one.issue, one.option, one.word, WEIGHT)
            coder = self._coder(key)
            if isinstance(coder, Ranker) and annotated:
                coder.study(annotated)

    def learn(self, facts: Sequence[Fact], reports: Iterable[Report]) -> None:
        """Learn from what people judged in this dossier; replaces what was learned before.

        facts    judged positions; none forgets everything.
        reports  the texts they stand in, and others of the dossier: they tell how rare a word is in it.
        The rules learn nothing. Costs a few milliseconds a report.
        """
        self._memories, self._learned = {}, {}
        if not facts or self._engine != LEARNED or load_layer() is None:
            return
        by_language: dict[str, list[Report]] = {}
        wanted = {fact.report for fact in facts}
        for report in reports:
            code = self.language_of(report)
            held = by_language.setdefault(code, [])
            if report.text.strip() and (report.id in wanted or len(held) < STUDIED):
                held.append(report)
        for code, held in by_language.items():
            names = self.annotator(code).names
            memory = Recollection(facts, held, names, language(code)).memory
            if memory.facts:
                self._memories[code] = memory

    def _learned_coder(self, key: _Key) -> Learned | None:
        memory, layer = self._memories.get(key[0]), load_layer()
        if memory is None or layer is None:
            return None
        if key not in self._learned:
            coder = self._coder(key)
            if not isinstance(coder, Ranker):
                return None
            least = max(self._least(), layer.threshold) if self._threshold is None else self._threshold
            self._learned[key] = Learned(coder, *self._parts[key], least, layer, memory)
        return self._learned[key]

    def _least(self) -> float:
        models = load_models()
        return (models.threshold if models else 0.3) if self._threshold is None else self._threshold

    def _coder(self, key: _Key) -> Rules | Ranker:
        if key not in self._coders:
            annotator = self._annotator(key)
            models = load_models() if self._engine == LEARNED else None
            if models is None:
                least = 0.3 if self._threshold is None else self._threshold
                self._coders[key] = Rules(self._dossier, annotator.language, annotator.speakers, least)
            else:
                engine = self._understanding()
                featurizer = Featurizer(self._dossier, annotator, engine)
                wording = Wording(self._dossier, annotator)
                self._parts[key] = featurizer, wording
                self._coders[key] = Ranker(featurizer, models, wording, self._least())
        return self._coders[key]

    def _key(self, code: str, day: date | None) -> _Key:
        """What a report is read with: its language, and who spoke for whom on its day."""
        parties = tuple(
            (name, actor.on(day).party) for name, actor in self._dossier.actors.items() if actor.offices
        )
        return code, parties

    def _annotator(self, key: _Key) -> Annotator:
        if key not in self._annotators:
            self._annotators[key] = Annotator(self._on_the_day(key), language(key[0]))
        return self._annotators[key]

    def _on_the_day(self, key: _Key) -> Dossier:
        """The dossier with every actor in the party of that day."""
        then = dict(key[1])
        if not then:
            return self._dossier
        actors = {
            name: replace(actor, party=then[name]) if name in then else actor
            for name, actor in self._dossier.actors.items()
        }
        return replace(self._dossier, actors=actors)

    def annotator(self, code: str) -> Annotator:
        """The dossier's names, terms and patterns in this language, as of now."""
        return self._annotator(self._key(code, None))

    def language_of(self, report: Report) -> str:
        """The report's own language, else the dossier's only one, else the one its words look like."""
        code = report.language.lower().replace("_", "-").split("-")[0]
        if code in LANGUAGES:
            return code
        known = [one for one in self._dossier.languages if one in LANGUAGES]
        if len(known) == 1 and not code:
            return known[0]
        return detect_language(report.text)

    def _statements(
        self, report: Report, annotator: Annotator, annotated: Annotated
    ) -> list[Statement | None]:
        """One for each sentence that passes words on; None elsewhere."""
        found: list[Statement | None] = []
        text = annotated.document.text
        for passage in annotated.passages:
            voice = passage.voice
            if voice.kind is None or not voice.quote:
                found.append(None)
                continue
            day, precision = said_on(
                annotated.document, passage.sentence, report.published, annotator.language
            )
            found.append(
                Statement(
                    report=report.id,
                    quote=voice.quote,
                    speaker=voice.speaker,
                    kind=voice.kind,
                    origin=RULES,
                    speaker_name=text[slice(*voice.named)] if voice.named else "",
                    speaker_span=voice.named,
                    cue=voice.cue,
                    said_on=day,
                    said_on_precision=precision,
                    confidence=voice.confidence,
                )
            )
        return found

    def _position(
        self,
        report: Report,
        annotator: Annotator,
        annotated: Annotated,
        one: Coded,
        statement: Statement | None,
    ) -> StatedPosition | None:
        if one.holder not in self._dossier.parties:
            return None
        passage = annotated.passages[one.passage]
        day, precision = said_on(annotated.document, passage.sentence, report.published, annotator.language)
        condition = None
        if one.condition is not None:
            condition = Condition(one.condition[0], one.condition[1], one.condition[2])
        return StatedPosition(
            report=report.id,
            quote=Quote.cut(report.text, one.start, one.end),
            speaker=one.speaker,
            holder=one.holder,
            issue=one.issue,
            option=one.option,
            stance=one.stance,
            origin=self._engine,
            firm=one.firm,
            condition=condition,
            speaker_name="" if one.speaker == AUTHOR else one.speaker_name,
            statement=statement.id if statement is not None else None,
            said_on=day,
            said_on_precision=precision,
            confidence=one.confidence,
            further=one.further,
            modality=one.modality,
        )


def read(report: Report, dossier: Dossier) -> Reading:
    """Statements and stated positions of one report; for many reports keep a `Reader`."""
    return Reader(dossier).read(report)
