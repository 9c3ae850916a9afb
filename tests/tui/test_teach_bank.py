"""A course's own questions on screen: written, checked, withdrawn."""

from __future__ import annotations

import asyncio

from textual.widgets import TextArea

from tests.services.classroom.own_items import OWN
from tests.tui.conftest import frame, press, settled


async def test_a_question_is_written_and_withdrawn(run_app, services, learner, books):
    course = services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "b", "n")
        area = pilot.app.screen.query_one(TextArea)
        area.load_text(OWN.replace("kind: single", "kind: sngle"))
        await asyncio.sleep(0.7)
        await settled(pilot)
        assert "✗ items.yaml" in frame(pilot)
        area.load_text(OWN)
        await asyncio.sleep(0.7)
        await settled(pilot)
        assert "✓ The schema" in frame(pilot)
        await press(pilot, "ctrl+s")
        assert "paper claim came" in frame(pilot) or "billing provider" in frame(pilot)
        await press(pilot, "x")
        assert "WITHDRAWN" in frame(pilot)
    (line,) = services.classroom.bank.items(services.actor, course.id, include_withdrawn=True)
    assert line.withdrawn
