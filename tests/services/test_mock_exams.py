"""Mock exams: assembled, sat, interrupted, reported."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from tutor.domain.assembly import LENGTHS, counts_for
from tutor.domain.kinds import key_response, wrong_response
from tutor.errors import AttemptError, UsageError

EXAMS = ("cpc", "cca", "cbcs", "cmrs", "cpb")


def give(services, session, *, right=True, confidence=None):
    item = services.library.item(session.current().item_id)
    response = key_response(item) if right else wrong_response(item, Random(5))
    return session.answer(response, confidence=confidence)


@pytest.fixture
def session(services, learner):
    return services.mocks.start(learner.id, "cpb", length="sprint", seed=3)


@pytest.mark.parametrize("exam", EXAMS)
@pytest.mark.parametrize("length", LENGTHS)
def test_shipped_content_makes_exact_forms_of_written_items(services, exam, length):
    counts = counts_for(services.library.blueprint(exam), length)
    heads = {head.id: head for head in services.library.heads()}
    for seed in (1, 2):
        form = services.mocks.assemble(exam, length=length, seed=seed)
        assert form.lacking == {}
        assert Counter(one.domain for one in form.items) == {
            name: counts.of(name) for name in counts.scored if counts.of(name)
        }
        assert len({one.item for one in form.items}) == len(form.items) == counts.total
        assert all((exam, one.domain) in heads[one.item].exams for one in form.items)


def test_the_blueprint_says_what_forms_take_and_what_there_is(services):
    view = services.mocks.blueprint("cca")
    assert view.sizes == {"full": 105, "half": 52, "sprint": 30}
    assert view.pretest["full"] == 15
    assert view.minutes == {"full": 120, "half": pytest.approx(120 * 52 / 105),
                            "sprint": pytest.approx(120 * 30 / 105)}  # fmt: skip
    assert view.navigation == "choice"
    assert sum(row.full for row in view.domains) == 105
    assert all(row.short == 0 for row in view.domains)


def test_an_exam_is_sat_without_feedback_and_reported(services, learner, session):
    total = len(session.palette.answered)
    for place in range(total):
        question = give(services, session, right=place % 2 == 0)
        assert question.feedback is None
        with pytest.raises(AttemptError, match="handed in"):
            services.mocks.report(session.attempt_id)
        session.next()
    session.finish()
    report = services.mocks.report(session.attempt_id)
    assert (report.score.items, report.score.total) == (30, 30)
    assert report.score.marks == pytest.approx(sum(line.score for line in report.lines))
    assert report.score.cut == 21
    assert report.verdict.startswith(f"{report.score.marks:g} of 30 marks does not reach the 21")
    assert sum(row.items for row in report.by_domain) == 30
    assert report.advice[0].lost == max(row.items - row.marks for row in report.by_domain)
    assert report.advice[0].lessons


def test_no_mark_is_said_in_full_for_a_scaled_exam(services, learner):
    session = services.mocks.start(learner.id, "cca", length="half", seed=1)
    give(services, session)
    session.finish()
    report = services.mocks.report(session.attempt_id)
    assert (report.score.cut, report.score.passed) == (None, None)
    assert "does not publish" in report.verdict
    assert report.score.items == 45
    assert sum(not line.counts for line in report.lines) == 7


def test_only_one_mock_exam_at_a_time(services, learner, session):
    with pytest.raises(UsageError, match="going on"):
        services.mocks.start(learner.id, "cpb")
    session.finish()
    services.mocks.start(learner.id, "cpb", length="sprint")


def test_a_crash_loses_nothing(open_again, services, learner, session, clock):
    give(services, session, confidence="sure")
    session.strike("a")
    session.flag()
    session.note("look at box 24G [again]")
    session.next()
    clock.advance(600)
    again = open_again().mocks.resume(session.attempt_id)
    assert again.current().position == 1
    assert again.palette.answered[0]
    assert again.palette.flagged[0]
    assert again.seconds_left == session.policy.minutes * 60 - 600
    again.go(0)
    assert again.working.struck == ("a",)
    assert again.working.note == "look at box 24G [again]"
    assert again.working.confidence == "sure"
    order = [part.id for part in again.current().parts]
    assert order == [part.id for part in session.go(0).parts]


def test_the_time_runs_out_while_the_program_is_closed(
    open_again, services, learner, session, clock
):
    give(services, session)
    clock.advance(session.policy.minutes * 60 + 1)
    later = open_again()
    assert later.mocks.unfinished(learner.id) is None
    report = later.mocks.report(session.attempt_id)
    assert report.status == "expired"
    assert report.notes[0].startswith("The time ran out")
    assert report.score.answered == 1
    assert report.score.losses["time"] == 29


def test_an_answer_can_be_changed_until_the_end(services, session):
    give(services, session, right=False)
    give(services, session)
    session.finish()
    assert services.mocks.report(session.attempt_id).lines[0].outcome == "right"


def test_a_break_stops_the_clock_and_closes_what_was_seen(services, session, clock):
    give(services, session)
    session.next()
    session.take_break()
    left = session.seconds_left
    clock.advance(1800)
    assert session.seconds_left == left
    with pytest.raises(AttemptError, match="on a break"):
        give(services, session)
    session.end_break()
    assert session.seconds_left == left
    assert session.current().position == 2
    assert session.palette.closed[:3] == (True, True, False)
    with pytest.raises(AttemptError, match="closed"):
        session.go(0)
    with pytest.raises(AttemptError, match="no break left"):
        session.take_break()
    session.finish()
    report = services.mocks.report(session.attempt_id)
    assert (report.breaks, report.lines[1].seconds) == (1, 0)


def test_a_break_survives_a_crash(open_again, services, session, clock):
    session.current()
    session.take_break()
    left = session.seconds_left
    clock.advance(9999)
    again = open_again().mocks.resume(session.attempt_id)
    assert again.on_break
    assert again.seconds_left == left
    again.end_break()
    assert again.open


def test_forward_only_where_the_exam_leaves_the_choice(services, learner):
    session = services.mocks.start(
        learner.id, "cca", length="sprint", seed=1, navigation="forward-only"
    )
    session.current()
    session.next()
    with pytest.raises(AttemptError, match="forward only"):
        session.go(0)
    assert not session.back()


def test_two_parts_close_one_after_the_other(services, learner, clock):
    session = services.mocks.start(learner.id, "cpc", length="sprint", seed=1, parts=2)
    session.current()
    with pytest.raises(AttemptError, match="Close the first part"):
        session.go(20)
    assert session.part == (1, 2)
    session.close_part()
    assert session.part == (2, 2)
    assert session.current().position == 15
    with pytest.raises(AttemptError, match="no further part"):
        session.close_part()


def test_the_first_part_closes_by_itself_when_its_time_is_up(services, learner, clock):
    session = services.mocks.start(learner.id, "cpc", length="sprint", seed=1, parts=2)
    session.current()
    clock.advance(session.policy.minutes * 30 + 1)
    with pytest.raises(AttemptError, match="first part is up"):
        give(services, session)
    assert session.part == (2, 2)
    give(services, session)


def test_an_accommodation_lengthens_the_time(services, learner):
    session = services.mocks.start(learner.id, "cbcs", length="sprint", seed=1, time_factor=1.5)
    assert session.seconds_left == pytest.approx(180 * 30 / 125 * 1.5 * 60)
    assert session.books_shut


def test_a_clock_set_back_is_noted_and_not_punished(services, session, clock):
    give(services, session)
    session.next()
    clock.advance(-3600)
    give(services, session)
    session.finish()
    report = services.mocks.report(session.attempt_id)
    assert report.set_back == 1
    assert any("set back" in note for note in report.notes)


def test_earlier_exams_stand_beside_the_report(services, learner, clock):
    for right in (False, True):
        session = services.mocks.start(learner.id, "cmrs", length="sprint", seed=2)
        give(services, session, right=right)
        session.finish()
        clock.advance(86_400)
    report = services.mocks.report(session.attempt_id)
    (earlier,) = report.earlier
    assert (earlier.length, earlier.percent) == ("sprint", 0.0)
    assert services.mocks.finished(learner.id)[0].id == session.attempt_id


def test_an_exam_without_a_clock_has_its_window(services, learner, clock):
    session = services.mocks.start(learner.id, "cmrs", seed=1)
    assert session.policy.minutes is None
    assert session.seconds_left == 45 * 86_400
    assert len(session.palette.answered) == 160
    clock.advance(46 * 86_400)
    assert services.mocks.unfinished(learner.id) is None


def test_guesses_and_careless_slips_are_told_apart(services, session):
    give(services, session, right=False, confidence="guessed")
    session.next()
    give(services, session, right=False)
    session.finish()
    report = services.mocks.report(session.attempt_id)
    assert report.lines[0].cause == "guess"
    assert report.lines[1].cause in ("knowledge", "look-up")
    with pytest.raises(AttemptError, match="ended"):
        session.strike("a")


def test_an_ordinary_quiz_is_no_mock_exam(services, learner):
    from tutor.domain.records import QuizSpec

    quiz = services.practice.start(learner.id, QuizSpec(exam="cpb", count=3))
    with pytest.raises(UsageError, match="not a mock exam"):
        services.mocks.resume(quiz.attempt_id)
    with pytest.raises(UsageError, match="full, half, sprint"):
        services.mocks.assemble("cpb", length="long", seed=1)
