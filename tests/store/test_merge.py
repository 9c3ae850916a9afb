"""What counts where two machines did what one alone would not, and what a merge refuses."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.factories import make_item
from tests.store.conftest import DAY, answer, new_attempt, start
from tests.store.replicas import Machines
from tests.store.test_sittings import POLICY, SEATS
from tutor.domain.records import PlacedItem, QuizSpec
from tutor.errors import UsageError

TODAY = {"study_day": DAY}
ITEMS = [make_item("item-0"), make_item("item-1", lesson="appeals")]


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    made = Machines(tmp_path_factory.mktemp("machines"))
    yield made
    made.clear()


@pytest.fixture
def pair(machines):
    """Return two machines of one learner, with a quiz open on both."""
    a = machines.new()
    made = start(a.store, a.learner, ITEMS)
    b = machines.new(a.learner)
    b.merge(a)
    return a, b, made.id


def unite(a, b):
    """Merge both ways; return what a quiz looks like on both."""
    a.merge(b)
    b.merge(a)
    for one in (a, b):
        assert one.store.verify() == ()


def later(replica, seconds=60):
    replica.world.clock.advance(seconds)


def test_of_two_answers_the_later_stands_and_memory_keeps_the_first(pair):
    a, b, quiz = pair
    answer(a.store, quiz, 0, 0.0)
    later(b)
    answer(b.store, quiz, 0, 1.0)
    unite(a, b)
    for one in (a, b):
        attempt = one.store.attempt(quiz)
        assert attempt.slots[0].answer.score == 1.0
        assert one.store.progress(one.learner).days[0].answered == 1
        (card,) = one.store.cards(one.learner)
        assert card.state.reps == 1
        assert [item.item_id for item in one.store.missed(one.learner)] == ["item-0"]


def test_an_answer_after_the_end_is_kept_in_the_log_but_does_not_count(pair):
    a, b, quiz = pair
    a.store.end_attempt(quiz, "finished", **TODAY)
    later(b)
    answer(b.store, quiz, 1)
    unite(a, b)
    for one in (a, b):
        assert one.store.attempt(quiz).status == "finished"
        assert one.store.attempt(quiz).slots[1].answer is None
        assert len(one.event_ids()) == 3


def test_the_first_end_is_the_end(pair):
    a, b, quiz = pair
    a.store.end_attempt(quiz, "abandoned", **TODAY)
    later(b)
    b.store.end_attempt(quiz, "finished", **TODAY)
    unite(a, b)
    assert a.store.attempt(quiz).status == b.store.attempt(quiz).status == "abandoned"


def test_an_answer_is_not_taken_back_where_another_came_after_it(pair):
    a, b, quiz = pair
    answer(a.store, quiz, 0)
    later(b)
    answer(b.store, quiz, 1)
    later(a, 120)
    a.store.undo_answer(quiz, 0, **TODAY)
    unite(a, b)
    for one in (a, b):
        assert [slot.answer is not None for slot in one.store.attempt(quiz).slots] == [True, True]


def test_an_event_comes_after_all_that_its_machine_knew_whatever_its_clock_says(pair):
    a, b, quiz = pair
    later(a, 86_400)
    answer(a.store, quiz, 0, 0.0)
    b.merge(a)
    assert b.world.clock.now() < a.world.clock.now()
    answer(b.store, quiz, 0, 1.0, revise=True)
    unite(a, b)
    assert a.store.attempt(quiz).slots[0].answer.score == 1.0
    orders = [row["order_at"] for row in a.history().tables["event"]]
    assert orders == sorted(set(orders))


def test_breaks_begun_on_both_machines_are_one_break(machines):
    a = machines.new()
    new = new_attempt(
        a.learner, [make_item(f"m-{n}") for n in range(3)],
        spec=QuizSpec(feedback="test", context="mock"), deadline=a.world.clock.now(),
    )  # fmt: skip
    exam = a.store.start_sitting(new, POLICY, SEATS, **TODAY).id
    b = machines.new(a.learner)
    b.merge(a)
    a.store.start_break(exam, (0,), counts=True, **TODAY)
    later(b)
    b.store.start_break(exam, (1,), counts=True, **TODAY)
    later(a, 300)
    later(b, 300)
    a.store.end_break(exam, **TODAY)
    b.store.end_break(exam, **TODAY)
    unite(a, b)
    for one in (a, b):
        sitting = one.store.sitting(exam)
        assert (sitting.breaks, sitting.break_since) == (1, None)
        assert sitting.frozen == {0, 1}
        assert (sitting.deadline - new.deadline).total_seconds() == 300
    told = [kind for _at, kind, _position in a.store.timeline(exam)]
    assert told == ["attempt_started", *["break_started"] * 2, *["break_ended"] * 2]
    assert b.store.timeline(exam) == a.store.timeline(exam)


def test_a_lesson_read_half_on_each_machine_is_complete(pair):
    a, b, _quiz = pair
    a.store.record_page_read(a.learner, "appeals", 1, 0, 2, **TODAY)
    later(b)
    b.store.record_page_read(b.learner, "appeals", 1, 1, 2, **TODAY)
    unite(a, b)
    for one in (a, b):
        lesson = one.store.lesson_progress(one.learner)["appeals"]
        assert lesson.completed_at == b.world.clock.now()


def test_a_card_removed_on_one_machine_is_not_suspended_by_the_other(pair):
    a, b, _quiz = pair
    a.store.add_cards(a.learner, ["term:abn"], **TODAY)
    b.merge(a)
    a.store.remove_card(a.learner, "term:abn", **TODAY)
    later(b)
    b.store.suspend_card(b.learner, "term:abn", **TODAY)
    unite(a, b)
    assert a.store.cards(a.learner) == b.store.cards(b.learner) == ()


@pytest.mark.parametrize(
    "spec",
    [
        QuizSpec(exam="cpb", feedback="test", context="diagnostic"),
        QuizSpec(context="shift", role="both", count=2, difficulty=2),
    ],
    ids=lambda spec: spec.context,
)
def test_what_grew_on_both_keeps_one_question_a_place(machines, spec):
    a = machines.new()
    new = new_attempt(a.learner, [make_item("first")], spec=spec, most=5)
    test = a.store.start_attempt(new, **TODAY).id
    b = machines.new(a.learner)
    b.merge(a)
    for one, item in ((a, make_item("mine")), (b, make_item("yours"))):
        one.store.append_question(test, PlacedItem(item, ("a", "b", "c", "d")), 1)
        one.store.record_shown(test, 1, **TODAY)
        answer(one.store, test, 1)
        later(b)
    unite(a, b)
    least = min((make_item("mine"), make_item("yours")), key=lambda item: item.content_hash)
    for one in (a, b):
        slots = one.store.attempt(test).slots
        assert [slot.placed.item.id for slot in slots] == ["first", least.id]
        assert slots[1].answer is not None
        assert len(one.event_ids()) == 5


def test_the_later_choice_holds_and_a_name_is_never_carried(pair):
    a, b, _quiz = pair
    a.store.update_learner(a.learner, daily_goal=3, name="Ann at home")
    later(b)
    b.store.update_learner(b.learner, daily_goal=7)
    a.store.archive_learner(a.learner)
    unite(a, b)
    assert [one.store.learner(one.learner).daily_goal for one in (a, b)] == [7, 7]
    assert [one.store.learner(one.learner).name for one in (a, b)] == ["Ann at home", "Ann"]
    assert b.store.learner(b.learner).archived_at is None


def test_a_choice_made_holds_against_none_even_where_the_clock_was_set_back(pair):
    a, b, _quiz = pair
    later(a, -86_400)
    a.store.update_learner(a.learner, daily_goal=3)
    unite(a, b)
    assert [one.store.learner(one.learner).daily_goal for one in (a, b)] == [3, 3]


def test_a_restored_copy_retires_its_device(machines, pair):
    a, b, quiz = pair
    answer(a.store, quiz, 0)
    b.merge(a)
    restored = machines.new(a.learner)  # as a backup from before the answer would be
    restored.merge(b)
    device = a.history().tables["device"][0]["id"]
    with restored.store._database.writing() as session:
        run = session.connection().execute
        run(text("UPDATE device SET hostname = NULL"))
        run(
            text("UPDATE device SET hostname = 'here', next_seq = 2 WHERE id = :id"),
            {"id": device},
        )
    answer(a.store, quiz, 1)
    restored.merge(a)
    with restored.store._database.reading() as session:
        query = text("SELECT hostname, next_seq FROM device WHERE id = :id")
        row = session.connection().execute(query, {"id": device}).one()
    assert tuple(row) == (None, 4)
    restored.store.record_flag(quiz, 0, True, **TODAY)
    a.merge(restored)
    assert a.store.attempt(quiz).slots[0].flagged


# --- what is refused


def changed(history, table, change, place=0):
    """Return a history with one row changed."""
    rows = [dict(row) for row in history.tables[table]]
    rows[place] |= change
    return replace(history, tables=dict(history.tables) | {table: rows})


def refusals(store, history):
    report = store.merge(history)
    return [(one.what, one.reason) for one in report.refused]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "praised"}, "is of a kind that this version of the program does not know"),
        ({"payload": {"response": ["b"], "score": 2, "latency_ms": 1}}, "of 'score' that cannot"),
        ({"payload": {}}, "does not say what happened"),
        ({"payload": 7}, "has a payload that cannot be read"),
        ({"attempt_id": "elsewhere"}, "belongs to a quiz that is not there"),
        ({"position": 9}, "names a question that its quiz does not have"),
        ({"position": None}, "does not name what an event"),
        ({"item_hash": "feed"}, "names a version of a question that is not there"),
        ({"seq": 1}, "has the number of another event of its device"),
        ({"device_id": "nobody"}, "names a device that is not told of"),
        ({"learner_id": "someone"}, "is another learner's"),
        ({"order_at": "2020-01-01T00:00:00+00:00"}, "comes before it happened"),
        ({"order_at": "9999-12-31T23:59:59+00:00"}, "has a order_at that cannot be read"),
        ({"at": "2026-11-23T15:00:00"}, "has a at that cannot be read"),
        ({"study_day": "someday"}, "has no study day"),
        ({"event_id": "a\0b"}, "has a event_id that cannot be read"),
        ({"extra": 1}, "does not have the fields it should have"),
    ],
)
def test_an_event_that_does_not_hold_is_refused_and_the_others_are_taken(
    machines, pair, change, reason
):
    a, _b, quiz = pair
    answer(a.store, quiz, 0)
    answer(a.store, quiz, 1)
    new = machines.new(a.learner)
    found = refusals(new.store, changed(a.history(), "event", change, place=1))
    assert len(found) == 1
    assert found[0][0] == "event"
    assert reason in found[0][1]
    assert len(new.event_ids()) == 2
    assert new.store.verify() == ()
    assert new.store.attempt(quiz).slots[1].answer is not None


def test_a_known_event_with_another_content_is_refused(pair):
    a, b, quiz = pair
    answer(a.store, quiz, 0, 0.0)
    b.merge(a)
    forged = changed(
        a.history(), "event", {"payload": {"response": ["b"], "score": 1.0, "latency_ms": 1}}, 1
    )
    assert refusals(b.store, forged) == [("event", "is here already, with another content")]
    assert b.store.attempt(quiz).slots[0].answer.score == 0.0


def test_a_question_whose_text_was_changed_is_refused_with_all_that_names_it(machines, pair):
    a, _b, quiz = pair
    answer(a.store, quiz, 0)
    history = a.history()
    body = history.tables["item_version"][0]["body"].replace("claim", "bill")
    new = machines.new(a.learner)
    found = refusals(new.store, changed(history, "item_version", {"body": body}))
    assert [what for what, _ in found] == ["question", "attempt", "event", "event"]
    assert "was changed" in found[0][1]
    assert new.store.attempts(a.learner) == ()
    assert new.store.health().ok


def test_another_content_of_a_known_attempt_is_refused(pair):
    a, b, quiz = pair
    answer(a.store, quiz, 0)
    found = refusals(b.store, changed(a.history(), "attempt", {"title": "Other"}))
    assert [what for what, _ in found] == ["attempt", "event"]
    assert b.store.attempt(quiz).title != "Other"
    assert refusals(b.store, changed(a.history(), "attempt_item", {"arrangement": ["a"]}))


def test_what_cannot_be_read_at_all_is_refused_row_by_row(machines, pair):
    a, _b, _quiz = pair
    history = a.history()
    for table in ("event", "attempt", "attempt_item", "item_version", "device"):
        new = machines.new(a.learner)
        assert refusals(new.store, changed(history, table, {"nonsense": 1}))
        assert new.store.verify() == ()
    with pytest.raises(UsageError, match="does not tell whose"):
        new.store.merge(changed(history, "learner", {"nonsense": 1}))


def test_a_new_profile_does_not_take_a_name_in_use(machines, pair):
    a, _b, _quiz = pair
    other = machines.new()  # an Ann of her own
    assert other.store.plan_merge(a.history()).name_taken
    with pytest.raises(UsageError, match="--as NAME"):
        other.store.merge(a.history())
    assert len(other.store.learners()) == 1
    report = other.store.merge(a.history(), "Ann from work")
    assert (report.new_profile, report.name) == (True, "Ann from work")
    assert [one.name for one in other.store.learners()] == ["Ann", "Ann from work"]


def test_planning_changes_nothing(pair):
    a, b, quiz = pair
    answer(a.store, quiz, 0)
    before = b.store.health().counts
    report = b.store.plan_merge(a.history())
    assert (report.events_new, report.events_known, report.events_total) == (1, 1, 2)
    assert b.store.health().counts == before
    assert b.store.merge(a.history()) == report
