"""A real HTTP server in a thread that plays a language model, well or badly."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from zopa.reading.llm.client import Patience

QUICK = Patience(tries=3, seconds=2.0, first=0.01, longest=0.05)


@dataclass
class Reply:
    """What the server sends back: a chat answer, unless `body` says otherwise."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str = "stop"
    body: bytes | None = None
    usage: bool = True
    drip: float = 0.0

    def raw(self) -> bytes:
        if self.body is not None:
            return self.body
        if self.status != 200:
            return json.dumps({"error": {"message": self.text}}).encode()
        made: dict[str, Any] = {
            "choices": [
                {"message": {"role": "assistant", "content": self.text}, "finish_reason": self.finish}
            ]
        }
        if self.usage:
            made["usage"] = {"prompt_tokens": 100, "completion_tokens": 10}
        return json.dumps(made).encode()


Script = Callable[[dict[str, Any]], Reply]


class Model:
    """A chat endpoint on loopback. `script` answers each request; `asked` keeps them."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.script: Script = lambda _request: Reply(answer([]))
        self.lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with outer.lock:
                    outer.asked.append(request)
                    outer.headers.append(dict(self.headers.items()))
                reply = outer.script(request)
                raw = reply.raw()
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                try:
                    if reply.drip:
                        for place in range(len(raw)):
                            self.wfile.write(raw[place : place + 1])
                            self.wfile.flush()
                            outer.stop.wait(reply.drip)
                    else:
                        self.wfile.write(raw)
                except OSError:
                    pass  # the client hung up, as it should

            def log_message(self, *_: object) -> None:
                pass

        self.stop = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def replies(self, *replies: Reply) -> None:
        """Answer with these in turn; the last one for ever."""
        left = list(replies)

        def script(_request: dict[str, Any]) -> Reply:
            with self.lock:
                return left.pop(0) if len(left) > 1 else left[0]

        self.script = script

    def close(self) -> None:
        self.stop.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def answer(positions: list[dict[str, Any]]) -> str:
    return json.dumps({"positions": positions})


def found(quote: str, **more: Any) -> dict[str, Any]:
    """A position as a model gives it."""
    return {
        "quote": quote,
        "speaker": "north",
        "holder": "north",
        "option": "dues/high",
        "stance": "supports",
        "firm": False,
        "condition": None,
    } | more


DEMANDS = "Northmark is demanding harbour dues of 12 crowns"
REJECTS = "Southmark rejected harbour dues of 12 crowns"
NEVER = "We will never accept compulsory pilots"


def kind(request: dict[str, Any]) -> str:
    """Which pass a request belongs to."""
    user = request["messages"][1]["content"]
    if "THE FINDINGS" in user:
        return "challenge"
    return "again" if "THE FIRST READER'S LIST" in user else "find"


def findings_shown(request: dict[str, Any]) -> list[str]:
    """The numbered findings in a request."""
    return re.findall(r"^\d+\. \{", request["messages"][1]["content"], re.MULTILINE)


def careful(request: dict[str, Any]) -> Reply:
    """A model that does it right: two at first, one more at the second look, keeps all."""
    if kind(request) == "find":
        return Reply(
            answer([found(DEMANDS), found(REJECTS, speaker="south", holder="south", stance="rejects")])
        )
    if kind(request) == "again":
        more = found(
            NEVER, speaker="brandt", holder="south", option="pilots/duty", stance="rejects", firm=True
        )
        return Reply(answer([more]))
    kept = [
        {"number": number, "verdict": "keep", "why": "", "position": None}
        for number in range(1, len(findings_shown(request)) + 1)
    ]
    return Reply(json.dumps({"verdicts": kept}))


class Memory:
    """A cache in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def put(self, key: str, model: str, answer: str) -> None:  # noqa: ARG002
        self.kept[key] = answer
