"""Work that is done, as files tell it to other programs: attempts that ended, their answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tutor.domain.item import Response
from tutor.domain.records import Attempt

OPEN, ABANDONED = "open", "abandoned"


@dataclass(frozen=True, slots=True)
class Taker:
    """Who did it.

    Attributes:
        account: What names them for good: a learner's id, or the id of a roster.
        name: As shown; None in a pseudonymous course.
        section: Of the course, if it was done in one.
    """

    account: str
    name: str | None
    section: str = ""


@dataclass(frozen=True, slots=True)
class DoneAnswer:
    """One answer.

    Attributes:
        position: Of the question, from 0.
        points: Earned; None where the question does not count or is graded elsewhere.
        most: Points of the question.
        seconds: From the question's first showing to the answer.
    """

    position: int
    item_id: str
    version: int
    kind: str
    response: Response
    points: float | None
    most: float
    seconds: float
    at: datetime


@dataclass(frozen=True, slots=True)
class DoneAttempt:
    """An attempt that has ended.

    Attributes:
        activity: What was attempted, as a path: `assignment/ID`, or `quiz/ID` for free study.
        number: Which attempt at it, from 1.
        points: Earned; None where nothing counts, or it is graded elsewhere.
    """

    attempt_id: str
    taker: Taker
    activity: str
    title: str
    context: str
    exam: str | None
    number: int
    status: str
    started_at: datetime
    finished_at: datetime | None
    points: float | None
    most: float
    answers: tuple[DoneAnswer, ...]

    @property
    def completed(self) -> bool:
        """Whether it was handed in, or its time ran out."""
        return self.status not in (OPEN, ABANDONED)


def done_attempt(
    attempt: Attempt,
    taker: Taker,
    *,
    activity: str = "",
    number: int = 1,
    marks: Mapping[int, tuple[float | None, float]] | None = None,
) -> DoneAttempt:
    """Return an attempt as it is told.

    Args:
        attempt: As the store has it.
        taker: Whose it is.
        activity: What was attempted; free study is named after the attempt itself.
        number: Which attempt at it.
        marks: Points earned and points of each question, by position; a question is worth one
            point, by its own key, where none are given. It does not count where its points are
            None.
    """
    answers = []
    for slot in attempt.slots:
        answer = slot.answer
        if answer is None:
            continue
        points, most = (answer.credit, 1.0) if marks is None else marks[slot.position]
        item = slot.placed.item
        answers.append(
            DoneAnswer(
                position=slot.position,
                item_id=item.id,
                version=item.version,
                kind=item.kind,
                response=answer.response,
                points=points,
                most=most,
                seconds=answer.latency_ms / 1000,
                at=answer.answered_at,
            )
        )
    return DoneAttempt(
        attempt_id=attempt.id,
        taker=taker,
        activity=activity or f"quiz/{attempt.id}",
        title=attempt.title,
        context=attempt.spec.context,
        exam=attempt.spec.exam,
        number=number,
        status=attempt.status,
        started_at=attempt.started_at,
        finished_at=attempt.finished_at,
        points=_earned(answers) if marks is None else _sum(marks),
        most=_counted(attempt, marks),
        answers=tuple(answers),
    )


def _earned(answers: Sequence[DoneAnswer]) -> float | None:
    """Return the points of answers; None where one of them is graded elsewhere."""
    points = [one.points for one in answers if one.points is not None]
    return float(sum(points)) if len(points) == len(answers) else None


def _sum(marks: Mapping[int, tuple[float | None, float]]) -> float | None:
    """Return the marks of all questions, answered or not; None where no question counts."""
    counted = [points for points, _ in marks.values() if points is not None]
    return float(sum(counted)) if counted else None


def _counted(attempt: Attempt, marks: Mapping[int, tuple[float | None, float]] | None) -> float:
    """Return the points of all questions that count, answered or not."""
    if marks is None:
        return float(len(attempt.slots))
    return sum(most for points, most in marks.values() if points is not None)
