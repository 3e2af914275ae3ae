"""Every position a report might state: an option spoken of, with the cues and parties around it."""

from __future__ import annotations

from dataclasses import dataclass

from zopa.dossier import Dossier
from zopa.reading.cues import Cue, find_cues
from zopa.reading.insight import Insight
from zopa.reading.language import Language
from zopa.reading.names import Mention, Names
from zopa.reading.speakers import Discourse, Referent, Speakers
from zopa.reading.speech import Speech, Voice, by_sentence
from zopa.reading.terms import Hit, Terms
from zopa.reading.text import Document, Sentence, analyse


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with everything found in it."""

    sentence: Sentence
    voice: Voice
    mentions: tuple[Mention, ...]
    referents: tuple[Referent, ...]
    hits: tuple[Hit, ...]
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report's document with its passages, one for each sentence.

    insight   what the trained network makes of each token, where there is one.
    """

    document: Document
    passages: tuple[Passage, ...]
    insight: Insight | None = None


class Annotator:
    """Finds names, voices, terms and cues for one dossier and language."""

    def __init__(self, dossier: Dossier, language: Language) -> None:
        self.language = language
        self.names = Names(dossier, language)
        self.terms = Terms(dossier, language)
        self.speakers = Speakers(dossier, language, self.names)
        self.speech = Speech(language, self.speakers)

    def annotate(self, text: str) -> Annotated:
        """Everything the coding looks at, sentence by sentence."""
        document = analyse(text, self.language)
        mentions = self.names.find(document)
        rows = by_sentence(document, mentions)
        voices = self.speech.voices(document, mentions)
        state = Discourse()
        passages = []
        for sentence, voice, own in zip(document.sentences, voices, rows, strict=True):
            referents = self.speakers.candidates(document, sentence, own, state)
            passages.append(
                Passage(
                    sentence,
                    voice,
                    tuple(own),
                    tuple(referents),
                    tuple(self.terms.find(document, sentence)),
                    tuple(find_cues(document, sentence, self.language)),
                )
            )
            for mention in own:
                state.saw(mention)
            if voice.kind is not None and voice.speaker != "author":
                state.speaker = Referent(voice.speaker, voice.party, 0, 0, "speaker")
        return Annotated(document, tuple(passages))


@dataclass(frozen=True, slots=True)
class OptionCandidate:
    """An option a sentence may speak of.

    anchor  the token that speaks most clearly of it; own  evidence for the option itself,
    issue_strength  evidence for its issue; carried  taken over from an earlier sentence.
    """

    issue: str
    option: str
    anchor: int
    own: float
    issue_strength: float
    source: str
    carried: bool = False
    tokens: tuple[int, ...] = ()
