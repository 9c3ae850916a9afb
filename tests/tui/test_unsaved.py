"""Text that somebody typed is not dropped without asking."""

from __future__ import annotations

import pytest

from tests.tui.conftest import frame, press, settled, type_text
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.teach_messages import MessagesScreen
from tutor.tui.unsaved import worth_keeping


@pytest.mark.parametrize(
    ("before", "now", "asks"),
    [
        ("", "one two three", False),
        ("", "one two three four", True),
        ("one two three four", "one two three four ", False),
        ("one two three four", "one two three five", True),
        ("one two three four", "", False),
    ],
)
def test_more_than_a_few_words_that_were_changed(before, now, asks):
    assert worth_keeping(before, now) == asks


async def test_a_message_is_dropped_only_after_asking(run_app, services, learner):
    room, actor = services.classroom, services.actor
    course = room.courses.create(actor, "CPB spring", exam="cpb")
    room.roster.apply(actor, room.roster.plan_bytes(actor, course.id, b"id,name\nS1,Bea Newton\n"))
    async with run_app() as pilot:
        await press(pilot, "i", "enter")
        pilot.app.push_screen(MessagesScreen(course.id))
        await settled(pilot)
        await press(pilot, "n")
        await type_text(pilot, "Good work")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MessagesScreen)
        await press(pilot, "n")
        await type_text(pilot, "Please read chapter four again")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, EntryModal)
        assert "chapter four" in frame(pilot)
        await press(pilot, "escape", "y")
        assert isinstance(pilot.app.screen, MessagesScreen)
        assert services.classroom.messages.sent(services.actor, pilot.app.screen.course_id) == ()


async def test_going_home_over_text_asks_too(run_app, services, learner):
    services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "b", "n", "x")
        await pilot.app.run_action("app.go_to('home')")
        await press(pilot, "n")
        assert pilot.app.screen.unsaved
        await pilot.app.run_action("app.go_to('home')")
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, HomeScreen)
