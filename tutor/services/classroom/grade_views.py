"""What screens, commands and files show of following and grading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tutor.domain.assignment import Assignment
from tutor.domain.at_risk import Reason
from tutor.domain.classroom import Course, Member
from tutor.domain.gradebook import Cell, Counts, Tally, Total


@dataclass(frozen=True, slots=True)
class Column:
    """An assignment in the gradebook.

    Attributes:
        most: What it is out of.
        counts: How those it is for stand, who is on the roster now.
        mean: Mean percent of the cells that count.
    """

    assignment: Assignment
    most: float
    counts: Counts
    mean: Tally


@dataclass(frozen=True, slots=True)
class StudentRow:
    """A student in the gradebook: a cell for each assignment, in order, and the total."""

    member: Member
    cohort: str
    cells: tuple[Cell, ...]
    total: Total

    @property
    def left(self) -> bool:
        """Whether the student has left the course; their work stands on, marked so."""
        return self.member.left_at is not None


@dataclass(frozen=True, slots=True)
class GradebookView:
    """The gradebook of a course, or of one of its sections: everyone ever on the roster.

    Attributes:
        cohort: Name of the section, or None for all.
        mean: Mean of the students' totals, of those still in the course.
    """

    course: Course
    cohort: str | None
    at: datetime
    columns: tuple[Column, ...]
    rows: tuple[StudentRow, ...]
    mean: Tally


@dataclass(frozen=True, slots=True)
class DomainShare:
    """How a domain went: points of the most that could be had, over so many questions."""

    id: str
    name: str
    percent: float | None
    questions: int


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A student in the live overview of one assignment.

    Attributes:
        answered: Questions answered in the attempt that goes on, or in the last.
        questions: How many that attempt has; 0 where none was begun.
        overdue: Whether it is due, and nothing was handed in, though it still can be.
        stuck: Domains where less than half was earned, over enough questions; weakest first.
    """

    member: Member
    cohort: str
    cell: Cell
    answered: int
    questions: int
    overdue: bool
    stuck: tuple[DomainShare, ...]

    @property
    def left(self) -> bool:
        """Whether the student has left the course: in no count and no mean."""
        return self.member.left_at is not None


@dataclass(frozen=True, slots=True)
class OverviewView:
    """How one assignment goes at this moment.

    Attributes:
        counts: How those it is for stand, who have not left; `mean` and `domains` are theirs, too.
        overdue: How many of them are past the due date with nothing handed in.
    """

    course: Course
    assignment: Assignment
    at: datetime
    counts: Counts
    overdue: int
    mean: Tally
    rows: tuple[OverviewRow, ...]
    domains: tuple[DomainShare, ...]


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A student in the heat map: a share for each domain, in order."""

    member: Member
    cohort: str
    shares: tuple[DomainShare, ...]


@dataclass(frozen=True, slots=True)
class HeatView:
    """Students by domains of one exam.

    Attributes:
        source: `assigned` (the course's assigned work) or `all` (all study on record).
        whole: The class as a whole.
    """

    course: Course
    exam: str
    source: str
    at: datetime
    rows: tuple[HeatRow, ...]
    whole: tuple[DomainShare, ...]


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A student who may need help, and why."""

    member: Member
    cohort: str
    total: Total
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class RiskView:
    """Who may need help. `students` is how many were looked at; `rule` states the thresholds."""

    course: Course
    at: datetime
    rule: str
    students: int
    rows: tuple[RiskRow, ...]
