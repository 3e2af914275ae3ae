"""Scores that an analyst elicits: what each option is worth to each party, and what a deal must reach.

A party's score for an outcome is the sum of its values for the options chosen. Inside, scores are
whole numbers: of the smallest common fraction where that fits, so that ties are ties and a count is
a count; otherwise of 2^-56 of the party's range, with sums closer than `slack` counted as equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from zopa.errors import ScenarioError

Points = npt.NDArray[np.int64]
"""Outcomes or options x parties, in whole units of each party."""
Number = int | float | str | Fraction

_RANGE_BITS = 56
"""A party's range in whole units stays below this, so that sums over eight parties fit 64 bits."""
_SLACK_BITS = 6
"""Rounding of inputs, in units per issue: 2^-50 of the range, above what 16 decimal digits leave."""


def fraction(number: Number) -> Fraction:
    """The number as it is written: 0.1 is one tenth.

    Raises ScenarioError for what is no finite number.
    """
    try:
        return Fraction(number if isinstance(number, int | Fraction) else str(number))
    except (ValueError, ZeroDivisionError) as error:
        raise ScenarioError(f"'{number}' is not a number", remedy="Write it like 12 or 0.5.") from error


@dataclass(frozen=True)
class Interests:
    """Additive scores with reservation values, vetoes and a quorum.

    parties      ids in order; every array follows it.
    issues       ids in order; `options` holds the option ids of each.
    tables       per issue an array options x parties, in whole units.
    reservation  per party, in whole units: a deal must reach at least this.
    scale        per party, units per point of the analyst's own scale.
    veto         parties without whom nothing passes.
    quorum       how many parties must reach their reservation value; None means all.
    slack        per party, how many units apart scores still count as equal: 0 where all is exact.
    ordinal      parties of whom only rankings are known; their values are ranks, an assumption.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    tables: tuple[Points, ...]
    reservation: Points
    scale: tuple[Fraction, ...]
    slack: Points
    veto: tuple[bool, ...] = ()
    quorum: int | None = None
    ordinal: frozenset[str] = frozenset()

    @cached_property
    def outcomes(self) -> int:
        """How many outcomes there are."""
        return math.prod(len(options) for options in self.options)

    @cached_property
    def best(self) -> Points:
        """Per party the highest score any outcome gives."""
        total: Points = np.stack([table.max(axis=0) for table in self.tables]).sum(axis=0, dtype=np.int64)
        return total

    @cached_property
    def worst(self) -> Points:
        """Per party the lowest score any outcome gives."""
        total: Points = np.stack([table.min(axis=0) for table in self.tables]).sum(axis=0, dtype=np.int64)
        return total

    @cached_property
    def needed(self) -> Points:
        """The lowest score in units that counts as reaching the reservation value."""
        return self.reservation - self.slack

    @property
    def exact(self) -> bool:
        """Every number is held exactly."""
        return not self.slack.any()

    @property
    def required(self) -> npt.NDArray[np.bool_]:
        """Parties who must accept whatever the others do: all without a quorum, else the vetoes."""
        if self.quorum is None or self.quorum >= len(self.parties):
            return np.ones(len(self.parties), dtype=bool)
        return np.array(self.veto or (False,) * len(self.parties), dtype=bool)

    def passes(self, points: Points) -> npt.NDArray[np.bool_]:
        """Which rows of scores pass: the vetoes agree and the quorum is reached."""
        accepted = points >= self.needed
        enough = len(self.parties) if self.quorum is None else self.quorum
        passed: npt.NDArray[np.bool_] = accepted[:, self.required].all(axis=1) & (
            accepted.sum(axis=1) >= enough
        )
        return passed

    def score(self, terms: Mapping[str, str]) -> Points:
        """Each party's score for an outcome, in units.

        Raises ScenarioError unless `terms` settles every issue with one of its options.
        """
        total = np.zeros(len(self.parties), dtype=np.int64)
        for issue, options, table in zip(self.issues, self.options, self.tables, strict=True):
            chosen = terms.get(issue)
            if chosen not in options:
                raise ScenarioError(
                    f"the outcome settles '{issue}' with '{chosen}'"
                    if chosen
                    else f"the outcome leaves '{issue}' open",
                    remedy=f"Choose one of: {', '.join(options)}.",
                )
            total += table[options.index(chosen)]
        return total

    def points(self, units: Points) -> npt.NDArray[np.float64]:
        """Scores on the analyst's own scale."""
        return np.asarray(units / np.array([float(unit) for unit in self.scale]))

    def terms(self, outcome: Sequence[int]) -> dict[str, str]:
        """Issue to option for an outcome by option numbers."""
        return {
            issue: options[chosen]
            for issue, options, chosen in zip(self.issues, self.options, outcome, strict=True)
        }

    def only(self, parties: Iterable[str]) -> Interests:
        """The same negotiation seen by some of the parties, all of whom must agree."""
        keep = [self.parties.index(party) for party in parties]
        return replace(
            self,
            parties=tuple(self.parties[n] for n in keep),
            tables=tuple(np.ascontiguousarray(table[:, keep]) for table in self.tables),
            reservation=self.reservation[keep],
            scale=tuple(self.scale[n] for n in keep),
            slack=self.slack[keep],
            veto=tuple(self.veto[n] for n in keep) if self.veto else (),
            quorum=None,
        )


