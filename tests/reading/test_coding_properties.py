from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zopa.dossier import Dossier
from zopa.reading import Reader
from zopa.reading.language import language
from zopa.reading.text import analyse
from zopa.vocabulary import Report

WORDS = st.sampled_from(
    [
        *[
            "Die",
            "Reederei",
            "Seeleutegewerkschaft",
            "Brandis",
            "sagte",
            "lehnt",
            "ab",
            "fordert",
            "vier",
            "neun",
            "Prozent",
            "Lohn",
            "Nachtfähre",
        ],
        *[
            "nicht",
            "keine",
            "rote",
            "Linie",
            "für",
            "„",
            "“",
            "»",
            "«",
            '"',
            "'",
            "’",
            ".",
            ",",
            ":",
            ";",
            "–",
            "?",
            "!",
            "36",
            "Monate",
            "sei",
            "werde",
            "wenn",
            "sofern",
            "ohne",
        ],
        *[
            "1.000",
            "0,5",
            "%",
            "😀",
            "İ",
            "the",
            "league",
            "will",
            "never",
            "accept",
            "a",
            "night",
            "ferry",
            "said",
            "Torvik",
            "if",
            "as",
            "long",
            "as",
        ],
        "\n",
        "\n\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@pytest.fixture(scope="module")
def reader(dispute: Dossier) -> Reader:
    return Reader(dispute)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, code=st.sampled_from(["de", "en"]))
def test_reading_never_fails_and_stays_inside_the_text(reader: Reader, text: str, code: str) -> None:
    reading = reader.read(Report("r", text, language=code))
    for position in reading.positions:
        assert text[position.quote.start : position.quote.end] == position.quote.exact
    for statement in reading.statements:
        for start, end in (*statement.quote, *statement.cue):
            assert 0 <= start < end <= len(text)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_sentences_follow_each_other_and_hold_their_clauses(text: str) -> None:
    document = analyse(text, language("de"))
    before = 0
    for sentence in document.sentences:
        assert before <= sentence.start < sentence.end <= len(text)
        assert sentence.clauses[0][0] == sentence.first
        assert sentence.clauses[-1][1] == sentence.last
        before = sentence.end
