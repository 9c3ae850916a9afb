"""Claims to be finished: a visit to the simulated practice, and a form with empty boxes."""

from __future__ import annotations

from tutor.domain.claims.draw_world import encounter_of, first_day, fitting
from tutor.domain.claims.task_claim import claim_task
from tutor.domain.claims.world import LabData
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR, SIBLING

HARD = {FAR: (1, 2), NEAR: (3,), SIBLING: (4, 5)}
"""Difficulties of `tutor.domain.claims.task_claim` by level of the drill."""
SEED_BITS = 32
PATIENT_PAYS = "self-pay"


def build_claims(data: LabData) -> Generator:
    """Return the generator that asks for the empty boxes of a claim."""
    visits = [
        (template, plan)
        for template in data.encounters
        for plan in fitting(data, template)
        if plan.kind != PATIENT_PAYS
    ]

    def generate(drill: Drill) -> Made | None:
        """Draw a visit and empty some boxes of its claim; nothing where it makes no claim."""
        if not visits:
            return None
        rng = drill.rng
        template, plan = rng.choice(visits)
        seed = rng.getrandbits(SEED_BITS)
        difficulty = rng.choice(HARD[drill.level])
        world = encounter_of(data, seed, template, plan, difficulty, first_day(seed))
        try:
            made = claim_task(world, world.encounters[0], rng, difficulty=difficulty)
        except ValueError:
            return None
        return Made(made.kind, made.stem, made.body, made.cites)

    return generate
