"""An answer as it is shown, on whatever surface: numbered passages, cells with their marks.

    Overview ─▶ View ─▶ ( terminal · page )

Nothing is decided here; every word and mark restates what the positions room found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zopa.deals.acceptance import is_red_line
from zopa.dossier import Dossier
from zopa.export.labels import Labels, labels
from zopa.export.passages import Excerpt, excerpt
from zopa.pipeline import Overview
from zopa.positions import Standing
from zopa.vocabulary import ANONYMOUS, AUTHOR, OTHER, Condition, Report, Stance, StatedPosition

GLYPHS = {
    "supports": "+",
    "accepts": "○",
    "rejects": "−",
    "redline": "✕",
    "condition": "◐",
    "contested": "⇄",
    "second-hand": "”",
    "inferred": "∴",
    "unknown": "?",
}
"""A sign for every stance and mark: colour is never the only one."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a passage: name, office and side, in the page's language.

    relation  'for Norland' or 'about Norland': whether he speaks for the holder.
    own       whether he is of the holder's side.
    """

    name: str
    note: str
    relation: str
    own: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A stated position with the words that say so, numbered through the whole page."""

    number: int
    position: StatedPosition
    excerpt: Excerpt
    speaker: Speaker
    stance: str
    kind: str
    condition: str
    outlet: str
    day: str
    language: str
    in_report: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A remark on a standing: what kind, its sign, its words."""

    kind: str
    glyph: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing as it is shown. `kind` is supports, accepts, rejects or redline."""

    standing: Standing
    kind: str
    glyph: str
    stance: str
    option: str
    marks: tuple[Mark, ...]
    evidence: tuple[Passage, ...]
    dissent: tuple[Passage, ...]
    why: str

    @property
    def count(self) -> int:
        """How many stated positions speak to it, on either side."""
        return len(self.evidence) + len(self.dissent)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A party on an issue. `anchor` is unique on the page and safe in an address."""

    party: str
    issue: str
    party_label: str
    issue_label: str
    anchor: str
    standings: tuple[Shown, ...] = ()

    @property
    def unknown(self) -> bool:
        """Nobody said anything."""
        return not self.standings

    @property
    def count(self) -> int:
        """How many stated positions the cell rests on."""
        return sum(shown.count for shown in self.standings)


class View:
    """An answer in one language, with every passage numbered.

    Passages are numbered by the date of their report, then by their place in it, so that [7] on
    a printout is the seventh highlight a reader meets in the reports below.
    """

    def __init__(self, answer: Overview, language: str | None = None) -> None:
        self.answer = answer
        self.dossier: Dossier = answer.dossier
        self.words: Labels = labels(language, *answer.dossier.languages)
        self.reports: tuple[Report, ...] = tuple(
            sorted(answer.reports.values(), key=lambda one: (one.published or date.min, one.id))
        )
        self._order = {report.id: place for place, report in enumerate(self.reports)}
        self._texts: Mapping[str, str] = {report.id: report.text for report in self.reports}
        shown = {
            position.id: position
            for cell in answer.matrix
            for standing in cell.standings
            for position in (*standing.evidence, *standing.dissent)
        }
        self.passages: dict[str, Passage] = {
            position.id: self._passage(number, position)
            for number, position in enumerate(sorted(shown.values(), key=self._place), start=1)
        }
        self.cells: tuple[tuple[ShownCell, ...], ...] = tuple(
            tuple(self._cell(p, i) for i in range(len(answer.matrix.issues)))
            for p in range(len(answer.matrix.parties))
        )
        """Row by row: cells[party][issue], in the dossier's order."""

    # ------------------------------------------------------------------ names

    def party(self, party: str) -> str:
        """A party's name, or its id where the dossier has none."""
        found = self.dossier.parties.get(party)
        return found.label(self.words.language) if found else party

    def issue(self, issue: str) -> str:
        """An issue's name."""
        found = self.dossier.issues.get(issue)
        return found.label(self.words.language) if found else issue

    def option(self, issue: str, option: str) -> str:
        """An option's name."""
        found = self.dossier.issues.get(issue)
        named = found.option(option) if found else None
        return named.label(self.words.language) if named else option

    def condition(self, condition: Condition | None) -> str:
        """What a position is tied to, in words; empty without a condition."""
        if condition is None:
            return ""
        if condition.issue is None or condition.option is None:
            return self.words.quoted(condition.text)
        return f"{self.option(condition.issue, condition.option)} ({self.issue(condition.issue)})"

    def tied(self, tie: str, condition: Condition | None) -> str:
        """'if …', 'unless …' by the label `tie`; a condition in a report's own words is only quoted."""
        if condition is None:
            return ""
        return self.words(tie if condition.in_dossier else "tied", condition=self.condition(condition))

    def cell(self, party: str, issue: str) -> ShownCell | None:
        """The cell of a party and an issue, or None where the table lacks it."""
        return next((c for row in self.cells for c in row if (c.party, c.issue) == (party, issue)), None)

    # ------------------------------------------------------------------ numbers for the head

    @property
    def outlets(self) -> int:
        """How many different outlets the reports come from."""
        return len({report.outlet for report in self.reports if report.outlet})

    @property
    def as_of(self) -> str:
        """The as-of line."""
        if self.answer.as_of is not None:
            return self.words("as_of", day=self.words.day(self.answer.as_of))
        days = [report.published for report in self.reports if report.published]
        if not days:
            return self.words("as_of_undated")
        return self.words("as_of_all", day=self.words.day(max(days)))

    @property
    def judged(self) -> str:
        """How much of the table a person has judged, in one sentence."""
        standings = [standing for cell in self.answer.matrix for standing in cell.standings]
        open_ones = sum(standing.suggested for standing in standings)
        if not standings:
            return self.words("no_positions")
        if open_ones == len(standings):
            return self.words("all_suggested")
        if open_ones:
            return self.words("some_suggested", n=open_ones, total=len(standings))
        return self.words("none_suggested")

    @property
    def some_judged(self) -> bool:
        """Whether a person has judged anything; only then is it worth a mark."""
        return any(not standing.suggested for cell in self.answer.matrix for standing in cell.standings)

    # ------------------------------------------------------------------ how it is made

    def _place(self, position: StatedPosition) -> tuple[int, str, int, int, str]:
        order = self._order.get(position.report, len(self._order))
        return order, position.report, position.quote.start, position.quote.end, position.id

    def _passage(self, number: int, position: StatedPosition) -> Passage:
        report = self.answer.reports.get(position.report)
        found = excerpt(self._texts.get(position.report), position.quote)
        return Passage(
            number=number,
            position=position,
            excerpt=found,
            speaker=self._speaker(position),
            stance=self._stance(position.stance, position.firm),
            kind="redline" if position.is_red_line else str(position.stance),
            condition=self.tied("if" if position.stance.is_for else "unless", position.condition),
            outlet=report.outlet if report else "",
            day=self.words.short_day(
                position.said_on
                if position.said_on and position.said_on_precision == "day"
                else (report.published if report else position.said_on)
            ),
            language=report.language if report else "",
            in_report=report is not None and found.found,
        )

    def _speaker(self, position: StatedPosition) -> Speaker:
        words, speaker = self.words, position.speaker
        side = self.dossier.party_of(speaker)
        note = ""
        if speaker in (AUTHOR, ANONYMOUS, OTHER):
            name = position.speaker_name if speaker == OTHER and position.speaker_name else words(speaker)
            note = position.speaker_name if speaker == ANONYMOUS else ""
        elif speaker in self.dossier.actors:
            actor = self.dossier.actors[speaker]
            name = actor.name
            role = actor.roles.get(words.language) or next(iter(actor.roles.values()), "")
            note = ", ".join(part for part in (role, self.party(side) if side else words("no_side")) if part)
        else:
            name = self.party(speaker)
        own = side == position.holder
        relation = words("own_voice" if own else "about", holder=self.party(position.holder))
        return Speaker(name, note, relation, own)

    def _stance(self, stance: Stance, firm: bool) -> str:
        if stance is Stance.REJECTS and firm:
            return self.words("redline")
        return self.words("insists" if firm and stance is Stance.SUPPORTS else str(stance))

    def _cell(self, row: int, column: int) -> ShownCell:
        party, issue = self.answer.matrix.parties[row], self.answer.matrix.issues[column]
        cell = self.answer.matrix.cell(party.id, issue.id)
        return ShownCell(
            party=party.id,
            issue=issue.id,
            party_label=party.label(self.words.language),
            issue_label=issue.label(self.words.language),
            anchor=f"c{row + 1}-{column + 1}",
            standings=tuple(self._shown(standing) for standing in cell.standings),
        )

    def _shown(self, standing: Standing) -> Shown:
        # As the deals room counts it, so that the table and the verdicts never disagree.
        red_line = is_red_line(standing)
        kind = "redline" if red_line else str(standing.stance)
        return Shown(
            standing=standing,
            kind=kind,
            glyph=GLYPHS[kind],
            stance=self._stance(standing.stance, standing.firm or red_line),
            option=self.option(standing.issue, standing.option),
            marks=tuple(self._marks(standing)),
            evidence=tuple(self.passages[position.id] for position in _once(standing.evidence)),
            dissent=tuple(self.passages[position.id] for position in _once(standing.dissent)),
            why=self._why(standing),
        )

    def _marks(self, standing: Standing) -> Iterable[Mark]:
        words = self.words
        if standing.condition is not None:
            tie = "if" if standing.stance.is_for else "unless"
            yield Mark("condition", GLYPHS["condition"], self.tied(tie, standing.condition))
        if standing.contested:
            yield Mark("contested", GLYPHS["contested"], words("contested"))
        if standing.second_hand:
            yield Mark("second-hand", GLYPHS["second-hand"], words("second_hand"))
        if standing.inferred:
            yield Mark("inferred", GLYPHS["inferred"], words("inferred"))

    def _why(self, standing: Standing) -> str:
        """The rule that decided, in the page's language: the standing's own `reason` is English only."""
        words = self.words
        if standing.inferred:
            return words("why_inferred")
        if standing.contested:
            return words("why_contested")
        text = words("why_second_hand" if standing.second_hand else "why_own")
        return f"{text}; {words('why_outranked')}" if standing.dissent else text


def _once(positions: Iterable[StatedPosition]) -> list[StatedPosition]:
    return list({position.id: position for position in positions}.values())
