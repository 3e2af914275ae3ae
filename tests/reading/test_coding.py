from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from zopa.dossier import Dossier
from zopa.errors import UnknownName
from zopa.reading import Reader, detect_language
from zopa.reading.candidates import Annotator
from zopa.reading.cues import find_cues
from zopa.reading.dates import said_on
from zopa.reading.figures import figures, number_word
from zopa.reading.language import CuePatterns, language
from zopa.reading.text import analyse, tokenize
from zopa.vocabulary import AUTHOR, Report, Stance, StatedPosition, StatementKind

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "cases/reading/sentences.yaml").read_text(encoding="utf-8")
)


def positions(
    dispute: Dossier, text: str, code: str = "de", engine: str = "learned-3"
) -> list[StatedPosition]:
    report = Report("r", text, published=dt.date(2031, 3, 6), language=code)
    return list(Reader(dispute, engine).read(report).positions)


def cells(found: list[StatedPosition]) -> set[tuple[str, str, str, str]]:
    return {(p.holder, p.issue, p.option, "for" if p.stance.is_for else "against") for p in found}


@pytest.mark.parametrize("engine", ["learned-3", "rules-1"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_golden_sentences(dispute: Dossier, case: dict, engine: str) -> None:
    found = positions(dispute, case["text"], case["language"], engine)
    for holder, issue, option, side, *speaker in case.get("must", ()):
        assert (holder, issue, option, side) in cells(found)
        one = next(p for p in found if (p.holder, p.issue, p.option) == (holder, issue, option))
        if speaker:
            assert one.speaker == speaker[0]
        if "firm" in case:
            assert one.firm is case["firm"]
    if case.get("never") == [["*", "*", "*", "*"]]:
        assert found == []


def test_every_quote_equals_the_text_there(dispute: Dossier) -> None:
    text = "😀 Die Reederei bietet vier Prozent mehr Lohn an, sofern der Vertrag drei Jahre läuft."
    for one in positions(dispute, text):
        assert text[one.quote.start : one.quote.end] == one.quote.exact
        assert 0 < one.confidence <= 1


def test_an_unknown_engine_names_the_choices(dispute: Dossier) -> None:
    with pytest.raises(UnknownName):
        Reader(dispute, "tea-leaves")


def test_studying_reports_changes_nothing_it_should_not(dispute: Dossier) -> None:
    report = Report("r", "Die Seeleutegewerkschaft lehnt eine Nachtfähre strikt ab.", language="de")
    reader = Reader(dispute)
    before = reader.read(report).positions
    reader.study([report])
    assert cells(list(before)) == cells(list(reader.read(report).positions))


# ------------------------------------------------------------------ text


def test_sentences_keep_ordinals_abbreviations_and_closing_marks() -> None:
    text = "Am 15. Dezember kam Dr. Wedel. „Wir gehen.“ Er ging."
    document = analyse(text, language("de"))
    assert [text[s.start : s.end] for s in document.sentences] == [
        "Am 15. Dezember kam Dr. Wedel.",
        "„Wir gehen.“",
        "Er ging.",
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Sie sagte: „So nicht“.", "„So nicht“"),
        ("Sie sagte: »So nicht«.", "»So nicht«"),
        ("Sie sagte: «So nicht».", "«So nicht»"),
        ('He said "not so" today.', '"not so"'),
        ("He said “not so” today.", "“not so”"),
        ("He said ‘it’s not so’ today.", "‘it’s not so’"),
        ("Sie sagte ›So nicht‹ dazu.", "›So nicht‹"),
    ],
)
def test_quotation_marks_of_any_kind(text: str, quoted: str) -> None:
    document = analyse(text, language("de"))
    assert [text[a:b] for a, b in document.quotations] == [quoted]


def test_apostrophes_are_no_quotation_marks() -> None:
    document = analyse("The league's boats and the crew's pay aren't cheap.", language("en"))
    assert document.quotations == ()


# ------------------------------------------------------------------ figures


@pytest.mark.parametrize(
    ("text", "code", "value", "unit"),
    [
        ("800.000 Soldaten", "de", 800_000, ""),
        ("rund 800 000", "de", 800_000, ""),
        ("0,8 Millionen", "de", 800_000, ""),
        ("achthunderttausend", "de", 800_000, ""),
        ("acht Prozent", "de", 8, "percent"),
        ("4,1 Prozent", "de", 4.1, "percent"),
        ("800,000 troops", "en", 800_000, ""),
        ("0.8 million", "en", 800_000, ""),
        ("six percent", "en", 6, "percent"),
        ("twenty-five", "en", 25, ""),
    ],
)
def test_figures(text: str, code: str, value: float, unit: str) -> None:
    tokens = tokenize(text)
    found = figures(tokens, 0, len(tokens), language(code))
    assert [(pytest.approx(one.value), one.unit) for one in found] == [(value, unit)]


def test_units_of_time_are_comparable() -> None:
    def days(text: str) -> float:
        tokens = tokenize(text)
        return figures(tokens, 0, len(tokens), language("de"))[0].value

    assert days("72 Stunden") == pytest.approx(days("drei Tage"))
    assert days("zwei Jahre") == pytest.approx(days("24 Monate"))
    assert days("dreijährige") == pytest.approx(days("36 Monate"))


def test_number_words() -> None:
    assert number_word("fünfundzwanzig", language("de")) == 25
    assert number_word("zweitausendfünfhundert", language("de")) == 2500
    assert number_word("hafen", language("de")) is None


# ------------------------------------------------------------------ cues


def test_cue_patterns_match_over_gaps_and_unfold_words() -> None:
    patterns = CuePatterns({"reject": "lehn(t|te) … ab\nnicht (zu machen|mit uns)"})
    assert patterns.find(["sie", "lehnte", "den", "plan", "ab"]) == [("reject", 1, 4)]
    assert patterns.find(["das", "ist", "nicht", "zu", "machen"]) == [("reject", 2, 4)]
    assert patterns.find(["nichts", "davon"]) == []


def test_a_negator_turns_its_own_clause_only() -> None:
    document = analyse("Sie wird dem nicht zustimmen, er akzeptiert es.", language("de"))
    accepting = [
        cue for cue in find_cues(document, document.sentences[0], language("de")) if cue.kind == "accept"
    ]
    assert [cue.negated for cue in accepting] == [True, False]


# ------------------------------------------------------------------ speakers


def voices(dispute: Dossier, text: str, code: str = "de") -> list[str]:
    annotated = Annotator(dispute, language(code)).annotate(text)
    return [passage.voice.speaker for passage in annotated.passages]


def test_speakers_by_surname_pronoun_and_mood(dispute: Dossier) -> None:
    text = "Hella Brandis kritisierte das Angebot. Die Fähre sei zu teuer. Sie sagte, man warte ab."
    assert voices(dispute, text) == ["brandis", "brandis", "brandis"]


def test_a_spokesman_speaks_for_the_party(dispute: Dossier) -> None:
    assert voices(dispute, "Ein Sprecher von Direktor Jens Torvik erklärte, man prüfe das.") == ["reederei"]


def test_unnamed_sources_are_anonymous(dispute: Dossier) -> None:
    assert voices(dispute, "In Verhandlungskreisen hieß es, man sei sich nahe.") == ["anonymous"]


def test_attribution(dispute: Dossier) -> None:
    assert voices(dispute, "Laut Torvik ist die Nachtfähre zu teuer.") == ["torvik"]
    assert voices(dispute, "According to Torvik the night ferry costs too much.", "en") == ["torvik"]


def test_a_transcript_names_its_speakers(dispute: Dossier) -> None:
    text = (
        "Bote: Was fordern Sie?\n\nBrandis: Neun Prozent.\n\nBote: Und sonst?\n\nBrandis: Nichts.\n\n"
        "Bote: Sicher?\n\nBrandis: Ja."
    )
    assert voices(dispute, text) == [AUTHOR, "brandis", AUTHOR, "brandis", AUTHOR, "brandis"]


def test_statements_carry_speaker_span_and_kind(dispute: Dossier) -> None:
    text = "„Wir fahren nachts nicht mehr“, sagte Gewerkschaftschefin Hella Brandis am Dienstag."
    report = Report("r", text, published=dt.date(2031, 3, 6), language="de")
    (statement,) = Reader(dispute).read(report).statements
    assert statement.speaker == "brandis"
    assert statement.kind is StatementKind.DIRECT
    assert text[slice(*statement.quote[0])] == "„Wir fahren nachts nicht mehr“"
    assert statement.speaker_span is not None
    assert text[slice(*statement.speaker_span)] == "Gewerkschaftschefin Hella Brandis"
    assert (statement.said_on, statement.said_on_precision) == (dt.date(2031, 3, 4), "day")


# ------------------------------------------------------------------ dates and languages


@pytest.mark.parametrize(
    ("text", "code", "day", "precision"),
    [
        ("Das sagte sie am Montag.", "de", dt.date(2031, 3, 3), "day"),
        ("Das sagte sie am Sonntagabend.", "de", dt.date(2031, 3, 2), "day"),
        ("Das sagte sie gestern.", "de", dt.date(2031, 3, 5), "day"),
        ("Das sagte sie am 24. Februar.", "de", dt.date(2031, 2, 24), "day"),
        ("Das sagte sie Anfang der Woche.", "de", dt.date(2031, 3, 3), "week"),
        ("Das sagte sie.", "de", dt.date(2031, 3, 6), "report"),
        ("She said so on Monday.", "en", dt.date(2031, 3, 3), "day"),
        ("They agreed in the night to Tuesday.", "en", dt.date(2031, 3, 4), "day"),
        ("Das sagte sie in der Nacht zu Dienstag.", "de", dt.date(2031, 3, 4), "day"),
        ("Das sagte sie am vergangenen Donnerstag.", "de", dt.date(2031, 2, 27), "day"),
        ("Das sagte sie am kommenden Montag nicht.", "de", dt.date(2031, 3, 6), "report"),
        ("Das sagte sie vor zwei Tagen.", "de", dt.date(2031, 3, 4), "day"),
        ("Das sagte sie vor drei Wochen.", "de", dt.date(2031, 2, 10), "week"),
        ("Das sagte sie am 15.12.2030.", "de", dt.date(2030, 12, 15), "day"),
        ("Das sagte sie am 24.2. in Holm.", "de", dt.date(2031, 2, 24), "day"),
        ("Das sagte sie am 5. Dezember.", "de", dt.date(2030, 12, 5), "day"),
        ("Das sagte sie vergangene Woche.", "de", dt.date(2031, 2, 24), "week"),
        ("Das sagte sie zu Wochenbeginn.", "de", dt.date(2031, 3, 3), "week"),
        ("Das sagte sie am Wochenende.", "de", dt.date(2031, 2, 24), "week"),
        ("Das sagte sie im Januar.", "de", dt.date(2031, 1, 1), "month"),
        ("Bis Montag will sie das prüfen.", "de", dt.date(2031, 3, 6), "report"),
        ("She said so last Thursday.", "en", dt.date(2031, 2, 27), "day"),
        ("She said so on Sunday night.", "en", dt.date(2031, 3, 2), "day"),
        ("She said so two days ago.", "en", dt.date(2031, 3, 4), "day"),
        ("She said so overnight.", "en", dt.date(2031, 3, 6), "day"),
        ("She said so on February 24th.", "en", dt.date(2031, 2, 24), "day"),
        ("She said so on 24 February 2030.", "en", dt.date(2030, 2, 24), "day"),
        ("She said so on 2031-02-24.", "en", dt.date(2031, 2, 24), "day"),
        ("She said so earlier this week.", "en", dt.date(2031, 3, 3), "week"),
        ("She said so over the weekend.", "en", dt.date(2031, 2, 24), "week"),
        ("She said so in December.", "en", dt.date(2030, 12, 1), "month"),
        ("She will say so next Monday.", "en", dt.date(2031, 3, 6), "report"),
    ],
)
def test_said_on(text: str, code: str, day: dt.date, precision: str) -> None:
    document = analyse(text, language(code))
    assert said_on(document, document.sentences[0], dt.date(2031, 3, 6), language(code)) == (day, precision)


def test_said_on_without_a_date_is_unknown() -> None:
    document = analyse("Das sagte sie am Montag.", language("de"))
    assert said_on(document, document.sentences[0], None, language("de")) == (None, "report")


def test_detect_language() -> None:
    assert detect_language("Die Fähre legt um neun ab, und das ist für alle gut.") == "de"
    assert detect_language("The ferry leaves at nine and that is good for all of us.") == "en"
    assert detect_language("") in ("de", "en")


def test_a_condition_is_named(dispute: Dossier) -> None:
    text = "Die Küstenreederei wäre bereit, neun Prozent mehr Lohn zu zahlen, sofern die Nachtfähre kommt."
    found = [p for p in positions(dispute, text) if p.option == "p9"]
    assert found
    assert found[0].stance is not Stance.REJECTS
    condition = found[0].condition
    assert condition is not None
    assert (condition.issue, condition.option) == ("nachtfahrt", "ja")
