"""Assignments: a published set given to students, and the rules it is taken under."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

MOMENTS = ("during", "after_submit", "after_close")
"""When something about an answer may show: while the attempt is open, once it was handed in,
once the assignment has closed for the student."""
FACTS = ("score", "correctness", "key", "rationale")
"""What may show: the marks, right or wrong per question, the key, the reasons."""
COUNTING = ("best", "last", "first", "mean")
"""Which of several attempts counts."""
LATE_RULES = ("refuse", "accept", "deduct")
"""What becomes of work handed in after the due date and before the close: not possible, taken as
it is and marked late, or taken with a deduction for each day begun."""


@dataclass(frozen=True, slots=True)
class Release:
    """The feedback matrix: the first moment from which each fact shows; None never shows it."""

    score: str | None = "after_submit"
    correctness: str | None = "after_submit"
    key: str | None = "after_close"
    rationale: str | None = "after_close"


@dataclass(frozen=True, slots=True)
class AssignmentPolicy:
    """The rules of an assignment.

    Attributes:
        attempts: How many; None for as many as wanted.
        counts: One of `COUNTING`.
        seconds: Time limit of an attempt, or None.
        late: One of `LATE_RULES`.
        late_percent: Of the points, taken off for each day begun (`deduct`).
        shuffle: Questions in another order for each student.
        books: Whether the code book may be opened.
    """

    attempts: int | None = 1
    counts: str = "best"
    seconds: int | None = None
    late: str = "accept"
    late_percent: float = 0.0
    shuffle: bool = True
    books: bool = True
    release: Release = field(default_factory=Release)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> AssignmentPolicy:
        """Rebuild a policy from its JSON form; what is missing takes its usual value."""
        return cls(**(data | {"release": Release(**data.get("release", {}))}))


@dataclass(frozen=True, slots=True)
class Assignment:
    """A published set given to cohorts or single students. None: no such limit."""

    id: str
    course_id: str
    version_id: str
    title: str
    policy: AssignmentPolicy
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    created_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """What one student may have beyond the others in one assignment."""

    due_at: datetime | None = None
    closes_at: datetime | None = None
    more_attempts: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AssignedAttempt:
    """One attempt at an assignment, without its questions.

    Attributes:
        number: Of the student's attempts, from 1.
        policy: The rules as they were at the start.
        points: What each question is worth, by position.
        factor: The student's time factor at the start.
        due_at: The student's own due date as it was at the start; `closes_at` likewise.
        deadline: When it ends by itself, as it stands now; None without an end.
        status: `open`, `finished` or `expired`.
        handed_in: When it was handed in, or its time was up; None while it is open.
        withheld: Which answers are right is not released, and they count nowhere yet.
    """

    attempt_id: str
    assignment_id: str
    learner_id: str
    number: int
    policy: AssignmentPolicy
    points: tuple[float, ...]
    factor: float
    due_at: datetime | None
    closes_at: datetime | None
    started_at: datetime
    deadline: datetime | None
    status: str
    handed_in: datetime | None
    withheld: bool
    answered: int
    total: int
