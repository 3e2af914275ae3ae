"""The second extractor: where the first comes back thin, take the element that holds the running text.

Scores containers by how much text stands in their paragraphs outside links (the idea of
Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features", WSDM 2010).
"""

from __future__ import annotations

import re
from typing import Any

_NEVER = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "select",
        "iframe",
        "figure",
        "object",
        "video",
        "audio",
        "canvas",
        "dialog",
        "menu",
    )
)
_BLOCKS = frozenset(
    (
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "dd",
        "dt",
        "td",
        "div",
        "section",
        "article",
        "main",
        "header",
    )
)
_LEAVES = frozenset(
    (
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "dd",
        "dt",
    )
)
_UNWANTED = re.compile(
    r"(?:\b|_)(?:comments?|kommentare?|related|teaser|newsletter|social|share|cookies?|consent|breadcrumbs?|"
    r"advert\w*|anzeige|promo|sidebar|footer|navigation|nav|menu|paywall|recommend\w*|tags?|byline|author|"
    r"key-?events?)"
    r"(?:\b|_)",
    re.IGNORECASE,
)
_BODY = re.compile(r"article-?_?(?:body|text|content)|story-?body|entry-content|post-content", re.IGNORECASE)
_SPACE = re.compile(r"\s+")


def dense_paragraphs(tree: Any) -> list[str]:
    """The paragraphs of the densest container of a page.

    tree     an lxml HTML tree; it is not changed.
    Returns  paragraphs in order; empty where nothing holds running text.
    """
    best, best_score = None, 0.0
    for node in tree.iter("article", "main", "div", "section", "td", "body"):
        if _unwanted(node):
            continue
        score = _score(node)
        if score > best_score:
            best, best_score = node, score
    return _blocks(best) if best is not None else []


_LIVE = re.compile(r"(?:\b|_)(?:live-?(?:blog|ticker)|ticker|live)(?:\b|_)", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:\b|_)(?:lead|intro|teaser-?text|standfirst|subtitle|dek|vorspann|abstract|excerpt)(?:\b|_)",
    re.IGNORECASE,
)


def live_entries(tree: Any) -> list[str]:
    """All entries of a live page, times and headings included; empty where there are no such entries."""
    for node in tree.iter("div", "section", "ol", "ul"):
        if _LIVE.search(_marks(node)) and len(list(node.iter("time"))) > 1:
            whole = next(node.iterancestors("main"), None)
            whole = whole if whole is not None else next(node.iterancestors("article"), node)
            return _blocks(whole)
    return []


def lead_paragraph(tree: Any) -> str:
    """The paragraph between headline and text that pages set apart as lead; empty where there is none."""
    for node in tree.xpath("//article//p | //main//p | //article//div | //main//div"):
        if _LEAD.search(_marks(node)) and not _unwanted(node.getparent()):
            text = _text(node)
            if 40 < len(text) < 800 and text[-1] in '.!?…“”"' and not node.xpath(".//a | .//p | .//div"):
                return text
    return ""


def _score(node: Any) -> float:
    """Letters of its own paragraphs outside links; a container that says it is the body counts double."""
    letters = 0.0
    for child in node:
        if child.tag in _LEAVES:
            letters += _own(child)
        elif child.tag in ("div", "section") and not _unwanted(child):
            letters += 0.6 * sum(_own(leaf) for leaf in child if leaf.tag in _LEAVES)
            letters += 0.6 * _bare(child)
    letters += _bare(node)
    marked = node.tag == "article" or node.get("itemprop") == "articleBody"
    return letters * (2.0 if marked or _BODY.search(_marks(node)) else 1.0)


def _own(leaf: Any) -> float:
    text = _text(leaf)
    linked = sum(len(_text(link)) for link in leaf.iter("a"))
    return 0.0 if not text or linked > 0.5 * len(text) else float(len(text) - linked)


def _bare(node: Any) -> float:
    """Text that stands in a container without any paragraph (agency lists, <br><br>)."""
    parts = [node.text or "", *((child.tail or "") for child in node)]
    return float(sum(len(part.strip()) for part in parts if len(part.strip()) > 40))


def _marks(node: Any) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def _unwanted(node: Any) -> bool:
    if not isinstance(node.tag, str):
        return True
    while node is not None:
        hidden = node.get("hidden") is not None or node.get("aria-hidden") == "true"
        if node.tag in _NEVER or hidden or (node.tag != "body" and _UNWANTED.search(_marks(node))):
            return True
        node = node.getparent()
    return False


def _blocks(node: Any) -> list[str]:
    """Every block below a node as a paragraph; text between blocks is one too."""
    found: list[str] = []
    line: list[str] = []

    def close() -> None:
        text = _SPACE.sub(" ", "".join(line)).strip()
        line.clear()
        if text:
            found.append(text)

    def walk(element: Any) -> None:
        for child in element:
            skip = not isinstance(child.tag, str) or child.tag in _NEVER
            skip = skip or (child.tag in _BLOCKS and bool(_UNWANTED.search(_marks(child))))
            skip = skip or (child.tag == "li" and _within(child))
            if skip:
                pass
            elif child.tag == "br":
                following = child.getnext()
                if following is not None and following.tag == "br" and not (child.tail or "").strip():
                    close()
                else:
                    line.append(" ")
            elif child.tag in _BLOCKS:
                close()
                line.append(child.text or "")
                walk(child)
                close()
            else:
                line.append(child.text or "")
                walk(child)
            line.append(child.tail or "")

    line.append(node.text or "")
    walk(node)
    close()
    return found


def _within(item: Any) -> bool:
    """Whether a list item is nothing but a link to a place on the same page."""
    links = [link for link in item.iter("a") if (link.get("href") or "").startswith("#")]
    linked = sum(len(_text(link)) for link in links)
    return bool(links) and linked > 0.8 * len(_text(item))


def _text(node: Any) -> str:
    return _SPACE.sub(" ", "".join(node.itertext())).strip()
