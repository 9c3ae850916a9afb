"""On which days to sit mock exams before an exam.

They are counted back from the exam, so that the days stay the same however often a plan is made
anew: the last whole one about 6 days before it, shorter ones a week apart before that, all in the
second half of the time there is. A day off moves one by up to three days; one that was missed is
made up within three days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

ANCHORS = ((6, "full"), (13, "half"), (20, "sprint"), (27, "full"), (41, "half"), (55, "sprint"))
"""Days before the exam, and how long the mock exam is."""
SHIFTS = (0, 1, -1, 2, -2, 3, -3)
"""Days by which one may come earlier, best first."""
RANK = {"sprint": 1, "half": 2, "full": 3}
"""Lengths: a longer one stands in for a shorter one."""


def mock_days(
    start: date,
    today: date,
    exam: date,
    is_off: Callable[[date], bool],
    sat: Iterable[tuple[date, str]] = (),
) -> dict[date, str]:
    """Return the days from today on with a mock exam each, and its length.

    Args:
        start: When the preparation began.
        today: No mock exam is planned before it.
        exam: The day of the exam.
        is_off: Tells the days without study.
        sat: Day and length of each mock exam sat before today.
    """
    left = list(sat)
    found: dict[date, str] = {}
    days_off = {day for day in _window(today, exam) if is_off(day)}
    last = max((day for day in _window(today, exam) if day not in days_off), default=exam)
    for ahead, length in ANCHORS:
        if done := _stands_for(left, exam - timedelta(days=ahead), length):
            left.remove(done)
            continue
        for shift in SHIFTS:
            day = exam - timedelta(days=ahead + shift)
            in_second_half = 2 * (ahead + shift) <= (exam - start).days
            free = day not in days_off and day not in found
            if in_second_half and free and today <= day < last:
                found[day] = length
                break
    return found


def _window(today: date, exam: date) -> Iterable[date]:
    """Yield the last 60 days before the exam, from today on."""
    first = max(today, exam - timedelta(days=60))
    return (first + timedelta(days=ahead) for ahead in range(max(0, (exam - first).days)))


def _stands_for(
    sat: Iterable[tuple[date, str]], anchor: date, length: str
) -> tuple[date, str] | None:
    first = anchor - timedelta(days=max(SHIFTS))
    later = anchor + timedelta(days=max(SHIFTS))
    fitting = [one for one in sat if first <= one[0] <= later and RANK[one[1]] >= RANK[length]]
    return min(fitting, default=None)
