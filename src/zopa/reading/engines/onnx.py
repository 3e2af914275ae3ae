"""The trained network under onnxruntime, and how it is found in the package."""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]

from zopa.reading.engines.decode import Decoding
from zopa.reading.engines.pieces import Pieces
from zopa.reading.engines.tagger import LanguageParts, Tagger

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class OnnxNetwork:
    """Runs the three graphs on the processor: reader.onnx (windows to words), seer.onnx (what they say of a
    negotiation), linker.onnx (quotes to speakers).

    threads   of one call; one is best where several reports are read side by side.
    seer      another than the folder's, for measuring.
    """

    def __init__(self, folder: Traversable, threads: int = 1, seer: Traversable | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = (
            False  # windows differ in size: the arena would keep the largest of each
        )
        self._reader = self._session(folder / "reader.onnx", options)
        self._seer_file, self._options = seer or folder / "seer.onnx", options
        self._linker = self._session(folder / "linker.onnx", options)

    @staticmethod
    def _session(file: Traversable, options: onnxruntime.SessionOptions) -> Any:
        return onnxruntime.InferenceSession(file.read_bytes(), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _seer(self) -> Any:
        """Loaded when first needed: statements alone don't need it."""
        return self._session(self._seer_file, self._options)

    def look(self, vectors: Floats, features: Ints, firsts: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """See `tagger.Network.look`."""
        given = {"vectors": vectors[None], "features": features[None], "firsts": firsts[None]}
        hidden, tags, acts, below = self._reader.run(None, given)
        return hidden[0], tags[0], acts[0], below[0]

    def see(self, below: Floats, firsts: Ints) -> tuple[Floats, Floats]:
        """See `tagger.Network.see`."""
        positions, meaning = self._seer.run(None, {"below": below[None], "firsts": firsts[None]})
        return positions[0], meaning[0]

    def link(
        self, hidden: Floats, covered: Floats, ends: Ints, pairs: Ints
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """See `tagger.Network.link`."""
        given = {"hidden": hidden[None], "covered": covered, "ends": ends, "pairs": pairs}
        starts, stops, cues, traits = self._linker.run(None, given)
        return starts, stops, cues, traits


Vectors = tuple[npt.NDArray[np.int8], Floats]
"""Of all languages' pieces, one row each, and the rows' scales: many pieces are used by several languages."""


def piece_vectors(file: Traversable) -> Vectors:
    """The vectors of all pieces, as ship.py writes them."""
    with file.open("rb") as opened, np.load(opened) as arrays:
        return arrays["vectors"], arrays["scales"]


def language_parts(folder: Traversable, shared: Vectors) -> LanguageParts:
    """What the engine knows of a language: pieces.txt, pieces.npz and, where verbs have moods, moods.json.

    shared   vectors of all languages' pieces; pieces.npz says which rows are this language's.
    """
    with (folder / "pieces.npz").open("rb") as file, np.load(file) as arrays:
        rows, scores = arrays["rows"], arrays["scores"]
    vectors, scales = shared[0][rows], shared[1][rows]
    pieces = Pieces((folder / "pieces.txt").read_text(encoding="utf-8").split("\n"), scores.tolist())
    moods = folder / "moods.json"
    table = {}
    if moods.is_file():
        forms = json.loads(moods.read_text(encoding="utf-8"))
        table = {form: int(mood) for mood, listed in forms.items() for form in listed}
    return LanguageParts(pieces, vectors, scales, table)


def _decoding(values: dict[str, Any]) -> Decoding:
    """Thresholds as weights.json writes them: lists for what differs by layer."""
    given: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    return Decoding(**given)


@cache
def shipped() -> Tagger:
    """The engine with the weights of this package, loaded once; a few tenths of a second.

    Raises FileNotFoundError where the package was built without weights.
    """
    room = resources.files("zopa.reading")
    folder = room / "engines" / "weights"
    facts = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    shared = piece_vectors(folder / "pieces.npz")
    parts = {name: language_parts(room / "languages" / name, shared) for name in facts["decoding"]}
    decoding = {name: _decoding(values) for name, values in facts["decoding"].items()}
    return Tagger(OnnxNetwork(folder), parts, decoding)
