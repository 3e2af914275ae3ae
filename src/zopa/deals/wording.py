"""The sentences that answers are told in, in English and German. Facts come in, text goes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from zopa.positions import PositionMatrix, Standing
from zopa.vocabulary import Condition, Tie


class Told(Protocol):
    """What a sentence needs to know of an answer."""

    @property
    def party(self) -> str:
        """The party asked."""
        ...

    @property
    def issue(self) -> str:
        """The issue asked about."""
        ...

    @property
    def option(self) -> str:
        """The option asked about."""
        ...

    @property
    def contested(self) -> bool:
        """Whether the party's own words disagree."""
        ...

    @property
    def condition(self) -> Condition | None:
        """What its word is tied to."""
        ...

    @property
    def others(self) -> tuple[str, ...]:
        """Options spoken of instead."""
        ...

    @property
    def standings(self) -> tuple[Standing, ...]:
        """What it rests on."""
        ...


SENTENCES: dict[str, dict[str, str]] = {
    "SUPPORTS": {
        "en": "{party}: wants {option} ({issue}).",
        "de": "{party}: will {option} ({issue}).",
    },
    "ACCEPTS": {
        "en": "{party}: could live with {option} ({issue}).",
        "de": "{party}: könnte mit {option} leben ({issue}).",
    },
    "OWN_PROPOSAL": {
        "en": "{party}: put this package forward, nothing on record against {option} ({issue}).",
        "de": "{party}: hat das Paket vorgelegt, nichts spricht gegen {option} ({issue}).",
    },
    "CONDITION_MET": {
        "en": "{party}: yes to {option} ({issue}) if {condition}; this package contains that.",
        "de": "{party}: ja zu {option} ({issue}), falls {condition}; das Paket enthält das.",
    },
    "CONDITION_OPEN": {
        "en": "{party}: yes to {option} ({issue}) if {condition}; this package leaves that open.",
        "de": "{party}: ja zu {option} ({issue}), falls {condition}; das Paket lässt das offen.",
    },
    "CONDITION_WORDS": {
        "en": "{party}: yes to {option} ({issue}) on a condition: {condition}.",
        "de": "{party}: ja zu {option} ({issue}) unter einer Bedingung: {condition}.",
    },
    "CONDITION_BROKEN": {
        "en": "{party}: yes to {option} ({issue}) only if {condition}; this package settles that otherwise.",
        "de": "{party}: ja zu {option} ({issue}) nur, falls {condition}; das Paket regelt das anders.",
    },
    "REFUSES": {
        "en": "{party}: refuses {option} ({issue}).",
        "de": "{party}: lehnt {option} ab ({issue}).",
    },
    "REFUSES_UNLESS": {
        "en": "{party}: refuses {option} ({issue}) unless {condition}.",
        "de": "{party}: lehnt {option} ab ({issue}), solange nicht {condition}.",
    },
    "REFUSAL_LIFTED": {
        "en": "{party}: refused {option} ({issue}) unless {condition}; this package contains that, "
        "so the refusal falls away, but nobody said yes.",
        "de": "{party}: lehnte {option} ({issue}) ab, solange nicht {condition}; das Paket enthält das, "
        "die Ablehnung entfällt, aber niemand hat zugesagt.",
    },
    "RED_LINE": {
        "en": "{option} ({issue}) is a red line for {party}.",
        "de": "{option} ({issue}) ist eine rote Linie für {party}.",
    },
    "CONTESTED": {
        "en": "{party}: two voices on {option} ({issue}), statements disagree.",
        "de": "{party}: zwei Stimmen zu {option} ({issue}), die Aussagen widersprechen sich.",
    },
    "INSISTS_ON_OTHER": {
        "en": "{party}: nothing on record on {option} ({issue}), but insists on {others} instead.",
        "de": "{party}: nichts bekannt zu {option} ({issue}), besteht aber auf {others}.",
    },
    "WANTS_OTHER": {
        "en": "{party}: nothing on record on {option} ({issue}), but wants {others} instead.",
        "de": "{party}: nichts bekannt zu {option} ({issue}), will stattdessen {others}.",
    },
    "LIVES_WITH_OTHER": {
        "en": "{party}: nothing on record on {option} ({issue}), but could live with {others}.",
        "de": "{party}: nichts bekannt zu {option} ({issue}), könnte mit {others} leben.",
    },
    "REFUSES_OTHER": {
        "en": "{party}: nothing on record on {option} ({issue}), but refuses {others}.",
        "de": "{party}: nichts bekannt zu {option} ({issue}), lehnt {others} ab.",
    },
    "SILENT": {
        "en": "{party}: nothing on record on {option} ({issue}).",
        "de": "{party}: nichts bekannt zu {option} ({issue}).",
    },
}
_SECOND_HAND = {
    "en": " Second-hand: nobody of its side says so.",
    "de": " Aus zweiter Hand: niemand von dieser Seite sagt es selbst.",
}
_AND = {"en": " and ", "de": " und "}
_NOT = {"en": "not ", "de": "nicht "}
_QUOTES = {"en": "“{}”", "de": "„{}“"}


