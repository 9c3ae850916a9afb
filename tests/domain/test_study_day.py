from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.study_day import StudyDays, spread_days, streak, study_day


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        # 03:59 belongs to the day before, 04:00 to the new day
        (datetime(2026, 11, 23, 9, 59, tzinfo=UTC), "America/Chicago", date(2026, 11, 22)),
        (datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "America/Chicago", date(2026, 11, 23)),
        # spring forward in Chicago on 2026-03-08: 09:00 UTC is 04:00 CDT
        (datetime(2026, 3, 8, 9, 0, tzinfo=UTC), "America/Chicago", date(2026, 3, 8)),
        (datetime(2026, 3, 8, 8, 59, tzinfo=UTC), "America/Chicago", date(2026, 3, 7)),
        # fall back on 2026-11-01: 10:00 UTC is 04:00 CST
        (datetime(2026, 11, 1, 9, 59, tzinfo=UTC), "America/Chicago", date(2026, 10, 31)),
        (datetime(2026, 11, 1, 10, 0, tzinfo=UTC), "America/Chicago", date(2026, 11, 1)),
        (datetime(2026, 11, 23, 18, 30, tzinfo=UTC), "Asia/Kolkata", date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "UTC", date(2026, 11, 23)),
    ],
)
def test_a_study_day_ends_at_four_in_the_morning_local_time(instant, zone, day):
    assert study_day(instant, zone) == day


@pytest.mark.parametrize(
    ("days", "length"),
    [
        (set(), 0),
        ({date(2026, 11, 23)}, 1),
        ({date(2026, 11, 22)}, 1),
        ({date(2026, 11, 21)}, 0),
        ({date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 20)}, 2),
        ({date(2026, 3, d) for d in range(1, 32)}, 0),
    ],
)
def test_a_streak_runs_up_to_today_or_yesterday(days, length):
    assert streak(days, date(2026, 11, 23)) == length


def test_days_are_spread_from_the_first_to_the_last():
    first = date(2026, 2, 27)
    assert spread_days(first, first, 26) == (first,)
    assert spread_days(first, first - timedelta(days=1), 26) == (first - timedelta(days=1),)
    assert [one.day for one in spread_days(first, date(2026, 3, 2), 26)] == [27, 28, 1, 2]


@given(st.integers(0, 3000), st.integers(2, 40))
def test_spread_days_are_few_and_in_order(span, count):
    first = date(2026, 1, 1)
    days = spread_days(first, first + timedelta(days=span), count)
    assert len(days) == min(span + 1, count)
    assert list(days) == sorted(set(days))
    assert (days[0], days[-1]) == (first, first + timedelta(days=span))
    gaps = {(late - early).days for early, late in pairwise(days)}
    assert not gaps or max(gaps) - min(gaps) <= 1


def test_a_day_of_rest_neither_breaks_a_streak_nor_adds_to_it():
    weekends = StudyDays(weekdays_off=frozenset({5, 6})).is_off
    today = date(2026, 11, 23)  # a Monday
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    assert streak({friday}, today) == 0
    assert streak({friday}, today, weekends) == 1
    assert streak({friday, date(2026, 11, 19), today}, today, weekends) == 3
    assert streak({date(2026, 11, 19), today}, today, weekends) == 1
    assert streak({friday, saturday}, today, weekends) == 2  # studied all the same
    assert streak({friday}, date(2026, 11, 22), weekends) == 1  # today is one itself


def test_rest_alone_is_no_streak_and_ends():
    assert streak(set(), date(2026, 11, 23), lambda _day: True) == 0
    assert streak({date(2026, 1, 1)}, date(2026, 11, 23), lambda _day: True) == 1


def test_days_off_are_of_the_week_or_single_dates():
    days = StudyDays(weekdays_off=frozenset({6}), dates_off=frozenset({date(2026, 12, 25)}))
    assert days.is_off(date(2026, 11, 22))
    assert days.is_off(date(2026, 12, 25))
    assert not days.is_off(date(2026, 11, 23))
