"""Which day of study an instant belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROLLOVER_HOURS = 4
"""A study day ends at 04:00 local time, so that a late evening counts as one day."""


@dataclass(frozen=True, slots=True)
class StudyDays:
    """When a learner studies, and for how long.

    Attributes:
        minutes: Minutes on a day of study; None where the daily goal, in questions, tells.
        weekdays_off: Days of the week without study, Monday being 0.
        dates_off: Single dates without study.
    """

    minutes: int | None = None
    weekdays_off: frozenset[int] = frozenset()
    dates_off: frozenset[date] = frozenset()

    def is_off(self, day: date) -> bool:
        """Return whether a day is free of study."""
        return day.weekday() in self.weekdays_off or day in self.dates_off


def study_day(instant: datetime, time_zone: str) -> date:
    """Return the study day of an aware instant in an IANA time zone.

    Local wall time minus the rollover, with the offset of that very instant: days are never
    assumed to be 24 hours long.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: The zone is unknown.
    """
    local = instant.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)
    return (local - timedelta(hours=ROLLOVER_HOURS)).date()


def day_start(day: date, time_zone: str) -> datetime:
    """Return the instant, in UTC, at which a study day begins in an IANA time zone.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: The zone is unknown.
    """
    local = datetime.combine(day, time(ROLLOVER_HOURS), ZoneInfo(time_zone))
    return local.astimezone(UTC)


def streak(days: set[date], today: date, rest: Callable[[date], bool] = lambda _day: False) -> int:
    """Return how many days in a row, up to today or yesterday, are in `days`.

    A day of rest (`rest` says which are) neither breaks the row nor adds to it; one that was
    studied on all the same counts as any other.
    """
    first = min(days, default=today)
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day >= first and (day in days or rest(day)):
        length += day in days
        day -= timedelta(days=1)
    return length


def spread_days(first: date, last: date, count: int) -> tuple[date, ...]:
    """Return days spread evenly from the first to the last, both among them, `count` at most.

    Args:
        first: The oldest day.
        last: The newest; where it is earlier, it is the only one.
        count: 2 or more.
    """
    span = max(0, (last - first).days)
    steps = min(span, count - 1)
    offsets = [round(span * step / steps) for step in range(steps)] if steps else []
    return (*(first + timedelta(days=offset) for offset in offsets), last)
