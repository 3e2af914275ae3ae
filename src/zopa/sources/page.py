"""A web page becomes a draft: text by trafilatura, by density where that comes back thin."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from zopa.errors import SourceError
from zopa.sources.charset import decoded
from zopa.sources.debris import no_report, own_paragraphs
from zopa.sources.density import dense_paragraphs, lead_paragraph, live_entries
from zopa.sources.draft import Draft
from zopa.sources.extras import needs
from zopa.sources.languages import language_of
from zopa.sources.metadata import Metadata, metadata

THIN = 400
"""Fewer characters than this from the first extractor call for the second."""
LAYOUT_CELL = 300
"""A table with a cell longer than this is no table but the page's layout."""
MAX_PAGE = 8 * 1024 * 1024
MAX_ELEMENTS = 30_000
"""More elements than any report has; some thousand are usual, long live pages have twenty thousand."""
_SPACE = re.compile(r"[^\S\n]+")
_EMPTY_LINE = "\ue000"
"""A character that no page means anything by: Unicode leaves it to private use."""
_HIDDEN = frozenset(("script", "style", "noscript", "template", "head"))


def page_draft(raw: bytes, address: str, *, content_type: str = "", seen_on: date | None = None) -> Draft:
    """One HTML page as a draft.

    raw           the body, decompressed.
    address       where it was found; relative links count from there.
    content_type  the HTTP header; its charset is believed last.
    seen_on       the day it was fetched: a later date of publication is a mistake and not believed.
    Raises        SourceError for paywall stubs, cookie walls, error pages, navigation debris, and
                  what is no HTML at all.
    """
    tree = parsed(raw, address, content_type)
    about = metadata(tree, address)
    title = about.title
    entries = live_entries(tree)
    paragraphs = own_paragraphs(entries or _found(tree, about), title, about.author)
    refusal = no_report(
        paragraphs,
        page_text=" ".join(_visible(tree)),
        title=title,
        free=about.free,
        links=len(tree.xpath("//a[@href]")),
        live=bool(entries),
        source=address,
    )
    if refusal is not None:
        raise refusal
    text = "\n\n".join(paragraphs)
    published = about.published if _possible(about.published, seen_on) else None
    return Draft(
        text=text,
        title=title,
        outlet=about.outlet,
        author=about.author,
        published=published or _guessed_day(tree, about, seen_on),
        updated=about.updated if _possible(about.updated, seen_on) else None,
        language=language_of(text, about.language),
        url=about.url,
        origin=address,
    )


def parsed(raw: bytes, address: str, content_type: str = "") -> Any:
    """An lxml tree of a page. Raises SourceError when it is no HTML or too large."""
    with needs("web", "web pages"):
        from lxml import etree
        from lxml.html import HTMLParser, document_fromstring
    if len(raw) > MAX_PAGE:
        raise SourceError("too-large", f"{len(raw) / 1e6:.0f} MB is no page", source=address)
    text = decoded(raw, content_type).replace("\x00", "")
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        tree = document_fromstring(
            text, parser=HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise SourceError("damaged", f"is no HTML that can be read ({error})", source=address) from error
    if next(islice(tree.iter(), MAX_ELEMENTS, None), None) is not None:
        raise SourceError("too-large", f"more than {MAX_ELEMENTS:,} elements are no report", source=address)
    return tree


def _found(tree: Any, about: Metadata) -> list[str]:
    """The page's paragraphs, by whichever way gives the whole text."""
    found = _first_extractor(tree)
    told = about.article_body.split("\n\n")
    if about.article_body and _letters(found) == _letters(told):
        return told  # the same text, its paragraphs kept
    if sum(map(len, found)) < THIN:
        for other in (dense_paragraphs(tree), told):
            more = sum(map(len, other)) > 1.2 * sum(map(len, found))
            # of a short text the first extractor may make one paragraph
            parted = len(other) > len(found) and _letters(found) in _letters(other)
            if more or parted:
                found = other
    lead = lead_paragraph(tree)
    if lead and found and _letters([lead]) not in _letters(found):
        return [lead, *found]
    return found


def _letters(paragraphs: list[str]) -> str:
    return re.sub(r"\W+", "", "".join(paragraphs)).casefold()


def _first_extractor(tree: Any) -> list[str]:
    from copy import deepcopy

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    own = deepcopy(tree)  # it changes the tree it is given
    _mark_empty_lines(own)
    found = bare_extraction(
        own, with_metadata=False, include_comments=False, include_tables=True, deduplicate=False
    )
    body = getattr(found, "body", None)
    if body is None or any(len("".join(cell.itertext())) > LAYOUT_CELL for cell in body.iter("cell")):
        return []
    return list(_blocks(body))


def _mark_empty_lines(tree: Any) -> None:
    """Two line breaks part paragraphs; the extractor would make one of them."""
    for node in list(tree.iter("br")):
        following = node.getnext()
        if following is not None and following.tag == "br" and not (node.tail or "").strip():
            node.tail = _EMPTY_LINE


def _blocks(body: Any) -> Iterator[str]:
    """Paragraphs of what trafilatura gives: p, head, quote, list/item, table/row/cell, lb."""
    for node in body:
        if node.tag in ("quote", "list", "div") and len(node):
            yield from _lead(node)
            yield from _blocks(node)
        elif node.tag == "table":
            for row in node.iter("row"):
                line = " · ".join(text for cell in row for text in _parts(cell))
                if line:
                    yield line
        elif isinstance(node.tag, str):
            yield from _parts(node)
        if (node.tail or "").strip():
            yield from _tidy(node.tail)


def _lead(node: Any) -> Iterator[str]:
    if (node.text or "").strip():
        yield from _tidy(node.text)


def _parts(node: Any) -> Iterator[str]:
    """The text of one block; an empty line inside (two line breaks) parts it."""
    pieces = [node.text or ""]
    for inner in node.iterdescendants():
        if inner.tag == "lb" or (inner.tag in ("p", "item") and "".join(pieces).strip()):
            pieces.append("\n" if inner.tag == "lb" else "\n\n")
        pieces.append(inner.text or "")
        pieces.append(inner.tail or "")
    yield from _tidy("".join(pieces))


def _tidy(text: str) -> Iterator[str]:
    for part in re.split(rf"\n\s*\n|\s*{_EMPTY_LINE}\s*", text.replace("\u00ad", "").replace("\u200b", "")):
        lines = (_SPACE.sub(" ", line).strip() for line in part.split("\n"))
        whole = "\n".join(line for line in lines if line)
        if whole:
            yield whole


def _visible(tree: Any) -> Iterator[str]:
    for node in tree.iter():
        if isinstance(node.tag, str) and node.tag not in _HIDDEN and node.text and node.text.strip():
            yield node.text.strip()
        if (
            node.tail
            and node.tail.strip()
            and node.getparent() is not None
            and node.getparent().tag not in _HIDDEN
        ):
            yield node.tail.strip()


def _possible(day: date | None, seen_on: date | None) -> bool:
    """Not after the day it was seen (a day's grace for time zones)."""
    return day is not None and (seen_on is None or day <= seen_on + timedelta(days=1))


def _guessed_day(tree: Any, about: Metadata, seen_on: date | None) -> date | None:
    """The day as htmldate finds it in the page's face or address; None where it finds none."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(
            tree,
            url=about.url or None,
            original_date=True,
            extensive_search=False,
            max_date=(seen_on + timedelta(days=1)).isoformat() if seen_on else None,
        )
        return date.fromisoformat(found) if found else None
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None
