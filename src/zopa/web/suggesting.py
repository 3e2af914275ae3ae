"""Where the inbox gets its suggestions from: whoever finds what a dossier lacks puts a finder here.

A suggestion has kind, key, what, why, passages and entry (`zopa.adopt.Suggested` and what is shown).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zopa.dossier import Dossier
from zopa.vocabulary import Report

Finder = Callable[[Dossier, Sequence[Report]], Iterable[Any]]
"""Looks at all reports of a dossier and says what it lacks; slow, so it runs as a job."""

MOST = 60


@dataclass(frozen=True, slots=True)
class Lacking:
    """A suggestion as the inbox keeps and shows it; plain values.

    passages  (report, words) pairs.
    """

    kind: str
    key: str
    what: str
    why: str
    entry: str
    passages: tuple[tuple[str, str], ...]


def as_shown(found: Iterable[Any]) -> list[Lacking]:
    """A finder's suggestions, at most MOST, in its order."""
    shown = []
    for one in found:
        passages = tuple((p.report, p.quote.exact) for p in one.passages)
        shown.append(Lacking(one.kind, one.key, one.what, getattr(one, "why", ""), one.entry, passages))
        if len(shown) == MOST:
            break
    return shown
