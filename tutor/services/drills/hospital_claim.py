"""Questions about institutional claims as files (837I)."""

from __future__ import annotations

from tutor.domain.claims.draw_world import encounter_of, first_day, fitting
from tutor.domain.claims.hospital_claim import PAYERS, draw_hospital_claim
from tutor.domain.claims.task_hospital import hospital_task
from tutor.domain.claims.world import LabData
from tutor.interchange.x12.claim_837i import write_837i
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR, SIBLING

HARD = {FAR: (1,), NEAR: (2, 3), SIBLING: (4, 5)}
"""Difficulties of `tutor.domain.claims.task_hospital` by level of the drill."""
SEED_BITS = 32


def read_hospital_claims(data: LabData) -> Generator:
    """Return the generator that asks what an institutional claim says."""
    visits = [
        (template, plan)
        for template in data.encounters
        for plan in fitting(data, template)
        if plan.kind in PAYERS
    ]

    def generate(drill: Drill) -> Made | None:
        """Draw a patient's claim by a hospital; nothing where the patient is not the insured."""
        if not visits:
            return None
        rng = drill.rng
        template, plan = rng.choice(visits)
        seed = rng.getrandbits(SEED_BITS)
        world = encounter_of(data, seed, template, plan, 1, first_day(seed))
        try:
            claim = draw_hospital_claim(world, rng)
        except ValueError:
            return None
        made = hospital_task(claim, write_837i(claim), rng, rng.choice(HARD[drill.level]))
        return Made(made.kind, made.stem, made.body, made.cites)

    return generate
