"""Where a text speaks of an issue or an option: terms, names, figures, in inflected and compound forms."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from zopa.dossier import Dossier
from zopa.reading.figures import Figure, figures
from zopa.reading.language import Language
from zopa.reading.text import Document, Sentence, tokenize
from zopa.vocabulary import Issue, Option

_SHORTEST_PART = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of an issue (option None) or of an option; stems of its content words."""

    issue: str
    option: str | None
    stems: tuple[str, ...]
    weight: float
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found at these tokens of the document. strength 0..1; source 'term', 'name' or 'figure'."""

    issue: str
    option: str | None
    tokens: tuple[int, ...]
    strength: float
    source: str
    stems: int = 1


@dataclass
class _Values:
    """What an option's figure counts."""

    option: str
    value: float
    units: set[str] = field(default_factory=set)
    factor: float = 1.0


class Terms:
    """The terms of a dossier, compiled for one language."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self._language = language
        self._dossier = dossier
        self.entries: list[Entry] = []
        self._written: dict[tuple[str, str | None], list[str]] = {}
        self._never = {
            key: frozenset(stem for one in words for stem in self.stems(one))
            for key, words in dossier.not_terms.items()
        }
        for issue in dossier.issues.values():
            self._issue(issue)
        self._by_stem: dict[str, list[int]] = {}
        self._faint = self._faint_stems()
        for number, entry in enumerate(self.entries):
            for one in set(entry.stems):
                self._by_stem.setdefault(one, []).append(number)
        self._values = {issue.id: self._values_of(issue) for issue in dossier.issues.values()}
        self._cache: dict[str, tuple[tuple[str, float], ...]] = {}

    # ---------------------------------------------------------------- building

    def _issue(self, issue: Issue) -> None:
        for words in self._words(issue.terms):
            self._entry(issue.id, None, words, 1.0, "term")
        for words in self._words({key: (name,) for key, name in issue.names.items()}):
            self._entry(issue.id, None, words, 0.8, "name")
        for option in issue.options:
            for words in self._words(option.terms):
                self._entry(issue.id, option.id, words, 1.0, "term")
            for words in self._words({key: (name,) for key, name in option.names.items()}):
                self._entry(issue.id, option.id, words, 0.7, "name")

    def _words(self, by_language: dict[str, tuple[str, ...]]) -> Iterable[str]:
        return [w for key in (self._language.code, "") for w in by_language.get(key, ())]

    def _entry(self, issue: str, option: str | None, words: str, weight: float, source: str) -> None:
        stems = self.stems(words)
        self._written.setdefault((issue, option), []).extend(re.findall(r"[^\W\d_][\w-]*", words))
        if stems:
            self.entries.append(Entry(issue, option, stems, weight, source))

    def add(self, issue: str, option: str | None, word: str, weight: float) -> None:
        """Look for one more word, as for a term of this weight."""
        stems = self.stems(word)
        if stems:
            for stem in set(stems):
                self._by_stem.setdefault(stem, []).append(len(self.entries))
            self.entries.append(Entry(issue, option, stems, weight, "term"))
            self._cache.clear()

    def written(self, issue: str | None = None, option: str | None = None) -> list[str]:
        """The words of all terms and names as written; of one issue (option None) or option, where given."""
        if issue is None:
            return [word for words in self._written.values() for word in words]
        return list(dict.fromkeys(self._written.get((issue, option), ())))

    def never(self, issue: str, option: str | None, word: str) -> bool:
        """Whether the dossier says that a word does not mean this issue or option.

        What never means an issue doesn't mean its options either.
        """
        if not self._never:
            return False
        stems = set(self.stems(word))
        return any(stems & self._never.get(key, frozenset()) for key in ((issue, None), (issue, option)))

    def recognised(self, low: str) -> list[tuple[str, str | None, str]]:
        """(issue, option, stem) of every term of a single word that this word is taken for."""
        found = {}
        for stem, strength in self.word_entries(low):
            for number in self._by_stem.get(stem, ()):
                entry = self.entries[number]
                if (
                    entry.stems == (stem,)
                    and strength >= 0.5
                    and not self.never(entry.issue, entry.option, low)
                ):
                    found[entry.issue, entry.option] = stem
        return [(issue, option, stem) for (issue, option), stem in found.items()]

    def stems(self, words: str) -> tuple[str, ...]:
        """Stems of a phrase's content words; its negation is kept as 'no'."""
        found = []
        for word in re.findall(r"[^\W\d_][\w-]*", words.lower()):
            if word in self._language.negatives:
                if "no" not in found:
                    found.append("no")
            elif word not in self._language.stopwords:
                parts = word.split("-") if "-" in word else [word]
                found.extend(self._language.stem(part) for part in parts if len(part) > 1)
        return tuple(dict.fromkeys(found))

    def _values_of(self, issue: Issue) -> list[_Values]:
        found = []
        issue_units = self._units([*self._words(issue.terms), *issue.names.values()])
        for option in issue.options:
            if option.value is None:
                continue
            written = [*option.names.values(), *(w for words in option.terms.values() for w in words)]
            units = self._units(written) or issue_units
            found.append(_Values(option.id, option.value, units, self._factor(option, written)))
        return found

    def _units(self, written: Iterable[str]) -> set[str]:
        units = set()
        for text in written:
            for word in re.findall(r"[%\w]+", text.lower()):
                name = self._language.units.get(word)
                if name:
                    units.add(name[0])
        return units

    def _factor(self, option: Option, written: list[str]) -> float:
        """What one of the option's units is in the unit's base: a value of 2 'years' is 24 months."""
        for text in written:
            tokens = tokenize(text)
            for figure in figures(tokens, 0, len(tokens), self._language):
                bare = figures(tokens[: figure.first + 1], figure.first, figure.first + 1, self._language)
                if option.value and bare and math.isclose(bare[0].value, option.value) and figure.value:
                    return figure.value / option.value
                hyphened = "-" in tokens[figure.first].text and figure.value
                if option.value and hyphened:
                    number = re.match(r"\d+(?:[.,]\d+)?", tokens[figure.first].text)
                    if number and math.isclose(float(number.group().replace(",", ".")), option.value):
                        return figure.value / option.value
        return 1.0

    def _faint_stems(self) -> set[str]:
        """Stems that say little by themselves: the parties' names, units and number words."""
        faint = {self._language.stem(word) for word in (*self._language.units, *self._language.numbers)}
        for party in self._dossier.parties.values():
            for group in (party.names, party.aliases, party.adjectives):
                for written in group.values():
                    for words in (written,) if isinstance(written, str) else written:
                        faint.update(self._language.stem(word) for word in re.findall(r"\w+", words.lower()))
        return faint

    # ---------------------------------------------------------------- finding

    def word_entries(self, low: str) -> tuple[tuple[str, float], ...]:
        """Which stems of the dossier's terms this word stands for, each with how surely (0..1)."""
        cached = self._cache.get(low)
        if cached is None:
            cached = tuple(self._word_entries(low))
            self._cache[low] = cached
        return cached

    def _word_entries(self, low: str) -> Iterable[tuple[str, float]]:
        if low in self._language.negatives:
            yield "no", 1.0
            return
        if low in self._language.stopwords:
            return
        found: dict[str, float] = {}
        for part in {low, *low.split("-")}:
            if len(part) < 2:
                continue
            stem = self._language.stem(part)
            for known in self._by_stem:
                strength = self._similar(stem, known, whole=part == low)
                if strength < 0.9 and (stem in self._faint or known in self._faint):
                    continue
                if strength > found.get(known, 0.0):
                    found[known] = strength
        yield from found.items()

    def _similar(self, stem: str, known: str, whole: bool) -> float:
        if stem == known:
            return 1.0 if whole else 0.9
        if min(len(stem), len(known)) < _SHORTEST_PART:
            return 0.0
        if self._language.compounds:
            if stem.endswith(known):
                return 0.8
            if stem.startswith(known):
                return 0.65
            if known.endswith(stem):
                return 0.6
            if known.startswith(stem) and len(stem) >= 6:
                return 0.5
        common = _common(stem, known)
        if common >= 6 and common >= 0.75 * max(len(stem), len(known)):
            return 0.6
        return 0.0

    def find(self, document: Document, sentence: Sentence) -> list[Hit]:
        """Every term, name and figure of the dossier in one sentence."""
        at: dict[str, list[tuple[int, float]]] = {}
        for index in range(sentence.first, sentence.last):
            token = document.tokens[index]
            if token.is_word:
                for stem, strength in self.word_entries(token.low):
                    at.setdefault(stem, []).append((index, strength))
        hits: list[Hit] = []
        touched = {number for stem in at for number in self._by_stem.get(stem, ())}
        for number in touched:
            entry = self.entries[number]
            hits.extend(self._hits(entry, self._meant(document, entry, at)))
        hits.extend(self._figures(document, sentence))
        return hits

    def _meant(
        self, document: Document, entry: Entry, at: dict[str, list[tuple[int, float]]]
    ) -> dict[str, list[tuple[int, float]]]:
        """Without the words that the dossier says do not mean this entry."""
        if not self._never.get((entry.issue, None)) and not self._never.get((entry.issue, entry.option)):
            return at
        kept = {
            stem: [
                one
                for one in places
                if not self.never(entry.issue, entry.option, document.tokens[one[0]].low)
            ]
            for stem, places in at.items()
        }
        return {stem: places for stem, places in kept.items() if places}

    def _hits(self, entry: Entry, at: dict[str, list[tuple[int, float]]]) -> Iterable[Hit]:
        wanted = [stem for stem in entry.stems if stem != "no"]
        present = [stem for stem in wanted if stem in at]
        if not present or all(stem in self._faint for stem in present):
            return
        weights = {stem: 0.3 if stem in self._faint else 1.0 for stem in wanted}
        share = sum(weights[stem] for stem in present) / sum(weights.values())
        if share < 0.45:
            return
        anchor = max(present, key=lambda stem: (weights[stem], len(stem)))
        for index, strength in at[anchor]:
            used, total = [index], strength
            for stem in present:
                if stem == anchor:
                    continue
                near = min(at[stem], key=lambda one: abs(one[0] - index))
                used.append(near[0])
                total += near[1] * (1.0 if abs(near[0] - index) <= 6 else 0.6)
            if "no" in entry.stems:
                near_no = [n for n, _ in at.get("no", ()) if 0 < index - n <= 4]
                if not near_no:
                    continue
                used.append(near_no[-1])
                total += 0.5
            strength = entry.weight * (share**1.5) * total / max(1, len(present))
            yield Hit(
                entry.issue,
                entry.option,
                tuple(sorted(set(used))),
                min(1.0, strength),
                entry.source,
                len(present),
            )

    def _figures(self, document: Document, sentence: Sentence) -> Iterable[Hit]:
        if not any(self._values.values()):
            return
        for figure in figures(document.tokens, sentence.first, sentence.last, self._language):
            for issue, values in self._values.items():
                found = self._closest(figure, values)
                place = tuple(range(figure.first, figure.last))
                if found:
                    option, strength = found
                    yield Hit(issue, option, place, strength, "figure")
                elif figure.unit and any(
                    figure.unit in one.units
                    and 0.2 < (figure.value + 1e-9) / (one.value * one.factor + 1e-9) < 5
                    for one in values
                ):
                    yield Hit(issue, None, place, 0.3, "figure")

    def _closest(self, figure: Figure, values: list[_Values]) -> tuple[str, float] | None:
        best: tuple[float, str, float] | None = None
        for one in values:
            value = one.value * one.factor
            if figure.unit:
                if one.units and figure.unit not in one.units:
                    continue
                strength = 1.0 if one.units else 0.6
                candidates = {value}
                if not one.units:
                    base = self._language.units
                    candidates |= {
                        one.value * factor for name, factor in base.values() if name == figure.unit
                    }
            else:
                # no unit in the text: a bare figure means this option only where it is distinctive
                strength = 0.8 if not one.units or one.value >= 1000 else 0.45
                candidates = {one.value, value}
            for candidate in candidates:
                scale = max(abs(candidate), 1e-9)
                off = abs(figure.value - candidate) / scale
                if off < 0.1 and (best is None or off < best[0]):
                    if not figure.unit and off > 0.001 and one.units:
                        continue
                    best = (off, one.option, strength * (1 - 3 * off))
        return (best[1], best[2]) if best else None

    def issues_of(self, hits: Iterable[Hit]) -> dict[str, float]:
        """How strongly each issue is spoken of."""
        found: dict[str, float] = {}
        for hit in hits:
            found[hit.issue] = max(found.get(hit.issue, 0.0), hit.strength)
        return found


def _common(a: str, b: str) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count
