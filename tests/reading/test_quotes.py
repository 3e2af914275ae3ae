"""The records that `zopa quotes` prints."""

from __future__ import annotations

import json

import pytest

from zopa.errors import SkipReport
from zopa.reading.engines import RawStatement
from zopa.reading.naming import namer
from zopa.reading.quotes import document, record
from zopa.reading.resolving import Who
from zopa.vocabulary import StatementKind


class OneQuote:
    """An engine that takes all of the text for one quote."""

    name = "one"

    def tag(self, text, language):
        assert language == "de"
        return [RawStatement(((0, len(text)),), StatementKind.INDIRECT, speaker=((0, 1),))] if text else []


def test_a_record_has_the_documented_shape():
    line = record("a", "😀 geht", "de", OneQuote(), lambda _text, found: [Who("anna")] * len(found))
    assert json.loads(json.dumps(line)) == {
        "document": "a",
        "statements": [
            {
                "quote": [[0, 6]],
                "speaker": [[0, 1]],
                "cue": [],
                "addressee": [],
                "type": "Indirect",
                "stance": None,
                "firm": False,
                "conditional": False,
                "speaker_id": "anna",
                "speaker_name": "",
            }
        ],
    }


def test_files_give_their_text(tmp_path):
    plain, article = tmp_path / "a.txt", tmp_path / "b.json"
    plain.write_text("---\ntitle: x\n---\nEr kommt.", encoding="utf-8")
    article.write_text(json.dumps({"originalText": "Sie geht.", "documentName": "Nr. 7"}), encoding="utf-8")
    assert document(plain) == ("a", "Er kommt.")
    assert document(article) == ("Nr. 7", "Sie geht.")
    assert record(*document(article), "de", OneQuote())["statements"][0]["speaker_id"] is None


def test_speakers_of_a_dossier_are_named(dispute):
    text = (
        "Hella Brandis wies das Angebot zurück. Sie sagte Journalisten, die Nachtfähre komme nicht. "
        "Wetterfrosch Anna Berg sagte, es regne."
    )

    class Three:
        name = "three"

        def tag(self, text, _language):
            places = [("die Nachtfähre komme nicht", "Sie", "sagte"), ("es regne", "Anna Berg", "sagte")]
            return [
                RawStatement(
                    ((text.index(q), text.index(q) + len(q)),),
                    StatementKind.INDIRECT,
                    ((text.index(s), text.index(s) + len(s)),),
                    ((text.index(c, text.index(s)), text.index(c, text.index(s)) + len(c)),),
                )
                for q, s, c in places
            ]

    found = record("a", text, "de", Three(), namer(dispute, "de"))["statements"]
    assert [(one["speaker_id"], one["speaker_name"]) for one in found] == [
        ("brandis", ""),
        ("other", "Anna Berg"),
    ]
    assert [text[a:b] for one in found for a, b in one["addressee"]] == ["Journalisten"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]", b'{"text": 1}', b"{", b"3", b'{"originalText": 7}'])
def test_a_file_without_text_is_skipped_with_its_name(tmp_path, content):
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(SkipReport, match=r"odd\.json"):
        document(path)
