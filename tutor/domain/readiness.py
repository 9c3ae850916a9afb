"""Readiness: how likely a learner would pass an exam, from first answers alone.

The model is a Beta-binomial one. In each domain, what is known of a learner is a Beta
distribution of the chance to get a question right: a prior worth four answers, and every first
answer, weighted by how recent and how exam-like it is. The marks in a domain are then
Beta-binomial; the marks of the exam are their sum. Domains rise and fall together with the day
and with the difficulty of the form, so one normal effect on the log-odds of all of them is
integrated out by Gauss-Hermite quadrature.

Sources: the Beta-binomial distribution and Gauss-Hermite quadrature are textbook mathematics;
the forgetting curve is the power curve of FSRS-6 (open-spaced-repetition, published
parameters). Weights, half-life, prior size and the size of the shared effect are assumptions of
this program, listed in `docs/readiness.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import exp, lgamma, log

HALF_LIFE_DAYS = 30.0
"""After this long an answer counts half."""
CONTEXT_WEIGHTS = {
    "mock": 1.0,
    "diagnostic": 0.7,
    "practice": 0.7,
    "lesson": 0.5,
    "drill": 0.5,
    "sorter": 0.0,
}
"""How exam-like a context is; a generated question is like a check, sorting duties is no exam. A
placement test has no clock and asks the quick kinds of question only: it counts as practice."""
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
INTERVAL = 0.8
"""Share of outcomes inside the interval shown."""
IDLE_DAYS = 30.0
"""After this long without any practice in a domain, forgetting is reckoned with."""
STABILITY_DAYS = 30.0
"""Days in which recall falls to 90 %, once it does: assumed, until memory is measured."""
LEVEL_STEP = 0.5
"""Log-odds between neighbouring levels of difficulty, which authors set from 1 to 5."""
SMALL_GAIN = 0.05
"""Share of what is missing in a domain that is learned, to compare domains by."""

_DECAY = 0.1542
_FACTOR = 0.9 ** (-1 / _DECAY) - 1
_EDGE = 1e-6
_NODES = (
    (0.0, 0.406349206349206),
    (1.023255663789, 0.244097502895),
    (-1.023255663789, 0.244097502895),
    (2.076847978678, 0.0499164067652),
    (-2.076847978678, 0.0499164067652),
    (3.205429002856, 0.00278914132123),
    (-3.205429002856, 0.00278914132123),
    (4.5127458634, 0.0000223458440077),
    (-4.5127458634, 0.0000223458440077),
)
"""Gauss-Hermite nodes and weights for a standard normal variable."""

Pmf = list[float]
"""Chance of each number of marks, from 0."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A learner's first answer to one item.

    Attributes:
        score: Credit from 0 to 1.
        weight: What it counts, see `weigh`.
        level: Difficulty of the item, 1 to 5.
    """

    score: float
    weight: float
    level: int = 3


@dataclass(frozen=True, slots=True)
class Belief:
    """What is known of one domain: a Beta distribution of the chance to get a question right.

    Attributes:
        marks: Questions of the domain that count in the exam.
        mean: Of the distribution, between 0 and 1.
        size: Answers that it is worth, the prior's included (alpha + beta).
        effective: Answers that it is worth without the prior.
    """

    marks: int
    mean: float
    size: float
    effective: float = 0.0

    @property
    def at_stake(self) -> float:
        """Marks that are expected to be lost."""
        return self.marks * (1 - self.mean)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an exam sat now would bring; marks from `low` to `high` in 8 of 10 cases."""

    probability: float
    expected: float
    low: int
    high: int


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


def beta_binomial(marks: int, alpha: float, beta: float) -> Pmf:
    """Return the chance of each number of marks.

    P(k) = C(m, k) B(k + alpha, m - k + beta) / B(alpha, beta), for k from 0 to m.
    """
    base = lgamma(marks + 1) - _log_beta(alpha, beta)
    return [
        exp(base - lgamma(k + 1) - lgamma(marks - k + 1) + _log_beta(k + alpha, marks - k + beta))
        for k in range(marks + 1)
    ]


def convolve(one: Sequence[float], other: Sequence[float]) -> Pmf:
    """Return the chances of the sum of two independent marks."""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    total = [0.0] * (len(one) + len(other) - 1)
    width = len(long)
    for place, left in enumerate(short):
        held = total[place : place + width]
        total[place : place + width] = [
            sum_ + left * right for sum_, right in zip(held, long, strict=True)
        ]
    return total


