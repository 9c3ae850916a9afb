"""Cohorts: the sections a course is split into."""

from __future__ import annotations

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.classroom import Cohort
from tutor.domain.permissions import require_teacher
from tutor.domain.roster import COHORT_LENGTH, clean_text
from tutor.errors import UsageError
from tutor.services.classroom.courses import CourseService
from tutor.services.classroom.naming import meant
from tutor.store.store import Store


class CohortService:
    """What instructors do with the sections of a course. Every change is in the course's log."""

    def __init__(self, store: Store, courses: CourseService, clock: Clock) -> None:
        self._store = store
        self._courses = courses
        self._clock = clock

    def create(self, actor: Actor, course_id: str, name: str) -> Cohort:
        """Add a section to a course.

        Raises:
            AccessError: The actor does not teach it.
            UsageError: The name is empty, too long or taken, or the course is archived.
        """
        self._courses.open_course(actor, course_id)
        name = clean_text(name, COHORT_LENGTH, "a section's name")
        return self._store.create_cohort(actor.learner_id, course_id, name)

    def rename(self, actor: Actor, cohort_id: str, name: str) -> Cohort:
        """Give a section another name.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: The name is empty, too long or taken.
        """
        self._open_cohort(actor, cohort_id)
        changes = {"name": clean_text(name, COHORT_LENGTH, "a section's name")}
        return self._store.change_cohort(actor.learner_id, cohort_id, "renamed", changes)

    def archive(self, actor: Actor, cohort_id: str) -> Cohort:
        """Take a section out of use, once nobody is in it any more.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: Students are in it.
        """
        cohort = self._open_cohort(actor, cohort_id)
        if count := len(self._store.members(cohort.course_id, cohort_id)):
            students = "student is" if count == 1 else "students are"
            raise UsageError(f"{count} {students} in {cohort.name!r}: transfer them first")
        changes = {"archived_at": cohort.archived_at or self._clock.now()}
        return self._store.change_cohort(actor.learner_id, cohort_id, "archived", changes)

    def restore(self, actor: Actor, cohort_id: str) -> Cohort:
        """Take an archived section into use again.

        Raises:
            AccessError: The actor does not teach the course.
        """
        self._open_cohort(actor, cohort_id)
        changes = {"archived_at": None}
        return self._store.change_cohort(actor.learner_id, cohort_id, "restored", changes)

    def find(self, actor: Actor, course_id: str, text: str) -> Cohort:
        """Return the section of a course meant by a name (in any case) or an id.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: It has no such section.
        """
        self._courses.reached(actor, course_id)
        cohorts = self._store.cohorts(course_id, include_archived=True)
        named = "section", (cohort.name for cohort in cohorts)
        return meant(cohorts, text, lambda cohort: cohort.name, named)

    def _open_cohort(self, actor: Actor, cohort_id: str) -> Cohort:
        require_teacher(actor)
        cohort = self._store.cohort(cohort_id)
        self._courses.open_course(actor, cohort.course_id)
        return cohort
