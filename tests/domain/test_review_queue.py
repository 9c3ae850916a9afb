from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.memory import REVIEW, CardState, Fsrs6
from tutor.domain.rating import Rating
from tutor.domain.records import Card
from tutor.domain.review_queue import (
    Calendar,
    Candidate,
    Ranked,
    due_day,
    due_on,
    fill,
    forecast,
    next_sibling,
    rank,
)
from tutor.domain.statistics_records import ItemHistory
from tutor.domain.study_day import day_start, study_day

ZONE = "America/Chicago"
NOW = datetime(2026, 3, 2, 16, tzinfo=UTC)  # a Monday morning in Chicago
TODAY = date(2026, 3, 2)
S = Fsrs6()


def day(offset):
    return TODAY + timedelta(days=offset)


def make_card(concept="a", *, last=-10, interval=20, stability=None, difficulty=5.0, **changes):
    """Return a card in review: asked `last` days from today, due `interval` days later."""
    at = NOW + timedelta(days=last)
    state = CardState(
        1, phase=REVIEW, step=None, stability=float(stability or interval),
        difficulty=difficulty,
        due=at + timedelta(days=interval), last_review=at, reps=3,
    )  # fmt: skip
    return Card(concept, state, "item", at, **changes)


def calendar(exam=None, today=0):
    return Calendar(day(today), None if exam is None else day(exam), ZONE)


def test_without_an_exam_a_card_is_due_when_it_is_due():
    assert due_day(make_card(), calendar(), S) == day(10)
    assert due_day(make_card(interval=5), calendar(), S) == day(-5)


def test_no_review_falls_after_the_exam():
    late = make_card(last=-1, interval=3000)
    assert due_day(late, calendar(exam=60), S) == day(59)
    assert due_day(late, calendar(exam=0), S) == day(2999)  # the day itself is for the exam
    assert due_day(late, calendar(exam=-5), S) == day(2999)  # and then all is as usual


def test_in_the_last_week_a_card_is_due_sooner():
    card = make_card(last=-2, interval=12)
    plain = due_day(card, calendar(exam=60), S)
    assert plain == day(10)
    soon = due_day(card, calendar(exam=7), S)
    assert soon == day(-2 + S.interval(card.state, 0.95)) == day(3)
    assert due_day(card, calendar(exam=9), S) == day(3)
    assert due_day(card, calendar(exam=12), S) == day(5)


def test_the_last_three_days_want_the_most():
    card = make_card(last=-2, interval=60)
    assert S.interval(card.state, 0.95) > 15 > S.interval(card.state, 0.97) == 13
    assert due_day(card, calendar(exam=13), S) == day(11)


def test_planning_changes_no_state():
    card = make_card()
    before = card.state.to_json()
    due_day(card, calendar(exam=5), S)
    rank([Candidate(card, 1.0, 30)], calendar(exam=5), NOW, S)
    assert card.state.to_json() == before


def test_a_card_is_asked_once_a_day():
    card = make_card(last=0, interval=1)
    hot = Card("a", CardState(1, stability=0.2, difficulty=5.0, due=NOW, last_review=NOW), "i", NOW)
    assert due_day(card, calendar(), S) == day(1)
    assert due_day(hot, calendar(), S) == day(1)
    assert due_day(hot, calendar(exam=1), S) == day(1)


def test_suspended_and_buried_cards():
    assert due_day(make_card(suspended=True), calendar(), S) is None
    assert due_day(make_card(interval=5, buried_until=day(1)), calendar(), S) == day(1)
    assert due_day(make_card(buried_until=day(1)), calendar(), S) == day(10)
    cards = [make_card(str(n), interval=9 + n, suspended=n == 0) for n in range(4)]
    assert [card.concept for card in due_on(cards, calendar(), S)] == ["1"]


def test_the_forecast_counts_each_card_once_and_leftovers_today():
    cards = [make_card(interval=interval) for interval in (3, 10, 11, 11, 23, 24, 200)]
    counts = forecast(cards, calendar(), S)
    assert len(counts) == 14
    assert (counts[0], counts[1], counts[13], sum(counts)) == (2, 2, 1, 5)


@given(
    st.lists(st.tuples(st.integers(-200, 0), st.integers(1, 400), st.booleans()), max_size=20),
    st.one_of(st.none(), st.integers(-10, 200)),
)
def test_whatever_the_exam_every_card_is_due_before_it(made, exam):
    cards = [make_card(str(n), last=last, interval=gap, suspended=off)
             for n, (last, gap, off) in enumerate(made)]  # fmt: skip
    plan = calendar(exam=exam)
    for card in cards:
        due = due_day(card, plan, S)
        assert (due is None) == card.suspended
        if due is not None:
            assert due > study_day(card.last_at, ZONE)
            plain = due_day(card, calendar(), S)
            assert due <= plain
            if exam and exam > 0 and study_day(card.last_at, ZONE) < day(exam - 1):
                assert due < day(exam)
    today = due_on(cards, plan, S)
    assert forecast(cards, plan, S)[0] == len(today)


def test_marks_and_minutes_decide_the_order():
    light, heavy, slow, none = (
        Candidate(make_card(name, last=-30), weight, seconds)
        for name, weight, seconds in (
            ("light", 0.1, 60), ("heavy", 0.3, 60), ("slow", 0.3, 240), ("none", 0.0, 5)
        )
    )  # fmt: skip
    order = rank([none, slow, light, heavy], calendar(exam=20), NOW, S)
    assert [one.candidate.card.concept for one in order] == ["heavy", "light", "slow", "none"]
    assert order[0].gain == pytest.approx(order[1].gain)
    assert order[0].gain > 0
    assert order[0].worth == pytest.approx(order[1].worth * 3**0.5)  # marks count by their root
    assert order[0].worth == pytest.approx(order[2].worth * 4**0.5)  # and so do minutes


