"""Sourced positions as claims on the outcome, so that one can ask which can't hold together.

    red line, refusal      not this option
    condition              this option only together with that one
    insistence, demand     on this issue one of the options the party wants or could live with

Unknown makes no claim; neither does a cell in which a party's own words disagree, nor a condition
put in words the dossier has no option for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zopa.deals.acceptance import is_red_line
from zopa.deals.clauses import Clause, Literal, normal
from zopa.deals.wording import claim_sentence, move_sentence
from zopa.positions import Cell, PositionMatrix, Standing
from zopa.vocabulary import Stance, StatedPosition, Tie


class ClaimKind(StrEnum):
    """How hard a claim is."""

    RED_LINE = "red line"
    INSISTENCE = "insistence"
    REFUSAL = "refusal"
    CONDITION = "condition"
    DEMAND = "demand"


SOFTNESS = {
    ClaimKind.RED_LINE: 8,
    ClaimKind.INSISTENCE: 6,
    ClaimKind.REFUSAL: 4,
    ClaimKind.CONDITION: 3,
    ClaimKind.DEMAND: 2,
}
"""What giving up a claim costs; halved for hearsay. An order put in numbers, not measured."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sourced position as a wish on the outcome.

    options    the options it speaks of: refused, wanted, or tied to the condition.
    requires   for a condition, the (issue, option) it is tied to.
    excludes   it is tied to that option not being chosen: an exception.
    standings  what it rests on.
    """

    kind: ClaimKind
    party: str
    issue: str
    options: tuple[str, ...]
    standings: tuple[Standing, ...]
    requires: tuple[str, str] | None = None
    excludes: bool = False
    number: int = 0

    @property
    def id(self) -> str:
        """Readable and unique within a matrix."""
        more = f"/{self.number + 1}" if self.number else ""
        return f"{self.party}/{self.issue}/{self.kind.name.lower()}/{'+'.join(self.options)}{more}"

    @property
    def second_hand(self) -> bool:
        """Nobody of the party says so itself."""
        return all(standing.second_hand for standing in self.standings)

    @property
    def cost(self) -> int:
        """How hard it is to give up: a red line more than a refusal, own word more than hearsay."""
        return SOFTNESS[self.kind] // (2 if self.second_hand else 1)

    @property
    def evidence(self) -> tuple[StatedPosition, ...]:
        """The passages."""
        return tuple(position for standing in self.standings for position in standing.evidence)

    def sentence(self, matrix: PositionMatrix, language: str = "en") -> str:
        """The claim in words."""
        return claim_sentence(self.kind.name, self, matrix, language)

    def move(self, matrix: PositionMatrix, language: str = "en") -> str:
        """What giving it up would mean, in words."""
        return move_sentence(self.kind.name, self, matrix, language)

    def to_json(self, matrix: PositionMatrix, language: str = "en") -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "id": self.id,
            "kind": str(self.kind),
            "party": self.party,
            "issue": self.issue,
            "options": list(self.options),
            "requires": None
            if self.requires is None
            else {"issue": self.requires[0], "option": self.requires[1]}
            | ({"tie": "except"} if self.excludes else {}),
            "second_hand": self.second_hand,
            "cost": self.cost,
            "positions": [position.id for position in self.evidence],
            "sentence": self.sentence(matrix, language),
            "giving_up": self.move(matrix, language),
        }


def claims(matrix: PositionMatrix, *, demands: bool = True) -> tuple[Claim, ...]:
    """Every claim the record makes on the outcome, in the matrix's order.

    demands  whether what a party wants counts too, not only what it refuses or ties to a condition.
    """
    return tuple(claim for cell in matrix for claim in _of_cell(cell, demands))


def _of_cell(cell: Cell, demands: bool) -> list[Claim]:
    settled = [standing for standing in cell.standings if not standing.contested]
    found = []
    for standing in settled:
        ties = [one for one in standing.ties if one.tie is not Tie.OR_ELSE and one.issue is not None]
        if standing.stance is Stance.REJECTS:
            kind = ClaimKind.RED_LINE if is_red_line(standing) else ClaimKind.REFUSAL
            # It falls away with any one of them: the solver knows one, the softest reading of several.
            tie = ties[0] if ties else None
            tied = (tie.issue or "", tie.option or "") if tie else None
            found.append(Claim(kind, cell.party, cell.issue, (standing.option,), (standing,), tied))
            continue
        for number, one in enumerate(ties):
            found.append(
                Claim(
                    ClaimKind.CONDITION,
                    cell.party,
                    cell.issue,
                    (standing.option,),
                    (standing,),
                    (one.issue or "", one.option or ""),
                    excludes=one.tie is Tie.EXCEPT,
                    number=number,
                )
            )
    wanted = [standing for standing in settled if standing.stance is Stance.SUPPORTS]
    if demands and wanted:
        livable = [standing for standing in settled if standing.stance is Stance.ACCEPTS]
        kind = ClaimKind.INSISTENCE if any(one.firm for one in wanted) else ClaimKind.DEMAND
        # A contested option might do as well: its own words both ask for it and refuse it.
        unsure = [one for one in cell.standings if one.contested]
        bearing = (*wanted, *livable)
        options = tuple(dict.fromkeys(one.option for one in (*bearing, *unsure)))
        found.append(Claim(kind, cell.party, cell.issue, options, bearing))
    return found


class Board:
    """Claims translated for the solver: issues and options by number.

    Only issues some claim speaks of take part; `fixed` issues are held at their option, and
    of the others one option each must be chosen.
    """

    def __init__(
        self, matrix: PositionMatrix, asked: tuple[Claim, ...], fixed: Mapping[str, str] | None = None
    ) -> None:
        fixed = dict(fixed or {})
        touched = {claim.issue for claim in asked} | {one.requires[0] for one in asked if one.requires}
        self.claims = asked
        self.issues = [issue for issue in matrix.issues if issue.id in touched or issue.id in fixed]
        self._number = {issue.id: number for number, issue in enumerate(self.issues)}
        self._options = [{option.id: n for n, option in enumerate(issue.options)} for issue in self.issues]
        self.domains = [(1 << len(options)) - 1 for options in self._options]
        for issue_id, option in fixed.items():
            number = self._number[issue_id]
            self.domains[number] = 1 << self._options[number][option]
        self.clauses: list[Clause] = [normal(self._literals(claim)) for claim in asked]
        self.weights = [claim.cost for claim in asked]

    def number(self, issue: str) -> int:
        """The number of an issue."""
        return self._number[issue]

    def _literal(self, issue: str, options: tuple[str, ...], wanted: bool) -> Literal:
        number = self._number[issue]
        mask = sum(1 << self._options[number][one] for one in options if one in self._options[number])
        full = (1 << len(self._options[number])) - 1
        return (number, mask if wanted else full & ~mask)

    def _literals(self, claim: Claim) -> list[Literal]:
        if claim.kind in (ClaimKind.DEMAND, ClaimKind.INSISTENCE):
            return [self._literal(claim.issue, claim.options, wanted=True)]
        literals = [self._literal(claim.issue, claim.options, wanted=False)]
        if claim.requires:
            literals.append(self._literal(claim.requires[0], (claim.requires[1],), wanted=not claim.excludes))
        return literals

    def terms(self, assignment: tuple[int, ...]) -> dict[str, str]:
        """Issue to option, for an assignment by number."""
        return {
            issue.id: issue.options[option].id for issue, option in zip(self.issues, assignment, strict=True)
        }
