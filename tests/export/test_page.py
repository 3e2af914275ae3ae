from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from lake import assembled, maker, stated, verdicts
from markup import Page
from ruamel.yaml import YAML

from zopa.dossier import load
from zopa.export import page
from zopa.pipeline import Overview
from zopa.sources import read_folder
from zopa.vocabulary import Condition, Stance

Make = Callable[..., Overview]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return maker(tmp_path)


def rendered(answer: Overview, language: str | None = None) -> tuple[str, Page]:
    html = page.render(answer, verdicts(answer), language)
    return html, Page(html)


def test_loads_nothing_from_anywhere(make: Make) -> None:
    html, read = rendered(make())
    for tag, attrs in read.elements:
        assert tag not in {"img", "iframe", "object", "embed", "base", "form", "video", "audio"}
        assert "src" not in attrs
        assert not any(name.startswith("on") for name in attrs)
        assert "style" not in attrs, "the policy would not apply it"
        if tag == "link":
            assert attrs["href"] == "data:,"
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    assert "@import" not in style[1]
    assert "url(" not in style[1]


def test_policy_allows_only_the_page_s_own_style_and_script(make: Make) -> None:
    html, read = rendered(make())
    policy = next(a["content"] for a in read.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_what_a_report_holds_is_shown_as_text(make: Make) -> None:
    html, read = rendered(make())
    assert len(read.all("script")) == 1
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<b>draft</b>" not in html
    assert "<i>Post</i>" not in html
    assert "<script>alert('boat')</script>" in read.texts["report-1"]
    assert "<img src=x onerror=alert(1)>" in read.texts["report-1"]
    assert "alert('author')" in read.texts["report-1"]


def test_only_web_addresses_become_links(make: Make) -> None:
    _, read = rendered(make())
    outside = [link for link in read.links if not link.startswith("#")]
    assert outside == ["https://echo.example/gauges?a=1&b=2"]


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/b", "https://a.example/b"),
        (" http://a.example ", "http://a.example"),
        ("HTTPS://a.example", "https://a.example"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt://a.example/%0aalert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("//a.example", ""),
        ("https:a.example", ""),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_web_address(url: str, link: str) -> None:
    assert page.web_address(url) == link


def test_every_anchor_leads_somewhere_and_only_there(make: Make) -> None:
    _, read = rendered(make())
    assert len(read.ids) == len(set(read.ids))
    inner = {link[1:] for link in read.links if link.startswith("#")}
    assert inner <= set(read.ids)
    assert {a["data-cell"] for _, a in read.elements if "data-cell" in a} <= set(read.ids)


def test_every_cell_holds_its_passages_and_each_its_place_in_a_report(make: Make) -> None:
    answer = make()
    _, read = rendered(answer)
    parties = [party.id for party in answer.matrix.parties]
    issues = [issue.id for issue in answer.matrix.issues]
    for cell in answer.matrix:
        anchor = f"c{parties.index(cell.party) + 1}-{issues.index(cell.issue) + 1}"
        assert f"#{anchor}" in read.links
        for standing in cell.standings:
            for position in (*standing.evidence, *standing.dissent):
                assert position.quote.exact in read.texts[anchor]
        figures = [attrs for tag, attrs in read.inside[anchor] if tag == "figure"]
        assert len(figures) == cell.statements
    assert {i for i in read.ids if re.fullmatch(r"r\d+", i)} == {f"r{n}" for n in range(1, 9)}


def test_speaker_and_holder_are_two(make: Make) -> None:
    _, read = rendered(make())
    shore_on_gauges = read.texts["c2-2"]
    assert "Ola Reed, hydrologist, no side" in shore_on_gauges
    assert "about Shoreland, second-hand" in shore_on_gauges
    assert "if kept (Night ferry)" in shore_on_gauges


def test_contradiction_stands_side_by_side(make: Make) -> None:
    _, read = rendered(make())
    hill_on_gauges = [attrs.get("class", "") for _, attrs in read.inside["c1-2"]]
    assert "sides" in hill_on_gauges
    assert "contested" in read.texts["c1-2"]
    assert "own words disagree; the latest comes first" in read.texts["c1-2"]


def test_unknown_is_said_not_left_blank(make: Make) -> None:
    answer = make()
    _, read = rendered(answer)
    known = sum(1 for _ in answer.matrix)
    cells = len(answer.matrix.parties) * len(answer.matrix.issues)
    assert read.texts["table"].count("unknown") >= cells - known + 1, "each empty cell and the key"
    assert "Night ferry" in read.texts["passages"]


def test_verdicts_come_first_with_their_passages(make: Make) -> None:
    html, read = rendered(make())
    assert html.index('id="proposals"') < html.index('id="table"') < html.index('id="passages"')
    text = " ".join(read.texts["proposals"].split())
    assert "Blocked by Shoreland – 1 red line" in text
    assert "Shoreland · Water intake: at most 20 a day – red line" in text
    assert "Shoreland calls that a red line" in text
    assert "never counted as consent" in text


def test_speaks_the_dossier_s_first_language_or_the_one_asked_for(make: Make) -> None:
    html, _ = rendered(make())
    assert '<html lang="en">' in html
    german, read = rendered(make(), "de")
    assert '<html lang="de">' in german
    assert "Blockiert durch Uferland" in read.texts["proposals"]
    assert "Wasserministerin" in read.texts["passages"]


def test_as_of_date_is_named_and_later_reports_are_marked(make: Make) -> None:
    _, read = rendered(make(as_of=date(2031, 5, 4)))
    assert "As of 4 May 2031" in read.texts["top"]
    assert "after the as-of date" in read.texts["report-2"]
    assert "after the as-of date" not in read.texts["report-1"]
    assert not [i for i in read.ids if i == "c1-2"], "said later"


def test_says_whether_a_person_judged_it(make: Make) -> None:
    assert "Every position is a machine’s suggestion" in rendered(make())[1].texts["top"]
    judged = rendered(make(judge_all=True))[1]
    assert "A person has judged every position" in judged.texts["top"]


def test_skipped_files_are_listed_without_their_folder(make: Make) -> None:
    html, read = rendered(make())
    assert "<old>.txt:3" in read.texts["skipped"]
    assert "Save it." in read.texts["skipped"]
    assert "secret/place" not in html


def test_a_report_that_changed_since_still_shows_its_words(make: Make) -> None:
    answer = make()
    texts = {key: report for key, report in answer.reports.items() if key != "second"}
    gone = Overview(
        answer.dossier,
        texts,
        answer.statements,
        answer.positions,
        answer.matrix,
        answer.skipped,
        answer.as_of,
    )
    _, read = rendered(gone)
    assert "she had praised joint gauges" in read.texts["c1-2"]
    assert "can no longer be found" in read.texts["c1-2"]


def test_empty_dossier_renders(make: Make) -> None:
    answer = make()
    empty = assembled(answer.dossier, [], [])
    html = page.render(empty)
    read = Page(html)
    assert "No position was found" in read.texts["top"]
    assert "proposals" not in read.ids


def test_headings_step_by_step_and_tables_have_heads(make: Make) -> None:
    _, read = rendered(make())
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("scope" in attrs for attrs in read.all("th"))
    assert read.all("a", class_="skip")[0]["href"] == "#content"
    assert all(attrs.get("type") == "button" for attrs in read.all("button"))


def _gold(folder: Path) -> Overview:
    dossier = load(folder)
    reports = {report.id: report for report in read_folder(dossier.reports_folder).reports}
    positions = []
    for entry in YAML(typ="safe", pure=True).load(folder / "gold.yaml")["positions"]:
        given = entry.get("condition")
        condition = (
            Condition(given["issue"], given["option"])
            if isinstance(given, dict)
            else Condition(text=str(given))
            if given
            else None
        )
        positions.append(
            stated(
                reports[entry["report"]],
                entry["quote"],
                entry["speaker"],
                entry["holder"],
                (entry["issue"], str(entry["option"])),
                Stance(entry["stance"]),
                firm=bool(entry.get("firm")),
                condition=condition,
            )
        )
    return assembled(dossier, list(reports.values()), positions)


def test_every_shared_dossier_makes_a_sound_page(shared: Path) -> None:
    folders = sorted(path.parent for path in (shared / "dossiers").glob("*/gold.yaml"))
    assert folders
    for folder in folders:
        answer = _gold(folder)
        html, read = rendered(answer)
        inner = {link[1:] for link in read.links if link.startswith("#")}
        assert inner <= set(read.ids), folder.name
        shown = {position.id: position for position in answer.positions}
        assert len([i for i in read.ids if re.fullmatch(r"p\d+", i)]) == len(shown), folder.name
        assert len([i for i in read.ids if re.fullmatch(r"r\d+", i)]) == len(shown), folder.name
        text = sum(len(report.text) for report in answer.reports.values())
        cells = len(answer.matrix.parties) * len(answer.matrix.issues)
        assert len(html) < 40_000 + 1.2 * text + 6_000 * len(shown) + 600 * cells, folder.name
