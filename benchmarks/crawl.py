"""A news crawl of our own making, in the layout of CC-NEWS: archives of gzip records, one page each.

    python -m benchmarks.crawl FOLDER [--pages 50000] [--shards 20] [--seed 1]

Pages have what pages of the press have (navigation, scripts, teasers, comments, 20 to 90 kB of HTML,
two languages); one in a hundred carries most of a report of the example dossier, one in
twenty names one or two of the dossier's people and sides in news of its own, one in a thousand is broken.
The same seed gives the same bytes everywhere.
"""

from __future__ import annotations

import argparse
import random
import re
import struct
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path

from zopa.dossier import load
from zopa.sources import read_folder
from zopa.vocabulary import Report

EXAMPLE = Path(__file__).parents[1] / "examples" / "berlin"
BROKEN = ("no gzip", "torn", "overwritten", "no head", "too long")
"""Ways in which a record is broken: says gzip and is none, ends in the middle, is written over, has lost
its first byte, claims to be longer than it is."""
_SYLLABLES = {
    "de": [
        "ber",
        "gen",
        "der",
        "schul",
        "ver",
        "tag",
        "wal",
        "nord",
        "heim",
        "stein",
        "land",
        "zeit",
        "rat",
        "haus",
        "markt",
        "bau",
        "feld",
        "see",
        "kon",
        "tra",
        "mit",
        "rin",
        "lo",
    ],
    "en": [
        "ton",
        "ing",
        "port",
        "ber",
        "ley",
        "ford",
        "mar",
        "con",
        "ship",
        "ter",
        "pre",
        "ment",
        "der",
        "win",
        "hill",
        "field",
        "com",
        "pro",
        "mill",
        "gate",
        "wood",
        "ran",
        "lo",
    ],
}
_SMALL = {
    "de": [
        "der",
        "die",
        "das",
        "und",
        "in",
        "zu",
        "den",
        "mit",
        "von",
        "für",
        "auf",
        "ist",
        "nicht",
        "ein",
        "eine",
        "als",
        "auch",
        "es",
        "an",
        "werden",
        "aus",
        "er",
        "hat",
        "dass",
        "sie",
        "nach",
    ],
    "en": [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "was",
        "on",
        "are",
        "as",
        "with",
        "his",
        "they",
        "be",
        "at",
        "one",
        "have",
        "this",
        "from",
        "or",
        "had",
        "by",
    ],
}


def _vocabulary(language: str, rng: random.Random) -> list[str]:
    made = {"".join(rng.choices(_SYLLABLES[language], k=rng.randint(2, 4))) for _ in range(6000)}
    return sorted(made)


def _sentence(rng: random.Random, words: list[str], language: str) -> str:
    picked = [
        rng.choice(_SMALL[language]) if rng.random() < 0.42 else rng.choice(words)
        for _ in range(rng.randint(8, 24))
    ]
    return " ".join(picked).capitalize() + "."


def _page(rng: random.Random, words: list[str], language: str, title: str, body: list[str], day: date) -> str:
    def link() -> str:
        named = f"{rng.choice(words)} {rng.choice(words)}"
        return f'<a href="/{rng.choice(words)}/{rng.randint(1, 10**6)}">{named}</a>'

    nav = "".join(f"<li>{link()}</li>" for _ in range(rng.randint(30, 90)))
    script = ";".join(
        f"window.{rng.choice(words)}={rng.randint(0, 10**9)}" for _ in range(rng.randint(100, 700))
    )
    style = "".join(
        f".{rng.choice(words)}{{margin:{rng.randint(0, 40)}px}}" for _ in range(rng.randint(100, 500))
    )
    teasers = "".join(
        f'<div class="teaser"><h3>{link()}</h3><p>{_sentence(rng, words, language)}</p></div>'
        for _ in range(rng.randint(8, 30))
    )
    comments = "".join(
        f'<div class="comment"><p>{_sentence(rng, words, language)}</p></div>'
        for _ in range(rng.randint(0, 20))
    )
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{day}T08:00:00Z">'
        '<meta property="og:site_name" content="Blatt">'
        f"<style>{style}</style><script>{script}</script></head><body><nav><ul>{nav}</ul></nav><main><article>"
        f"<h1>{title}</h1>{text}</article></main><aside>{teasers}</aside>"
        f'<section class="comments">{comments}</section>'
        "<footer>Impressum</footer></body></html>"
    )


