"""Attempts at assignments: started, brought up to date, read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, insert, select
from sqlmodel import Session

from tutor.domain.assignment import AssignedAttempt, Assignment, AssignmentPolicy, Extension
from tutor.domain.assignment_status import Try, may_start
from tutor.domain.assignment_window import Window, attempts_for, deadline_of, window_for
from tutor.domain.records import Attempt, NewAttempt
from tutor.domain.release import shown
from tutor.domain.study_day import study_day
from tutor.errors import AttemptError
from tutor.store import attempt_views, attempts
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import AssignedAttemptRow, AttemptGradeRow, GradeOverrideRow
from tutor.store.classroom.assignment_rows import (
    ACCOMMODATIONS,
    ASSIGNMENTS,
    Limits,
    assignment_of,
    extensions_to,
    learners_of,
    read_assignment,
)
from tutor.store.derived import ANSWER_STATE, ASSIGNED_STATE, ATTEMPT_STATE
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.models import AttemptRow, LearnerRow

_ASSIGNED = table_of(AssignedAttemptRow)
_GRADES = table_of(AttemptGradeRow)
_OVERRIDES = table_of(GradeOverrideRow)
_ATTEMPTS = table_of(AttemptRow)
_LEARNERS = table_of(LearnerRow)
_AT_ONCE = 500
"""Attempts asked for in one query."""
_MADE = (
    select(
        _ASSIGNED,
        _ATTEMPTS.c.started_at,
        _ATTEMPTS.c.total,
        ATTEMPT_STATE.c.status,
        ATTEMPT_STATE.c.answered,
        ATTEMPT_STATE.c.finished_at,
        ASSIGNED_STATE.c.deadline,
        ASSIGNED_STATE.c.withheld,
    )
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ASSIGNED.c.attempt_id)
    .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ASSIGNED.c.attempt_id)
    .join(ASSIGNED_STATE, ASSIGNED_STATE.c.attempt_id == _ASSIGNED.c.attempt_id)
    .order_by(_ASSIGNED.c.learner_id, _ASSIGNED.c.number)
)


class OwnLimits(NamedTuple):
    """One student's limits in an assignment, and what they were made from."""

    window: Window
    extension: Extension | None
    factor: float


