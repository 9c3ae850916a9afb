from collections import Counter

import pytest

from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import QuizSpec
from tutor.errors import AttemptError, NotFoundError, ResponseError, UsageError


def right(services, session):
    return key_response(services.library.item(session.current().item_id))


def wrong(services, session, rng):
    return wrong_response(services.library.item(session.current().item_id), rng)


def test_a_tutor_quiz_from_start_to_result(services, learner):
    session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=5), seed=3)
    seen = []
    while session.open:
        question = session.current()
        assert question.feedback is None
        assert question.total == 5
        seen.append(question.item_id)
        answered = session.answer(right(services, session))
        assert answered.feedback.outcome == "right"
        assert answered.feedback.score == 1
        if not session.next():
            result = session.finish()
    assert len(set(seen)) == 5
    assert (result.right, result.total, result.percent) == (5, 5, 100)
    assert result.status == "finished"
    assert result.pass_rule == "70 %"
    assert sum(row.total for row in result.by_domain) >= 5


def test_feedback_gives_a_reason_for_every_option(services, learner):
    session = services.practice.start(learner.id, QuizSpec(count=60), seed=5)
    kinds = set()
    while session.open:
        kinds.add(session.current().kind)
        feedback = session.answer(right(services, session)).feedback
        question = session.current()
        assert all(part.rationale.strip() for part in feedback.parts)
        assert feedback.references
        assert {part.id for part in question.parts} <= {part.id for part in feedback.parts}
        assert feedback.parts or feedback.explanation
        if not session.next():
            session.finish()
    assert {"single", "multiple", "numeric", "order", "match"} <= kinds


def test_in_tutor_mode_an_answer_stands(services, learner):
    session = services.practice.start(learner.id, QuizSpec(count=2), seed=1)
    session.answer(right(services, session))
    with pytest.raises(AttemptError):
        session.answer(right(services, session))


def test_in_test_mode_answers_can_change_and_feedback_waits(services, learner):
    import random

    spec = QuizSpec(count=3, feedback="test")
    session = services.practice.start(learner.id, spec, seed=1)
    assert session.answer(wrong(services, session, random.Random(1))).feedback is None
    assert session.current().response
    assert session.answer(right(services, session)).feedback is None
    with pytest.raises(AttemptError):
        session.review(0)
    result = session.finish()
    assert (result.answered, result.right) == (1, 1)
    assert session.review(0).feedback.outcome == "right"
    assert session.review(1).feedback.outcome == "skipped"


def test_an_interrupted_quiz_resumes_at_the_same_question_with_the_same_order(open_again, clock):
    services = open_again()
    learner = services.profiles.create("Ana", time_zone="UTC")
    session = services.practice.start(learner.id, QuizSpec(count=6), seed=11)
    session.current()
    session.answer(right(services, session))
    session.next()
    before = session.current()
    clock.advance(86_400)

    services = open_again(seed=99)
    assert [one.id for one in services.practice.unfinished(learner.id)] == [session.attempt_id]
    again = services.practice.resume(session.attempt_id)
    assert again.current() == before
    assert again.palette.answered == (True, False, False, False, False, False)


def test_an_answered_question_resumes_with_its_feedback(open_again):
    services = open_again()
    learner = services.profiles.create("Ana", time_zone="UTC")
    session = services.practice.start(learner.id, QuizSpec(count=3), seed=11)
    session.current()
    answered = session.answer(right(services, session))
    again = open_again().practice.resume(session.attempt_id)
    assert again.current() == answered


def test_flag_skip_and_go(services, learner):
    session = services.practice.start(learner.id, QuizSpec(count=4, feedback="test"), seed=2)
    session.current()
    assert session.flag() is True
    assert session.next()
    assert session.flag() is True
    assert session.flag() is False
    assert session.palette.flagged == (True, False, False, False)
    assert session.go(3).position == 3
    assert not session.next()
    with pytest.raises(AttemptError):
        session.go(4)


