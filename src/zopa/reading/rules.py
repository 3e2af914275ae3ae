"""Positions by rules: an option, the nearest cue, and whoever the cue's subject or the speaker is."""

from __future__ import annotations

from dataclasses import dataclass

from zopa.dossier import Dossier
from zopa.reading.candidates import Annotated, OptionCandidate, Passage
from zopa.reading.cues import STANCE_CLASSES, Cue
from zopa.reading.language import Language
from zopa.reading.speakers import Referent, Speakers
from zopa.vocabulary import ANONYMOUS, AUTHOR, OTHER, Condition, Modality, Stance

_STANCE = {
    "want": Stance.SUPPORTS,
    "must": Stance.SUPPORTS,
    "accept": Stance.ACCEPTS,
    "reject": Stance.REJECTS,
}
_FLIPPED = {
    "want": Stance.REJECTS,
    "must": Stance.REJECTS,
    "accept": Stance.REJECTS,
    "reject": Stance.ACCEPTS,
}


@dataclass(frozen=True, slots=True)
class Coded:
    """A position before it becomes a StatedPosition: sentence number and character span."""

    passage: int
    start: int
    end: int
    speaker: str
    speaker_name: str
    holder: str
    issue: str
    option: str
    stance: Stance
    firm: bool
    condition: tuple[str | None, str | None, str] | None
    confidence: float
    further: tuple[Condition, ...] = ()
    modality: Modality = Modality.CURRENT


