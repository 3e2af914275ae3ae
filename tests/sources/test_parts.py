"""The small parts of reading the web: encodings, rules for robots, the relevance of a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")

from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from zopa.dossier import load
from zopa.sources import read_folder, robots
from zopa.sources.charset import _TWICE, decoded
from zopa.sources.days import date_line, day_of, day_said
from zopa.sources.languages import language_of
from zopa.sources.relevance import Relevance


@pytest.mark.parametrize(
    ("raw", "header", "text"),
    [
        ("Größe".encode(), "text/html; charset=iso-8859-1", "Größe"),
        ("Größe".encode("cp1252"), "text/html; charset=utf-8", "Größe"),
        ("„Größe“ – 5 €".encode("cp1252"), "", "„Größe“ – 5 €"),
        ("Größe".encode("utf-16"), "", "Größe"),
        (b"\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe", "", "Größe"),
        (b'<meta charset="iso-8859-2">\xb1', "", '<meta charset="iso-8859-2">ą'),
        (b"abc \xff", "text/html; charset=nonsense", "abc ÿ"),
    ],
)
def test_encodings(raw: bytes, header: str, text: str) -> None:
    assert decoded(raw, header) == text


@given(st.text())
def test_what_is_utf8_stays_as_it_is(text: str) -> None:
    # but for three marks of an encoding done twice, which no text of people holds
    if len(_TWICE.findall(text)) < 3 and not text.startswith("\ufeff"):
        assert decoded(text.encode("utf-8", "replace")) == text.encode("utf-8", "replace").decode()


@given(st.binary())
def test_no_bytes_are_too_strange(raw: bytes) -> None:
    assert isinstance(decoded(raw, "text/html; charset=utf-7"), str)


RULES = """\
# a comment
User-agent: other
Disallow: /

User-agent: zopa
User-agent: friend
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Crawl-delay: 5

User-agent: *
Disallow: /all
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/all", True),
        ("/private/a", False),
        ("/private/open/b", True),
        ("/a.pdf", False),
        ("/a.pdf?x=1", True),
        ("/%70rivate/a", False),
    ],
)
def test_robots(path: str, allowed: bool) -> None:
    rules = robots.parse(RULES, "zopa")
    assert rules.allows(f"https://a.example{path}") is allowed
    assert rules.delay == 5.0


def test_robots_for_everybody() -> None:
    rules = robots.parse(RULES, "nobody")
    assert not rules.allows("https://a.example/all/x")
    assert rules.allows("https://a.example/private/")


@given(st.text(alphabet="ab*$/", max_size=12), st.text(alphabet="ab/", max_size=12))
def test_robots_patterns_match_as_a_slow_obvious_twin_does(pattern: str, path: str) -> None:
    import re

    pattern, path = "/" + pattern.replace("$", ""), "/" + path
    for end in ("", "$"):
        slow = re.match(
            ".*".join(re.escape(part) for part in pattern.split("*")) + ("\\Z" if end else ""), path
        )
        assert robots._matches(pattern + end, path) is bool(slow)


def test_languages() -> None:
    german = (
        "Der Vorstand hat das Angebot am Montag nicht angenommen, weil es ihm zu niedrig "
        "war und er auf eine neue Runde hofft."
    )
    english = (
        "The board did not accept the offer on Monday because it was too low and they "
        "are hoping for another round of talks."
    )
    french = (
        "Le conseil n'a pas accepté l'offre lundi, car elle était trop basse et il "
        "espère une nouvelle série de discussions."
    )
    assert [language_of(text) for text in (german, english, french)] == ["de", "en", ""]
    assert language_of(german, "en") == "de"
    assert language_of(french, "fr-FR") == "fr"


