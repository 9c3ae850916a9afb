"""Attempts: drawn, shown, answered, revised, flagged, ended."""

from datetime import timedelta

import pytest

from tests.factories import BODIES, make_item
from tests.store.conftest import DAY, START, answer, new_attempt, some_items, start
from tutor.domain.item_json import with_hash
from tutor.domain.records import Answer, QuizSpec
from tutor.errors import AttemptError, NotFoundError


def test_an_attempt_is_read_back_exactly_as_it_was_drawn(world, store, learner):
    items = [make_item(f"item-{kind}", kind) for kind in BODIES]
    spec = QuizSpec(exam="cpb", domains=("bill", "reimb"), count=8, feedback="test", seconds=600)
    deadline = START + timedelta(seconds=600)
    made = start(store, learner.id, items, spec=spec, deadline=deadline)
    assert [slot.placed.item for slot in made.slots] == items
    assert [slot.position for slot in made.slots] == list(range(len(items)))
    assert {slot.placed.arrangement for slot in made.slots} == {("d", "c", "b", "a")}
    assert (made.spec, made.deadline, made.started_at) == (spec, deadline, START)
    assert (made.seed, made.blueprint, made.title) == (2**70 + 1, "cpb/2026", "CPB: billing")
    assert (made.status, made.position, made.finished_at) == ("open", 0, None)
    store.close()
    assert world.open().attempt(made.id) == made


def test_a_later_version_of_an_item_does_not_change_an_attempt(store, learner):
    old = make_item("item-0")
    made = start(store, learner.id, [old])
    new = with_hash(make_item("item-0", version=2, stem="Something else?"))
    start(store, learner.id, [new])
    assert store.attempt(made.id).slots[0].placed.item == old


def test_an_item_without_a_hash_gets_its_own(store, learner):
    item = make_item("item-0")
    import dataclasses

    made = start(store, learner.id, [dataclasses.replace(item, content_hash="")])
    assert made.slots[0].placed.item == item


def test_an_attempt_resumes_at_the_question_shown_last(world, store, learner):
    made = start(store, learner.id, some_items(3))
    store.record_shown(made.id, 0, study_day=DAY)
    world.clock.advance(10)
    store.record_shown(made.id, 2, study_day=DAY)
    world.clock.advance(10)
    store.record_shown(made.id, 0, study_day=DAY)
    store.record_shown(made.id, 0, study_day=DAY)
    now = store.attempt(made.id)
    assert now.position == 0
    assert [slot.shown_at for slot in now.slots] == [START, None, START + timedelta(seconds=10)]


def test_an_answer_is_there_when_the_call_returns(world, store, learner):
    made = start(store, learner.id, some_items(2))
    world.clock.advance(5)
    given = answer(store, made.id, 1, 1 / 3, response=("b", "c"))
    assert given == Answer(("b", "c"), 1 / 3, START + timedelta(seconds=5), 1500)
    slots = world.open().attempt(made.id).slots
    assert [slot.answer for slot in slots] == [None, given]


def test_an_answer_stands_unless_it_is_revised(store, learner):
    made = start(store, learner.id, some_items(1))
    first = answer(store, made.id, 0, 0.0, response=("a",))
    with pytest.raises(AttemptError, match="Question 1 is answered already"):
        answer(store, made.id, 0)
    assert store.attempt(made.id).slots[0].answer == first
    second = answer(store, made.id, 0, 1.0, revise=True)
    assert store.attempt(made.id).slots[0].answer == second
    (summary,) = store.attempts(learner.id)
    assert (summary.answered, summary.score) == (1, 1.0)


def test_an_empty_response_is_an_answer(store, learner):
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0, 0.0, response=())
    assert store.attempt(made.id).slots[0].answer.response == ()


