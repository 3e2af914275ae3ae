"""The table, cells, reports and search as a person uses them: by mouse, by keyboard alone, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import listening
from visiting import Tab

from zopa.ledger.view import LedgerView

expect = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright").expect
Open = Callable[..., Tab]

SCREENS = ["/", "/cells/south/dues", "/reports", "/reports/quay", "/search?q=dues", "/sign-in", "/api"]


def test_no_screen_has_a_serious_accessibility_fault(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        for width, scheme in ((1280, "light"), (390, "dark")):
            one = tab(address, width, color_scheme=scheme)
            for path in SCREENS:
                one.page.goto(path)
                assert one.faults() == [], (path, width)
                wide = one.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
                assert not wide, f"{path} scrolls sideways at {width}"


def test_the_table_is_replayed_and_a_cell_opened_by_mouse(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/")
        assert page.locator("#board").get_by_text("As of 9 Mar 2031").is_visible()
        page.get_by_role("button", name="Day before with statements").click()
        page.wait_for_selector('#board[data-day="2031-03-05"]')
        assert page.url.endswith("/?as_of=2031-03-05")
        assert page.locator("table.positions").get_by_text("turned").count() == 1
        slider = page.get_by_role("slider", name="As-of day")
        slider.fill("0")
        page.wait_for_selector('#board[data-day="2031-03-02"]')
        assert page.locator("table.positions").get_by_text("could accept").count() == 0
        page.locator("select[name=show]").select_option("redline")
        expect(page.locator("table.positions .line")).to_have_count(1)
        page.locator("table.positions a.open:has(.line)").click()
        drawer = page.locator("#drawer")
        drawer.get_by_text("We will never accept compulsory pilots").wait_for()
        page.reload()
        assert page.locator("select[name=show]").input_value() == "redline"


def test_the_replay_runs_to_the_last_day(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/?as_of=2031-03-02")
        page.keyboard.press("p")
        page.wait_for_selector('#board[data-day="2031-03-09"]', timeout=15_000)
        page.get_by_role("button", name="Replay").wait_for()


def test_from_the_table_to_a_position_with_the_keyboard_alone(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/")
        page.keyboard.press("[")
        page.wait_for_selector('#board[data-day="2031-03-05"]')
        page.keyboard.press("]")
        page.wait_for_selector('#board[data-day="2031-03-09"]')
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_selector("#drawer:not([hidden])")
        page.keyboard.press("Escape")
        page.wait_for_selector("#drawer[hidden]", state="attached")
        assert page.evaluate("document.activeElement.matches('a[data-cell]')")
        page.keyboard.press("g")
        page.keyboard.press("b")
        page.wait_for_url("**/reports")
        page.goto("/reports/lotse")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("a")
        dialog = page.locator("dialog#add")
        assert dialog.locator("#chosen").inner_text() == "Nordmark schwieg dazu."
        page.get_by_role("button", name="End: one word earlier").focus()
        page.keyboard.press("Enter")
        assert dialog.locator("#chosen").inner_text() == "Nordmark schwieg"
        dialog.get_by_label("Whose position").focus()
        page.keyboard.type("North")
        dialog.get_by_label("Option").focus()
        page.keyboard.type("at most")
        dialog.get_by_role("button", name="Add a position").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**#p-*")
        note = page.locator(".note.lit")
        note.get_by_text("at most 5 crowns").wait_for()
    added = [one for one, status in LedgerView(talks).stream_positions() if status == "accepted"]
    assert [(one.quote.exact, one.holder, one.option) for one in added] == [
        ("Nordmark schwieg", "north", "low")
    ]


def test_words_are_selected_by_mouse_across_highlights(talks: Path, tab: Open) -> None:
    path = talks / "dossier.yaml"
    assert path.is_file()
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/reports/quay")
        page.evaluate(
            """() => {
              const paragraph = document.querySelector(".text");
              const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
              const nodes = [];
              while (walker.nextNode()) nodes.push(walker.currentNode);
              const range = document.createRange();
              const whole = paragraph.textContent;
              const find = (at) => {
                for (const node of nodes) { if (at <= node.length) return [node, at]; at -= node.length; }
              };
              range.setStart(...find(whole.indexOf("12 crowns")));
              range.setEnd(...find(whole.indexOf("Southmark rejected") + "Southmark rejected ".length));
              getSelection().removeAllRanges();
              getSelection().addRange(range);
            }"""
        )
        page.get_by_role("button", name="Add a position a").click()
        assert page.locator("#chosen").inner_text() == "12 crowns. Southmark rejected"
        form = page.locator("dialog#add form")
        start = int(form.locator("[name=start]").input_value())
        assert start == len("Northmark is demanding harbour dues of ")


def test_a_suggestion_is_judged_beside_its_passage(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/reports/quay")
        note = page.locator(".note[tabindex]").first
        note.get_by_role("button", name="Accept").click()
        page.locator(".note .chip.accepted").first.wait_for()
    assert len(list(LedgerView(talks).judgements())) == 1


def test_search_is_narrowed_and_kept(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/")
        page.keyboard.press("/")
        page.wait_for_url("**/search")
        page.keyboard.type("dues")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=dues*")
        page.get_by_role("link", name="Southmark", exact=True).first.click()
        page.wait_for_url("**party=south*")
        page.get_by_placeholder("Name").fill("South on dues")
        page.get_by_role("button", name="Save this view").click()
        page.get_by_role("link", name="South on dues").click()
        page.wait_for_url("**party=south*")


@pytest.mark.parametrize("path", ["/", "/reports/quay", "/search?q=dues"])
def test_on_a_phone(talks: Path, tab: Open, path: str) -> None:
    with listening(talks) as address:
        page = tab(address, 390, has_touch=True).page
        page.goto(path)
        if path == "/":
            assert not page.locator("table.positions").is_visible()
            south = page.locator(".lists section", has=page.get_by_role("heading", name="Southmark"))
            assert south.get_by_text("red line").is_visible()
            south.locator("a.open").first.tap()
            page.wait_for_url("**/cells/south/*")
        elif path.startswith("/reports"):
            assert page.locator(".note").first.bounding_box()["width"] > 300


def test_a_long_report_scrolls_and_fills_in(talks: Path, tab: Open) -> None:
    from zopa.ledger.writer import LedgerWriter
    from zopa.vocabulary import Report

    text = "\n\n".join(f"Paragraph {n}. " + "Word upon word. " * 40 for n in range(400))
    LedgerWriter(talks, "test").record_many(
        [(Report("long", text, "The Quay", None, "en", "Long", "", "", "long.txt"), (), ())], "key"
    )
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/reports/long")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.get_by_text("Paragraph 399.").wait_for()
        # The rest follows by itself, so that the browser's own search finds all of it.
        expect(page.locator(".part.missing")).to_have_count(0)
        assert len(re.findall(r"Paragraph \d+", page.locator("#text").text_content() or "")) == 400


def test_it_prints(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        for path in ("/", "/reports/quay"):
            page.goto(path)
            page.emulate_media(media="print")
            assert not page.locator(".bar nav").is_visible()
            assert len(page.pdf()) > 5_000
            page.emulate_media(media="screen")
