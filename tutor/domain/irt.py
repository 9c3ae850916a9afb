"""Item response theory: the chance of a right answer, information, ability from answers.

The model is logistic with a guessing floor (3PL; Birnbaum 1968): a learner of ability theta
answers an item of difficulty b, discrimination a and guessing floor c right with

    P = c + (1 - c) / (1 + e^(-a (theta - b))).

Ability is the expected value a posteriori (EAP; Bock & Mislevy 1982) on a grid, never the most
likely value, which is infinite where all answers are right or all are wrong. Abilities and
difficulties are log-odds; 0 is the middle of the learners that items are written for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from tutor.domain.readiness import LEVEL_STEP

MIDDLE_LEVEL = 3
"""The authors' middle level of difficulty, at which b is 0."""
OPTIONS = 4
"""Options of a question with one right answer, where their number is not known."""
GRID = tuple(place / 10 for place in range(-40, 41))
"""The 81 abilities that EAP weighs, where the prior is N(0, 1)."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What an item is like: difficulty `b`, guessing floor `c`, discrimination `a`."""

    b: float
    c: float = 0.0
    a: float = 1.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """An ability and its standard deviation, in log-odds."""

    theta: float
    sd: float


STANDARD = Estimate(0.0, 1.0)
"""What is taken of a learner of whom nothing is known."""


def difficulty(level: float) -> float:
    """Return b of an authors' level from 1 to 5: 0.5 in log-odds apart, level 3 at 0."""
    return LEVEL_STEP * (level - MIDDLE_LEVEL)


def guess_floor(kind: str, options: int = OPTIONS) -> float:
    """Return the chance to hit the answer blindly: 1 / options, or 0 where nothing is chosen.

    Args:
        kind: Name of the item's kind.
        options: How many there are to choose from.
    """
    return 1 / options if kind == "single" and options else 0.0


def authored(level: float, kind: str, options: int = OPTIONS) -> Parameters:
    """Return what an item is like by its authors alone."""
    return Parameters(difficulty(level), guess_floor(kind, options))


def chance(theta: float, item: Parameters) -> float:
    """Return P, the chance of a right answer."""
    return item.c + (1 - item.c) * logistic(item.a * (theta - item.b))


def information(theta: float, item: Parameters) -> float:
    """Return Fisher's information about theta: a^2 (Q / P) ((P - c) / (1 - c))^2."""
    right = chance(theta, item)
    if not 0 < right < 1:
        return 0.0
    return item.a**2 * (1 - right) / right * ((right - item.c) / (1 - item.c)) ** 2


def pull(theta: float, item: Parameters, score: float) -> float:
    """Return how an answer pulls at theta: the slope of its log-likelihood.

    a (x - P) / P x (P - c) / (1 - c); a (x - P) without a guessing floor.
    """
    right = chance(theta, item)
    return item.a * (score - right) / right * (right - item.c) / (1 - item.c)


def eap(answers: Iterable[tuple[Parameters, float]], prior: Estimate = STANDARD) -> Estimate:
    """Return the ability that answers point to: mean and standard deviation a posteriori.

    Args:
        answers: Item and credit from 0 to 1; part of the credit counts as part right, part wrong.
        prior: Normal; the grid reaches four standard deviations to both sides of its mean.
    """
    kept = list(answers)
    grid = [prior.theta + prior.sd * place for place in GRID]
    logs = [
        -(place**2) / 2 + sum(_log_likelihood(theta, item, score) for item, score in kept)
        for place, theta in zip(GRID, grid, strict=True)
    ]
    top = max(logs)
    weights = [exp(one - top) for one in logs]
    total = sum(weights)
    mean = sum(theta * weight for theta, weight in zip(grid, weights, strict=True)) / total
    spread = sum((theta - mean) ** 2 * w for theta, w in zip(grid, weights, strict=True)) / total
    return Estimate(mean, sqrt(spread))


def expected_share(theta: float, items: Mapping[Parameters, float]) -> float:
    """Return the share of some items that is expected to be right.

    Args:
        theta: The ability.
        items: What each item weighs.
    """
    total = sum(items.values())
    return sum(weight * chance(theta, item) for item, weight in items.items()) / total


def ability_at(share: float, items: Mapping[Parameters, float]) -> float:
    """Return the ability that is expected to get a share of some items right, from -6 to 6."""
    low, high = -6.0, 6.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if expected_share(middle, items) < share else (low, middle)
    return (low + high) / 2


def logistic(value: float) -> float:
    """Return 1 / (1 + e^-value)."""
    return 1 / (1 + exp(-value))


def _log_likelihood(theta: float, item: Parameters, score: float) -> float:
    right = min(max(chance(theta, item), 1e-12), 1 - 1e-12)
    return score * log(right) + (1 - score) * log(1 - right)
