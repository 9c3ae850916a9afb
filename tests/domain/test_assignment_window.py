"""When a student may work on an assignment: dates, factors, extensions, statuses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.assignment import Assignment, AssignmentPolicy, Extension
from tutor.domain.assignment_status import (
    STATUSES,
    Try,
    handed_in_late,
    may_start,
    next_date,
    status_of,
)
from tutor.domain.assignment_window import (
    Window,
    attempts_for,
    check_dates,
    check_factor,
    deadline_of,
    merged,
    too_short,
    window_for,
)
from tutor.domain.local_time import read_instant, say_length, say_soon, write_instant
from tutor.errors import UsageError

MADE = datetime(2026, 11, 1, tzinfo=UTC)


def at(day, hour=0, month=12):
    return datetime(2026, month, day, hour, tzinfo=UTC)


OPENS, DUE, CLOSES = at(1), at(11), at(13)


def assignment(opens=OPENS, due=DUE, closes=CLOSES, **policy):
    rules = AssignmentPolicy(**policy)
    return Assignment("a", "c", "v", "Week 1", rules, opens, due, closes, MADE)


@pytest.mark.parametrize(
    ("given_", "extension", "factor", "expected"),
    [
        (assignment(seconds=2400), None, 1.0, (at(1), at(11), at(13), 2400)),
        # ten days to the due date become fifteen, twelve to the close eighteen
        (assignment(seconds=2400), None, 1.5, (at(1), at(16), at(19), 3600)),
        (assignment(seconds=100), None, 1.333, (at(1), at(1) + timedelta(days=10) * 1.333,
                                                at(1) + timedelta(days=12) * 1.333, 134)),
        # without an opening it is open since it was made, on the first of November
        (assignment(opens=None, closes=None), None, 1.5,
         (None, MADE + timedelta(days=40) * 1.5, None, None)),
        (assignment(due=None), None, 2.0, (at(1), None, at(25), None)),
        # the dates of an extension are final, whatever the factor
        (assignment(), Extension(due_at=at(12)), 1.5, (at(1), at(12), at(19), None)),
        (assignment(), Extension(closes_at=at(20)), 1.0, (at(1), at(11), at(20), None)),
        # a due date past the close takes that along
        (assignment(), Extension(due_at=at(15)), 1.0, (at(1), at(15), at(15), None)),
        # where late work is refused it closes when due
        (assignment(late="refuse"), None, 1.0, (at(1), at(11), at(11), None)),
        (assignment(late="refuse", seconds=60), None, 2.0, (at(1), at(21), at(21), 120)),
        (assignment(late="refuse"), Extension(due_at=at(15)), 1.0, (at(1), at(15), at(15), None)),
        (assignment(late="refuse", closes=None), None, 1.0, (at(1), at(11), at(11), None)),
        (assignment(opens=None, due=None, closes=None), None, 3.0, (None, None, None, None)),
    ],
)  # fmt: skip
def test_golden_windows(given_, extension, factor, expected):
    assert window_for(given_, extension, factor) == Window(*expected)


DAYS = st.integers(1, 60)
FACTORS = st.floats(1, 10)


@given(DAYS, DAYS, st.integers(0, 60), FACTORS, st.one_of(st.none(), st.integers(1, 20_000)))
def test_a_factor_never_takes_time(opens, length, grace, factor, seconds):
    start = at(1) + timedelta(days=opens)
    due = start + timedelta(days=length)
    one = assignment(start, due, due + timedelta(days=grace), seconds=seconds)
    plain, stretched = window_for(one), window_for(one, None, factor)
    assert stretched.opens_at == plain.opens_at
    assert stretched.due_at >= plain.due_at
    assert stretched.closes_at >= stretched.due_at
    assert seconds is None or stretched.seconds >= seconds * factor - 1e-3
    ratio = (stretched.closes_at - start) / (plain.closes_at - start)
    assert ratio == pytest.approx(factor)


@given(DAYS, st.integers(1, 100_000), FACTORS)
def test_an_attempt_ends_at_its_limit_or_at_the_close(days, seconds, factor):
    window = window_for(assignment(closes=at(1) + timedelta(days=days + 10), seconds=seconds),
                        None, factor)  # fmt: skip
    begun = at(1) + timedelta(days=days)
    assert deadline_of(begun, window) == min(
        begun + timedelta(seconds=window.seconds), window.closes_at
    )


def test_an_attempt_without_limits_has_no_deadline():
    assert deadline_of(at(2), Window(None, at(3), None, None)) is None
    assert deadline_of(at(2), Window(None, at(3), at(4), None)) == at(4)
    assert deadline_of(at(2), Window(None, None, None, 60)) == at(2) + timedelta(minutes=1)


def test_a_window_shorter_than_an_attempt_is_told():
    opens = at(1)
    short = assignment(opens, None, opens + timedelta(minutes=30), seconds=3600)
    assert too_short(window_for(short), MADE)
    assert too_short(window_for(short, None, 2.0), MADE)  # both are stretched alike
    assert not too_short(window_for(assignment(seconds=3600)), MADE)
    assert not too_short(window_for(assignment(opens=None, closes=None, seconds=9)), MADE)


def test_days_late_are_days_begun():
    window = Window(None, at(11), None, None)
    hours = [(-1, 0), (0, 0), (1, 1), (24, 1), (25, 2), (72, 3)]
    for hour, days in hours:
        assert window.days_late(at(11) + timedelta(hours=hour)) == days
    assert Window(None, None, None, None).days_late(at(30)) == 0


def test_dates_out_of_order_are_refused():
    check_dates(at(1), at(2), at(2))
    check_dates(None, at(2), None)
    for dates in ((at(2), at(1), None), (at(2), None, at(2)), (None, at(3), at(2))):
        with pytest.raises(UsageError):
            check_dates(*dates)
    for factor in (0.9, 10.5, float("nan")):
        with pytest.raises(UsageError):
            check_factor(factor)


def test_an_extension_adds_attempts_and_keeps_dates_it_does_not_name():
    policy = AssignmentPolicy(attempts=2)
    assert attempts_for(policy) == 2
    assert attempts_for(policy, Extension(more_attempts=1)) == 3
    assert attempts_for(AssignmentPolicy(attempts=None), Extension(more_attempts=1)) is None
    first = Extension(due_at=at(5), reason="ill")
    second = merged(first, Extension(closes_at=at(9), more_attempts=1, reason="still ill"))
    assert second == Extension(at(5), at(9), 1, "still ill")
    assert merged(None, first) == first
    assert merged(second, Extension(due_at=at(6))) == Extension(at(6), at(9), 1, "still ill")


WINDOW = Window(at(1), at(11), at(13), None)


@pytest.mark.parametrize(
    ("tries", "now", "status", "following"),
    [
        ((), at(30, month=11), "not_open", ("opens", at(1))),
        ((), at(1), "open", ("due", at(11))),
        ((), at(11), "open", ("due", at(11))),
        ((), at(12), "late", ("closes", at(13))),
        ((), at(13), "missed", None),
        ((None,), at(5), "in_progress", ("due", at(11))),
        ((at(5),), at(6), "submitted", ("closes", at(13))),
        ((at(5), None), at(6), "in_progress", ("due", at(11))),
        ((at(5),), at(13), "closed", None),
    ],
)
def test_golden_statuses(tries, now, status, following):
    assert status_of(WINDOW, [Try(one) for one in tries], now) == status
    assert next_date(WINDOW, status) == following


@given(st.lists(st.one_of(st.none(), st.integers(0, 20)), max_size=3), st.integers(-5, 30))
def test_every_student_stands_somewhere(tries, days):
    now = at(1) + timedelta(days=days)
    made = [Try(None if one is None else at(1) + timedelta(days=one)) for one in tries]
    assert status_of(WINDOW, made, now) in STATUSES
    reason = may_start(WINDOW, made, 2, now)
    assert bool(reason) == (days < 0 or days >= 12 or len(tries) >= 2 or None in tries)


def test_work_is_late_where_none_of_it_came_in_time():
    assert not handed_in_late(WINDOW, [])
    assert not handed_in_late(WINDOW, [Try(at(5)), Try(at(12))])
    assert handed_in_late(WINDOW, [Try(at(12))])
    assert may_start(WINDOW, [], 1, at(5), withdrawn=True) == "It was withdrawn."


# Local time


@pytest.mark.parametrize(
    ("text", "zone", "end", "utc"),
    [
        ("2026-12-03", "America/Chicago", True, datetime(2026, 12, 4, 5, 59, tzinfo=UTC)),
        ("2026-12-03", "America/Chicago", False, datetime(2026, 12, 3, 6, 0, tzinfo=UTC)),
        ("2026-07-03 8:30", "Europe/Berlin", True, datetime(2026, 7, 3, 6, 30, tzinfo=UTC)),
        # 01:30 comes twice as clocks go back on 2026-11-01: the student gets the better of both
        ("2026-11-01 01:30", "America/Chicago", False, datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        ("2026-11-01 01:30", "America/Chicago", True, datetime(2026, 11, 1, 7, 30, tzinfo=UTC)),
        ("2026-12-03T10:00+02:00", "America/Chicago", True, datetime(2026, 12, 3, 8, tzinfo=UTC)),
    ],
)
def test_golden_instants(text, zone, end, utc):
    assert read_instant(text, zone, end=end) == utc


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "2026-12-03 24:00", "12/03/2026",
                                  "2026-03-08 02:30", "2026-12-03 10:00+99:00"])  # fmt: skip
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(UsageError):
        read_instant(text, "America/Chicago", end=True)
    with pytest.raises(UsageError):  # the earliest day there is, and no further west
        read_instant("0001-01-01", "Asia/Tokyo", end=False)


@given(
    st.integers(0, 50_000_000),
    st.sampled_from(["America/Chicago", "Europe/Berlin", "UTC", "Australia/Lord_Howe"]),
    st.booleans(),
)
def test_what_is_written_is_read_back(minutes, zone, end):
    instant = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert read_instant(write_instant(instant, zone), zone, end=end) == instant


def test_short_dates_and_lengths():
    now = datetime(2026, 11, 28, 18, tzinfo=UTC)
    zone = "America/Chicago"
    said = [
        say_soon(now + timedelta(hours=hours), zone, now) for hours in (5, 20, -20, 72, 240, 24_000)
    ]
    assert said == ["today 17:00", "tomorrow 08:00", "yesterday 16:00", "Tue 12:00", "Dec 8",
                    "Aug 24 2029"]  # fmt: skip
    assert say_length(timedelta(seconds=5400)) == "1 h 30 min"
    assert say_length(timedelta(seconds=45)) == "45 s"
    assert say_length(timedelta()) == "0 s"
