"""The trained engine: words in, statements out, section by section so that long texts stay cheap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from zopa.reading.engines import RawStatement
from zopa.reading.engines.decode import Decoding, WordQuote, cues, log_softmax, quotes, speaker
from zopa.reading.engines.pairs import landmarks, pair_table
from zopa.reading.engines.pieces import FIRST, LAST, Pieces
from zopa.reading.engines.scheme import LAYER_TAGS, OFFSETS, PIECES, STANCES, STANDS, TAGS, windows
from zopa.reading.engines.words import PARAGRAPH_BREAK, PUNCTUATION, Words, cut
from zopa.reading.insight import Insight, joined
from zopa.vocabulary import Span, Stance, StatementKind

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

SECTION = 1500
"""Words after which a section ends at the next paragraph; twice as many end it anywhere."""


FAR = -1e4
"""A score that loses to every other."""


class Network(Protocol):
    """The parts of the trained network."""

    def look(self, vectors: Floats, features: Ints, firsts: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Read one window.

        vectors    pieces x width.
        features   pieces x 4: shape, place, break, mood.
        firsts     words: the first piece of each.
        Returns    words' vectors, words x width; their tag scores, words x TAGS; what the statement they
                   belong to does, words x 4; the pieces' vectors from below, for `see`, pieces x width.
        """
        ...

    def see(self, below: Floats, firsts: Ints) -> tuple[Floats, Floats]:
        """Read the same window for what it says of a negotiation.

        below      pieces x width, as `look` gave it.
        Returns    what the position that the words state does, words x 4; what they mean, words x width.
        """
        ...

    def link(
        self, hidden: Floats, covered: Floats, ends: Ints, pairs: Ints
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Link quotes to words.

        hidden     words x width.
        covered    quotes x words, 1 for a quote's words; ends, quotes x 2: its first and last word.
        pairs      quotes x words x 3.
        Returns    starts and stops of speakers, quotes x (words + 1); cues, quotes x words; traits.
        """
        ...


@dataclass(frozen=True)
class LanguageParts:
    """What belongs to a language: pieces, their vectors (8 bits, one scale a row), moods of verb forms."""

    pieces: Pieces
    vectors: npt.NDArray[np.int8]
    scales: Floats
    moods: Mapping[str, int]

    def rows(self, numbers: Ints) -> Floats:
        """The vectors of pieces."""
        rows: Floats = self.vectors[numbers].astype(np.float32) * self.scales[numbers][:, None]
        return rows


@dataclass(slots=True)
class _Window:
    """A window that was read: its words and their vectors."""

    first: int
    own: int
    own_end: int
    end: int
    hidden: Floats


class Tagger:
    """Finds statements with a trained network.

    parts      what belongs to each language.
    decoding   thresholds per language.
    """

    name = "tagger"

    def __init__(
        self, network: Network, parts: Mapping[str, LanguageParts], decoding: Mapping[str, Decoding]
    ) -> None:
        self.network = network
        self.parts = parts
        self.decoding = decoding

    def tag(self, text: str, language: str) -> list[RawStatement]:
        """The statements of a text in the order of their quotes.

        Raises KeyError for a language that has no parts; never for any text.
        """
        return [one for statements, _ in self._sections(text, language, False) for one in statements]

    def read(self, text: str, language: str) -> tuple[list[RawStatement], Insight]:
        """The statements of a text, and what the network makes of each of its words.

        Raises KeyError as `tag` does.
        """
        found: list[RawStatement] = []
        parts = []
        for statements, insight in self._sections(text, language, True):
            found += statements
            parts.append(insight)
        return found, joined(parts, self.parts[language].vectors.shape[1])

    def meaning(self, text: str, language: str) -> Floats:
        """What a short text means, as a unit vector: the mean of its words'; zeros for one without words."""
        mean = self.read(text, language)[1].meaning.astype(np.float32).sum(0)
        unit: Floats = mean / max(1e-6, float(np.linalg.norm(mean)))
        return unit

    def _sections(
        self, text: str, language: str, seeing: bool
    ) -> Iterator[tuple[list[RawStatement], Insight]]:
        parts, decoding = self.parts[language], self.decoding[language]
        words = cut(text)
        for start, end in sections(words):
            yield self._section(words, start, end, parts, decoding, seeing)

    def _section(
        self, words: Words, start: int, end: int, parts: LanguageParts, decoding: Decoding, seeing: bool
    ) -> tuple[list[RawStatement], Insight]:
        section = Words(
            words.text,
            words.starts[start:end],
            words.ends[start:end],
            words.shapes[start:end],
            words.places[start:end],
            words.breaks[start:end],
        )
        marks = landmarks(section)
        seen, scores, insight = self._look(section, parts, seeing)
        found = quotes(scores, decoding, edges(section))
        statements: list[tuple[tuple[tuple[int, int], ...], RawStatement]] = []
        for window in seen:
            mine = [q for q in found if window.own <= q.runs[0][0] < window.own_end]
            if mine:
                linked = self._link(section, marks, window, mine, decoding)
                statements += zip((q.runs for q in mine), linked, strict=True)
        statements.sort(key=lambda item: item[0])
        return [statement for _, statement in statements], insight

    def _look(
        self, section: Words, parts: LanguageParts, seeing: bool
    ) -> tuple[list[_Window], Floats, Insight]:
        """Read the windows of a section; the scores of each word come from the window that owns it.

        seeing   also what the words say of a negotiation; without it that part of the insight is 0.
        """
        names = [section.word(n) for n in range(len(section))]
        ids = parts.pieces.of_all(section.spelled(n) for n in range(len(section)))
        moods = [parts.moods.get(name.lower(), 0) for name in names] if parts.moods else [0] * len(names)
        table = np.array([section.shapes, section.places, section.breaks, moods], dtype=np.int64).T
        scores = np.zeros((len(section), TAGS), dtype=np.float32)
        stands = np.zeros((len(section), 2 * len(STANDS)), dtype=np.float32)
        meaning = np.zeros((len(section), parts.vectors.shape[1]), dtype=np.float16)
        seen = []
        for first, own, own_end, end in windows([len(i) for i in ids]):
            lengths = [len(i) for i in ids[first:end]]
            row = np.array(
                [FIRST, *[n for i in ids[first:end] for n in i][: PIECES - 2], LAST], dtype=np.int64
            )
            features = np.zeros((len(row), 4), dtype=np.int64)
            features[1:-1] = table[first:end][np.repeat(np.arange(end - first), lengths)][: len(row) - 2]
            firsts = np.minimum(1 + np.cumsum([0, *lengths[:-1]]), len(row) - 1).astype(np.int64)
            hidden, tags, acts, below = self.network.look(parts.rows(row), features, firsts)
            mine = slice(own - first, own_end - first)
            scores[own:own_end], stands[own:own_end, len(STANDS) :] = tags[mine], acts[mine]
            if seeing:
                positions, means = self.network.see(below, firsts)
                stands[own:own_end, : len(STANDS)], meaning[own:own_end] = positions[mine], means[mine]
            seen.append(_Window(first, own, own_end, end, hidden))
        return seen, scores, _insight(section, scores, stands, meaning)

    def _link(
        self, section: Words, marks: Ints, window: _Window, mine: list[WordQuote], decoding: Decoding
    ) -> list[RawStatement]:
        """Speakers, cues and traits of the quotes that begin in a window's own part."""
        first, size = window.first, window.end - window.first
        covered = np.zeros((len(mine), size), dtype=bool)
        for row, quote in enumerate(mine):
            for start, end in quote.runs:
                covered[row, max(0, start - first) : min(size, end - first)] = True
        places = [np.flatnonzero(c) for c in covered]
        ends = np.array([(p[0], p[-1]) for p in places], dtype=np.int64)
        pairs = pair_table(covered, marks[:, first : window.end])
        starts, stops, cue_scores, traits = self.network.link(
            window.hidden, covered.astype(np.float32), ends, pairs
        )

        def spans(runs: list[tuple[int, int]]) -> tuple[Span, ...]:
            return tuple((section.starts[a + first], section.ends[b - 1 + first]) for a, b in runs)

        made = []
        for row, quote in enumerate(mine):
            if quote.kind is not StatementKind.REPORTED:  # only a reported speech act holds its own speaker
                starts[row, :-1][covered[row]] = stops[row, :-1][covered[row]] = FAR
            else:
                starts[row, :-1][covered[row]] += decoding.within
                stops[row, :-1][covered[row]] += decoding.within
            who, sure = speaker(starts[row], stops[row], decoding)
            stance = STANCES[int(traits[row, : len(STANCES)].argmax())]
            made.append(
                RawStatement(
                    quote=tuple((section.starts[a], section.ends[b - 1]) for a, b in quote.runs),
                    kind=quote.kind,
                    speaker=spans([who]) if who else (),
                    cue=spans(cues(cue_scores[row], covered[row], decoding)),
                    stance=None if stance == "none" else Stance(stance),
                    firm=bool(traits[row, len(STANCES)] > 0),
                    conditional=bool(traits[row, len(STANCES) + 1] > 0),
                    confidence=quote.confidence,
                    speaker_confidence=sure,
                )
            )
        return made


def _insight(section: Words, scores: Floats, stands: Floats, meaning: npt.NDArray[np.float16]) -> Insight:
    chances = np.exp(log_softmax(stands.reshape(-1, len(STANDS)))).reshape(-1, 2, len(STANDS))
    outside = [
        np.exp(log_softmax(scores[:, at : at + tags]))[:, 0]
        for at, tags in zip(OFFSETS, LAYER_TAGS, strict=True)
    ]
    said = (1.0 - np.stack(outside, axis=1)).astype(np.float32)
    starts, ends = np.array(section.starts, np.int64), np.array(section.ends, np.int64)
    return Insight(starts, ends, chances.astype(np.float32), said, meaning)


def edges(words: Words) -> npt.NDArray[np.bool_]:
    """Where a clause may begin or end: at punctuation, after it, or at a line break."""
    mark = np.array(words.shapes, dtype=np.int64) == PUNCTUATION
    after = np.concatenate([[True], mark[:-1]]) if len(mark) else mark
    found: npt.NDArray[np.bool_] = mark | after | (np.array(words.breaks, dtype=np.int64) > 0)
    return found


def sections(words: Words) -> list[tuple[int, int]]:
    """Half-open runs of words, cut at paragraphs, that are read one after the other: memory stays flat."""
    found = []
    start = 0
    for number in range(len(words)):
        size = number - start
        if size >= 2 * SECTION or (size >= SECTION and words.breaks[number] == PARAGRAPH_BREAK):
            found.append((start, number))
            start = number
    if start < len(words):
        found.append((start, len(words)))
    return found
