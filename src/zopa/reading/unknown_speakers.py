"""People and bodies that speak in the reports and are not in the dossier: suggestions for `actors:`."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotator
from zopa.reading.cast import Cast, Figure
from zopa.reading.detect import detect_language
from zopa.reading.engines import Engine, RawStatement
from zopa.reading.engines.press import shipped_reader
from zopa.reading.language import LANGUAGES, Language, language
from zopa.reading.languages.given_names import FEMALE, MALE
from zopa.reading.names import role_key
from zopa.reading.resolving import Resolver, Who
from zopa.reading.suggestions import MOST_PASSAGES, Passage, Suggestion
from zopa.reading.text import Document
from zopa.vocabulary import OTHER, Quote, Report

LEAST = 2
"""Statements from which somebody is worth a line in the dossier; one alone where only few are known."""
_LONGEST_PASSAGE = 300
_NAME_WORDS = 4
_RESERVED = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
"""Words that YAML does not take for text."""


@dataclass(slots=True)
class _Heard:
    """What is known of one unknown speaker."""

    name: str
    statements: int = 0
    reports: set[str] = field(default_factory=set)
    passages: list[tuple[float, Passage]] = field(default_factory=list)
    parties: Counter[str] = field(default_factory=Counter)
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)


class UnknownSpeakers:
    """A `Suggester` of actors: who is quoted often and not known, with a guessed party and passages.

    engine  finds the statements; None for the trained engine of this package.
    least   statements from which somebody is suggested.
    """

    def __init__(self, engine: Engine | None = None, least: int = LEAST) -> None:
        self._engine, self._least = engine, least

    def __call__(self, dossier: Dossier, reports: Sequence[Report]) -> Iterable[Suggestion]:
        """The unknown speakers of these reports, those quoted most first."""
        annotators: dict[str, Annotator] = {}
        heard: dict[str, _Heard] = {}
        for report in reports:
            code = _code(report, dossier)
            if code not in annotators:
                annotators[code] = Annotator(dossier, language(code))
            self._listen(report, dossier, annotators[code], heard)
        merged = _one_each(heard)
        ranked = sorted(merged, key=lambda one: (-one.statements, -len(one.reports), one.name))
        taken: set[str] = {*dossier.actors, *dossier.parties}
        for one in ranked:
            if one.statements >= self._least:
                yield _suggestion(one, dossier, taken)

    def _listen(
        self, report: Report, dossier: Dossier, annotator: Annotator, heard: dict[str, _Heard]
    ) -> None:
        engine = self._engine or shipped_reader()
        spoken = annotator.language
        found = engine.tag(report.text, spoken.code)
        if not found:
            return
        annotated = annotator.annotate(report.text)
        document = annotated.document
        mentions = tuple(mention for passage in annotated.passages for mention in passage.mentions)
        cast = Cast(document, mentions, dossier, spoken)
        resolver = Resolver(document, cast, dossier, spoken)
        for statement in found:
            who = resolver.speaker(statement)
            name = _proper(who, spoken)
            if name is None:
                continue
            one = heard.setdefault(_folded(name), _Heard(name))
            if len(name) > len(one.name):
                one.name = name
            one.statements += 1
            one.reports.add(report.id)
            one.passages.append((statement.confidence, _passage(report, statement)))
            for figure in cast.figures:
                if figure.id == OTHER and _folded(figure.name) == _folded(name):
                    _affiliate(one, figure, cast, document, spoken)


def _code(report: Report, dossier: Dossier) -> str:
    given = report.language.lower()[:2]
    if given in LANGUAGES:
        return given
    known = [one for one in dossier.languages if one in LANGUAGES]
    return known[0] if len(known) == 1 else detect_language(report.text)


def _proper(who: Who, spoken: Language) -> str | None:
    """A name that can stand in a dossier: capitalised words without articles, titles and clauses."""
    if who.id != OTHER:
        return None
    words = who.name.replace("\n", " ").strip(" ,.;:„“\"'").split()
    while words and (
        words[0].lower() in spoken.determiners or words[0].lower().strip(".") in spoken.people.addresses
    ):
        words = words[1:]
    while len(words) > 1 and role_key(words[0].strip(".,"), spoken):
        words = words[1:]
    if words and words[-1].endswith(("'s", "’s")):
        words[-1] = words[-1][:-2]
    if not 1 <= len(words) <= _NAME_WORDS or not words[0][0].isupper() or not words[-1][0].isupper():
        return None
    single = len(words) == 1
    if (
        single
        and (spoken.compounds or role_key(words[0], spoken) or len(words[0]) < 3)
        and not words[0].isupper()
    ):
        return None
    if single and words[0].lower() in spoken.pronouns.keys() | spoken.people.pronouns.keys() | spoken.own:
        return None
    return " ".join(words)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower())
    return "".join(sign for sign in plain if sign.isalnum() or sign == " ").strip()


def _passage(report: Report, statement: RawStatement) -> Passage:
    start = min(span[0] for span in (*statement.quote, *statement.speaker))
    end = max(span[1] for span in (*statement.quote, *statement.speaker))
    if end - start > _LONGEST_PASSAGE:
        start = statement.quote[0][0]
        end = min(statement.quote[-1][1], start + _LONGEST_PASSAGE)
    return Passage(report.id, Quote.cut(report.text, start, end))


def _affiliate(one: _Heard, figure: Figure, cast: Cast, document: Document, spoken: Language) -> None:
    """Count what stands with a name: parties named beside it, and its role."""
    sentence = document.sentences[figure.sentence]
    for mention in cast.mentions:
        if not sentence.first <= mention.first < sentence.last or mention.party is None:
            continue
        before, after = figure.first - mention.last, mention.first - figure.last
        near = 0 <= before <= 3 or 0 <= after <= 5
        if near and mention.kind in ("party", "compound", "adjective"):
            one.parties[mention.party] += 3 if max(before, after) <= 2 else 1
    for place in range(max(sentence.first, figure.first - 3), figure.first):
        token = document.tokens[place]
        if role_key(token.low, spoken):
            one.roles[spoken.code, token.text] += 1


def _one_each(heard: dict[str, _Heard]) -> list[_Heard]:
    """Those whose surname is somebody else's full name are the same person."""
    found = dict(heard)
    for key in sorted(heard, key=len):
        longer = [other for other in found if other != key and other.endswith(f" {key}")]
        if len(longer) == 1:
            one, full = found.pop(key), found[longer[0]]
            full.statements += one.statements
            full.reports |= one.reports
            full.passages += one.passages
            full.parties += one.parties
            full.roles += one.roles
    return list(found.values())


