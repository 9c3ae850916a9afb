"""The marks of an exam: distributions, intervals, what raises them."""

from dataclasses import replace
from math import comb, exp, lgamma

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain import exam_marks
from tutor.domain.exam_marks import (
    NODES,
    Belief,
    beta_binomial,
    convolve,
    gains,
    outlook,
    pass_probability,
    score_pmf,
)
from tutor.domain.readiness import shared

BELIEFS = st.lists(
    st.builds(
        Belief,
        marks=st.integers(1, 12),
        mean=st.floats(0.02, 0.98),
        size=st.floats(2.0, 200.0),
        effective=st.floats(0.0, 100.0),
    ),
    min_size=1,
    max_size=6,
)


def test_the_beta_binomial_of_a_flat_prior_is_flat():
    assert beta_binomial(4, 1.0, 1.0) == pytest.approx([0.2] * 5)


@given(st.integers(0, 40), st.floats(0.01, 1e4), st.floats(0.01, 1e4))
def test_the_beta_binomial_is_its_formula(marks, alpha, beta):
    def log_beta(one, other):
        return lgamma(one) + lgamma(other) - lgamma(one + other)

    formula = [
        comb(marks, k) * exp(log_beta(k + alpha, marks - k + beta) - log_beta(alpha, beta))
        for k in range(marks + 1)
    ]
    assert beta_binomial(marks, alpha, beta) == pytest.approx(formula, rel=1e-6, abs=1e-12)


def test_sums_of_marks_by_hand():
    assert convolve([0.5, 0.5], [0.25, 0.75]) == pytest.approx([0.125, 0.5, 0.375])


def test_the_nodes_integrate_a_normal_variable():
    moments = [sum(weight * node**power for node, weight in NODES) for power in (0, 2, 4, 6)]
    assert moments == pytest.approx([1, 1, 3, 15], rel=1e-9)


@given(BELIEFS, st.sampled_from([0.0, 0.4, 1.0]))
@settings(deadline=None)
def test_chances_sum_to_one(beliefs, spread):
    pmf = score_pmf(shared(beliefs, spread))
    assert len(pmf) == sum(one.marks for one in beliefs) + 1
    assert sum(pmf) == pytest.approx(1, abs=1e-9)
    assert min(pmf) >= 0


@given(BELIEFS, st.integers(0, 72))
@settings(deadline=None)
def test_the_outlook_hangs_together(beliefs, cut):
    found = outlook(shared(beliefs), cut)
    total = sum(one.marks for one in beliefs)
    assert 0 <= found.probability <= 1
    assert 0 <= found.low <= found.high <= total
    assert found.probability == pytest.approx(pass_probability(shared(beliefs), cut))
    assert pass_probability(shared(beliefs), cut + 1) <= found.probability + 1e-12


@given(BELIEFS, st.integers(0, 72))
@settings(deadline=None)
def test_a_domain_more_never_lowers_the_chance_of_the_same_marks(beliefs, cut):
    more = [*beliefs, Belief(5, 0.5, 4.0)]
    assert pass_probability(shared(more), cut) >= pass_probability(shared(beliefs), cut) - 1e-9
    assert outlook(shared(more), cut).expected > outlook(shared(beliefs), cut).expected


@given(BELIEFS, st.randoms())
@settings(deadline=None)
def test_the_order_of_domains_does_not_matter(beliefs, rng):
    shuffled = rng.sample(beliefs, len(beliefs))
    assert score_pmf(shared(shuffled)) == pytest.approx(score_pmf(shared(beliefs)), abs=1e-9)


@given(BELIEFS.filter(lambda found: len(found) > 1), st.integers(1, 30))
@settings(deadline=None, max_examples=25)
def test_gains_are_the_change_of_the_chance(beliefs, cut):
    cases = shared(beliefs)
    minutes = [1.0 + place for place in range(len(beliefs))]
    found = gains(cases, cut, minutes)
    for place in range(len(beliefs)):
        better = [replace(case, beliefs=improved(case.beliefs, place)) for case in cases]
        change = pass_probability(better, cut) - pass_probability(cases, cut)
        assert found[place] == pytest.approx(max(0.0, change) / minutes[place], abs=1e-9)


def improved(beliefs, place):
    one = beliefs[place]
    mean = one.mean + exam_marks.SMALL_GAIN * (1 - one.mean)
    return (*beliefs[:place], replace(one, mean=mean), *beliefs[place + 1 :])


def test_of_two_like_domains_the_one_with_more_marks_or_quicker_questions_is_worth_more():
    beliefs = [Belief(10, 0.6, 20.0), Belief(30, 0.6, 20.0), Belief(10, 0.6, 20.0)]
    by_marks = gains(shared(beliefs), 33, [1.0, 1.0, 1.0])
    assert by_marks[1] > by_marks[0] == pytest.approx(by_marks[2])
    by_time = gains(shared(beliefs), 33, [1.0, 1.0, 0.5])
    assert by_time[2] == pytest.approx(2 * by_time[0])
