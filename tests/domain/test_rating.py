from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.rating import LEAST_ANSWERS, Pace, Rating, pace_of, rate

PACE = Pace(10_000, 90_000)


@pytest.mark.parametrize(
    ("score", "confidence", "latency", "expected"),
    [
        (0.0, None, 20_000, Rating.AGAIN),
        (0.99, "sure", 1_000, Rating.AGAIN),
        (1.0, "guessed", 1_000, Rating.AGAIN),
        (1.0, "unsure", 1_000, Rating.HARD),
        (1.0, None, 90_001, Rating.HARD),
        (1.0, "sure", 90_001, Rating.HARD),
        (1.0, None, 90_000, Rating.GOOD),
        (1.0, "sure", 10_000, Rating.GOOD),
        (1.0, None, 1_000, Rating.GOOD),  # fast, but nobody said sure
        (1.0, "sure", 9_999, Rating.EASY),
        (1.0, "sure", 0, Rating.GOOD),  # not measured
    ],
)
def test_ratings(score, confidence, latency, expected):
    assert rate(score, confidence, latency, PACE) == expected


def test_without_a_pace_nothing_is_read_off_the_time():
    assert pace_of([1000] * (LEAST_ANSWERS - 1)) is None
    assert rate(1.0, "sure", 1, None) == rate(1.0, None, 10**9, None) == Rating.GOOD


def test_percentiles_are_of_nearest_rank():
    assert pace_of(range(100, 0, -1)) == Pace(25, 90)
    assert pace_of([5] * 20) == Pace(5, 5)


@given(st.lists(st.integers(1, 10**6), min_size=20), st.randoms())
def test_a_pace_is_of_values_that_occurred_in_any_order(latencies, rng):
    pace = pace_of(latencies)
    assert pace.fast_ms in latencies
    assert pace.fast_ms <= pace.slow_ms
    rng.shuffle(latencies)
    assert pace_of(latencies) == pace


@given(
    st.floats(0, 1),
    st.sampled_from([None, "guessed", "unsure", "sure"]),
    st.integers(0, 10**6),
    st.sampled_from([None, PACE]),
)
def test_what_was_not_right_was_not_remembered(score, confidence, latency, pace):
    found = rate(score, confidence, latency, pace)
    assert (found == Rating.AGAIN) == (score < 1 or confidence == "guessed")
