"""Who is in which class: courses, staff, cohorts and members, read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from tutor.domain.classroom import Cohort, Course, Member
from tutor.domain.name_order import natural
from tutor.errors import NotFoundError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_file_models import CourseKeyRow
from tutor.store.class_models import AuditRow, CohortRow, CourseRow, MemberRow, StaffRow
from tutor.store.faults import decoding
from tutor.store.models import LearnerRow

COURSES = table_of(CourseRow)
STAFF = table_of(StaffRow)
COHORTS = table_of(CohortRow)
MEMBERS = table_of(MemberRow)
_KEYS = table_of(CourseKeyRow)
_PEOPLE = table_of(LearnerRow)
_AUDIT = table_of(AuditRow)


class PeopleAccess(Access):
    """The part of the store that reads who is in which class."""

    def course(self, course_id: str) -> Course:
        """Return a course, archived or not.

        Raises:
            NotFoundError: There is no such course.
        """
        with self._reading_rows() as connection:
            return read_course(connection, course_id)

    def courses(
        self, learner_id: str | None = None, *, include_archived: bool = False
    ) -> tuple[Course, ...]:
        """Return all courses, or those whose staff a person is; by title."""
        elsewhere = select(_KEYS.c.course_id)  # those came in files: nobody teaches them here
        query = select(COURSES).where(COURSES.c.id.not_in(elsewhere))
        if learner_id is not None:
            mine = (STAFF.c.learner_id == learner_id) & STAFF.c.removed_at.is_(None)
            query = query.where(COURSES.c.id.in_(select(STAFF.c.course_id).where(mine)))
        if not include_archived:
            query = query.where(COURSES.c.archived_at.is_(None))
        with self._reading_rows() as connection:
            found = [Course(**row) for row in _rows(connection, query)]
        return tuple(sorted(found, key=lambda course: (natural(course.title), course.id)))

    def staff(self, course_id: str) -> frozenset[str]:
        """Return the learner ids of those who teach a course."""
        with self._reading_rows() as connection:
            return read_staff(connection, course_id)

    def staff_names(self, course_id: str) -> dict[str, str]:
        """Return the names of those who teach a course, by learner id."""
        query = (
            select(_PEOPLE.c.id, _PEOPLE.c.name)
            .join(STAFF, STAFF.c.learner_id == _PEOPLE.c.id)
            .where(STAFF.c.course_id == course_id, STAFF.c.removed_at.is_(None))
        )
        with self._reading_rows() as connection:
            return {row["id"]: row["name"] for row in _rows(connection, query)}

    def cohorts(self, course_id: str, *, include_archived: bool = False) -> tuple[Cohort, ...]:
        """Return a course's cohorts, by name."""
        with self._reading_rows() as connection:
            return read_cohorts(connection, course_id, include_archived=include_archived)

    def cohort(self, cohort_id: str) -> Cohort:
        """Return a cohort, archived or not.

        Raises:
            NotFoundError: There is no such cohort.
        """
        with self._reading_rows() as connection:
            return read_cohort(connection, cohort_id)

    def members(
        self, course_id: str, cohort_id: str | None = None, *, include_left: bool = False
    ) -> tuple[Member, ...]:
        """Return the students of a course, or of one of its cohorts, by the name shown."""
        with self._reading_rows() as connection:
            return read_members(connection, course_id, cohort_id, include_left=include_left)

    def member(self, member_id: str) -> Member:
        """Return one student of a course.

        Raises:
            NotFoundError: There is no such member.
        """
        with self._reading_rows() as connection:
            return read_member(connection, member_id)

    def memberships(self, learner_id: str, *, include_left: bool = False) -> tuple[Member, ...]:
        """Return what courses a person is a student of, the latest joined first."""
        query = select(MEMBERS).where(MEMBERS.c.learner_id == learner_id)
        if not include_left:
            query = query.where(MEMBERS.c.left_at.is_(None))
        query = query.order_by(MEMBERS.c.joined_at.desc(), MEMBERS.c.id)
        with self._reading_rows() as connection:
            return tuple(_member(row) for row in _rows(connection, query))

    def member_counts(self) -> dict[str, int]:
        """Return how many students each course has at present, by course id."""
        query = (
            select(MEMBERS.c.course_id, func.count().label("members"))
            .where(MEMBERS.c.left_at.is_(None))
            .group_by(MEMBERS.c.course_id)
        )
        with self._reading_rows() as connection:
            return {row["course_id"]: row["members"] for row in _rows(connection, query)}

    def course_creator(self, course_id: str) -> str | None:
        """Return who made a course, as its audit log has it."""
        query = select(_AUDIT.c.actor_id).where(
            _AUDIT.c.course_id == course_id,
            _AUDIT.c.subject == "course",
            _AUDIT.c.action == "created",
        )
        with self._reading_rows() as connection:
            found = _rows(connection, query.order_by(_AUDIT.c.id).limit(1))
        return found[0]["actor_id"] if found else None

    @contextmanager
    def _reading_rows(self) -> Iterator[Connection]:
        with self._database.reading() as session, decoding():
            yield session.connection()


