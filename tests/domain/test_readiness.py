"""Readiness: golden vector, distributions, caveats."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain import readiness as model
from tutor.domain.readiness import (
    Belief,
    Evidence,
    believe,
    beta_binomial,
    convolve,
    enough,
    gains,
    outlook,
    pass_probability,
    recall,
    score_pmf,
    weigh,
)

RIGHT, WRONG = Evidence(1.0, 1.0), Evidence(0.0, 1.0)
LEVELS = {1: 1.0, 3: 2.0, 5: 1.0}


def golden(marks, right, wrong):
    return believe(marks, [RIGHT] * right + [WRONG] * wrong, prior_mean=0.5, prior_size=2)


GOLDEN = [golden(10, 8, 2), golden(6, 3, 3), golden(4, 0, 0)]
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
ANSWERS = st.lists(
    st.builds(Evidence, score=st.floats(0, 1), weight=st.floats(0, 1), level=st.integers(1, 5)),
    max_size=30,
)


def test_the_golden_vector_without_the_shared_effect():
    found = outlook(GOLDEN, 14, spread=0)
    assert found.probability == pytest.approx(0.369669, abs=1e-6)
    assert found.expected == pytest.approx(12.5)


def test_the_beta_binomial_of_a_flat_prior_is_flat():
    assert beta_binomial(4, 1.0, 1.0) == pytest.approx([0.2] * 5)


def test_sums_of_marks_by_hand():
    assert convolve([0.5, 0.5], [0.25, 0.75]) == pytest.approx([0.125, 0.5, 0.375])


def test_the_nodes_integrate_a_normal_variable():
    moments = [sum(weight * node**power for node, weight in model._NODES) for power in (0, 2, 4, 6)]
    assert moments == pytest.approx([1, 1, 3, 15], rel=1e-9)


@given(BELIEFS, st.sampled_from([0.0, 0.4, 1.0]))
@settings(deadline=None)
def test_chances_sum_to_one(beliefs, spread):
    pmf = score_pmf(beliefs, spread)
    assert len(pmf) == sum(one.marks for one in beliefs) + 1
    assert sum(pmf) == pytest.approx(1, abs=1e-9)
    assert min(pmf) >= 0


@given(BELIEFS)
@settings(deadline=None)
def test_without_the_effect_the_expected_score_is_the_sum_of_means(beliefs):
    expected = sum(one.marks * one.mean for one in beliefs)
    assert outlook(beliefs, 0, spread=0).expected == pytest.approx(expected)


@given(BELIEFS, st.integers(0, 72))
@settings(deadline=None)
def test_the_outlook_hangs_together(beliefs, cut):
    found = outlook(beliefs, cut)
    total = sum(one.marks for one in beliefs)
    assert 0 <= found.probability <= 1
    assert 0 <= found.low <= found.high <= total
    assert found.probability == pytest.approx(pass_probability(beliefs, cut))
    assert pass_probability(beliefs, cut + 1) <= found.probability + 1e-12


@given(ANSWERS, st.floats(0.01, 1), st.integers(1, 20), st.data())
@settings(deadline=None)
def test_a_right_answer_never_lowers_the_chance_and_a_wrong_one_never_raises_it(
    answers, weight, marks, data
):
    cut = data.draw(st.integers(0, marks))

    def chance(*more):
        return pass_probability([believe(marks, [*answers, *more])], cut, spread=0)

    assert chance(Evidence(1.0, weight)) >= chance() - 1e-9
    assert chance(Evidence(0.0, weight)) <= chance() + 1e-9


@given(ANSWERS, st.integers(1, 5), st.booleans())
def test_the_mean_is_monotone_with_levels_too(answers, level, with_levels):
    levels = LEVELS if with_levels else None
    means = [
        believe(10, [*answers, *more], levels=levels).mean
        for more in ((Evidence(0.0, 1.0, level),), (Evidence(1.0, 1.0, level),))
    ]
    assert means[0] < means[1]


@given(BELIEFS, st.integers(0, 72))
@settings(deadline=None)
def test_a_domain_more_never_lowers_the_chance_of_the_same_marks(beliefs, cut):
    more = [*beliefs, Belief(5, 0.5, 4.0)]
    assert pass_probability(more, cut) >= pass_probability(beliefs, cut) - 1e-9
    assert outlook(more, cut).expected > outlook(beliefs, cut).expected


@given(BELIEFS, st.randoms())
@settings(deadline=None)
def test_the_order_of_domains_does_not_matter(beliefs, rng):
    shuffled = rng.sample(beliefs, len(beliefs))
    assert score_pmf(shuffled) == pytest.approx(score_pmf(beliefs), abs=1e-9)


def test_the_shared_effect_makes_the_interval_wider():
    beliefs = [Belief(20, 0.7, 60.0)] * 5
    alone, shared = outlook(beliefs, 70, spread=0), outlook(beliefs, 70)
    assert shared.high - shared.low > alone.high - alone.low


def test_more_of_the_same_evidence_makes_the_interval_narrower():
    def width(times):
        found = outlook([believe(50, ([RIGHT] * 7 + [WRONG] * 3) * times)], 35)
        return found.high - found.low

    assert width(1) > width(4) > width(20)


def test_answers_fade_and_contexts_differ():
    assert weigh(0, "mock") == 1
    assert weigh(30, "mock") == pytest.approx(0.5)
    assert weigh(60, "practice") == pytest.approx(0.175)
    assert weigh(0, "lesson") == weigh(0, "drill") == 0.5
    assert weigh(0, "sorter") == weigh(0, "unheard of") == 0
    assert weigh(-5, "mock") == 1  # a clock set back


def test_answers_that_count_nothing_change_nothing():
    assert believe(5, [Evidence(0.0, 0.0)] * 9) == believe(5, [])


def test_an_unseen_domain_has_the_wide_prior():
    assert believe(10, []) == Belief(10, 0.625, 4.0, 0.0)
    alone = outlook([believe(10, [])], 7)
    assert alone.high - alone.low >= 6


def test_evidence_is_not_enough_while_over_a_fifth_of_the_marks_is_hardly_known():
    known, unknown = Belief(79, 0.7, 20, 16.0), Belief(21, 0.6, 8, 4.99)
    assert not enough([known, unknown])
    assert enough([Belief(80, 0.7, 20, 5.0), Belief(20, 0.6, 4, 0.0)])
    assert not enough([believe(10, []), believe(5, [])])


def test_easy_questions_do_not_make_ready_for_hard_ones():
    easy = [Evidence(1.0, 1.0, 1)] * 8 + [Evidence(0.0, 1.0, 1)] * 2
    hard = [Evidence(one.score, one.weight, 5) for one in easy]
    plain = believe(10, easy).mean
    assert believe(10, easy, levels={5: 3}).mean < plain < believe(10, hard, levels={1: 3}).mean


@given(ANSWERS)
def test_the_exams_own_mix_of_levels_changes_nothing(answers):
    mixed = [
        Evidence(one.score, one.weight * share, level)
        for one in answers
        for level, share in LEVELS.items()
    ]
    assert believe(10, mixed, levels=LEVELS).mean == pytest.approx(
        believe(10, mixed).mean, abs=1e-6
    )


def test_the_forgetting_curve_has_its_published_values():
    published = {0: 1.0, 1: 0.985682, 5: 0.940344, 10: 0.9, 20: 0.845885, 50: 0.760528}
    for days, chance in published.items():
        assert recall(days, 10) == pytest.approx(chance, abs=1e-6)


def test_a_domain_long_unpractised_loses_what_is_above_chance():
    answers = [RIGHT] * 20
    means = [believe(10, answers, idle_days=days).mean for days in (0, 30, 60, 365, 1e6)]
    assert means[0] == means[1] > means[2] > means[3] > means[4] > model.GUESS
    assert means[2] == pytest.approx(model.GUESS + (means[0] - model.GUESS) * 0.9)
    guessing = [WRONG] * 50
    assert believe(10, guessing, idle_days=365) == believe(10, guessing)


@given(BELIEFS.filter(lambda found: len(found) > 1), st.integers(1, 30))
@settings(deadline=None, max_examples=40)
def test_gains_are_the_change_of_the_chance(beliefs, cut):
    minutes = [1.0 + place for place in range(len(beliefs))]
    found = gains(beliefs, cut, minutes)
    for place, one in enumerate(beliefs):
        mean = one.mean + model.SMALL_GAIN * (1 - one.mean)
        better = [*beliefs]
        better[place] = Belief(one.marks, mean, one.size)
        change = pass_probability(better, cut) - pass_probability(beliefs, cut)
        assert found[place] == pytest.approx(max(0.0, change) / minutes[place], abs=1e-9)


def test_of_two_like_domains_the_one_with_more_marks_or_quicker_questions_is_worth_more():
    beliefs = [Belief(10, 0.6, 20.0), Belief(30, 0.6, 20.0), Belief(10, 0.6, 20.0)]
    by_marks = gains(beliefs, 33, [1.0, 1.0, 1.0])
    assert by_marks[1] > by_marks[0] == pytest.approx(by_marks[2])
    by_time = gains(beliefs, 33, [1.0, 1.0, 0.5])
    assert by_time[2] == pytest.approx(2 * by_time[0])


def test_certain_outcomes_are_numbers():
    for mean in (model._EDGE, 1 - model._EDGE):
        found = outlook([Belief(100, mean, 1e6)], 70)
        assert math.isfinite(found.probability)
        assert found.probability == pytest.approx(round(mean), abs=1e-6)
