from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_ledger import STATEMENT, TEXT, position, report

from zopa.errors import LedgerConflict, LedgerError
from zopa.ledger.address import Place
from zopa.ledger.anchor import reanchor
from zopa.ledger.judging import Judging
from zopa.ledger.settle import settle
from zopa.ledger.view import LedgerView
from zopa.ledger.writer import LedgerWriter
from zopa.vocabulary import Decision, Judgement, Quote, Stance, Status

FIRST = position()
SECOND = position(28, 70, option="low", stance=Stance.ACCEPTS, speaker="south", holder="south")


def clock() -> Callable[[], dt.datetime]:
    start = dt.datetime(2031, 3, 2)  # noqa: DTZ001
    minutes = iter(range(100_000))
    return lambda: start + dt.timedelta(minutes=next(minutes))


@pytest.fixture
def ledger(place: Place) -> Place:
    LedgerWriter(place, "test", clock()).record(report(), [STATEMENT], [FIRST, SECOND], "key")
    return place


def held(place: Place) -> dict[str, Status]:
    return {one.id: status for one, status in LedgerView(place).stream_positions()}


def test_a_suggestion_is_none_any_more_once_accepted(ledger: Place) -> None:
    assert LedgerView(ledger).judged() == frozenset()
    made = Judging(ledger, "ada").judge(FIRST.id, Decision.ACCEPT, note="plainly")
    assert (made.version, made.by, made.note) == (1, "ada", "plainly")
    assert held(ledger) == {FIRST.id: Status.ACCEPTED, SECOND.id: Status.SUGGESTED}
    assert LedgerView(ledger).judged() == {FIRST.id}


def test_a_rejected_suggestion_drops_out_and_comes_back_when_undone(ledger: Place) -> None:
    desk = Judging(ledger, "ada")
    desk.judge(FIRST.id[:6], Decision.REJECT)
    assert held(ledger) == {SECOND.id: Status.SUGGESTED}
    assert {one.id: status for one, status in LedgerView(ledger).suggestions()} == {
        FIRST.id: Status.REJECTED,
        SECOND.id: Status.SUGGESTED,
    }
    (undone,) = desk.undo()
    assert (undone.decision, undone.version) == (Decision.WITHDRAWN, 2)
    assert held(ledger) == {FIRST.id: Status.SUGGESTED, SECOND.id: Status.SUGGESTED}


def test_a_correction_replaces_the_suggestion(ledger: Place) -> None:
    right = dataclasses.replace(FIRST, stance=Stance.SUPPORTS, quote=Quote.cut(TEXT, 10, 27))
    made = Judging(ledger, "ada").judge(FIRST.id, Decision.CORRECT, corrected=right)
    assert made.corrected is not None
    assert (made.corrected.origin, made.corrected.confidence) == ("person:ada", 1.0)
    assert held(ledger) == {made.corrected.id: Status.ACCEPTED, SECOND.id: Status.SUGGESTED}
    # Whoever judges the correction judges the position it stands for.
    Judging(ledger, "ben").judge(made.corrected.id, Decision.ACCEPT)
    assert held(ledger) == {made.corrected.id: Status.ACCEPTED, SECOND.id: Status.SUGGESTED}
    Judging(ledger, "cho").judge(made.corrected.id, Decision.REJECT)
    assert held(ledger) == {FIRST.id: Status.DISPUTED, SECOND.id: Status.SUGGESTED}


def test_a_person_adds_what_no_reader_found(ledger: Place) -> None:
    added = dataclasses.replace(FIRST, option="low", stance=Stance.ACCEPTS)
    desk = Judging(ledger, "ada")
    made = desk.add(added, note="between the lines")
    assert held(ledger)[made.position] is Status.ACCEPTED
    with pytest.raises(LedgerError, match="there already"):
        desk.add(added)
    desk.undo()
    assert set(held(ledger)) == {FIRST.id, SECOND.id}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (dataclasses.replace(FIRST, report="nowhere"), "no report 'nowhere'"),
        (dataclasses.replace(FIRST, quote=Quote("x" * 27, 0, 27)), "not the text at 0:27"),
        (dataclasses.replace(FIRST, quote=Quote("x", 900, 901)), "outside a text"),
    ],
)
def test_what_a_person_adds_is_proved_by_its_quote(ledger: Place, wrong: object, message: str) -> None:
    with pytest.raises(LedgerError, match=message):
        Judging(ledger, "ada").add(wrong)  # type: ignore[arg-type]


