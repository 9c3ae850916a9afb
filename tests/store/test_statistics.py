"""Tallies, history and lessons: what is counted, and how often."""

from datetime import date, timedelta

import pytest

from tests.factories import make_item
from tests.store.conftest import DAY, START, answer, some_items, start
from tutor.domain.statistics_records import DayTally, ItemHistory, LessonProgress, Tally
from tutor.errors import NotFoundError, UsageError

TOMORROW = date(2026, 11, 24)


def check(store, learner_id, item, score, *, response=("b",), day=DAY):
    return store.record_check(learner_id, item, response, score, latency_ms=900, study_day=day)


def read(store, learner_id, page, *, pages=3, version=1, day=DAY):
    store.record_page_read(learner_id, "denial-loop", version, page, pages, study_day=day)


def test_an_answer_counts_under_every_domain_its_role_and_its_day(store, learner):
    item = make_item(exams=(("cpb", "bill"), ("cpb", "reimb"), ("cpb", "bill")), role="both")
    made = start(store, learner.id, [item])
    answer(store, made.id, 0, 0.5)
    progress = store.progress(learner.id)
    tally = Tally(1, 0.5, 1, 0.5, START)
    assert progress.domains == {("cpb", "bill"): tally, ("cpb", "reimb"): tally}
    assert progress.roles == {"both": tally}
    assert progress.days == (DayTally(DAY, 1, 0.5, 0),)


def test_only_the_first_answer_to_an_item_counts_as_first(world, store, learner):
    for score in (0.0, 1.0, 1.0):
        made = start(store, learner.id, some_items(1))
        answer(store, made.id, 0, score)
        world.clock.advance(60)
    last = START + timedelta(seconds=120)
    assert store.progress(learner.id).roles == {"biller": Tally(3, 2.0, 1, 0.0, last)}
    assert store.item_history(learner.id) == {"item-0": ItemHistory("item-0", 3, 0.0, 1.0, last, 1)}


def test_a_check_in_a_lesson_or_a_sorter_round_is_a_first_exposure(store, learner):
    item = make_item("item-0")
    check(store, learner.id, item, 0.0)
    made = start(store, learner.id, [item])
    answer(store, made.id, 0, 1.0)
    tally = store.progress(learner.id).roles["biller"]
    assert (tally.answered, tally.first_answered, tally.first_score) == (2, 1, 0.0)


def test_a_revision_replaces_what_the_first_answer_counted(world, store, learner):
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0, 0.0)
    answer(store, made.id, 1, 1.0)
    world.clock.advance(60)
    answer(store, made.id, 0, 0.75, revise=True, day=TOMORROW)
    progress = store.progress(learner.id)
    last = START + timedelta(seconds=60)
    assert progress.roles == {"biller": Tally(2, 1.75, 2, 1.75, last)}
    assert progress.domains[("cbcs", "d4")] == Tally(2, 1.75, 2, 1.75, last)
    assert progress.days == (DayTally(DAY, 2, 1.75, 0),)
    history = store.item_history(learner.id)
    assert history["item-0"] == ItemHistory("item-0", 1, 0.75, 0.75, last, 1)
    assert store.verify() == ()


def test_a_revision_of_a_repeat_leaves_the_first_answer_alone(store, learner):
    for score in (1.0, 0.0):
        made = start(store, learner.id, some_items(1))
        answer(store, made.id, 0, score)
    answer(store, made.id, 0, 0.5, revise=True)
    tally = store.progress(learner.id).roles["biller"]
    assert (tally.score, tally.first_score) == (1.5, 1.0)
    assert store.item_history(learner.id)["item-0"].first_score == 1.0


def test_tags_are_those_of_the_version_that_was_asked(store, learner):
    made = start(store, learner.id, [make_item("item-0", role="coder")])
    start(store, learner.id, [make_item("item-0", version=2, role="biller")])
    answer(store, made.id, 0)
    assert set(store.progress(learner.id).roles) == {"coder"}


def test_thirds_add_up_exactly(store, learner):
    made = start(store, learner.id, some_items(3))
    for position in range(3):
        answer(store, made.id, position, 1 / 3)
    assert store.progress(learner.id).roles["biller"].percent == pytest.approx(100 / 3)
    assert store.progress(learner.id).roles["biller"].score == 1.0


def test_learners_do_not_share_statistics(store, learner):
    other = store.create_learner("Bob")
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0)
    assert store.progress(other.id).roles == {}
    assert store.item_history(other.id) == {}
    check(store, other.id, make_item("item-0"), 0.0)
    assert store.progress(other.id).roles["biller"].first_answered == 1


def test_days_come_in_order(store, learner):
    for day in (TOMORROW, DAY):
        check(store, learner.id, make_item(), 1.0, day=day)
    assert [tally.day for tally in store.progress(learner.id).days] == [DAY, TOMORROW]


def test_the_latest_answer_to_each_check_is_kept(world, store, learner):
    first, second, third = some_items(3)
    check(store, learner.id, first, 0.0, response=("a",))
    world.clock.advance(60)
    latest = check(store, learner.id, first, 1.0)
    other = check(store, learner.id, second, 0.0, response=("c",))
    found = store.check_results(learner.id, (first, second, third))
    assert found == {"item-0": latest, "item-1": other}
    assert store.check_results(learner.id, ()) == {}
    assert store.progress(learner.id).roles["biller"].answered == 3


def test_reading_every_page_completes_a_lesson_once(world, store, learner):
    read(store, learner.id, 0)
    world.clock.advance(60)
    read(store, learner.id, 2)
    now = store.lesson_progress(learner.id)["denial-loop"]
    second = START + timedelta(seconds=60)
    assert now == LessonProgress("denial-loop", frozenset({0, 2}), 2, second, None)
    read(store, learner.id, 1)
    read(store, learner.id, 0, day=TOMORROW)
    done = store.progress(learner.id).lessons["denial-loop"]
    assert (done.pages_read, done.last_page) == (frozenset({0, 1, 2}), 0)
    assert done.completed_at == second
    assert store.health().counts["event"] == 5


def test_a_page_counts_once_a_day(store, learner):
    for page, day in ((0, DAY), (0, DAY), (1, DAY), (0, DAY), (0, TOMORROW)):
        read(store, learner.id, page, day=day)
    assert store.progress(learner.id).days == (
        DayTally(DAY, 0, 0.0, 2),
        DayTally(TOMORROW, 0, 0.0, 1),
    )
    assert store.health().counts["event"] == 4


def test_a_shorter_version_of_a_lesson_completes_with_the_pages_left(store, learner):
    read(store, learner.id, 0)
    read(store, learner.id, 2)
    read(store, learner.id, 1, pages=2, version=2)
    now = store.lesson_progress(learner.id)["denial-loop"]
    assert (now.pages_read, now.completed_at) == (frozenset({0, 1}), START)


def test_pages_and_learners_that_do_not_exist(store, learner):
    for page in (-1, 3):
        with pytest.raises(UsageError, match="no page"):
            read(store, learner.id, page)
    with pytest.raises(NotFoundError, match="nobody"):
        read(store, "nobody", 0)
    with pytest.raises(NotFoundError, match="nobody"):
        check(store, "nobody", make_item(), 1.0)
    assert store.health().counts["event"] == 0
