"""Classes run by files: what was handed out and taken in, and whose keys are known.

On an instructor's side `bundle_secret`, `device_key` and `collected_attempt`; on a student's side
`given_assignment` and `course_key`. `collected_attempt` is append-only.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from tutor.store.base import JSON_VALUE, Base


class BundleSecretRow(Base, table=True):
    """What the questions of an assignment were made keyless with (hex); it never changes."""

    __tablename__ = "bundle_secret"

    assignment_id: str = Field(primary_key=True, foreign_key="assignment.id")
    secret: str
    made_at: datetime


class DeviceKeyRow(Base, table=True):
    """A public key that a student's results are signed with, since it was first seen."""

    __tablename__ = "device_key"
    __table_args__ = (Index(None, "learner_id"),)

    course_id: str = Field(primary_key=True, foreign_key="course.id")
    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    public_key: str = Field(primary_key=True)
    accepted_at: datetime


class CollectedAttemptRow(Base, table=True):
    """Where an attempt that came in a file comes from. Immutable.

    `source_id` is what the student's program calls it; `digest` and `trace` are those of a
    `tutor.domain.handed_in.InAttempt`.
    """

    __tablename__ = "collected_attempt"
    __table_args__ = (
        UniqueConstraint("assignment_id", "learner_id", "source_id"),
        Index(None, "learner_id"),
        Index(None, "trace"),
    )

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    assignment_id: str = Field(foreign_key="assignment.id")
    learner_id: str = Field(foreign_key="learner.id")
    source_id: str
    public_key: str
    digest: str
    trace: str
    set_back: int
    collected_at: datetime


class GivenAssignmentRow(Base, table=True):
    """An assignment that came in a file: what it is called where it comes from.

    The assignment itself, its course and its set have rows like any other, with ids of their own:
    several profiles of one database may be students of the same course. `release` says when the
    instructor means to show what; nothing here does before feedback comes in a file.
    """

    __tablename__ = "given_assignment"
    __table_args__ = (Index(None, "learner_id"),)

    assignment_id: str = Field(primary_key=True, foreign_key="assignment.id")
    learner_id: str = Field(foreign_key="learner.id")
    course_id: str = Field(foreign_key="course.id")
    source_course: str
    source_assignment: str
    external_id: str
    keyless: bool
    release: dict[str, Any] = Field(sa_type=JSON_VALUE)
    received_at: datetime


class CourseKeyRow(Base, table=True):
    """The public key of a course, remembered when its first file came."""

    __tablename__ = "course_key"

    course_id: str = Field(primary_key=True, foreign_key="course.id")
    public_key: str
    accepted_at: datetime


CLASS_FILE_TABLES = frozenset(
    {
        "bundle_secret",
        "device_key",
        "collected_attempt",
        "given_assignment",
        "course_key",
    }
)
"""Names of the tables of classes run by files; none is derived."""
