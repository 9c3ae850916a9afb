"""What front ends are given of assignments as instructors see them, and what they hand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tutor.domain.assignment import Assignment, AssignmentPolicy, Extension
from tutor.services.views import Link


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """What an instructor says of a new assignment.

    Attributes:
        version_id: The published set.
        title: The set's own unless given.
        opens: A date, with a time or without, in the instructor's time zone; empty for none.
        cohorts: Cohorts it is for, each by name or id.
        students: Single students, each by name, roster id or learner id.
    """

    version_id: str
    title: str = ""
    opens: str = ""
    due: str = ""
    closes: str = ""
    policy: AssignmentPolicy = field(default_factory=AssignmentPolicy)
    cohorts: tuple[str, ...] = ()
    students: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionChoice:
    """A published set as it can be assigned."""

    id: str
    title: str
    number: int
    questions: int


@dataclass(frozen=True, slots=True)
class AssignmentChoices:
    """What the form of an assignment offers. `zone` is what dates are typed in."""

    versions: tuple[VersionChoice, ...]
    cohorts: tuple[Link, ...]
    students: tuple[Link, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many students stand how: `started` are those with any attempt."""

    students: int
    started: int
    submitted: int
    late: int
    overdue: int
    missed: int


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An assignment in a list: its dates in words, in the instructor's time zone.

    Attributes:
        stands: What holds now, with the date that comes next, such as `late until Tue 23:59`.
    """

    id: str
    title: str
    set_title: str
    opens: str
    due: str
    closes: str
    counts: Counts
    withdrawn: bool
    stands: str = ""


@dataclass(frozen=True, slots=True)
class StudentLine:
    """One student in an assignment. Instants are that student's own, factor and all.

    Attributes:
        status: One of `tutor.domain.assignment_status.STATUSES`; `status_text` says it.
        late: Handed in, but not in time.
        due: In words, in the instructor's time zone; `closes` likewise.
    """

    learner_id: str
    label: str
    status: str
    status_text: str
    late: bool
    attempts: int
    answered: int
    due_at: datetime | None
    closes_at: datetime | None
    due: str
    closes: str
    seconds: int | None
    factor: float
    extension: Extension | None


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """An assignment with its students.

    Attributes:
        opens: As the form takes it, in the instructor's time zone; `due` and `closes` likewise.
        begun: Whether anybody has started: set, time limit, order and code book are fixed then.
        matrix: Fact and when it shows, in words.
        warnings: One line each: what an instructor may not have meant.
    """

    assignment: Assignment
    set_title: str
    opens: str
    due: str
    closes: str
    zone: str
    cohorts: tuple[Link, ...]
    named: tuple[Link, ...]
    begun: bool
    counts: Counts
    matrix: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    students: tuple[StudentLine, ...]
