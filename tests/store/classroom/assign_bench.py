"""An assignment to take, on the bare tables of a class."""

from datetime import timedelta

from tests.store.classroom_rows import make_assignment, make_course, make_set
from tests.store.conftest import DAY, START, new_attempt, some_items
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.records import QuizSpec
from tutor.store.versions import keep_versions

ITEMS = some_items(3)
HIDDEN = Release("after_close", "after_close", "after_close", "after_close")


def hours(count):
    return START + timedelta(hours=count)


def give(store, *learner_ids, release=HIDDEN, policy=None, **values):
    """Make a course, a set of three items and an assignment for it; return its id."""
    make_course(store, learner_ids)
    with store._recording() as recorder:
        hashes = keep_versions(recorder, ITEMS)
    make_set(store, [(item.id, one) for item, one in zip(ITEMS, hashes, strict=True)])
    rules = AssignmentPolicy(release=release, **(policy or {})).to_dict()
    dates = {"opens_at": START, "due_at": hours(24), "closes_at": hours(48)}
    return make_assignment(store, policy=rules, **(dates | values))


def begin(store, assignment_id, learner_id, *, points=(1.0, 2.0, 3.0)):
    """Start an attempt."""
    policy = store.assignment(assignment_id).policy
    feedback = "tutor" if policy.release.correctness == "during" else "test"
    spec = QuizSpec(feedback=feedback, context="assigned", count=3, seconds=policy.seconds)
    new = new_attempt(learner_id, ITEMS, spec=spec, blueprint=None)
    return store.start_assigned(new, assignment_id, points, study_day=DAY)
