"""Students take assignments, and see what is released, no more."""

import dataclasses
import json

import pytest

from tests.services.classroom.assign_bench import (
    DURING,
    HIDDEN,
    LADDER,
    NEVER,
    School,
    give,
    take,
)
from tests.store.classroom_rows import add
from tutor.domain.actor import Actor
from tutor.domain.assignment import Release
from tutor.domain.kinds import explain, grade
from tutor.domain.records import QuizSpec
from tutor.domain.release import shown
from tutor.errors import AccessError, AttemptError, NotFoundError
from tutor.services.classroom.assigned_session import AssignedSession


@pytest.fixture
def school(services):
    return School(services)


def test_an_assignment_is_taken_from_start_to_end(school, services, clock):
    one = school.assign(LADDER, seconds=3600)
    (line,) = school.work.lines(school.ann)
    assert (line.status, line.questions, line.next_text) == ("open", 3, "due Wed 23:59")
    assert (line.course, line.can_start, line.points) == ("CPB spring", True, None)
    session = school.work.start(school.ann, one)
    assert session.seconds_left == 3600
    assert not session.tutor_mode
    question = give(services, session)
    assert question.feedback is None
    session.next()
    clock.advance(60)
    again = services.practice.resume(session.attempt_id)  # the program was closed meanwhile
    assert isinstance(again, AssignedSession)
    assert again.current().position == 1
    assert school.work.start(school.ann, one).attempt_id == session.attempt_id
    assert school.work.lines(school.ann)[0].status == "in_progress"
    with pytest.raises(AttemptError, match="cannot be given up"):
        again.abandon()
    with pytest.raises(AttemptError):
        again.undo()
    with pytest.raises(AttemptError, match="not handed in"):
        school.work.result(school.ann, session.attempt_id)
    again.end()
    (line,) = school.work.lines(school.ann)
    assert (line.status, line.why_not, line.points, line.most) == (
        "submitted", "It was handed in; it has one attempt.", 1.0, 3.0)  # fmt: skip
    assert services.store.marks_of([session.attempt_id])[session.attempt_id][:2] == (1.0, 3.0)


def test_points_come_from_the_set_and_the_best_attempt_counts(school, services):
    one = school.assign(Release("after_submit", "after_submit", None, None), attempts=2)
    first = take(services, school.work.start(school.ann, one), right=False)
    second = take(services, school.work.start(school.ann, one), right=True)
    (line,) = school.work.lines(school.ann)
    assert [attempt.attempt_id for attempt in line.attempts] == [first, second]
    assert (line.points, line.most) == (3.0, 3.0)
    assert "one attempt" not in line.why_not
    assert line.why_not == "No attempt is left."


def test_only_the_student_reaches_the_work(school, services):
    one = school.assign(DURING)
    session = school.work.start(school.ann, one)
    for call in (
        lambda: school.work.resume(school.ben, session.attempt_id),
        lambda: school.work.result(school.ben, session.attempt_id),
        lambda: school.work.lines(school.ben, school.ann.learner_id),
        lambda: school.work.start(school.ben, one, school.ann.learner_id),
        lambda: school.work.lines(Actor(None)),
    ):
        with pytest.raises(AccessError):
            call()
    stranger = services.profiles.create("Cy")
    with pytest.raises(AttemptError, match="not one of yours"):
        school.work.start(Actor(stranger.id), one)
    with pytest.raises(NotFoundError):
        school.work.line(school.ann, "Week 9")
    assert school.work.line(school.ann, "week").assignment_id == one
    assert services.classroom.work.reminders(stranger.id) == ()


def test_shuffling_differs_by_student_and_is_kept(services):
    school = School(services, questions=12)
    one = school.assign(attempts=None)
    orders = []
    for actor in (school.ann, school.ben):
        session = school.work.start(actor, one)
        slots = services.store.attempt(session.attempt_id).slots
        orders.append([slot.placed.item.id for slot in slots])
        assert [services.practice.resume(session.attempt_id).go(place).item_id
                for place in range(12)] == orders[-1]  # fmt: skip
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


def test_the_book_stays_shut_where_the_assignment_says_so(school):
    shut = school.work.start(school.ann, school.assign(books=False))
    assert shut.books_shut
    shut.end()
    assert not shut.books_shut
    assert not school.work.start(school.ann, school.assign(DURING)).books_shut


def test_time_runs_out_while_the_program_is_closed(school, services, clock):
    one = school.assign(LADDER, seconds=600)
    session = school.work.start(school.ann, one)
    give(services, session)
    clock.advance(86_400)
    with pytest.raises(AttemptError, match="Time is up"):
        give(services, session)
    (line,) = school.work.lines(school.ann)
    attempt = line.attempts[0]
    assert (attempt.status, attempt.late_days, attempt.points) == ("expired", 0, 1.0)
    assert (attempt.handed_in - attempt.started_at).total_seconds() == 600


def test_reminders_have_what_is_due_soonest_first(school, clock):
    later = school.assign(due="2026-11-26")
    sooner = school.assign(due="2026-11-24")
    school.assign(opens="2026-11-26", due="")
    told = school.work.reminders(school.ann.learner_id)
    assert [one.assignment_id for one in told] == [sooner, later]
    assert told[0].text == "open · due tomorrow 23:59"
    clock.advance(2 * 86_400)
    told = school.work.reminders(school.ann.learner_id)
    assert told[0].text == "overdue · closes Fri 23:59"


# What shows


MATRIX = [Release(*moments) for moments in (
    ("during",) * 4,
    ("during", "during", "after_submit", "after_close"),
    ("after_submit",) * 4,
    ("after_submit", "after_submit", "after_close", "after_close"),
    ("after_submit", "after_close", "after_close", None),
    ("after_close",) * 4,
    (None,) * 4,
)]  # fmt: skip


