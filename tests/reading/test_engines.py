"""The engine's parts without weights: any text, any scores, and spans stay inside the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.reading.engines.decode import Decoding, best_path, best_paths, cues, quotes, speaker
from zopa.reading.engines.pairs import landmarks, pair_features, pair_table
from zopa.reading.engines.pieces import SPACE, SPECIAL, UNKNOWN, Pieces
from zopa.reading.engines.scheme import (
    LAYER_TAGS,
    OFFSETS,
    PAIR_CLASSES,
    PARTS,
    PIECES,
    SPEAKER_AT,
    STANCES,
    STANDS,
    TAGS,
    tag,
    windows,
)
from zopa.reading.engines.tagger import LanguageParts, Tagger, sections
from zopa.reading.engines.words import CLOSE, INSIDE, OPEN, OUTSIDE, cut
from zopa.reading.language import language
from zopa.reading.text import analyse
from zopa.vocabulary import StatementKind

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
LETTERS = Pieces(
    [*SPECIAL, SPACE, "▁ab", *ALPHABET, *(f"▁{c}" for c in ALPHABET)],
    [0.0] * len(SPECIAL) + [-9.0, -3.0] + [-4.0] * 52,
)
ANY_TEXT = st.text(max_size=400) | st.text(alphabet="aB \n.„“\"»«':,ß1😀", max_size=600)


class Chance:
    """A network that says anything: decoding has to cope with it."""

    def __init__(self, seed: int, spread: float) -> None:
        self.numbers = np.random.default_rng(seed)
        self.spread = spread

    def look(self, vectors, features, firsts):
        assert len(vectors) == len(features) <= PIECES
        assert firsts.max() < len(vectors)
        tags = self.numbers.normal(0, self.spread, (len(firsts), TAGS)).astype(np.float32)
        does = self.numbers.normal(0, self.spread, (len(firsts), len(STANDS))).astype(np.float32)
        return np.zeros((len(firsts), 8), np.float32), tags, does, vectors

    def see(self, below, firsts):
        assert firsts.max() < len(below)
        does = np.random.default_rng(len(firsts)).normal(0, self.spread, (len(firsts), len(STANDS)))
        return does.astype(np.float32), np.full((len(firsts), 8), 8**-0.5, np.float32)

    def link(self, hidden, covered, ends, pairs):
        assert hidden.shape[0] == covered.shape[1]
        assert ends.max() < covered.shape[1]
        many, words = covered.shape
        assert (covered.sum(1) > 0).all()
        for column, size in enumerate(PAIR_CLASSES):
            assert pairs[..., column].min() >= 0
            assert pairs[..., column].max() < size
        draw = self.numbers.normal
        return (
            draw(0, self.spread, (many, words + 1)).astype(np.float32),
            draw(0, self.spread, (many, words + 1)).astype(np.float32),
            draw(0, self.spread, (many, words)).astype(np.float32),
            draw(0, self.spread, (many, len(STANCES) + 7)).astype(np.float32),
        )


def engine(seed: int = 0, spread: float = 3.0) -> Tagger:
    many = len(LETTERS.vocabulary)
    parts = LanguageParts(LETTERS, np.ones((many, 8), np.int8), np.ones(many, np.float32), {"habe": 1})
    return Tagger(Chance(seed, spread), {"de": parts}, {"de": Decoding()})


def sound(text: str, found: list) -> None:
    """Every span of every statement lies in the text, in order, and is not empty."""
    for statement in found:
        assert statement.quote
        for spans in (statement.quote, statement.speaker, statement.cue):
            last = 0
            for start, end in spans:
                assert last <= start < end <= len(text)
                assert text[start:end].strip()
                last = end
        assert 0.0 <= statement.confidence <= 1.0
        assert 0.0 <= statement.speaker_confidence <= 1.0


@given(ANY_TEXT, st.integers(0, 2**31), st.sampled_from([0.1, 3.0, 50.0]))
@settings(max_examples=150, deadline=None)
def test_any_text_and_any_scores_give_sound_statements(text, seed, spread):
    sound(text, engine(seed, spread).tag(text, "de"))


@given(ANY_TEXT)
@settings(deadline=None)
def test_words_cover_everything_but_white_space(text):
    words = cut(text)
    covered = {n for s, e in zip(words.starts, words.ends, strict=True) for n in range(s, e)}
    assert covered == {n for n, c in enumerate(text) if not c.isspace()}
    assert len({len(words.starts), len(words.shapes), len(words.places), len(words.breaks)}) == 1


@pytest.mark.parametrize(
    "text",
    ["Er sagte: „Wir gehen.“", "Er sagte: »Wir gehen.«", "Er sagte: «Wir gehen.»", 'Er sagte: "Wir gehen."',
     "Er sagte: “Wir gehen.”", "Er sagte: ‚Wir gehen.‘", "Er sagte: ›Wir gehen.‹", "Er sagte: „Wir gehen.\""],
)  # fmt: skip
def test_quotation_marks_of_any_style_are_seen(text):
    assert cut(text).places == [OUTSIDE] * 3 + [OPEN] + [INSIDE] * 3 + [CLOSE]


def test_a_stray_mark_does_not_swallow_the_report():
    words = cut("Er „sagte nichts. Punkt.\n\nDas war „alles“.")
    assert [words.word(n) for n, p in enumerate(words.places) if p == INSIDE] == ["alles"]


def test_apostrophes_are_no_quotation_marks():
    assert set(cut("It's the ministers' fault, isn't it?").places) == {OUTSIDE, OPEN} - {OPEN}


@given(st.lists(st.integers(1, 45), max_size=3000))
@settings(max_examples=60, deadline=None)
def test_every_word_is_owned_by_one_window_that_fits(counts):
    owned = []
    for first, own, own_end, end in windows(counts):
        assert first <= own < own_end <= end
        assert sum(counts[first:end]) <= PIECES - 2
        owned += range(own, own_end)
    assert owned == list(range(len(counts)))


@given(st.integers(0, 2**31))
@settings(deadline=None)
def test_the_best_path_is_allowed_and_not_worse_than_greedy_outside(seed):
    logs = np.random.default_rng(seed).normal(0, 2, (40, LAYER_TAGS[1])).astype(np.float32)
    path = best_path(logs)
    before = 0
    for found in path:
        if found and (found - 1) % PARTS == 1:
            assert before
            assert (before - 1) // PARTS == (found - 1) // PARTS
        before = found
    assert sum(logs[n, t] for n, t in enumerate(path)) >= logs[:, 0].sum() - 1e-3


@given(st.integers(0, 2**31), st.lists(st.integers(1, 40), min_size=1, max_size=12), st.sampled_from([4, 10]))
@settings(deadline=None)
def test_many_best_paths_at_once_are_the_same_as_one_by_one(seed, lengths, tags):
    draw = np.random.default_rng(seed)
    logs = [draw.normal(0, 2, (length, tags)).astype(np.float32) for length in lengths]
    costs = [draw.choice([0.0, 0.4, 1.9], length).astype(np.float32) for length in lengths]
    assert best_paths(logs, costs) == [best_path(one, cost) for one, cost in zip(logs, costs, strict=True)]


@given(st.text(alphabet="aB .\n", min_size=1, max_size=200), st.integers(0, 2**31))
@settings(deadline=None)
def test_the_table_of_pairs_is_the_features_of_each_quote(text, seed):
    words = cut(text)
    if not len(words):
        return
    marks = landmarks(words)
    covered = np.random.default_rng(seed).random((3, len(words))) < 0.3
    covered[:, seed % len(words)] = True
    assert (pair_table(covered, marks) == np.stack([pair_features(one, marks) for one in covered])).all()


def test_tags_become_quotes_with_interruptions_and_layers():
    scores = np.full((12, TAGS), -9.0, np.float32)
    scores[:, list(OFFSETS)] = 0.0
    for place, found in ((1, 0), (2, 1), (6, 2), (7, 1)):
        scores[place, OFFSETS[1] + tag(StatementKind.INDIRECT, found)] = 9.0
    for place, found in ((2, 0), (3, 1)):
        scores[place, OFFSETS[0] + tag(StatementKind.DIRECT, found)] = 9.0
    found = quotes(scores, Decoding())
    assert [(q.kind, q.runs) for q in found] == [
        (StatementKind.INDIRECT, ((1, 3), (6, 8))),
        (StatementKind.DIRECT, ((2, 4),)),
    ]


def test_leaning_finds_more_quotes():
    scores = np.zeros((5, TAGS), np.float32)
    scores[:, list(OFFSETS)] = 2.0
    assert not quotes(scores, Decoding())
    assert quotes(scores, Decoding(lean=(-5.0, -5.0, -5.0)))


def test_the_speaker_is_a_run_of_words_or_nobody():
    starts, stops = np.zeros(11, np.float32), np.zeros(11, np.float32)
    starts[3] = stops[5] = 9.0
    assert speaker(starts, stops, Decoding())[0] == (3, 6)
    assert speaker(starts, stops, Decoding(nobody=99.0))[0] is None
    starts[10] = stops[10] = 20.0
    assert speaker(starts, stops, Decoding())[0] is None


def test_cues_stay_outside_the_quote():
    covered = np.array([False, True, True, False, False])
    assert cues(np.full(5, 9.0, np.float32), covered, Decoding()) == [(0, 1), (3, 5)]


def test_pairs_know_sides_and_paragraphs():
    words = cut("Anna kam. Sie sagte:\n\nEr geht. Gut.")
    marks = landmarks(words)
    covered = np.zeros(len(words), bool)
    covered[6:8] = True
    features = pair_features(covered, marks)
    assert features[0][1] == 1
    assert features[7][1] == 0
    assert len({tuple(row) for row in features}) > 4


def test_unknown_signs_have_a_piece():
    assert LETTERS.of("漢", spaced=False) == (UNKNOWN,)
    assert UNKNOWN in LETTERS.of("a漢b")
    assert LETTERS.of("") != ()


def test_the_likeliest_cut_wins_and_knows_white_space():
    def written(word: str, spaced: bool) -> list[str]:
        return [LETTERS.vocabulary[n] for n in LETTERS.of(word, spaced)]

    assert written("ab", True) == ["▁ab"]
    assert written("ab", False) == ["a", "b"]
    assert written("ba", True) == ["▁b", "a"]
    assert written("ﬁ", False) == ["f", "i"]  # a ligature is two letters


@given(ANY_TEXT)
@settings(deadline=None)
def test_every_word_has_pieces(text):
    words = cut(text)
    assert all(LETTERS.of_all(words.spelled(n) for n in range(len(words))))


@given(ANY_TEXT, st.integers(0, 2**31))
@settings(max_examples=60, deadline=None)
def test_reading_finds_what_tagging_finds_and_sees_every_word(text, seed):
    statements, insight = engine(seed).read(text, "de")
    assert statements == engine(seed).tag(text, "de")
    words = cut(text)
    assert insight.starts.tolist() == words.starts
    assert insight.ends.tolist() == words.ends
    assert insight.stands.shape == (len(words), 2, len(STANDS))
    assert np.allclose(insight.stands.sum(2), 1.0, atol=1e-4)


def test_tokens_take_the_mean_of_their_words():
    text = "Die EU-Staaten wollen 3,5 Prozent."
    document = analyse(text, language("de"))
    found = engine().read(text, "de")[1].at_tokens(document)
    assert len(found) == len(document.tokens)
    assert [text[s:e] for s, e in zip(found.starts, found.ends, strict=True)] == [
        t.text for t in document.tokens
    ]
    assert np.allclose(found.stands.sum(2), 1.0, atol=1e-4)


def test_a_text_without_words_means_nothing():
    assert not engine().meaning(" \n", "de").any()
    assert np.isclose(np.linalg.norm(engine().meaning("ab", "de")), 1.0)


def test_a_vocabulary_must_begin_with_the_special_pieces():
    with pytest.raises(ValueError, match="begins with"):
        Pieces(["a"], [0.0])
    with pytest.raises(ValueError, match="scores"):
        Pieces(SPECIAL, [0.0])


def test_long_texts_are_cut_into_sections():
    words = cut(("wort " * 700 + "\n\n") * 6 + "wort " * 7000)
    found = sections(words)
    assert [a for a, _ in found[1:]] == [b for _, b in found[:-1]]
    assert found[-1][1] == len(words)
    assert max(b - a for a, b in found) <= 3000


def test_tags_fill_their_layers():
    assert OFFSETS[-1] + LAYER_TAGS[-1] == SPEAKER_AT
    assert max(tag(kind, 2) for kind in StatementKind) == max(LAYER_TAGS) - 1


def test_switching_costs_join_splinters():
    scores = np.zeros((9, TAGS), np.float32)
    part = slice(OFFSETS[1], OFFSETS[1] + LAYER_TAGS[1])
    scores[:, part] = -9.0
    scores[:, OFFSETS[1]] = 0.0
    scores[1, OFFSETS[1] + tag(StatementKind.INDIRECT, 0)] = 5.0
    scores[2:8, OFFSETS[1] + tag(StatementKind.INDIRECT, 1)] = 5.0
    scores[4, OFFSETS[1] + tag(StatementKind.INDIRECT, 1)] = -1.0
    scores[5, OFFSETS[1] + tag(StatementKind.INDIRECT, 0)] = 5.2
    assert [q.runs for q in quotes(scores, Decoding())] == [((1, 4),), ((5, 8),)]
    assert [q.runs for q in quotes(scores, Decoding(switch=2.0))] == [((1, 8),)]


def test_a_quote_rather_ends_at_punctuation():
    edges = np.array([True, False, False, False, True, True])
    scores = np.zeros((6, TAGS), np.float32)
    scores[:, OFFSETS[1] : OFFSETS[1] + LAYER_TAGS[1]] = -9.0
    scores[:, OFFSETS[1]] = 0.0
    scores[0, OFFSETS[1] + tag(StatementKind.INDIRECT, 0)] = 9.0
    scores[1:3, OFFSETS[1] + tag(StatementKind.INDIRECT, 1)] = 9.0
    scores[3, OFFSETS[1] + tag(StatementKind.INDIRECT, 1)] = -1.0
    assert [q.runs for q in quotes(scores, Decoding(), edges)] == [((0, 3),)]
    assert [q.runs for q in quotes(scores, Decoding(edge=3.0), edges)] == [((0, 4),)]
