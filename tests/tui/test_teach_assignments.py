"""An instructor's assignments on screen: given, changed, extended, withdrawn, by keyboard."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from tests.factories import make_item
from tests.services.classroom.assign_bench import School
from tests.tui.conftest import frame, press, settled, type_text
from tutor.tui.modals.extension import ExtensionModal
from tutor.tui.screens.teach_assignment import AssignmentScreen
from tutor.tui.screens.teach_assignment_form import AssignmentFormScreen
from tutor.tui.screens.teach_assignments import GivenScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@pytest.fixture
def school(services):
    made = School(services, items=[make_item(f"q{n}") for n in range(3)])
    services.profiles.choose(made.teacher.learner_id)
    return made


async def fill(pilot, name, text):
    pilot.app.screen.query_one(f"#{name}", Input).focus()
    await type_text(pilot, text)


@SIZES
async def test_a_set_is_given_by_keyboard(run_app, school, services, size):
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "a")
        assert isinstance(pilot.app.screen, GivenScreen)
        assert "Nothing assigned yet" in frame(pilot)
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, AssignmentFormScreen)
        assert "Week 1 (3 questions, version 1)" in frame(pilot)
        await fill(pilot, "due", "soon")
        await press(pilot, "ctrl+s")
        assert "✗ 'soon' is no date" in frame(pilot)
        await press(pilot, *["backspace"] * 4)
        await type_text(pilot, "2026-11-25")
        await fill(pilot, "closes", "2026-11-27")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, GivenScreen)
        assert "due Wed 23:59" in frame(pilot)
    (one,) = services.store.assignments("course-1")
    assert one.policy.release.key == "after_close"
    assert services.store.targets(one.id) == (("cohort-1",), ())


@SIZES
async def test_an_assignment_is_changed_extended_and_withdrawn(run_app, school, services, size):
    one = school.assign()
    session = school.work.start(school.ann, one)
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "a", "enter")
        assert isinstance(pilot.app.screen, AssignmentScreen)
        text = frame(pilot)
        assert "1 of 2 started" in text
        assert "in progress" in text
        await press(pilot, "space", "down", "space", "e")
        assert isinstance(pilot.app.screen, ExtensionModal)
        await fill(pilot, "due", "2026-12-01")
        await fill(pilot, "more", "1")
        await press(pilot, "enter", "enter", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, AssignmentScreen)
        assert frame(pilot).count("extended +1") == 2
        await press(pilot, "t")
        pilot.app.screen.query_one(Input).value = "1.5"
        await press(pilot, "enter")
        assert "1.5x" in frame(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, AssignmentFormScreen)
        await fill(pilot, "minutes", "")
        pilot.app.screen.query_one("#minutes", Input).value = "5"
        await press(pilot, "ctrl+s")
        assert "somebody has started" in frame(pilot)
        pilot.app.screen.query_one("#minutes", Input).value = "none"
        pilot.app.screen.query_one("#title", Input).value = "Week one"
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, AssignmentScreen)
        assert "Week one" in frame(pilot)
        await press(pilot, "x", "y")
        assert "WITHDRAWN" in frame(pilot)
    session.refresh()
    assert services.store.assignment(one).withdrawn_at is not None
    extensions = services.store.extensions(one)
    assert {extension.more_attempts for extension in extensions.values()} == {1}
