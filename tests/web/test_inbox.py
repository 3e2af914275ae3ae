from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from visiting import Client

from zopa import adopt, dossier, pipeline
from zopa.adopt.entries import from_entry, slug
from zopa.ledger.inbox import Inbox
from zopa.ledger.writer import LedgerWriter
from zopa.reading import Reader
from zopa.vocabulary import OTHER, Statement, StatementKind
from zopa.web.suggesting import Lacking

HTMX = {"HX-Request": "true"}
MORE = """\
---
outlet: The Quay
published: 2031-03-04
language: en
---
"We will talk," Eva Lindqvist said on Tuesday. Southmark rejected harbour dues of 12 crowns.
"""


@pytest.fixture
def busy(folder: Path) -> Path:
    """A dossier with an unknown speaker, a reprint, and a report that can't be read."""
    reports = folder / "reports"
    (reports / "more.txt").write_text(MORE, encoding="utf-8")
    again = (reports / "quay.txt").read_text(encoding="utf-8").replace("The Quay", "Harbour Gazette")
    (reports / "reprint.txt").write_text(again, encoding="utf-8")
    (reports / "undated.txt").write_text("---\noutlet: X\n---\nNo day.\n", encoding="utf-8")
    held = dossier.load(folder)
    pipeline.read(held)
    # a named speaker whom the dossier does not know, as any reader would record one
    report = pipeline.gather(held).reports
    more = next(one for one in report if one.id == "more")
    said = Statement("more", ((0, 14),), OTHER, StatementKind.DIRECT, "test", speaker_name="Eva Lindqvist")
    LedgerWriter(folder, "test").record(more, [said], [], pipeline.reading_key(held, Reader(held)))
    return folder


@pytest.fixture
def client(workbench: Callable[..., Client], busy: Path) -> Client:
    return workbench(busy)


def test_what_came_in_is_listed(client: Client) -> None:
    page = client.get("/inbox").text
    assert "undated.txt" in page
    assert "nothing says when it was published" in page
    assert "Eva Lindqvist" in page
    assert "We will talk" in page
    assert "1 pair" in page
    assert "Harbour Gazette" in page


def test_an_unknown_speaker_is_adopted_after_the_difference_was_seen(client: Client, busy: Path) -> None:
    before = (busy / "dossier.yaml").read_text(encoding="utf-8")
    form = {"what": "actor", "name": "Eva Lindqvist", "party": "north"}
    shown = client.submit("/inbox/adopt", form, headers=HTMX).text
    line = "  eva_lindqvist: {name: Eva Lindqvist, aliases: [Lindqvist], party: north}"
    assert f"<code>{line}</code>" in shown
    assert (busy / "dossier.yaml").read_text(encoding="utf-8") == before
    digest = re.search(r'name="digest" value="(\w+)"', shown)
    text = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', shown, re.S)
    assert digest is not None
    assert text is not None
    saved = client.submit("/dossier/save", {"text": text[1], "digest": digest[1], "back": "/inbox"})
    assert saved.headers["location"] == "/inbox?kept=1"
    after = (busy / "dossier.yaml").read_text(encoding="utf-8")
    assert [one for one in after.splitlines() if one not in before.splitlines()] == [line]
    # it is in the dossier now, so it is asked about no more
    assert "Quoted by name" not in client.get("/inbox").text


def test_a_name_becomes_another_name_of_somebody(client: Client) -> None:
    shown = client.submit(
        "/inbox/adopt", {"what": "alias", "name": "Eva Lindqvist", "who": "ilves"}, headers=HTMX
    )
    assert "aliases: [Ilves, Eva Lindqvist]" in shown.text
    of_party = client.submit(
        "/inbox/adopt", {"what": "alias", "name": "the Marks", "who": "north"}, headers=HTMX
    )
    assert "aliases: {en: [Ardhaven, the Marks]}" in of_party.text


def test_a_word_of_the_press_is_taken_in(client: Client) -> None:
    shown = client.submit(
        "/inbox/adopt", {"what": "term", "name": "port fees", "target": "dues"}, headers=HTMX
    )
    assert "terms: {en: [harbour dues, dues, port fees]}" in shown.text
    option = client.submit(
        "/inbox/adopt", {"what": "term", "name": "a fiver", "target": "dues/low"}, headers=HTMX
    )
    assert "terms: [a fiver]" in option.text