def test_bulk_and_its_undoing(ledger: Place) -> None:
    desk = Judging(ledger, "ada")
    desk.judge(FIRST.id, Decision.UNSURE)
    done = desk.judge_many([FIRST.id, SECOND.id], Decision.ACCEPT)
    assert len({one.act for one in done}) == 1
    assert set(held(ledger).values()) == {Status.ACCEPTED}
    undone = desk.undo(done[0].act)
    assert held(ledger) == {FIRST.id: Status.UNSURE, SECOND.id: Status.SUGGESTED}
    # Undoing is an act, and can be undone itself; nothing is ever lost.
    desk.undo(undone[0].act)
    assert set(held(ledger).values()) == {Status.ACCEPTED}
    assert [one.decision.value for one in LedgerView(ledger).judgements(FIRST.id, superseded=True)] == [
        "unsure",
        "accept",
        "unsure",
        "accept",
    ]
    assert [entry["action"] for entry in LedgerView(ledger).audit()] == ["judge", "judge", "undo", "undo"]


def test_undoing_what_was_judged_again_is_refused(ledger: Place) -> None:
    desk = Judging(ledger, "ada")
    first = desk.judge(FIRST.id, Decision.ACCEPT)
    desk.judge(FIRST.id, Decision.REJECT)
    with pytest.raises(LedgerConflict, match="judged again since: reject by ada"):
        desk.undo(first.act)


def test_a_conflicting_judgement_gets_a_clear_answer(ledger: Place) -> None:
    one, another = Judging(ledger, "ada"), Judging(ledger, "ada")
    one.judge(FIRST.id, Decision.ACCEPT, expects=0)
    with pytest.raises(LedgerConflict, match=r"judged in the meantime: accept by ada at .* \(version 1\)"):
        another.judge(FIRST.id, Decision.REJECT, expects=0)
    assert held(ledger)[FIRST.id] is Status.ACCEPTED
    another.judge(FIRST.id, Decision.REJECT, expects=1)


def test_two_annotators_side_by_side_and_adjudication(ledger: Place) -> None:
    Judging(ledger, "ada").judge(FIRST.id, Decision.ACCEPT, expects=0)
    Judging(ledger, "ben").judge(FIRST.id, Decision.REJECT, expects=0)
    assert held(ledger)[FIRST.id] is Status.DISPUTED
    assert {one.by for one in LedgerView(ledger).judgements(FIRST.id)} == {"ada", "ben"}
    Judging(ledger, "cho").judge(FIRST.id, Decision.ACCEPT, adjudicates=True, expects=0)
    assert held(ledger)[FIRST.id] is Status.ACCEPTED
    with pytest.raises(LedgerConflict):
        Judging(ledger, "dan").judge(FIRST.id, Decision.REJECT, adjudicates=True, expects=0)
    Judging(ledger, "cho").undo()
    assert held(ledger)[FIRST.id] is Status.DISPUTED


