"""Everybody a report speaks of, in order: actors and parties of the dossier, and people it does not know."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from zopa.dossier import Dossier
from zopa.reading.language import Language
from zopa.reading.languages.given_names import FEMALE, MALE, gender_of
from zopa.reading.names import Mention, role_key
from zopa.reading.people import BODY
from zopa.reading.text import Document, Sentence
from zopa.vocabulary import OTHER

_PARTICLES = frozenset(
    ("von", "van", "der", "den", "de", "del", "la", "le", "di", "da", "bin", "al", "el", "zu", "zum", "zur")
)
"""Small words inside a name."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody named at tokens first..last (half-open).

    id       actor, party or `other`; party  the party meant, or None.
    gender   'm', 'f', 'n' (a body), '' where unknown.
    name     as written, for somebody whom the dossier does not know.
    free     no preposition governs it and it owns nothing: it may be a subject.
    quoted   it stands inside quotation marks.
    """

    id: str
    party: str | None
    first: int
    last: int
    gender: str
    name: str
    sentence: int
    free: bool
    quoted: bool

    @property
    def is_body(self) -> bool:
        """Whether it is a party rather than a person."""
        return self.gender == BODY


class Cast:
    """Who is named where in a report, with what the text and the dossier tell about them.

    roles   actor id or stranger's name -> heads of the roles that the text gives them.
    """

    def __init__(
        self, document: Document, mentions: tuple[Mention, ...], dossier: Dossier, language: Language
    ) -> None:
        self._document, self._dossier, self._language = document, dossier, language
        self._people = language.people
        self.genders = {
            actor.id: _gender(actor.name, actor.roles.values()) for actor in dossier.actors.values()
        }
        self.roles: dict[str, set[str]] = {}
        for actor in dossier.actors.values():
            for role in actor.roles.values():
                self.roles.setdefault(actor.id, set()).update(
                    filter(None, (_head(w, language) for w in role.split()))
                )
        named = {place for one in mentions for place in range(one.first, one.last)}
        strangers = list(self._strangers(named))
        found = [self._figure(one) for one in mentions if one.kind != "adjective"] + strangers
        self.figures = sorted(found, key=lambda one: one.first)
        self._firsts = [one.first for one in self.figures]
        self.mentions = mentions

    def before(self, place: int) -> list[Figure]:
        """Everybody named before a token, in order."""
        return self.figures[: bisect_left(self._firsts, place)]

    def within(self, first: int, last: int) -> list[Figure]:
        """Everybody named over these tokens."""
        return self.figures[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def owns(self, one: Mention | Figure) -> bool:
        """Whether a name stands in the genitive of an owner ("Varn's office", "Plaschkes Leute")."""
        low = self._document.tokens[one.last - 1].low
        if low.endswith(("'s", "s'")) or self._apostrophe(one.last):
            return True
        return self._people.genitive and low.endswith("s") and low[:-1] in self._ends(one.id)

    def _apostrophe(self, place: int) -> bool:
        tokens = self._document.tokens
        return (
            place < len(tokens)
            and tokens[place].text in "'’"
            and tokens[place].start == tokens[place - 1].end
        )

    def _ends(self, name: str) -> set[str]:
        if name in self._dossier.actors:
            actor = self._dossier.actors[name]
            return {one.split()[-1].lower() for one in (actor.name, *actor.aliases) if one.split()}
        if name in self._dossier.parties:
            party = self._dossier.parties[name]
            names = [*party.names.values(), *(a for group in party.aliases.values() for a in group)]
            return {one.split()[-1].lower() for one in names if one.split()}
        return set()

    def _figure(self, one: Mention) -> Figure:
        document = self._document
        gender = BODY
        if one.kind == "actor":
            gender = self._told(one) or self.genders[one.id]
            self.genders[one.id] = gender
            self._note_roles(one)
        return Figure(
            one.id, one.party, one.first, one.last, gender,
            document.text[document.tokens[one.first].start : document.tokens[one.last - 1].end],
            self._sentence(one.first).index, self._free(one),
            document.quoted(document.tokens[one.first].start) is not None,
        )  # fmt: skip

    def _sentence(self, place: int) -> Sentence:
        found = self._document.sentence_at(self._document.tokens[place].start)
        assert found is not None  # noqa: S101  every token lies in a sentence
        return found

    def _free(self, one: Mention) -> bool:
        """No preposition before its noun phrase, and no genitive."""
        tokens, language = self._document.tokens, self._language
        if self.owns(one):
            return False
        floor = self._sentence(one.first).first
        for place in range(one.first - 1, max(floor, one.first - 5) - 1, -1):
            token = tokens[place]
            if not token.is_word:
                return True
            if token.low in language.prepositions or token.low in language.oblique:
                return False
            if token.low in language.determiners:
                return True
            if not token.is_capital and language.compounds and not token.low.endswith(("e", "en", "er")):
                return True
        return True

    def _told(self, one: Mention) -> str:
        """The gender that a title or a role before the name tells ('Frau', 'Ministerin')."""
        tokens = self._document.tokens
        for place in range(one.first - 1, max(-1, one.first - 4), -1):
            token = tokens[place]
            if not token.is_word:
                break
            if token.low in self._people.addresses:
                return self._people.addresses[token.low]
            if role_key(token.low, self._language):
                return "f" if token.low.endswith(self._people.feminine or ("\0",)) else (
                    "m" if self._language.compounds and token.low[-1:] not in "e" else ""
                )  # fmt: skip
        return ""

    def _note_roles(self, one: Mention) -> None:
        """The roles that stand with a name: before it, or after a comma."""
        tokens, sentence = self._document.tokens, self._sentence(one.first)
        known = self.roles.setdefault(one.id, set())
        for place in range(one.first - 1, max(sentence.first, one.first - 4) - 1, -1):
            if not tokens[place].is_word and tokens[place].text not in ",":
                break
            key = _head(tokens[place].low, self._language)
            if key:
                known.add(key)
        if one.last + 1 < sentence.last and tokens[one.last].text == ",":
            for place in range(one.last + 1, min(sentence.last, one.last + 9)):
                if not tokens[place].is_word:
                    break
                key = _head(tokens[place].low, self._language)
                if key:
                    known.add(key)
                    break

    def _strangers(self, named: set[int]) -> Iterator[Figure]:
        """People whom the dossier does not know: a given name or a form of address, and a surname."""
        tokens = self._document.tokens
        surnames: dict[str, tuple[str, str]] = {}
        place = 0
        while place < len(tokens):
            token = tokens[place]
            last = place
            if place not in named and token.is_capital and token.is_word:
                if token.low in FEMALE or token.low in MALE:
                    last = self._name_end(place + 1, named)
                    gender = gender_of(token.low)
                    start = place
                elif token.low in self._people.addresses:
                    last = self._name_end(place + 1, named)
                    gender, start = self._people.addresses[token.low], place + 1
                elif token.low.removesuffix("'s") in surnames:
                    name, gender = surnames[token.low.removesuffix("'s")]
                    yield self._stranger(place, place + 1, gender, name)
            if last > place + 1 or (
                last == place + 1 and last > place and token.low in self._people.addresses
            ):
                text = self._document.text[tokens[start].start : tokens[last - 1].end]
                surnames.setdefault(tokens[last - 1].low, (text, gender))
                yield self._stranger(start, last, gender, text)
                place = last
                continue
            place += 1

    def _name_end(self, place: int, named: set[int]) -> int:
        tokens, at = self._document.tokens, place
        while at < len(tokens) and at < place + 4 and at not in named:
            token = tokens[at]
            if role_key(token.low, self._language):
                break
            if (token.is_capital and token.is_word and tokens[at - 1].text not in ".!?:") or (
                token.low in _PARTICLES and at + 1 < len(tokens) and tokens[at + 1].is_capital
            ):
                at += 1
            else:
                break
        return at

    def _stranger(self, first: int, last: int, gender: str, name: str) -> Figure:
        sentence = self._sentence(first)
        known = self.roles.setdefault(name, set())
        for place in range(first - 1, max(sentence.first, first - 3) - 1, -1):
            key = _head(self._document.tokens[place].low, self._language)
            if key:
                known.add(key)
        one = Mention(first, last, OTHER, None, "actor")
        quoted = self._document.quoted(self._document.tokens[first].start) is not None
        return Figure(OTHER, None, first, last, gender, name, sentence.index, self._free(one), quoted)


def _head(word: str, language: Language) -> str | None:
    low = word.lower().strip(",.;:()")
    return role_key(low, language) if low else None


def _gender(name: str, roles: object) -> str:
    """A person's gender as given name and German role tell it, else ''."""
    for role in roles if isinstance(roles, (list, tuple)) or hasattr(roles, "__iter__") else ():
        last = str(role).split()[0].lower() if str(role).split() else ""
        if last.endswith("in") and len(last) > 5:
            return "f"
    first = name.split()[0] if name.split() else ""
    return gender_of(first) if " " in name else ""
