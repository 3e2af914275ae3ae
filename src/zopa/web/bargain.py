"""A package put together on the screen: what follows from it, and the address that says it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from zopa.deals import (
    Blockers,
    PackageOdds,
    RecordedPackage,
    Reply,
    ScoreFindings,
    Variants,
    Verdict,
    acceptance,
    assess_scores,
    blockers,
    efficient,
    nearest,
    recorded,
)
from zopa.dossier import Dossier
from zopa.errors import ScenarioError, UnknownName
from zopa.pipeline import Overview, affiliation, elicited
from zopa.web.workbench import Workbench

SECONDS = 1.0
"""For each search behind one answer; what is not finished then is marked so."""
MOST_PINS = 6


@dataclass(frozen=True, slots=True)
class Package:
    """Options chosen, who puts them forward, the day that counts, and what is kept for comparison.

    terms  issue to option; pins  other packages, each as terms; as_of  None is the latest.
    """

    terms: Mapping[str, str]
    by: str = ""
    as_of: date | None = None
    pins: tuple[Mapping[str, str], ...] = ()
    name: str = ""

    def query(self, **changes: Any) -> str:
        """As an address's query."""
        terms = changes.get("terms", self.terms)
        pins = changes.get("pins", self.pins)
        as_of = changes.get("as_of", self.as_of)
        pairs = [(f"t.{issue}", option) for issue, option in terms.items() if option]
        pairs += [("by", changes.get("by", self.by))] if changes.get("by", self.by) else []
        pairs += [("as_of", as_of.isoformat())] if as_of else []
        pairs += [("pin", written(one)) for one in pins]
        return urlencode(pairs)

    def path(self, **changes: Any) -> str:
        """The address of the screen with this package, or a changed one."""
        query = self.query(**changes)
        return f"/deals?{query}" if query else "/deals"

    def with_terms(self, changed: Mapping[str, str | None]) -> dict[str, str]:
        """The terms with some changed, or (None) left open."""
        return {issue: option for issue, option in {**self.terms, **changed}.items() if option}


def written(terms: Mapping[str, str]) -> str:
    """Terms in one word: 'issue:option,issue:option'."""
    return ",".join(f"{issue}:{option}" for issue, option in terms.items())


def parsed(dossier: Dossier, pairs: Iterable[tuple[str, str]], as_of: date | None) -> Package:
    """The package that an address or a form says. Raises UnknownName for what nobody declared."""
    terms: dict[str, str] = {}
    pins: list[dict[str, str]] = []
    by = ""
    for name, value in pairs:
        if name.startswith("t.") and value:
            terms[name[2:]] = value
        elif name == "by" and value:
            if value not in dossier.parties:
                raise UnknownName("party", value, dossier.parties)
            by = value
        elif name == "pin" and value and len(pins) < MOST_PINS:
            pins.append(dict(part.split(":", 1) for part in value.split(",") if ":" in part))
    for one in (terms, *pins):
        for issue, option in one.items():
            if issue not in dossier.issues:
                raise UnknownName("issue", issue, dossier.issues)
            if dossier.issues[issue].option(option) is None:
                raise UnknownName("option", option, (each.id for each in dossier.issues[issue].options))
    ordered = {issue: terms[issue] for issue in dossier.issues if issue in terms}
    return Package(ordered, by, as_of, tuple(pins))


@dataclass(frozen=True, slots=True)
class Followed:
    """What follows from a package.

    verdict   each party's answer to each term.
    openings  what stands against it, and the smallest moves that would open it.
    variants  the nearest packages that nobody on record refuses.
    odds      how sure that is.
    """

    verdict: Verdict
    openings: Blockers
    variants: Variants
    odds: PackageOdds


def followed(bench: Workbench, answer: Overview, package: Package) -> Followed | None:
    """What follows from a package; None while nothing is chosen. Kept as long as nothing changes."""
    if not package.terms:
        return None

    def made() -> Followed:
        matrix, terms, by = answer.matrix, package.terms, package.by or None
        return Followed(
            acceptance(matrix, _outcome(terms), by=by),
            blockers(matrix, fixed=terms, demands=False, limit_s=SECONDS),
            nearest(matrix, terms, by=by, limit_s=SECONDS / 2),
            recorded(matrix, terms, by=by).odds,
        )

    key = ("deals", package.as_of, package.by, written(package.terms))
    return bench.kept(key, made)


