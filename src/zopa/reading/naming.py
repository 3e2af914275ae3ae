"""Whom the words name that a statement's speaker stands for: an actor, a party, or one of VOICES."""

from __future__ import annotations

from collections.abc import Callable

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated, Annotator
from zopa.reading.engines import RawStatement
from zopa.reading.language import language
from zopa.vocabulary import ANONYMOUS, AUTHOR, OTHER, Span

_CLOSER = ("actor", "role", "pronoun", "own", "party", "compound", "unnamed", "stranger")
"""Ways of naming somebody, the most telling first: "Minister Ilves" is Ilves, not the ministry."""


def namer(dossier: Dossier, code: str) -> Callable[[str, RawStatement], str]:
    """A function that says who speaks in a statement of a text.

    code     language of the texts.
    Returns  (text, statement) -> actor id, party id, `author` (nobody is named), `anonymous` or
             `other` (somebody the dossier does not know).
    """
    annotator = Annotator(dossier, language(code))
    last: tuple[str, Annotated] | None = None

    def who(text: str, statement: RawStatement) -> str:
        nonlocal last
        if not statement.speaker:
            return AUTHOR
        # Statements come text by text: the last one's names are kept.
        if last is None or last[0] != text:
            last = (text, annotator.annotate(text))
        return _named(annotator, last[1], statement.speaker[0])

    return who


def _named(annotator: Annotator, annotated: Annotated, span: Span) -> str:
    document = annotated.document
    sentence = document.sentence_at(span[0])
    if sentence is None:
        return OTHER
    passage = annotated.passages[sentence.index]
    inside = [
        one
        for one in passage.referents
        if document.tokens[one.first].start < span[1]
        and document.tokens[max(one.first, one.last - 1)].end > span[0]
    ]
    if inside:
        return min(inside, key=lambda one: _CLOSER.index(one.how) if one.how in _CLOSER else len(_CLOSER)).id
    return ANONYMOUS if annotator.speakers.anonymous(document, sentence) else OTHER
