"""Interviews and transcripts: who has the word in which lines, told by labels or by questions in turn."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from zopa.reading.language import Language
from zopa.reading.languages.given_names import FEMALE, MALE
from zopa.vocabulary import Span

_LABEL = re.compile(r"[ \t'*_]*([^\W\d_][^\n:?!„“\"»'*]{0,39}?)[ \t'*_]*:[ \t'*_]*[ \t\n]+(?=\S)")
_BLOCK = re.compile(r"\S[^\n]*(?:\n(?![ \t]*\n)[^\n]*\S[^\n]*)*")
_LINE = re.compile(r"\S[^\n]*")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ENDS = ".!?…"
_MARKS = '”“"»«’ \t'
_FEWEST = 3
"""Questions that make an interview; with fewer, question marks are too common to tell."""
_SHARE = 0.25
"""Least share of questions among the blocks of an interview."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says without a break, the label left out.

    speaker  where the text names who has the word; None where it doesn't.
    asks     whether it is the interviewer's.
    """

    start: int
    end: int
    speaker: Span | None
    asks: bool


def turns(text: str, language: Language) -> list[Turn]:
    """The turns of an interview or a transcript in the order of the text; none where a text is neither."""
    if text.count("?") < _FEWEST and text.count(":") < _FEWEST:
        return []
    return _labelled(text, language) or _alternating(text, language)


# -------------------------------------------------------------------- labels


def _labelled(text: str, language: Language) -> list[Turn]:
    """'Frage: …', 'Q: …', 'Anna Berg: …': three labels or more that begin lines, one of them twice."""
    lines = [match.span() for match in _LINE.finditer(text)]
    labels: dict[int, tuple[Span, int]] = {}
    for number, (start, _) in enumerate(lines):
        match = _LABEL.match(text, start)
        if match and len(match.group(1).split()) <= 4 and _name_like(match.group(1), language):
            labels[number] = (match.span(1), match.end())
    same = _same_people({_key(text, span) for span, _ in labels.values()})
    names = Counter(same[_key(text, span)] for span, _ in labels.values())
    if len(labels) < _FEWEST or len(names) < 2 or max(names.values()) < 2 or len(names) > len(labels) - 1:
        return []
    if len(names) > 2 and sum(count for count in names.values() if count > 1) < 0.6 * len(labels):
        return []
    found: list[tuple[str, Turn]] = []
    numbers = [*labels, len(lines)]
    for number, following in pairwise(numbers):
        span, start = labels[number]
        end = _last_of_turn(text, lines[number:following], following == len(lines))
        if start < end:
            found.append((same[_key(text, span)], Turn(start, end, span, False)))
    asking = _askers(text, found, language)
    named = _interviewee(text, lines[numbers[0]][0], language)
    people = language.people
    return [
        Turn(turn.start, turn.end, named if name in people.answers else turn.speaker, name in asking)
        for name, turn in found
    ]


def _name_like(label: str, language: Language) -> bool:
    """A label is a name, initials or a word for question or answer: capitalised throughout."""
    if label.lower() in language.people.asks | language.people.answers:
        return True
    words = label.replace(".", " ").split()
    return bool(words) and all(
        word[0].isupper() or word.lower() in ("von", "van", "de", "zu") for word in words
    )


def _key(text: str, span: Span) -> str:
    return text[span[0] : span[1]].strip().lower()


def _same_people(labels: set[str]) -> dict[str, str]:
    """Each label to the longest that means the same: 'berg' and 'ab' to 'anna berg'."""
    found = {}
    for label in labels:
        longer = [
            other
            for other in labels
            if other.endswith(f" {label}")
            or (len(label) > 1 and "".join(w[0] for w in other.split()) == label)
        ]
        found[label] = max(longer, key=len) if longer else label
    return found


def _last_of_turn(text: str, lines: list[Span], final: bool) -> int:
    """Where a turn ends: before the next label; the last one with its paragraph."""
    end = lines[0][1]
    if final:
        for (_, before), (start, stop) in pairwise(lines):
            if "\n" in text[before:start].replace("\n", "", 1):
                break
            end = stop
        return end
    return lines[-1][1]


def _askers(text: str, found: list[tuple[str, Turn]], language: Language) -> set[str]:
    """Labels of those who ask: called so, or most of whose turns end in a question."""
    people = language.people
    names = {name for name, _ in found}
    if names & (people.asks | people.answers):
        return names & people.asks if names & people.asks else names - people.answers
    asked = {
        name: [_is_question(text[turn.start : turn.end]) for other, turn in found if other == name]
        for name in names
    }
    shares = {name: sum(rows) / len(rows) for name, rows in asked.items()}
    most = max(shares.values())
    if most < 0.4:
        return set()
    return {name for name, share in shares.items() if share >= 0.5 or (share == most and len(names) == 2)}


# -------------------------------------------------------------------- questions and answers in turn


def _alternating(text: str, language: Language) -> list[Turn]:
    blocks = [match.span() for match in _BLOCK.finditer(text)]
    if len(blocks) < 2 * _FEWEST:
        blocks = [match.span() for match in _LINE.finditer(text)]
    asked = [number for number, (a, b) in enumerate(blocks) if _is_question(text[a:b])]
    short = [number for number in asked if blocks[number][1] - blocks[number][0] < 400]
    if len(short) < _FEWEST or len(short) < _SHARE * len(blocks):
        return []
    first = next(n for n in range(asked[0] + 1) if n == asked[0] or _vocative(text, blocks[n], language))
    if any(text[a:b].lstrip()[:1] in '„“"»«' for a, b in (blocks[n] for n in short)):
        return []
    states = _best_states([_evidence(text, blocks[n], language) for n in range(first, len(blocks))])
    if sum(states) < _FEWEST or all(states):
        return []
    named = _interviewee(text, blocks[first][0], language, blocks[first:])
    found: list[Turn] = []
    for (start, end), asks in zip(blocks[first:], states, strict=True):
        if found and found[-1].asks == asks:
            found[-1] = Turn(found[-1].start, end, found[-1].speaker, asks)
        else:
            found.append(Turn(start, end, None if asks else named, asks))
    return found


def _is_question(block: str) -> bool:
    return block.rstrip(_MARKS).endswith("?")


def _vocative(text: str, block: Span, language: Language) -> Span | None:
    """'Herr Berg, …', 'Prime Minister, …' at the beginning of a block: the words before the comma."""
    comma = text.find(",", block[0], min(block[1], block[0] + 40))
    if comma < 0:
        return None
    words = text[block[0] : comma].split()
    if (
        not words
        or len(words) > 4
        or not all(word[0].isupper() or word in ("von", "van", "de") for word in words)
    ):
        return None
    address = words[0].lower().strip(".") in language.people.addresses
    role = any(word.lower() in language.role_nouns for word in words)
    return (block[0], comma) if address or role else None


def _evidence(text: str, block: Span, language: Language) -> float:
    """Above 0 for a question, below 0 for an answer."""
    body = text[block[0] : block[1]]
    words = [word.lower() for word in _WORD.findall(body)]
    weight = 0.0
    if _is_question(body):
        weight += 2.5
    if _vocative(text, block, language) is not None:
        weight += 1.5
    if language.people.addressing & set(_WORD.findall(body)):
        weight += 1.0
    own = len(language.own & set(words))
    weight -= min(2.0, 1.2 * own)
    weight -= min(1.0, len(words) / 60)
    return weight


def _best_states(weights: list[float]) -> list[bool]:
    """The likeliest row of questions (True) and answers: they take turns, rarely two of a kind."""
    best = {True: (weights[0] + 1.0, [True]), False: (-weights[0] - 1.0, [False])}
    for weight in weights[1:]:
        best = {
            now: max(
                (
                    best[before][0] + (weight if now else -weight) + _CHANGE[before, now],
                    [*best[before][1], now],
                )
                for before in (True, False)
            )
            for now in (True, False)
        }
    return max(best.values())[1]


_CHANGE = {(True, False): 1.0, (False, True): 0.8, (True, True): -1.2, (False, False): -0.6}


def _interviewee(text: str, start: int, language: Language, blocks: list[Span] | None = None) -> Span | None:
    """Where the text first names the person who answers: in an address, else before the first question."""
    roles: Span | None = None
    for block in blocks or ():
        found = _vocative(text, block, language)
        if found is None:
            continue
        if text[found[0] : found[1]].split()[-1].lower() not in language.role_nouns:
            return found
        roles = roles or found
    name = _full_name(text, 0, start)
    return name or roles


def _full_name(text: str, start: int, end: int) -> Span | None:
    """The first given name with a surname."""
    words = list(_WORD.finditer(text, start, end))
    for first, second in pairwise(words):
        given = first.group().lower() in FEMALE or first.group().lower() in MALE
        if (
            given
            and first.group()[0].isupper()
            and second.group()[0].isupper()
            and second.start() == first.end() + 1
        ):
            return first.start(), second.end()
    return None
