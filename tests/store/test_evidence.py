"""First answers, others' facilities and predictions, read on both backends."""

from datetime import date, timedelta

import pytest

from tests.factories import make_item
from tests.store.conftest import DAY, START, answer, new_attempt, some_items, start
from tests.store.test_sittings import END, POLICY, SEATS
from tutor.domain.calibration import Prediction
from tutor.domain.records import QuizSpec
from tutor.domain.statistics_records import Facility

PREDICTION = Prediction(
    model="A1", probability=0.42, expected=1.3, low=0, high=2, items=2, cut=2, percent=70,
    assumed=False, enough=False, unseen=3,
)  # fmt: skip
MOCK = QuizSpec(exam="cpb", count=3, feedback="test", context="mock")
TEST = QuizSpec(exam="cpb", count=1, feedback="test")


def sit(store, learner, prediction=PREDICTION, items=None):
    new = new_attempt(learner.id, items or some_items(3), spec=MOCK, deadline=END)
    return store.start_sitting(new, POLICY, SEATS, study_day=DAY, prediction=prediction)


def check(store, learner, item, score):
    store.record_check(learner.id, item, ("b",), score, latency_ms=9, study_day=DAY)


def found(store, learner):
    return [
        (one.item_id, one.context, one.score, one.at) for one in store.first_answers(learner.id)
    ]


def test_a_first_answer_is_told_with_its_terms(store, learner):
    made = start(store, learner.id, [make_item("q", difficulty=4)])
    answer(store, made.id, 0, 0.5)
    (one,) = store.first_answers(learner.id)
    assert (one.item_id, one.context, one.score) == ("q", "practice", 0.5)
    assert (one.at, one.latency_ms, one.level) == (START, 1500, 4)
    assert one.exams == (("cpb", "bill"), ("cbcs", "d4"))


def test_repeats_and_questions_not_reached_do_not_count(store, world, learner):
    first = start(store, learner.id, some_items(2))
    answer(store, first.id, 0, 0.0)
    store.record_shown(first.id, 1, study_day=DAY)
    world.clock.advance(60)
    again = start(store, learner.id, some_items(2))
    answer(store, again.id, 0, 1.0)
    assert found(store, learner) == [("item-0", "practice", 0.0, START)]


def test_an_item_of_a_newer_version_is_a_repeat(store, world, learner):
    answer(store, start(store, learner.id, [make_item("q")]).id, 0, 0.0)
    world.clock.advance(60)
    answer(store, start(store, learner.id, [make_item("q", version=2, stem="New")]).id, 0, 1.0)
    assert found(store, learner) == [("q", "practice", 0.0, START)]


def test_the_first_answer_to_a_check_counts_not_the_latest(store, world, learner):
    item = make_item("held", pool="lesson")
    check(store, learner, item, 0.0)
    world.clock.advance(60)
    check(store, learner, item, 1.0)
    assert found(store, learner) == [("held", "lesson", 0.0, START)]


@pytest.mark.parametrize("check_first", [True, False])
def test_an_item_met_in_a_lesson_and_a_quiz_counts_where_it_was_met_first(
    store, world, learner, check_first
):
    item = make_item("both")

    def ask():
        answer(store, start(store, learner.id, [item]).id, 0, 1.0)

    for step in (check_first, not check_first):
        if step:
            check(store, learner, item, 0.0)
        else:
            ask()
        world.clock.advance(60)
    context, score = ("lesson", 0.0) if check_first else ("practice", 1.0)
    assert found(store, learner) == [("both", context, score, START)]


def test_generated_questions_and_duties_are_told_apart(store, learner):
    spec = QuizSpec(context="sorter", count=1)
    answer(store, start(store, learner.id, [make_item("duty")], spec=spec).id, 0)
    answer(store, start(store, learner.id, [make_item("drill-x", pool="drill")]).id, 0)
    assert {(name, context) for name, context, *_ in found(store, learner)} == {
        ("duty", "sorter"), ("drill-x", "drill"),
    }  # fmt: skip


def test_answers_of_an_open_exam_or_test_are_not_told(store, learner):
    sat = sit(store, learner)
    answer(store, sat.id, 0)
    quiz = start(store, learner.id, [make_item("t")], spec=TEST)
    answer(store, quiz.id, 0)
    assert found(store, learner) == []
    store.end_attempt(quiz.id, "finished", study_day=DAY)
    store.end_attempt(sat.id, "finished", study_day=DAY)
    assert {name for name, *_ in found(store, learner)} == {"item-0", "t"}


