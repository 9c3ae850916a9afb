"""Work at an assignment, through the real log: attempts started, answered, ended, marked."""

from tests.store.classroom_rows import make_assignment, make_course, make_set
from tests.store.conftest import DAY, answer, new_attempt
from tutor.domain.kinds import grade
from tutor.domain.records import QuizSpec
from tutor.store.base import Base
from tutor.store.versions import keep_versions


def make_class(store, items, names=("Ann", "Bob"), *, points=None, **assignment):
    """Make learners, a course with them, a set of items, and an assignment of it."""
    learners = [store.create_learner(name) for name in names]
    make_course(store, [one.id for one in learners])
    worth = points or [1.0] * len(items)
    keep(store, items)
    make_set(
        store, [(item.id, item.content_hash) for item in items], definition=picks(items, worth)
    )
    make_assignment(store, **assignment)
    return learners


def picks(items, worth):
    """Return the definition of a set of hand-picked items."""
    made = [{"item_id": item.id, "points": value} for item, value in zip(items, worth, strict=True)]
    section = {"title": "", "text": "", "picks": made, "rules": [], "points": 1.0}
    return {"sections": [section], "per_student": False}


def keep(store, items):
    """Store item versions, as publishing a set does."""
    with store._recording() as recorder:
        keep_versions(recorder, items)


def begin(store, learner_id, items, *, assignment="assignment-1", points=None):
    """Start an attempt at an assignment; return its id."""
    spec = QuizSpec(exam="cpb", count=len(items), feedback="test", context="assigned")
    new = new_attempt(learner_id, items, spec=spec)
    worth = points or [1.0] * len(items)
    return store.start_assigned(new, assignment, worth, study_day=DAY).id


def finish(store, attempt_id, responses=(), scores=(), status="finished"):
    """Answer the questions of an attempt in order, and end it."""
    for position, (response, score) in enumerate(zip(responses, scores, strict=True)):
        if response:
            answer(store, attempt_id, position, score, response=response)
    store.end_attempt(attempt_id, status, study_day=DAY)


def work(store, learner_id, items, responses, **changes):
    """Take an assignment from start to end, graded by the items' own keys; return the attempt."""
    attempt_id = begin(store, learner_id, items, **changes)
    scores = [grade(item, response).score for item, response in zip(items, responses, strict=True)]
    finish(store, attempt_id, responses, scores)
    return attempt_id


def rows(store, table):
    """Return all rows of a table."""
    with store._database.reading() as session:
        found = session.connection().execute(Base.metadata.tables[table].select()).mappings()
        return [dict(row) for row in found]
