"""The marks of an exam: how likely each is, what is expected, what would raise them.

What is known of a domain is a Beta distribution of the chance to get one of its questions right,
so that its marks are Beta-binomial; the marks of the exam are their sum. What all domains share
makes several cases, in each of which they are independent.

Sources: the Beta-binomial distribution and Gauss-Hermite quadrature are textbook mathematics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import exp, lgamma
from operator import mul

INTERVAL = 0.8
"""Share of outcomes inside the interval shown."""
SMALL_GAIN = 0.05
"""Share of what is missing in a domain that is learned, to compare domains by."""
NODES = (
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
class Case:
    """One of the cases that an exam may turn out to be, in which the domains are independent."""

    chance: float
    beliefs: tuple[Belief, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an exam sat now would bring; marks from `low` to `high` in 8 of 10 cases."""

    probability: float
    expected: float
    low: int
    high: int


def beta_binomial(marks: int, alpha: float, beta: float) -> Pmf:
    """Return the chance of each number of marks.

    P(k) = C(m, k) B(k + alpha, m - k + beta) / B(alpha, beta), for k from 0 to m. It is reckoned
    where it is large, and from there by P(k + 1) / P(k), which is quick and never underflows.
    """
    middle = min(marks, int(marks * alpha / (alpha + beta)))
    choose = lgamma(marks + 1) - lgamma(middle + 1) - lgamma(marks - middle + 1)
    split = _log_beta(middle + alpha, marks - middle + beta) - _log_beta(alpha, beta)
    pmf = [0.0] * (marks + 1)
    pmf[middle] = exp(choose + split)
    for k in range(middle, marks):
        pmf[k + 1] = pmf[k] * (marks - k) * (k + alpha) / ((k + 1) * (marks - k - 1 + beta))
    for k in range(middle, 0, -1):
        pmf[k - 1] = pmf[k] * k * (marks - k + beta) / ((marks - k + 1) * (k - 1 + alpha))
    return pmf


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


def score_pmf(cases: Sequence[Case]) -> Pmf:
    """Return the chance of each mark of the exam."""
    total = [0.0] * (sum(one.marks for one in cases[0].beliefs) + 1)
    for case in cases:
        pmf: Pmf = [1.0]
        for one in case.beliefs:
            pmf = convolve(pmf, _marks(one))
        for marks, chance in enumerate(pmf):
            total[marks] += case.chance * chance
    return total


def pass_probability(cases: Sequence[Case], cut: int) -> float:
    """Return the chance of at least `cut` marks."""
    return min(1.0, sum(score_pmf(cases)[max(0, cut) :]))


def outlook(cases: Sequence[Case], cut: int) -> Outlook:
    """Return the chance of at least `cut` marks, the expected marks and their interval."""
    pmf = score_pmf(cases)
    tail = (1 - INTERVAL) / 2
    return Outlook(
        probability=min(1.0, sum(pmf[max(0, cut) :])),
        expected=sum(marks * chance for marks, chance in enumerate(pmf)),
        low=_quantile(pmf, tail),
        high=_quantile(pmf, 1 - tail),
    )


def gains(cases: Sequence[Case], cut: int, minutes: Sequence[float]) -> tuple[float, ...]:
    """Return what a minute in each domain does for the chance to pass: dP(pass) / d(minutes).

    A question practised is assumed to close the same small share of what is missing in its
    domain, whichever it is; only the ratios of the results mean something.

    Args:
        cases: What may be, see `Case`.
        cut: Marks needed.
        minutes: That a question takes, by domain.
    """
    found = [0.0] * len(minutes)
    for case in cases:
        now = [_marks(one) for one in case.beliefs]
        before = list(accumulate(now, convolve, initial=[1.0]))
        after = list(accumulate(reversed(now), convolve, initial=[1.0]))[::-1]
        for index, one in enumerate(case.beliefs):
            then = _marks(replace(one, mean=one.mean + SMALL_GAIN * (1 - one.mean)))
            change = [new - old for new, old in zip(then, now[index], strict=True)]
            gained = _chance_of_cut(change, before[index], after[index + 1], cut)
            found[index] += case.chance * gained
    return tuple(max(0.0, gained) / spent for gained, spent in zip(found, minutes, strict=True))


def _marks(belief: Belief) -> Pmf:
    """Return the chances of a domain's marks."""
    mean, size = belief.mean, belief.size
    return beta_binomial(belief.marks, mean * size, (1 - mean) * size)


def _chance_of_cut(
    own: Sequence[float], before: Sequence[float], after: Sequence[float], cut: int
) -> float:
    """Return sum own(k) P(others >= cut - k), where the others are two independent sums."""
    tails = [*accumulate(reversed(after))][::-1]
    met = [tails[0]] * (len(own) + len(before))  # by the marks of all but `after`
    for held in range(min(cut, len(met))):
        met[held] = tails[cut - held] if cut - held < len(tails) else 0.0
    return sum(chance * sum(map(mul, before, met[marks:]), 0.0) for marks, chance in enumerate(own))


def _quantile(pmf: Sequence[float], share: float) -> int:
    sums = enumerate(accumulate(pmf))
    return next((marks for marks, sum_ in sums if sum_ >= share), len(pmf) - 1)


def _log_beta(alpha: float, beta: float) -> float:
    return lgamma(alpha) + lgamma(beta) - lgamma(alpha + beta)
