from __future__ import annotations

import datetime as dt
import random

import pytest

from zopa.sources.reprints import candidates, compare, is_reprint, origins, shingles, signature

DRAW = random.Random(5)
WORDS = [f"word{n}" for n in range(3000)]


def story(seed: int, size: int = 250) -> list[str]:
    return random.Random(seed).choices(WORDS, k=size)


def edited(words: list[str], share: float, seed: int = 1) -> list[str]:
    draw = random.Random(seed)
    return [draw.choice(WORDS) if draw.random() < share else word for word in words]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (story(1), True),
        (edited(story(1), 0.05), True),
        (edited(story(1), 0.1), True),
        (story(1)[:120], True),
        (["before", *story(1), *story(2)], True),
        (edited(story(1), 0.6), False),
        (story(2), False),
        (story(1)[:40] + story(2), False),
        (story(1)[:6], False),
    ],
)
def test_what_is_one_story(other: list[str], same: bool) -> None:
    assert is_reprint(shingles(" ".join(story(1))), shingles(" ".join(other))) is same


def test_signatures_find_what_comparing_all_pairs_finds() -> None:
    texts = [" ".join(story(n)) for n in range(40)]
    texts += [" ".join(edited(story(n % 40), 0.02 * (n % 6), n)) for n in range(40, 90)]
    DRAW.shuffle(texts)
    sets = [shingles(text) for text in texts]
    wanted = {(a, b) for a in range(90) for b in range(a + 1, 90) if is_reprint(sets[a], sets[b])}
    found = set(candidates([signature(text) for text in texts], 90))
    assert wanted <= found
    assert len(found) < len(wanted) + 40
    late = set(candidates([signature(text) for text in texts], 10))
    assert late == {pair for pair in found if pair[1] >= 80}


def test_groups_are_not_chained() -> None:
    day = dt.date(2031, 3, 1)
    reports = [(name, day + dt.timedelta(days=n), name) for n, name in enumerate("abcd")]
    chain = {"a": ["b"], "b": ["a", "c"], "c": ["b", "d"], "d": ["c"]}
    assert origins(reports, chain) == {"a": "a", "b": "a", "c": "c", "d": "c"}
    assert origins(reversed(reports), chain) == origins(reports, chain)
    assert origins([("a", day, "h"), ("b", None, "h")], {}) == {"a": "a", "b": "a"}


def test_edges() -> None:
    assert shingles("") == frozenset([""])
    assert compare(shingles("a b"), shingles("a b")) == (1.0, 1.0)
    assert len(signature("")) == len(signature("one two three four")) == 512
    assert list(candidates([signature("x")], 1)) == []
