"""The queue of disputes: all that staff need of each, at one reading."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, update

from tests.services.classroom.grading_bench import School, question
from tutor.store.classroom.people import MEMBERS

ITEMS = [question("claim"), question("denial", stem="And then?")]
POINTS = [1.0, 1.0]


@pytest.fixture
def school(services, clock):
    made = School(services, clock, ["Ann", "Bob", "Cid"])
    made.assign("Week 1", ITEMS, POINTS, due=7, closes=10)
    return made


@contextmanager
def statements(store):
    """Gather the statements sent to the database meanwhile."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        found.append(statement)

    engine = store._database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_queue_says_what_each_dispute_is_about(school):
    disputes = school.services.classroom.disputes
    ids = []
    for name, given, position in (("Cid", "c -", 1), ("Ann", "a c", 0), ("Bob", "c b", 0)):
        attempt = school.hand_in(name, "Week 1", ITEMS, POINTS, given)
        ids.append(disputes.dispute(school.student(name), attempt, position, f"{name} objects"))
        school.clock.advance(60)
    left = MEMBERS.c.learner_id == school.people["Bob"]
    with school.store._database.transaction() as connection:
        gone = school.clock.now() + timedelta(minutes=1)
        connection.execute(update(MEMBERS).where(left).values(left_at=gone))
    lines = disputes.queue(school.teacher, school.course.id)
    assert [one.id for one in lines] == ids  # oldest first
    said = [(one.student, one.assignment, one.question, one.item_id, one.response) for one in lines]
    assert said == [
        ("Cid", "Week 1", 2, "denial", ()),
        ("Ann", "Week 1", 1, "claim", ("a",)),
        ("Bob", "Week 1", 1, "claim", ("c",)),
    ]
    assert [one.key for one in lines] == [("b",)] * 3
    assert [one.title for one in lines] == ["And then?", lines[1].title, lines[1].title]
    disputes.reject(school.teacher, ids[1], "No.")
    waiting = disputes.queue(school.teacher, school.course.id)
    assert [one.id for one in waiting] == [ids[0], ids[2]]
    (told,) = disputes.queue(school.teacher, school.course.id, "rejected")
    assert (told.id, told.status, told.reply) == (ids[1], "rejected", "No.")
    assert len(disputes.queue(school.teacher, school.course.id, None)) == 3


def test_a_longer_queue_takes_no_more_queries(school):
    disputes, counts = school.services.classroom.disputes, []
    for name in ("Ann", "Bob", "Cid"):
        attempt = school.hand_in(name, "Week 1", ITEMS, POINTS, "c c")
        for position in (0, 1):
            disputes.dispute(school.student(name), attempt, position, "Why?")
        with statements(school.store) as sent:
            lines = disputes.queue(school.teacher, school.course.id)
        counts.append((len(lines), sum("dispute" in one.casefold() for one in sent), len(sent)))
    assert [(lines, asked) for lines, asked, _ in counts] == [(2, 1), (4, 1), (6, 1)]
    assert len({sent for *_, sent in counts}) == 1
