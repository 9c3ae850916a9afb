"""Brackets, control characters and endless words, through every place of the frame."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input, Static

from tests.tui.conftest import NASTY, frame, press, settled
from tutor.errors import UsageError
from tutor.services.learning_views import TermView
from tutor.services.progress_views import DomainRow, NextStep
from tutor.services.views import Link
from tutor.tui.app import StartAt
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.help import HelpModal
from tutor.tui.screens.trouble import TroubleScreen
from tutor.tui.text import show
from tutor.tui.widgets.term_panel import TermPanel

ALL = " ".join(NASTY)


def assert_harmless(pilot) -> None:
    """Nothing that a terminal would obey may be on the screen."""
    obeyed = {
        c for c in frame(pilot) if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs"}
    }
    assert obeyed == set()


@pytest.mark.parametrize("text", NASTY)
async def test_a_profile_can_be_called_anything(run_app, services, text):
    named = services.profiles.create(text[:40], exam="cpc")
    async with run_app() as pilot:
        assert_harmless(pilot)
        assert f"Hello, {named.name}"[:30] in frame(pilot)
        await press(pilot, "s")
        assert named.name[:30] in frame(pilot)
        await press(pilot, "end", "enter")
        assert_harmless(pilot)
        await press(pilot, "escape", "up", "up", "enter")
        assert_harmless(pilot)
        assert named.name[:30] in frame(pilot)


async def test_dialogs_show_anything(run_app, learner):
    async with run_app() as pilot:
        for text in (*NASTY, ALL):
            for dialog in (
                ConfirmModal(text, text, yes=text, no=text),
                EntryModal(text, text, text, len, suggestions=[text]),
                ChooseModal(text, [(text, show(text)), ("other", show("other"))], text),
                TroubleScreen(text, text),
            ):
                await pilot.app.push_screen(dialog)
                await settled(pilot)
                assert_harmless(pilot)
                await pilot.app.pop_screen()
            pilot.app.report(UsageError(text))
            await settled(pilot)
            assert_harmless(pilot)


async def test_a_dialog_refuses_with_anything(run_app, learner):
    def refuse(text: str) -> None:
        raise UsageError(text)

    async with run_app() as pilot:
        await pilot.app.push_screen(EntryModal("Name", ALL, "hint", refuse))
        await press(pilot, "enter")
        assert "✗ [/] [b" in frame(pilot)
        assert_harmless(pilot)


@pytest.mark.parametrize("key", ["ctrl+p", "g"])
async def test_anything_can_be_pasted(run_app, learner, key):
    async with run_app() as pilot:
        await press(pilot, key)
        if key == "g":
            await press(pilot, "slash")
        pilot.app.post_message(Paste(NASTY[5]))
        await settled(pilot)
        assert_harmless(pilot)
        assert "␛[31mred" in pilot.app.screen.query_one(Input).value


async def test_help_shows_anything(run_app, learner):
    async with run_app() as pilot:
        pilot.app.screen.HELP = ALL
        await pilot.app.push_screen(HelpModal(pilot.app.screen))
        await settled(pilot)
        assert "[/] [b [type=x, v={'a[0]'}]" in frame(pilot)
        assert_harmless(pilot)


async def test_home_shows_anything(run_app, services, learner):
    view = services.home.home(learner.id)
    async with run_app() as pilot:
        for text in (*NASTY, ALL):
            pilot.app.screen.draw(
                replace(
                    view,
                    name=text,
                    next_step=NextStep("lesson", text, text, "x"),
                    weakest=(DomainRow("cpc", "x", text, 1.0, 2, 1, 1, 50.0),),
                )
            )
            await settled(pilot)
            assert_harmless(pilot)
        assert "▶ [/] [b" in frame(pilot)


async def test_a_term_shows_anything(run_app, learner):
    async with run_app(start=StartAt("glossary")) as pilot:
        for text in (*NASTY, ALL):
            term = TermView("x", text, (text,), text, text, text, (Link("a", text),), ())
            pilot.app.screen.query_one(TermPanel).show_term(term)
            await settled(pilot)
            assert_harmless(pilot)


def nasty_content(folder: Path) -> Path:
    """Write a glossary of a user's own, full of brackets and endless words."""
    terms = [
        {"id": f"nasty-{number}", "term": text, "short": text, "more": text, "role": "both"}
        for number, text in enumerate(NASTY)
        if text.isprintable()
    ]
    folder.joinpath("lessons").mkdir(parents=True)
    text = json.dumps({"schema": 1, "terms": terms}, ensure_ascii=False)
    folder.joinpath("lessons", "glossary.yaml").write_text(text, encoding="utf-8")
    return folder


async def test_a_users_own_terms_can_be_anything(run_app, settings, clock, tmp_path, services):
    from tutor.services.context import open_services

    services.profiles.create("Pat")
    services.close()
    own = replace(settings, content=(nasty_content(tmp_path / "own"),))
    with open_services(own, clock=clock) as opened:
        added = [opened.glossary.term(link.id) for link in opened.glossary.terms("[")]
    assert len(added) >= 4
    async with run_app(settings=own, start=StartAt("glossary")) as pilot:
        await press(pilot, "slash")
        pilot.app.screen.query_one("#search", Input).value = "["
        await settled(pilot)
        assert f"{len(added)} terms" in frame(pilot)
        await press(pilot, "enter")
        for term in added:
            assert term.short in " ".join(
                str(part.render()) for part in pilot.app.screen.query("TermPanel Static")
            )
            await press(pilot, "down")
        await press(pilot, "ctrl+p")
        pilot.app.screen.query_one(Input).value = "Term: ["
        await settled(pilot)
        await pilot.pause(0.3)
        assert "Term: [" in frame(pilot)
        assert_harmless(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.query_one("#count", Static)
