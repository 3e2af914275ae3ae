from __future__ import annotations

import pytest

from zopa.deals import efficient, package_odds
from zopa.deals.stated import matrix_from_mapping

TABLE = {
    "parties": ["north", "south"],
    "issues": {"dues": ["low", "mid", "high"], "pilots": ["duty", "free"], "flag": ["red", "blue"]},
    "positions": [
        {"holder": "north", "issue": "dues", "option": "high", "stance": "supports", "confidence": 0.9},
        {"holder": "north", "issue": "dues", "option": "mid", "stance": "accepts", "confidence": 0.8},
        {"holder": "south", "issue": "dues", "option": "high", "stance": "rejects", "confidence": 0.9},
        {"holder": "south", "issue": "dues", "option": "mid", "stance": "accepts", "confidence": 0.7},
        {"holder": "south", "issue": "pilots", "option": "duty", "stance": "rejects", "firm": True},
    ],
}


def test_the_packages_the_record_speaks_for() -> None:
    matrix, _ = matrix_from_mapping(TABLE)
    found = efficient(matrix)
    # nobody spoke of the flag, so it is left open; and nobody's refusal is chosen
    assert found[0].terms == {"dues": "mid", "pilots": "free"}
    assert found[0].odds == package_odds(matrix, found[0].terms)
    # two of four answers are a yes on record, at 0.8 and 0.7
    assert found[0].consented == pytest.approx((0.8 + 0.7) / 4)


def test_none_beats_another_in_both_figures() -> None:
    matrix, _ = matrix_from_mapping(TABLE)
    found = efficient(matrix, size=99)
    for one in found:
        assert not any(
            other.odds.unrefused >= one.odds.unrefused and other.consented > one.consented for other in found
        )


def test_many_options_are_cut_to_what_can_be_looked_at() -> None:
    matrix, _ = matrix_from_mapping(TABLE)
    assert 1 <= len(efficient(matrix, most=1)) <= 1


def test_an_empty_record_speaks_for_nothing() -> None:
    matrix, _ = matrix_from_mapping({**TABLE, "positions": []})
    assert efficient(matrix) == ()