def sentence(ground: str, told: Told, matrix: PositionMatrix, language: str = "en") -> str:
    """One sentence for an answer. `language` is 'en' or 'de'; any other falls back to 'en'."""
    language = language if language in _AND else "en"
    issue = matrix.issue(told.issue)
    text = SENTENCES[ground][language].format(
        party=matrix.party(told.party).label(language),
        issue=issue.label(language),
        option=option_label(matrix, told.issue, told.option, language),
        others=listed((option_label(matrix, told.issue, one, language) for one in told.others), language),
        condition=condition_label(matrix, told.condition, language),
    )
    if told.standings and all(standing.second_hand for standing in told.standings):
        text += _SECOND_HAND[language]
    return text


def blocked_by(blocking: Sequence[Told], matrix: PositionMatrix, language: str = "en") -> str:
    """'Blocked by Russia (foreign troops and assets).' `blocking` are the refusals."""
    who = _who_on_what(blocking, matrix, language)
    return f"{'Blockiert durch' if language == 'de' else 'Blocked by'} {who}."


def _who_on_what(answers: Sequence[Told], matrix: PositionMatrix, language: str) -> str:
    """'Russia (foreign troops and assets) and Europeans (assets)'."""
    parts = []
    for party in dict.fromkeys(told.party for told in answers):
        issues = dict.fromkeys(told.issue for told in answers if told.party == party)
        label = listed((matrix.issue(one).label(language) for one in issues), language)
        parts.append(f"{matrix.party(party).label(language)} ({label})")
    return listed(parts, language)


def open_or_unknown(
    answers: Sequence[Told], verdict: str, matrix: PositionMatrix, language: str = "en"
) -> str:
    """What to say of a package nobody refuses."""
    if verdict == "open":
        tied = dict.fromkeys(told.party for told in answers if told.condition is not None)
        names = listed((matrix.party(one).label(language) for one in tied), language)
        if not tied:
            return "Alle stimmen jedem Punkt zu." if language == "de" else "Everybody accepts every term."
        if language == "de":
            return f"Niemand lehnt ab und alle haben sich geäußert; {names} unter Bedingungen."
        return f"Nobody refuses and everybody has spoken; {names} on conditions."
    torn = [told for told in answers if told.contested]
    if torn:
        # some of its words may refuse, so "nobody refuses" would say too much
        who = _who_on_what(torn, matrix, language)
        if language == "de":
            return f"Niemand lehnt klar ab, aber nicht alle stimmen zu; widersprüchlich: {who}."
        return f"Nobody clearly refuses, but not everybody agrees; contradictory: {who}."
    if language == "de":
        return "Niemand lehnt ab, aber nicht alle haben sich geäußert: Schweigen ist keine Zustimmung."
    return "Nobody refuses, but not everybody has spoken: silence is not consent."


def option_label(matrix: PositionMatrix, issue: str, option: str, language: str) -> str:
    """The option's name in quotation marks, or its id where the matrix has none."""
    found = matrix.issue(issue).option(option)
    return _QUOTES[language if language in _QUOTES else "en"].format(
        found.label(language) if found else option
    )


def condition_label(matrix: PositionMatrix, condition: Condition | None, language: str) -> str:
    """A condition in words."""
    if condition is None:
        return ""
    denial = (_NOT.get(language, _NOT["en"])) if condition.tie is Tie.EXCEPT else ""
    if condition.issue is None or condition.option is None:
        return denial + _QUOTES[language if language in _QUOTES else "en"].format(condition.text)
    label = option_label(matrix, condition.issue, condition.option, language)
    return f"{denial}{label} ({matrix.issue(condition.issue).label(language)})"


