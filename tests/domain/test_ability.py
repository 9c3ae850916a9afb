"""Ability by domain: the fold, its uncertainty, overlap, difficulty of items."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.ability import (
    ITEM_SD,
    NOTHING,
    Answered,
    estimate,
    item_difficulty,
    weight_of,
)
from tutor.domain.irt import Parameters, chance, information

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
CPC, CBCS, OTHER = ("cpc", "icd"), ("cbcs", "d3"), ("cbcs", "d1")
PLAIN = Parameters(0.0)
SCORES = st.lists(st.tuples(st.sampled_from((0.0, 0.5, 1.0)), st.integers(0, 40)), max_size=40)


def given_answer(score, *, domains=(CPC,), item=PLAIN, day=0.0, weight=1.0):
    return Answered(domains, item, score, START + timedelta(days=day), weight)


def test_one_answer_moves_both_parts_by_their_variance():
    known = estimate([given_answer(1.0)])
    shrink = 1 + 0.25 * (1 + 0.36)
    assert known.general.value == pytest.approx(1.0 * 0.5 / shrink)
    assert known.domains[CPC].value == pytest.approx(0.36 * 0.5 / shrink)
    assert known.general.variance == pytest.approx(1 - 0.25 / shrink)
    found = known.of(CPC, START)
    assert found.theta == pytest.approx(1.36 * 0.5 / shrink)


def test_with_one_part_and_constant_information_the_step_is_elo_s():
    """K(n) = a / (1 + beta n), where a is the variance before and beta = a x information."""
    known = NOTHING
    for count in range(1, 30):
        known = estimate([given_answer(0.5)] * count)
        told = information(0.0, PLAIN)
        # The general part alone would be 1 / (1 + n I); sharing with the domain's makes it wider.
        assert known.general.variance >= 1 / (1 + count * told)
        assert known.general.value == pytest.approx(0)
    assert known.general.variance < 0.35


def test_an_item_of_two_exams_moves_both_and_the_rest_a_little():
    both = estimate([given_answer(1.0, domains=(CPC, CBCS))] * 20)
    assert both.of(CPC, START).theta == pytest.approx(both.of(CBCS, START).theta)
    assert both.of(CBCS, START).theta > both.of(OTHER, START).theta > 0
    assert both.of(CBCS, START).sd < both.of(OTHER, START).sd
    alone = estimate([given_answer(1.0)] * 20)
    assert both.general.value == pytest.approx(alone.general.value), "one answer counts once"


def test_idle_time_makes_less_sure_but_never_less_than_a_newcomer():
    known = estimate([given_answer(1.0)] * 30)
    now, month = known.of(CPC, START), known.of(CPC, START + timedelta(days=30))
    assert now.theta == month.theta
    assert month.sd**2 - now.sd**2 == pytest.approx(2 * 30 * 0.0025)
    ages = known.of(CPC, START + timedelta(days=36_500))
    assert ages.sd == pytest.approx(NOTHING.of(CPC, START).sd)
    assert known.of(CPC, START - timedelta(days=3)) == now, "a clock set back changes nothing"


def test_a_guess_says_less_than_an_answer_that_cannot_be_guessed():
    hard = 2.0
    lucky = estimate([given_answer(1.0, item=Parameters(hard, 0.25))]).of(CPC, START)
    known = estimate([given_answer(1.0, item=Parameters(hard))]).of(CPC, START)
    assert 0 < lucky.theta < known.theta / 2
    assert lucky.sd > known.sd


def test_what_tells_nothing_changes_nothing():
    assert weight_of("sorter") == weight_of("anything else") == 0
    assert estimate([given_answer(1.0, weight=0.0), given_answer(1.0, domains=())]) == NOTHING
    light, full = (estimate([given_answer(1.0, weight=weight)]) for weight in (0.5, 1.0))
    assert 0 < light.general.value < full.general.value


@given(SCORES)
def test_variances_stay_positive_and_abilities_bounded(scores):
    day, answers = 0, []
    for score, gap in scores:
        day += gap
        answers.append(given_answer(score, day=day))
    found = estimate(answers).of(CPC, START + timedelta(days=day))
    assert 0 < found.sd <= 1.17
    assert abs(found.theta) < 8


def test_the_estimate_finds_the_truth():
    rng = Random(4)
    errors, inside = [], 0
    for _ in range(200):
        truth, own = rng.gauss(0, 1), rng.gauss(0, 0.6)
        answers = []
        for _ in range(60):
            item = Parameters(rng.choice((-1, -0.5, 0, 0.5, 1)), rng.choice((0, 0.25)))
            right = rng.random() < chance(truth + own, item)
            answers.append(given_answer(float(right), item=item))
        found = estimate(answers).of(CPC, START)
        errors.append((found.theta - truth - own) ** 2)
        inside += abs(found.theta - truth - own) < 1.2816 * found.sd
    assert (sum(errors) / 200) ** 0.5 < 0.5
    assert inside > 0.8 * 200 - 12


def test_an_item_s_difficulty_follows_the_answers_under_a_strong_prior():
    assert item_difficulty(0.5, 0.25, 0, 0.0, 0.0) == 0.5
    one = item_difficulty(0.0, 0.0, 1, 0.0, 0.0)
    assert 0 < one < 0.15, "one wrong answer hardly moves it"
    many = item_difficulty(0.0, 0.0, 400, 400 * chance(0.0, Parameters(1.0)), 0.0)
    assert many == pytest.approx(1.0, abs=0.06), "many answers overrule the author"
    easy = item_difficulty(0.0, 0.25, 400, 400.0, 0.0)
    assert -4 <= easy < -2, "all right stays finite"
    strong = item_difficulty(0.0, 0.25, 30, 20.0, 1.5)
    assert strong > item_difficulty(0.0, 0.25, 30, 20.0, -0.5), "who answered is allowed for"


@given(st.integers(1, 300), st.floats(0, 1), st.floats(-1, 1), st.sampled_from((0.0, 0.25)))
def test_a_difficulty_is_where_data_and_prior_pull_alike(answered, share, theta, c):
    b = item_difficulty(0.0, c, answered, share * answered, theta)
    right = chance(theta, Parameters(b, c))
    data = answered * (right - share) / right * (right - c) / (1 - c)
    prior = b / ITEM_SD**2
    assert abs(b) > 3.99 or data - prior == pytest.approx(0, abs=1e-6)
