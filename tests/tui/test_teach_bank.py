"""A course's own questions on screen: written, checked, withdrawn."""

from __future__ import annotations

import asyncio

from textual.widgets import TextArea

from tests.services.classroom.own_items import OWN
from tests.tui.conftest import frame, press, settled
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.key_view import KeyViewModal
from tutor.tui.screens.teach_bank import BankScreen
from tutor.tui.screens.teach_bank_item import BankItemScreen


async def test_a_question_is_written_and_withdrawn(run_app, services, learner, books):
    course = services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "b", "n")
        assert "my-question" in frame(pilot)  # the template
        area = pilot.app.screen.query_one(TextArea)
        area.load_text(OWN.replace("kind: single", "kind: sngle"))
        await asyncio.sleep(0.7)
        await settled(pilot)
        assert "✗ items.yaml" in frame(pilot)
        area.load_text(OWN)
        await asyncio.sleep(0.7)
        await settled(pilot)
        assert "✓ Nothing wrong so far" in frame(pilot)
        await press(pilot, "ctrl+s")
        assert "paper claim came" in frame(pilot) or "billing provider" in frame(pilot)
        await press(pilot, "x")
        assert "WITHDRAWN" in frame(pilot)
    (line,) = services.classroom.bank.items(services.actor, course.id, include_withdrawn=True)
    assert line.withdrawn


async def test_leaving_asks_only_where_text_was_changed(run_app, services, learner, books):
    course = services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")
    services.classroom.bank.add(services.actor, course.id, OWN)
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "b", "enter", "escape")
        assert isinstance(pilot.app.screen, BankScreen)
        for leave in ("escape", "ctrl+q"):
            await press(pilot, "enter", "x", leave)
            assert isinstance(pilot.app.screen, ConfirmModal)
            assert "not saved yet" in frame(pilot)
            await press(pilot, "n")
            assert isinstance(pilot.app.screen, BankItemScreen)
            assert pilot.app.screen.query_one(TextArea).text.startswith("x")
            await press(pilot, "escape", "y")
            assert isinstance(pilot.app.screen, BankScreen)
    (line,) = services.classroom.bank.items(services.actor, course.id)
    assert line.version == 1


async def test_an_edit_makes_the_next_version(run_app, services, learner, books):
    course = services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")
    services.classroom.bank.add(services.actor, course.id, OWN)
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "b", "enter")
        area = pilot.app.screen.query_one(TextArea)
        area.load_text(OWN.replace("stem:", "stm:"))
        await press(pilot, "f5")
        assert "It cannot be shown yet" in frame(pilot)
        await press(pilot, "ctrl+s")
        assert "✗ items.yaml:" in frame(pilot)
        area.load_text(OWN.replace("straight", "right"))
        await press(pilot, "f5")
        assert isinstance(pilot.app.screen, KeyViewModal)
        await press(pilot, "escape", "ctrl+s")
        assert isinstance(pilot.app.screen, BankScreen)
        assert "version 2" in frame(pilot)
    (line,) = services.classroom.bank.items(services.actor, course.id)
    assert line.version == 2
