"""Who is meant by the words that name a speaker."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.reading.addressing import addressee
from zopa.reading.engines import RawStatement
from zopa.reading.insight import joined
from zopa.reading.language import language
from zopa.reading.languages.given_names import FEMALE, MALE
from zopa.reading.naming import namer
from zopa.reading.reader import Reader
from zopa.reading.text import analyse
from zopa.vocabulary import Report, StatementKind


def statement(
    text: str, quote: str, speaker: str = "", cue: str = "", kind=StatementKind.INDIRECT
) -> RawStatement:
    def spans(words: str, last: bool = False):
        if not words:
            return ()
        start = text.rindex(words) if last else text.index(words)
        return ((start, start + len(words)),)

    return RawStatement(spans(quote), kind, spans(speaker, last=True), spans(cue))


@pytest.mark.parametrize(
    ("text", "speaker", "expected"),
    [
        ("Hella Brandis sagte, es sei genug.", "Hella Brandis", "brandis"),
        ("Brandis' Leute sagen, es sei genug.", "Brandis' Leute", "bund"),
        ("Ein Sprecher der Reederei sagte, es sei genug.", "Ein Sprecher der Reederei", "reederei"),
        ("Die Reederei schwieg. Ein Sprecher sagte, es sei genug.", "Ein Sprecher", "reederei"),
        ("Die SLG-Chefin sagte, es sei genug.", "Die SLG-Chefin", "brandis"),
        ("Die Gewerkschaftschefin sagte, es sei genug.", "Die Gewerkschaftschefin", "brandis"),
        ("Hella Brandis kam. Sie sagte, es sei genug.", "Sie", "brandis"),
        ("Torvik traf Brandis. Er sagte, es sei genug.", "Er", "torvik"),
        ("Torvik traf Brandis. Sie sagte, es sei genug.", "Sie", "brandis"),
        ("Die SLG tagte. Die Gewerkschaft sagte, es sei genug.", "Die Gewerkschaft", "bund"),
        ("Eine mit der Sache vertraute Person sagte, es sei genug.", "Eine mit der Sache vertraute Person",
         "anonymous"),
        ("In Verhandlungskreisen hieß es, es sei genug.", "Verhandlungskreisen", "anonymous"),
        ("Zwei Unterhändler sagten, es sei genug.", "Zwei Unterhändler", "anonymous"),
        ("Die SLG reagierte kühl. In einer Mitteilung hieß es, es sei genug.", "einer Mitteilung", "bund"),
        ("Kapitän Anton Lerch sagte, es sei genug.", "Kapitän Anton Lerch", "other"),
        ("Kapitän Anton Lerch kam. Er sagte, es sei genug.", "Er", "other"),
        ("Es sei genug.", "", "author"),
    ],
)  # fmt: skip
def test_german_speakers(dispute, text, speaker, expected):
    quote = "es sei genug" if speaker else "Es sei genug"
    (who,) = namer(dispute, "de")(text, [statement(text, quote, speaker)])
    assert who.id == expected


@pytest.mark.parametrize(
    ("text", "speaker", "expected"),
    [
        ("A spokesman for the league said it was over.", "A spokesman for the league", "bund"),
        ("Hella Brandis, the union chief, left. She said it was over.", "She", "brandis"),
        ("The director, Jens Torvik, left. The director said it was over.", "The director", "torvik"),
        ("Two officials said it was over.", "Two officials", "anonymous"),
        ("Brandis's office said it was over.", "Brandis's office", "bund"),
        ("Captain Paul Lerch left. He said it was over.", "He", "other"),
        ("It was over for Holm Island, its spokeswoman said.", "its spokeswoman", "insel"),
    ],
)
def test_english_speakers(dispute, text, speaker, expected):
    quote = "it was over" if "it was over" in text else "It was over for Holm Island"
    (who,) = namer(dispute, "en")(text, [statement(text, quote, speaker)])
    assert who.id == expected


def test_a_stranger_keeps_his_name_when_a_pronoun_stands_for_him(dispute):
    text = "Kapitän Anton Lerch kam. Er sagte, es sei genug."
    (who,) = namer(dispute, "de")(text, [statement(text, "es sei genug", "Er")])
    assert (who.id, who.name) == ("other", "Anton Lerch")


def test_speech_goes_on_without_a_name(dispute):
    text = "Hella Brandis sagte, es sei genug. Mehr gebe es nicht."
    first = statement(text, "es sei genug", "Hella Brandis")
    second = statement(text, "Mehr gebe es nicht.", kind=StatementKind.FREE_INDIRECT)
    assert [who.id for who in namer(dispute, "de")(text, [first, second])] == ["brandis", "brandis"]


@given(st.text(max_size=200), st.data())
@settings(max_examples=150, deadline=None)
def test_any_span_of_any_text_is_resolved(dispute, text, data):
    if not text:
        return

    def span():
        start = data.draw(st.integers(0, len(text) - 1))
        return start, data.draw(st.integers(start + 1, len(text)))

    found = [RawStatement((span(),), StatementKind.INDIRECT, (span(),), (span(),)) for _ in range(3)]
    known = {*dispute.actors, *dispute.parties, "author", "anonymous", "other"}
    assert {who.id for who in namer(dispute, "de")(text, found)} <= known
    for one in found:
        place = addressee(analyse(text, language("de")), one, language("de"))
        assert place is None or 0 <= place[0] < place[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "cue", "quote", "code", "expected"),
    [
        ("Brandis sagte der Inselpost am Montag, es reiche.", "sagte", "es reiche", "de", "der Inselpost"),
        ("Brandis schrieb gegenüber Journalisten, es reiche.", "schrieb", "es reiche", "de", "Journalisten"),
        ("Brandis appellierte an die Reederei, es reiche.", "appellierte", "es reiche", "de", "die Reederei"),
        ("Brandis sagte am Montag, es reiche.", "sagte", "es reiche", "de", None),
        ("Brandis told the Holm Gazette that it was enough.", "told", "that it was enough", "en",
         "the Holm Gazette"),
        ("“It is enough,” Brandis said to reporters.", "said", "“It is enough,”", "en", "reporters"),
        ("Brandis urged the company to give in.", "urged", "to give in", "en", "the company"),
        ("Brandis said on Monday that it was enough.", "said", "that it was enough", "en", None),
    ],
)  # fmt: skip
def test_addressees(text, cue, quote, code, expected):
    span = addressee(analyse(text, language(code)), statement(text, quote, "Brandis", cue), language(code))
    assert (text[slice(*span)] if span else None) == expected


def test_no_given_name_has_two_genders():
    assert not FEMALE & MALE


class Engine:
    name = "engine"

    def __init__(self, *found):
        self.found = found

    def tag(self, _text, _code):
        return list(self.found)

    def read(self, _text, _code):
        return list(self.found), joined([], 4)

    def meaning(self, _text, _code):
        return np.zeros(4, np.float32)


def test_a_position_takes_speaker_and_day_from_its_statement(dispute):
    text = "Die Nachtfähre lehne man ab, hieß es am Montag. Das erklärte Direktor Jens Torvik."
    told = statement(text, "Die Nachtfähre lehne man ab", "Direktor Jens Torvik", "hieß")
    report = Report("r", text, published=dt.date(2031, 3, 6), language="de")
    reading = Reader(dispute, quotations=Engine(told)).read(report)
    (found,) = reading.statements
    assert (found.speaker, found.said_on, found.said_on_precision) == ("torvik", dt.date(2031, 3, 3), "day")
    held = [one for one in reading.positions if one.quote.start < found.quote[-1][1]]
    assert held
    for position in held:
        assert (position.speaker, position.statement, position.said_on) == ("torvik", found.id, found.said_on)


def test_a_day_in_what_is_said_is_not_the_day_it_was_said(dispute):
    text = "Torvik sagte, die Frist ende am Freitag."
    told = statement(text, "die Frist ende am Freitag", "Torvik", "sagte")
    report = Report("r", text, published=dt.date(2031, 3, 6), language="de")
    (found,) = Reader(dispute, quotations=Engine(told)).read(report).statements
    assert (found.said_on, found.said_on_precision) == (dt.date(2031, 3, 6), "report")
