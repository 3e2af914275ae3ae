"""Pages that mean harm, or were made by a broken machine: refused or read, but never for ever."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")

from zopa.errors import SourceError
from zopa.sources.page import page_draft

SENTENCE = "The talks on the dues are to go on in the week after, the harbour office said on Monday. "
PAGES: dict[str, str] = {
    "deeper than any parser likes": "<div>" * 50_000 + SENTENCE * 10,
    "more elements than a report": "<article>" + "<p>x</p>" * 100_000,
    "words without a full stop": "<article><p>" + "talks about talks " * 20_000,
    "one word": "<article><p>" + "a" * 400_000,
    "one paragraph": "<article><p>" + SENTENCE * 4_000,
    "open inline tags": "<article><p>" + "<span>" * 20_000 + SENTENCE * 10,
    "entities of entities": "<article><p>" + "&amp;amp;" * 50_000,
    "brackets of JSON": f"<script type='application/ld+json'>{'[' * 100_000}</script><p>{SENTENCE * 9}</p>",
    "a title of dashes": f"<title>{' - ' * 50_000}</title><article><p>{SENTENCE * 9}</p>",
    "nothing but asides": "<article>" + f"<p>Read also {'and so ' * 30}</p>" * 2_000,
    "marks of a class": f"<div class='{'article ' * 50_000}'><p>{SENTENCE * 9}</p></div>",
}


@pytest.mark.parametrize("name", PAGES)
def test_it_ends(name: str) -> None:
    raw = f"<html><body>{PAGES[name]}</body></html>".encode()
    begun = time.process_time()
    kind = ""
    try:
        assert page_draft(raw, "https://quay.example/a").text
    except SourceError as refusal:
        kind = refusal.kind
    assert kind in ("", "empty", "navigation", "too-large", "damaged")
    # n² steps over any of these would take minutes
    assert time.process_time() - begun < 20
