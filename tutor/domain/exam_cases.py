"""The exam that a learner may meet: what is known of the learner, and what else may come.

What all domains share (overall ability and progress, each with its doubt; how easy the form and
how good the day is; how much was forgotten) moves the marks of all domains at once. It is brought
to one factor, which explains the variance of the exam's mark in full, and is integrated out by
Gauss-Hermite quadrature. In each case of the factor the domains are independent, and each is a
Beta-binomial one whose first two moments are those of the logistic-normal model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt

from tutor.domain.exam_marks import NODES, Belief, Case
from tutor.domain.multilevel import Ability, Place, Studied, fit
from tutor.domain.readiness import GUESS, LEVEL_STEP, recall

FORM_SPREAD = 0.3
"""Deviation, in log-odds, of how easy a form and how good a day is."""
STABILITY_DAYS = 45.0
"""Days in which recall falls to 90 %: assumed, until memory is measured."""
IDLE_DAYS = 7.0
"""Days without practice in which nothing is taken to be lost."""
FORGETTING_DOUBT = 0.5
"""Deviation of what was forgotten, as a share of it."""
_OWN_NODES = ((0.0, 2 / 3), (sqrt(3), 1 / 6), (-sqrt(3), 1 / 6))
"""Gauss-Hermite nodes and weights for a standard normal variable."""
_LARGEST = 1e6


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an exam sat now may be.

    Attributes:
        cases: That it may turn out to be, with their chances.
        beliefs: Of the domains, over all cases.
    """

    cases: tuple[Case, ...]
    beliefs: tuple[Belief, ...]


def prospect(domains: Sequence[Studied], spread: float = FORM_SPREAD) -> Prospect:
    """Return what an exam may be to a learner, from the first answers to its domains.

    Args:
        domains: Of the exam.
        spread: Deviation of the form and the day together, in log-odds.
    """
    ability = fit(domains)
    minds = [_mind(one, place) for one, place in zip(domains, ability.places, strict=True)]
    moves = _moves(minds, ability, spread)
    effective = [sum((max(0.0, one.weight) for one in domain.evidence), 0.0) for domain in domains]
    cases = tuple(
        Case(
            chance,
            tuple(
                _belief(mind, move * node, known)
                for mind, move, known in zip(minds, moves, effective, strict=True)
            ),
        )
        for node, chance in NODES
    )
    return Prospect(cases, _over(cases))


@dataclass(frozen=True, slots=True)
class _Mind:
    """One domain: where its ability lies, what the exam draws from, what is still recalled."""

    marks: int
    place: Place
    levels: Mapping[int, float]
    kept: float

    def chance(self, shift: float = 0.0) -> float:
        """Return the chance to get one of the exam's questions right, the ability shifted."""
        total = right = 0.0
        ability = self.place.mode + shift
        for level, count in self.levels.items():
            total += count
            right += count / (1 + exp(LEVEL_STEP * (level - 3) - ability))
        found = right / total
        return GUESS + (found - GUESS) * self.kept if found > GUESS else found


def _mind(domain: Studied, place: Place) -> _Mind:
    kept = recall(domain.idle_days - IDLE_DAYS, STABILITY_DAYS) if domain.evidence else 1.0
    return _Mind(domain.marks, place, domain.levels or {3: 1.0}, kept)


def _moves(minds: Sequence[_Mind], ability: Ability, spread: float) -> list[float]:
    """Return how far one deviation of the shared factor moves each domain, in log-odds.

    With S the covariance of what the domains share and c how much the exam's mark answers to each
    domain, the factor that explains the mark's variance c'Sc in full moves them by Sc / sqrt(c'Sc).
    """
    chances = [mind.chance() for mind in minds]
    pulls = [mind.marks * p * (1 - p) for mind, p in zip(minds, chances, strict=True)]
    lost = [_doubt(mind, p) for mind, p in zip(minds, chances, strict=True)]
    gg, gb, bb = ability.covariance
    by_g = sum(c * mind.place.overall for c, mind in zip(pulls, minds, strict=True))
    by_b = sum(c * mind.place.learned for c, mind in zip(pulls, minds, strict=True))
    by_lost = sum(c * one for c, one in zip(pulls, lost, strict=True))
    found = [
        mind.place.overall * (gg * by_g + gb * by_b)
        + mind.place.learned * (gb * by_g + bb * by_b)
        + one * by_lost
        + spread**2 * sum(pulls)
        for mind, one in zip(minds, lost, strict=True)
    ]
    whole = sqrt(sum(c * one for c, one in zip(pulls, found, strict=True)))
    return [one / whole for one in found] if whole else found


def _doubt(mind: _Mind, chance: float) -> float:
    """Return the deviation of what was forgotten, in log-odds."""
    if mind.kept == 1 or chance <= GUESS:
        return 0.0
    lost = (chance - GUESS) * (1 / mind.kept - 1)
    return FORGETTING_DOUBT * lost / (chance * (1 - chance))


def _belief(mind: _Mind, shift: float, effective: float) -> Belief:
    """Return the Beta distribution with the first two moments of a domain's chance."""
    mean = square = 0.0
    for node, weight in _OWN_NODES:
        chance = mind.chance(shift + node * mind.place.deviation)
        mean += weight * chance
        square += weight * chance * chance
    return _beta(mind.marks, mean, square - mean * mean, effective)


def _over(cases: Sequence[Case]) -> tuple[Belief, ...]:
    """Return the Beta distributions with the first two moments over all cases."""
    found = []
    for over in zip(*(case.beliefs for case in cases), strict=True):
        pairs = list(zip(cases, over, strict=True))
        mean = sum(case.chance * one.mean for case, one in pairs)
        square = sum(
            case.chance * (one.mean**2 + one.mean * (1 - one.mean) / (one.size + 1))
            for case, one in pairs
        )
        found.append(_beta(over[0].marks, mean, square - mean * mean, over[0].effective))
    return tuple(found)


def _beta(marks: int, mean: float, variance: float, effective: float) -> Belief:
    size = mean * (1 - mean) / variance - 1 if variance > 0 else _LARGEST
    return Belief(marks, mean, min(max(size, 0.5), _LARGEST), effective)
