"""Keys and first words of the class screens: nothing is lost, nothing dead is offered."""

from __future__ import annotations

import pytest

from tests.services.classroom.assign_bench import School, take
from tests.services.classroom.grading_bench import OPEN_KEYS, question
from tests.tui.conftest import frame, press, settled, type_text
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.key_view import KeyViewModal
from tutor.tui.screens.teach_assignment_form import AssignmentFormScreen
from tutor.tui.screens.teach_assignments import GivenScreen
from tutor.tui.screens.teach_course import CourseScreen

ITEMS = [question(f"q{n}", stem=f"Stem number {n + 1}?", domain="bill") for n in range(3)]


@pytest.fixture
def school(services):
    made = School(services, items=ITEMS)
    services.profiles.choose(made.teacher.learner_id)
    return made


async def test_a_form_is_not_lost_by_escape(run_app, school):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "a", "n", "escape")
        assert isinstance(pilot.app.screen, GivenScreen)  # nothing was typed
        await press(pilot, "n", "down")
        await type_text(pilot, "Mine")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ConfirmModal)
        assert "Ctrl+S" not in frame(pilot)  # no keys of the form under the dialog
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, AssignmentFormScreen)
        assert "Mine" in frame(pilot)
        assert "Ctrl+S" in frame(pilot)
        await press(pilot, "escape", "y")
        assert isinstance(pilot.app.screen, GivenScreen)


async def test_a_course_without_an_exam_is_told_how_to_get_a_heat_map(run_app, services, school):
    services.classroom.courses.set_exam(services.actor, "course-1", None)
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "h")
        assert "F4, one step back" in frame(pilot)
        await press(pilot, "escape", "f4")
        assert isinstance(pilot.app.screen, ChooseModal)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, CourseScreen)
        await press(pilot, "h")
        assert "Heat map CPC" in frame(pilot)
    assert services.classroom.courses.reached(services.actor, "course-1").exam == "cpc"


async def test_a_dispute_shows_its_question_and_on_home(run_app, services, school):
    given = school.assign(OPEN_KEYS)
    attempt = take(services, school.work.start(school.ann, given), right=False)
    async with run_app() as pilot:
        assert "dispute" not in frame(pilot)
        await press(pilot, "i", "enter", "d")
        assert "Uphold" not in frame(pilot)
        services.classroom.disputes.dispute(school.ann, attempt, 0, "b is wrong")
        await press(pilot, "escape", "escape", "escape")
        assert "1 course, 1 dispute waits" in frame(pilot)
        await press(pilot, "i", "enter", "d")
        assert "Uphold" in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, KeyViewModal)
        assert "Stem number" in frame(pilot)


async def test_late_work_is_told_before_and_after(run_app, services, school, clock):
    given = school.assign(OPEN_KEYS, due="2026-11-24", late="deduct", late_percent=10.0)
    clock.advance(2 * 86_400)
    services.profiles.choose(school.ann.learner_id)
    async with run_app(size=(120, 40)) as pilot:
        await press(pilot, "j", "enter")
        asked = " ".join(frame(pilot).replace("│", " ").split())
        assert "It is overdue. Late work loses 10 % of its points for each day begun." in asked
        await press(pilot, "n", "escape")
        take(services, school.work.start(school.ann, given))
        await press(pilot, "j", "enter")
        await settled(pilot)
        said = " ".join(str(pilot.app.screen.query_one("#score").render()).split())
        assert "3 of 3 points" in said
        assert "late: 1 day begun, counts as 2.7 points" in said


async def test_a_message_goes_to_one_section(run_app, services, school):
    courses = services.classroom
    evening = courses.cohorts.create(services.actor, "course-1", "Evening")
    member = courses.roster.find(services.actor, "course-1", "Ben")
    courses.roster.transfer(services.actor, member.id, evening.id)
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "m", "n")
        assert isinstance(pilot.app.screen, ChooseModal)
        assert "Section Evening (1)" in frame(pilot)
        await press(pilot, "down", "enter")
        await type_text(pilot, "See me [/]")
        await press(pilot, "enter")
        assert "0 of 1 read" in frame(pilot)
    (sent,) = courses.messages.sent(services.actor, "course-1")
    assert sent.unread == (member.label,)
