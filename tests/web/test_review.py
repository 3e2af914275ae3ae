from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from visiting import HOST, Client

from zopa import pipeline
from zopa.ledger.judging import Judging
from zopa.ledger.queue import Pile, Queue
from zopa.ledger.view import LedgerView
from zopa.vocabulary import Decision, Status

HTMX = {"HX-Request": "true"}
PROXY: dict[str, Any] = {"proxy_header": "x-user", "proxy_peers": ("testclient",), "proxy_role": "reviewer"}


def named(client: Client, name: str) -> Client:
    """As somebody whom a reverse proxy names."""
    client.headers["x-user"] = name
    return client


def shown(page: str) -> dict[str, str]:
    """Which position the desk shows, and the mark of what was said of it."""
    position = re.search(r'data-position="(\w+)"', page)
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert position is not None
    assert seen is not None
    return {"position": position[1], "seen": seen[1]}


def test_what_teaches_most_comes_first_in_its_surroundings(client: Client, read_folder: Path) -> None:
    page = client.get("/review").text
    left = Queue(read_folder, "x").pile(limit=10)
    first = next(one for one in left if one.position.id == shown(page)["position"])
    order = pipeline.queue((one.position, Status.SUGGESTED) for one in left)
    assert order[0][0].id == first.position.id
    mark = f'<mark data-start="{first.position.quote.start}">{first.position.quote.exact}</mark>'
    assert mark in page.replace("&#34;", '"')
    assert "3 left" in page


def test_judging_brings_the_next_one(client: Client, read_folder: Path) -> None:
    held = shown(client.get("/review").text)
    answer = client.submit("/review/judge", {**held, "decision": "accept", "note": "plain"}, headers=HTMX)
    assert answer.status_code == 200
    assert "Accepted" in answer.text
    assert shown(answer.text)["position"] != held["position"]
    made = next(iter(LedgerView(read_folder).judgements()))
    assert (made.position, made.decision, made.note) == (held["position"], Decision.ACCEPT, "plain")


