"""A report's text cut into tokens, sentences, clauses and quotations. Spans are half-open, in code points."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from zopa.reading.language import Language
from zopa.vocabulary import Span

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:-[^\W\d_]\w*)*|\w+(?:[-‑'’.]\w+)*['’]?(?=\w)?|[^\w\s]")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_END = ".!?…"
OPENERS = "„“\"»«‚‘›‹'”’"
_PAIRS = {
    "„": '“”"‟',
    "“": '”“"',
    "”": "”",
    "»": "«",
    "«": "»",
    '"': '"”“',
    "‚": "‘’'",
    "‘": "’",
    "›": "‹",
    "‹": "›",
}
_BREAKS = set(",;:–—()[]")
_LONGEST_QUOTE = 2000


@dataclass(frozen=True, slots=True)
class Token:
    """One word, figure or mark; `low` is its lower-case form with plain apostrophes."""

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a figure."""
        return self.text[0].isalnum() or self.text[0] == "_"

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens first..last (half-open indices) of a document, and where they stand.

    paragraph  number of the paragraph, from 0; clauses are half-open token ranges.
    """

    index: int
    paragraph: int
    first: int
    last: int
    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]

    def clause_of(self, token: int) -> int:
        """Number of the clause that holds this token."""
        for number, (first, last) in enumerate(self.clauses):
            if first <= token < last:
                return number
        return max(0, len(self.clauses) - 1)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its tokens, sentences and quotations (spans with their marks)."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Span, ...]
    starts: tuple[int, ...]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds this character, or the one before it."""
        place = bisect_right([one.start for one in self.sentences], offset) - 1
        return self.sentences[place] if place >= 0 else None

    def tokens_in(self, span: Span) -> tuple[int, int]:
        """Half-open token indices inside a span of characters."""
        return bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1])

    def quoted(self, offset: int) -> Span | None:
        """The quotation this character stands in, or None."""
        place = bisect_right([one[0] for one in self.quotations], offset) - 1
        if place >= 0 and offset < self.quotations[place][1]:
            return self.quotations[place]
        return None


