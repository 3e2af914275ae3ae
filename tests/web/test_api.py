"""The API: the same verbs as the command line, one error shape, pages, ETags, and nothing that breaks it."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from visiting import Client

from zopa.ledger.view import LedgerView

SHAPE = {"kind", "message", "remedy", "place", "line", "problems", "status"}


@pytest.fixture
def api(workbench: Callable[..., Client], talks: Path) -> Client:
    return workbench(talks)


def first(talks: Path) -> str:
    return LedgerView(talks).positions()[0].id


def test_it_says_what_the_command_line_says(api: Client, talks: Path, zopa: Any) -> None:
    import json

    for path, words in (
        ("/api/v1/changes", ("changes",)),
        ("/api/v1/deals", ("deals",)),
        ("/api/v1/ledger/verify", ("ledger", "verify")),
    ):
        answered = api.get(path).json()
        said = json.loads(zopa(*words, talks, "--json").out)
        assert answered.get("items", answered) == said
    table = api.get("/api/v1/positions?as_of=2031-03-02").json()
    assert {(one["party"], one["option"], one["stance"]) for one in table["standings"]} == {
        ("north", "high", "supports"),
        ("south", "high", "rejects"),
        ("south", "duty", "rejects"),
    }
    against = api.get("/api/v1/contradictions").json()["items"]
    assert against[0]["causes"]
    assert api.get("/api/v1/check").json() == {"sound": True, "problems": []}
    assert "# Harbour dues" in api.get("/api/v1/brief?since=2031-03-05&language=en").text


def test_lists_come_in_pages(api: Client) -> None:
    for path, total in (("/api/v1/stated", 7), ("/api/v1/reports", 3), ("/api/v1/review", 7)):
        seen, after = [], None
        for _ in range(10):
            got = api.get(path, params={"limit": 2, **({"after": after} if after else {})})
            page = got.json()
            seen += [one["id"] for one in page["items"]]
            after = page["next"]
            if after is None:
                break
            if path != "/api/v1/review":
                assert f"after={after}" in got.headers["link"]
        assert len(seen) == len(set(seen)) == total, path
        assert api.get(path, params={"after": "nonsense"}).json()["error"]["kind"] == "wrong-input"
        assert api.get(path, params={"limit": 0}).json()["error"]["status"] == 422


def test_what_did_not_change_is_not_sent_again(api: Client, talks: Path) -> None:
    for path in ("/api/v1/positions", "/api/v1/stated", "/api/v1/reports/quay", "/api/v1/deals"):
        mark = api.get(path).headers["etag"]
        assert api.get(path, headers={"if-none-match": mark}).status_code == 304
    api.post("/api/v1/judge", json={"positions": [first(talks)], "decision": "accept"})
    assert api.get("/api/v1/positions", headers={"if-none-match": mark}).status_code == 200


def test_judging_and_taking_it_back(api: Client, talks: Path) -> None:
    one = first(talks)
    made = api.post("/api/v1/judge", json={"positions": [one], "decision": "accept"}).json()
    assert (made[0]["position"], made[0]["version"]) == (one, 1)
    conflict = api.post("/api/v1/judge", json={"positions": [one], "decision": "reject", "expects": 0})
    assert (conflict.status_code, conflict.json()["error"]["kind"]) == (409, "conflict")
    right = {"positions": [one], "decision": "correct", "corrected": {"stance": "rejects"}}
    assert api.post("/api/v1/judge", json=right).json()[0]["decision"] == "correct"
    undone = api.post("/api/v1/undo", json={}).json()
    assert undone[0]["decision"] == "accept"
    assert api.get(f"/api/v1/stated/{one}").json()["status"] == "accepted"
    told = api.get("/api/v1/judgements").json()
    assert len(told["items"]) == 1
    for wrong in (
        {"positions": [], "decision": "accept"},
        {"positions": [one], "decision": "love"},
        {"positions": [one, one], "decision": "correct", "corrected": {}},
        {"positions": [one], "decision": "correct", "corrected": {"holder": "nobody"}},
        {"positions": ["none"], "decision": "accept"},
        {"positions": [one], "decision": "accept", "extra": 1},
    ):
        assert_shape(api.post("/api/v1/judge", json=wrong))


def test_a_position_is_added(api: Client, talks: Path) -> None:
    body = {
        "report": "lotse",
        "start": 0,
        "end": 7,
        "holder": "south",
        "issue": "pilots",
        "option": "duty",
        "stance": "rejects",
        "speaker": "author",
    }
    made = api.post("/api/v1/stated", json=body)
    assert made.status_code == 201
    again = api.post("/api/v1/stated", json=body)
    assert again.status_code == 409
    for wrong in (
        {"report": "none"},
        {"end": 9_999_999},
        {"issue": "x"},
        {"stance": "x"},
        {"speaker": "x"},
        {"condition": {"issue": "pilots"}},
        {"said_on": "soon"},
    ):
        assert_shape(api.post("/api/v1/stated", json=body | wrong))
    pair = [one["id"] for one in api.get("/api/v1/stated?limit=2").json()["items"]]
    ruled = {"one": pair[0], "other": pair[1], "status": "unresolved"}
    assert api.put("/api/v1/rulings", json=ruled).status_code == 204


def assert_shape(answer: Any) -> None:
    assert 400 <= answer.status_code < 500, answer.text
    told = answer.json()
    assert set(told) == {"error"}
    assert set(told["error"]) == SHAPE
    assert told["error"]["status"] == answer.status_code
    assert told["error"]["message"]


def test_every_error_has_the_one_shape(api: Client) -> None:
    for method, path in (
        ("GET", "/api/v1/nothing"),
        ("DELETE", "/api/v1/positions"),
        ("GET", "/api/v1/positions?as_of=never"),
        ("GET", "/api/v1/stated/none"),
        ("GET", "/api/v1/reports/none"),
        ("GET", "/api/v1/changes?party=nobody"),
        ("GET", "/api/v1/deals?proposal=none"),
        ("POST", "/api/v1/judge"),
        ("GET", "/api/v1/brief"),
        ("GET", "/api/v1/brief?since=2031-03-05&form=rtf"),
    ):
        assert_shape(api.request(method, path))


def test_the_description_names_the_shape(api: Client) -> None:
    described = api.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    for path, verbs in described["paths"].items():
        assert path.startswith("/api/v1/")
        for verb in verbs.values():
            assert verb["summary"]
            assert verb["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith(
                "/ErrorShape"
            ), path


# ------------------------------------------------------------------ nothing breaks it

ODD_TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "\ud800",
            "'",
            '"',
            "%",
            "*",
            "**",
            "-",
            "AND",
            "NEAR(",
            "a" * 500,
            "💥",
            "\u202e",
            "(",
            "qq1",
        ]
    ),
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**70), max_value=2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    ODD_TEXT,
    st.lists(ODD_TEXT, max_size=3),
    st.dictionaries(st.text(string.ascii_lowercase, max_size=5), ODD_TEXT, max_size=2),
)
LIKELY = st.sampled_from(
    [
        "south",
        "north",
        "dues",
        "pilots",
        "high",
        "accept",
        "reject",
        "correct",
        "rejects",
        "quay",
        "en",
        "2031-03-05",
    ]
)


def values_for(schema: dict[str, Any], described: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that fit a schema, likely or odd, and values that don't."""
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return st.one_of(*(values_for(one, described) for one in schema["anyOf"]), ODD)
    kind = schema.get("type")
    if kind == "object" and "properties" in schema:
        return st.fixed_dictionaries(
            {
                name: values_for(one, described)
                for name, one in schema["properties"].items()
                if name in schema.get("required", ())
            },
            optional={
                name: values_for(one, described)
                for name, one in schema["properties"].items()
                if name not in schema.get("required", ())
            },
        )
    if kind == "array":
        return st.one_of(st.lists(values_for(schema.get("items", {}), described), max_size=3), ODD)
    if kind == "string":
        return st.one_of(LIKELY, LIKELY, ODD_TEXT)
    if kind in ("integer", "number"):
        return st.one_of(st.integers(0, 60), st.integers(min_value=-(2**70), max_value=2**70))
    if kind == "boolean":
        return st.booleans()
    return ODD


