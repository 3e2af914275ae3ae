"""Proposals on the table: edit one, set several side by side, find the nearest that nobody refuses."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zopa.deals.acceptance import Reply, Verdict, acceptance, attitude, check_terms
from zopa.deals.deadline import Deadline
from zopa.errors import ScenarioError
from zopa.positions import PositionMatrix


def edited(
    matrix: PositionMatrix, terms: Mapping[str, str], changes: Mapping[str, str | None]
) -> dict[str, str]:
    """A package with some terms changed, added, or (with None) left open.

    Raises UnknownName for an issue or option the matrix lacks, ScenarioError where nothing is left.
    """
    kept = {issue: option for issue, option in {**terms, **changes}.items() if option is not None}
    for issue in changes:
        matrix.issue(issue)
    check_terms(matrix, kept)
    if not kept:
        raise ScenarioError("every term was left open", remedy="Keep at least one term.")
    return kept


@dataclass(frozen=True, slots=True)
class Comparison:
    """Packages side by side.

    verdicts  by name, in the order given.
    """

    verdicts: Mapping[str, Verdict]

    def reply(self, name: str, party: str, issue: str) -> Reply | None:
        """A party on the term one package has for an issue; None where it leaves the issue open."""
        verdict = self.verdicts[name]
        return verdict.answer(party, issue).reply if issue in verdict.terms else None

    def to_json(self, matrix: PositionMatrix) -> dict[str, Any]:
        """Rows party x issue with each package's option and reply, and a tally per package."""
        issues = [i.id for i in matrix.issues if any(i.id in v.terms for v in self.verdicts.values())]
        return {
            "packages": {
                name: {
                    "status": str(verdict.status),
                    "verdict": verdict.verdict,
                    "blocked_by": list(verdict.blockers),
                    "tally": {str(r): sum(a.reply is r for a in verdict.answers) for r in Reply},
                }
                for name, verdict in self.verdicts.items()
            },
            "rows": [
                {
                    "party": party.id,
                    "issue": issue,
                    "options": {name: v.terms.get(issue) for name, v in self.verdicts.items()},
                    "replies": {
                        name: None if (reply := self.reply(name, party.id, issue)) is None else str(reply)
                        for name in self.verdicts
                    },
                }
                for party in matrix.parties
                for issue in issues
            ],
        }


def compare(matrix: PositionMatrix, packages: Mapping[str, Mapping[str, str]]) -> Comparison:
    """Test several packages (name to terms) at once. Raises UnknownName as `acceptance` does."""
    return Comparison({name: acceptance(matrix, terms) for name, terms in packages.items()})


@dataclass(frozen=True, slots=True)
class Variant:
    """A package that nobody on record refuses, and what was changed to get there.

    changes  issue to its new option, or None where the issue is left open.
    """

    terms: Mapping[str, str]
    changes: Mapping[str, str | None]
    verdict: Verdict

    @property
    def rank(self) -> tuple[int, int, int]:
        """Fewest changes, then fewest issues left open, then fewest answers still missing."""
        dropped = sum(option is None for option in self.changes.values())
        return (len(self.changes), dropped, len(self.verdict.questions))

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "terms": dict(self.terms),
            "changes": dict(self.changes),
            "status": str(self.verdict.status),
            "open_answers": len(self.verdict.questions),
        }


@dataclass(frozen=True, slots=True)
class Variants:
    """The nearest acceptable variants; `complete` where all with that few changes were looked at."""

    found: tuple[Variant, ...]
    complete: bool

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {"variants": [one.to_json() for one in self.found], "complete": self.complete}


def nearest(
    matrix: PositionMatrix,
    terms: Mapping[str, str],
    *,
    by: str | tuple[str, ...] | None = None,
    limit: int = 5,
    may_leave_open: bool = True,
    limit_s: float | None = 1.0,
) -> Variants:
    """The variants of a package with the fewest changes that nobody on record refuses.

    terms           issue to option.
    may_leave_open  whether dropping a term counts as a change too (after replacing it).
    Returns         variants with the smallest number of changes that works, the best ranked first;
                    the package itself, unchanged, where nobody refuses it.
    """
    deadline = Deadline(limit_s)
    check_terms(matrix, terms)
    choices = {issue: _choices(matrix, issue, option, may_leave_open) for issue, option in terms.items()}
    must = [issue for issue, option in terms.items() if _refused(matrix, issue, option)]
    others = [issue for issue in terms if issue not in must]
    for more in range(len(others) + 1):
        found = []
        try:
            for changes in _changes(must, others, more, choices):
                deadline.check()
                kept = {i: o for i, o in {**terms, **changes}.items() if o is not None}
                verdict = acceptance(matrix, kept, by=by)
                if kept and not verdict.blocking:
                    found.append(Variant(kept, changes, verdict))
        except TimeoutError:
            return Variants(tuple(sorted(found, key=lambda one: one.rank)[:limit]), complete=False)
        if found:
            return Variants(tuple(sorted(found, key=lambda one: one.rank)[:limit]), complete=True)
    return Variants((), complete=True)


def _refused(matrix: PositionMatrix, issue: str, option: str) -> bool:
    """Whether somebody refuses the option whatever else the package says."""
    for party in matrix.parties:
        answer = attitude(matrix, party.id, issue, option)
        if answer.reply.refuses and (answer.condition is None or answer.condition.issue is None):
            return True
    return False


def _choices(matrix: PositionMatrix, issue: str, option: str, may_leave_open: bool) -> list[str | None]:
    others = [one.id for one in matrix.issue(issue).options if one.id != option]
    free: list[str | None] = [one for one in others if not _refused(matrix, issue, one)]
    return [*free, None] if may_leave_open else free


def _changes(
    must: list[str], others: list[str], more: int, choices: Mapping[str, list[str | None]]
) -> Iterator[dict[str, str | None]]:
    for extra in itertools.combinations(others, more):
        changed = [*must, *extra]
        for options in itertools.product(*(choices[issue] for issue in changed)):
            yield dict(zip(changed, options, strict=True))
