"""The study plan on screen: tasks, what is done, opening them, setting it up, the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Input, OptionList

from tests.tui.conftest import frame, press, settled, take_quiz, type_text
from tutor.domain.study_day import StudyDays
from tutor.tui.modals.plan_setup import PlanSetupModal
from tutor.tui.screens.exam_setup import ExamSetupScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.plan import PlanScreen
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.reader import ReaderScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def tasks(pilot):
    return pilot.app.screen.query_one("#tasks", OptionList)


async def choose(pilot, words):
    """Put the cursor on the first task whose line has these words."""
    found = tasks(pilot)
    place = next(
        place
        for place, option in enumerate(found.options)
        if option.id and words in str(option.prompt)
    )
    found.highlighted = place
    await settled(pilot)


@SIZES
async def test_the_plan_opens_from_home_with_its_verdict(run_app, services, learner, size):
    services.store.set_study_days(learner.id, StudyDays(45, frozenset({5, 6})))
    async with run_app(size=size) as pilot:
        shown = frame(pilot)
        assert "Plan     1 lesson, 15 questions: 0 of 43 min done" in shown
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, PlanScreen)
        shown = frame(pilot)
        assert "✓ Fits" in shown
        assert "Today, Mon 2026-11-23   1 lesson, 15 questions" in shown
        assert "○    7 min  Read: What medical coding is" in shown
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_days_off_and_mock_days_are_marked_in_words(run_app, services, learner):
    services.store.set_study_days(learner.id, StudyDays(45, frozenset({5, 6})))
    services.profiles.update(learner.id, exam_date=date(2026, 12, 10))
    async with run_app(size=(120, 60)) as pilot:
        await press(pilot, "t", "end")
        text = "\n".join(str(option.prompt) for option in tasks(pilot).options)
        assert "Sat 2026-11-28   day off" in text
        assert "Fri 2026-12-04   a longer day than your 45 min: keep 4 h free" in text
        assert "Full mock exam  6 days before the exam" in text
        assert "the last day: reviews only, and rest" in text


async def test_enter_opens_the_lesson_at_the_cursor(run_app, learner):
    async with run_app() as pilot:
        await press(pilot, "t")
        await choose(pilot, "Read: What medical coding is")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReaderScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlanScreen)


async def test_enter_opens_practice_with_the_domain_and_what_is_left(run_app, services, learner):
    services.store.set_study_days(learner.id, StudyDays(45))
    async with run_app() as pilot:
        await press(pilot, "t")
        await choose(pilot, "Practice: Coding guidelines")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PracticeScreen)
        shown = frame(pilot)
        assert "Coding guidelines" in shown
        assert "10" in shown


async def test_enter_opens_the_setup_of_a_mock_exam(run_app, services, learner):
    services.profiles.update(learner.id, exam_date=date(2026, 12, 10))
    async with run_app() as pilot:
        await press(pilot, "t")
        await choose(pilot, "Full mock exam")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ExamSetupScreen)


async def test_what_is_done_today_is_checked_in_a_word(run_app, services, learner):
    services.store.set_study_days(learner.id, StudyDays(45))
    lesson = services.library.lesson("what-coding-is")
    for page in range(len(lesson.pages)):
        services.learning.read_page(learner.id, lesson.id, page)
    take_quiz(services, learner, right=3, exam="cpc", domains=("guide",), count=4)
    async with run_app(size=(120, 40)) as pilot:
        assert "1 lesson, 15 questions: 17 of 43 min done" in frame(pilot)
        await press(pilot, "t")
        shown = frame(pilot)
        assert "✓    7 min  Read: What medical coding is  done" in shown
        assert "4 of 10 done" in shown
        assert "◐" in shown
        assert "Practice: Coding guidelines" in str(
            tasks(pilot).get_option_at_index(tasks(pilot).highlighted).prompt
        )


async def test_setting_it_up_with_the_keyboard_alone(run_app, services, learner):
    async with run_app() as pilot:
        await press(pilot, "t", "e")
        assert isinstance(pilot.app.screen, PlanSetupModal)
        pilot.app.screen.query_one("#date", Input).value = ""
        await type_text(pilot, "2026-12-05")
        await press(pilot, "enter")
        await type_text(pilot, "30")
        await press(pilot, "enter")
        await type_text(pilot, "sun")
        await press(pilot, "enter")
        await type_text(pilot, "2026-11-26..2026-11-27")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, PlanScreen)
        shown = frame(pilot)
        assert "✗ Not realistic" in shown
        assert "It would fit with" in shown
        assert pilot.app.learner.exam_date == date(2026, 12, 5)
    days = services.store.study_days(learner.id)
    assert (days.minutes, days.weekdays_off) == (30, frozenset({6}))
    assert days.dates_off == {date(2026, 11, 26), date(2026, 11, 27)}


async def test_a_wrong_value_is_told_and_the_form_stays(run_app, services, learner):
    async with run_app() as pilot:
        await press(pilot, "t", "e", "tab")
        await type_text(pilot, "9999")
        await press(pilot, "enter", "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, PlanSetupModal)
        assert "✗ the minutes a day must be from 5 to 600" in frame(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlanScreen)
    assert services.store.study_days(learner.id) == StudyDays()


async def test_the_calendar_is_written(run_app, services, learner, settings):
    async with run_app() as pilot:
        await press(pilot, "t", "x")
        assert any("study-plan" in note.message for note in pilot.app._notifications)
    (written,) = settings.home.glob("study-plan-*.ics")
    assert written.read_bytes().startswith(b"BEGIN:VCALENDAR")


async def test_a_date_that_has_passed_is_said(run_app, services, learner):
    services.store.update_learner(learner.id, exam_date=date(2026, 11, 1))
    async with run_app() as pilot:
        assert "Plan  " not in frame(pilot)
        await press(pilot, "t")
        shown = frame(pilot)
        assert "has passed" in shown
        assert "Press E" in shown
        await press(pilot, "x")
        assert any("no plan to export" in note.message for note in pilot.app._notifications)


async def test_without_an_exam_there_is_a_rolling_plan(run_app, services, learner):
    services.profiles.update(learner.id, exam=None, exam_date=None)
    async with run_app() as pilot:
        await press(pilot, "t")
        shown = frame(pilot)
        assert "rolling plan of the next 14 days" in shown
        assert "Read: What medical coding is" in shown
