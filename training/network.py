"""The network that reads: the encoder, tags for every word, and links from quotes to speakers and cues."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.encoder import WIDTH, Encoder
from zopa.reading.engines.scheme import KINDS, PAIR_CLASSES, STANCES, STANDS, TAGS

INNER = 128
TARGETS = 3
"""What a quote is linked to: where its speaker begins, where he ends, its cue words."""
TRAITS = len(STANCES) + 2 + len(KINDS)
"""Stance, firm, conditional, kind."""


class Linker(nn.Module):
    """Scores every word as speaker and cue of every quote, and says what the quote does."""

    def __init__(self) -> None:
        super().__init__()
        self.quote = nn.Linear(3 * WIDTH, WIDTH)
        self.asks = nn.Linear(WIDTH, TARGETS * INNER)
        self.answers = nn.Linear(WIDTH, TARGETS * INNER)
        self.pairs = nn.ModuleList(nn.Embedding(size, TARGETS * INNER) for size in PAIR_CLASSES)
        self.weigh = nn.Parameter(torch.randn(TARGETS, INNER) * 0.05)
        self.nobody = nn.Linear(WIDTH, 2)
        self.traits = nn.Linear(WIDTH, TRAITS)
        self.drop = nn.Dropout(0.2)
        for table in self.pairs:
            nn.init.normal_(table.weight, std=0.1)

    def forward(self, hidden: Tensor, covered: Tensor, ends: Tensor, pairs: Tensor) -> tuple[Tensor, ...]:
        """Link the quotes of one text.

        hidden   quotes x words x WIDTH (or 1 x words x WIDTH): the words' vectors.
        covered  quotes x words: 1 for the quote's words.
        ends     quotes x 2: its first and last word.
        pairs    quotes x words x 3: features of the pairs.
        Returns  starts and stops, quotes x (words + 1), the last place for nobody; cues, quotes x words;
                 traits, quotes x TRAITS.
        """
        many, words = covered.shape
        h = hidden.expand(many, words, WIDTH)
        mean = (covered.unsqueeze(1) @ h).squeeze(1) / covered.sum(1, keepdim=True)
        row = torch.arange(many)
        own = torch.cat([mean, h[row, ends[:, 0]], h[row, ends[:, 1]]], 1)
        own = self.drop(nn.functional.gelu(self.quote(own)))
        pair = self.answers(hidden) + self.asks(own)[:, None, :]
        for number, table in enumerate(self.pairs):
            pair = pair + table(pairs[..., number])
        grid = nn.functional.gelu(pair).view(many, words, TARGETS, INNER)
        scores = (grid * self.weigh).sum(-1)
        nobody = self.nobody(own)
        starts = torch.cat([scores[..., 0], nobody[:, :1]], 1)
        stops = torch.cat([scores[..., 1], nobody[:, 1:]], 1)
        return starts, stops, scores[..., 2], self.traits(own)


class Reader(nn.Module):
    """Everything that is trained; the pieces' vectors stay as they are.

    `meaning` turns a piece's vector into what the whole published encoder makes of it. It keeps the
    encoder able to tell what a passage is about, which tagging alone would let it forget. `stands`
    tells of each word what the position or the statement it belongs to does (two groups of STANDS).
    """

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.tags = nn.Linear(WIDTH, TAGS)
        self.linker = Linker()
        self.meaning = nn.Linear(WIDTH, WIDTH)
        self.stands = nn.Sequential(
            nn.Linear(WIDTH, WIDTH // 2), nn.GELU(), nn.Dropout(0.2), nn.Linear(WIDTH // 2, 2 * len(STANDS))
        )
        self.drop = nn.Dropout(0.1)

    def words(self, seen: Tensor, firsts: Tensor) -> tuple[Tensor, Tensor]:
        """Words' vectors and tag scores from the pieces' (batch x pieces x WIDTH) and their first pieces."""
        index = firsts.unsqueeze(-1).expand(-1, -1, WIDTH)
        hidden = torch.gather(seen, 1, index)
        return hidden, self.tags(self.drop(hidden))

    def insight(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """What the words' positions and statements do (scores), and what the words mean (unit vectors)."""
        return self.stands(hidden), nn.functional.normalize(self.meaning(hidden), dim=-1)
