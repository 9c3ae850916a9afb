"""Questions about institutional claims as files (837I)."""

from __future__ import annotations

from tutor.domain.claims.hospital_claim import PAYERS, draw_hospital_claim
from tutor.domain.claims.task_hospital import hospital_task
from tutor.domain.claims.world import LabData
from tutor.interchange.x12.claim_837i import write_837i
from tutor.services.drills.build import Drill, Generator, Made
from tutor.services.drills.kinds import FAR, NEAR, SIBLING
from tutor.services.drills.lab_visit import draw_visit, visits_of

HARD = {FAR: (1,), NEAR: (2, 3), SIBLING: (4, 5)}
"""Difficulties of `tutor.domain.claims.task_hospital` by level of the drill."""


def read_hospital_claims(data: LabData) -> Generator:
    """Return the generator that asks what an institutional claim says."""
    visits = visits_of(data, lambda plan: plan.kind in PAYERS)

    def generate(drill: Drill) -> Made | None:
        """Draw a patient's claim by a hospital; nothing where the patient is not the insured."""
        if not visits:
            return None
        rng = drill.rng
        visit = draw_visit(data, visits, rng)
        try:
            claim = draw_hospital_claim(visit.world(1), rng)
        except ValueError:
            return None
        made = hospital_task(claim, write_837i(claim), rng, rng.choice(HARD[drill.level]))
        return Made(made.kind, made.stem, made.body, made.cites)

    return generate
