"""Courses: made, renamed, archived; who teaches them; the log of changes."""

from __future__ import annotations

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.classroom import Course
from tutor.domain.permissions import require_staff, require_teacher
from tutor.domain.roster import clean_text
from tutor.domain.text import folded
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.change_words import change_in_words
from tutor.services.classroom.disputes import OPEN
from tutor.services.classroom.naming import meant
from tutor.services.classroom.people_views import (
    CohortLine,
    CourseLine,
    CourseView,
    LogLine,
    StaffLine,
)
from tutor.services.library import Library
from tutor.store.classroom.people_changes import NewCourse
from tutor.store.store import Store

TITLE_LENGTH = 80
"""The longest title of a course, in characters."""
NOBODY = ""
"""Stands for who made a change where nobody was signed in."""


class CourseService:
    """What instructors do with courses. Every change is in the course's log."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    # --- courses

    def courses(self, actor: Actor, *, include_archived: bool = False) -> tuple[CourseLine, ...]:
        """Return the courses an actor teaches, an administrator all of them; archived ones last.

        Raises:
            AccessError: The actor is a student.
        """
        require_teacher(actor)
        mine = None if actor.administrator else actor.learner_id
        found = self._store.courses(mine, include_archived=include_archived)
        counts = self._store.member_counts()
        lines = [CourseLine(course, counts.get(course.id, 0)) for course in found]
        return tuple(sorted(lines, key=lambda line: line.course.archived_at is not None))

    def home_line(self, actor: Actor) -> str:
        """Return how many courses an actor teaches, and what waits there, in words.

        Empty for who does not teach; on a machine of one's own, for a profile without a course.
        """
        if not actor.teaches:
            return ""
        mine = self._store.courses(actor.learner_id) if actor.learner_id else ()
        count = len(mine if actor.owner else self.courses(actor))
        if not count:
            return "" if actor.owner else "no course yet"
        words = "1 course" if count == 1 else f"{count} courses"
        disputes = sum(len(self._store.disputes(one.id, OPEN)) for one in mine)
        if not disputes:
            return words
        return f"{words}, {'1 dispute waits' if disputes == 1 else f'{disputes} disputes wait'}"

    def course(self, actor: Actor, course_id: str) -> CourseView:
        """Return a course with staff and sections.

        Raises:
            AccessError: The actor does not teach it.
            NotFoundError: There is no such course.
        """
        course = self.reached(actor, course_id)
        members = self._store.members(course_id)
        cohorts = self._store.cohorts(course_id, include_archived=True)
        lines = [
            CohortLine(cohort, sum(member.cohort_id == cohort.id for member in members))
            for cohort in cohorts
        ]
        return CourseView(
            course,
            len(members),
            self._staff_lines(actor, course_id),
            tuple(sorted(lines, key=lambda line: line.cohort.archived_at is not None)),
        )

    def find(self, actor: Actor, text: str) -> Course:
        """Return the course meant by a title (in any case), an id, or the beginning of an id.

        Raises:
            AccessError: The actor is a student.
            NotFoundError: The actor teaches no such course.
            UsageError: Several are meant.
        """
        courses = [line.course for line in self.courses(actor, include_archived=True)]
        named = "course", (course.title for course in courses)
        return meant(courses, text, lambda course: course.title, named)

    def create(
        self, actor: Actor, title: str, *, exam: str | None = None, pseudonymous: bool = False
    ) -> Course:
        """Make a course; who makes it teaches it.

        Raises:
            AccessError: The actor is a student.
            UsageError: The title is empty, too long, or that of another course in use.
            NotFoundError: There is no such exam.
        """
        require_teacher(actor)
        new = NewCourse(self._free_title(actor, title), self._exam(exam), pseudonymous)
        return self._store.create_course(actor.learner_id, new)

    def rename(self, actor: Actor, course_id: str, title: str) -> Course:
        """Give a course another title.

        Raises:
            AccessError: The actor does not teach it.
            UsageError: The title is empty, too long or taken, or the course is archived.
        """
        self.open_course(actor, course_id)
        changes = {"title": self._free_title(actor, title, course_id)}
        return self._store.change_course(actor.learner_id, course_id, "renamed", changes)

    def set_exam(self, actor: Actor, course_id: str, exam: str | None) -> Course:
        """Say which exam a course prepares for; None for none in particular.

        Raises:
            AccessError: The actor does not teach it.
            NotFoundError: There is no such exam.
        """
        self.open_course(actor, course_id)
        changes = {"exam": self._exam(exam)}
        return self._store.change_course(actor.learner_id, course_id, "changed", changes)

    def archive(self, actor: Actor, course_id: str) -> Course:
        """Take a course out of use; all that is in it is kept, and can be read.

        Raises:
            AccessError: The actor does not teach it.
        """
        course = self.reached(actor, course_id)
        changes = {"archived_at": course.archived_at or self._clock.now()}
        return self._store.change_course(actor.learner_id, course_id, "archived", changes)

    def restore(self, actor: Actor, course_id: str) -> Course:
        """Take an archived course into use again.

        Raises:
            AccessError: The actor does not teach it.
            UsageError: Another course has its title now.
        """
        course = self.reached(actor, course_id)
        self._free_title(actor, course.title, course_id)
        changes = {"archived_at": None}
        return self._store.change_course(actor.learner_id, course_id, "restored", changes)

    # --- staff

    def staff(self, actor: Actor, course_id: str) -> tuple[StaffLine, ...]:
        """Return who teaches a course, by name.

        Raises:
            AccessError: The actor does not teach it.
        """
        self.reached(actor, course_id)
        return self._staff_lines(actor, course_id)

    def add_staff(self, actor: Actor, course_id: str, name: str) -> StaffLine:
        """Put a person on a course's staff, by the name they sign in with (a profile's name).

        Only who may teach at all can use it: a student on the staff reaches nothing.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: Nobody is called that.
            UsageError: They are a student of the course, or teach it already.
        """
        self.open_course(actor, course_id)
        wanted = folded(name)
        person = next((one for one in self._store.learners() if folded(one.name) == wanted), None)
        if person is None:
            raise NotFoundError(f"nobody here is called {name.strip()!r}")
        if person.id in self._store.staff(course_id):
            raise UsageError(f"{person.name} teaches this course already")
        if any(one.course_id == course_id for one in self._store.memberships(person.id)):
            raise UsageError(f"{person.name} is a student of this course")
        self._store.set_staff(actor.learner_id, course_id, person.id, kept=True, may_empty=True)
        return StaffLine(person.id, person.name, person.id == actor.learner_id)

    def remove_staff(self, actor: Actor, course_id: str, learner_id: str) -> None:
        """Take a person off a course's staff. The last one only an administrator can.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: It is the last one, or they do not teach it.
        """
        self.open_course(actor, course_id)
        if learner_id not in self._store.staff(course_id):
            raise UsageError("that person does not teach this course")
        self._store.set_staff(
            actor.learner_id, course_id, learner_id, kept=False, may_empty=actor.administrator
        )

    def find_staff(self, actor: Actor, course_id: str, text: str) -> StaffLine:
        """Return the person of a course's staff meant by a name or an id.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: Nobody on the staff is called that.
        """
        staff = self.staff(actor, course_id)
        for line in staff:
            if text.strip() == line.learner_id or folded(text) == folded(line.name):
                return line
        known = ", ".join(line.name for line in staff) or "nobody"
        raise NotFoundError(f"{text.strip()!r} does not teach this course; its staff: {known}")

    # --- the log

    def log(
        self, actor: Actor, course_id: str, *, subject_id: str | None = None, limit: int = 200
    ) -> tuple[LogLine, ...]:
        """Return the latest changes in a course, newest first; of one thing, if it is named.

        Raises:
            AccessError: The actor does not teach it.
        """
        self.reached(actor, course_id)
        entries = self._store.changes(course_id, subject_id=subject_id, limit=limit)
        people = {one.id: one.name for one in self._store.learners(include_archived=True)}
        names = people | self._names_in(course_id)
        return tuple(
            LogLine(
                entry.id,
                entry.at,
                people.get(entry.actor_id or "", NOBODY),
                entry.change.action,
                entry.change.subject,
                entry.change.subject_id,
                change_in_words(entry.change, names),
                entry.change.before,
                entry.change.after,
            )
            for entry in entries
        )

    def _names_in(self, course_id: str) -> dict[str, str]:
        """Return what a course's students, sections, sets and assignments are called, by id."""
        members = self._store.members(course_id, include_left=True)
        cohorts = self._store.cohorts(course_id, include_archived=True)
        sets = self._store.quiz_sets(course_id, include_archived=True)
        return (
            {one.learner_id: one.label for one in members}
            | {one.id: one.label for one in members}
            | {one.id: one.name for one in cohorts}
            | {one.id: one.title for one in sets}
            | {one.id: one.title for one in self._store.assignments(course_id)}
        )

    # --- rights

    def reached(self, actor: Actor, course_id: str) -> Course:
        """Return a course that the actor teaches, archived or not.

        Raises:
            AccessError: The actor does not teach it.
            NotFoundError: There is no such course.
        """
        require_teacher(actor)
        course = self._store.course(course_id)
        require_staff(actor, self._store.staff(course_id))
        return course

    def open_course(self, actor: Actor, course_id: str) -> Course:
        """Return a course that the actor teaches, to change something in it.

        Raises:
            AccessError: The actor does not teach it.
            NotFoundError: There is no such course.
            UsageError: It is archived.
        """
        course = self.reached(actor, course_id)
        if course.archived_at is not None:
            raise UsageError(f"{course.title!r} is archived: restore it first")
        return course

    def _staff_lines(self, actor: Actor, course_id: str) -> tuple[StaffLine, ...]:
        lines = [
            StaffLine(person.id, person.name, person.id == actor.learner_id)
            for person in map(self._store.learner, self._store.staff(course_id))
        ]
        return tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.learner_id)))

    def _exam(self, exam: str | None) -> str | None:
        return self._library.blueprint(exam).id if exam else None

    def _free_title(self, actor: Actor, title: str, course_id: str | None = None) -> str:
        """Return a title as it will stand; two courses of one person need two titles."""
        title = clean_text(title, TITLE_LENGTH, "a course's title")
        for line in self.courses(actor):
            if line.course.id != course_id and folded(line.course.title) == folded(title):
                raise UsageError(f"there is a course {line.course.title!r} already")
        return title
