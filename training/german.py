"""German for an English encoder: a vocabulary, first vectors for its pieces, then masked pieces.

1. A WordPiece vocabulary from german-text.
2. Vectors from counts: positive pointwise mutual information with the pieces to the left and right, cut
   down by a randomised singular value decomposition (Levy and Goldberg 2014; Halko et al. 2011).
3. A linear map into MiniLM's space, fitted on the pieces both languages write alike (names, figures,
   loan words) and on a short hand-made list of everyday words (after WECHSEL, Minixhofer et al. 2022).
4. Masked-piece prediction (Devlin et al. 2019) on german-text: first the vectors alone, then all.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.bilingual import PAIRS
from training.encoder import WIDTH, Encoder, from_minilm, published
from training.features import Sentences, mood_table
from zopa.reading.engines.pieces import FIRST, LAST, MASK, SPECIAL, UNKNOWN, Pieces

SIZE = 24_000
CONTEXTS = 10_000
WINDOW = 3
LENGTH = 128
WIKIPEDIA = 77_522
"""Lines of german-text before the Wikipedia part (see its SOURCES.md)."""


def documents(path: Path) -> list[str]:
    """german-text, one document each."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines]


def vocabulary(texts: Iterator[str]) -> list[str]:
    """A lower-cased WordPiece vocabulary that keeps umlauts."""
    from tokenizers import BertWordPieceTokenizer

    trainer = BertWordPieceTokenizer(lowercase=True, strip_accents=False)
    trainer.train_from_iterator(
        texts, vocab_size=SIZE, min_frequency=20, limit_alphabet=300, show_progress=False
    )
    learned = [
        p for p, _ in sorted(trainer.get_vocab().items(), key=lambda item: item[1]) if p not in SPECIAL
    ]
    return [*SPECIAL, *learned]


def counted_vectors(stream: np.ndarray, size: int, seed: int) -> np.ndarray:
    """Vectors of pieces, size x WIDTH, from what stands WINDOW pieces to either side."""
    frequency = np.bincount(stream, minlength=size).astype(np.float64)
    rank = np.full(size, -1, dtype=np.int64)
    rank[np.argsort(-frequency, kind="stable")[:CONTEXTS]] = np.arange(CONTEXTS)
    sides = []
    for side in (1, -1):
        counts = np.zeros(size * CONTEXTS, dtype=np.float32)
        for distance in range(1, WINDOW + 1):
            centre, context = stream[:-distance], rank[stream[distance:]]
            if side < 0:
                centre, context = stream[distance:], rank[stream[:-distance]]
            kept = context >= 0
            counts += (
                np.bincount(centre[kept] * CONTEXTS + context[kept], minlength=size * CONTEXTS) / distance
            )
        table = counts.reshape(size, CONTEXTS)
        row = table.sum(1, keepdims=True) + 1e-9
        column = table.sum(0, keepdims=True) ** 0.75
        column /= column.sum()
        with np.errstate(divide="ignore"):
            np.log(table / row / (column + 1e-12), out=table)
        np.maximum(table, 0, out=table)
        sides.append(torch.from_numpy(table))
    matrix = torch.cat(sides, 1)
    generator = torch.Generator().manual_seed(seed)
    sketch = matrix @ torch.randn(matrix.shape[1], WIDTH + 40, generator=generator)
    for _ in range(2):
        basis, _ = torch.linalg.qr(sketch)
        sketch = matrix @ (matrix.T @ basis)
    basis, _ = torch.linalg.qr(sketch)
    u, s, _ = torch.linalg.svd(basis.T @ matrix, full_matrices=False)
    found: np.ndarray = ((basis @ u)[:, :WIDTH] * s[:WIDTH].sqrt()).numpy()
    return found


def into_english(
    counted: np.ndarray, german: list[str], english: list[str], vectors: np.ndarray
) -> np.ndarray:
    """Map German pieces' vectors into MiniLM's space; shared names and figures keep MiniLM's own."""
    number = {piece: n for n, piece in enumerate(english)}
    own = {piece: n for n, piece in enumerate(german)}
    pairs = [(own[g], number[e]) for g, e in PAIRS if g in own and e in number]
    translated = {g for g, _ in pairs}
    alike = [
        (n, number[p])
        for p, n in own.items()
        if p in number and n not in translated and (len(p) >= 5 or not p.isalpha()) and not p.startswith("##")
    ]
    anchors = pairs * 4 + alike
    norm = counted / (np.linalg.norm(counted, axis=1, keepdims=True) + 1e-9)
    x, y = norm[[a for a, _ in anchors]], vectors[[b for _, b in anchors]]
    centre = vectors.mean(0)
    w = np.linalg.solve(x.T @ x + 1.0 * np.eye(WIDTH), x.T @ (y - centre))
    mapped = norm @ w
    mapped *= np.linalg.norm(vectors - centre, axis=1).mean() / (
        np.linalg.norm(mapped, axis=1, keepdims=True) + 1e-9
    )
    mapped += centre
    for n, e in [(n, number[p]) for n, p in enumerate(SPECIAL)] + alike:
        mapped[n] = vectors[e]
    return mapped.astype(np.float32)


