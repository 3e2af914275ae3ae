from __future__ import annotations

from zopa.web.turns import PUT_OFF, TURN, Turns


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_one_has_on_the_screen_is_not_offered_to_another() -> None:
    clock = Clock()
    turns = Turns(clock)
    assert turns.take("p1", "ada")
    assert not turns.take("p1", "bo")
    assert turns.not_for("bo") == {"p1"}
    assert turns.not_for("ada") == frozenset()
    assert turns.others("bo") == ("ada",)
    # taking the next one frees the one before
    assert turns.take("p2", "ada")
    assert turns.not_for("bo") == {"p2"}
    clock.now = TURN + 1
    assert turns.take("p2", "bo")


def test_what_was_put_off_comes_back() -> None:
    clock = Clock()
    turns = Turns(clock)
    turns.take("p1", "ada")
    turns.skip("p1", "ada")
    assert turns.not_for("ada") == {"p1"}
    assert turns.not_for("bo") == frozenset()
    assert turns.skipped("ada") == 1
    turns.unskip("ada")
    assert turns.not_for("ada") == frozenset()
    turns.skip("p1", "ada")
    turns.free(["p1"], "ada")
    assert turns.not_for("ada") == frozenset()
    turns.skip("p1", "ada")
    clock.now = PUT_OFF + 1
    assert turns.not_for("ada") == frozenset()
