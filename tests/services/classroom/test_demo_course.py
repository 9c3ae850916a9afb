"""The demo's course: every state of an assignment, and the same grades each time."""

import shutil
from datetime import UTC, datetime

import pytest

from tutor.clock import FixedClock
from tutor.services.context import open_services
from tutor.services.demo import demo_settings, is_demo, load_demo
from tutor.services.demo_course import GIVEN, SETS, STUDENTS
from tutor.settings import Settings

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Open the demo's course, as its instructor."""
    settings = Settings(tmp_path_factory.mktemp("demo"))
    people = load_demo(settings, course=True, clock=FixedClock(NOW))
    assert is_demo(settings, course=True)
    assert not is_demo(settings)
    with open_services(demo_settings(settings, course=True), clock=FixedClock(NOW)) as services:
        yield services, people
    shutil.rmtree(settings.home)


def test_the_course_has_something_of_everything(course):
    services, people = course
    room, teacher = services.classroom, services.actor
    assert teacher.learner_id == people[0].id
    assert [one.name for one in people[1:]] == list(STUDENTS)
    (line,) = room.courses.courses(teacher)
    assert line.students == len(STUDENTS)
    assert len(room.courses.course(teacher, line.course.id).cohorts) == 2
    assert len(room.sets.sets(teacher, line.course.id)) == len(SETS)
    given = {one.title: one for one in room.assignments.lines(teacher, line.course.id)}
    week_1, week_2, week_3, practice = (given[one.title].counts for one in GIVEN)
    assert week_1.missed
    assert week_1.late
    assert week_1.submitted > 15
    assert week_2.overdue
    assert week_2.submitted
    assert week_3.submitted
    assert not week_3.overdue
    assert practice.started
    assert given["Week 3: claims and payment"].due.startswith("tomorrow")
    (dispute,) = room.disputes.queue(teacher, line.course.id)
    assert dispute.response != dispute.key
    (message,) = room.messages.sent(teacher, line.course.id)
    assert message.unread
    risk = room.following.at_risk(teacher, line.course.id)
    assert 0 < len(risk.rows) < len(STUDENTS)


def test_the_grades_are_the_same_each_time(course):
    services, _ = course
    (line,) = services.classroom.courses.courses(services.actor)
    book = services.classroom.gradebook.gradebook(services.actor, line.course.id)
    totals = {row.member.label: (row.total.points, row.total.most) for row in book.rows}
    assert totals["Aaliyah Brooks"] == pytest.approx((59 / 3, 24.0))
    assert totals["Benito Salgado"] == pytest.approx((74 / 3, 26.0))
