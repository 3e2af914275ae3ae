"""The engine as the pipeline sees it: many reports at a time, every answer paid for once."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Protocol

from zopa.dossier import Dossier
from zopa.errors import ModelError, SkipReport
from zopa.reading.dates import said_on
from zopa.reading.language import language
from zopa.reading.llm.anchoring import Fit
from zopa.reading.llm.asking import AnswerCache, Answered, Chat, NoCache, Prompt
from zopa.reading.llm.budget import Budget, tokens_in
from zopa.reading.llm.client import ChatClient, Patience
from zopa.reading.llm.passes import PASSES, Coding, Placed, code
from zopa.reading.llm.rules import VERSION
from zopa.reading.outcome import Reading
from zopa.reading.text import Document, analyse
from zopa.vocabulary import AUTHOR, Quote, Report, StatedPosition, Statement

_LONGEST_ORIGIN = 80


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model to ask, and how.

    base_url, model, api_key  see `ChatClient`.
    budget       tokens the run may spend; None is no limit.
    passes       1 to 3, see `passes.code`.
    at_once      prompts in flight.
    """

    base_url: str
    model: str
    api_key: str = ""
    budget: int | None = None
    passes: int = PASSES
    at_once: int = 4
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run would cost: prompts to be sent, their tokens with the answers, prompts already answered."""

    prompts: int
    tokens: int
    answered: int


class LocalReader(Protocol):
    """What is asked of the local reader: statements, and a report's language."""

    def read(self, report: Report) -> Reading:
        """Statements and stated positions of a report."""
        ...

    def language_of(self, report: Report) -> str:
        """The code of a report's language."""
        ...


