from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.export.passages import REACH, excerpt, paragraphs
from zopa.vocabulary import Quote

TEXT = (
    "Talks began. The envoy, Dr. Moss, will never sign on 3. May, he said. “Why not?” Nobody knew.\nNext day."
)


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("will never sign", "Talks began. The envoy, Dr. Moss, ", " on 3. May, he said."),
        ("Talks began.", "", ""),
        ("“Why not?”", "The envoy, Dr. Moss, will never sign on 3. May, he said. ", ""),
        ("Nobody knew", "“Why not?” ", "."),
        ("Next day", "", "."),
    ],
)
def test_a_quote_stands_in_its_sentence(words: str, before: str, after: str) -> None:
    start = TEXT.index(words)
    found = excerpt(TEXT, Quote.cut(TEXT, start, start + len(words)))
    assert (found.before, found.quote, found.after) == (before, words, after)


def test_a_long_sentence_stands_alone() -> None:
    text = (
        "It rained. "
        + "The envoy spoke for an hour about the weather, the roads, the harvest " * 2
        + "and left."
    )
    start = text.index("and left")
    assert excerpt(text, Quote.cut(text, start, start + 8)).before.startswith("The envoy spoke")


def test_an_endless_sentence_is_cut_at_words() -> None:
    text = "word " * 300 + "HERE" + " word" * 300
    start = text.index("HERE")
    found = excerpt(text, Quote.cut(text, start, start + 4))
    assert found.before.startswith("… word")
    assert found.after.endswith("word …")
    assert len(found.before) + len(found.after) <= 2 * REACH + 4


def test_words_that_moved_are_not_placed() -> None:
    found = excerpt("another text altogether", Quote("old words", 3, 12))
    assert not found.found
    assert found.quote == "old words"
    assert not excerpt(None, Quote("old words", 3, 12)).found


def test_overlapping_passages_are_cut_into_segments() -> None:
    [segments] = paragraphs("abcdefgh", {1: (1, 5), 2: (3, 7), 3: (3, 7)})
    assert [(s.text, s.covers, s.starts, s.ends) for s in segments] == [
        ("a", (), (), ()),
        ("bc", (1,), (1,), ()),
        ("de", (1, 2, 3), (2, 3), (1,)),
        ("fg", (2, 3), (), (2, 3)),
        ("h", (), (), ()),
    ]


def test_a_passage_may_run_over_a_line_end() -> None:
    drawn = paragraphs("one two\r\n\r\nthree four", {7: (4, 16)})
    assert [[(s.text, s.covers, s.starts, s.ends) for s in line] for line in drawn] == [
        [("one ", (), (), ()), ("two", (7,), (7,), ())],
        [("three", (7,), (), (7,)), (" four", (), (), ())],
    ]


@given(st.data())
def test_segments_keep_the_text_and_mark_each_passage_once(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab \n\r<🙂", max_size=60))
    bounds = st.integers(0, len(text))
    spans = {
        number: (low, high)
        for number, (low, high) in enumerate(data.draw(st.lists(st.tuples(bounds, bounds), max_size=6)))
        if low < high
    }
    drawn = paragraphs(text, spans)
    lines = [line for line in text.replace("\r", "\n").split("\n") if line.strip()]
    assert ["".join(s.text for s in line) for line in drawn] == lines
    flat = [segment for line in drawn for segment in line]
    for number, (low, high) in spans.items():
        visible = [s for s in flat if number in s.covers]
        covered = "".join(s.text for s in visible)
        kept = "".join(line for line in text[low:high].replace("\r", "\n").split("\n"))
        assert covered.strip() == kept.strip() or covered.replace(" ", "") == kept.replace(" ", "")
        once = 1 if visible else 0
        assert sum(number in s.starts for s in flat) == once
        assert sum(number in s.ends for s in flat) == once
