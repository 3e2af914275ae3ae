"""What the table, a cell, a report and the search show, and what can be done there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dossiers import TEXTS
from visiting import Client

from zopa.ledger.lookup import Lookup
from zopa.ledger.rulings import rulings_on
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Report


@pytest.fixture
def desk(workbench: Callable[..., Client], talks: Path) -> Client:
    return workbench(talks)


def plain(page: str) -> str:
    """A page's words alone."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())


def id_of(folder: Path, words: str) -> str:
    return next(one.id for one in LedgerView(folder).positions() if words in one.quote.exact)


# ------------------------------------------------------------------ the table


def test_the_table_says_what_stands_as_of_any_day(desk: Client) -> None:
    now = plain(desk.get("/").text)
    assert "could accept 12 crowns ◐ if voluntary (Pilots)" in now
    assert "red line compulsory" in now
    assert re.search(r"wants at most 5 crowns .{0,9}second-hand", now)
    assert now.count("unknown") >= 3
    then = plain(desk.get("/?as_of=2031-03-02").text)
    assert "rejects 12 crowns" in then
    assert "could accept 12 crowns" not in then
    assert "As of 2 Mar 2031" in then


def test_it_marks_what_changed(desk: Client) -> None:
    page = plain(desk.get("/?as_of=2031-03-05&since=day").text)
    assert "What changed since 2 Mar 2031" in page
    assert "turned Southmark · Harbour dues : 12 crowns" in page
    assert "new Southmark · Pilots : voluntary" in page
    assert "since 2 Mar 2031" not in plain(desk.get("/?as_of=2031-03-05&since=none").text)
    # Before the first word everything would be new, which tells nothing.
    assert "What changed" not in plain(desk.get("/?as_of=2031-03-05&since=month").text)


def test_it_is_narrowed(desk: Client) -> None:
    page = plain(desk.get("/?show=redline").text)
    assert "red line compulsory" in page
    assert "could accept 12 crowns" not in page
    only = desk.get("/?party=north&issue=pilots").text
    assert "Northmark" in only
    assert 'href="/cells/south' not in only.partition('id="board"')[2].partition('id="changes"')[0]
    assert desk.get("/?show=nonsense").status_code == 422
    assert desk.get("/?as_of=yesterday").status_code == 422


def test_the_slider_gets_the_board_alone(desk: Client) -> None:
    part = desk.get("/?as_of=2031-03-02", headers={"hx-request": "true"}).text
    assert part.lstrip().startswith('<section id="board"')
    assert "<html" not in part


def test_a_page_seen_before_is_not_made_again(desk: Client, talks: Path) -> None:
    first = desk.get("/")
    again = desk.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    desk.submit(f"/positions/{id_of(talks, 'demanding')}/judge", {"decision": "accept"})
    assert desk.get("/", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_nothing_read_yet_is_said(workbench: Callable[..., Client], folder: Path) -> None:
    page = workbench(folder).get("/")
    assert page.status_code == 200
    assert "have not been read yet" in page.text


# ------------------------------------------------------------------ a cell


def test_a_cell_tells_its_history_and_its_rule(desk: Client) -> None:
    page = plain(desk.get("/cells/south/dues").text)
    assert "What stands" in page
    assert "own latest word counts: Otto Brandt, 5 Mar 2031; the party’s own words disagree" in page
    assert "mit 12 Kronen leben" in page
    assert "Otto Brandt" in page
    assert "A lane per outlet" in page
    assert "The Quay" in page
    assert "Der Lotse" in page
    assert desk.get("/cells/south/nothing").status_code == 404
    assert desk.get("/cells/nobody/dues").status_code == 404


def test_an_unknown_cell_is_no_consent(desk: Client) -> None:
    page = plain(desk.get("/cells/isles/dues").text)
    assert "Nobody has said anything on this. That is no consent." in page


def test_differences_stand_side_by_side_with_causes_and_a_status(desk: Client, talks: Path) -> None:
    page = desk.get("/cells/south/dues").text
    words = plain(page)
    assert "own words against own 12 crowns Likely cause: different days" in words
    assert "different speakers of the side translation" in words
    one, other = id_of(talks, "Southmark rejected"), id_of(talks, "12 Kronen")
    form = {"one": one, "other": other, "status": "changed", "note": "after the fleet left"}
    sent = desk.submit("/rulings", {**form, "back": "/cells/south/dues"})
    assert sent.headers["location"] == "/cells/south/dues"
    said = plain(desk.get("/cells/south/dues").text)
    assert "it changed, set by analyst on" in said
    desk.submit("/rulings", {**form, "status": "second", "back": "/cells/south/dues"})
    assert "the second holds, set by analyst" in plain(desk.get("/cells/south/dues").text)
    held = rulings_on(talks, [one, other])
    assert len(held) == 1
    assert desk.submit("/rulings", {**form, "status": "sure"}).status_code == 409
    assert desk.submit("/rulings", {**form, "other": "0" * 16}).status_code == 409


# ------------------------------------------------------------------ a report


def test_a_report_shows_text_and_margin(desk: Client, talks: Path) -> None:
    page = desk.get("/reports/quay").text
    assert f'id="p-{id_of(talks, "demanding")}"' in page
    words = plain(page)
    assert "Southmark rejects 12 crowns" in words
    assert "Otto Brandt · verbatim" in words
    assert "https://quay.example/1" in page
    assert "https://web.archive.org/web/20310302/https://quay.example/1" in page
    kept = desk.get("/reports/quay/copy")
    assert kept.text == TEXTS["quay"][4]
    assert kept.headers["content-disposition"].startswith("attachment")
    assert desk.get("/reports/none").status_code == 404
    assert desk.get("/reports/quay/archive").status_code == 404


def test_an_archived_page_is_given_but_never_shown(desk: Client, talks: Path) -> None:
    path = talks / "archive" / "2031-03-02" / "abc.warc.gz"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"kept")
    report = talks / "reports" / "quay.txt"
    text = report.read_text(encoding="utf-8")
    report.write_text(
        text.replace("---\n", "---\narchive: archive/2031-03-02/abc.warc.gz\n", 1), encoding="utf-8"
    )
    got = desk.get("/reports/quay/archive")
    assert got.content == b"kept"
    assert got.headers["content-disposition"].startswith("attachment")
    # A front matter that points elsewhere gives nothing.
    report.write_text(text.replace("---\n", "---\narchive: ../dossier.yaml\n", 1), encoding="utf-8")
    assert desk.get("/reports/quay/archive").status_code == 404


