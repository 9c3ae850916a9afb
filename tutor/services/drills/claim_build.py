"""Claims to be finished: a visit to the simulated practice, and a form with empty boxes."""

from __future__ import annotations

from tutor.domain.claims.task_claim import claim_task
from tutor.domain.claims.world import LabData
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR, SIBLING
from tutor.services.drills.lab_visit import draw_visit, visits_of

HARD = {FAR: (1, 2), NEAR: (3,), SIBLING: (4, 5)}
"""Difficulties of `tutor.domain.claims.task_claim` by level of the drill."""


def build_claims(data: LabData) -> Generator:
    """Return the generator that asks for the empty boxes of a claim."""
    visits = visits_of(data)

    def generate(drill: Drill) -> Made | None:
        """Draw a visit and empty some boxes of its claim; nothing where it makes no claim."""
        if not visits:
            return None
        rng = drill.rng
        visit = draw_visit(data, visits, rng)
        difficulty = rng.choice(HARD[drill.level])
        world = visit.world(difficulty)
        try:
            made = claim_task(world, world.encounters[0], rng, difficulty=difficulty)
        except ValueError:
            return None
        return Made(made.kind, made.stem, made.body, made.cites)

    return generate
