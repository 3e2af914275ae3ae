"""Finding a passage again after its text changed, as W3C quote selectors do."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from zopa.vocabulary import Quote, StatedPosition


def reanchor(quote: Quote, text: str) -> Quote | None:
    """Where a quote stands in a text now, or None where that is not certain.

    The exact words must occur. Where they occur more than once, what stands around them decides;
    where that does not single one out, nothing is guessed.
    """
    if text[quote.start : quote.end] == quote.exact and _cut(text, quote.start, quote) == quote:
        return quote
    places = list(_occurrences(quote.exact, text))
    if len(places) > 1:
        both = [at for at in places if _before(text, at, quote) and _after(text, at, quote)]
        places = both or [at for at in places if _before(text, at, quote) or _after(text, at, quote)]
    return _cut(text, places[0], quote) if len(places) == 1 else None


def move(position: StatedPosition, text: str) -> StatedPosition | None:
    """A stated position with its quote where it stands in the text now, or None."""
    quote = reanchor(position.quote, text)
    return dataclasses.replace(position, quote=quote) if quote is not None else None


def _occurrences(exact: str, text: str) -> Iterator[int]:
    at = text.find(exact)
    while at >= 0:
        yield at
        at = text.find(exact, at + 1)


def _cut(text: str, start: int, quote: Quote) -> Quote:
    return Quote.cut(text, start, start + len(quote.exact))


def _before(text: str, at: int, quote: Quote) -> bool:
    return bool(quote.prefix) and text[:at].endswith(quote.prefix)


def _after(text: str, at: int, quote: Quote) -> bool:
    return bool(quote.suffix) and text.startswith(quote.suffix, at + len(quote.exact))
