"""From stated positions to what stands as of a date.

The rules, in the order they apply to one party on one option (docs/explanation/standing.md):

1. cut         only what was said on or before the date counts.
2. own word    a party's own word outranks what others say about it.
3. last word   a speaker's later word supersedes his own earlier one.
4. contested   speakers of equal rank who still disagree within WINDOW make the cell contested;
               what is older than WINDOW is superseded by the newer word.
5. firmness    a red line stays one until the side that drew it says otherwise.

Nothing is dropped: what was outranked stays with the standing as its dissent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zopa.positions.matrix import Cell, PositionMatrix, Standing
from zopa.vocabulary import Issue, Party, StatedPosition

WINDOW = timedelta(days=14)
"""Own words this close together contradict each other; further apart, the later one is a change.

Two weeks: a round of talks and its aftermath. Not tuned on data.
"""


def place(
    positions: Iterable[StatedPosition],
    parties: Iterable[Party],
    issues: Iterable[Issue],
    affiliation: Mapping[str, str | None],
    as_of: date | None = None,
    judged: frozenset[str] = frozenset(),
) -> PositionMatrix:
    """The position table as of a date.

    positions    stated positions, in any order; those on undeclared parties or issues are left out.
    affiliation  speaker id to party id; an unlisted speaker belongs to no party.
    as_of        last day that counts; None counts everything.
    judged       ids of positions that a person accepted: they are no longer suggestions.
    Returns      a matrix with a cell for every party and issue that anybody spoke to.
    """
    parties, issues = tuple(parties), tuple(issues)
    known = {(issue.id, option.id) for issue in issues for option in issue.options}
    holders = {party.id for party in parties}
    by_cell: dict[tuple[str, str], dict[str, list[StatedPosition]]] = defaultdict(lambda: defaultdict(list))
    for position in positions:
        if position.holder in holders and (position.issue, position.option) in known:
            by_cell[position.holder, position.issue][position.option].append(position)
    cells = {}
    for (party, issue_id), by_option in by_cell.items():
        issue = next(one for one in issues if one.id == issue_id)
        standings = tuple(
            standing
            for option in issue.options
            if (standing := stand(by_option.get(option.id, ()), affiliation, as_of, judged)) is not None
        )
        if standings:
            cells[party, issue_id] = Cell(party, issue_id, standings)
    return PositionMatrix(parties, issues, cells, as_of)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many positions of a cell there are by a date, where only those that decide are at hand."""

    agreeing: int
    disagreeing: int
    judged: bool


def stand(
    positions: Iterable[StatedPosition],
    affiliation: Mapping[str, str | None],
    as_of: date | None = None,
    judged: frozenset[str] = frozenset(),
    tally: Callable[[bool], Tally] | None = None,
) -> Standing | None:
    """What stands for one party on one option, or None where nothing was said by then.

    positions  all of one holder, issue and option; with `tally`, at least all that decide.
    tally      how many there are in all, asked with whether the standing is for the option.
    """
    said = sorted(_cut(positions, as_of), key=_age, reverse=True)
    if not said:
        return None
    own = [position for position in said if affiliation.get(position.speaker) == position.holder]
    ranked = own or said
    current = _last_words(ranked)
    latest = current[0]
    # An undated statement can be neither older nor newer, so it stays in the window.
    recent = [
        p
        for p in current
        if p.said_on is None or latest.said_on is None or latest.said_on - p.said_on <= WINDOW
    ]
    opposed = [p for p in recent if p.stance.is_for is not latest.stance.is_for]
    total = tally(latest.stance.is_for) if tally else None
    evidence = [latest, *(p for p in said if p is not latest and p.stance.is_for is latest.stance.is_for)]
    dissent = [p for p in said if p.stance.is_for is not latest.stance.is_for]
    return Standing(
        party=latest.holder,
        issue=latest.issue,
        option=latest.option,
        stance=latest.stance,
        firm=_still_firm(ranked, latest),
        condition=latest.condition,
        contested=bool(opposed),
        second_hand=not own,
        suggested=not (total.judged if total else any(p.id in judged for p in evidence)),
        evidence=tuple(evidence),
        dissent=tuple(dissent),
        reason=_reason(latest, len(opposed), total.disagreeing if total else len(dissent), bool(own)),
        unlisted=(total.agreeing - len(evidence), total.disagreeing - len(dissent)) if total else (0, 0),
    )


def _cut(positions: Iterable[StatedPosition], as_of: date | None) -> list[StatedPosition]:
    return [p for p in positions if as_of is None or p.said_on is None or p.said_on <= as_of]


def _age(position: StatedPosition) -> tuple[bool, date, bool, float, int]:
    """Sorts oldest first; on one day the plainer, surer, later-printed words count as later."""
    day = position.said_on
    return (
        day is not None,
        day or date.min,
        position.firm,
        position.confidence,
        position.quote.start,
    )


def _last_words(newest_first: list[StatedPosition]) -> list[StatedPosition]:
    """Each speaker's latest word, all of that day: who says two things on one day said both."""
    latest: dict[str, date | None] = {}
    kept = []
    for position in newest_first:
        # Nameless voices are not one speaker: each report's stands for itself.
        nameless = position.speaker in ("author", "anonymous", "other")
        speaker = f"{position.speaker}/{position.report}" if nameless else position.speaker
        if latest.setdefault(speaker, position.said_on) == position.said_on:
            kept.append(position)
    return kept


def _still_firm(newest_first: list[StatedPosition], latest: StatedPosition) -> bool:
    """Whether the standing stance was put as non-negotiable and not taken back since."""
    for position in newest_first:
        if position.stance.is_for is not latest.stance.is_for:
            # On one day nobody can tell which came first, so what stands is taken to be the later.
            if position.said_on != latest.said_on:
                return False
        elif position.firm and position.stance is latest.stance:
            return True
    return False


def _reason(latest: StatedPosition, opposed: int, dissent: int, own: bool) -> str:
    day = f" on {latest.said_on:%-d %b %Y}" if latest.said_on else ""
    who = latest.speaker_name or latest.speaker
    rule = "its own latest word" if own else "nobody of this side says so itself; second-hand"
    text = f"{rule}: {who}{day}"
    if opposed:
        text += f"; contested: {_count(opposed, 'statement')} of the same weight says otherwise"
    outranked = dissent - opposed
    if outranked:
        text += (
            f"; {_count(outranked, 'older or second-hand statement')} disagree{'s' if outranked == 1 else ''}"
        )
    return text


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
