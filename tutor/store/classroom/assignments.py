"""Assignments: made, changed, withdrawn; extensions and time factors. Every change is audited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from tutor.domain.assignment import Assignment, Extension
from tutor.domain.assignment_window import merged
from tutor.domain.classroom import Change
from tutor.errors import NotFoundError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import (
    AssignedAttemptRow,
    CourseRow,
    QuizSetItemRow,
    QuizSetRow,
    QuizSetVersionRow,
)
from tutor.store.classroom.assignment_rows import (
    ACCOMMODATIONS,
    ASSIGNMENTS,
    EXTENSIONS,
    MEMBERS,
    TARGETS,
    assignment_of,
    extensions_of,
    factors_of,
    learners_of,
    read_assignment,
    targets_of,
)
from tutor.store.classroom.changes import note_change
from tutor.store.classroom.deadlines import move_deadlines
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.upsert import upsert

_COURSES = table_of(CourseRow)
_SETS = table_of(QuizSetRow)
_VERSIONS = table_of(QuizSetVersionRow)
_SLOTS = table_of(QuizSetItemRow)
_ASSIGNED = table_of(AssignedAttemptRow)


class AssignmentAccess(Access):
    """The part of the store that keeps assignments, for whom they are, and whose limits differ."""

    def assignment(self, assignment_id: str) -> Assignment:
        """Return an assignment, withdrawn or not.

        Raises:
            NotFoundError: There is no such assignment.
        """
        with self._database.reading() as session, decoding():
            return read_assignment(session.connection(), assignment_id)

    def assignments(self, course_id: str) -> tuple[Assignment, ...]:
        """Return a course's assignments, in the order they were made."""
        query = (
            select(ASSIGNMENTS)
            .where(ASSIGNMENTS.c.course_id == course_id)
            .order_by(ASSIGNMENTS.c.created_at, ASSIGNMENTS.c.id)
        )
        with self._database.reading() as session, decoding():
            return tuple(assignment_of(row) for row in session.connection().execute(query))

    def targets(self, assignment_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the ids of the cohorts and of the single students that an assignment is for."""
        with self._database.reading() as session, decoding():
            return targets_of(session.connection(), assignment_id)

    def assigned_learners(self, assignment_id: str) -> tuple[str, ...]:
        """Return the ids of the students who have an assignment now.

        Raises:
            NotFoundError: There is no such assignment.
        """
        with self._database.reading() as session, decoding():
            connection = session.connection()
            return learners_of(connection, read_assignment(connection, assignment_id))

    def assignments_of(self, learner_id: str) -> tuple[Assignment, ...]:
        """Return a student's assignments, in the order they were made.

        Those of courses and cohorts the student is in, and those begun before leaving one.
        Withdrawn ones and those of archived courses are among them only where they were begun.
        """
        mine = select(MEMBERS.c.cohort_id).where(
            MEMBERS.c.learner_id == learner_id, MEMBERS.c.left_at.is_(None)
        )
        courses = select(MEMBERS.c.course_id).where(
            MEMBERS.c.learner_id == learner_id, MEMBERS.c.left_at.is_(None)
        )
        given = (
            select(TARGETS.c.assignment_id)
            .join(ASSIGNMENTS, ASSIGNMENTS.c.id == TARGETS.c.assignment_id)
            .join(_COURSES, _COURSES.c.id == ASSIGNMENTS.c.course_id)
            .where(
                or_(TARGETS.c.cohort_id.in_(mine), TARGETS.c.learner_id == learner_id),
                ASSIGNMENTS.c.course_id.in_(courses),
                ASSIGNMENTS.c.withdrawn_at.is_(None),
                _COURSES.c.archived_at.is_(None),
            )
        )
        begun = select(_ASSIGNED.c.assignment_id).where(_ASSIGNED.c.learner_id == learner_id)
        query = (
            select(ASSIGNMENTS)
            .where(or_(ASSIGNMENTS.c.id.in_(given), ASSIGNMENTS.c.id.in_(begun)))
            .order_by(ASSIGNMENTS.c.created_at, ASSIGNMENTS.c.id)
        )
        with self._database.reading() as session, decoding():
            return tuple(assignment_of(row) for row in session.connection().execute(query))

    def accommodations(self, course_id: str) -> dict[str, float]:
        """Return the time factors of a course's students, by learner id; others have 1."""
        with self._database.reading() as session, decoding():
            return factors_of(session.connection(), course_id)

    def extension(self, assignment_id: str, learner_id: str) -> Extension | None:
        """Return what one student may have beyond the others in an assignment, if anything."""
        return self.extensions(assignment_id).get(learner_id)

    def extensions(self, assignment_id: str) -> dict[str, Extension]:
        """Return the extensions in an assignment, by learner id."""
        with self._database.reading() as session, decoding():
            return extensions_of(session.connection(), assignment_id)

    def course_versions(self, course_id: str) -> tuple[tuple[str, str, int, int], ...]:
        """Return id, title, number and questions of a course's published sets, newest first."""
        slots = (
            select(func.count(func.distinct(_SLOTS.c.slot)))
            .where(_SLOTS.c.version_id == _VERSIONS.c.id)
            .scalar_subquery()
        )
        query = (
            select(_VERSIONS.c.id, _VERSIONS.c.title, _VERSIONS.c.number, slots)
            .join(_SETS, _SETS.c.id == _VERSIONS.c.set_id)
            .where(_SETS.c.course_id == course_id, _SETS.c.archived_at.is_(None))
            .order_by(_VERSIONS.c.published_at.desc(), _VERSIONS.c.id.desc())
        )
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query)
            return tuple((str(row[0]), str(row[1]), int(row[2]), int(row[3])) for row in rows)

    def version_title(self, version_id: str) -> str:
        """Return the title that a set was published under; empty where it is unknown."""
        query = select(_VERSIONS.c.title).where(_VERSIONS.c.id == version_id)
        with self._database.reading() as session, decoding():
            return session.connection().execute(query).scalar_one_or_none() or ""

    def create_assignment(
        self,
        actor_id: str | None,
        new: Assignment,
        *,
        cohorts: Iterable[str] = (),
        learners: Iterable[str] = (),
    ) -> Assignment:
        """Keep a new assignment; its `id` and `created_at` are set here."""
        with self._recording() as recorder:
            made = replace(new, id=recorder.new_id(), created_at=recorder.now)
            recorder.connection.execute(insert(ASSIGNMENTS), _values(made))
            _set_targets(recorder, made.id, cohorts, learners)
            self._note(recorder, actor_id, "created", made, None, _told(recorder, made))
        return made

    def change_assignment(
        self,
        actor_id: str | None,
        changed: Assignment,
        *,
        cohorts: Iterable[str] | None = None,
        learners: Iterable[str] | None = None,
    ) -> None:
        """Keep an assignment as it is now; open attempts at it get their new deadlines.

        Args:
            actor_id: Who changes it.
            changed: With the id of the one it replaces.
            cohorts: Those it is for from now on; None leaves them.
            learners: Single students, likewise.

        Raises:
            NotFoundError: There is no such assignment.
        """
        with self._recording() as recorder:
            connection = recorder.connection
            before = _told(recorder, read_assignment(connection, changed.id))
            connection.execute(
                update(ASSIGNMENTS).where(ASSIGNMENTS.c.id == changed.id).values(_values(changed))
            )
            if cohorts is not None or learners is not None:
                old = targets_of(connection, changed.id)
                _set_targets(
                    recorder,
                    changed.id,
                    old[0] if cohorts is None else cohorts,
                    old[1] if learners is None else learners,
                )
            move_deadlines(recorder, [changed])
            after = _told(recorder, changed)
            names = [name for name in after if after[name] != before[name]]
            if names:
                self._note(
                    recorder,
                    actor_id,
                    "withdrawn" if names == ["withdrawn_at"] else "changed",
                    changed,
                    {name: before[name] for name in names},
                    {name: after[name] for name in names},
                )

    def grant_extensions(
        self, actor_id: str | None, assignment_id: str, granted: Mapping[str, Extension]
    ) -> None:
        """Give students more than the others have; open attempts get their new deadlines.

        What an earlier extension said stays where the new one says nothing. `granted` is by
        learner id.

        Raises:
            NotFoundError: There is no such assignment or student.
        """
        with self._recording() as recorder:
            assignment = read_assignment(recorder.connection, assignment_id)
            for learner_id in sorted(granted):
                recorder.lock_learner(learner_id)
            known = extensions_of(recorder.connection, assignment_id)
            for learner_id, extension in sorted(granted.items()):
                before = known.get(learner_id)
                after = merged(before, extension)
                row = {"assignment_id": assignment_id, "learner_id": learner_id}
                row |= asdict(after) | {"changed_at": recorder.now}
                recorder.connection.execute(upsert(recorder.dialect, EXTENSIONS), row)
                change = Change(
                    "extended",
                    "extension",
                    assignment_id,
                    assignment.course_id,
                    {"learner_id": learner_id} | _plain(before) if before else None,
                    {"learner_id": learner_id} | _plain(after),
                )
                note_change(recorder.connection, self._author, actor_id, change)
            move_deadlines(recorder, [assignment], granted)

    def set_factors(
        self, actor_id: str | None, course_id: str, factors: Mapping[str, float]
    ) -> None:
        """Set students' time factors in a course; open attempts get their new deadlines.

        Raises:
            NotFoundError: There is no such student.
        """
        with self._recording() as recorder:
            for learner_id in sorted(factors):
                recorder.lock_learner(learner_id)
            known = factors_of(recorder.connection, course_id)
            for learner_id, factor in sorted(factors.items()):
                row = {"course_id": course_id, "learner_id": learner_id, "factor": factor}
                row["changed_at"] = recorder.now
                recorder.connection.execute(upsert(recorder.dialect, ACCOMMODATIONS), row)
                before = {"factor": known[learner_id]} if learner_id in known else None
                change = Change(
                    "accommodated", "member", learner_id, course_id, before, {"factor": factor}
                )
                note_change(recorder.connection, self._author, actor_id, change)
            query = select(ASSIGNMENTS).where(ASSIGNMENTS.c.course_id == course_id)
            rows = recorder.connection.execute(query).all()
            move_deadlines(recorder, [assignment_of(row) for row in rows], factors)

    def _note(
        self,
        recorder: Recorder,
        actor_id: str | None,
        action: str,
        about: Assignment,
        before: dict[str, Any] | None,
        after: dict[str, Any],
    ) -> None:
        change = Change(action, "assignment", about.id, about.course_id, before, after)
        note_change(recorder.connection, self._author, actor_id, change)


