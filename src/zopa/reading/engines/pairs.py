"""How a quote and the words around it lie to each other: features that link a quote to its speaker."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zopa.reading.engines.scheme import DISTANCES
from zopa.reading.engines.words import PARAGRAPH_BREAK, Words

Ints = npt.NDArray[np.int64]

STOPS = frozenset(".!?")
INSIDE_CLASS = 2 * (len(DISTANCES) + 1)
GAP_CLASS = INSIDE_CLASS + 1
_LIMITS = np.array(DISTANCES, dtype=np.int64)


def landmarks(words: Words) -> Ints:
    """Running counts over the words, 2 x words: paragraphs begun, sentence ends passed."""
    paragraphs = np.cumsum(np.array(words.breaks, dtype=np.int64) == PARAGRAPH_BREAK)
    stops = np.array([words.text[s] in STOPS for s in words.starts], dtype=np.int64)
    ended = np.cumsum(stops) - stops
    return np.stack([paragraphs, ended])


def pair_table(covered: npt.NDArray[np.bool_], marks: Ints) -> Ints:
    """`pair_features` of many quotes at once.

    covered  quotes x words; marks  2 x words.
    Returns  quotes x words x 3.
    """
    count, size = covered.shape
    first = covered.argmax(1)[:, None]
    last = size - 1 - covered[:, ::-1].argmax(1)[:, None]
    here = np.arange(size)[None]
    before, after = first - here, here - last
    table = np.zeros((count, size, 3), dtype=np.int64)
    table[..., 0] = np.where(
        before > 0,
        np.searchsorted(_LIMITS, before),
        np.where(after > 0, len(DISTANCES) + 1 + np.searchsorted(_LIMITS, after), GAP_CLASS),
    )
    table[..., 0][covered] = INSIDE_CLASS
    outside = (before > 0) | (after > 0)
    paragraphs, ended = marks
    for column, counts, most in ((1, paragraphs, 3), (2, ended, 3)):
        near = np.where(before > 0, counts[first] - counts, counts - counts[last])
        table[..., column] = np.clip(np.where(outside, near, 0), 0, most)
        if column == 2:
            table[..., 2] += 3 * ((after > 0) & (near > 0))
    return table


def pair_features(covered: npt.NDArray[np.bool_], marks: Ints) -> Ints:
    """Features of every word towards one quote.

    covered  words: which of them belong to the quote (at least one).
    marks    2 x words: `landmarks` of the same words.
    Returns  words x 3: class of distance, of paragraphs between, of sentence ends between.
    """
    places = np.flatnonzero(covered)
    first, last = int(places[0]), int(places[-1])
    here = np.arange(len(covered))
    before, after = first - here, here - last
    distance = np.where(
        before > 0,
        np.searchsorted(_LIMITS, before),
        np.where(after > 0, len(DISTANCES) + 1 + np.searchsorted(_LIMITS, after), GAP_CLASS),
    )
    distance[covered] = INSIDE_CLASS
    near = np.where(before > 0, marks[:, first : first + 1] - marks, marks - marks[:, last : last + 1])
    near = np.where((before <= 0) & (after <= 0), 0, near)
    paragraphs = np.minimum(near[0], 3)
    sentences = np.clip(near[1], 0, 3) + np.where((after > 0) & (near[1] > 0), 3, 0)
    return np.stack([distance, paragraphs, sentences], axis=1).astype(np.int64)
