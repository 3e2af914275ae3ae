"""The reading of examples/berlin doesn't get worse than it was: floors on our own hand coding.

Nothing in the reader may be fitted to these reports. They show breakage, not quality: eight
short texts say little about the next one. A floor is raised when the reader got better, and
never lowered to get a change through.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from zopa import pipeline
from zopa.dossier import load
from zopa.reading import Reader
from zopa.vocabulary import StatedPosition

BERLIN = Path(__file__).parents[2] / "examples" / "berlin"

FLOORS = {"table": 0.60, "evidence": 0.80}
"""F1. Measured on 2026-11-29: table 0.66, evidence 0.89; with the first rules reader 0.52 and 0.67."""


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    return list(yaml.safe_load((BERLIN / "gold.yaml").read_text("utf-8"))["positions"])


@pytest.fixture(scope="module")
def found() -> list[StatedPosition]:
    dossier = load(BERLIN)
    reader = Reader(dossier)
    return [one for report in pipeline.gather(dossier).reports for one in reader.read(report).positions]


def f1(hits_found: int, found: int, hits_gold: int, gold: int) -> float:
    precision, recall = hits_found / max(found, 1), hits_gold / max(gold, 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def test_the_table_holds_its_floor(gold: list[dict[str, Any]], found: list[StatedPosition]) -> None:
    """Holder, issue, option, and for or against, wherever it is said."""
    wanted = {(e["holder"], e["issue"], e["option"], e["stance"] != "rejects") for e in gold}
    had = {(p.holder, p.issue, p.option, p.stance.is_for) for p in found}
    score = f1(len(wanted & had), len(had), len(wanted & had), len(wanted))
    assert score >= FLOORS["table"], f"table F1 {score:.3f}"


def test_the_passages_hold_their_floor(gold: list[dict[str, Any]], found: list[StatedPosition]) -> None:
    """A coded passage counts as found where a position read overlaps it by half of the shorter one."""
    reports = {report.id: report.text for report in pipeline.gather(load(BERLIN)).reports}
    spans = [
        (e["report"], start, start + len(e["quote"]))
        for e in gold
        for start in [reports[e["report"]].index(e["quote"])]
    ]
    read = [(p.report, p.quote.start, p.quote.end) for p in found]
    hits_gold = sum(any(_meet(one, other) for other in read) for one in spans)
    hits_found = sum(any(_meet(one, other) for other in spans) for one in read)
    score = f1(hits_found, len(read), hits_gold, len(spans))
    assert score >= FLOORS["evidence"], f"evidence F1 {score:.3f}"


def test_every_position_is_proved_by_its_words(found: list[StatedPosition]) -> None:
    reports = {report.id: report.text for report in pipeline.gather(load(BERLIN)).reports}
    assert found
    for one in found:
        assert reports[one.report][one.quote.start : one.quote.end] == one.quote.exact


def _meet(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    if one[0] != other[0]:
        return False
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return shared * 2 >= min(one[2] - one[1], other[2] - other[1])
