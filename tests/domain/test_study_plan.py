from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain.plan_types import DoneToday, PlanInputs
from tutor.domain.plan_verdict import judge
from tutor.domain.plan_work import LESSON, MOCK, PRACTICE, REVIEW, PlanLesson, Topic, work
from tutor.domain.study_day import StudyDays
from tutor.domain.study_plan import make_schedule

TODAY = date(2026, 11, 23)  # a Monday
MOCKS = {"full": 240.0, "half": 120.0, "sprint": 72.0}


def day(ahead):
    return TODAY + timedelta(days=ahead)


def topic(name="t", *, stake=5.0, wanted=20, each=1.0, **changes):
    return Topic(name, name.upper(), stake, each, wanted, **changes)


def lesson(name, *, topics=("t",), track="a", minutes=10.0, after=()):
    return PlanLesson(name, name.title(), track, minutes, topics, after)


def inputs(**changes):
    values = {
        "today": TODAY,
        "start": TODAY,
        "exam": day(40),
        "minutes": 40.0,
        "days": StudyDays(),
        "lessons": tuple(lesson(f"l{number}") for number in range(6)),
        "topics": (topic(),),
        "due": (4, 3, 2),
        "mock_minutes": MOCKS,
    }
    return PlanInputs(**(values | changes))


def kinds(made):
    return [(task.kind, task.target, task.count) for task in made.tasks]


def test_a_day_begins_with_reviews_and_practice_follows_its_lesson():
    first = make_schedule(inputs()).days[0]
    assert kinds(first) == [
        (REVIEW, "", 4),
        (LESSON, "l0", 1),
        (PRACTICE, "t", 10),
        (LESSON, "l1", 1),
        (PRACTICE, "t", 6),
    ]
    assert [task.extra for task in first.tasks] == [False] * 4 + [True]
    assert first.planned <= 40


def test_the_last_day_has_reviews_alone_and_is_light():
    made = make_schedule(inputs(due=(0,) * 13)).days[-1]
    assert made.last
    assert [task.kind for task in made.tasks] == [REVIEW]
    assert made.planned <= 20


def test_no_reviews_take_more_than_half_while_there_are_lessons():
    first = make_schedule(inputs(due=(500,))).days[0]
    assert kinds(first)[0] == (REVIEW, "", 20)
    assert kinds(first)[1] == (LESSON, "l0", 1)
    without = make_schedule(inputs(due=(500,), lessons=())).days[0]
    assert kinds(without) == [(REVIEW, "", 40)]


def test_short_days_keep_room_for_a_lesson():
    first = make_schedule(inputs(due=(500,), minutes=15.0)).days[0]
    assert kinds(first) == [(REVIEW, "", 5), (LESSON, "l0", 1)]


def test_lessons_worth_most_come_first_but_a_track_keeps_its_order():
    topics = (topic("low", stake=1.0), topic("high", stake=9.0))
    lessons = (
        lesson("a1", topics=("low",), track="a"),
        lesson("a2", topics=("low",), track="a"),
        lesson("b1", topics=("low",), track="b"),
        lesson("b2", topics=("high",), track="b"),
        lesson("c1", topics=("high",), track="c", after=("a1",)),
    )
    order = [piece.target for piece in work(lessons, topics) if piece.kind == LESSON]
    assert order == ["a1", "c1", "b1", "b2", "a2"]


def test_lessons_that_wait_for_one_another_do_not_hang():
    lessons = (
        lesson("a", track="a", after=("b",)),
        lesson("b", track="b", after=("a",)),
        lesson("c", track="c", after=("c", "gone")),
    )
    order = [piece.target for piece in work(lessons, (topic(),)) if piece.kind == LESSON]
    assert sorted(order) == ["a", "b", "c"]


def test_every_second_piece_of_practice_is_a_drill_where_there_is_one():
    pieces = work((), (topic(wanted=25, drill="spell", drill_name="Spelling"),))
    assert [(one.kind, one.target, one.count) for one in pieces] == [
        ("practice", "t", 10),
        ("drill", "spell", 10),
        ("practice", "t", 5),
    ]


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (5, {}),
        (10, {5: "full"}),
        (14, {8: "full"}),
        (40, {20: "sprint", 27: "half", 34: "full"}),
        (120, {65: "sprint", 79: "half", 93: "full", 100: "sprint", 107: "half", 114: "full"}),
    ],
)
def test_mocks_are_counted_back_from_the_exam(ahead, expected):
    made = make_schedule(inputs(exam=day(ahead)))
    found = {
        (one.day - TODAY).days: task.target
        for one in made.days
        for task in one.tasks
        if task.kind == MOCK
    }
    assert found == expected
    assert all(one.longer == (one.day in {day(key) for key in expected}) for one in made.days)


