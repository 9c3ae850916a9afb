"""Spaced review, on a real database and the shipped content."""

from __future__ import annotations

from datetime import date

import pytest

from tutor.domain.concept import concept_of
from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import QuizSpec
from tutor.domain.study_day import StudyDays
from tutor.errors import NotFoundError, UsageError

DAY = 86_400
TODAY = date(2026, 11, 23)


def give(services, session, *, right=True, clock=None, seconds=20):
    """Answer everything that is left, and finish."""
    from random import Random

    asked = []
    while session.open:
        item = services.library.item(session.current().item_id)
        asked.append(item)
        if clock:
            clock.advance(seconds)
        session.answer(key_response(item) if right else wrong_response(item, Random(1)))
        if not session.next():
            session.finish()
    return asked


def quiz(services, learner, clock, count=12, seed=1, **options):
    session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=count), seed=seed)
    return give(services, session, clock=clock, **options)


def concepts(items):
    return {concept_of(item.lesson, item.exams) for item in items}


def test_nothing_is_due_before_anything_was_answered(services, learner):
    assert services.spaced.due(learner.id).count == 0
    view = services.spaced.overview(learner.id)
    assert (view.cards, view.lines, view.retention.reviews) == (0, (), 0)
    assert [day.due for day in view.forecast] == [0] * 14
    with pytest.raises(UsageError, match="cards come from questions answered"):
        services.spaced.start(learner.id)
    with pytest.raises(NotFoundError):
        services.spaced.due("nobody")


def test_what_was_answered_today_is_due_from_tomorrow(services, learner, clock):
    asked = quiz(services, learner, clock)
    view = services.spaced.overview(learner.id)
    assert view.today == TODAY
    assert {line.concept for line in view.lines} == concepts(asked)
    assert view.due.count == 0
    assert sum(day.due for day in view.forecast) == view.cards
    with pytest.raises(UsageError, match="nothing is due today; the next review is on 2026-11-24"):
        services.spaced.start(learner.id)
    clock.advance(DAY)
    assert services.spaced.due(learner.id).count > 0


def test_a_review_asks_siblings_never_asked_first(services, learner, clock):
    first = quiz(services, learner, clock)
    clock.advance(20 * DAY)
    session = services.spaced.start(learner.id, minutes=600, seed=3)
    assert (session.context, session.tutor_mode) == ("review", True)
    assert session.title.startswith("Review · ")
    asked = give(services, session, clock=clock)
    assert concepts(asked) == concepts(first)
    assert len(asked) == len(concepts(first))
    bank = services.library.heads("bank")
    for item in asked:
        siblings = {h.id for h in bank if concept_of(h.lesson, h.exams) in concepts([item])}
        if siblings - {one.id for one in first}:
            assert item.id not in {one.id for one in first}
    assert services.spaced.due(learner.id).count == 0


def test_a_review_keeps_to_the_minutes(services, learner, clock):
    quiz(services, learner, clock, count=40)
    clock.advance(20 * DAY)
    due = services.spaced.due(learner.id)
    assert due.now == 20 < due.count  # the daily goal, at the learner's own pace
    session = services.spaced.start(learner.id, minutes=2)
    assert len(session.palette.answered) == 6
    with pytest.raises(UsageError, match="minutes"):
        services.spaced.start(learner.id, minutes=0)


def test_the_days_minutes_are_spent_by_reviewing(services, learner, clock):
    services.profiles.update(learner.id, daily_goal=5)
    quiz(services, learner, clock, count=40)
    clock.advance(20 * DAY)
    before = services.spaced.due(learner.id)
    assert (before.now, before.minutes) == (5, pytest.approx(1.7, abs=0.1))
    give(services, services.spaced.start(learner.id), clock=clock)
    after = services.spaced.due(learner.id)
    assert (after.now, after.count) == (0, before.count - 5)
    more = services.spaced.start(learner.id)  # whoever wants more gets as much again
    assert len(more.palette.answered) == 5


def test_a_learners_own_minutes_a_day_are_the_budget(services, learner, clock):
    quiz(services, learner, clock, count=40)
    clock.advance(20 * DAY)
    services.store.set_study_days(learner.id, StudyDays(minutes=3))
    due = services.spaced.due(learner.id)
    assert (due.now, due.minutes) == (9, 3.0)  # at 20 seconds each
    assert services.spaced.overview(learner.id).daily_minutes == 3.0


