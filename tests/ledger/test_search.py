from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from zopa.errors import LedgerError
from zopa.ledger.address import Place
from zopa.ledger.judging import Judging
from zopa.ledger.search import Filters, Search, around
from zopa.ledger.words import wanted, words
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Decision, Quote, Report, Stance, StatedPosition, Status

GERMAN = "Die Häfen lehnen höhere Gebühren ab. Die Lotsin fordert mehr Straßen."
ENGLISH = "The harbours reject higher fees. Pilots have demanded more roads."


@pytest.fixture
def ledger(place: Place) -> Place:
    writer = LedgerWriter(place, "test")
    de = Report("de", GERMAN, outlet="Kai", published=dt.date(2031, 3, 2), language="de", title="Am Kai")
    en = Report("en", ENGLISH, outlet="Quay", published=dt.date(2031, 3, 9), language="en")
    writer.record_many(
        [
            (
                de,
                [],
                [stated(de, 0, 35, "high", Stance.REJECTS), stated(de, 37, 69, "roads", Stance.SUPPORTS)],
            ),
            (
                en,
                [],
                [stated(en, 0, 31, "high", Stance.REJECTS), stated(en, 33, 65, "roads", Stance.SUPPORTS)],
            ),
        ],
        "key",
    )
    return place


def stated(report: Report, start: int, end: int, option: str, stance: Stance) -> StatedPosition:
    return StatedPosition(
        report=report.id,
        quote=Quote.cut(report.text, start, end),
        speaker="north",
        speaker_name="Ilves",
        holder="north" if report.language == "de" else "south",
        issue="dues",
        option=option,
        stance=stance,
        origin="test",
        said_on=report.published,
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Gebühr", ["de:0"]),
        ("gebühren", ["de:0"]),
        ("Hafen lehnen", ["de:0"]),
        ("HÄFEN lehnt", ["de:0"]),
        ("gefordert", ["de:37"]),
        ("strasse", ["de:37"]),
        ("fee", ["en:0"]),
        ("demanding", ["en:33"]),
        ("ilves", ["en:33", "en:0", "de:37", "de:0"]),
        ("ilves straßen", ["de:37"]),
        ("demand*", ["en:33"]),
        ("dem", []),
        ("nowhere", []),
        ('fees" OR "x', []),
        ("fees' | 'x", []),
    ],
)
def test_words_find_their_inflected_forms(ledger: Place, query: str, found: list[str]) -> None:
    hits = Search(ledger).passages(query).passages
    assert [f"{one.position.report}:{one.position.quote.start}" for one in hits] == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(party="north"), ["de:37", "de:0"]),
        (Filters(party="north", stance="rejects"), ["de:0"]),
        (Filters(actor="north", option="roads"), ["en:33", "de:37"]),
        (Filters(actor="south"), []),
        (Filters(outlet="Quay"), ["en:33", "en:0"]),
        (Filters(issue="dues", since=dt.date(2031, 3, 5)), ["en:33", "en:0"]),
        (Filters(until=dt.date(2031, 3, 5)), ["de:37", "de:0"]),
        (Filters(status=Status.ACCEPTED), []),
        (Filters(status=Status.SUGGESTED, option="high"), ["en:0", "de:0"]),
    ],
)
def test_filters(ledger: Place, filters: Filters, found: list[str]) -> None:
    hits = Search(ledger).passages("", filters).passages
    assert [f"{one.position.report}:{one.position.quote.start}" for one in hits] == found


def test_status_follows_the_judgements(ledger: Place) -> None:
    (hit,) = Search(ledger).passages("fees").passages
    Judging(ledger, "ada").judge(hit.position.id, Decision.REJECT)
    assert Search(ledger).passages("fees").passages == ()
    (found,) = Search(ledger).passages("fees", Filters(status=Status.REJECTED)).passages
    assert found.position == hit.position
    fixed = dataclasses.replace(hit.position, firm=True)
    Judging(ledger, "ada").judge(hit.position.id, Decision.CORRECT, corrected=fixed)
    (found,) = Search(ledger).passages("fees", Filters(status=Status.ACCEPTED)).passages
    assert found.position.firm


def test_reports_are_found_by_text_and_title(ledger: Place) -> None:
    assert [one.id for one in Search(ledger).reports("kai").reports] == ["de"]
    assert [one.id for one in Search(ledger).reports("road").reports] == ["en"]
    assert [one.id for one in Search(ledger).reports("road", Filters(outlet="Kai")).reports] == []
    with pytest.raises(LedgerError, match="no party"):
        Search(ledger).reports("road", Filters(party="north"))


def test_at_most_as_many_as_asked_for(ledger: Place) -> None:
    found = Search(ledger).passages("ilves", limit=3)
    assert (len(found.passages), found.more) == (3, True)
    assert not Search(ledger).passages("ilves", limit=4).more
    with pytest.raises(LedgerError, match="nothing to search"):
        Search(ledger).passages(" ")


def test_what_stands_around_a_hit() -> None:
    assert around("x " * 100 + "Die Gebühren steigen." + " y" * 100, "gebühr").count("Gebühren") == 1
    assert around("Nothing here", "gebühr") == "Nothing here"


def test_stems() -> None:
    assert words("Die Zölle senken!", "de") == ["die", "zoll", "senk"]
    assert words("Snúðu við", "is") == ["snúðu", "við"]
    assert wanted("Zölle fees*", ("de", "en")) == [["zoll", "zölle"], ["fees*"]]


def test_words_and_texts_without_end_are_taken_in(place: Place) -> None:
    """PostgreSQL refuses words of 2 KB and more than 1 MiB of different ones; no report may stop a run."""
    blob = "x" * 5_000
    many = " ".join(f"wort{number}" for number in range(130_000))
    report = Report("blob", f"Anfang {blob} {many}", outlet="Kai", language="de")
    start = report.text.index(blob)
    LedgerWriter(place, "test").record(
        report, [], [stated(report, start, start + len(blob), "high", Stance.REJECTS)], "key"
    )
    search = Search(place, ("de",))
    assert len(search.passages(blob).passages) == 1
    assert len(search.reports("Anfang").reports) == 1
    assert len(search.reports("wort77").reports) == 1