def test_the_mock_days_stay_when_days_go_by():
    start = inputs()
    planned = {one.day for one in make_schedule(start).days if one.longer}
    for ahead in range(1, 20):
        later = make_schedule(replace(start, today=day(ahead)))
        assert {one.day for one in later.days if one.longer} == planned


def test_a_mock_exam_that_was_sat_is_not_planned_again_and_a_missed_one_is_made_up():
    sat = inputs(today=day(35), sat=((day(34), "full"),))
    assert not any(one.longer for one in make_schedule(sat).days)
    missed = inputs(today=day(35))
    assert [one.day for one in make_schedule(missed).days if one.longer] == [day(35)]


def test_a_mock_exam_that_fits_leaves_room_for_the_rest():
    made = make_schedule(inputs(minutes=100.0))
    sprint = made.days[20]
    assert not sprint.longer
    assert (sprint.tasks[0].kind, sprint.tasks[-1].kind) == (REVIEW, MOCK)
    assert sprint.planned <= 100


def test_without_an_exam_the_plan_rolls_two_weeks():
    made = make_schedule(inputs(exam=None))
    assert len(made.days) == 14
    assert not any(task.kind == MOCK for one in made.days for task in one.tasks)
    verdict = judge(inputs(exam=None), made)
    assert verdict.state == "rolling"
    assert verdict.earliest is not None


def test_what_is_done_today_is_marked_and_the_rest_of_today_stays():
    before = make_schedule(inputs())
    done = DoneToday(lessons=frozenset({"l0"}), answers=(("practice", ("t",)),) * 3, reviews=4)
    after = make_schedule(inputs(done=done))
    plain = [replace(task, done=0) for task in after.days[0].tasks]
    assert plain == list(before.days[0].tasks)
    assert [task.done for task in after.days[0].tasks][:3] == [4, 1, 3]
    assert after.days[1:] == before.days[1:]


def test_what_else_was_done_is_told_and_not_planned_again():
    done = DoneToday(lessons=frozenset({"l5"}), answers=(("practice", ("t",)),) * 30)
    made = make_schedule(inputs(done=done))
    extra = [task for task in made.days[0].tasks if not task.planned]
    assert (LESSON, "l5") in [(task.kind, task.target) for task in extra]
    assert all(task.finished for task in extra)
    later = [task for one in made.days[1:] for task in one.tasks]
    assert "l5" not in {task.target for task in later}
    assert not any(task.kind == PRACTICE and not task.extra for task in later)


def test_answers_count_for_one_task_each():
    topics = (topic("t", wanted=10), topic("u", wanted=10))
    done = DoneToday(answers=(("practice", ("t", "u")),) * 12)
    made = make_schedule(inputs(lessons=(), topics=topics, due=(), done=done))
    assert sum(task.done for task in made.days[0].tasks) == 12


def test_a_roomy_plan_fits_and_a_full_one_is_tight():
    roomy = inputs()
    assert judge(roomy, make_schedule(roomy)).state == "fits"
    tight = inputs(topics=(topic(wanted=960),))
    found = judge(tight, make_schedule(tight))
    assert (found.state, found.missing) == ("tight", 0)
    assert found.spare < 0.1 * found.available


def test_a_plan_that_cannot_be_says_what_would_make_it_fit():
    made = inputs(exam=day(7), topics=(topic(wanted=300),))
    schedule = make_schedule(made)
    found = judge(made, schedule)
    assert found.state == "unrealistic"
    assert found.questions_left > 0
    more = replace(made, minutes=float(found.minutes_needed))
    assert judge(more, make_schedule(more)).state != "unrealistic"
    less = replace(made, minutes=float(found.minutes_needed - 5))
    assert judge(less, make_schedule(less)).state == "unrealistic"
    later = replace(made, exam=found.earliest)
    assert judge(later, make_schedule(later)).state != "unrealistic"
    sooner = replace(made, exam=found.earliest - timedelta(days=1))
    assert judge(sooner, make_schedule(sooner)).state == "unrealistic"


