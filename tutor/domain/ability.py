"""Ability by domain, and difficulty of items: online estimates with a guessing floor.

Elo for learning systems (Pelánek 2016, doi 10.1016/j.compedu.2016.03.017), with the uncertainty
kept. A learner has an ability for everything and, for each domain of each exam, a deviation from
it; what meets an item is their sum. After each answer both move by

    var' x (credit - P) x (P - c) / (P (1 - c)),

where the last factor is 1 without a guessing floor, and makes little of what may be a lucky guess
with one. The step is the variance of the estimate after one step of Laplace's approximation,
1 / var' = 1 / var + information: with constant information that is the usual K(n) = a / (1 +
beta n), a being the variance before any answer and beta = a x information; but it also grows
again while nothing is practised (process noise), and tells how sure the estimate is.

An item that is tagged to domains of several exams moves all of them: what is learnt for one exam
counts for another where they overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sqrt

from tutor.domain.irt import Estimate, Parameters, information, pull
from tutor.domain.readiness import CONTEXT_WEIGHTS

DomainKey = tuple[str, str]
"""Exam id and domain id."""

GENERAL_SD = 1.0
"""Standard deviation of the general ability among learners, in log-odds."""
DOMAIN_SD = 0.6
"""Standard deviation of a domain's deviation from it: learners know some domains better."""
NOISE = 0.0025
"""Variance gained by each day without an answer: 0.27 in log-odds after a month."""
GENERAL_CAP, DOMAIN_CAP = GENERAL_SD**2, DOMAIN_SD**2
"""Idle time makes nobody less known than a newcomer."""
ITEM_SD = 0.5
"""How far authors' levels are off, as a standard deviation: the strong prior of a difficulty."""
EASIEST, HARDEST = -4.0, 4.0
"""Bounds of a difficulty."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Answered:
    """A first answer to an item: what the fold takes.

    Attributes:
        domains: All domains that the item is tagged to, of whichever exams.
        item: Its difficulty and guessing floor.
        score: Credit from 0 to 1.
        weight: What it counts, by context (see `weight_of`).
    """

    domains: tuple[DomainKey, ...]
    item: Parameters
    score: float
    at: datetime
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two parts that an ability is the sum of: its value, its variance, since when."""

    value: float
    variance: float
    at: datetime | None = None
    answers: int = 0

    def idle_until(self, now: datetime, cap: float) -> Part:
        """Return the part as it stands at an instant: less sure, the longer nothing was answered.

        An instant before the last answer (a clock set back) changes nothing.
        """
        if self.at is None or now <= self.at:
            return self
        grown = self.variance + NOISE * ((now - self.at) / _DAY)
        return replace(self, variance=max(self.variance, min(grown, cap)), at=now)


GENERAL = Part(0.0, GENERAL_CAP)
OWN = Part(0.0, DOMAIN_CAP)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What is known of a learner: the general ability, and deviations by domain."""

    general: Part
    domains: Mapping[DomainKey, Part]

    def of(self, domain: DomainKey, now: datetime) -> Estimate:
        """Return the ability in a domain at an instant, with its standard deviation."""
        general = self.general.idle_until(now, GENERAL_CAP)
        own = self.domains.get(domain, OWN).idle_until(now, DOMAIN_CAP)
        return Estimate(general.value + own.value, sqrt(general.variance + own.variance))

    def overall(self, now: datetime) -> Estimate:
        """Return the general ability at an instant, with its standard deviation."""
        general = self.general.idle_until(now, GENERAL_CAP)
        return Estimate(general.value, sqrt(general.variance))


NOTHING = Abilities(GENERAL, {})
"""What is known of a newcomer."""


def weight_of(context: str) -> float:
    """Return what an answer counts by where it was given; 0 where it tells nothing."""
    return CONTEXT_WEIGHTS.get(context, 0.0)


def estimate(answers: Iterable[Answered]) -> Abilities:
    """Return what first answers, oldest first, tell of a learner."""
    found = NOTHING
    for one in answers:
        if one.weight > 0 and one.domains:
            found = learn(found, one)
    return found


def learn(known: Abilities, answer: Answered) -> Abilities:
    """Return what is known after one more answer.

    Every domain that the item is tagged to takes the answer in by its own residual; the general
    ability takes it in once, by the mean residual.
    """
    general = known.general.idle_until(answer.at, GENERAL_CAP)
    domains, steps = dict(known.domains), []
    for key in dict.fromkeys(answer.domains):
        own = domains.get(key, OWN).idle_until(answer.at, DOMAIN_CAP)
        theta = general.value + own.value
        told = answer.weight * information(theta, answer.item)
        shrink = 1 + told * (general.variance + own.variance)
        steps.append(
            (answer.weight * pull(theta, answer.item, answer.score) / shrink, told / shrink)
        )
        domains[key] = _moved(own, *steps[-1], answer.at)
    push, told = (sum(column) / len(steps) for column in zip(*steps, strict=True))
    return Abilities(_moved(general, push, told, answer.at), domains)


def _moved(part: Part, push: float, told: float, at: datetime) -> Part:
    """Return a part after a step; what it shares with the other part is not kept track of.

    That share is negative: leaving it out makes the sum look a little less sure than it is.
    """
    return Part(
        value=part.value + part.variance * push,
        variance=part.variance - part.variance**2 * told,
        at=at if part.at is None else max(at, part.at),
        answers=part.answers + 1,
    )


def item_difficulty(prior_b: float, c: float, answered: int, credit: float, theta: float) -> float:
    """Return an item's difficulty from its authors' and from how learners fared with it.

    The most probable value under a normal prior around the authors' difficulty (`ITEM_SD`), all
    who answered being taken to have their mean ability.

    Args:
        prior_b: The authors' difficulty.
        c: Guessing floor.
        answered: First answers.
        credit: Earned on them, together.
        theta: Mean ability of those who gave them.
    """
    if not answered:
        return prior_b
    low, high = EASIEST, HARDEST
    for _ in range(40):
        b = (low + high) / 2
        # An item is harder by as much as its learners' common ability would be lower.
        data = -answered * pull(theta, Parameters(b, c), credit / answered)
        low, high = (b, high) if data > (b - prior_b) / ITEM_SD**2 else (low, b)
    return (low + high) / 2
