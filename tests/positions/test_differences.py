from __future__ import annotations

import dataclasses

from zopa.positions.differences import differences
from zopa.vocabulary import Condition, Quote, Stance, StatedPosition

TEXT = "The north wants the ferry. The south refuses the ferry and the bridge."


def stated(words: str, **more: object) -> StatedPosition:
    start = TEXT.index(words)
    made = StatedPosition(
        report="r",
        quote=Quote.cut(TEXT, start, start + len(words)),
        speaker="north",
        holder="north",
        issue="link",
        option="ferry",
        stance=Stance.SUPPORTS,
        origin="a",
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def test_the_same_reading_agrees() -> None:
    one = [stated("The north wants the ferry"), stated("the bridge", option="bridge")]
    made = differences(one, one)
    assert [pair.fields for pair in made.pairs] == [(), ()]
    assert made.agreement == 1.0
    assert differences([], []).agreement == 1.0


def test_the_same_words_pair_with_what_agrees_most() -> None:
    words = "The south refuses the ferry and the bridge"
    ferry = stated(words, holder="south", stance=Stance.REJECTS)
    bridge = dataclasses.replace(ferry, option="bridge")
    made = differences([ferry, bridge], [bridge, dataclasses.replace(ferry, firm=True)])
    assert sorted(pair.fields for pair in made.pairs) == [(), ("firm",)]
    assert made.agreement == 1.0


def test_differing_fields_are_named_and_what_one_alone_found_is_listed() -> None:
    first = [stated("The north wants the ferry"), stated("the bridge")]
    second = [
        stated("wants the ferry", stance=Stance.REJECTS, condition=Condition(text="if")),
        stated("The south"),
    ]
    made = differences(first, second)
    assert [pair.fields for pair in made.pairs] == [("stance", "condition")]
    assert not made.pairs[0].agree
    assert [one.quote.exact for one in made.only_first] == ["the bridge"]
    assert [one.quote.exact for one in made.only_second] == ["The south"]
    assert made.agreement == 0.0


def test_other_reports_never_pair() -> None:
    one = stated("the bridge")
    made = differences([one], [dataclasses.replace(one, report="s")])
    assert made.pairs == ()
