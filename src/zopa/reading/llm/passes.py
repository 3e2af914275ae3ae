"""One report through the passes: find, look again, challenge; then back to its places in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from zopa.dossier import Dossier
from zopa.errors import SkipReport
from zopa.reading.llm import prompt as prompts
from zopa.reading.llm.anchoring import Anchor, Fit, anchor
from zopa.reading.llm.answers import (
    Finding,
    Items,
    Unusable,
    Verdict,
    findings,
    verdicts,
    with_known_ids,
)
from zopa.reading.llm.asking import Answered, Asker, Prompt
from zopa.reading.llm.codebook import Codebook, codebook
from zopa.reading.llm.windows import Window, windows
from zopa.vocabulary import Condition, Report, Span

T = TypeVar("T")

PASSES = 3
"""find, look again, challenge"""


class NoUse(SkipReport):
    """The model answered, twice, and neither answer can be used."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with its place in the report and what it stood.

    kept  whether the challenge let it stand: True, changed: False, not challenged: None.
    """

    finding: Finding
    span: Span
    fit: Fit
    condition: Condition | None
    kept: bool | None = None
    further: tuple[Condition, ...] = ()


@dataclass(slots=True)
class Coding:
    """What the passes made of one report, and what happened on the way (see the how-to page)."""

    placed: list[Placed] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def code(report: Report, dossier: Dossier, asker: Asker, passes: int = PASSES) -> Coding:
    """Code a report.

    passes   1 finds, 2 also looks again, 3 also challenges.
    Raises   SkipReport where the first pass gets no usable answer, or a pass no answer at all: the next
             run goes on there, since what was answered is kept. ModelError, BudgetExceeded.
             A later pass that gets no usable answer costs only what it would have added; it is counted.
    """
    coding = Coding()
    for window in windows(report.text):
        book = codebook(dossier, report.text[window.before[0] : window.after[1]])
        coding.placed += _Window(report, window, book, dossier, asker, coding.counts).code(passes)
    coding.placed = _once_each(coding.placed, coding.counts)
    return coding


class _Window:
    def __init__(
        self,
        report: Report,
        window: Window,
        book: Codebook,
        dossier: Dossier,
        asker: Asker,
        counts: Counter[str],
    ) -> None:
        self._report, self._window, self._book = report, window, book
        self._dossier, self._asker, self._counts = dossier, asker, counts

    def code(self, passes: int) -> list[Placed]:
        self._counts["windows"] += 1
        first, broken_off = self._found(prompts.find(self._report, self._window, self._book))
        placed = self._placed(first)
        # an answer that breaks off has certainly missed something
        if passes >= 2 or broken_off:
            asked = prompts.again(self._report, self._window, self._book, [one.finding for one in placed])
            try:
                missed, _ = self._found(asked)
            except NoUse:
                self._counts["passes_failed"] += 1
            else:
                added = self._placed(missed)
                self._counts["found_again"] += len(added)
                placed = sorted([*placed, *added], key=lambda one: one.span)
        placed = _once_each(placed, self._counts)
        if passes >= 3 and placed:
            placed = self._challenged(placed)
        return placed

    def _found(self, asked: Prompt) -> tuple[tuple[Finding, ...], bool]:
        items, cut_off = _asked(self._asker, asked, findings, self._counts)
        self._counts["malformed_items"] += items.malformed
        if items.broken_off or cut_off:
            self._counts["answers_cut_off"] += 1
        return items.used, items.broken_off or cut_off

    def _placed(self, found: tuple[Finding, ...]) -> list[Placed]:
        placed = []
        for finding in found:
            one = self._place(finding)
            if one is not None:
                placed.append(one)
        return placed

    def _place(self, finding: Finding, counts: Counter[str] | None = None) -> Placed | None:
        counts = self._counts if counts is None else counts
        known = with_known_ids(finding, self._book, self._dossier)
        if known is None:
            counts["unknown_ids_dropped"] += 1
            return None
        found: Anchor | None = anchor(self._report.text, known.quote, self._window.core)
        if found is None:
            counts["quotes_dropped"] += 1
            return None
        if not (self._window.core[0] <= found.span[0] < self._window.core[1]):
            # its own window codes it
            counts["quotes_outside"] += 1
            return None
        counts[f"quotes_{found.fit.value}"] += 1
        # later passes and the reader see the report's own words
        known = known.model_copy(update={"quote": self._report.text[slice(*found.span)]})
        condition = self._book.condition(known.condition) if known.condition else None
        further = tuple(self._book.condition(one.what, one.tie) for one in known.more)
        return Placed(known, found.span, found.fit, condition, further=further)

    def _challenged(self, placed: list[Placed]) -> list[Placed]:
        asked = prompts.challenge(self._report, self._window, self._book, [one.finding for one in placed])
        try:
            items, _ = _asked(self._asker, asked, verdicts, self._counts)
        except NoUse:
            self._counts["passes_failed"] += 1
            return placed
        by_number: dict[int, Verdict] = {one.number: one for one in items.used}
        standing = []
        for number, one in enumerate(placed, 1):
            verdict = by_number.get(number)
            if verdict is None:
                standing.append(one)
            elif verdict.verdict == "drop":
                self._counts["refuted"] += 1
            elif verdict.verdict == "change" and verdict.position is not None:
                # A change that can't be placed is no reason to lose what was found.
                changed = self._place(verdict.position, Counter())
                self._counts["changed"] += changed is not None
                standing.append(_with(changed, False) if changed else one)
            else:
                standing.append(_with(one, True))
        return standing


def _asked(
    asker: Asker, asked: Prompt, parse: Callable[[str], Items[T]], counts: Counter[str]
) -> tuple[Items[T], bool]:
    """The parsed answer, and whether it was cut off; asks once more after one that can't be used."""
    answered: Answered = asker.ask(asked)
    try:
        items = parse(answered.text)
    except Unusable as unusable:
        counts["asked_again"] += 1
        answered = asker.ask(prompts.repaired(asked, answered.text, str(unusable)))
        try:
            items = parse(answered.text)
        except Unusable as again:
            said = " ".join(answered.text.split())[:80]
            raise NoUse(
                f"the language model's answer can't be used: {again}" + (f" ('{said}')" if said else ""),
                remedy="Run again, or try another --model.",
            ) from again
    asker.keep(asked, answered)
    return items, answered.cut_off


def _with(one: Placed, kept: bool) -> Placed:
    return replace(one, kept=kept)


def _once_each(placed: list[Placed], counts: Counter[str]) -> list[Placed]:
    """The same position of the same words once."""
    seen: dict[tuple[object, ...], Placed] = {}
    for one in placed:
        finding = one.finding
        key = (one.span, finding.speaker, finding.holder, finding.option, finding.stance)
        counts["repeated"] += key in seen
        seen.setdefault(key, one)
    return list(seen.values())
