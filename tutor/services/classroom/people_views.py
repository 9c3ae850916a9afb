"""What screens and commands show of courses and of who is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tutor.domain.classroom import Cohort, Course, Member
from tutor.domain.roster_plan import NewStudent


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


NO_ACCOUNT, UNUSED, OPEN, CLOSED = "no account", "one-time password", "account", "account closed"
WAYS_IN = (NO_ACCOUNT, UNUSED, OPEN, CLOSED)
"""How a student's account can stand; `UNUSED`: the one-time password was not used yet."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One student as listed.

    Attributes:
        sign_in: The name they sign in with, which is their profile's name.
        account: How their account stands, one of `WAYS_IN`; empty where nobody signs in.
    """

    member: Member
    cohort: str
    sign_in: str
    account: str = ""

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
class IssuedPassword:
    """A student's one-time password, which is told this once.

    Attributes:
        external_id: The stable id of the roster.
        name: As instructors see it; empty in a pseudonymous course.
        sign_in: The name to sign in with.
    """

    learner_id: str
    external_id: str
    name: str
    sign_in: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GivenAccounts:
    """What giving accounts came to.

    Attributes:
        passwords: For whom an account was made, by name.
        left_out: Names of students who have no account and teach elsewhere: an administrator
            makes theirs.
    """

    passwords: tuple[IssuedPassword, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedRoster:
    """What an import came to.

    Attributes:
        students: For whom a person was made.
        passwords: For whom an account was made, by name.
        without: How many students of the course have no account still; 0 where nobody signs in.
    """

    students: tuple[NewStudent, ...] = ()
    passwords: tuple[IssuedPassword, ...] = ()
    without: int = 0


@dataclass(frozen=True, slots=True)
class LogLine:
    """One change: when, who, and what, in words.

    Attributes:
        who: Name of who made it, or words for somebody who has none.
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
