"""Working days against the holidays that the Office of Personnel Management lists."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain.claims.work_days import (
    add_work_days,
    federal_holidays,
    is_work_day,
    work_days_between,
)

HOLIDAYS = {
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
}
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("year", HOLIDAYS)
def test_holidays_of_a_year_are_those_observed(year):
    listed = [date.fromisoformat(f"{year}-{day}") for day in HOLIDAYS[year].split()]
    assert [day for day, _ in federal_holidays(year)] == listed


def test_new_years_day_on_a_saturday_is_kept_the_year_before():
    assert (date(2027, 12, 31), "New Year's Day") in federal_holidays(2027)
    assert all(day != date(2028, 1, 1) for day, _ in federal_holidays(2028))


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        ("2026-07-02", 1, "2026-07-06"),  # over Independence Day, kept on a Friday
        ("2026-11-25", 1, "2026-11-27"),  # over Thanksgiving
        ("2026-12-24", 1, "2026-12-28"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2027-06-17", 1, "2027-06-21"),  # Juneteenth on a Saturday
        ("2026-03-02", 10, "2026-03-16"),
        ("2026-03-16", -10, "2026-03-02"),
        ("2026-05-26", -1, "2026-05-22"),  # back over Memorial Day
        ("2026-03-07", 0, "2026-03-09"),
        ("2026-03-09", 0, "2026-03-09"),
    ],
)
def test_adding_working_days(day, count, then):
    assert add_work_days(date.fromisoformat(day), count) == date.fromisoformat(then)


def test_working_days_of_whole_years():
    assert work_days_between(date(2025, 12, 31), date(2026, 12, 31)) == 250
    assert work_days_between(date(2026, 12, 31), date(2027, 12, 31)) == 249


@given(DAYS, st.integers(1, 40))
@settings(deadline=None)
def test_between_counts_what_was_added(day, count):
    then = add_work_days(day, count)
    assert is_work_day(then)
    assert work_days_between(day, then) == count
    assert work_days_between(then, day) == -count


@given(DAYS, DAYS)
@settings(deadline=None)
def test_counting_by_single_days_is_the_same(first, last):
    low, high = sorted((first, last))
    if (high - low).days > 500:
        high = low + timedelta(days=500)
    days = (low + timedelta(days=number) for number in range(1, (high - low).days + 1))
    assert work_days_between(low, high) == sum(is_work_day(day) for day in days)
