"""Whom the words name that a statement's speaker stands for: an actor, a party, or one of VOICES."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zopa.dossier import Dossier
from zopa.reading.cast import Cast
from zopa.reading.engines import RawStatement
from zopa.reading.language import language
from zopa.reading.names import Names
from zopa.reading.resolving import Resolver, Who
from zopa.reading.text import analyse

Namer = Callable[[str, Sequence[RawStatement]], list[Who]]
"""Says who speaks in each statement of a text, in the order of the text."""


def namer(dossier: Dossier, code: str) -> Namer:
    """A function that says who speaks in the statements of a text.

    code     language of the texts.
    Returns  (text, statements) -> for each an actor, a party, `author` (nobody is named), `anonymous` or
             `other` with the name kept (somebody the dossier does not know).
    """
    spoken = language(code)
    names = Names(dossier, spoken)

    def who(text: str, statements: Sequence[RawStatement]) -> list[Who]:
        document = analyse(text, spoken)
        cast = Cast(document, names.find(document), dossier, spoken)
        resolver = Resolver(document, cast, dossier, spoken)
        return [resolver.speaker(one) for one in statements]

    return who
