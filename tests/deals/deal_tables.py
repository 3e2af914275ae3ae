"""Position tables for the deal tests."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from zopa.dossier import Dossier, load
from zopa.positions import Cell, PositionMatrix, Standing, place
from zopa.vocabulary import Condition, Issue, Option, Party, Quote, Stance, StatedPosition

SHARED = Path(os.environ.get("ZOPA_SHARED") or Path(__file__).parents[2].parent / "shared")


EXAMPLES = float(os.environ.get("ZOPA_EXAMPLES") or 1)
"""Times as many random examples per property; the suite is kept short, ZOPA_EXAMPLES=20 is thorough."""


def examples(count: int) -> int:
    """How many random examples a property tries."""
    return max(1, int(count * EXAMPLES))


def shared(*parts: str) -> Path:
    """A path in the shared folder; the test is skipped where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs {'/'.join(parts)} in the shared folder (ZOPA_SHARED), which is not here")
    return path


def gold_position(entry: dict[str, Any], place_in_text: int) -> StatedPosition:
    tied = entry.get("condition")
    condition = None
    if tied:
        condition = (
            Condition(text=tied) if isinstance(tied, str) else Condition(tied["issue"], tied["option"])
        )
    return StatedPosition(
        report=entry["report"],
        quote=Quote(entry["quote"], place_in_text, place_in_text + 1),
        speaker=entry["speaker"],
        holder=entry["holder"],
        issue=entry["issue"],
        option=entry["option"],
        stance=Stance(entry["stance"]),
        origin="gold",
        firm=bool(entry.get("firm")),
        condition=condition,
    )


def gold_matrix(folder: Path) -> tuple[Dossier, PositionMatrix]:
    """The hand-coded positions of a dossier, placed; nothing is read."""
    dossier = load(folder)
    entries = yaml.safe_load((folder / "gold.yaml").read_text("utf-8"))["positions"]
    positions = [gold_position(entry, number) for number, entry in enumerate(entries)]
    affiliation = {actor.id: actor.party for actor in dossier.actors.values()}
    affiliation |= {party: party for party in dossier.parties}
    return dossier, place(positions, dossier.parties.values(), dossier.issues.values(), affiliation)


def make_negotiation(
    issues: int, parties: int, refusals: int, ties: int, seed: int, options: int = 5, demands: int = 0
) -> PositionMatrix:
    """A position table drawn at random: refusals (half of them red lines), conditions, demands."""
    rng = random.Random(seed)
    table: dict[tuple[str, str], dict[str, Standing]] = {}
    names = [f"i{n}" for n in range(issues)]
    holders = [f"p{n}" for n in range(parties)]

    def draw(stance: str, tied: bool) -> None:
        party, issue = rng.choice(holders), rng.choice(names)
        row = table.setdefault((party, issue), {})
        free = [f"o{n}" for n in range(options) if f"o{n}" not in row]
        if free:
            option = rng.choice(free)
            other = rng.choice([name for name in names if name != issue])
            condition = Condition(other, f"o{rng.randrange(options)}") if tied else None
            row[option] = Standing(
                party,
                issue,
                option,
                Stance(stance),
                firm=not tied and rng.random() < 0.5,
                condition=condition,
            )

    for stance, count, tied in (
        ("rejects", refusals, False),
        ("accepts", ties, True),
        ("supports", demands, False),
    ):
        for _ in range(count):
            draw(stance, tied)
    return PositionMatrix(
        tuple(Party(name, {"en": name}) for name in holders),
        tuple(
            Issue(name, {"en": name}, tuple(Option(f"o{n}", {"en": f"o{n}"}) for n in range(options)))
            for name in names
        ),
        {
            (party, issue): Cell(party, issue, tuple(row.values()))
            for (party, issue), row in table.items()
            if row
        },
    )
