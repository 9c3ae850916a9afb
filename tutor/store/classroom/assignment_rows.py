"""Reading assignments and each student's limits, inside an open transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select

from tutor.domain.assignment import Assignment, AssignmentPolicy, Extension
from tutor.domain.assignment_window import Window, window_for
from tutor.errors import NotFoundError
from tutor.store.base import table_of
from tutor.store.class_models import (
    AccommodationRow,
    AssignmentRow,
    AssignmentTargetRow,
    ExtensionRow,
    MemberRow,
)

ASSIGNMENTS = table_of(AssignmentRow)
TARGETS = table_of(AssignmentTargetRow)
EXTENSIONS = table_of(ExtensionRow)
ACCOMMODATIONS = table_of(AccommodationRow)
MEMBERS = table_of(MemberRow)


class Limits:
    """Reads students' limits, the extensions and time factors behind them once each.

    Args:
        connection: Where they are read.
        learner_id: If only one student's are asked for: theirs are then read together.
    """

    def __init__(self, connection: Connection, learner_id: str | None = None) -> None:
        self._connection = connection
        self._own = None if learner_id is None else extensions_to(connection, learner_id)
        self._extensions: dict[str, dict[str, Extension]] = {}
        self._factors: dict[str, dict[str, float]] = {}

    def extension(self, assignment_id: str, learner_id: str) -> Extension | None:
        """Return what a student may have beyond the others, if anything."""
        if self._own is not None:
            return self._own.get(assignment_id)
        if assignment_id not in self._extensions:
            self._extensions[assignment_id] = extensions_of(self._connection, assignment_id)
        return self._extensions[assignment_id].get(learner_id)

    def factor(self, course_id: str, learner_id: str) -> float:
        """Return a student's time factor in a course."""
        if course_id not in self._factors:
            self._factors[course_id] = factors_of(self._connection, course_id)
        return self._factors[course_id].get(learner_id, 1.0)

    def window(self, assignment: Assignment, learner_id: str) -> Window:
        """Return a student's limits in an assignment."""
        extension = self.extension(assignment.id, learner_id)
        return window_for(assignment, extension, self.factor(assignment.course_id, learner_id))


def assignment_of(row: Any) -> Assignment:  # noqa: ANN401 - a row of the table
    """Return an assignment from its row."""
    return Assignment(
        id=row.id,
        course_id=row.course_id,
        version_id=row.version_id,
        title=row.title,
        policy=AssignmentPolicy.from_dict(row.policy),
        opens_at=row.opens_at,
        due_at=row.due_at,
        closes_at=row.closes_at,
        created_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
    )


def read_assignment(connection: Connection, assignment_id: str) -> Assignment:
    """Return an assignment.

    Raises:
        NotFoundError: There is no such assignment.
    """
    query = select(ASSIGNMENTS).where(ASSIGNMENTS.c.id == assignment_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no assignment {assignment_id!r}")
    return assignment_of(row)


def extensions_of(connection: Connection, assignment_id: str) -> dict[str, Extension]:
    """Return the extensions in an assignment, by learner id."""
    query = select(EXTENSIONS).where(EXTENSIONS.c.assignment_id == assignment_id)
    return {
        row.learner_id: Extension(row.due_at, row.closes_at, row.more_attempts, row.reason)
        for row in connection.execute(query)
    }


def extensions_to(connection: Connection, learner_id: str) -> dict[str, Extension]:
    """Return the extensions that one student has, by assignment."""
    query = select(EXTENSIONS).where(EXTENSIONS.c.learner_id == learner_id)
    return {
        row.assignment_id: Extension(row.due_at, row.closes_at, row.more_attempts, row.reason)
        for row in connection.execute(query)
    }


def factors_of(connection: Connection, course_id: str) -> dict[str, float]:
    """Return the time factors in a course, by learner id."""
    query = select(ACCOMMODATIONS).where(ACCOMMODATIONS.c.course_id == course_id)
    return {row.learner_id: float(row.factor) for row in connection.execute(query)}


def targets_of(
    connection: Connection, assignment_id: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the cohorts and the single students that an assignment is for."""
    query = select(TARGETS).where(TARGETS.c.assignment_id == assignment_id).order_by(TARGETS.c.id)
    rows = list(connection.execute(query))
    cohorts = tuple(row.cohort_id for row in rows if row.cohort_id)
    return cohorts, tuple(row.learner_id for row in rows if row.learner_id)


def learners_of(connection: Connection, assignment: Assignment) -> tuple[str, ...]:
    """Return the students who have an assignment now, sorted: current members of the course."""
    cohorts, learners = targets_of(connection, assignment.id)
    query = select(MEMBERS.c.learner_id, MEMBERS.c.cohort_id).where(
        MEMBERS.c.course_id == assignment.course_id, MEMBERS.c.left_at.is_(None)
    )
    named = frozenset(learners)
    return tuple(
        sorted(
            row.learner_id
            for row in connection.execute(query)
            if row.cohort_id in cohorts or row.learner_id in named
        )
    )


def by_id(assignments: Iterable[Assignment]) -> dict[str, Assignment]:
    """Return assignments by id."""
    return {one.id: one for one in assignments}
