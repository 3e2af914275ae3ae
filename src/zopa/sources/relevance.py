"""Relevance first: reports that cannot matter are discarded before the costly steps.

A report matters if it names someone of the dossier (a party, an actor) and something at stake (an
issue, an option), or several who belong to it. The words are the dossier's own, looked for with
Aho-Corasick in the bytes of the page as it came: no decoding, no parsing. Each word is looked for in
every way a page may write it: UTF-8, Windows-1252, HTML entities.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zopa.sources.extras import needs
from zopa.vocabulary import content_id

if TYPE_CHECKING:
    from zopa.dossier import Dossier

SHORT = 4
"""Words up to this length must stand alone and in their own spelling: they hide in other words."""
ENOUGH = 3
"""How many different names and terms a report must hold. Four would lose 2 of the 176 reports with coded
positions of the shared dossiers, three loses none (docs/explanation/bulk.md)."""
CROWD = 3
"""So many of the dossier's names in one report are enough without a term: the press paraphrases issues. Four
would lose 19 of 1,075 reports with coded positions in training/dossiers, three lose 9."""
_OPENERS = (
    b" ",
    b">",
    b"(",
    b'"',
    b"'",
    b"-",
    b"/",
    b"\xe2\x80\x9e",
    b"\xe2\x80\x9c",
    b"\xc2\xbb",
    b"\xc2\xab",
    b"\x84",
    b";",
)
_SPACES = {9: 32, 10: 32, 11: 32, 12: 32, 13: 32}
_PLAIN = bytes(_SPACES.get(code, code + 32 if 65 <= code <= 90 else code) for code in range(256))
"""Capital ASCII letters to small ones, white space to a blank; offsets stay the same."""
_ENTITY = {chr(code): f"&{name};" for code, name in html.entities.codepoint2name.items() if code > 127}


@dataclass(frozen=True, slots=True)
class Finding:
    """Whom and what of the dossier a text names, by id."""

    who: frozenset[str]
    what: frozenset[str]

    @property
    def relevant(self) -> bool:
        """Someone and something, and enough of both together; or a crowd."""
        both = bool(self.who) and bool(self.what) and len(self.who) + len(self.what) >= ENOUGH
        return both or len(self.who) >= CROWD


class Relevance:
    """The pre-filter of one dossier.

    key   content id of everything its answers depend on.
    """

    def __init__(self, dossier: Dossier) -> None:
        with needs("web", "relevance"):
            from ahocorasick_rs import BytesAhoCorasick, Implementation
        words = {
            (kind, name, word)
            for kind, name, found in _named(dossier)
            for word in {" ".join(word.split()) for word in found}
            if len(word) > 1
        }
        self._patterns: list[tuple[str, str, bytes, int]] = []
        spellings: list[bytes] = []
        for kind, name, word in sorted(words):
            short = len(word) <= SHORT
            for spelling in sorted(_spellings(word)):
                for opener in _OPENERS if short else (b"",):
                    spellings.append(opener + spelling.translate(_PLAIN))
                    self._patterns.append((kind, name, spelling if short else b"", len(opener)))
        # a full table is four times as fast as the default here (11,100 against 3,000 pages a second)
        self._machine: Any = (
            BytesAhoCorasick(spellings, implementation=Implementation.DFA) if spellings else None
        )
        self.key = content_id("relevance", ENOUGH, CROWD, SHORT, sorted(words))

    def of_page(self, raw: bytes) -> Finding:
        """What a page names, markup included. A page found irrelevant here would be so as text too.

        A page that names anything at all, but not enough, or that parts words by soft hyphens, is looked at
        once more with its words put together: line breaks, inline tags and escapes of JSON can stand
        inside a name too.
        """
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raw = raw.decode("utf-16", errors="replace").encode()
        found = self._named_in(raw)
        if not found.relevant and (found.who or found.what or b"&shy;" in raw or b"\xc2\xad" in raw):
            found = self._named_in(_mended(raw))
        return found

    def _named_in(self, raw: bytes) -> Finding:
        found: dict[str, set[str]] = {"who": set(), "what": set()}
        if self._machine is None:
            return Finding(frozenset(), frozenset())
        plain = raw.translate(_PLAIN)
        for at, start, end in self._machine.find_matches_as_indexes(plain, overlapping=True):
            kind, name, exact, lead = self._patterns[at]
            if name in found[kind]:
                continue
            if exact:
                alone = raw[start + lead : end] == exact and not _letter_at(plain, end)
            else:
                alone = not _letter_before(plain, start)
            if alone:
                found[kind].add(name)
        return Finding(frozenset(found["who"]), frozenset(found["what"]))

    def of_text(self, text: str) -> Finding:
        """What a text names."""
        return self.of_page(text.encode())


_INLINE = re.compile(rb"</?(?:a|abbr|b|em|i|mark|nobr|small|span|strong|u|wbr)\b[^<>]*>", re.IGNORECASE)
_SOFT = re.compile(rb"\xc2\xad|&shy;|&#173;|&#xad;|\xe2\x80\x8b", re.IGNORECASE)
_ESCAPE = re.compile(rb"\\u([0-9a-fA-F]{4})")


def _mended(raw: bytes) -> bytes:
    """A page without what stands inside words and names but is not of them."""

    def letter(found: re.Match[bytes]) -> bytes:
        return chr(int(found[1], 16)).encode("utf-8", "ignore")

    return b" ".join(_ESCAPE.sub(letter, _INLINE.sub(b"", _SOFT.sub(b"", raw))).split())


def _named(dossier: Dossier) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Everything that names someone ('who') or something ('what'), with its id."""
    for party in dossier.parties.values():
        listed = (*party.names.values(), *_all(party.aliases), *_all(party.adjectives))
        yield "who", party.id, listed
    for actor in dossier.actors.values():
        yield "who", actor.id, (actor.name, *actor.aliases)
    for issue in dossier.issues.values():
        yield "what", issue.id, (*issue.names.values(), *_all(issue.terms))
        for option in issue.options:
            # of an option's name only the terms: "yes" and "at most 5" are in every report
            yield "what", f"{issue.id}/{option.id}", _all(option.terms)


