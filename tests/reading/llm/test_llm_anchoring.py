from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.reading.llm.anchoring import Anchor, Fit, anchor

TEXT = (
    "Die Fähre soll bleiben. „Wir werden die Gebühr von 12 Kronen niemals hinnehmen“, sagte der\n"
    "Bürgermeister am Dienstag. Die Reederei bot – nach langem Zögern – eine Gebühr von 9 Kronen an, und "
    "zwar\nab dem kommenden Frühjahr."
)
ALL = (0, len(TEXT))


def words(found: Anchor | None) -> str:
    assert found is not None
    return TEXT[slice(*found.span)]


def test_a_verbatim_quote_is_found_where_it_stands() -> None:
    found = anchor(TEXT, "Die Fähre soll bleiben", ALL)
    assert found == Anchor((0, 22), Fit.EXACT)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (
            '"Wir werden die Gebühr von 12 Kronen niemals hinnehmen", sagte',
            "„Wir werden die Gebühr von 12 Kronen",
        ),
        ("sagte der Bürgermeister am Dienstag", "sagte der\nBürgermeister am Dienstag"),
        ("Die Reederei bot - nach langem Zögern - eine", "Die Reederei bot – nach langem Zögern – eine"),
        ("die fähre soll bleiben!", "Die Fähre soll bleiben"),
    ],
)
def test_spaces_case_dashes_and_quotation_marks_may_differ(quote: str, expected: str) -> None:
    found = anchor(TEXT, quote, ALL)
    assert words(found).startswith(expected)
    assert found is not None
    assert found.fit is Fit.NORMALISED


def test_an_ellipsis_is_filled_where_little_was_left_out() -> None:
    found = anchor(TEXT, "Die Reederei bot […] eine Gebühr von 9 Kronen an", ALL)
    assert words(found) == "Die Reederei bot – nach langem Zögern – eine Gebühr von 9 Kronen an"
    long = "The council wants it." + " filler" * 100 + " It will pay."
    assert anchor(long, "The council wants it ... It will pay", (0, len(long))) is None


def test_a_slip_of_copying_is_repaired_to_the_words_of_the_report() -> None:
    found = anchor(TEXT, "Wir werden eine Gebühr von 12 Kronen niemals hinnehmen", ALL)
    assert found is not None
    assert found.fit is Fit.REPAIRED
    assert words(found) == "Wir werden die Gebühr von 12 Kronen niemals hinnehmen"


@pytest.mark.parametrize(
    "quote",
    [
        "Wir werden die Gebühr von 15 Kronen niemals hinnehmen",
        "Die Fähre soll nicht bleiben, und sie soll teurer werden",
        "Die Reederei bot nach langem Zögern keine Gebühr von 9 Kronen an",
        "Der Hafenmeister verlangt einen dritten Anleger",
        "ja",
        "…",
        " ",
    ],
)
def test_what_would_have_to_change_its_meaning_to_fit_is_dropped(quote: str) -> None:
    assert anchor(TEXT, quote, ALL) is None


def test_the_core_counts_first() -> None:
    text = "They refuse. They hope. They refuse."
    assert anchor(text, "They refuse.", (12, len(text))) == Anchor((24, 36), Fit.EXACT)
    assert anchor(text, "They hope.", (24, len(text))) == Anchor((13, 23), Fit.EXACT)


def test_words_are_not_cut_in_two() -> None:
    assert anchor("The councillors object.", "THE COUNCIL", (0, 23)) is None


@given(st.text(max_size=200), st.text(max_size=60))
def test_an_anchor_is_always_a_part_of_the_text(text: str, quote: str) -> None:
    found = anchor(text, quote, (0, len(text)))
    if found is not None:
        assert 0 <= found.span[0] < found.span[1] <= len(text)


@given(st.data())
def test_any_run_of_words_is_found_exactly(data: st.DataObject) -> None:
    tokens = TEXT.split(" ")
    first = data.draw(st.integers(0, len(tokens) - 1))
    last = data.draw(st.integers(first + 1, len(tokens)))
    quote = " ".join(tokens[first:last]).strip()
    found = anchor(TEXT, quote, ALL)
    assert words(found) == quote
