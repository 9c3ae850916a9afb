"""Predictions held against outcomes."""

from datetime import UTC, datetime, timedelta
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.calibration import (
    Bin,
    Calibration,
    Prediction,
    SatMock,
    brier,
    calibrate,
    log_loss,
    reliability,
)

START = datetime(2026, 11, 23, tzinfo=UTC)
OUTCOMES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def mock(number, chance=0.8, marks=75.0, length="full", status="finished", enough=True):
    prediction = None
    if chance is not None:
        prediction = Prediction(
            model="A1", probability=chance, expected=74.0, low=66, high=82, items=100, cut=70,
            percent=70, assumed=False, enough=enough, unseen=100,
        )  # fmt: skip
    at = START + timedelta(days=number)
    return SatMock(f"mock-{number}", "cpc", length, status, at, 100, marks, prediction)


def test_nothing_is_shown_before_five_full_mocks_are_finished():
    mocks = [mock(1), mock(2), mock(3), mock(4, enough=False)]
    mocks += [
        mock(5, length="half"),
        mock(6, status="abandoned"),
        mock(7, status="open"),
        mock(8, chance=None),
    ]
    assert calibrate(mocks) == Calibration(4, shaky=1)


def test_five_full_mocks_give_the_figures():
    mocks = [mock(1), mock(2), mock(3, marks=69.5), mock(4, 0.3, 60.0), mock(5, 0.3, 66.0)]
    mocks[4] = mock(5, 0.3, 66.0, status="expired")
    found = calibrate(mocks)
    assert (found.count, found.shaky) == (5, 0)
    assert found.brier == pytest.approx((0.04 + 0.04 + 0.64 + 0.09 + 0.09) / 5)
    assert found.inside == pytest.approx(0.8)
    assert found.bins == (
        Bin(30, 40, 2, pytest.approx(0.3), 0.0),
        Bin(80, 90, 3, pytest.approx(0.8), pytest.approx(2 / 3)),
    )


def test_an_outcome_held_impossible_costs_much_and_not_everything():
    assert log_loss([(0.0, True)]) == pytest.approx(-log(0.005))
    assert log_loss([(0.5, True), (0.5, False)]) == pytest.approx(log(2))


@given(OUTCOMES)
def test_scores_are_in_range_and_bins_hold_all(outcomes):
    assert 0 <= brier(outcomes) <= 1
    bins = reliability(outcomes)
    assert sum(one.count for one in bins) == len(outcomes)
    assert all(one.low <= 100 * one.predicted <= one.high + 1e-9 for one in bins)


def test_saying_half_every_time_gives_a_quarter():
    assert brier([(0.5, True), (0.5, False)]) == 0.25
