"""Stated positions up to a date become standing positions. Arithmetic: values in, values out."""

from zopa.positions.affiliation import Affiliation
from zopa.positions.infer import Tally, cell_of, place, stand
from zopa.positions.matrix import Cell, PositionMatrix, Standing
from zopa.positions.spread import Spread, spread

__all__ = [
    "Affiliation",
    "Cell",
    "PositionMatrix",
    "Spread",
    "Standing",
    "Tally",
    "cell_of",
    "place",
    "spread",
    "stand",
]
