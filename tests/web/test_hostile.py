"""A corpus of hostile strings goes through every screen: as text, names, addresses, queries, notes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser import listening
from hostile import STRINGS
from visiting import Client, Tab

from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Condition, Quote, Report, Stance, StatedPosition, Statement, StatementKind

BAD = STRINGS[0]


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A dossier and reports in which everything that can be a text is hostile."""
    folder = tmp_path / "evil"
    (folder / "reports").mkdir(parents=True)
    name = iter(STRINGS * 4)
    yaml: dict[str, Any] = {
        "title": BAD,
        "languages": ["en", "de"],
        "parties": {
            "a'<b>": {"name": {"en": next(name), "de": next(name)}, "aliases": {"en": [next(name)]}},
            "b": {"name": next(name)},
        },
        "actors": {"c&<i>": {"name": next(name), "party": "b", "role": {"en": next(name)}}},
        "issues": {
            'i"<u>': {
                "name": next(name),
                "options": {"o<s>": {"name": next(name)}, "p": {"name": next(name)}},
            },
            "j": {"name": next(name), "options": {"q": {"name": next(name)}}},
        },
        "proposals": {"x<script>": {"name": next(name), "by": "b", "terms": {'i"<u>': "o<s>"}}},
    }
    (folder / "dossier.yaml").write_text(json.dumps(yaml), encoding="utf-8")
    writer = LedgerWriter(folder, "<i>engine</i>")
    made = []
    for number, bad in enumerate(STRINGS):
        text = f"First {bad} words.\n\nThen {bad} again, and more."
        report = Report(
            f"r{number}<script>'\"&",
            text,
            outlet=bad,
            published=dt.date(2031, 3, 1) + dt.timedelta(days=number),
            language="en",
            title=bad,
            author=bad,
            url=bad if number % 2 else f"https://a.example/?{bad}",
            path=f"{number}<b>.txt",
        )
        start = text.index(bad)
        one = StatedPosition(
            report=report.id,
            quote=Quote.cut(text, start, start + len(bad)),
            speaker=("c&<i>", "b", "other", "anonymous")[number % 4],
            holder=("a'<b>", "b")[number % 2],
            issue='i"<u>',
            option=("o<s>", "p")[number % 3 % 2],
            stance=list(Stance)[number % 3],
            origin="<i>engine</i>",
            firm=number % 5 == 0,
            condition=Condition(text=bad) if number % 2 else Condition("j", "q"),
            speaker_name=bad,
            said_on=report.published,
            said_on_precision="day",
            confidence=0.5,
        )
        spoken = Statement(
            report.id,
            ((start, start + len(bad)),),
            "other",
            StatementKind.DIRECT,
            "<i>engine</i>",
            speaker_name=bad,
        )
        made.append((report, (spoken,), (one,)))
    writer.record_many(made, "key")
    writer.finish([])
    return folder


class Tags(HTMLParser):
    """Everything in a page that could run, load or send, and that no template of ours writes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag in ("iframe", "object", "embed", "base", "style", "img", "math", "marquee"):
            self.found.append(f"<{tag}>")
        ours = (held.get("src") or "").startswith("/static/") or held.get("type") == "application/json"
        if tag == "script" and not ours:
            self.found.append("<script>")
        if tag == "link" and not (held.get("href") or "").startswith("/"):
            self.found.append("<link>")
        if tag == "meta" and held.get("http-equiv"):
            self.found.append("<meta http-equiv>")
        if tag == "form" and not (held.get("action") or "/").startswith("/"):
            self.found.append("<form>")
        for key, value in attrs:
            if key.startswith("on") or (
                key in ("style", "srcdoc", "hx-on", "formaction") and tag != "button"
            ):
                self.found.append(f"{tag} {key}")
            if key in ("href", "src", "action", "hx-get", "hx-post") and value:
                plain = value.strip().lower()
                if (
                    plain.startswith(("javascript:", "data:", "vbscript:"))
                    or "evil.example" in plain.split("?")[0]
                ):
                    self.found.append(f"{tag} {key}={value[:40]}")


PATHS = [
    "/",
    "/?show=changed&since=week",
    "/?as_of=2031-03-09",
    "/cells/a'%3Cb%3E/i%22%3Cu%3E",
    "/cells/b/j",
    "/reports",
    f"/reports?outlet={quote(BAD)}",
    "/search",
    "/search?what=reports&q=words",
    "/api",
    "/sign-in",
    "/review",
    "/deals",
    "/inbox",
    "/dossier",
]


def check(client: Client, path: str, status: tuple[int, ...] = (200,)) -> str:
    answer = client.get(path)
    assert answer.status_code in status, (path, answer.status_code)
    if "text/html" in answer.headers.get("content-type", ""):
        tags = Tags()
        tags.feed(answer.text)
        assert tags.found == [], path
    assert "set-cookie: hit" not in str(answer.headers).lower()
    return answer.text


def test_no_screen_lets_hostile_text_act(workbench: Callable[..., Client], evil: Path) -> None:
    client = workbench(evil)
    for path in PATHS:
        check(client, path)
    for number in range(len(STRINGS)):
        page = check(client, "/reports/" + quote(f"r{number}<script>'\"&", safe=""))
        assert "First" in page
    for one in client.get("/api/v1/stated?limit=200").json()["items"]:
        check(client, f"/p/{one['id']}")


def test_hostile_input_is_told_not_obeyed(workbench: Callable[..., Client], evil: Path) -> None:
    client = workbench(evil)
    for bad in STRINGS:
        safe = quote(bad, safe="")
        for path in (
            f"/search?q={safe}",
            f"/search?party={safe}&outlet={safe}",
            f"/cells/{safe}/j",
            f"/reports/{safe}",
            f"/p/{safe}",
            f"/?as_of={safe}",
            f"/?party={safe}",
            f"/sign-in?next={safe}",
            f"/{safe}",
        ):
            check(client, path, (200, 303, 400, 404, 409, 422))


def test_hostile_words_are_kept_as_they_are(workbench: Callable[..., Client], evil: Path) -> None:
    client = workbench(evil)
    wanted = client.get("/api/v1/stated?limit=2").json()["items"]
    for bad in STRINGS[:8]:
        client.submit("/search/views", {"name": bad[:100], "query": f"?q={quote(bad)}"})
        form = {"one": wanted[0]["id"], "other": wanted[1]["id"], "status": "both", "note": bad}
        client.submit("/rulings", {**form, "back": bad})
        client.submit("/settings", {"language": bad, "theme": bad, "back": bad})
        check(client, "/search")
        check(client, "/cells/b/i%22%3Cu%3E")


def test_in_a_browser_nothing_runs(evil: Path, tab: Callable[..., Tab]) -> None:
    with listening(evil) as address:
        one = tab(address)
        for path in (
            *PATHS,
            *("/reports/" + quote(f"r{n}<script>'\"&", safe="") for n in (0, 4, 16, 21, 30)),
        ):
            one.page.goto(path)
            assert one.page.evaluate("window.hit") is None, path
        one.page.goto("/")
        one.page.locator("table.positions a[data-cell]").first.click()
        one.page.wait_for_selector("#drawer:not([hidden])")
        assert one.page.evaluate("window.hit") is None
