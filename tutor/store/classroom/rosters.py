"""Rosters: what an import is compared with, and the import itself, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from tutor.domain.classroom import Change, Member
from tutor.domain.roster_plan import (
    MOVES,
    NEW,
    REFUSED,
    RENAMED,
    RETURNS,
    UNCHANGED,
    NewStudent,
    Person,
    PlannedRow,
    RosterPlan,
    RosterState,
)
from tutor.domain.text import folded
from tutor.errors import UsageError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.classroom.changes import note_changes
from tutor.store.classroom.people import (
    MEMBERS,
    STAFF,
    read_cohorts,
    read_course,
    read_members,
)
from tutor.store.classroom.people_changes import add_cohort, lock_course, row_of
from tutor.store.classroom.roster_accounts import add_accounts
from tutor.store.events import Author
from tutor.store.models import LearnerRow

CHANGED = "the roster was changed meanwhile, so nothing was imported: look at the plan again"
ACTIONS = {NEW: "joined", RETURNS: "returned", MOVES: "transferred", RENAMED: "renamed"}
"""Outcome of a row -> what the audit log calls it."""
GOAL = 20
THEME = "tutor-dark"
"""What a new student begins with, as a profile does."""

_LEARNERS = table_of(LearnerRow)
_SET_MEMBER = (
    update(MEMBERS)
    .where(MEMBERS.c.id == bindparam("member"))
    .values(
        cohort_id=bindparam("cohort"), display_name=bindparam("name"), left_at=bindparam("left")
    )
)


class RosterAccess(Access):
    """The part of the store that imports rosters."""

    def roster_state(self, course_id: str, reader_id: str | None) -> RosterState:
        """Return what a roster is compared with.

        Args:
            course_id: The course.
            reader_id: Who imports: they know the students of the courses they teach. None for
                one who knows everybody.

        Raises:
            NotFoundError: There is no such course.
        """
        with self._database.reading(snapshot=True) as session:
            return _state(session.connection(), course_id, reader_id)

    def imported_learners(self) -> frozenset[str]:
        """Return the ids of persons whom an import made: they begin when they join a course."""
        made = (_LEARNERS.c.id == MEMBERS.c.learner_id) & (
            _LEARNERS.c.created_at == MEMBERS.c.joined_at
        )
        query = select(_LEARNERS.c.id).join(MEMBERS, made)
        with self._database.reading() as session:
            return frozenset(session.connection().execute(query).scalars())

    def apply_roster(
        self,
        actor_id: str | None,
        plan: RosterPlan,
        time_zone: str,
        hashes: Mapping[int, str] | None = None,
    ) -> tuple[tuple[NewStudent, ...], dict[str, int]]:
        """Do what was planned, all of it or nothing.

        Args:
            actor_id: Who acts, for the audit log.
            plan: What to do.
            time_zone: Of new students.
            hashes: Hashes of one-time passwords, by the line of the row: these students get an
                account unless they have one.

        Returns:
            The persons made; and the line of each who got an account, by learner id.

        Raises:
            UsageError: The roster is not the one the plan was made for, or a sign-in name that
                was free is not any more.
        """
        with self._database.transaction() as connection:
            lock_course(connection, plan.course_id)
            state = _state(connection, plan.course_id, actor_id)
            if state.basis != plan.basis:
                raise UsageError(CHANGED)
            work = _Import(connection, self._author, actor_id, plan, state)
            try:
                students = work.run(time_zone)
                return students, work.give_accounts(hashes or {})
            except IntegrityError as error:
                raise UsageError(CHANGED) from error


class _Import:
    """One import, inside its transaction."""

    def __init__(
        self,
        connection: Connection,
        author: Author,
        actor_id: str | None,
        plan: RosterPlan,
        state: RosterState,
    ) -> None:
        self._connection = connection
        self._author = author
        self._actor_id = actor_id
        self._plan = plan
        self._course = state.course
        self._members = {member.id: member for member in state.members}
        self._cohorts = {folded(one.name): (one.id, one.name) for one in state.cohorts}
        self._names = {one.id: one.name for one in state.cohorts}
        self._now = author.clock.now()
        self._joined: dict[int, str] = {}

    def run(self, time_zone: str) -> tuple[NewStudent, ...]:
        """Write sections, persons, members and the log."""
        for name in self._plan.new_cohorts:
            made = add_cohort(self._connection, self._author, self._actor_id, self._course.id, name)
            self._cohorts[folded(name)] = (made.id, made.name)
            self._names[made.id] = made.name
        joining = [row for row in self._plan.rows if row.outcome == NEW]
        staying = [row for row in self._plan.rows if row.outcome not in (NEW, UNCHANGED, REFUSED)]
        changes: list[Change] = []
        students = self._join(joining, time_zone, changes)
        self._change(staying, changes)
        self._leave(changes)
        if changes:
            changes.append(self._summary())
        note_changes(self._connection, self._author, self._actor_id, changes)
        return students

    def give_accounts(self, hashes: Mapping[int, str]) -> dict[str, int]:
        """Give the students of these rows accounts; return the row of each who got one."""
        known = {row.line: row.learner_id for row in self._plan.rows if row.learner_id}
        lines = {self._joined.get(line) or known[line]: line for line in hashes}
        made = add_accounts(
            self._connection,
            self._author,
            self._actor_id,
            self._course.id,
            {learner_id: hashes[line] for learner_id, line in lines.items()},
        )
        return {learner_id: lines[learner_id] for learner_id in made}

    def _join(
        self, rows: list[PlannedRow], time_zone: str, changes: list[Change]
    ) -> tuple[NewStudent, ...]:
        persons, members, students = [], [], []
        for row in rows:
            learner_id = row.learner_id or self._author.new_id()
            self._joined[row.line] = learner_id
            member = Member(
                self._author.new_id(),
                self._course.id,
                self._cohorts[folded(row.cohort)][0],
                learner_id,
                row.external_id,
                row.name,
                self._now,
            )
            if row.learner_id is None:
                persons.append(self._person(learner_id, row.sign_in, time_zone))
                students.append(NewStudent(member.id, learner_id, row.external_id, row.sign_in))
            members.append(row_of(MEMBERS, member))
            changes.append(self._entry(row.outcome, None, member))
        if persons:
            self._connection.execute(insert(_LEARNERS), persons)
        if members:
            self._connection.execute(insert(MEMBERS), members)
        return tuple(students)

    def _person(self, learner_id: str, sign_in: str, time_zone: str) -> dict[str, Any]:
        return {
            "id": learner_id,
            "name": sign_in,
            "name_key": folded(sign_in),
            "created_at": self._now,
            "exam": self._course.exam,
            "exam_date": None,
            "daily_goal": GOAL,
            "time_zone": time_zone,
            "theme": THEME,
            "archived_at": None,
        }

    def _change(self, rows: list[PlannedRow], changes: list[Change]) -> None:
        updates = []
        for row in rows:
            before = self._members[row.member_id or ""]
            cohort_id = self._cohorts[folded(row.cohort)][0]
            after = replace(before, cohort_id=cohort_id, display_name=row.name, left_at=None)
            updates.append(_update_of(after))
            changes.append(self._entry(row.outcome, before, after))
        if updates:
            self._connection.execute(_SET_MEMBER, updates)

    def _leave(self, changes: list[Change]) -> None:
        updates = []
        for missing in self._plan.leaving:
            before = self._members[missing.member_id]
            after = replace(before, left_at=self._now)
            updates.append(_update_of(after))
            changes.append(self._entry("left", before, after))
        if updates:
            self._connection.execute(_SET_MEMBER, updates)

    def _entry(self, outcome: str, before: Member | None, after: Member) -> Change:
        now = self._said(after)
        was = self._said(before) if before else dict.fromkeys(now)
        changed = [name for name in now if now[name] != was[name]]
        return Change(
            ACTIONS.get(outcome, outcome),
            "member",
            after.id,
            self._course.id,
            {name: was[name] for name in changed} if before else None,
            {name: now[name] for name in changed},
        )

    def _said(self, member: Member) -> Mapping[str, Any]:
        """Return a member as the audit log has them."""
        return {
            "external_id": member.external_id,
            "display_name": member.display_name,
            "learner_id": member.learner_id,
            "cohort_id": {"id": member.cohort_id, "name": self._names.get(member.cohort_id)},
            "left_at": _instant(member.left_at),
        }

    def _summary(self) -> Change:
        totals = {name: count for name, count in self._plan.totals.items() if count}
        if self._plan.leaving:
            totals["left"] = len(self._plan.leaving)
        return Change(
            "imported", "roster", self._course.id, self._course.id, None, {"rows": totals}
        )


def _state(connection: Connection, course_id: str, reader_id: str | None) -> RosterState:
    course = read_course(connection, course_id)
    return RosterState(
        course,
        read_cohorts(connection, course_id, include_archived=True),
        read_members(connection, course_id, None, include_left=True),
        _people(connection, reader_id),
    )


def _people(connection: Connection, reader_id: str | None) -> dict[str, Person]:
    """Return everybody in use, by sign-in name."""
    query = select(_LEARNERS.c.id, _LEARNERS.c.name_key).where(_LEARNERS.c.archived_at.is_(None))
    rows = connection.execute(query)
    if reader_id is None:
        return {row.name_key: Person(row.id, None) for row in rows}
    known = _known_ids(connection, reader_id)
    return {row.name_key: Person(row.id, known.get(row.id, frozenset())) for row in rows}


def _known_ids(connection: Connection, reader_id: str) -> dict[str, frozenset[str]]:
    """Return the ids under which an instructor knows people from courses of their own."""
    theirs = select(STAFF.c.course_id).where(
        STAFF.c.learner_id == reader_id, STAFF.c.removed_at.is_(None)
    )
    query = select(MEMBERS.c.learner_id, MEMBERS.c.external_key).where(
        MEMBERS.c.course_id.in_(theirs)
    )
    known: dict[str, set[str]] = {}
    for row in connection.execute(query):
        known.setdefault(row.learner_id, set()).add(row.external_key)
    return {learner_id: frozenset(ids) for learner_id, ids in known.items()}


def _update_of(member: Member) -> dict[str, Any]:
    return {
        "member": member.id,
        "cohort": member.cohort_id,
        "name": member.display_name,
        "left": member.left_at,
    }


def _instant(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
