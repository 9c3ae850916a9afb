"""Mastery: four conditions, one state in words."""

from datetime import UTC, datetime, timedelta

import pytest

from tutor.domain.mastery import STATES, Shown, is_spaced, judge

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
SPACED = (START, START + timedelta(days=1))


def shown(**changes):
    values = {
        "items": 12,
        "available": 40,
        "expected": 0.9,
        "successes": SPACED,
        "recall": 0.95,
    }
    return judge(Shown(**(values | changes)))


@pytest.mark.parametrize(
    ("changes", "state", "why"),
    [
        ({}, "mastered", "all four kinds of evidence agree"),
        ({"recall": 0.84}, "fading", "recall down to 84 %, 85 % needed"),
        ({"items": 7}, "nearly", "7 of 8 different questions answered"),
        ({"expected": 0.79}, "nearly", "only 79 % of its questions expected right, 80 % needed"),
        ({"successes": (START,)}, "nearly", "not yet right again after a day"),
        ({"recall": None}, "nearly", "nothing to recall yet"),
        ({"items": 7, "expected": 0.5}, "learning", "only 50 % of its questions expected right"),
        ({"recall": 0.5, "successes": ()}, "learning", "not yet right again after a day; recall"),
        ({"items": 0, "successes": (), "recall": None}, "not tried", "no question answered yet"),
        ({"target": 0.92}, "nearly", "92 % needed"),
        ({"available": 0, "expected": None}, "learning", "no questions to judge by"),
    ],
)
def test_a_state_and_what_is_missing(changes, state, why):
    found = shown(**changes)
    assert found.state == state
    assert found.state in STATES
    assert why in found.why


def test_a_small_domain_asks_for_all_its_questions():
    assert shown(items=3, available=3).state == "mastered"
    assert shown(items=2, available=3).state == "nearly"


def test_conditions_are_always_told_in_the_same_order():
    names = [one.name for one in shown().conditions]
    assert names == ["ability", "breadth", "spacing", "recall"]


def test_spacing_is_a_full_day_whatever_the_order():
    assert is_spaced(SPACED[::-1])
    assert not is_spaced((START, START + timedelta(hours=23, minutes=59)))
    assert not is_spaced(())
