"""Bodies and members, offices in time, modality, direction: who says what counts, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.positions import Affiliation, Standing, place, stand
from zopa.positions.changes import firsts
from zopa.positions.direction import inferred
from zopa.vocabulary import (
    Actor,
    Condition,
    Issue,
    Modality,
    Office,
    Option,
    Party,
    Quote,
    Stance,
    StatedPosition,
    Tie,
)

PARTIES = (
    Party("city", {"": "City"}),
    Party("port", {"": "Port"}),
    Party("league", {"": "League"}, members=("city", "port")),
    Party("unions", {"": "Unions"}),
    Party("institute", {"": "Institute"}, at_table=False),
)
ACTORS = (
    Actor("ilves", "Ilves", offices=(
        Office("port", end=dt.date(2031, 3, 31)), Office("unions", start=dt.date(2031, 4, 1)))),
    Actor("brandt", "Brandt", party="city"),
    Actor("speaker", "Speaker", offices=(Office("city"), Office("league"))),
    Actor("guest", "Guest"),
)  # fmt: skip
SIDES = Affiliation.from_names(PARTIES, ACTORS)
DUES = Issue("dues", {"": "Dues"}, tuple(Option(f"o{n}", {"": str(n)}, value=float(n)) for n in range(1, 6)))


def said(
    speaker: str,
    holder: str,
    stance: str = "accepts",
    day: int = 1,
    month: int = 3,
    option: str = "o3",
    modality: Modality = Modality.CURRENT,
    report: str = "r",
    **more: object,
) -> StatedPosition:
    words = f"{speaker} {holder} {stance} {option} {day}"
    made = StatedPosition(
        report, Quote(words, 0, len(words)), speaker, holder, "dues", option, Stance(stance), "test",
        said_on=dt.date(2031, month, day), modality=modality,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def on(party: str, *stated: StatedPosition, option: str = "o3", issue: Issue = DUES) -> Standing | None:
    return place(stated, PARTIES, [issue], SIDES).cell(party, "dues").on(option)


def test_an_office_counts_on_the_day_something_was_said() -> None:
    then = on("port", said("ilves", "port", day=31))
    later = on("port", said("ilves", "port", day=1, month=4))
    assert then is not None
    assert not then.second_hand
    assert later is not None
    assert later.second_hand


def test_who_speaks_for_two_bodies_speaks_for_each() -> None:
    for holder in ("city", "league"):
        standing = on(holder, said("speaker", holder))
        assert standing is not None
        assert standing.rules[0] == "own word"


def test_a_joint_word_counts_for_each_member_that_has_not_spoken() -> None:
    agreed = said("league", "league")
    own = said("brandt", "city", "rejects", day=5)
    city, port = on("city", agreed, own), on("port", agreed, own)
    assert city is not None
    assert city.stance is Stance.REJECTS
    assert city.rules == ("own word", "outranked")
    assert port is not None
    assert (port.stance, port.through) == (Stance.ACCEPTS, "league")
    assert port.rules == ("joint",)
    assert not port.second_hand
    assert on("unions", agreed) is None


def test_a_member_speaks_for_the_body_but_does_not_bind_it() -> None:
    of_the_body = on("league", said("brandt", "league"))
    assert of_the_body is not None
    assert not of_the_body.second_hand
    assert on("league", said("brandt", "city")) is None


def test_bodies_of_bodies() -> None:
    nested = (*PARTIES, Party("alliance", {"": "Alliance"}, members=("league", "unions")))
    sides = Affiliation.from_names(nested, ACTORS)
    table = place([said("alliance", "alliance")], nested, [DUES], sides)
    assert {party for party, _ in table.cells} == {"alliance", "league", "city", "port", "unions"}


def test_what_is_past_or_denied_does_not_stand_but_is_kept() -> None:
    for modality in (Modality.PAST, Modality.DENIED):
        table = place([said("brandt", "city", modality=modality)], PARTIES, [DUES], SIDES)
        cell = table.cell("city", "dues")
        assert cell.unknown
        assert len(cell.background) == 1


def test_a_denial_takes_back_hearsay_of_that_side_only() -> None:
    rumour = said("guest", "city", "accepts", day=1)
    denial = said("brandt", "city", "accepts", day=2, modality=Modality.DENIED)
    assert on("city", rumour, denial) is None
    later = said("guest", "city", "accepts", day=3, report="s")
    assert on("city", rumour, denial, later) is not None
    refusal = said("guest", "city", "rejects", day=1)
    standing = on("city", refusal, denial)
    assert standing is not None
    assert standing.stance is Stance.REJECTS


def test_somebody_elses_denial_takes_nothing_back() -> None:
    denial = said("guest", "city", modality=Modality.DENIED, day=2)
    assert on("city", said("author", "city"), denial) is not None


def test_denying_ones_own_word_makes_it_contested() -> None:
    standing = on("city", said("brandt", "city"), said("city", "city", day=2, modality=Modality.DENIED))
    assert standing is not None
    assert standing.contested
    assert "denies it" in standing.reason


def test_what_is_alleged_is_outranked_by_any_other_word() -> None:
    alleged = said("author", "city", "accepts", day=9, modality=Modality.ALLEGED)
    alone = on("city", alleged)
    assert alone is not None
    assert alone.alleged
    assert alone.second_hand
    assert alone.rules == ("alleged",)
    told = on("city", alleged, said("guest", "city", "rejects", day=1))
    assert told is not None
    assert told.stance is Stance.REJECTS
    assert not told.alleged


def test_an_earlier_red_line_is_named_as_the_reason() -> None:
    firm = said("brandt", "city", "rejects", day=1, firm=True)
    standing = on("city", firm, said("brandt", "city", "rejects", day=4))
    assert standing is not None
    assert standing.firm
    assert "still firm" in standing.rules


def test_a_standing_keeps_all_that_its_word_is_tied_to() -> None:
    further = (Condition(text="or we strike", tie=Tie.OR_ELSE), Condition("works", "quay", tie=Tie.EXCEPT))
    standing = on("city", said("brandt", "city", condition=Condition(text="if"), further=further))
    assert standing is not None
    assert [one.tie for one in standing.ties] == [Tie.IF, Tie.OR_ELSE, Tie.EXCEPT]


# ------------------------------------------------------------------ direction


def standing(option: str, stance: str, **more: object) -> Standing:
    return replace(Standing("city", "dues", option, Stance(stance)), **more)  # type: ignore[arg-type]


def told(issue: Issue, *standings: Standing) -> dict[str, str]:
    return {one.option: str(one.stance) for one in inferred(standings, issue)}


MORE = replace(DUES, more_for=("city",))
LESS = replace(DUES, less_for=("city",))


def test_beyond_a_refusal_seen_from_what_is_wanted() -> None:
    assert told(DUES, standing("o1", "supports"), standing("o3", "rejects")) == {
        "o4": "rejects",
        "o5": "rejects",
    }
    assert told(DUES, standing("o3", "rejects")) == {}
    assert told(DUES, standing("o1", "supports"), standing("o5", "accepts"), standing("o3", "rejects")) == {}


def test_with_a_direction_a_refusal_alone_is_enough() -> None:
    assert told(MORE, standing("o3", "rejects")) == {"o1": "rejects", "o2": "rejects"}
    assert told(LESS, standing("o3", "rejects")) == {"o4": "rejects", "o5": "rejects"}
    assert told(MORE, standing("o4", "accepts")) == {"o5": "accepts"}
    assert told(LESS, standing("o2", "accepts")) == {"o1": "accepts"}


def test_what_is_inferred_rests_on_no_words_and_names_its_ground() -> None:
    one = inferred([standing("o4", "rejects")], MORE)[0]
    assert one.inferred
    assert not one.evidence
    assert not one.firm
    assert one.inferred_from == "o4"
    assert one.rules == ("direction",)


@pytest.mark.parametrize(
    "more",
    [{"contested": True}, {"second_hand": True}, {"alleged": True}, {"condition": Condition(text="if paid")}],
)
def test_doubtful_words_lead_to_nothing(more: dict[str, object]) -> None:
    assert told(MORE, standing("o3", "rejects", **more)) == {}


def test_no_line_no_inference() -> None:
    loose = Issue("dues", {}, tuple(Option(name, {}) for name in ("o1", "o2", "o3")))
    assert told(replace(loose, more_for=("city",)), standing("o2", "rejects")) == {}
    assert told(replace(MORE, several=True), standing("o2", "rejects")) == {}
    assert told(replace(loose, ordered=True, more_for=("city",)), standing("o2", "rejects")) == {
        "o1": "rejects"
    }


@given(
    st.lists(
        st.tuples(
            st.sampled_from([f"o{n}" for n in range(1, 6)]),
            st.sampled_from(["supports", "accepts", "rejects"]),
        ),
        unique_by=lambda pair: pair[0],
    ),
    st.sampled_from([DUES, MORE, LESS]),
)
def test_inference_never_speaks_to_what_was_said_nor_against_itself(
    words: list[tuple[str, str]], issue: Issue
) -> None:
    found = inferred([standing(*one) for one in words], issue)
    assert not {one.option for one in found} & {option for option, _ in words}
    assert len({one.option for one in found}) == len(found)
    # inferring again from what was inferred adds nothing
    assert inferred([*(standing(*one) for one in words), *found], issue) == ()


def test_an_inferred_cell_is_shown_but_unknown_and_left_out_of_what_was_said() -> None:
    table = place([said("brandt", "city", "rejects")], PARTIES, [MORE], SIDES)
    cell = table.cell("city", "dues")
    assert [one.option for one in cell.standings] == ["o1", "o2", "o3"]
    assert [one.option for one in table.said().cell("city", "dues").standings] == ["o3"]


# ------------------------------------------------------------------ firsts


def test_the_first_time_a_side_accepts() -> None:
    stated = [
        said("brandt", "city", "rejects", day=1),
        said("anonymous", "city", "accepts", day=15),
        said("brandt", "city", "accepts", day=20),
        said("brandt", "city", "accepts", day=20, option="o4"),
        said("ilves", "port", "accepts", day=2),
    ]
    found = firsts(stated, SIDES)
    assert [
        (one.position.option, one.position.said_on.day, one.own) for one in found if one.position.said_on
    ] == [
        ("o4", 20, True),
        ("o3", 15, False),
    ]
    assert found[1].against is stated[0]
    assert firsts(stated, SIDES, since=dt.date(2031, 3, 18)) == [found[0]]


def test_plain_maps_still_say_who_belongs_to_whom() -> None:
    one = stand([said("brandt", "city")], {"brandt": "city"})
    assert one is not None
    assert not one.second_hand
    assert Affiliation.of({"brandt": "city"}).plain
    assert not SIDES.plain
