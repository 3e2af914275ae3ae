"""How fast deals are found, side by side with NegMAS where it is installed.

    python -m benchmarks.deals [--long] [--json]

Instances come from tools/deal_instances.py in the shared folder (ZOPA_SHARED; 4 parties, seed 1, reservation
value 0.55), so anybody can make the same ones; without it a generator of our own is used and the
frontier sizes differ. NegMAS is never a dependency: install it beside zopa for the comparison. Every
figure is the median of three runs (one above two seconds), each in a process of its own, so that peak
memory is that run's. `--long` adds 5^8 and 4^10 for NegMAS
(some ten minutes) and 5^20 for us.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import multiprocessing
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from zopa.deals import blockers, interests, pareto, score_odds, zone
from zopa.deals.claims import Board, claims
from zopa.deals.clauses import cheapest, feasible
from zopa.deals.deadline import Deadline
from zopa.positions import Cell, PositionMatrix, Standing
from zopa.vocabulary import Condition, Issue, Option, Party, Stance

SHARED = Path(os.environ.get("ZOPA_SHARED") or Path(__file__).parents[2] / "shared")
PARTIES, SEED, FLOOR = 4, 1, 0.55


# ------------------------------------------------------------------ instances


def tables(issues: int, options: int, parties: int = PARTIES, seed: int = SEED) -> np.ndarray:
    """Values of shape parties x issues x options; a party's best outcome is worth 1."""
    path = SHARED / "tools" / "deal_instances.py"
    if path.exists():
        spec = importlib.util.spec_from_file_location("deal_instances", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return np.asarray(module.values(issues, options, parties, seed))
    rng = np.random.default_rng(seed)
    worth = -np.abs(np.linspace(0, 1, options) - rng.random((parties, issues, 1)))
    worth += rng.normal(0, 0.02, worth.shape)
    worth -= worth.min(axis=2, keepdims=True)
    worth /= worth.max(axis=2, keepdims=True)
    return rng.dirichlet(np.ones(issues), size=parties)[:, :, None] * worth


def scores(values: np.ndarray, floor: float = FLOOR) -> Any:
    parties, issues, options = values.shape
    return interests(
        [f"p{n}" for n in range(parties)],
        {f"i{n}": [f"o{k}" for k in range(options)] for n in range(issues)},
        values.tolist(),
        [floor] * parties,
    )


def positions(
    issues: int,
    refusals: int,
    ties: int,
    seed: int,
    *,
    options: int = 5,
    demands: int = 0,
    near: int | None = None,
) -> PositionMatrix:
    """A position table of eight parties. `near`: conditions tie an issue to one at most so far away."""
    rng = random.Random(seed)
    rows: dict[tuple[str, str], dict[str, Standing]] = {}
    for stance, count in ((Stance.REJECTS, refusals), (Stance.ACCEPTS, ties), (Stance.SUPPORTS, demands)):
        for _ in range(count):
            party, number = f"p{rng.randrange(8)}", rng.randrange(issues)
            option = f"o{rng.randrange(options)}"
            if near is None:
                other = rng.choice([n for n in range(issues) if n != number])
            else:
                other = (number // near * near + rng.randrange(near)) % issues
            tied = Condition(f"i{other}", f"o{rng.randrange(options)}")
            standing = Standing(
                party,
                f"i{number}",
                option,
                stance,
                firm=stance is Stance.REJECTS,
                condition=tied if stance is Stance.ACCEPTS and other != number else None,
            )
            rows.setdefault((party, f"i{number}"), {}).setdefault(option, standing)
    return PositionMatrix(
        tuple(Party(f"p{n}", {}) for n in range(8)),
        tuple(Issue(f"i{n}", {}, tuple(Option(f"o{k}", {}) for k in range(options))) for n in range(issues)),
        {key: Cell(*key, tuple(row.values())) for key, row in rows.items()},
    )


# ------------------------------------------------------------------ measuring


def measured(work: Callable[[], Any], runs: int = 3) -> tuple[float, float, Any]:
    """Median seconds, peak memory in MB, and the result of `work`, run in a process of its own."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def child() -> None:
        times, result = [], None
        for _ in range(runs):
            start = time.perf_counter()
            result = work()
            times.append(time.perf_counter() - start)
            if times[-1] > 2:
                break
        theirs.send(
            (statistics.median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, result)
        )

    process = context.Process(target=child)
    process.start()
    answer = ours.recv()
    process.join()
    return answer  # type: ignore[no-any-return]


def negmas_zone(values: np.ndarray) -> tuple[Any, Any]:
    """NegMAS's utility functions and its outcomes, ready to be asked."""
    from negmas import LinearAdditiveUtilityFunction, make_issue, make_os

    parties, issues, options = values.shape
    space = make_os([make_issue([f"o{k}" for k in range(options)], f"i{n}") for n in range(issues)])
    ufuns = [
        LinearAdditiveUtilityFunction(
            values={
                f"i{n}": {f"o{k}": float(values[p, n, k]) for k in range(options)} for n in range(issues)
            },
            outcome_space=space,
            reserved_value=FLOOR,
        )
        for p in range(parties)
    ]
    return ufuns, space


def theirs(values: np.ndarray, what: str) -> Any:
    """NegMAS's own functions for the zone and the frontier, and the plain loop a user might write."""
    from negmas.preferences.ops import pareto_frontier, rational_fraction

    ufuns, space = negmas_zone(values)
    outcomes = list(space.enumerate_or_sample())
    if what == "zone":
        return round(rational_fraction(ufuns, outcomes) * len(outcomes))
    if what == "loop":
        return sum(all(ufun(outcome) >= FLOOR for ufun in ufuns) for outcome in outcomes)
    return len(pareto_frontier(ufuns, outcomes)[0])


# ------------------------------------------------------------------ the benchmarks


def side_by_side(long: bool) -> list[dict[str, Any]]:
    there = importlib.util.find_spec("negmas") is not None
    rows = []
    sizes = [(6, 5), (8, 4), (8, 5), (10, 4)] if long else [(6, 5), (8, 4)]
    for issues, options in sizes:
        values = tables(issues, options)
        scored = scores(values)
        zone_s, _, count = measured(lambda s=scored: zone(s).count, 9)
        front_s, memory, points = measured(lambda s=scored: len(pareto(s)), 9)
        row = {
            "outcomes": f"{options}^{issues}",
            "zone": count,
            "zone_s": zone_s,
            "frontier": points,
            "frontier_s": front_s,
            "mb": memory,
        }
        if there:
            their_zone, _, their_count = measured(lambda v=values: theirs(v, "zone"), 1)
            their_loop, _, _ = measured(lambda v=values: theirs(v, "loop"), 1)
            their_front, their_memory, their_points = measured(lambda v=values: theirs(v, "pareto"), 1)
            row |= {
                "negmas_zone_s": their_zone,
                "zone_ratio": their_zone / zone_s,
                "negmas_loop_s": their_loop,
                "loop_ratio": their_loop / zone_s,
                "negmas_frontier_s": their_front,
                "frontier_ratio": their_front / front_s,
                "negmas_mb": their_memory,
                "same": (count, points) == (their_count, their_points),
            }
        rows.append(row)
    return rows


def growth(long: bool) -> list[dict[str, Any]]:
    rows = []
    for issues in (6, 8, 10, 12, 15, *((20,) if long else ())):
        scored = scores(tables(issues, 5))
        front_s, memory, points = measured(lambda s=scored: len(pareto(s)))
        limit = 30.0 if long else 3.0
        zone_s, _, found = measured(lambda s=scored, limit=limit: zone(s, limit_s=limit), 1)
        rows.append(
            {
                "outcomes": f"5^{issues}",
                "frontier": points,
                "frontier_s": front_s,
                "mb": memory,
                "zone_s": zone_s,
                "share": round(found.share.estimate, 4),
                "error": round(found.share.high - found.share.low, 4) / 2,
                "method": found.method,
            }
        )
    return rows


def knots() -> list[dict[str, Any]]:
    rows = []
    for name, matrix in (
        ("40 issues, 8 parties, 200 refusals, 60 conditions anywhere", positions(40, 200, 60, 1)),
        (
            "40 issues, 8 parties, 120 refusals, 40 conditions, 60 demands",
            positions(40, 120, 40, 1, demands=60),
        ),
        (
            "10 issues, 24 red lines, 8 conditions, 12 demands, near",
            positions(10, 24, 8, 1, demands=12, near=3),
        ),
        (
            "12 issues, 40 red lines, 14 conditions, 20 demands, near",
            positions(12, 40, 14, 1, demands=20, near=3),
        ),
        (
            "20 issues, 40 red lines, 20 conditions, 40 demands, near",
            positions(20, 40, 20, 2, demands=40, near=4),
        ),
    ):
        board = Board(matrix, claims(matrix))
        weights = [1000 + weight for weight in board.weights]
        can_s, _, can = measured(lambda b=board: feasible(b.domains, b.clauses) is not None)
        first_s, _, proved = measured(
            lambda b=board, w=weights: cheapest(b.domains, b.clauses, w, Deadline(2))[1]
        )
        all_s, _, (complete, conflicts, openings) = measured(
            lambda m=matrix: (lambda found: (found.complete, len(found.conflicts), found.opening_count))(
                blockers(m, limit_s=2)
            )
        )
        rows.append(
            {
                "table": name,
                "claims": len(board.claims),
                "feasible": can,
                "feasible_s": can_s,
                "smallest_s": first_s,
                "proved": proved,
                "all_s": all_s,
                "complete": complete,
                "conflicts": conflicts,
                "openings": openings,
            }
        )
    return rows


def draws() -> list[dict[str, Any]]:
    rows = []
    for floor in (0.55, 0.7, 0.8, 0.85):
        scored = scores(tables(10, 5, parties=5), floor)
        seconds, _, odds = measured(lambda s=scored: score_odds(s, samples=1000).possible)
        rows.append({"10 x 5 x 5, reservation": floor, "seconds": seconds, "P(possible)": odds.estimate})
    return rows


def shown(title: str, rows: list[dict[str, Any]]) -> None:
    print(f"\n{title}")
    if not rows:
        return
    head = list(dict.fromkeys(key for row in rows for key in row))
    cells = [head, *([_cell(row.get(key, "")) for key in head] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    for row in cells:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


def plotted(rows: list[dict[str, Any]]) -> None:
    """Seconds of the frontier, one bar a size, each character a fifth of a power of ten."""
    print("\n  frontier, seconds (each column of five is ten times more)")
    for row in rows:
        seconds = row["frontier_s"]
        bar = "#" * max(1, round(5 * math.log10(max(seconds, 1e-4) / 1e-4)))
        print(f"  {row['outcomes']:>6} {bar} {seconds:.3g}")


def _cell(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 1 else f"{value:.4f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--long", action="store_true", help="minutes instead of seconds")
    parser.add_argument("--json", action="store_true", help="figures for a program")
    given = parser.parse_args()
    if not (SHARED / "tools" / "deal_instances.py").exists():
        print("The shared instances are not here: figures are for instances of our own.", file=sys.stderr)
    if importlib.util.find_spec("negmas") is None:
        print("NegMAS is not installed here, so only our own figures follow.", file=sys.stderr)
    results = {
        "Zone and frontier": side_by_side(given.long),
        "Growth": growth(given.long),
        "Conflicts and openings": knots(),
        "1,000 draws of uncertain scores": draws(),
    }
    if given.json:
        print(json.dumps(results, indent=1))
        return
    for title, rows in results.items():
        shown(title, rows)
        if title == "Growth":
            plotted(rows)


if __name__ == "__main__":
    main()
