"""Where a text names a party or an actor of the dossier, in any form the language gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from zopa.dossier import Dossier
from zopa.reading.language import Language, language
from zopa.reading.text import Document, Token

MentionKind = Literal["actor", "party", "adjective", "compound", "role"]
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens first..last (half-open) that name a party or an actor.

    id     an actor's or a party's id.
    party  the party meant: the actor's, or the party itself; None for an outside voice.
    kind   how: a person's name, a party's name, its adjective, a compound with its name, a role.
    """

    first: int
    last: int
    id: str
    party: str | None
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]
    id: str
    party: str | None
    kind: MentionKind


class Names:
    """The names of a dossier, compiled for one language."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self._language = language
        self._dossier = dossier
        self._by_first: dict[str, list[_Name]] = {}
        self._prefixes: dict[str, tuple[str, str | None]] = {}
        self.roles: dict[str, list[str]] = {}
        seen: set[tuple[tuple[str, ...], MentionKind]] = set()
        for party in dossier.parties.values():
            for words in (*party.names.values(), *_flat(party.aliases.values())):
                self._add(words, party.id, party.id, "party", seen)
            for words in _flat(party.adjectives.values()):
                self._add(words, party.id, party.id, "adjective", seen)
        surnames: dict[str, set[str]] = {}
        for actor in dossier.actors.values():
            for words in (actor.name, *actor.aliases):
                self._add(words, actor.id, actor.party, "actor", seen)
            surnames.setdefault(actor.name.split()[-1], set()).add(actor.id)
            for role in actor.roles.values():
                for word in role.split():
                    key = role_key(word, language)
                    if key:
                        self.roles.setdefault(key, []).append(actor.id)
        for surname, ids in surnames.items():
            if len(ids) == 1 and len(surname) > 2:
                actor = dossier.actors[next(iter(ids))]
                self._add(surname, actor.id, actor.party, "actor", seen)

    def _add(
        self,
        words: str,
        name: str,
        party: str | None,
        kind: MentionKind,
        seen: set[tuple[tuple[str, ...], MentionKind]],
    ) -> None:
        parts = tuple(part.lower().replace("’", "'") for part in _words(words))
        if not parts or (parts, kind) in seen:
            return
        seen.add((parts, kind))
        found = _Name(parts, name, party, kind)
        for form in self._forms(parts[0], adjective=len(parts) > 1 or kind == "adjective"):
            self._by_first.setdefault(form, []).append(found)
        self._by_first[parts[0]].sort(key=lambda one: -len(one.words))
        if len(parts) == 1 and kind == "party" and len(parts[0]) >= 2:
            self._prefixes[parts[0]] = (name, party)
            if self._language.compounds and len(parts[0]) >= 5 and parts[0].endswith("e"):
                self._prefixes.setdefault(parts[0][:-1], (name, party))

    def _forms(self, word: str, adjective: bool = False) -> set[str]:
        """A word of a name and how it may be inflected."""
        forms = {word, word + "'s", word + "s", word + "'"}
        if self._language.compounds:
            if adjective or word[-1:] in "nr":
                base = word[:-2] if word[-2:] in ("er", "es", "en", "em") and len(word) > 5 else word
                base = base[:-1] if base[-1:] == "e" else base
                forms |= {base, *(base + ending for ending in ("e", "en", "er", "es", "em"))}
            if word[-1:] == "e":
                forms |= {word + "n"}
            forms |= {word + "es", word + "n", word + "en"}
        return forms

    def find(self, document: Document) -> tuple[Mention, ...]:
        """Every mention, in order, without overlaps; the longest name wins."""
        tokens, mentions, place = document.tokens, [], 0
        while place < len(tokens):
            mention = self._at(tokens, place)
            if mention is None:
                place += 1
                continue
            mentions.append(mention)
            place = mention.last
        return tuple(mentions)

    def _at(self, tokens: tuple[Token, ...], place: int) -> Mention | None:
        token = tokens[place]
        if not token.is_word:
            return None
        best: Mention | None = None
        for name in self._by_first.get(token.low, ()):
            length = self._matches(tokens, place, name)
            if length and (best is None or length > best.last - best.first):
                best = Mention(place, place + length, name.id, name.party, name.kind)
        if best is not None or not token.is_capital:
            return best
        return self._compound(token, place)

    def _matches(self, tokens: tuple[Token, ...], place: int, name: _Name) -> int:
        """How many tokens of the text this name covers here, or 0."""
        at = place
        for number, word in enumerate(name.words):
            if number:
                at += 1
                while at < len(tokens) and tokens[at].text in ("-", ".", "‑", "'", "’"):
                    at += 1
            if at >= len(tokens):
                return 0
            low = tokens[at].low
            adjective = number < len(name.words) - 1 or name.kind == "adjective"
            if low != word and low not in self._forms(word, adjective):
                return 0
        first = tokens[place]
        lower = name.kind != "adjective" and not first.is_capital and name.words[0][0].isalpha()
        if lower and (self._language.compounds or len(name.words) == 1):
            # names are capitalised; "us" (the pronoun) is none
            return at - place + 1 if _lower_name(name, self._dossier) else 0
        if first.low == "us" and first.text != "US":
            return 0
        return at - place + 1

    def _compound(self, token: Token, place: int) -> Mention | None:
        """'Bahnchef', 'GLF-Vorsitzende', 'US-Seite': the party a compound begins with."""
        head, dash, _tail = token.low.partition("-")
        if dash and head in self._prefixes:
            name, party = self._prefixes[head]
            return Mention(place, place + 1, name, party, "compound")
        if dash:
            for word in reversed(token.low.split("-")):
                found = self._by_first.get(word)
                if found and len(found[0].words) == 1 and found[0].kind in ("party", "actor"):
                    return Mention(place, place + 1, found[0].id, found[0].party, "compound")
        if self._language.compounds:
            for cut in range(4, len(token.low) - 3):
                rest = token.low[cut:].removeprefix("s")
                if token.low[:cut] in self._prefixes and _is_body(rest, self._language):
                    name, party = self._prefixes[token.low[:cut]]
                    return Mention(place, place + 1, name, party, "compound")
        return None


def _is_body(word: str, language: Language) -> bool:
    """Whether a compound's tail is a person or body that acts ('chef', 'sprecher', 'führung')."""
    return word in language.role_nouns or word in language.spokes_nouns or word in language.own_nouns


