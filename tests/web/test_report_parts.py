"""A text in blocks: nothing is lost, highlights overlap, long paragraphs are parted."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from zopa.web.text import LONG, blocks

TEXTS = st.text(st.sampled_from("ab .!\n\r  é💥"), max_size=120)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30)), max_size=8))
def test_blocks_give_the_text_back_and_show_every_highlight(text: str, drawn: list[tuple[int, int]]) -> None:
    spans = {
        number: [(start, min(start + length, len(text)))]
        for number, (start, length) in enumerate(drawn, 1)
        if start < len(text)
    }
    found = blocks(text, spans)
    for block in found:
        shown = "".join(piece.text for piece in block.pieces)
        assert shown == text[block.start : block.end]
        at = block.start
        for piece in block.pieces:
            for number, [(start, end)] in spans.items():
                inside = start < at + len(piece.text) and end > at
                assert (number in piece.covers) == inside
            at += len(piece.text)
    left_out = "".join(text).translate(dict.fromkeys(map(ord, "\r\n")))
    assert len("".join(p.text for b in found for p in b.pieces)) <= len(left_out)
    starts = [number for block in found for number in block.starts]
    assert sorted(starts) == sorted(set(starts))
    for number, [(start, end)] in spans.items():
        assert (number in starts) == bool(text[start:end].strip("\r\n") and _drawn(text, start, end))


def _drawn(text: str, start: int, end: int) -> bool:
    """Whether any of it lies in a line that is not blank."""
    at = 0
    for line in text.replace("\r", "\n").split("\n"):
        if line.strip() and start < at + len(line) and end > at:
            return True
        at += len(line) + 1
    return False


def test_a_long_paragraph_is_parted_after_a_sentence() -> None:
    text = "One sentence after the other. " * 500
    found = blocks(text, {1: [(10, len(text) - 10)]})
    assert len(found) > 3
    assert all(block.end - block.start <= LONG for block in found)
    assert [block.continues for block in found] == [False, *[True] * (len(found) - 1)]
    assert all(text[: block.end].rstrip().endswith(".") for block in found)
    assert [block.starts for block in found] == [[1], *[[]] * (len(found) - 1)]
    assert "".join(piece.text for block in found for piece in block.pieces) == text


def test_an_interrupted_quote_is_one_highlight() -> None:
    text = '"We go," he said, "and stay."'
    found = blocks(text, {1: [(1, 7), (19, 28)]})[0]
    assert [(piece.text, piece.covers) for piece in found.pieces] == [
        ('"', ()),
        ("We go,", (1,)),
        ('" he said, "', ()),
        ("and stay.", (1,)),
        ('"', ()),
    ]
    assert [piece.starts for piece in found.pieces] == [(), (1,), (), (), ()]


def test_many_highlights_in_a_long_text_take_no_time() -> None:
    text = "A sentence of ordinary length, as they go. " * 30_000
    spans = {n: [(n * 200, n * 200 + 40)] for n in range(1, 5_000)}
    began = time.process_time()
    blocks(text, spans)
    assert time.process_time() - began < 5
