"""Statements in a report: who says what, by frames, quotation marks, mood and layout. The rules engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from zopa.reading.language import Language
from zopa.reading.names import Mention
from zopa.reading.speakers import Discourse, Referent, Speakers
from zopa.reading.text import Document, Sentence
from zopa.vocabulary import AUTHOR, OTHER, Span, StatementKind

_LABEL = re.compile(r"^\s*([^\W\d_][\w.'’ -]{0,38}?):\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose words a sentence gives.

    speaker   an actor, a party or one of the voices; party  the speaker's party, or None.
    framed    the sentence itself says who speaks.
    kind      how it passes the words on; None where it is the reporter's own.
    """

    speaker: str
    party: str | None
    kind: StatementKind | None
    quote: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    named: Span | None = None
    framed: bool = False
    question: bool = False
    confidence: float = 0.6


class Speech:
    """Gives every sentence of a document its voice."""

    def __init__(self, language: Language, speakers: Speakers) -> None:
        self._language, self._speakers = language, speakers

    def voices(self, document: Document, mentions: tuple[Mention, ...]) -> list[Voice]:
        """One voice for each sentence, in order."""
        by_sentence = _by_sentence(document, mentions)
        layout = _Layout(document, mentions)
        state = Discourse()
        voices: list[Voice] = []
        previous: Sentence | None = None
        for sentence in document.sentences:
            own = by_sentence[sentence.index]
            labelled = layout.label(sentence)
            if labelled is not False:
                voice = self._labelled(sentence, labelled)
            else:
                fresh = previous is None or previous.paragraph != sentence.paragraph
                voice = self._voice(document, sentence, own, state, voices, fresh)
            voices.append(voice)
            for mention in own:
                state.saw(mention)
            if voice.kind is not None:
                first, last = (
                    document.tokens_in(voice.named) if voice.named else (sentence.first, sentence.first)
                )
                state.speaker = Referent(voice.speaker, voice.party, first, last, "speaker")
            elif any(mention.kind == "actor" for mention in own):
                actor = next(mention for mention in own if mention.kind == "actor")
                state.speaker = Referent(actor.id, actor.party, actor.first, actor.last, "actor")
            previous = sentence
        return self._look_ahead(document, voices)

    def _labelled(self, sentence: Sentence, who: Referent | None) -> Voice:
        if who is None:
            return Voice(AUTHOR, None, None, question=True)
        span = (sentence.start, sentence.end)
        return Voice(who.id, who.party, StatementKind.DIRECT, (span,), framed=True, confidence=0.85)

    def _voice(
        self,
        document: Document,
        sentence: Sentence,
        mentions: list[Mention],
        state: Discourse,
        before: list[Voice],
        fresh: bool,
    ) -> Voice:
        quoted = [span for span in document.quotations if span[0] < sentence.end and span[1] > sentence.start]
        quoted = [(max(a, sentence.start), min(b, sentence.end)) for a, b in quoted]
        words = [document.tokens[place].low for place in range(sentence.first, sentence.last)]
        referents = self._speakers.candidates(document, sentence, mentions, state)
        frame = self._frame(document, sentence, words, referents)
        substantial = [span for span in quoted if len(document.text[span[0] : span[1]].split()) >= 3]
        continuing = before[-1] if before and not fresh else None
        if frame is not None:
            teller, cue = frame
            kind, quote = self._content(document, sentence, cue, substantial)
            named = _span(document, teller)
            return Voice(teller.id, teller.party, kind, quote, cue, named, True, confidence=0.7)
        whole = substantial and sum(b - a for a, b in substantial) > 0.6 * (sentence.end - sentence.start)
        if whole:
            if continuing is not None and continuing.kind is not None:
                return Voice(
                    continuing.speaker, continuing.party, StatementKind.DIRECT, tuple(substantial),
                    named=continuing.named, confidence=0.6,
                )  # fmt: skip
            who = referents[0] if referents else state.speaker
            if who is not None:
                return Voice(
                    who.id, who.party, StatementKind.DIRECT, tuple(substantial), named=_span(document, who),
                    confidence=0.4,
                )  # fmt: skip
            return Voice(OTHER, None, StatementKind.DIRECT, tuple(substantial), confidence=0.3)
        if self._in_mood(words, document, sentence) and state.speaker is not None:
            speaker = continuing if continuing is not None and continuing.kind is not None else None
            if speaker is not None:
                return Voice(
                    speaker.speaker, speaker.party, StatementKind.INDIRECT_FREE_INDIRECT,
                    ((sentence.start, sentence.end),), named=speaker.named, confidence=0.6,
                )  # fmt: skip
            if any(self._language.is_reportive(word) for word in words):
                return Voice(
                    state.speaker.id, state.speaker.party, StatementKind.INDIRECT_FREE_INDIRECT,
                    ((sentence.start, sentence.end),), confidence=0.45,
                )  # fmt: skip
        return Voice(AUTHOR, None, None)

    def _in_mood(self, words: list[str], document: Document, sentence: Sentence) -> bool:
        outside = [
            word
            for place, word in enumerate(words)
            if not document.quoted(document.tokens[sentence.first + place].start)
        ]
        return any(self._language.is_subjunctive(word) for word in outside)

    # ---------------------------------------------------------------- frames

    def _frame(
        self, document: Document, sentence: Sentence, words: list[str], referents: list[Referent]
    ) -> tuple[Referent, tuple[Span, ...]] | None:
        attributed = self._attribution(document, sentence, words, referents)
        if attributed is not None:
            return attributed
        unnamed = self._speakers.anonymous(document, sentence)
        best: tuple[float, Referent, tuple[Span, ...]] | None = None
        for _, first, last in self._language.saying.find(words):
            verb = sentence.first + first
            token = document.tokens[verb]
            if document.quoted(token.start):
                continue
            cue: tuple[Span, ...] = ((token.start, token.end),)
            if last != first:
                end = document.tokens[sentence.first + last]
                cue = (*cue, (end.start, end.end))
            who = self._speakers.subject(document, sentence, referents, verb)
            if who is None:
                if unnamed is not None:
                    who = unnamed
                else:
                    continue
            elif unnamed is not None and abs(unnamed.first - verb) < abs(who.first - verb):
                who = unnamed
            away = abs(who.first - verb)
            if best is None or away < best[0]:
                best = (away, who, cue)
        if best is not None:
            return best[1], best[2]
        if unnamed is not None and self._in_mood(words, document, sentence):
            return unnamed, ()
        return None

    def _attribution(
        self, document: Document, sentence: Sentence, words: list[str], referents: list[Referent]
    ) -> tuple[Referent, tuple[Span, ...]] | None:
        tokens, language = document.tokens, self._language
        for place, word in enumerate(words):
            at = sentence.first + place
            if document.quoted(tokens[at].start):
                continue
            cue = ((tokens[at].start, tokens[at].end),)
            if word in language.attribution:
                near = [one for one in referents if 0 < one.first - at <= 6 or 0 < at - one.last <= 1]
                if near:
                    return near[0], cue
                unnamed = self._speakers.anonymous(document, sentence)
                if unnamed is not None:
                    return unnamed, cue
            elif word == "so" and place and not tokens[at - 1].is_word and language.compounds:
                near = [one for one in referents if 0 < one.first - at <= 5]
                if near:
                    return near[0], cue
            elif word in language.attribution_nouns and place:
                before = words[max(0, place - 3) : place]
                if any(one in language.prepositions for one in before):
                    near = [one for one in referents if -4 <= one.first - at <= 6]
                    if near:
                        return min(near, key=lambda one: abs(one.first - at)), cue
        return None

    def _content(
        self,
        document: Document,
        sentence: Sentence,
        cue: tuple[Span, ...],
        quoted: list[Span],
    ) -> tuple[StatementKind, tuple[Span, ...]]:
        outside = sum(b - a for a, b in quoted)
        if quoted and outside > 0.25 * (sentence.end - sentence.start):
            return StatementKind.DIRECT, tuple(quoted)
        frame_clause = {sentence.clause_of(document.tokens_in(span)[0]) for span in cue[:1]}
        rest = [number for number in range(len(sentence.clauses)) if number not in frame_clause]
        for number in rest:
            first, last = sentence.clauses[number]
            clause = [document.tokens[place].low for place in range(first, last)]
            if clause and (
                clause[0] in self._language.subordinators
                or any(self._language.is_subjunctive(word) for word in clause)
            ):
                spans = _joined(document, sentence, rest)
                return StatementKind.INDIRECT, spans
        if not self._language.compounds and len(rest) and len(cue):
            return StatementKind.INDIRECT, _joined(document, sentence, rest)
        return StatementKind.REPORTED, ((sentence.start, sentence.end),)

    def _look_ahead(self, document: Document, voices: list[Voice]) -> list[Voice]:
        """A bare quotation before its frame ('„…“ Das sagte X.') takes the next sentence's speaker."""
        for index in range(len(voices) - 1):
            voice, following = voices[index], voices[index + 1]
            here, there = document.sentences[index], document.sentences[index + 1]
            if (
                voice.kind is StatementKind.DIRECT
                and not voice.framed
                and following.framed
                and here.paragraph == there.paragraph
                and (index == 0 or document.sentences[index - 1].paragraph != here.paragraph)
            ):
                voices[index] = Voice(
                    following.speaker, following.party, voice.kind, voice.quote, following.cue,
                    following.named, confidence=0.55,
                )  # fmt: skip
        return voices


