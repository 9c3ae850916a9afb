"""The placement test: begun, resumed with the same question, ended, reported."""

from __future__ import annotations

from random import Random

import pytest

from tutor.domain.diagnostic import LEAST, MOST, asked_by_domain
from tutor.domain.kinds import key_response, wrong_response
from tutor.errors import AttemptError, NotFoundError, UsageError
from tutor.services.diagnostic_session import DiagnosticSession, open_desk

EXAMS = ("cpc", "cca", "cbcs", "cmrs", "cpb")


def answer(services, session, *, right):
    item = services.library.item(session.current().item_id)
    return session.answer(key_response(item) if right else wrong_response(item, Random(5)))


def sit(services, learner, right=lambda _: True, *, exam=None, seed=3):
    session = services.diagnostic.start(learner.id, exam, seed=seed)
    while True:
        answer(services, session, right=right(session.current().position))
        if not session.next():
            session.finish()
            return session


def ids(services, session):
    return [slot.placed.item.id for slot in services.store.attempt(session.attempt_id).slots]


def test_nothing_tells_right_from_wrong_before_the_end(services, learner):
    session = services.diagnostic.start(learner.id, seed=3)
    assert isinstance(session, DiagnosticSession)
    assert session.context == "diagnostic"
    assert not session.tutor_mode
    question = session.current()
    assert (question.position, question.total, question.feedback) == (0, MOST, None)
    assert answer(services, session, right=False).feedback is None
    assert services.store.first_answers(learner.id) == ()
    with pytest.raises(AttemptError, match="when the placement test is over"):
        services.diagnostic.report(session.attempt_id)
    session.next()
    with pytest.raises(AttemptError, match="does not go back"):
        session.go(0)


@pytest.mark.parametrize("exam", EXAMS)
def test_every_exam_has_a_test_that_is_balanced_and_short(services, learner, exam):
    session = sit(services, learner, lambda place: place % 2 == 0, exam=exam)
    attempt = services.store.attempt(session.attempt_id)
    count = len(attempt.slots)
    assert LEAST <= count <= MOST
    items = [slot.placed.item for slot in attempt.slots]
    assert len({item.id for item in items}) == count
    assert all(item.exhibit is None or item.exhibit.total == 1 for item in items)
    blueprint = services.library.blueprint(exam)
    desk = open_desk(services.store, services.library, frozenset(), learner.id, blueprint)
    counts = asked_by_domain((item.domains(exam) for item in items), desk.shares)
    for domain, share in desk.shares.items():
        assert abs(counts[domain] - share * count) <= 1, domain


def test_a_restart_asks_the_same_question_and_goes_on_alike(open_again, learner):
    services = open_again()
    whole = ids(services, sit(services, learner, lambda place: place % 3 > 0, seed=11))
    bo = services.profiles.create("Bo", exam="cpb")
    session = services.diagnostic.start(bo.id, seed=11)
    for place in range(12):
        assert ids(services, session) == whole[: place + 1]
        answer(services, session, right=place % 3 > 0)
        assert session.next()
        services = open_again(seed=place)
        session = services.diagnostic.start(bo.id, seed=99)
        assert session.current().position == place + 1
    before = session.current()
    services = open_again()
    again = services.practice.resume(session.attempt_id).current()
    assert (again.item_id, again.parts) == (before.item_id, before.parts)


def test_a_crash_between_answer_and_next_question_loses_nothing(open_again, learner):
    services = open_again()
    session = services.diagnostic.start(learner.id, seed=2)
    answer(services, session, right=True)
    services = open_again()
    session = services.diagnostic.resume(session.attempt_id)
    assert session.current().response, "answered, and still to be left"
    assert session.next()
    assert session.current().position == 1


def test_two_windows_cannot_choose_two_next_questions(services, learner):
    one = services.diagnostic.start(learner.id, seed=2)
    other = services.diagnostic.start(learner.id)
    assert other.attempt_id == one.attempt_id
    one.next()
    with pytest.raises(AttemptError, match="another window"):
        other.next()
    assert len(ids(services, one)) == 2


def test_who_knows_all_is_placed_above_and_who_knows_nothing_below(services, learner):
    good = sit(services, learner)
    report = services.diagnostic.report(good.attempt_id)
    assert (report.exam, report.status, report.side) == ("cpb", "finished", "above")
    assert LEAST <= report.asked < MOST
    assert report.right == report.asked
    assert report.low_percent < report.expected_percent < report.high_percent
    assert report.ended == "it is clear that you are above what the exam asks"
    bo = services.profiles.create("Bo", exam="cpb")
    poor = services.diagnostic.report(sit(services, bo, lambda _: False).attempt_id)
    assert poor.side == "below"
    assert poor.ability < 0 < report.ability
    assert {row.words for row in poor.domains} <= {"weak", "weak so far", "not asked"}
    assert len(poor.first) == 3
    assert poor.first[0].lesson is not None
    assert "--exam cpb --domain" in poor.first[0].command


