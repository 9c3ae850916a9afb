"""What the end of an attempt at an assignment does beyond that of any attempt."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tutor.domain.release import shown
from tutor.store.base import table_of
from tutor.store.class_models import AssignedAttemptRow
from tutor.store.classroom.assignment_rows import Limits, read_assignment
from tutor.store.classroom.grades import keep_grade
from tutor.store.derived import ASSIGNED_STATE
from tutor.store.events import Recorder

_ASSIGNED = table_of(AssignedAttemptRow)


def about_the_end(recorder: Recorder, attempt_id: str) -> dict[str, Any]:
    """Return what the event of the end tells besides how it ended; empty for other attempts.

    `withheld` keeps the answers from counting anywhere, where the student may not know yet which
    are right. `ended_at` is the deadline, where that passed before anybody looked.
    """
    state = recorder.board.peek(ASSIGNED_STATE, (attempt_id,))
    if state is None:
        return {}
    about: dict[str, Any] = {}
    if state["deadline"] is not None and recorder.now >= state["deadline"]:
        about["ended_at"] = state["deadline"].isoformat()
    if state["withheld"]:
        query = select(_ASSIGNED.c.assignment_id).where(_ASSIGNED.c.attempt_id == attempt_id)
        assignment_id = recorder.connection.execute(query).scalar_one()
        assignment = read_assignment(recorder.connection, assignment_id)
        window = Limits(recorder.connection).window(assignment, state["learner_id"])
        closed = window.closed(recorder.now)
        if "correctness" not in shown(assignment.policy.release, ended=True, closed=closed):
            about["withheld"] = True
    return about


def ended(recorder: Recorder, attempt_id: str) -> None:
    """Keep the marks of an attempt at an assignment that has just ended."""
    if recorder.board.peek(ASSIGNED_STATE, (attempt_id,)) is not None:
        keep_grade(recorder, attempt_id)