class _Layout:
    """Interviews and transcripts: lines with a speaker's label, or questions and answers in turn."""

    def __init__(self, document: Document, mentions: tuple[Mention, ...]) -> None:
        self._who: dict[int, Referent | None] = {}
        paragraphs: dict[int, list[Sentence]] = {}
        for sentence in document.sentences:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence)
        labels = {}
        for number, sentences in paragraphs.items():
            match = _LABEL.match(document.text[sentences[0].start : sentences[0].end])
            if match and len(match.group(1).split()) <= 4:
                labels[number] = match.group(1).strip()
        if len(labels) >= 3 and len(set(labels.values())) < len(labels):
            self._by_label(document, labels, paragraphs, mentions)
        else:
            self._by_turn(document, paragraphs, mentions)

    def _by_label(
        self,
        document: Document,
        labels: dict[int, str],
        paragraphs: dict[int, list[Sentence]],
        mentions: tuple[Mention, ...],
    ) -> None:
        questions: dict[str, list[bool]] = {}
        for number, label in labels.items():
            asks = (
                document.text[paragraphs[number][0].start : paragraphs[number][-1].end].rstrip().endswith("?")
            )
            questions.setdefault(label, []).append(asks)
        for number, label in labels.items():
            first = paragraphs[number][0]
            named = [m for m in mentions if first.first <= m.first < first.first + len(label.split()) + 1]
            if named and named[0].kind == "actor":
                one = named[0]
                who: Referent | None = Referent(one.id, one.party, one.first, one.last, "actor")
            elif sum(questions[label]) * 2 >= len(questions[label]) or label.lower() in ("frage", "question"):
                who = None
            else:
                who = _most_named(mentions) if label.lower() in ("antwort", "answer") else None
                if who is None:
                    continue
            for sentence in paragraphs[number]:
                self._who[sentence.index] = who

    def _by_turn(
        self,
        document: Document,
        paragraphs: dict[int, list[Sentence]],
        mentions: tuple[Mention, ...],
    ) -> None:
        asking = [
            number
            for number, sentences in paragraphs.items()
            if document.text[sentences[0].start : sentences[-1].end].rstrip('”“"» ').endswith("?")
            and len(sentences) <= 4
        ]
        if len(asking) < 3 or len(asking) < 0.25 * len(paragraphs):
            return
        who = _most_named(mentions)
        if who is None:
            return
        first, last = asking[0], asking[-1]
        numbers = sorted(paragraphs)
        turn_before = False
        for number in numbers:
            if number < first:
                continue
            if number > last + 1:
                break
            text = document.text[paragraphs[number][0].start : paragraphs[number][-1].end]
            short = len(paragraphs[number]) <= 2 and len(text) < 170
            is_question = number in asking or (short and not turn_before and number + 1 not in asking)
            is_question = is_question and not (turn_before and number not in asking)
            words = {
                token.low
                for token in document.tokens
                if paragraphs[number][0].start <= token.start < paragraphs[number][-1].end
            }
            if number not in asking and (turn_before or words & {"ich", "i", "wir", "we"}):
                is_question = False
            for sentence in paragraphs[number]:
                self._who[sentence.index] = None if is_question else who
            turn_before = is_question

    def label(self, sentence: Sentence) -> Referent | Literal[False] | None:
        """The speaker by layout; None for a question; False where the layout says nothing."""
        return self._who.get(sentence.index, False)


