"""Conditions, exceptions, threats; past, denied and alleged positions, in both languages."""

from __future__ import annotations

import datetime as dt

import pytest

from zopa.dossier import Dossier
from zopa.reading import Reader
from zopa.vocabulary import Modality, Report, StatedPosition, Tie


def only(dispute: Dossier, text: str, code: str, option: str) -> StatedPosition:
    report = Report("r", text, published=dt.date(2031, 3, 6), language=code)
    # Low, as the question is what a position is tied to, not how surely it is found.
    read = Reader(dispute, threshold=0.02).read(report).positions
    return max((one for one in read if one.option == option), key=lambda one: one.confidence)


@pytest.mark.parametrize(
    ("code", "text", "option", "tie", "words"),
    [
        ("en", "The league demands 9 percent, or else it will strike.", "p9", Tie.OR_ELSE, "or else it"),
        ("en", "Holm Island wants a night ferry, except in winter.", "ja", Tie.EXCEPT, "except in winter"),
        ("de", "Die SLG fordert 9 Prozent, andernfalls werde gestreikt.", "p9", Tie.OR_ELSE, "gestreikt"),
        ("de", "Brandis fordert eine Nachtfähre, außer im Winter.", "ja", Tie.EXCEPT, "außer im Winter"),
    ],
)  # fmt: skip
def test_exceptions_and_threats(
    dispute: Dossier, code: str, text: str, option: str, tie: Tie, words: str
) -> None:
    one = only(dispute, text, code, option)
    assert one.condition is None
    assert [(each.tie, words in each.text) for each in one.further] == [(tie, True)]


@pytest.mark.parametrize(
    ("code", "text", "modality"),
    [
        ("en", "The league had long demanded a night ferry.", Modality.PAST),
        ("en", "The company has allegedly accepted the night ferry.", Modality.ALLEGED),
        ("en", "The league demands a night ferry.", Modality.CURRENT),
        ("de", "Die Reederei dementierte, der Nachtfähre zugestimmt zu haben.", Modality.DENIED),
        ("de", "Die SLG fordert eine Nachtfähre.", Modality.CURRENT),
    ],
)
def test_modality(dispute: Dossier, code: str, text: str, modality: Modality) -> None:
    assert only(dispute, text, code, "ja").modality is modality
