"""The gradebook: how each student stands in each assignment, and what that makes in all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import fsum

from tutor.domain.marking import Grade, HandedIn, counted, counting_attempt

NOT_STARTED = "not started"
IN_PROGRESS = "in progress"
SUBMITTED = "submitted"
LATE = "late"
MISSED = "missed"
UNGRADED = "not yet graded"
EXCUSED = "excused"
NOT_ASSIGNED = "not assigned"
STATUSES = (
    NOT_STARTED,
    IN_PROGRESS,
    SUBMITTED,
    LATE,
    MISSED,
    UNGRADED,
    EXCUSED,
    NOT_ASSIGNED,
)
"""How a student can stand in an assignment. `missed`: it closed and nothing was handed in, which
is 0 points. `not yet graded`: handed in, marks to come. `excused` counts neither way."""
MARKS = {
    NOT_STARTED: "·",
    IN_PROGRESS: "…",
    SUBMITTED: "",
    LATE: "L",
    MISSED: "M",
    UNGRADED: "?",
    EXCUSED: "E",
    NOT_ASSIGNED: "-",
}
"""A sign for each status, where a table has no room for the word."""


@dataclass(frozen=True, slots=True)
class Override:
    """A grade set by hand, with its reason. `points` None excuses the student."""

    points: float | None
    reason: str
    at: datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What there is of one student in one assignment.

    Attributes:
        assigned: Whether it is for them (someone who changed sections may have work all the same).
        most: What it is out of, where no attempt tells.
        counts: Which attempt counts.
        due_at: Until when it is in time for this student.
        closes_at: When it closes for this student; None never.
        handed_in: Ended attempts with marks.
        ungraded: Ended attempts without.
        open: Attempts going on.
        extended: Whether the student has more time than the others.
        gone: When the student left the course; what was not handed in by then is not missed.
    """

    assigned: bool
    most: float
    counts: str
    due_at: datetime | None = None
    closes_at: datetime | None = None
    handed_in: tuple[HandedIn, ...] = ()
    ungraded: int = 0
    open: int = 0
    extended: bool = False
    gone: datetime | None = None
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """How a student stands in an assignment.

    Attributes:
        status: One of `STATUSES`.
        points: Earned, after lateness or as set by hand; None where nothing counts yet.
        most: What it is out of; None as well.
        deducted: Points that lateness cost the attempt that counts.
        attempts: Begun in all.
        submitted_at: When the attempt that counts was handed in.
        late_days: Days begun after the due date, of the same.
        reason: Why the grade was set by hand; None where it was not.
    """

    status: str
    points: float | None = None
    most: float | None = None
    deducted: float = 0.0
    attempts: int = 0
    submitted_at: datetime | None = None
    late_days: int = 0
    extended: bool = False
    reason: str | None = None

    @property
    def percent(self) -> float | None:
        """Points in percent; None where nothing counts."""
        return 100 * self.points / self.most if self.points is not None and self.most else None

    @property
    def counts(self) -> bool:
        """Whether it goes into totals."""
        return self.percent is not None


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure over some of those it could be of, which always go with it.

    Attributes:
        percent: Mean of those that count; None where none does.
        counted: How many count.
        of: How many there could be.
    """

    percent: float | None
    counted: int
    of: int

    @property
    def base(self) -> str:
        """What it rests on: `12 of 18`."""
        return f"{self.counted} of {self.of}"


@dataclass(frozen=True, slots=True)
class Total:
    """All of a student's assignments that count, added up."""

    points: float
    most: float
    counted: int
    of: int

    @property
    def percent(self) -> float | None:
        """Points of all that could be had so far; None where nothing counts yet."""
        return 100 * self.points / self.most if self.most else None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of those an assignment is for stand how."""

    of: int = 0
    by_status: dict[str, int] = field(default_factory=dict)

    @property
    def handed_in(self) -> int:
        """How many have handed something in, in time or late."""
        return sum(self.by_status.get(name, 0) for name in (SUBMITTED, LATE, UNGRADED))

    @property
    def text(self) -> str:
        """The figure with what it is of: `12 of 18 submitted`."""
        return f"{self.handed_in} of {self.of} submitted"


def cell(work: Work, now: datetime) -> Cell:
    """Return how a student stands in an assignment at an instant."""
    status, grade = _standing(work, now), counted(work.handed_in, work.counts)
    begun = len(work.handed_in) + work.ungraded + work.open
    chosen = counting_attempt(work.handed_in, work.counts) if work.handed_in else None
    if status == MISSED:
        grade = Grade(0.0, work.most)
    reason = None
    if work.override is not None:
        reason = work.override.reason
        if work.override.points is None:
            status, grade = EXCUSED, None
        else:
            most = grade.most if grade else work.most
            grade = Grade(work.override.points, most)
    return Cell(
        status=status,
        points=grade.points if grade and grade.most else None,
        most=grade.most if grade and grade.most else None,
        deducted=chosen.deducted if chosen else 0.0,
        attempts=begun,
        submitted_at=chosen.submitted_at if chosen else None,
        late_days=chosen.late_days if chosen else 0,
        extended=work.extended,
        reason=reason,
    )


def _standing(work: Work, now: datetime) -> str:
    if work.handed_in:
        late = counting_attempt(work.handed_in, work.counts).late_days
        return LATE if late else SUBMITTED
    if work.ungraded:
        return UNGRADED
    if not work.assigned and not work.open:
        return NOT_ASSIGNED
    closed = work.closes_at is not None and work.closes_at <= now
    if closed and (work.gone is None or work.closes_at is None or work.gone >= work.closes_at):
        return MISSED
    return IN_PROGRESS if work.open else NOT_STARTED


def total(cells: Iterable[Cell]) -> Total:
    """Return what a student's cells make: points of all that counts, and of how many."""
    mine = [one for one in cells if one.status not in (NOT_ASSIGNED, EXCUSED)]
    counting = [one for one in mine if one.counts]
    return Total(
        points=fsum(one.points or 0.0 for one in counting),
        most=fsum(one.most or 0.0 for one in counting),
        counted=len(counting),
        of=len(mine),
    )


def counts_of(cells: Sequence[Cell]) -> Counts:
    """Return how those an assignment is for stand."""
    found: dict[str, int] = {}
    for one in cells:
        if one.status != NOT_ASSIGNED:
            found[one.status] = found.get(one.status, 0) + 1
    ordered = {status: found[status] for status in STATUSES if status in found}
    return Counts(sum(ordered.values()), ordered)


def mean_of(cells: Sequence[Cell]) -> Tally:
    """Return the mean percent of an assignment: of the cells that count, never of the others."""
    own = [one for one in cells if one.status not in (NOT_ASSIGNED, EXCUSED)]
    values = [one.percent for one in own if one.percent is not None]
    return Tally(fsum(values) / len(values) if values else None, len(values), len(own))