def _near(rng: random.Random, names: list[str], body: list[str]) -> list[str]:
    """World news: a page about something else that names one or two of the dossier's people and sides."""
    told = rng.sample(names, k=rng.randint(1, 2))
    return [
        re.sub(r"\w+", lambda _: escape(rng.choice(told)), part, count=1) if rng.random() < 0.4 else part
        for part in body
    ]


def _story(rng: random.Random, report: Report, more: list[str]) -> list[str]:
    """A report as another outlet might print it: some of its paragraphs, with some of its own."""
    parts = [escape(part) for part in report.text.split("\n\n") if part.strip()]
    kept = sorted(rng.sample(range(len(parts)), k=rng.randint(-(-2 * len(parts) // 3), len(parts))))
    return [parts[at] for at in kept] + more[: rng.randint(0, 3)]


def pages(count: int, seed: int) -> Iterator[tuple[str, bytes, str]]:
    """(address, body, kind) of each page; kind is 'plain', 'near', 'relevant' or a kind of BROKEN."""
    rng = random.Random(seed)
    words = {language: _vocabulary(language, rng) for language in _SMALL}
    dossier = load(EXAMPLE)
    relevant = read_folder(dossier.reports_folder).reports
    names = sorted({name for party in dossier.parties.values() for name in party.names.values()})
    names += sorted(actor.name for actor in dossier.actors.values())
    for number in range(count):
        language = rng.choice(("de", "en"))
        day = date(2025, 12, 1) + timedelta(days=rng.randrange(20))
        url = f"https://blatt{number % 97}.example.org/{day:%Y/%m/%d}/{number}.html"
        body = [
            " ".join(_sentence(rng, words[language], language) for _ in range(rng.randint(2, 6)))
            for _ in range(rng.randint(4, 16))
        ]
        title = _sentence(rng, words[language], language)[:70]
        if number % 100 == 50:
            kind = "relevant"
            report = rng.choice(relevant)
            language = report.language
            title, body = escape(report.title), _story(rng, report, body)
        elif number % 1000 == 777:
            kind = BROKEN[number // 1000 % len(BROKEN)]
        elif number % 20 == 3:
            kind = "near"
            body = _near(rng, names, body)
        else:
            kind = "plain"
        yield url, _page(rng, words[language], language, title, body, day).encode(), kind


def record(url: str, body: bytes, kind: str, number: int) -> bytes:
    """A gzip member with one response record, broken in one of the ways of BROKEN where `kind` says so."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    block = head + body
    if kind == "no gzip":
        block = (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n\r\n\x1f\x8b"
            + body[2:4000]
        )
    length = len(block) + (50_000 if kind == "too long" else 0)
    lines = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%032x>\r\n"
        b"WARC-Date: 2025-12-20T00:00:00Z\r\nWARC-Target-URI: %s\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    ) % (number, url.encode(), length)
    if kind == "no head":
        lines = b"\0" + lines[1:]
    machine = zlib.compressobj(6, zlib.DEFLATED, -15)
    raw = lines + block + b"\r\n\r\n"
    packed = machine.compress(raw) + machine.flush()
    member = (
        b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + packed + struct.pack("<II", zlib.crc32(raw), len(raw) & 0xFFFFFFFF)
    )
    if kind == "torn":
        return member[: len(member) // 2]
    if kind == "overwritten":
        return member[: len(member) // 2] + b"\xff" * 40 + member[len(member) // 2 + 40 :]
    return member


def write(folder: Path, count: int, shards: int, seed: int = 1) -> list[Path]:
    """Write a crawl; a folder that holds it already is left as it is. Returns its archives."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"crawl-{count}-{seed}-{shard:03d}.warc.gz" for shard in range(shards)]
    if all(path.is_file() for path in paths):
        return paths
    per_shard = -(-count // shards)
    parts = [path.with_suffix(".part") for path in paths]
    made = pages(count, seed)
    for shard, part in enumerate(parts):
        with part.open("wb") as file:
            for number in range(shard * per_shard, min(count, (shard + 1) * per_shard)):
                file.write(record(*next(made), number))
    for part, path in zip(parts, paths, strict=True):
        part.rename(path)
    return paths


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--shards", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    print(*write(wanted.folder, wanted.pages, wanted.shards, wanted.seed), sep="\n")
