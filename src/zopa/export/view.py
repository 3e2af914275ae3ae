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
from zopa.errors import UnknownName
from zopa.export.labels import Labels, labels
from zopa.export.passages import Excerpt, excerpt
from zopa.pipeline import Overview, affiliation
from zopa.positions import Standing
from zopa.vocabulary import (
    ANONYMOUS,
    AUTHOR,
    OTHER,
    Condition,
    Issue,
    Modality,
    Report,
    Stance,
    StatedPosition,
    Tie,
)

GLYPHS = {
    "supports": "+",
    "accepts": "○",
    "rejects": "−",
    "redline": "✕",
    "condition": "◐",
    "contested": "⇄",
    "second-hand": "”",
    "alleged": "≈",
    "joint": "&",
    "except": "∖",
    "threat": "!",
    "inferred": "∴",
    "past": "←",
    "denied": "¬",
    "reprints": "=",
    "unknown": "?",
}
"""A sign for every stance and mark: colour is never the only one."""

_WHY = {
    "own word": "why_own_word",
    "joint": "why_joint",
    "second-hand": "why_second_hand",
    "alleged": "why_alleged",
}
_MODALITIES = {Modality.PAST: "past", Modality.DENIED: "denied", Modality.ALLEGED: "alleged"}


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
    reprint_of: str
    """The outlet whose story the report is a reprint of; empty where it is its own."""
    modality: str = ""


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
        """How many stated positions speak to it, on either side, listed here or not."""
        return len(self.evidence) + len(self.dissent) + sum(self.standing.unlisted)


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A party on an issue. `anchor` is unique on the page and safe in an address.

    background  passages that do not stand: held once, or denied.
    """

    party: str
    issue: str
    party_label: str
    issue_label: str
    anchor: str
    standings: tuple[Shown, ...] = ()
    background: tuple[Passage, ...] = ()

    @property
    def unknown(self) -> bool:
        """Nobody said anything that stands."""
        return not self.standings

    @property
    def count(self) -> int:
        """How many stated positions the cell rests on."""
        return sum(shown.count for shown in self.standings)


class Names:
    """What things are called in one language: sides, stances, speakers, marks."""

    def __init__(self, dossier: Dossier, words: Labels) -> None:
        self.dossier = dossier
        self.words = words
        self._affiliation = affiliation(dossier)

    def party(self, party: str) -> str:
        """A party's name, or its id where the dossier has none."""
        found = self.dossier.parties.get(party)
        return found.label(self.words.language) if found else party

    def issue(self, issue: str) -> str:
        """An issue's name."""
        found = self._issue(issue)
        return found.label(self.words.language) if found else issue

    def _issue(self, issue: str) -> Issue | None:
        """An issue of the dossier; None where there is none."""
        return self.dossier.issues.get(issue)

    def option(self, issue: str, option: str) -> str:
        """An option's name."""
        found = self._issue(issue)
        named = found.option(option) if found else None
        return named.label(self.words.language) if named else option

    def condition(self, condition: Condition | None) -> str:
        """What a position is tied to, in words; empty without a condition."""
        if condition is None:
            return ""
        if condition.issue is None or condition.option is None:
            return self.words.quoted(condition.text)
        if condition.tie is not Tie.IF:
            return self.option(condition.issue, condition.option)
        return f"{self.option(condition.issue, condition.option)} ({self.issue(condition.issue)})"

    def tied(self, tie: str, condition: Condition | None) -> str:
        """'if …', 'unless …' by the label `tie`; a condition in a report's own words is only quoted."""
        if condition is None:
            return ""
        if condition.tie is not Tie.IF:
            said = self.condition(condition)
            if condition.tie is Tie.EXCEPT:
                return self.words("except" if condition.in_dossier else "exception", condition=said)
            return self.words("or_else" if condition.in_dossier else "threat", condition=said)
        return self.words(tie if condition.in_dossier else "tied", condition=self.condition(condition))

    def ties(self, stated: StatedPosition) -> str:
        """Everything a stated position is tied to, in words."""
        tie = "if" if stated.stance.is_for else "unless"
        return ", ".join(self.tied(tie, one) for one in stated.ties)

    def speaker(self, position: StatedPosition) -> Speaker:
        """Who says a passage."""
        words, speaker = self.words, position.speaker
        day = position.said_on
        side = self.dossier.party_of(speaker, day)
        note = ""
        if speaker in (AUTHOR, ANONYMOUS, OTHER):
            name = position.speaker_name if speaker == OTHER and position.speaker_name else words(speaker)
            note = position.speaker_name if speaker == ANONYMOUS else ""
        elif speaker in self.dossier.actors:
            actor = self.dossier.actors[speaker].on(day)
            name = actor.name
            role = actor.roles.get(words.language) or next(iter(actor.roles.values()), "")
            note = ", ".join(part for part in (role, self.party(side) if side else words("no_side")) if part)
        else:
            name = self.party(speaker)
        own = self._affiliation.is_own(position)
        relation = words("own_voice" if own else "about", holder=self.party(position.holder))
        return Speaker(name, note, relation, own)

    def stance(self, stance: Stance, firm: bool) -> str:
        """The word for a stance."""
        if stance is Stance.REJECTS and firm:
            return self.words("redline")
        return self.words("insists" if firm and stance is Stance.SUPPORTS else str(stance))

    def day(self, position: StatedPosition) -> str:
        """When it was said, as far as the position itself tells."""
        return self.words.short_day(position.said_on)

    def marks(self, standing: Standing) -> Iterable[Mark]:
        """The remarks on a standing."""
        words = self.words
        tie = "if" if standing.stance.is_for else "unless"
        kinds = {Tie.IF: "condition", Tie.EXCEPT: "except", Tie.OR_ELSE: "threat"}
        for one in standing.ties:
            yield Mark("condition", GLYPHS[kinds[one.tie]], self.tied(tie, one))
        if standing.through is not None:
            yield Mark("joint", GLYPHS["joint"], words("joint", body=self.party(standing.through)))
        if standing.contested:
            yield Mark("contested", GLYPHS["contested"], words("contested"))
        if standing.alleged:
            yield Mark("alleged", GLYPHS["alleged"], words("alleged"))
        elif standing.second_hand:
            yield Mark("second-hand", GLYPHS["second-hand"], words("second_hand"))
        if standing.inferred:
            yield Mark("inferred", GLYPHS["inferred"], words("inferred"))

    def why(self, standing: Standing) -> str:
        """The rule that decided, in the page's language: the standing's own `reason` is English only."""
        words = self.words
        if standing.inferred:
            ground = standing.inferred_from
            if ground is None:
                return words("why_inferred")
            return words("why_direction", option=words.quoted(self.option(standing.issue, ground)))
        parts = [words(_WHY[rule]) for rule in standing.rules[:1]]
        if standing.evidence:
            first = standing.evidence[0]
            parts.append(words("why_decisive", who=self.speaker(first).name, day=self.day(first)))
        text = ": ".join(parts)
        if standing.through is not None:
            text += f" ({words('joint', body=self.party(standing.through))})"
        if "contested" in standing.rules:
            text += f"; {words('why_others_disagree' if standing.second_hand else 'why_contested')}"
        if "still firm" in standing.rules:
            text += f"; {words('why_still_firm')}"
        if "outranked" in standing.rules:
            text += f"; {words('why_outranked')}"
        return text


