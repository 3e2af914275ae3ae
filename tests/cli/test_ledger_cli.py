"""Judging, searching and keeping a ledger from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def read(folder: Path, zopa: Callable[..., Any]) -> Path:
    assert zopa("read", folder).code == 0
    return folder


def test_from_suggestion_to_data_and_back(read: Path, zopa: Callable[..., Any]) -> None:
    listed = json.loads(zopa("review", read, "--json").out)
    assert listed
    assert all(one["status"] == "suggested" for one in listed)
    first = listed[0]["id"]
    assert zopa("judge", read, "accept", first, "--by", "ada", "--expects", "0").code == 0
    again = zopa("judge", read, "reject", first, "--by", "ada", "--expects", "0")
    assert (again.code, "judged in the meantime: accept by ada" in again.err) == (3, True)
    table = json.loads(zopa("positions", read, "--json").out)
    assert any(not one["suggested"] for one in table["standings"])
    assert zopa("judge", read, "reject", *(one["id"] for one in listed), "--by", "ben").code == 0
    told = json.loads(zopa("judgements", read, "--json").out)
    assert told["agreement"]["disagreed"] == [first]
    assert zopa("undo", read, "--by", "ben").code == 0
    assert json.loads(zopa("judgements", read, "--json").out)["agreement"]["positions"] == 0


def test_wrong_words_are_named(read: Path, zopa: Callable[..., Any]) -> None:
    for words, said in (
        (("judge", read, "praise", "abcd", "--by", "a"), "no decision 'praise'"),
        (("judge", read, "accept", "ffffffff", "--by", "a"), "no position 'ffffffff'"),
        (("review", read, "--status", "nice"), "no status 'nice'"),
        (("search", read, "x", "--party", "west"), "no party 'west'"),
        (("search", read), "nothing to search for"),
        (("export", read, "--format", "pdf", "-o", read / "x"), "no format 'pdf'"),
    ):
        done = zopa(*words)
        assert done.code in (2, 3)
        assert said in done.err


def test_search_changes_contradictions(read: Path, zopa: Callable[..., Any]) -> None:
    found = json.loads(zopa("search", read, "pilot", "--json").out)
    assert all("pilot" in one["quote"] for one in found["passages"])
    assert json.loads(zopa("search", read, "pilot", "--reports", "--json").out)["reports"]
    assert zopa("changes", read).out.endswith("changes\n")
    assert isinstance(json.loads(zopa("contradictions", read, "--json").out), list)


def test_keeping_a_ledger(read: Path, zopa: Callable[..., Any], tmp_path: Path) -> None:
    head = zopa("ledger", "seal", read, "--by", "ada").out.strip()
    assert zopa("ledger", "verify", read, "--head", head).code == 0
    assert zopa("ledger", "backup", read, tmp_path / "copy.db").code == 0
    (tmp_path / "other").mkdir()
    assert zopa("ledger", "move", read, tmp_path / "other").code == 0
    assert zopa("ledger", "verify", tmp_path / "other").out.endswith("sound\n")
    assert zopa("ledger", "verify", tmp_path / "other", "--head", "00").code == 3
    assert zopa("export", read, "--format", "csv", "-o", tmp_path / "p.csv").code == 0
    done = zopa("import", read, tmp_path / "p.csv", "--format", "csv", "--by", "ada")
    assert done.code == 0


def test_what_was_known_when(read: Path, zopa: Callable[..., Any], tmp_path: Path) -> None:
    from zopa.ledger.view import LedgerView

    before = next(LedgerView(read).runs())["finished_at"].isoformat()
    listed = json.loads(zopa("review", read, "--json").out)
    zopa("judge", read, "reject", *(one["id"] for one in listed), "--by", "ada")

    def stand(*words: str) -> int:
        return len(json.loads(zopa("positions", read, "--json", *words).out)["standings"])

    assert stand() < stand("--known-at", before) == stand("--known-at", f"{before}+00:00")
    assert stand("--known-at", "2999-12-31") == stand()
    assert stand("--known-at", "2000-01-01") == 0
    out = tmp_path / "then.csv"
    told = zopa("export", read, "--format", "csv", "-o", out, "--known-at", before).out
    assert told == f"{out}: {len(listed)} positions\n"
    assert "is no moment" in zopa("positions", read, "--known-at", "lately").err


def test_a_colleagues_ledger_comes_in(read: Path, zopa: Callable[..., Any], tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "colleague"
    shutil.copytree(read, other)
    first = json.loads(zopa("review", other, "--json").out)[0]["id"]
    zopa("judge", other, "accept", first, "--by", "ben")
    assert zopa("import", read, other, "--format", "zopa").out == (
        "0 reports, 0 positions and 1 judgement taken in\n"
    )
    told = json.loads(zopa("import", read, other, "--format", "zopa", "--json").out)
    assert told == {"reports": 0, "positions": 0, "judgements": 0, "skipped": []}


def test_contradictions_by_kind(read: Path, zopa: Callable[..., Any]) -> None:
    assert zopa("contradictions", read, "--kind", "own", "--issue", "dues").code == 0
    assert "no kind 'loud'" in zopa("contradictions", read, "--kind", "loud").err
    assert "no party 'west'" in zopa("changes", read, "--party", "west").err
