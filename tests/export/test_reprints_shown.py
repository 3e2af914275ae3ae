"""Ten outlets that print one agency's story are one source, and every surface says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AGENCY = (
    "{lead}Southmark rejected harbour dues of 12 crowns, Otto Brandt told reporters in Ardhaven on Monday "
    "after two days of talks with ship owners and the harbour board. It meets again before the end of the "
    "month, the ministry said, and will hear the owners then. {tail}"
)


@pytest.fixture
def printed(folder: Path) -> Path:
    """A story that ten outlets print, changed here and there."""
    (folder / "reports" / "quay.txt").unlink()
    for number in range(10):
        text = AGENCY.format(
            lead="Ardhaven (Agency) – " if number % 2 else "", tail="" if number % 3 else "Nobody commented."
        )
        head = f"outlet: Outlet {number}\npublished: 2031-03-0{2 + number % 3}\nlanguage: en\ntitle: Dues"
        (folder / "reports" / f"o{number}.txt").write_text(f"---\n{head}\n---\n{text}\n", encoding="utf-8")
    return folder


def test_the_terminal_the_page_and_the_table_say_so(printed: Path, zopa: Callable[..., Any]) -> None:
    ran = zopa("run", printed)
    assert ran.code == 0
    assert "= 10 outlets, 1 origin" in ran.out
    assert "reprinted:" in ran.out
    page = (printed / "zopa.html").read_text("utf-8")
    assert "10 outlets, 1 origin" in page
    assert page.count("reprint of Outlet 0") >= 9
    (told,) = json.loads(zopa("positions", printed, "--json").out)["standings"]
    assert (told["outlets"], told["origins"], len(told["evidence"])) == (10, 1, 10)


def test_the_brief_says_so(printed: Path, zopa: Callable[..., Any]) -> None:
    pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")
    zopa("read", printed)
    assert "printed: 10 outlets, 1 origin" in zopa("brief", printed, "--since", "2031-02-01").out


def test_a_large_ledger_says_so_too(
    printed: Path, zopa: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from zopa import pipeline

    zopa("read", printed)
    monkeypatch.setattr(pipeline, "LARGE", 3)
    assert "12 crowns (10)" in zopa("positions", printed).out
    done = zopa("contradictions", printed)
    assert (done.code, "too many to compare them all" in done.err) == (2, True)
    assert zopa("contradictions", printed, "--party", "south", "--kind", "own").out == "0 contradictions\n"


def test_without_reprints_nothing_is_said(folder: Path, zopa: Callable[..., Any]) -> None:
    assert "origin" not in zopa("run", folder).out
