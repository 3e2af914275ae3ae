from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from visiting import Client

from zopa.deals.claims import Claim, ClaimKind
from zopa.web.pictures import Spot, collisions, frontier

KINDS = (ClaimKind.DEMAND, ClaimKind.REFUSAL, ClaimKind.RED_LINE, ClaimKind.CONDITION, ClaimKind.REFUSAL)
HTMX = {"HX-Request": "true", "HX-Target": "answer"}


def test_an_empty_package_asks_for_a_choice(client: Client) -> None:
    page = client.get("/deals").text
    assert "Choose an option on the left" in page
    assert "Harbour dues" in page


def test_a_choice_says_at_once_who_blocks_and_by_which_sentence(client: Client) -> None:
    answer = client.get("/deals?t.dues=high&t.pilots=duty", headers=HTMX)
    assert answer.headers["hx-push-url"] == "/deals?t.dues=high&t.pilots=duty"
    assert "<!doctype" not in answer.text
    assert "Blocked by Southmark" in answer.text
    assert "never accept compulsory pilots" in answer.text
    assert "give up the red line against “compulsory”" in answer.text
    # and the nearest package that nobody refuses, to be taken with one click
    assert re.search(r'href="/deals\?t\.dues=low[^"]*"', answer.text)
    # the table of choices comes along, drawn anew
    assert 'id="grid" hx-swap-oob' in answer.text


def test_one_starts_from_a_proposal_of_the_dossier(client: Client) -> None:
    page = client.get("/deals?proposal=paper").text
    assert re.search(r'name="t.pilots" value="duty"[^>]* checked', page)
    assert re.search(r'<option value="north" selected', page)


def test_pinned_packages_stand_side_by_side(client: Client) -> None:
    page = client.get("/deals?t.dues=low&pin=dues:high,pilots:free&pin=pilots:free").text
    assert page.count("Pinned 1") >= 1
    assert "Pinned 2" in page
    assert "The northern paper" in page
    unpin = re.search(r'href="(/deals\?[^"]*)">unpin', page)
    assert unpin is not None


def test_what_cannot_all_hold_is_drawn(client: Client) -> None:
    page = client.get("/deals").text
    assert "These 2 sentences cannot all hold" in page
    assert "Southmark: refuses “12 crowns”" in page
    assert "It opens if" in page
    # The picture says in words what it shows, and so does the list below it.
    told = re.search(r"<desc[^>]*>(.*?)</desc>", page, re.S)
    assert told is not None
    assert "Conflict 1 – These 2 sentences cannot all hold" in told[1]
    assert page.count('class="threads"') == page.count('class="clash"') >= 1


def test_a_knot_is_laid_out_so_that_nothing_lies_on_anything_else() -> None:
    claims = [Claim(kind, f"p{n}", "i", (f"o{n}",), ()) for n, kind in enumerate(KINDS)]
    conflicts = ((claims[0], claims[1]), (claims[0], claims[2], claims[3]), (claims[1], claims[4]))
    opening = SimpleNamespace(moves=(claims[0],))
    found = SimpleNamespace(
        disputes=[SimpleNamespace(issues=("i",), conflicts=conflicts, openings=[opening], complete=True)]
    )
    (knot,) = collisions(found)  # type: ignore[arg-type]
    assert knot.split
    assert {one.left for one in knot.nodes if one.wants} == {True}
    assert {one.left for one in knot.nodes if not one.wants} == {False}
    assert [len(one.threads) for one in knot.tangles] == [len(one.claims) for one in knot.tangles]
    assert sorted(one.number for one in knot.tangles) == [1, 2, 3]
    for one in knot.nodes:
        assert one.conflicts == tuple(t.number for t in knot.tangles if one.claim in t.claims)
    for column in ({one.x for one in knot.nodes}, {one.x for one in knot.tangles}):
        for x in column:
            ys = sorted(one.y for one in (*knot.nodes, *knot.tangles) if one.x == x)
            assert all(second - first >= 25 for first, second in pairwise(ys))
            assert ys[-1] < knot.height


def test_where_everybody_refuses_both_sides_are_used() -> None:
    claims = [Claim(ClaimKind.REFUSAL, "p", "i", (f"o{n}",), ()) for n in range(3)]
    dispute = SimpleNamespace(issues=("i",), conflicts=(tuple(claims),), openings=[], complete=True)
    (knot,) = collisions(SimpleNamespace(disputes=[dispute]))  # type: ignore[arg-type]
    assert not knot.split
    assert sorted(one.left for one in knot.nodes) == [False, True, True]


@pytest.mark.parametrize(
    "query", ["t.dues=none", "t.nothing=low", "by=east", "as_of=yesterday", "pin=dues:x"]
)
def test_names_nobody_declared_are_told(client: Client, query: str) -> None:
    assert client.get(f"/deals?{query}").status_code in (404, 422)


def test_a_package_goes_into_the_dossier_as_a_difference_first(client: Client, read_folder: Path) -> None:
    before = (read_folder / "dossier.yaml").read_text(encoding="utf-8")
    page = client.submit("/deals/keep", {"name": "A way out", "terms": "dues:low,pilots:free"})
    assert page.status_code == 200
    for line in ("  a_way_out:", "    name: A way out", "    terms: {dues: low, pilots: free}"):
        assert f"<code>{line}</code>" in page.text
    assert (read_folder / "dossier.yaml").read_text(encoding="utf-8") == before
    assert client.submit("/deals/keep", {"name": " ", "terms": ""}).status_code == 422


def test_with_scores_there_is_a_frontier(client: Client, read_folder: Path) -> None:
    path = read_folder / "dossier.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "interests:\n  parties:\n"
        + "    north: {reservation: 3, values: {dues: {low: 0, high: 6}, pilots: {duty: 4, free: 1}}}\n"
        + "    south: {reservation: 3, values: {dues: {low: 6, high: 0}, pilots: {duty: 0, free: 5}}}\n",
        encoding="utf-8",
    )
    page = client.get("/deals?t.dues=low&t.pilots=duty").text
    assert "Efficient packages by scores" in page
    assert "points for Northmark" in page
    assert 'class="dot own"' in page
    assert client.get("/deals?x=south&y=north").status_code == 200


def test_wrong_scores_are_told_and_the_rest_still_holds(client: Client, read_folder: Path) -> None:
    path = read_folder / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "interests: {parties: {east: {}}}\n", encoding="utf-8")
    page = client.get("/deals?t.dues=high").text
    assert "interests:" in page
    assert "Blocked by Southmark" in page


def test_a_picture_of_nothing_is_none_and_one_point_is_drawn() -> None:
    assert frontier([], ("x", "y"), ("{v}", "{v}")) is None
    made = frontier([Spot(0.5, 0.0, "own", "one")], ("x", "y"), ("{v}%", "{v}%"), share=True)
    assert made is not None
    assert made.left < made.dots[0].x < made.right
    assert len(made.x_ticks) >= 2
