from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.memory import (
    DEFAULT_SET,
    PARAMETER_SETS,
    REVIEW,
    CardState,
    Fsrs6,
    card_id,
    fuzz_range,
)
from tutor.domain.rating import Rating

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
GOLDEN = (
    # rating, stability, difficulty, due
    (3, 2.3065, 2.118104, "2026-01-01T12:10"),
    (3, 2.3065, 2.111214, "2026-01-03T12:10"),
    (3, 10.971048, 2.104331, "2026-01-14T12:10"),
    (3, 46.316858, 2.097455, "2026-03-01T12:10"),
    (1, 2.933845, 7.387716, "2026-03-01T12:20"),
    (3, 2.933845, 7.375556, "2026-03-04T12:20"),
    (3, 7.799102, 7.363409, "2026-03-12T12:20"),
    (4, 28.496171, 6.467612, "2026-04-09T12:20"),
)
CURVE = {0: 1.0, 1: 0.985682, 5: 0.940344, 10: 0.9, 20: 0.845885, 50: 0.760528, 100: 0.692827}
RATINGS = st.lists(
    st.tuples(st.sampled_from(Rating), st.integers(-3600, 90 * 86_400)), min_size=1, max_size=12
)


def replay(scheduler, steps, number=5):
    card, at = CardState(number), START
    for rating, seconds in steps:
        at += timedelta(seconds=seconds)
        card = scheduler.review(card, rating, at)
    return card


def test_the_golden_vector():
    scheduler = Fsrs6(fuzz=False)
    card, at = CardState(1), START
    for rating, stability, difficulty, due in GOLDEN:
        card = scheduler.review(card, Rating(rating), at)
        assert card.stability == pytest.approx(stability, abs=1e-6)
        assert card.difficulty == pytest.approx(difficulty, abs=1e-6)
        assert card.due == datetime.fromisoformat(due).replace(tzinfo=UTC)
        at = card.due
    assert (card.reps, card.lapses, card.parameter_set) == (8, 1, DEFAULT_SET)


@pytest.mark.parametrize(("days", "expected"), CURVE.items())
def test_the_forgetting_curve(days, expected):
    card = CardState(1, phase=REVIEW, step=None, stability=10.0, difficulty=5.0,
                     due=START, last_review=START)  # fmt: skip
    found = Fsrs6().retrievability(card, START + timedelta(days=days))
    assert found == pytest.approx(expected, abs=1e-6)


@given(RATINGS, st.sampled_from(Rating), st.integers(-3600, 400 * 86_400))
def test_planning_uses_the_equations_of_the_package(steps, rating, seconds):
    ours = Fsrs6()
    card = replay(ours, steps)
    at = card.last_review + timedelta(seconds=seconds)
    theirs = ours._scheduler.get_card_retrievability(ours._package_card(card, at), at)
    assert ours.retrievability(card, at) == pytest.approx(theirs, rel=1e-12)
    found = ours.review(card, rating, at).stability
    assert ours.stability_after(card, rating, at) == pytest.approx(found, rel=1e-6, abs=1e-8)


def test_a_first_review_is_not_foreseen():
    with pytest.raises(ValueError, match="first review"):
        Fsrs6().stability_after(CardState(1), Rating.GOOD, START)


def test_a_card_never_asked_is_unknown_not_forgotten():
    assert Fsrs6().retrievability(CardState(1), START) is None
    assert Fsrs6().interval(CardState(1), 0.9) == 0


def test_our_weights_are_the_published_defaults():
    assert PARAMETER_SETS[DEFAULT_SET] == tuple(fsrs.scheduler.DEFAULT_PARAMETERS)


@given(RATINGS)
def test_a_replay_gives_the_same_and_json_loses_nothing(steps):
    card = replay(Fsrs6(), steps)
    assert replay(Fsrs6(), steps) == card
    assert CardState.from_json(json.loads(json.dumps(card.to_json()))) == card
    assert card.stability >= 0.001
    assert 1 <= card.difficulty <= 10
    assert card.due > card.last_review


@given(RATINGS, st.integers(-14, 14))
def test_the_time_zone_of_an_instant_does_not_matter(steps, hours):
    card = replay(Fsrs6(), steps)
    at = card.last_review + timedelta(days=3)
    elsewhere = at.astimezone(timezone(timedelta(hours=hours)))
    scheduler = Fsrs6()
    assert scheduler.review(card, Rating.GOOD, elsewhere) == scheduler.review(card, Rating.GOOD, at)
    assert scheduler.retrievability(card, elsewhere) == scheduler.retrievability(card, at)


def test_an_instant_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        Fsrs6().review(CardState(1), Rating.GOOD, datetime(2026, 1, 1))  # noqa: DTZ001


@given(RATINGS)
def test_fuzz_moves_only_the_due_day_and_stays_in_range(steps):
    plain, fuzzed = replay(Fsrs6(fuzz=False), steps), replay(Fsrs6(), steps)
    assert (fuzzed.stability, fuzzed.difficulty) == (plain.stability, plain.difficulty)
    if plain.phase == REVIEW:
        low, high = fuzz_range((plain.due - plain.last_review).days)
        assert low <= (fuzzed.due - fuzzed.last_review).days <= high
    else:
        assert fuzzed.due == plain.due


def test_fuzz_spreads_cards_and_knows_no_chance():
    steps = [(Rating.GOOD, 0), (Rating.GOOD, 600), (Rating.GOOD, 3 * 86_400)]
    found = {replay(Fsrs6(), steps, number).due for number in range(200)}
    assert len(found) == fuzz_range(11)[1] - fuzz_range(11)[0] + 1


@given(st.integers(1, 36_500))
def test_the_range_of_fuzz_holds_the_interval(days):
    low, high = fuzz_range(days)
    assert 1 <= low <= days <= high <= 36_500


@given(RATINGS)
def test_an_interval_ends_where_recall_is_as_wanted(steps):
    scheduler = Fsrs6()
    card = replay(scheduler, steps)
    at = card.last_review + timedelta(days=scheduler.interval(card, 0.9))
    if 5 < scheduler.interval(card, 0.9) < 36_500:
        assert scheduler.retrievability(card, at) == pytest.approx(0.9, abs=0.01)
    assert scheduler.interval(card, 0.97) <= scheduler.interval(card, 0.95)


def test_card_ids_are_whole_numbers_of_63_bits_and_our_own():
    ids = {card_id("learner", f"lesson-{number}/cpc.icd") for number in range(1000)}
    assert len(ids) == 1000
    assert all(0 <= one < 2**63 for one in ids)
    assert card_id("a", "b") == card_id("a", "b") != card_id("b", "a")
