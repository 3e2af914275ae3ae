"""Floors only rise: the gate's arithmetic, without weights and corpora."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.gate import FLOORS, KEPT, FloorLowered, below, checked, lowered, main, raised

OLD = {"news": {"quote_f1": 76.0, "statement_f1": 64.0}}


def test_figures_at_the_floor_pass_and_lower_ones_are_named():
    assert below(OLD, {"news": {"quote_f1": 76.0, "statement_f1": 70.0}}) == []
    failed = below(OLD, {"news": {"quote_f1": 75.0, "statement_f1": 70.0}})
    assert failed == ["news quote_f1: 75.0 is below 76.0"]


def test_what_was_not_measured_fails():
    assert len(below(OLD, {})) == 2


def test_raising_never_lowers():
    new = raised(OLD, {"news": {"quote_f1": 80.0, "statement_f1": 60.0}, "other": {"message_f1": 1.0}})
    assert new == {"news": {"quote_f1": 80.0, "statement_f1": 64.0}, "other": {"message_f1": 1.0}}


def test_a_floor_goes_down_only_with_a_reason():
    with pytest.raises(FloorLowered, match="needs --why"):
        lowered(OLD, "news", "quote_f1", 70.0, " ")
    assert lowered(OLD, "news", "quote_f1", 70.0, "the guide changed")["news"]["quote_f1"] == 70.0


def test_a_new_file_may_not_lose_a_floor_in_passing():
    with pytest.raises(FloorLowered, match="news statement_f1"):
        checked(OLD, {"news": {"quote_f1": 80.0}}, frozenset())
    told = frozenset({("news", "statement_f1")})
    assert checked(OLD, {"news": {"quote_f1": 80.0}}, told)


def test_without_development_sets_the_gate_says_so(tmp_path, capsys):
    assert main(["--shared", str(tmp_path)]) == 2
    assert "ZOPA_SHARED" in capsys.readouterr().err


def test_the_pinned_file_is_well_formed():
    kept = json.loads((Path(__file__).parents[2] / FLOORS).read_text(encoding="utf-8"))
    assert {figure for row in kept["floors"].values() for figure in row} <= set(KEPT)
    assert all(entry["why"] for entry in kept["lowered"])