def tokenize(text: str) -> tuple[Token, ...]:
    """All words, figures and marks of a text, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if word[-1] in "'’" and len(word) > 1:
            word, end = word[:-1], end - 1
            found.append(Token(start, end, word, word.lower().replace("’", "'").replace("‑", "-")))
            found.append(Token(end, end + 1, text[end], text[end]))
            continue
        if "." in word and not word[0].isdigit() and not _is_dotted(word):
            # "Ende.Anfang": a missing space after a full stop
            offset = start
            for part in re.findall(r"[^.]+|\.", word):
                found.append(Token(offset, offset + len(part), part, part.lower().replace("’", "'")))
                offset += len(part)
            continue
        found.append(Token(start, end, word, word.lower().replace("’", "'").replace("‑", "-")))
    return tuple(found)


def _is_dotted(word: str) -> bool:
    return all(len(part) <= 3 for part in word.split("."))


def analyse(text: str, language: Language) -> Document:
    """Cut a text into tokens, sentences with clauses, and quotations. Linear in its length."""
    tokens = tokenize(text)
    starts = tuple(token.start for token in tokens)
    quotations = tuple(_quotations(text))
    sentences: list[Sentence] = []
    for number, (first_char, last_char) in enumerate(_paragraphs(text)):
        first, last = bisect_left(starts, first_char), bisect_left(starts, last_char)
        for one, two in _sentences(tokens, first, last, language):
            sentences.append(
                Sentence(
                    index=len(sentences),
                    paragraph=number,
                    first=one,
                    last=two,
                    start=tokens[one].start,
                    end=tokens[two - 1].end,
                    clauses=tuple(_clauses(tokens, one, two)),
                )
            )
    return Document(text, tokens, tuple(sentences), quotations, starts)


def _paragraphs(text: str) -> Iterator[Span]:
    """Blocks between blank lines; a line break inside ends a paragraph unless the text is hard-wrapped."""
    for match in _PARAGRAPH.finditer(text):
        block = match.group()
        if "\n" not in block:
            yield match.span()
            continue
        lines = list(re.finditer(r"[^\n]+", block))
        widest = max(len(line.group()) for line in lines)
        start = match.start()
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            body = line.group().rstrip()
            wrapped = (
                following is not None
                and widest <= 120
                and body[-1:] not in '.!?:"”“»«'
                and len(body) > 0.7 * widest
            )
            if not wrapped:
                yield start, match.start() + line.end()
                if following is not None:
                    start = match.start() + following.start()


def _quotations(text: str) -> Iterator[Span]:
    """Spans of quotation marks with what they hold; an unclosed one that opens a paragraph ends with it."""
    position, length = 0, len(text)
    while position < length:
        char = text[position]
        closers = _PAIRS.get(char)
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < length else " "
        opens = closers is not None and not after.isspace() and not before.isalnum()
        if char in "”’" and before.isspace() is False:
            opens = False
        if not opens:
            position += 1
            continue
        stop = text.find("\n", position)
        stop = min(length if stop < 0 else stop, position + _LONGEST_QUOTE)
        end = _closing(text, position, stop, closers or "")
        if end is None:
            if (before == "\n" or position == 0) and char != "'":
                yield position, stop
                position = stop
                continue
            position += 1
            continue
        yield position, end
        position = end


def _closing(text: str, start: int, stop: int, closers: str) -> int | None:
    for place in range(start + 1, stop):
        if text[place] in closers:
            inside = place + 1 < len(text) and text[place + 1].isalnum() and text[place - 1].isalnum()
            if not inside and not (text[place - 1].isspace() and text[place] not in "«»‹›"):
                return place + 1
    return None


def _sentences(
    tokens: tuple[Token, ...],
    first: int,
    last: int,
    language: Language,
) -> Iterator[tuple[int, int]]:
    start = first
    index = first
    while index < last:
        token = tokens[index]
        if token.text in _END and _ends(tokens, index, last, language):
            stop = index + 1
            while stop < last and tokens[stop].text in _END:
                stop += 1
            while stop < last and tokens[stop].text in "“”\"»«’‘')‹›" and _hugs(tokens, stop):
                stop += 1
            following = tokens[stop] if stop < last else None
            if (
                following is not None
                and tokens[stop - 1].text not in _END
                and (following.text == "," or following.text[0].islower() or following.text in "–-")
            ):
                index = stop  # „… .“ sagte er: the frame belongs to the sentence
                continue
            yield start, stop
            start = index = stop
            continue
        index += 1
    if start < last:
        yield start, last


def _hugs(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a mark stands right behind the token before it (so it closes rather than opens)."""
    return tokens[index - 1].end == tokens[index].start


def _ends(tokens: tuple[Token, ...], index: int, last: int, language: Language) -> bool:
    token = tokens[index]
    if index + 1 >= last:
        return True
    following = tokens[index + 1]
    if token.text != ".":
        return True
    before = tokens[index - 1] if index else None
    if before is not None and before.end == token.start:
        if before.low in language.abbreviations or (len(before.text) == 1 and before.text.isalpha()):
            return False
        if before.text.isdigit() and len(before.text) <= 2 and language.ordinal_dot:
            # "am 15. Dezember", but "bis 2025. Danach"
            return not (following.text[0].isalnum() and following.low in language.after_ordinal)
    if following.end - following.start and following.start == token.end and following.text[0].isalnum():
        return following.text[0].isupper()
    return not following.text[0].islower()


def _clauses(tokens: tuple[Token, ...], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Token ranges between commas, dashes, colons and brackets; scraps join the clause before them."""
    start = first
    for index in range(first, last):
        if tokens[index].text in _BREAKS and index > start:
            yield start, index + 1
            start = index + 1
    if start < last:
        yield start, last
