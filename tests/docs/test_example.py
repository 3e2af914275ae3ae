"""The example dossier is sound: it loads, and its hand coding fits it word for word."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from zopa.dossier import check
from zopa.vocabulary import VOICES, Stance

BERLIN = Path(__file__).parents[2] / "examples" / "berlin"


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return dict(yaml.safe_load((BERLIN / "gold.yaml").read_text("utf-8")))


def bodies() -> dict[str, str]:
    found = {}
    for path in sorted((BERLIN / "reports").iterdir()):
        _, _front, body = path.read_text("utf-8").split("---\n", 2)
        found[path.stem] = body
    return found


def test_the_dossier_has_nothing_to_complain_about() -> None:
    dossier, problems = check(BERLIN)
    assert dossier is not None
    assert problems == []


def test_every_report_says_where_it_is_from() -> None:
    for path in (BERLIN / "reports").iterdir():
        front = yaml.safe_load(path.read_text("utf-8").split("---\n", 2)[1])
        assert set(front) == {"url", "outlet", "author", "published", "title", "language"}, path.name
        assert "example.org/" in front["url"]
        assert 120 <= len(bodies()[path.stem].split()) <= 260, path.name


def test_the_coding_covers_the_reports(gold: dict[str, Any]) -> None:
    assert gold["reports"] == list(bodies())
    assert {entry["report"] for entry in gold["positions"]} == set(bodies())


def test_each_coded_quote_stands_once_in_its_report(gold: dict[str, Any]) -> None:
    texts = bodies()
    for entry in gold["positions"]:
        assert texts[entry["report"]].count(entry["quote"]) == 1, entry["quote"]


def test_the_coding_uses_the_dossiers_names(gold: dict[str, Any]) -> None:
    dossier, _ = check(BERLIN)
    assert dossier is not None
    for entry in gold["positions"]:
        named = [(entry["issue"], entry["option"])]
        if isinstance(entry.get("condition"), dict):
            named.append((entry["condition"]["issue"], entry["condition"]["option"]))
        for issue, option in named:
            assert dossier.issues[issue].option(option) is not None, entry["quote"]
        assert entry["holder"] in dossier.parties
        assert entry["speaker"] in {*dossier.parties, *dossier.actors, *VOICES}
        Stance(entry["stance"])


def test_the_example_holds_what_it_is_meant_to_show(gold: dict[str, Any]) -> None:
    """A contradiction, a change, a condition, hearsay and hostile text: the demo shows each."""
    said = gold["positions"]
    force = [(e["report"], e["stance"]) for e in said if (e["holder"], e["issue"]) == ("russia", "force")]
    assert ("03_continental_signals", "accepts") in force
    assert ("04_abendblick_moskau", "rejects") in force
    debt = [
        (e["report"], e["stance"]) for e in said if (e["holder"], e["option"]) == ("europe", "joint_debt")
    ]
    assert ("07_nordkurs_vor_dem_gipfel", "rejects") in debt
    assert ("08_quayside_summit", "supports") in debt
    assert any(isinstance(e.get("condition"), dict) for e in said)
    assert {"author", "anonymous"} <= {e["speaker"] for e in said}
    assert "<script>" in bodies()["05_lindenfelder_interview"]
