"""Feeds and sitemaps: lists of addresses, with what they say about each."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from zopa.errors import SourceError
from zopa.sources.days import day_in
from zopa.sources.extras import needs

MAX_LISTED = 50_000
"""A sitemap holds at most 50,000 addresses (sitemaps.org protocol)."""
MAX_UNPACKED = 50 * 1024 * 1024
_XML_HEAD = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One address in a feed or sitemap; title and days as the list has them."""

    url: str
    title: str = ""
    published: date | None = None
    updated: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a feed or sitemap lists. `inner` are further sitemaps."""

    kind: str
    title: str
    items: tuple[Listed, ...]
    inner: tuple[str, ...] = ()


def kind_of(raw: bytes) -> str:
    """'feed', 'sitemap' or '' for anything else, by the first element."""
    head = _XML_HEAD.sub(b"", raw[:4096], count=1)[:300].lower()
    if re.match(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", head):
        return "feed"
    return "sitemap" if re.match(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", head) else ""


def unpacked(raw: bytes, source: str) -> bytes:
    """Gzip undone, within limits (sitemaps often are .xml.gz). Raises SourceError."""
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        machine = zlib.decompressobj(wbits=31)
        content = machine.decompress(raw, MAX_UNPACKED)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise SourceError("damaged", f"is no gzip that can be read ({error})", source=source) from error
    if machine.unconsumed_tail:
        raise SourceError("too-large", f"unpacks to more than {MAX_UNPACKED >> 20} MB", source=source)
    return content


def listing(raw: bytes, address: str) -> Listing:
    """Read a feed (RSS, Atom, RDF) or a sitemap (plain, index, news).

    Returns  its items, newest first where they are dated, without repeats.
    Raises   SourceError when it is neither, or declares entities (no feed needs them; bombs do).
    """
    raw = unpacked(raw, address)
    if b"<!ENTITY" in raw[:65536]:
        raise SourceError("refused", "declares XML entities", source=address)
    kind = kind_of(raw)
    if kind == "feed":
        return _feed(raw, address)
    if kind == "sitemap":
        return _sitemap(raw, address)
    raise SourceError("type", "is neither feed nor sitemap", source=address)


def _feed(raw: bytes, address: str) -> Listing:
    with needs("web", "feeds"):
        import feedparser
    found = feedparser.parse(raw, resolve_relative_uris=False, sanitize_html=False)
    items = []
    for entry in found.entries[:MAX_LISTED]:
        link = entry.get("link") or (entry.get("id") if "://" in str(entry.get("id")) else "")
        # `in`: feedparser answers a question for `updated` with `published` where there is none
        updated = _day(entry["updated_parsed"]) if "updated_parsed" in entry else None
        published = _day(entry.get("published_parsed")) or updated
        if link:
            where = urljoin(address, str(link).strip())
            items.append(Listed(where, _line(entry.get("title")), published, updated))
    if found.get("bozo") and not items:
        raise SourceError("damaged", "is no feed that can be read", source=address)
    return Listing("feed", _line(found.feed.get("title")), _ordered(items))


def _sitemap(raw: bytes, address: str) -> Listing:
    with needs("web", "sitemaps"):
        from lxml import etree
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    root = etree.fromstring(raw, parser)
    if root is None:
        raise SourceError("damaged", "is no sitemap that can be read", source=address)
    items, inner = [], []
    for node in root.iterchildren():
        if not isinstance(node.tag, str):
            continue
        told = {
            etree.QName(child).localname: (child.text or "").strip()
            for child in node.iter()
            if _element(child)
        }
        if not told.get("loc"):
            continue
        where = urljoin(address, told["loc"])
        if etree.QName(node).localname == "sitemap":
            inner.append((told.get("lastmod", ""), where))
        else:
            updated = day_in(told.get("lastmod", ""))
            published = day_in(told.get("publication_date", "")) or updated
            items.append(Listed(where, _line(told.get("title")), published, updated))
        if len(items) >= MAX_LISTED:
            break
    newest = tuple(where for _, where in sorted(inner, reverse=True))
    return Listing("sitemap", "", _ordered(items), newest)


def _day(stamp: Any) -> date | None:
    """A day of feedparser's times; None for none, or for one that no calendar has."""
    try:
        return date(*stamp[:3]) if stamp else None
    except (ValueError, TypeError):
        return None


def _element(node: object) -> bool:
    return isinstance(getattr(node, "tag", None), str)


def _ordered(items: Sequence[Listed]) -> tuple[Listed, ...]:
    single = {item.url: item for item in reversed(items)}
    kept = [single[url] for url in dict.fromkeys(item.url for item in items)]
    return tuple(sorted(kept, key=lambda item: item.published or date.min, reverse=True))


def _line(text: object) -> str:
    return " ".join(str(text or "").split())