def test_flags_come_and_go(store, learner):
    made = start(store, learner.id, some_items(2))
    store.record_flag(made.id, 1, True, study_day=DAY)
    store.record_flag(made.id, 1, True, study_day=DAY)
    assert [slot.flagged for slot in store.attempt(made.id).slots] == [False, True]
    store.record_flag(made.id, 1, False, study_day=DAY)
    assert [slot.flagged for slot in store.attempt(made.id).slots] == [False, False]
    assert store.health().counts["event"] == 3


@pytest.mark.parametrize("status", ["finished", "expired", "abandoned"])
def test_an_ended_attempt_takes_nothing_more(world, store, learner, status):
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0)
    world.clock.advance(60)
    store.end_attempt(made.id, status, study_day=DAY)
    ended = store.attempt(made.id)
    assert (ended.status, ended.finished_at) == (status, START + timedelta(seconds=60))
    steps = (
        lambda: answer(store, made.id, 1),
        lambda: answer(store, made.id, 0, revise=True),
        lambda: store.record_shown(made.id, 1, study_day=DAY),
        lambda: store.record_flag(made.id, 1, True, study_day=DAY),
        lambda: store.end_attempt(made.id, "finished", study_day=DAY),
    )
    for step in steps:
        with pytest.raises(AttemptError, match=status):
            step()
    assert store.attempt(made.id) == ended


def test_unknown_attempts_positions_and_endings(store, learner):
    made = start(store, learner.id, some_items(2))
    with pytest.raises(NotFoundError, match="nothing"):
        store.attempt("nothing")
    with pytest.raises(NotFoundError, match="nothing"):
        answer(store, "nothing", 0)
    with pytest.raises(NotFoundError, match="nothing"):
        store.end_attempt("nothing", "finished", study_day=DAY)
    for position in (-1, 2):
        with pytest.raises(AttemptError, match="no question"):
            answer(store, made.id, position)
    with pytest.raises(AttemptError, match="'open'"):
        store.end_attempt(made.id, "open", study_day=DAY)
    with pytest.raises(NotFoundError, match="nobody"):
        start(store, "nobody", some_items(1))
    with pytest.raises(AttemptError, match="at least one"):
        store.start_attempt(new_attempt(learner.id, []), study_day=DAY)
    assert len(store.attempts(learner.id)) == 1


def test_attempts_are_listed_newest_first_and_by_page(world, store, learner):
    other = store.create_learner("Bob")
    start(store, other.id, some_items(1))
    ids = []
    for number in range(5):
        world.clock.advance(60)
        ids.append(start(store, learner.id, some_items(2), title=f"Quiz {number}").id)
    store.end_attempt(ids[3], "abandoned", study_day=DAY)
    assert [one.id for one in store.attempts(learner.id)] == ids[::-1]
    assert [one.id for one in store.attempts(learner.id, limit=2, offset=1)] == [ids[3], ids[2]]
    assert [one.id for one in store.open_attempts(learner.id)] == [ids[4], *ids[2::-1]]


def test_a_summary_counts_answers_and_credit(store, learner):
    spec = QuizSpec(exam="cbcs", context="sorter")
    made = start(store, learner.id, some_items(4), spec=spec)
    for position in range(3):
        answer(store, made.id, position, 1 / 3)
    (summary,) = store.attempts(learner.id)
    assert (summary.total, summary.answered, summary.score) == (4, 3, 1.0)
    assert (summary.exam, summary.context, summary.feedback) == ("cbcs", "sorter", "tutor")
    assert (summary.status, summary.started_at, summary.finished_at) == ("open", START, None)


@pytest.mark.parametrize("context", ["practice", "mock"])
def test_the_score_of_an_open_test_is_not_told(store, learner, context):
    spec = QuizSpec(exam="cbcs", context=context, feedback="test")
    made = start(store, learner.id, some_items(4), spec=spec)
    for position in range(3):
        answer(store, made.id, position, 1 / 3)
    (summary,) = store.attempts(learner.id)
    assert (summary.total, summary.answered, summary.score) == (4, 3, None)
    store.end_attempt(made.id, "abandoned", study_day=DAY)
    assert store.attempts(learner.id)[0].score == 1.0