def test_a_weak_domain_shows_and_comes_first(services, learner):
    session = services.diagnostic.start(learner.id, "cbcs", seed=4)
    while True:
        item = services.library.item(session.current().item_id)
        answer(services, session, right="d4" not in item.domains("cbcs"))
        if not session.next():
            session.finish()
            break
    report = services.diagnostic.report(session.attempt_id)
    rows = {row.id: row for row in report.domains}
    others = [row.ability for name, row in rows.items() if name != "d4"]
    assert rows["d4"].ability < min(others) - 0.3
    assert report.first[0].domain == "d4"
    assert report.cut_assumed
    assert any("our assumption" in note for note in report.notes)


def test_answers_are_evidence_and_a_blank_says_do_not_know(services, learner):
    session = services.diagnostic.start(learner.id, seed=6)
    answer(services, session, right=True)
    session.next()
    session.next()  # the second is left blank
    answer(services, session, right=False)
    session.next()
    session.finish()  # at the fourth, which is on screen and says nothing
    found = services.store.first_answers(learner.id)
    assert {one.context for one in found} == {"diagnostic"}
    assert sorted(one.score for one in found) == [0, 0, 1]
    report = services.diagnostic.report(session.attempt_id)
    assert (report.asked, report.right) == (3, 1.0)
    assert report.ended == "it was ended early"
    assert "too few questions to tell" in report.words
    assert services.mastery.view(learner.id).answered == 3
    assert services.readiness.view(learner.id).answered == 3
    (summary,) = services.store.attempts(learner.id)
    assert (summary.total, summary.answered) == (4, 2)


def test_the_whole_test_can_be_reviewed_with_reasons(services, learner):
    session = sit(services, learner, lambda place: place % 2 == 0)
    result = session.result()
    assert result.total == len(result.lines)
    assert session.review(1).feedback.outcome == "wrong"
    assert session.review(1).total == result.total


def test_the_newest_finished_test_is_reported(services, learner):
    with pytest.raises(NotFoundError, match="tutor diagnose"):
        services.diagnostic.last_report(learner.id)
    first = sit(services, learner, exam="cbcs")
    given_up = services.diagnostic.start(learner.id, seed=1)
    given_up.abandon()
    assert services.diagnostic.last_report(learner.id).attempt_id == first.attempt_id
    with pytest.raises(NotFoundError, match="CPB"):
        services.diagnostic.last_report(learner.id, "cpb")
    assert services.diagnostic.unfinished(learner.id) is None


def test_questions_answered_before_are_asked_last(services, learner):
    first = set(ids(services, sit(services, learner, exam="cpb", seed=1)))
    second = set(ids(services, sit(services, learner, exam="cpb", seed=1)))
    assert not first & second


def test_what_does_not_fit_is_refused(services, learner):
    nobody = services.profiles.create("Bo")
    with pytest.raises(UsageError, match="which exam"):
        services.diagnostic.start(nobody.id)
    with pytest.raises(NotFoundError):
        services.diagnostic.start(learner.id, "xyz")
    quiz = services.practice.start_sorter(learner.id)
    with pytest.raises(UsageError, match="no placement test"):
        services.diagnostic.resume(quiz.attempt_id)


def test_statistics_made_again_are_the_same(services, learner):
    sit(services, learner)
    assert services.store.verify() == ()


def test_nothing_of_an_open_mock_exam_is_asked(services, learner):
    mock = services.mocks.start(learner.id, "cpb", seed=1)
    form = set(ids(services, mock))
    placement = sit(services, learner, lambda place: place % 2 == 0)
    assert not form & set(ids(services, placement))


def test_a_question_of_its_own_stays_open_to_the_test_itself(open_again, learner):
    services = open_again()
    session = services.diagnostic.start(learner.id, seed=3)
    answer(services, session, right=True)
    session.next()
    asked = ids(services, session)
    services = open_again(seed=99)
    again = services.diagnostic.resume(session.attempt_id)
    assert again.current().item_id == asked[-1]
    answer(services, again, right=False)
    assert again.next()
    assert len(set(ids(services, again))) == 3
