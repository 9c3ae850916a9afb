"""Quiz sets on screen: made, filled by search and rule, published, by keyboard."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import OptionList

from tests.tui.conftest import frame, press, settled, type_text
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.teach_set import SetScreen
from tutor.tui.screens.teach_set_search import SetSearchScreen
from tutor.tui.screens.teach_sets import SetsScreen


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_set_is_put_together_and_published(run_app, services, learner, size):
    course = services.classroom.courses.create(services.actor, "CPB [b]spring[/]", exam="cpb")
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "q", "n")
        assert isinstance(pilot.app.screen_stack[-2], SetsScreen)
        await type_text(pilot, "Week [x]")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, SetScreen)
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, SetSearchScreen)
        await type_text(pilot, "claim")
        await asyncio.sleep(0.4)
        await settled(pilot)
        assert pilot.app.screen.query_one("#lines", OptionList).option_count > 1
        assert "✓ KEY" in str(pilot.app.screen.query_one("#key").render())
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, SetScreen)
        await press(pilot, "l")
        await type_text(pilot, "some")
        await press(pilot, "enter")
        assert "✗ say how many questions" in frame(pilot)
        await press(pilot, *["backspace"] * 4, "4", "enter")
        assert "4 of CPB" in frame(pilot)
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "y")
        assert "published 1" in frame(pilot)
        await press(pilot, "escape")
    (line,) = services.classroom.sets.sets(services.actor, course.id)
    assert (line.title, line.questions, line.status) == ("Week [x]", 5, "published 1")
