"""The records that `zopa quotes` prints."""

from __future__ import annotations

import json

import pytest

from zopa.errors import SkipReport
from zopa.reading.engines import RawStatement
from zopa.reading.quotes import document, record, records
from zopa.vocabulary import StatementKind


class OneQuote:
    """An engine that takes all of the text for one quote."""

    name = "one"

    def tag(self, text, language):
        assert language == "de"
        return [RawStatement(((0, len(text)),), StatementKind.INDIRECT, speaker=((0, 1),))] if text else []


def test_a_record_has_the_documented_shape():
    line = record("a", "😀 geht", "de", OneQuote(), lambda _text, _statement: "anna")
    assert json.loads(json.dumps(line)) == {
        "document": "a",
        "statements": [
            {"quote": [[0, 6]], "speaker": [[0, 1]], "cue": [], "type": "Indirect", "speaker_id": "anna"}
        ],
    }


def test_files_give_their_text(tmp_path):
    plain, article = tmp_path / "a.txt", tmp_path / "b.json"
    plain.write_text("Er kommt.", encoding="utf-8")
    article.write_text(json.dumps({"originalText": "Sie geht.", "documentName": "Nr. 7"}), encoding="utf-8")
    assert document(plain) == ("a", "Er kommt.")
    assert document(article) == ("Nr. 7", "Sie geht.")
    lines = list(records([plain, article], lambda _text: "de", OneQuote()))
    assert [line["document"] for line in lines] == ["a", "Nr. 7"]
    assert lines[0]["statements"][0]["speaker_id"] is None


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]", b'{"text": 1}', b"{", b"3"])
def test_a_file_without_text_is_skipped_with_its_name(tmp_path, content):
    path = tmp_path / "odd.json"
    path.write_bytes(content)
    with pytest.raises(SkipReport, match=r"odd\.json"):
        document(path)
