"""Item response theory: golden vectors and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.irt import (
    Estimate,
    Parameters,
    ability_at,
    chance,
    difficulty,
    eap,
    expected_share,
    guess_floor,
    information,
    pull,
)

ITEMS = st.builds(
    Parameters, b=st.floats(-3, 3), c=st.sampled_from((0.0, 0.2, 0.25)), a=st.floats(0.4, 2)
)
ANSWERS = st.lists(st.tuples(ITEMS, st.sampled_from((0.0, 0.5, 1.0))), max_size=40)


def test_golden_chance_with_a_guessing_floor():
    assert chance(0, Parameters(0.5, 1 / 4)) == pytest.approx(0.533156, abs=5e-7)


def test_golden_eap_on_81_points():
    answers = [
        (Parameters(-1, 0, 1), 1),
        (Parameters(0, 0, 1.2), 1),
        (Parameters(0.5, 0, 0.8), 0),
        (Parameters(1, 0, 1.5), 0),
    ]
    found = eap(answers)
    assert found.theta == pytest.approx(0.112522, abs=5e-7)
    assert found.sd == pytest.approx(0.709580, abs=5e-7)


def test_levels_and_guessing_floors():
    assert [difficulty(level) for level in range(1, 6)] == [-1, -0.5, 0, 0.5, 1]
    assert guess_floor("single") == 0.25
    assert guess_floor("single", 5) == 0.2
    assert guess_floor("numeric") == guess_floor("multiple", 6) == 0


def test_nothing_answered_leaves_the_prior():
    found = eap([], Estimate(0.7, 0.5))
    assert found.theta == pytest.approx(0.7)
    assert found.sd == pytest.approx(0.5, rel=0.01)


@given(ANSWERS)
def test_eap_is_always_finite_and_never_wider_than_its_grid(answers):
    found = eap(answers)
    assert -4 <= found.theta <= 4
    assert 0 <= found.sd < 2


@given(ANSWERS, ITEMS)
def test_a_right_answer_never_lowers_the_ability(answers, item):
    assert eap([*answers, (item, 1.0)]).theta >= eap([*answers, (item, 0.0)]).theta


@given(ITEMS, st.floats(-4, 4))
def test_information_is_the_expected_square_of_the_pull(item, theta):
    right = chance(theta, item)
    square = right * pull(theta, item, 1) ** 2 + (1 - right) * pull(theta, item, 0) ** 2
    assert information(theta, item) == pytest.approx(square, abs=1e-9)
    mean = right * pull(theta, item, 1) + (1 - right) * pull(theta, item, 0)
    assert mean == pytest.approx(0, abs=1e-9)


@given(st.dictionaries(ITEMS, st.floats(0.1, 3), min_size=1, max_size=10), st.floats(-4, 4))
def test_the_ability_at_a_share_is_the_one_that_gives_it(items, theta):
    found = ability_at(expected_share(theta, items), items)
    assert found == pytest.approx(theta, abs=1e-3)


def test_a_share_is_weighted():
    items = {Parameters(-2.0): 3.0, Parameters(2.0): 1.0}
    mean = (3 * chance(0, Parameters(-2.0)) + chance(0, Parameters(2.0))) / 4
    assert expected_share(0, items) == pytest.approx(mean)
