"""Claims with planted errors: a visit to the simulated practice, billed, and spoiled."""

from __future__ import annotations

from tutor.domain.claims.draw_world import encounter_of, first_day, fitting
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.task_scrub import scrub_task
from tutor.domain.claims.world import EncounterTemplate, LabData
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR, SIBLING

HARD = {FAR: (1, 2), NEAR: (3,), SIBLING: (4, 5)}
"""Difficulties of `tutor.domain.claims.task_scrub` by level of the drill."""
SEED_BITS = 32
REPLACED = 0.1
"""How often the claim replaces one that the payer has decided."""
PATIENT_PAYS = "self-pay"
NO_REPLACEMENTS = ("medicare",)
"""Plans that take no replacement claims: a correction there is a reopening."""


def scrub_claims(data: LabData) -> Generator:
    """Return the generator that asks what is wrong with a claim."""
    visits = [
        (template, plan)
        for template in data.encounters
        for plan in fitting(data, template)
        if plan.kind != PATIENT_PAYS
    ]

    def generate(drill: Drill) -> Made | None:
        """Draw a visit and plant errors in its claim; nothing where it makes no claim."""
        if not visits:
            return None
        return _made(data, *drill.rng.choice(visits), drill)

    return generate


def _made(data: LabData, template: EncounterTemplate, plan: Plan, drill: Drill) -> Made | None:
    rng = drill.rng
    seed = rng.getrandbits(SEED_BITS)
    difficulty = rng.choice(HARD[drill.level])
    world = encounter_of(data, seed, template, plan, difficulty, first_day(seed))
    replaces = rng.random() < REPLACED and plan.kind not in NO_REPLACEMENTS
    original = f"{seed:010d}" if replaces else ""
    try:
        made = scrub_task(world, world.encounters[0], rng, difficulty, original=original)
    except ValueError:
        return None
    return Made(made.kind, made.stem, made.body, made.cites)
