"""The exam clock, breaks, parts and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_blueprint import counted
from tutor.domain.sitting import (
    Seat,
    Sitting,
    after_break,
    first_deadline,
    make_policy,
    may_visit,
    open_part,
    part_positions,
    part_seconds_left,
    seconds_left,
    set_back,
)
from tutor.errors import UsageError

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
EXAM = counted([60, 40])


def policy(**changes):
    return make_policy(EXAM, **({"length": "full", "size": 100} | changes))


def sitting(total=10, **changes):
    rules = changes.pop("policy", policy())
    values = {
        "policy": rules, "seats": (Seat("d0", True),) * total,
        "deadline": first_deadline(rules, START), "break_since": None, "breaks": 0,
        "frozen": frozenset(), "set_back": 0, "workings": {},
    }  # fmt: skip
    return Sitting(**(values | changes))


def test_shorter_forms_have_their_share_of_the_time():
    assert policy().minutes == 240
    assert policy(length="half", size=50).minutes == 120
    assert policy(length="sprint", size=30).minutes == 72


def test_an_accommodation_lengthens_the_time():
    assert policy(time_factor=1.5).minutes == 360


@pytest.mark.parametrize(
    "wrong",
    [{"time_factor": 0.5}, {"time_factor": 9}, {"parts": 3}, {"breaks": -1},
     {"navigation": "sideways"}, {"navigation": "forward-only"}],
)  # fmt: skip
def test_rules_out_of_range_are_refused(wrong):
    with pytest.raises(UsageError):
        policy(**wrong)


def test_where_the_exam_leaves_a_choice_it_can_be_made():
    choice = replace(EXAM, navigation="choice")
    for chosen, rule in ((None, "free"), ("forward-only", "forward-only"), ("free", "free")):
        assert make_policy(choice, length="full", size=100, navigation=chosen).navigation == rule


def test_an_exam_without_a_clock_has_its_window():
    window = replace(EXAM, minutes=None, window_days=45)
    rules = make_policy(window, length="full", size=100)
    assert rules.minutes is None
    assert first_deadline(rules, START) == START + timedelta(days=45)


@given(st.lists(st.tuples(st.floats(0, 5000), st.floats(0, 90_000)), max_size=6))
def test_breaks_of_any_length_leave_exactly_the_time_that_was_not_worked(stretches):
    """Work for a while, break for a while, however often: only work is taken off."""
    now, state, worked = START, sitting(), 0.0
    for work, rest in stretches:
        now += timedelta(seconds=work)
        worked += work
        since = now
        state = replace(state, break_since=since)
        before = seconds_left(state, now)
        now += timedelta(seconds=rest)
        assert seconds_left(state, now) == before
        state = replace(state, break_since=None, deadline=after_break(state.deadline, since, now))
    assert seconds_left(state, now) == pytest.approx(max(0.0, 240 * 60 - worked), abs=0.01)


def test_a_clock_set_back_during_a_break_takes_no_time_away():
    end = START + timedelta(hours=4)
    assert after_break(end, START, START - timedelta(hours=1)) == end


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Pacific/Apia"])
@pytest.mark.parametrize("day", ["2026-03-08", "2026-03-29", "2026-10-25", "2026-11-01"])
def test_daylight_saving_and_travel_change_nothing(zone, day):
    start = datetime.fromisoformat(f"{day}T00:30").replace(tzinfo=ZoneInfo("America/New_York"))
    state = sitting(deadline=first_deadline(policy(), start.astimezone(UTC)))
    later = (start.astimezone(UTC) + timedelta(hours=3)).astimezone(ZoneInfo(zone))
    assert seconds_left(state, later) == 3600


def test_a_clock_set_back_is_noticed_but_not_by_a_tick():
    assert set_back(START, START - timedelta(seconds=3))
    assert not set_back(START, START - timedelta(seconds=1))
    assert not set_back(START, START + timedelta(hours=9))


def test_frozen_questions_are_closed():
    state = sitting(frozen=frozenset({0, 1}))
    assert [may_visit(state, place, 2) for place in range(4)] == [False, False, True, True]


def test_forward_only_never_goes_back():
    rules = replace(policy(), navigation="forward-only")
    state = sitting(policy=rules)
    assert [may_visit(state, place, 2) for place in range(4)] == [False, False, True, True]


def test_the_second_part_opens_when_the_first_is_closed():
    state = sitting(5, policy=policy(parts=2))
    assert part_positions(state, 0) == (0, 1, 2)
    assert [may_visit(state, place, 0) for place in range(5)] == [True, True, True, False, False]
    later = replace(state, frozen=frozenset({0, 1, 2}))
    assert open_part(later) == 1
    assert [may_visit(later, place, 3) for place in range(5)] == [False, False, False, True, True]


def test_each_of_two_parts_has_half_of_the_time():
    state = sitting(5, policy=policy(parts=2))
    assert part_seconds_left(state, START) == 120 * 60
    assert part_seconds_left(state, START + timedelta(minutes=150)) == 0
    later = replace(state, frozen=frozenset({0, 1, 2}))
    assert part_seconds_left(later, START + timedelta(minutes=100)) == 140 * 60