def _values(assignment: Assignment) -> dict[str, Any]:
    """Return an assignment as its row holds it."""
    return {
        "id": assignment.id,
        "course_id": assignment.course_id,
        "version_id": assignment.version_id,
        "title": assignment.title,
        "policy": assignment.policy.to_dict(),
        "opens_at": assignment.opens_at,
        "due_at": assignment.due_at,
        "closes_at": assignment.closes_at,
        "created_at": assignment.created_at,
        "withdrawn_at": assignment.withdrawn_at,
    }


def _told(recorder: Recorder, assignment: Assignment) -> dict[str, Any]:
    """Return an assignment as the audit log tells of it."""
    cohorts, learners = targets_of(recorder.connection, assignment.id)
    values = _values(assignment)
    del values["id"], values["course_id"], values["created_at"]
    values |= {"cohorts": sorted(cohorts), "learners": sorted(learners)}
    return {name: _text(value) for name, value in values.items()}


def _plain(extension: Extension) -> dict[str, Any]:
    return {name: _text(value) for name, value in asdict(extension).items()}


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _set_targets(
    recorder: Recorder, assignment_id: str, cohorts: Iterable[str], learners: Iterable[str]
) -> None:
    connection = recorder.connection
    connection.execute(delete(TARGETS).where(TARGETS.c.assignment_id == assignment_id))
    rows: Sequence[dict[str, Any]] = [
        {"id": recorder.new_id(), "assignment_id": assignment_id} | target
        for target in (
            *({"cohort_id": one, "learner_id": None} for one in dict.fromkeys(cohorts)),
            *({"cohort_id": None, "learner_id": one} for one in dict.fromkeys(learners)),
        )
    ]
    if not rows:
        raise NotFoundError("an assignment needs a cohort or a student it is for")
    connection.execute(insert(TARGETS), rows)
