"""The dashboards, on a real database and the shipped content."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import QuizSpec
from tutor.domain.study_day import StudyDays
from tutor.errors import NotFoundError

TODAY = date(2026, 11, 23)


def quiz(services, learner, clock, *, right=5, count=10, seconds=40, **spec):
    spec = {"exam": "cpb"} | spec
    session = services.practice.start(learner.id, QuizSpec(count=count, **spec), seed=3)
    for position in range(count):
        item = services.library.item(session.current().item_id)
        clock.advance(seconds)
        key = key_response(item)
        session.answer(key if position < right else wrong_response(item, Random(1)))
        if not session.next():
            session.finish()


def test_a_new_learner_has_dashboards_without_figures(services, learner):
    view = services.dashboards.everything(learner.id)
    assert [one.exam.id for one in view.standings] == [one.exam.id for one in view.progress.exams]
    assert view.standings[0].exam.id == "cpb"
    assert not view.standings[0].ready.enough
    assert set(view.readiness_over_time) == {"cpc", "cca", "cbcs", "cmrs", "cpb"}
    assert not any(view.readiness_over_time.values())
    assert view.memory.retention.measured is None
    assert (view.activity.studied, view.activity.answered) == (0, 0)
    assert view.times["cpb"].seconds is None
    assert {row.mastery for row in view.standings[0].domains} == {"not tried"}


def test_a_domain_tells_what_was_right_and_what_is_at_stake(services, learner, clock):
    domain = services.library.blueprint("cpb").domains[0].id
    quiz(services, learner, clock, right=4, count=8, domains=(domain,))
    view = services.dashboards.standing(learner.id)
    row = next(row for row in view.domains if row.id == domain)
    ready = next(row for row in view.ready.domains if row.id == domain)
    assert (row.seen, row.percent, row.evidence) == (8, 50.0, 8)
    assert (row.marks, row.at_stake) == (ready.marks, ready.at_stake)
    assert row.expected_percent == ready.expected_percent
    assert row.days_ago == 0
    assert row.mastery == "learning"
    assert row.why
    (point,) = services.dashboards.readiness(learner.id, "cpb")
    assert point.expected_percent == pytest.approx(view.ready.expected_percent)


def test_every_domain_has_a_line_even_where_a_form_asks_none(services, learner):
    for exam in ("cpc", "cca", "cbcs", "cmrs", "cpb"):
        view = services.dashboards.standing(learner.id, exam)
        assert [row.id for row in view.domains] == [one.id for one in view.exam.domains]
        assert sum(row.marks for row in view.domains) == view.ready.items


def test_days_roles_and_rest_make_up_the_activity(services, learner, clock):
    services.store.set_study_days(learner.id, StudyDays(weekdays_off=frozenset({6})))
    clock.advance(-2 * 86_400)  # Saturday
    quiz(services, learner, clock, count=10)
    clock.advance(2 * 86_400)
    quiz(services, learner, clock, count=5)
    view = services.dashboards.activity(learner.id)
    assert view.today == TODAY
    assert [(day.day, day.answered) for day in view.days] == [
        (TODAY - timedelta(days=2), 10),
        (TODAY, 5),
    ]
    assert (view.streak, view.studied, view.answered) == (2, 2, 15)
    assert services.home.home(learner.id).streak == 2
    assert sum(role.answered for role in view.roles) == 15
    assert len(view.rest_days) == 53
    assert {day.weekday() for day in view.rest_days} == {6}
    assert view.rest_days[-1] == TODAY - timedelta(days=1)
    assert view.level_floors == (1, 10, 20, 40)


def test_times_are_medians_by_domain_and_by_week(services, learner, clock):
    domain = services.library.blueprint("cpb").domains[0].id
    clock.advance(-7 * 86_400)
    quiz(services, learner, clock, count=3, seconds=30, domains=(domain,))
    clock.advance(7 * 86_400)
    quiz(services, learner, clock, count=6, seconds=50, domains=(domain,))
    view = services.dashboards.times(learner.id)
    assert (view.answers, view.exam_seconds) == (9, pytest.approx(240 * 60 / 135))
    assert view.seconds == pytest.approx(50, abs=0.1)
    row = next(row for row in view.domains if row.id == domain)
    assert (row.answers, row.seconds) == (9, pytest.approx(50, abs=0.1))
    assert [(one.answers, one.seconds) for one in view.weeks[-2:]] == [
        (3, pytest.approx(30, abs=0.1)),
        (6, pytest.approx(50, abs=0.1)),
    ]
    assert len(view.weeks) == 26
    assert view.weeks[0].seconds is None
    assert services.dashboards.times(learner.id, "cmrs").exam_seconds is None


def test_exams_come_with_the_target_first_or_as_listed(services, learner):
    assert services.dashboards.exams(learner.id)[0].id == "cpb"
    free = services.profiles.create("Bo")
    assert services.dashboards.exams(free.id)[0].id == "cpc"
    view = services.dashboards.standing(free.id)
    assert (view.target, view.exam.id) == (None, "cpc")


def test_no_such_exam_or_learner(services, learner):
    for call in (services.dashboards.standing, services.dashboards.times):
        with pytest.raises(NotFoundError):
            call(learner.id, "xyz")
        with pytest.raises(NotFoundError):
            call("nobody")


def test_dashboards_change_nothing_and_survive_a_rebuild(services, learner, clock):
    quiz(services, learner, clock)
    before = services.dashboards.everything(learner.id)
    services.store.rebuild()
    assert services.dashboards.everything(learner.id) == before
