"""Review, deals, inbox, dossier and exports as a person uses them: mouse, keyboard alone, phone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from browser import listening
from visiting import Tab

from zopa import dossier
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Decision

Open = Callable[..., Tab]

SCREENS = [
    "/review",
    "/review/together",
    "/review/agreement",
    "/deals?t.dues=high&t.pilots=duty&pin=dues:low",
    "/inbox",
    "/dossier",
    "/exports",
]


def settled(tab_: Tab) -> None:
    """Wait until nothing is asked any more."""
    tab_.page.wait_for_load_state("networkidle")


def test_no_screen_of_the_desk_has_a_serious_accessibility_fault(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        for width, scheme in ((1280, "light"), (390, "dark")):
            one = tab(address, width, color_scheme=scheme)
            for path in SCREENS:
                one.page.goto(path)
                if path == "/review":
                    one.page.keyboard.press("c")
                assert one.faults() == [], (path, width)
                wide = one.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
                assert not wide, f"{path} scrolls sideways at {width}"


def test_reviewing_with_the_keyboard_alone(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/")
        page.keyboard.press("g")
        page.keyboard.press("r")
        page.wait_for_url("**/review")

        def shown() -> str:
            return str(page.locator("#card").get_attribute("data-position"))

        def pressed(key: str) -> str:
            before = shown()
            page.keyboard.press(key)
            page.wait_for_function(
                "was => document.querySelector('#card')?.dataset.position !== was", arg=before
            )
            return before

        first = pressed("a")
        page.get_by_text("Accepted", exact=True).wait_for()
        # undo brings it back, and it can be judged otherwise, with a note
        page.keyboard.press("z")
        page.wait_for_selector(f'#card[data-position="{first}"]')
        page.keyboard.press("n")
        page.keyboard.type("not what is said")
        page.keyboard.press("Enter")
        assert pressed("r") == first
        second = pressed("s")
        page.get_by_text("1 skipped").wait_for()
        third = shown()
        page.keyboard.press("c")
        page.get_by_label("Stance").wait_for()
        page.get_by_label("Stance").focus()
        page.keyboard.type("wants")
        page.keyboard.press("Enter")
        page.wait_for_function("was => document.querySelector('#card')?.dataset.position !== was", arg=third)
        page.get_by_text("Corrected").wait_for()
    made = {one.position: one for one in LedgerView(talks).judgements()}
    assert (made[first].decision, made[first].note) == (Decision.REJECT, "not what is said")
    assert second not in made
    assert made[third].corrected is not None
    assert made[third].corrected.stance == "supports"


def test_other_words_are_chosen_in_the_text(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/review")
        position = page.locator("#card").get_attribute("data-position")
        page.keyboard.press("c")
        page.evaluate(
            """() => {
              const mark = document.querySelector("#around mark").firstChild;
              const range = document.createRange();
              range.setStart(mark, 0);
              range.setEnd(mark, 12);
              getSelection().removeAllRanges();
              getSelection().addRange(range);
            }"""
        )
        page.locator("#new-words").wait_for()
        chosen = page.locator("#new-words q").inner_text()
        page.get_by_role("button", name="Save the correction").click()
        page.get_by_text("Corrected").wait_for()
    made = next(one for one in LedgerView(talks).judgements() if one.position == position)
    assert made.corrected is not None
    assert made.corrected.quote.exact == chosen


def at_rest(page: Any) -> None:
    """What was swapped in has its scripts: a person takes longer than that to press the next key."""
    page.wait_for_load_state("load")
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
    page.wait_for_timeout(400)


def test_two_reviewers_at_once(talks: Path, tab: Open) -> None:
    options = {"proxy_header": "x-user", "proxy_role": "reviewer"}
    with listening(talks, **options) as address:
        ada = tab(address, extra_http_headers={"x-user": "ada"}).page
        bo = tab(address, extra_http_headers={"x-user": "bo"}).page
        ada.goto("/review")
        bo.goto("/review")
        hers = ada.locator("#card").get_attribute("data-position")
        assert bo.locator("#card").get_attribute("data-position") != hers
        bo.goto(f"/review?position={hers}")
        at_rest(bo)
        bo.keyboard.press("r")
        bo.get_by_text("Rejected", exact=True).wait_for()
        ada.keyboard.press("a")
        ada.get_by_text("Somebody else has judged meanwhile").wait_for()
        at_rest(ada)
        ada.keyboard.press("a")
        ada.get_by_text("Accepted", exact=True).wait_for()
        ada.goto("/review/agreement")
        ada.get_by_role("link", name="Settle").click()
        ada.wait_for_url("**pile=disputed*")
    made = [(one.by, one.decision) for one in LedgerView(talks).judgements(hers)]
    assert sorted(made) == [("ada", Decision.ACCEPT), ("bo", Decision.REJECT)]


def test_many_are_judged_together_and_taken_back(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/review")
        page.keyboard.press("m")
        page.wait_for_url("**/review/together")
        many = page.locator('[name="position"]').count()
        page.keyboard.press("x")
        assert page.locator("#how-many").inner_text() == str(many)
        page.keyboard.press("a")
        page.get_by_text(f"Accepted: {many} suggestions").wait_for()
        page.get_by_role("button", name="Undo").click()
        page.get_by_text(f"{many} judgements taken back").wait_for()
    assert not [one for one in LedgerView(talks).judgements() if one.decision is not Decision.WITHDRAWN]


def test_a_package_is_put_together_by_mouse_and_by_keyboard(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/deals")
        page.locator("#grid").get_by_text("compulsory", exact=True).click()
        page.locator("#answer").get_by_text("Blocked by Southmark").wait_for()
        page.wait_for_url("**t.pilots=duty*")
        # the focus stays where it was, so that the arrows go on from there
        page.wait_for_function("() => document.activeElement.name === 't.pilots'")
        page.keyboard.press("ArrowDown")
        page.wait_for_url("**t.pilots=free*")
        page.locator("#answer").get_by_text("Blocked by Southmark").wait_for(state="detached")
        page.keyboard.press("p")
        page.locator("#answer").get_by_text("Pinned 1").wait_for()
        page.get_by_label("Start from").select_option("paper")
        page.wait_for_url("**proposal=paper*")
        page.locator("#answer").get_by_text("Pinned 1").wait_for()
        page.get_by_role("link", name="take it").first.click()
        page.locator("#answer .verdict-head.blocked").wait_for(state="detached")


def test_a_conflict_is_lit_up(read_folder: Path, tab: Open) -> None:
    with listening(read_folder) as address:
        page = tab(address).page
        page.goto("/deals")
        page.locator(".clash").first.hover()
        assert page.locator(".node.lit").count() == 2
        assert page.locator(".sentences li.lit").count() == 2
        # From the keyboard by the number beside a sentence.
        page.mouse.move(0, 0)
        page.locator(".sentences .number").first.focus()
        assert page.locator(".clash.lit").count() == 1


def test_a_dossier_is_changed_in_forms_and_in_the_text(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        one = tab(address)
        page = one.page
        page.goto("/dossier")
        page.get_by_label("Title").fill("Dues and pilots")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "() => document.getElementById('text').value.includes('title: Dues and pilots')"
        )
        at_rest(page)
        page.locator('[data-part-name="actors"] > summary').click()
        adding = page.locator('[data-add][data-part="actors"][data-key=""]')
        adding.locator("xpath=preceding-sibling::input").fill("Eva Lind")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "() => document.getElementById('text').value.includes('eva_lind: {name: Eva Lind')"
        )
        at_rest(page)
        page.locator('select[data-key="eva_lind"][data-field="party"]').select_option("north")
        page.wait_for_function(
            "() => document.getElementById('text').value.includes('party: north}\\nissues:')"
        )
        # typed in the text: checked at once, the line named
        page.evaluate("document.getElementById('text').value += 'colour: blue\\npartys: {}\\n'")
        page.locator("#text").press("End")
        page.locator("#text").press("Space")
        page.locator("#checked").get_by_text("unknown key 'partys'").wait_for()
        page.locator("#text").fill(
            page.locator("#text")
            .input_value()
            .replace("colour: blue\n", "")
            .replace("partys: {}\n", "")
            .rstrip()
            + "\n"
        )
        page.locator("#checked").get_by_text("Nothing wrong").wait_for()
        page.get_by_role("button", name="See the difference").click()
        page.get_by_text("title: Dues and pilots", exact=True).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/dossier?kept=1")
    made = dossier.load(talks)
    assert made.title == "Dues and pilots"
    assert made.actors["eva_lind"].party == "north"


def test_a_dossier_from_nothing_to_the_first_table(tmp_path: Path, tab: Open) -> None:
    folder = tmp_path / "fresh"
    folder.mkdir()
    with listening(folder) as address:
        page = tab(address).page
        page.goto("/")
        page.wait_for_url("**/dossier/new")
        page.get_by_label("What is negotiated?").fill("Harbour dues")
        page.get_by_label("Who is at the table?").fill("Northmark\nSouthmark")
        page.get_by_label("Who speaks?").fill("Karin Ilves (Northmark)\nOtto Brandt (Southmark)")
        page.get_by_label("What is at issue?").fill(
            "Harbour dues: low dues; high dues\nPilots: compulsory; voluntary"
        )
        page.get_by_role("button", name="Go on").click()
        page.locator("#checked").get_by_text("Nothing wrong").wait_for()
        page.get_by_role("button", name="See the difference").click()
        page.get_by_role("button", name="Save it so").click()
        page.wait_for_url("**/dossier?kept=1")
        page.get_by_role("link", name="To the inbox").click()
        page.get_by_label("Printed on").fill("2031-03-02")
        page.get_by_label("Outlet").fill("The Quay")
        page.get_by_label("Text").fill(
            "Northmark is demanding high dues. Southmark rejected high dues, Otto Brandt said."
        )
        page.get_by_role("button", name="Put into reports/").click()
        page.get_by_text("Have it read now").wait_for()
        page.get_by_role("button", name="Read new reports").click()
        page.locator('.job[data-state="done"]').wait_for(timeout=20_000)
        page.goto("/")
        page.locator("table.positions").get_by_text("Northmark").first.wait_for()
    assert LedgerView(folder).reports()


def test_an_export_is_made_and_downloaded(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address).page
        page.goto("/exports")
        page.get_by_role("button", name="Make it: csv").click()
        page.locator('.job[data-state="done"]').wait_for()
        with page.expect_download() as download:
            page.get_by_role("link", name="Download").click()
        assert download.value.suggested_filename.endswith("-csv.csv")
        with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert page.locator(".job").get_by_text(f"{len(rows)} positions").is_visible()


def test_the_desk_on_a_phone(talks: Path, tab: Open) -> None:
    with listening(talks) as address:
        page = tab(address, 390, has_touch=True).page
        page.goto("/review")
        before = page.locator("#card").get_attribute("data-position")
        assert page.locator("#around mark").first.is_visible()
        page.get_by_role("button", name="Accept").tap()
        page.wait_for_function("was => document.querySelector('#card')?.dataset.position !== was", arg=before)
        page.goto("/deals")
        page.locator("#grid").get_by_text("compulsory", exact=True).tap()
        page.locator("#answer").get_by_text("Blocked by Southmark").wait_for()
        page.goto("/dossier")
        page.get_by_label("Title").wait_for()
