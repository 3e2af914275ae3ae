from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.vocabulary import Condition, Quote, Stance, content_id


def test_ids_come_from_content_and_separators_do_not_confuse_them() -> None:
    assert content_id("a", 1, None) == content_id("a", 1, None)
    assert content_id("a", "b,c") != content_id("a,b", "c")


def test_supporting_and_accepting_are_on_one_side() -> None:
    assert Stance.SUPPORTS.is_for
    assert Stance.ACCEPTS.is_for
    assert not Stance.REJECTS.is_for


@given(st.text(min_size=1), st.data())
def test_a_quote_is_the_text_at_its_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = Quote.cut(text, start, end)
    assert quote.prefix + quote.exact + quote.suffix in text
    assert text[quote.start : quote.end] == quote.exact


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, 9)])
def test_a_quote_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        Quote.cut("four", start, end)


def test_a_condition_names_both_issue_and_option_or_has_words() -> None:
    assert Condition("dues", "low").in_dossier
    assert not Condition(text="if pilots stay").in_dossier
    for wrong in ({"issue": "dues"}, {}, {"text": " "}):
        with pytest.raises(ValueError, match="condition"):
            Condition(**wrong)
