"""A prompt and its answer, as the passes see them: whoever answers, and wherever answers are kept."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model is asked.

    messages  in the chat format: role and content.
    schema    JSON Schema of the answer; `name` names it.
    expected  about how many tokens the answer takes.
    """

    name: str
    messages: tuple[dict[str, str], ...]
    schema: dict[str, Any]
    expected: int

    def key(self, model: str) -> str:
        """What the answer depends on: the model by name, the messages, the schema."""
        raw = json.dumps([model, self.messages, self.schema], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(raw.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class Answered:
    """What the model said.

    text       as it came.
    cut_off    whether it stopped for length.
    tokens_in, tokens_out  as the endpoint counts them; None where it doesn't say.
    """

    text: str
    cut_off: bool = False
    tokens_in: int | None = None
    tokens_out: int | None = None

    def to_json(self) -> str:
        """As a cache keeps it."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, kept: str | None) -> Answered | None:
        """From what a cache kept; None where it kept nothing, or nothing of this form."""
        try:
            return cls(**json.loads(kept)) if kept else None
        except (ValueError, TypeError):
            return None


class AnswerCache(Protocol):
    """Where answers are kept, so that a question is paid for once. Safe to share between threads."""

    def get(self, key: str) -> str | None:
        """What is kept under this key, or None."""
        ...

    def put(self, key: str, model: str, answer: str) -> None:
        """Keep a text."""
        ...


class Asker(Protocol):
    """Whoever answers a prompt."""

    def ask(self, prompt: Prompt) -> Answered:
        """The answer. Raises SkipReport where there is none for this prompt, ModelError where for none."""
        ...

    def keep(self, prompt: Prompt, answered: Answered) -> None:
        """Told which answer to a prompt was of use: that one is worth keeping."""
        ...


class Chat(Protocol):
    """The way to a model."""

    retries: int

    def ask(self, prompt: Prompt) -> Answered:
        """The model's answer, as `Asker.ask`."""
        ...


class NoCache:
    """Keeps nothing."""

    def get(self, key: str) -> str | None:  # noqa: ARG002
        """Nothing."""
        return None

    def put(self, key: str, model: str, answer: str) -> None:
        """Keep nothing."""