def test_an_answer_that_does_not_fit_records_nothing(services, learner):
    session = services.practice.start(learner.id, QuizSpec(count=2), seed=2)
    session.current()
    with pytest.raises(ResponseError):
        session.answer(("no such option",))
    with pytest.raises(AttemptError):
        session.answer(())
    assert session.palette.answered == (False, False)


def test_the_same_seed_draws_the_same_quiz(services, learner):
    first, second = (
        services.practice.start(learner.id, QuizSpec(exam="cpc", count=10), seed=4)
        for _ in range(2)
    )
    while True:
        assert first.current() == second.current()
        if not (first.next() and second.next()):
            break


def test_a_mixed_quiz_follows_the_exam_and_one_domain_stays_inside(services, learner):
    session = services.practice.start(
        learner.id, QuizSpec(exam="cbcs", domains=("d1",), count=8), seed=6
    )
    while True:
        item = services.library.item(session.current().item_id)
        assert ("cbcs", "d1") in item.exams
        if not session.next():
            break
    mixed = services.practice.start(learner.id, QuizSpec(exam="cbcs", count=40), seed=6)
    domains = Counter(row.id for row in mixed.result().by_domain for _ in range(row.total))
    assert set(domains) == {"d1", "d2", "d3", "d4"}


@pytest.mark.parametrize(
    ("spec", "error"),
    [
        (QuizSpec(exam="xyz"), NotFoundError),
        (QuizSpec(exam="cpb", domains=("nope",)), UsageError),
        (QuizSpec(domains=("bill",)), UsageError),
        (QuizSpec(count=0), UsageError),
        (QuizSpec(count=501), UsageError),
        (QuizSpec(seconds=-5), UsageError),
        (QuizSpec(seconds=10**12), UsageError),
        (QuizSpec(subject="no-such-subject"), UsageError),
        (QuizSpec(seen="seen"), UsageError),
    ],
)
def test_a_choice_that_cannot_be_met_is_refused(services, learner, spec, error):
    with pytest.raises(error):
        services.practice.start(learner.id, spec)


def test_missed_questions_come_back(services, learner):
    import random

    session = services.practice.start(learner.id, QuizSpec(count=4), seed=8)
    missed = session.current().item_id
    session.answer(wrong(services, session, random.Random(1)))
    session.next()
    session.current()
    session.answer(right(services, session))
    spec = QuizSpec(seen="missed")
    assert services.practice.matching(learner.id, spec) == 1
    again = services.practice.start(learner.id, spec)
    assert again.current().item_id == missed


def test_the_sorter_asks_duties_against_the_clock(services, learner, clock):
    session = services.practice.start_sorter(learner.id, count=5, seconds=30)
    assert session.context == "sorter"
    assert [part.id for part in session.current().parts] == ["coder", "biller", "both"]
    session.answer(right(services, session))
    assert session.seconds_left == 30
    clock.advance(31)
    assert session.seconds_left == 0
    with pytest.raises(AttemptError, match="Time is up"):
        session.next()
    result = session.finish()
    assert (result.status, result.answered, result.total) == ("expired", 1, 5)
    assert all(
        part.rationale
        for line in result.lines
        for part in session.review(line.position).feedback.parts
    )


def test_time_that_ran_out_while_closed_ends_the_attempt(open_again, clock):
    services = open_again()
    learner = services.profiles.create("Ana", time_zone="UTC")
    session = services.practice.start_sorter(learner.id)
    clock.advance(1000)
    services = open_again()
    assert services.practice.unfinished(learner.id) == ()
    assert services.practice.resume(session.attempt_id).result().status == "expired"


def test_sorter_duties_stay_out_of_quizzes(services, learner):
    heads = {head.id for head in services.library.heads("sorter")}
    assert heads
    session = services.practice.start(learner.id, QuizSpec(count=100), seed=1)
    assert not heads & {
        services.library.item(session.go(n).item_id).id for n in range(session.result().total)
    }


def test_an_abandoned_quiz_is_over_but_counts(services, learner):
    session = services.practice.start(learner.id, QuizSpec(count=4), seed=8)
    session.current()
    session.answer(right(services, session))
    session.abandon()
    assert services.practice.unfinished(learner.id) == ()
    assert services.store.item_history(learner.id)
