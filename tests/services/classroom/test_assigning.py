"""Instructors give sets: what they may say, what is refused, and who may."""

import pytest

from tests.services.classroom.assign_bench import DURING, HIDDEN, School, take
from tutor.domain.actor import INSTRUCTOR, Actor
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.errors import AccessError, NotFoundError, UsageError
from tutor.services.classroom.assignment_views import AssignmentDraft


@pytest.fixture
def school(services):
    return School(services)


def draft(**changes):
    values = {"version_id": "version-1", "cohorts": ("section 1",)}
    return AssignmentDraft(**(values | changes))


def test_an_assignment_is_given_in_the_instructors_time(school):
    view = school.given.create(
        school.teacher,
        "course-1",
        draft(opens="2026-11-24", due="2026-11-30", closes="2026-12-02 12:00"),
    )
    one = view.assignment
    assert (one.title, view.set_title, view.zone) == ("Week 1", "Week 1", "America/Chicago")
    assert [str(date) for date in (one.opens_at, one.due_at, one.closes_at)] == [
        "2026-11-24 06:00:00+00:00", "2026-12-01 05:59:00+00:00", "2026-12-02 18:00:00+00:00"
    ]  # fmt: skip
    assert (view.opens, view.due) == ("2026-11-24 00:00", "2026-11-30 23:59")
    assert [line.label for line in view.students] == ["Student 1", "Student 2"]
    assert {line.status for line in view.students} == {"not_open"}
    assert view.matrix[2] == ("the key", "after it closes")
    assert view.warnings == ()
    (line,) = school.given.lines(school.teacher, "course-1")
    assert (line.opens, line.due, line.closes) == ("tomorrow 00:00", "Nov 30", "Dec 2")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version_id": "no-such"}, "no published set"),
        ({"cohorts": ("Section 9",)}, "no section 'Section 9'"),
        ({"students": ("Zoe",)}, "no student 'Zoe'"),
        ({"cohorts": ()}, "needs a cohort or a student"),
        ({"title": "x" * 81}, "80 characters"),
        ({"due": "soon"}, "is no date"),
        ({"due": "2026-03-08 02:30"}, "does not exist"),
        ({"opens": "2026-12-02", "due": "2026-12-01"}, "due before it opens"),
        ({"policy": AssignmentPolicy(attempts=0)}, "attempts are"),
        ({"policy": AssignmentPolicy(counts="luck")}, "what counts"),
        ({"policy": AssignmentPolicy(seconds=0)}, "time limit"),
        ({"policy": AssignmentPolicy(late="deduct")}, "each late day"),
        ({"policy": AssignmentPolicy(late="refuse")}, "due date"),
        ({"policy": AssignmentPolicy(release=Release(key="during"))}, "the key would show"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(school, changes, said):
    with pytest.raises((UsageError, NotFoundError), match=said) as refused:
        school.given.create(school.teacher, "course-1", draft(**changes))
    assert "\n" not in str(refused.value)
    assert school.services.store.assignments("course-1") == ()


def test_only_the_courses_staff_may(school):
    one = school.assign()
    other = Actor(school.ben.learner_id, INSTRUCTOR)
    for actor in (school.ann, other, Actor(None)):
        for call in (
            lambda a: school.given.choices(a, "course-1"),
            lambda a: school.given.lines(a, "course-1"),
            lambda a: school.given.show(a, one),
            lambda a: school.given.create(a, "course-1", draft()),
            lambda a: school.given.edit(a, one, title="Mine"),
            lambda a: school.given.withdraw(a, one),
            lambda a: school.given.extend(a, one, ["S001"], more_attempts=1),
            lambda a: school.given.accommodate(a, "course-1", ["S001"], 2),
        ):
            with pytest.raises(AccessError):
                call(actor)
    assert [entry.change.action for entry in school.services.store.changes("course-1")] == [
        "created"
    ]


def test_dates_and_release_change_at_any_time_the_rest_does_not(school):
    one = school.assign(attempts=2)
    school.given.edit(school.teacher, one, policy={"seconds": 600, "books": False})
    session = school.work.start(school.ann, one)
    assert session.seconds_left == 600
    for policy in ({"seconds": 900}, {"shuffle": False}, {"books": True}):
        with pytest.raises(UsageError, match="somebody has started"):
            school.given.edit(school.teacher, one, policy=policy)
    with pytest.raises(UsageError, match="cannot change"):
        school.given.edit(school.teacher, one, version_id="version-2")
    view = school.given.edit(
        school.teacher, one, title="Week one", due="2026-11-26", closes="", policy={
            "release": DURING, "attempts": 3}
    )  # fmt: skip
    assert (view.assignment.title, view.closes, view.begun) == ("Week one", "", True)
    assert view.assignment.policy.seconds == 600
    change = school.services.store.changes("course-1")[0].change
    assert change.before["title"] == "Week 1"
    assert change.after["closes_at"] is None
    assert change.before["policy"]["release"]["key"] == "after_close"


def test_a_withdrawn_assignment_is_started_no_more(school):
    one = school.assign()
    school.given.withdraw(school.teacher, one)
    assert school.work.lines(school.ann) == ()
    with pytest.raises(UsageError, match="already"):
        school.given.withdraw(school.teacher, one)
    assert school.given.lines(school.teacher, "course-1")[0].withdrawn


def test_more_time_for_some_also_in_the_middle(school):
    one = school.assign(seconds=600)
    session = school.work.start(school.ann, one)
    assert school.given.accommodate(school.teacher, "course-1", ["s001"], 1.5) == ("Student 1",)
    session.refresh()
    assert session.seconds_left == 900
    view = school.given.extend(
        school.teacher, one, ["S001", "Student 2"], due="2026-12-01", more_attempts=1, reason="flu"
    )
    lines = {line.label: line for line in view.students}
    assert lines["Student 1"].factor == 1.5
    assert lines["Student 2"].extension.reason == "flu"
    assert lines["Student 1"].due_at == lines["Student 2"].due_at
    assert lines["Student 1"].closes_at >= lines["Student 1"].due_at
    mine = school.work.lines(school.ben)[0]
    assert (mine.attempts_allowed, mine.next_text) == (2, "due Dec 1")
    for values, said in (
        ({}, "say what"),
        ({"more_attempts": 99}, "more attempts"),
        ({"closes": "2026-11-01"}, "before"),
    ):
        with pytest.raises(UsageError, match=said):
            school.given.extend(school.teacher, one, ["S001"], **values)
    with pytest.raises(UsageError):
        school.given.accommodate(school.teacher, "course-1", ["S001"], 0.5)


def test_what_may_not_be_meant_is_told(school):
    one = school.assign(opens="2026-11-24 08:00", due="", closes="2026-11-24 08:10", seconds=3600)
    (warning,) = school.given.show(school.teacher, one).warnings
    assert "shorter than the time limit (1 h)" in warning
    two = school.assign(HIDDEN, due="", closes="")
    assert "never closes" in school.given.show(school.teacher, two).warnings[0]
    three = school.assign(DURING, attempts=None)
    assert "attempts are left" in school.given.show(school.teacher, three).warnings[0]


def test_the_list_counts_who_stands_where(school, clock):
    one = school.assign()
    take(school.services, school.work.start(school.ann, one))
    counts = school.given.show(school.teacher, one).counts
    assert (counts.students, counts.started, counts.submitted, counts.overdue) == (2, 1, 1, 0)
    clock.advance(3 * 86_400)
    assert school.given.show(school.teacher, one).counts.overdue == 1
    clock.advance(3 * 86_400)
    line = school.given.lines(school.teacher, "course-1")[0]
    assert (line.counts.missed, line.counts.submitted) == (1, 1)
    assert not school.services.store.assigned_attempts(one)[0].withheld  # the visit released it
