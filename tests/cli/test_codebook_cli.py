"""The codebook's help and the queue on the command line: check --terms, suggest, review, judge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FENCE = """\
---
outlet: The Quay
published: 2031-03-0{n}
language: en
---
Northmark demands a lighthouse at once. {more} Southmark will never accept a lighthouse.
"""


@pytest.fixture
def talks(folder: Path) -> Path:
    for n, more in ((3, "The weather was fine."), (4, "Nobody smiled."), (5, "The room was cold.")):
        (folder / "reports" / f"r{n}.txt").write_text(FENCE.format(n=n, more=more), encoding="utf-8")
    return folder


def test_what_the_reports_argue_about_and_the_dossier_lacks(talks: Path, zopa: Callable[..., Any]) -> None:
    done = zopa("suggest", talks, "--json")
    assert done.code == 0
    found = {one["key"]: one for one in json.loads(done.out)}
    light = found["lighthouse"]
    assert (light["kind"], light["what"]) == ("issue", "lighthouse")
    assert "3 reports" in light["why"]
    assert all("lighthouse" in one["quote"] for one in light["passages"])
    told = zopa("suggest", talks, "--kind", "issue").out
    assert "issue  lighthouse" in told
    assert "  +   lighthouse:" in told
    assert json.loads(zopa("suggest", talks, "--kind", "actor", "--json").out) == []


def test_the_proposed_entry_makes_the_dossier_whole(talks: Path, zopa: Callable[..., Any]) -> None:
    light = next(
        one for one in json.loads(zopa("suggest", talks, "--json").out) if one["key"] == "lighthouse"
    )
    path = talks / "dossier.yaml"
    entry = light["entry"].removeprefix("issues:\n").replace("{name: …}", "{name: x}")
    path.write_text(path.read_text().replace("issues:\n", f"issues:\n{entry}\n", 1), encoding="utf-8")
    assert zopa("check", talks).code == 0
    assert "lighthouse" not in {one["key"] for one in json.loads(zopa("suggest", talks, "--json").out)}


def test_a_figure_that_no_option_has(talks: Path, zopa: Callable[..., Any]) -> None:
    path = talks / "dossier.yaml"
    path.write_text(path.read_text().replace("crowns", "percent"), encoding="utf-8")
    (talks / "reports" / "more.txt").write_text(
        "---\npublished: 2031-03-06\nlanguage: en\n---\nSouthmark offers harbour dues of 8 percent.\n",
        encoding="utf-8",
    )
    (one,) = json.loads(zopa("suggest", talks, "--kind", "option", "--json").out)
    assert one["what"] == "8 percent"
    assert one["key"].startswith("dues.")
    assert "value: 8}" in one["entry"]


def test_a_wrong_kind_names_the_choices(talks: Path, zopa: Callable[..., Any]) -> None:
    done = zopa("suggest", talks, "--kind", "party")
    assert done.code == 2
    assert "issue, option, actor" in done.err


def test_grown_terms_are_shown_and_switched_off(talks: Path, zopa: Callable[..., Any]) -> None:
    (talks / "reports" / "more.txt").write_text(
        "---\npublished: 2031-03-06\nlanguage: en\n---\nThe pilot stays on board.\n", encoding="utf-8"
    )
    shown = json.loads(zopa("check", talks, "--terms", "--json").out)
    assert ("pilots", None, "pilot", "pilots") in {
        (one["issue"], one["option"], one["word"], one["by"].lower()) for one in shown["grown"]
    }
    assert "pilot (" in zopa("check", talks, "--terms").out
    path = talks / "dossier.yaml"
    text = path.read_text().replace(
        "    terms: {en: [pilots, pilotage]}", "    terms: {en: [pilots, pilotage]}\n    not_terms: [pilot]"
    )
    path.write_text(text, encoding="utf-8")
    after = json.loads(zopa("check", talks, "--terms", "--json").out)
    assert not any(one["word"] == "pilot" and one["issue"] == "pilots" for one in after["grown"])
    assert after["switched_off"] == [{"issue": "pilots", "option": None, "words": ["pilot"]}]


def test_the_queue_by_what_teaches(talks: Path, zopa: Callable[..., Any]) -> None:
    assert zopa("read", talks).code == 0
    by = {
        order: [one["id"] for one in json.loads(zopa("review", talks, "--order", order, "--json").out)]
        for order in ("teaching", "unsure", "sure", "report")
    }
    assert len({frozenset(ids) for ids in by.values()}) == 1
    assert by["unsure"] == by["sure"][::-1]
    done = zopa("review", talks, "--order", "luck")
    assert (done.code, "teaching, unsure, sure, report" in done.err) == (2, True)


def test_a_correction_sets_modality_and_ties(talks: Path, zopa: Callable[..., Any]) -> None:
    zopa("read", talks)
    first = json.loads(zopa("review", talks, "--json").out)[0]
    words = ("--set", "modality=past", "--set", "if=pilots/free", "--set", "or-else=we leave", "--by", "ada")
    assert zopa("judge", talks, "correct", first["id"], *words).code == 0
    held = json.loads(zopa("review", talks, "--status", "accepted", "--json").out)
    assert [(one["modality"], one["condition"], one["further"]) for one in held] == [
        (
            "past",
            {"issue": "pilots", "option": "free"},
            [{"tie": "or else", "issue": None, "option": None, "text": "we leave"}],
        )
    ]
    bad = zopa("judge", talks, "correct", held[0]["id"], "--set", "modality=maybe", "--by", "ada")
    assert (bad.code, "current, past, denied, alleged" in bad.err) == (2, True)
    exported = talks / "x.csv"
    assert zopa("export", talks, "--format", "csv", "-o", exported).code == 0
    assert "we leave" in exported.read_text()


def test_judging_changes_the_next_reading_and_undoing_changes_it_back(
    talks: Path, zopa: Callable[..., Any]
) -> None:
    def found() -> list[tuple[str, float]]:
        listed = json.loads(zopa("review", talks, "--limit", "99", "--json").out)
        return sorted((one["quote"], one["confidence"]) for one in listed)

    assert "4 reports read" in zopa("read", talks).err
    before = found()
    ids = [one["id"] for one in json.loads(zopa("review", talks, "--json").out)]
    assert zopa("judge", talks, "reject", *ids[:2], "--by", "ada").code == 0
    assert "4 reports read" in zopa("read", talks).err
    assert "4 unchanged" in zopa("read", talks).err
    assert found() != before
    told = zopa("judgements", talks)
    assert "Brier score of what was judged: " in told.out
    assert json.loads(zopa("judgements", talks, "--json").out)["reliability"]["bins"]
    assert zopa("undo", talks, "--by", "ada").code == 0
    assert "4 reports read" in zopa("read", talks).err
    assert found() == before
