from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_model import DEMANDS, Model, Reply, answer, careful, found

from zopa.ledger.cache import LedgerCache

Zopa = Callable[..., Any]


def test_run_reads_with_a_language_model_and_a_second_run_costs_nothing(
    model: Model, folder: Path, zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOPA_LLM_API_KEY", "s3cret")
    model.script = careful
    named = ("--engine", "llm", "--base-url", model.url, "--model", "fake", "--json")
    ran = zopa("run", folder, *named)
    assert ran.code == 0, ran.err
    reading = json.loads(ran.out)["reading"]
    assert reading["new_positions"] == 3
    assert reading["engine"]["quotes_exact"] == 3
    assert "forecast: 3 prompts, about" in ran.err
    assert "prompts sent 3" in ran.err
    assert model.headers[0]["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in ran.out + ran.err
    assert b"s3cret" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())

    again = zopa("read", folder, *named, "--again")
    assert json.loads(again.out)["engine"]["prompts_from_cache"] == 3
    assert json.loads(again.out)["new_positions"] == 0
    unchanged = zopa("read", folder, *named)
    assert json.loads(unchanged.out)["unchanged"] == 1
    assert len(model.asked) == 3


def test_the_local_engine_is_the_default_and_asks_nobody(model: Model, folder: Path, zopa: Zopa) -> None:
    assert zopa("run", folder).code == 0
    assert zopa("run", folder, "--engine", "rules").code == 0
    assert model.asked == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "oracle"], "there is no engine 'oracle'"),
        (["--engine", "llm"], "needs --base-url"),
        (["--engine", "llm", "--base-url", "http://127.0.0.1:9/v1"], "needs --model"),
        (["--engine", "llm", "--base-url", "ftp://x", "--model", "m"], "no address"),
    ],
)
def test_what_is_missing_is_named(folder: Path, zopa: Zopa, options: list[str], said: str) -> None:
    ran = zopa("read", folder, *options)
    assert ran.code in (2, 4)
    assert said in ran.err


def test_the_environment_names_the_model(
    model: Model, folder: Path, zopa: Zopa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOPA_LLM_BASE_URL", model.url)
    monkeypatch.setenv("ZOPA_LLM_MODEL", "fake")
    assert zopa("read", folder, "--engine", "llm", "--passes", "1").code == 0
    assert len(model.asked) == 1


def test_a_budget_stops_with_a_code_of_its_own(model: Model, folder: Path, zopa: Zopa) -> None:
    ran = zopa("read", folder, "--engine", "llm", "--base-url", model.url, "--model", "m", "--budget", "10")
    assert ran.code == 4
    assert "the budget is 10" in ran.err
    assert model.asked == []


def test_compare_shows_where_two_engines_differ(model: Model, folder: Path, zopa: Zopa) -> None:
    model.replies(Reply(answer([found(DEMANDS, stance="rejects"), found("on Sunday", option="pilots/free")])))
    named = (
        "compare",
        folder,
        "--engines",
        "local,llm",
        "--base-url",
        model.url,
        "--model",
        "m",
        "--passes",
        "1",
    )
    shown = zopa(*named)
    assert shown.code == 0, shown.err
    assert "Same words, but different" in shown.out
    assert "Only llm" in shown.out
    plain = json.loads(zopa(*named, "--json").out)
    (different,) = [one for one in plain["different"] if "stance" in one["fields"]]
    assert (different["local"]["stance"], different["llm"]["stance"]) == ("supports", "rejects")
    assert [one["quote"] for one in plain["only_llm"]] == ["on Sunday"]
    assert len(model.asked) == 1  # the second comparison was answered before
    assert zopa("compare", folder, "--engines", "local").code == 2


def test_the_ledger_keeps_answers(tmp_path: Path) -> None:
    cache = LedgerCache(tmp_path)
    assert cache.get("k") is None
    cache.put("k", "m", "ä")
    cache.put("k", "m", "other")
    assert LedgerCache(tmp_path).get("k") == "ä"