class LanguageModelReader:
    """Codes positions by a language model; statements come from the local reader, which costs nothing.

    local    the local reader.
    origin   engine, version of the rules, and model; kept with each position.
    cache    where answers are kept; none by default.
    announce told what a run of many reports would cost, before it costs anything.
    chat     the way to the model; by default HTTP to the address chosen.
    """

    def __init__(
        self,
        dossier: Dossier,
        choice: ModelChoice,
        local: LocalReader,
        cache: AnswerCache | None = None,
        announce: Callable[[Forecast], None] | None = None,
        chat: Chat | None = None,
    ) -> None:
        self._announce = announce
        self._dossier = dossier
        self._choice = choice
        self._cache = cache or NoCache()
        self._budget = Budget(choice.budget)
        self._client: Chat = chat or ChatClient(
            choice.base_url, choice.model, choice.api_key, patience=choice.patience
        )
        self._asker = _Thrifty(self._client, choice.model, self._cache, self._budget)
        self._local = local
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self.origin = f"llm-{VERSION}:{choice.model}"[:_LONGEST_ORIGIN]

    def read(self, report: Report) -> Reading:
        """Statements and stated positions of a report.

        Raises SkipReport where the model gives no usable answer, ModelError where it can't be asked at all,
        BudgetExceeded.
        """
        if not report.text.strip():
            return Reading()
        coding = code(report, self._dossier, self._asker, self._choice.passes)
        with self._lock:
            self._counts.update(coding.counts)
            # the local reader and its word lists are built once and are not made for threads
            return self._reading(report, coding)

    def read_many(self, reports: Sequence[Report]) -> Iterator[tuple[Report, Reading | SkipReport]]:
        """Read reports several at a time, each given out as it is done.

        Raises ModelError or BudgetExceeded after the reports in flight were given out: what was paid is kept.
        """
        forecast = self.forecast(reports)
        if self._announce is not None:
            self._announce(forecast)
        self._budget.check(forecast.tokens)
        stop: ModelError | None = None
        waiting = list(reversed(reports))
        running: dict[Future[Reading], Report] = {}
        with ThreadPoolExecutor(self._choice.at_once, thread_name_prefix="zopa-llm") as pool:
            try:
                while running or (waiting and stop is None):
                    while waiting and stop is None and len(running) < self._choice.at_once:
                        report = waiting.pop()
                        running[pool.submit(self.read, report)] = report
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        report = running.pop(future)
                        try:
                            yield report, future.result()
                        except SkipReport as skip:
                            yield report, SkipReport(skip.message, remedy=skip.remedy, path=report.path)
                        except ModelError as error:
                            stop = stop or error
            finally:
                for future in running:
                    future.cancel()
        if stop is not None:
            raise stop

    def forecast(self, reports: Sequence[Report]) -> Forecast:
        """What reading these reports would cost; asks nothing. Exact where all answers are kept."""
        answered = prompts = tokens = 0
        for report in reports:
            kept = _OnlyKept(self._choice.model, self._cache)
            try:
                code(report, self._dossier, kept, self._choice.passes)
            except _NotKept as missing:
                # What follows shows the same text and codebook, with the findings in addition.
                left = max(1, self._choice.passes - min(kept.answered, self._choice.passes - 1))
                windows = max(1, -(-len(report.text) // 6000))
                prompts += left + (windows - 1) * self._choice.passes
                tokens += missing.tokens * (left + (windows - 1) * self._choice.passes)
            except SkipReport:
                pass
            answered += kept.answered
        return Forecast(prompts, tokens, answered)

    def summary(self) -> dict[str, int]:
        """What the run did so far: prompts, tokens, and what became of quotes and findings."""
        with self._lock:
            counted = dict(sorted((name, number) for name, number in self._counts.items() if number))
        asked = {
            "prompts_sent": self._asker.sent,
            "prompts_from_cache": self._asker.kept,
            "tokens_spent": self._budget.spent,
            "retries": self._client.retries,
        }
        return asked | counted

    def _reading(self, report: Report, coding: Coding) -> Reading:
        statements = self._local.read(report).statements
        spoken = language(self._local.language_of(report))
        document = analyse(report.text, spoken)
        positions = []
        for one in sorted(coding.placed, key=lambda placed: placed.span):
            positions.append(self._position(report, document, one, statements))
        return Reading(statements, tuple(dict.fromkeys(positions)))

    def _position(
        self, report: Report, document: Document, one: Placed, statements: tuple[Statement, ...]
    ) -> StatedPosition:
        finding = one.finding
        issue, option = self._option(finding.option)
        sentence = document.sentence_at(one.span[0])
        day, precision = report.published, "report"
        if sentence is not None:
            spoken = language(self._local.language_of(report))
            day, precision = said_on(document, sentence, report.published, spoken)
        statement = _statement(one, statements)
        return StatedPosition(
            report=report.id,
            quote=Quote.cut(report.text, *one.span),
            speaker=finding.speaker,
            holder=finding.holder,
            issue=issue,
            option=option,
            stance=finding.stance,
            origin=self.origin,
            firm=finding.firm,
            condition=one.condition,
            speaker_name=statement.speaker_name if statement and finding.speaker != AUTHOR else "",
            statement=statement.id if statement else None,
            said_on=day,
            said_on_precision=precision,
            confidence=_confidence(one),
            further=one.further,
            modality=finding.modality,
        )

    def _option(self, key: str) -> tuple[str, str]:
        for issue in self._dossier.issues.values():
            for option in issue.options:
                if key == f"{issue.id}/{option.id}":
                    return issue.id, option.id
        raise AssertionError(key)  # `with_known_ids` let only known keys through


def _statement(one: Placed, statements: tuple[Statement, ...]) -> Statement | None:
    """The statement by the same speaker that overlaps a position's words most, if any does."""
    best, most = None, 0
    for statement in statements:
        if statement.speaker != one.finding.speaker:
            continue
        shared = sum(
            max(0, min(one.span[1], end) - max(one.span[0], start)) for start, end in statement.quote
        )
        if shared > most:
            best, most = statement, shared
    return best


def _confidence(one: Placed) -> float:
    """A finding that stood the challenge counts most; not calibrated: models don't say how sure they are."""
    sure = {True: 0.9, False: 0.75, None: 0.8}[one.kept]
    return round(sure * (0.85 if one.fit is Fit.REPAIRED else 1.0), 3)


class _Thrifty:
    """Asks only what was not asked before, and only within the budget."""

    def __init__(self, client: Chat, model: str, cache: AnswerCache, budget: Budget) -> None:
        self._client, self._model, self._cache, self._budget = client, model, cache, budget
        self._lock = threading.Lock()
        self.sent = 0
        self.kept = 0

    def ask(self, prompt: Prompt) -> Answered:
        key = prompt.key(self._model)
        known = Answered.from_json(self._cache.get(key))
        if known is not None:
            with self._lock:
                self.kept += 1
            return known
        asked = _tokens(prompt)
        self._budget.promise(asked + prompt.expected)
        spent = 0
        try:
            answered = self._client.ask(prompt)
            spent = (asked if answered.tokens_in is None else answered.tokens_in) + (
                tokens_in(answered.text) if answered.tokens_out is None else answered.tokens_out
            )
        finally:
            self._budget.settle(asked + prompt.expected, spent)
        with self._lock:
            self.sent += 1
        return answered

    def keep(self, prompt: Prompt, answered: Answered) -> None:
        key = prompt.key(self._model)
        if self._cache.get(key) is None:
            self._cache.put(key, self._model, answered.to_json())


class _NotKept(Exception):
    def __init__(self, tokens: int) -> None:
        self.tokens = tokens


class _OnlyKept:
    """Answers from what is kept; raises at the first prompt that would have to be sent."""

    def __init__(self, model: str, cache: AnswerCache) -> None:
        self._model, self._cache = model, cache
        self.answered = 0

    def ask(self, prompt: Prompt) -> Answered:
        known = Answered.from_json(self._cache.get(prompt.key(self._model)))
        if known is None:
            raise _NotKept(_tokens(prompt) + prompt.expected)
        self.answered += 1
        return known

    def keep(self, prompt: Prompt, answered: Answered) -> None:
        """It is kept already."""


def _tokens(prompt: Prompt) -> int:
    return sum(tokens_in(message["content"]) for message in prompt.messages)
