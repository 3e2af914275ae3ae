from __future__ import annotations

import importlib
import json
import time
from email.utils import format_datetime

import pytest
from fake_model import QUICK, Model, Reply, answer

from zopa.errors import ModelError, SkipReport
from zopa.reading.llm.asking import Prompt
from zopa.reading.llm.client import LONGEST_ANSWER, ChatClient, Patience

ASKED = Prompt("positions", ({"role": "user", "content": "?"},), {"type": "object"}, 10)


def client(
    model: Model, waits: list[float] | None = None, key: str = "", patience: Patience = QUICK
) -> ChatClient:
    waits = waits if waits is not None else []
    return ChatClient(model.url, "fake", key, patience=patience, sleep=waits.append)


def test_an_answer_comes_with_its_tokens(model: Model) -> None:
    model.replies(Reply("yes"))
    got = client(model, key="s3cret").ask(ASKED)
    assert (got.text, got.cut_off, got.tokens_in, got.tokens_out) == ("yes", False, 100, 10)
    (request,) = model.asked
    assert request["model"] == "fake"
    assert request["temperature"] == 0
    assert request["response_format"]["json_schema"]["strict"] is True
    assert model.headers[0]["Authorization"] == "Bearer s3cret"


def test_without_a_key_none_is_sent(model: Model) -> None:
    client(model).ask(ASKED)
    assert "Authorization" not in model.headers[0]


@pytest.mark.parametrize("status", [429, 500, 503, 529])
def test_a_passing_failure_is_tried_again_after_ever_longer_waits(model: Model, status: int) -> None:
    waits: list[float] = []
    model.replies(Reply("no", status), Reply("no", status), Reply("yes"))
    patient = Patience(tries=3, seconds=2, first=1, longest=60)
    asking = client(model, waits, patience=patient)
    assert asking.ask(ASKED).text == "yes"
    assert 0.7 <= waits[0] <= 1.3 < 1.4 <= waits[1] <= 2.6
    assert asking.retries == 2


def test_retry_after_counts_in_seconds_or_as_a_date_but_not_for_ever(model: Model) -> None:
    import datetime as dt

    waits: list[float] = []
    soon = format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=55), usegmt=True)
    model.replies(
        Reply("", 429, {"Retry-After": "7"}),
        Reply("", 429, {"Retry-After": soon}),
        Reply("", 429, {"Retry-After": "86400"}),
        Reply("", 429, {"Retry-After": "tomorrow"}),
        Reply("yes"),
    )
    client(model, waits, patience=Patience(tries=5, seconds=2, first=1, longest=60)).ask(ASKED)
    assert waits[0] == 7
    assert 5 < waits[1] <= 55
    assert waits[2] == 60
    assert waits[3] < 60


def test_after_the_last_try_the_report_is_skipped_with_what_the_server_said(model: Model) -> None:
    model.replies(Reply("overloaded", 503))
    with pytest.raises(SkipReport, match="503 overloaded"):
        client(model).ask(ASKED)
    assert len(model.asked) == QUICK.tries


@pytest.mark.parametrize(
    ("status", "word"), [(401, "ZOPA_LLM_API_KEY"), (403, "key"), (404, "no model 'fake'")]
)
def test_what_no_retry_helps_stops_the_run_and_names_no_secret(model: Model, status: int, word: str) -> None:
    model.replies(Reply("not for you", status))
    with pytest.raises(ModelError, match=word) as raised:
        client(model, key="s3cret").ask(ASKED)
    assert len(model.asked) == 1
    assert "s3cret" not in str(raised.value)


def test_a_question_that_is_refused_skips_its_report(model: Model) -> None:
    model.replies(Reply("content policy", 400))
    with pytest.raises(SkipReport, match="content policy"):
        client(model).ask(ASKED)
    assert len(model.asked) == 1


def test_nobody_there_stops_the_run() -> None:
    made = Model()
    made.close()
    with pytest.raises(ModelError, match="nobody answers"):
        client(made).ask(ASKED)
    with pytest.raises(ModelError, match="no address"):
        ChatClient("localhost:8080", "fake")


def test_a_slow_or_dripping_server_is_given_up(model: Model) -> None:
    hurried = Patience(tries=1, seconds=0.3, first=0.01, longest=0.01)
    model.replies(Reply("yes", drip=0.1))
    start = time.monotonic()
    with pytest.raises(SkipReport, match="no answer"):
        client(model, patience=hurried).ask(ASKED)
    assert time.monotonic() - start < 5

    def sleeping(_request: object) -> Reply:
        model.stop.wait(1.5)
        return Reply("late")

    model.script = sleeping
    with pytest.raises(SkipReport, match="no answer"):
        client(model, patience=hurried).ask(ASKED)


def test_an_endless_answer_is_cut(model: Model) -> None:
    model.replies(Reply(body=b"x" * (LONGEST_ANSWER + 1)))
    with pytest.raises(SkipReport, match="more than 8 MB"):
        client(model).ask(ASKED)
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Bad gateway</html>",
        b"{}",
        b"null",
        b'{"choices": []}',
        b'{"choices": [{"message": null}]}',
        b"[" * 9000,
    ],
)
def test_a_page_that_is_no_chat_answer_says_so(model: Model, body: bytes) -> None:
    model.replies(Reply(body=body))
    with pytest.raises(SkipReport, match="chat-completions"):
        client(model).ask(ASKED)


def test_parts_refusals_and_length_are_understood(model: Model) -> None:
    parts = {"choices": [{"message": {"content": [{"text": "a"}, {"text": "b"}]}, "finish_reason": "length"}]}
    refusal = {
        "choices": [{"message": {"content": None, "refusal": "I won't."}}],
        "usage": {"prompt_tokens": "7"},
    }
    model.replies(Reply(body=json.dumps(parts).encode()), Reply(body=json.dumps(refusal).encode()))
    asking = client(model)
    first, second = asking.ask(ASKED), asking.ask(ASKED)
    assert (first.text, first.cut_off, first.tokens_in) == ("ab", True, None)
    assert (second.text, second.tokens_in) == ("I won't.", None)


def test_an_endpoint_without_schemas_is_asked_without(model: Model) -> None:
    def script(request: dict[str, object]) -> Reply:
        form = request.get("response_format")
        if isinstance(form, dict) and form["type"] == "json_schema":
            return Reply("'response_format.type' must be 'text'", 400)
        if form:
            return Reply("unknown field response_format", 422)
        return Reply(answer([]))

    model.script = script  # type: ignore[assignment]
    asking = client(model)
    assert asking.ask(ASKED).text == answer([])
    assert asking.ask(ASKED).text == answer([])
    # found out once, remembered
    assert len(model.asked) == 4


def test_without_httpx_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def missing(name: str, package: str | None = None) -> object:
        if name == "httpx":
            raise ImportError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ModelError) as raised:
        ChatClient("http://127.0.0.1:1/v1", "fake")
    assert "zopa[llm]" in raised.value.remedy
