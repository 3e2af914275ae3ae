"""Annotated articles to training examples: windows of words with tags and links."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import yaml

from zopa.reading.engines.pairs import landmarks, pair_features
from zopa.reading.engines.pieces import FIRST, LAST, Pieces
from zopa.reading.engines.scheme import (
    AGAIN,
    BEGIN,
    CUE_AT,
    INNER,
    KINDS,
    LAYERS,
    OFFSETS,
    SPEAKER_AT,
    STANCES,
    STANDS,
    layer_of,
    tag,
    windows,
)
from zopa.reading.engines.words import Words, cut
from zopa.sources.text import read_file
from zopa.vocabulary import StatementKind

GROUPS = len(LAYERS) + 2
"""Groups of tags: the layers of quotes, speakers, cues."""
IGNORED = -100


@dataclass(frozen=True)
class Article:
    """One annotated text.

    statements  who says what, as the corpora write it; None where nobody annotated that.
    positions   start, end and class (of STANDS) of the passages that state a position; None likewise.
    """

    name: str
    language: str
    text: str
    statements: list[dict] | None
    positions: list[tuple[int, int, int]] | None = None


@dataclass
class Link:
    """One quote within a window, with what it is to be linked to (words; `words` means nobody)."""

    covered: np.ndarray
    ends: tuple[int, int]
    pairs: np.ndarray
    start: int
    stop: int
    cue: np.ndarray
    stance: int
    firm: int
    conditional: int
    kind: int


@dataclass
class Window:
    """One window as the network sees it."""

    language: str
    pieces: np.ndarray
    features: np.ndarray
    firsts: np.ndarray
    tags: np.ndarray
    stands: np.ndarray
    links: list[Link] = field(default_factory=list)


def articles(path: Path, language: str) -> list[Article]:
    """The articles of a *.jsonl file."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return [Article(row["document"], language, row["text"], row["statements"]) for row in rows]


OWN = Path("training/dossiers")


def first_coded() -> list[Article]:
    """The reports of our own coded dossiers that the reader learns from: those that first.txt names.

    All of them would take `make train` beyond its time; seeing.py learns from the others.
    """
    names = (OWN / "first.txt").read_text(encoding="utf-8").split()
    return [article for name in names for article in coded_reports(OWN / name)]