def read_course(connection: Connection, course_id: str) -> Course:
    """Return a course, archived or not.

    Raises:
        NotFoundError: There is no such course.
    """
    return Course(**_one(connection, COURSES, course_id, f"there is no course {course_id!r}"))


def read_staff(connection: Connection, course_id: str) -> frozenset[str]:
    """Return the learner ids of those who teach a course."""
    query = select(STAFF.c.learner_id).where(
        STAFF.c.course_id == course_id, STAFF.c.removed_at.is_(None)
    )
    return frozenset(row["learner_id"] for row in _rows(connection, query))


def read_cohort(connection: Connection, cohort_id: str) -> Cohort:
    """Return a cohort, archived or not.

    Raises:
        NotFoundError: There is no such cohort.
    """
    return _cohort(_one(connection, COHORTS, cohort_id, f"there is no section {cohort_id!r}"))


def read_cohorts(
    connection: Connection, course_id: str, *, include_archived: bool
) -> tuple[Cohort, ...]:
    """Return a course's cohorts, by name."""
    query = select(COHORTS).where(COHORTS.c.course_id == course_id)
    if not include_archived:
        query = query.where(COHORTS.c.archived_at.is_(None))
    found = [_cohort(row) for row in _rows(connection, query)]
    return tuple(sorted(found, key=lambda cohort: (natural(cohort.name), cohort.id)))


def read_member(connection: Connection, member_id: str) -> Member:
    """Return one student of a course.

    Raises:
        NotFoundError: There is no such member.
    """
    missing = f"there is no student {member_id!r} in any course"
    return _member(_one(connection, MEMBERS, member_id, missing))


def read_members(
    connection: Connection, course_id: str, cohort_id: str | None, *, include_left: bool
) -> tuple[Member, ...]:
    """Return the students of a course, or of one of its cohorts, by the name shown."""
    query = select(MEMBERS).where(MEMBERS.c.course_id == course_id)
    if cohort_id is not None:
        query = query.where(MEMBERS.c.cohort_id == cohort_id)
    if not include_left:
        query = query.where(MEMBERS.c.left_at.is_(None))
    found = [_member(row) for row in _rows(connection, query)]
    return tuple(sorted(found, key=lambda member: (natural(member.label), member.id)))


def _one(connection: Connection, table: Table, row_id: str, missing: str) -> dict[str, Any]:
    """Return the row with an id.

    Raises:
        NotFoundError: There is none.
    """
    found = _rows(connection, select(table).where(table.c.id == row_id))
    if not found:
        raise NotFoundError(missing)
    return found[0]


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(query).mappings()]


def _cohort(row: dict[str, Any]) -> Cohort:
    del row["name_key"]
    return Cohort(**row)


def _member(row: dict[str, Any]) -> Member:
    del row["external_key"]
    return Member(**row)
