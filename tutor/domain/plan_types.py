"""What a study plan is made from, and what it is: days with tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tutor.domain.plan_work import Piece, PlanLesson, Topic
from tutor.domain.study_day import StudyDays


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What was done since today began.

    Attributes:
        lessons: Ids of lessons finished.
        answers: For each answer, whether it was a drill's (`drill`) or not (`practice`), and the
            topics it counts for.
        reviews: Answers given in spaced reviews.
        mocks: Lengths of the mock exams sat.
    """

    lessons: frozenset[str] = frozenset()
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reviews: int = 0
    mocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """All that a plan is made from; everything but `done` as it was when today began.

    Attributes:
        start: When the preparation began: mock exams belong to the second half of the time.
        exam: The day of the exam, if it is ahead.
        minutes: Of a day of study.
        due: Reviews first due on each day from today on; today's include those left over, and
            those done already.
        review_minutes: That one review takes.
        mock_minutes: What a mock exam of each length takes; empty where none can be sat.
        sat: Day and length of each mock exam sat before today.
    """

    today: date
    start: date
    exam: date | None
    minutes: float
    days: StudyDays
    lessons: tuple[PlanLesson, ...]
    topics: tuple[Topic, ...]
    due: tuple[int, ...] = ()
    review_minutes: float = 1.0
    mock_minutes: dict[str, float] = field(default_factory=dict)
    sat: tuple[tuple[date, str], ...] = ()
    done: DoneToday = DoneToday()


@dataclass(frozen=True, slots=True)
class PlanTask:
    """One task of a day.

    Attributes:
        kind: One of `plan_work`'s kinds.
        target: Lesson id, topic id, name of a drill, or length of a mock exam.
        count: Questions, or 1; `done` of them are done.
        topics: Topics it serves.
        extra: More practice than the plan needs, for time that is left.
        planned: False for what was done today without being planned for today.
    """

    kind: str
    target: str
    title: str
    minutes: float
    count: int = 1
    done: int = 0
    topics: tuple[str, ...] = ()
    extra: bool = False
    planned: bool = True

    @property
    def finished(self) -> bool:
        """Whether all of it is done."""
        return self.done >= self.count

    @property
    def minutes_done(self) -> float:
        """The part of its minutes that is done."""
        return self.minutes * min(1.0, self.done / self.count)


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One day.

    Attributes:
        minutes: What there is time for; 0 on a day off.
        longer: A mock exam makes it longer than the learner's minutes.
        last: The last day before the exam.
    """

    day: date
    minutes: float
    tasks: tuple[PlanTask, ...] = ()
    off: bool = False
    longer: bool = False
    last: bool = False

    @property
    def planned(self) -> float:
        """Minutes of the tasks planned."""
        return sum(task.minutes for task in self.tasks if task.planned)

    @property
    def minutes_done(self) -> float:
        """Minutes of the tasks planned that are done."""
        return sum(task.minutes_done for task in self.tasks if task.planned)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The days, and the pieces of work that found no place on them."""

    days: tuple[PlanDay, ...]
    left: tuple[Piece, ...]

    @property
    def left_minutes(self) -> float:
        """What the work that found no place takes."""
        return sum(piece.unit * piece.count for piece in self.left)
