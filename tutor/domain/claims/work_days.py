"""Working days: Monday to Friday without the federal holidays.

Source of the holidays and of the days on which they are observed: 5 U.S.C. 6103. Inauguration Day,
which only the region of Washington keeps, is left out.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_FIXED = (
    ("New Year's Day", 1, 1),
    ("Juneteenth", 6, 19),
    ("Independence Day", 7, 4),
    ("Veterans Day", 11, 11),
    ("Christmas Day", 12, 25),
)
_FLOATING = (
    ("Birthday of Martin Luther King, Jr.", 1, _MONDAY, 3),
    ("Washington's Birthday", 2, _MONDAY, 3),
    ("Memorial Day", 5, _MONDAY, -1),
    ("Labor Day", 9, _MONDAY, 1),
    ("Columbus Day", 10, _MONDAY, 2),
    ("Thanksgiving Day", 11, _THURSDAY, 4),
)
"""Month, day of the week, and which of them in the month; -1 is the last."""
_DAY = timedelta(days=1)


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> tuple[tuple[date, str], ...]:
    """Return the days off of a year as they are observed, in order, with their names.

    A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after; so
    New Year's Day of the next year may be kept on 31 December.
    """
    kept = [(_observed(date(year, month, day)), name) for name, month, day in _FIXED]
    kept.append((_observed(date(year + 1, 1, 1)), _FIXED[0][0]))
    kept += [(_nth(year, month, week_day, nth), name) for name, month, week_day, nth in _FLOATING]
    return tuple(sorted(one for one in kept if one[0].year == year))


def is_work_day(day: date) -> bool:
    """Whether offices and payers work on a day."""
    return day.weekday() < _SATURDAY and all(day != one for one, _ in federal_holidays(day.year))


def add_work_days(day: date, count: int) -> date:
    """Return the working day that is so many working days after a day (before it, if negative).

    0 gives the day itself, or the next working day if it is none.
    """
    if count == 0:
        while not is_work_day(day):
            day += _DAY
        return day
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_work_day(day)
    return day


def work_days_between(first: date, last: date) -> int:
    """Return how many working days come after one day until another, that one included.

    Negative where `last` is before `first`.
    """
    if last < first:
        return -work_days_between(last, first)
    days = (last - first).days
    return sum(is_work_day(first + timedelta(days=number)) for number in range(1, days + 1))


def _observed(day: date) -> date:
    if day.weekday() == _SATURDAY:
        return day - _DAY
    return day + _DAY if day.weekday() == _SUNDAY else day


def _nth(year: int, month: int, week_day: int, nth: int) -> date:
    if nth < 0:
        day = date(year + month // 12, month % 12 + 1, 1) - _DAY
        return day - timedelta(days=(day.weekday() - week_day) % 7)
    day = date(year, month, 1)
    return day + timedelta(days=(week_day - day.weekday()) % 7 + 7 * (nth - 1))
