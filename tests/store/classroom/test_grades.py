"""Marks of assigned attempts: kept at the end, made anew from answers and rulings."""

import pytest
from sqlalchemy import text

from tests.factories import make_item
from tests.store.classroom.work_rows import begin, finish, make_class, rows, work
from tests.store.classroom_rows import add
from tests.store.conftest import START, World, answer, some_items, start

ITEMS = [make_item("one"), make_item("two", stem="And then?"), make_item("many", "multiple")]
POINTS = [1.0, 2.0, 3.0]
ANSWERS = [("b",), ("c",), ("a",)]  # 1 of 1, 0 of 2, half of 3


@pytest.fixture
def people(store):
    return make_class(store, ITEMS, points=POINTS, policy={"attempts": None})


def change(store, statement, **values):
    with store._database.writing() as session:
        session.connection().execute(text(statement), values)


def rule(store, item, action, **values):
    add(
        store,
        "ruling",
        id=values.pop("id", f"ruling-{item.id}"),
        course_id="course-1",
        item_hash=item.content_hash,
        action=action,
        reason="two keys",
        at=START,
        **values,
    )


def test_marks_are_kept_with_the_end(store, people):
    work(store, people[0].id, ITEMS, ANSWERS, points=POINTS)
    (row,) = rows(store, "attempt_grade")
    assert (row["points"], row["most"], row["answered"]) == (2.5, 6.0, 3)
    assert (row["questions"], row["submitted_at"]) == ([1.0, 0.0, 1.5], START)
    assert store.verify() == ()


def test_an_open_attempt_and_one_of_no_assignment_have_none(store, people):
    from tutor.store.classroom.grades import keep_grade

    open_id = begin(store, people[0].id, ITEMS, points=POINTS)
    other = start(store, people[1].id, some_items(1))
    answer(store, other.id, 0)
    with store._recording() as recorder:
        keep_grade(recorder, open_id)
        keep_grade(recorder, other.id)
    assert rows(store, "attempt_grade") == []


def test_what_is_answered_in_the_same_transaction_counts(store, people):
    from tests.store.conftest import DAY
    from tutor.store import attempts
    from tutor.store.classroom.grades import keep_grade

    attempt_id = begin(store, people[0].id, ITEMS, points=POINTS)
    with store._recording() as recorder:
        given = {"latency_ms": 1, "study_day": DAY, "revise": False}
        attempts.answer(recorder, attempt_id, 1, ("b",), 1.0, **given)
        attempts.end(recorder, attempt_id, "finished", DAY)
        keep_grade(recorder, attempt_id)
    assert rows(store, "attempt_grade")[0]["points"] == 2.0
    assert store.verify() == ()


@pytest.mark.parametrize(
    ("action", "values", "questions"),
    [
        ("credit", {}, [1.0, 2.0, 1.5]),
        ("void", {}, [1.0, None, 1.5]),
        ("rescore", {"key": [["c"], ["d"]]}, [1.0, 2.0, 1.5]),
        ("rescore", {"key": [["d"]]}, [1.0, 0.0, 1.5]),
        ("credit", {"revoked_at": START}, [1.0, 0.0, 1.5]),
    ],
)
def test_a_rebuild_heeds_rulings(store, people, action, values, questions):
    work(store, people[0].id, ITEMS, ANSWERS, points=POINTS)
    rule(store, ITEMS[1], action, **values)
    store.rebuild()
    (row,) = rows(store, "attempt_grade")
    assert row["questions"] == questions
    assert row["points"] == sum(mark for mark in questions if mark is not None)
    assert row["most"] == (4.0 if action == "void" else 6.0)
    assert store.verify() == ()


def test_of_two_rulings_the_latest_is_in_force(store, people):
    rule(store, ITEMS[1], "void", id="a")
    rule(store, ITEMS[1], "credit", id="b")
    work(store, people[0].id, ITEMS, ANSWERS, points=POINTS)
    assert rows(store, "attempt_grade")[0]["questions"][1] == 2.0


def test_verify_names_marks_that_are_off_and_rebuild_mends_them(store, people):
    first = work(store, people[0].id, ITEMS, ANSWERS, points=POINTS)
    second = work(store, people[1].id, ITEMS, ANSWERS, points=POINTS)
    third = begin(store, people[1].id, ITEMS, points=POINTS)
    before = rows(store, "attempt_grade")
    change(store, "UPDATE attempt_grade SET points = 9 WHERE attempt_id = :id", id=first)
    change(
        store,
        "UPDATE attempt_grade SET attempt_id = :to WHERE attempt_id = :id",
        id=second,
        to=third,
    )
    found = "\n".join(store.verify())
    assert f"attempt_grade {first}: points is 9.0, answers give 2.5" in found
    assert f"attempt_grade {second}: the row is missing" in found
    assert f"attempt_grade {third}: no ended attempt explains this row" in found
    assert store.rebuild()["attempt_grade"] == 2
    assert sorted(rows(store, "attempt_grade"), key=str) == sorted(before, key=str)
    assert store.verify() == ()


def test_many_attempts_are_made_anew_in_parts(tmp_path, monkeypatch):
    from tutor.store.classroom import grades

    monkeypatch.setattr(grades, "_AT_ONCE", 2)
    world = World(tmp_path / "main.db")
    store = world.open()
    people = make_class(store, ITEMS, ("Ann", "Bob", "Cid", "Dee", "Eve"), points=POINTS)
    for person in people:
        work(store, person.id, ITEMS, ANSWERS, points=POINTS)
    assert store.rebuild()["attempt_grade"] == 5
    assert store.verify() == ()
    world.close()


def test_an_unanswered_attempt_has_no_points(store, people):
    finish(store, begin(store, people[0].id, ITEMS, points=POINTS), status="expired")
    (row,) = rows(store, "attempt_grade")
    assert (row["points"], row["most"], row["answered"]) == (0.0, 6.0, 0)
