"""Which words of a language speak for or against a course of action: a small learned lexicon."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from zopa.reading.language import Language
from zopa.reading.text import Token

CLASSES = ("none", "supports", "accepts", "rejects")


def grams(tokens: Sequence[Token], language: Language) -> list[str]:
    """Stems of lower-case words and pairs of neighbours; capitalised words (names, nouns) are left out."""
    stems = [
        token.low if token.low in language.stopwords else language.stem(token.low)
        for token in tokens
        if token.is_word and token.text[0].islower()
    ]
    return stems + [f"{one} {two}" for one, two in itertools.pairwise(stems)]


class Tone:
    """A multinomial logistic regression over `grams`."""

    def __init__(
        self, words: list[str], weights: npt.NDArray[np.float32], base: npt.NDArray[np.float32]
    ) -> None:
        self._rows = {word: row for row, word in enumerate(words)}
        self._weights, self._base = weights, base

    def __call__(self, tokens: Sequence[Token], language: Language) -> list[float]:
        """Probability of each of CLASSES."""
        rows = [self._rows[gram] for gram in set(grams(tokens, language)) if gram in self._rows]
        raw = self._base + (self._weights[rows].sum(axis=0) if rows else 0.0)
        shares = np.exp(raw - raw.max())
        return [float(share) for share in shares / shares.sum()]


@cache
def load_tone(code: str) -> Tone | None:
    """The shipped lexicon of a language, or None where it has none."""
    path = files("zopa.reading.languages") / code / "tone.npz"
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as data:
        words = [str(word) for word in data["words"]]
        return Tone(words, data["weights"].astype(np.float32), data["base"].astype(np.float32))