def test_words_become_a_position(desk: Client, talks: Path) -> None:
    text = TEXTS["lotse"][4]
    start = text.index("Nordmark schwieg")
    form = {
        "start": start,
        "end": start + len("Nordmark schwieg"),
        "exact": "Nordmark schwieg",
        "holder": "north",
        "option": "dues/low",
        "stance": "rejects",
        "speaker": "author",
        "firm": "true",
        "condition": "pilots/duty",
        "said_on": "2031-03-04",
        "note": "read between the lines",
    }
    sent = desk.submit("/reports/lotse/positions", form)
    assert sent.status_code == 303
    added = id_of(talks, "Nordmark schwieg")
    assert sent.headers["location"] == f"/reports/lotse?p={added}#p-{added}"
    one = next(one for one in LedgerView(talks).positions() if one.id == added)
    assert (one.holder, one.option, one.firm, one.origin) == ("north", "low", True, "person:analyst")
    assert "red line at most 5 crowns" in plain(desk.get("/").text)
    for wrong in (
        {"holder": "nobody"},
        {"option": "dues/none"},
        {"stance": "likes"},
        {"speaker": "x"},
        {"exact": "something else"},
        {"end": 99_999},
        {"start": 9, "end": 9},
        {"said_on": "soon"},
    ):
        assert desk.submit("/reports/lotse/positions", {**form, **wrong}).status_code in (404, 422), wrong


def test_a_permalink_holds_when_the_report_is_read_again(desk: Client, talks: Path) -> None:
    wanted = id_of(talks, "Southmark rejected")
    there = desk.get(f"/p/{wanted}", follow_redirects=False)
    assert there.headers["location"] == f"/reports/quay?p={wanted}#p-{wanted}"
    outlet, day, language, title, text = TEXTS["quay"]
    moved = Report("quay", f"A new first line.\n{text}", outlet, day, language, title, "", "", "quay.txt")
    LedgerWriter(talks, "test").record_many([(moved, (), ())], "key")
    there = desk.get(f"/p/{wanted}", follow_redirects=False)
    at = re.search(r"at=(\d+)-(\d+)", there.headers["location"])
    assert at is not None
    assert moved.text[int(at[1]) : int(at[2])] == "Southmark rejected harbour dues of 12 crowns."
    page = desk.get(there.headers["location"]).text
    assert 'id="at"' in page
    assert "read or judged anew since" in page
    gone = Report("quay", "Nothing of it is left here.", outlet, day, language, title, "", "", "quay.txt")
    LedgerWriter(talks, "test").record_many([(gone, (), ())], "key")
    lost = desk.get(f"/p/{wanted}")
    assert lost.status_code == 200
    assert "Southmark rejected harbour dues of 12 crowns." in lost.text
    assert desk.get("/p/0000000000000000").status_code == 404


