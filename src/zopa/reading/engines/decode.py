"""From scores of words to quotes, and from scores of links to speakers and cues."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zopa.reading.engines.scheme import AGAIN, BEGIN, INNER, LAYER_TAGS, LAYERS, OFFSETS, PARTS
from zopa.vocabulary import StatementKind

Floats = npt.NDArray[np.float32]

LONGEST_SPEAKER = 30
"""Words: longer speakers do not occur in the training data."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """Numbers tuned on held-out training articles, never on a development set.

    lean       added to the score of 'outside' on each layer of quotes: below 0 finds more.
    switch     what beginning or leaving a quote costs, so that no splinters are found.
    edge       what it costs besides where no punctuation or line break stands.
    least      least confidence of a quote, per layer.
    nobody     added to the score of 'nobody is named as the speaker'.
    within     added to the score of a speaker within what is reported.
    cue        least probability of a cue word.
    """

    lean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    switch: float = 0.0
    edge: float = 0.0
    least: tuple[float, float, float] = (0.0, 0.0, 0.0)
    nobody: float = 0.0
    within: float = 0.0
    cue: float = 0.5


@dataclass(frozen=True, slots=True)
class WordQuote:
    """A quote as runs of words, half-open, and how sure the tags are."""

    kind: StatementKind
    runs: tuple[tuple[int, int], ...]
    confidence: float


def log_softmax(scores: Floats) -> Floats:
    """Row-wise logarithms of probabilities."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    result: Floats = (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))).astype(np.float32)
    return result