def _lower_name(name: _Name, dossier: Dossier) -> bool:
    """Whether the dossier itself writes this name in lower case ('the guild')."""
    if name.id in dossier.parties:
        party = dossier.parties[name.id]
        written = (*party.names.values(), *_flat(party.aliases.values()))
        return any(tuple(_words(one.lower())) == name.words and one[:1].islower() for one in written)
    return False


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[\w.'’-]*\w|\w", text) if word]


def _flat(groups: Iterable[Iterable[str]]) -> list[str]:
    return [item for group in groups for item in group]


def role_key(word: str, language: Language) -> str | None:
    """The head of a role noun, without gender: 'Bundeskanzlerin' -> 'kanzler'; None where it is no role."""
    return _role_key(word.lower(), language.code)


@lru_cache(maxsize=50_000)
def _role_key(low: str, code: str) -> str | None:
    known = language(code)
    for part in (low, low.rpartition("-")[2]):
        for noun in _nouns_by_length(code):
            if part == noun or (known.compounds and len(noun) >= 4 and part.endswith(noun)):
                return noun[:-2] if noun.endswith("in") and noun[:-2] in known.role_nouns else noun
    return None


@cache
def _nouns_by_length(code: str) -> tuple[str, ...]:
    return tuple(sorted(language(code).role_nouns, key=len, reverse=True))
