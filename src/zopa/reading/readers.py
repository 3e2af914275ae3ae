"""What the pipeline asks of whatever reads reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from zopa.errors import SkipReport
from zopa.reading.judged import Fact
from zopa.reading.outcome import Reading
from zopa.vocabulary import Report


class ReportReader(Protocol):
    """Reads one report at a time.

    origin  names the engine and what its findings depend on; kept with each position.
    """

    @property
    def origin(self) -> str:
        """Engine and version."""
        ...

    def read(self, report: Report) -> Reading:
        """Statements and stated positions. Raises SkipReport where this report can't be read."""
        ...


@runtime_checkable
class ConcurrentReader(ReportReader, Protocol):
    """Reads several at a time, since it waits for something else most of the time; and counts what it did."""

    def read_many(self, reports: Sequence[Report]) -> Iterator[tuple[Report, Reading | SkipReport]]:
        """Each report with its reading, or the reason why there is none, in the order they are done."""
        ...

    def summary(self) -> Mapping[str, int]:
        """What it did so far, by name."""
        ...


@runtime_checkable
class LearningReader(ReportReader, Protocol):
    """Reads a dossier's reports better after it has seen them all, and what people judged in them."""

    def study(self, reports: Iterable[Report]) -> None:
        """Learn a dossier's vocabulary from its reports."""
        ...

    def learn(self, facts: Sequence[Fact], reports: Iterable[Report]) -> None:
        """Learn from what people judged; replaces what was learned before."""
        ...
