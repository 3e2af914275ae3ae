"""A brief as Markdown, as HTML and as the text of a mail."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterator
from email.header import Header
from urllib.parse import quote

from zopa.export.brief_parts import Brief, Item, Passage
from zopa.export.brief_words import Words

WIDTH = 72
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_STYLE = """
body{font:16px/1.45 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
body{color:#1a1a1a;background:#fff}
h1{font-size:1.4rem;line-height:1.25}h2{font-size:1.05rem;margin:1.3rem 0 .3rem}
p{margin:.5rem 0}ul{padding-left:1.1rem;margin:0}li{margin:.45rem 0}
blockquote{margin:.2rem 0 0;padding-left:.7rem;border-left:3px solid #b8b8b8;color:#333}
cite{font-style:normal;color:#555;font-size:.9em}a{color:#1a4e8a}
.closing,.more{color:#555;font-size:.9em}
@media print{@page{margin:14mm}
body{font-size:9.5pt;line-height:1.32;margin:0;padding:0;max-width:none}
h1{margin:0 0 .4rem}h2{margin:.6rem 0 .15rem}p{margin:.25rem 0}li{margin:.2rem 0;break-inside:avoid}
a{color:inherit;text-decoration:none}}
"""


def markdown(brief: Brief) -> str:
    """The brief as Markdown; words of reports can't become markup."""
    words = Words(brief.language)

    def safe(text: str) -> str:
        return _MARKDOWN.sub(r"\\\1", text)

    def lines() -> Iterator[str]:
        yield f"# {safe(brief.title)}\n"
        for line in brief.intro:
            yield f"{safe(line)}\n"
        for section in brief.sections:
            yield f"## {section.heading}\n"
            for item in section.items:
                yield f"- **{safe(item.lead)}**: {safe(item.text)}" if item.lead else f"- {safe(item.text)}"
                for number, passage in enumerate(item.passages):
                    if number:
                        yield "  >"
                    source = safe(_source(passage, words))
                    linked = f"[{source}](<{quote(passage.url, safe=_URL)}>)" if passage.url else source
                    yield f"  > {safe(_told(passage, words))} — {linked}"
            yield f"\n{safe(section.more)}\n" if section.more else ""
        if brief.changed:
            yield f"---\n\n*{safe(brief.closing)}*"

    return "\n".join(lines()).rstrip() + "\n"


_URL = ":/?&=%#@!$'*+,;~.-_"


def page(brief: Brief) -> str:
    """The brief as one HTML page that loads nothing; printed, it is one sheet."""
    e = html.escape
    words = Words(brief.language)

    def cited(passage: Passage) -> str:
        source = e(_source(passage, words))
        return f'<a href="{e(passage.url)}">{source}</a>' if passage.url else source

    def item(one: Item) -> str:
        quotes = "".join(
            f"<blockquote>{e(_told(p, words))} <cite>— {cited(p)}</cite></blockquote>" for p in one.passages
        )
        lead = f"<strong>{e(one.lead)}</strong>: " if one.lead else ""
        return f"<li>{lead}{e(one.text)}{quotes}</li>"

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
    """The brief as a mail: subject and encoding, an empty line, lines of at most 72 characters.

    Addresses stand at the end, each once; a passage names its own by number. Only the addressee is
    missing (`sendmail ADDRESS` takes it as it is), so a subject beyond ASCII is written as RFC 2047 asks.
    """
    words = Words(brief.language)
    every = [p for section in brief.sections for item in section.items for p in item.passages]
    numbers = {url: at for at, url in enumerate(dict.fromkeys(p.url for p in every if p.url), start=1)}

    def folded(text: str, first: str = "", rest: str = "") -> str:
        return textwrap.fill(
            text,
            WIDTH,
            initial_indent=first,
            subsequent_indent=rest or " " * len(first),
            break_long_words=False,
            break_on_hyphens=False,
        )

    def lines() -> Iterator[str]:
        yield f"Subject: {Header(brief.title, None if brief.title.isascii() else 'utf-8').encode()}"
        yield "MIME-Version: 1.0"
        yield "Content-Type: text/plain; charset=utf-8"
        yield "Content-Transfer-Encoding: 8bit\n"
        for line in brief.intro:
            yield folded(line) + "\n"
        for section in brief.sections:
            yield section.heading.upper()
            for item in section.items:
                yield folded(f"{item.lead}: {item.text}" if item.lead else item.text, "* ")
                for passage in item.passages:
                    mark = f" [{numbers[passage.url]}]" if passage.url else ""
                    yield folded(
                        f"{_told(passage, words)} -- {_source(passage, words)}{mark}", "  > ", "  > "
                    )
            yield folded(section.more, "  ") + "\n" if section.more else ""
        if numbers:
            yield "\n".join(f"[{at}] {url}" for url, at in numbers.items()) + "\n"
        if brief.changed:
            yield f"--\n{folded(brief.closing)}"

    return "\n".join(lines()).rstrip() + "\n"


FORMS: dict[str, Callable[[Brief], str]] = {"md": markdown, "html": page, "mail": mail}


def _told(passage: Passage, words: Words) -> str:
    return f"({words('above')})" if passage.above else passage.words


def _source(passage: Passage, words: Words) -> str:
    """'Otto Brandt, The Quay, 12 Mar 2031, also in 2 more outlets'."""
    copied = words.count(passage.outlets - 1, "also_in") if passage.outlets > 1 else ""
    return ", ".join(part for part in (passage.speaker, passage.outlet, passage.day, copied) if part)
