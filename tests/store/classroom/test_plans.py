"""Reports of a class reach their rows by index, however large the tables are."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql, sqlite

from tests.factories import make_item
from tests.store.classroom.work_rows import make_class, work
from tutor.store.base import table_of
from tutor.store.class_models import MessageRow
from tutor.store.classroom.exchange import DISPUTED, DISPUTES
from tutor.store.classroom.gradebook import ATTEMPTS
from tutor.store.classroom.grades import ASSIGNED, ASSIGNMENTS
from tutor.store.classroom.responses import ANSWERS

MESSAGES = table_of(MessageRow)
QUERIES = {
    "gradebook": ATTEMPTS.where(ASSIGNMENTS.c.course_id == "course-1"),
    "item analysis": ANSWERS.where(ASSIGNED.c.assignment_id.in_(["assignment-1"])),
    "a set's assignments": select(ASSIGNMENTS.c.id).where(ASSIGNMENTS.c.version_id == "version-1"),
    "disputes": DISPUTED.where(DISPUTES.c.course_id == "course-1"),
    "messages on Home": select(MESSAGES).where(
        MESSAGES.c.learner_id == "somebody", MESSAGES.c.read_at.is_(None)
    ),
}
ITEMS = [make_item("one"), make_item("two", stem="And then?")]


@pytest.mark.parametrize("name", QUERIES)
def test_no_table_is_read_from_end_to_end(store, name):
    people = make_class(store, ITEMS)
    work(store, people[0].id, ITEMS, [("b",), ("b",)])
    plan = explained(store, QUERIES[name])
    assert "index" in plan.casefold()
    for line in plan.splitlines():
        assert "seq scan" not in line.casefold(), plan
        assert not (line.startswith("SCAN") and "INDEX" not in line), plan


def explained(store, query):
    """Return the plan of a query, with scans forbidden where tables are too small to matter."""
    on_sqlite = store._database.path is not None
    dialect = sqlite.dialect() if on_sqlite else postgresql.dialect()
    made = str(query.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    with store._database.reading() as session:
        connection = session.connection()
        if not on_sqlite:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        verb = "EXPLAIN QUERY PLAN" if on_sqlite else "EXPLAIN"
        rows = connection.exec_driver_sql(f"{verb} {made.replace('%', '%%')}").all()
    return "\n".join(str(row[-1]) for row in rows)
