"""Whether a study plan is realistic, by which figures, and what would make it so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tutor.domain.plan_types import PlanInputs, Schedule
from tutor.domain.plan_work import LESSON, MOCK, REVIEW
from tutor.domain.study_plan import make_schedule

FITS, TIGHT, UNREALISTIC, ROLLING = "fits", "tight", "unrealistic", "rolling"
"""What can be said of a plan; `rolling` is one without an exam ahead."""
TIGHT_SPARE = 0.1
"""A plan with a smaller share of its time to spare is tight."""
STEP = 5
"""Minutes a day are asked for in such steps."""
MOST_MINUTES = 480
"""More minutes a day are never asked for."""
FARTHEST = 730
"""Days within which a realistic date is looked for."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a plan; all times in minutes, from today on.

    Attributes:
        state: `fits`, `tight`, `unrealistic` or `rolling`.
        study_days: Days with study.
        available: Time on them.
        reviews, lessons, practice, mocks: What they take of it; practice is what is needed alone.
        missing: What the work that found no place would take.
        spare: Available less all that is needed and has its place.
        dropped: Lessons that found no place, those worth most first: id and title.
        questions_left: Questions that found no place.
        minutes_needed: Minutes a day with which everything would find its place; None where it
            does so already, or no day is long enough.
        earliest: The first day of an exam before which everything would find its place; without
            an exam ahead, the first day after which everything is done. None where it is too far.
    """

    state: str
    study_days: int
    available: float
    reviews: float
    lessons: float
    practice: float
    mocks: float
    missing: float
    spare: float
    dropped: tuple[tuple[str, str], ...]
    questions_left: int
    minutes_needed: int | None = None
    earliest: date | None = None


def judge(inputs: PlanInputs, schedule: Schedule) -> Verdict:
    """Judge a plan by the inputs that it was made from."""
    found = _figures(schedule)
    if inputs.exam is None:
        return replace(found, state=ROLLING, earliest=_earliest(inputs))
    if schedule.left:
        return replace(
            found,
            state=UNREALISTIC,
            minutes_needed=_minutes_needed(inputs),
            earliest=_earliest(inputs),
        )
    tight = found.spare < TIGHT_SPARE * found.available
    return replace(found, state=TIGHT if tight else FITS)


def _figures(schedule: Schedule) -> Verdict:
    spent = {REVIEW: 0.0, LESSON: 0.0, MOCK: 0.0, "": 0.0}
    for day in schedule.days:
        for task in day.tasks:
            if task.planned and not task.extra:
                spent[task.kind if task.kind in spent else ""] += task.minutes
    study = [day for day in schedule.days if not day.off]
    available = sum(day.minutes for day in study)
    return Verdict(
        state=FITS,
        study_days=len(study),
        available=available,
        reviews=spent[REVIEW],
        lessons=spent[LESSON],
        practice=spent[""],
        mocks=spent[MOCK],
        missing=schedule.left_minutes,
        spare=available - sum(spent.values()),
        dropped=tuple((one.target, one.title) for one in schedule.left if one.kind == LESSON),
        questions_left=sum(one.count for one in schedule.left if one.kind != LESSON),
    )


def _minutes_needed(inputs: PlanInputs) -> int | None:
    """Return the fewest minutes a day, in steps, that leave nothing undone."""
    choices = range(STEP * (int(inputs.minutes) // STEP + 1), MOST_MINUTES + 1, STEP)
    return _first(choices, lambda minutes: replace(inputs, minutes=float(minutes)))


def _earliest(inputs: PlanInputs) -> date | None:
    """Return the first day of an exam, not before the one there is, that leaves nothing undone."""
    begin = (inputs.exam - inputs.today).days if inputs.exam else 1
    days = _first(
        range(begin, FARTHEST + 1),
        lambda ahead: replace(inputs, exam=inputs.today + ahead * _DAY),
    )
    return None if days is None else inputs.today + days * _DAY


def _first(choices: range, make: Callable[[int], PlanInputs]) -> int | None:
    """Return the first choice with which everything finds its place; more never does worse."""

    def done(choice: int) -> bool:
        return not make_schedule(make(choice), fill=False, longest=FARTHEST + 1).left

    place = bisect_left(choices, True, key=done)
    return choices[place] if place < len(choices) else None
