"""Classes: who is in which, what was set for them, and every change an instructor made.

`quiz_set_version`, `quiz_set_item`, `assigned_attempt` and `audit` are append-only, as what they
say must not change under a learner; the other rows are changed in place, and `audit` keeps each
change. Services check rights and values, constraints here hold the line.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from tutor.store.base import BIG_ID, JSON_VALUE, Base


class CourseRow(Base, table=True):
    """A course. A pseudonymous one holds no real names: `member.display_name` stays empty."""

    __tablename__ = "course"

    id: str = Field(primary_key=True)
    title: str
    exam: str | None = None
    pseudonymous: bool = False
    created_at: datetime
    archived_at: datetime | None = None


class StaffRow(Base, table=True):
    """Who teaches a course, until `removed_at`."""

    __tablename__ = "staff"
    __table_args__ = (Index(None, "learner_id"),)

    course_id: str = Field(primary_key=True, foreign_key="course.id")
    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    added_at: datetime
    removed_at: datetime | None = None


class CohortRow(Base, table=True):
    """A section of a course. `name_key` is the name as compared: folded to one case."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("course_id", "name_key"),)

    id: str = Field(primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    name: str
    name_key: str
    created_at: datetime
    archived_at: datetime | None = None


class MemberRow(Base, table=True):
    """A student of a course, in one of its cohorts at a time.

    `external_id` is the stable id of the roster (a student number), `external_key` the same
    folded to one case. Whoever has left keeps the row: the gradebook still knows them.
    """

    __tablename__ = "member"
    __table_args__ = (
        UniqueConstraint("course_id", "external_key"),
        UniqueConstraint("course_id", "learner_id"),
        Index(None, "cohort_id"),
        Index(None, "learner_id"),
    )

    id: str = Field(primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    cohort_id: str = Field(foreign_key="cohort.id")
    learner_id: str = Field(foreign_key="learner.id")
    external_id: str
    external_key: str
    display_name: str | None = None
    joined_at: datetime
    left_at: datetime | None = None


class AuditRow(Base, table=True):
    """One change: who, when, what, before and after. No foreign keys: it outlives what it names."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("entry_id"),
        Index(None, "course_id", "id"),
        Index(None, "subject_id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BIG_ID)
    entry_id: str
    at: datetime
    actor_id: str | None = None
    course_id: str | None = None
    action: str
    subject: str
    subject_id: str
    before: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSON_VALUE)


class CourseItemRow(Base, table=True):
    """An item of a course's own bank, as it stands now.

    `source` is the author's YAML, `body` the canonical JSON it compiles to.
    """

    __tablename__ = "course_item"

    course_id: str = Field(primary_key=True, foreign_key="course.id")
    item_id: str = Field(primary_key=True)
    content_hash: str
    source: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    edited_at: datetime
    edited_by: str | None = None
    withdrawn_at: datetime | None = None


class QuizSetRow(Base, table=True):
    """A quiz set in the making: `definition` is the draft (see `tutor.domain.quiz_set`).

    `shared` offers it to all instructors; `origin_id` names the set it was copied from.
    """

    __tablename__ = "quiz_set"
    __table_args__ = (Index(None, "course_id"),)

    id: str = Field(primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    title: str
    definition: dict[str, Any] = Field(sa_type=JSON_VALUE)
    shared: bool = False
    origin_id: str | None = None
    created_at: datetime
    edited_at: datetime
    archived_at: datetime | None = None


class QuizSetVersionRow(Base, table=True):
    """A quiz set as published. Immutable. `seed` is decimal text, as for attempts."""

    __tablename__ = "quiz_set_version"
    __table_args__ = (UniqueConstraint("set_id", "number"),)

    id: str = Field(primary_key=True)
    set_id: str = Field(foreign_key="quiz_set.id")
    number: int
    title: str
    definition: dict[str, Any] = Field(sa_type=JSON_VALUE)
    seed: str
    published_at: datetime
    published_by: str | None = None


class QuizSetItemRow(Base, table=True):
    """One frozen item of a published set: of slot `slot` (from 0, over all sections).

    A slot with a fixed question has one row (`place` 0); a slot drawn per student has its whole
    pool, in a fixed order, by `place`.
    """

    __tablename__ = "quiz_set_item"

    version_id: str = Field(primary_key=True, foreign_key="quiz_set_version.id")
    slot: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    item_id: str
    item_hash: str = Field(foreign_key="item_version.content_hash")


class AssignmentRow(Base, table=True):
    """A published set given to students. `policy` is a `tutor.domain.assignment.AssignmentPolicy`.

    Instants are None where there is no such limit.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(None, "course_id"),
        Index(None, "version_id"),
        CheckConstraint("opens_at < closes_at", name="window"),
    )

    id: str = Field(primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    version_id: str = Field(foreign_key="quiz_set_version.id")
    title: str
    policy: dict[str, Any] = Field(sa_type=JSON_VALUE)
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    created_at: datetime
    withdrawn_at: datetime | None = None


class AssignmentTargetRow(Base, table=True):
    """Who an assignment is for: a cohort, or one student."""

    __tablename__ = "assignment_target"
    __table_args__ = (
        UniqueConstraint("assignment_id", "cohort_id", "learner_id"),
        Index(None, "cohort_id"),
        Index(None, "learner_id"),
        CheckConstraint("(cohort_id IS NULL) <> (learner_id IS NULL)", name="one_target"),
    )

    id: str = Field(primary_key=True)
    assignment_id: str = Field(foreign_key="assignment.id")
    cohort_id: str | None = Field(default=None, foreign_key="cohort.id")
    learner_id: str | None = Field(default=None, foreign_key="learner.id")


class AccommodationRow(Base, table=True):
    """A student's time factor in a course: it stretches both the limit and the window."""

    __tablename__ = "accommodation"
    __table_args__ = (CheckConstraint("factor >= 1", name="factor"),)

    course_id: str = Field(primary_key=True, foreign_key="course.id")
    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    factor: float
    changed_at: datetime


class ExtensionRow(Base, table=True):
    """What one student may have beyond the others in one assignment: later dates, more attempts."""

    __tablename__ = "extension"
    __table_args__ = (Index(None, "learner_id"),)

    assignment_id: str = Field(primary_key=True, foreign_key="assignment.id")
    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    due_at: datetime | None = None
    closes_at: datetime | None = None
    more_attempts: int = 0
    reason: str = ""
    changed_at: datetime


class AssignedAttemptRow(Base, table=True):
    """What makes an attempt one at an assignment: the rules as they were at its start. Immutable.

    `number` counts the student's attempts from 1; `points` holds what each position is worth;
    `factor` is the time factor, which `due_at` and `closes_at` have in them.
    """

    __tablename__ = "assigned_attempt"
    __table_args__ = (UniqueConstraint("assignment_id", "learner_id", "number"),)

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    assignment_id: str = Field(foreign_key="assignment.id")
    learner_id: str = Field(foreign_key="learner.id")
    number: int
    policy: dict[str, Any] = Field(sa_type=JSON_VALUE)
    points: list[float] = Field(sa_type=JSON_VALUE)
    factor: float = 1.0
    due_at: datetime | None = None
    closes_at: datetime | None = None


class RulingRow(Base, table=True):
    """What was decided of an item version found at fault, in a course, until `revoked_at`.

    `action` is `rescore` (by `key`, the responses that are right now), `credit` (full marks for
    all) or `void` (the question counts for nobody).
    """

    __tablename__ = "ruling"
    __table_args__ = (
        Index(None, "course_id"),
        CheckConstraint("action IN ('rescore', 'credit', 'void')", name="action"),
    )

    id: str = Field(primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    item_hash: str = Field(foreign_key="item_version.content_hash")
    action: str
    key: list[list[str]] | None = Field(default=None, sa_type=JSON_VALUE)
    reason: str
    at: datetime
    by: str | None = None
    revoked_at: datetime | None = None


class GradeOverrideRow(Base, table=True):
    """A grade set by hand, with its reason, until `removed_at`. No points: excused."""

    __tablename__ = "grade_override"

    assignment_id: str = Field(primary_key=True, foreign_key="assignment.id")
    learner_id: str = Field(primary_key=True, foreign_key="learner.id")
    points: float | None = None
    reason: str
    at: datetime
    by: str | None = None
    removed_at: datetime | None = None


class AttemptGradeRow(Base, table=True):
    """The marks of one ended attempt at an assignment, with all rulings applied.

    Derived: it can be made anew from answers and rulings. `questions` holds the marks by
    position (None where a question does not count).
    """

    __tablename__ = "attempt_grade"
    __table_args__ = (Index(None, "assignment_id", "learner_id"), Index(None, "learner_id"))

    attempt_id: str = Field(primary_key=True, foreign_key="attempt.id")
    assignment_id: str = Field(foreign_key="assignment.id")
    learner_id: str = Field(foreign_key="learner.id")
    points: float
    most: float
    answered: int
    questions: list[float | None] = Field(sa_type=JSON_VALUE)
    submitted_at: datetime


class DisputeRow(Base, table=True):
    """A student's objection to a key, and the answer to it."""

    __tablename__ = "dispute"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        Index(None, "course_id", "status"),
        CheckConstraint("status IN ('open', 'upheld', 'rejected')", name="status"),
    )

    id: str = Field(primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    attempt_id: str = Field(foreign_key="attempt.id")
    position: int
    learner_id: str = Field(foreign_key="learner.id")
    item_hash: str = Field(foreign_key="item_version.content_hash")
    text: str
    at: datetime
    status: str = "open"
    reply: str = ""
    replied_at: datetime | None = None


class MessageRow(Base, table=True):
    """A message from a course's staff to one student, shown on their Home until `read_at`."""

    __tablename__ = "message"
    __table_args__ = (
        Index(
            None,
            "learner_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(None, "course_id"),
    )

    id: str = Field(primary_key=True)
    course_id: str = Field(foreign_key="course.id")
    learner_id: str = Field(foreign_key="learner.id")
    sender_id: str | None = None
    text: str
    sent_at: datetime
    read_at: datetime | None = None


CLASS_TABLES = frozenset(
    {
        "course",
        "staff",
        "cohort",
        "member",
        "audit",
        "course_item",
        "quiz_set",
        "quiz_set_version",
        "quiz_set_item",
        "assignment",
        "assignment_target",
        "accommodation",
        "extension",
        "assigned_attempt",
        "ruling",
        "grade_override",
        "attempt_grade",
        "dispute",
        "message",
    }
)
"""Names of all tables of classes; of these, only `attempt_grade` is derived."""
