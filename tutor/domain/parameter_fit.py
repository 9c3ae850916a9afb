"""How well a set of weights predicts a learner's reviews, and which reviews judge a fit.

Only reviews a day (24 hours) or more after the last one of the same card are usable: within a
day nothing was to be forgotten. The latest fifth of these in time is held out: weights fitted to
what came before are judged by it, for what they are fitted to they always seem to know.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log, sqrt
from typing import TypeAlias

from tutor.domain.forgetting import (
    difficulty_after,
    first_difficulty,
    first_stability,
    recall,
    stability_after,
)
from tutor.domain.rating import Rating

LEAST_REVIEWS = 512
"""Usable reviews below which nothing is fitted (as in the optimizer of py-fsrs 6.3)."""
HELD_OUT = 0.2
"""Share of the usable reviews that judges a fit."""
BINS = 10
"""Tenths of predicted recall, as in the report on retention."""
WEIGHT_DIGITS = 4
"""Decimals kept of a fitted weight, as published weights have."""
SET_PREFIX = "fsrs6-fit-"
"""What the ids of fitted sets begin with."""
_LEAST_CHANCE = 1e-9
"""No prediction counts as surer than this, for the logarithm of 0 is without bound."""


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it fed a card: how it was rated, and when (aware)."""

    card: str
    rating: Rating
    at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """A review within the history of its card; `days` are whole periods of 24 hours since."""

    rating: Rating
    days: int
    at: datetime

    @property
    def usable(self) -> bool:
        """Whether something was to be forgotten."""
        return self.days >= 1


History: TypeAlias = tuple[Step, ...]
"""The reviews of one card, from its first one on."""


@dataclass(frozen=True, slots=True)
class FittedParameters:
    """Weights w0 to w20 that fit a learner, and what they were adopted for.

    Attributes:
        id: See `set_id`.
        reviews: Usable reviews that they were fitted to.
        default_log_loss: Of the default weights, on the reviews held out.
        fitted_log_loss: Of weights fitted to the reviews before these.
    """

    id: str
    weights: tuple[float, ...]
    reviews: int
    default_log_loss: float
    fitted_log_loss: float


@dataclass(frozen=True, slots=True)
class FitScore:
    """How well weights predict: less is better in both.

    Attributes:
        log_loss: Mean of -ln(probability given to what happened), natural logarithm.
        rmse: Root of the mean squared difference between predicted and measured recall, by
            tenths of predicted recall, weighed by reviews.
    """

    log_loss: float
    rmse: float


def histories(reviews: Iterable[Review]) -> tuple[History, ...]:
    """Return the history of each card, given reviews in the order they fed the cards."""
    found: dict[str, list[Step]] = {}
    for review in reviews:
        steps = found.setdefault(review.card, [])
        days = max(0, (review.at - steps[-1].at).days) if steps else 0
        steps.append(Step(review.rating, days, review.at))
    return tuple(tuple(steps) for steps in found.values())


def usable_reviews(cards: Iterable[History]) -> int:
    """Return how many reviews something was to be forgotten before."""
    return sum(step.usable for steps in cards for step in steps)


def held_out_from(cards: Iterable[History]) -> datetime:
    """Return the instant from which usable reviews are held out.

    Raises:
        ValueError: There are no usable reviews.
    """
    instants = sorted(step.at for steps in cards for step in steps if step.usable)
    if not instants:
        raise ValueError("there are no usable reviews")
    return instants[min(round(len(instants) * (1 - HELD_OUT)), len(instants) - 1)]


def before(cards: Iterable[History], instant: datetime) -> tuple[History, ...]:
    """Return the histories as they were before an instant; cards not yet asked are left out."""
    cut = (tuple(step for step in steps if step.at < instant) for steps in cards)
    return tuple(steps for steps in cut if steps)


def score(
    cards: Iterable[History], weights: Sequence[float], since: datetime | None = None
) -> FitScore:
    """Return how well weights predict usable reviews, from an instant on if one is given.

    Raises:
        ValueError: There are no such reviews.
    """
    found = [
        (predicted, float(step.rating != Rating.AGAIN))
        for steps in cards
        for step, predicted in _predictions(steps, weights)
        if since is None or step.at >= since
    ]
    if not found:
        raise ValueError("there are no usable reviews")
    loss = -sum(log(p if recalled else 1 - p) for p, recalled in found) / len(found)
    return FitScore(loss, _rmse(found))


def set_id(weights: Sequence[float]) -> str:
    """Return the id of fitted weights: the same weights have the same id everywhere."""
    digest = hashlib.blake2b(json.dumps(list(weights)).encode(), digest_size=4)
    return SET_PREFIX + digest.hexdigest()


def _predictions(steps: History, weights: Sequence[float]) -> Iterator[tuple[Step, float]]:
    """Yield each usable review with the recall predicted before it."""
    first, *later = steps
    stability = first_stability(first.rating, weights)
    difficulty = first_difficulty(first.rating, weights)
    for step in later:
        if step.usable:
            chance = recall(stability, step.days, weights)
            yield step, min(max(chance, _LEAST_CHANCE), 1 - _LEAST_CHANCE)
        stability = stability_after(step.rating, stability, difficulty, step.days, weights)
        difficulty = difficulty_after(step.rating, difficulty, weights)


def _rmse(found: Sequence[tuple[float, float]]) -> float:
    bins: dict[int, list[tuple[float, float]]] = {}
    for predicted, recalled in found:
        bins.setdefault(int(predicted * BINS), []).append((predicted, recalled))
    off = (sum(p - r for p, r in one) ** 2 / len(one) for one in bins.values())
    return sqrt(sum(off) / len(found))
