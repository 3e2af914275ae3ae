"""The encoder: a BERT of MiniLM's size that reads word pieces together with what is known of each word."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from zopa.reading.engines import words as w

WIDTH = 384
HEADS = 12
LAYERS = 6
POSITIONS = 512
MOODS = 3


class Layer(nn.Module):
    """One transformer layer, norm after, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.wide = nn.Linear(WIDTH, 4 * WIDTH)
        self.back = nn.Linear(4 * WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """x: batch x pieces x WIDTH. mask: batch x 1 x 1 x pieces, 0 or far below it; None hides nothing."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = (q * (WIDTH // HEADS) ** -0.5) @ k.transpose(-1, -2)
        weights = torch.softmax(scores if mask is None else scores + mask, -1)
        seen = (weights @ v).transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm_attention(x + self.drop(self.out(seen)))
        return self.norm(x + self.drop(self.back(nn.functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Pieces' vectors and words' features in, contextual vectors out.

    The vectors of pieces belong to a language and are looked up outside.
    """

    def __init__(self, layers: int = LAYERS) -> None:
        super().__init__()
        self.position = nn.Embedding(POSITIONS, WIDTH)
        self.shape = nn.Embedding(w.SHAPES, WIDTH)
        self.place = nn.Embedding(w.PLACES, WIDTH)
        self.pause = nn.Embedding(w.BREAKS, WIDTH)
        self.mood = nn.Embedding(MOODS, WIDTH)
        for table in (self.shape, self.place, self.pause, self.mood):
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, vectors: Tensor, features: Tensor, mask: Tensor | None) -> Tensor:
        """vectors: batch x pieces x WIDTH; features: batch x pieces x 4 (shape, place, pause, mood).

        mask: batch x pieces, 1 for a piece, 0 for padding; None where nothing is padded.
        """
        return self.both(vectors, features, 0, mask)[0]

    def both(
        self, vectors: Tensor, features: Tensor, upper: int, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """What all layers make of the pieces, and what those below the last `upper` ones do."""
        x = vectors + self.position.weight[: vectors.shape[1]]
        x = x + self.shape(features[..., 0]) + self.place(features[..., 1])
        x = x + self.pause(features[..., 2]) + self.mood(features[..., 3])
        x = self.drop(self.norm(x))
        away = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -10000.0
        below = x
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, away)
            if number == len(self.layers) - upper:
                below = x
        return x, below
