"""Means, (co)variances and shapes of small samples, safe against rounding.

Sums of powers and products are taken over deviations from the mean. Values that differ by rounding
alone count as equal, so that an item with one mark for all never gets a correlation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum, sqrt
from operator import mul

SAME = 1e-9
"""Values that differ by less than this share of their scale are equal."""
Z_95 = 1.959964
"""Standard normal quantile of a two-sided interval of 95 %."""
CURVED = 3
"""Values from which a skewness exists; a kurtosis needs one more."""


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean of at least one value."""
    return fsum(values) / len(values)


def deviations(values: Sequence[float]) -> list[float]:
    """Return each value less the mean."""
    middle = mean(values)
    return [value - middle for value in values]


def product(left: Iterable[float], right: Iterable[float]) -> float:
    """Return the sum of the products of two lists, pair by pair."""
    total: float = sum(map(mul, left, right))
    return total


def varies(values: Sequence[float], scale: float) -> bool:
    """Whether values of this scale (their possible range) differ by more than rounding."""
    return len(values) > 1 and max(values) - min(values) > SAME * scale


def skewness(off: Sequence[float]) -> float | None:
    """Return the skewness k3 / k2^1.5 of deviations that vary; None for fewer than three.

    k2 and k3 are the unbiased k-statistics (Moodle, Quiz statistics calculations).
    """
    n = len(off)
    if n < CURVED:
        return None
    k2 = product(off, off) / (n - 1)
    k3 = n * fsum(d**3 for d in off) / ((n - 1) * (n - 2))
    return k3 / (k2 * sqrt(k2))


def kurtosis(off: Sequence[float]) -> float | None:
    """Return the excess kurtosis k4 / k2^2 of deviations that vary; None for fewer than four.

    k2 and k4 are the unbiased k-statistics (Moodle, Quiz statistics calculations).
    """
    n = len(off)
    if n <= CURVED:
        return None
    m2, m4 = product(off, off) / n, fsum(d**4 for d in off) / n
    k2 = n * m2 / (n - 1)
    k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / (k2 * k2)


def wilson(share: float, n: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share of `n` trials (Wilson 1927), both from 0 to 1.

    For partial marks, whose variance is smaller than that of right and wrong, it is too wide
    rather than too narrow.
    """
    spread = Z_95 * Z_95 / n
    centre = (share + spread / 2) / (1 + spread)
    half = Z_95 * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, centre - half), min(1.0, centre + half)
