"""Attempts at assignments: deadlines move, answers wait for their release, a replay agrees."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.classroom.assign_bench import HIDDEN, begin, give, hours
from tests.store.conftest import DAY, START, answer, some_items, start
from tests.store.test_replay import projections
from tutor.domain.assignment import Extension, Release
from tutor.domain.statistics_records import Tally
from tutor.errors import AttemptError, NotFoundError
from tutor.store.derived import ANSWER_STATE, WITHHELD_STATE

OWN = {ANSWER_STATE.name, WITHHELD_STATE.name}
"""What nobody is shown before the release."""
AT_ONCE = Release("during", "during", "after_close", "after_close")
HANDED_IN = Release("after_submit", "after_submit", "after_close", "after_close")


def visible(store):
    return {name: rows for name, rows in projections(store).items() if name not in OWN}


def proven(store):
    """Check that a replay gives what is there; return it."""
    live = projections(store)
    assert store.verify() == ()
    store.rebuild()
    assert projections(store) == live
    return live


def test_an_attempt_keeps_the_rules_of_its_start(store, learner):
    given = give(store, learner.id, policy={"seconds": 600, "attempts": 2})
    store.set_factors(None, "course-1", {learner.id: 1.5})
    made = begin(store, given, learner.id)
    one = store.assigned_attempt(made.id)
    assert (one.number, one.points, one.factor) == (1, (1.0, 2.0, 3.0), 1.5)
    assert (one.due_at, one.closes_at) == (hours(36), hours(72))
    assert one.deadline == made.deadline == START + timedelta(seconds=900)
    assert (one.status, one.handed_in, one.withheld) == ("open", None, True)
    assert one.policy.seconds == 600
    assert store.assigned_attempts(given) == store.attempts_at_assignments(learner.id) == (one,)
    assert store.assigned_attempt(start(store, learner.id, some_items(1)).id) is None
    proven(store)


def test_who_may_not_start_is_told_why(world, store, learner):
    other = store.create_learner("Somebody else")
    given = give(store, learner.id, opens_at=hours(1))
    with pytest.raises(AttemptError, match="not one of yours"):
        begin(store, given, other.id)
    with pytest.raises(AttemptError, match="not open yet"):
        begin(store, given, learner.id)
    world.clock.advance(3600)
    made = begin(store, given, learner.id)
    with pytest.raises(AttemptError, match="going on"):
        begin(store, given, learner.id)
    store.end_attempt(made.id, "finished", study_day=DAY)
    with pytest.raises(AttemptError, match="one attempt"):
        begin(store, given, learner.id)
    store.grant_extensions(None, given, {learner.id: Extension(more_attempts=1, reason="ill")})
    assert store.assigned_attempt(begin(store, given, learner.id).id).number == 2
    with pytest.raises(NotFoundError):
        begin(store, "no-such-assignment", learner.id)


@pytest.mark.parametrize("ending", ["finished", "expired"])
def test_nothing_counts_until_the_verdicts_may_show(world, store, learner, ending):
    given = give(store, learner.id)
    made = begin(store, given, learner.id)
    seen = []
    for score in (1.0, 0.0, 0.5):
        for position in range(3):
            answer(store, made.id, position, score, revise=True)
        seen.append(visible(store))
    assert seen[0] == seen[1] == seen[2]
    store.end_attempt(made.id, ending, study_day=DAY)
    assert store.assigned_attempt(made.id).withheld
    assert store.attempts(learner.id)[0].score is None
    assert store.withheld_items(learner.id) == {"item-0", "item-1", "item-2"}
    assert store.first_answers(learner.id) == store.missed(learner.id) == ()
    assert store.progress(learner.id).roles == store.item_history(learner.id) == {}
    assert store.settle(learner_id=learner.id) == 0  # it has not closed yet
    proven(store)
    world.clock.advance(48 * 3600)
    assert store.settle(learner_id=learner.id) == 1
    assert store.settle(learner_id=learner.id) == 0
    assert store.attempts(learner.id)[0].score == 1.5
    assert store.progress(learner.id).roles == {"biller": Tally(3, 1.5, 3, 1.5, hours(48))}
    assert len(store.first_answers(learner.id)) == len(store.missed(learner.id)) == 3
    assert store.withheld_items(learner.id) == frozenset()
    assert store.health().counts["withheld_state"] == 0
    proven(store)


def test_right_and_wrong_look_alike_after_the_end_too(world, store, learner):
    given = give(store, learner.id, policy={"attempts": None})
    looks = []
    for score in (1.0, 0.0):
        made = begin(store, given, learner.id)
        answer(store, made.id, 0, score)
        store.end_attempt(made.id, "finished", study_day=DAY)
        rows = visible(store)
        looks.append({name: rows[name] for name in rows if name not in
                      {"attempt_state", "assigned_state", "day_tally", "undo_state"}})  # fmt: skip
    assert looks[0] == looks[1]
    states = projections(store)["attempt_state"]
    assert [row["credit"] for row in states] == [0, 0]


def test_verdicts_that_show_at_once_count_at_once_and_stay(store, learner):
    given = give(store, learner.id, release=AT_ONCE)
    made = begin(store, given, learner.id)
    answer(store, made.id, 0, 0.0)
    assert [one.item_id for one in store.missed(learner.id)] == ["item-0"]
    assert store.undoable(learner.id) is None
    with pytest.raises(AttemptError):
        store.undo_answer(made.id, 0, study_day=DAY)
    assert not store.assigned_attempt(made.id).withheld
    # the key of each shows after the close only: free practice must not give it away
    assert store.withheld_items(learner.id) == {"item-0", "item-1", "item-2"}
    proven(store)


def test_verdicts_that_show_once_handed_in_count_at_the_end(world, store, learner):
    given = give(store, learner.id, release=HANDED_IN)
    made = begin(store, given, learner.id)
    answer(store, made.id, 1, 1.0)
    store.end_attempt(made.id, "finished", study_day=DAY)
    assert store.attempts(learner.id)[0].score == 1.0
    assert store.withheld_items(learner.id) == {"item-0", "item-1", "item-2"}
    world.clock.advance(48 * 3600)
    assert store.withheld_items(learner.id) == frozenset()
    assert store.settle(learner_id=learner.id) == 0
    proven(store)


def test_a_slip_undone_elsewhere_is_not_in_the_way_of_a_release(world, store, learner):
    given = give(store, learner.id)
    made = begin(store, given, learner.id)
    answer(store, made.id, 0, 1.0)
    store.end_attempt(made.id, "finished", study_day=DAY)
    other = start(store, learner.id, some_items(1))
    answer(store, other.id, 0, 0.0)
    store.undo_answer(other.id, 0, study_day=DAY)
    answer(store, other.id, 0, 1.0)
    world.clock.advance(48 * 3600)
    store.settle(learner_id=learner.id)
    with pytest.raises(AttemptError):
        store.undo_answer(other.id, 0, study_day=DAY)
    assert store.item_history(learner.id)["item-0"].times == 2
    proven(store)


def test_a_new_matrix_releases_what_waited(world, store, learner):
    given = give(store, learner.id, release=Release(None, None, None, None))
    made = begin(store, given, learner.id)
    answer(store, made.id, 0, 1.0)
    store.end_attempt(made.id, "finished", study_day=DAY)
    world.clock.advance(10 * 86_400)
    assert store.settle(assignment_id=given) == 0
    now = store.assignment(given)
    store.change_assignment(None, replace(now, policy=replace(now.policy, release=HANDED_IN)))
    assert store.settle(assignment_id=given) == 1
    assert store.attempts(learner.id)[0].score == 1.0
    proven(store)


def test_an_extension_moves_the_deadline_of_an_open_attempt(world, store, learner):
    given = give(store, learner.id, policy={"seconds": 7200})
    world.clock.advance(47 * 3600)
    made = begin(store, given, learner.id)
    assert made.deadline == hours(48)  # it closes in an hour
    store.grant_extensions(None, given, {learner.id: Extension(closes_at=hours(72), reason="ill")})
    assert store.attempt(made.id).deadline == hours(49)
    store.set_factors(None, "course-1", {learner.id: 2.0})
    assert store.attempt(made.id).deadline == hours(51)
    now = store.assignment(given)
    store.change_assignment(None, replace(now, closes_at=hours(24.5)))  # hers is an extension
    assert store.attempt(made.id).deadline == hours(51)
    kinds = [entry.change.action for entry in store.changes("course-1")]
    assert kinds == ["changed", "accommodated", "extended"]
    first = store.changes("course-1")[2].change
    assert first.before is None
    assert first.after == {"learner_id": learner.id, "due_at": None, "more_attempts": 0,
                           "closes_at": hours(72).isoformat(), "reason": "ill"}  # fmt: skip
    proven(store)


def test_only_the_attempts_meant_get_another_deadline(world, store, learner):
    other = store.create_learner("Ben")
    given = give(store, learner.id, other.id)
    mine, others = begin(store, given, learner.id), begin(store, given, other.id)
    store.grant_extensions(None, given, {learner.id: Extension(closes_at=hours(72))})
    assert store.attempt(mine.id).deadline == hours(72)
    assert store.attempt(others.id).deadline == hours(48)
    assert store.extension(given, other.id) is None


def test_time_runs_out_while_nobody_looks(world, store, learner):
    given = give(store, learner.id, policy={"seconds": 600}, release=HANDED_IN)
    made = begin(store, given, learner.id)
    answer(store, made.id, 0, 1.0)
    world.clock.advance(86_400)
    assert store.settle(assignment_id=given) == 1
    one = store.assigned_attempt(made.id)
    assert (one.status, one.handed_in) == ("expired", START + timedelta(seconds=600))
    assert store.attempts(learner.id)[0].score == 1.0
    proven(store)


def test_evidence_takes_a_timed_one_for_an_exam(store, learner):
    given = give(store, learner.id, policy={"seconds": 600}, release=HANDED_IN)
    made = begin(store, given, learner.id)
    answer(store, made.id, 0, 1.0)
    store.record_shown(made.id, 1, study_day=DAY)  # left blank
    assert store.first_answers(learner.id) == ()
    store.end_attempt(made.id, "finished", study_day=DAY)
    told = [(one.item_id, one.context, one.score) for one in store.first_answers(learner.id)]
    assert told == [("item-0", "assigned-timed", 1.0), ("item-1", "assigned-timed", 0.0)]


def test_evidence_takes_an_untimed_one_for_practice(store, learner):
    given = give(store, learner.id, release=HANDED_IN)
    made = begin(store, given, learner.id)
    answer(store, made.id, 0, 1.0)
    store.record_shown(made.id, 1, study_day=DAY)
    store.end_attempt(made.id, "finished", study_day=DAY)
    told = [(one.item_id, one.context) for one in store.first_answers(learner.id)]
    assert told == [("item-0", "assigned")]


def test_whose_an_assignment_is(store, learner):
    others = [store.create_learner(name) for name in ("Ben", "Cy")]
    given = give(store, learner.id, others[0].id)
    assert store.assigned_learners(given) == tuple(sorted([learner.id, others[0].id]))
    assert [one.id for one in store.assignments_of(others[0].id)] == [given]
    assert store.assignments_of(others[1].id) == ()
    store.change_assignment(None, store.assignment(given), cohorts=(), learners=[learner.id])
    assert store.targets(given) == ((), (learner.id,))
    assert store.assignments_of(others[0].id) == ()
    begun = begin(store, given, learner.id)
    store.change_assignment(None, replace(store.assignment(given), withdrawn_at=START))
    assert [one.id for one in store.assignments_of(learner.id)] == [given]  # it was begun
    assert store.changes("course-1")[0].change.action == "withdrawn"
    store.end_attempt(begun.id, "finished", study_day=DAY)
    with pytest.raises(AttemptError, match="withdrawn"):
        begin(store, given, learner.id)


def test_an_assignment_is_made_and_audited(store, learner):
    given = give(store, learner.id)
    made = store.create_assignment(
        learner.id, replace(store.assignment(given), title="Again"), cohorts=["cohort-1"]
    )
    assert {one.id for one in store.assignments("course-1")} == {given, made.id}
    entry = store.changes("course-1")[0]
    assert (entry.actor_id, entry.change.action, entry.change.before) == (
        learner.id, "created", None)  # fmt: skip
    assert entry.change.after["policy"]["release"]["key"] == "after_close"
    assert store.assignment(made.id).policy.release == HIDDEN
    store.change_assignment(learner.id, replace(made, title="Better"))
    change = store.changes("course-1")[0].change
    assert (change.before, change.after) == ({"title": "Again"}, {"title": "Better"})
    store.change_assignment(learner.id, replace(made, title="Better"))
    assert len(store.changes("course-1")) == 2  # nothing changed
    with pytest.raises(NotFoundError):
        store.create_assignment(None, made)
