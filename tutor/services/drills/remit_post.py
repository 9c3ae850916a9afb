"""Posting a remittance: the payer engine decides a drawn visit, the key is computed from it."""

from __future__ import annotations

from random import Random

from tutor.domain.claims.draw_payment import draw_payment
from tutor.domain.claims.draw_world import draw_world, first_day
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.task_post import PLANTS, post_task, postable
from tutor.domain.claims.world import LabData
from tutor.services.drills.build import Drill, Generator, Made

DIFFICULTIES = (1, 2, 3, 4)
"""Of the visit that is drawn."""
DULL = 0.35
"""How often a payment of nothing, or of one line, is taken all the same."""
PLANTED = 0.4
"""How often something is put into the remittance for the learner to find."""


def postings_of(data: LabData) -> Generator:
    """Return the generator of postings from the data of the simulated practice."""

    def make(drill: Drill) -> Made | None:
        rng = drill.rng
        seed = rng.getrandbits(32)
        world = draw_world(data, seed, 1, rng.choice(DIFFICULTIES), first_day(seed))
        drawn = draw_payment(world, world.encounters[0], rng)
        if drawn is None or not _worth_posting(drawn.payment, rng):
            return None
        made = post_task(
            drawn.payment,
            drawn.plan,
            rng,
            rng.choice(PLANTS) if rng.random() < PLANTED else None,
            practice=world.practice,
            day=drawn.day,
            next_payer=drawn.next_payer,
        )
        return Made(made.kind, made.stem, made.body, made.cites)

    return make


def _worth_posting(payment: ClaimPayment, rng: Random) -> bool:
    """Whether there is something to post; of payments of nothing or of one line only some count."""
    if not postable(payment):
        return False
    dull = (not payment.paid) + (len(payment.lines) == 1)
    return all(rng.random() < DULL for _ in range(dull))
