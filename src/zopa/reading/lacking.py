"""What the reports take a stand on and the dossier has no issue or option for.

issue    a noun that sides want, refuse or concede something about, in sentences that speak of no issue of the
         dossier
option   the same in sentences that speak of an issue but of none of its options; or a figure with the unit of
         an issue that none of its options has

Nothing is decided here: the words are counted, the analyst judges.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated, Annotator, Passage
from zopa.reading.cues import STANCE_CLASSES
from zopa.reading.figures import figures
from zopa.reading.language import Language
from zopa.reading.reader import STUDIED, Reader
from zopa.reading.suggestions import MOST_PASSAGES, Suggestion
from zopa.reading.suggestions import Passage as Shown
from zopa.reading.vectors import load_vectors
from zopa.vocabulary import Quote, Report

SPOKEN_OF = 0.45
"""Strength from which a sentence counts as speaking of an issue or option."""
LEAST = 2
"""Sentences that must take a stand on a noun; for a figure, LEAST_FIGURES."""
LEAST_FIGURES = 1
SHORTEST = 4
"""Letters of a noun."""
_TOGETHER = 0.6
"""Share of a noun's occurrences with the same word before it from which the two are one name."""


@dataclass
class _Found:
    """What was counted for one suggestion."""

    words: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    passages: list[Shown] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)


class Lacking:
    """The suggester of issues and options."""

    def __call__(self, dossier: Dossier, reports: Sequence[Report]) -> Iterator[Suggestion]:
        """Issues and options that the reports take a stand on and the dossier lacks."""
        reader = Reader(dossier)
        by_language: dict[str, list[Report]] = defaultdict(list)
        for report in reports:
            if report.text.strip():
                by_language[reader.language_of(report)].append(report)
        for code, some in by_language.items():
            counted = _Count(dossier, reader.annotator(code))
            for report in some[:STUDIED]:
                counted.read(report, reader.annotator(code).annotate(report.text))
            yield from counted.suggestions(code)


class _Count:
    def __init__(self, dossier: Dossier, annotator: Annotator) -> None:
        self._dossier, self._annotator, self._language = dossier, annotator, annotator.language
        self._vectors = load_vectors(annotator.language.code)
        self._nouns: dict[str, _Found] = defaultdict(_Found)
        self._options: dict[tuple[str, str], _Found] = defaultdict(_Found)
        self._figures: dict[tuple[str, str], _Found] = defaultdict(_Found)
        self._seen: Counter[str] = Counter()

    def read(self, report: Report, annotated: Annotated) -> None:
        """Count a report."""
        for passage in annotated.passages:
            nouns = self._nouns_of(annotated, passage)
            self._seen.update(nouns.keys())
            parties = {one.party for one in passage.mentions if one.party}
            if passage.voice.party:
                parties.add(passage.voice.party)
            takes_a_stand = any(cue.kind in STANCE_CLASSES for cue in passage.cues)
            if not parties or not takes_a_stand or passage.voice.question:
                continue
            shown = _shown(report, passage)
            for stem, (word, before, clause) in nouns.items():
                # A sentence may hold several demands: what counts is the clause.
                here = [
                    hit
                    for hit in passage.hits
                    if hit.strength >= SPOKEN_OF
                    and any(passage.sentence.clause_of(token) == clause for token in hit.tokens)
                ]
                issues = {hit.issue for hit in here}
                if not issues:
                    self._add(self._nouns[stem], word, before, shown, parties)
                elif len(issues) == 1 and all(hit.option is None for hit in here):
                    self._add(self._options[next(iter(issues)), stem], word, before, shown, parties)
            self._astray(annotated, passage, shown, parties)

    def _add(self, found: _Found, word: str, before: str, shown: Shown, parties: set[str]) -> None:
        found.words[word] += 1
        found.before[before] += 1
        found.passages.append(shown)
        found.reports.add(shown.report)
        found.parties |= parties

    def _astray(self, annotated: Annotated, passage: Passage, shown: Shown, parties: set[str]) -> None:
        """Figures with an issue's unit that none of its options has."""
        issues = {hit.issue for hit in passage.hits if hit.option is None and hit.source == "figure"}
        if not issues:
            return
        sentence, tokens = passage.sentence, annotated.document.tokens
        meant = {t for hit in passage.hits if hit.option and hit.source == "figure" for t in hit.tokens}
        for figure in figures(tokens, sentence.first, sentence.last, self._language):
            if figure.unit and not meant & set(range(figure.first, figure.last)):
                words = annotated.document.text[tokens[figure.first].start : tokens[figure.last - 1].end]
                for hit in passage.hits:
                    if hit.option is None and hit.source == "figure" and figure.first in hit.tokens:
                        found = self._figures[hit.issue, f"{figure.value:g}"]
                        self._add(found, " ".join(words.split()), "", shown, parties)

    # ---------------------------------------------------------------- nouns

    def _nouns_of(self, annotated: Annotated, passage: Passage) -> dict[str, tuple[str, str, int]]:
        """(word, word before, clause) by stem, of every noun that is no name, cue or term."""
        tokens, sentence, language = annotated.document.tokens, passage.sentence, self._language
        taken = {t for one in passage.mentions for t in range(one.first, one.last)}
        taken |= {t for cue in passage.cues for t in (cue.first, cue.last)}
        found: dict[str, tuple[str, str, int]] = {}
        for at in range(sentence.first, sentence.last):
            token = tokens[at]
            if at in taken or len(token.text) < SHORTEST or not token.text.replace("-", "").isalpha():
                continue
            if not self._is_noun(tokens[at - 1].low if at > sentence.first else "", token.text, token.low):
                continue
            if any(strength >= 0.5 for _, strength in self._annotator.terms.word_entries(token.low)):
                continue
            before = tokens[at - 1].text if at > sentence.first else ""
            stem = language.stem(token.low)
            before = before if self._tells(before) else ""
            found.setdefault(stem, (token.text, before, sentence.clause_of(at)))
        return found

    def _is_noun(self, before: str, text: str, low: str) -> bool:
        language = self._language
        never = (
            language.stopwords, language.role_nouns, language.own_nouns, language.spokes_nouns,
            language.collectives, language.expert_nouns, language.attribution_nouns,
        )  # fmt: skip
        if any(low in group for group in never) or low in language.weekdays or low in language.months:
            return False
        if low in language.numbers or low in language.units or low in language.scales:
            return False
        if language.compounds:
            return text[0].isupper() and before != ""
        if text[0].isupper() or low.endswith(("ly", "ing", "ed")):
            return False
        return before in language.determiners or before in language.prepositions or self._tells(before)

    def _tells(self, word: str) -> bool:
        low = word.lower()
        return (
            len(word) >= SHORTEST and word.replace("-", "").isalpha() and low not in self._language.stopwords
        )

    # ---------------------------------------------------------------- telling

    def _telling(self, found: _Found) -> float:
        """How much the word tells, 0 to 1: "Abschluss" says less than "Laufzeit"."""
        known = self._vectors.of(found.words.most_common(1)[0][0].lower()) if self._vectors else None
        return 1.0 if known is None else known[1]

    def suggestions(self, code: str) -> Iterator[Suggestion]:
        """What was found often enough."""
        for stem, found in self._nouns.items():
            if len(found.passages) >= LEAST and 3 * len(found.passages) >= self._seen[stem]:
                what = _name(found, self._language)
                why = f"{_counted(found)} take a stand on it and speak of no issue of the dossier"
                entry = "\n".join(
                    (
                        "issues:",
                        f"  {_id(what)}:",
                        f"    name: {{{code}: {_text(what)}}}",
                        f"    terms: {{{code}: [{_text(found.words.most_common(1)[0][0])}]}}",
                        "    options:",
                        "      yes: {name: …}",
                        "      no: {name: …}",
                    )
                )
                yield _suggestion("issue", _id(what), what, why, found, entry, self._telling(found))
        for (issue, _), found in self._options.items():
            if len(found.passages) >= LEAST:
                what = _name(found, self._language)
                name = self._dossier.issues[issue].label(code)
                why = f"{_counted(found)} take a stand on it, speak of “{name}”, of none of its options"
                entry = _option_entry(issue, what, code, f"terms: {{{code}: [{_text(what)}]}}")
                yield _suggestion(
                    "option", f"{issue}.{_id(what)}", what, why, found, entry, self._telling(found)
                )
        for (issue, value), found in self._figures.items():
            if len(found.passages) >= LEAST_FIGURES:
                words = found.words.most_common(1)[0][0]
                name = self._dossier.issues[issue].label(code)
                why = f"{_counted(found)} with this figure; no option of “{name}” has it"
                entry = _option_entry(issue, words, code, f"value: {_number(words, value)}")
                yield _suggestion("option", f"{issue}.{_id(words)}", words, why, found, entry)