@pytest.mark.parametrize("release", MATRIX)
def test_feedback_holds_exactly_what_the_matrix_releases(school, services, clock, release):
    session = school.work.start(school.ann, school.assign(release))
    for place in range(3):
        session.go(place)
        give(services, session, right=False)
    states = []
    for step in ("open", "ended", "closed"):
        if step == "ended":
            session.end()
        if step == "closed":
            clock.advance(10 * 86_400)
            session = school.work.resume(school.ann, session.attempt_id)
        facts = shown(release, ended=step != "open", closed=step == "closed")
        if step == "open" and release.correctness != "during":
            facts = frozenset()
        states.append(facts)
        for place in range(3):
            question = session.go(place) if session.open else session.review(place)
            _exactly(services, session, question, facts)
        if step != "open":
            result = school.work.result(school.ann, session.attempt_id)
            assert set(result.facts) == facts
            assert (result.points is not None) == ("score" in facts)
            assert all((one.outcome is not None) == ("correctness" in facts)
                       for one in result.lines)  # fmt: skip
            assert bool(result.later) == (len(facts) < 4)


def _exactly(services, session, question, facts):
    told = question.feedback
    assert (told is not None) == ("correctness" in facts)
    if told is None:
        return
    slot = services.store.attempt(session.attempt_id).slots[question.position]
    assert told.outcome in ("wrong", "partly")
    has_key = bool(told.key or told.parts)
    assert has_key == ("key" in facts)
    assert bool(told.withheld) == (not {"key", "rationale"} <= facts)
    text = json.dumps(dataclasses.asdict(told), default=str)
    item = slot.placed.item
    reasons = [
        part.rationale
        for part in explain(
            item, slot.placed.arrangement, grade(item, slot.answer.response), slot.answer.response
        ).parts
    ]
    for reason in filter(None, reasons):
        assert (json.dumps(reason)[1:-1] in text) == ("rationale" in facts)
    if "key" not in facts:
        assert not told.references
        assert told.lesson is None


@pytest.mark.parametrize("release", [HIDDEN, LADDER, NEVER])
def test_all_right_and_all_wrong_look_the_same_until_released(school, services, clock, release):
    """Ann answers all right, Ben all wrong, in the same order: neither can tell which."""
    one = school.assign(release, shuffle=False)
    looks = []
    for actor, right in ((school.ann, True), (school.ben, False)):
        attempt = take(services, school.work.start(actor, one), right=right)
        session = school.work.resume(actor, attempt)
        looks.append(_look(services, school, actor, session, release))
    assert looks[0] == looks[1]


def _look(services, school, actor, session, release):
    learner = actor.learner_id
    said = {
        "history": services.store.item_history(learner),
        "missed": services.store.missed(learner),
        "first": services.store.first_answers(learner),
        "progress": services.store.progress(learner),
        "cards": services.store.cards(learner),
        "due": services.spaced.overview(learner),
        "domains": services.progress.overview(learner).roles,
        "summaries": [(one.score, one.answered) for one in services.store.attempts(learner)],
        "new": services.practice.matching(learner, QuizSpec(seen="new")),
        "again": services.practice.matching(learner, QuizSpec(seen="missed")),
        "later": session.later,
    }
    result = school.work.result(actor, session.attempt_id)
    said["lines"] = [(one.outcome, one.points) for one in result.lines]
    if release is not LADDER:  # there the score shows, and it does differ
        said["points"] = (result.points, school.work.lines(actor)[0].points)
    said["questions"] = [session.review(place).feedback for place in range(3)]
    try:
        session.result()
    except AttemptError as error:
        said["result"] = str(error)
    return said


def test_free_practice_does_not_ask_what_is_not_released(school, services):
    one = school.assign(Release("after_submit", "after_submit", "after_close", "after_close"))
    mine = {item for item, _ in
            [pool for slot in services.store.published_set("version-1").slots
             for pool in slot.pool]}  # fmt: skip
    before = services.practice.matching(school.ann.learner_id, QuizSpec())
    take(services, school.work.start(school.ann, one), right=False)
    after = services.practice.matching(school.ann.learner_id, QuizSpec())
    assert after == before - len(mine)
    assert services.practice.matching(school.ann.learner_id, QuizSpec(seen="missed")) == 0


def test_answers_that_show_at_once_are_final(school, services):
    session = school.work.start(school.ann, school.assign(DURING))
    give(services, session, right=False)
    with pytest.raises(AttemptError, match="answered already"):
        give(services, session, right=True)
    assert session.undoable is None


def test_a_late_day_costs_and_a_grade_set_by_hand_stands_above_it(school, services, clock):
    one = school.assign(
        Release("after_submit", "after_submit", None, None), late="deduct", late_percent=10
    )
    clock.advance(3 * 86_400)  # Thursday morning: due on Wednesday, two minutes before midnight
    assert school.work.lines(school.ann)[0].status == "late"
    take(services, school.work.start(school.ann, one))
    (line,) = school.work.lines(school.ann)
    assert (line.late, line.attempts[0].late_days, line.attempts[0].points) == (True, 1, 3.0)
    assert line.points == pytest.approx(2.7)
    add(services.store, "grade_override", assignment_id=one, learner_id=school.ann.learner_id,
        points=2.9, reason="the bus was late", at=clock.now())  # fmt: skip
    assert school.work.lines(school.ann)[0].points == 2.9
    school.given.extend(school.teacher, one, ["S001"], due="2026-11-27", reason="bus")
    assert not school.work.lines(school.ann)[0].late
