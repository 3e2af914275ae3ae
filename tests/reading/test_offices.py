"""Who speaks for whom is read as of the report's day; observers hold positions of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from zopa.dossier import Dossier
from zopa.reading import Reader
from zopa.vocabulary import Actor, Office, Party, Report

MOVED = Actor(
    "falk",
    "Runa Falk",
    party="reederei",
    offices=(Office("bund", end=dt.date(2031, 3, 31)), Office("reederei", start=dt.date(2031, 4, 1))),
)


def holders(dossier: Dossier, text: str, day: dt.date | None) -> set[str]:
    report = Report("r", text, published=day, language="de")
    return {one.holder for one in Reader(dossier).read(report).positions}


def test_the_holder_is_the_party_of_that_day(dispute: Dossier) -> None:
    dossier = replace(dispute, actors={**dispute.actors, "falk": MOVED})
    text = "Eine Nachtfähre lehnte Runa Falk entschieden ab."
    assert holders(dossier, text, dt.date(2031, 3, 6)) == {"bund"}
    assert holders(dossier, text, dt.date(2031, 5, 6)) == {"reederei"}
    assert holders(dossier, text, None) == {"reederei"}


def test_one_reader_reads_reports_of_both_times(dispute: Dossier) -> None:
    dossier = replace(dispute, actors={**dispute.actors, "falk": MOVED})
    reader = Reader(dossier)
    found = []
    for month in (3, 5, 3):
        report = Report(
            "r", "Eine Nachtfähre lehnte Runa Falk ab.", published=dt.date(2031, month, 6), language="de"
        )
        found.append({one.holder for one in reader.read(report).positions})
    assert found == [{"bund"}, {"reederei"}, {"bund"}]


def test_an_observer_holds_positions(dispute: Dossier) -> None:
    club = Party("club", {"": "Naturklub"}, at_table=False)
    dossier = replace(dispute, parties={**dispute.parties, "club": club})
    assert "club" in holders(dossier, "Der Naturklub lehnt die Nachtfähre ab.", dt.date(2031, 3, 6))
