"""How sure the answers are when positions are uncertain.

Every standing is taken to hold with a probability: the reader's confidence, less where nobody of the
side says so itself, where its words are old, or where they disagree. What does not hold is unknown.
Standings are taken as independent, which makes everything about one package an exact product; whether
any deal is possible is exact too where no conditions tie issues together, and sampled where they do.
The weights are assumptions an analyst may change, not measurements.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zopa.deals.acceptance import Answer, Reply, acceptance
from zopa.deals.chance import Interval, wilson
from zopa.deals.claims import Board, Claim, claims
from zopa.deals.clauses import Clause, feasible
from zopa.positions import PositionMatrix, Standing


@dataclass(frozen=True, slots=True)
class Trust:
    """What makes a position less sure.

    second_hand  factor where nobody of the party says so itself.
    contested    factor where its own words disagree.
    half_life    days after which an old word counts half; None never ages.
    silent_yes   how likely a party that said nothing is to agree to a term.
    """

    second_hand: float = 0.7
    contested: float = 0.5
    half_life: float | None = 180.0
    silent_yes: float = 0.5

    def of(self, standing: Standing, as_of: date | None) -> float:
        """The probability that a standing holds."""
        sure = max((position.confidence for position in standing.evidence), default=1.0)
        if standing.second_hand:
            sure *= self.second_hand
        if standing.contested:
            sure *= self.contested
        if self.half_life and as_of is not None and standing.said_on is not None:
            sure *= 0.5 ** (max(0, (as_of - standing.said_on).days) / self.half_life)
        return sure


@dataclass(frozen=True, slots=True)
class Flip:
    """One cell whose change alone would change the verdict."""

    party: str
    issue: str
    now: str
    then: str
    verdict: str

    def to_json(self) -> dict[str, str]:
        """Plain values, ready for json.dumps."""
        return {
            "party": self.party,
            "issue": self.issue,
            "now": self.now,
            "then": self.then,
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class PackageOdds:
    """How likely a package is to pass.

    unrefused  P(nobody refuses), from the record alone; `by_party` the same for each party.
    agreed     P(everybody agrees), where the silent agree with `Trust.silent_yes`; `agreed_by` per party.
    flips      single cells that would change the verdict, the likeliest no first.
    """

    unrefused: float
    by_party: Mapping[str, float]
    agreed: float
    agreed_by: Mapping[str, float]
    flips: tuple[Flip, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "nobody_refuses": self.unrefused,
            "does_not_refuse": dict(self.by_party),
            "everybody_agrees": self.agreed,
            "agrees": dict(self.agreed_by),
            "flips": [flip.to_json() for flip in self.flips],
        }


def package_odds(
    matrix: PositionMatrix,
    terms: Mapping[str, str],
    trust: Trust | None = None,
    *,
    by: str | tuple[str, ...] | None = None,
) -> PackageOdds:
    """How likely nobody refuses a package, and how likely everybody agrees; exact under independence.

    Raises UnknownName as `acceptance` does.
    """
    trust = trust or Trust()
    verdict = acceptance(matrix, terms, by=by)
    quiet: dict[str, float] = {party.id: 1.0 for party in matrix.parties}
    agree: dict[str, float] = {party.id: 1.0 for party in matrix.parties}
    for answer in verdict.answers:
        yes, no = _yes_no(answer, trust, matrix.as_of)
        quiet[answer.party] *= 1 - no
        agree[answer.party] *= yes
    return PackageOdds(
        math.prod(quiet.values()),
        quiet,
        math.prod(agree.values()),
        agree,
        _flips(verdict.answers, verdict.verdict),
    )


def _yes_no(answer: Answer, trust: Trust, as_of: date | None) -> tuple[float, float]:
    """How likely a party agrees to a term, and how likely it refuses."""
    if answer.reply is Reply.UNKNOWN and not answer.contested:
        return trust.silent_yes, 0.0
    holds = min((trust.of(one, as_of) for one in answer.standings), default=1.0)
    silent = (1 - holds) * trust.silent_yes
    if answer.contested:
        # Whichever of its two voices is right: as likely a no as a yes.
        return holds / 2 + silent, holds / 2
    if answer.reply.refuses:
        return silent, holds
    if answer.reply is Reply.CONDITIONAL:
        return holds * trust.silent_yes + silent, 0.0
    return holds + silent, 0.0


def _flips(answers: Sequence[Answer], verdict: str) -> tuple[Flip, ...]:
    refusals = [answer for answer in answers if answer.reply.refuses]
    unsure = [answer for answer in answers if not (answer.reply.consents or answer.reply.refuses)]
    if len(refusals) == 1:
        one = refusals[0]
        after = "unknown" if any(answer.reply is Reply.UNKNOWN for answer in unsure) else "open"
        return (Flip(one.party, one.issue, str(one.reply), str(Reply.ACCEPTED), after),)
    if refusals:
        return ()
    flips = [Flip(a.party, a.issue, str(a.reply), str(Reply.REJECTED), "blocked") for a in answers]
    unknown = [answer for answer in unsure if answer.reply is Reply.UNKNOWN]
    if len(unknown) == 1:
        one = unknown[0]
        flips.insert(0, Flip(one.party, one.issue, str(one.reply), str(Reply.ACCEPTED), "open"))
    certain = [str(Reply.PREFERRED), str(Reply.ACCEPTED)]
    return tuple(sorted(flips, key=lambda flip: (flip.verdict == verdict, flip.now in certain)))


@dataclass(frozen=True, slots=True)
class DealOdds:
    """P(some outcome is refused by nobody).

    method   'exact' or 'sampled'; `samples` and `seed` belong to the latter.
    pivotal  the claims whose giving up would raise it most, with the probability then.
    """

    possible: Interval
    method: str
    samples: int
    seed: int
    pivotal: tuple[tuple[Claim, float], ...]

    def to_json(self, matrix: PositionMatrix) -> dict[str, Any]:
        """Plain values, ready for json.dumps."""
        return {
            "possible": self.possible.to_json(),
            "method": self.method,
            "samples": self.samples,
            "seed": self.seed,
            "pivotal": [
                {"claim": claim.id, "sentence": claim.sentence(matrix), "possible_then": then}
                for claim, then in self.pivotal
            ],
        }


EXACT_CLAIMS = 8
"""Uncertain claims in a dispute up to which all 2^n cases are added up."""
PIVOT_SAMPLES = 200
"""Draws for what giving up one claim would do, where the dispute is too large to add up."""


def deal_odds(
    matrix: PositionMatrix,
    trust: Trust | None = None,
    *,
    demands: bool = False,
    samples: int = 1000,
    seed: int = 0,
    pivotal: int = 5,
) -> DealOdds:
    """How likely a deal is possible at all: an outcome that no claim which holds rules out.

    demands  whether what parties want must be met too, or only what they refuse respected.
    """
    trust = trust or Trust()
    asked = claims(matrix, demands=demands)
    odds = [min(trust.of(one, matrix.as_of) for one in claim.standings) for claim in asked]
    parts = [_PartOdds(board, chances, samples, seed) for board, chances in _parts(matrix, asked, odds)]
    total = math.prod(part.value for part in parts)
    sampled = [part for part in parts if not part.exact]
    interval = Interval.exactly(total)
    if sampled:
        # Each part's interval at 95 %; their product is at least as wide as it needs to be.
        exact = math.prod(part.value for part in parts if part.exact)
        low = exact * math.prod(part.interval.low for part in sampled)
        high = exact * math.prod(part.interval.high for part in sampled)
        interval = Interval(total, low, high, 0.95)
    raised = []
    for part in (one for one in parts if one.value < 1):
        rest = math.prod(one.value for one in parts if one is not part)
        raised += [(claim, rest * part.without(n)) for n, claim in enumerate(part.board.claims)]
    raised = [(claim, then) for claim, then in raised if then > total + 1e-12]
    raised.sort(key=lambda row: -row[1])
    return DealOdds(
        interval,
        "sampled" if sampled else "exact",
        samples if sampled else 0,
        seed,
        tuple(raised[:pivotal]),
    )


def _parts(
    matrix: PositionMatrix, asked: Sequence[Claim], odds: Sequence[float]
) -> list[tuple[Board, list[float]]]:
    """Claims grouped by the issues that conditions tie together."""
    groups: list[tuple[set[str], list[int]]] = []
    for n, claim in enumerate(asked):
        touched = {claim.issue} | ({claim.requires[0]} if claim.requires else set())
        members = [n]
        for group in [one for one in groups if one[0] & touched]:
            groups.remove(group)
            touched |= group[0]
            members = group[1] + members
        groups.append((touched, members))
    return [
        (Board(matrix, tuple(asked[n] for n in members)), [odds[n] for n in members]) for _, members in groups
    ]


class _PartOdds:
    """P(the claims that hold leave an outcome) for one group of issues."""

    def __init__(self, board: Board, chances: Sequence[float], samples: int, seed: int) -> None:
        self.board = board
        self._chances = list(chances)
        self._samples, self._seed = samples, seed
        self._known: dict[int, bool] = {}
        unsure = sum(0 < chance < 1 for chance in chances)
        self.exact = unsure <= EXACT_CLAIMS or self._single
        self.interval = self._probability(self._chances, samples)
        self.value = self.interval.estimate

    @property
    def _single(self) -> bool:
        return len(self.board.issues) == 1 and all(
            full.bit_count() - mask.bit_count() == 1
            for full in self.board.domains
            for clause in self.board.clauses
            for _, mask in clause or [(0, 0)]
        )

    def without(self, claim: int) -> float:
        """The probability when one claim is given up."""
        chances = list(self._chances)
        chances[claim] = 0.0
        few = min(self._samples, PIVOT_SAMPLES)
        # The same draws with and without the claim, so that chance does not pass for an effect.
        gain = self._probability(chances, few).estimate - self._probability(self._chances, few).estimate
        return min(1.0, self.value + gain)

    def _probability(self, chances: Sequence[float], samples: int) -> Interval:
        if self._single:
            return Interval.exactly(self._one_issue(chances))
        if self.exact:
            return Interval.exactly(self._all_cases(chances))
        rng = random.Random(self._seed)
        hits = sum(
            self._holds(sum(1 << n for n, chance in enumerate(chances) if rng.random() < chance))
            for _ in range(samples)
        )
        return wilson(hits, samples)

    def _one_issue(self, chances: Sequence[float]) -> float:
        """Every claim refuses one option: the issue fails if each option is refused by somebody."""
        free: dict[int, float] = {}
        for clause, chance in zip(self.board.clauses, chances, strict=True):
            refused = self.board.domains[0] & ~(clause[0][1] if clause else 0)
            free[refused] = free.get(refused, 1.0) * (1 - chance)
        if len(free) < self.board.domains[0].bit_count():
            return 1.0
        return 1 - math.prod(1 - one for one in free.values())

    def _all_cases(self, chances: Sequence[float]) -> float:
        sure = sum(1 << n for n, chance in enumerate(chances) if chance >= 1)
        unsure = [n for n, chance in enumerate(chances) if 0 < chance < 1]
        total = 0.0
        for case in itertools.product((False, True), repeat=len(unsure)):
            weight, mask = 1.0, sure
            for n, holds in zip(unsure, case, strict=True):
                weight *= chances[n] if holds else 1 - chances[n]
                mask |= holds << n
            if self._holds(mask):
                total += weight
        return total

    def _holds(self, mask: int) -> bool:
        known = self._known.get(mask)
        if known is None:
            chosen: list[Clause] = [c for n, c in enumerate(self.board.clauses) if mask >> n & 1]
            known = feasible(self.board.domains, chosen) is not None
            self._known[mask] = known
        return known
