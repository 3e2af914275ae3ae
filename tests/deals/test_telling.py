from __future__ import annotations

import string

import pytest

from zopa.deals import assess, assess_scenario, from_mapping, interests_from_mapping, told, told_scenario
from zopa.deals.phrases import PHRASES
from zopa.dossier import Dossier
from zopa.positions import PositionMatrix


def test_every_phrase_has_both_languages_and_the_same_blanks() -> None:
    def blanks(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    for name, texts in PHRASES.items():
        assert set(texts) == {"en", "de"}, name
        assert blanks(texts["en"]) == blanks(texts["de"]), name


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_dossier_in_words(berlin: tuple[Dossier, PositionMatrix], language: str) -> None:
    dossier, matrix = berlin
    sections = {one.id: one for one in told(assess(matrix, dossier.proposals.values()), language)}
    assert list(sections) == [
        "disputes",
        "anything",
        "variants:berlin_declaration",
        "variants:kremlin_terms",
        "forecast",
    ]
    assert len(sections["disputes"].lines) == 5
    assert all(one.title and one.about for one in sections.values())


def test_scores_in_words() -> None:
    data = {
        "kind": "additive_scored",
        "quorum": 1,
        "parties": [
            {"name": "ann", "threshold": 3, "scores": [[3, 0]]},
            {"name": "ben", "threshold": 2, "scores": [[0, 2]]},
        ],
        "proposals": {"p": {"A": "A1"}, "q": {}},
    }
    sections = {one.id: one for one in told_scenario(assess_scenario(from_mapping(data)))}
    assert sections["zone"].lines[:2] == ("2 of 2 packages pass (100 %).", "0 suit everybody.")
    assert sections["concessions"].lines[0] == "Can't all be satisfied: ann and ben."
    assert sections["standing"].lines == (
        "p: passes; wastes nothing.",
        "q: leaves A open, so it has no score.",
    )


def test_scores_of_a_dossier_name_its_parties(berlin: tuple[Dossier, PositionMatrix]) -> None:
    _, matrix = berlin
    block = {"parties": {"usa": {"values": {"ceasefire": {"now": 1, "after": 0}}}}}
    issues = {issue.id: [option.id for option in issue.options] for issue in matrix.issues}
    found = assess(matrix, (), interests=interests_from_mapping(block, issues))
    points = next(one for one in told(found) if one.id == "points")
    assert points.lines[0] == "Nash: ceasefire = now (United States 1)"


def test_a_graph_model_in_words() -> None:
    data = {
        "kind": "gmcr",
        "decision_makers": {"Ann": ["disarm"], "Ben": ["disarm"]},
        "states": {1: "NN", 2: "YN", 3: "NY", 4: "YY"},
        "preference_ranking_best_first": {"Ann": [3, 4, 1, 2], "Ben": [2, 4, 1, 3]},
        "joint_moves": [{"by": ["Ann", "Ben"], "moves": {1: [4]}}],
    }
    (section,) = told_scenario(assess_scenario(from_mapping(data)))
    assert section.lines[0] == "Nash: 1 (NN)"
    assert section.lines[-1] == "Together Ann and Ben would gain by going from 1 (NN) to 4 (YY)."
