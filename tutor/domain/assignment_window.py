"""When a student may work on an assignment, and for how long.

A time factor stretches both the limit and the window: 1.5 makes 40 minutes an hour, and a due
date ten days after the opening one fifteen days after it. All instants are aware; lengths are
elapsed time, so that a change of clocks in between neither adds an hour nor takes one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from tutor.domain.assignment import Assignment, AssignmentPolicy, Extension
from tutor.errors import UsageError

LARGEST_FACTOR = 10.0
"""No student is given more than ten times the time: a larger factor is a typing slip."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The limits for one student. None: no such limit.

    Attributes:
        due_at: Work handed in later is late.
        closes_at: Nothing can be handed in later; the due date, where late work is refused.
        seconds: Time limit of an attempt.
    """

    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    seconds: int | None

    def opened(self, now: datetime) -> bool:
        """Whether it has opened."""
        return self.opens_at is None or now >= self.opens_at

    def closed(self, now: datetime) -> bool:
        """Whether it has closed: the closing instant itself is too late."""
        return self.closes_at is not None and now >= self.closes_at

    def overdue(self, now: datetime) -> bool:
        """Whether it is past due."""
        return self.due_at is not None and now > self.due_at

    def days_late(self, handed_in: datetime) -> int:
        """Return the days begun between the due date and the handing in; 0 in time."""
        if self.due_at is None or handed_in <= self.due_at:
            return 0
        return ceil((handed_in - self.due_at) / _DAY)


def window_for(
    assignment: Assignment, extension: Extension | None = None, factor: float = 1.0
) -> Window:
    """Return the limits for one student.

    The factor stretches opening to due and opening to closing. An assignment without an opening
    date is open since it was made, and is stretched from there. The dates of an extension are
    final: they replace the stretched ones, and a due date moved past the closing date takes that
    along.

    Args:
        assignment: What is given.
        extension: What this student may have beyond the others, if anything.
        factor: The student's time factor in the course, at least 1.
    """
    start = assignment.opens_at or assignment.created_at
    policy = assignment.policy
    due, closes = (
        None if end is None else _stretched(start, end, factor)
        for end in (assignment.due_at, assignment.closes_at)
    )
    if policy.late == "refuse" and due is not None:
        closes = due if closes is None else min(closes, due)
    if extension is not None:
        due, closes = _extended(due, closes, extension, refuse=policy.late == "refuse")
    seconds = None if policy.seconds is None else ceil(round(policy.seconds * factor, 6))
    return Window(assignment.opens_at, due, closes, seconds)


def attempts_for(policy: AssignmentPolicy, extension: Extension | None = None) -> int | None:
    """Return how many attempts a student has; None for as many as wanted."""
    more = extension.more_attempts if extension else 0
    return None if policy.attempts is None else policy.attempts + more


def deadline_of(started_at: datetime, window: Window) -> datetime | None:
    """Return when an attempt ends by itself: its time is up, or the assignment closes.

    Args:
        started_at: When the attempt began.
        window: The student's limits as they are now.
    """
    limit = None if window.seconds is None else started_at + timedelta(seconds=window.seconds)
    ends = [end for end in (limit, window.closes_at) if end is not None]
    return min(ends, default=None)


def too_short(window: Window, created_at: datetime) -> bool:
    """Whether the window is shorter than one attempt may take."""
    if window.seconds is None or window.closes_at is None:
        return False
    start = window.opens_at or created_at
    return window.closes_at - start < timedelta(seconds=window.seconds)


def check_dates(
    opens_at: datetime | None, due_at: datetime | None, closes_at: datetime | None
) -> None:
    """Refuse dates that are not in order.

    Raises:
        UsageError: It would be due or close before it opens, or close before it is due.
    """
    if opens_at and due_at and due_at <= opens_at:
        raise UsageError("it is due before it opens: move one of the two dates")
    if opens_at and closes_at and closes_at <= opens_at:
        raise UsageError("it closes before it opens: move one of the two dates")
    if due_at and closes_at and closes_at < due_at:
        raise UsageError("it closes before it is due: move one of the two dates")


def check_factor(factor: float) -> None:
    """Refuse a time factor out of range.

    Raises:
        UsageError: It is not from 1 to `LARGEST_FACTOR`.
    """
    if not 1 <= factor <= LARGEST_FACTOR:
        raise UsageError(f"a time factor is from 1 to {LARGEST_FACTOR:g}, such as 1.5")


def read_factor(text: str) -> float:
    """Return a time factor as typed.

    Raises:
        UsageError: It is no number, or out of range.
    """
    try:
        factor = float(text.strip())
    except ValueError:
        raise UsageError(f"{text.strip()!r} is no factor: write one such as 1.5") from None
    check_factor(factor)
    return factor


def merged(old: Extension | None, new: Extension) -> Extension:
    """Return an extension with what a newer one says; what that says nothing of stays."""
    if old is None:
        return new
    return replace(old, **{name: value for name, value in asdict(new).items() if value})


def _stretched(start: datetime, end: datetime, factor: float) -> datetime:
    """Return an end moved away from the start; one before the start stays where it is."""
    return end if end <= start else start + (end - start) * factor


def _extended(
    due: datetime | None, closes: datetime | None, extension: Extension, *, refuse: bool
) -> tuple[datetime | None, datetime | None]:
    due = extension.due_at or due
    if extension.closes_at is not None:
        return due, extension.closes_at
    if extension.due_at is not None and closes is not None:
        closes = extension.due_at if refuse else max(closes, extension.due_at)
    return due, closes


def in_time_until(at_start: datetime | None, now: datetime | None) -> datetime | None:
    """Return until when an attempt is in time; None always.

    That is the later of two due dates: the one in force when it began, so that a change does not
    make late what was begun in good time, and the present one, so that an extension granted
    afterwards helps.
    """
    return None if at_start is None or now is None else max(at_start, now)
