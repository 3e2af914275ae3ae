"""Who is meant: subjects, pronouns, roles and unnamed sources, followed through a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from zopa.dossier import Dossier
from zopa.reading.language import Language
from zopa.reading.names import Mention, Names, role_key
from zopa.reading.text import Document, Sentence
from zopa.vocabulary import ANONYMOUS, OTHER

_NP = 6
"""Words a title may put between a preposition and the name it governs."""


@dataclass(frozen=True, slots=True)
class Referent:
    """Somebody the text speaks of, over tokens first..last (half-open).

    id     actor, party, `anonymous` or `other`; party  the party meant, or None.
    how    'actor', 'party', 'compound', 'role', 'pronoun', 'own', 'unnamed', 'stranger'.
    """

    id: str
    party: str | None
    first: int
    last: int
    how: str


@dataclass
class Discourse:
    """Who was spoken of and who spoke, up to here."""

    actors: list[str] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    speaker: Referent | None = None
    topic: str | None = None

    def saw(self, mention: Mention) -> None:
        """Remember a mention."""
        if mention.kind == "actor":
            self.actors.append(mention.id)
        if mention.party:
            self.parties.append(mention.party)


class Speakers:
    """Finds subjects and resolves them for one dossier and language."""

    def __init__(self, dossier: Dossier, language: Language, names: Names) -> None:
        self._dossier, self._language, self._names = dossier, language, names

    # ---------------------------------------------------------------- syntax by surface

    def governed(self, document: Document, first: int, floor: int) -> bool:
        """Whether a preposition or an oblique article governs the noun phrase that begins at `first`."""
        tokens, language = document.tokens, self._language
        for place in range(first - 1, max(floor, first - _NP) - 1, -1):
            token = tokens[place]
            if not token.is_word:
                return False
            if token.low in language.prepositions:
                return True
            if token.low in language.oblique:
                return True
            if token.low in language.determiners:
                before = tokens[place - 1] if place > floor else None
                return before is not None and (
                    before.low in language.prepositions
                    or (language.compounds and token.low == "der" and before.is_capital and before.is_word)
                )
            known = role_key(token.low, language) or token.text[0].islower() is False
            if not known and token.text[0].islower() and not _adjectival(token.low, language):
                return False
        return False

    def candidates(
        self, document: Document, sentence: Sentence, mentions: list[Mention], state: Discourse
    ) -> list[Referent]:
        """Everybody a sentence could have as a subject, in order of appearance."""
        found = []
        for number, mention in enumerate(mentions):
            if mention.kind == "adjective":
                nominal = self._adjectival_body(document, sentence, mention)
                if nominal:
                    found.append(nominal)
                continue
            following = mentions[number + 1] if number + 1 < len(mentions) else None
            if following and following.kind == "actor" and mention.kind in ("party", "compound"):
                between = document.tokens[mention.last : following.first]
                if len(between) <= 4 and all(
                    token.is_word and not self._names_finite(token.low) for token in between
                ):
                    continue  # 'Russlands Außenminister X', 'GLF-Chef X': the person is meant
            spokes = self._spokes(document, sentence, mention)
            if spokes:
                found.append(Referent(mention.party or OTHER, mention.party, spokes, mention.last, "party"))
                continue
            if mention.kind == "compound":
                found.append(self._compound(document, mention, state))
                continue
            found.append(Referent(mention.id, mention.party, mention.first, mention.last, mention.kind))
        found.extend(self._pronouns(document, sentence, state))
        found.extend(self._roles(document, sentence, mentions, state))
        return sorted(found, key=lambda one: one.first)

    def _names_finite(self, low: str) -> bool:
        return low in (
            "und",
            "and",
            "oder",
            "or",
            "mit",
            "with",
            "von",
            "hat",
            "ist",
            "war",
            "will",
            "has",
            "is",
        )

    def _spokes(self, document: Document, sentence: Sentence, mention: Mention) -> int | None:
        """Where 'ein Sprecher von X' begins, if this mention is its X."""
        for place in range(mention.first - 1, max(sentence.first, mention.first - 5) - 1, -1):
            token = document.tokens[place]
            if not token.is_word:
                return None
            if token.low in self._language.spokes_nouns and (
                mention.first - place > 1 or mention.kind == "party"
            ):
                return place
        return None

    def _adjectival_body(self, document: Document, sentence: Sentence, mention: Mention) -> Referent | None:
        """'die russische Regierung', 'der russische Politiker': an adjective with a noun that can act."""
        if mention.last >= sentence.last:
            return None
        noun = document.tokens[mention.last].low
        key = role_key(noun, self._language)
        if noun in self._language.own_nouns or (self._language.compounds and noun.endswith("regierung")):
            return Referent(mention.id, mention.party, mention.first, mention.last + 1, "party")
        if key:
            actor = self._by_role(key, mention.party, Discourse())
            following = document.tokens[mention.last + 1] if mention.last + 1 < sentence.last else None
            if following is not None and following.is_capital and following.is_word:
                return None
            return Referent(actor or mention.id, mention.party, mention.first, mention.last + 1, "role")
        return None

    def _compound(self, document: Document, mention: Mention, state: Discourse) -> Referent:
        """'GLF-Chef' alone: the actor with that role, else the party."""
        key = role_key(document.tokens[mention.first].low, self._language)
        actor = self._by_role(key, mention.party, state) if key else None
        return Referent(actor or mention.id, mention.party, mention.first, mention.last, "compound")

    def _by_role(self, key: str | None, party: str | None, state: Discourse) -> str | None:
        if not key:
            return None
        ids = self._names.roles.get(key, [])
        ids = [one for one in ids if party is None or self._dossier.actors[one].party == party]
        for seen in reversed(state.actors[-12:]):
            if seen in ids:
                return seen
        return ids[0] if len(set(ids)) == 1 else None

    def _pronouns(self, document: Document, sentence: Sentence, state: Discourse) -> list[Referent]:
        found = []
        for place in range(sentence.first, sentence.last):
            token = document.tokens[place]
            if token.low in self._language.pronouns and not document.quoted(token.start):
                target = self._antecedent(state)
                if target is not None:
                    found.append(Referent(target[0], target[1], place, place + 1, "pronoun"))
        return found

    def _antecedent(self, state: Discourse) -> tuple[str, str | None] | None:
        if state.speaker is not None and state.speaker.id not in (ANONYMOUS,):
            return state.speaker.id, state.speaker.party
        if state.actors:
            actor = self._dossier.actors[state.actors[-1]]
            return actor.id, actor.party
        return None

    def _roles(
        self, document: Document, sentence: Sentence, mentions: list[Mention], state: Discourse
    ) -> list[Referent]:
        """'der Minister', 'the guild president': a role that stands for a person."""
        taken = {place for mention in mentions for place in range(mention.first - 1, mention.last + 1)}
        found = []
        for place in range(sentence.first, sentence.last):
            token = document.tokens[place]
            if place in taken or not token.is_word or document.quoted(token.start):
                continue
            if token.low in self._language.collectives and place > sentence.first:
                several = self._several(state)
                if several and document.tokens[place - 1].low in self._language.determiners:
                    found.append(Referent(several, several, place, place + 1, "role"))
                    continue
            key = role_key(token.low, self._language)
            if key is None or not (token.is_capital or not self._language.compounds):
                continue
            following = document.tokens[place + 1] if place + 1 < sentence.last else None
            named = following is not None and following.is_word and following.is_capital
            before = document.tokens[place - 1] if place > sentence.first else None
            definite = before is not None and before.low in self._language.determiners
            actor = None if named else self._by_role(key, None, state)
            if actor is not None and (definite or before is None):
                party = self._dossier.actors[actor].party
                found.append(Referent(actor, party, place, place + 1, "role"))
            elif named and following is not None:
                last = place + 1
                while last < sentence.last and document.tokens[last].is_capital:
                    last += 1
                found.append(Referent(OTHER, None, place, last, "stranger"))
        return found

    def _several(self, state: Discourse) -> str | None:
        """The party of which most different actors were named of late, if at least two were."""
        recent = dict.fromkeys(reversed(state.actors[-10:]))
        counts: dict[str, int] = {}
        for actor in recent:
            party = self._dossier.actors[actor].party
            if party is not None:
                counts[party] = counts.get(party, 0) + 1
        best = max(counts, key=lambda one: counts[one], default=None)
        return best if best is not None and counts[best] >= 2 else None

    def anonymous(self, document: Document, sentence: Sentence) -> Referent | None:
        """An unnamed source in this sentence ('in Regierungskreisen hieß es')."""
        words = [document.tokens[place].low for place in range(sentence.first, sentence.last)]
        for _, first, last in self._language.anonymous.find(words):
            place = sentence.first + first
            if not document.quoted(document.tokens[place].start):
                return Referent(ANONYMOUS, None, place, sentence.first + last + 1, "unnamed")
        return None

    def subject(
        self, document: Document, sentence: Sentence, found: list[Referent], verb: int, reach: int = 14
    ) -> Referent | None:
        """Who does what the verb at this token says: the nearest that no preposition governs."""
        best: tuple[float, Referent] | None = None
        for one in found:
            if document.quoted(document.tokens[one.first].start) and not document.quoted(
                document.tokens[verb].start
            ):
                continue
            away = one.first - verb if one.first > verb else verb - one.last + 1
            if away > reach:
                continue
            cost = float(away)
            if self.governed(document, one.first, sentence.first):
                cost += 12
            cost += 2.5 * self._marks_between(document, one, verb)
            if one.how == "pronoun":
                cost += 1
            if best is None or cost < best[0]:
                best = (cost, one)
        return best[1] if best and best[0] < reach + 6 else None

    def _marks_between(self, document: Document, one: Referent, verb: int) -> int:
        low, high = (one.last, verb) if one.first < verb else (verb + 1, one.first)
        return sum(not document.tokens[place].is_word for place in range(low, high))


def _adjectival(low: str, language: Language) -> bool:
    return low.endswith(("e", "en", "er", "es", "em")) if language.compounds else True
