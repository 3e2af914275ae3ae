"""Reads reports of one dossier: statements, and the positions they state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zopa.dossier import Dossier
from zopa.errors import UnknownName
from zopa.reading.candidates import Annotated, Annotator
from zopa.reading.dates import said_on
from zopa.reading.detect import detect_language
from zopa.reading.features import Featurizer
from zopa.reading.language import LANGUAGES, language
from zopa.reading.ranker import Ranker, load_models
from zopa.reading.rules import Coded, Rules
from zopa.reading.wording import Wording
from zopa.vocabulary import AUTHOR, Condition, Quote, Report, StatedPosition, Statement

RULES, LEARNED = "rules-1", "learned-1"
"""Origins: the transparent rules, and the ranker trained on hand-coded dossiers."""
ENGINES = (LEARNED, RULES)
STUDIED = 300
"""Reports from which a reader learns a dossier's vocabulary; more add little and cost time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one report, in the order of the text."""

    statements: tuple[Statement, ...] = ()
    positions: tuple[StatedPosition, ...] = ()


class Reader:
    """Reads many reports of one dossier; names, terms and patterns are compiled once per language.

    engine     'learned-1' or 'rules-1'.
    threshold  least confidence of a position that is kept; None for the engine's own.
    """

    def __init__(self, dossier: Dossier, engine: str = LEARNED, threshold: float | None = None) -> None:
        if engine not in ENGINES:
            raise UnknownName("engine", engine, ENGINES)
        self._dossier, self._engine, self._threshold = dossier, engine, threshold
        self.origin = engine
        self._annotators: dict[str, Annotator] = {}
        self._coders: dict[str, Rules | Ranker] = {}

    def read(self, report: Report) -> Reading:
        """Statements and stated positions of a report.

        Never fails on any text; a report in a language without a folder is read with the nearest one.
        """
        if not report.text.strip():
            return Reading()
        annotator = self.annotator(self.language_of(report))
        annotated = annotator.annotate(report.text)
        statements = self._statements(report, annotator, annotated)
        coded = self._coder(annotator).code(annotated)
        positions = tuple(
            position
            for one in coded
            if (position := self._position(report, annotator, annotated, one, statements)) is not None
        )
        return Reading(tuple(one for one in statements if one is not None), positions)

    def study(self, reports: Iterable[Report]) -> None:
        """Learn from a dossier's reports which words keep company with its issues and options.

        Optional; what is learned holds for this reader only. At most STUDIED reports of a language are used.
        """
        chosen: dict[str, list[Annotated]] = {}
        for report in reports:
            code = self.language_of(report)
            if len(chosen.setdefault(code, [])) < STUDIED and report.text.strip():
                chosen[code].append(self.annotator(code).annotate(report.text))
        for code, annotated in chosen.items():
            coder = self._coder(self.annotator(code))
            if isinstance(coder, Ranker) and annotated:
                coder.study(annotated)

    def _coder(self, annotator: Annotator) -> Rules | Ranker:
        code = annotator.language.code
        if code not in self._coders:
            models = load_models() if self._engine == LEARNED else None
            if models is None:
                self._coders[code] = Rules(
                    self._dossier, annotator.language, annotator.speakers,
                    0.3 if self._threshold is None else self._threshold,
                )  # fmt: skip
            else:
                self._coders[code] = Ranker(
                    Featurizer(self._dossier, annotator), models, Wording(self._dossier, annotator),
                    models.threshold if self._threshold is None else self._threshold,
                )  # fmt: skip
        return self._coders[code]

    def annotator(self, code: str) -> Annotator:
        """The dossier's names, terms and patterns in this language."""
        if code not in self._annotators:
            self._annotators[code] = Annotator(self._dossier, language(code))
        return self._annotators[code]

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
        statements: list[Statement | None],
    ) -> StatedPosition | None:
        if one.holder not in self._dossier.parties:
            return None
        passage = annotated.passages[one.passage]
        day, precision = said_on(annotated.document, passage.sentence, report.published, annotator.language)
        condition = None
        if one.condition is not None:
            condition = Condition(one.condition[0], one.condition[1], one.condition[2])
        statement = statements[one.passage]
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
        )


def read(report: Report, dossier: Dossier) -> Reading:
    """Statements and stated positions of one report; for many reports keep a `Reader`."""
    return Reader(dossier).read(report)
