from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zopa.reading.llm.windows import windows


def test_a_short_report_is_one_window_without_context() -> None:
    text = "First paragraph.\n\nSecond paragraph."
    (window,) = windows(text)
    assert text[slice(*window.core)] == text
    assert window.before == (0, 0)
    assert window.after == (len(text), len(text))


def test_cores_end_between_paragraphs_and_context_at_words() -> None:
    paragraphs = [f"Paragraph {number} says something about the dues." for number in range(12)]
    text = "\n\n".join(paragraphs)
    cut = windows(text, core=120, around=30)
    assert len(cut) > 3
    for window in cut:
        core = text[slice(*window.core)]
        assert core.startswith("Paragraph")
        assert core.endswith("dues.")
        assert not text[slice(*window.before)].startswith("aragraph")
    assert cut[1].before[1] == cut[1].core[0]


def test_an_overlong_paragraph_is_cut_between_sentences_else_at_spaces_else_anywhere() -> None:
    sentences = "A sentence of some length. " * 10
    for window in windows(sentences.strip(), core=60):
        assert sentences[slice(*window.core)].strip().endswith(".")
    words = "word " * 50
    assert all(words[slice(*w.core)].strip().split() for w in windows(words, core=30))
    assert len(windows("x" * 100, core=30)) == 4


def test_nothing_to_read_is_no_window() -> None:
    assert windows("") == windows(" \n\n ") == windows("---\n\n***") == ()


@given(st.text(alphabet="ab .\n!ä😀", max_size=400), st.integers(5, 80), st.integers(0, 40))
def test_cores_share_nothing_and_hold_every_letter(text: str, core: int, around: int) -> None:
    covered = [0] * len(text)
    for window in windows(text, core, around):
        for place in range(*window.core):
            covered[place] += 1
        assert 0 <= window.before[0] <= window.before[1] == window.core[0]
        assert window.core[1] == window.after[0] <= window.after[1] <= len(text)
    assert max(covered, default=0) <= 1
    assert all(covered[place] for place, char in enumerate(text) if char.isalnum())
