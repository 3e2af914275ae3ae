"""Grown terms: what is found without being written, and how it is switched off."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from zopa.dossier import Dossier, load
from zopa.reading import Reader
from zopa.reading.candidates import Annotator
from zopa.reading.growing import forms, synonyms
from zopa.reading.language import language
from zopa.reading.terms import Terms
from zopa.reading.text import analyse
from zopa.vocabulary import Report

TEXT = "Die Nachtfährverbindung kommt. Die Lohnerhöhung und die Vertragslaufzeit bleiben offen, so Holm."


def annotated(dossier: Dossier, *texts: str) -> tuple[Annotator, list]:
    annotator = Annotator(dossier, language("de"))
    return annotator, [annotator.annotate(text) for text in texts]


def test_compounds_and_inflections_are_shown_with_the_word_they_come_from(dispute: Dossier) -> None:
    annotator, texts = annotated(dispute, TEXT)
    found = {(one.issue, one.option, one.word): one.by for one in forms(annotator.terms, texts)}
    assert found["laufzeit", None, "vertragslaufzeit"] in ("Laufzeit", "Vertrag")
    assert all(one.how == "form" and one.count == 1 for one in forms(annotator.terms, texts))


def test_a_word_switched_off_is_not_found_any_more(dispute: Dossier) -> None:
    off = replace(dispute, not_terms={("laufzeit", None): ("Vertragslaufzeit",)})
    for dossier, expected in ((dispute, True), (off, False)):
        terms = Terms(dossier, language("de"))
        document = analyse(TEXT, language("de"))
        hits = [hit for sentence in document.sentences for hit in terms.find(document, sentence)]
        words = {
            document.tokens[token].low for hit in hits if hit.issue == "laufzeit" for token in hit.tokens
        }
        assert ("vertragslaufzeit" in words) is expected
        found = forms(terms, [Annotator(dossier, language("de")).annotate(TEXT)])
        assert any(one.word == "vertragslaufzeit" for one in found) is expected


def test_what_is_off_for_an_issue_is_off_for_its_options(dispute: Dossier) -> None:
    off = replace(dispute, not_terms={("nachtfahrt", None): ("Nachtfähre",)})
    terms = Terms(off, language("de"))
    document = analyse("Die Nachtfähre kommt.", language("de"))
    assert [hit for hit in terms.find(document, document.sentences[0]) if hit.issue == "nachtfahrt"] == []


GARDEN = """\
title: Gärten
languages: [de]
parties: {amt: {name: Amt}, verein: {name: Verein}}
issues:
  zaun:
    name: Zaun
    terms: [Zaun]
    options: {hoch: {name: hoch}, tief: {name: tief}}
"""


def test_a_synonym_keeps_the_company_of_its_term(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text(GARDEN, encoding="utf-8")
    dossier = load(tmp_path)
    told = (
        "Der Verein will einen Zaun und eine Mauer. Die Sonne scheint.",
        "Das Amt lehnt Zaun und Mauer ab. Es regnet.",
        "Ein Zaun, eine Mauer: beides kommt. Der Bus fährt.",
    )
    annotator, texts = annotated(dossier, *told)
    found = {one.word: one for one in synonyms(dossier, annotator, texts)}
    assert set(found) == {"mauer"}
    assert (found["mauer"].by, found["mauer"].how, found["mauer"].count) == ("Zaun", "synonym", 3)
    assert synonyms(replace(dossier, grow=False), annotator, texts) == []
    reports = [Report(f"r{n}", text, language="de") for n, text in enumerate(told)]
    reader = Reader(dossier)
    reader.study(reports)
    reader.study(reports)  # once more adds nothing
    document = analyse("Die Mauer bleibt.", language("de"))
    hits = reader.annotator("de").terms.find(document, document.sentences[0])
    assert [(hit.issue, hit.option) for hit in hits] == [("zaun", None)]
    off = replace(dossier, not_terms={("zaun", None): ("Mauer",)})
    annotator, texts = annotated(off, *told)
    assert synonyms(off, annotator, texts) == []
