"""Word vectors for German stems, from the running text in ../shared/corpora/german-text (CC0, official).

    python training/vectors_de.py OUT.npz [--words 40000000] [--size 96] [--vocabulary 30000]

Trained on stems (`zopa.reading.languages.de.stem`), so that inflected forms share a vector. Lines under a
share-alike licence (77523-82940, see the corpus's SOURCES.md) are left out. Needs gensim. Minutes on 2 cores.
"""

from __future__ import annotations

import argparse
import lzma
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from zopa.reading.languages.de import stem

SHARED = Path(os.environ.get("ZOPA_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SHARE_ALIKE = range(77523, 82941)
_WORD = re.compile(r"[^\W\d_]+")


class Sentences:
    """Sentences of stems, streamed; iterable more than once from a cached plain file."""

    def __init__(self, path: Path, words: int, cache: Path) -> None:
        self._cache = cache
        if not cache.exists():
            stems: dict[str, str] = {}
            left = words
            with lzma.open(path, "rt", encoding="utf-8") as lines, cache.open("w", encoding="utf-8") as out:
                for number, line in enumerate(lines, 1):
                    if number in SHARE_ALIKE or number % 3 == 0:
                        continue
                    for sentence in re.split(r"(?<=[.!?])\s", line):
                        row = []
                        for word in _WORD.findall(sentence.lower()):
                            found = stems.get(word)
                            if found is None:
                                found = stems[word] = stem(word)
                            row.append(found)
                        left -= len(row)
                        if len(row) > 3:
                            out.write(" ".join(row) + "\n")
                    if left <= 0:
                        break

    def __iter__(self) -> Iterator[list[str]]:
        with self._cache.open(encoding="utf-8") as lines:
            for line in lines:
                yield line.split()


def main() -> None:
    from gensim.models import Word2Vec

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=int, default=40_000_000)
    parser.add_argument("--size", type=int, default=96)
    parser.add_argument("--vocabulary", type=int, default=30_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--cache", type=Path, required=True)
    options = parser.parse_args()
    sentences = Sentences(SHARED / "corpora/german-text/de.txt.xz", options.words, options.cache)
    print("cached", flush=True)
    model = Word2Vec(
        sentences, vector_size=options.size, window=5, min_count=15, max_final_vocab=options.vocabulary,
        sg=1, negative=5, sample=1e-4, epochs=options.epochs, workers=1, seed=1,
    )  # fmt: skip
    words, vectors = model.wv.index_to_key, model.wv.vectors
    counts = np.array([model.wv.get_vecattr(word, "count") for word in words], dtype=np.float64)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    np.savez_compressed(
        options.out,
        words=np.array(words),
        vectors=np.round(unit * 127).astype(np.int8),
        weight=(1e-3 / (1e-3 + counts / counts.sum())).astype(np.float16),
    )
    for word in ("forderung", "ablehn", "zoll", "streik", "grenz"):
        if word in model.wv:
            print(word, model.wv.most_similar(word, topn=8))


if __name__ == "__main__":
    main()
