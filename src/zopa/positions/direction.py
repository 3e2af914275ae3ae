"""On a line of options, what a side wants and refuses tells what else it would refuse.

What is inferred is marked so, rests on no words of its own and is never counted as said.

    for whom more is better    it refuses 3 → it would refuse 2; it could accept 4 → it could accept 5
    nobody says for whom       it wants 6 and refuses 8 → it would refuse 9: what lies beyond a refusal,
                               seen from what it wants, is further away still
"""

from __future__ import annotations

from collections.abc import Iterable

from zopa.positions.matrix import Standing
from zopa.vocabulary import Issue, Stance


def inferred(standings: Iterable[Standing], issue: Issue) -> tuple[Standing, ...]:
    """Standings on the options of an ordered issue that nobody spoke to, as far as the line gives them.

    standings  what stands for one party on this issue. Contested ones, conditional ones and those on
               hearsay alone lead to nothing.
    Returns    none for an issue without a line, or whose options can hold together.
    """
    line = issue.line
    firm = {
        one.option: one
        for one in standings
        if not (one.contested or one.second_hand or one.alleged or one.ties or one.inferred)
    }
    spoken = {one.option for one in standings}
    if issue.several or len(line) < 2 or not firm:
        return ()
    party = next(iter(firm.values())).party
    place = {option: number for number, option in enumerate(line)}
    leaning = issue.leaning(party)
    wanted = [place[one.option] for one in firm.values() if one.stance.is_for]
    refused = [place[one.option] for one in firm.values() if not one.stance.is_for]
    found = {}
    for option in line:
        if option in spoken:
            continue
        at = place[option]
        for ground in refused:
            if _beyond(at, ground, wanted, leaning):
                found[option] = _standing(party, issue, option, Stance.REJECTS, firm[line[ground]])
                break
        else:
            better = [ground for ground in wanted if leaning and (at - ground) * leaning > 0]
            if better and not _refused_between(at, better, refused):
                ground = min(better, key=lambda one: abs(one - at))
                found[option] = _standing(party, issue, option, Stance.ACCEPTS, firm[line[ground]])
    return tuple(found[option] for option in line if option in found)


def _beyond(at: int, refused: int, wanted: list[int], leaning: int) -> bool:
    """Whether an option lies on the far side of a refused one."""
    if leaning:
        # Nothing better for the side than what it refuses is refused with it.
        return (at - refused) * leaning < 0 and not any((one - at) * leaning <= 0 for one in wanted)
    sides = {one > refused for one in wanted if one != refused}
    # What it wants on both sides of the refused option gives no direction.
    return len(sides) == 1 and (at > refused) is not next(iter(sides)) and at != refused


def _refused_between(at: int, wanted: list[int], refused: list[int]) -> bool:
    """Whether a refused option lies between this one and what is wanted, or the other way round."""
    return any(min(at, one) <= no <= max(at, one) for one in wanted for no in refused)


def _standing(party: str, issue: Issue, option: str, stance: Stance, ground: Standing) -> Standing:
    return Standing(
        party=party,
        issue=issue.id,
        option=option,
        stance=stance,
        inferred=True,
        suggested=ground.suggested,
        inferred_from=ground.option,
        rules=("direction",),
        reason=f"nobody says so; inferred from what it says of '{ground.option}' on the line of options",
    )
