from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.positions import place, stand
from zopa.vocabulary import Condition, Issue, Option, Party, Quote, Stance, StatedPosition

PARTIES = (Party("north", {"en": "North"}), Party("south", {"en": "South"}))
ISSUES = (Issue("dues", {"en": "Dues"}, (Option("low", {"en": "low"}), Option("high", {"en": "high"}))),)
AFFILIATION = {"north": "north", "ilves": "north", "berg": "north", "south": "south", "oakes": None}


def said(
    speaker: str, stance: str, day: int | None, *, report: str = "r", start: int = 0, **more: Any
) -> StatedPosition:
    return StatedPosition(
        report=report,
        quote=Quote("x", start, start + 1),
        speaker=speaker,
        holder="north",
        issue="dues",
        option="high",
        stance=Stance(stance),
        origin="test",
        said_on=dt.date(2031, 3, day) if day else None,
        **more,
    )


def test_nothing_said_is_unknown() -> None:
    matrix = place([], PARTIES, ISSUES, AFFILIATION)
    assert matrix.cell("north", "dues").unknown
    assert stand([], AFFILIATION) is None


def test_own_word_outranks_a_newer_second_hand_one() -> None:
    own, rival = said("ilves", "rejects", 2, firm=True), said("south", "accepts", 9)
    standing = stand([rival, own], AFFILIATION)
    assert standing is not None
    assert standing.is_red_line
    assert not standing.second_hand
    assert standing.dissent == (rival,)
    assert "own latest word" in standing.reason


def test_second_hand_counts_where_the_side_is_silent_and_is_marked() -> None:
    standing = stand([said("oakes", "accepts", 2)], AFFILIATION)
    assert standing is not None
    assert standing.second_hand


def test_a_speakers_later_word_supersedes_his_own() -> None:
    standing = stand([said("ilves", "rejects", 2), said("ilves", "accepts", 9)], AFFILIATION)
    assert standing is not None
    assert standing.stance is Stance.ACCEPTS
    assert not standing.contested


def test_two_voices_of_one_side_who_disagree_within_days_are_contested() -> None:
    standing = stand([said("ilves", "rejects", 2), said("berg", "accepts", 9)], AFFILIATION)
    assert standing is not None
    assert standing.contested


def test_what_was_said_long_before_is_superseded() -> None:
    standing = stand([said("ilves", "rejects", 1), said("berg", "accepts", 28)], AFFILIATION)
    assert standing is not None
    assert not standing.contested
    assert standing.stance is Stance.ACCEPTS


def test_one_speaker_who_says_both_on_one_day_is_contested() -> None:
    standing = stand([said("ilves", "rejects", 2), said("ilves", "accepts", 2, start=5)], AFFILIATION)
    assert standing is not None
    assert standing.contested


def test_a_red_line_outlives_a_plain_refusal() -> None:
    standing = stand([said("ilves", "rejects", 2, firm=True), said("berg", "rejects", 4)], AFFILIATION)
    assert standing is not None
    assert standing.is_red_line


@pytest.mark.parametrize("speaker", ["ilves", "berg"])
def test_a_red_line_outlives_weeks_and_its_own_speakers_plain_refusal(speaker: str) -> None:
    standing = stand([said("ilves", "rejects", 1, firm=True), said(speaker, "rejects", 28)], AFFILIATION)
    assert standing is not None
    assert standing.is_red_line


def test_a_red_line_taken_back_is_gone_even_if_the_refusal_returns() -> None:
    words = [
        said("ilves", "rejects", 1, firm=True),
        said("ilves", "accepts", 9),
        said("ilves", "rejects", 28),
    ]
    standing = stand(words, AFFILIATION)
    assert standing is not None
    assert standing.stance is Stance.REJECTS
    assert not standing.is_red_line


def test_as_of_cuts_what_came_later() -> None:
    positions = [said("ilves", "rejects", 2), said("ilves", "accepts", 9)]
    early = (
        place(positions, PARTIES, ISSUES, AFFILIATION, dt.date(2031, 3, 5)).cell("north", "dues").on("high")
    )
    assert early is not None
    assert early.stance is Stance.REJECTS
    assert place(positions, PARTIES, ISSUES, AFFILIATION, dt.date(2031, 3, 1)).cell("north", "dues").unknown


def test_a_condition_travels_with_the_standing() -> None:
    condition = Condition("dues", "low")
    standing = stand([said("ilves", "accepts", 2, condition=condition)], AFFILIATION)
    assert standing is not None
    assert standing.condition == condition


stated = st.builds(
    said,
    st.sampled_from(["north", "ilves", "berg", "south", "oakes", "author", "anonymous"]),
    st.sampled_from(["supports", "accepts", "rejects"]),
    st.one_of(st.none(), st.integers(1, 28)),
    report=st.sampled_from(["r", "s"]),
    start=st.integers(0, 50),
    firm=st.booleans(),
)


@given(st.lists(stated, max_size=8, unique_by=lambda p: p.id), st.randoms())
def test_nothing_is_dropped_and_order_does_not_matter(positions: list[StatedPosition], random: Any) -> None:
    first = stand(positions, AFFILIATION)
    shuffled = list(positions)
    random.shuffle(shuffled)
    second = stand(shuffled, AFFILIATION)
    if first is None or second is None:
        assert not positions
        return
    assert {p.id for p in (*first.evidence, *first.dissent)} == {p.id for p in positions}
    assert (first.stance, first.firm, first.contested) == (second.stance, second.firm, second.contested)
    assert all(p.stance.is_for is first.stance.is_for for p in first.evidence)
