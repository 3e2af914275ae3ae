"""Which pages are no reports, and which paragraphs of a report are not its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zopa.errors import SourceError
from zopa.sources.languages import patterns

STUB = 1200
"""A page that offers a subscription and gives less text than this, in characters, is a stub."""
SHORT = 800
OPENING = 200
"""An error page says so within so many characters; a report may speak of one further down."""
_PULLED = 4
"""Words that a quote lifted out of the text has at least; shorter ones repeat by chance."""
_STOP = re.compile(r"[.!?]")
_SHORTEST = 30
"""Characters of a sentence at least; shorter ones are headlines, dates and buttons."""
_DATE_LINE = re.compile(
    r"\A(?:[^\W\d_]+[.,]?\s+){0,2}\d{1,2}(?:\.|st|nd|rd|th)?\s*(?:\d{1,2}\.|[^\W\d_]+\.?,?)\s*"
    r"(?:19|20)\d\d(?:\W{1,4}(?:at |um )?\d{1,2}[:.]\d\d(?:\s*(?:uhr|h|am|pm))?)?\W*\Z",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…:“”\"'»)\]]\s*\Z")


def own_paragraphs(found: Sequence[str], title: str = "", author: str = "") -> list[str]:
    """The paragraphs that belong to the report.

    Drops headline, date and byline where they are repeated at the top, advertisement marks and
    "read also" lines and quotes lifted out of the text anywhere, and everything after the report's end: a
    "more on this" heading with the lines below it, disclaimers, newsletter offers. No words of the
    report's own go.
    """
    p = patterns()
    kept = [text for text in found if not (len(text) < 300 and p.inline.search(text))]
    head = [text for text in kept[:4] if not _same(text, title) and not _is_head(text, author)]
    return _cut_tail(_without_pull_quotes(head + kept[4:]))


def _without_pull_quotes(kept: list[str]) -> list[str]:
    """Without lines that only repeat words of a longer paragraph, set apart for the eye."""
    bare = [_bare(text) for text in kept]
    return [
        text
        for at, text in enumerate(kept)
        if len(text) > 200
        or len(text.split()) < _PULLED
        or not any(bare[at] in other and bare[at] != other for other in bare)
    ]


def _is_head(text: str, author: str) -> bool:
    """A line with nothing but the date, or the author's name."""
    if len(text) > 120:
        return False
    return bool(_DATE_LINE.match(text)) or (bool(author) and _same(patterns().byline.sub("", text), author))


def _cut_tail(kept: list[str]) -> list[str]:
    p = patterns()
    while kept:
        last = kept[-1]
        if (len(last) < 600 and p.tail.search(last)) or (len(last) < 60 and p.tail_heading.search(last)):
            kept = kept[:-1]
            continue
        # a heading such as "More on this", and below it lines that end without a full stop
        heading = next(
            (
                at
                for at in range(len(kept) - 1, 0, -1)
                if len(kept[at]) < 60 and p.tail_heading.search(kept[at])
            ),
            None,
        )
        if heading is not None and all(_is_teaser(text) for text in kept[heading + 1 :]):
            kept = kept[:heading]
            continue
        break
    return kept


def _is_teaser(text: str) -> bool:
    p = patterns()
    return bool(p.tail.search(text)) or (len(text) < 160 and not _ENDED.search(text))


def _same(text: str, title: str) -> bool:
    return _bare(text) == _bare(title)


def _bare(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def no_report(
    paragraphs: Sequence[str], *, page_text: str, title: str, free: bool, links: int, live: bool, source: str
) -> SourceError | None:
    """Why a page is no report, or None if it is one.

    paragraphs  the report's own paragraphs.
    page_text   all visible text of the page.
    free        False where the page says that reading costs.
    links       how many links the page holds.
    live        the paragraphs are entries of a live page: times and headings among them are no teasers.
    """
    p = patterns()
    body = " ".join(paragraphs)
    sentences = _has_sentence(body)
    cookie_marks = len(p.cookies.findall(body))
    opening = body[:OPENING] if sentences else f"{body[:OPENING]} {page_text[:400]}"
    if len(body) < SHORT and (p.error.search(title) or p.error.search(opening)):
        return SourceError("error-page", "is an error page", source=source)
    if cookie_marks >= 2 and cookie_marks * 250 > len(body):
        return _cookie_wall(source)
    if len(body) < STUB and (not free or p.paywall.search(body) or _offers(page_text)):
        return SourceError(
            "paywall",
            f"is a paywall stub ({len(body)} characters)",
            source=source,
            remedy="Save the text as a file and add that.",
        )
    if len(body) < SHORT and len(p.cookies.findall(page_text)) >= 3:
        return _cookie_wall(source)
    if not sentences and links > 9:
        return _teasers(source)
    if not sentences:
        return SourceError("empty", "holds no running text", source=source)
    if live:
        return None
    running = sum(len(text) for text in paragraphs if _has_sentence(text))
    if running < 0.5 * len(body) or (len(paragraphs) > 12 and running / len(paragraphs) < 40):
        return _teasers(source)
    return None


def _has_sentence(text: str) -> bool:
    """Whether a text holds a sentence that ends. Split, not searched for: that would take n² steps."""
    return any(len(piece) >= _SHORTEST for piece in _STOP.split(text)[:-1])


def _teasers(source: str) -> SourceError:
    return SourceError("navigation", "is a list of links or teasers, no report", source=source)


def _offers(page_text: str) -> bool:
    """Two different offers to pay: one may be a link in the header of any page."""
    return len({found.casefold() for found in patterns().paywall.findall(page_text)}) >= 2


def _cookie_wall(source: str) -> SourceError:
    return SourceError(
        "cookie-wall", "asks for consent to cookies instead of showing a report", source=source
    )
