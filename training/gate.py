"""The quality gate: scores the shipped reader on the development sets, fails below the pinned floors.

python -m training.gate                score and compare
python -m training.gate --raise        pin today's figures where they are higher
python -m training.gate --lower SET.FIGURE --why "..."   the only way down, and it is written down
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

FLOORS = Path("tests/quality/floors.json")
KEPT = ("message_f1", "quote_f1", "statement_f1", "speaker_accuracy", "reported_recall")
"""Figures that have a floor."""
SLACK = 0.05
"""Per cent: figures are rounded to one decimal."""

Figures = dict[str, dict[str, float]]


class FloorLowered(ValueError):
    """A floor would go down without anybody having asked for it."""


def below(floors: Figures, measured: Figures) -> list[str]:
    """What fails, in words; a set or figure that was not measured fails too."""
    failed = []
    for name, row in sorted(floors.items()):
        for figure, floor in sorted(row.items()):
            value = measured.get(name, {}).get(figure)
            if value is None:
                failed.append(f"{name} {figure}: not measured, floor {floor}")
            elif value < floor - SLACK:
                failed.append(f"{name} {figure}: {value} is below {floor}")
    return failed


def raised(floors: Figures, measured: Figures) -> Figures:
    """The floors with every figure that is now higher; none lower."""
    found: Figures = {}
    for name in sorted({*floors, *measured}):
        row = dict(floors.get(name, {}))
        for figure in KEPT:
            if figure in measured.get(name, {}):
                row[figure] = max(row.get(figure, 0.0), measured[name][figure])
        found[name] = row
    return found


def lowered(floors: Figures, name: str, figure: str, value: float, why: str) -> Figures:
    """The floors with one figure set to `value`.

    Raises FloorLowered without a reason, KeyError for a floor that does not exist.
    """
    old = floors[name][figure]
    if value < old and not why.strip():
        raise FloorLowered(f"{name} {figure}: from {old} down to {value} needs --why")
    return {**floors, name: {**floors[name], figure: value}}


def checked(old: Figures, new: Figures, told: frozenset[tuple[str, str]]) -> Figures:
    """`new`, if no floor goes down or away except those in `told`.

    Raises FloorLowered and names every floor that would.
    """
    lost = [
        f"{name} {figure}"
        for name, row in old.items()
        for figure, floor in row.items()
        if (name, figure) not in told and new.get(name, {}).get(figure, -1.0) < floor
    ]
    if lost:
        raise FloorLowered("would go down: " + ", ".join(lost))
    return new


def read(path: Path) -> dict[str, Any]:
    """The floor file: {"floors": set -> figure -> per cent, "lowered": [what, why]}."""
    if not path.exists():
        return {"floors": {}, "lowered": []}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("ZOPA_SHARED", "../shared")))
    parser.add_argument("--floors", type=Path, default=FLOORS)
    parser.add_argument("--raise", dest="up", action="store_true")
    parser.add_argument("--lower", metavar="SET.FIGURE")
    parser.add_argument("--why", default="")
    args = parser.parse_args(arguments)
    if not (args.shared / "corpora").is_dir():
        print(f"no development sets at {args.shared}: set ZOPA_SHARED", file=sys.stderr)
        return 2
    from training.score import SETS, figures
    from zopa.reading.engines.press import shipped_reader

    kept = read(args.floors)
    measured = {name: figures(shipped_reader(), args.shared, name) for name in SETS}
    for name, row in measured.items():
        print(f"{name:24}" + "  ".join(f"{figure} {value}" for figure, value in row.items()))
    told: frozenset[tuple[str, str]] = frozenset()
    floors = kept["floors"]
    if args.lower:
        name, _, figure = args.lower.rpartition(".")
        floors = lowered(floors, name, figure, measured[name][figure], args.why)
        told = frozenset({(name, figure)})
        kept["lowered"].append({"what": args.lower, "why": args.why, "to": measured[name][figure]})
    if args.up:
        floors = raised(floors, measured)
    if args.up or args.lower:
        kept["floors"] = checked(kept["floors"], floors, told)
        args.floors.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    failed = below(kept["floors"], measured)
    for line in failed:
        print(f"FAIL {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
