"""The position table: parties by issues, as of one date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from zopa.errors import UnknownName
from zopa.vocabulary import Condition, Issue, Party, Stance, StatedPosition


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one party on one option, and why.

    stance       the stance that stands; with `contested` the latest of those that disagree.
    firm         put as non-negotiable.
    condition    what it is tied to, or None.
    contested    the party's own words disagree and none supersedes the other.
    second_hand  nobody of the party says so: a rival, an expert, the reporter or an unnamed source does.
    inferred     follows from other standings, was never said.
    suggested    rests on a machine's suggestions that nobody judged.
    evidence     the stated positions it rests on, the decisive one first; empty if inferred.
    dissent      stated positions that say otherwise and were outranked, shown beside it.
    reason       the rules that decided, in one sentence.
    rules        the same by name, in the order they applied: see docs/explanation/standing.md.
    further      more conditions, exceptions and threats beside the condition.
    through      the body of parties whose joint word it is, where the party has not spoken itself.
    alleged      nobody says so but those who vouch for nothing.
    inferred_from  the option whose standing an inferred one follows from.
    unlisted     how many more stated positions agree and disagree than are listed: a large ledger
                 gives only those that decide.
    """

    party: str
    issue: str
    option: str
    stance: Stance
    firm: bool = False
    condition: Condition | None = None
    contested: bool = False
    second_hand: bool = False
    inferred: bool = False
    suggested: bool = True
    evidence: tuple[StatedPosition, ...] = ()
    dissent: tuple[StatedPosition, ...] = ()
    reason: str = ""
    unlisted: tuple[int, int] = (0, 0)
    rules: tuple[str, ...] = ()
    further: tuple[Condition, ...] = ()
    through: str | None = None
    alleged: bool = False
    inferred_from: str | None = None

    @property
    def ties(self) -> tuple[Condition, ...]:
        """Everything it is tied to: conditions, exceptions, threats."""
        return (*((self.condition,) if self.condition else ()), *self.further)

    @property
    def is_red_line(self) -> bool:
        """A red line is a firm rejection."""
        return self.firm and self.stance is Stance.REJECTS

    @property
    def statements(self) -> int:
        """How many stated positions speak to this, on either side."""
        return len(self.evidence) + len(self.dissent) + sum(self.unlisted)

    @property
    def said_on(self) -> date | None:
        """The day of the decisive statement, if known."""
        return self.evidence[0].said_on if self.evidence else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One party on one issue: a standing per option that anybody spoke to. Empty means unknown.

    background  stated positions that do not stand: held once, denied, or taken back by a denial.
    """

    party: str
    issue: str
    standings: tuple[Standing, ...] = ()
    background: tuple[StatedPosition, ...] = ()

    @property
    def unknown(self) -> bool:
        """Nobody said anything that stands: never consent."""
        return not any(not standing.inferred for standing in self.standings)

    def on(self, option: str) -> Standing | None:
        """The standing on one option, or None where nobody spoke to it."""
        return next((standing for standing in self.standings if standing.option == option), None)

    @property
    def statements(self) -> int:
        """How many stated positions the cell rests on."""
        return sum(standing.statements for standing in self.standings)


@dataclass(frozen=True, slots=True)
class PositionMatrix:
    """Parties x issues as of one date; a missing cell is an unknown one.

    as_of  the last day that counts, or None for everything.
    """

    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    cells: Mapping[tuple[str, str], Cell] = field(default_factory=dict)
    as_of: date | None = None

    def cell(self, party: str, issue: str) -> Cell:
        """The cell, unknown if nobody spoke to it.

        Raises UnknownName when the matrix has no such party or issue.
        """
        if all(one.id != party for one in self.parties):
            raise UnknownName("party", party, (one.id for one in self.parties))
        self.issue(issue)
        return self.cells.get((party, issue)) or Cell(party, issue)

    def issue(self, issue_id: str) -> Issue:
        """The issue with this id. Raises UnknownName, listing what there is."""
        for issue in self.issues:
            if issue.id == issue_id:
                return issue
            if issue.several and issue_id.startswith(f"{issue.id}/"):
                option = issue.option(issue_id.removeprefix(f"{issue.id}/"))
                if option is not None:
                    return issue.part(option)
        raise UnknownName("issue", issue_id, (one.id for one in self.issues))

    def party(self, party_id: str) -> Party:
        """The party with this id. Raises UnknownName, listing what there is."""
        for party in self.parties:
            if party.id == party_id:
                return party
        raise UnknownName("party", party_id, (one.id for one in self.parties))

    def __iter__(self) -> Iterator[Cell]:
        """Every known cell, party by party in the dossier's order."""
        for party in self.parties:
            for issue in self.issues:
                cell = self.cells.get((party.id, issue.id))
                if cell is not None and cell.standings:
                    yield cell

    def said(self) -> PositionMatrix:
        """The same without what was only inferred."""
        cells = {
            key: replace(cell, standings=tuple(one for one in cell.standings if not one.inferred))
            for key, cell in self.cells.items()
        }
        return replace(self, cells=cells)
