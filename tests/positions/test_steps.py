from __future__ import annotations

import dataclasses
import datetime as dt

from zopa.positions import Cell, PositionMatrix, Standing
from zopa.positions.causes import Cause, causes
from zopa.positions.steps import Step, steps
from zopa.vocabulary import Condition, Issue, Option, Party, Quote, Stance, StatedPosition

NORTH = Party("north", {"": "North"})
DUES = Issue("dues", {"": "Dues"}, (Option("high", {"": "high"}),))


def matrix(*standings: Standing) -> PositionMatrix:
    cells = {("north", "dues"): Cell("north", "dues", standings)} if standings else {}
    return PositionMatrix((NORTH,), (DUES,), cells)


def test_every_kind_of_step() -> None:
    base = Standing("north", "dues", "high", Stance.SUPPORTS)

    def became(**now: object) -> Step | None:
        return steps(matrix(base), matrix(dataclasses.replace(base, **now))).get(("north", "dues", "high"))  # type: ignore[arg-type]

    assert steps(matrix(), matrix(base)) == {("north", "dues", "high"): Step.NEW}
    assert steps(matrix(base), matrix()) == {("north", "dues", "high"): Step.GONE}
    assert became() is None
    assert became(stance=Stance.REJECTS) is Step.TURNED
    assert became(stance=Stance.ACCEPTS) is Step.MOVED
    assert became(firm=True) is Step.HARDENED
    assert became(contested=True) is Step.CONTESTED
    assert became(condition=Condition(text="if it rains")) is Step.CONDITION
    firm = dataclasses.replace(base, firm=True)
    assert steps(matrix(firm), matrix(base))["north", "dues", "high"] is Step.SOFTENED
    hearsay = dataclasses.replace(base, second_hand=True)
    assert steps(matrix(hearsay), matrix(base))["north", "dues", "high"] is Step.OWN_WORD
    assert steps(matrix(base), matrix(hearsay)) == {}


def said(
    report: str, speaker: str, day: int | None, precision: str = "day", **more: object
) -> StatedPosition:
    one = StatedPosition(
        report,
        Quote("words", 0, 5),
        speaker,
        "north",
        "dues",
        "high",
        Stance.SUPPORTS,
        "test",
        said_on=dt.date(2031, 3, day) if day else None,
        said_on_precision=precision,
    )
    return dataclasses.replace(one, **more)  # type: ignore[arg-type]


SIDES = {"north": "north", "ada": "north", "bo": "north", "eve": None}


def why(one: StatedPosition, other: StatedPosition, **known: dict[str, str]) -> set[Cause]:
    return set(causes(one, other, SIDES, known.get("languages", {}), known.get("stories", {})))


def test_likely_causes() -> None:
    assert why(said("a", "ada", 1), said("b", "ada", 9)) == {Cause.TIME}
    assert why(said("a", "ada", 1), said("b", "bo", 1)) == {Cause.SPEAKER}
    assert why(said("a", "ada", 1), said("b", "eve", 1)) == {Cause.HEARSAY}
    assert why(said("a", "ada", 1), said("b", "ada", 1)) == {Cause.OUTLET}
    assert why(said("a", "ada", 1), said("b", "ada", 3, "report")) == {Cause.TIME, Cause.DATE}
    assert why(said("a", "ada", 1), said("b", "ada", None)) == {Cause.DATE}
    both = {"a": "de", "b": "en"}
    assert Cause.TRANSLATION in why(said("a", "ada", 1), said("b", "ada", 9), languages=both)
    same = why(said("a", "ada", 1), said("b", "ada", 1), stories={"a": "a", "b": "a"})
    assert same == {Cause.SAME_STORY}
    tied = said("b", "ada", 1, condition=Condition(text="if"))
    assert Cause.CONDITION in why(said("a", "ada", 1), tied)
    assert why(said("a", "ada", 1), said("a", "ada", 1)) == set()
