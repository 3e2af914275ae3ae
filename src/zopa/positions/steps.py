"""What changed between two tables: the same negotiation as of two days. Values in, values out."""

from __future__ import annotations

from enum import StrEnum

from zopa.positions.matrix import PositionMatrix, Standing


class Step(StrEnum):
    """What became of a standing."""

    NEW = "new"
    """Nobody had spoken to it."""
    TURNED = "turned"
    """From for to against, or back."""
    MOVED = "moved"
    """Between wanting and being ready to accept."""
    HARDENED = "hardened"
    SOFTENED = "softened"
    CONTESTED = "contested"
    """The party's own words came to disagree."""
    SETTLED = "settled"
    """They no longer do."""
    OWN_WORD = "own-word"
    """What others said of it, the party now says itself."""
    CONDITION = "condition"
    """It is tied to something else than before, or to nothing any more."""
    GONE = "gone"
    """It stands no longer: a person or a later reading took it back."""


Key = tuple[str, str, str]
"""Party, issue, option."""


def steps(before: PositionMatrix, after: PositionMatrix) -> dict[Key, Step]:
    """What changed, by party, issue and option; what stayed as it was is left out.

    >>> steps(PositionMatrix((), ()), PositionMatrix((), ()))
    {}
    """
    then, now = _standings(before), _standings(after)
    found: dict[Key, Step] = {}
    for key in (*now, *(key for key in then if key not in now)):
        step = _step(then.get(key), now.get(key))
        if step is not None:
            found[key] = step
    return found


def _standings(matrix: PositionMatrix) -> dict[Key, Standing]:
    return {(one.party, one.issue, one.option): one for cell in matrix for one in cell.standings}


def _step(then: Standing | None, now: Standing | None) -> Step | None:
    if then is None:
        return Step.NEW
    if now is None:
        return Step.GONE
    if then.stance.is_for is not now.stance.is_for:
        return Step.TURNED
    if then.contested is not now.contested:
        return Step.CONTESTED if now.contested else Step.SETTLED
    if then.stance is not now.stance:
        return Step.MOVED
    if then.firm is not now.firm:
        return Step.HARDENED if now.firm else Step.SOFTENED
    if then.second_hand and not now.second_hand:
        return Step.OWN_WORD
    if then.condition != now.condition:
        return Step.CONDITION
    return None
