"""What still has to be answered right."""

from datetime import timedelta

from sqlalchemy import text

from tests.factories import make_item
from tests.store.conftest import DAY, World, answer, some_items, start
from tests.store.old_schema import make_old
from tutor.domain.records import QuizSpec
from tutor.domain.statistics_records import MissedItem

NEXT = DAY + timedelta(days=1)


def give(store, learner, score, day=DAY, item=None, **more):
    made = start(store, learner.id, [item or make_item("item-0")])
    store.record_answer(
        made.id, 0, ("b",), score, latency_ms=9, study_day=day, revise=False, **more
    )


def waiting(store, learner):
    return [(one.item_id, one.misses, one.right_day) for one in store.missed(learner.id)]


def test_an_item_waits_until_it_was_right_on_two_study_days(world, store, learner):
    give(store, learner, 0.5)
    made = store.missed(learner.id)
    assert made == (
        MissedItem("item-0", make_item("item-0").content_hash, 1, world.clock.now(), None),
    )
    give(store, learner, 1.0)
    give(store, learner, 1.0)  # the same day: once more says nothing
    assert waiting(store, learner) == [("item-0", 1, DAY)]
    give(store, learner, 1.0, NEXT)
    assert waiting(store, learner) == []
    assert store.item_history(learner.id)["item-0"].missed == 0
    give(store, learner, 0.0, NEXT)
    assert waiting(store, learner) == [("item-0", 2, None)]
    assert store.item_history(learner.id)["item-0"].missed == 2
    assert store.verify() == ()


def test_a_miss_in_between_begins_anew_and_a_guess_is_not_known(store, learner):
    give(store, learner, 0.0)
    give(store, learner, 1.0)
    give(store, learner, 0.0, NEXT)
    give(store, learner, 1.0, NEXT, confidence="guessed")
    assert waiting(store, learner) == [("item-0", 2, None)]
    give(store, learner, 1.0, NEXT, confidence="sure")
    assert waiting(store, learner) == [("item-0", 2, NEXT)]


def test_checks_and_generated_questions_wait_too_most_missed_first(world, store, learner):
    store.record_check(
        learner.id, make_item("held", pool="lesson"), ("b",), 0.0, latency_ms=1, study_day=DAY
    )
    world.clock.advance(60)
    drill = make_item("drill-x", pool="drill")
    give(store, learner, 0.0, item=drill)
    give(store, learner, 0.0)
    give(store, learner, 0.0)
    give(store, learner, 1.0, item=make_item("known"))
    assert [name for name, *_ in waiting(store, learner)] == ["item-0", "drill-x", "held"]
    assert store.item_versions([drill.content_hash, "?"]) == {drill.content_hash: drill}


def test_answers_of_a_test_wait_once_it_has_ended(store, learner):
    made = start(store, learner.id, some_items(2), spec=QuizSpec(feedback="test"))
    for position in range(2):
        answer(store, made.id, position, 0.0)
    answer(store, made.id, 1, 1.0, revise=True)
    assert waiting(store, learner) == []
    store.end_attempt(made.id, "finished", study_day=NEXT)
    assert waiting(store, learner) == [("item-0", 1, None)]


def test_an_upgrade_takes_open_tests_out_and_fills_the_queue(file_world, tmp_path):
    now = World(tmp_path / "now.db")
    store = now.open()
    learner = store.create_learner("Ann")
    give(store, learner, 0.0)
    made = start(store, learner.id, some_items(3)[1:], spec=QuizSpec(feedback="test"))
    answer(store, made.id, 0, 0.0)
    expected = store.missed(learner.id), store.progress(learner.id), store.cards(learner.id)
    with store._database.writing() as session:  # as the program before counted it
        session.connection().execute(text("UPDATE role_tally SET answered = 2"))
    now.close()
    make_old(file_world.target, "0004_cards", now.target)
    store = file_world.open()
    assert store.verify() == ()
    assert store.health().ok
    found = store.missed(learner.id), store.progress(learner.id), store.cards(learner.id)
    assert found == expected
    store.end_attempt(made.id, "finished", study_day=DAY)
    assert {one.item_id for one in store.missed(learner.id)} == {"item-0", "item-1"}
