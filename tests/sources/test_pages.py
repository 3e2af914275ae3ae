"""Golden pages: a dozen layouts of the real press, text and metadata exactly right.

Each `pages/NAME.html` stands beside `NAME.md`, the report file it becomes, or `NAME.refused`, the
kind of refusal. A changed output is written to `NAME.got` for comparison.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("trafilatura", reason="needs the extra zopa[web]")

from zopa.errors import SourceError
from zopa.sources.page import page_draft
from zopa.sources.shelf import as_file

PAGES = Path(__file__).parent / "pages"


def address(name: str) -> str:
    return {
        "plain_news": "https://www.kuestenblatt.example/wirtschaft/1204.html?utm_source=feed",
        "amp": "https://amp.landbote.example/a/duenge",
        "newspaper_graph": "https://nordsee-rundschau.example/?p=48211",
        "live_blocks": "https://www.meridian.example/politics/live/2031/apr/02/budget-talks-live?page=with:block-b3",
        "metered": "https://valleyledger.example/2031/06/07/water-board-walks-out.html?fbclid=1",
    }.get(name, f"https://pages.example/{name}")


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.md")))
def test_page(name: str) -> None:
    raw = (PAGES / f"{name}.html").read_bytes()
    draft = page_draft(raw, address(name), content_type="text/html; charset=utf-8", seen_on=date(2032, 1, 1))
    got = re.sub(r"^text_sha256: .*\n", "", as_file(draft), flags=re.MULTILINE)
    expected = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    if got != expected:
        (PAGES / f"{name}.got").write_text(got, encoding="utf-8")
    assert got == expected


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.refused")))
def test_no_report(name: str) -> None:
    raw = (PAGES / f"{name}.html").read_bytes()
    with pytest.raises(SourceError) as caught:
        page_draft(raw, address(name))
    assert caught.value.kind == (PAGES / f"{name}.refused").read_text(encoding="utf-8").strip()
