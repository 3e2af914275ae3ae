"""Dossiers for the workbench's tests."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Condition, Quote, Report, Stance, StatedPosition, Statement, StatementKind

DOSSIER = """\
# kept by hand
title: Harbour dues
languages: [en, de]
parties:
  north: {name: {en: Northmark, de: Nordmark}, aliases: {en: [Ardhaven]}}
  south: {name: {en: Southmark, de: Südmark}, aliases: {en: [Bellport]}}
  isles: {name: Outer Isles}
actors:
  ilves: {name: Karin Ilves, aliases: [Ilves], party: north, role: {en: trade minister}}
  brandt: {name: Otto Brandt, aliases: [Brandt], party: south}
  oakes: {name: Lena Oakes, aliases: [Oakes], party: null, role: {en: economist}}
issues:
  dues:
    name: {en: Harbour dues, de: Hafengebühren}
    terms: {en: [harbour dues, dues]}
    ordered: true
    options:
      low: {name: at most 5 crowns, value: 5}
      high: {name: 12 crowns, value: 12}
  pilots:
    name: {en: Pilots, de: Lotsen}
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

TEXTS = {
    "quay": (
        "The Quay",
        dt.date(2031, 3, 2),
        "en",
        "Talks on harbour dues open",
        """Northmark is demanding harbour dues of 12 crowns. Southmark rejected harbour dues of 12 crowns.
"We will never accept compulsory pilots," Otto Brandt said on Sunday.
""",
    ),
    "lotse": (
        "Der Lotse",
        dt.date(2031, 3, 5),
        "de",
        "Südmark lenkt ein",
        """Südmark könne mit 12 Kronen leben, wenn die Lotsen freiwillig blieben, sagte Otto Brandt.
Nordmark schwieg dazu.
""",
    ),
    "quay_late": (
        "The Quay",
        dt.date(2031, 3, 9),
        "en",
        "Second round",
        'Karin Ilves said: "We could accept voluntary pilots." Lena Oakes said Southmark wanted low dues.\n',
    ),
}


def harbour(folder: Path) -> Path:
    """A small negotiation with three reports, its positions recorded without any reader."""
    (folder / "reports").mkdir(parents=True)
    (folder / "dossier.yaml").write_text(DOSSIER, encoding="utf-8")
    for name, (outlet, day, language, title, text) in TEXTS.items():
        head = f"outlet: {outlet}\npublished: {day}\nlanguage: {language}\ntitle: {title}\n"
        head += f"url: https://{name.replace('_', '-')}.example/1\n"
        (folder / "reports" / f"{name}.txt").write_text(f"---\n{head}---\n{text}", encoding="utf-8")
    return folder


def record(folder: Path) -> Path:
    """Record what a reader would find in it; the same always."""
    writer = LedgerWriter(folder, "test")
    writer.record_many([_reading(name) for name in TEXTS], "key")
    writer.finish([])
    return folder


def _reading(name: str) -> tuple[Report, tuple[Statement, ...], tuple[StatedPosition, ...]]:
    outlet, day, language, title, text = TEXTS[name]
    url = f"https://{name.replace('_', '-')}.example/1"
    report = Report(name, text, outlet, day, language, title, "", url, f"{name}.txt")
    said = [
        StatedPosition(
            report=name,
            quote=Quote.cut(text, text.index(words), text.index(words) + len(words)),
            speaker=speaker,
            holder=holder,
            issue=issue,
            option=option,
            stance=Stance(stance),
            origin="test",
            firm=firm,
            condition=Condition("pilots", "free") if tied else None,
            said_on=day,
            said_on_precision="day" if firm else "report",
            confidence=sure,
        )
        for words, speaker, holder, issue, option, stance, firm, tied, sure in POSITIONS[name]
    ]
    quoted = [
        Statement(name, ((start, start + len(words)),), speaker, StatementKind.DIRECT, "test")
        for words, speaker in QUOTES.get(name, ())
        for start in [text.index(words)]
    ]
    return report, tuple(quoted), tuple(said)


Said = tuple[str, str, str, str, str, str, bool, bool, float]


def _said(
    words: str, speaker: str, what: str, sure: float, *, firm: bool = False, tied: bool = False
) -> Said:
    holder, issue, option, stance = what.split()
    return words, speaker, holder, issue, option, stance, firm, tied, sure


POSITIONS = {
    "quay": [
        _said("Northmark is demanding harbour dues of 12 crowns.", "author", "north dues high supports", 0.9),
        _said("Southmark rejected harbour dues of 12 crowns.", "south", "south dues high rejects", 0.7),
        _said(
            "We will never accept compulsory pilots", "brandt", "south pilots duty rejects", 0.95, firm=True
        ),
    ],
    "lotse": [
        _said("mit 12 Kronen leben", "brandt", "south dues high accepts", 0.55, tied=True),
        _said("die Lotsen freiwillig", "brandt", "south pilots free supports", 0.5),
    ],
    "quay_late": [
        _said("We could accept voluntary pilots.", "ilves", "north pilots free accepts", 0.8),
        _said("Southmark wanted low dues", "oakes", "south dues low supports", 0.4),
    ],
}
QUOTES = {
    "quay": [("We will never accept compulsory pilots,", "brandt")],
    "quay_late": [("We could accept voluntary pilots.", "ilves")],
}
