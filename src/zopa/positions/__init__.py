"""Stated positions up to a date become standing positions. Arithmetic: values in, values out."""

from zopa.positions.infer import Tally, place, stand
from zopa.positions.matrix import Cell, PositionMatrix, Standing
from zopa.positions.spread import Spread, spread

__all__ = ["Cell", "PositionMatrix", "Spread", "Standing", "Tally", "place", "spread", "stand"]
