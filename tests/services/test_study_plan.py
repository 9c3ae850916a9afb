"""Study plans, on a real database and the shipped content."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.services.test_spaced import give
from tutor.domain.records import QuizSpec
from tutor.errors import NotFoundError, UsageError
from tutor.services.plan_words import read_dates, read_weekdays, write_dates, write_weekdays
from tutor.services.study_plan import CLEAR, PlanChanges

DAY = 86_400
TODAY = date(2026, 11, 23)
EXAM = date(2027, 2, 1)


@pytest.fixture
def planned(services, learner):
    """A learner with an exam ahead, 45 minutes a day and weekends off."""
    changes = PlanChanges(exam_date=EXAM, minutes=45, weekdays_off=frozenset({5, 6}))
    return services.plan.change(learner.id, changes)


def plan(services, learner):
    return services.plan.plan(learner.id)


def read_lesson(services, learner, lesson_id):
    for page in range(len(services.library.lesson(lesson_id).pages)):
        services.learning.read_page(learner.id, lesson_id, page)


def shape(day):
    return [(task.kind, task.target, task.count, task.extra) for task in day.tasks if task.planned]


def test_a_plan_up_to_the_exam(services, planned):
    view = plan(services, planned)
    assert (view.exam, view.today, view.settings.exam_date) == ("cpb", TODAY, EXAM)
    assert [one.day for one in view.days] == [
        TODAY + timedelta(days=ahead) for ahead in range((EXAM - TODAY).days)
    ]
    assert all(one.off == (one.day.weekday() > 4) for one in view.days)
    assert not any(one.tasks for one in view.days if one.off)
    assert all(one.planned <= 45 or one.longer for one in view.days)
    serving = {head.id for head in services.library.lessons() if "cpb" in dict(head.exams)}
    placed = [task.target for one in view.days for task in one.tasks if task.kind == "lesson"]
    left = [lesson_id for lesson_id, _ in view.figures.dropped]
    assert sorted(placed + left) == sorted(serving)
    mocks = [one.day for one in view.days for task in one.tasks if task.kind == "mock"]
    assert (EXAM - max(mocks)).days in (5, 6, 7)
    assert view.days[-1].off  # a Sunday; the last day of study is the Friday before
    assert [task.kind for task in view.days[-3].tasks] == ["review"]


def test_every_command_names_something_that_is_there(services, planned):
    commands = [task.command for one in plan(services, planned).days for task in one.tasks]
    assert any(one.startswith("tutor exam take cpb --length full") for one in commands)
    assert any(one.startswith("tutor cards review --plain --minutes ") for one in commands)
    drills = {one.split()[2] for one in commands if one.startswith("tutor drill")}
    assert drills <= {one.name for one in services.drills.kinds()}
    lessons = {one.split()[2] for one in commands if one.startswith("tutor learn")}
    assert lessons <= {one.id for one in services.library.lessons()}
    domains = {one.split()[6] for one in commands if one.startswith("tutor practice")}
    assert domains <= {one.id for one in services.library.blueprint("cpb").domains}


def test_todays_plan_stays_while_it_gets_done(services, planned, clock):
    before = plan(services, planned)
    lesson = next(task for task in before.days[0].tasks if task.kind == "lesson")
    read_lesson(services, planned, lesson.target)
    practice = next(task for task in before.days[0].tasks if task.kind == "practice")
    spec = QuizSpec(exam="cpb", domains=(practice.target,), count=practice.count)
    give(services, services.practice.start(planned.id, spec), right=False, clock=clock)
    after = plan(services, planned)
    assert shape(after.days[0]) == shape(before.days[0])
    done = {(task.kind, task.target) for task in after.days[0].tasks if task.finished}
    assert {("lesson", lesson.target), ("practice", practice.target)} <= done
    assert after.days[0].minutes_done >= lesson.minutes + practice.minutes
    assert services.plan.today_line(planned.id) == after.today_line
    assert f"{round(after.days[0].minutes_done)} of " in after.today_line


def test_the_next_day_is_planned_from_what_was_done(services, planned, clock):
    first = plan(services, planned)
    lesson = next(task for task in first.days[0].tasks if task.kind == "lesson")
    read_lesson(services, planned, lesson.target)
    clock.advance(DAY)
    second = plan(services, planned)
    assert second.today == TODAY + timedelta(days=1)
    targets = {task.target for one in second.days for task in one.tasks}
    assert lesson.target not in targets
    assert not any(task.done for one in second.days for task in one.tasks)


def test_reviews_due_come_first_and_are_marked_when_done(services, planned, clock):
    spec = QuizSpec(exam="cpb", count=12)
    give(services, services.practice.start(planned.id, spec, seed=1), clock=clock)
    clock.advance(DAY)
    before = plan(services, planned).days[0]
    assert before.tasks[0].kind == "review"
    assert before.tasks[0].count > 3
    give(services, services.spaced.start(planned.id, minutes=1), clock=clock)
    after = plan(services, planned).days[0]
    assert shape(after) == shape(before)
    assert 0 < after.tasks[0].done <= after.tasks[0].count


def test_an_open_test_counts_as_practice_without_telling_how_it_went(services, planned):
    spec = QuizSpec(exam="cpb", count=5, feedback="test")
    session = services.practice.start(planned.id, spec, seed=1)
    item = services.library.item(session.current().item_id)
    from tutor.domain.kinds import key_response

    before = plan(services, planned)
    session.answer(key_response(item))
    after = plan(services, planned)
    assert sum(task.done for task in after.days[0].tasks) == 1
    assert shape(after.days[0]) == shape(before.days[0])


def test_a_date_that_is_too_soon_is_called_so(services, planned):
    services.plan.change(planned.id, PlanChanges(exam_date=date(2026, 12, 7)))
    view = plan(services, planned)
    assert view.state == "unrealistic"
    assert view.verdict.startswith("2026-12-07 is not realistic with 45 min a day: ")
    assert view.figures.missing > 0
    assert view.details[-1].startswith("It would fit with ")
    services.plan.change(planned.id, PlanChanges(exam_date=view.figures.earliest))
    assert plan(services, planned).state != "unrealistic"
    more = PlanChanges(exam_date=date(2026, 12, 7), minutes=view.figures.minutes_needed)
    services.plan.change(planned.id, more)
    assert plan(services, planned).state != "unrealistic"


def test_without_a_date_the_plan_rolls(services, learner):
    view = plan(services, learner)
    assert (view.state, len(view.days)) == ("rolling", 14)
    assert view.settings.minutes == 20  # the daily goal, at a minute each
    assert not view.settings.minutes_set
    services.profiles.update(learner.id, exam=None)
    without = plan(services, learner)
    assert without.exam is None
    assert without.days[0].tasks[0].target == "what-coding-is"


def test_an_exam_today_or_past_has_no_plan(services, planned, clock):
    clock.advance((EXAM - TODAY).days * DAY)
    view = plan(services, planned)
    assert (view.state, view.days, view.figures) == ("today", (), None)
    assert services.plan.today_line(planned.id) == ""
    clock.advance(DAY)
    view = plan(services, planned)
    assert view.state == "past"
    assert "has passed" in view.verdict
    with pytest.raises(UsageError, match="no plan to export: The exam date"):
        services.plan.calendar(planned.id)


def test_the_day_before_the_exam_has_reviews_alone(services, planned, clock):
    clock.advance(((EXAM - TODAY).days - 1) * DAY)
    services.plan.change(planned.id, PlanChanges(weekdays_off=frozenset()))
    (only,) = plan(services, planned).days
    assert all(task.kind == "review" for task in only.tasks)


def test_a_mock_exam_sat_is_taken_off_the_plan(services, planned, clock):
    def mocks():
        return [one.day for one in plan(services, planned).days
                for task in one.tasks if task.kind == "mock"]  # fmt: skip

    clock.advance((mocks()[0] - TODAY).days * DAY)
    planned_days = mocks()
    session = services.mocks.start(planned.id, "cpb", length="full", seed=1)
    session.finish()
    (today,) = [one for one in plan(services, planned).days if one.day == planned_days[0]]
    assert [task.finished for task in today.tasks if task.kind == "mock"] == [True]
    clock.advance(DAY)
    assert mocks() == planned_days[1:]


def test_the_calendar_reads_back(services, planned):
    from icalendar import Calendar

    data = services.plan.calendar(planned.id)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    calendar = Calendar.from_ical(data)
    events = calendar.walk("VEVENT")
    view = plan(services, planned)
    exam = events[-1]
    assert (exam.decoded("dtstart"), str(exam["summary"])[:9]) == (EXAM, "Exam: CPB")
    busy = [one for one in view.days if one.tasks]
    assert [one.decoded("dtstart") for one in events[:-1]] == [one.day for one in busy]
    assert b"DTSTART;VALUE=DATE:20261123" in data
    first = str(events[0]["description"])
    assert all(task.title in first for task in busy[0].tasks)
    assert events[0].decoded("dtstamp") == services.clock.now().replace(microsecond=0)
    assert len({str(one["uid"]) for one in events}) == len(events)
    assert calendar["prodid"]


def test_a_later_calendar_has_the_same_ids(services, planned, clock):
    from icalendar import Calendar

    def events():
        found = Calendar.from_ical(services.plan.calendar(planned.id)).walk("VEVENT")
        return {one.decoded("dtstart"): one for one in found}

    before = events()
    clock.advance(DAY)
    services.plan.change(planned.id, PlanChanges(minutes=60))
    after = events()
    both = before.keys() & after.keys()
    assert len(both) > 40
    assert all(before[day]["uid"] == after[day]["uid"] for day in both)
    assert all(before[day]["sequence"] < after[day]["sequence"] for day in both)


def test_settings_are_kept_and_taken_back(services, planned):
    dates = frozenset({date(2026, 12, 25), date(2026, 1, 1)})
    services.plan.change(planned.id, PlanChanges(dates_off=dates))
    found = services.plan.settings(planned.id)
    assert (found.minutes, found.minutes_set, found.weekdays_off) == (45, True, (5, 6))
    assert found.dates_off == (date(2026, 12, 25),)  # those past are of no more use
    services.plan.change(
        planned.id, PlanChanges(exam_date=CLEAR, minutes=CLEAR, weekdays_off=frozenset())
    )
    found = services.plan.settings(planned.id)
    assert (found.exam_date, found.minutes_set, found.weekdays_off) == (None, False, ())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (PlanChanges(minutes=4), "from 5 to 600"),
        (PlanChanges(minutes=601), "from 5 to 600"),
        (PlanChanges(exam_date=date(2026, 11, 22)), "has passed"),
        (PlanChanges(exam="xyz"), "xyz"),
    ],
)
def test_values_out_of_range_change_nothing(services, planned, changes, message):
    before = services.plan.settings(planned.id)
    with pytest.raises((UsageError, NotFoundError), match=message):
        services.plan.change(planned.id, changes)
    assert services.plan.settings(planned.id) == before


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_weekdays, "sat,xyz", "'xyz' is not a day of the week"),
        (read_weekdays, "s", "'s' is not a day"),
        (read_weekdays, "mon tue wed thu fri sat sun", "not all can be off"),
        (read_dates, "soon", "'soon' is not a date"),
        (read_dates, "2026-12-25..2026-12-24", "must end after it begins"),
        (read_dates, "2026-01-01..2026-12-31", "92 days at most"),
    ],
)
def test_what_cannot_be_read_gets_one_line(read, text, message):
    with pytest.raises(UsageError, match=message):
        read(text)


def test_days_are_written_as_they_are_read():
    assert read_weekdays("Sat, sunday") == {5, 6}
    assert read_weekdays(write_weekdays((0, 6))) == {0, 6}
    text = "2026-12-24..2026-12-26, 2027-01-01"
    assert write_dates(sorted(read_dates(text))) == text
    assert read_dates("") == frozenset()


def test_nobody_has_no_plan(services):
    with pytest.raises(NotFoundError):
        services.plan.plan("nobody")