def test_several_reviewers_at_once_lose_nothing(ledger: Place) -> None:
    failures: list[Exception] = []

    def work(name: str) -> None:
        try:
            desk = Judging(ledger, name)
            for number in range(8):
                desk.judge(FIRST.id, Decision.ACCEPT if number % 2 else Decision.REJECT)
        except Exception as error:  # noqa: BLE001 (shown below)
            failures.append(error)

    people = [threading.Thread(target=work, args=(name,)) for name in ("ada", "ben", "cho", "dan")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert failures == []
    made = list(LedgerView(ledger).judgements(superseded=True))
    assert sorted((one.by, one.version) for one in made) == [
        (name, version) for name in ("ada", "ben", "cho", "dan") for version in range(1, 9)
    ]
    assert held(ledger)[FIRST.id] is Status.ACCEPTED


def test_what_was_judged_at_any_moment_can_be_asked_for(place: Place) -> None:
    now = clock()
    LedgerWriter(place, "test", now).record(report(), [], [FIRST, SECOND], "key")
    desk = Judging(place, "ada", now)
    moments = [now()]
    states = [held(place)]
    right = dataclasses.replace(SECOND, firm=True)
    for step in (
        lambda: desk.judge(FIRST.id, Decision.REJECT),
        lambda: desk.judge(SECOND.id, Decision.CORRECT, corrected=right),
        lambda: desk.undo(),
        lambda: desk.add(dataclasses.replace(FIRST, option="low")),
        lambda: desk.undo(),
        lambda: Judging(place, "ben", now).judge(FIRST.id, Decision.ACCEPT),
    ):
        step()
        moments.append(now())
        states.append(held(place))
    for moment, state in zip(moments, states, strict=True):
        then = LedgerView(place, known_at=moment)
        assert {one.id: status for one, status in then.stream_positions()} == state


# ------------------------------------------------------------------ judgements outlive the reading


def again(place: Place, text: str, *stated: object) -> None:
    LedgerWriter(place, "test").record(report(text), [], stated, "key2")  # type: ignore[arg-type]


def test_reading_again_keeps_every_judgement(ledger: Place) -> None:
    right = dataclasses.replace(SECOND, firm=True)
    made = Judging(ledger, "ada").judge(SECOND.id, Decision.CORRECT, corrected=right)
    Judging(ledger, "ada").judge(FIRST.id, Decision.REJECT)
    before = held(ledger)
    again(ledger, TEXT, FIRST, SECOND)
    assert held(ledger) == before
    assert made.corrected is not None
    assert made.corrected.id in before


def test_a_better_reader_inherits_the_judgements(ledger: Place) -> None:
    Judging(ledger, "ada").judge(FIRST.id, Decision.ACCEPT)
    Judging(ledger, "ada").judge(SECOND.id, Decision.REJECT)
    better = [dataclasses.replace(one, origin="better", confidence=0.7) for one in (FIRST, SECOND)]
    again(ledger, TEXT, *better)
    assert held(ledger) == {better[0].id: Status.ACCEPTED}


def test_what_a_person_accepted_stays_though_the_reader_lost_it(ledger: Place) -> None:
    Judging(ledger, "ada").judge(FIRST.id, Decision.ACCEPT)
    again(ledger, TEXT, SECOND)
    assert held(ledger) == {FIRST.id: Status.ACCEPTED, SECOND.id: Status.SUGGESTED}
    again(ledger, TEXT)
    assert held(ledger) == {FIRST.id: Status.ACCEPTED}


def test_a_rejected_suggestion_stays_rejected_when_it_comes_back(ledger: Place) -> None:
    Judging(ledger, "ada").judge(FIRST.id, Decision.REJECT)
    again(ledger, TEXT, SECOND)
    again(ledger, TEXT, FIRST, SECOND)
    assert held(ledger) == {SECOND.id: Status.SUGGESTED}


def test_judgements_follow_their_words_into_a_changed_text(ledger: Place) -> None:
    desk = Judging(ledger, "ada")
    desk.judge(FIRST.id, Decision.ACCEPT)
    right = desk.judge(
        SECOND.id, Decision.CORRECT, corrected=dataclasses.replace(SECOND, firm=True)
    ).corrected
    added = desk.add(dataclasses.replace(FIRST, option="low")).corrected
    assert right is not None
    assert added is not None
    text = "Updated: " + TEXT
    again(
        ledger,
        text,
        position(37, 79, text, option="low", stance=Stance.ACCEPTS, speaker="south", holder="south"),
    )
    now = {(one.quote.start, one.option, one.origin): s for one, s in LedgerView(ledger).stream_positions()}
    assert now == {
        (9, "high", "test"): Status.ACCEPTED,
        (9, "low", "person:ada"): Status.ACCEPTED,
        (37, "low", "person:ada"): Status.ACCEPTED,
    }
    assert all(
        text[one.quote.start : one.quote.end] == one.quote.exact for one in LedgerView(ledger).positions()
    )


def test_where_the_words_are_gone_or_doubled_nothing_is_guessed(ledger: Place) -> None:
    Judging(ledger, "ada").judge(FIRST.id, Decision.ACCEPT)
    again(ledger, "Something else entirely was printed.")
    assert held(ledger) == {}
    assert [one.position for one in LedgerView(ledger).judgements()] == [FIRST.id]
    again(ledger, TEXT, FIRST)
    assert held(ledger) == {FIRST.id: Status.ACCEPTED}


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("A wall. The tax stays. A door. The tax stays. A roof.", 31),
        ("Now: A door. The tax stays. A roof.", 13),
        ("The tax stays. The tax stays.", None),
        ("The tax goes.", None),
        ("B. The tax stays. A roof.", 3),
    ],
)
def test_quotes_are_found_again_by_what_stands_around_them(text: str, start: int | None) -> None:
    old = "A wall. A door. The tax stays. A roof."
    found = reanchor(Quote.cut(old, 16, 30), text)
    assert (found.start if found else None) == start