class Masked(nn.Module):
    """The encoder with a head that guesses masked pieces; the pieces' vectors serve at both ends."""

    def __init__(self, encoder: Encoder, vectors: Tensor) -> None:
        super().__init__()
        self.encoder = encoder
        self.vectors = nn.Parameter(vectors)
        self.bias = nn.Parameter(torch.zeros(len(vectors)))
        self.dense = nn.Linear(WIDTH, WIDTH)
        nn.init.eye_(self.dense.weight)
        nn.init.zeros_(self.dense.bias)
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, pieces: Tensor, features: Tensor, hidden: Tensor) -> Tensor:
        """The vectors at the masked places (`hidden`, flat), ready for the product with the pieces'."""
        x = self.encoder(nn.functional.embedding(pieces, self.vectors), features, torch.ones_like(pieces))
        x = x.reshape(-1, WIDTH)[hidden]
        return self.norm(nn.functional.gelu(self.dense(x)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, help="folder of the published model, if it is not installed")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--text", type=Path, help="german-text, unpacked or not")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2600)
    parser.add_argument(
        "--until", type=int, help="stop after this many of the steps, before the rate has fallen"
    )
    parser.add_argument("--warm", type=int, default=300, help="steps with the encoder frozen")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    chance = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    began = time.time()

    def say(**facts: object) -> None:
        print(json.dumps({"s": round(time.time() - began), **facts}), flush=True)

    texts = documents(args.text or args.shared / "corpora/german-text/de.txt.xz")
    news = [
        json.loads(line)["text"]
        for line in (args.shared / "corpora/news-quotes/train.jsonl").open(encoding="utf-8")
    ]
    say(documents=len(texts))
    place = args.out / "vocabulary.txt"
    if not place.exists():
        pieces = vocabulary(iter([*texts[::6], *news]))
        place.write_text("\n".join(pieces) + "\n", encoding="utf-8")
    german = place.read_text(encoding="utf-8").splitlines()
    cutter = Pieces(german)
    say(pieces=len(german))

    encyclopaedia, speeches = texts[WIKIPEDIA:], texts[:WIKIPEDIA]
    chance.shuffle(encyclopaedia)
    chance.shuffle(speeches)
    sentences = Sentences(cutter, mood_table(args.shared / "lexicons/german-verbs.json"))
    wanted = args.steps * args.batch * LENGTH + 1
    chosen = [*news, *news, *encyclopaedia[:2600], *speeches]
    stream = args.out / "stream.npz"
    if not stream.exists():
        pieces, features = sentences.stream(chosen, max(wanted, 12_000_000))
        np.savez(stream, pieces=pieces, features=features)
    with np.load(stream) as kept:
        pieces, features = kept["pieces"], kept["features"]
    say(stream=len(pieces), unknown=float((pieces == UNKNOWN).mean()))

    encoder, english, words = from_minilm(args.minilm or published())
    first = args.out / "first.npy"
    if not first.exists():
        counted = counted_vectors(pieces, len(german), args.seed)
        np.save(first, into_english(counted, german, words, english.numpy()))
    vectors = torch.from_numpy(np.load(first))
    say(vectors=list(vectors.shape))
    for probe in ("sagte", "regierung", "minister", "fordert", "morgen", "##ung"):
        if probe in cutter.numbers:
            near = torch.cosine_similarity(
                vectors[cutter.numbers[probe]][None], english - english.mean(0) * 0
            )
            say(near=probe, words=[words[n] for n in near.topk(6).indices])

    model = Masked(encoder, vectors)
    run = torch.compile(model)
    body = [p for n, p in model.named_parameters() if n.startswith("encoder")]
    head = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": 2e-4}, {"params": head, "lr": 1e-3}],
        betas=(0.9, 0.98),
        weight_decay=0.01,
        fused=True,
    )
    peak = [group["lr"] for group in optimiser.param_groups]
    count = (len(pieces) - 1) // LENGTH
    order = np.random.default_rng(args.seed).permutation(count)
    masks = torch.Generator().manual_seed(args.seed)
    per_batch = args.batch * LENGTH // 6
    total = 0.0
    last = args.until or args.steps
    for step in range(last):
        rise = min(1.0, (step + 1) / 100)
        fall = min(1.0, (args.steps - step) / (0.4 * args.steps))
        for group, most in zip(optimiser.param_groups, peak, strict=True):
            frozen = group is optimiser.param_groups[0] and step < args.warm
            group["lr"] = 0.0 if frozen else most * rise * fall
        rows = np.take(order, range(step * args.batch, (step + 1) * args.batch), mode="wrap")
        x = torch.from_numpy(np.stack([pieces[r * LENGTH : (r + 1) * LENGTH] for r in rows])).long()
        f = torch.from_numpy(np.stack([features[r * LENGTH : (r + 1) * LENGTH] for r in rows])).long()
        x[:, 0], x[:, -1] = FIRST, LAST
        hidden = torch.randperm(x.numel(), generator=masks)[:per_batch]
        truth = x.view(-1)[hidden].clone()
        chosen_as = torch.rand(per_batch, generator=masks)
        x.view(-1)[hidden] = torch.where(
            chosen_as < 0.8,
            torch.full_like(truth, MASK),
            torch.where(chosen_as < 0.9, truth, torch.randint(5, len(german), truth.shape, generator=masks)),
        )
        with torch.autocast("cpu", torch.bfloat16):
            guess = run(x, f, hidden)
            scores = guess @ model.vectors.T + model.bias
            loss = nn.functional.cross_entropy(scores.float(), truth, ignore_index=UNKNOWN)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        total += loss.item()
        if math.isnan(total):
            raise ValueError(f"the loss is not a number at step {step}")
        if (step + 1) % 25 == 0:
            say(step=step + 1, loss=round(total / 25, 4))
            total = 0.0
        if (step + 1) % 100 == 0 or step + 1 == last:
            torch.save(
                {"encoder": encoder.state_dict(), "vectors": model.vectors.detach()}, args.out / "german.pt"
            )
    say(done=last)


if __name__ == "__main__":
    main()
