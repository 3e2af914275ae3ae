from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visiting import Client

from zopa.adopt import digest


@pytest.fixture
def api(workbench: Callable[..., Client], talks: Path) -> Client:
    return workbench(talks)


def waited(api: Client, job: dict[str, Any]) -> dict[str, Any]:
    for _ in range(400):
        found: dict[str, Any] = api.get(f"/api/v1/jobs/{job['id']}").json()
        if found["state"] in ("done", "failed", "stopped"):
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def test_an_export_is_asked_for_awaited_and_fetched(api: Client) -> None:
    asked = api.post("/api/v1/exports", json={"format": "csv"})
    assert asked.status_code == 202
    made = waited(api, asked.json())
    assert (made["state"], made["row_kind"]) == ("done", "positions")
    text = api.get(f"/api/v1/exports/{made['id']}/file")
    assert text.status_code == 200
    assert made["rows"] == 7
    assert api.get("/api/v1/exports").json()["items"][0]["id"] == made["id"]
    assert api.post("/api/v1/exports", json={"format": "exe"}).status_code == 422
    assert api.get("/api/v1/jobs/none").status_code == 404
    assert api.delete("/api/v1/jobs/none", headers={"content-type": "application/json"}).status_code == 404


def test_the_queue_gives_what_a_judgement_needs(api: Client) -> None:
    found = api.get("/api/v1/queue?limit=2").json()
    assert (len(found["items"]), found["left"]) == (2, 7)
    assert set(found["items"][0]) == {"status", "seen", "position"}
    assert api.get("/api/v1/queue?pile=none").status_code == 422


def test_the_dossier_is_checked_and_changed(api: Client, talks: Path) -> None:
    held = api.get("/api/v1/dossier").json()
    assert held["sound"]
    wrong = api.post("/api/v1/dossier/check", json={"text": held["text"].replace("party: south", "party: x")})
    assert (wrong.json()["sound"], wrong.json()["problems"][0]["line"]) == (False, 10)
    text = held["text"].replace("title: Harbour dues", "title: Dues")
    put = {"text": text, "expects": held["digest"]}
    kept = api.put("/api/v1/dossier", json=put)
    assert (kept.status_code, kept.json()["digest"]) == (200, digest(text))
    again = api.put("/api/v1/dossier", json=put)
    assert (again.status_code, again.json()["error"]["kind"]) == (409, "conflict")
    assert "title: Dues" in (talks / "dossier.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "[", "\x00", "a: &a [*a]", "- 1", "title: \u2028"])
def test_any_text_is_judged(api: Client, text: str) -> None:
    answer = api.post("/api/v1/dossier/check", json={"text": text})
    assert answer.status_code == 200
    assert answer.json()["sound"] is False


def test_half_a_character_is_no_text(api: Client) -> None:
    answer = api.post(
        "/api/v1/dossier/check", content=b'{"text": "\\ud800"}', headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422


def test_reports_are_read_by_a_program(api: Client) -> None:
    asked = api.post("/api/v1/runs", json={})
    assert asked.status_code == 202
    assert waited(api, asked.json())["state"] == "done"
