"""The chance to pass, by drawing abilities and sitting exams: a check on the analytic result.

The same posterior, but no Beta distributions, no single shared factor and no quadrature: overall
ability, progress, every domain, the form and the day, and what was forgotten are drawn apart, and
each question is answered on its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt
from random import Random

from tutor.domain.exam_cases import (
    FORGETTING_DOUBT,
    FORM_SPREAD,
    IDLE_DAYS,
    STABILITY_DAYS,
)
from tutor.domain.multilevel import Ability, Studied, fit
from tutor.domain.readiness import GUESS, LEVEL_STEP, recall

EXAMS = 4000


def chance_by_simulation(
    domains: Sequence[Studied], cut: int, rng: Random, exams: int = EXAMS
) -> float:
    """Return the share of simulated exams with at least `cut` marks."""
    ability = fit(domains)
    return sum(_sit(domains, ability, rng) >= cut for _ in range(exams)) / exams


def _sit(domains: Sequence[Studied], ability: Ability, rng: Random) -> int:
    gg, gb, bb = ability.covariance
    one, other = rng.gauss(0, 1), rng.gauss(0, 1)
    overall = sqrt(gg) * one
    learned = gb / sqrt(gg) * one + sqrt(bb - gb * gb / gg) * other
    day = rng.gauss(0, FORM_SPREAD)
    more_or_less = max(0.0, 1 + rng.gauss(0, FORGETTING_DOUBT))
    score = 0
    for domain, place in zip(domains, ability.places, strict=True):
        theta = place.mode + place.overall * overall + place.learned * learned
        theta += rng.gauss(0, place.deviation) + day
        idle = domain.idle_days if domain.evidence else 0.0
        kept = 1 - more_or_less * (1 - recall(idle - IDLE_DAYS, STABILITY_DAYS))
        levels = domain.levels or {3: 1.0}
        for level in rng.choices(tuple(levels), tuple(levels.values()), k=domain.marks):
            chance = 1 / (1 + exp(LEVEL_STEP * (level - 3) - theta))
            if chance > GUESS:
                chance = GUESS + (chance - GUESS) * kept
            score += rng.random() < chance
    return score
