"""Credit in whole units, so that sums of partial credit are exact on every backend."""

from __future__ import annotations

UNITS = 840_000
"""Units in full credit: every partial credit that a grader can give (thirds, sevenths, tenths,
28ths ...) and every number of thousandths is a whole number of them."""


def to_units(score: float) -> int:
    """Return a score from 0 to 1 in whole units, to the nearest."""
    return round(score * UNITS)


def to_score(units: int) -> float:
    """Return units as a score, or as a sum of scores."""
    return units / UNITS
