"""A class's results as files: marks with rulings, and nothing that is not the class's."""

import csv
import io
import json

import pytest

from tests.services.classroom.grading_bench import School, question
from tests.store.conftest import answer, some_items, start
from tutor.domain.actor import Actor
from tutor.domain.assignment import Release
from tutor.errors import AccessError, NotFoundError
from tutor.services.done_work import ResultsService

ITEMS = [question("claim"), question("denial", stem="And then?")]
POINTS = [1.0, 3.0]


@pytest.fixture
def school(services, clock):
    made = School(services, clock, ["Ann", "Bob", "Cid"])
    made.assign("Week 1", ITEMS, POINTS, due=7, closes=10)
    made.hand_in("Ann", "Week 1", ITEMS, POINTS, "b c")
    made.sit("Bob", "Week 1", hand_in=False)
    return made


def results(school):
    return school.services.classroom.results


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_marks_are_told_with_rulings_and_open_attempts_are_not(school, tmp_path):
    path = tmp_path / "class.csv"
    view = results(school).export(school.teacher, school.course.id, path, "csv")
    assert (view.people, view.attempts, view.answers, view.open, view.withheld) == (1, 1, 2, 1, 0)
    rows = rows_of(path)
    assert {row["account"] for row in rows} == {"S001"}
    marks = {row["item"]: (row["points"], row["most"]) for row in rows}
    assert set(marks.values()) <= {("0.0", "1.0"), ("1.0", "1.0"), ("0.0", "3.0"), ("3.0", "3.0")}
    assert float(rows[0]["attempt_points"]) == sum(float(points) for points, _ in marks.values())
    room = school.services.classroom
    room.regrading.apply(school.teacher, school.course.id, "denial", "void", "two right answers")
    results(school).export(school.teacher, school.course.id, path, "csv")
    rows = rows_of(path)
    assert {row["item"]: row["points"] for row in rows}["denial"] == ""
    assert rows[0]["attempt_most"] == "1.0"
    room.regrading.apply(school.teacher, school.course.id, "denial", "credit", "for everyone")
    results(school).export(school.teacher, school.course.id, path, "csv")
    assert {row["item"]: row["points"] for row in rows_of(path)}["denial"] == "3.0"


def test_statements_name_students_as_the_roster_does(school, tmp_path):
    path = tmp_path / "class.jsonl"
    results(school).export(
        school.teacher, school.course.id, path, "xapi", home="https://school.example"
    )
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [one["verb"]["display"]["en-US"] for one in told] == ["answered"] * 2 + ["completed"]
    assert {one["actor"]["account"]["name"] for one in told} == {"S001"}
    assert {one["object"]["id"] for one in told} == {
        "https://school.example/item/claim",
        "https://school.example/item/denial",
        "https://school.example/assignment/Week%201",
    }


def test_free_study_is_nobody_elses(school, tmp_path):
    made = start(school.store, school.people["Ann"], some_items(1))
    answer(school.store, made.id, 0)
    path = tmp_path / "class.csv"
    results(school).export(school.teacher, school.course.id, path, "csv")
    assert {row["context"] for row in rows_of(path)} == {"assigned"}


def test_one_student_alone(school, tmp_path):
    path = tmp_path / "one.csv"
    view = results(school).export(school.teacher, school.course.id, path, "csv", student="S003")
    assert (view.attempts, view.open) == (0, 0)
    with pytest.raises(NotFoundError, match="roster"):
        results(school).export(school.teacher, school.course.id, path, "csv", student="S9")


def test_only_staff_of_the_course_take_results_out(school, tmp_path):
    stranger = Actor(school.store.create_learner("Other").id, "instructor")
    path = tmp_path / "no.csv"
    for who in (school.student("Ann"), stranger, Actor(None)):
        with pytest.raises(AccessError):
            results(school).export(who, school.course.id, path, "csv")
    assert not path.exists()


@pytest.mark.parametrize("release", ["never", "at once"])
def test_a_students_own_file_has_no_assigned_work(services, clock, tmp_path, release):
    shown = Release(None, None, None, None) if release == "never" else Release()
    school = School(services, clock, ["Ann"])
    school.assign("Week 1", ITEMS, POINTS, due=7, closes=10, release=shown)
    school.hand_in("Ann", "Week 1", ITEMS, POINTS, "b c")
    ann = school.people["Ann"]
    for form in ("csv", "xapi"):
        path = tmp_path / form
        view = ResultsService(school.store).export(Actor(ann), ann, path, form)
        assert (view.answers, view.withheld) == (0, 1)
        assert "claim" not in path.read_text(encoding="utf-8")
