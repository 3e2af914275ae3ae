from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import zopa.export
from zopa.export import labels

ROOM = Path(next(iter(zopa.export.__path__)))


def test_every_label_fills_the_same_places_in_both_languages() -> None:
    for key, (german, english) in labels._WORDS.items():
        places = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (german, english)]
        assert places[0] == places[1], key
        assert german, key
        assert english, key


def test_every_label_is_used() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in ROOM.rglob("*.*")
        if path.suffix in (".py", ".html") and path.name != "labels.py"
    )
    voices = {"author", "anonymous", "other", "supports", "accepts", "rejects"}
    unused = [
        key for key in labels._WORDS if key not in voices and not re.search(rf"""["']{key}["']""", source)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("language", "day", "count", "listed"),
    [
        ("de", "3. März 2031", "1.200 Berichte", "a, b und c"),
        ("en", "3 Mar 2031", "1,200 reports", "a, b and c"),
    ],
)
def test_language(language: str, day: str, count: str, listed: str) -> None:
    words = labels.labels("fr", language)
    assert words.day(date(2031, 3, 3)) == day
    assert words.count(1200, "report") == count
    assert words.listed(["a", "b", "c"]) == listed
    assert words.day(None) == ""


def test_an_unknown_language_falls_back_to_english() -> None:
    assert labels.labels("fr", None).language == "en"
