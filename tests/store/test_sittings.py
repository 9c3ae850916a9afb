"""Mock exams in the store, on both backends."""

from datetime import timedelta

import pytest

from tests.store.conftest import DAY, START, answer, new_attempt, some_items
from tutor.domain.sitting import ExamPolicy, Seat, Working
from tutor.errors import AttemptError, NotFoundError

POLICY = ExamPolicy(
    exam="cpb", edition="2026", length="sprint", minutes=60.0, window_days=None, time_factor=1.0,
    navigation="free", parts=1, breaks=1, open_book=True, pass_percent=70,
)  # fmt: skip
SEATS = (Seat("bill", True), Seat("code", False), Seat("bill", True))
END = START + timedelta(hours=1)


@pytest.fixture
def sat(store, learner):
    """An exam of three questions, just begun."""
    new = new_attempt(learner.id, some_items(3), deadline=END)
    return store.start_sitting(new, POLICY, SEATS, study_day=DAY)


def test_rules_and_form_come_back_as_they_were(store, sat):
    found = store.sitting(sat.id)
    assert (found.policy, found.seats, found.deadline) == (POLICY, SEATS, END)
    assert (found.break_since, found.breaks, found.frozen, found.workings) == (
        None, 0, frozenset(), {},
    )  # fmt: skip
    assert store.sittings(sat.learner_id) == (sat.id,)
    assert store.verify() == ()


def test_an_ordinary_quiz_is_no_sitting(store, learner):
    made = store.start_attempt(new_attempt(learner.id, some_items(1)), study_day=DAY)
    assert store.sitting(made.id) is None
    assert store.sittings(learner.id) == ()
    with pytest.raises(NotFoundError, match="no mock exam"):
        store.start_break(made.id, (), counts=True, study_day=DAY)


def test_a_form_needs_a_seat_for_each_question(store, learner):
    new = new_attempt(learner.id, some_items(2))
    with pytest.raises(AttemptError, match="one seat"):
        store.start_sitting(new, POLICY, SEATS, study_day=DAY)


def test_a_break_stops_the_clock_once_and_freezes(store, world, sat):
    world.clock.advance(600)
    store.start_break(sat.id, {0, 1}, counts=True, study_day=DAY)
    with pytest.raises(AttemptError, match="already"):
        store.start_break(sat.id, {0}, counts=True, study_day=DAY)
    world.clock.advance(900)
    store.end_break(sat.id, study_day=DAY)
    with pytest.raises(AttemptError, match="no break"):
        store.end_break(sat.id, study_day=DAY)
    found = store.sitting(sat.id)
    assert found.deadline == END + timedelta(seconds=900)
    assert (found.break_since, found.breaks, found.frozen) == (None, 1, frozenset({0, 1}))
    assert store.verify() == ()


def test_scribbles_are_kept_by_question(store, sat):
    store.record_struck(sat.id, 0, ("a", "c"), study_day=DAY)
    store.record_struck(sat.id, 0, ("a",), study_day=DAY)
    store.record_note(sat.id, 2, "[b]ask[/b] about POA", study_day=DAY)
    store.record_answer(
        sat.id, 2, ("b",), 1.0, latency_ms=1, study_day=DAY, revise=True, confidence="unsure"
    )
    assert store.sitting(sat.id).workings == {
        0: Working(("a",), "", None),
        2: Working((), "[b]ask[/b] about POA", "unsure"),
    }
    with pytest.raises(AttemptError, match="at most"):
        store.record_note(sat.id, 0, "x" * 5000, study_day=DAY)
    with pytest.raises(AttemptError, match="no question 4"):
        store.record_struck(sat.id, 3, (), study_day=DAY)
    assert store.verify() == ()


def test_the_timeline_is_in_order(store, world, sat):
    store.record_shown(sat.id, 0, study_day=DAY)
    world.clock.advance(30)
    answer(store, sat.id, 0)
    store.note_set_back(sat.id, 12.5, study_day=DAY)
    assert store.timeline(sat.id) == (
        (START, "attempt_started", None),
        (START, "shown", 0),
        (START + timedelta(seconds=30), "answered", 0),
        (START + timedelta(seconds=30), "clock_set_back", None),
    )
    assert store.sitting(sat.id).set_back == 1


def test_after_the_end_nothing_changes(store, sat):
    store.end_attempt(sat.id, "finished", study_day=DAY)
    for late in (
        lambda: store.start_break(sat.id, (), counts=True, study_day=DAY),
        lambda: store.record_note(sat.id, 0, "late", study_day=DAY),
        lambda: store.record_struck(sat.id, 0, ("a",), study_day=DAY),
    ):
        with pytest.raises(AttemptError, match="has ended"):
            late()


def test_a_rebuild_gives_the_same_sitting(store, world, sat):
    store.record_struck(sat.id, 1, ("d",), study_day=DAY)
    store.start_break(sat.id, {1}, counts=True, study_day=DAY)
    world.clock.advance(61)
    store.end_break(sat.id, study_day=DAY)
    before = store.sitting(sat.id)
    store.rebuild()
    assert store.sitting(sat.id) == before
