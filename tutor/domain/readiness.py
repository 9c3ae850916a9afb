"""Evidence for readiness: what first answers count, and the plain model of what they tell.

In each domain, what is known of a learner is a Beta distribution of the chance to get a question
right: a prior worth four answers, and every first answer, weighted by how recent and how exam-like
it is. Domains rise and fall together with the day and with the difficulty of the form, so one
normal effect on the log-odds of all of them is integrated out by Gauss-Hermite quadrature.

The program predicts by `multilevel` and `exam_cases`, which take weights and the rule of enough
evidence from here. The plain model knows each domain by its own answers alone; the benchmark holds
theirs against it.
Where other learners' first answers give the prior mean of a domain, they do so in both. In both,
only the first exposure to an item counts, and answers that the learner may not see judged yet
(those of an open test or mock exam) are left out; whoever collects the evidence sees to that.

Sources: the Beta-binomial distribution and Gauss-Hermite quadrature are textbook mathematics;
the forgetting curve is the power curve of FSRS-6 (open-spaced-repetition, published
parameters). Weights, half-life, prior size and the size of the shared effect are assumptions of
this program, listed in `docs/readiness.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

from tutor.domain import exam_marks
from tutor.domain.exam_marks import NODES, Belief, Case, Outlook
from tutor.domain.records import ASSIGNED_TIMED

HALF_LIFE_DAYS = 30.0
"""After this long an answer counts half."""
CONTEXT_WEIGHTS = {
    "mock": 1.0,
    ASSIGNED_TIMED: 1.0,
    "assigned": 0.7,
    "diagnostic": 0.7,
    "practice": 0.7,
    "review": 0.7,
    "lesson": 0.5,
    "drill": 0.5,
    "sorter": 0.0,
}
"""How exam-like a context is; a generated question is like a check, sorting duties is no exam. A
placement test has no clock and asks the quick kinds of question only: it counts as practice. An
assignment of a class is like an exam where it has a time limit, else like practice."""
PRIOR_SIZE = 4.0
"""What the prior is worth, in answers."""
GUESS = 0.25
"""Chance to hit one of four options blindly."""
SPREAD = 0.4
"""Standard deviation of the shared effect, in log-odds."""
ENOUGH = 5.0
"""Effective answers from which a domain counts as known."""
UNKNOWN_SHARE = 0.2
"""Share of the marks that may stand in domains not known, at most."""
IDLE_DAYS = 30.0
"""After this long without any practice in a domain, forgetting is reckoned with."""
STABILITY_DAYS = 30.0
"""Days in which recall falls to 90 %, once it does: assumed, until memory is measured."""
LEVEL_STEP = 0.5
"""Log-odds between neighbouring levels of difficulty, which authors set from 1 to 5."""

_DECAY = 0.1542
_FACTOR = 0.9 ** (-1 / _DECAY) - 1
_EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Evidence:
    """A learner's first answer to one item.

    Attributes:
        score: Credit from 0 to 1.
        weight: What it counts, see `weigh`.
        level: Difficulty of the item, 1 to 5.
        age_days: Since it was given; `weight` has that in it already, and so `believe` has no use
            for it.
    """

    score: float
    weight: float
    level: int = 3
    age_days: float = 0.0


def weigh(age_days: float, context: str) -> float:
    """Return what an answer counts: 2^(-age / 30 days) times the weight of its context."""
    return float(2.0 ** (-max(0.0, age_days) / HALF_LIFE_DAYS) * CONTEXT_WEIGHTS.get(context, 0.0))


def believe(
    marks: int,
    evidence: Iterable[Evidence],
    *,
    prior_mean: float = (1 + GUESS) / 2,
    prior_size: float = PRIOR_SIZE,
    levels: Mapping[int, float] | None = None,
    idle_days: float = 0.0,
) -> Belief:
    """Return what is known of a domain.

    Args:
        marks: Questions of the domain that count in the exam.
        evidence: First answers to items of the domain.
        prior_mean: Chance to get a question right before anything is known of the learner.
        prior_size: What that is worth, in answers.
        levels: How many items (or what share) the exam can draw at each level of difficulty;
            where given, a learner who has seen easier ones is not taken for better.
        idle_days: Since anything of the domain was last practised.
    """
    kept = [one for one in evidence if one.weight > 0]
    effective = sum((one.weight for one in kept), 0.0)
    size = prior_size + effective
    right = prior_size * prior_mean + sum(one.weight * one.score for one in kept)
    mean = min(max(right / size, _EDGE), 1 - _EDGE)
    if levels and kept:
        mean = _at_levels(mean, _seen_levels(kept, levels, prior_size), levels)
    if mean > GUESS:
        mean = GUESS + (mean - GUESS) * recall(idle_days - IDLE_DAYS, STABILITY_DAYS)
    return Belief(marks, mean, size, effective)


def recall(days: float, stability: float) -> float:
    """Return the chance to recall after some days, by the forgetting curve of FSRS-6."""
    return float((1 + _FACTOR * max(0.0, days) / stability) ** -_DECAY)


def shared(beliefs: Sequence[Belief], spread: float = SPREAD) -> tuple[Case, ...]:
    """Return the cases of domains that rise and fall together with the day and the form.

    Args:
        beliefs: Of every domain.
        spread: Standard deviation of the shared effect; 0 makes the domains independent.
    """
    if not spread:
        return (Case(1.0, tuple(beliefs)),)
    return tuple(
        Case(weight, tuple(_shifted(one, spread * place) for one in beliefs))
        for place, weight in NODES
    )


def outlook(beliefs: Sequence[Belief], cut: int, spread: float = SPREAD) -> Outlook:
    """Return the chance of at least `cut` marks, the expected marks and their interval.

    Args:
        beliefs: Of every domain.
        cut: Marks needed.
        spread: As in `shared`.
    """
    return exam_marks.outlook(shared(beliefs, spread), cut)


def enough(beliefs: Sequence[Belief]) -> bool:
    """Return whether there is evidence enough: domains hardly known hold 20 % at most."""
    unknown = sum(one.marks for one in beliefs if one.effective < ENOUGH)
    return unknown <= UNKNOWN_SHARE * sum(one.marks for one in beliefs)


def _shifted(belief: Belief, shift: float) -> Belief:
    """Return a belief with its mean shifted by some log-odds."""
    return replace(belief, mean=_sigmoid(_logit(belief.mean) + shift)) if shift else belief


def _seen_levels(
    evidence: Iterable[Evidence], levels: Mapping[int, float], prior_size: float
) -> dict[int, float]:
    """Return the weight at each level behind a mean; the prior is about the exam's own mix."""
    total = sum(levels.values())
    seen = {level: prior_size * count / total for level, count in levels.items()}
    for one in evidence:
        seen[one.level] = seen.get(one.level, 0.0) + one.weight
    return seen


def _at_levels(mean: float, seen: Mapping[int, float], levels: Mapping[int, float]) -> float:
    """Return the mean over the exam's items of the ability that explains the mean over those seen.

    The ability theta solves mean = sum w P(theta - b) / sum w over the levels seen (Rasch); the
    result is the average of P(theta - b) over the items that the exam draws from.
    """
    if len({*seen, *levels}) == 1:
        return mean
    low, high = -20.0, 20.0
    for _ in range(50):
        theta = (low + high) / 2
        low, high = (theta, high) if _mean_at(theta, seen) < mean else (low, theta)
    return min(max(_mean_at((low + high) / 2, levels), _EDGE), 1 - _EDGE)


def _mean_at(theta: float, levels: Mapping[int, float]) -> float:
    total = sum(levels.values())
    return (
        sum(count * _sigmoid(theta - LEVEL_STEP * (level - 3)) for level, count in levels.items())
        / total
    )


def _logit(chance: float) -> float:
    return log(chance / (1 - chance))


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value))
