"""Claims with planted errors: a visit to the simulated practice, billed, and spoiled."""

from __future__ import annotations

from tutor.domain.claims.task_scrub import scrub_task
from tutor.domain.claims.world import LabData
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR, SIBLING
from tutor.services.drills.lab_visit import Visit, draw_visit, visits_of

HARD = {FAR: (1, 2), NEAR: (3,), SIBLING: (4, 5)}
"""Difficulties of `tutor.domain.claims.task_scrub` by level of the drill."""
REPLACED = 0.1
"""How often the claim replaces one that the payer has decided."""
NO_REPLACEMENTS = ("medicare",)
"""Plans that take no replacement claims: a correction there is a reopening."""


def scrub_claims(data: LabData) -> Generator:
    """Return the generator that asks what is wrong with a claim."""
    visits = visits_of(data)

    def generate(drill: Drill) -> Made | None:
        """Draw a visit and plant errors in its claim; nothing where it makes no claim."""
        if not visits:
            return None
        return _made(draw_visit(data, visits, drill.rng), drill)

    return generate


def _made(visit: Visit, drill: Drill) -> Made | None:
    rng = drill.rng
    difficulty = rng.choice(HARD[drill.level])
    world = visit.world(difficulty)
    replaces = rng.random() < REPLACED and visit.plan.kind not in NO_REPLACEMENTS
    original = f"{visit.seed:010d}" if replaces else ""
    try:
        made = scrub_task(world, world.encounters[0], rng, difficulty, original=original)
    except ValueError:
        return None
    return Made(made.kind, made.stem, made.body, made.cites)
