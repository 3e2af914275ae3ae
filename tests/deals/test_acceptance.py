from __future__ import annotations

from typing import Any

import pytest

from zopa.deals.acceptance import Ground, Reply, Status, acceptance
from zopa.dossier import Dossier
from zopa.errors import UnknownName
from zopa.positions import Cell, PositionMatrix, Standing
from zopa.vocabulary import Condition, Issue, Option, Party, Proposal, Stance

BOAT = Issue(
    "boat", {"en": "The boat"}, (Option("share", {"en": "share it"}), Option("sell", {"en": "sell it"}))
)
DOCK = Issue("dock", {"en": "The dock"}, (Option("north", {"en": "north"}), Option("south", {"en": "south"})))
ANN, BEN = Party("ann", {"en": "Ann"}), Party("ben", {"en": "Ben"})


def table(*standings: Standing) -> PositionMatrix:
    cells: dict[tuple[str, str], Cell] = {}
    for one in standings:
        before = cells.get((one.party, one.issue), Cell(one.party, one.issue))
        cells[one.party, one.issue] = Cell(one.party, one.issue, (*before.standings, one))
    return PositionMatrix((ANN, BEN), (BOAT, DOCK), cells)


def says(party: str, issue: str, option: str, stance: str, **more: Any) -> Standing:
    return Standing(party, issue, option, Stance(stance), **more)


def test_unknown_is_never_consent() -> None:
    verdict = acceptance(table(says("ann", "boat", "share", "supports")), {"boat": "share"})
    assert verdict.status is Status.POSSIBLE
    assert verdict.verdict == "unknown"
    assert [one.party for one in verdict.questions] == ["ben"]


def test_everyone_on_record_is_certain() -> None:
    matrix = table(says("ann", "boat", "share", "supports"), says("ben", "boat", "share", "accepts"))
    verdict = acceptance(matrix, {"boat": "share"})
    assert (verdict.status, verdict.verdict) == (Status.CERTAIN, "open")
    assert [answer.reply for answer in verdict.answers] == [Reply.PREFERRED, Reply.ACCEPTED]


def test_red_lines_come_before_plain_refusals() -> None:
    matrix = table(
        says("ann", "boat", "share", "rejects"), says("ben", "dock", "north", "rejects", firm=True)
    )
    verdict = acceptance(matrix, {"boat": "share", "dock": "north"})
    assert verdict.verdict == "blocked"
    assert verdict.blockers == ("ben", "ann")
    assert [one.reply for one in verdict.blocking] == [Reply.RED_LINE, Reply.REJECTED]


@pytest.mark.parametrize(
    ("terms", "reply"),
    [
        ({"boat": "share"}, Reply.CONDITIONAL),
        ({"boat": "share", "dock": "north"}, Reply.ACCEPTED),
        ({"boat": "share", "dock": "south"}, Reply.REJECTED),
    ],
)
def test_a_condition_is_an_implication_between_terms(terms: dict[str, str], reply: Reply) -> None:
    matrix = table(says("ann", "boat", "share", "accepts", condition=Condition("dock", "north")))
    assert acceptance(matrix, terms).answer("ann", "boat").reply is reply


def test_a_refusal_until_something_falls_away_with_it_but_is_no_consent() -> None:
    matrix = table(says("ann", "boat", "share", "rejects", firm=True, condition=Condition("dock", "north")))
    assert acceptance(matrix, {"boat": "share"}).answer("ann", "boat").reply is Reply.RED_LINE
    lifted = acceptance(matrix, {"boat": "share", "dock": "north"}).answer("ann", "boat")
    assert (lifted.reply, lifted.ground) == (Reply.UNKNOWN, Ground.REFUSAL_LIFTED)


def test_wanting_another_option_is_not_a_refusal_but_is_told() -> None:
    matrix = table(says("ann", "boat", "sell", "supports"))
    answer = acceptance(matrix, {"boat": "share"}).answer("ann", "boat")
    assert (answer.reply, answer.ground, answer.others) == (Reply.UNKNOWN, Ground.WANTS_OTHER, ("sell",))
    assert (
        answer.reason(matrix)
        == "Ann: nothing on record on “share it” (The boat), but wants “sell it” instead."
    )


def test_two_voices_are_neither_consent_nor_refusal() -> None:
    matrix = table(says("ann", "boat", "share", "rejects", contested=True))
    answer = acceptance(matrix, {"boat": "share"}).answer("ann", "boat")
    assert answer.contested
    assert answer.reply is Reply.UNKNOWN


def test_a_party_accepts_its_own_proposal_unless_it_said_otherwise() -> None:
    proposal = Proposal("p", "Plan", "ann", None, {"boat": "share", "dock": "north"})
    verdict = acceptance(table(says("ann", "dock", "north", "rejects")), proposal)
    assert verdict.answer("ann", "boat").ground is Ground.OWN_PROPOSAL
    assert verdict.answer("ann", "dock").reply is Reply.REJECTED


def test_unknown_names_list_the_choices() -> None:
    with pytest.raises(UnknownName, match="share, sell"):
        acceptance(table(), {"boat": "sink"})
    with pytest.raises(UnknownName, match="boat, dock"):
        acceptance(table(), {"car": "sink"})


def test_every_ground_has_its_sentence_in_both_languages() -> None:
    from zopa.deals.wording import SENTENCES

    assert set(SENTENCES) == {ground.name for ground in Ground}
    assert all(set(texts) == {"en", "de"} for texts in SENTENCES.values())


def test_berlin_declaration(berlin: tuple[Dossier, PositionMatrix]) -> None:
    dossier, matrix = berlin
    verdict = acceptance(matrix, dossier.proposals["berlin_declaration"])
    assert verdict.verdict == "blocked"
    assert verdict.blockers == ("russia",)
    assert {one.issue: one.reply for one in verdict.blocking} == {
        "foreign_troops": Reply.RED_LINE,
        "guarantees": Reply.RED_LINE,
        "assets": Reply.RED_LINE,
    }
    assert not verdict.answer("russia", "eu").reply.refuses
    for party in ("ukraine", "usa", "russia"):
        for issue in ("army_size", "monitoring", "reconstruction"):
            assert verdict.answer(party, issue).reply is Reply.UNKNOWN


def test_kremlin_terms(berlin: tuple[Dossier, PositionMatrix]) -> None:
    dossier, matrix = berlin
    verdict = acceptance(matrix, dossier.proposals["kremlin_terms"])
    assert [(one.party, one.issue, one.reply) for one in verdict.blocking] == [
        ("ukraine", "territory", Reply.RED_LINE)
    ]
