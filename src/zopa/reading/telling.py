"""The statements of one dossier's reports, found by an engine: speakers, days and addressees resolved."""

from __future__ import annotations

from dataclasses import dataclass

from zopa.dossier import Dossier
from zopa.reading.addressing import addressee
from zopa.reading.candidates import Annotated
from zopa.reading.cast import Cast
from zopa.reading.dates import REPORT, Day, said_on
from zopa.reading.engines import RawStatement
from zopa.reading.language import Language
from zopa.reading.resolving import Resolver, Who
from zopa.reading.speakers import Speakers
from zopa.reading.text import Document
from zopa.vocabulary import ANONYMOUS, AUTHOR, OTHER, Report, Statement, StatementKind


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with its speaker's party."""

    statement: Statement
    who: Who


class Teller:
    """Says who says what, for one dossier and language.

    origin  under which the statements are kept.
    """

    def __init__(self, dossier: Dossier, language: Language, origin: str) -> None:
        self._dossier, self._language, self.origin = dossier, language, origin

    def told(self, report: Report, annotated: Annotated, found: list[RawStatement]) -> list[Told]:
        """The statements of a report, as an engine found them, with their speakers, days and addressees."""
        document = annotated.document
        mentions = tuple(mention for passage in annotated.passages for mention in passage.mentions)
        resolver = Resolver(
            document, Cast(document, mentions, self._dossier, self._language), self._dossier, self._language
        )
        return [self._told(report, document, one, resolver.speaker(one)) for one in found]

    def _told(self, report: Report, document: Document, one: RawStatement, who: Who) -> Told:
        span = one.speaker[0] if one.speaker else None
        name = who.name or (document.text[slice(*span)] if span and who.id != AUTHOR else "")
        day, precision = self._day(report, document, one)
        statement = Statement(
            report=report.id,
            quote=one.quote,
            speaker=who.id,
            kind=one.kind,
            origin=self.origin,
            speaker_name=" ".join(name.split()),
            speaker_span=span if who.id != AUTHOR else None,
            cue=one.cue,
            addressee=addressee(document, one, self._language),
            stance=one.stance,
            firm=one.firm,
            conditional=one.conditional,
            said_on=day,
            said_on_precision=precision,
            confidence=one.confidence,
        )
        return Told(statement, who)

    def _day(self, report: Report, document: Document, one: RawStatement) -> Day:
        """The day that the sentence of the cue, else of the speaker, else of the quote gives."""
        content = () if one.kind is StatementKind.REPORTED else one.quote
        places = (*one.cue, *one.speaker, *one.quote)
        sentence = document.sentence_at(places[0][0])
        if sentence is None:
            return report.published, REPORT
        return said_on(document, sentence, report.published, self._language, content)


def whose(
    held: Told, start: int, end: int, holder: str, annotated: Annotated, speakers: Speakers
) -> tuple[str, str]:
    """(speaker, his name as written) of a position over these characters that stands in a statement.

    Where several are named together it is the one of the holder's party; where a report of deeds ("Norland
    wants …, Sudland refuses …") names the holder as a subject near the position, he.
    """
    who, document = held.who, annotated.document
    if who.party == holder or who.id in (ANONYMOUS, OTHER):
        return who.id, held.statement.speaker_name
    span = held.statement.speaker_span
    if span is not None:
        for mention in (one for passage in annotated.passages for one in passage.mentions):
            at = document.tokens[mention.first].start
            if span[0] <= at < span[1] and mention.party == holder and mention.kind != "adjective":
                return mention.id, document.text[at : document.tokens[mention.last - 1].end]
    sentence = document.sentence_at(start)
    if held.statement.kind is not StatementKind.REPORTED or sentence is None:
        return who.id, held.statement.speaker_name
    for one in annotated.passages[sentence.index].referents:
        at = document.tokens[one.first].start
        free = not speakers.governed(document, one.first, sentence.first)
        if one.party == holder and free and start - 30 <= at < end:
            return one.id, document.text[at : document.tokens[one.last - 1].end]
    return who.id, held.statement.speaker_name


def covering(told: list[Told], start: int, end: int) -> Told | None:
    """The statement that holds most of these characters; of equals the shortest, as the innermost."""
    best: tuple[float, Told] | None = None
    for one in told:
        shared = sum(max(0, min(end, b) - max(start, a)) for a, b in one.statement.quote)
        if shared <= 0:
            continue
        size = sum(b - a for a, b in one.statement.quote)
        score = shared / (end - start) - 0.0001 * size
        if best is None or score > best[0]:
            best = (score, one)
    return best[1] if best else None