def _suggestion(one: _Heard, dossier: Dossier, taken: set[str]) -> Suggestion:
    key = _key(one.name, taken)
    taken.add(key)
    party = _party(one)
    places = "1 report" if len(one.reports) == 1 else f"{len(one.reports)} reports"
    guess = f"perhaps of {dossier.parties[party].label()}" if party else "no party named beside the name"
    seen: list[Passage] = []
    for _, passage in sorted(one.passages, key=lambda item: -item[0]):
        if passage not in seen:
            seen.append(passage)
    return Suggestion(
        kind="actor",
        key=key,
        what=one.name,
        why=f"{one.statements} statements in {places}; {guess}",
        passages=tuple(seen[:MOST_PASSAGES]),
        entry=_entry(key, one, party),
        weight=one.statements + 0.1 * len(one.reports),
    )


def _party(one: _Heard) -> str | None:
    """The party named beside a name clearly more often than any other."""
    ranked = one.parties.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _key(name: str, taken: set[str]) -> str:
    """The surname as an id, else with the words before it, else numbered."""
    words = [re.sub(r"[^a-z0-9]+", "", _plain(word)) for word in name.split()]
    words = [word for word in words if word] or ["speaker"]
    for count in range(1, len(words) + 1):
        key = "_".join(words[-count:])
        if key not in taken and key[0].isalpha():
            return key
    number = 2
    while f"{words[-1]}_{number}" in taken:
        number += 1
    return f"{words[-1]}_{number}" if words[-1][0].isalpha() else f"speaker_{number}"


def _plain(word: str) -> str:
    spelt = word.lower().translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue", 0xDF: "ss", 0xF8: "oe", 0x142: "l"})
    return unicodedata.normalize("NFKD", spelt)


def _entry(key: str, one: _Heard, party: str | None) -> str:
    """One line for `actors:`, in YAML's flow style."""
    roles = {code: role for (code, role), _ in reversed(one.roles.most_common())}
    parts = [f"name: {_quoted(one.name)}"]
    surname = one.name.split()[-1]
    given = one.name.split()[0].lower()
    if surname != one.name and (given in FEMALE or given in MALE):
        parts.append(f"aliases: [{_quoted(surname)}]")
    parts.append(f"party: {party or 'null'}")
    if roles:
        parts.append(
            "role: {" + ", ".join(f"{code}: {_quoted(role)}" for code, role in sorted(roles.items())) + "}"
        )
    return f"{key}: {{{', '.join(parts)}}}"


def _quoted(text: str) -> str:
    if re.fullmatch(r"[^\W\d_][\w. -]*", text) and text.lower() not in _RESERVED:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
