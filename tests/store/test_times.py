"""How long answers took, and which of the day's were reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tests.store.conftest import DAY, START, new_attempt, some_items, start
from tutor.domain.records import SPACED, QuizSpec


def answer(store, attempt, position, latency=30_000, day=DAY):
    store.record_answer(
        attempt.id, position, ("a",), 1.0, latency_ms=latency, study_day=day, revise=False
    )


def test_each_answer_is_told_with_its_day_and_domains(store, learner):
    attempt = start(store, learner.id, some_items(3))
    answer(store, attempt, 0, 30_000)
    answer(store, attempt, 2, 50_000, day=date(2026, 11, 24))
    found = store.answer_times(learner.id, START)
    assert {(one.day, one.latency_ms) for one in found} == {
        (DAY, 30_000),
        (date(2026, 11, 24), 50_000),
    }
    assert all(one.exams == tuple(some_items(1)[0].exams) for one in found)


def test_times_not_measured_and_attempts_of_before_are_left_out(world, store, learner):
    early = start(store, learner.id, some_items(1))
    answer(store, early, 0)
    world.clock.advance(60)
    late = start(store, learner.id, some_items(2))
    answer(store, late, 0, 0)
    answer(store, late, 1, 40_000)
    found = store.answer_times(learner.id, START + timedelta(seconds=1))
    assert [one.latency_ms for one in found] == [40_000]
    other = store.create_learner("Bo")
    assert store.answer_times(other.id, START) == ()


def review(store, learner, items):
    spec = QuizSpec(count=len(items), context=SPACED)
    new = replace(new_attempt(learner.id, items), spec=spec)
    return store.start_attempt(new, study_day=DAY)


def test_the_days_reviews_are_found_whether_open_or_ended(world, store, learner):
    begun_before = review(store, learner, some_items(2))
    answer(store, begun_before, 0, 7_000)
    world.clock.advance(86_400)
    today = DAY + timedelta(days=1)
    answer(store, begun_before, 1, 20_000, day=today)
    ended = review(store, learner, some_items(1))
    answer(store, ended, 0, 5_000, day=today)
    store.end_attempt(ended.id, "finished", study_day=today)
    quiz = start(store, learner.id, some_items(1))
    answer(store, quiz, 0, 90_000, day=today)
    assert store.reviewed_seconds(learner.id, today) == 25.0
    assert store.reviewed_seconds(learner.id, DAY) == 7.0
    store.end_attempt(begun_before.id, "finished", study_day=today)
    assert store.reviewed_seconds(learner.id, today) == 25.0


def test_a_study_day_far_in_the_east_is_looked_up_too(world, store, learner):
    """On Kiritimati, 14 hours ahead, a day is over when its date has hardly begun in UTC."""
    morning = review(store, learner, some_items(1))
    day = DAY + timedelta(days=1)  # at 15:00 UTC of the day before, it is 05:00 there
    answer(store, morning, 0, 8_000, day=day)
    store.end_attempt(morning.id, "finished", study_day=day)
    assert store.reviewed_seconds(learner.id, day) == 8.0
