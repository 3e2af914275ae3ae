"""`make errors`: misses and false alarms by kind."""

from __future__ import annotations

from benchmarks.error_kinds import errors, table, written

TEXT = "The city wants a quay. The port refuses it. Nobody asked the unions."
BASE = {"report": "r", "holder": "city", "issue": "works", "option": "quay", "stance": "supports"}


def coded(quote: str, **more: str) -> dict[str, str]:
    return BASE | {"quote": quote} | more


def found(quote: str, **more: str) -> dict[str, object]:
    start = TEXT.index(quote)
    return {**coded(quote, **more), "start": start, "end": start + len(quote), "confidence": 0.5}


def kinds(gold: list[dict[str, str]], read: list[dict[str, object]]) -> list[tuple[str, str]]:
    return [(one.side, one.kind) for one in errors("d", {"r": TEXT}, gold, read)]


def test_what_is_right_is_no_error() -> None:
    assert kinds([coded("The city wants a quay")], [found("The city wants a quay.")]) == []


def test_what_differs_names_the_kind() -> None:
    gold = [coded("The port refuses it", holder="port", stance="rejects")]
    assert kinds(gold, [found("The port refuses it", holder="port")]) == [
        ("miss", "wrong stance"),
        ("false alarm", "wrong stance"),
    ]
    assert kinds(gold, [found("The port refuses it")])[0] == ("miss", "wrong holder and stance")


def test_what_has_no_partner() -> None:
    first, second = "The city wants a quay", "Nobody asked the unions"
    assert kinds([coded(first)], [found(second)]) == [
        ("miss", "nothing found in these words"),
        ("false alarm", "nothing is coded in these words"),
    ]
    twice = [found(first), found(first, option="crane")]
    assert kinds([coded(first)], twice) == [("false alarm", "one too many in a passage with positions")]


def test_the_file_has_the_words() -> None:
    wrong = errors("d", {"r": TEXT}, [coded("The city wants a quay")], [])
    assert "100 % (1) nothing found in these words" in table(wrong)
    assert "d/r: “The city wants a quay”" in written(wrong)
