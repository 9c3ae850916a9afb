"""When a payer answers."""

from __future__ import annotations

from datetime import date
from random import Random

from tutor.domain.claims.plans import Plan
from tutor.domain.claims.work_days import add_work_days


def answer_day(plan: Plan, received: date, rng: Random) -> date:
    """Draw the day on which a plan answers a claim: so many working days after it arrived.

    Args:
        plan: Its `rules.answer_days` are the least and most working days.
        received: The day on which the claim arrived.
        rng: Source of chance.
    """
    least, most = plan.rules.answer_days
    return add_work_days(received, rng.randint(least, most))