class View(Names):
    """An answer in one language, with every passage numbered.

    Passages are numbered by the date of their report, then by their place in it, so that [7] on
    a printout is the seventh highlight a reader meets in the reports below.
    """

    def __init__(self, answer: Overview, language: str | None = None) -> None:
        self.answer = answer
        super().__init__(answer.dossier, labels(language, *answer.dossier.languages))
        self.reports: tuple[Report, ...] = tuple(
            sorted(answer.reports.values(), key=lambda one: (one.published or date.min, one.id))
        )
        self._order = {report.id: place for place, report in enumerate(self.reports)}
        self._texts: Mapping[str, str] = {report.id: report.text for report in self.reports}
        shown = {
            position.id: position
            for cell in answer.matrix.cells.values()
            for position in (
                *(p for standing in cell.standings for p in (*standing.evidence, *standing.dissent)),
                *cell.background,
            )
        }
        self.passages: dict[str, Passage] = {
            position.id: self._passage(number, position)
            for number, position in enumerate(sorted(shown.values(), key=self._place), start=1)
        }
        self.cells: tuple[tuple[ShownCell, ...], ...] = tuple(
            tuple(self._cell(p, i) for i in range(len(answer.matrix.issues)))
            for p in range(len(answer.matrix.parties))
        )
        """Row by row: cells[party][issue], in the dossier's order; observers come last."""

    @property
    def sides(self) -> tuple[int, ...]:
        """The rows of the sides at the table."""
        return tuple(row for row, party in enumerate(self.answer.matrix.parties) if party.at_table)

    @property
    def observers(self) -> tuple[int, ...]:
        """The rows of observers somebody spoke for: they are shown apart."""
        return tuple(
            row
            for row, party in enumerate(self.answer.matrix.parties)
            if not party.at_table and any(not cell.unknown for cell in self.cells[row])
        )

    def day(self, position: StatedPosition) -> str:
        """When it was said: the day of a statement that has one, else its report's."""
        report = self.answer.reports.get(position.report)
        exact = position.said_on and position.said_on_precision == "day"
        return self.words.short_day(position.said_on if exact or not report else report.published)

    def marks(self, standing: Standing) -> Iterable[Mark]:
        """The remarks on a standing, and whether what it rests on was reprinted."""
        yield from super().marks(standing)
        if (printed := self.answer.spread(standing.evidence)).reprinted:
            yield Mark("reprints", GLYPHS["reprints"], self.words.printed(printed.outlets, printed.origins))

    def _issue(self, issue: str) -> Issue | None:
        """An issue, or the part of one whose options can hold together; None where there is none."""
        found = super()._issue(issue)
        if found is not None:
            return found
        try:
            return self.answer.matrix.issue(issue)
        except UnknownName:
            return None

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
            speaker=self.speaker(position),
            stance=self.stance(position.stance, position.firm),
            kind="redline" if position.is_red_line else str(position.stance),
            condition=self.ties(position),
            outlet=report.outlet if report else "",
            day=self.day(position),
            language=report.language if report else "",
            in_report=report is not None and found.found,
            modality=self.words(_MODALITIES[position.modality]) if position.modality in _MODALITIES else "",
            reprint_of=self._origin(position.report),
        )

    def _origin(self, name: str) -> str:
        """The outlet, else the id, of the report that a report is a reprint of; empty where of none."""
        first = self.answer.origins.get(name, name)
        if first == name:
            return ""
        report = self.answer.reports.get(first)
        return report.outlet or first if report else first

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
            background=tuple(self.passages[position.id] for position in _once(cell.background)),
        )

    def _shown(self, standing: Standing) -> Shown:
        # As the deals room counts it, so that the table and the verdicts never disagree.
        red_line = is_red_line(standing)
        kind = "redline" if red_line else str(standing.stance)
        return Shown(
            standing=standing,
            kind=kind,
            glyph=GLYPHS[kind],
            stance=self.stance(standing.stance, standing.firm or red_line),
            option=self.option(standing.issue, standing.option),
            marks=tuple(self.marks(standing)),
            evidence=tuple(self.passages[position.id] for position in _once(standing.evidence)),
            dissent=tuple(self.passages[position.id] for position in _once(standing.dissent)),
            why=self.why(standing),
        )


def _once(positions: Iterable[StatedPosition]) -> list[StatedPosition]:
    return list({position.id: position for position in positions}.values())
