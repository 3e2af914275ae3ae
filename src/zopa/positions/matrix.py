"""The position table: parties by issues, as of one date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    reason       the rule that decided, in one sentence.
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
    """One party on one issue: a standing per option that anybody spoke to. Empty means unknown."""

    party: str
    issue: str
    standings: tuple[Standing, ...] = ()

    @property
    def unknown(self) -> bool:
        """Nobody said anything: never consent."""
        return not self.standings

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
                if cell is not None and not cell.unknown:
                    yield cell
