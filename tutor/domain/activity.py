"""Study days as they are drawn: weeks of a calendar, and how busy a day was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from statistics import median

LEVELS = 5
"""Shades of a day, from nothing to twice the goal."""
_WEEK = timedelta(days=7)


def week_start(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks_up_to(today: date, count: int) -> tuple[date, ...]:
    """Return the Mondays of so many weeks, this week last."""
    last = week_start(today)
    return tuple(last - back * _WEEK for back in reversed(range(count)))


def weeks_between(first: date, last: date) -> tuple[date, ...]:
    """Return the Mondays of the weeks from a day to a later one, both days' weeks included."""
    return weeks_up_to(last, (week_start(last) - week_start(first)) // _WEEK + 1)


def level_floors(goal: int) -> tuple[int, ...]:
    """Return the fewest questions of each shade but nothing: any, half the goal, all, twice it.

    The floors rise by at least 1, whatever the goal.
    """
    floors = [1]
    for wanted in (-(-goal // 2), goal, 2 * goal):
        floors.append(max(wanted, floors[-1] + 1))
    return tuple(floors)


def level(answered: int, pages: int, goal: int) -> int:
    """Return a day's shade, from 0 to 4; a day of reading alone has the first."""
    reached = sum(answered >= floor for floor in level_floors(goal))
    return max(reached, 1) if pages else reached


def median_seconds(latencies_ms: Iterable[int]) -> float | None:
    """Return the median of times in milliseconds, in seconds; None without any.

    The median, since a screen left open for an hour would spoil a mean.
    """
    times = sorted(latencies_ms)
    return median(times) / 1000 if times else None
