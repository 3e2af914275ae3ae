"""A judgement for programs."""

from __future__ import annotations

from typing import Any

from zopa.vocabulary import Judgement
from zopa.web.days import told


def judged(one: Judgement) -> dict[str, Any]:
    """A judgement as plain values."""
    return {
        "position": one.position,
        "decision": one.decision.value,
        "by": one.by,
        "at": told(one.at) if one.at else None,
        "version": one.version,
        "note": one.note,
        "act": one.act,
        "undoes": one.undoes or None,
        "adjudicates": one.adjudicates,
        "automatic": one.automatic,
    }
