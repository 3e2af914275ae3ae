"""The engine with the weights that are shipped."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.reading.engines.onnx import shipped
from zopa.vocabulary import StatementKind

MOST_MEGABYTES = 40

GERMAN = (
    "Der Vorstand der Reederei tagte am Freitag. „Wir werden den Vertrag nicht unterschreiben“, sagte die "
    "Sprecherin Karla Behrend nach der Sitzung. Die Gewerkschaft forderte eine Erhöhung um fünf Prozent. "
    "Nach Angaben der Polizei blieb es ruhig."
)
ENGLISH = (
    'The board met on Friday. "We will not sign the contract," said Carla Brennan, a spokeswoman. '
    "The union said that it wanted a rise of five per cent."
)


def test_a_german_report_is_read():
    found = shipped().tag(GERMAN, "de")
    said = {(s.kind, GERMAN[s.quote[0][0] : s.quote[0][1]]): s for s in found}
    direct = next(s for (kind, _), s in said.items() if kind is StatementKind.DIRECT)
    assert "nicht unterschreiben" in GERMAN[direct.quote[0][0] : direct.quote[0][1]]
    assert "Behrend" in GERMAN[direct.speaker[0][0] : direct.speaker[0][1]]
    demand = next(s for s in found if "Erhöhung" in GERMAN[s.quote[0][0] : s.quote[-1][1]])
    assert "Gewerkschaft" in GERMAN[demand.speaker[0][0] : demand.speaker[0][1]]


def test_an_english_report_is_read():
    found = shipped().tag(ENGLISH, "en")
    direct = next(s for s in found if s.kind is StatementKind.DIRECT)
    assert "Brennan" in ENGLISH[direct.speaker[0][0] : direct.speaker[0][1]]
    assert any("rise" in ENGLISH[s.quote[0][0] : s.quote[-1][1]] for s in found)


@given(
    st.text(max_size=300) | st.text(alphabet="Die sagte „“\"»«':,.\n ß😀\ud800\x00", max_size=500),
    st.sampled_from(["de", "en"]),
)
@settings(max_examples=40, deadline=None)
def test_any_text_gives_spans_inside_it(text, language):
    for statement in shipped().tag(text, language):
        assert statement.quote
        for spans in (statement.quote, statement.speaker, statement.cue):
            last = 0
            for start, end in spans:
                assert last <= start < end <= len(text)
                last = end


def test_the_same_text_is_read_the_same():
    assert shipped().tag(GERMAN, "de") == shipped().tag(GERMAN, "de")


@pytest.mark.parametrize("text", ["", " \n\t", ".", "„", "a" * 5000, "„" * 700, "\n" * 3000, "漢" * 900])
def test_odd_texts_do_not_crash(text):
    for language in ("de", "en"):
        shipped().tag(text, language)


def test_what_follows_does_not_move_what_came_before_by_much():
    """A report is read paragraph window by window: the first statements survive a long tail."""
    alone = shipped().tag(GERMAN, "de")
    long = shipped().tag(GERMAN + "\n\n" + ("Das Wetter war schön. " * 1500), "de")
    assert {s.quote for s in alone} & {s.quote for s in long}


def test_the_weights_are_small_and_versioned():
    room = resources.files("zopa.reading")
    weights = room / "engines" / "weights"
    assert json.loads((weights / "weights.json").read_text(encoding="utf-8"))["version"] >= 1
    files = [weights / name for name in ("reader.onnx", "seer.onnx", "linker.onnx", "pieces.npz")]
    files += [
        room / "languages" / language / name
        for language in ("de", "en")
        for name in ("pieces.npz", "pieces.txt")
    ]
    assert sum(len(file.read_bytes()) for file in files) < MOST_MEGABYTES * 1e6