def score_pmf(beliefs: Sequence[Belief], spread: float = SPREAD) -> Pmf:
    """Return the chance of each mark of the exam.

    Args:
        beliefs: Of every domain.
        spread: Standard deviation of the shared effect; 0 makes the domains independent.
    """
    total = [0.0] * (sum(one.marks for one in beliefs) + 1)
    for place, weight in _nodes(spread):
        pmf: Pmf = [1.0]
        for one in beliefs:
            pmf = convolve(pmf, _marks(one, spread * place))
        for marks, chance in enumerate(pmf):
            total[marks] += weight * chance
    return total


def pass_probability(beliefs: Sequence[Belief], cut: int, spread: float = SPREAD) -> float:
    """Return the chance of at least `cut` marks."""
    return min(1.0, sum(score_pmf(beliefs, spread)[max(0, cut) :]))


def outlook(beliefs: Sequence[Belief], cut: int, spread: float = SPREAD) -> Outlook:
    """Return the chance of at least `cut` marks, the expected marks and their interval."""
    pmf = score_pmf(beliefs, spread)
    tail = (1 - INTERVAL) / 2
    return Outlook(
        probability=min(1.0, sum(pmf[max(0, cut) :])),
        expected=sum(marks * chance for marks, chance in enumerate(pmf)),
        low=_quantile(pmf, tail),
        high=_quantile(pmf, 1 - tail),
    )


def enough(beliefs: Sequence[Belief]) -> bool:
    """Return whether there is evidence enough: domains hardly known hold 20 % at most."""
    unknown = sum(one.marks for one in beliefs if one.effective < ENOUGH)
    return unknown <= UNKNOWN_SHARE * sum(one.marks for one in beliefs)


def gains(
    beliefs: Sequence[Belief], cut: int, minutes: Sequence[float], spread: float = SPREAD
) -> tuple[float, ...]:
    """Return what a minute in each domain does for the chance to pass: dP(pass) / d(minutes).

    A question practised is assumed to close the same small share of what is missing in its
    domain, whichever it is; only the ratios of the results mean something.

    Args:
        beliefs: Of every domain.
        cut: Marks needed.
        minutes: That a question takes, by domain.
        spread: As in `score_pmf`.
    """
    better = [replace(one, mean=one.mean + SMALL_GAIN * (1 - one.mean)) for one in beliefs]
    found = [0.0] * len(beliefs)
    for place, weight in _nodes(spread):
        now = [_marks(one, spread * place) for one in beliefs]
        before = list(accumulate(now, convolve, initial=[1.0]))
        after = list(accumulate(reversed(now), convolve, initial=[1.0]))[::-1]
        for index, one in enumerate(better):
            then = _marks(one, spread * place)
            change = [new - old for new, old in zip(then, now[index], strict=True)]
            gained = _chance_of_cut(change, before[index], after[index + 1], cut)
            found[index] += weight * gained
    return tuple(max(0.0, gained) / spent for gained, spent in zip(found, minutes, strict=True))


def _nodes(spread: float) -> tuple[tuple[float, float], ...]:
    return _NODES if spread else ((0.0, 1.0),)


def _marks(belief: Belief, shift: float) -> Pmf:
    """Return the chances of a domain's marks, its mean shifted by some log-odds."""
    mean = _sigmoid(_logit(belief.mean) + shift) if shift else belief.mean
    return beta_binomial(belief.marks, mean * belief.size, (1 - mean) * belief.size)


def _chance_of_cut(
    own: Sequence[float], before: Sequence[float], after: Sequence[float], cut: int
) -> float:
    """Return sum own(k) P(others >= cut - k), where the others are two independent sums."""
    tails = [*accumulate(reversed(after))][::-1]
    total = 0.0
    for marks, chance in enumerate(own):
        for sum_, other in enumerate(before):
            needed = max(0, cut - marks - sum_)
            if needed < len(tails):
                total += chance * other * tails[needed]
    return total


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


def _quantile(pmf: Sequence[float], share: float) -> int:
    sums = enumerate(accumulate(pmf))
    return next((marks for marks, sum_ in sums if sum_ >= share), len(pmf) - 1)


def _log_beta(alpha: float, beta: float) -> float:
    return lgamma(alpha) + lgamma(beta) - lgamma(alpha + beta)


def _logit(chance: float) -> float:
    return log(chance / (1 - chance))


def _sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value))