def test_a_review_left_half_done_is_gone_on_with(open_again, services, learner, clock):
    quiz(services, learner, clock)
    clock.advance(20 * DAY)
    left = services.spaced.start(learner.id)
    again = open_again()
    assert again.spaced.start(learner.id).attempt_id == left.attempt_id
    assert again.home.next_step(learner.id).kind == "quiz"


def test_the_order_is_by_marks_of_the_learners_exam(services, learner, clock):
    quiz(services, learner, clock, count=30)
    services.profiles.update(learner.id, exam_date=date(2027, 1, 10))
    clock.advance(20 * DAY)
    session = services.spaced.start(learner.id, minutes=600)
    first = services.library.item(session.current().item_id)
    assert first.domains("cpb")
    spec = services.store.attempt(session.attempt_id).spec
    assert (spec.exam, spec.feedback, spec.context) == ("cpb", "tutor", "review")


def test_everything_is_due_before_the_exam(services, learner, clock):
    quiz(services, learner, clock)
    clock.advance(20 * DAY)
    give(services, services.spaced.start(learner.id, minutes=600), clock=clock)
    plain = services.spaced.overview(learner.id)
    assert sum(day.due for day in plain.forecast) < plain.cards
    services.profiles.update(learner.id, exam_date=date(2026, 12, 20))
    planned = services.spaced.overview(learner.id)
    assert planned.exam_date == date(2026, 12, 20)
    assert sum(day.due for day in planned.forecast[:7]) == planned.cards
    assert services.store.verify() == ()


def test_suspended_and_buried_concepts_are_not_asked(services, learner, clock):
    quiz(services, learner, clock)
    clock.advance(20 * DAY)
    count = services.spaced.due(learner.id).count
    off, later = (line.concept for line in services.spaced.overview(learner.id).lines[:2])
    services.spaced.suspend(learner.id, off)
    services.spaced.bury(learner.id, later)
    view = services.spaced.overview(learner.id)
    assert (view.due.count, view.suspended) == (count - 2, 1)
    clock.advance(DAY)
    assert services.spaced.due(learner.id).count == count - 1
    services.spaced.resume(learner.id, off)
    assert services.spaced.due(learner.id).count == count
    with pytest.raises(NotFoundError, match="no card"):
        services.spaced.suspend(learner.id, "nothing")


def test_retention_predicted_and_measured(services, learner, clock):
    quiz(services, learner, clock)
    clock.advance(9 * DAY)
    give(services, services.spaced.start(learner.id, minutes=600), right=False, clock=clock)
    found = services.spaced.retention(learner.id)
    assert found.reviews > 0
    assert found.measured == 0
    assert 50 < found.predicted < 95
    assert sum(row.reviews for row in found.rows) == found.reviews


def test_the_day_ends_at_four_in_the_learners_own_time_zone(services, learner, clock):
    quiz(services, learner, clock, count=3, seconds=1)  # 09:00 in Chicago
    clock.advance(18.9 * 3600)
    assert services.spaced.due(learner.id).count == 0
    clock.advance(0.2 * 3600)
    assert services.spaced.due(learner.id).count > 0


def test_home_offers_reviews_when_no_quiz_is_open(services, learner, clock):
    quiz(services, learner, clock)
    clock.advance(DAY)
    step = services.home.next_step(learner.id)
    assert step.kind == "review"
    assert step.title.startswith("Review ")
    give(services, services.spaced.start(learner.id, minutes=600), clock=clock)
    assert services.home.next_step(learner.id).kind == "lesson"


def test_items_set_aside_are_not_asked(services, learner, clock):
    asked = quiz(services, learner, clock, count=5)
    clock.advance(DAY)
    everything = frozenset(head.id for pool in ("bank", "lesson")
                           for head in services.library.heads(pool))  # fmt: skip
    services.spaced._desks._aside = lambda: everything
    assert asked
    assert services.spaced.due(learner.id).count == 0
    assert services.spaced.overview(learner.id).cards == 0


def test_an_exam_that_is_gone_does_not_stop_reviews(services, learner, clock):
    quiz(services, learner, clock, count=5)
    services.store.update_learner(learner.id, exam="gone")
    clock.advance(DAY)
    assert services.spaced.due(learner.id).count > 0
    assert services.spaced.start(learner.id).open


def test_live_cards_equal_a_rebuild(services, learner, clock):
    quiz(services, learner, clock)
    for days in (2, 9, 60):
        clock.advance(days * DAY)
        give(services, services.spaced.start(learner.id, minutes=600), clock=clock)
    before = services.spaced.overview(learner.id)
    assert services.store.verify() == ()
    services.store.rebuild()
    assert services.spaced.overview(learner.id) == before
