from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("ZOPA_SHARED", Path(__file__).parents[2] / "shared"))

DOSSIER = """\
title: Harbour dues
languages: [en]
parties:
  north: {name: {en: Northmark}, aliases: {en: [Ardhaven]}, adjectives: {en: [Northmarkian]}}
  south: {name: {en: Southmark}, aliases: {en: [Bellport]}}
actors:
  ilves: {name: Karin Ilves, aliases: [Ilves], party: north, role: {en: trade minister}}
  brandt: {name: Otto Brandt, aliases: [Brandt], party: south}
  oakes: {name: Lena Oakes, aliases: [Oakes], party: null, role: {en: economist}}
issues:
  dues:
    name: {en: Harbour dues}
    terms: {en: [harbour dues, dues]}
    ordered: true
    options:
      low: {name: at most 5 crowns, value: 5}
      high: {name: 12 crowns, value: 12}
  pilots:
    name: {en: Pilots}
    terms: {en: [pilots, pilotage]}
    options:
      duty: {name: compulsory, terms: {en: [compulsory pilots]}}
      free: {name: voluntary, terms: {en: [voluntary pilots]}}
proposals:
  paper:
    name: The northern paper
    by: north
    date: 2031-03-01
    terms: {dues: high, pilots: duty}
"""

REPORT = """\
---
outlet: The Quay
published: 2031-03-02
language: en
title: Talks on harbour dues open
---
Northmark is demanding harbour dues of 12 crowns. Southmark rejected harbour dues of 12 crowns.
"We will never accept compulsory pilots," Otto Brandt said on Sunday.
"""


@pytest.fixture
def shared() -> Path:
    """The folder of shared dossiers and corpora; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the shared folder beside the repository ({SHARED.name}/), or ZOPA_SHARED")
    return SHARED


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small dossier with one report."""
    made = tmp_path / "harbour"
    (made / "reports").mkdir(parents=True)
    (made / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    (made / "reports" / "quay.txt").write_text(REPORT, encoding="utf-8")
    return made


@dataclass
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def zopa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run the command line in this process: zopa('run', folder) -> code, out, err."""
    from zopa.cli import main

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["zopa", *(str(word) for word in words)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run