def _shown(report: Report, passage: Passage) -> Shown:
    return Shown(report.id, Quote.cut(report.text, passage.sentence.start, passage.sentence.end))


def _name(found: _Found, language: Language) -> str:
    """The noun as it is mostly written, with the word before it where it mostly has one."""
    word = found.words.most_common(1)[0][0]
    before, often = found.before.most_common(1)[0]
    together = before and not language.compounds and often >= _TOGETHER * len(found.passages)
    return f"{before.lower()} {word}" if together else word


def _counted(found: _Found) -> str:
    sentences, reports = len(found.passages), len(found.reports)
    ends = ("" if sentences == 1 else "s", "" if reports == 1 else "s")
    return f"{sentences} sentence{ends[0]} in {reports} report{ends[1]}"


def _suggestion(
    kind: str, key: str, what: str, why: str, found: _Found, entry: str, telling: float = 1.0
) -> Suggestion:
    unique = list(dict.fromkeys(found.passages))
    weight = (len(unique) + len(found.reports) + len(found.parties) / 2) * telling
    return Suggestion(kind, key, what, why, tuple(unique[:MOST_PASSAGES]), entry, weight)


def _option_entry(issue: str, what: str, code: str, more: str) -> str:
    return (
        f"issues:\n  {issue}:\n    options:\n      {_id(what)}: {{name: {{{code}: {_text(what)}}}, {more}}}"
    )


def _id(what: str) -> str:
    """An id from words: letters, digits and underscores."""
    plain = re.sub(r"\W+", "_", what.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"o{plain}"


def _text(what: str) -> str:
    """Words as YAML: quoted where they could be read as something else."""
    return what if re.fullmatch(r"[^\W\d_][\w -]*", what) else '"' + what.replace('"', "'") + '"'


def _number(words: str, value: str) -> str:
    """The figure as written in digits, in its own unit; else its value."""
    found = re.search(r"\d+(?:[.,]\d{3})*(?:[.,]\d+)?", words)
    if found is None:
        return value
    digits = re.sub(r"[.,](?=\d{3}\b)", "", found.group())
    return digits.replace(",", ".")
