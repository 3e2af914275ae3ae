"""Figures in a text: digits or words, scales and units, and which option's value they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from zopa.reading.language import Language, language
from zopa.reading.text import Token

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_HYPHENED = re.compile(r"(\d+(?:[.,]\d+)?)-(\w+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number over tokens first..last (half-open); `unit` is its kind ('percent', 'month' …) or ''.

    noun  the word counted, as a stem, where no unit is known ('soldat').
    """

    first: int
    last: int
    value: float
    unit: str
    noun: str = ""
    spelled: bool = False


def figures(tokens: tuple[Token, ...], first: int, last: int, language: Language) -> list[Figure]:
    """All figures among these tokens, with unit or counted noun."""
    found, place = [], first
    while place < last:
        figure = _figure(tokens, place, last, language)
        if figure is None:
            place += 1
            continue
        found.append(figure)
        place = max(figure.last, place + 1)
    return found


def _figure(tokens: tuple[Token, ...], place: int, last: int, language: Language) -> Figure | None:
    token = tokens[place]
    hyphened = _HYPHENED.match(token.low)
    spelled = False
    if hyphened:
        value = _value(hyphened.group(1), language)
        unit, factor = _unit(hyphened.group(2), language)
        return Figure(place, place + 1, value * factor, unit, language.stem(hyphened.group(2)))
    at = place
    if _DIGITS.fullmatch(token.low):
        value = _value(token.low, language)
        # "800 000", a space between thousands
        while (
            at + 1 < last
            and re.fullmatch(r"\d{3}", tokens[at + 1].low)
            and value > 0
            and re.fullmatch(r"\d{1,3}", token.low)
        ):
            value = value * 1000 + float(tokens[at + 1].low)
            at += 1
    else:
        word = token.low
        head, dash, tail = word.partition("-")
        if dash and head in language.numbers:
            unit, factor = _unit(tail, language)
            if unit:
                return Figure(place, place + 1, language.numbers[head] * factor, unit, spelled=True)
        number = number_word(word, language)
        if number is None:
            return _glued(token, place, language)
        value, spelled = number, True
        if value == 1 and language.numbers.get(word) == 1 and word not in ("one", "eins"):
            # an article, unless a unit or scale follows
            following = tokens[place + 1].low if place + 1 < last else ""
            if following not in language.units and following not in language.scales:
                return None
    while at + 1 < last and tokens[at + 1].low.rstrip(".") in language.scales:
        value *= language.scales[tokens[at + 1].low.rstrip(".")]
        at += 1
    noun = ""
    unit = ""
    for ahead in range(at + 1, min(last, at + 4)):
        ahead_token = tokens[ahead]
        if not ahead_token.is_word and ahead_token.text != "%":
            break
        if ahead_token.text[0].isdigit() or number_word(ahead_token.low, language) is not None:
            break
        name, factor = _unit(ahead_token.low, language)
        if name:
            unit, value, at = name, value * factor, ahead
            break
        if ahead_token.low in language.stopwords or ahead_token.low in language.prepositions:
            break
        noun = noun or language.stem(ahead_token.low)
        if language.compounds and ahead_token.is_capital:
            break  # the noun that is counted
    return Figure(place, at + 1, value, unit, noun, spelled)


def _glued(token: Token, place: int, language: Language) -> Figure | None:
    """'dreijährig', 'zwölfmonatig', '35-stündig': a number and a unit in one word."""
    found = _glued_parts(token.low, language.code) if language.compounds else None
    return Figure(place, place + 1, found[0], found[1], spelled=True) if found else None


@lru_cache(maxsize=50_000)
def _glued_parts(low: str, code: str) -> tuple[float, str] | None:
    known = language(code)
    for word, value in known.numbers.items():
        if len(word) >= 3 and low.startswith(word) and len(low) > len(word) + 3:
            rest = low[len(word) :].translate(_PLAIN)
            for unit, (name, factor) in known.units.items():
                if len(unit) >= 3 and rest.startswith(unit.translate(_PLAIN)[:4]):
                    return value * factor, name
    return None


_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})


def number_word(word: str, language: Language) -> float | None:
    """The value of a number word ('achthunderttausend', 'twenty-five'), or None."""
    if word in language.numbers:
        return language.numbers[word]
    if not language.compounds:
        head, dash, tail = word.partition("-")
        if dash and language.numbers.get(head, 0) >= 20 and 0 < language.numbers.get(tail, 0) < 10:
            return language.numbers[head] + language.numbers[tail]
        return None
    if len(word) < 8 or not word.isalpha():
        return None
    return _compound_number(word, language)


def _compound_number(word: str, language: Language) -> float | None:
    for scale, size in (("tausend", 1000.0), ("hundert", 100.0)):
        head, found, tail = word.partition(scale)
        if found:
            left = number_word(head, language) if head else 1.0
            right = number_word(tail.removeprefix("und"), language) if tail else 0.0
            return None if left is None or right is None else left * size + right
    head, found, tail = word.partition("und")
    if found and head in language.numbers and language.numbers.get(tail, 0) >= 20:
        return language.numbers[head] + language.numbers[tail]
    return None


def _value(text: str, language: Language) -> float:
    thousands = "." if language.decimal == "," else ","
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", text):
        return float(text.replace(thousands, ""))
    plain = text.replace(language.decimal, ".") if text.count(language.decimal) == 1 else text
    try:
        return float(plain)
    except ValueError:
        return float(re.sub(r"[.,]", "", text))


def _unit(word: str, language: Language) -> tuple[str, float]:
    found = language.units.get(word.rstrip("."))
    if found:
        return found
    if language.compounds:
        for unit, (name, factor) in language.units.items():
            if len(unit) >= 4 and (word.startswith(unit) or word.endswith(unit)):
                return name, factor
        plain = word.translate(_PLAIN)
        for unit, (name, factor) in language.units.items():
            if (
                len(unit) >= 4
                and plain.startswith(unit.translate(_PLAIN)[:5])
                and len(plain) <= len(unit) + 5
            ):
                return name, factor
    return "", 1.0
