"""What front ends are given of a study plan: frozen values, ready to show. Times are minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanTaskView:
    """One task.

    Attributes:
        kind: `lesson`, `practice`, `drill`, `review` or `mock`.
        target: Lesson id, domain id, name of a drill, or length of a mock exam.
        title: What to do, in words.
        count: Questions, or 1; `done` of them are done.
        extra: More practice than the plan needs, for time that is left.
        planned: False for what was done today without being planned for today.
        command: Opens it in line mode.
    """

    kind: str
    target: str
    title: str
    why: str
    minutes: float
    count: int
    done: int
    finished: bool
    extra: bool
    planned: bool
    command: str


@dataclass(frozen=True, slots=True)
class PlanDayView:
    """One day; `note` says what is special about it, or is empty."""

    day: date
    minutes: float
    planned: float
    minutes_done: float
    off: bool
    longer: bool
    note: str
    tasks: tuple[PlanTaskView, ...]


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What a verdict rests on: minutes from today on, and what found no place."""

    study_days: int
    available: float
    reviews: float
    lessons: float
    practice: float
    mocks: float
    missing: float
    spare: float
    questions_left: int
    dropped: tuple[tuple[str, str], ...]
    minutes_needed: int | None
    earliest: date | None


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What a plan is made for.

    Attributes:
        minutes: Of a day of study.
        minutes_set: False where they come from the daily goal.
        weekdays_off: Monday is 0.
        dates_off: Single dates that are still to come.
    """

    exam: str | None
    exam_date: date | None
    minutes: int
    minutes_set: bool
    weekdays_off: tuple[int, ...]
    dates_off: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class StudyPlanView:
    """A study plan.

    Attributes:
        state: `fits`, `tight`, `unrealistic`, `rolling` (no exam ahead), `today` (the exam is) or
            `past` (its date is).
        verdict: One sentence; `details` are the figures and ways out, a sentence each.
        today_line: Today in one line, or empty where nothing is planned.
        figures: None where there is no plan.
    """

    learner: str
    exam: str | None
    exam_name: str
    today: date
    settings: StudySettings
    state: str
    verdict: str
    details: tuple[str, ...]
    figures: PlanFigures | None
    today_line: str
    days: tuple[PlanDayView, ...]
