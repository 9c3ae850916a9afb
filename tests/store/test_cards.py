"""Cards in the store: what feeds them, what sets them aside, and the migration."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import make_item
from tests.store.conftest import DAY, World, answer, some_items, start
from tests.store.old_schema import make_old
from tutor.domain.concept import concept_of
from tutor.domain.item import CARD_POOL
from tutor.domain.memory import LEARNING, REVIEW
from tutor.domain.records import QuizSpec
from tutor.errors import NotFoundError
from tutor.store.store import open_store

CONCEPT = "clean-claim/cbcs.d4"


def test_the_first_answer_of_each_question_feeds_its_concepts_card(store, world, learner):
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0, 0.5)
    (card,) = store.cards(learner.id)
    assert (card.concept, card.last_item, card.state.reps) == (CONCEPT, "item-0", 1)
    assert card.last_at == world.clock.now()
    assert card.state.stability == pytest.approx(0.212)
    world.clock.advance(60)
    answer(store, made.id, 1)
    (card,) = store.cards(learner.id)
    assert (card.last_item, card.state.reps) == ("item-1", 2)


def test_a_revised_answer_feeds_nothing(store, world, learner):
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0, 0.0)
    before = store.cards(learner.id)
    world.clock.advance(90)
    answer(store, made.id, 0, 1.0, revise=True)
    store.end_attempt(made.id, "finished", study_day=DAY)
    assert store.cards(learner.id) == before
    assert store.verify() == ()


def test_a_guess_is_forgotten_though_it_is_right(store, learner):
    made = start(store, learner.id, some_items(1))
    store.record_answer(
        made.id, 0, ("b",), 1.0, latency_ms=1, study_day=DAY, revise=False, confidence="guessed"
    )
    (card,) = store.cards(learner.id)
    assert card.state.stability == pytest.approx(0.212)
    assert store.attempts(learner.id)[0].score == 1


def test_a_check_feeds_its_card_each_time_and_an_item_without_lesson_none(store, world, learner):
    for item in (make_item("held"), make_item("held"), make_item("loose", lesson=None)):
        store.record_check(learner.id, item, ("b",), 1.0, latency_ms=0, study_day=DAY)
        world.clock.advance(86_400 * 3)
    (card,) = store.cards(learner.id)
    assert (card.state.reps, card.state.phase) == (2, REVIEW)
    assert store.paces(learner.id) == {}  # a time of 0 was not measured


def test_the_learners_own_pace_makes_answers_easy_or_hard(store, world, learner):
    items = some_items(22, lesson=None)
    made = start(store, learner.id, [*items, make_item("quick")])
    for position in range(22):
        answer(store, made.id, position)
    assert store.paces(learner.id) == {"single": (1500,) * 22}
    store.record_answer(
        made.id, 22, ("b",), 1.0, latency_ms=10, study_day=DAY, revise=False, confidence="sure"
    )
    (card,) = store.cards(learner.id)
    assert card.state.stability == pytest.approx(8.2956)
    assert card.state.phase == REVIEW


def test_recall_is_counted_only_after_a_day(store, world, learner):
    def check(score):
        store.record_check(
            learner.id, make_item("held"), ("b",), score, latency_ms=1, study_day=DAY
        )

    check(1.0)
    world.clock.advance(600)
    check(1.0)
    assert store.recall(learner.id) == ()
    world.clock.advance(2 * 86_400)
    check(1.0)
    world.clock.advance(40 * 86_400)
    check(0.0)
    tallies = store.recall(learner.id)
    assert [(one.reviews, one.recalled) for one in tallies] == [(1, 0), (1, 1)]
    assert tallies[1].predicted == pytest.approx(0.909, abs=0.02)
    assert store.verify() == ()


def test_setting_aside_is_recorded_once_and_undone(store, learner):
    store.record_check(learner.id, make_item(), ("b",), 1.0, latency_ms=1, study_day=DAY)
    until = DAY + timedelta(days=1)
    for _ in range(2):
        store.suspend_card(learner.id, CONCEPT, study_day=DAY)
        store.bury_card(learner.id, CONCEPT, until, study_day=DAY)
    (card,) = store.cards(learner.id)
    assert (card.suspended, card.buried_until) == (True, until)
    assert store.health().counts["event"] == 3
    for _ in range(2):
        store.resume_card(learner.id, CONCEPT, study_day=DAY)
    (card,) = store.cards(learner.id)
    assert (card.suspended, card.buried_until) == (False, None)
    assert store.health().counts["event"] == 4
    assert store.verify() == ()


@pytest.mark.parametrize("method", ["suspend_card", "resume_card"])
def test_only_cards_can_be_set_aside(store, learner, method):
    with pytest.raises(NotFoundError, match="no card"):
        getattr(store, method)(learner.id, "nothing", study_day=DAY)
    with pytest.raises(NotFoundError):
        getattr(store, method)("nobody", CONCEPT, study_day=DAY)
    assert store.health().counts["event"] == 0


def test_time_spent_on_reviews_counts_by_day(store, learner):
    quiz = start(store, learner.id, some_items(1))
    answer(store, quiz.id, 0)
    spaced = start(store, learner.id, some_items(2), spec=QuizSpec(context="review"))
    answer(store, spaced.id, 0)
    answer(store, spaced.id, 1)
    assert store.reviewed_seconds(learner.id, DAY) == 3.0
    assert store.reviewed_seconds(learner.id, DAY + timedelta(days=1)) == 0


TERM = "term:abn"


def own_item(**changes):
    return make_item(
        "term:abn/meaning", pool=CARD_POOL, topic=TERM, lesson=None, exams=(), **changes
    )


def spaced(store, learner, item):
    return start(store, learner.id, [item], spec=QuizSpec(context="review"))


def test_own_cards_are_added_once_and_removed(store, world, learner):
    assert store.add_cards(learner.id, [TERM, "term:b", TERM], study_day=DAY) == (TERM, "term:b")
    assert store.add_cards(learner.id, [TERM], study_day=DAY) == ()
    assert store.health().counts["event"] == 2
    card, _ = store.cards(learner.id)
    assert (card.concept, card.last_item, card.state.reps) == (TERM, "", 0)
    assert card.last_at == world.clock.now()
    store.remove_card(learner.id, TERM, study_day=DAY)
    assert [one.concept for one in store.cards(learner.id)] == ["term:b"]
    with pytest.raises(NotFoundError, match="no card"):
        store.remove_card(learner.id, TERM, study_day=DAY)
    with pytest.raises(NotFoundError):
        store.add_cards("nobody", [TERM], study_day=DAY)
    assert store.verify() == ()
    store.add_cards(learner.id, [TERM], study_day=DAY)
    store.rebuild()
    assert [one.concept for one in store.cards(learner.id)] == [TERM, "term:b"]


def test_answers_to_own_cards_feed_memory_and_the_day_but_no_exam(store, learner):
    store.add_cards(learner.id, [TERM], study_day=DAY)
    made = spaced(store, learner, own_item())
    answer(store, made.id, 0)
    (card,) = store.cards(learner.id)
    assert (card.concept, card.last_item, card.state.reps) == (TERM, "term:abn/meaning", 1)
    progress = store.progress(learner.id)
    assert (progress.domains, progress.roles) == ({}, {})
    assert [day.answered for day in progress.days] == [1]
    assert store.first_answers(learner.id) == ()
    assert store.paces(learner.id) == {"card-single": (1500,)}
    assert store.verify() == ()


def test_own_cards_with_exam_tags_are_no_evidence_either(store, learner):
    store.add_cards(learner.id, [TERM], study_day=DAY)
    tagged = replace(own_item(), exams=(("cpb", "bill"),))
    answer(store, spaced(store, learner, tagged).id, 0)
    assert store.progress(learner.id).domains == {}
    assert store.first_answers(learner.id) == ()


def test_an_answer_does_not_bring_a_removed_card_back(store, learner):
    store.add_cards(learner.id, [TERM], study_day=DAY)
    made = spaced(store, learner, own_item())
    store.remove_card(learner.id, TERM, study_day=DAY)
    answer(store, made.id, 0)
    assert store.cards(learner.id) == ()
    assert store.verify() == ()


def test_the_log_takes_own_cards_after_the_migration(file_world, tmp_path):
    now = World(tmp_path / "now.db")
    now.open().create_learner("Ann")
    now.close()
    make_old(file_world.target, "0004_cards", now.target)
    store = file_world.open()
    (learner,) = store.learners()
    assert store.add_cards(learner.id, [TERM], study_day=DAY) == (TERM,)
    assert store.verify() == ()
    assert store.health().ok


@pytest.mark.parametrize("revision", ["0001_first", "0002_bookmarks", "0003_mock_exams"])
def test_cards_are_made_from_what_was_answered_before_there_were_any(
    file_world, tmp_path, revision
):
    now = World(tmp_path / "now.db")
    store = now.open()
    learner = store.create_learner("Ann")
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0)
    store.record_check(learner.id, make_item("held"), ("b",), 0, latency_ms=9, study_day=DAY)
    cards, progress = store.cards(learner.id), store.progress(learner.id)
    now.close()
    make_old(file_world.target, revision, now.target)
    store = file_world.open()
    assert store.cards(learner.id) == cards != ()
    assert store.progress(learner.id) == progress
    assert store.verify() == ()
    assert store.health().ok
    store.suspend_card(learner.id, CONCEPT, study_day=DAY)


def test_a_log_that_cannot_be_replayed_does_not_keep_the_database_shut(file_world, tmp_path):
    import sqlite3
    from contextlib import closing

    now = World(tmp_path / "now.db")
    store = now.open()
    learner = store.create_learner("Ann")
    store.record_check(learner.id, make_item("held"), ("b",), 0, latency_ms=9, study_day=DAY)
    now.close()
    make_old(file_world.target, "0003_mock_exams", now.target)
    with closing(sqlite3.connect(file_world.target)) as connection, connection:
        connection.execute("DROP TRIGGER event_no_update")
        connection.execute("UPDATE event SET payload = '{}'")
        connection.execute(
            "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
            "BEGIN SELECT RAISE(ABORT, 'event is append-only'); END"
        )
    store = open_store(file_world.target, clock=file_world.clock)
    assert store.learners() == (learner,)
    assert store.cards(learner.id) == ()
    assert store.item_history(learner.id)["held"].times == 1
    store.close()


def test_a_concept_is_the_lesson_and_the_first_domain_in_any_order():
    tags = (("cpb", "bill"), ("cbcs", "d4"))
    assert concept_of("clean-claim", tags) == concept_of("clean-claim", tags[::-1]) == CONCEPT
    assert concept_of("clean-claim", ()) == "clean-claim"
    assert concept_of(None, tags) is None


def test_a_new_card_learns_in_short_steps(store, learner):
    store.record_check(learner.id, make_item(), ("b",), 1.0, latency_ms=1, study_day=DAY)
    assert store.cards(learner.id)[0].state.phase == LEARNING
