"""Who may follow, grade, dispute and write: staff of the course, and students what is theirs."""

import pytest

from tests.services.classroom.grading_bench import School, question
from tutor.domain.actor import Actor
from tutor.domain.assignment import Release
from tutor.errors import AccessError, NotFoundError, UsageError

ITEMS = [question("claim"), question("denial", stem="And then?")]
POINTS = [1.0, 1.0]


@pytest.fixture
def school(services, clock):
    made = School(services, clock, ["Ann", "Bob"])
    made.assign("Week 1", ITEMS, POINTS, due=7, closes=10)
    made.attempt_id = made.hand_in("Ann", "Week 1", ITEMS, POINTS, "b c")
    return made


def calls(school):
    """Return everything that is for those who teach the course."""
    room, course, ann = school.services.classroom, school.course.id, school.people["Ann"]
    regrading = room.regrading
    return [
        lambda who: room.gradebook.gradebook(who, course),
        lambda who: room.following.overview(who, "Week 1"),
        lambda who: room.following.heat(who, course),
        lambda who: room.following.at_risk(who, course),
        lambda who: room.analysis.of_assignment(who, "Week 1"),
        lambda who: regrading.preview(who, course, "denial", "void"),
        lambda who: regrading.apply(who, course, "denial", "void", "why"),
        lambda who: regrading.rulings(who, course),
        lambda who: regrading.override(who, "Week 1", ann, 1.0, "why"),
        lambda who: regrading.remove_override(who, "Week 1", ann),
        lambda who: room.disputes.queue(who, course),
        lambda who: room.messages.send(who, course, [ann], "Hello"),
        lambda who: room.messages.sent(who, course),
    ]


def test_only_staff_of_the_course_reach_it(school):
    stranger = Actor(school.store.create_learner("Other").id, "instructor")
    for call in calls(school):
        for who in (school.student("Ann"), stranger):
            with pytest.raises(AccessError):
                call(who)
    assert school.store.rulings(school.course.id) == ()
    assert school.store.messages_of(school.people["Ann"]) == ()
    for call in calls(school):
        call(school.teacher)


def test_a_set_of_others_is_not_analysed(school):
    stranger = Actor(school.store.create_learner("Other").id, "instructor")
    analysis = school.services.classroom.analysis
    with pytest.raises(NotFoundError):
        analysis.of_set(stranger, "version-Week 1")
    with pytest.raises(AccessError):
        analysis.of_set(school.student("Ann"), "version-Week 1")
    assert analysis.of_set(school.teacher, "version-Week 1").learners == 1


def test_a_student_disputes_only_their_own_ended_attempt_with_a_released_key(school):
    disputes = school.services.classroom.disputes
    ann, bob = school.student("Ann"), school.student("Bob")
    with pytest.raises(AccessError):
        disputes.dispute(bob, school.attempt_id, 0, "It is mine")
    with pytest.raises(AccessError):
        disputes.mine(bob, school.attempt_id)
    assert not disputes.may_dispute(bob, school.attempt_id)
    going_on = school.begin("Bob", "Week 1", ITEMS, POINTS)
    with pytest.raises(UsageError, match="not released"):
        disputes.dispute(bob, going_on, 0, "Too soon")
    with pytest.raises(NotFoundError):
        disputes.dispute(ann, school.attempt_id, 2, "No such question")
    for text in ("  ", "x" * 501):
        with pytest.raises(UsageError):
            disputes.dispute(ann, school.attempt_id, 0, text)
    made = disputes.dispute(ann, school.attempt_id, 0, "x" * 500)
    with pytest.raises(UsageError, match="already"):
        disputes.dispute(ann, school.attempt_id, 0, "Again")
    with pytest.raises(AccessError):
        disputes.uphold(ann, made)
    disputes.reject(school.teacher, made, "The manual is clear.")
    with pytest.raises(UsageError, match="answered"):
        disputes.uphold(school.teacher, made)
    (mine,) = disputes.mine(ann, school.attempt_id)
    assert (mine.status, mine.reply) == ("rejected", "The manual is clear.")


def test_a_key_that_shows_after_the_close_is_disputed_after_it(school):
    late = Release("after_submit", "after_submit", "after_close", "after_close")
    school.assign("Week 2", ITEMS, POINTS, due=7, closes=10, release=late)
    attempt_id = school.hand_in("Bob", "Week 2", ITEMS, POINTS, "b c")
    disputes, bob = school.services.classroom.disputes, school.student("Bob")
    assert not disputes.may_dispute(bob, attempt_id)
    school.go_to(10)
    assert disputes.may_dispute(bob, attempt_id)


def test_messages_are_for_one_student_alone(school):
    messages, ann, bob = school.services.classroom.messages, *map(school.student, ("Ann", "Bob"))
    messages.send(school.teacher, school.course.id, [ann.learner_id, bob.learner_id], "See me")
    with pytest.raises(AccessError):
        messages.unread(bob, ann.learner_id)
    (one,) = messages.unread(ann, ann.learner_id)
    with pytest.raises(NotFoundError):
        messages.dismiss(bob, bob.learner_id, one.id)
    messages.dismiss(ann, ann.learner_id, one.id)
    assert messages.unread(ann, ann.learner_id) == ()
    assert [one.state for one in messages.sent(school.teacher, school.course.id)] == ["1 of 2 read"]
    for to, text in (([], "Hello"), (["nobody"], "Hello"), ([ann.learner_id], " ")):
        with pytest.raises(UsageError):
            messages.send(school.teacher, school.course.id, to, text)


def test_item_analysis_heeds_rulings_and_attempts(school):
    analysis, teacher = school.services.classroom.analysis, school.teacher
    school.hand_in("Bob", "Week 1", ITEMS, POINTS, "b b")
    view = analysis.of_assignment(teacher, "Week 1")
    assert (view.learners, view.of, view.cautious) == (2, 2, True)
    assert [one.facility for one in view.items] == [None, None]  # n = 2: below the gate
    marks = {one.name: [(o.label, o.n) for o in one.options if o.n] for one in view.items}
    assert marks == {"claim": [("B", 2)], "denial": [("B", 1), ("C", 1)]}
    school.services.classroom.regrading.apply(
        teacher, school.course.id, "denial", "void", "not taught"
    )
    view = analysis.of_assignment(teacher, "Week 1")
    assert [one.name for one in view.items] == ["claim"]
    assert "void, so left out: denial" in view.notes
