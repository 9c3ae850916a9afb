"""Visits to the simulated practice, as drills draw them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tutor.domain.claims.draw_world import encounter_of, first_day, fitting
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.world import EncounterTemplate, LabData, World

SEED_BITS = 32
PATIENT_PAYS = "self-pay"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit before it is drawn: what for, under which plan, and by which seed."""

    data: LabData
    template: EncounterTemplate
    plan: Plan
    seed: int

    def world(self, difficulty: int) -> World:
        """Return the practice with this visit alone."""
        begins = first_day(self.seed)
        return encounter_of(self.data, self.seed, self.template, self.plan, difficulty, begins)


def is_insured(plan: Plan) -> bool:
    """Whether there is somebody to send a claim to."""
    return plan.kind != PATIENT_PAYS


def visits_of(
    data: LabData, suits: Callable[[Plan], bool] = is_insured
) -> tuple[tuple[EncounterTemplate, Plan], ...]:
    """Return every visit with every plan that fits it and suits the drill."""
    return tuple(
        (template, plan)
        for template in data.encounters
        for plan in fitting(data, template)
        if suits(plan)
    )


def draw_visit(
    data: LabData, visits: Sequence[tuple[EncounterTemplate, Plan]], rng: Random
) -> Visit:
    """Draw one of some visits."""
    template, plan = rng.choice(visits)
    return Visit(data, template, plan, rng.getrandbits(SEED_BITS))
