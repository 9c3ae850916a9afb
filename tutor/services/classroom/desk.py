"""All services about classes, made over one store: each is imported where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.clock import Clock
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.store.store import Store

if TYPE_CHECKING:
    from tutor.services.classroom.cohorts import CohortService
    from tutor.services.classroom.courses import CourseService
    from tutor.services.classroom.roster import RosterService


@dataclass(frozen=True, slots=True)
class Classroom:
    """What the services about classes are made from; each has a property of its own.

    The store here is the whole one: a service checks its actor with `tutor.domain.permissions`
    before it reads or writes anything.
    """

    store: Store
    library: Library
    clock: Clock
    practice: PracticeService

    @property
    def courses(self) -> CourseService:
        """Courses, their staff, and the log of changes."""
        from tutor.services.classroom.courses import CourseService

        return CourseService(self.store, self.library, self.clock)

    @property
    def roster(self) -> RosterService:
        """Who is in a course, and importing a list of students."""
        from tutor.services.classroom.roster import RosterService

        return RosterService(self.store, self.courses, self.clock)

    @property
    def cohorts(self) -> CohortService:
        """The sections of courses."""
        from tutor.services.classroom.cohorts import CohortService

        return CohortService(self.store, self.courses, self.clock)
