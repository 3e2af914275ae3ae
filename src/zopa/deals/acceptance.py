"""Whether a party accepts an option, and whether a package is certain, possible or blocked.

No numbers, no guesses: only what is on record. Unknown is never consent, and wanting another
option is not yet a refusal of this one. A condition is an implication between terms of the
outcome: "X, if Y" is met where the outcome chooses Y, broken where it settles Y's issue another
way, and open where it leaves that issue alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from zopa.deals.wording import blocked_by, open_or_unknown, sentence
from zopa.errors import UnknownName
from zopa.positions import PositionMatrix, Standing
from zopa.vocabulary import Condition, Outcome, Proposal, Stance, StatedPosition, Tie


class Reply(StrEnum):
    """What a party says to one option, read off its standing."""

    PREFERRED = "preferred"
    """It supports the option."""
    ACCEPTED = "accepted"
    """It could live with it, or the package is its own and it says nothing against this term."""
    CONDITIONAL = "accepted on a condition"
    """It agrees if something else happens that the outcome leaves open."""
    UNKNOWN = "unknown"
    """Nobody said, or its own words disagree (`contested`). Never consent."""
    REJECTED = "rejected"
    """It refuses, or it agreed on a condition that this outcome breaks."""
    RED_LINE = "red line"
    """It refuses firmly."""

    @property
    def consents(self) -> bool:
        """On record for it, without an open condition."""
        return self in (Reply.PREFERRED, Reply.ACCEPTED)

    @property
    def refuses(self) -> bool:
        """On record against it."""
        return self in (Reply.REJECTED, Reply.RED_LINE)


class Status(StrEnum):
    """The three things that can be said of a package without numbers."""

    CERTAIN = "certain"
    """Every party on record accepts each term."""
    POSSIBLE = "possible"
    """Nobody on record refuses, but something is unknown or tied to an open condition."""
    BLOCKED = "blocked"
    """Somebody refuses."""


class Ground(StrEnum):
    """The rule that gave a reply."""

    SUPPORTS = "supports"
    ACCEPTS = "accepts"
    OWN_PROPOSAL = "own proposal"
    CONDITION_MET = "condition met"
    CONDITION_OPEN = "condition open"
    CONDITION_WORDS = "condition in words"
    CONDITION_BROKEN = "condition broken"
    REFUSES = "refuses"
    REFUSES_UNLESS = "refuses unless"
    REFUSAL_LIFTED = "refusal lifted"
    RED_LINE = "red line"
    CONTESTED = "contested"
    INSISTS_ON_OTHER = "insists on another option"
    WANTS_OTHER = "wants another option"
    LIVES_WITH_OTHER = "could live with another option"
    REFUSES_OTHER = "refuses another option"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Answer:
    """One party on one term of a package.

    reply      what it comes to; `ground` the rule that decided.
    standings  what it rests on; empty where nobody said anything (or the package is its own).
    condition  the condition that decided or is open.
    others     options of the same issue that the ground speaks of ("wants X instead").
    """

    party: str
    issue: str
    option: str
    reply: Reply
    ground: Ground
    standings: tuple[Standing, ...] = ()
    condition: Condition | None = None
    others: tuple[str, ...] = ()

    @property
    def contested(self) -> bool:
        """The party's own words disagree."""
        return self.ground is Ground.CONTESTED

    @property
    def second_hand(self) -> bool:
        """Nobody of the party says so itself."""
        return bool(self.standings) and all(standing.second_hand for standing in self.standings)

    @property
    def evidence(self) -> tuple[StatedPosition, ...]:
        """The stated positions it rests on, the decisive one first."""
        return tuple(position for standing in self.standings for position in standing.evidence)

    def reason(self, matrix: PositionMatrix, language: str = "en") -> str:
        """One sentence that says why, in 'en' or 'de'."""
        return sentence(self.ground.name, self, matrix, language)

    def to_json(self, matrix: PositionMatrix, language: str = "en") -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "party": self.party,
            "issue": self.issue,
            "option": self.option,
            "reply": str(self.reply),
            "ground": str(self.ground),
            "contested": self.contested,
            "second_hand": self.second_hand,
            "condition": condition_json(self.condition),
            "others": list(self.others),
            "positions": [position.id for position in self.evidence],
            "reason": self.reason(matrix, language),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the record says about a package.

    terms     the package: issue to option.
    answers   every party on every term, parties in the matrix's order.
    Questions that would settle it come from `questions`, the most decisive first.
    """

    terms: Mapping[str, str]
    answers: tuple[Answer, ...]
    by: str | None = None

    @property
    def status(self) -> Status:
        """Certain, possible or blocked."""
        if any(answer.reply.refuses for answer in self.answers):
            return Status.BLOCKED
        if all(answer.reply.consents for answer in self.answers):
            return Status.CERTAIN
        return Status.POSSIBLE

    @property
    def verdict(self) -> str:
        """'blocked', 'unknown' (somebody has not said) or 'open' (all said yes, some on conditions)."""
        if self.status is Status.BLOCKED:
            return "blocked"
        return "unknown" if any(answer.reply is Reply.UNKNOWN for answer in self.answers) else "open"

    @property
    def blocking(self) -> tuple[Answer, ...]:
        """The refusals, red lines first."""
        refusals = [answer for answer in self.answers if answer.reply.refuses]
        return tuple(sorted(refusals, key=lambda answer: answer.reply is not Reply.RED_LINE))

    @property
    def blockers(self) -> tuple[str, ...]:
        """The parties that refuse something."""
        return tuple(dict.fromkeys(answer.party for answer in self.blocking))

    @property
    def conditions(self) -> tuple[Answer, ...]:
        """Agreement tied to what the package leaves open."""
        return tuple(answer for answer in self.answers if answer.reply is Reply.CONDITIONAL)

    @property
    def questions(self) -> tuple[Answer, ...]:
        """The cells that would settle it, the most decisive first.

        A single no settles a package, so the cells where a no is likeliest come first: contested
        ones, then those of a party that insists on or wants another option; among equals the party
        with the fewest open cells, because one answer may complete its consent.
        """
        open_cells = [
            answer for answer in self.answers if not (answer.reply.consents or answer.reply.refuses)
        ]
        count: dict[str, int] = {}
        for answer in open_cells:
            count[answer.party] = count.get(answer.party, 0) + 1
        return tuple(sorted(open_cells, key=lambda answer: (_DOUBT[answer.ground], count[answer.party])))

    def summary(self, matrix: PositionMatrix, language: str = "en") -> str:
        """The verdict in one sentence."""
        if self.verdict == "blocked":
            return blocked_by(self.blocking, matrix, language)
        return open_or_unknown(self.answers, self.verdict, matrix, language)

    def answer(self, party: str, issue: str) -> Answer:
        """One party on one term. Raises KeyError where the package does not touch the issue."""
        for answer in self.answers:
            if answer.party == party and answer.issue == issue:
                return answer
        raise KeyError((party, issue))

    def to_json(self, matrix: PositionMatrix, language: str = "en") -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "terms": dict(self.terms),
            "by": self.by,
            "status": str(self.status),
            "verdict": self.verdict,
            "summary": self.summary(matrix, language),
            "blocked_by": [
                {"party": party, "issues": [one.issue for one in self.blocking if one.party == party]}
                for party in self.blockers
            ],
            "answers": [answer.to_json(matrix, language) for answer in self.answers],
            "questions": [
                {"party": one.party, "issue": one.issue, "option": one.option, "ground": str(one.ground)}
                for one in self.questions
            ],
        }


_DOUBT = {
    ground: place
    for place, ground in enumerate(
        (
            Ground.CONTESTED,
            Ground.INSISTS_ON_OTHER,
            Ground.WANTS_OTHER,
            Ground.CONDITION_WORDS,
            Ground.CONDITION_OPEN,
            Ground.REFUSAL_LIFTED,
            Ground.LIVES_WITH_OTHER,
            Ground.SILENT,
            Ground.REFUSES_OTHER,
        )
    )
}


def condition_json(condition: Condition | None) -> dict[str, str] | str | None:
    """A condition as the export shows it: null, a text, or issue and option."""
    if condition is None:
        return None
    if condition.issue is None or condition.option is None:
        return condition.text
    found = {"issue": condition.issue, "option": condition.option}
    return found if condition.tie is Tie.IF else found | {"tie": condition.tie.value}


def acceptance(
    matrix: PositionMatrix,
    outcome: Outcome | Proposal | Mapping[str, str],
    *,
    by: str | tuple[str, ...] | None = None,
) -> Verdict:
    """Say whether every party accepts a package and, if not, who blocks it.

    matrix   parties x issues, as of one date; a cell may be unknown.
    outcome  issue to option; issues may be left open.
    by       the party that put it forward (default: the proposal's, where that is a party), or the parties
             that make up the body that did. It is counted as accepting its own terms where the record is
             silent, marked OWN_PROPOSAL; what it said otherwise still counts.
    Returns  each party's answer to each term. An unknown cell is never consent.
    Raises   UnknownName when the outcome names an issue or option the matrix lacks.
    """
    terms = outcome if isinstance(outcome, Mapping) else outcome.terms
    if by is None and isinstance(outcome, Proposal):
        by = outcome.by
    owners = tuple(
        party.id for party in matrix.parties if party.id == by or (isinstance(by, tuple) and party.id in by)
    )
    check_terms(matrix, terms)
    answers = tuple(
        _own(_answer(matrix, terms, party.id, issue, option), owners)
        for party in matrix.parties
        for issue, option in terms.items()
    )
    return Verdict(dict(terms), answers, owners[0] if len(owners) == 1 else None)


def check_terms(matrix: PositionMatrix, terms: Mapping[str, str]) -> None:
    """Raises UnknownName, listing the choices, unless the matrix has every issue and option named."""
    for issue_id, option in terms.items():
        issue = matrix.issue(issue_id)
        if issue.option(option) is None:
            raise UnknownName("option", option, (one.id for one in issue.options), where=issue_id)


def attitude(matrix: PositionMatrix, party: str, issue: str, option: str) -> Answer:
    """A party on a single option, outside any package: conditions are all open."""
    return _answer(matrix, {issue: option}, party, issue, option)


def is_red_line(standing: Standing) -> bool:
    """Whether a refusal is firm: a later, milder refusal does not take back a red line among its evidence."""
    if standing.stance is not Stance.REJECTS:
        return False
    return standing.firm or any(position.is_red_line for position in standing.evidence)


def _own(answer: Answer, owners: tuple[str, ...]) -> Answer:
    if answer.party not in owners or answer.reply is not Reply.UNKNOWN or answer.contested:
        return answer
    return Answer(
        answer.party, answer.issue, answer.option, Reply.ACCEPTED, Ground.OWN_PROPOSAL, answer.standings
    )


def _answer(matrix: PositionMatrix, terms: Mapping[str, str], party: str, issue: str, option: str) -> Answer:
    cell = matrix.cell(party, issue)
    standing = cell.on(option)
    if standing is None:
        return _from_other_options(party, issue, option, cell.standings)

    state, condition = _tied(standing, terms)

    def reply(what: Reply, why: Ground) -> Answer:
        return Answer(party, issue, option, what, why, (standing,), condition)

    if standing.contested:
        return reply(Reply.UNKNOWN, Ground.CONTESTED)
    if standing.stance is Stance.REJECTS:
        if state == "met":
            # "Not before Y": with Y the refusal falls away, which is not consent.
            return reply(Reply.UNKNOWN, Ground.REFUSAL_LIFTED)
        if is_red_line(standing):
            return reply(Reply.RED_LINE, Ground.RED_LINE)
        return reply(Reply.REJECTED, Ground.REFUSES if condition is None else Ground.REFUSES_UNLESS)
    if state == "open":
        return reply(Reply.CONDITIONAL, Ground.CONDITION_OPEN)
    if state == "words":
        return reply(Reply.CONDITIONAL, Ground.CONDITION_WORDS)
    if state == "broken":
        return reply(Reply.REJECTED, Ground.CONDITION_BROKEN)
    prefers = standing.stance is Stance.SUPPORTS
    ground = Ground.CONDITION_MET if condition else Ground.SUPPORTS if prefers else Ground.ACCEPTS
    return reply(Reply.PREFERRED if prefers else Reply.ACCEPTED, ground)


_WORST = ("broken", "words", "open", "met")


def _tied(standing: Standing, terms: Mapping[str, str]) -> tuple[str | None, Condition | None]:
    """How an outcome meets what a standing is tied to, and the condition that decides.

    Consent needs every condition met and no exception met; a refusal falls away where every condition, or
    any exception, is met. A threat ("X, or else Y") ties consent to nothing.
    """
    ties = [one for one in standing.ties if one.tie is not Tie.OR_ELSE]
    if not ties:
        return None, None
    if standing.stance is Stance.REJECTS:
        for one in ties:
            if one.tie is Tie.EXCEPT and _state(one, terms) == "broken":
                return "met", replace(one, tie=Tie.IF)
        ties = [one for one in ties if one.tie is Tie.IF] or [replace(ties[0], tie=Tie.IF)]
    states = [(_state(one, terms), one) for one in ties]
    return min(states, key=lambda pair: _WORST.index(pair[0]))


def _state(condition: Condition, terms: Mapping[str, str]) -> str:
    if condition.issue is None:
        return "words"
    chosen = terms.get(condition.issue)
    if chosen is None:
        return "open"
    fits = chosen == condition.option
    return "met" if fits is not (condition.tie is Tie.EXCEPT) else "broken"


def _from_other_options(party: str, issue: str, option: str, others: tuple[Standing, ...]) -> Answer:
    """Nobody spoke to this option; what was said of its rivals is told, but decides nothing."""
    for ground, fits in (
        (Ground.INSISTS_ON_OTHER, [one for one in others if one.stance is Stance.SUPPORTS and one.firm]),
        (Ground.WANTS_OTHER, [one for one in others if one.stance is Stance.SUPPORTS]),
        (Ground.LIVES_WITH_OTHER, [one for one in others if one.stance is Stance.ACCEPTS]),
        (Ground.REFUSES_OTHER, [one for one in others if one.stance is Stance.REJECTS]),
    ):
        if fits:
            return Answer(
                party,
                issue,
                option,
                Reply.UNKNOWN,
                ground,
                tuple(fits),
                others=tuple(one.option for one in fits),
            )
    return Answer(party, issue, option, Reply.UNKNOWN, Ground.SILENT)