def coded_reports(folder: Path) -> list[Article]:
    """The reports of a hand-coded dossier with the passages that state a position."""
    dossier = yaml.safe_load((folder / "dossier.yaml").read_text(encoding="utf-8"))
    gold = yaml.load((folder / "gold.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  plain texts
    found = []
    for path in sorted((folder / "reports").iterdir()):
        report = read_file(path)
        passages = []
        for one in gold["positions"]:
            start = report.text.find(one["quote"]) if one["report"] == report.id else -1
            if start >= 0:
                passages.append((start, start + len(one["quote"]), STANDS.index(one["stance"])))
        language = report.language or dossier["languages"][0]
        found.append(Article(f"{folder.name}/{report.id}", language, report.text, None, passages))
    return found


def restyled(article: Article, chance: random.Random) -> Article:
    """The article with other quotation marks of the same length: texts come in every style."""
    pairs = {"de": ["„“", "„“", "„“", "»«", '""', "„”", "«»"], "en": ["“”", "“”", '""', '""', "«»"]}[
        article.language
    ]
    opener, closer = chance.choice(pairs)
    words = cut(article.text)
    letters = list(article.text)
    for start, place in zip(words.starts, words.places, strict=True):
        if article.text[start] in '„“”"»«' and place in (1, 3):
            letters[start] = opener if place == 1 else closer
    return replace(article, text="".join(letters))


def touched(words: Words, spans: Iterable[Sequence[int]]) -> list[list[int]]:
    """The numbers of the words that each span touches."""
    starts, ends = np.array(words.starts), np.array(words.ends)
    return [
        list(range(int(np.searchsorted(ends, s, "right")), int(np.searchsorted(starts, e, "left"))))
        for s, e in spans
    ]


def windows_of(article: Article, pieces: Pieces, moods: dict[str, int]) -> list[Window]:
    """The windows of an article, each with the statements that lie in it."""
    words = cut(article.text)
    ids = pieces.of_all(words.spelled(n) for n in range(len(words)))
    mood = [moods.get(words.word(n).lower(), 0) for n in range(len(words))] if moods else [0] * len(words)
    table = np.array([words.shapes, words.places, words.breaks, mood], dtype=np.int64).T.reshape(-1, 4)
    marks = landmarks(words) if len(words) else np.zeros((2, 0), dtype=np.int64)
    tags = np.full((len(words), GROUPS), IGNORED if article.statements is None else 0, dtype=np.int64)
    stands = np.full(len(words), IGNORED if article.positions is None else 0, dtype=np.int64)
    for start, end, stance in article.positions or ():
        for run in touched(words, [(start, end)]):
            stands[run] = stance
    acts = np.full(len(words), IGNORED if article.statements is None else 0, dtype=np.int64)
    statements = []
    for raw in article.statements or ():
        spans = [s for s in touched(words, raw["quote"]) if s]
        if not spans:
            continue
        kind = StatementKind(raw["type"])
        act = STANCES.index(raw.get("stance", "none"))
        if act:
            acts[[n for s in spans for n in s]] = act
        for number, span in enumerate(spans):
            layer = layer_of(kind)
            tags[span[0], layer] = tag(kind, AGAIN if number else BEGIN)
            tags[span[1:], layer] = tag(kind, INNER)
        speakers = [s for s in touched(words, raw["speaker"]) if s]
        cues = sorted({n for s in touched(words, raw["cue"]) for n in s})
        for span in speakers:
            tags[span[0], len(LAYERS)] = 1
            tags[span[1:], len(LAYERS)] = 2
        tags[cues, len(LAYERS) + 1] = 1
        statements.append((raw, kind, sorted({n for s in spans for n in s}), speakers, cues))
    found = []
    for first, _, _, end in windows([len(i) for i in ids]):
        lengths = [len(ids[n]) for n in range(first, end)]
        of = np.repeat(np.arange(first, end), lengths)
        row = [FIRST, *(i for n in range(first, end) for i in ids[n]), LAST]
        features = np.zeros((len(row), 4), dtype=np.int64)
        features[1:-1] = table[of]
        firsts = 1 + np.cumsum([0, *lengths[:-1]])
        window = Window(
            article.language,
            np.array(row)[:384],
            features[:384],
            firsts,
            tags[first:end],
            np.stack([stands, acts], 1)[first:end],
        )
        for raw, kind, covered, speakers, cues in statements:
            if covered[0] < first or covered[-1] >= end:
                continue
            mask = np.zeros(end - first, dtype=bool)
            mask[np.array(covered) - first] = True
            cue = np.zeros(end - first, dtype=np.float32)
            cue[[c - first for c in cues if first <= c < end]] = 1
            start = stop = end - first
            if speakers:
                start, stop = speakers[0][0] - first, speakers[0][-1] - first
                if not (start >= 0 and stop < end - first):
                    start = stop = IGNORED
            window.links.append(
                Link(
                    mask, (covered[0] - first, covered[-1] - first), pair_features(mask, marks[:, first:end]),
                    start, stop, cue, STANCES.index(raw.get("stance", "none")), int(raw.get("firm", False)),
                    int(raw.get("conditional", False)), KINDS.index(kind),
                )
            )  # fmt: skip
        found.append(window)
    return found


@dataclass
class Batch:
    """Windows side by side, padded to `size` pieces."""

    language: np.ndarray
    pieces: np.ndarray
    features: np.ndarray
    mask: np.ndarray
    firsts: np.ndarray
    tags: np.ndarray
    stands: np.ndarray
    links: list[tuple[int, Link]]


def batch_of(group: Sequence[Window], size: int) -> Batch:
    """Pad windows to one size."""
    most = max(len(w.firsts) for w in group)
    batch = Batch(
        np.array([w.language == "de" for w in group]),
        np.zeros((len(group), size), dtype=np.int64),
        np.zeros((len(group), size, 4), dtype=np.int64),
        np.zeros((len(group), size), dtype=np.int64),
        np.zeros((len(group), most), dtype=np.int64),
        np.full((len(group), most, GROUPS), IGNORED, dtype=np.int64),
        np.full((len(group), most, 2), IGNORED, dtype=np.int64),
        [],
    )
    for row, w in enumerate(group):
        n, m = len(w.pieces), len(w.firsts)
        batch.pieces[row, :n], batch.features[row, :n], batch.mask[row, :n] = w.pieces, w.features, 1
        batch.firsts[row, :m], batch.tags[row, :m] = np.minimum(w.firsts, n - 1), w.tags
        batch.stands[row, :m] = w.stands
        batch.links.extend((row, link) for link in w.links)
    return batch


def batches(pool: list[Window], chance: random.Random, pieces: int = 1536) -> list[Batch]:
    """Shuffled batches of about `pieces` pieces, in two sizes so that few shapes occur."""
    found = []
    for size, low, high in ((192, 0, 192), (384, 192, 384)):
        group = [w for w in pool if low < len(w.pieces) <= high]
        chance.shuffle(group)
        many = pieces // size
        while len(group) % many:
            group.append(chance.choice(group))
        found += [batch_of(group[n : n + many], size) for n in range(0, len(group), many)]
    chance.shuffle(found)
    return found


__all__ = [
    "CUE_AT",
    "OFFSETS",
    "SPEAKER_AT",
    "Article",
    "Batch",
    "Link",
    "Window",
    "articles",
    "batches",
    "windows_of",
]
