"""From stated positions to what stands as of a date.

The rules, in the order they apply to one party on one option (docs/explanation/standing.md); the names are
those in `Standing.rules`:

1. cut         only what was said on or before the date counts.
2. modality    what was held once or is denied does not stand; a denial takes back hearsay ('denied').
3. own word    a party's own word outranks the joint word of a body it belongs to ('joint'), that what
               others say about it ('second-hand'), and that what they only allege ('alleged').
4. last word   a speaker's later word supersedes his own earlier one.
5. contested   speakers of equal rank who still disagree within WINDOW make the cell contested;
               what is older than WINDOW is superseded by the newer word.
6. firmness    a red line stays one until the side that drew it says otherwise ('still firm').
7. direction   on a line of options, what is wanted and refused tells of the options nobody spoke to
               ('direction', see direction.py); marked as inferred.

Nothing is dropped: what was outranked or superseded stays with the standing as its dissent ('outranked'),
what does not stand with the cell as its background.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zopa.positions.affiliation import Affiliation
from zopa.positions.direction import inferred
from zopa.positions.matrix import Cell, PositionMatrix, Standing
from zopa.positions.reasons import reason
from zopa.vocabulary import Issue, Modality, Party, StatedPosition

WINDOW = timedelta(days=14)
"""Own words this close together contradict each other; further apart, the later one is a change.

Two weeks: a round of talks and its aftermath. Not tuned on data.
"""
OWN, JOINT, HEARSAY, ALLEGED = range(4)
"""Ranks: whose word decides, the lowest number first."""
_NAMED = {OWN: "own word", JOINT: "joint", HEARSAY: "second-hand", ALLEGED: "alleged"}


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
    affiliation  speaker id to party id, or an Affiliation where that changes with time; an unlisted
                 speaker belongs to no party.
    as_of        last day that counts; None counts everything.
    judged       ids of positions that a person accepted: they are no longer suggestions.
    Returns      a matrix with a cell for every party and issue that anybody spoke to.
    """
    parties, issues = tuple(parties), tuple(issues)
    sides = Affiliation.of(affiliation)
    known = {(issue.id, option.id): issue for issue in issues for option in issue.options}
    about: dict[str, list[str]] = {party.id: [party.id] for party in parties}
    for party, bodies in sides.bodies.items():
        for body in bodies:
            # What a body says counts for each of its members.
            if body in about and party in about:
                about[body].append(party)
    by_cell: dict[tuple[str, str], dict[str, list[StatedPosition]]] = defaultdict(lambda: defaultdict(list))
    for position in positions:
        if (position.issue, position.option) in known:
            for party in about.get(position.holder, ()):
                by_cell[party, position.issue][position.option].append(position)
    cells = {}
    for party in (one.id for one in parties):
        for issue in issues:
            cell = cell_of(party, issue, by_cell.get((party, issue.id), {}), sides, as_of, judged)
            if cell is not None:
                cells[party, issue.id] = cell
    return PositionMatrix(parties, issues, cells, as_of)