def _outcome(terms: Mapping[str, str]) -> Mapping[str, str]:
    return dict(terms)


@dataclass(frozen=True, slots=True)
class Side:
    """A party's answer to a whole package, for one column of a comparison.

    kind   'accepts', 'rejects', 'redline', 'condition' or 'unknown': its worst answer.
    yes, no, open  how many of its answers are which.
    """

    party: str
    kind: str
    yes: int
    no: int
    open: int


def sides(verdict: Verdict) -> list[Side]:
    """Every party's answer to the package as a whole, in the table's order."""
    found = []
    for party in dict.fromkeys(answer.party for answer in verdict.answers):
        mine = [answer for answer in verdict.answers if answer.party == party]
        replies = [answer.reply for answer in mine]
        kind = "accepts"
        if Reply.RED_LINE in replies:
            kind = "redline"
        elif Reply.REJECTED in replies:
            kind = "rejects"
        elif Reply.UNKNOWN in replies:
            kind = "unknown"
        elif Reply.CONDITIONAL in replies:
            kind = "condition"
        no = sum(answer.reply.refuses for answer in mine)
        yes = sum(answer.reply.consents for answer in mine)
        found.append(Side(party, kind, yes, no, len(mine) - yes - no))
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """One package beside others. `own` is the one on the screen; `proposal` its id in the dossier."""

    name: str
    terms: Mapping[str, str]
    verdict: Verdict
    sides: tuple[Side, ...]
    figures: RecordedPackage
    own: bool = False
    proposal: str = ""
    pin: int | None = None


def compared(
    bench: Workbench, answer: Overview, package: Package, names: Mapping[str, str]
) -> list[Compared]:
    """The package on the screen, the pinned ones and the dossier's proposals, side by side.

    names  'own' and 'pin' in the user's language; 'pin' has {n}.
    """
    dossier, sides_of = answer.dossier, affiliation(answer.dossier)
    rows: list[tuple[str, Mapping[str, str], str | None, str, int | None]] = []
    if package.terms:
        rows.append((names["own"], package.terms, package.by or None, "", None))
    rows += [(names["pin"].format(n=n + 1), one, None, "", n) for n, one in enumerate(package.pins) if one]
    for one in dossier.proposals.values():
        by = sides_of.get(one.by or "") or one.by
        rows.append((one.name, one.terms, by, one.id, None))

    def made() -> list[Compared]:
        found = []
        for place, (name, terms, by, proposal, pin) in enumerate(rows):
            verdict = acceptance(answer.matrix, dict(terms), by=by)
            # Whoever puts it forward: only what was said counts when packages are set side by side.
            figures = recorded(answer.matrix, terms)
            own = place == 0 and bool(package.terms)
            found.append(Compared(name, terms, verdict, tuple(sides(verdict)), figures, own, proposal, pin))
        return found

    return bench.kept(("deals.compared", package.query(), tuple(names.values())), made)


@dataclass(frozen=True, slots=True)
class Landscape:
    """What the record, and scores where there are some, say of all packages together.

    collisions  which positions can't hold together, whatever is proposed.
    recorded    the packages the record speaks for, where there are no scores.
    scores      what follows from `interests:`, or None.
    problem     what is wrong with `interests:`; the rest holds without them.
    """

    collisions: Blockers
    recorded: tuple[RecordedPackage, ...]
    scores: ScoreFindings | None
    problem: str = ""


def landscape(bench: Workbench, answer: Overview) -> Landscape:
    """See `Landscape`; kept as long as nothing changes."""

    def made() -> Landscape:
        interests, problem = None, ""
        try:
            interests = elicited(answer.dossier)
        except ScenarioError as error:
            problem = f"interests: {error.message}"
        proposals = {one.id: one.terms for one in answer.dossier.proposals.values()}
        return Landscape(
            blockers(answer.matrix, limit_s=2 * SECONDS),
            efficient(answer.matrix),
            assess_scores(interests, proposals, limit_s=5 * SECONDS) if interests else None,
            problem,
        )

    return bench.kept(("deals.landscape", answer.as_of), made)