class AssignedAccess(Access):
    """The part of the store that keeps students' attempts at assignments."""

    def start_assigned(
        self,
        new: NewAttempt,
        assignment_id: str,
        points: Sequence[float],
        *,
        study_day: date,
    ) -> Attempt:
        """Write an attempt down with the rules as they are now, and start it.

        Its deadline is worked out here; that of `new` is not looked at.

        Raises:
            NotFoundError: There is no such learner or assignment.
            AttemptError: The student does not have the assignment, or may not start it (now).
        """
        with self._recording() as recorder:
            connection = recorder.connection
            # Whoever changes its dates waits, and then moves the deadline set here.
            held = select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.id == assignment_id)
            connection.execute(held.with_for_update(read=True))
            recorder.lock_learner(new.learner_id)
            assignment = read_assignment(connection, assignment_id)
            if new.learner_id not in learners_of(connection, assignment):
                raise AttemptError("This assignment is not one of yours.")
            limits = Limits(connection)
            window = limits.window(assignment, new.learner_id)
            extension = limits.extension(assignment_id, new.learner_id)
            tries = _tries(connection, assignment_id, new.learner_id)
            reason = may_start(
                window,
                tries,
                attempts_for(assignment.policy, extension),
                recorder.now,
                withdrawn=assignment.withdrawn_at is not None,
            )
            if reason:
                raise AttemptError(reason)
            deadline = deadline_of(recorder.now, window)
            payload = {
                "assigned": assignment_id,
                "deadline": deadline.isoformat() if deadline else None,
            }
            attempt_id = attempts.start(recorder, new, study_day, payload=payload)
            row = {
                "attempt_id": attempt_id,
                "assignment_id": assignment_id,
                "learner_id": new.learner_id,
                "number": len(tries) + 1,
                "policy": assignment.policy.to_dict(),
                "points": list(points),
                "factor": limits.factor(assignment.course_id, new.learner_id),
                "due_at": window.due_at,
                "closes_at": window.closes_at,
            }
            connection.execute(insert(_ASSIGNED), row)
        with self._database.reading(snapshot=True) as session:
            return attempt_views.read(session, attempt_id)

    def assigned_attempt(self, attempt_id: str) -> AssignedAttempt | None:
        """Return an attempt at an assignment; None where it is no such attempt."""
        with self._database.reading() as session:
            found = _made(session, _MADE.where(_ASSIGNED.c.attempt_id == attempt_id))
        return found[0] if found else None

    def assigned_attempts(
        self, assignment_id: str, learner_id: str | None = None
    ) -> tuple[AssignedAttempt, ...]:
        """Return all attempts at an assignment, or one student's, by student and number."""
        query = _MADE.where(_ASSIGNED.c.assignment_id == assignment_id)
        if learner_id is not None:
            query = query.where(_ASSIGNED.c.learner_id == learner_id)
        with self._database.reading() as session:
            return _made(session, query)

    def attempts_at_assignments(self, learner_id: str) -> tuple[AssignedAttempt, ...]:
        """Return a student's attempts at any assignment."""
        with self._database.reading() as session:
            return _made(session, _MADE.where(_ASSIGNED.c.learner_id == learner_id))

    def credits_of(self, attempt_ids: Iterable[str]) -> dict[str, dict[int, float]]:
        """Return the credit of each answer, by attempt and position.

        For services that know what may show: nothing here asks whether it is released.
        """
        found: dict[str, dict[int, float]] = {one: {} for one in attempt_ids}
        answers = ANSWER_STATE.c
        with self._database.reading() as session, decoding():
            for some in _in_parts(found):
                query = select(answers.attempt_id, answers.position, answers.score).where(
                    answers.attempt_id.in_(some), answers.score.is_not(None)
                )
                for row in session.connection().execute(query):
                    found[row.attempt_id][row.position] = float(row.score)
        return found

    def window(self, assignment_id: str, learner_id: str) -> Window:
        """Return a student's limits in an assignment as they are now.

        Raises:
            NotFoundError: There is no such assignment.
        """
        with self._database.reading() as session, decoding():
            connection = session.connection()
            assignment = read_assignment(connection, assignment_id)
            return Limits(connection).window(assignment, learner_id)

    def own_limits(
        self, learner_id: str, assignments: Sequence[Assignment]
    ) -> dict[str, OwnLimits]:
        """Return one student's limits in many assignments, read at once, by assignment."""
        factors = select(ACCOMMODATIONS).where(
            ACCOMMODATIONS.c.course_id.in_({one.course_id for one in assignments}),
            ACCOMMODATIONS.c.learner_id == learner_id,
        )
        with self._database.reading() as session, decoding():
            connection = session.connection()
            given = extensions_to(connection, learner_id)
            stretched = {row.course_id: float(row.factor) for row in connection.execute(factors)}
        found = {}
        for one in assignments:
            extension, factor = given.get(one.id), stretched.get(one.course_id, 1.0)
            found[one.id] = OwnLimits(window_for(one, extension, factor), extension, factor)
        return found

    def marks_of(
        self, attempt_ids: Iterable[str]
    ) -> dict[str, tuple[float, float, tuple[float | None, ...]]]:
        """Return what was earned, what could be, and the marks by position, of marked attempts."""
        found = {}
        with self._database.reading() as session, decoding():
            for some in _in_parts(attempt_ids):
                query = select(_GRADES).where(_GRADES.c.attempt_id.in_(some))
                for row in session.connection().execute(query):
                    questions = tuple(row.questions)
                    found[row.attempt_id] = (float(row.points), float(row.most), questions)
        return found

    def set_by_hand(self, learner_id: str) -> dict[str, float | None]:
        """Return the points that instructors set for a student by hand, by assignment.

        None where the student is excused.
        """
        query = select(_OVERRIDES.c.assignment_id, _OVERRIDES.c.points).where(
            _OVERRIDES.c.learner_id == learner_id,
            _OVERRIDES.c.removed_at.is_(None),
        )
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query)
            return {
                row.assignment_id: None if row.points is None else float(row.points) for row in rows
            }

    def settle(self, *, learner_id: str | None = None, assignment_id: str | None = None) -> int:
        """Bring attempts up to date; return how many changed.

        Those whose time ran out while nobody looked are ended, as of their deadline. Answers
        whose verdicts have become due are released: from now on they count everywhere.

        Args:
            learner_id: Only this student's.
            assignment_id: Only those at this assignment.
        """
        with self._database.reading() as session, decoding():
            pending = self._pending(session.connection(), learner_id, assignment_id)
        for owner in dict.fromkeys(owner for owner, _ in pending):
            with self._recording() as recorder:
                recorder.lock_learner(owner)
                # once more, under the lock: another program may have been faster
                for _, attempt_id in self._pending(recorder.connection, owner, assignment_id):
                    _settle(recorder, owner, attempt_id)
        return len(pending)

    def _pending(
        self, connection: Connection, learner_id: str | None, assignment_id: str | None
    ) -> list[tuple[str, str]]:
        """Return learner and id of each attempt that has something to be done."""
        now = self._author.clock.now()
        query = (
            select(
                ASSIGNMENTS,
                _ASSIGNED.c.attempt_id,
                _ASSIGNED.c.learner_id,
                ATTEMPT_STATE.c.status.label("attempt_status"),
                ASSIGNED_STATE.c.deadline,
            )
            .join(_ASSIGNED, _ASSIGNED.c.assignment_id == ASSIGNMENTS.c.id)
            .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ASSIGNED.c.attempt_id)
            .join(ASSIGNED_STATE, ASSIGNED_STATE.c.attempt_id == _ASSIGNED.c.attempt_id)
            .where((ATTEMPT_STATE.c.status == "open") | ASSIGNED_STATE.c.withheld)
            .order_by(_ASSIGNED.c.learner_id, _ASSIGNED.c.attempt_id)
        )
        if learner_id is not None:
            query = query.where(ASSIGNED_STATE.c.learner_id == learner_id)
        if assignment_id is not None:
            query = query.where(_ASSIGNED.c.assignment_id == assignment_id)
        limits, found = Limits(connection), []
        for row in connection.execute(query).all():
            if row.attempt_status == "open":
                due = row.deadline is not None and now >= row.deadline
            else:
                due = _releasable(limits, assignment_of(row), row.learner_id, now)
            if due:
                found.append((row.learner_id, row.attempt_id))
        return found


