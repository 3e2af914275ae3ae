"""Fine-tunes the network's second view: which words state a position, what it does, which option they mean.

    python -m training.seeing --reader build/training/reader --out build/training/seer

The reader's lower layers stay as they are; what they make of each report is worked out once. Its upper two
layers are trained anew on coded dossiers, from the trained reader's weights, with three aims: for every word
what the position it belongs to does; for every sentence with a position which of the dossier's options it
takes; for every sentence and option whether a position on it is stated. Writes seer.pt and the package's
seer.onnx.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import yaml
from torch import Tensor, nn

from training.encoder import WIDTH, Layer
from training.ship import UPPER, export, rounded
from zopa.dossier import load
from zopa.reading.engines.onnx import shipped
from zopa.reading.engines.scheme import STANDS
from zopa.reading.engines.tagger import Tagger, _Window
from zopa.reading.language import language
from zopa.reading.nearness import KEEN, NAMED, STANDING, WITH_TERMS, described
from zopa.reading.text import analyse
from zopa.sources.text import read_file

WEIGHTS = Path("src/zopa/reading/engines/weights")
LONGEST = 28
"""Pieces of an option's description that are read."""
STEP = 4
"""Reports per step."""
NAMED_ONLY = 0.4
"""How often an option is described by its name alone, so that terms are no crutch."""


