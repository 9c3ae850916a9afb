"""A student's assignments on screen: on Home, in the list, taken, handed in, looked at again."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from tests.factories import make_item
from tests.services.classroom.assign_bench import DURING, School
from tests.tui.conftest import frame, press, settled
from tutor.domain.assignment import Release
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.assigned import AssignedScreen
from tutor.tui.screens.assignments import AssignmentsScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.work_result import WorkResultScreen, WorkReviewScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
ITEMS = [make_item(f"q{n}", stem=f"Stem number {n + 1}?") for n in range(3)]


@pytest.fixture
def school(services):
    made = School(services, items=ITEMS)
    services.profiles.choose(made.ann.learner_id)
    return made


async def test_whom_nothing_was_assigned_sees_nothing_of_it(run_app, services, learner):
    async with run_app() as pilot:
        assert "Class " not in frame(pilot)
        await press(pilot, "j")
        assert isinstance(pilot.app.screen, HomeScreen)


@SIZES
async def test_home_names_what_is_due_soonest_first(run_app, school, clock, size):
    school.assign(due="2026-11-26")
    school.assign(due="2026-11-24")
    async with run_app(size=size) as pilot:
        text = frame(pilot)
        assert text.index("due tomorrow 23:59") < text.index("due Thu 23:59")
        await press(pilot, "j")
        assert isinstance(pilot.app.screen, AssignmentsScreen)
        assert "3 questions, attempt 1 of 1, code book open." in frame(pilot)


@SIZES
async def test_an_assignment_is_taken_by_keyboard(run_app, school, services, clock, size):
    one = school.assign(Release("after_submit", "after_close", "after_close", "after_close"),
                        shuffle=False, seconds=1800, books=False)  # fmt: skip
    async with run_app(size=size) as pilot:
        await press(pilot, "j", "enter")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "y")
        screen = pilot.app.screen
        assert isinstance(screen, AssignedScreen)
        assert "30:00 left" in frame(pilot)
        assert "Undo" not in frame(pilot)
        await press(pilot, "k")  # the code book stays shut
        assert not screen.view.book_in_use
        await press(pilot, "a", "enter")
        assert "Stem number 2?" in frame(pilot)
        await press(pilot, "m", "n", "p", "escape", "y")
        assert isinstance(pilot.app.screen, AssignmentsScreen)
        assert "in progress" in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AssignedScreen)
        assert "Stem number 2?" in frame(pilot)
        await press(pilot, "s")
        modal = " ".join(frame(pilot).split())
        assert "1 of 3 questions answered" in modal
        assert "1 marked" in modal
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, WorkResultScreen)
        text = frame(pilot)
        later = str(pilot.app.screen.query_one("#breakdown").render())
        assert "after it closes" in later
        assert "Right" not in text.replace("Right or wrong", "")
        assert "Wrong" not in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, WorkReviewScreen)
        assert "✓" not in frame(pilot)
        await press(pilot, "n", "n", "n")
        assert isinstance(pilot.app.screen, WorkResultScreen)
        clock.advance(10 * 86_400)
        await press(pilot, "escape", "r")
        assert isinstance(pilot.app.screen, WorkResultScreen)
        assert "Skipped" in frame(pilot)
        await press(pilot, "escape", "escape")
        assert "Nothing to hand in" in frame(pilot)
    assert services.store.assigned_attempts(one)[0].status == "finished"


async def test_verdicts_show_as_they_are_given_where_they_may(run_app, school):
    school.assign(Release("during", "during", "after_close", "after_close"), shuffle=False)
    async with run_app() as pilot:
        await press(pilot, "j", "enter", "y", "a", "enter")
        text = frame(pilot)
        assert "✓ Right" in text or "✗ Wrong" in text
        assert "The key and the reasons show after it closes" in " ".join(text.split())
        assert "The answer is" not in text
        assert "The answer:" not in text


async def test_all_is_told_where_all_may_be(run_app, school):
    school.assign(DURING, shuffle=False)
    async with run_app() as pilot:
        await press(pilot, "j", "enter", "y", "a", "enter")
        assert "Lesson" in frame(pilot) or "Source" in frame(pilot)


async def test_time_runs_out_on_screen(run_app, school, clock):
    school.assign(seconds=60, shuffle=False)
    async with run_app() as pilot:
        await press(pilot, "j", "enter", "y", "a", "enter")
        clock.advance(61)
        pilot.app.screen._tick()
        await settled(pilot)
        assert isinstance(pilot.app.screen, WorkResultScreen)
        said = str(pilot.app.screen.query_one("#score", Static).render())
        assert "time ran out" in said
        assert "1 of 3 answered" in said


async def test_an_extension_reaches_an_open_attempt_on_screen(run_app, school, clock):
    one = school.assign(seconds=60, shuffle=False)
    async with run_app() as pilot:
        await press(pilot, "j", "enter", "y")
        school.given.accommodate(school.teacher, "course-1", ["S001"], 2)
        clock.advance(61)
        await press(pilot, "a", "enter")
        assert isinstance(pilot.app.screen, AssignedScreen)
        await _ticked(pilot, "0:59 left")
    assert school.services.store.assigned_attempts(one)[0].answered == 1


async def _ticked(pilot, text):
    """Wait for the clock on screen, which is drawn once a second, to say so."""
    for _ in range(50):
        if text in frame(pilot):
            return
        await pilot.pause(0.1)
    raise AssertionError(f"{text!r} is not on screen: {frame(pilot)}")