def test_without_script_a_form_leads_on(client: Client) -> None:
    held = shown(client.get("/review").text)
    answer = client.submit("/review/judge", {**held, "decision": "reject"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review?position=")


def test_a_correction_says_what_is_right(client: Client, read_folder: Path) -> None:
    held = shown(client.get("/review").text)
    item = Queue(read_folder, "x").look(held["position"])
    assert item is not None
    start = item.position.quote.start
    client.submit(
        "/review/judge",
        {
            **held,
            "decision": "correct",
            "to_holder": "south",
            "target": "dues/low",
            "stance": "accepts",
            "speaker": "oakes",
            "said_on": "2031-03-01",
            "condition": "pilots/free",
            "start": str(start),
            "end": str(start + 9),
        },
        headers=HTMX,
    )
    right = next(iter(LedgerView(read_folder).judgements())).corrected
    assert right is not None
    assert (right.holder, right.issue, right.option, right.stance) == ("south", "dues", "low", "accepts")
    assert (right.speaker, right.firm, str(right.said_on)) == ("oakes", False, "2031-03-01")
    assert right.condition is not None
    assert (right.condition.issue, right.condition.option) == ("pilots", "free")
    assert right.quote.exact == item.report.text[start : start + 9]


def test_a_correction_with_a_name_nobody_declared_is_refused(client: Client) -> None:
    held = shown(client.get("/review").text)
    answer = client.submit("/review/judge", {**held, "decision": "correct", "to_holder": "east"})
    assert answer.status_code == 404
    assert "east" in answer.text
    wrong = client.submit("/review/judge", {**held, "decision": "correct", "start": "5", "end": "2"})
    assert wrong.status_code == 422


def test_undo_brings_it_back_on_the_screen(client: Client, read_folder: Path) -> None:
    held = shown(client.get("/review").text)
    client.submit("/review/judge", {**held, "decision": "reject"}, headers=HTMX)
    answer = client.submit("/review/undo", {}, headers=HTMX)
    assert shown(answer.text)["position"] == held["position"]
    assert "1 judgement taken back" in answer.text
    assert len(LedgerView(read_folder).positions()) == 3
    assert "There is nothing to take back" in client.submit("/review/undo", {}, headers=HTMX).text


def test_skipped_ones_stay_away_until_asked_for(client: Client) -> None:
    seen = []
    page = client.get("/review").text
    for _ in range(3):
        seen.append(shown(page)["position"])
        page = client.submit("/review/skip", {"position": seen[-1]}, headers=HTMX).text
    assert len(set(seen)) == 3
    assert "3 skipped" in page
    assert shown(client.submit("/review/unskip", {}, headers=HTMX).text)["position"] == seen[0]


def test_two_reviewers_do_not_tread_on_each_other(
    workbench: Callable[..., Client], read_folder: Path
) -> None:
    ada = named(workbench(read_folder, **PROXY), "ada")
    bo = named(Client(ada.app, base_url=HOST), "bo")
    hers, his = shown(ada.get("/review").text), shown(bo.get("/review").text)
    assert hers["position"] != his["position"]
    assert "Also reviewing: ada" in bo.get("/review").text
    # bo opens hers by its address all the same, and judges first
    same = shown(bo.get(f"/review?position={hers['position']}").text)
    bo.submit("/review/judge", {**same, "decision": "reject"}, headers=HTMX)
    answer = ada.submit("/review/judge", {**hers, "decision": "accept"}, headers=HTMX)
    assert "Somebody else has judged meanwhile" in answer.text
    assert [one.by for one in LedgerView(read_folder).judgements()] == ["bo"]
    # having been told, she may say otherwise; both are kept
    now = shown(answer.text)
    assert now["position"] == hers["position"]
    ada.submit("/review/judge", {**now, "decision": "accept"}, headers=HTMX)
    assert sorted(one.by for one in LedgerView(read_folder).judgements()) == ["ada", "bo"]
    assert len(Queue(read_folder, "ada").pile(Pile.DISPUTED, limit=9)) == 1
    agreement = ada.get("/review/agreement").text
    assert "Where reviewers differ" in agreement
    assert "Settle" in agreement
    # a third settles it
    settled = shown(bo.get("/review?pile=disputed").text)
    bo.submit("/review/judge", {**settled, "decision": "reject", "pile": "disputed"}, headers=HTMX)
    assert Queue(read_folder, "ada").pile(Pile.DISPUTED) == []


def test_a_second_opinion_is_blind(client: Client, read_folder: Path) -> None:
    first = Queue(read_folder, "x").pile()[0].position.id
    Judging(read_folder, "bea").judge(first, Decision.REJECT, note="secret reason")
    page = client.get("/review?pile=second").text
    assert shown(page)["position"] == first
    assert "secret reason" not in page
    assert "the judgement is hidden" in page


def test_many_are_judged_in_one_act_and_undone_by_one(client: Client, read_folder: Path) -> None:
    page = client.get("/review/together").text
    ids = re.findall(r'name="position" value="(\w+)"', page)
    marks = re.findall(r'name="seen" value="([\w:]+)"', page)
    assert len(ids) == 3
    answer = client.submit(
        "/review/together", {"decision": "reject", "position": ids[:2], "seen": marks}, headers=HTMX
    )
    assert "Rejected: 2 suggestions" in answer.text
    assert len(LedgerView(read_folder).positions()) == 1
    act = re.search(r'name="act" value="(\w+)"', answer.text)
    assert act is not None
    client.submit("/review/undo", {"act": act[1], "together": "1"}, headers=HTMX)
    assert len(LedgerView(read_folder).positions()) == 3
    # somebody judged one in between: none is judged
    Judging(read_folder, "bea").judge(ids[0], Decision.REJECT)
    again = client.submit(
        "/review/together", {"decision": "accept", "position": ids, "seen": marks}, headers=HTMX
    )
    assert "judged in the meantime" in again.text
    assert [one.by for one in LedgerView(read_folder).judgements() if one.decision is Decision.ACCEPT] == []


def test_a_reader_may_not_review(workbench: Callable[..., Client], read_folder: Path) -> None:
    reader = named(workbench(read_folder, **{**PROXY, "proxy_role": "reader"}), "rae")
    assert reader.get("/review").status_code == 403
    assert reader.submit("/review/undo").status_code == 403


def test_before_anything_was_read_the_queue_says_so(workbench: Callable[..., Client], folder: Path) -> None:
    assert "Nothing was read yet" in workbench(folder).get("/review").text


def test_an_unknown_pile_is_told(client: Client) -> None:
    assert client.get("/review?pile=nothing").status_code == 422
