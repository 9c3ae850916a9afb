"""How well weights predict reviews: against the package, and worked out by hand."""

from datetime import UTC, datetime, timedelta
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.forgetting import recall
from tutor.domain.memory import DEFAULT_SET, PARAMETER_SETS, CardState, Fsrs6
from tutor.domain.parameter_fit import (
    Review,
    before,
    held_out_from,
    histories,
    score,
    set_id,
    usable_reviews,
)
from tutor.domain.rating import Rating

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
DEFAULT = PARAMETER_SETS[DEFAULT_SET]
OTHER = (0.4, 0.9, 3.1, 9.0, 7.0, 0.5, 2.0, 0.2, *DEFAULT[8:20], 0.3)
STEPS = st.lists(
    st.tuples(st.sampled_from(list(Rating)), st.floats(0, 60)), min_size=2, max_size=12
)


def reviews_of(card, *steps):
    """Return reviews at (rating, days since the last one)."""
    at, made = START, []
    for rating, days in steps:
        at += timedelta(days=days)
        made.append(Review(card, rating, at))
    return made


def by_the_package(reviews, weights):
    """Return the log loss that the scheduler's own predictions give."""
    scheduler, card = Fsrs6(weights=weights, fuzz=False), CardState(1)
    losses = []
    for review in reviews:
        if card.last_review and (review.at - card.last_review).days >= 1:
            chance = scheduler.retrievability(card, review.at)
            losses.append(-log(1 - chance if review.rating == Rating.AGAIN else chance))
        card = scheduler.review(card, review.rating, review.at)
    return sum(losses) / len(losses) if losses else None


@given(STEPS, st.sampled_from([DEFAULT, OTHER]))
def test_the_log_loss_is_that_of_the_schedulers_predictions(steps, weights):
    reviews = reviews_of("a", *steps)
    expected = by_the_package(reviews, weights)
    cards = histories(reviews)
    if expected is None:
        with pytest.raises(ValueError, match="no usable reviews"):
            score(cards, weights)
        return
    assert score(cards, weights).log_loss == pytest.approx(expected, rel=1e-5)


def test_worked_out_by_hand():
    reviews = [
        *reviews_of("a", (Rating.GOOD, 0), (Rating.GOOD, 2)),
        *reviews_of("b", (Rating.GOOD, 0), (Rating.AGAIN, 2)),
    ]
    chance = recall(DEFAULT[2], 2, DEFAULT)
    found = score(histories(reviews), DEFAULT)
    assert chance == pytest.approx(0.9095, abs=1e-4)
    assert found.log_loss == pytest.approx(-(log(chance) + log(1 - chance)) / 2)
    assert found.rmse == pytest.approx(chance - 0.5)  # one tenth, half of it recalled


def test_reviews_of_several_cards_are_told_apart_and_those_of_a_day_are_not_usable():
    a = reviews_of("a", (Rating.GOOD, 0), (Rating.GOOD, 0.9), (Rating.HARD, 1.9))
    b = reviews_of("b", (Rating.AGAIN, 0.5), (Rating.GOOD, 3))
    cards = histories([a[0], b[0], a[1], a[2], b[1]])
    assert [[step.days for step in steps] for steps in cards] == [[0, 0, 1], [0, 3]]
    assert usable_reviews(cards) == 2


def test_a_clock_set_back_makes_no_negative_days():
    (steps,) = histories(reviews_of("a", (Rating.GOOD, 0), (Rating.GOOD, -3)))
    assert steps[1].days == 0


def test_the_latest_fifth_is_held_out():
    cards = histories(reviews_of("a", *[(Rating.GOOD, 1)] * 11))
    instant = held_out_from(cards)
    assert instant == START + timedelta(days=10)
    (kept,) = before(cards, instant)
    assert usable_reviews([kept]) == 8
    assert score(cards, DEFAULT, instant) != score(cards, DEFAULT)
    assert before(cards, START) == ()
    with pytest.raises(ValueError, match="no usable reviews"):
        held_out_from(before(cards, START + timedelta(days=1, hours=1)))


def test_equal_weights_have_one_id():
    assert set_id(DEFAULT) == set_id(list(DEFAULT)) != set_id(OTHER)
    assert set_id(DEFAULT).startswith("fsrs6-fit-")