def cell_of(
    party: str,
    issue: Issue,
    by_option: Mapping[str, Sequence[StatedPosition]],
    affiliation: Mapping[str, str | None],
    as_of: date | None = None,
    judged: frozenset[str] = frozenset(),
) -> Cell | None:
    """One party on one issue, or None where nothing was said by then.

    by_option  all stated positions of the party, and of the bodies it belongs to, on each option.
    """
    standings, background = [], []
    for option in issue.options:
        stated = by_option.get(option.id, ())
        if not stated:
            continue
        one = stand(stated, affiliation, as_of, judged, party=party)
        if one is not None:
            standings.append(one)
        sides = Affiliation.of(affiliation)
        background += _live(_ranked(_cut(stated, as_of), party, sides))[1]
    if not standings and not background:
        return None
    order = {option.id: number for number, option in enumerate(issue.options)}
    full = sorted((*standings, *inferred(standings, issue)), key=lambda one: order[one.option])
    return Cell(party, issue.id, tuple(full), tuple(background))


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
    party: str | None = None,
) -> Standing | None:
    """What stands for one party on one option, or None where nothing that stands was said by then.

    positions  all of one holder, issue and option; with `tally`, at least all that decide.
    tally      how many there are in all, asked with whether the standing is for the option.
    party      whose standing it is; None for the holder's. Positions of other holders are those of bodies
               that the party belongs to.
    """
    said = sorted(_cut(positions, as_of), key=_age, reverse=True)
    if not said:
        return None
    whose = party or said[0].holder
    sides = Affiliation.of(affiliation)
    live, background = _live(_ranked(said, whose, sides))
    if not live:
        return None
    best = min(rank for _, rank in live)
    ranked = [position for position, rank in live if rank == best]
    current = _last_words(ranked)
    latest = current[0]
    # An undated statement can be neither older nor newer, so it stays in the window.
    recent = [
        p
        for p in current
        if p.said_on is None or latest.said_on is None or latest.said_on - p.said_on <= WINDOW
    ]
    opposed = [p for p in recent if p.stance.is_for is not latest.stance.is_for]
    denied = [p for p in background if _denies(p, latest, sides)]
    total = tally(latest.stance.is_for) if tally else None
    standing_words = [position for position, _ in live]
    evidence = [
        latest, *(p for p in standing_words if p is not latest and p.stance.is_for is latest.stance.is_for)
    ]  # fmt: skip
    dissent = [p for p in standing_words if p.stance.is_for is not latest.stance.is_for]
    firm = _still_firm(ranked, latest)
    rules = [_NAMED[best]]
    if (total.disagreeing if total else len(dissent)) > len(opposed):
        rules.append("outranked")
    if opposed or denied:
        rules.append("contested")
    if firm and not latest.firm:
        rules.append("still firm")
    made = Standing(
        party=whose,
        issue=latest.issue,
        option=latest.option,
        stance=latest.stance,
        firm=firm,
        condition=latest.condition,
        contested=bool(opposed or denied),
        second_hand=best >= HEARSAY,
        suggested=not (total.judged if total else any(p.id in judged for p in evidence)),
        evidence=tuple(evidence),
        dissent=(*dissent, *denied),
        unlisted=(total.agreeing - len(evidence), total.disagreeing - len(dissent)) if total else (0, 0),
        rules=tuple(rules),
        further=latest.further,
        through=latest.holder if best == JOINT else None,
        alleged=best == ALLEGED,
    )
    return replace(made, reason=reason(made, len(opposed)))


def _cut(positions: Iterable[StatedPosition], as_of: date | None) -> list[StatedPosition]:
    return [p for p in positions if as_of is None or p.said_on is None or p.said_on <= as_of]


def _ranked(
    positions: Iterable[StatedPosition], party: str, sides: Affiliation
) -> list[tuple[StatedPosition, int]]:
    """Each with whose word it is, seen from the party."""
    found = []
    for position in positions:
        if position.modality is Modality.ALLEGED:
            rank = ALLEGED
        elif not sides.is_own(position):
            rank = HEARSAY
        else:
            rank = OWN if position.holder == party else JOINT
        found.append((position, rank))
    return found


_Ranked = tuple[StatedPosition, int]


def _live(ranked: Sequence[_Ranked]) -> tuple[list[_Ranked], list[StatedPosition]]:
    """(what may stand, each with its rank; what does not: held once, denied, taken back by a denial)."""
    denials = [p for p, rank in ranked if p.modality is Modality.DENIED and rank <= JOINT]
    live, background = [], []
    for position, rank in ranked:
        gone = position.modality in (Modality.PAST, Modality.DENIED)
        if gone or (rank >= HEARSAY and any(_answers(denial, position) for denial in denials)):
            background.append(position)
        else:
            live.append((position, rank))
    return live, background


def _answers(denial: StatedPosition, position: StatedPosition) -> bool:
    """Whether a denial is about this side of the option and came no earlier."""
    if denial.stance.is_for is not position.stance.is_for:
        return False
    return denial.said_on is None or position.said_on is None or denial.said_on >= position.said_on


def _denies(denial: StatedPosition, latest: StatedPosition, sides: Affiliation) -> bool:
    """Whether a side denies, within the window or since, what its own latest word says."""
    return (
        denial.modality is Modality.DENIED
        and sides.is_own(denial)
        and denial.stance.is_for is latest.stance.is_for
        and (denial.said_on is None or latest.said_on is None or latest.said_on - denial.said_on <= WINDOW)
    )


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
