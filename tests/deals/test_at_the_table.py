"""Who sits at the table, several options at once, exceptions and threats: deals on the richer dossier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from zopa.deals import assess, at_the_table, seats, told
from zopa.deals.acceptance import Ground, Reply, acceptance
from zopa.deals.claims import claims
from zopa.deals.table import represented
from zopa.positions import Affiliation, Cell, PositionMatrix, Standing, place
from zopa.vocabulary import (
    WITHOUT,
    Condition,
    Issue,
    Option,
    Party,
    Proposal,
    Quote,
    Stance,
    StatedPosition,
    Tie,
)

UNION = Party("union", {"en": "Union"}, members=("black", "blue"))
BLACK, BLUE = Party("black", {"en": "Black"}), Party("blue", {"en": "Blue"})
RED = Party("red", {"en": "Red"})
OFFICE = Party("office", {"en": "Audit office"}, at_table=False)
PARTIES = (UNION, BLACK, BLUE, RED, OFFICE)
TAX = Issue("tax", {"en": "Tax"}, (Option("low", {"en": "low"}), Option("high", {"en": "high"})))
WORKS = Issue(
    "works",
    {"en": "Works"},
    tuple(Option(n, {"en": f"the {n}"}) for n in ("road", "rail", "port")),
    several=True,
)


def table(*standings: Standing, parties: tuple[Party, ...] = PARTIES) -> PositionMatrix:
    cells: dict[tuple[str, str], Cell] = {}
    for one in standings:
        before = cells.get((one.party, one.issue), Cell(one.party, one.issue))
        cells[one.party, one.issue] = Cell(one.party, one.issue, (*before.standings, one))
    return PositionMatrix(parties, (TAX, WORKS), cells)


def says(party: str, issue: str, option: str, stance: str, **more: Any) -> Standing:
    return Standing(party, issue, option, Stance(stance), **more)


def test_members_sit_where_a_body_would_and_observers_do_not() -> None:
    assert [party.id for party in seats(PARTIES)] == ["black", "blue", "red"]
    assert represented("union", PARTIES) == ("black", "blue")
    assert represented("red", PARTIES) == ("red",)
    assert represented(None, PARTIES) == ()


def test_an_observer_blocks_nothing() -> None:
    found = assess(table(says("office", "tax", "low", "rejects", firm=True)), [plan({"tax": "low"})])
    assert found.verdicts["plan"].verdict == "unknown"
    assert found.matrix.parties == (BLACK, BLUE, RED)


def plan(terms: dict[str, str], *also: tuple[str, str], by: str | None = None) -> Proposal:
    return Proposal("plan", "Plan", by, None, terms, also)


def test_a_joint_agreement_binds_each_member_until_it_says_otherwise() -> None:
    def said(speaker: str, holder: str, stance: Stance) -> StatedPosition:
        return StatedPosition("r", Quote("x", 0, 1), speaker, holder, "tax", "low", stance, "test")

    sides = Affiliation.from_names(PARTIES, ())
    words = [said("union", "union", Stance.ACCEPTS), said("blue", "blue", Stance.REJECTS)]
    verdict = assess(place(words, PARTIES, [TAX, WORKS], sides), [plan({"tax": "low"})]).verdicts["plan"]
    assert verdict.answer("black", "tax").reply is Reply.ACCEPTED
    assert verdict.blockers == ("blue",)


def test_a_bodys_proposal_is_its_members_own() -> None:
    verdict = assess(table(), [plan({"tax": "low"}, by="union")]).verdicts["plan"]
    assert [answer.ground for answer in verdict.answers] == [
        Ground.OWN_PROPOSAL, Ground.OWN_PROPOSAL, Ground.SILENT,
    ]  # fmt: skip


def test_options_that_can_hold_together_are_asked_about_one_by_one() -> None:
    matrix = table(says("red", "works", "road", "supports"), says("black", "works", "rail", "rejects"))
    found = assess(matrix, [plan({"works": "road"}, ("works", "rail"))])
    verdict = found.verdicts["plan"]
    assert verdict.terms == {"works/road": "road", "works/rail": "rail"}
    assert verdict.answer("red", "works/road").reply is Reply.PREFERRED
    assert verdict.answer("red", "works/rail").ground is Ground.SILENT
    assert [(one.party, one.issue) for one in verdict.blocking] == [("black", "works/rail")]
    assert [option.id for option in found.matrix.issue("works/rail").options] == ["rail", WITHOUT]


def test_wanting_two_of_them_collides_with_nothing() -> None:
    matrix = table(says("red", "works", "road", "supports"), says("black", "works", "rail", "supports"))
    assert assess(matrix).blockers.disputes == ()
    exclusive = replace(matrix, issues=(TAX, replace(WORKS, several=False)))
    assert assess(exclusive).blockers.disputes != ()


def test_a_condition_on_one_of_several_options_is_met_by_it() -> None:
    tied = says("red", "tax", "low", "accepts", condition=Condition("works", "rail"))
    for also, reply in (((("works", "rail"),), Reply.ACCEPTED), ((), Reply.CONDITIONAL)):
        found = assess(table(tied), [plan({"tax": "low", "works": "road"}, *also)])
        assert found.verdicts["plan"].answer("red", "tax").reply is reply


def test_told_in_words_without_the_inner_ids() -> None:
    found = assess(table(says("black", "works", "rail", "rejects")), [plan({"works": "rail"})])
    for language in ("en", "de"):
        lines = [line for section in told(found, language) for line in (section.title, *section.lines)]
        assert not any("works/" in line for line in lines)


# ------------------------------------------------------------------ ties

TIED = (BLACK, RED)


@pytest.mark.parametrize(
    ("tie", "terms", "reply"),
    [
        (Tie.IF, {"tax": "low", "works/rail": "rail"}, Reply.ACCEPTED),
        (Tie.IF, {"tax": "low", "works/rail": WITHOUT}, Reply.REJECTED),
        (Tie.EXCEPT, {"tax": "low", "works/rail": "rail"}, Reply.REJECTED),
        (Tie.EXCEPT, {"tax": "low", "works/rail": WITHOUT}, Reply.ACCEPTED),
        (Tie.EXCEPT, {"tax": "low"}, Reply.CONDITIONAL),
        (Tie.OR_ELSE, {"tax": "low"}, Reply.ACCEPTED),
        (Tie.OR_ELSE, {"tax": "low", "works/rail": WITHOUT}, Reply.ACCEPTED),
    ],
)
def test_conditions_exceptions_and_threats(tie: Tie, terms: dict[str, str], reply: Reply) -> None:
    tied = Condition("works", "rail", tie=tie)
    standing = says(
        "red", "tax", "low", "accepts", **({"condition": tied} if tie is Tie.IF else {"further": (tied,)})
    )
    matrix = at_the_table(table(standing, parties=TIED))
    assert acceptance(matrix, terms).answer("red", "tax").reply is reply


def test_every_condition_has_to_be_met() -> None:
    standing = says(
        "red", "tax", "low", "accepts",
        condition=Condition("works", "rail"), further=(Condition("works", "road"),),
    )  # fmt: skip
    matrix = at_the_table(table(standing, parties=TIED))

    def reply(**works: str) -> Reply:
        terms = {"tax": "low"} | {f"works/{name}": option for name, option in works.items()}
        return acceptance(matrix, terms).answer("red", "tax").reply

    assert reply(rail="rail", road="road") is Reply.ACCEPTED
    assert reply(rail="rail") is Reply.CONDITIONAL
    assert reply(rail="rail", road=WITHOUT) is Reply.REJECTED
    assert [(one.requires, one.excludes) for one in claims(matrix)] == [
        (("works/rail", "rail"), False),
        (("works/road", "road"), False),
    ]
    assert len({one.id for one in claims(matrix)}) == 2


def test_a_refusal_with_an_exception_falls_away_with_it() -> None:
    standing = says("red", "tax", "low", "rejects", further=(Condition("works", "rail", tie=Tie.EXCEPT),))
    matrix = at_the_table(table(standing, parties=TIED))
    answer = acceptance(matrix, {"tax": "low", "works/rail": "rail"}).answer("red", "tax")
    assert (answer.reply, answer.ground) == (Reply.UNKNOWN, Ground.REFUSAL_LIFTED)
    assert acceptance(matrix, {"tax": "low"}).answer("red", "tax").reply is Reply.REJECTED


def test_an_exception_is_told_as_one() -> None:
    standing = says("red", "tax", "low", "accepts", further=(Condition("works", "rail", tie=Tie.EXCEPT),))
    matrix = at_the_table(table(standing, parties=TIED))
    answer = acceptance(matrix, {"tax": "low", "works/rail": "rail"}).answer("red", "tax")
    assert "not “the rail”" in answer.reason(matrix)
    assert "nicht „the rail“" in answer.reason(matrix, "de")
    assert "not “the rail”" in claims(matrix)[0].sentence(matrix)


@pytest.mark.parametrize("how", ["inferred", "alleged"])
def test_what_is_inferred_or_alleged_counts_for_nothing(how: str) -> None:
    matrix = table(says("red", "tax", "low", "rejects", **{how: True}), parties=TIED)
    assert acceptance(at_the_table(matrix), {"tax": "low"}).answer("red", "tax").ground is Ground.SILENT
