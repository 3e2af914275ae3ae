"""Writes trained weights into the package: ONNX graphs in 8 bits, piece vectors, vocabularies, thresholds."""

from __future__ import annotations

import argparse
import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder import WIDTH
from training.features import mood_table
from training.network import Reader
from training.train import parts_of
from zopa.reading.engines.scheme import STANDS

VERSION = 3
UPPER = 2
"""Layers that `seeing.py` trains anew on what lies below them."""


class Look(nn.Module):
    """The first part: a window of pieces in; words, tags and the lower layers' view of the pieces out."""

    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(self, vectors: Tensor, features: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        """See `zopa.reading.engines.tagger.Network`."""
        seen, below = self.model.encoder.both(vectors, features, UPPER)
        hidden, tags = self.model.words(seen, firsts)
        return hidden, tags, self.model.stands(hidden)[..., len(STANDS) :], below


def export(
    model: nn.Module, given: tuple[Tensor, ...], path: Path, names: list[str], axes: dict, outputs: list[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            given,
            str(path),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            dynamo=False,
            opset_version=17,
        )


def rounded(source: Path, target: Path) -> None:
    """Dynamic 8-bit products, one scale per column.

    Weights use seven of the eight bits: processors without VNNI add pairs of products in 16 bits and would
    cut off larger sums, so that scores would depend on the machine.
    """
    quantize_dynamic(
        str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        op_types_to_quantize=["MatMul"], extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


class Pool:
    """Vectors of pieces, each kept once, whatever the number of languages that use it."""

    def __init__(self) -> None:
        self.found: dict[tuple[bytes, float], int] = {}

    def rows(self, vectors: np.ndarray, scales: np.ndarray) -> np.ndarray:
        """The rows of these vectors (8 bits, one scale each) in the pool."""
        keys = [(row.tobytes(), float(scale)) for row, scale in zip(vectors, scales, strict=True)]
        return np.array([self.found.setdefault(key, len(self.found)) for key in keys], np.int32)

    def write(self, path: Path) -> None:
        """All vectors and their scales into one file."""
        vectors = np.array([np.frombuffer(row, np.int8) for row, _ in self.found])
        scales = np.array([scale for _, scale in self.found], np.float32)
        np.savez_compressed(path, vectors=vectors, scales=scales)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--trained", type=Path, required=True, help="folder with reader.pt")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--package", type=Path, default=Path("src/zopa/reading"))
    parser.add_argument(
        "--keep-float", action="store_true", help="32-bit weights, to see what rounding costs"
    )
    args = parser.parse_args()
    moods = mood_table(args.shared / "lexicons/german-verbs.json")
    encoder, parts = parts_of(args.start, moods)
    model = Reader(encoder)
    model.load_state_dict(torch.load(args.trained / "reader.pt"), strict=False)
    model.eval()
    weights = args.package / "engines/weights"
    weights.mkdir(parents=True, exist_ok=True)
    whole = args.trained / "whole"
    whole.mkdir(exist_ok=True)
    t, w, q = 40, 30, 3
    features = torch.zeros(1, t, 4, dtype=torch.int64)
    export(
        Look(model), (torch.randn(1, t, WIDTH), features, torch.arange(w)[None]), whole / "reader.onnx",
        ["vectors", "features", "firsts"],
        {"vectors": {1: "t"}, "features": {1: "t"}, "firsts": {1: "w"}},
        ["hidden", "tags", "acts", "below"],
    )  # fmt: skip
    covered = torch.zeros(q, w)
    covered[:, 3:6] = 1
    export(
        model.linker,
        (torch.randn(1, w, WIDTH), covered, torch.tensor([[3, 5]] * q), torch.zeros(q, w, 3).long()),
        whole / "linker.onnx", ["hidden", "covered", "ends", "pairs"],
        {"hidden": {1: "w"}, "covered": {0: "q", 1: "w"}, "ends": {0: "q"}, "pairs": {0: "q", 1: "w"}},
        ["starts", "stops", "cues", "traits"],
    )  # fmt: skip
    for name in ("reader.onnx", "linker.onnx"):
        if args.keep_float:
            (weights / name).write_bytes((whole / name).read_bytes())
        else:
            rounded(whole / name, weights / name)
        onnx.checker.check_model(str(weights / name))
    pool = Pool()
    for language, part in parts.items():
        folder = args.package / "languages" / language
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pieces.txt").write_text("\n".join(part.pieces.vocabulary), encoding="utf-8")
        scores = np.array(part.pieces.scores, dtype=np.float32)
        np.savez(folder / "pieces.npz", rows=pool.rows(part.vectors, part.scales), scores=scores)
        if part.moods:
            forms = {str(code): sorted(f for f, c in part.moods.items() if c == code) for code in (1, 2)}
            (folder / "moods.json").write_text(json.dumps(forms, ensure_ascii=False) + "\n", encoding="utf-8")
    pool.write(weights / "pieces.npz")
    tuned = args.trained / "decoding.json"
    plain = {"lean": [0.0, 0.0, 0.0]}
    decoding = json.loads(tuned.read_text(encoding="utf-8")) if tuned.exists() else {"de": plain, "en": plain}
    facts = {"version": VERSION, "decoding": decoding}
    (weights / "weights.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    shipped = [p for f in (weights, args.package / "languages") for p in f.rglob("*") if p.is_file()]
    print(json.dumps({"megabytes": round(sum(p.stat().st_size for p in shipped) / 1e6, 1)}))


if __name__ == "__main__":
    main()