def _all(words: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for listed in words.values():
        yield from listed


def _spellings(word: str) -> set[bytes]:
    """A word as pages write it: UTF-8, Windows-1252, named and numbered entities, a hard space."""
    forms = {word}
    if " " in word:
        forms |= {word.replace(" ", "\u00a0"), word.replace(" ", "&nbsp;")}
    if "'" in word:
        forms |= {form.replace("'", "’") for form in forms}
    # a small letter outside ASCII may open a sentence or a headline
    forms |= {form[0].upper() + form[1:] for form in forms if ord(form[0]) > 127}
    made = set()
    for form in forms:
        made.add(form.encode())
        made.add(form.encode("cp1252", errors="ignore") if _fits(form) else form.encode())
        made.add("".join(_ENTITY.get(letter, letter) for letter in form).encode())
        for frame in ("&#{};", "&#x{:x};"):
            made.add("".join(frame.format(ord(c)) if ord(c) > 127 else c for c in form).encode())
    return made


def _fits(form: str) -> bool:
    try:
        form.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _letter_before(raw: bytes, at: int) -> bool:
    """Whether a letter or digit ends right before `at`, in UTF-8 or Windows-1252."""
    if at == 0:
        return False
    last = raw[at - 1]
    if last < 0x80:
        return chr(last).isalnum()
    if last >= 0xC0:
        return True  # a letter of Windows-1252
    # the end of a two-byte letter of UTF-8; quotation marks and dashes have other first bytes
    return at > 1 and 0xC3 <= raw[at - 2] <= 0xD4


def _letter_at(raw: bytes, at: int) -> bool:
    if at >= len(raw):
        return False
    first = raw[at]
    return chr(first).isalnum() if first < 0x80 else 0xC3 <= first <= 0xD4
