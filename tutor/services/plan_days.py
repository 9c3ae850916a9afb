"""The days of a study plan as they are shown, and as they stand in a calendar."""

from __future__ import annotations

from datetime import date

from tutor.domain.plan_types import PlanDay, PlanInputs, PlanTask
from tutor.domain.plan_work import DRILL, LESSON, MOCK, REVIEW
from tutor.services.plan_views import PlanDayView, PlanTaskView
from tutor.services.plan_words import day_note, duration, task_title, task_why


class DayWriter:
    """Turns a schedule into what is shown."""

    def __init__(self, exam: str | None, inputs: PlanInputs) -> None:
        self._exam = exam
        self._inputs = inputs
        self._topics = {one.id: (one.name if exam else "", one.at_stake) for one in inputs.topics}

    def day(self, day: PlanDay) -> PlanDayView:
        """Return a day as it is shown."""
        return PlanDayView(
            day=day.day,
            minutes=day.minutes,
            planned=round(day.planned, 1),
            minutes_done=round(day.minutes_done, 1),
            off=day.off,
            longer=day.longer,
            note=day_note(day, self._inputs.minutes),
            tasks=tuple(self._task(task, day.day) for task in day.tasks),
        )

    def _task(self, task: PlanTask, day: date) -> PlanTaskView:
        return PlanTaskView(
            kind=task.kind,
            target=task.target,
            title=task_title(task),
            why=task_why(task, day, self._inputs, self._topics),
            minutes=round(task.minutes, 1),
            count=task.count,
            done=task.done,
            finished=task.finished,
            extra=task.extra,
            planned=task.planned,
            command=self._command(task),
        )

    def _command(self, task: PlanTask) -> str:
        if task.kind == LESSON:
            return f"tutor learn {task.target}"
        if task.kind == REVIEW:
            minutes = max(1, round(task.minutes))
            return f"tutor cards review --plain --minutes {minutes}"
        if task.kind == MOCK:
            return f"tutor exam take {self._exam} --length {task.target}"
        if task.kind == DRILL:
            return f"tutor drill {task.target} --plain --count {task.count}"
        exam = f" --exam {self._exam} --domain {task.target}" if self._exam else ""
        return f"tutor practice --plain{exam} --count {task.count}"


def event_title(day: PlanDayView) -> str:
    """Return what a day is called in a calendar."""
    kinds = [task.kind for task in day.tasks]
    if MOCK in kinds:
        title = next(task.title for task in day.tasks if task.kind == MOCK)
        return f"{title}, {duration(day.planned)}"
    return f"Study {duration(day.planned)}"


def event_text(day: PlanDayView) -> str:
    """Return a day's tasks as the text of an event."""
    lines = [f"{task.title} ({duration(task.minutes)})" for task in day.tasks]
    return "\n".join([*lines, *([day.note] if day.note else [])])
