"""The nouns of a negotiation, frozen. Imports only errors.

One word per thing, in code, tables and pages: see STYLE in ARCHITECTURE.md.
All offsets are half-open and count Unicode code points of a report's body.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

AUTHOR = "author"
"""The reporter's own words: nobody else is named as saying it."""
ANONYMOUS = "anonymous"
"""An unnamed source ("government circles", "an insider")."""
OTHER = "other"
"""A named person or body that the dossier does not know."""
WITHOUT = "without"
"""The option that one of several options does not hold."""
VOICES = (AUTHOR, ANONYMOUS, OTHER)
"""Speaker ids that no party or actor may take."""


_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def content_id(*parts: object) -> str:
    """A 16-digit hex id made from content alone, the same on every machine.

    Hashes a JSON list, not a joined string: separators occur inside values too.

    >>> content_id("a", "b c") == content_id("a b", "c")
    False
    """
    raw = _AS_JSON(parts)
    return hashlib.sha256(raw.encode("utf-8")).hexdigest()[:16]


class Stance(StrEnum):
    """What a position does with an option."""

    SUPPORTS = "supports"
    """Wants, demands, proposes, offers, announces."""
    ACCEPTS = "accepts"
    """Is ready to, could live with, concedes."""
    REJECTS = "rejects"
    """Refuses, rules out, calls unacceptable."""

    @property
    def is_for(self) -> bool:
        """Supporting and accepting are on one side, rejecting on the other."""
        return self is not Stance.REJECTS


class StatementKind(StrEnum):
    """How a report passes words on (the kinds of the German news quotation dataset)."""

    DIRECT = "Direct"
    INDIRECT = "Indirect"
    REPORTED = "Reported"
    FREE_INDIRECT = "FreeIndirect"
    INDIRECT_FREE_INDIRECT = "IndirectFreeIndirect"