def test_days_too_short_for_a_lesson_ask_for_longer_ones():
    made = inputs(minutes=8.0)
    found = judge(made, make_schedule(made))
    assert found.state == "unrealistic"
    assert len(found.dropped) == 6
    assert found.minutes_needed == 10
    assert found.earliest is None


@st.composite
def worlds(draw):
    names = ["t", "u", "v"]
    topics = tuple(
        topic(
            name,
            stake=draw(st.floats(0, 30)),
            wanted=draw(st.integers(0, 60)),
            each=draw(st.sampled_from([0.5, 1.0, 2.4])),
            drill=draw(st.sampled_from(["", f"drill-{name}"])),
        )
        for name in names
    )
    count = draw(st.integers(0, 25))
    ids = [f"l{number}" for number in range(count)]
    lessons = tuple(
        lesson(
            name,
            topics=tuple(sorted(draw(st.sets(st.sampled_from(names), max_size=3)))),
            track=draw(st.sampled_from("abc")),
            minutes=float(draw(st.integers(5, 12))),
            after=tuple(draw(st.lists(st.sampled_from(ids), max_size=2))),
        )
        for name in ids
    )
    done = DoneToday(
        lessons=frozenset(draw(st.sets(st.sampled_from(ids), max_size=3))) if ids else frozenset(),
        answers=tuple(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(["practice", "drill"]),
                        st.lists(st.sampled_from(names), min_size=1, max_size=2).map(tuple),
                    ),
                    max_size=30,
                )
            )
        ),
        reviews=draw(st.integers(0, 30)),
        mocks=tuple(draw(st.lists(st.sampled_from(list(MOCKS)), max_size=1))),
    )
    return inputs(
        exam=draw(st.none() | st.integers(1, 90).map(day)),
        minutes=float(draw(st.integers(5, 120))),
        days=StudyDays(
            weekdays_off=frozenset(draw(st.sets(st.integers(0, 6), max_size=5))),
            dates_off=frozenset(draw(st.sets(st.integers(0, 90).map(day), max_size=5))),
        ),
        lessons=lessons,
        topics=topics,
        due=tuple(draw(st.lists(st.integers(0, 40), max_size=14))),
        review_minutes=draw(st.sampled_from([0.4, 1.0, 3.0])),
        done=done,
    )


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_a_plan_keeps_its_rules(world):
    made = make_schedule(world)
    assert made == make_schedule(world)
    for one in made.days:
        if one.off:
            assert not any(task.planned for task in one.tasks)
        assert one.off == world.days.is_off(one.day)
        limit = max(world.minutes, one.minutes) if one.longer else world.minutes
        assert one.planned <= limit + 1e-6
        if one.longer:
            assert [task.kind for task in one.tasks if task.planned] == [MOCK]
        kinds_here = [task.kind for task in one.tasks if task.planned]
        assert REVIEW not in kinds_here[1:]
        if one.last:
            assert set(kinds_here) <= {REVIEW}
    tasks = [task for one in made.days for task in one.tasks]
    placed = [task.target for task in tasks if task.kind == LESSON]
    left = [piece.target for piece in made.left if piece.kind == LESSON]
    assert sorted(placed + left) == sorted(one.id for one in world.lessons)


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_every_question_wanted_is_planned_or_left_and_nothing_precedes_its_track(world):
    world = replace(world, done=DoneToday())
    made = make_schedule(world, fill=False)
    asked = Counter()
    for task in (task for one in made.days for task in one.tasks):
        if task.kind in ("practice", "drill"):
            asked[task.topics[0]] += task.count
    for piece in made.left:
        if piece.kind != LESSON:
            asked[piece.topics[0]] += piece.count
    assert asked == Counter({one.id: one.wanted for one in world.topics if one.wanted})
    order = [piece.target for piece in work(world.lessons, world.topics) if piece.kind == LESSON]
    placed = [task.target for one in made.days for task in one.tasks if task.kind == LESSON]
    assert placed == order[: len(placed)]


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_todays_tasks_do_not_change_as_they_get_done(world):
    before = make_schedule(replace(world, done=DoneToday())).days[0]
    after = make_schedule(world).days[0]
    assert [replace(task, done=0) for task in after.tasks if task.planned] == list(before.tasks)
    assert 0 <= after.minutes_done <= after.planned + 1e-6
