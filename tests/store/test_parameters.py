"""Fitted weights in the store: what they change, that a replay agrees, and what a fit is given."""

from datetime import timedelta

import pytest

from tests.factories import make_item
from tests.store.conftest import DAY, answer, fitted, some_items, start, use_weights
from tests.store.test_replay import projections
from tutor.domain.item import CARD_POOL
from tutor.domain.memory import DEFAULT_SET, CardState, Fsrs6
from tutor.domain.parameter_fit import Review
from tutor.domain.rating import Rating
from tutor.domain.records import QuizSpec
from tutor.errors import AttemptError, NotFoundError

CONCEPT = "clean-claim/cbcs.d4"


def check(store, world, learner, score=1.0, days=3):
    store.record_check(learner.id, make_item("held"), ("b",), score, latency_ms=0, study_day=DAY)
    world.clock.advance(timedelta(days=days).total_seconds())


def agree(store):
    """Whether what is stored is what a rebuild gives."""
    live = projections(store)
    clean = store.verify() == ()
    store.rebuild()
    return clean and projections(store) == live


def test_adopting_weights_works_all_cards_out_anew(store, world, learner):
    for score in (1.0, 1.0, 0.0):
        check(store, world, learner, score)
    by_default, tally = store.cards(learner.id), store.recall(learner.id)
    use_weights(store, learner.id, 0.5)
    (card,) = store.cards(learner.id)
    memory = store.memory(learner.id)
    assert card.state.parameter_set == memory.parameter_set == fitted().id
    expected = CardState(card.state.card_id)
    for review in store.reviews(learner.id):
        expected = Fsrs6(fitted().id, weights=fitted().weights).review(
            expected, review.rating, review.at
        )
    assert card.state == expected
    assert store.recall(learner.id) != tally
    assert agree(store)
    assert use_weights(store, learner.id, None)
    assert (store.cards(learner.id), store.recall(learner.id)) == (by_default, tally)
    assert store.memory(learner.id).parameter_set == DEFAULT_SET
    assert agree(store)


def test_answers_after_the_fit_go_on_with_its_weights_and_only_that_learners(store, world, learner):
    other = store.create_learner("Bob")
    for one in (learner, other):
        check(store, world, one)
    use_weights(store, learner.id, 0.5)
    for one in (learner, other):
        check(store, world, one)
    sets = [store.cards(one.id)[0].state.parameter_set for one in (learner, other)]
    assert sets == [fitted().id, DEFAULT_SET]
    assert store.cards(learner.id)[0].state.stability != store.cards(other.id)[0].state.stability
    use_weights(store, learner.id, 0.3)
    check(store, world, learner)
    assert store.cards(learner.id)[0].state.parameter_set == fitted(0.3).id
    assert agree(store)


@pytest.mark.parametrize("decay", [0.5, None])
def test_no_undo_puts_back_a_card_of_other_weights(store, world, learner, decay):
    check(store, world, learner)
    use_weights(store, learner.id, 0.3)
    made = start(store, learner.id, some_items(2), spec=QuizSpec(exam="cpb", context="review"))
    answer(store, made.id, 0)
    assert store.undoable(learner.id) == (made.id, 0)
    use_weights(store, learner.id, decay)
    assert store.undoable(learner.id) is None
    with pytest.raises(AttemptError, match="Only your latest answer"):
        store.undo_answer(made.id, 0, study_day=DAY)
    before = store.cards(learner.id)
    answer(store, made.id, 1, 0.0)
    store.undo_answer(made.id, 1, study_day=DAY)
    assert store.cards(learner.id) == before
    assert agree(store)


def test_own_cards_and_open_tests_come_through(store, world, learner):
    store.add_cards(learner.id, ["term:abn"], study_day=DAY)
    test = start(store, learner.id, some_items(2), spec=QuizSpec(feedback="test"))
    answer(store, test.id, 0, 0.0)
    use_weights(store, learner.id, 0.5)
    assert store.reviews(learner.id) == ()  # what an open test holds is not told
    assert store.cards(learner.id)[0].state.parameter_set == fitted().id
    store.end_attempt(test.id, "finished", study_day=DAY)
    assert [one.rating for one in store.reviews(learner.id)] == [Rating.AGAIN]
    assert agree(store)


def test_the_reviews_are_those_that_fed_the_cards(store, world, learner):
    first = world.clock.now()
    check(store, world, learner)
    made = start(store, learner.id, some_items(2), spec=QuizSpec(exam="cpb", context="review"))
    answer(store, made.id, 0, 0.0)
    store.undo_answer(made.id, 0, study_day=DAY)
    second = world.clock.now()
    answer(store, made.id, 0, 1.0)
    check(store, world, learner, 0.0)  # at the same instant, and then three days go by
    assert store.reviews(learner.id) == (
        Review(CONCEPT, Rating.GOOD, first),
        Review(CONCEPT, Rating.GOOD, second),
        Review(CONCEPT, Rating.AGAIN, second),
    )
    assert store.cards(learner.id)[0].state.reps == 3


def test_what_a_removed_card_knew_is_not_fitted_to(store, world, learner):
    item = make_item("term:abn/meaning", pool=CARD_POOL, topic="term:abn", lesson=None, exams=())
    store.add_cards(learner.id, ["term:abn"], study_day=DAY)
    store.record_check(learner.id, item, ("b",), 1.0, latency_ms=0, study_day=DAY)
    assert [one.card for one in store.reviews(learner.id)] == ["term:abn"]
    store.remove_card(learner.id, "term:abn", study_day=DAY)
    assert store.reviews(learner.id) == ()


def test_resetting_default_weights_writes_nothing(store, learner):
    assert not use_weights(store, learner.id, None)
    assert store.health().counts["event"] == 0
    with pytest.raises(NotFoundError):
        store.reset_parameters("nobody", study_day=DAY)
    with pytest.raises(NotFoundError):
        store.adopt_parameters("nobody", fitted(), study_day=DAY)


def test_progress_is_told_of_the_learners_own_log(store, world, learner):
    for who in (learner, store.create_learner("Bob")):
        check(store, world, who)
    seen = []
    store.reviews(learner.id, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 1)]
