"""Fits the two heads that give insight, on an encoder that is done: what words mean, what their passages do.

The encoder stays as it is, so this takes minutes: its vectors are worked out once, `meaning` is a linear map
with a closed solution (ridge regression onto what the whole published encoder makes of each word), `stands` a
small network on top of single words.
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
from torch import Tensor, nn

from training.encoder import Encoder
from training.examples import IGNORED, Article, batches, first_coded, windows_of
from training.features import mood_table
from training.network import Reader
from training.train import corpora, padded, parts_of
from zopa.reading.engines.scheme import STANDS
from zopa.reading.engines.tagger import LanguageParts

RIDGE = 30.0
PASSES, BATCH, RATE = 12, 512, 1e-3
KEPT_BACK = 10
"""Every tenth window is kept back to say how well the heads do."""


@dataclass
class Seen:
    """Words as the encoder sees them (n x width), as the teacher does, and their classes (n x 2)."""

    hidden: Tensor
    wanted: Tensor
    stands: Tensor
    back: Tensor


@torch.no_grad()
def see(model: Reader, teacher: Encoder, pool: list[Article], parts: dict[str, LanguageParts]) -> Seen:
    """Every word of the articles, once; `back` marks the words of windows that are kept back."""
    found = [
        w
        for a in pool
        for w in windows_of(a, parts[a.language].pieces, dict(parts[a.language].moods))
        if len(w.firsts)
    ]
    rows: list[tuple[Tensor, Tensor, Tensor, Tensor]] = []
    for number, batch in enumerate(batches(found, random.Random(0))):
        vectors, mask = padded(batch, parts), torch.from_numpy(batch.mask)
        features = torch.from_numpy(batch.features)
        with torch.autocast("cpu", torch.bfloat16):
            seen = model.encoder(vectors, features, mask).float()
            wanted = teacher(vectors, torch.zeros_like(features), mask).float()
        summed = torch.cumsum(torch.cat([torch.zeros_like(wanted[:, :1]), wanted], 1), 1)
        for row in range(len(batch.pieces)):
            firsts = batch.firsts[row]
            many = int((batch.stands[row] != IGNORED).any(1).sum())
            size = int(batch.mask[row].sum()) - 1
            first = torch.from_numpy(firsts[:many])
            after = torch.cat([first[1:], torch.tensor([size])]).clamp(min=1)
            keep = after > first
            mean = (summed[row, after] - summed[row, first]) / (after - first).clamp(min=1)[:, None]
            back = torch.full((many,), number % KEPT_BACK == 0)
            columns = (seen[row, first], mean, torch.from_numpy(batch.stands[row, :many]), back)
            rows.append(tuple(column[keep] for column in columns))  # type: ignore[arg-type]
    hidden, means, stands, back = (torch.cat(column) for column in zip(*rows, strict=True))
    return Seen(hidden, nn.functional.normalize(means, dim=-1), stands, back)


def fit_meaning(model: Reader, seen: Seen) -> float:
    """Sets `meaning`; returns the mean cosine on the words kept back."""
    one = torch.cat([seen.hidden, torch.ones(len(seen.hidden), 1)], 1)[~seen.back].double()
    wanted = seen.wanted[~seen.back].double()
    gram = one.T @ one + RIDGE * torch.eye(one.shape[1], dtype=torch.float64)
    solved = torch.linalg.solve(gram, one.T @ wanted).float()
    with torch.no_grad():
        model.meaning.weight.copy_(solved[:-1].T)
        model.meaning.bias.copy_(solved[-1])
        made = model.meaning(seen.hidden[seen.back])
    return float(nn.functional.cosine_similarity(made, seen.wanted[seen.back], dim=-1).mean())


def loss_of(model: Reader, hidden: Tensor, stands: Tensor) -> Tensor:
    """Cross entropy of both groups of classes where they are known."""
    scores = model.stands(hidden).unflatten(-1, (2, len(STANDS)))
    total = hidden.new_zeros(())
    for group in range(2):
        known = stands[:, group] != IGNORED
        if known.any():
            total = total + nn.functional.cross_entropy(scores[known, group], stands[known, group])
    return total


def fit_stands(model: Reader, seen: Seen, seed: int) -> tuple[float, float]:
    """Sets `stands`; returns the loss on the words kept back, before and after."""
    chance = np.random.default_rng(seed)
    held = seen.hidden[seen.back], seen.stands[seen.back]
    hidden, stands = seen.hidden[~seen.back], seen.stands[~seen.back]
    model.stands.eval()
    before = float(loss_of(model, *held).detach())
    optimiser = torch.optim.AdamW(model.stands.parameters(), lr=RATE, weight_decay=0.05)
    steps = PASSES * (len(hidden) // BATCH + 1)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps + 1)
    model.stands.train()
    for _ in range(PASSES):
        order = torch.from_numpy(chance.permutation(len(hidden)))
        for chosen in order.split(BATCH):
            loss_of(model, hidden[chosen], stands[chosen]).backward()
            optimiser.step()
            plan.step()
            optimiser.zero_grad(set_to_none=True)
    model.stands.eval()
    return before, float(loss_of(model, *held).detach())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument(
        "--trained", type=Path, required=True, help="folder with reader.pt, which is replaced"
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    began = time.time()
    encoder, parts = parts_of(args.start, mood_table(args.shared / "lexicons/german-verbs.json"))
    model = Reader(encoder)
    model.load_state_dict(torch.load(args.trained / "reader.pt"), strict=False)
    model.eval()
    full = torch.load(args.start / "teacher.pt")
    teacher = Encoder(full["layers"]).eval()
    teacher.load_state_dict(full["encoder"])
    german, _, english = corpora(args.shared, ())
    coded = first_coded()
    seen = see(model, teacher, german + english + coded, parts)
    cosine = fit_meaning(model, seen)
    losses = fit_stands(model, seen, args.seed)
    torch.save(model.state_dict(), args.trained / "reader.pt")
    facts = {"words": len(seen.hidden), "cosine": round(cosine, 3), "stands": [round(x, 3) for x in losses]}
    print(json.dumps({"s": round(time.time() - began), **facts}), flush=True)


if __name__ == "__main__":
    main()
