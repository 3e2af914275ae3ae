"""The only place that speaks HTTP to a language model: an OpenAI-compatible chat endpoint."""

from __future__ import annotations

import email.utils
import importlib
import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from zopa.errors import ModelError, SkipReport
from zopa.reading.llm.asking import Answered, Prompt

if TYPE_CHECKING:
    import httpx

LONGEST_ANSWER = 8 * 1024 * 1024
"""Bytes read of one answer: anything more is no answer to our question."""
_PASSING = {408, 409, 425, 429, 500, 502, 503, 504, 529}
"""Statuses after which asking again may help."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait and how often to ask.

    tries     how often one prompt is sent at most.
    seconds   for one answer, from sending to its last byte.
    first, longest  seconds waited after the first failure, doubled each time up to `longest`; a server's
              Retry-After counts instead, up to `longest`.
    """

    tries: int = 5
    seconds: float = 180.0
    first: float = 1.0
    longest: float = 60.0


class ChatClient:
    """Asks one model; safe to share between threads.

    base_url  up to and including /v1, as its provider names it.
    api_key   sent as a bearer token; never logged or shown. Empty sends none.
    Raises    ModelError where httpx is not installed or the address is none.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str = "",
        *,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._httpx = _httpx()
        if not base_url.lower().startswith(("http://", "https://")):
            raise ModelError(
                f"'{base_url}' is no address of a language model",
                remedy="Give --base-url http://HOST:PORT/v1, or set ZOPA_LLM_BASE_URL.",
            )
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._model = model
        self._patience = patience or Patience()
        self._sleep = sleep
        self._forms = ["json_schema", "json_object", "text"]
        self._lock = threading.Lock()
        self.retries = 0
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._http: httpx.Client = self._httpx.Client(
            headers=headers,
            timeout=self._httpx.Timeout(self._patience.seconds, connect=min(15.0, self._patience.seconds)),
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, prompt: Prompt) -> Answered:
        """The model's answer.

        Raises  SkipReport where this prompt gets none after all tries; ModelError where no prompt would:
                nobody listens there, the key is refused, there is no such model.
        """
        tried = 0
        while True:
            form = self._forms[0]
            try:
                status, headers, raw = self._send(prompt, form)
            except (
                self._httpx.ConnectError,
                self._httpx.ConnectTimeout,
                self._httpx.UnsupportedProtocol,
            ) as error:
                tried += 1
                if tried >= min(3, self._patience.tries):
                    raise ModelError(
                        f"nobody answers at {self._url}: {error}",
                        remedy="Start the model's server, or correct --base-url.",
                    ) from error
                self._wait(tried, None)
                continue
            except (self._httpx.HTTPError, _TooMuch, _TooLong) as error:
                tried += 1
                said = str(error) or type(error).__name__
                if tried >= self._patience.tries or isinstance(error, _TooMuch):
                    raise SkipReport(f"the language model gave no answer: {said}", remedy=_LATER) from error
                self._wait(tried, None)
                continue
            if status == 200:
                return _answered(raw)
            if status in (400, 422) and self._simpler(form, raw):
                continue
            if status not in _PASSING:
                raise _refused(status, raw, self._model, self._url)
            tried += 1
            if tried >= self._patience.tries:
                raise SkipReport(
                    f"the language model gave no answer: {status} {_said(raw)}".rstrip(), remedy=_LATER
                )
            self._wait(tried, headers.get("retry-after"))

    def _send(self, prompt: Prompt, form: str) -> tuple[int, Any, bytes]:
        body: dict[str, Any] = {"model": self._model, "messages": list(prompt.messages), "temperature": 0}
        if form == "json_schema":
            schema = {"name": prompt.name, "strict": True, "schema": prompt.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif form == "json_object":
            body["response_format"] = {"type": "json_object"}
        until = time.monotonic() + self._patience.seconds
        with self._http.stream("POST", self._url, json=body) as response:
            raw = bytearray()
            # a server that sends a byte now and then never times out by itself
            for part in response.iter_bytes():
                raw += part
                if len(raw) > LONGEST_ANSWER:
                    raise _TooMuch(f"more than {LONGEST_ANSWER // 1024 // 1024} MB came")
                if time.monotonic() > until:
                    raise _TooLong(f"it was not complete after {self._patience.seconds:g} s")
            return response.status_code, response.headers, bytes(raw)

    def _simpler(self, form: str, raw: bytes) -> bool:
        """Go on without a schema where the endpoint knows none; whether there was anything to leave out."""
        said = raw.decode("utf-8", "replace").lower()
        if not any(word in said for word in ("response_format", "json_schema", "schema", "json_object")):
            return False
        with self._lock:
            if form in self._forms and len(self._forms) > 1:
                self._forms.remove(form)
                return True
        return form != self._forms[0]

    def _wait(self, tried: int, retry_after: str | None) -> None:
        asked = _seconds(retry_after)
        # jitter: many threads that failed together should not come back together
        own = self._patience.first * 2 ** (tried - 1) * random.uniform(0.75, 1.25)
        with self._lock:
            self.retries += 1
        self._sleep(min(self._patience.longest, own if asked is None else asked))


class _TooMuch(Exception):
    pass


class _TooLong(Exception):
    pass


_LATER = "Run again later: what was read is kept, and answers already given cost nothing."


def _httpx() -> Any:
    try:
        return importlib.import_module("httpx")
    except ImportError as error:
        raise ModelError(
            "the language-model engine needs httpx, which is not installed",
            remedy="Install it with: pip install 'zopa[llm]'",
        ) from error


def _seconds(retry_after: str | None) -> float | None:
    """Seconds to wait from a Retry-After header: a number, or a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        when = email.utils.parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (when.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _answered(raw: bytes) -> Answered:
    try:
        body = json.loads(raw)
        choice = body["choices"][0]
        message = choice["message"]
        text = message.get("content") or message.get("refusal") or ""
        usage = body.get("usage") or {}
        if not isinstance(text, str):  # a list of parts
            text = "".join(str(part.get("text", "")) for part in text)
        return Answered(
            text,
            cut_off=choice.get("finish_reason") == "length",
            tokens_in=_count(usage.get("prompt_tokens")),
            tokens_out=_count(usage.get("completion_tokens")),
        )
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise SkipReport(
            "the language model's server answered in a form that is not the chat-completions one",
            remedy="Check that --base-url ends where its provider says, mostly in /v1.",
        ) from error


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _said(raw: bytes) -> str:
    """The server's own message, short."""
    try:
        said = json.loads(raw)["error"]
        said = said.get("message", said) if isinstance(said, dict) else said
    except (ValueError, KeyError, TypeError):
        said = raw.decode("utf-8", "replace")
    return " ".join(str(said).split())[:200]


def _refused(status: int, raw: bytes, model: str, url: str) -> Exception:
    said = _said(raw)
    if status in (401, 403):
        return ModelError(f"{url} refuses the key ({status}): {said}", remedy="Set ZOPA_LLM_API_KEY.")
    if status == 404:
        return ModelError(
            f"{url} knows no model '{model}' ({status}): {said}", remedy="Correct --model, or --base-url."
        )
    if status in (400, 413, 422):
        return SkipReport(f"the language model refused the question ({status}): {said}", remedy=_LATER)
    return ModelError(f"{url} refuses ({status}): {said}", remedy="Correct --base-url.")