def interests(
    parties: Sequence[str],
    issues: Mapping[str, Sequence[str]],
    values: Sequence[Sequence[Sequence[Number]]],
    reservation: Sequence[Number] | None = None,
    *,
    veto: Sequence[bool] = (),
    quorum: int | None = None,
    ordinal: Iterable[str] = (),
) -> Interests:
    """Scores from plain numbers, exact where whole units of a common fraction fit.

    issues       issue id to its option ids, in order.
    values       party x issue x option, weights already multiplied in.
    reservation  per party, what a deal must reach; default the worst outcome's score.
    Raises       ScenarioError when a shape does not fit or a number is none.
    """
    _check_shape(parties, issues, values, reservation, veto, quorum)
    exact = [[[fraction(value) for value in row] for row in rows] for rows in values]
    floor = [
        fraction(reservation[n]) if reservation is not None else sum((min(row) for row in rows), Fraction())
        for n, rows in enumerate(exact)
    ]
    units = [_unit(rows, floor[n]) for n, rows in enumerate(exact)]
    slack = [0 if whole else len(issues) << _SLACK_BITS for _, whole in units]
    scale = [unit for unit, _ in units]
    tables = tuple(
        np.array(
            [
                [_rounded(exact[n][issue][option] * scale[n]) for n in range(len(parties))]
                for option in range(len(options))
            ],
            dtype=np.int64,
        ).reshape(len(options), len(parties))
        for issue, options in enumerate(issues.values())
    )
    return Interests(
        parties=tuple(parties),
        issues=tuple(issues),
        options=tuple(tuple(options) for options in issues.values()),
        tables=tables,
        # A whole score reaches 2.5 exactly where it reaches 3.
        reservation=np.array([math.ceil(floor[n] * scale[n]) for n in range(len(parties))], dtype=np.int64),
        scale=tuple(scale),
        slack=np.array(slack, dtype=np.int64),
        veto=tuple(veto),
        quorum=quorum,
        ordinal=frozenset(ordinal),
    )


def _check_shape(
    parties: Sequence[str],
    issues: Mapping[str, Sequence[str]],
    values: Sequence[Sequence[Sequence[Number]]],
    reservation: Sequence[Number] | None,
    veto: Sequence[bool],
    quorum: int | None,
) -> None:
    if not parties or not issues:
        raise ScenarioError("scores need at least one party and one issue")
    for issue, options in issues.items():
        if not options:
            raise ScenarioError(f"issue '{issue}' has no options")
    if len(values) != len(parties):
        raise ScenarioError(f"{len(parties)} parties, but values for {len(values)}")
    for party, rows in zip(parties, values, strict=True):
        if len(rows) != len(issues):
            raise ScenarioError(f"{party}: {len(issues)} issues, but values for {len(rows)}")
        for (issue, options), row in zip(issues.items(), rows, strict=True):
            if len(row) != len(options):
                raise ScenarioError(f"{party}: {issue} has {len(options)} options, but {len(row)} values")
    if reservation is not None and len(reservation) != len(parties):
        raise ScenarioError(f"{len(parties)} parties, but {len(reservation)} reservation values")
    if veto and len(veto) != len(parties):
        raise ScenarioError(f"{len(parties)} parties, but {len(veto)} veto marks")
    if quorum is not None and not 1 <= quorum <= len(parties):
        raise ScenarioError(f"a quorum of {quorum} among {len(parties)} parties")


def _unit(rows: Sequence[Sequence[Fraction]], floor: Fraction) -> tuple[Fraction, bool]:
    """Units per point, and whether every number is then whole."""
    size = sum((max(abs(value) for value in row) for row in rows), abs(floor)) or Fraction(1)
    common = math.lcm(floor.denominator, *(value.denominator for row in rows for value in row))
    if size * common < 1 << _RANGE_BITS:
        return Fraction(common), True
    return (1 << _RANGE_BITS) / size, False


def _rounded(number: Fraction) -> int:
    return number.numerator if number.denominator == 1 else round(number)
