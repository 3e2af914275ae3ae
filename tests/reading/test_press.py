"""Press texts around the network: what is evened out, and who has the word in a transcript."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.reading.engines import RawStatement
from zopa.reading.engines.press import PressReader, evened, tidied, unwrapped
from zopa.reading.engines.turns import turns
from zopa.reading.language import LANGUAGES, language
from zopa.vocabulary import StatementKind

ODD = "Frage: Q: A:\n\n„“\"»«,,''``<<>>\u00ad\u200b+-() 12.30 Uhr?!.aBä"


class Words:
    """An engine that takes every second word for a direct quote, and the word before it for its speaker."""

    name = "words"

    def tag(self, text, _code):
        spans, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            spans.append((start, at))
        return [
            RawStatement((quote,), StatementKind.DIRECT, (speaker,))
            for speaker, quote in zip(spans[::2], spans[1::2], strict=False)
        ]


class Given:
    name = "given"

    def __init__(self, *quotes, kind=StatementKind.DIRECT):
        self.quotes, self.kind = quotes, kind

    def tag(self, text, _code):
        return [
            RawStatement(((text.index(q), text.index(q) + len(q)),), self.kind)
            for q in self.quotes
            if q in text
        ]


@given(st.text(max_size=200) | st.text(alphabet=ODD, max_size=300), st.sampled_from(LANGUAGES))
@settings(max_examples=200, deadline=None)
def test_any_text_keeps_spans_inside_it_and_apart(text, code):
    for one in PressReader(Words()).tag(text, code):
        assert one.quote
        for spans in (one.quote, one.speaker, one.cue):
            last = 0
            for start, end in spans:
                assert last <= start < end <= len(text)
                last = end


@given(st.text(alphabet=ODD, max_size=200))
def test_evening_out_can_be_undone(text):
    seen, back = evened(text)
    if back is None:
        assert len(seen) == len(text)
        return
    for place, sign in enumerate(seen):
        start, end = back((place, place + 1))
        assert 0 <= start < end <= len(text)
        assert sign.isspace() or sign in "„“«»" or sign in text[start:end]


@given(st.text(max_size=300) | st.text(alphabet="ab, .\n", max_size=900))
def test_unwrapping_changes_line_breaks_only(text):
    assert [
        (a, b) for a, b in zip(text, unwrapped(text), strict=True) if a != b and (a, b) != ("\n", " ")
    ] == []


def quoted(text, *found, kind=StatementKind.DIRECT):
    return [text[a:b] for one in PressReader(Given(*found, kind=kind)).tag(text, "de") for a, b in one.quote]


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("BERLIN (dpa) – Nein, sagte er.", "BERLIN (dpa) – Nein", "Nein"),
        ("10.05 Uhr: Wir gehen, sagte er.", "10.05 Uhr: Wir gehen", "Wir gehen"),
        ("++ 12:30 ++ Wir gehen, sagte er.", "++ 12:30 ++ Wir gehen", "Wir gehen"),
        ("Er sagte: „Wir gehen.“ Dann ging er.", "Wir gehen", "„Wir gehen.“"),
        ("Er sagte: »Wir gehen« und ging.", "Wir gehen«", "»Wir gehen«"),
        (
            "Er sagte: „Wir gehen.\n\nUnd zwar bald.“ Dann ging er.",
            "„Wir gehen.",
            "„Wir gehen.\n\nUnd zwar bald.“",
        ),
        ("Er sagte: „Wir gehen.\n\nDas war „alles“.", "„Wir gehen.", "„Wir gehen."),
        ("Er rief ,,Nein'' und ging.", "„Nein“", ",,Nein''"),
        ("Wir brau\u00adchen Zeit, sagte er.", "Wir brauchen Zeit", "Wir brau\u00adchen Zeit"),
    ],
)
def test_marks_and_prefixes(text, found, whole):
    assert quoted(text, found) == [whole]


def test_a_hard_wrapped_text_is_read_as_running_text():
    text = "\n".join(
        [
            "Die Ministerin hat am Montag in der Hauptstadt gesagt, sie werde",
            "dem Vertrag in dieser Form nicht",
        ]
        + ["zustimmen, weil er den Betrieben schade und die Löhne drücke und"] * 4
        + ["das war alles."]
    )
    assert "\n" not in unwrapped(text.replace("Form nicht", "Form unter keinen Umständen so nicht"))
    poem = "Kurz\nund\nknapp\nist\ngut"
    assert unwrapped(poem) == poem


TRANSCRIPT = """Anna Berg leitet den Verband.

Frage: Frau Berg, unterschreiben Sie?
Antwort: Nein. Wir wollen mehr.

Frage: Warum nicht?
Antwort: Weil es zu wenig ist. Der Minister hat mir gesagt, er lenke ein.

Frage: Und dann?
Antwort: Dann reden wir.
"""
INTERVIEW = """The head of the union receives us in her office.

Ms Brand, will you sign?

No. We want more.

They say you are alone.

I have never felt less alone.

What would you accept?

Six per cent. My members would live with that.

And if they refuse?

Then we walk.
"""


def test_a_transcript_with_labels():
    found = turns(TRANSCRIPT, language("de"))
    assert [one.asks for one in found] == [True, False] * 3
    assert {TRANSCRIPT[slice(*one.speaker)] for one in found if not one.asks} == {"Anna Berg"}
    assert TRANSCRIPT[found[1].start : found[1].end] == "Nein. Wir wollen mehr."


def test_an_interview_without_labels():
    found = turns(INTERVIEW, language("en"))
    assert [one.asks for one in found] == [True, False] * 4
    assert {INTERVIEW[slice(*one.speaker)] for one in found if not one.asks} == {"Ms Brand"}
    assert INTERVIEW[found[3].start : found[3].end] == "I have never felt less alone."


def test_labels_with_initials_belong_to_one_person():
    text = "Energy Post: Why?\nPaul Ode: So.\nEP: Really?\nOde: Yes.\nEP: And now?\nOde: Home."
    found = turns(text, language("en"))
    assert [one.asks for one in found] == [True, False] * 3


def test_answers_are_direct_quotes_and_questions_none():
    found = PressReader(Given("Nein", "unterschreiben Sie")).tag(TRANSCRIPT, "de")
    assert [TRANSCRIPT[slice(*one.quote[0])].split()[0] for one in found] == ["Nein.", "Weil", "Dann"]
    assert all(one.kind is StatementKind.DIRECT for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "Was nun? Niemand weiß es.\n\nDer Minister schwieg.\n\nUnd die Wahl? Offen.\n\nWarum? Darum.",
        "Ort: Berlin\nZeit: heute\nPreis: frei",
        "",
    ],
)
def test_other_texts_are_no_transcripts(text):
    assert turns(text, language("de")) == []


def test_what_needs_no_tidying_stays_the_same():
    one = RawStatement(((0, 4),), StatementKind.INDIRECT)
    assert tidied("Nein, sagte er.", one) == one