class Rules:
    """The transparent engine: no weights, only the order of preference written here."""

    def __init__(
        self, dossier: Dossier, language: Language, speakers: Speakers, threshold: float = 0.3
    ) -> None:
        self._dossier, self._language, self._speakers = dossier, language, speakers
        self._threshold = threshold

    def code(self, annotated: Annotated) -> list[Coded]:
        """All positions of a report that are sure enough, each once."""
        return self._once([one for one in self.all(annotated) if one.confidence >= self._threshold])

    def all(self, annotated: Annotated) -> list[Coded]:
        """Every position the rules can make out, however unsure."""
        coded: list[Coded] = []
        carried: list[OptionCandidate] = []
        topic: str | None = None
        for number, passage in enumerate(annotated.passages):
            if passage.voice.question:
                continue
            options = self.options(passage)
            if not options and carried and self._refers_back(annotated, passage):
                options = [
                    OptionCandidate(
                        one.issue,
                        one.option,
                        passage.sentence.first,
                        one.own * 0.8,
                        one.issue_strength,
                        one.source,
                        True,
                    )
                    for one in carried[:2]
                ]
            for option in options:
                found = self._position(annotated, number, passage, option, topic)
                if found is not None:
                    coded.append(found)
            if any(not one.carried for one in options):
                carried = [one for one in options if one.own >= 0.5]
            subject = next((one for one in passage.referents if one.party), None)
            topic = subject.party if subject is not None else (passage.voice.party or topic)
        return coded

    # ---------------------------------------------------------------- options

    def options(self, passage: Passage) -> list[OptionCandidate]:
        """The options a sentence speaks of, the clearest first; one for each place of an issue."""
        strengths: dict[str, float] = {}
        for hit in passage.hits:
            weight = hit.strength if hit.option is None else hit.strength * 0.8
            strengths[hit.issue] = max(strengths.get(hit.issue, 0.0), weight)
        found: dict[tuple[str, str], OptionCandidate] = {}
        for hit in passage.hits:
            if hit.option is None:
                continue
            score = hit.strength * (0.55 + 0.45 * strengths.get(hit.issue, 0.0))
            if hit.source == "figure":
                score = hit.strength * (0.8 + 0.2 * strengths.get(hit.issue, 0.0))
            score *= 1 + 0.1 * (len(hit.tokens) > 1)
            known = found.get((hit.issue, hit.option))
            if known is None or score > known.own:
                found[hit.issue, hit.option] = OptionCandidate(
                    hit.issue,
                    hit.option,
                    hit.tokens[-1],
                    score,
                    strengths[hit.issue],
                    hit.source,
                    tokens=hit.tokens,
                )
        for issue in self._dossier.issues.values():
            if strengths.get(issue.id, 0.0) >= 0.75 and not any(key[0] == issue.id for key in found):
                default = self._default(issue.id)
                if default is not None:
                    hit = max((h for h in passage.hits if h.issue == issue.id), key=lambda h: h.strength)
                    found[issue.id, default] = OptionCandidate(
                        issue.id,
                        default,
                        hit.tokens[-1],
                        0.45,
                        strengths[issue.id],
                        "issue",
                        tokens=hit.tokens,
                    )
        ranked = sorted(found.values(), key=lambda one: -one.own)
        kept: list[OptionCandidate] = []
        for one in ranked:
            rival = any(
                other.issue == one.issue
                and (set(other.tokens) & set(one.tokens) or other.own > one.own + 0.25)
                for other in kept
            )
            other_issue = any(
                other.issue != one.issue
                and set(other.tokens) & set(one.tokens)
                and other.own + 0.3 * other.issue_strength > one.own + 0.3 * one.issue_strength
                for other in kept
            )
            if not rival and not other_issue and one.own >= 0.35:
                kept.append(one)
        return kept[:5]

    def _default(self, issue_id: str) -> str | None:
        """Of two options, one of which only denies the other, the one that is denied."""
        issue = self._dossier.issues[issue_id]
        plain = [option for option in issue.options if not self._denies(option.id, issue_id)]
        return plain[0].id if len(plain) == 1 else None

    def _denies(self, option_id: str, issue_id: str) -> bool:
        option = self._dossier.issues[issue_id].option(option_id)
        if option is None:
            return False
        negative = {"no", "none", "keine", "kein", "nein", "not", "without", "ohne", "nicht"}
        words = {word for name in option.names.values() for word in name.lower().split()[:2]}
        return bool(words & negative) or bool(set(option.id.lower().replace("-", "_").split("_")) & negative)

    def _refers_back(self, annotated: Annotated, passage: Passage) -> bool:
        first = [
            annotated.document.tokens[place].low
            for place in range(passage.sentence.first, min(passage.sentence.last, passage.sentence.first + 8))
        ]
        back = {
            "das",
            "dies",
            "darauf",
            "dafür",
            "dagegen",
            "davon",
            "damit",
            "daran",
            "dazu",
            "that",
            "this",
            "it",
        }
        back |= {
            "beides",
            "solche",
            "solches",
            "such",
            "vorschlag",
            "vorstoß",
            "plan",
            "proposal",
            "idea",
            "angebot",
        }
        short = passage.sentence.last - passage.sentence.first <= 26
        return short and bool(back & set(first)) and any(cue.kind in STANCE_CLASSES for cue in passage.cues)

    # ---------------------------------------------------------------- one position

    def _position(
        self, annotated: Annotated, number: int, passage: Passage, option: OptionCandidate, topic: str | None
    ) -> Coded | None:
        cue, nearness = self._cue(passage, option)
        voice = passage.voice
        if cue is None:
            return None
        stance = (_FLIPPED if cue.negated else _STANCE)[cue.kind]
        holder, speaker, name, certainty = self._holder(annotated, passage, cue, topic)
        if holder is None:
            return None
        confidence = option.own * nearness * certainty
        if any(one.kind == "hope" for one in passage.cues):
            confidence *= 0.6
        if any(one.kind == "past" for one in passage.cues):
            confidence *= 0.8
        if voice.kind is None and cue.kind == "must":
            confidence *= 0.6
        if self._denies(option.option, option.issue) and stance is Stance.REJECTS and cue.kind != "reject":
            stance = Stance.SUPPORTS
        firm = any(one.kind == "firm" for one in passage.cues)
        start, end = self._span(annotated, passage, option, cue)
        return Coded(
            number, start, end, speaker, name, holder, option.issue, option.option, stance, firm,
            self._condition(annotated, passage, option), min(1.0, confidence),
        )  # fmt: skip

    def _cue(self, passage: Passage, option: OptionCandidate) -> tuple[Cue | None, float]:
        best: tuple[float, Cue] | None = None
        sentence = passage.sentence
        home = sentence.clause_of(option.anchor)
        for cue in passage.cues:
            if cue.kind not in STANCE_CLASSES:
                continue
            away = (
                0
                if cue.first <= option.anchor <= cue.last
                else min(abs(cue.first - option.anchor), abs(cue.last - option.anchor))
            )
            cost = away + 4 * min(
                abs(sentence.clause_of(cue.first) - home), abs(sentence.clause_of(cue.last) - home)
            )
            cost += {"must": 5, "want": 1, "accept": 0, "reject": -2}[cue.kind]
            if set(range(cue.first, cue.last + 1)) <= set(option.tokens):
                cost += 6
            if best is None or cost < best[0]:
                best = (cost, cue)
        if best is None:
            return None, 0.0
        return best[1], max(0.4, 1.0 - 0.02 * max(0, best[0]))

    def _holder(
        self, annotated: Annotated, passage: Passage, cue: Cue, topic: str | None
    ) -> tuple[str | None, str, str, float]:
        """(holder, speaker, the speaker's words, how sure)."""
        document, voice = annotated.document, passage.voice
        viewed = self._viewpoint(annotated, passage, cue)
        if viewed is not None:
            speaker = voice.speaker if voice.kind is not None and voice.party != viewed else AUTHOR
            if voice.kind is not None:
                speaker = voice.speaker
            return viewed, speaker, self._name(annotated, voice.named), 0.95
        subject = self._speakers.subject(document, passage.sentence, list(passage.referents), cue.first)
        if subject is not None and subject.party in self._dossier.parties:
            governed = self._speakers.governed(document, subject.first, passage.sentence.first)
            sure = 0.6 if governed else 0.9
            if voice.kind is None:
                speaker = subject.id if cue.kind != "must" else AUTHOR
                return subject.party, speaker, self._words(annotated, subject), sure
            if subject.how == "pronoun" or subject.party == voice.party:
                return subject.party, voice.speaker, self._name(annotated, voice.named), 0.9
            if not governed:
                return subject.party, voice.speaker, self._name(annotated, voice.named), 0.6
        if voice.kind is not None and voice.party is not None:
            return voice.party, voice.speaker, self._name(annotated, voice.named), 0.8
        if voice.kind is not None and voice.speaker in (ANONYMOUS, OTHER):
            party = next((one.party for one in passage.referents if one.party), topic)
            return party, voice.speaker, self._name(annotated, voice.named), 0.5
        return topic, AUTHOR, "", 0.4

    def _viewpoint(self, annotated: Annotated, passage: Passage, cue: Cue) -> str | None:
        """'für X nicht akzeptabel', 'aus X-er Sicht', 'a red line for X'."""
        tokens = annotated.document.tokens
        if cue.kind not in ("accept", "reject"):
            return None
        for mention in passage.mentions:
            if mention.party is None:
                continue
            before = [
                tokens[place].low
                for place in range(max(passage.sentence.first, mention.first - 3), mention.first)
            ]
            if mention.kind == "adjective":
                if (
                    "aus" in before
                    and mention.last < passage.sentence.last
                    and tokens[mention.last].low == "sicht"
                ):
                    return mention.party
                continue
            if (
                before
                and ("für" in before[-2:] or "for" in before[-2:])
                and abs(mention.first - cue.first) <= 12
            ):
                word = tokens[cue.first].low + tokens[cue.last].low
                adjectival = any(
                    part in word
                    for part in (
                        "abel",
                        "bar",
                        "lini",
                        "tabu",
                        "tuch",
                        "able",
                        "line",
                        "taboo",
                        "rag",
                        "question",
                        "unthink",
                    )
                )
                if adjectival:
                    return mention.party
        return None

    def _name(self, annotated: Annotated, span: tuple[int, int] | None) -> str:
        return annotated.document.text[span[0] : span[1]] if span else ""

    def _words(self, annotated: Annotated, one: Referent) -> str:
        tokens = annotated.document.tokens
        return annotated.document.text[tokens[one.first].start : tokens[one.last - 1].end]

    def _span(
        self, annotated: Annotated, passage: Passage, option: OptionCandidate, cue: Cue
    ) -> tuple[int, int]:
        """The clauses from the cue to the option, without marks at the end."""
        sentence, tokens = passage.sentence, annotated.document.tokens
        places = {
            sentence.clause_of(option.anchor),
            sentence.clause_of(cue.first),
            sentence.clause_of(cue.last),
        }
        if option.carried:
            places = set(range(len(sentence.clauses)))
        first = sentence.clauses[min(places)][0]
        last = sentence.clauses[max(places)][1]
        while last > first + 1 and tokens[last - 1].text in ",;:–—(":
            last -= 1
        return tokens[first].start, tokens[last - 1].end

    def _condition(
        self, annotated: Annotated, passage: Passage, option: OptionCandidate
    ) -> tuple[str | None, str | None, str] | None:
        sentence, tokens = passage.sentence, annotated.document.tokens
        for cue in passage.cues:
            if cue.kind != "cond":
                continue
            clause = sentence.clause_of(cue.first)
            first, last = sentence.clauses[clause]
            if first <= option.anchor < last and cue.first > first + 1:
                continue
            words = annotated.document.text[tokens[first].start : tokens[last - 1].end].strip(" ,;:–.")
            if first <= option.anchor < last or not words:
                continue
            inside = [
                hit for hit in passage.hits
                if hit.option is not None
                and hit.issue != option.issue
                and all(first <= t < last for t in hit.tokens)
            ]  # fmt: skip
            if inside:
                best = max(inside, key=lambda hit: hit.strength)
                if best.strength >= 0.7:
                    return best.issue, best.option, words
            return None, None, words
        return None

    def _once(self, coded: list[Coded]) -> list[Coded]:
        """The same position of the same speaker counts once in a report, at its clearest."""
        best: dict[tuple[str, str, str, str, Stance], Coded] = {}
        for one in coded:
            key = (one.speaker, one.holder, one.issue, one.option, one.stance)
            if key not in best or one.confidence > best[key].confidence:
                best[key] = one
        return sorted(best.values(), key=lambda one: (one.start, one.end))
