"""Courses, their sections and students, and what is kept of every change to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Course:
    """A course.

    Attributes:
        exam: The exam it prepares for, or None.
        pseudonymous: The database holds no real names of its students.
    """

    id: str
    title: str
    exam: str | None
    pseudonymous: bool
    created_at: datetime
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cohort:
    """A section of a course."""

    id: str
    course_id: str
    name: str
    created_at: datetime
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A student of a course.

    Attributes:
        external_id: The stable id of the roster, such as a student number.
        display_name: The name as shown to instructors; None in a pseudonymous course.
        left_at: When the student left the course; the work done stays.
    """

    id: str
    course_id: str
    cohort_id: str
    learner_id: str
    external_id: str
    display_name: str | None
    joined_at: datetime
    left_at: datetime | None = None

    @property
    def label(self) -> str:
        """What the student is called on screens and in reports."""
        return self.display_name or self.external_id


@dataclass(frozen=True, slots=True)
class Change:
    """A change for the audit log.

    Attributes:
        action: What was done, such as `created`, `archived`, `transferred`, `published`.
        subject: What kind of thing it was done to, such as `course`, `member`, `assignment`.
        before: The fields that changed, as they were; None where the thing is new.
        after: The same, as they are; None where it is gone.
    """

    action: str
    subject: str
    subject_id: str
    course_id: str | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A change as kept: with who made it and when.

    Attributes:
        actor_id: Who made it; None for the owner of a local file who had no profile.
        actor: What they are called now; empty where they have been erased.
        called: What the person is called whom it was done to; empty where it was to no person.
    """

    id: int
    at: datetime
    actor_id: str | None
    change: Change
    actor: str = ""
    called: str = ""
