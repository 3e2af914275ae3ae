"""A brief as Markdown, as HTML and as the text of a mail."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterator
from urllib.parse import quote

from zopa.export.brief import Brief, Item, Passage

WIDTH = 72
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_STYLE = """
body{font:16px/1.5 Georgia,serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
body{color:#1a1a1a;background:#fff}
h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}
ul{padding-left:1.1rem;margin:0}li{margin:.5rem 0}
blockquote{margin:.25rem 0 0;padding-left:.7rem;border-left:3px solid #b8b8b8;color:#333}
cite{font-style:normal;color:#555;font-size:.9em}.closing,.more{color:#555;font-size:.9em}
"""


def markdown(brief: Brief) -> str:
    """The brief as Markdown; words of reports can't become markup."""

    def safe(text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text)

    def lines() -> Iterator[str]:
        yield f"# {safe(brief.title)}\n"
        for line in brief.intro:
            yield f"{safe(line)}\n"
        for section in brief.sections:
            yield f"## {section.heading}\n"
            for item in section.items:
                yield f"- {safe(item.text)}"
                for number, passage in enumerate(item.passages):
                    if number:
                        yield "  >"
                    source = safe(_source(passage))
                    linked = f"[{source}](<{quote(passage.url, safe=_URL)}>)" if passage.url else source
                    yield f"  > {safe(passage.words)}\n  >\n  > — {linked}"
            yield f"\n{safe(section.more)}\n" if section.more else ""
        if brief.changed:
            yield f"---\n\n*{safe(brief.closing)}*"

    return "\n".join(lines()).rstrip() + "\n"


_URL = ":/?&=%#@!$'*+,;~.-_"


def page(brief: Brief) -> str:
    """The brief as one HTML page that loads nothing."""
    e = html.escape

    def item(one: Item) -> str:
        quotes = "".join(
            f"<blockquote>{e(p.words)}<br><cite>— {_linked(p)}</cite></blockquote>" for p in one.passages
        )
        return f"<li>{e(one.text)}{quotes}</li>"

    body = [f"<h1>{e(brief.title)}</h1>", *(f"<p>{e(line)}</p>" for line in brief.intro)]
    for section in brief.sections:
        body.append(f"<h2>{e(section.heading)}</h2><ul>{''.join(map(item, section.items))}</ul>")
        if section.more:
            body.append(f'<p class="more">{e(section.more)}</p>')
    if brief.changed:
        body.append(f'<p class="closing">{e(brief.closing)}</p>')
    return (
        f'<!doctype html>\n<html lang="{brief.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{e(brief.title)}</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def mail(brief: Brief) -> str:
    """The brief as the text of a mail: a subject line, an empty line, lines of at most 72 characters."""

    def folded(text: str, first: str = "", rest: str = "") -> str:
        return textwrap.fill(
            text,
            WIDTH,
            initial_indent=first,
            subsequent_indent=rest or " " * len(first),
            break_long_words=False,
        )

    def lines() -> Iterator[str]:
        yield f"Subject: {brief.title}\n"
        for line in brief.intro:
            yield folded(line) + "\n"
        for section in brief.sections:
            yield f"{section.heading.upper()}\n"
            for item in section.items:
                yield folded(item.text, "* ")
                for passage in item.passages:
                    yield folded(passage.words, "  > ", "  > ")
                    yield folded(f"-- {_source(passage)}", "    ")
                    if passage.url:
                        yield f"    {passage.url}"
                yield ""
            if section.more:
                yield f"  {section.more}\n"
        if brief.changed:
            yield f"--\n{folded(brief.closing)}"

    return "\n".join(lines()).rstrip() + "\n"


FORMS: dict[str, Callable[[Brief], str]] = {"md": markdown, "html": page, "mail": mail}


def _source(passage: Passage) -> str:
    return ", ".join(part for part in (passage.speaker, passage.outlet, passage.day) if part)


def _linked(passage: Passage) -> str:
    source = html.escape(_source(passage))
    return f'<a href="{html.escape(passage.url)}">{source}</a>' if passage.url else source
