"""Shifts in the claims lab: begun, left and gone on with, ended, reported."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import SHIFT
from tutor.errors import AttemptError, NotFoundError, UsageError
from tutor.services import shift_session
from tutor.services.shift_session import ShiftSession, place_task, play

SMALL = ShiftOptions(patients=1, difficulty=2)
LIMIT = 200
"""Tasks after which a shift is taken to be endless."""


def item_of(services, session):
    attempt = services.store.attempt(session.attempt_id)
    return attempt.slots[attempt.position].placed.item


def answer(services, session, *, right=True, seed=5):
    item = item_of(services, session)
    return session.answer(key_response(item) if right else wrong_response(item, Random(seed)))


def work(services, session, right=lambda _: True):
    for number in range(LIMIT):
        answer(services, session, right=right(number), seed=number)
        if not session.next():
            return session.finish()
    raise AssertionError("the shift does not end")


def balanced(line):
    held = line.collected + line.written_off + line.patient_due + line.payer_due
    return line.charged == held


def test_a_shift_done_rightly_ends_with_every_account_closed(services, learner):
    session = services.shifts.start(learner.id, ShiftOptions(patients=2), seed=11)
    assert isinstance(session, ShiftSession)
    assert (session.context, session.tutor_mode, session.undoable) == (SHIFT, True, None)
    result = work(services, session)
    assert result.score == pytest.approx(result.total)
    found = services.shifts.result(session.attempt_id)
    assert not found.open
    assert found.report.done
    assert found.report.strikes == ()
    assert found.points == pytest.approx(found.answered)
    assert all(line.stage == "closed" and balanced(line) for line in found.report.accounts)
    assert services.shifts.last_result(learner.id) == found


@pytest.mark.parametrize("role", ["coder", "biller", "both"])
def test_each_desk_has_work_of_its_own(services, learner, role):
    options = ShiftOptions(role=role, patients=2, difficulty=3)
    session = services.shifts.start(learner.id, options, seed=5)
    work(services, session)
    tasks = play(services.library, services.store.attempt(session.attempt_id)).tasks
    assert role == "both" or {task.owner for task in tasks} <= {role, "both"}
    assert services.shifts.result(session.attempt_id).report.done


def test_after_each_task_whose_work_it_is_is_told(services, learner):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    question = session.current()
    assert "task 1" in question.place
    feedback = answer(services, session).feedback
    assert "Whose work this is" in feedback.explanation


def test_a_task_is_not_passed_over(services, learner):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    with pytest.raises(AttemptError, match="waits for you"):
        session.next()


def test_a_shift_goes_on_at_the_same_task_after_a_restart(open_again):
    services = open_again()
    learner = services.profiles.create("Ana", exam="cpb")
    session = services.shifts.start(learner.id, SMALL, seed=8)
    for _ in range(3):
        answer(services, session, right=False)
        session.next()
    before, desk = session.current(), session.desk
    services = open_again(seed=99)
    again = services.shifts.resume(session.attempt_id)
    assert again.current() == before
    assert again.desk == desk
    assert services.shifts.unfinished(learner.id).id == session.attempt_id
    assert services.home.next_step(learner.id).target == session.attempt_id


def test_the_same_seed_brings_the_same_tasks(services, learner):
    one = services.shifts.start(learner.id, SMALL, seed=21)
    other = services.shifts.start(learner.id, SMALL, seed=21)
    another = services.shifts.start(learner.id, SMALL, seed=22)
    assert one.current().stem == other.current().stem
    assert one.current().stem != another.current().stem


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_answered_every_account_ends_and_balances(services, learner, seed):
    options = ShiftOptions(patients=2, difficulty=1 + seed % 5)
    session = services.shifts.start(learner.id, options, seed=seed)
    rng = Random(seed)
    for number in range(LIMIT):
        answer(services, session, right=rng.random() < 0.5, seed=number)
        assert all(balanced(line) for line in session.desk.accounts)
        if not session.next():
            break
    session.finish()
    assert services.shifts.result(session.attempt_id).report.done


def test_answers_count_in_the_learners_statistics(services, learner):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    work(services, session)
    result = services.shifts.result(session.attempt_id)
    assert len(services.store.first_answers(learner.id)) == result.answered
    assert services.progress.history(learner.id)[0].answered == result.answered
    assert services.store.verify() == ()


def test_a_shift_of_another_program_is_not_gone_on_with(services, learner, monkeypatch):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    answer(services, session)
    real = shift_session.next_task

    def other(state):
        task = real(state)
        return task and replace(task, item=replace(task.item, stem=f"{task.item.stem} New."))

    monkeypatch.setattr(shift_session, "next_task", other)
    again = services.shifts.resume(session.attempt_id)
    with pytest.raises(AttemptError, match="another version"):
        again.next()
    again.abandon()
    assert services.shifts.shifts(learner.id) == ()


def test_a_task_left_out_by_a_merge_ends_the_shift(services, learner):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    for _ in range(3):
        answer(services, session)
        session.next()
    attempt = services.store.attempt(session.attempt_id)
    slots = list(attempt.slots)
    slots[1] = replace(slots[1], answer=None)  # answered elsewhere only, where it was another task
    played = play(services.library, replace(attempt, slots=tuple(slots)))
    assert (played.other, played.task, len(played.outcomes)) == (True, None, 1)


def test_an_early_end_has_a_report(services, learner):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    answer(services, session)
    session.end()
    found = services.shifts.result(session.attempt_id)
    assert (found.open, found.report.done, found.answered) == (False, False, 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (ShiftOptions(role="clerk"), "work as"),
        (ShiftOptions(patients=0), "patients"),
        (ShiftOptions(patients=9), "patients"),
        (ShiftOptions(difficulty=6), "difficulty"),
    ],
)
def test_choices_out_of_bounds_are_refused(services, learner, options, said):
    with pytest.raises(UsageError, match=said):
        services.shifts.start(learner.id, options)


def test_without_a_shift_there_is_no_report(services, learner):
    with pytest.raises(NotFoundError, match="tutor shift"):
        services.shifts.last_result(learner.id)


def test_a_quiz_is_no_shift(services, learner):
    session = services.practice.start_sorter(learner.id)
    with pytest.raises(UsageError, match="is no shift"):
        services.shifts.resume(session.attempt_id)


def test_parts_stand_in_an_order_that_the_seed_fixes(services, learner):
    session = services.shifts.start(learner.id, SMALL, seed=4)
    played = play(services.library, services.store.attempt(session.attempt_id))
    slot = services.store.attempt(session.attempt_id).slots[0]
    assert place_task(played.task, 4) == slot.placed


def test_an_answer_that_leads_nowhere_is_not_saved(services, learner, monkeypatch):
    session = services.shifts.start(learner.id, SMALL, seed=3)

    def broken(*_):
        raise ValueError

    with monkeypatch.context() as patch:
        patch.setattr(shift_session, "take", broken)
        with pytest.raises(ValueError):  # noqa: PT011 - its text is nobody's to read
            answer(services, session)
    assert services.store.attempt(session.attempt_id).slots[0].answer is None
    assert answer(services, session).feedback


def test_what_another_program_took_can_still_be_looked_at(services, learner, monkeypatch):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    answer(services, session)

    def broken(*_):
        raise ValueError

    monkeypatch.setattr(shift_session, "take", broken)
    again = services.shifts.resume(session.attempt_id)
    assert again.stale
    assert services.shifts.result(session.attempt_id).stale
    again.abandon()
    assert again.current().feedback


def test_another_window_does_not_leave_a_shift_stuck(services, learner):
    one = services.shifts.start(learner.id, SMALL, seed=3)
    other = services.shifts.resume(one.attempt_id)
    answer(services, one)
    with pytest.raises(AttemptError, match="answered already"):
        answer(services, other)
    assert other.next()
    assert other.current().position == 1


def test_without_a_practice_the_answers_are_still_there(services, learner, monkeypatch):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    work(services, session)
    monkeypatch.setattr(shift_session, "begin_state", _no_practice)
    assert services.shifts.resume(session.attempt_id).current().feedback


def test_without_a_practice_a_shift_can_still_be_ended(services, learner, monkeypatch):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    answer(services, session)
    monkeypatch.setattr(shift_session, "begin_state", _no_practice)
    services.shifts.resume(session.attempt_id).end()
    assert services.store.attempt(session.attempt_id).status == "finished"


def test_the_report_of_an_ended_shift_outlives_its_practice(services, learner, monkeypatch):
    """A later version draws other patients: what was worked and told stays as it was."""
    session = services.shifts.start(learner.id, SMALL, seed=3)
    work(services, session, right=lambda number: number != 1)
    before = services.shifts.result(session.attempt_id)
    read = services.shifts.resume(session.attempt_id)
    told = [read.review(place) for place in range(before.answered)]
    services.store.rebuild()
    monkeypatch.setattr(shift_session, "begin_state", _no_practice)
    after = services.shifts.result(session.attempt_id)
    assert after == before
    assert not after.stale
    again = services.shifts.resume(session.attempt_id)
    assert again.desk == session.desk
    assert [again.review(place) for place in range(after.answered)] == told
    assert all("Whose work this is" in one.feedback.explanation for one in told)


def test_a_record_that_cannot_be_read_is_worked_out_anew(services, learner, monkeypatch):
    session = services.shifts.start(learner.id, SMALL, seed=3)
    work(services, session)
    before = services.shifts.result(session.attempt_id)
    monkeypatch.setattr(services.store, "end_record", lambda _: {"report": "of a later version"})
    assert services.shifts.result(session.attempt_id) == before


def _no_practice(*_):
    raise NotFoundError("The content has no practice to simulate.")
