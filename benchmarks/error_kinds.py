"""What went wrong, by kind: misses and false alarms of a reading, each with what was right about it.

A miss is a coded position that nobody found; a false alarm one that was found and not coded. Both are told by
the nearest position on the other side in the same words: what of holder, option and stance differs, or that
there is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELDS = ("holder", "option", "stance")
SHARED = 0.12
"""Share of both passages together from which they are the same words; as the scorer has it."""
MOST = 40
"""Examples of a kind that are written out."""


@dataclass(frozen=True, slots=True)
class Error:
    """One miss (found is None or differs) or false alarm (coded is None or differs)."""

    side: str
    kind: str
    dossier: str
    coded: Mapping[str, Any] | None
    found: Mapping[str, Any] | None


def errors(
    dossier: str,
    texts: Mapping[str, str],
    gold: Iterable[Mapping[str, Any]],
    found: Iterable[Mapping[str, Any]],
) -> list[Error]:
    """Every miss and false alarm of one dossier.

    texts  the reports' bodies by id: gold gives quotes, and their places are looked up.
    """
    coded = [(one, _span(one, texts)) for one in gold if one["report"] in texts]
    read = [(one, (one["start"], one["end"])) for one in found]
    pairs = sorted(
        (-_same(one, other), -_overlap(here, there), i, j)
        for i, (one, here) in enumerate(coded)
        for j, (other, there) in enumerate(read)
        if one["report"] == other["report"] and _overlap(here, there) >= SHARED
    )
    of_gold: dict[int, int] = {}
    of_found: dict[int, int] = {}
    for _, _, i, j in pairs:
        if i not in of_gold and j not in of_found:
            of_gold[i], of_found[j] = j, i
    made = []
    for i, (one, _) in enumerate(coded):
        other = read[of_gold[i]][0] if i in of_gold else None
        kind = _kind(one, other)
        if kind == "nothing there":
            kind = "nothing found in these words"
        if kind:
            made.append(Error("miss", kind, dossier, one, other))
    for j, (other, there) in enumerate(read):
        one = coded[of_found[j]][0] if j in of_found else None
        kind = _kind(other, one)
        if kind:
            if one is None and any(
                gold["report"] == other["report"] and _overlap(here, there) >= SHARED for gold, here in coded
            ):
                kind = "one too many in a passage with positions"
            elif kind == "nothing there":
                kind = "nothing is coded in these words"
            made.append(Error("false alarm", kind, dossier, one, other))
    return made


def _kind(one: Mapping[str, Any], other: Mapping[str, Any] | None) -> str:
    """What differs; nothing where all three are right."""
    if other is None:
        return "nothing there"
    wrong = [name for name in FIELDS if _value(one, name) != _value(other, name)]
    return "wrong " + " and ".join(wrong) if wrong else ""


def _value(one: Mapping[str, Any], name: str) -> object:
    return (str(one["issue"]), str(one["option"])) if name == "option" else str(one[name])


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
    return sum(_value(one, name) == _value(other, name) for name in FIELDS)


def _span(one: Mapping[str, Any], texts: Mapping[str, str]) -> tuple[int, int]:
    start = texts[one["report"]].find(one["quote"])
    return (start, start + len(one["quote"])) if start >= 0 else (0, 0)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    together = max(one[1], other[1]) - min(one[0], other[0])
    return max(0, min(one[1], other[1]) - max(one[0], other[0])) / together if together else 0.0


def table(found: Sequence[Error]) -> str:
    """How many of each kind, the most frequent first."""
    lines = []
    for side in ("miss", "false alarm"):
        mine = Counter(one.kind for one in found if one.side == side)
        total = sum(mine.values())
        lines += [f"## {'Misses' if side == 'miss' else 'False alarms'}: {total}", ""]
        lines += [f"- {100 * n / max(1, total):.0f} % ({n}) {kind}" for kind, n in mine.most_common()] + [""]
    return "\n".join(lines)


def written(found: Sequence[Error]) -> str:
    """The whole file: the table, then examples of each kind with their words."""
    by_kind: dict[tuple[str, str], list[Error]] = defaultdict(list)
    for one in found:
        by_kind[one.side, one.kind].append(one)
    lines = ["# Errors by kind", "", table(found)]
    for (side, kind), some in sorted(by_kind.items(), key=lambda pair: -len(pair[1])):
        lines += [f"## {side}: {kind} ({len(some)})", ""]
        for one in some[:MOST]:
            about = one.coded or one.found
            assert about is not None
            lines.append(f"- {one.dossier}/{about['report']}: “{' '.join(str(about['quote']).split())}”")
            lines += [
                f"    - {label}: {_told(each)}"
                for label, each in (("coded", one.coded), ("found", one.found))
            ]
        lines.append("")
    return "\n".join(lines)


def _told(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return "–"
    sure = f" ({one['confidence']:.2f})" if "confidence" in one else ""
    return f"{one['holder']} {one['stance']} {one['issue']}/{one['option']}{sure}"
