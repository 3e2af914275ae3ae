"""From the words that name a speaker to somebody: an actor, a party, `author`, `anonymous` or `other`.

Worked out by what heads the words: a name, a pronoun, a role, a body, an unnamed source, a paper. What has
no name of its own is followed back through the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from zopa.dossier import Dossier
from zopa.reading.cast import Cast, Figure
from zopa.reading.engines import RawStatement
from zopa.reading.language import Language
from zopa.reading.names import Mention, role_key
from zopa.reading.people import BODY, FEMALE, MALE, SEVERAL
from zopa.reading.text import Document, Sentence
from zopa.vocabulary import ANONYMOUS, AUTHOR, OTHER, Span

_BACK = 6
"""Sentences that a pronoun looks back; further away people are named again."""
_LONGEST = 16
"""Tokens of a speaker's noun phrase; what is longer is cut at the sentence the quote stands in."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks: id, the party meant, and the name as written where the dossier does not know it."""

    id: str
    party: str | None = None
    name: str = ""


NOBODY = Who(AUTHOR)
_UNNAMED = Who(ANONYMOUS)


@dataclass(slots=True)
class _Said:
    """A statement that was resolved: where it ends, and whose it is."""

    who: Who
    sentence: int
    paragraph: int


@dataclass(slots=True)
class Resolver:
    """Resolves the speakers of one report, statement by statement in the order of the text."""

    document: Document
    cast: Cast
    dossier: Dossier
    language: Language
    _said: list[_Said] = field(default_factory=list)

    def speaker(self, statement: RawStatement) -> Who:
        """Who speaks in the next statement of the report."""
        quote = statement.quote
        home = self.document.sentence_at(quote[0][0])
        if home is None:
            return NOBODY
        if statement.speaker:
            who = self._phrase(statement.speaker[0], quote)
        else:
            who = self._unsaid(statement, home)
        if who.id != AUTHOR:
            end = self.document.sentence_at(quote[-1][1] - 1) or home
            self._said.append(_Said(who, end.index, end.paragraph))
        return who

    def heard(self, who: Who, sentence: Sentence) -> None:
        """Note a speaker who was found by other means (a transcript's label)."""
        self._said.append(_Said(who, sentence.index, sentence.paragraph))

    # ---------------------------------------------------------------- the phrase

    def _phrase(self, span: Span, quote: tuple[Span, ...]) -> Who:
        tokens = self.document.tokens
        first, last = self.document.tokens_in(span)
        first, last = self._trimmed(first, max(last, first + 1))
        if first >= len(tokens):
            return NOBODY
        words = self.language.people
        place = first
        while place < last and (not tokens[place].is_word):
            place += 1
        if place >= last:
            return Who(OTHER, name=self._text(first, last))
        head = tokens[place]
        # a pronoun heads its phrase, whatever the engine took along
        if head.low in words.pronouns and self._is_alone(place, last):
            return self._pronoun(place, words.pronouns[head.low], quote, self._text(first, last))
        if head.low in self.language.own:
            return self._latest_speaker(place) or Who(OTHER, name=self._text(first, last))
        names = [one for one in self.cast.mentions if first <= one.first < last]
        strangers = [one for one in self.cast.within(first, last) if one.id == OTHER]
        kind, at = self._head(place, last, names, strangers)
        if kind == "name":
            one = next(m for m in names if m.first == at)
            return Who(one.id, one.party)
        if kind == "stranger":
            return Who(OTHER, name=next(m for m in strangers if m.first == at).name)
        owner = self._owner(names, place, at, quote)
        if kind == "speaks":
            return self._for_somebody(owner, at, quote, self._text(first, last))
        if kind == "unnamed":
            return _UNNAMED
        if kind == "role":
            return self._role(place, at, last, owner, quote, self._text(first, last))
        if kind == "paper":
            if owner is not None:
                return owner
            stranger = strangers[0] if strangers else None
            if stranger is not None:
                return Who(OTHER, name=stranger.name)
            return self._latest_speaker(at, same=True) or self._latest_body(at, quote) or _UNNAMED
        if kind == "followers" and owner is not None and owner.party:
            return Who(owner.party, owner.party)
        if kind == "organ":
            if owner is not None and owner.party and at > place and self._office(tokens[at].low):
                return Who(owner.party, owner.party)
            return Who(OTHER, name=self._text(first, last))
        if kind == "body":
            if owner is not None and owner.party:
                return Who(owner.party, owner.party)
            return self._body(at, quote) or Who(OTHER, name=self._text(first, last))
        if kind == "crowd":
            return self._crowd(at) or Who(OTHER, name=self._text(first, last))
        if owner is not None and owner.party and kind == "owned":
            return Who(owner.party, owner.party)
        return self._epithet(place, last, quote) or Who(OTHER, name=self._text(first, last))

    def _is_alone(self, place: int, last: int) -> bool:
        """Whether a word that may be a pronoun or an article is the pronoun."""
        tokens = self.document.tokens
        if last - place == 1:
            return True
        article = tokens[place].low in self.language.determiners and tokens[place + 1].is_word
        return not article and not self._names(place, min(last, place + 3))

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        """A phrase within one sentence: of what crosses an end, the last part."""
        if last - first > _LONGEST:
            sentence = self.document.sentence_at(
                self.document.tokens[min(last, len(self.document.tokens)) - 1].start
            )
            if sentence is not None and sentence.first > first:
                first = sentence.first
        return first, last

    def _names(self, first: int, last: int) -> list[Mention]:
        return [one for one in self.cast.mentions if first <= one.first < last and one.kind == "actor"]

    def _head(self, first: int, last: int, names: list[Mention], strangers: list[Figure]) -> tuple[str, int]:
        """What heads a noun phrase, and the token it stands at.

        A person's name heads it unless a preposition or genitive makes the name a complement of a noun before
        it; then that noun does.
        """
        tokens, words = self.document.tokens, self.language.people
        by_place = {one.first: one for one in names}
        people = {one.first: one for one in strangers}
        noun: tuple[str, int] | None = None
        body: tuple[str, int] | None = None
        bound = False  # whether what comes next is a complement of `noun`
        indefinite = tokens[first].low in words.indefinite or tokens[first].text.isdigit()
        place = first
        while place < last:
            token = tokens[place]
            named = by_place.get(place)
            if named is not None:
                if named.kind == "actor" and not self.cast.owns(named) and not (bound and noun):
                    return "name", place
                if named.kind == "compound" and noun is None:
                    kind = self._noun(token.low, False)
                    noun = (kind or "owned", place) if kind != "unnamed" else ("role", place)
                elif named.kind == "party" and noun is None and not self.cast.owns(named):
                    body = body or ("name", place)
                place = named.last
                continue
            if place in people and not (bound and noun) and not self.cast.owns(people[place]):
                return "stranger", place
            if token.is_word:
                if token.low in words.linking and (noun or body) and place > first:
                    bound = True
                elif token.low in words.linking and place == first:
                    pass
                elif not bound:
                    kind = self._noun(token.low, indefinite)
                    if kind and (noun is None or kind in ("speaks", "role")) and self._noun_like(place):
                        noun = (kind, place)
                        if body and body[1] < place and kind in ("body", "followers"):
                            noun = None
            elif token.text == "," and noun is not None:
                bound = False
            elif token.text == "," and body is not None:
                return body
            place += 1
        if body and (noun is None or noun[1] > body[1]):
            return body if noun is None or noun[0] not in ("role", "speaks", "organ") else noun
        if noun:
            return noun
        owning = next((one for one in names if self.cast.owns(one)), None)
        if owning is not None:
            return "owned", owning.first
        return "plain", first

    def _noun_like(self, place: int) -> bool:
        return not self.language.compounds or self.document.tokens[place].is_capital or (
            self.document.tokens[place].low in self.language.people.indefinite
        )  # fmt: skip

    def _noun(self, low: str, indefinite: bool) -> str | None:
        """What kind of speaker a noun means."""
        words, language = self.language.people, self.language
        tail = low.rpartition("-")[2]
        for part in (low, tail):
            if part in words.speakers:
                return "speaks"
            if part in words.papers:
                return "paper"
            if part in words.unnamed and (indefinite or part not in language.role_nouns):
                return "unnamed"
        key = role_key(low, language)
        if key:
            return "unnamed" if indefinite and key in words.unnamed else "role"
        if language.compounds:
            if tail.endswith(("kreise", "kreisen")):
                return "unnamed"
            if any(tail.endswith(one) for one in words.speakers if len(one) > 6):
                return "speaks"
            for kind, nouns in (("organ", words.organs), ("body", words.bodies)):
                if any(tail.endswith(one) and len(one) >= 4 for one in nouns):
                    return kind
        for kind, nouns in (("organ", words.organs), ("body", words.bodies), ("crowd", words.crowd)):
            if tail in nouns or tail.removesuffix("s") in nouns:
                return kind
        if tail in words.followers:
            return "followers"
        return None

    def _office(self, low: str) -> bool:
        return low in ("office", "büro")

    def _owner(self, names: list[Mention], first: int, at: int, quote: tuple[Span, ...]) -> Who | None:
        """Whose spokeswoman, chairman or statement it is: named in the phrase, or by a possessive."""
        others = [one for one in names if one.first != at or one.kind == "compound"]
        if others:
            best = next((one for one in others if one.kind == "actor"), others[0])
            return Who(best.id, best.party)
        for place in range(first, at):
            low = self.document.tokens[place].low
            if low in self.language.people.possessives:
                return self._antecedent(
                    place, self.language.people.possessives[low], quote, bodies_first=True
                )
        return None

    # ---------------------------------------------------------------- kinds of phrases

    def _for_somebody(self, owner: Who | None, at: int, quote: tuple[Span, ...], text: str) -> Who:
        """'a spokeswoman for X': the party of X."""
        if owner is None:
            owner = self._latest_body(at, quote)
        if owner is not None and owner.party:
            return Who(owner.party, owner.party)
        return Who(OTHER, name=text)

    def _role(
        self, first: int, at: int, last: int, owner: Who | None, quote: tuple[Span, ...], text: str
    ) -> Who:
        """'the minister', 'der GLF-Vorsitzende', 'its foreign minister'."""
        tokens = self.document.tokens
        key = role_key(tokens[at].low, self.language) or ""
        compound = next((m for m in self.cast.mentions if m.first == at and m.kind == "compound"), None)
        party = owner.party if owner is not None else (compound.party if compound else None)
        adjective = next(
            (m for m in self.cast.mentions if first <= m.first < at and m.kind == "adjective"), None
        )
        if party is None and adjective is not None:
            party = adjective.party
        low = tokens[at].low
        gender = (
            FEMALE if self.language.people.feminine and low.endswith(self.language.people.feminine) else ""
        )
        fits = {
            name for name, heads in self.cast.roles.items()
            if name in self.dossier.actors
            and key in heads
            and (party is None or self.dossier.actors[name].party == party)
            and not (gender and self.cast.genders.get(name) == MALE)
        }  # fmt: skip
        strangers = {
            name
            for name, heads in self.cast.roles.items()
            if name not in self.dossier.actors and key in heads
        }
        phrase = self._text(first, last).lower()
        full = {name for name in fits if self._is_titled(name, phrase)}
        recent = self._recent(at, full or fits, strangers if party is None and not full else set())
        if recent is not None:
            return recent
        if len(full or fits) == 1:
            return self._actor(next(iter(full or fits)))
        indefinite = tokens[first].low in self.language.people.indefinite
        if indefinite:
            return Who(OTHER, name=text)
        if party is not None:
            mine = {a.id for a in self.dossier.actors.values() if a.party == party}
            near = self._recent(at, mine, set(), reach=4)
            return near or Who(party, party)
        return self._epithet(first, last, quote) or Who(OTHER, name=text)

    def _is_titled(self, name: str, phrase: str) -> bool:
        """Whether the phrase gives an actor's whole title ('prime minister')."""
        return any(role.lower() in phrase for role in self.dossier.actors[name].roles.values() if role)

    def _actor(self, name: str) -> Who:
        return Who(name, self.dossier.actors[name].party)

    def _recent(self, at: int, actors: set[str], strangers: set[str], reach: int = 400) -> Who | None:
        """The last named of these people before a token."""
        here = self._sentence_of(at)
        for one in reversed(self.cast.before(at)):
            if here.index - one.sentence > reach:
                return None
            if one.id in actors:
                return Who(one.id, one.party)
            if one.id == OTHER and one.name in strangers and here.index - one.sentence <= 5:
                return Who(OTHER, name=one.name)
        return None

    def _epithet(self, first: int, last: int, quote: tuple[Span, ...]) -> Who | None:
        """'die Managerin', 'the veteran': a definite noun for the person spoken of last."""
        tokens, words = self.document.tokens, self.language.people
        if tokens[first].low not in self.language.determiners or tokens[first].low in words.indefinite:
            return None
        if any(tokens[p].is_capital and not self.language.compounds for p in range(first + 1, last)):
            return None
        noun = next((tokens[p].low for p in range(last - 1, first, -1) if tokens[p].is_word), "")
        if self.language.compounds:
            if tokens[first].low == "die":
                return self._antecedent(first, FEMALE, quote) if noun.endswith(("in", "e")) else None
            return (
                self._antecedent(first, MALE, quote)
                if noun.endswith(("er", "or", "ist", "ent", "e"))
                else None
            )
        return self._antecedent(first, MALE + FEMALE, quote) if noun.endswith(_PERSONAL) else None

    def _pronoun(self, place: int, kinds: str, quote: tuple[Span, ...], text: str) -> Who:
        return self._antecedent(place, kinds, quote) or Who(OTHER, name=text)

    def _antecedent(
        self, place: int, kinds: str, quote: tuple[Span, ...], bodies_first: bool = False
    ) -> Who | None:
        """Whom a pronoun at this token stands for.

        kinds         letters of MALE, FEMALE, BODY, SEVERAL.
        bodies_first  for a possessive: its owner may stand in the quote itself ("Norland is ready, its
                      minister said"), and is rather a body.
        The weights were set by hand on coded dossiers.
        """
        here = self._sentence_of(place)
        best: tuple[float, Who] | None = None
        spoke = self._said[-1] if self._said else None
        for one in self.cast.before(place):
            back = here.index - one.sentence
            if back > _BACK or one.quoted:
                continue
            start = self.document.tokens[one.first].start
            if any(a <= start < b for a, b in quote) and not (bodies_first and one.is_body):
                continue
            fit = self._fit(one, kinds)
            if fit <= 0:
                continue
            score = fit - 0.9 * back + (0.7 if one.free else 0.0)
            score -= 0.25 * (self.document.sentences[one.sentence].paragraph != here.paragraph)
            if spoke is not None and self._same(one, spoke.who):
                score += 0.8 if here.index - spoke.sentence <= 2 else 0.2
            if bodies_first and one.is_body:
                score += 0.6
            score += 0.0005 * one.first / max(1, place)
            if best is None or score >= best[0]:
                best = (score, Who(one.id, one.party, one.name if one.id == OTHER else ""))
        if spoke is not None and here.index - spoke.sentence <= 3 and self._speaker_fits(spoke.who, kinds):
            score = 0.9 - 0.7 * max(0, here.index - spoke.sentence) + 0.8
            if best is None or score > best[0]:
                best = (score, spoke.who)
        return best[1] if best else None

    def _fit(self, one: Figure, kinds: str) -> float:
        if one.is_body:
            return (
                (0.9 if kinds in (BODY, SEVERAL, BODY + SEVERAL) else 0.55)
                if set(kinds) & {BODY, SEVERAL}
                else 0.0
            )
        if one.gender in kinds and one.gender:
            return 1.2
        if not one.gender and set(kinds) & {MALE, FEMALE}:
            return 0.8
        return 0.0

    def _speaker_fits(self, who: Who, kinds: str) -> bool:
        if who.id in self.dossier.parties:
            return bool(set(kinds) & {BODY, SEVERAL})
        if who.id in self.dossier.actors:
            gender = self.cast.genders.get(who.id, "")
            return gender in kinds if gender else bool(set(kinds) & {MALE, FEMALE})
        if who.id == ANONYMOUS:
            return bool(set(kinds) & {SEVERAL, FEMALE, MALE})
        return False

    def _same(self, one: Figure, who: Who) -> bool:
        return one.id == who.id and (one.id != OTHER or one.name == who.name)

    # ---------------------------------------------------------------- bodies and crowds

    def _body(self, at: int, quote: tuple[Span, ...]) -> Who | None:
        """'das Unternehmen': the party that the dossier calls so, else the one spoken of last."""
        noun = self.document.tokens[at].low.removesuffix("'s")
        called = {party for party in self.dossier.parties if self._is_called(party, noun)}
        pool = called or set(self.dossier.parties)
        latest = self._latest_body(at, quote, pool)
        if latest is None and len(called) == 1:
            name = next(iter(called))
            return Who(name, name)
        return latest

    def _is_called(self, party: str, noun: str) -> bool:
        one = self.dossier.parties[party]
        names = [*one.names.values(), *(a for group in one.aliases.values() for a in group)]
        return any(word.lower().endswith(noun) for name in names for word in name.split())

    def _latest_body(self, at: int, quote: tuple[Span, ...], pool: set[str] | None = None) -> Who | None:
        here = self._sentence_of(at)
        best: tuple[float, str] | None = None
        for one in self.cast.before(at):
            if one.party is None or one.quoted or (pool is not None and one.party not in pool):
                continue
            start = self.document.tokens[one.first].start
            if any(a <= start < b for a, b in quote):
                continue
            back = here.index - one.sentence
            if back > 10:
                continue
            score = -0.8 * back + 0.6 * one.free + 0.4 * one.is_body
            if best is None or score >= best[0]:
                best = (score, one.party)
        return Who(best[1], best[1]) if best else None

    def _crowd(self, at: int) -> Who | None:
        """'die Länder', 'the signatories': the party most of whose people were named of late."""
        seen: dict[str, set[str]] = {}
        for one in self.cast.before(at)[-14:]:
            if one.party:
                seen.setdefault(one.party, set()).add(one.id)
        best = max(seen, key=lambda name: len(seen[name]), default=None)
        return Who(best, best) if best is not None and len(seen[best]) >= 2 else None

    # ---------------------------------------------------------------- nobody is named

    def _unsaid(self, statement: RawStatement, home: Sentence) -> Who:
        """A statement without a named speaker: who spoke just before, an unnamed source, or the reporter."""
        words = [self.document.tokens[p].low for p in range(home.first, home.last)]
        cues = {self.document.text[a:b].lower() for a, b in statement.cue}
        for _, first, _last in self.language.anonymous.find(words):
            start = self.document.tokens[home.first + first].start
            if not any(a <= start < b for a, b in statement.quote):
                return _UNNAMED
        if cues & {"heißt", "hieß"}:
            return self._latest_speaker(home.first, same=True) or _UNNAMED
        last = self._said[-1] if self._said else None
        if last is not None and last.paragraph == home.paragraph and home.index - last.sentence <= 1:
            return last.who
        return NOBODY

    def _latest_speaker(self, at: int, same: bool = False) -> Who | None:
        here = self._sentence_of(at)
        last = self._said[-1] if self._said else None
        if last is None or here.index - last.sentence > 3 or (same and last.paragraph != here.paragraph):
            return None
        return last.who

    def _sentence_of(self, place: int) -> Sentence:
        tokens = self.document.tokens
        found = self.document.sentence_at(tokens[min(place, len(tokens) - 1)].start)
        assert found is not None  # noqa: S101  every token lies in a sentence
        return found

    def _text(self, first: int, last: int) -> str:
        tokens = self.document.tokens
        return self.document.text[tokens[first].start : tokens[min(last, len(tokens)) - 1].end]


_PERSONAL = ("er", "or", "man", "woman", "ist", "ian", "eran", "ant", "ent")
"""Endings of English nouns for a person."""
