"""The roster of a course: who is in it, transfers, and importing a list in two phases."""

from __future__ import annotations

from pathlib import Path

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.classroom import Member
from tutor.domain.name_order import natural
from tutor.domain.permissions import require_teacher
from tutor.domain.records import Learner
from tutor.domain.roster import NAME_LENGTH, clean_text, read_roster
from tutor.domain.roster_plan import RosterOptions, RosterPlan
from tutor.domain.roster_planner import plan_roster
from tutor.domain.text import folded
from tutor.errors import AccessError, NotFoundError, UsageError
from tutor.interchange.delimited import Table, parse_table, read_table
from tutor.services.classroom.courses import CourseService
from tutor.services.classroom.people_views import (
    NO_ACCOUNT,
    ImportedRoster,
    MemberLine,
    RosterView,
)
from tutor.services.classroom.roster_accounts import Progress, RosterAccountService
from tutor.services.profiles import local_time_zone
from tutor.store.store import Store

EXAMPLE = (
    "id,name,section,sign-in name\n"
    "S001,Ann Lee,Morning,ann.lee@example.org\n"
    "S002,Ben Ray,Evening,ben.ray@example.org\n"
)
"""A roster file to begin with."""


class RosterService:
    """What instructors do with the students of a course. Every change is in the course's log."""

    def __init__(
        self, store: Store, courses: CourseService, accounts: RosterAccountService, clock: Clock
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._clock = clock
        self._courses = courses

    def roster(
        self, actor: Actor, course_id: str, *, cohort_id: str | None = None, left: bool = True
    ) -> RosterView:
        """Return the students of a course (or of a section): by section and name, then who left.

        Raises:
            AccessError: The actor does not teach the course.
        """
        course = self._courses.reached(actor, course_id)
        cohorts = self._store.cohorts(course_id, include_archived=True)
        names = {cohort.id: cohort.name for cohort in cohorts}
        people = {one.id: one.name for one in self._store.learners(include_archived=True)}
        members = self._store.members(course_id, cohort_id, include_left=left)
        standings = self._accounts.standings(members)
        lines = [
            MemberLine(
                member,
                names[member.cohort_id],
                people.get(member.learner_id, ""),
                standings.get(member.learner_id, ""),
            )
            for member in members
        ]
        lines.sort(key=lambda line: (not line.here, natural(line.cohort)))
        in_use = tuple(cohort for cohort in cohorts if cohort.archived_at is None)
        return RosterView(course, in_use, tuple(lines))

    def find(self, actor: Actor, course_id: str, text: str) -> Member:
        """Return the student meant by the id of the roster, the sign-in name, or the name.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: Nobody is called that.
            UsageError: Several are.
        """
        lines = self.roster(actor, course_id).members
        wanted = folded(text)
        for names in (_ids, _names):
            found = [line.member for line in lines if wanted in names(line)]
            if len(found) > 1:
                ids = ", ".join(member.external_id for member in found)
                raise UsageError(
                    f"{len(found)} students are called {text.strip()!r}: use an id, {ids}"
                )
            if found:
                return found[0]
        raise NotFoundError(f"no student of this course has the id or name {text.strip()!r}")

    def own_profiles(self, actor: Actor) -> tuple[Learner, ...]:
        """Return the profiles of who really uses a local file, without the students imported.

        Raises:
            AccessError: The database has accounts: it is nobody's own.
        """
        if not actor.owner:
            raise AccessError("profiles are chosen on a computer of one's own")
        imported = self._store.imported_learners()
        return tuple(one for one in self._store.learners() if one.id not in imported)

    # --- importing a list

    def plan_file(
        self, actor: Actor, course_id: str, path: Path, options: RosterOptions | None = None
    ) -> RosterPlan:
        """Say what importing a CSV file would do, row by row; nothing is changed.

        Raises:
            AccessError: The actor does not teach the course.
            TableError: The file cannot be read, or has no column with ids.
            UsageError: The course is archived, or an option cannot be met.
        """
        self._courses.open_course(actor, course_id)
        return self._plan(actor, course_id, read_table(path), options)

    def plan_bytes(
        self, actor: Actor, course_id: str, raw: bytes, options: RosterOptions | None = None
    ) -> RosterPlan:
        """Say what importing a table would do, as `plan_file` does of a file.

        Raises:
            AccessError: The actor does not teach the course.
            TableError: It is no table, or has no column with ids.
            UsageError: The course is archived, or an option cannot be met.
        """
        self._courses.open_course(actor, course_id)
        return self._plan(actor, course_id, parse_table(raw, "roster"), options)

    def apply(
        self, actor: Actor, plan: RosterPlan, progress: Progress | None = None
    ) -> ImportedRoster:
        """Do what was planned, all of it or nothing.

        Where people sign in, who joins gets an account with a one-time password in the same
        transaction. The passwords are made before it, and told this once.

        Args:
            actor: Who acts.
            plan: What to do.
            progress: Told how many passwords are made; what it raises leaves all as it was.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The roster is not the one the plan was made for, or the course is archived.
        """
        self._courses.open_course(actor, plan.course_id)
        if not plan.changes:
            return ImportedRoster(without=self._without(plan.course_id))
        zone = self._time_zone(actor, plan.course_id)
        ways = self._accounts.for_import(actor, plan, progress)
        hashes = {line: hashed for line, (_, hashed) in ways.items()}
        students, given = self._store.apply_roster(actor.learner_id, plan, zone, hashes)
        passwords = {learner_id: ways[line][0] for learner_id, line in given.items()}
        issued = self._accounts.issued(self._store.members(plan.course_id), passwords)
        return ImportedRoster(students, issued, self._without(plan.course_id))

    def _without(self, course_id: str) -> int:
        standings = self._accounts.standings(self._store.members(course_id))
        return sum(one == NO_ACCOUNT for one in standings.values())

    def joining(self, plan: RosterPlan) -> int:
        """Return how many students will get an account when a plan is done."""
        return len(self._accounts.lines(plan))

    def _plan(
        self, actor: Actor, course_id: str, table: Table, options: RosterOptions | None
    ) -> RosterPlan:
        header, *others = table.rows
        file = read_roster(header.cells, [(row.line, row.cells) for row in others], table.name)
        reader = None if actor.administrator else actor.learner_id
        state = self._store.roster_state(course_id, reader)
        return plan_roster(file, state, options or RosterOptions(), table.notes)

    def _time_zone(self, actor: Actor, course_id: str) -> str:
        """Return the zone of who made the course; else of who acts; else the machine's."""
        creator = self._store.course_creator(course_id) or actor.learner_id
        return self._store.learner(creator).time_zone if creator else local_time_zone()

    # --- one student

    def transfer(self, actor: Actor, member_id: str, cohort_id: str) -> Member:
        """Move a student to another section of the course.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The student has left, or the section is archived or of another course.
        """
        member = self._reached(actor, member_id)
        if member.left_at is not None:
            raise UsageError(f"{member.label} has left the course")
        cohort = self._store.cohort(cohort_id)
        if cohort.course_id != member.course_id:
            raise UsageError("that section is of another course")
        if cohort.archived_at is not None:
            raise UsageError(f"section {cohort.name!r} is archived: restore it first")
        return self._change(actor, member, "transferred", cohort_id=cohort_id)

    def leave(self, actor: Actor, member_id: str) -> Member:
        """Take a student out of the course; the work done stays in the gradebook.

        Raises:
            AccessError: The actor does not teach the course.
        """
        member = self._reached(actor, member_id)
        return self._change(actor, member, "left", left_at=member.left_at or self._clock.now())

    def come_back(self, actor: Actor, member_id: str) -> Member:
        """Take a student who left into the course again.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: Their section is archived.
        """
        member = self._reached(actor, member_id)
        cohort = self._store.cohort(member.cohort_id)
        if cohort.archived_at is not None:
            raise UsageError(f"section {cohort.name!r} is archived: restore it first")
        return self._change(actor, member, "returned", left_at=None)

    def rename(self, actor: Actor, member_id: str, name: str) -> Member:
        """Change the name a student is shown by.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The name is empty or too long, or the course keeps no names.
        """
        member = self._reached(actor, member_id)
        if self._store.course(member.course_id).pseudonymous:
            raise UsageError("this course keeps no names of students")
        name = clean_text(name, NAME_LENGTH, "a name")
        return self._change(actor, member, "renamed", display_name=name)

    def _reached(self, actor: Actor, member_id: str) -> Member:
        require_teacher(actor)
        member = self._store.member(member_id)
        self._courses.open_course(actor, member.course_id)
        return member

    def _change(self, actor: Actor, member: Member, action: str, **changes: object) -> Member:
        return self._store.change_member(actor.learner_id, member.id, action, changes)


def _ids(line: MemberLine) -> set[str]:
    return {folded(line.member.external_id), folded(line.sign_in), line.member.id}


def _names(line: MemberLine) -> set[str]:
    return {folded(line.member.display_name)} if line.member.display_name else set()
