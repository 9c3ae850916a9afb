"""Missed questions over everything, and taking an answer back."""

from __future__ import annotations

from random import Random

import pytest

from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import QuizSpec
from tutor.errors import AttemptError, NotFoundError, UsageError


def give(services, session, *, right):
    item = session._attempt.slots[session.current().position].placed.item
    session.answer(key_response(item) if right else wrong_response(item, Random(1)))
    return item


def answer_all(services, session, *, right):
    items = []
    for place in range(len(session.palette.answered)):
        session.go(place)
        items.append(give(services, session, right=right))
    session.finish()
    return items


def again(services, learner, **changes):
    spec = QuizSpec(seen="missed", source="both", count=100)
    values = {name: getattr(spec, name) for name in spec.__slots__} | changes
    return services.practice.start(learner.id, QuizSpec(**values))


def test_everything_missed_is_in_one_place(services, learner):
    quiz = services.practice.start(learner.id, QuizSpec(exam="cpb", count=3), seed=1)
    written = answer_all(services, quiz, right=False)
    drill = services.practice.start_drill(learner.id, ("side",), count=2, seed=4)
    generated = answer_all(services, drill, right=False)
    check = services.library.heads("lesson")[0]
    item = services.library.item(check.id)
    services.learning.answer_check(learner.id, check.id, wrong_response(item, Random(1)))
    mock = services.mocks.start(learner.id, "cca", length="sprint", seed=3)
    given = [give(services, mock, right=False)]
    assert len(services.missed.view(learner.id).lines) == 6
    mock.finish()
    view = services.missed.view(learner.id)
    pools = {line.item_id: line.pool for line in view.lines}
    assert pools == (
        {one.id: "bank" for one in (*written, *given)}
        | {one.id: "drill" for one in generated}
        | {check.id: "lesson"}
    )
    assert services.missed.count(learner.id) == len(pools)
    assert (view.exam, view.counted) == (None, "cpb")
    only = services.missed.view(learner.id, "cca")
    assert {line.item_id for line in only.lines} >= {one.id for one in given}
    with pytest.raises(NotFoundError):
        services.missed.view(learner.id, "none")
    session = again(services, learner)
    assert session.title == "All exams · missed questions"
    asked = {slot.placed.item for slot in session._attempt.slots}
    assert {one.id for one in asked} == set(pools)
    assert set(generated) <= asked  # word for word


def test_right_on_two_days_and_it_is_gone(services, learner, clock):
    quiz = services.practice.start(learner.id, QuizSpec(exam="cpb", count=2), seed=1)
    answer_all(services, quiz, right=False)
    for _ in range(2):
        answer_all(services, again(services, learner), right=True)
    assert services.missed.count(learner.id) == 2
    clock.advance(86_400)
    answer_all(services, again(services, learner), right=True)
    assert services.missed.count(learner.id) == 0
    with pytest.raises(UsageError, match="nothing in it is missed"):
        again(services, learner)


def test_filters_and_order_hold(services, learner):
    quiz = services.practice.start(learner.id, QuizSpec(exam="cpb", count=6), seed=1)
    items = answer_all(services, quiz, right=False)
    twice = next(one for one in items if one.domains("cpb") == items[-1].domains("cpb"))
    session = services.practice.start(
        learner.id, QuizSpec(exam="cpb", domains=twice.domains("cpb")[:1], seen="missed", count=1)
    )
    first = answer_all(services, session, right=False)
    view = services.missed.view(learner.id)
    assert (view.lines[0].item_id, view.lines[0].misses) == (first[0].id, 2)
    assert again(services, learner).current().item_id == first[0].id
    assert services.practice.matching(learner.id, QuizSpec(seen="missed", source="generated")) == 0


def test_a_drill_whose_book_is_gone_is_not_asked(services, learner, monkeypatch):
    drill = services.practice.start_drill(learner.id, ("side",), count=2, seed=4)
    answer_all(services, drill, right=False)
    assert services.missed.count(learner.id) == 2
    monkeypatch.setattr(type(services.codes), "editions", lambda _: ())
    assert services.missed.count(learner.id) == 0


def test_what_is_in_an_open_test_is_not_asked_elsewhere(services, learner, clock):
    lesson = services.library.heads()[0].lesson
    spec = QuizSpec(lesson=lesson, count=500, feedback="test")
    answered = services.practice.start(learner.id, QuizSpec(lesson=lesson, count=500))
    answer_all(services, answered, right=False)
    clock.advance(86_400)
    concepts = {line.concept for line in services.spaced.overview(learner.id).lines}
    test = services.practice.start(learner.id, spec)
    view = services.missed.view(learner.id)
    assert (len(view.lines), view.waiting) == (0, len(test.palette.answered))
    left = {line.concept for line in services.spaced.overview(learner.id).lines}
    assert left < concepts
    with pytest.raises(UsageError, match="wait until it is handed in"):
        services.practice.start(learner.id, QuizSpec(lesson=lesson))
    with pytest.raises(AttemptError, match="when the quiz is finished"):
        test.result()
    test.abandon()
    assert services.missed.count(learner.id) == len(test.palette.answered)


def test_undo_survives_a_restart(open_again):
    services = open_again()
    learner = services.profiles.create("Ana", exam="cpb")
    session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=3), seed=1)
    item = give(services, session, right=False)
    session.next()
    again = open_again().practice.resume(session.attempt_id)
    assert again.undoable == 0
    undone = again.undo()
    assert undone.question.position == 0
    assert undone.question.feedback is None
    assert undone.question.item_id == item.id
    assert undone.line.startswith("Undone: ")
    assert again.undoable is None
    with pytest.raises(AttemptError, match="no answer to undo"):
        again.undo()
    again.answer(key_response(item))
    assert again.palette.answered == (True, False, False)


def test_an_answer_in_a_lesson_meanwhile_makes_it_final(services, learner):
    session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=2), seed=1)
    give(services, session, right=False)
    check = services.library.heads("lesson")[0]
    services.learning.answer_check(
        learner.id, check.id, key_response(services.library.item(check.id))
    )
    with pytest.raises(AttemptError, match="Only your latest answer"):
        session.undo()
    assert session.undoable is None
    assert session.palette.answered == (True, False)


def test_a_slip_in_a_review_leaves_the_card_as_it_was(services, learner, clock):
    quiz = services.practice.start(learner.id, QuizSpec(exam="cpb", count=4), seed=1)
    answer_all(services, quiz, right=True)
    clock.advance(3 * 86_400)
    session = services.spaced.start(learner.id)
    before = services.store.cards(learner.id)
    give(services, session, right=False)
    assert services.store.cards(learner.id) != before
    session.undo()
    assert services.store.cards(learner.id) == before
    assert services.spaced.retention(learner.id).reviews == 0
    give(services, session, right=True)
    assert services.spaced.retention(learner.id).measured == 100.0
    assert services.store.verify() == ()


def test_readiness_keeps_to_the_first_answer(services, learner):
    session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=12), seed=1)
    for place in range(12):
        session.go(place)
        give(services, session, right=False)
    before = services.readiness.view(learner.id)
    percents = services.progress.overview(learner.id, "cpb").exams[0].percent
    session.undo()
    assert services.readiness.view(learner.id) == before
    give(services, session, right=True)
    assert services.readiness.view(learner.id) == before
    assert services.progress.overview(learner.id, "cpb").exams[0].percent == percents
    assert session.finish().right == 1
