"""Who is in which class, changed: each change with its entry in the audit log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from tutor.domain.classroom import Change, Cohort, Course, Member
from tutor.domain.text import folded
from tutor.errors import UsageError
from tutor.store.access import Access
from tutor.store.classroom.changes import note_change
from tutor.store.classroom.people import (
    COHORTS,
    COURSES,
    MEMBERS,
    STAFF,
    read_cohort,
    read_cohorts,
    read_course,
    read_member,
    read_staff,
)
from tutor.store.events import Author
from tutor.store.upsert import upsert


@dataclass(frozen=True, slots=True)
class NewCourse:
    """A course to be made; its first teacher is who makes it, where that is somebody."""

    title: str
    exam: str | None = None
    pseudonymous: bool = False


class PeopleChangeAccess(Access):
    """The part of the store that changes who is in which class.

    Each method takes who acts first, as the audit log names them.
    """

    def create_course(self, actor_id: str | None, new: NewCourse) -> Course:
        """Make a course and, where somebody acts, put them on its staff."""
        author = self._author
        course = Course(author.new_id(), new.title, new.exam, new.pseudonymous, author.clock.now())
        after = {"title": new.title, "exam": new.exam, "pseudonymous": new.pseudonymous}
        with self._database.transaction() as connection:
            connection.execute(insert(COURSES), row_of(COURSES, course))
            change = Change("created", "course", course.id, course.id, None, after)
            note_change(connection, author, actor_id, change)
            if actor_id is not None:
                self._put_staff(connection, actor_id, course.id, actor_id, kept=True)
        return course

    def change_course(
        self, actor_id: str | None, course_id: str, action: str, changes: Mapping[str, Any]
    ) -> Course:
        """Change fields of a course; what stays the same is not noted.

        Args:
            actor_id: Who acts.
            course_id: The course.
            action: What the audit log calls it.
            changes: New values by field: `title`, `exam`, `archived_at`.

        Raises:
            NotFoundError: There is no such course.
        """
        with self._course(course_id) as (connection, course):
            changed = replace(course, **changes)
            self._write(connection, actor_id, COURSES, action, course, changed)
        return changed

    def set_staff(
        self, actor_id: str | None, course_id: str, learner_id: str, *, kept: bool, may_empty: bool
    ) -> None:
        """Put a person on a course's staff, or take them off; the same again changes nothing.

        Args:
            actor_id: Who acts.
            course_id: The course.
            learner_id: The person.
            kept: Whether they teach from now on.
            may_empty: Whether the last one may go.

        Raises:
            NotFoundError: There is no such course.
            UsageError: It is the last one.
        """
        with self._course(course_id) as (connection, _):
            staff = read_staff(connection, course_id)
            if (learner_id in staff) == kept:
                return
            if not kept and len(staff) == 1 and not may_empty:
                raise UsageError("that is the only instructor of the course: add another one first")
            self._put_staff(connection, actor_id, course_id, learner_id, kept=kept)

    def create_cohort(self, actor_id: str | None, course_id: str, name: str) -> Cohort:
        """Add a cohort to a course.

        Raises:
            NotFoundError: There is no such course.
            UsageError: It has a cohort of that name, in any case.
        """
        with self._course(course_id) as (connection, _):
            return add_cohort(connection, self._author, actor_id, course_id, name)

    def change_cohort(
        self, actor_id: str | None, cohort_id: str, action: str, changes: Mapping[str, Any]
    ) -> Cohort:
        """Change fields of a cohort: `name`, `archived_at`.

        Raises:
            NotFoundError: There is no such cohort.
            UsageError: The course has another cohort of that name, in any case.
        """
        with self._database.transaction() as connection:
            course_id = read_cohort(connection, cohort_id).course_id
            lock_course(connection, course_id)
            cohort = read_cohort(connection, cohort_id)
            changed = replace(cohort, **changes)
            others = read_cohorts(connection, course_id, include_archived=True)
            refuse_same_name(changed, others)
            self._write(connection, actor_id, COHORTS, action, cohort, changed)
        return changed

    def change_member(
        self, actor_id: str | None, member_id: str, action: str, changes: Mapping[str, Any]
    ) -> Member:
        """Change fields of a member: `cohort_id`, `display_name`, `left_at`.

        Raises:
            NotFoundError: There is no such member.
        """
        with self._database.transaction() as connection:
            member = read_member(connection, member_id)
            lock_course(connection, member.course_id)
            member = read_member(connection, member_id)
            changed = replace(member, **changes)
            self._write(connection, actor_id, MEMBERS, action, member, changed)
        return changed

    @contextmanager
    def _course(self, course_id: str) -> Iterator[tuple[Connection, Course]]:
        """Open a transaction in which nobody else changes the course."""
        with self._database.transaction() as connection:
            lock_course(connection, course_id)
            yield connection, read_course(connection, course_id)

    def _put_staff(
        self,
        connection: Connection,
        actor_id: str | None,
        course_id: str,
        learner_id: str,
        *,
        kept: bool,
    ) -> None:
        now = self._author.clock.now()
        key = {"course_id": course_id, "learner_id": learner_id}
        if kept:
            row = key | {"added_at": now, "removed_at": None}
            connection.execute(upsert(connection.dialect.name, STAFF), row)
        else:
            here = (STAFF.c.course_id == course_id) & (STAFF.c.learner_id == learner_id)
            connection.execute(update(STAFF).where(here).values(removed_at=now))
        staff = {"learner_id": learner_id}
        before, after = (None, staff) if kept else (staff, None)
        action = "added" if kept else "removed"
        change = Change(action, "staff", learner_id, course_id, before, after)
        note_change(connection, self._author, actor_id, change)

    def _write(
        self,
        connection: Connection,
        actor_id: str | None,
        table: Table,
        action: str,
        old: Course | Cohort | Member,
        new: Course | Cohort | Member,
    ) -> None:
        """Write what differs between two states of a row, and note it."""
        before, after = row_of(table, old), row_of(table, new)
        changed = [name for name in before if before[name] != after[name]]
        if not changed:
            return
        values = {name: after[name] for name in changed}
        connection.execute(update(table).where(table.c.id == old.id).values(values))
        course_id = old.id if isinstance(old, Course) else old.course_id
        shown = [name for name in changed if not name.endswith("_key")]
        change = Change(
            action,
            str(table.name),
            old.id,
            course_id,
            {name: _said(connection, name, before[name]) for name in shown},
            {name: _said(connection, name, after[name]) for name in shown},
        )
        note_change(connection, self._author, actor_id, change)


def lock_course(connection: Connection, course_id: str) -> None:
    """Hold off others who change the same course, until the transaction ends."""
    connection.execute(select(COURSES.c.id).where(COURSES.c.id == course_id).with_for_update())


def add_cohort(
    connection: Connection, author: Author, actor_id: str | None, course_id: str, name: str
) -> Cohort:
    """Add a cohort, inside a transaction.

    Raises:
        UsageError: The course has a cohort of that name, in any case.
    """
    cohort = Cohort(author.new_id(), course_id, name, author.clock.now())
    refuse_same_name(cohort, read_cohorts(connection, course_id, include_archived=True))
    connection.execute(insert(COHORTS), row_of(COHORTS, cohort))
    change = Change("created", "cohort", cohort.id, course_id, None, {"name": name})
    note_change(connection, author, actor_id, change)
    return cohort


def refuse_same_name(cohort: Cohort, others: tuple[Cohort, ...]) -> None:
    """Refuse a name that another cohort has, in any case.

    Raises:
        UsageError: One has it.
    """
    for other in others:
        if other.id != cohort.id and folded(other.name) == folded(cohort.name):
            archived = " (archived: restore it instead)" if other.archived_at else ""
            raise UsageError(f"the course has a section {other.name!r} already{archived}")


def row_of(table: Table, record: Course | Cohort | Member) -> dict[str, Any]:
    """Return a record's values by column."""
    values = {
        column.name: getattr(record, column.name)
        for column in table.columns
        if not column.name.endswith("_key")
    }
    if isinstance(record, Cohort):
        values["name_key"] = folded(record.name)
    if isinstance(record, Member):
        values["external_key"] = folded(record.external_id)
    return values


def _said(connection: Connection, name: str, value: Any) -> Any:  # noqa: ANN401 - one a column
    """Return a value as the audit log keeps it: JSON, and a cohort with its name."""
    if name == "cohort_id":
        query = select(COHORTS.c.name).where(COHORTS.c.id == value)
        return {"id": value, "name": connection.execute(query).scalar_one_or_none()}
    return value.isoformat() if hasattr(value, "isoformat") else value
