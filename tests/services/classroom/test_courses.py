"""Courses, their staff and sections: who may change them, and what is kept of each change."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from tests.services.classroom.conftest import OWNER
from tutor.domain.actor import ADMINISTRATOR, INSTRUCTOR, Actor
from tutor.errors import AccessError, NotFoundError, UsageError


@pytest.fixture
def course(room, teacher):
    return room.courses.create(teacher, "  CPB   spring ", exam="cpb")


def actions(room, course):
    return [
        (line.action, line.subject, line.before, line.after)
        for line in reversed(room.courses.log(OWNER, course.id))
    ]


def test_who_makes_a_course_teaches_it(room, teacher, other, course):
    assert course.title == "CPB spring"
    assert [line.course for line in room.courses.courses(teacher)] == [course]
    assert [line.name for line in room.courses.staff(teacher, course.id)] == ["Ira Teach"]
    assert room.courses.courses(other) == ()
    assert [line.course for line in room.courses.courses(OWNER)] == [course]


def test_every_change_is_kept_with_before_and_after(room, teacher, course, clock):
    room.courses.rename(teacher, course.id, "CPB fall")
    room.courses.set_exam(teacher, course.id, None)
    room.courses.archive(teacher, course.id)
    room.courses.restore(teacher, course.id)
    now = clock.now().isoformat()
    assert actions(room, course) == [
        ("created", "course", None, {"title": "CPB spring", "exam": "cpb", "pseudonymous": False}),
        ("added", "staff", None, {"learner_id": teacher.learner_id}),
        ("renamed", "course", {"title": "CPB spring"}, {"title": "CPB fall"}),
        ("changed", "course", {"exam": "cpb"}, {"exam": None}),
        ("archived", "course", {"archived_at": None}, {"archived_at": now}),
        ("restored", "course", {"archived_at": now}, {"archived_at": None}),
    ]
    newest = room.courses.log(teacher, course.id)[0]
    assert (newest.who, newest.at) == ("Ira Teach", clock.now())


def test_a_change_that_changes_nothing_is_not_noted(room, teacher, course):
    before = room.courses.log(teacher, course.id)
    room.courses.rename(teacher, course.id, "CPB spring")
    room.courses.restore(teacher, course.id)
    assert room.courses.log(teacher, course.id) == before


@pytest.mark.parametrize(
    ("title", "line"),
    [("", "must not be empty"), ("x" * 81, "longer than 80"), ("cpb SPRING", "already"),
     ("a\x1b[1m", "cannot be seen")],
)  # fmt: skip
def test_titles_are_checked(room, teacher, course, title, line):
    with pytest.raises(UsageError, match=line):
        room.courses.create(teacher, title)
    second = room.courses.create(teacher, "Second")
    with pytest.raises(UsageError, match=line):
        room.courses.rename(teacher, second.id, title)


def test_a_title_of_an_archived_course_is_free_until_it_comes_back(room, teacher, course):
    room.courses.archive(teacher, course.id)
    room.courses.create(teacher, "CPB spring")
    with pytest.raises(UsageError, match="already"):
        room.courses.restore(teacher, course.id)


def test_an_unknown_exam_is_refused(room, teacher):
    with pytest.raises(NotFoundError, match="no exam"):
        room.courses.create(teacher, "X", exam="xyz")


def test_a_course_is_found_by_title_and_by_id(room, teacher, other, course):
    for text in ("cpb SPRING", course.id, course.id[:20]):
        assert room.courses.find(teacher, text) == course
    with pytest.raises(NotFoundError, match="there is no course 'CPX'; there are: CPB spring"):
        room.courses.find(teacher, "CPX")
    with pytest.raises(NotFoundError, match="none yet"):
        room.courses.find(other, "CPB spring")


def test_two_courses_of_one_title_are_told_apart_by_id(room, teacher, other, course):
    twin = room.courses.create(other, "CPB spring")
    with pytest.raises(UsageError, match=twin.id):
        room.courses.find(OWNER, "CPB spring")


def test_an_archived_course_is_read_only(room, teacher, course):
    cohort = room.cohorts.create(teacher, course.id, "A")
    room.courses.archive(teacher, course.id)
    assert room.courses.course(teacher, course.id).course.archived_at
    assert room.courses.courses(teacher) == ()
    assert len(room.courses.courses(teacher, include_archived=True)) == 1
    for change in (
        lambda: room.courses.rename(teacher, course.id, "B"),
        lambda: room.cohorts.create(teacher, course.id, "B"),
        lambda: room.cohorts.rename(teacher, cohort.id, "B"),
        lambda: room.courses.add_staff(teacher, course.id, "Una Other"),
        lambda: room.roster.plan_bytes(teacher, course.id, b"id\n1"),
    ):
        with pytest.raises(UsageError, match="archived: restore it first"):
            change()


# --- staff


def test_staff_reach_the_course_while_they_are_staff(room, teacher, other, course):
    room.courses.add_staff(teacher, course.id, "una OTHER")
    assert room.courses.course(other, course.id).course == course
    room.courses.remove_staff(other, course.id, teacher.learner_id)
    with pytest.raises(AccessError):
        room.courses.course(teacher, course.id)
    room.courses.add_staff(other, course.id, "Ira Teach")
    assert len(room.courses.staff(teacher, course.id)) == 2


def test_the_last_one_cannot_go_unless_an_administrator_takes_them_off(room, teacher, course):
    with pytest.raises(UsageError, match="only instructor"):
        room.courses.remove_staff(teacher, course.id, teacher.learner_id)
    room.courses.remove_staff(Actor("x", ADMINISTRATOR), course.id, teacher.learner_id)
    assert room.courses.staff(OWNER, course.id) == ()


@pytest.mark.parametrize(
    ("name", "line"), [("Nobody", "nobody here"), ("Ira Teach", "teaches this course already")]
)
def test_whom_not_to_add(room, teacher, course, name, line):
    with pytest.raises(UsageError, match=line):
        room.courses.add_staff(teacher, course.id, name)


def test_a_student_of_the_course_cannot_teach_it(room, teacher, course):
    plan = room.roster.plan_bytes(teacher, course.id, b"id\nS1")
    room.roster.apply(teacher, plan)
    with pytest.raises(UsageError, match="is a student of this course"):
        room.courses.add_staff(teacher, course.id, "S1")


# --- sections


def test_sections_are_made_renamed_archived(room, teacher, course):
    morning = room.cohorts.create(teacher, course.id, "Morning")
    with pytest.raises(UsageError, match="already"):
        room.cohorts.create(teacher, course.id, "MORNING")
    evening = room.cohorts.create(teacher, course.id, "Evening")
    with pytest.raises(UsageError, match="already"):
        room.cohorts.rename(teacher, evening.id, "morning")
    room.cohorts.rename(teacher, morning.id, "MORNING")
    room.cohorts.archive(teacher, evening.id)
    with pytest.raises(UsageError, match="archived: restore it instead"):
        room.cohorts.create(teacher, course.id, "evening")
    view = room.courses.course(teacher, course.id)
    assert [line.cohort.name for line in view.cohorts] == ["MORNING", "Evening"]
    room.cohorts.restore(teacher, evening.id)
    assert room.cohorts.find(teacher, course.id, "EVENING").archived_at is None


def test_a_section_with_students_is_not_archived(room, teacher, course):
    plan = room.roster.plan_bytes(teacher, course.id, b"id,section\nS1,Night")
    room.roster.apply(teacher, plan)
    night = room.cohorts.find(teacher, course.id, "night")
    with pytest.raises(UsageError, match="1 student is in 'Night': transfer them first"):
        room.cohorts.archive(teacher, night.id)


# --- rights


def test_nothing_is_reached_by_students_or_by_other_instructors(room, teacher, other, course):
    cohort = room.cohorts.create(teacher, course.id, "A")
    plan = room.roster.plan_bytes(teacher, course.id, b"id\nS1\nS2")
    room.roster.apply(teacher, plan)
    fresh = room.roster.plan_bytes(teacher, course.id, b"id\nS3")
    member, student = room.roster.roster(teacher, course.id).members[0].member, None
    student = Actor(member.learner_id)
    calls = [
        lambda who: room.courses.course(who, course.id),
        lambda who: room.courses.rename(who, course.id, "X"),
        lambda who: room.courses.set_exam(who, course.id, None),
        lambda who: room.courses.archive(who, course.id),
        lambda who: room.courses.restore(who, course.id),
        lambda who: room.courses.staff(who, course.id),
        lambda who: room.courses.find_staff(who, course.id, "Ira Teach"),
        lambda who: room.courses.add_staff(who, course.id, "Una Other"),
        lambda who: room.courses.remove_staff(who, course.id, teacher.learner_id),
        lambda who: room.courses.log(who, course.id),
        lambda who: room.cohorts.create(who, course.id, "B"),
        lambda who: room.cohorts.rename(who, cohort.id, "B"),
        lambda who: room.cohorts.archive(who, cohort.id),
        lambda who: room.cohorts.restore(who, cohort.id),
        lambda who: room.cohorts.find(who, course.id, "A"),
        lambda who: room.roster.roster(who, course.id),
        lambda who: room.roster.find(who, course.id, "S1"),
        lambda who: room.roster.plan_bytes(who, course.id, b"id\nS9"),
        lambda who: room.roster.apply(who, fresh),
        lambda who: room.roster.transfer(who, member.id, cohort.id),
        lambda who: room.roster.leave(who, member.id),
        lambda who: room.roster.come_back(who, member.id),
        lambda who: room.roster.rename(who, member.id, "X"),
    ]
    before = room.courses.log(OWNER, course.id)
    for call in calls:
        for who in (other, student, Actor(None)):
            with pytest.raises(AccessError):
                call(who)
    for call in (room.courses.courses, lambda who: room.courses.create(who, "X")):
        with pytest.raises(AccessError):
            call(student)
    assert room.courses.log(OWNER, course.id) == before
    assert room.courses.home_line(student) == ""
    assert room.courses.home_line(other) == "no course yet"
    assert room.courses.home_line(teacher) == "1 course"


def test_a_local_file_is_its_users_by_the_only_profile(services):
    room = services.classroom
    course = room.courses.create(services.actor, "Mine")
    assert [line.who for line in room.courses.log(OWNER, course.id)] == ["the owner of this file"]
    services.profiles.create("Ira", choose=False)
    plan = room.roster.plan_bytes(OWNER, course.id, b"id,name\nS1,Ann Lee\n")
    room.roster.apply(OWNER, plan)  # a student who was imported is nobody who sits here
    assert services.profiles.current() is None
    room.courses.rename(services.actor, course.id, "Ours")
    assert room.courses.log(OWNER, course.id)[0].who == "Ira"
    services.profiles.create("Una", choose=False)
    assert services.actor.learner_id is None
    services.profiles.choose(services.profiles.named("Una").id)
    assert services.actor.learner_id == services.profiles.named("Una").id


def test_the_log_reads_names_at_once_however_long_it_is(both):
    room = both.classroom
    teacher = Actor(both.store.create_learner("Ira").id, INSTRUCTOR)
    course = room.courses.create(teacher, "CPB")
    rows = "".join(f"S{number},Student {number}\n" for number in range(40))
    plan = room.roster.plan_bytes(teacher, course.id, f"id,name\n{rows}".encode())
    room.roster.apply(teacher, plan)
    both.store.create_learner("Una")
    room.courses.add_staff(OWNER, course.id, "Una")
    asked = []
    engine = both.store._database.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    lines = room.courses.log(teacher, course.id)
    read = [one for one in asked if one.lstrip().upper().startswith("SELECT")]
    assert len(read) == 7  # course, staff; log; students, sections, sets, assignments by name
    assert [line.who for line in lines[:2]] == ["the owner of this file", "Ira"]
    assert lines[2].what.startswith("student Student 39: joined")
    both.store.change_course("gone", course.id, "renamed", {"title": "CPB 2"})
    assert room.courses.log(teacher, course.id)[0].who == "somebody since erased"
