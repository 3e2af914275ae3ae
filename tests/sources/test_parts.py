"""The small parts of reading the web: encodings, rules for robots, the relevance of a report."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")

from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from zopa.dossier import load
from zopa.sources import read_folder, robots
from zopa.sources.charset import decoded
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
    if "Ã" not in text and "Â" not in text and "â" not in text and not text.startswith("\ufeff"):
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

    def test_recall_on_the_shared_dossiers(self, shared: Path) -> None:
        """Of the reports with a coded position, at least 99 % must get through."""
        found = wanted = 0
        for gold in sorted(shared.glob("dossiers/*/gold.yaml")):
            coded = {one["report"] for one in YAML(typ="safe").load(gold)["positions"]}
            dossier = load(gold.parent)
            relevance = Relevance(dossier)
            for report in read_folder(dossier.reports_folder).reports:
                if report.id in coded:
                    wanted += 1
                    found += relevance.of_text(report.text).relevant
        assert wanted > 100
        assert found >= 0.99 * wanted