@dataclass(frozen=True, slots=True)
class Party:
    """A side at the table. Names, aliases and adjectives are keyed by language.

    members   ids of the parties that make it up, where it is a body of parties: what it says counts for each.
    at_table  False for an observer, whose positions are shown apart and count for no deal.
    """

    id: str
    names: dict[str, str]
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    adjectives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    at_table: bool = True

    def label(self, language: str = "en") -> str:
        """The name in `language`, else in any language, else the id."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)


@dataclass(frozen=True, slots=True)
class Office:
    """For whom an actor speaks, and when.

    party       the party spoken for; None for nobody's voice in that time.
    start, end  first and last day, both counting; None where it has none.
    """

    party: str | None
    roles: dict[str, str] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None

    def holds(self, day: date | None) -> bool:
        """Whether the office is held on a day; an unknown day may be any."""
        if day is None:
            return True
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or body that speaks; `party` is None for an outside voice.

    party, roles  the first office's, or what holds without one.
    offices       all of them, where the actor speaks for several parties or changes with time.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    party: str | None = None
    roles: dict[str, str] = field(default_factory=dict)
    offices: tuple[Office, ...] = ()

    def held(self, day: date | None = None) -> tuple[Office, ...]:
        """The offices on a day, the first listed first."""
        return tuple(one for one in self.offices or (Office(self.party, self.roles),) if one.holds(day))

    def parties(self, day: date | None = None) -> tuple[str, ...]:
        """The parties spoken for on a day; all there ever were where the day is unknown."""
        return tuple(dict.fromkeys(one.party for one in self.held(day) if one.party is not None))

    def on(self, day: date | None) -> Actor:
        """The actor as of a day: `party` and `roles` are those of the first office held then.

        On an unknown day, as it is: with the office held last.
        """
        if not self.offices or day is None:
            return self
        held = self.held(day)
        first = held[0] if held else Office(None)
        return replace(self, party=first.party, roles=first.roles or self.roles)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle an issue; `value` is its figure where it has one."""

    id: str
    names: dict[str, str]
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    value: float | None = None

    def label(self, language: str = "en") -> str:
        """The name in `language`, else in any language, else the id."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)


@dataclass(frozen=True, slots=True)
class Issue:
    """A question on the table and the options that would settle it, in order if `ordered`.

    several     more than one option may hold at once; else they exclude each other.
    unit        what the options' values count: 'EUR', 'percent', 'months'; 'date' for deadlines, whose
                values are day numbers (`date.toordinal`).
    more_for    ids of the parties for which a higher value, or a later day, is better; less_for: a lower.
    """

    id: str
    names: dict[str, str]
    options: tuple[Option, ...]
    terms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ordered: bool = False
    several: bool = False
    unit: str = ""
    more_for: tuple[str, ...] = ()
    less_for: tuple[str, ...] = ()

    def label(self, language: str = "en") -> str:
        """The name in `language`, else in any language, else the id."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)

    @property
    def line(self) -> tuple[str, ...]:
        """The options along a line: by value where each has one, else as listed if `ordered`, else none."""
        if len(self.options) > 1 and all(option.value is not None for option in self.options):
            return tuple(option.id for option in sorted(self.options, key=lambda one: one.value or 0.0))
        return tuple(option.id for option in self.options) if self.ordered else ()

    def parts(self) -> tuple[Issue, ...]:
        """Itself; where several options can hold, one question for each: with it, or without it."""
        if not self.several:
            return (self,)
        return tuple(self.part(option) for option in self.options)

    def part(self, option: Option) -> Issue:
        """The question whether one of several options holds, or not. Its id is 'issue/option'."""
        codes = dict.fromkeys((*self.names, *option.names))
        names = {code: f"{self.label(code)} – {option.label(code)}" for code in codes}
        without = {"de": f"ohne {option.label('de')}", "en": f"without {option.label('en')}"}
        return Issue(f"{self.id}/{option.id}", names, (option, Option(WITHOUT, without)))

    def leaning(self, party: str) -> int:
        """1 where more is better for a party, -1 where less is, 0 where nobody says."""
        return (party in self.more_for) - (party in self.less_for)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Options put forward together. `by` is a party or an actor; `terms` maps issue to option.

    also  further options of issues whose options can hold together, as (issue, option).
    """

    id: str
    name: str
    by: str | None
    date: date | None
    terms: dict[str, str]
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One option per issue; issues may be left open."""

    terms: dict[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """One text from one outlet, as read. `id` is the file's stem, `text` the body after the front matter."""

    id: str
    text: str
    outlet: str = ""
    published: date | None = None
    language: str = ""
    title: str = ""
    author: str = ""
    url: str = ""
    path: str = ""

    @property
    def digest(self) -> str:
        """Content id of everything a reader or a ledger could depend on (the path is not)."""
        return content_id(
            self.id, self.text, self.outlet, self.published, self.language, self.title, self.author, self.url
        )


CONTEXT = 32
"""Characters of context kept on either side of a quote, as W3C text-quote selectors do."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words and where they stand: the W3C text-quote and text-position selectors in one."""

    exact: str
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Quote:
        """The quote `text[start:end]` with its context.

        Raises ValueError unless 0 <= start < end <= len(text).
        """
        if not 0 <= start < end <= len(text):
            raise ValueError(f"span {start}:{end} is empty or outside a text of {len(text)} characters")
        return cls(
            exact=text[start:end],
            start=start,
            end=end,
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
        )


Span = tuple[int, int]
"""Half-open (start, end) in characters of the report's body."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Who says what, where.

    quote         one or more spans: a quote may be interrupted by its frame.
    speaker       an actor id, a party id, or one of VOICES.
    speaker_name  the words that name the speaker, as written; empty where nobody is named.
    kind          how the report passes it on.
    stance        what the statement does with a course of action, or None.
    said_on       the day it was said, as far as the report tells; `said_on_precision` is
                  'day', 'week', 'month', 'report' (only the report's own date is known).
    origin        the engine or person that found it.
    confidence    0..1, how sure that engine is.
    """

    report: str
    quote: tuple[Span, ...]
    speaker: str
    kind: StatementKind
    origin: str
    speaker_name: str = ""
    speaker_span: Span | None = None
    cue: tuple[Span, ...] = ()
    addressee: Span | None = None
    stance: Stance | None = None
    firm: bool = False
    conditional: bool = False
    said_on: date | None = None
    said_on_precision: str = "report"
    confidence: float = 1.0

    @property
    def id(self) -> str:
        """Content id: the same statement read again has the same id."""
        return content_id("statement", self.report, self.quote, self.speaker, self.kind, self.origin)

    @property
    def start(self) -> int:
        """First character of the first quoted span."""
        return self.quote[0][0]

    @property
    def end(self) -> int:
        """End of the last quoted span."""
        return self.quote[-1][1]


class Tie(StrEnum):
    """How a position is tied to something else."""

    IF = "if"
    """An offer: X, if Y."""
    EXCEPT = "except"
    """An exception: X, but not where Y."""
    OR_ELSE = "or else"
    """A threat: X, or else Y. It says nothing against X where Y is not."""


class Modality(StrEnum):
    """How a position is said to be held."""

    CURRENT = "current"
    PAST = "past"
    """Held once: 'had long demanded'. It does not stand today."""
    DENIED = "denied"
    """The side denies holding it. A denial of consent is no refusal."""
    ALLEGED = "alleged"
    """Others allege it and vouch for nothing: 'is said to', 'allegedly'."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a position is tied to, an option of the dossier or words; `tie` says how."""

    issue: str | None = None
    option: str | None = None
    text: str = ""
    tie: Tie = Tie.IF

    def __post_init__(self) -> None:
        if (self.issue is None) != (self.option is None):
            raise ValueError("a condition names both issue and option, or neither")
        if self.issue is None and not self.text.strip():
            raise ValueError("a condition needs an option or a text")

    @property
    def in_dossier(self) -> bool:
        """Whether it names an option of the dossier."""
        return self.issue is not None


@dataclass(frozen=True, slots=True)
class StatedPosition:
    """A party's stance on an option, with the words that say so.

    speaker   who says it; holder   the party whose position it is. They are two:
    an expert, a rival or the reporter may state another side's position.
    condition the first condition; `further` holds more of them, exceptions and threats.
    modality  whether it is held now, was held once, is denied or alleged.
    """

    report: str
    quote: Quote
    speaker: str
    holder: str
    issue: str
    option: str
    stance: Stance
    origin: str
    firm: bool = False
    condition: Condition | None = None
    speaker_name: str = ""
    statement: str | None = None
    said_on: date | None = None
    said_on_precision: str = "report"
    confidence: float = 1.0
    further: tuple[Condition, ...] = ()
    modality: Modality = Modality.CURRENT

    @property
    def ties(self) -> tuple[Condition, ...]:
        """Everything it is tied to: conditions, exceptions, threats."""
        return (*((self.condition,) if self.condition else ()), *self.further)

    @property
    def id(self) -> str:
        """Content id: the same position read again has the same id."""
        condition = self.condition
        # What came with the richer dossier format takes part only where it is used: old ids stay.
        further = [(one.tie, one.issue, one.option, one.text) for one in self.further]
        more: tuple[object, ...] = (further,) if further else ()
        if self.modality is not Modality.CURRENT:
            more = (further, self.modality)
        return content_id(
            "position",
            self.report,
            self.quote.start,
            self.quote.end,
            self.quote.exact,
            self.speaker,
            self.holder,
            self.issue,
            self.option,
            self.stance,
            self.firm,
            (condition.issue, condition.option, condition.text) if condition else None,
            self.origin,
            *more,
        )

    @property
    def is_red_line(self) -> bool:
        """A red line is a firm rejection."""
        return self.firm and self.stance is Stance.REJECTS


class Decision(StrEnum):
    """What a person decides about a machine's suggestion. Unsure is not 'not yet judged'."""

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"
    """An earlier judgement was taken back and there was none before it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about one stated position; superseded, never overwritten.

    position     id of the stated position it is about.
    by           who judged; for the dossier's own threshold, that threshold.
    corrected    the position as the person would have it; with ACCEPT, one that the person added.
    at           the moment, UTC without zone; None before it is recorded.
    version      1, 2, 3 … in this person's succession of judgements on the position; 0 before it is recorded.
    act          everything done in one go has one act, and is undone by it.
    undoes       the act that this one took back, or "".
    adjudicates  settles a disagreement: it outranks the annotators' judgements.
    automatic    made by the dossier's `auto_accept`, not by a person.
    """

    position: str
    decision: Decision
    by: str
    note: str = ""
    corrected: StatedPosition | None = None
    at: datetime | None = None
    version: int = 0
    act: str = ""
    undoes: str = ""
    adjudicates: bool = False
    automatic: bool = False

    @property
    def lane(self) -> str:
        """Whose succession of judgements it belongs to: annotators' stand side by side."""
        if self.adjudicates:
            return "adjudication"
        return "automatic" if self.automatic else f"by:{self.by}"


class Status(StrEnum):
    """Where a stated position stands with its judges."""

    SUGGESTED = "suggested"
    """A machine's suggestion that nobody judged."""
    ACCEPTED = "accepted"
    """A person accepted it, corrected it to this, or added it."""
    AUTOMATIC = "automatic"
    """Accepted by the dossier's `auto_accept`, by no person."""
    UNSURE = "unsure"
    DISPUTED = "disputed"
    """Annotators disagree and nobody adjudicated."""
    REJECTED = "rejected"
    CORRECTED = "corrected"
    """A person's correction stands in its place."""

    @property
    def counts(self) -> bool:
        """Whether it takes part in what stands."""
        return self not in (Status.REJECTED, Status.CORRECTED)

    @property
    def is_data(self) -> bool:
        """Whether it is more than a suggestion."""
        return self in (Status.ACCEPTED, Status.AUTOMATIC)
