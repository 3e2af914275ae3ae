"""What a language has to bring to say who is meant: pronouns, bodies, unnamed sources, papers, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MALE, FEMALE, BODY, SEVERAL = "m", "f", "n", "p"
"""Whom a pronoun may stand for: a man, a woman, a body or country, several."""


@dataclass(frozen=True)
class PeopleWords:
    """Words of one language, lower case.

    pronouns      personal pronoun -> whom it may stand for, as letters of MALE, FEMALE, BODY, SEVERAL.
    possessives   possessive pronoun -> the same, for its owner.
    addresses     'herr', 'mrs' -> gender.
    feminine      endings of a role noun that name a woman ('in'); none where the language has no such forms.
    bodies        nouns for any side at the table ('union', 'company'); in German also as a tail.
    organs        nouns for a part of a side that speaks for itself ('ministry').
    followers     people who stand for somebody's side ('team', 'leute').
    unnamed       nouns for unnamed sources ('insider', 'circles', 'person').
    indefinite    words that make a role noun an unnamed source ('ein', 'two').
    papers        what is said in writing by somebody else ('statement', 'angaben').
    genitive      whether a name may carry a genitive s without apostrophe.
    linking       prepositions and articles that make what follows a complement ('of', 'von', 'der').
    crowd         nouns for several actors together ('länder', 'signatories').
    speakers      who passes on what a side says ('spokeswoman').
    asks, answers labels of turns in a transcript ('frage', 'q'; 'antwort', 'a').
    addressing    words, as written, with which an interviewer speaks to his guest ('Sie', 'you').
    addressed     prepositions before the one spoken to ('gegenüber', 'to').
    tells         verb forms whose object is the one spoken to ('told'); says_to: after a preposition.
    datives       articles that mark the one spoken to; empty where the language has none.
    hearers       nouns without an article that may be spoken to ('reporters', 'Journalisten').
    skipped       adverbs that may stand between verb and object; within: what may stand inside the phrase.
    """

    pronouns: Mapping[str, str]
    possessives: Mapping[str, str]
    addresses: Mapping[str, str]
    feminine: tuple[str, ...] = ()
    bodies: frozenset[str] = frozenset()
    organs: frozenset[str] = frozenset()
    followers: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    genitive: bool = False
    linking: frozenset[str] = frozenset()
    crowd: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    addressing: frozenset[str] = frozenset()
    addressed: frozenset[str] = frozenset()
    tells: frozenset[str] = frozenset()
    says_to: frozenset[str] = frozenset()
    datives: frozenset[str] = frozenset()
    hearers: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