def test_judging_beside_the_passage(desk: Client, talks: Path) -> None:
    wanted = id_of(talks, "demanding")
    heads = {"hx-request": "true", "x-csrf-token": desk.token()}
    part = desk.post(f"/positions/{wanted}/judge", data={"decision": "accept"}, headers=heads)
    assert 'class="chip accepted"' in part.text
    assert desk.post(f"/positions/{wanted}/judge", data={"decision": "x"}, headers=heads).status_code == 404
    assert desk.post("/positions/none/judge", data={"decision": "accept"}, headers=heads).status_code == 409


def test_a_long_report_comes_in_parts(workbench: Callable[..., Client], talks: Path) -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "Word upon word. " * 40 for n in range(200))
    report = Report("long", text, "The Quay", TEXTS["quay"][1], "en", "Long", "", "", "long.txt")
    LedgerWriter(talks, "test").record_many([(report, (), ())], "key")
    client = workbench(talks)
    page = client.get("/reports/long").text
    assert "Paragraph 0." in page
    assert "Paragraph 199." not in page
    parts = [int(one) for one in re.findall(r'data-part="(\d+)"', page)]
    assert parts == list(range(1, len(parts) + 1))
    whole = page + "".join(client.get(f"/reports/long/parts/{n}").text for n in parts)
    assert all(f"Paragraph {n}." in whole for n in range(200))
    assert client.get(f"/reports/long/parts/{len(parts) + 1}").status_code == 404
    at = text.index("Paragraph 150.")
    assert "Paragraph 150." in plain(client.get(f"/reports/long?at={at}-{at + 10}").text)


def test_the_list_of_reports_has_pages(desk: Client, talks: Path) -> None:
    made = [
        Report(f"r{n:03}", f"Text {n}.", "The Quay", TEXTS["quay"][1], "en", f"No {n}", "", "", f"r{n}.txt")
        for n in range(70)
    ]
    LedgerWriter(talks, "test").record_many([(one, (), ()) for one in made], "key")
    first = desk.get("/reports?outlet=The+Quay").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older is not None
    second = desk.get(older[1].replace("&amp;", "&")).text
    seen = set(re.findall(r'href="/reports/(r\d+)"', first)) | set(
        re.findall(r'href="/reports/(r\d+)"', second)
    )
    assert len(seen) == 70


# ------------------------------------------------------------------ search


def test_search_finds_counts_and_narrows(desk: Client) -> None:
    page = desk.get("/search?q=Krone").text
    assert '<b class="hit">Kronen</b>' in page
    assert "1 hit" in plain(page)
    all_ = desk.get("/search").text
    assert "The latest recorded positions" in all_
    assert 'href="/search?party=south"' in all_
    south = plain(desk.get("/search?party=south&stance=rejects").text)
    assert "2 hits" in south
    assert "Nothing found." in plain(desk.get("/search?q=zebra").text)
    assert desk.get("/search?stance=loves").status_code == 422
    assert desk.get("/search?year=soon").status_code == 422
    assert "2 hits" in plain(desk.get("/search?since=2031-03-09&party=&year=2031").text)
    reports = plain(desk.get("/search?what=reports&q=schwieg").text)
    assert "Südmark lenkt ein" in reports


def test_views_are_kept_by_whoever_keeps_them(desk: Client) -> None:
    desk.submit("/search/views", {"name": "South & <b>", "query": "?q=dues&party=south"})
    page = desk.get("/search").text
    assert '<a href="/search?q=dues&amp;party=south"><bdi>South &amp; &lt;b&gt;</bdi></a>' in page
    desk.submit("/search/views/forget", {"name": "South & <b>"})
    assert "South &amp;" not in desk.get("/search").text
    assert desk.submit("/search/views", {"name": " ", "query": "?q=a"}).status_code == 409


# ------------------------------------------------------------------ languages


@pytest.mark.parametrize(
    "path", ["/", "/cells/south/dues", "/reports", "/reports/quay", "/search?q=dues", "/api"]
)
def test_every_screen_speaks_both_languages(desk: Client, path: str) -> None:
    german = desk.get(path, headers={"accept-language": "de"})
    english = desk.get(path, headers={"accept-language": "en"})
    assert german.status_code == english.status_code == 200
    assert '<html lang="de"' in german.text
    assert plain(german.text) != plain(english.text)


def test_every_text_is_there_in_both(desk: Client) -> None:
    from zopa.web import words as kept

    for key, both in kept._WORDS.items():
        assert all(text.strip() for text in both), key
        assert set(re.findall(r"\{(\w+)\}", both[0])) == set(re.findall(r"\{(\w+)\}", both[1])), key


def test_lookup_knows_the_days(talks: Path) -> None:
    assert [(str(day), count) for day, count in Lookup(talks).days()] == [
        ("2031-03-02", 3),
        ("2031-03-05", 2),
        ("2031-03-09", 2),
    ]


def test_the_workbench_needs_its_extra(zopa: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    ran = zopa("serve", folder, "--get", "/")
    assert ran.code == 2
    assert "pip install 'zopa[serve]'" in ran.err
