"""Work at an assignment, through the real log: attempts started, answered, ended, marked."""

from sqlalchemy import insert

from tests.store.classroom_rows import add, make_assignment, make_course, make_set
from tests.store.conftest import DAY, answer, new_attempt
from tutor.domain.records import QuizSpec
from tutor.store.base import Base
from tutor.store.classroom.grades import keep_grade


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
    from tutor.store.versions import keep_versions

    with store._recording() as recorder:
        keep_versions(recorder, items)


def begin(store, learner_id, items, *, assignment="assignment-1", number=1, points=None, **rules):
    """Start an attempt at an assignment; return its id."""
    spec = QuizSpec(exam="cpb", count=len(items), feedback="test")
    made = store.start_attempt(new_attempt(learner_id, items, spec=spec), study_day=DAY)
    row = {
        "attempt_id": made.id,
        "assignment_id": assignment,
        "learner_id": learner_id,
        "number": number,
        "policy": rules.pop("policy", {}),
        "points": points or [1.0] * len(items),
    }
    if "factor" in Base.metadata.tables["assigned_attempt"].columns:
        row["factor"] = 1.0
    add(store, "assigned_attempt", **row, **rules)
    return made.id


def finish(store, attempt_id, responses=(), scores=(), status="finished"):
    """Answer the questions of an attempt in order, end it, and keep its marks."""
    for position, (response, score) in enumerate(zip(responses, scores, strict=True)):
        if response:
            answer(store, attempt_id, position, score, response=response)
    from tutor.store import attempts

    with store._recording() as recorder:
        attempts.end(recorder, attempt_id, status, DAY)
        keep_grade(recorder, attempt_id)


def work(store, learner_id, items, responses, **changes):
    """Take an assignment from start to end, graded by the items' own keys; return the attempt."""
    from tutor.domain.kinds import grade

    attempt_id = begin(store, learner_id, items, **changes)
    scores = [grade(item, response).score for item, response in zip(items, responses, strict=True)]
    finish(store, attempt_id, responses, scores)
    return attempt_id


def rows(store, table):
    """Return all rows of a table."""
    with store._database.reading() as session:
        found = session.connection().execute(Base.metadata.tables[table].select()).mappings()
        return [dict(row) for row in found]


def put(store, table, values):
    """Insert many rows at once."""
    with store._database.transaction() as connection:
        connection.execute(insert(Base.metadata.tables[table]), values)