def test_the_answer_in_force_at_the_end_counts(store, learner):
    sat = sit(store, learner)
    answer(store, sat.id, 0, 0.0)
    answer(store, sat.id, 0, 1.0, revise=True)
    store.end_attempt(sat.id, "finished", study_day=DAY)
    assert found(store, learner) == [("item-0", "mock", 1.0, START)]


@pytest.mark.parametrize(("status", "blank"), [("finished", 1), ("expired", 1), ("abandoned", 0)])
def test_a_question_left_blank_is_wrong_and_one_not_reached_is_nothing(
    store, learner, status, blank
):
    sat = sit(store, learner)
    answer(store, sat.id, 0)
    store.record_shown(sat.id, 1, study_day=DAY)
    store.end_attempt(sat.id, status, study_day=DAY)
    wrong = [("item-1", "mock", 0.0, START)] * blank
    assert found(store, learner) == [("item-0", "mock", 1.0, START), *wrong]


def test_a_blank_takes_the_place_of_a_later_answer_and_not_of_an_earlier_one(store, world, learner):
    answer(store, start(store, learner.id, some_items(1)).id, 0)
    world.clock.advance(60)
    sat = sit(store, learner)
    for position in (0, 1):
        store.record_shown(sat.id, position, study_day=DAY)
    store.end_attempt(sat.id, "finished", study_day=DAY)
    world.clock.advance(60)
    answer(store, start(store, learner.id, [make_item("item-1")]).id, 0)
    assert [(name, score) for name, _, score, _ in found(store, learner)] == [
        ("item-0", 1.0), ("item-1", 0.0),
    ]  # fmt: skip


def test_each_learner_has_their_own_and_others_make_the_facility(store, learner):
    others = [store.create_learner(f"Other {number}") for number in range(2)]
    for score, other in zip((1.0, 0.5), others, strict=True):
        answer(store, start(store, other.id, some_items(2)).id, 0, score)
    answer(store, start(store, learner.id, some_items(1)).id, 0, 0.0)
    assert len(store.first_answers(learner.id)) == 1
    assert store.facilities("cpb", learner.id) == {"bill": Facility(2, 2, 1.5)}
    assert store.facilities("cca", learner.id) == {}


def test_predictions_come_back_with_the_outcome(store, world, learner):
    first = sit(store, learner)
    for position, score in enumerate((1.0, 1.0, 0.5)):
        answer(store, first.id, position, score)
    store.end_attempt(first.id, "finished", study_day=DAY)
    world.clock.advance(60)
    second = sit(store, learner, prediction=None)
    newest, oldest = store.sat_mocks(learner.id)
    assert (newest.attempt_id, newest.prediction, newest.status) == (second.id, None, "open")
    assert (oldest.prediction, oldest.status) == (PREDICTION, "finished")
    assert (oldest.items, oldest.marks, oldest.passed) == (2, 1.5, False)
    assert (oldest.exam, oldest.length) == ("cpb", "sprint")
    assert oldest.started_at == newest.started_at - timedelta(seconds=60)
    assert store.verify() == ()
    store.rebuild()
    assert store.sat_mocks(learner.id) == (newest, oldest)


def test_reading_changes_nothing(store, learner):
    sit(store, learner)
    before = store.health().counts
    store.first_answers(learner.id)
    store.facilities("cpb", learner.id)
    store.sat_mocks(learner.id)
    assert store.health().counts == before


def test_practice_is_told_by_domain_once_a_study_day(store, world, learner):
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0, 0.0)
    world.clock.advance(60)
    answer(store, made.id, 1, 1.0)
    world.clock.advance(86_400)
    item = make_item("held", pool="lesson")
    store.record_check(learner.id, item, ("b",), 0.0, latency_ms=9, study_day=date(2026, 11, 24))
    last = [START + timedelta(seconds=60), START + timedelta(seconds=86_460)]
    assert store.practice_times(learner.id, "cpb") == {("cpb", "bill"): tuple(last)}
    assert store.practice_times(learner.id, "cca") == {}