SLOW = ("/api/v1/quotes",)
"""Verbs that load the trained reader: they have tests of their own."""


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
def test_whatever_is_sent_nothing_breaks(api: Client, data: st.DataObject) -> None:
    described = api.app_description()
    verbs = [
        (path, method, verb)
        for path, methods in described["paths"].items()
        for method, verb in methods.items()
        if path not in SLOW
    ]
    path, method, verb = data.draw(st.sampled_from(verbs))
    query: dict[str, Any] = {}
    for one in verb.get("parameters", ()):
        if one["in"] == "path" or one.get("required") or data.draw(st.booleans()):
            value = data.draw(values_for(one["schema"], described))
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", quoted(value) or "x")
            else:
                query[one["name"]] = plain(value)
    body = None
    if "requestBody" in verb:
        content = verb["requestBody"]["content"]
        if "application/json" not in content:
            return
        body = data.draw(st.one_of(values_for(content["application/json"]["schema"], described), ODD))
    import json

    answer = api.request(
        method.upper(),
        path,
        params=query,
        content=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code < 500, (method, path, query, body, answer.text[:300])
    if answer.status_code >= 400:
        assert_shape(answer)


def plain(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode()


def quoted(value: Any) -> str:
    from urllib.parse import quote

    return quote(plain(value), safe="")[:200].rstrip("%")
