"""A small class, row by row: for tests of what stands on these tables, not of what makes them."""

from sqlalchemy import insert

from tests.store.conftest import START
from tutor.store.base import Base


def add(store, table, **values):
    """Write one row as it is given."""
    with store._database.transaction() as connection:
        connection.execute(insert(Base.metadata.tables[table]).values(**values))


def make_course(store, learner_ids, *, course="course-1", cohort="cohort-1", teacher=None):
    """Make a course with one cohort, and put learners into it."""
    add(store, "course", id=course, title="CPB spring", pseudonymous=False, created_at=START)
    add(
        store,
        "cohort",
        id=cohort,
        course_id=course,
        name="Section 1",
        name_key="section 1",
        created_at=START,
    )
    if teacher:
        add(store, "staff", course_id=course, learner_id=teacher, added_at=START)
    for number, learner_id in enumerate(learner_ids, start=1):
        add(
            store,
            "member",
            id=f"member-{course}-{number}",
            course_id=course,
            cohort_id=cohort,
            learner_id=learner_id,
            external_id=f"S{number:03}",
            external_key=f"s{number:03}",
            display_name=f"Student {number}",
            joined_at=START,
        )


def make_set(
    store, hashes, *, course="course-1", quiz_set="set-1", version="version-1", definition=None
):
    """Publish a set of fixed questions: `hashes` are `(item id, content hash)`, kept already."""
    picks = [{"item_id": item_id, "points": 1.0} for item_id, _ in hashes]
    section = {"title": "", "text": "", "picks": picks, "rules": [], "points": 1.0}
    definition = definition or {"sections": [section], "per_student": False}
    add(
        store,
        "quiz_set",
        id=quiz_set,
        course_id=course,
        title="Week 1",
        definition=definition,
        shared=False,
        created_at=START,
        edited_at=START,
    )
    add(
        store,
        "quiz_set_version",
        id=version,
        set_id=quiz_set,
        number=1,
        title="Week 1",
        definition=definition,
        seed="1",
        published_at=START,
    )
    for slot, (item_id, item_hash) in enumerate(hashes):
        add(
            store,
            "quiz_set_item",
            version_id=version,
            slot=slot,
            place=0,
            item_id=item_id,
            item_hash=item_hash,
        )


def make_assignment(store, *, course="course-1", version="version-1", cohort="cohort-1", **values):
    """Give a published set to a cohort; return the assignment's id."""
    values = {"id": "assignment-1", "title": "Week 1", "policy": {}} | values
    add(
        store,
        "assignment",
        course_id=course,
        version_id=version,
        created_at=START,
        **values,
    )
    add(
        store,
        "assignment_target",
        id=f"target-{values['id']}",
        assignment_id=values["id"],
        cohort_id=cohort,
    )
    return values["id"]


def fill_every_table(store, learner_id, attempt_id, item_id, item_hash):
    """Write a row into every table of classes; the attempt has two questions and has ended."""
    make_course(store, [learner_id], teacher=learner_id)
    make_set(store, [(item_id, item_hash)])
    made = {"assignment_id": make_assignment(store), "learner_id": learner_id}
    place = {"attempt_id": attempt_id} | made
    ours = {"course_id": "course-1", "learner_id": learner_id}
    add(store, "accommodation", **ours, factor=1.5, changed_at=START)
    add(store, "extension", **made, more_attempts=1, reason="ill", changed_at=START)
    add(store, "assigned_attempt", **place, number=1, policy={}, points=[1.0, 1.0], factor=1.0)
    # The first of two questions is right and void (see the ruling below), the other is blank.
    marks = {"points": 0.0, "most": 1.0, "answered": 1, "questions": [None, 0.0]}
    add(store, "attempt_grade", **place, **marks, submitted_at=START)
    add(store, "grade_override", **made, points=1.0, reason="typing slip", at=START)
    add(store, "message", id="message-1", **ours, text="See me", sent_at=START)
    about = {"item_hash": item_hash, "at": START}
    add(store, "ruling", id="r-1", course_id="course-1", action="void", reason="two keys", **about)
    words = {"text": "B is right, too", "status": "open", "reply": ""}
    add(store, "dispute", id="d-1", **ours, attempt_id=attempt_id, position=0, **words, **about)
    item = {"item_id": item_id, "content_hash": item_hash, "source": "", "body": "{}"}
    add(store, "course_item", course_id="course-1", **item, edited_at=START)
    key = {"public_key": "aa", "accepted_at": START}
    add(store, "bundle_secret", assignment_id=made["assignment_id"], secret="00", made_at=START)
    add(store, "device_key", **ours, **key)
    add(store, "course_key", course_id="course-1", **key)
    words = {"source_id": "s", "public_key": "aa", "digest": "d", "trace": "t"}
    add(store, "collected_attempt", **place, **words, set_back=0, collected_at=START)
    words = {"source_course": "c", "source_assignment": "a", "external_id": "S001"}
    about = {"course_id": "course-1", "keyless": False, "release": {}, "received_at": START}
    add(store, "given_assignment", **made, **words, **about)
    entry = {"action": "created", "subject": "course", "subject_id": "course-1"}
    add(store, "audit", entry_id="e-1", at=START, **entry)
