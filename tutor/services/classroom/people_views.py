"""What screens and commands show of courses and of who is in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tutor.domain.classroom import Cohort, Course, Member


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One course in a list, with how many students it has at present."""

    course: Course
    students: int


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person who teaches a course."""

    learner_id: str
    name: str
    you: bool


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One section of a course, with how many students it has at present."""

    cohort: Cohort
    students: int


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course with who teaches it and its sections, archived ones last."""

    course: Course
    students: int
    staff: tuple[StaffLine, ...]
    cohorts: tuple[CohortLine, ...]


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One student as listed.

    Attributes:
        sign_in: The name they sign in with, which is their profile's name.
    """

    member: Member
    cohort: str
    sign_in: str

    @property
    def here(self) -> bool:
        """Whether the student has not left."""
        return self.member.left_at is None


@dataclass(frozen=True, slots=True)
class RosterView:
    """The students of a course, by section and name; those who left stand last."""

    course: Course
    cohorts: tuple[Cohort, ...]
    members: tuple[MemberLine, ...]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One change: when, who, and what, in words.

    Attributes:
        who: Name of who made it; empty where nobody was signed in.
        what: What was done to what.
    """

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    subject_id: str
    what: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
