"""Readiness: golden vector, distributions, caveats."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain import readiness as model
from tutor.domain.exam_marks import Belief
from tutor.domain.readiness import Evidence, believe, enough, outlook, recall, weigh

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


@given(BELIEFS)
@settings(deadline=None)
def test_without_the_effect_the_expected_score_is_the_sum_of_means(beliefs):
    expected = sum(one.marks * one.mean for one in beliefs)
    assert outlook(beliefs, 0, spread=0).expected == pytest.approx(expected)


@given(ANSWERS, st.floats(0.01, 1), st.integers(1, 20), st.data())
@settings(deadline=None)
def test_a_right_answer_never_lowers_the_chance_and_a_wrong_one_never_raises_it(
    answers, weight, marks, data
):
    cut = data.draw(st.integers(0, marks))

    def chance(*more):
        return outlook([believe(marks, [*answers, *more])], cut, spread=0).probability

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


def test_certain_outcomes_are_numbers():
    for mean in (model._EDGE, 1 - model._EDGE):
        found = outlook([Belief(100, mean, 1e6)], 70)
        assert math.isfinite(found.probability)
        assert found.probability == pytest.approx(round(mean), abs=1e-6)
