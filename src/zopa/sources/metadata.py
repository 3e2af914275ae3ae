"""What a page says about itself: NewsArticle JSON-LD first, then its meta tags, then its face."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from zopa.sources.days import day_in
from zopa.sources.languages import patterns

MAX_JSON = 2_000_000
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|Review|WebPage)\Z")
_SPACE = re.compile(r"\s+")
_AND = re.compile(r"\s*(?:,|;|\||/|\bund\b|\band\b|&)\s*")
_LABEL = re.compile(r"\A[A-ZÄÖÜ][a-zäöü]+:\s+")
_CONTROL = re.compile(r"[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page about itself; empty or None where it says nothing.

    article_body   the text as its JSON-LD gives it.
    free           False where the page says that reading costs.
    """

    title: str = ""
    outlet: str = ""
    author: str = ""
    published: date | None = None
    updated: date | None = None
    language: str = ""
    url: str = ""
    article_body: str = ""
    free: bool = True


def metadata(tree: Any, address: str) -> Metadata:
    """Read what a page says about itself.

    tree     an lxml HTML tree.
    address  where it was found.
    A canonical address counts only on the same site: a page can't pass for another outlet.
    """
    linked = _best(_json_ld(tree))
    meta = _meta_tags(tree)
    outlet = _first(
        _name(linked.get("publisher")),
        meta.get("og:site_name"),
        meta.get("application-name"),
        meta.get("dc.publisher"),
        meta.get("publisher") if " " in meta.get("publisher", "") else "",
        _host(address),
    )
    published = _first_day(
        linked.get("datePublished"),
        meta.get("article:published_time"),
        meta.get("og:published_time"),
        meta.get("datepublished"),
        meta.get("dc.date"),
        meta.get("dc.date.issued"),
        meta.get("dcterms.created"),
        meta.get("parsely-pub-date"),
        meta.get("sailthru.date"),
        meta.get("date"),
        meta.get("pubdate"),
        *_times(tree, "datePublished"),
        linked.get("dateCreated"),
    ) or _first_day(*_times(tree, ""))
    updated = _first_day(
        linked.get("dateModified"),
        meta.get("article:modified_time"),
        meta.get("og:updated_time"),
        meta.get("datemodified"),
        meta.get("last-modified"),
        *_times(tree, "dateModified"),
    )
    title = _first(
        _plain(linked.get("headline")),
        _without_kicker(_heading(tree), meta.get("og:title", "")),
        meta.get("og:title"),
        meta.get("title"),
        _title(tree),
    )
    return Metadata(
        title=_without_outlet(title, outlet),
        outlet=outlet,
        author=_authors(tree, linked, meta, outlet),
        published=published,
        updated=updated if updated and published and updated > published else None,
        language=_first(linked.get("inLanguage"), tree.get("lang"), meta.get("og:locale"))[:2].lower(),
        url=_canonical(tree, meta, address),
        article_body=_paragraphs(linked.get("articleBody")),
        free=str(linked.get("isAccessibleForFree", True)).lower() not in ("false", "0", "no"),
    )


# ------------------------------------------------------------------ JSON-LD


def _json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """The articles that a page's JSON-LD describes; who is only named by @id is looked up in it."""
    documents = list(_documents(tree))
    known = {str(node["@id"]): node for node in _nodes(documents, 0) if "name" in node and "@id" in node}

    def resolved(value: Any) -> Any:
        if isinstance(value, list):
            return [resolved(one) for one in value]
        named = isinstance(value, dict) and "name" not in value
        return known.get(str(value.get("@id")), value) if named else value

    for found in documents:
        for article in _articles(found, 0):
            yield {
                key: resolved(value) if key in ("author", "creator", "publisher") else value
                for key, value in article.items()
            }


def _documents(tree: Any) -> Iterator[Any]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = (script.text or "").strip()
        raw = raw.removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
        if not raw or len(raw) > MAX_JSON:
            continue
        try:
            yield json.loads(raw, strict=False)
        except (ValueError, RecursionError):
            try:
                yield json.loads(re.sub(r",\s*([}\]])", r"\1", _CONTROL.sub(" ", raw)))
            except (ValueError, RecursionError):
                continue