def listed(items: Iterable[str], language: str = "en") -> str:
    """'a, b and c'."""
    names = list(items)
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + _AND.get(language, _AND["en"]) + names[-1]


class Claimed(Protocol):
    """What a sentence needs to know of a claim."""

    @property
    def party(self) -> str:
        """Whose claim it is."""
        ...

    @property
    def issue(self) -> str:
        """The issue it is about."""
        ...

    @property
    def options(self) -> tuple[str, ...]:
        """The options it speaks of."""
        ...

    @property
    def requires(self) -> tuple[str, str] | None:
        """The issue and option it is tied to."""
        ...

    @property
    def excludes(self) -> bool:
        """Whether it is tied to that option not being chosen."""
        ...

    @property
    def second_hand(self) -> bool:
        """Whether nobody of the party says so itself."""
        ...


_CLAIMS: dict[str, dict[str, str]] = {
    "RED_LINE": {
        "en": "{party}: {options} ({issue}) is a red line{unless}",
        "de": "{party}: {options} ({issue}) ist eine rote Linie{unless}",
    },
    "REFUSAL": {
        "en": "{party}: refuses {options} ({issue}){unless}",
        "de": "{party}: lehnt {options} ab ({issue}){unless}",
    },
    "INSISTENCE": {
        "en": "{party}: insists on {options} ({issue})",
        "de": "{party}: besteht auf {options} ({issue})",
    },
    "DEMAND": {"en": "{party}: wants {options} ({issue})", "de": "{party}: will {options} ({issue})"},
    "CONDITION": {
        "en": "{party}: {options} ({issue}) only with {required}",
        "de": "{party}: {options} ({issue}) nur mit {required}",
    },
}
_MOVES: dict[str, dict[str, str]] = {
    "RED_LINE": {
        "en": "{party}: give up the red line against {options}",
        "de": "{party}: rote Linie gegen {options} aufgeben",
    },
    "REFUSAL": {
        "en": "{party}: stop refusing {options}",
        "de": "{party}: {options} nicht länger ablehnen",
    },
    "INSISTENCE": {
        "en": "{party}: stop insisting on {options}",
        "de": "{party}: nicht länger auf {options} bestehen",
    },
    "DEMAND": {"en": "{party}: do without {options}", "de": "{party}: auf {options} verzichten"},
    "CONDITION": {
        "en": "{party}: drop the condition {required} for {options}",
        "de": "{party}: Bedingung {required} für {options} fallen lassen",
    },
}
_OR = {"en": " or ", "de": " oder "}
_UNLESS = {"en": " unless {}", "de": ", solange nicht {}"}


def move_sentence(kind: str, claim: Claimed, matrix: PositionMatrix, language: str = "en") -> str:
    """What giving up a claim would mean, as a phrase without a full stop."""
    language = language if language in _AND else "en"
    required = "" if claim.requires is None else option_label(matrix, *claim.requires, language)
    required = (_NOT[language] if claim.excludes else "") + required
    options = _OR[language].join(option_label(matrix, claim.issue, one, language) for one in claim.options)
    party = matrix.party(claim.party).label(language)
    return _MOVES[kind][language].format(party=party, options=options, required=required)


def claim_sentence(kind: str, claim: Claimed, matrix: PositionMatrix, language: str = "en") -> str:
    """One sentence for a claim, in 'en' or 'de'."""
    language = language if language in _AND else "en"
    tie = Tie.EXCEPT if claim.excludes else Tie.IF
    required = (
        ""
        if claim.requires is None
        else condition_label(matrix, Condition(*claim.requires, tie=tie), language)
    )
    text = _CLAIMS[kind][language].format(
        party=matrix.party(claim.party).label(language),
        issue=matrix.issue(claim.issue).label(language),
        options=_OR[language].join(option_label(matrix, claim.issue, one, language) for one in claim.options),
        required=required,
        unless=_UNLESS[language].format(required) if required else "",
    )
    return f"{text}.{_SECOND_HAND[language] if claim.second_hand else ''}"
