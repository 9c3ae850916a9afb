"""Nothing tells whether answers of an open test or mock exam are right; at its end all count."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_item
from tests.store.conftest import DAY, START, World, answer, new_attempt, some_items, start
from tests.store.test_replay import projections
from tests.store.test_sittings import END, POLICY, SEATS
from tutor.domain.records import QuizSpec
from tutor.domain.statistics_records import DayTally, Tally
from tutor.store.derived import ANSWER_STATE, WITHHELD_STATE

TEST = QuizSpec(exam="cpb", feedback="test")
MOCK = QuizSpec(exam="cpb", feedback="test", context="mock")
OWN = {ANSWER_STATE.name, WITHHELD_STATE.name}
"""What nobody is shown before the end."""


def begin(store, learner, kind="test"):
    if kind == "test":
        return start(store, learner.id, some_items(3), spec=TEST)
    new = new_attempt(learner.id, some_items(3), spec=MOCK, deadline=END)
    return store.start_sitting(new, POLICY, SEATS, study_day=DAY)


def visible(store):
    return {name: rows for name, rows in projections(store).items() if name not in OWN}


@pytest.mark.parametrize("kind", ["test", "mock"])
def test_right_and_wrong_look_alike_until_the_end(world, store, learner, kind):
    store.record_check(learner.id, make_item("held"), ("b",), 1.0, latency_ms=5, study_day=DAY)
    made = begin(store, learner, kind)
    before = visible(store)
    seen = []
    for score in (1.0, 0.0, 0.5):
        for position in range(3):
            answer(store, made.id, position, score, revise=True)
        seen.append(visible(store))
    assert seen[0] == seen[1] == seen[2]
    unchanged = {"item_history", "card_state", "pace_state", "domain_tally", "role_tally",
                 "missed_state", "recall_tally"}  # fmt: skip
    assert {name: before[name] for name in unchanged} == {name: seen[0][name] for name in unchanged}
    assert store.progress(learner.id).days == (DayTally(DAY, 4, 1.0, 0),)
    assert store.verify() == ()


@pytest.mark.parametrize("ending", ["finished", "expired", "abandoned"])
def test_all_counts_at_the_end_however_it_ends(world, store, learner, ending):
    made = begin(store, learner)
    answer(store, made.id, 0, 0.0)
    answer(store, made.id, 1, 1.0)
    world.clock.advance(60)
    answer(store, made.id, 0, 1.0, revise=True)
    answer(store, made.id, 2, 0.0)
    world.clock.advance(3600)
    store.end_attempt(made.id, ending, study_day=DAY)
    last = START + timedelta(seconds=3660)
    assert store.progress(learner.id).roles == {"biller": Tally(3, 2.0, 3, 2.0, last)}
    assert store.progress(learner.id).days == (DayTally(DAY, 3, 2.0, 0),)
    history = store.item_history(learner.id)
    assert [history[f"item-{n}"].first_score for n in range(3)] == [1.0, 1.0, 0.0]
    assert history["item-0"].last_at == START + timedelta(seconds=60)
    (card,) = store.cards(learner.id)  # fed by first answers, when they were given
    assert (card.state.reps, card.last_item) == (3, "item-2")
    assert card.last_at == START + timedelta(seconds=60)
    assert [one.item_id for one in store.missed(learner.id)] == ["item-2"]
    assert store.attempts(learner.id)[0].score == 2.0
    assert store.health().counts["withheld_state"] == 0
    live = projections(store)
    assert store.verify() == ()
    store.rebuild()
    assert projections(store) == live


def test_an_answer_older_than_its_cards_last_review_comes_right_after_it(world, store, learner):
    made = begin(store, learner)
    answer(store, made.id, 0, 0.0)
    world.clock.advance(timedelta(days=2).total_seconds())
    store.record_check(learner.id, make_item("held"), ("b",), 1.0, latency_ms=5, study_day=DAY)
    reviewed = world.clock.now()
    world.clock.advance(60)
    store.end_attempt(made.id, "finished", study_day=DAY)
    (card,) = store.cards(learner.id)
    assert (card.state.reps, card.last_at, card.state.last_review) == (2, reviewed, reviewed)
    assert store.recall(learner.id) == ()
    assert store.verify() == ()


def test_an_item_answered_elsewhere_meanwhile_was_met_there_first(world, store, learner):
    made = begin(store, learner)
    answer(store, made.id, 0, 1.0)
    world.clock.advance(60)
    other = start(store, learner.id, some_items(1))
    answer(store, other.id, 0, 0.0)
    store.end_attempt(made.id, "finished", study_day=DAY)
    history = store.item_history(learner.id)["item-0"]
    assert (history.times, history.first_score, history.last_score) == (2, 0.0, 0.0)
    assert history.last_at == world.clock.now()
    assert [one.score for one in store.first_answers(learner.id)] == [0.0]
    assert store.verify() == ()


def test_the_items_of_an_open_test_are_known(store, learner):
    tutored = start(store, learner.id, [make_item("shown")])
    made = begin(store, learner)
    assert tutored.status == "open"
    assert store.withheld_items(learner.id) == {"item-0", "item-1", "item-2"}
    store.end_attempt(made.id, "finished", study_day=DAY)
    assert store.withheld_items(learner.id) == frozenset()


SCORES = st.sampled_from([0.0, 1.0, 0.5])


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    worlds = [World(tmp_path_factory.mktemp("withheld") / "main.db") for _ in range(2)]
    yield [(world, world.open()) for world in worlds]
    for world in worlds:
        world.close()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    answers=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 2), SCORES, SCORES), min_size=1, max_size=8
    )
)
def test_two_learners_with_other_scores_cannot_be_told_apart(pair, answers):
    made = []
    for _, store in pair:
        learner = store.create_learner(f"Learner {len(store.learners())}")
        made.append((learner, begin(store, learner, "mock")))
    for hours, position, *scores in answers:
        for (world, store), (_, attempt), score in zip(pair, made, scores, strict=True):
            world.clock.advance(hours * 3600)
            answer(store, attempt.id, position, score, revise=True)
    looks = []
    for (_, store), (learner, _) in zip(pair, made, strict=True):
        rows = visible(store)
        looks.append({name: [row for row in rows[name] if row["learner_id"] == learner.id]
                      for name in rows})  # fmt: skip
    assert looks[0] == looks[1]
    for (_, store), (_, attempt) in zip(pair, made, strict=True):
        store.end_attempt(attempt.id, "abandoned", study_day=DAY)
        assert store.verify() == ()
