"""All services about classes, made over one store: each is imported where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.clock import Clock
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.store.store import Store

if TYPE_CHECKING:
    from tutor.services.classroom.assignments import AssignmentService
    from tutor.services.classroom.courses import CourseService
    from tutor.services.classroom.work import WorkService


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
    def work(self) -> WorkService:
        """A student's own assignments."""
        from tutor.services.classroom.work import WorkService

        return WorkService(self.store, self.clock, self.practice)

    @property
    def assignments(self) -> AssignmentService:
        """Assignments as instructors give them."""
        from tutor.services.classroom.assignments import AssignmentService

        return AssignmentService(self.store, self.clock)

    @property
    def courses(self) -> CourseService:
        """Courses, their staff and sections, and the log of changes."""
        from tutor.services.classroom.courses import CourseService

        return CourseService(self.store, self.library, self.clock)
