"""Words as they are indexed and searched: lower case, German and English inflection taken off.

Both databases get the same words, so both find the same rows. German: CISTEM (Weissweiler and Fraser,
2017), which takes verb endings off too; English: Snowball.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from zopa.vocabulary import content_id

_WORD = re.compile(r"[^\W_]+")
LONGEST = 200
"""Letters of a word that are indexed: PostgreSQL refuses words of more than 2,046 bytes."""
LANGUAGES = ("de", "en")
"""Languages whose inflection is handled; in others only whole words, or beginnings with *, are found."""


def words(text: str, language: str) -> list[str]:
    """The stems of a text, in order.

    >>> words("Die Zölle senken!", "de")
    ['die', 'zoll', 'senk']
    """
    stem = _stemmer(language)
    return [stem(word[:LONGEST]) for word in _WORD.findall(_plain(text))]


def wanted(query: str, languages: tuple[str, ...]) -> list[list[str]]:
    """What a query asks for: per word its stem in each language, one of which must occur.

    A word that ends in * stands for all words with this beginning; it is not stemmed.
    """
    return [
        list(_stems(found.group()[:LONGEST], languages))
        for found in re.finditer(r"[^\W_]+\*?", _plain(query))
    ]


@lru_cache(maxsize=200_000)
def _stems(word: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    if word.endswith("*"):
        return (word,)
    return tuple(dict.fromkeys(_stemmer(one)(word) for one in languages or ("",)))


@lru_cache(maxsize=65_536)
def facet(kind: str, value: str) -> str:
    """A word that no text holds, for filtering in the word index itself."""
    return f"qq{content_id(kind, value)}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache
def _stemmer(language: str) -> Callable[[str], str]:
    if language == "de":
        return lru_cache(maxsize=200_000)(german_stem)
    if language == "en":
        import snowballstemmer

        cached: Callable[[str], str] = lru_cache(maxsize=200_000)(snowballstemmer.stemmer("english").stemWord)
        return cached
    return str


_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_DOUBLED = re.compile(r"(.)\1")
_ENDING = re.compile(r"(?:e[mr]|nd)$")


def german_stem(word: str) -> str:
    """The stem of a German word in lower case, by CISTEM.

    >>> {german_stem(word) for word in ("fordern", "fordert", "forderte")}
    {'ford'}
    """
    word = word.translate(_UMLAUTS)
    if word.startswith("ge") and len(word) >= 6:
        word = word[2:]
    # Letters that belong together, and the second of two alike, are no endings.
    word = word.replace("sch", "$").replace("ei", "%").replace("ie", "&")
    word = _DOUBLED.sub(r"\1*", word)
    while len(word) > 3:
        shorter = _ENDING.sub("", word) if len(word) > 5 else word
        if shorter == word and word[-1] in "tesn":
            shorter = word[:-1]
        if shorter == word:
            break
        word = shorter
    word = re.sub(r"(.)\*", r"\1\1", word)
    return word.replace("$", "sch").replace("%", "ei").replace("&", "ie")