def foreseen(card, exam=30):
    return rank([Candidate(card, 1.0, 60)], calendar(exam=exam), NOW, S)[0]


def test_what_would_be_forgotten_by_the_exam_gains_more():
    weak, strong = foreseen(make_card(interval=15)), foreseen(make_card(interval=400))
    assert weak.gain > strong.gain > 0
    assert weak.worth > strong.worth


def test_the_gain_is_what_a_review_does_to_recall_on_the_day():
    card = make_card(interval=8)
    state, horizon = card.state, day_start(day(30), ZONE)
    present = S.retrievability(state, NOW)
    right, wrong = (
        S.retrievability(S.review(state, rating, NOW), horizon)
        for rating in (Rating.GOOD, Rating.AGAIN)
    )
    gain = present * right + (1 - present) * wrong - S.retrievability(state, horizon)
    assert foreseen(card).gain == pytest.approx(gain, abs=1e-6)
    after = S.review(state, Rating.GOOD, NOW).stability
    assert foreseen(card).lasting == pytest.approx(log(after / state.stability), abs=1e-6)


def test_what_lasts_comes_before_what_only_gains_more_on_the_day():
    stubborn = make_card("stubborn", last=-30, interval=10, difficulty=9.9)
    willing = make_card("willing", last=-5, interval=5, difficulty=8.0)
    order = rank([Candidate(one, 1.0, 60) for one in (stubborn, willing)], calendar(30), NOW, S)
    assert [one.candidate.card.concept for one in order] == ["willing", "stubborn"]
    assert order[0].gain < order[1].gain


def test_a_card_never_asked_gains_what_a_first_review_leaves():
    new = Card("new", CardState(1), "i", NOW)
    forgotten, known = (S.review(new.state, rating, NOW) for rating in (Rating.AGAIN, Rating.GOOD))
    seen = foreseen(new)
    days = (calendar(exam=30).horizon(NOW) - NOW).days
    assert seen.gain == pytest.approx(S.recall(forgotten.stability, days))
    assert seen.lasting == pytest.approx(log(known.stability / forgotten.stability))


def ranked(*seconds):
    return [
        Ranked(Candidate(make_card(str(n)), 1.0, one), 0.1, 1.0) for n, one in enumerate(seconds)
    ]


def test_a_budget_is_filled_best_first():
    chosen = fill(ranked(60, 90, 30, 60), 150)
    assert [one.candidate.seconds for one in chosen] == [60, 90]
    assert [one.candidate.seconds for one in fill(ranked(60, 90, 30), 100)] == [60, 30]
    assert len(fill(ranked(600), 30)) == 1  # one at least
    assert fill(ranked(60), 0) == ()


@given(st.lists(st.integers(10, 600)), st.integers(1, 5000))
def test_a_budget_is_kept(seconds, budget):
    chosen = fill(ranked(*seconds), budget)
    assert len(chosen) <= 1 or sum(one.candidate.seconds for one in chosen) <= budget
    assert bool(chosen) == bool(seconds)


def test_siblings_take_turns():
    def past(name, days):
        return ItemHistory(name, 1, 1.0, 1.0, NOW + timedelta(days=days))

    history = {"b": past("b", -5), "c": past("c", -9)}
    assert next_sibling(["c", "b", "a"], history) == "a"
    assert next_sibling(["b", "c"], history) == "c"
    with pytest.raises(ValueError, match="empty"):
        next_sibling([], history)


@pytest.mark.parametrize("zone", ["America/Chicago", "Asia/Kathmandu", "Pacific/Apia", "UTC"])
def test_a_study_day_begins_where_study_day_says(zone):
    one = date(2026, 1, 1)
    while one < date(2027, 1, 1):
        start = day_start(one, zone)
        assert study_day(start, zone) == one
        assert study_day(start - timedelta(seconds=1), zone) == one - timedelta(days=1)
        one += timedelta(days=1)


def test_due_days_over_a_change_of_the_clocks():
    """Clocks in Chicago go forward on 8 March 2026: 03:30 the next morning is still the 7th."""
    at = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)  # 03:30 on the 5th: the study day of the 4th
    state = CardState(1, phase=REVIEW, step=None, stability=4.0, difficulty=5.0,
                      due=at + timedelta(days=4), last_review=at)  # fmt: skip
    card = Card("a", state, "i", at)
    assert due_day(card, Calendar(date(2026, 3, 4), None, ZONE), S) == date(2026, 3, 9)


def test_a_card_never_asked_is_due_from_the_day_it_was_added():
    new = Card("term:abn", CardState(1), "", NOW)
    assert due_day(new, calendar(), S) == TODAY
    assert due_day(new, calendar(exam=2), S) == TODAY
    assert due_day(replace(new, buried_until=day(1)), calendar(), S) == day(1)
    assert due_day(replace(new, suspended=True), calendar(), S) is None
    known = Candidate(make_card(last=0, interval=300), 1.0, 20.0)
    order = rank([known, Candidate(new, 1.0, 20.0)], calendar(), NOW, S)
    assert [one.candidate.card.concept for one in order] == ["term:abn", "a"]
