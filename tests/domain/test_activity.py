from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.activity import (
    LEVELS,
    level,
    level_floors,
    median_seconds,
    week_start,
    weeks_between,
    weeks_up_to,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_weeks_begin_on_monday_and_end_with_this_one():
    assert week_start(date(2026, 11, 29)) == date(2026, 11, 23)  # a Sunday
    assert weeks_up_to(date(2026, 11, 23), 2) == (date(2026, 11, 16), date(2026, 11, 23))
    assert weeks_between(date(2026, 11, 22), date(2026, 11, 23)) == (
        date(2026, 11, 16),
        date(2026, 11, 23),
    )


@given(DAYS, st.integers(1, 60))
def test_weeks_follow_one_another(today, count):
    weeks = weeks_up_to(today, count)
    assert len(weeks) == count
    assert all(week.weekday() == 0 for week in weeks)
    assert weeks[-1] <= today < weeks[-1] + timedelta(days=7)


@pytest.mark.parametrize(
    ("answered", "pages", "shade"),
    [(0, 0, 0), (0, 3, 1), (1, 0, 1), (9, 0, 1), (10, 0, 2), (20, 0, 3), (40, 0, 4), (400, 0, 4)],
)
def test_shades_go_by_the_goal(answered, pages, shade):
    assert level(answered, pages, 20) == shade


@given(st.integers(1, 500))
def test_every_shade_has_numbers_of_its_own(goal):
    floors = level_floors(goal)
    assert len(floors) == LEVELS - 1
    assert floors[0] == 1
    assert list(floors) == sorted(set(floors))
    assert [level(floor, 0, goal) for floor in floors] == [1, 2, 3, 4]


def test_a_median_is_not_spoilt_by_a_screen_left_open():
    assert median_seconds([30_000, 40_000, 3_600_000]) == 40.0
    assert median_seconds([]) is None
