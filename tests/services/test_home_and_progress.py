from datetime import date

import pytest

from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.errors import NotFoundError


def read(services, learner, lesson):
    for page in range(len(services.learning.open(learner.id, lesson).pages)):
        services.learning.read_page(learner.id, lesson, page)


def quiz(services, learner, count=5, **spec):
    session = services.practice.start(learner.id, QuizSpec(count=count, **spec), seed=1)
    while session.open:
        session.answer(key_response(services.library.item(session.current().item_id)))
        if not session.next():
            session.finish()


def test_a_new_learner_is_sent_to_the_first_lesson(services, learner):
    step = services.home.next_step(learner.id, offer=False)
    assert (step.kind, step.target, step.page) == ("lesson", "what-coding-is", 0)


def test_a_newcomer_with_a_target_is_offered_a_placement_test_once(services, learner):
    step = services.home.next_step(learner.id)
    assert (step.kind, step.exam) == ("diagnostic", "cpb")
    session = services.diagnostic.start(learner.id)
    assert services.home.next_step(learner.id).kind == "quiz"
    session.abandon()
    assert services.home.next_step(learner.id).kind == "lesson"
    undecided = services.profiles.create("Bo")
    assert services.home.next_step(undecided.id).kind == "lesson"
    busy = services.profiles.create("Cy", exam="cpb")
    quiz(services, busy)
    assert services.home.next_step(busy.id).kind != "diagnostic"


def test_a_started_lesson_is_continued(services, learner):
    services.learning.read_page(learner.id, "who-pays", 0)
    step = services.home.next_step(learner.id)
    assert (step.kind, step.target, step.page) == ("lesson", "who-pays", 1)


def test_pages_skipped_are_read_before_a_lesson_counts_as_read(services, learner):
    services.learning.read_page(learner.id, "who-pays", 4)
    step = services.home.next_step(learner.id)
    assert (step.target, step.page) == ("who-pays", 0)
    assert services.learning.open(learner.id, "who-pays").start_page == 0


def test_an_unfinished_quiz_comes_first(services, learner):
    services.learning.read_page(learner.id, "who-pays", 0)
    session = services.practice.start(learner.id, QuizSpec(count=3))
    step = services.home.next_step(learner.id)
    assert (step.kind, step.target) == ("quiz", session.attempt_id)


def test_after_two_lessons_it_is_time_to_practise(services, learner, clock):
    read(services, learner, "what-coding-is")
    read(services, learner, "what-billing-is")
    step = services.home.next_step(learner.id)
    assert (step.kind, step.exam) == ("practice", "cpb")
    clock.advance(60)
    quiz(services, learner, exam="cpb", domains=(step.domain,))
    assert services.home.next_step(learner.id).kind == "lesson"


def test_there_is_a_next_step_when_all_is_done(services, learner):
    for track in services.learning.tracks(learner.id):
        for line in track.lessons:
            read(services, learner, line.id)
    step = services.home.next_step(learner.id)
    assert step.kind == "practice"
    services.practice.start(learner.id, QuizSpec(exam=step.exam, domains=(step.domain,)))


def test_home_counts_today_in_the_learners_own_time_zone(services, learner, clock):
    quiz(services, learner)
    home = services.home.home(learner.id)
    assert (home.answered_today, home.streak) == (5, 1)
    clock.advance(18.9 * 3600)  # 03:54 in Chicago: still the same study day
    assert services.home.home(learner.id).answered_today == 5
    clock.advance(0.2 * 3600)
    home = services.home.home(learner.id)
    assert (home.answered_today, home.streak) == (0, 1)


def test_home_counts_down_to_the_exam(services, learner):
    services.profiles.update(learner.id, exam_date=date(2026, 12, 3))
    home = services.home.home(learner.id)
    assert home.days_left == 10
    assert home.exam.id == "cpb"


def test_progress_counts_first_answers_only_once(services, learner):
    quiz(services, learner, exam="cpb", domains=("hipaa",), count=3)
    view = services.progress.overview(learner.id, "cpb")
    row = next(row for row in view.exams[0].domains if row.id == "hipaa")
    assert row.percent == 100
    assert row.seen == 3
    assert sum(row.items for row in view.exams[0].domains) > 0
    assert services.progress.overview(learner.id).exams[0].exam.id == "cpb"
    assert sum(row.share for row in view.exams[0].domains) == pytest.approx(100)


def test_progress_of_an_unknown_exam_is_refused(services, learner):
    with pytest.raises(NotFoundError):
        services.progress.overview(learner.id, "xyz")


def test_live_statistics_equal_a_rebuild(services, learner):
    quiz(services, learner, count=20)
    read(services, learner, "who-pays")
    before = services.progress.overview(learner.id)
    services.store.rebuild()
    assert services.progress.overview(learner.id) == before
    assert services.store.verify() == ()
