"""How well something was remembered, read off the answer: nobody is asked to rate themselves.

People who rate themselves press "hard" for what they forgot, which spoils the schedule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import ceil

FAST_PERCENTILE = 25
"""An answer this fast among a learner's own is an easy one."""
SLOW_PERCENTILE = 90
"""An answer slower than this among a learner's own was hard work."""
LEAST_ANSWERS = 20
"""With fewer answers of a kind, nothing is read off how long one took."""
KEPT_ANSWERS = 200
"""Answers of a kind that a learner's pace is taken from: the latest ones."""


class Rating(IntEnum):
    """How well something was remembered; the numbers are those of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a learner takes for one kind of item, in milliseconds."""

    fast_ms: int
    slow_ms: int


def pace_of(latencies: Sequence[int]) -> Pace | None:
    """Return a learner's pace by nearest rank; None with fewer than `LEAST_ANSWERS` answers.

    Args:
        latencies: Milliseconds of earlier answers of one kind, in any order.
    """
    if len(latencies) < LEAST_ANSWERS:
        return None
    ordered = sorted(latencies)
    return Pace(_percentile(ordered, FAST_PERCENTILE), _percentile(ordered, SLOW_PERCENTILE))


def rate(score: float, confidence: str | None, latency_ms: int, pace: Pace | None) -> Rating:
    """Return how well something was remembered.

    Anything less than full credit was not remembered, and neither was a guess, though it keeps
    its marks in the quiz. Of the rest, what the learner was unsure of or took long over was
    hard, and what the learner was sure of and fast with was easy.

    Args:
        score: Credit from 0 to 1.
        confidence: `guessed`, `unsure`, `sure`, or None where it was not said.
        latency_ms: From showing to answer; 0 where it was not measured.
        pace: The learner's own, for this kind of item; None where it is not known yet.
    """
    if score < 1 or confidence == "guessed":
        return Rating.AGAIN
    timed = pace if latency_ms > 0 else None
    if confidence == "unsure" or (timed and latency_ms > timed.slow_ms):
        return Rating.HARD
    if confidence == "sure" and timed and latency_ms < timed.fast_ms:
        return Rating.EASY
    return Rating.GOOD


def _percentile(ordered: Sequence[int], percent: int) -> int:
    """Return the value of nearest rank: whole numbers only, so that a replay cannot differ."""
    return ordered[max(1, ceil(percent * len(ordered) / 100)) - 1]