class TestRelevance:
    @pytest.fixture
    def relevance(self, folder: Path) -> Relevance:
        return Relevance(load(folder))

    def test_someone_and_something(self, relevance: Relevance) -> None:
        assert relevance.of_text("Northmark and Southmark talk about harbour dues.").relevant
        assert not relevance.of_text("Granny bakes a cake for everyone in the harbour.").relevant
        assert not relevance.of_text("").relevant

    def test_names_begin_where_words_begin(self, relevance: Relevance) -> None:
        assert relevance.of_text("„Ilves“ said").who == {"ilves"}
        assert relevance.of_text("the Ilveses").who == {"ilves"}
        assert relevance.of_text("Silves").who == frozenset()
        assert relevance.of_text("residues").what == frozenset()

    @pytest.mark.parametrize("way", ["utf-8", "cp1252", "utf-16", "named", "numbered"])
    def test_umlauts_in_every_spelling(self, folder: Path, way: str) -> None:
        path = folder / "dossier.yaml"
        path.write_text(path.read_text().replace("Brandt", "Österbö"))
        relevance = Relevance(load(folder))
        text = "<p>Otto Österbö sprach."
        raw = {
            "named": b"<p>Otto &Ouml;sterb&ouml; sprach.",
            "numbered": b"<p>Otto &#214;sterb&#246; sprach.",
        }.get(way) or text.encode(way)
        assert relevance.of_page(raw).who == {"brandt"}

    @pytest.mark.parametrize(
        "page",
        [
            "<p>Otto\n      Österbö spoke of the harbour\n   dues and of pilots",
            "<p>Otto Öster&shy;bö spoke of the harbour du&shy;es and of pil\u00adots",
            "<p><span class='cap'>O</span>tto <b>Öster</b>bö spoke of the <em>dues</em> and of pilots",
            '<script>{"articleBody":"Otto \\u00d6sterb\\u00f6 spoke of dues, of pilots"}</script>',
        ],
    )
    def test_names_with_something_inside_them(self, folder: Path, page: str) -> None:
        path = folder / "dossier.yaml"
        text = path.read_text().replace("name: Otto Brandt, aliases: [Brandt]", "name: Otto Österbö")
        path.write_text(text)
        found = Relevance(load(folder)).of_page(page.encode())
        assert (found.who, found.what) == ({"brandt"}, {"dues", "pilots"})

    def test_recall_on_the_shared_dossiers(self, shared: Path) -> None:
        """Of the reports with a coded position, at least 99 % must get through. Tuned on these."""
        assert _recall(shared / "dossiers") >= 0.99

    def test_recall_on_dossiers_it_was_not_tuned_on(self) -> None:
        assert _recall(Path(__file__).parents[2] / "training" / "dossiers") >= 0.99


def _recall(dossiers: Path) -> float:
    """The share of reports with a coded position that get through."""
    found = wanted = 0
    for gold in sorted(dossiers.glob("*/gold.yaml")):
        coded = {one["report"] for one in YAML(typ="safe").load(gold)["positions"]}
        dossier = load(gold.parent)
        relevance = Relevance(dossier)
        for report in read_folder(dossier.reports_folder).reports:
            if report.id in coded:
                wanted += 1
                found += relevance.of_text(report.text).relevant
    assert wanted > 100
    return found / wanted


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-03-05T23:30:00Z", date(2031, 3, 5)),
        ("5.3.2031", date(2031, 3, 5)),
        ("05. 03. 2031, 14:20 Uhr", date(2031, 3, 5)),
        ("Dienstag, 5. März 2031", date(2031, 3, 5)),
        ("5 Mar. 2031", date(2031, 3, 5)),
        ("1st of nothing, March 5th, 2031", date(2031, 3, 5)),
        ("25/3/2031", date(2031, 3, 25)),
        ("3/25/2031", date(2031, 3, 25)),
        ("5/3/2031", None),
        ("31. Februar 2031", None),
        ("Version 1.2.2031.4", None),
        ("Mai 2031", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text: str, day: date | None) -> None:
    assert day_said(text) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1930000000, date(2031, 2, 27)),
        ("1930000000123", date(2031, 2, 27)),
        (1930000000.5, date(2031, 2, 27)),
        ("20310305", date(2031, 3, 5)),
        ("Tue, 04 Mar 2031 10:00:00 +0100", date(2031, 3, 4)),
        (None, None),
        ("soon", None),
        (True, None),
    ],
)
def test_days_in_tables(value: object, day: date | None) -> None:
    assert day_of(value) == day


@given(st.text())
def test_no_text_is_too_strange_for_a_day(text: str) -> None:
    assert day_of(text) is None or isinstance(day_of(text), date)


def test_a_date_line_stands_near_the_top() -> None:
    assert date_line("A statement\nBonn, 5. März 2031\nText.") == date(2031, 3, 5)
    assert date_line("Text.\n" * 20 + "Bonn, 5. März 2031") is None
    assert (
        date_line("On 5 March 2031 they met, and what they said there is the subject of this long note: " * 2)
        is None
    )