def _nodes(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every item of a JSON-LD document, a few levels deep."""
    if depth > 6:
        return
    if isinstance(node, dict):
        yield node
    for inner in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        yield from _nodes(inner, depth + 1)


def _articles(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(node, list):
        for item in node:
            yield from _articles(item, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in named):
            yield node
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _articles(node.get(key), depth + 1)


def _best(found: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """The article among a page's items: the one that tells most; a WebPage only if nothing else does."""

    def told(item: dict[str, Any]) -> tuple[bool, int]:
        return "WebPage" not in str(item.get("@type")), sum(
            key in item for key in ("headline", "datePublished", "author", "articleBody", "publisher")
        )

    return max(found, key=told, default={})


def _name(node: Any) -> str:
    if isinstance(node, list):
        node = node[0] if node else ""
    return _plain(node.get("name") if isinstance(node, dict) else node)


def _plain(value: Any) -> str:
    """One line of text, entities resolved (also those that were escaped twice)."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if not isinstance(value, str):
        return ""
    text = re.sub(r"<[^>]{0,200}>", "", html.unescape(html.unescape(value)))
    return _SPACE.sub(" ", text.replace("\u00ad", "")).strip()


def _paragraphs(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    text = re.sub(r"<br\s*/?>|</p>", "\n\n", html.unescape(value))
    lines = (_plain(line) for line in re.split(r"\n\s*\n|\r\n\s*\r\n", text))
    return "\n\n".join(line for line in lines if line)


# ------------------------------------------------------------------ tags


def _meta_tags(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        value = _plain(tag.get("content"))
        if key and value:
            found.setdefault(key, value)
    return found


def _times(tree: Any, name: str) -> Iterator[str]:
    """Dates in the page's face: of a property, or the first one in the article."""
    if name:
        for node in tree.xpath("//*[@itemprop=$name]", name=name):
            yield node.get("datetime") or node.get("content") or "".join(node.itertext())
        return
    for node in tree.xpath("(//article//time | //main//time | //header//time | //time)[@datetime]")[:1]:
        yield node.get("datetime")


def _heading(tree: Any) -> str:
    """The page's one heading; several mean a page of teasers or a logo."""
    found = [_SPACE.sub(" ", "".join(node.itertext())).strip() for node in tree.iter("h1")]
    inside = tree.xpath("//article//h1 | //main//h1")
    if len(inside) == 1:
        return _SPACE.sub(" ", "".join(inside[0].itertext())).strip()
    return found[0] if len(found) == 1 else ""


def _without_kicker(heading: str, headline: str) -> str:
    """'Politics: Headline' is 'Headline' where the page's meta tags say so."""
    return headline if headline and heading.endswith(headline) else heading


def _title(tree: Any) -> str:
    node = tree.find(".//title")
    return _plain(node.text) if node is not None else ""


def _without_outlet(title: str, outlet: str) -> str:
    """'Headline | Outlet' and 'Headline - Outlet' are headlines."""
    for mark in (" | ", " - ", " – ", " — ", " :: ", " • "):
        head, found, rest = title.rpartition(mark)
        if found and head and outlet and rest.casefold().strip() in _likely(outlet):
            return _without_outlet(head.strip(), outlet)
    return title


def _likely(outlet: str) -> set[str]:
    name = outlet.casefold()
    return {name, name.removeprefix("www."), name.replace(" ", ""), name.rpartition(".")[0] or name}


def _authors(tree: Any, linked: dict[str, Any], meta: dict[str, str], outlet: str) -> str:
    named = linked.get("author") or linked.get("creator")
    names = [_name(one) for one in (named if isinstance(named, list) else [named])]
    if not any(names):
        names = [meta.get("author") or meta.get("dc.creator") or meta.get("byl") or ""]
    if not any(names):
        bylines = tree.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' author ') or "
            "contains(concat(' ', @class, ' '), ' byline ')]"
        )
        names = [_SPACE.sub(" ", "".join(node.itertext())).strip() for node in bylines[:1]]
    kept: list[str] = []
    for name in names:
        bare = patterns().byline.sub("", name).strip(" ,;:|·")
        parts = [bare] if isinstance(named, list) else _AND.split(bare)
        for part in (_LABEL.sub("", one) for one in parts):
            fit = 0 < len(part) < 80 and "http" not in part and "@" not in part
            if fit and part.casefold() != outlet.casefold() and part not in kept:
                kept.append(part)
    return ", ".join(kept)


def _canonical(tree: Any, meta: dict[str, str], address: str) -> str:
    links = [
        node.get("href")
        for node in tree.iter("link")
        if "canonical" in (node.get("rel") or "").lower().split()
    ]
    for link in (*links, meta.get("og:url")):
        try:
            found = urljoin(address, (link or "").strip())
            if link and found.startswith(("http://", "https://")) and _site(found) == _site(address):
                return str(found)
        except ValueError:
            continue
    if address.startswith(("http://", "https://")):
        return address
    return next((str(link) for link in links if link), "")


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.") if "://" in address else ""


def _site(address: str) -> str:
    """The last two labels of a host, three under a short one such as co.uk."""
    labels = (urlsplit(address).hostname or "").split(".")
    short = len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2
    return ".".join(labels[-3 if short else -2 :])


def _first(*values: Any) -> str:
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _first_day(*values: Any) -> date | None:
    for value in values:
        day = day_in(value) if isinstance(value, str) else None
        if day is not None:
            return day
    return None