def _allowed(tags: int) -> Floats:
    """0 where a tag may follow another, else far below: INNER continues its own kind, AGAIN needs a quote."""
    table = np.full((tags, tags), -1e4, dtype=np.float32)
    table[:, 0] = 0.0
    for kind in range((tags - 1) // PARTS):
        begin, inner, again = (1 + PARTS * kind + part for part in (BEGIN, INNER, AGAIN))
        table[:, begin] = 0.0
        table[[begin, inner, again], inner] = 0.0
        table[0, again] = 0.0
    return table


def _changes(tags: int) -> Floats:
    """1 where going from one tag to another begins or leaves a quote."""
    table = np.zeros((tags, tags), dtype=np.float32)
    table[1:, 0] = 1.0
    for kind in range((tags - 1) // PARTS):
        table[:, 1 + PARTS * kind + BEGIN] = table[:, 1 + PARTS * kind + AGAIN] = 1.0
    return table


_TABLES = {tags: (_allowed(tags), _changes(tags)) for tags in set(LAYER_TAGS)}


def best_path(logs: Floats, costs: Floats | None = None) -> list[int]:
    """The best allowed sequence of tags (Viterbi).

    logs    words x tags, log probabilities.
    costs   words: what beginning or leaving a quote at each word costs; nothing if not given.
    """
    table, changes = _TABLES[logs.shape[1]]
    charged = {0.0: table}
    score = logs[0].copy()
    score[1 + INNER :: PARTS] = -1e4
    back = np.zeros(logs.shape, dtype=np.int8)
    for number in range(1, len(logs)):
        cost = 0.0 if costs is None else float(costs[number])
        if cost not in charged:
            charged[cost] = table - cost * changes
        paths = score[:, None] + charged[cost]
        came = paths.argmax(0)
        back[number] = came
        score = paths[came, np.arange(len(came))] + logs[number]
    path = [int(score.argmax())]
    for number in range(len(logs) - 1, 0, -1):
        path.append(int(back[number, path[-1]]))
    return path[::-1]


def best_paths(stretches: list[Floats], costs: list[Floats]) -> list[list[int]]:
    """The best paths of many stretches with the same tags, all at once: the same as `best_path` of each.

    stretches   words x tags each; costs   words each.
    """
    order = sorted(range(len(stretches)), key=lambda one: -len(stretches[one]))
    lengths = [len(stretches[one]) for one in order]
    longest, tags = lengths[0], stretches[0].shape[1]
    table, changes = _TABLES[tags]
    logs = np.zeros((longest, len(order), tags), dtype=np.float32)
    charge = np.zeros((longest, len(order), 1, 1), dtype=np.float32)
    for row, one in enumerate(order):
        logs[: lengths[row], row] = stretches[one]
        charge[: lengths[row], row, 0, 0] = costs[one]
    score = logs[0].copy()
    score[:, 1 + INNER :: PARTS] = -1e4
    ends = score.copy()
    back = np.zeros((longest, len(order), tags), dtype=np.int8)
    live = len(order)
    for number in range(1, longest):
        while lengths[live - 1] <= number:
            live -= 1
        paths = score[:live, :, None] + (table - charge[number, :live] * changes)
        back[number, :live] = paths.argmax(1)
        score = paths.max(1) + logs[number, :live]
        ends[:live] = score
    found: list[list[int]] = [[] for _ in stretches]
    for row, one in enumerate(order):
        tag = int(ends[row].argmax())
        path = [tag]
        for number in range(lengths[row] - 1, 0, -1):
            tag = int(back[number, row, tag])
            path.append(tag)
        found[one] = path[::-1]
    return found


def _stretches(outside: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open runs of words that may belong to a quote."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], outside, [True]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def quotes(scores: Floats, decoding: Decoding, edges: npt.NDArray[np.bool_] | None = None) -> list[WordQuote]:
    """The quotes of a text.

    scores   words x TAGS: the network's scores.
    edges    words: whether punctuation or a line break stands before a word, or the word is punctuation.
    Returns  quotes in the order of their first words.
    """
    found: list[WordQuote] = []
    costs = np.full(len(scores), decoding.switch, dtype=np.float32)
    if edges is not None:
        costs[~edges] += decoding.edge
    for layer, kinds in enumerate(LAYERS):
        tags = LAYER_TAGS[layer]
        part = scores[:, OFFSETS[layer] : OFFSETS[layer] + tags].copy()
        part[:, 0] += decoding.lean[layer]
        logs = log_softmax(part)
        path = [0] * len(logs)
        runs = _stretches(logs[:, 0] > -1e-3)
        if runs:
            paths = best_paths([logs[a:b] for a, b in runs], [costs[a:b] for a, b in runs])
            for (start, end), best in zip(runs, paths, strict=True):
                path[start:end] = best
        found += [q for q in _read(path, kinds, logs) if q.confidence >= decoding.least[layer]]
    return sorted(found, key=lambda quote: quote.runs)


def _read(path: list[int], kinds: tuple[StatementKind, ...], logs: Floats) -> list[WordQuote]:
    """The quotes that a path of tags writes down."""
    found: list[tuple[int, list[list[int]]]] = []
    open_run = False
    for number, tag in enumerate(path):
        if tag == 0:
            open_run = False
            continue
        kind, part = divmod(tag - 1, PARTS)
        taken_up = part == AGAIN and found and found[-1][0] == kind and number - found[-1][1][-1][1] < 80
        if part == INNER and open_run:
            found[-1][1][-1][1] = number + 1
        elif taken_up:
            found[-1][1].append([number, number + 1])
        else:
            found.append((kind, [[number, number + 1]]))
        open_run = True
    quotes = []
    for kind, runs in found:
        inside = np.concatenate([logs[a:b, 0] for a, b in runs])
        sure = float(1.0 - np.exp(inside).mean())
        quotes.append(WordQuote(kinds[kind], tuple((a, b) for a, b in runs), sure))
    return quotes


def speaker(starts: Floats, stops: Floats, decoding: Decoding) -> tuple[tuple[int, int] | None, float]:
    """The best speaker of one quote as a half-open run of words, or None for nobody; and how sure.

    starts, stops   words + 1 scores; the last is for nobody.
    """
    first = log_softmax(starts[None])[0].astype(np.float64)
    last = log_softmax(stops[None])[0].astype(np.float64)
    words = len(first) - 1
    nobody = float(first[words] + last[words]) + decoding.nobody
    best, place = -1e9, (0, 0)
    for start in np.argsort(-first[:words], kind="stable")[:8]:
        window = last[start : min(words, start + LONGEST_SPEAKER)]
        length = int(window.argmax())
        total = float(first[start] + window[length])
        if total > best:
            best, place = total, (int(start), int(start) + length + 1)
    if nobody >= best:
        return None, float(np.exp(min(0.0, nobody / 2)))
    return place, float(np.exp(best / 2))


def cues(scores: Floats, covered: npt.NDArray[np.bool_], decoding: Decoding) -> list[tuple[int, int]]:
    """The cue words of one quote as half-open runs of words outside the quote."""
    chosen = (scores > np.log(decoding.cue / (1.0 - decoding.cue))) & ~covered
    return _stretches(~chosen)
