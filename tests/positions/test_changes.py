from __future__ import annotations

import datetime as dt

from zopa.positions import spread
from zopa.positions.changes import Kind, changes, contradictions
from zopa.vocabulary import Quote, Stance, StatedPosition

SIDES = {"north": "north", "ilves": "north", "south": "south", "oakes": None}
OUTLETS = {"a": "Quay", "b": "Pier", "c": "Pier"}


def said(
    day: int | None,
    stance: str,
    speaker: str = "ilves",
    report: str = "a",
    *,
    firm: bool = False,
    words: str = "",
) -> StatedPosition:
    exact = words or f"{speaker} {stance} {day}"
    return StatedPosition(
        report=report,
        quote=Quote(exact, 0, len(exact)),
        speaker=speaker,
        holder="north",
        issue="dues",
        option="high",
        stance=Stance(stance),
        origin="test",
        firm=firm,
        said_on=dt.date(2031, 3, day) if day else None,
    )


def kinds(*stated: StatedPosition) -> list[Kind]:
    return [one.kind for one in contradictions(stated, SIDES, OUTLETS)]


def test_who_contradicts_whom() -> None:
    assert kinds(said(1, "rejects"), said(9, "accepts")) == [Kind.OWN]
    assert kinds(said(1, "rejects"), said(9, "accepts", "south")) == [Kind.SECOND_HAND]
    assert kinds(said(1, "rejects", "oakes"), said(9, "accepts", "south")) == [Kind.OTHERS]
    assert kinds(said(1, "rejects"), said(1, "accepts", report="b")) == [Kind.OUTLETS]
    assert kinds(said(1, "rejects", "author"), said(2, "accepts", "author", "b")) == [Kind.OUTLETS]


def test_what_is_no_contradiction() -> None:
    assert kinds(said(1, "rejects"), said(20, "accepts")) == []
    assert kinds(said(1, "supports"), said(2, "accepts")) == []
    assert kinds(said(None, "rejects"), said(2, "accepts")) == []


def test_a_story_and_its_reprints_contradict_once() -> None:
    stated = [said(1, "rejects"), *(said(2, "accepts", report=name, words="same") for name in "abc")]
    assert len(contradictions(stated, SIDES, OUTLETS)) == 3
    (one,) = contradictions(stated, SIDES, OUTLETS, origin_of={"b": "a", "c": "a"})
    assert (one.one.stance, one.days_apart) == (Stance.REJECTS, 1)


def test_changes_are_of_own_words() -> None:
    stated = [
        said(1, "supports"),
        said(3, "supports", firm=True),
        said(4, "rejects", "south"),
        said(5, "supports"),
        said(8, "accepts"),
        said(9, "rejects"),
    ]
    found = changes(stated, SIDES)
    assert [one.what for one in found] == ["turned", "moved", "softened", "hardened"]
    assert len(changes(stated, SIDES, since=dt.date(2031, 3, 8))) == 2


def test_ten_outlets_one_origin() -> None:
    stated = [said(1, "rejects", report=f"r{n}") for n in range(10)]
    outlets = {f"r{n}": f"Outlet {n}" for n in range(10)}
    assert str(spread(stated, outlets, {f"r{n}": "r0" for n in range(10)})) == "10 outlets, 1 origin"
    assert spread(stated, outlets, {}).origins == 10
