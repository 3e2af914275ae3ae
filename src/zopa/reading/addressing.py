"""To whom something is said, where the report names it: 'told reporters', 'sagte sie der Zeitung'."""

from __future__ import annotations

from zopa.reading.engines import RawStatement
from zopa.reading.language import Language
from zopa.reading.text import Document
from zopa.vocabulary import Span

_LONGEST = 7
"""Words of an addressee."""


def addressee(document: Document, statement: RawStatement, language: Language) -> Span | None:
    """The words that name whom a statement is said to, or None.

    Looked for behind the statement's cue: after a preposition for it ('gegenüber', 'to'), or as the object
    of a verb that takes the hearer ('told', 'sagte' with a dative).
    """
    words = language.people
    for start, end in statement.cue:
        first, last = document.tokens_in((start, end))
        if first >= len(document.tokens):
            continue
        sentence = document.sentence_at(start)
        if sentence is None:
            continue
        verb = document.tokens[first].low
        place = last
        while place < min(sentence.last, last + 12):
            token = document.tokens[place]
            span = _inside(statement.speaker, token.start)
            if span is not None:
                place = max(place + 1, document.tokens_in(span)[1])
                continue
            if not token.is_word or _inside(statement.quote, token.start) is not None:
                break
            if token.low in words.addressed and verb in words.tells | words.says_to:
                return _phrase(document, place + 1, sentence.last, statement, language)
            if verb in words.tells and _opens(document, place, language):
                return _phrase(document, place, sentence.last, statement, language)
            if token.low in words.skipped or (token.low in language.pronouns and place == last):
                place += 1
                continue
            break
    return None


def _inside(spans: tuple[Span, ...], offset: int) -> Span | None:
    return next((span for span in spans if span[0] <= offset < span[1]), None)


def _opens(document: Document, place: int, language: Language) -> bool:
    """Whether an object begins here: a dative article, or where there are none a noun phrase of any kind."""
    token, words = document.tokens[place], language.people
    if words.datives:
        bare = token.is_capital and token.low in words.hearers
        return token.low in words.datives or bare
    return token.low in language.determiners or token.is_capital or token.low in words.hearers


def _phrase(
    document: Document, first: int, last: int, statement: RawStatement, language: Language
) -> Span | None:
    """A noun phrase that begins at a token, up to the clause's next word of another kind."""
    tokens, words = document.tokens, language.people
    end = first
    nouns = 0
    while end < min(last, first + _LONGEST):
        token = tokens[end]
        if (
            not token.is_word
            or _inside(statement.quote, token.start)
            or _inside(statement.speaker, token.start)
        ):
            break
        stops = token.low in language.subordinators or token.low in words.skipped
        if stops or (end > first and token.low in language.prepositions and token.low not in words.within):
            break
        if language.compounds and nouns and not token.is_capital and token.low not in words.within:
            break
        if _names_day(token.low, language):
            break
        nouns += token.is_capital or not language.compounds
        end += 1
    while end > first and tokens[end - 1].low in words.within | language.determiners:
        end -= 1
    if end <= first or (language.compounds and not nouns):
        return None
    return tokens[first].start, tokens[end - 1].end


def _names_day(low: str, language: Language) -> bool:
    return low in language.weekdays or low in language.days