def _settle(recorder: Recorder, learner_id: str, attempt_id: str) -> None:
    zone = recorder.connection.execute(
        select(_LEARNERS.c.time_zone).where(_LEARNERS.c.id == learner_id)
    ).scalar_one()
    today = study_day(recorder.now, zone)
    attempt = recorder.board.peek(ATTEMPT_STATE, (attempt_id,))
    if attempt and attempt["status"] == "open":
        with contextlib.suppress(AttemptError):
            attempts.end(recorder, attempt_id, "expired", today)
    else:
        recorder.record("answers_released", learner_id, today, attempt_id=attempt_id)


def _releasable(limits: Limits, assignment: Assignment, learner_id: str, now: datetime) -> bool:
    """Whether the student may know now which answers of an ended attempt are right."""
    release = assignment.policy.release
    if release.correctness is None:
        return False
    closed = limits.window(assignment, learner_id).closed(now)
    return "correctness" in shown(release, ended=True, closed=closed)


def _tries(connection: Connection, assignment_id: str, learner_id: str) -> list[Try]:
    query = (
        select(ATTEMPT_STATE.c.finished_at)
        .join(_ASSIGNED, _ASSIGNED.c.attempt_id == ATTEMPT_STATE.c.attempt_id)
        .where(_ASSIGNED.c.assignment_id == assignment_id, _ASSIGNED.c.learner_id == learner_id)
    )
    return [Try(instant) for instant in connection.execute(query).scalars()]


@decoding()
def _made(session: Session, query: Select[Any]) -> tuple[AssignedAttempt, ...]:
    return tuple(
        AssignedAttempt(
            attempt_id=row.attempt_id,
            assignment_id=row.assignment_id,
            learner_id=row.learner_id,
            number=row.number,
            policy=AssignmentPolicy.from_dict(row.policy),
            points=tuple(row.points),
            factor=float(row.factor),
            due_at=row.due_at,
            closes_at=row.closes_at,
            started_at=row.started_at,
            deadline=row.deadline,
            status=row.status,
            handed_in=row.finished_at,
            withheld=row.withheld,
            answered=row.answered,
            total=row.total,
        )
        for row in session.connection().execute(query)
    )


def _in_parts(ids: Iterable[str]) -> Iterable[list[str]]:
    every = list(ids)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))
