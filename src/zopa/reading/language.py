"""What a language has to bring: one folder under `languages/`, one `LANGUAGE` in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from zopa.reading.people import PeopleWords

LANGUAGES = ("de", "en")
"""The folders under `languages/`. A third language is a new folder and its code here."""


class CuePatterns:
    """Word patterns by class, matched over tokens.

    A pattern is a line of items: a regular expression for one lower-case word, `…` for a gap
    of up to `reach` words, `_` for exactly one word. Patterns are looked up by their first two letters.
    """

    def __init__(self, classes: Mapping[str, str], reach: int = 22) -> None:
        self.names = tuple(classes)
        self._reach = reach
        self._index: dict[str, list[tuple[str, tuple[re.Pattern[str] | None, ...], str]]] = {}
        for name, lines in classes.items():
            for line in lines.strip().splitlines():
                pattern = line.split("#")[0].strip()
                for plain in _unfolded(pattern):
                    self._add(name, plain)

    def _add(self, name: str, pattern: str) -> None:
        items = pattern.split()
        compiled = tuple(None if item in ("…", "_") else re.compile(item) for item in items)
        kinds = "".join(item if item in ("…", "_") else "w" for item in items)
        for key in _prefixes(items[0]):
            self._index.setdefault(key, []).append((name, compiled, kinds))

    def find(self, words: Iterable[str]) -> list[tuple[str, int, int]]:
        """(class, first index, last index inclusive) of every match over these lower-case words."""
        row = list(words)
        found = []
        for place, word in enumerate(row):
            for name, items, kinds in (*self._index.get(word[:2], ()), *self._index.get("*", ())):
                first = items[0]
                if first is not None and first.fullmatch(word):
                    end = self._follow(row, place, items, kinds)
                    if end is not None:
                        found.append((name, place, end))
        return found

    def _follow(
        self, row: list[str], place: int, items: tuple[re.Pattern[str] | None, ...], kinds: str
    ) -> int | None:
        at, gap = place, False
        for item, kind in zip(items[1:], kinds[1:], strict=True):
            if kind == "…":
                gap = True
            elif kind == "_":
                at += 1
                if at >= len(row):
                    return None
            else:
                stop = min(len(row), at + 1 + (self._reach if gap else 1))
                for candidate in range(at + 1, stop):
                    if item is not None and item.fullmatch(row[candidate]):
                        at, gap = candidate, False
                        break
                else:
                    return None
        return at


def _unfolded(pattern: str) -> list[str]:
    """A pattern whose alternatives hold several words, as one pattern for each of them."""
    if not pattern:
        return []
    group = re.search(r"\(([^()]*\s[^()]*)\)", pattern)
    if group is None:
        return [pattern]
    before, after = pattern[: group.start()], pattern[group.end() :]
    return [one for part in group.group(1).split("|") for one in _unfolded(before + part + after)]


def _prefixes(item: str) -> set[str]:
    """The first two letters a pattern can match; `*` where it can match anything."""
    return {_key(prefix) for prefix in _starts(item, 2)}


def _key(prefix: str) -> str:
    return prefix if "*" not in prefix else "*"


def _starts(item: str, wanted: int) -> set[str]:
    """First `wanted` letters of what a simple regular expression matches."""
    if wanted == 0 or not item:
        return {""}
    if item[0] == "(":
        close, parts = _group(item)
        rest = item[close + 1 :]
        found: set[str] = set()
        if rest.startswith("?"):
            rest = rest[1:]
            found |= _starts(rest, wanted)
        return found | {start for part in parts for start in _starts(part + rest, wanted)}
    if not item[0].isalpha():
        return {"*"}
    if item[1:2] in ("?", "*"):
        return _starts(item[2:], wanted) | {item[0] + start for start in _starts(item[2:], wanted - 1)}
    return {item[0] + start for start in _starts(item[1:], wanted - 1)}


def _group(item: str) -> tuple[int, list[str]]:
    """Where the group that opens `item` closes, and its alternatives."""
    depth, start, parts = 0, 1, []
    for place, char in enumerate(item):
        depth += (char == "(") - (char == ")")
        if (char == "|" and depth == 1) or depth == 0:
            parts.append(item[start:place])
            start = place + 1
            if depth == 0:
                return place, parts
    raise ValueError(f"unbalanced brackets in a cue pattern: {item}")


@dataclass(frozen=True)
class Language:
    """Everything that belongs to one language. Words are lower case.

    stem            a word's stem, the same for its inflected forms.
    cues            patterns of stance, firmness, negation and so on (see `cues.CLASSES`).
    saying          patterns of verbs that pass words on.
    is_subjunctive  whether a finite verb form may mark reported speech; is_reportive: whether it surely does.
    collectives     nouns for several who act together ('länder', 'signatories').
    week_markers    nouns that name a week; last_markers and future_markers say which, this_markers may.
    ago_before, ago_after  'vor' (zwei Tagen), (two days) 'ago'; month_prepositions: 'im' (März).
    people          who is meant where nobody is named by name: pronouns, bodies, unnamed sources.
    ties            patterns of exceptions, threats, denials, allegations and what is past.
    numbers         number words and their values; scales multiply; units name what is counted.
    """

    code: str
    stem: Callable[[str], str]
    compounds: bool
    cues: CuePatterns
    saying: CuePatterns
    is_subjunctive: Callable[[str], bool]
    is_reportive: Callable[[str], bool]
    abbreviations: frozenset[str]
    stopwords: frozenset[str]
    prepositions: frozenset[str]
    oblique: frozenset[str]
    determiners: frozenset[str]
    pronouns: Mapping[str, str]
    own: frozenset[str]
    own_nouns: frozenset[str]
    attribution: frozenset[str]
    attribution_nouns: frozenset[str]
    role_nouns: frozenset[str]
    spokes_nouns: frozenset[str]
    anonymous: CuePatterns
    expert_nouns: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    numbers: Mapping[str, float]
    scales: Mapping[str, float]
    units: Mapping[str, tuple[str, float]]
    decimal: str
    negatives: frozenset[str]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    week_markers: frozenset[str]
    future_markers: frozenset[str]
    last_markers: frozenset[str]
    day_parts: tuple[str, ...] = ()
    weekend_markers: frozenset[str] = frozenset()
    this_markers: frozenset[str] = frozenset()
    ago_before: frozenset[str] = frozenset()
    ago_after: frozenset[str] = frozenset()
    month_prepositions: frozenset[str] = frozenset()
    ordinal_dot: bool = False
    after_ordinal: frozenset[str] = frozenset()
    question_words: frozenset[str] = frozenset()
    collectives: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    view_prepositions: frozenset[str] = frozenset()
    prototypes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    months: Mapping[str, int] = field(default_factory=dict)
    people: PeopleWords = field(default_factory=lambda: PeopleWords({}, {}, {}))
    ties: CuePatterns = field(default_factory=lambda: CuePatterns({}))


@cache
def language(code: str) -> Language:
    """The language with this code. Raises KeyError when there is no folder for it."""
    if code not in LANGUAGES:
        raise KeyError(code)
    found = import_module(f"zopa.reading.languages.{code}").LANGUAGE
    assert isinstance(found, Language)  # noqa: S101  a folder without a LANGUAGE is a mistake of ours
    return found
