"""How a student stands in an assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tutor.domain.assignment_window import Window

NOT_OPEN, OPEN, IN_PROGRESS, LATE = "not_open", "open", "in_progress", "late"
SUBMITTED, CLOSED, MISSED = "submitted", "closed", "missed"
STATUSES = (NOT_OPEN, OPEN, IN_PROGRESS, LATE, SUBMITTED, CLOSED, MISSED)
STATUS_WORDS = {
    NOT_OPEN: "not open yet",
    OPEN: "open",
    IN_PROGRESS: "in progress",
    LATE: "overdue",
    SUBMITTED: "handed in",
    CLOSED: "closed",
    MISSED: "missed",
}
"""How each status reads. `late`: past due, nothing handed in, but that can still be done;
`closed`: handed in, and over; `missed`: over with nothing handed in."""


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: when it was handed in, or None while it is open."""

    handed_in: datetime | None


def status_of(window: Window, tries: Sequence[Try], now: datetime) -> str:
    """Return how a student stands: one of `STATUSES`.

    Args:
        window: The student's limits.
        tries: The student's attempts.
        now: The instant asked about.
    """
    if any(one.handed_in is None for one in tries):
        return IN_PROGRESS
    if tries:
        return CLOSED if window.closed(now) else SUBMITTED
    if window.closed(now):
        return MISSED
    if not window.opened(now):
        return NOT_OPEN
    return LATE if window.overdue(now) else OPEN


def handed_in_late(window: Window, tries: Sequence[Try]) -> bool:
    """Whether work was handed in, and none of it in time."""
    ended = [one.handed_in for one in tries if one.handed_in is not None]
    return bool(ended) and all(window.days_late(instant) for instant in ended)


def may_start(
    window: Window,
    tries: Sequence[Try],
    attempts: int | None,
    now: datetime,
    *,
    withdrawn: bool = False,
) -> str:
    """Return why no new attempt can be started, in words; empty where one can.

    Args:
        window: The student's limits.
        tries: The attempts so far.
        attempts: How many there may be; None for as many as wanted.
        now: The instant asked about.
        withdrawn: The assignment was taken back.
    """
    if withdrawn:
        return "It was withdrawn."
    if any(one.handed_in is None for one in tries):
        return "An attempt is going on: go on with that one."
    if not window.opened(now):
        return "It is not open yet."
    if window.closed(now):
        return "It has closed."
    if attempts is not None and len(tries) >= attempts:
        return "No attempt is left." if attempts > 1 else "It was handed in; it has one attempt."
    return ""


def next_date(window: Window, status: str) -> tuple[str, datetime] | None:
    """Return what comes next for a student and when, such as `("due", …)`; None where nothing."""
    if status in (CLOSED, MISSED):
        return None
    if status == NOT_OPEN and window.opens_at is not None:
        return "opens", window.opens_at
    if status in (OPEN, IN_PROGRESS, NOT_OPEN) and window.due_at is not None:
        return "due", window.due_at
    return ("closes", window.closes_at) if window.closes_at is not None else None
