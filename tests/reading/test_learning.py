"""Learning from judgements: what was judged in a dossier changes how it is read next."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.dossier import Dossier
from zopa.reading import Fact, Reader, facts_id
from zopa.reading.adapting import NUMBERS, load_layer
from zopa.reading.judged import Memory, weights_of
from zopa.reading.reliability import reliability
from zopa.reading.teaching import Asked, teaching_order
from zopa.vocabulary import Report, Stance, StatedPosition

DAY = dt.date(2031, 3, 6)
FIRST = Report(
    "first",
    "Brandis sprach am Montag. Der Spätdampfer sei überfällig, sagte Brandis, die Leute kämen nicht heim.",
    published=DAY,
    language="de",
)
SECOND = Report(
    "second",
    "Am Dienstag sagte Brandis, der Spätdampfer sei überfällig und die Leute kämen nicht mehr heim.",
    published=DAY + dt.timedelta(1),
    language="de",
)
"""Both speak of the night ferry in words that the dossier lacks."""


def fact(report: Report, words: str, right: bool = True, stance: Stance = Stance.SUPPORTS) -> Fact:
    start = report.text.index(words)
    return Fact(report.id, (start, start + len(words)), "bund", "nachtfahrt", "ja", stance, right)


ADDED = fact(FIRST, "Der Spätdampfer sei überfällig")


def read(reader: Reader, report: Report) -> list[StatedPosition]:
    return list(reader.read(report).positions)


def cells(found: list[StatedPosition]) -> set[tuple[str, str, str, str]]:
    return {(one.holder, one.issue, one.option, str(one.stance)) for one in found}


def chance(reader: Reader, report: Report) -> float:
    wanted = ("bund", "nachtfahrt", "ja", "supports")
    return max(
        (one.confidence for one in read(reader, report) if wanted in cells([one])),
        default=0.0,
    )


def test_the_layer_is_shipped_and_fits_the_code() -> None:
    layer = load_layer()
    assert layer is not None
    assert set(layer.weights) == set(NUMBERS)
    assert 0 < layer.threshold < 1


def test_what_was_added_by_hand_is_found_in_the_next_report(dispute: Dossier) -> None:
    reader = Reader(dispute, threshold=0.05)
    before = chance(reader, SECOND)
    reader.learn([ADDED], [FIRST, SECOND])
    after = chance(reader, SECOND)
    assert after > before
    assert after > 0.1


def test_a_confirmation_makes_surer_and_a_refusal_does_not(dispute: Dossier) -> None:
    reader = Reader(dispute, threshold=0.01)
    others = [replace(FIRST, id=f"r{n}") for n in range(4)]
    reader.learn([ADDED], [FIRST, SECOND])
    once = chance(reader, SECOND)
    reader.learn([replace(ADDED, report=one.id) for one in others], [*others, SECOND])
    often = chance(reader, SECOND)
    reader.learn([replace(ADDED, report=one.id, right=False) for one in others], [*others, SECOND])
    refused = chance(reader, SECOND)
    assert refused < min(once, often)
    assert min(once, often) > 0.3


def test_forgetting_leaves_the_reading_as_it_was(dispute: Dossier) -> None:
    fresh, reader = Reader(dispute), Reader(dispute)
    reader.learn([ADDED], [FIRST, SECOND])
    reader.learn([], [FIRST, SECOND])
    assert read(reader, SECOND) == read(fresh, SECOND)


def test_learning_twice_is_learning_once_in_any_order(dispute: Dossier) -> None:
    facts = [ADDED, fact(SECOND, "der Spätdampfer sei überfällig", right=False)]
    one, other = Reader(dispute), Reader(dispute)
    one.learn(facts, [FIRST, SECOND])
    other.learn(facts[::-1], [SECOND, FIRST])
    other.learn(facts[::-1], [SECOND, FIRST])
    assert [p.id for p in read(one, SECOND)] == [p.id for p in read(other, SECOND)]
    assert facts_id(facts) == facts_id(facts[::-1])


def test_a_sentence_is_no_evidence_for_itself(dispute: Dossier) -> None:
    """Else every accepted suggestion would confirm itself and say nothing of how sure the reader is."""
    plain, learned = Reader(dispute, threshold=0.01), Reader(dispute, threshold=0.01)
    learned.learn([ADDED], [FIRST])
    wanted = {one.id for one in read(plain, FIRST)}
    found = read(learned, FIRST)
    assert all(one.confidence < 0.9 for one in found if one.id not in wanted)


def test_the_rules_learn_nothing(dispute: Dossier) -> None:
    reader = Reader(dispute, "rules-1")
    before = read(reader, SECOND)
    reader.learn([ADDED], [FIRST, SECOND])
    assert read(reader, SECOND) == before


def test_facts_of_reports_that_are_gone_or_cut_short_do_no_harm(dispute: Dossier) -> None:
    reader = Reader(dispute)
    reader.learn([replace(ADDED, report="gone"), replace(ADDED, span=(9000, 9010))], [FIRST, SECOND])
    assert read(reader, SECOND) == read(Reader(dispute), SECOND)


# ------------------------------------------------------------------ the memory

STEMS = st.frozensets(st.sampled_from("abcdefgh"), max_size=6)


@given(STEMS, STEMS)
def test_likeness_is_a_share_and_symmetric(one: frozenset[str], other: frozenset[str]) -> None:
    weight = weights_of([one, other])
    forward = float(Memory([(ADDED, one)], weight).alike(other)[0])
    back = float(Memory([(ADDED, other)], weight).alike(one)[0])
    assert forward == pytest.approx(back, abs=1e-6)
    assert -1e-6 <= forward <= 1 + 1e-6
    if one == other and one:
        assert forward == pytest.approx(1, abs=1e-6)


# ------------------------------------------------------------------ how sure


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=30))
def test_every_judged_suggestion_is_in_one_bin(pairs: list[tuple[float, bool]]) -> None:
    found = reliability(pairs)
    assert found.count == len(pairs)
    assert (found.brier is None) is (not pairs)
    for one in found.bins:
        assert one.low - 1e-6 <= one.said <= one.high + 1e-6
        assert 0 <= one.right <= 1


def test_a_reader_that_knows_has_no_brier_score_to_speak_of() -> None:
    assert reliability([(1.0, True), (0.0, False)]).brier == 0
    assert reliability([(1.0, False)]).brier == 1


# ------------------------------------------------------------------ the queue

ASKED = st.builds(
    Asked,
    st.floats(0, 1),
    st.sampled_from(["a", "b"]),
    st.just("i"),
    st.sampled_from(["x", "y", "z"]),
)


@settings(max_examples=50)
@given(st.lists(ASKED, max_size=12))
def test_the_queue_is_what_picking_the_best_each_time_gives(asked: list[Asked]) -> None:
    order = teaching_order(asked)
    assert sorted(order) == list(range(len(asked)))
    left, slow = list(range(len(asked))), []
    known: list[Asked] = []
    while left:

        def worth(place: int) -> float:
            one = asked[place]
            cell = sum((k.holder, k.option) == (one.holder, one.option) for k in known)
            option = sum(k.option == one.option for k in known)
            return (one.chance + 0.15) / (1 + 0.5 * cell) / (1 + 0.25 * option)

        best = max(left, key=worth)
        slow.append(worth(best))
        known.append(asked[best])
        left.remove(best)
    known, fast = [], []
    for place in order:
        one = asked[place]
        cell = sum((k.holder, k.option) == (one.holder, one.option) for k in known)
        option = sum(k.option == one.option for k in known)
        fast.append((one.chance + 0.15) / (1 + 0.5 * cell) / (1 + 0.25 * option))
        known.append(one)
    assert fast == pytest.approx(slow)


def test_what_is_known_comes_later() -> None:
    asked = [Asked(0.6, "bund", "nachtfahrt", "ja"), Asked(0.5, "insel", "lohn", "p4")]
    assert teaching_order(asked) == [0, 1]
    assert teaching_order(asked, [ADDED, ADDED]) == [1, 0]