# ------------------------------------------------------------------ automatic acceptance


def test_auto_accept_is_marked_and_taken_back(place: Place) -> None:
    sure, unsure = (dataclasses.replace(FIRST, confidence=0.97), dataclasses.replace(SECOND, confidence=0.5))
    writer = LedgerWriter(place, "test")
    writer.record(report(), [], [sure, unsure], "key")
    assert writer.accept_automatically(0.95) == 1
    assert held(place) == {sure.id: Status.AUTOMATIC, unsure.id: Status.SUGGESTED}
    assert LedgerView(place).judged() == {sure.id}
    (judgement,) = LedgerView(place).judgements()
    assert (judgement.automatic, judgement.by) == (True, "auto_accept 0.95")
    assert writer.accept_automatically(0.95) == 0
    assert writer.accept_automatically(0.4) == 1
    assert writer.accept_automatically(0.99) == 0
    assert set(held(place).values()) == {Status.SUGGESTED}
    writer.accept_automatically(0.95)
    Judging(place, "ada").judge(sure.id, Decision.REJECT)
    assert held(place) == {unsure.id: Status.SUGGESTED}
    writer.accept_automatically(None)
    assert held(place) == {unsure.id: Status.SUGGESTED}


# ------------------------------------------------------------------ settling, by itself

AT = dt.datetime(2031, 3, 2)  # noqa: DTZ001


def said(decision: Decision, by: str = "ada", **more: object) -> Judgement:
    corrected = FIRST if decision is Decision.CORRECT else None
    return dataclasses.replace(Judgement(FIRST.id, decision, by, "", corrected, AT, 1), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("judged", "status"),
    [
        ([], Status.SUGGESTED),
        ([said(Decision.WITHDRAWN)], Status.SUGGESTED),
        ([said(Decision.UNSURE)], Status.UNSURE),
        ([said(Decision.UNSURE), said(Decision.ACCEPT, "ben")], Status.ACCEPTED),
        ([said(Decision.ACCEPT), said(Decision.ACCEPT, "ben")], Status.ACCEPTED),
        ([said(Decision.ACCEPT), said(Decision.REJECT, "ben")], Status.DISPUTED),
        ([said(Decision.CORRECT), said(Decision.ACCEPT, "ben")], Status.DISPUTED),
        ([said(Decision.ACCEPT, "auto", automatic=True)], Status.AUTOMATIC),
        ([said(Decision.ACCEPT, "auto", automatic=True), said(Decision.REJECT)], Status.REJECTED),
        ([said(Decision.ACCEPT), said(Decision.REJECT, "cho", adjudicates=True)], Status.REJECTED),
    ],
)
def test_how_judgements_settle(judged: list[Judgement], status: Status) -> None:
    assert settle(judged).status is status
    assert settle(reversed(judged)).status is status


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 6), st.booleans()), max_size=12))
def test_the_columns_say_what_the_judgements_say(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, bool]]
) -> None:
    """`status` and `counts` are kept beside the rows; computing them from the judgements agrees."""
    place = tmp_path_factory.mktemp("ledger")
    now = clock()
    LedgerWriter(place, "test", now).record(report(), [], [FIRST, SECOND], "key")
    decisions = (Decision.ACCEPT, Decision.REJECT, Decision.UNSURE)
    for by, what, first in steps:
        desk = Judging(place, by, now)
        target = FIRST if first else SECOND
        try:
            if what < 3:
                desk.judge(target.id, decisions[what], adjudicates=by == "c")
            elif what == 3:
                desk.judge(target.id, Decision.CORRECT, corrected=dataclasses.replace(target, firm=True))
            elif what == 4:
                desk.add(dataclasses.replace(target, issue="pilots"))
            elif what == 5:
                desk.judge_many([FIRST.id, SECOND.id], Decision.ACCEPT)
            else:
                desk.undo()
        except LedgerError:
            continue
    columns = held(place)
    computed = {one.id: s for one, s in LedgerView(place, known_at=now()).stream_positions()}
    assert columns == computed


def test_a_judge_has_a_name(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="needs a name"):
        Judging(tmp_path, " ")
