"""Moving the deadlines of open attempts at assignments, as breaks move those of mock exams."""

from __future__ import annotations

from collections.abc import Container, Iterable

from sqlalchemy import select

from tutor.domain.assignment import Assignment
from tutor.domain.assignment_window import deadline_of
from tutor.domain.study_day import study_day
from tutor.store.base import table_of
from tutor.store.class_models import AssignedAttemptRow
from tutor.store.classroom.assignment_rows import Limits, by_id
from tutor.store.derived import ASSIGNED_STATE, ATTEMPT_STATE
from tutor.store.events import Recorder
from tutor.store.models import AttemptRow, LearnerRow

_ASSIGNED = table_of(AssignedAttemptRow)
_ATTEMPTS = table_of(AttemptRow)
_LEARNERS = table_of(LearnerRow)


def move_deadlines(
    recorder: Recorder,
    assignments: Iterable[Assignment],
    learners: Container[str] | None = None,
) -> None:
    """Give open attempts the deadlines that follow from their limits as they are now.

    Args:
        recorder: The transaction that changed a limit.
        assignments: Whose attempts.
        learners: Only these students' attempts; all unless given.
    """
    changed = by_id(assignments)
    query = (
        select(
            _ASSIGNED.c.attempt_id,
            _ASSIGNED.c.assignment_id,
            _ASSIGNED.c.learner_id,
            _ATTEMPTS.c.started_at,
            _LEARNERS.c.time_zone,
        )
        .join(_ATTEMPTS, _ATTEMPTS.c.id == _ASSIGNED.c.attempt_id)
        .join(_LEARNERS, _LEARNERS.c.id == _ASSIGNED.c.learner_id)
        .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ASSIGNED.c.attempt_id)
        .where(_ASSIGNED.c.assignment_id.in_(changed), ATTEMPT_STATE.c.status == "open")
        # in one order everywhere: writers that lock several learners would deadlock
        .order_by(_ASSIGNED.c.learner_id, _ASSIGNED.c.attempt_id)
    )
    limits = Limits(recorder.connection)
    for row in recorder.connection.execute(query).all():
        if learners is not None and row.learner_id not in learners:
            continue
        recorder.lock_learner(row.learner_id)
        window = limits.window(changed[row.assignment_id], row.learner_id)
        deadline = deadline_of(row.started_at, window)
        attempt = recorder.board.peek(ATTEMPT_STATE, (row.attempt_id,))
        state = recorder.board.peek(ASSIGNED_STATE, (row.attempt_id,))
        if not state or not attempt or attempt["status"] != "open":
            continue
        if state["deadline"] != deadline:
            recorder.record(
                "deadline_moved",
                row.learner_id,
                study_day(recorder.now, row.time_zone),
                attempt_id=row.attempt_id,
                payload={"deadline": deadline.isoformat() if deadline else None},
            )
