"""The simulation runs, and what it finds stays what the documentation says."""

import pytest

from benchmarks.readiness_learners import KINDS
from benchmarks.readiness_simulation import (
    Setup,
    brier_of,
    classes,
    deciles,
    gap,
    mean,
    simulate,
)

GROUPS = 5
"""Classes of predictions: in so small a run, deciles would be a matter of luck."""


@pytest.fixture(scope="module")
def named():
    cases = simulate(80 * len(KINDS), Setup())
    assert {case.kind for case in cases} == {kind.__name__ for kind in KINDS}
    return [case for case in cases if case.named]


def test_predictions_are_neither_too_hopeful_nor_too_careful(named):
    assert len(named) > 500
    ranked = deciles(named)
    assert sum(map(len, ranked)) == len(named) == sum(map(len, classes(named)))
    fifths = [ranked[place] + ranked[place + 1] for place in range(0, 10, 10 // GROUPS)]
    assert max(abs(gap(group)) for group in fifths) < 7
    assert abs(gap(named)) < 3


def test_predictions_tell_learners_apart(named):
    rates = [mean(case.passed for case in group) for group in deciles(named)]
    assert rates[0] < 0.1
    assert rates[-1] > 0.9
    assert mean(brier_of(case) for case in named) < 0.16


def test_intervals_hold_what_they_say(named):
    assert 0.75 < mean(case.inside for case in named) < 0.88


def test_the_plain_model_is_worse():
    """So that the bounds above can fail: knowing each domain alone is too careful by far."""
    cases = [case for case in simulate(30 * len(KINDS), Setup(plain=True)) if case.named]
    ranked = deciles(cases)
    assert min(gap(ranked[place] + ranked[place + 1]) for place in range(0, 10, 2)) < -10


def test_the_same_seed_gives_the_same_learners():
    assert simulate(8, Setup()) == simulate(8, Setup())
