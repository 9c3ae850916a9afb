"""When a payer answers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tutor.domain.claims.plans import Plan

_SATURDAY = 5


def answer_day(plan: Plan, received: date, rng: Random) -> date:
    """Draw the day on which a plan answers a claim: so many working days after it arrived.

    Args:
        plan: Its `rules.answer_days` are the least and most working days.
        received: The day on which the claim arrived.
        rng: Source of chance.
    """
    least, most = plan.rules.answer_days
    return _after(received, rng.randint(least, most))


def _after(day: date, working_days: int) -> date:
    """Count working days (Monday to Friday) from a day."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < _SATURDAY
    return day