@pytest.mark.parametrize(
    "form",
    [
        {"what": "actor", "name": "X", "party": "east"},
        {"what": "alias", "name": "X", "who": "nobody"},
        {"what": "term", "name": "X", "target": "dues/none"},
        {"what": "actor", "name": " "},
        {"what": "nothing", "name": "X"},
        {"what": "suggestion", "kind": "actor", "key": "x"},
    ],
)
def test_what_can_not_be_adopted_is_told(client: Client, form: dict[str, str]) -> None:
    assert client.submit("/inbox/adopt", form).status_code in (404, 422)


def test_suggestions_are_shown_and_adopted(client: Client, busy: Path) -> None:
    state = client.app._app.state  # type: ignore[attr-defined]  # within its guard
    entry = "tugs:\n  name: Tugs\n  options:\n    yes: {name: with tugs}\n"
    state.lacking = [Lacking("issue", "tugs", "Tugs", "3 reports speak of it", entry, (("quay", "tugs"),))]
    assert "3 reports speak of it" in client.get("/inbox").text
    form = {"what": "suggestion", "kind": "issue", "key": "tugs"}
    shown = client.submit("/inbox/adopt", form, headers=HTMX).text
    assert "<code>  tugs:</code>" in shown
    assert "<code>      yes: {name: with tugs}</code>" in shown


def test_a_suggestions_own_lines_go_to_their_place(busy: Path) -> None:
    held = dossier.load(busy)
    for kind, key, entry, path in (
        ("actor", "lind", "lind: {name: Eva Lind, party: north}", ("actors", "lind")),
        ("actor", "lind", "actors:\n  lind: {name: Eva Lind}", ("actors", "lind")),
        ("issue", "dues", "dues: {name: Other dues, options: {a: {name: a}}}", ("issues", "dues_2")),
        ("option", "dues.mid", "mid: {name: 9 crowns}", ("issues", "dues", "options", "mid")),
        (
            "option",
            "dues.mid",
            "issues:\n  dues:\n    options:\n      mid: {name: 9}",
            ("issues", "dues", "options", "mid"),
        ),
        ("option", "dues.mid", "", ("issues", "dues", "options", "mid")),
    ):
        made = from_entry(held, Lacking(kind, key, "What", "", entry, ()))
        assert [one.path for one in made] == [path]
        assert isinstance(made[0], adopt.Put)
        assert made[0].value["name"] in ("Eva Lind", "Other dues", "9 crowns", 9, "What")


def test_ids_are_made_from_names() -> None:
    assert slug("Müller-Lüdenscheidt, Dr. É.") == "mueller_luedenscheidt_dr_e"
    assert slug("A", ["a", "a_2"]) == "a_3"
    assert slug("…") == "new"


def test_reports_are_read_in_the_background(client: Client, busy: Path) -> None:
    (busy / "reports" / "new.txt").write_text(MORE.replace("talk", "speak"), encoding="utf-8")
    assert client.submit("/inbox/read").status_code == 303
    page = client.get("/inbox").text
    job = re.search(r'id="job-(\w+)"', page)
    assert job is not None
    for _ in range(300):
        page = client.get(f"/jobs/{job[1]}").text
        if 'data-state="done"' in page:
            break
    assert "1 read" in page
    assert Inbox(busy).runs()[0].read == 1


def test_a_report_is_pasted(client: Client, busy: Path) -> None:
    form = {
        "text": "North wants dues.\r\n\r\nSouth not.",
        "published": "2031-03-09",
        "outlet": "Quay: Sunday",
        "title": "T",
    }
    answer = client.submit("/inbox/report", form)
    name = re.search(r"added=(.*)", answer.headers["location"])
    assert name is not None
    text = (busy / "reports" / name[1]).read_text(encoding="utf-8")
    assert "South not." in text
    assert "Quay: Sunday" in text
    assert client.submit("/inbox/report", {"text": " ", "published": "2031-03-09"}).status_code == 422


def test_before_anything_was_read_one_can_begin(workbench: Callable[..., Client], folder: Path) -> None:
    page = workbench(folder).get("/inbox").text
    assert "Nothing was read yet" in page
    assert "Paste a report" in page