def _most_named(mentions: tuple[Mention, ...]) -> Referent | None:
    counts: dict[str, int] = {}
    for mention in mentions[:60]:
        if mention.kind == "actor":
            counts[mention.id] = counts.get(mention.id, 0) + (3 if mention.first < 60 else 1)
    if not counts:
        return None
    best = max(counts, key=lambda name: counts[name])
    one = next(m for m in mentions if m.id == best and m.kind == "actor")
    return Referent(one.id, one.party, one.first, one.last, "actor")


def _by_sentence(document: Document, mentions: tuple[Mention, ...]) -> list[list[Mention]]:
    rows: list[list[Mention]] = [[] for _ in document.sentences]
    place = 0
    for sentence in document.sentences:
        while place < len(mentions) and mentions[place].first < sentence.last:
            if mentions[place].first >= sentence.first:
                rows[sentence.index].append(mentions[place])
            place += 1
    return rows


def by_sentence(document: Document, mentions: tuple[Mention, ...]) -> list[list[Mention]]:
    """The mentions of each sentence, in order."""
    return _by_sentence(document, mentions)


def _span(document: Document, who: Referent) -> Span | None:
    if who.last <= who.first or who.how == "speaker":
        return None
    return document.tokens[who.first].start, document.tokens[who.last - 1].end


def _joined(document: Document, sentence: Sentence, clauses: list[int]) -> tuple[Span, ...]:
    """Spans of consecutive clauses, without the comma at the end."""
    spans: list[list[int]] = []
    for number in clauses:
        first, last = sentence.clauses[number]
        while (
            last > first
            and not document.tokens[last - 1].is_word
            and document.tokens[last - 1].text in ",:;.–"
        ):
            last -= 1
        if last <= first:
            continue
        start, end = document.tokens[first].start, document.tokens[last - 1].end
        if spans and not any(c.isalnum() for c in document.text[spans[-1][1] : start]):
            spans[-1][1] = end
        else:
            spans.append([start, end])
    found = tuple((a, b) for a, b in spans)
    return found or ((sentence.start, sentence.end),)
