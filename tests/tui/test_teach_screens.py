"""Teach: courses made, archived, opened; shown to those who teach, and to nobody else."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from tests.tui.conftest import frame, press, settled, type_text
from tutor.domain.actor import Actor
from tutor.domain.kinds import resolve
from tutor.services.context import Services
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.teach import TeachScreen
from tutor.tui.screens.teach_course import CourseScreen
from tutor.tui.screens.teach_log import LogScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.teaching import COURSE_PLACES

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])


@pytest.fixture
def course(services, learner):
    return services.classroom.courses.create(services.actor, "CPC [b]spring[/]", exam="cpc")


def test_every_place_has_a_screen_and_a_letter_of_its_own():
    for place in COURSE_PLACES:
        assert issubclass(resolve(place.screen), TeachPlace)
    keys = [place.key for place in COURSE_PLACES]
    assert len(set(keys)) == len(keys)
    assert all(len(key) == 1 for key in keys)


async def test_who_never_teaches_sees_nothing_of_it_on_home(run_app, services, learner):
    async with run_app() as pilot:
        assert "Teach" not in frame(pilot)
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, TeachScreen)
        assert "No course yet" in frame(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


@SIZES
async def test_home_names_the_courses_of_who_teaches(run_app, services, course, size):
    async with run_app(size=size) as pilot:
        assert "Teach    1 course   I opens it" in frame(pilot)


async def test_a_student_cannot_get_there(run_app, services, learner, monkeypatch):
    student = Actor(learner.id)
    monkeypatch.setattr(Services, "actor", property(lambda _: student))
    async with run_app() as pilot:
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "ctrl+p")
        await type_text(pilot, "teach")
        assert "For instructors" not in frame(pilot)
        await press(pilot, "escape", "question_mark")
        assert "For instructors" not in frame(pilot)
        await press(pilot, "escape")
        pilot.app.push_screen(TeachScreen())
        await settled(pilot)
        assert "That is for instructors" in "".join(one.message for one in pilot.app._notifications)


async def test_teach_is_in_the_palette_of_who_may(run_app, services, learner):
    async with run_app() as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, "teach")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TeachScreen)


@SIZES
async def test_a_course_is_made_by_keyboard(run_app, services, learner, size):
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "n")
        await type_text(pilot, "CPB Fall")
        await press(pilot, "tab", "tab", "right", "enter")
        await press(pilot, "tab", "enter")
        assert isinstance(pilot.app.screen, CourseScreen)
        assert "CPB Fall" in frame(pilot)
        await press(pilot, "escape")
        assert "CPB Fall" in frame(pilot)
    (line,) = services.classroom.courses.courses(services.actor)
    assert line.course.pseudonymous
    assert line.course.exam == "cpc"


async def test_a_title_that_is_taken_keeps_the_form(run_app, services, course):
    async with run_app() as pilot:
        await press(pilot, "i", "n")
        await type_text(pilot, "cpc [b]SPRING[/]")
        await press(pilot, "enter")
        assert "there is a course" in frame(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TeachScreen)


async def test_a_course_is_renamed_archived_and_restored(run_app, services, course):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "f3")
        await press(pilot, "ctrl+u", "ctrl+k")
        await type_text(pilot, "New title")
        await press(pilot, "enter")
        assert "New title" in frame(pilot)
        await press(pilot, "escape", "x", "y")
        assert "No course yet" in frame(pilot)
        await press(pilot, "a")
        assert "archived" in frame(pilot)
        await press(pilot, "x", "a")
        listed = pilot.app.screen.query_one("#lines", OptionList)
        assert [option.id for option in listed.options] == [course.id]


@SIZES
async def test_the_log_tells_each_change(run_app, services, course, size):
    services.classroom.cohorts.create(services.actor, course.id, "Morning [x]")
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "l")
        assert isinstance(pilot.app.screen, LogScreen)
        shown = frame(pilot)
        assert "Pat Example" in shown
        assert "section Morning [x]: created" in shown
        assert "2026-11-23 09:00" in shown