class Seer(nn.Module):
    """The upper layers and what they tell of each word."""

    def __init__(self) -> None:
        super().__init__()
        self.upper = nn.ModuleList(Layer() for _ in range(UPPER))
        self.meaning = nn.Linear(WIDTH, WIDTH)
        self.stands = nn.Sequential(
            nn.Linear(WIDTH, WIDTH // 2), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH // 2, len(STANDS))
        )
        self.drop = nn.Dropout(0.1)
        # how alike words and option must be, and how surely the words state a position
        self.alike, self.surely, self.base = (nn.Parameter(torch.tensor(x)) for x in (8.0, 1.0, -5.0))
        self.sharp = nn.Parameter(torch.tensor(10.0))

    def rise(self, below: Tensor, mask: Tensor | None = None) -> Tensor:
        """Pieces' vectors (batch x pieces x WIDTH) through the upper layers."""
        for layer in self.upper:
            below = layer(below, mask)
        return below

    def tell(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """What the words' position does (scores) and what they mean (unit vectors)."""
        seen = self.drop(words)
        return self.stands(seen), nn.functional.normalize(self.meaning(seen), dim=-1)

    def forward(self, below: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor]:
        """See `zopa.reading.engines.tagger.Network.see`."""
        seen = self.rise(below)
        return self.tell(torch.gather(seen, 1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH)))

    def options(self, texts: list[np.ndarray]) -> Tensor:
        """The meanings of short texts, each the pieces' vectors from below (n x WIDTH)."""
        longest = max(len(text) for text in texts)
        below = torch.zeros(len(texts), longest, WIDTH)
        away = torch.full((len(texts), longest), -1e4)
        inner = torch.zeros(len(texts), longest, 1)
        for row, text in enumerate(texts):
            below[row, : len(text)] = torch.from_numpy(text).float()
            away[row, : len(text)] = 0
            inner[row, 1 : max(2, len(text) - 1)] = 1
        _, meaning = self.tell(self.rise(below, away[:, None, None, :]))
        return nn.functional.normalize((meaning * inner).sum(1), dim=-1)


@dataclass
class Seen:
    """A coded report as the network sees it.

    windows    what the lower layers make of each window (pieces x WIDTH), its words' first pieces, its own
               words.
    sentences  first and last word of each; stands, of every word; gold, pairs of sentence and option.
    unsure     sentences that a passage touches besides the one it counts for.
    """

    windows: list[tuple[np.ndarray, np.ndarray, slice]]
    sentences: list[tuple[int, int]]
    stands: Tensor
    gold: set[tuple[int, int]]
    unsure: set[int]


@dataclass
class Coded:
    """A coded dossier: its options' descriptions (by name, with terms), its reports."""

    name: str
    options: list[tuple[np.ndarray, np.ndarray]]
    reports: list[Seen]


class Recorder(Tagger):
    """The shipped engine, remembering what its lower layers make of a text."""

    def __init__(self, engine: Tagger) -> None:
        super().__init__(engine.network, engine.parts, engine.decoding)
        self.below: list[tuple[np.ndarray, np.ndarray, slice]] = []
        look = engine.network.look
        kept: list[tuple[np.ndarray, np.ndarray]] = []

        def remembering(vectors: np.ndarray, features: np.ndarray, firsts: np.ndarray) -> tuple:
            found = look(vectors, features, firsts)
            kept.append((found[3].astype(np.float16), firsts))
            return found

        self.kept = kept
        engine.network.look = remembering  # type: ignore[method-assign]

    def _look(self, section, parts, seeing):  # type: ignore[no-untyped-def]
        before = len(self.kept)
        found = super()._look(section, parts, seeing)
        windows: list[_Window] = found[0]
        for window, (below, firsts) in zip(windows, self.kept[before:], strict=True):
            own = slice(window.own - window.first, window.own_end - window.first)
            self.below.append((below, firsts, own))
        return found

    def seen(
        self, text: str, code: str
    ) -> tuple[list[tuple[np.ndarray, np.ndarray, slice]], list[int], list[int]]:
        """The windows of a text, and where its words begin and end."""
        self.below, self.kept[:] = [], []
        _, insight = self.read(text, code)
        return self.below, insight.starts.tolist(), insight.ends.tolist()


def coded(folder: Path, engine: Recorder) -> Coded:
    """A hand-coded dossier."""
    dossier = load(folder)
    known = language(dossier.languages[0])
    columns = [(issue, option) for issue in dossier.issues.values() for option in issue.options]
    number = {(issue.id, option.id): n for n, (issue, option) in enumerate(columns)}
    options = []
    for issue, option in columns:
        texts = described(issue, option, known.code)
        both = [engine.seen(texts[which], known.code)[0][0][0][:LONGEST] for which in (NAMED, WITH_TERMS)]
        options.append((both[0], both[1]))
    gold = yaml.load((folder / "gold.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  plain texts
    reports = []
    for path in sorted((folder / "reports").iterdir()):
        report = read_file(path)
        windows, starts, ends = engine.seen(report.text, known.code)
        sentences = analyse(report.text, known).sentences
        stands = torch.zeros(len(starts), dtype=torch.long)
        pairs: set[tuple[int, int]] = set()
        unsure: set[int] = set()
        for one in gold["positions"]:
            start = report.text.find(one["quote"]) if one["report"] == report.id else -1
            if start < 0 or (one["issue"], one["option"]) not in number:
                continue
            end = start + len(one["quote"])
            inside = [n for n in range(len(starts)) if starts[n] < end and ends[n] > start]
            stands[inside] = STANDS.index(one["stance"])
            shares = [
                (min(end, s.end) - max(start, s.start), n)
                for n, s in enumerate(sentences)
                if s.start < end and s.end > start
            ]
            if shares:
                best = max(shares)[1]
                pairs.add((best, number[one["issue"], one["option"]]))
                unsure |= {n for _, n in shares if n != best}
        spans = [
            (int(np.searchsorted(ends, s.start, "right")), int(np.searchsorted(starts, s.end, "left")))
            for s in sentences
        ]
        reports.append(Seen(windows, [(a, max(a + 1, b)) for a, b in spans], stands, pairs, unsure))
    return Coded(folder.name, options, reports)


def start(reader: Path) -> Seer:
    """A seer that tells what the trained reader tells."""
    state = torch.load(reader)
    first = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers.")) - UPPER
    seer = Seer()
    for number, layer in enumerate(seer.upper):
        prefix = f"encoder.layers.{first + number}."
        layer.load_state_dict({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)})
    seer.meaning.load_state_dict({k: state[f"meaning.{k}"] for k in ("weight", "bias")})
    seer.stands[0].load_state_dict({k: state[f"stands.0.{k}"] for k in ("weight", "bias")})
    seer.stands[3].load_state_dict({k: state[f"stands.3.{k}"][: len(STANDS)] for k in ("weight", "bias")})
    return seer


def losses(seer: Seer, report: Seen, options: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What one report teaches: pairs of sentence and option, the option of each coded sentence, the words."""
    stands, meaning = [], []
    for below, firsts, own in report.windows:
        told = seer(torch.from_numpy(below).float()[None], torch.from_numpy(firsts)[None])
        stands.append(told[0][0, own])
        meaning.append(told[1][0, own])
    scores, words = torch.cat(stands), torch.cat(meaning)
    words = nn.functional.normalize(words - words.mean(0), dim=-1)
    options = nn.functional.normalize(options - options.mean(0), dim=-1)
    longest = max(last - first for first, last in report.sentences)
    place = torch.full((len(report.sentences), longest), -1)
    for row, (first, last) in enumerate(report.sentences):
        place[row, : last - first] = torch.arange(first, last)
    place = place.clamp(max=len(words) - 1)
    near = words[place.clamp(min=0)] @ options.T
    stand = (torch.logsumexp(scores[:, 1:], -1) - scores[:, 0])[place.clamp(min=0)][..., None]
    weights = torch.softmax((KEEN * near + STANDING * stand).masked_fill((place < 0)[..., None], -1e4), 1)
    alike = (weights * near).sum(1)
    surely = (weights * stand.clamp(-6, 6)).sum(1)
    truth = torch.zeros_like(alike)
    for pair in report.gold:
        truth[pair] = 1
    sure = torch.tensor([n not in report.unsure or bool(truth[n].any()) for n in range(len(truth))])
    logits = seer.alike * alike + seer.surely * surely + seer.base
    pairs = nn.functional.binary_cross_entropy_with_logits(logits[sure], truth[sure], reduction="sum") / 8
    some = truth.any(1)
    which = -(torch.log_softmax(seer.sharp * alike[some], -1) * truth[some]).sum() / 3
    return pairs, which, 2 * nn.functional.cross_entropy(scores, report.stands)


def ship(seer: Seer, place: Path, file: Path) -> None:
    """Write a seer, in 8 bits, to a file; 32-bit weights stay in `place`."""
    place.mkdir(parents=True, exist_ok=True)
    export(
        seer.eval(), (torch.randn(1, 40, WIDTH), torch.arange(30)[None]), place / "seer.onnx",
        ["below", "firsts"],
        {"below": {1: "t"}, "firsts": {1: "w"}}, ["positions", "meaning"],
    )  # fmt: skip
    rounded(place / "seer.onnx", file)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dossiers", type=Path, default=Path("training/dossiers"))
    parser.add_argument("--reader", type=Path, required=True, help="folder with reader.pt")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--others",
        action="store_true",
        help="learn from those that seen.txt does not name; writes others.onnx",
    )
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    chance = random.Random(args.seed)
    began = time.time()
    seer = start(args.reader / "reader.pt")
    if not args.others:
        ship(seer, args.out / "whole", WEIGHTS / "seer.onnx")  # the engine below wants one
    engine = Recorder(shipped())
    named = (args.dossiers / "seen.txt").read_text(encoding="utf-8").split()
    folders = [path.parent for path in sorted(args.dossiers.glob("*/gold.yaml"))]
    dossiers = [coded(folder, engine) for folder in folders if (folder.name in named) != args.others]
    todo = [(one, report) for one in dossiers for report in one.reports if report.sentences]
    print(
        json.dumps({"dossiers": len(dossiers), "reports": len(todo), "s": round(time.time() - began)}),
        flush=True,
    )
    scalars = [p for p in seer.parameters() if p.dim() == 0]
    heads = [*seer.meaning.parameters(), *seer.stands.parameters()]
    groups = [(list(seer.upper.parameters()), 1), (heads, 2), (scalars, 100)]
    optimiser = torch.optim.AdamW(
        [{"params": some, "lr": args.rate * times, "most": args.rate * times} for some, times in groups],
        weight_decay=0.01,
    )
    seer.train()
    steps = args.epochs * len(todo) // STEP
    step = 0
    for epoch in range(args.epochs):
        chance.shuffle(todo)
        sums = np.zeros(3)
        for number, (dossier, report) in enumerate(todo):
            texts = [names if chance.random() < NAMED_ONLY else terms for names, terms in dossier.options]
            found = losses(seer, report, seer.options(texts))
            (torch.stack(found).sum() / STEP).backward()
            sums += [float(one.detach()) for one in found]
            if number % STEP == STEP - 1:
                factor = min(1.0, (step + 1) / 30) * max(0.03, 1 - step / steps)
                for group in optimiser.param_groups:
                    group["lr"] = group["most"] * factor
                nn.utils.clip_grad_norm_(seer.parameters(), 2.0)
                optimiser.step()
                optimiser.zero_grad(set_to_none=True)
                step += 1
        mean = dict(zip(("pairs", "option", "words"), (sums / len(todo)).round(3).tolist(), strict=True))
        print(json.dumps({"epoch": epoch + 1, **mean, "s": round(time.time() - began)}), flush=True)
        torch.save(seer.state_dict(), args.out / "seer.pt")
    made = args.out / "others.onnx" if args.others else WEIGHTS / "seer.onnx"
    ship(seer, args.out / "whole", made)


if __name__ == "__main__":
    main()
