"""The equations of FSRS-6 that are needed by the thousand: forgetting, and what a review does.

Cards themselves are moved on by the package `fsrs` (see `tutor/domain/memory.py`), and tests hold
these equations to it. Times are whole days, stabilities days, `weights` w0 to w20.

Source: Ye and others, "The Algorithm" (open-spaced-repetition/fsrs4anki wiki), FSRS-6.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp

from tutor.domain.rating import Rating

LEAST_STABILITY = 0.001
"""Stability never falls below this."""


def recall(stability: float, days: float, weights: Sequence[float]) -> float:
    """Return R(t, S) = (1 + F t / S) ** C: the probability of recall after `days`."""
    decay = -weights[20]
    return float((1 + _factor(decay) * days / stability) ** decay)


def days_until(retention: float, stability: float, weights: Sequence[float]) -> float:
    """Return after how many days recall falls to `retention`: the inverse of `recall`."""
    decay = -weights[20]
    return float(stability / _factor(decay) * (retention ** (1 / decay) - 1))


def first_stability(rating: Rating, weights: Sequence[float]) -> float:
    """Return the stability after the first review of a card."""
    return max(float(weights[rating - 1]), LEAST_STABILITY)


def first_difficulty(rating: Rating, weights: Sequence[float]) -> float:
    """Return the difficulty after the first review of a card, from 1 to 10."""
    return _in_range(_raw_difficulty(rating, weights))


def difficulty_after(rating: Rating, difficulty: float, weights: Sequence[float]) -> float:
    """Return the difficulty after a later review, from 1 to 10."""
    moved = difficulty - weights[6] * (rating - 3) * (10 - difficulty) / 9
    easiest = _raw_difficulty(Rating.EASY, weights)
    return _in_range(weights[7] * easiest + (1 - weights[7]) * moved)


def stability_after(
    rating: Rating, stability: float, difficulty: float, days: int, weights: Sequence[float]
) -> float:
    """Return the stability after a review `days` after the last one, not the first review."""
    if days < 1:
        after = stability * _same_day(rating, stability, weights)
    elif rating == Rating.AGAIN:
        after = _forgotten(stability, difficulty, recall(stability, days, weights), weights)
    else:
        after = stability * _growth(rating, stability, difficulty, days, weights)
    return max(after, LEAST_STABILITY)


def _raw_difficulty(rating: Rating, w: Sequence[float]) -> float:
    return float(w[4] - exp(w[5] * (rating - 1)) + 1)


def _in_range(difficulty: float) -> float:
    return min(max(difficulty, 1.0), 10.0)


def _growth(
    rating: Rating, stability: float, difficulty: float, days: int, w: Sequence[float]
) -> float:
    ease = {Rating.HARD: w[15], Rating.EASY: w[16]}.get(rating, 1.0)
    forgetting = exp((1 - recall(stability, days, w)) * w[10]) - 1
    return float(1 + exp(w[8]) * (11 - difficulty) * stability ** -w[9] * forgetting * ease)


def _forgotten(stability: float, difficulty: float, known: float, w: Sequence[float]) -> float:
    long = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp((1 - known) * w[14])
    return float(min(long, stability / exp(w[17] * w[18])))


def _same_day(rating: Rating, stability: float, w: Sequence[float]) -> float:
    growth = float(exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19])
    return growth if rating == Rating.AGAIN else max(growth, 1.0)


@lru_cache(maxsize=64)
def _factor(decay: float) -> float:
    """Return F, for which R(S, S) = 0.9."""
    return float(0.9 ** (1 / decay) - 1)
