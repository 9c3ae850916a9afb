"""The palette finds everything; the help explains every place."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from tests.tui.conftest import NASTY, frame, press, settled, take_quiz, type_text
from tutor.tui.app import StartAt
from tutor.tui.commands import PLACES
from tutor.tui.modals.help import HelpModal
from tutor.tui.modals.term import TermModal
from tutor.tui.screens.drills import DrillsScreen
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.reader import ReaderScreen


async def search(pilot, text: str) -> list[str]:
    """Open the palette, type, and return the first line of every hit."""
    await press(pilot, "ctrl+p")
    pilot.app.screen.query_one(Input).value = text
    return await hits(pilot)


async def hits(pilot) -> list[str]:
    for _ in range(100):
        found = pilot.app.screen.query_one(OptionList)
        if found.option_count:
            break
        await pilot.pause(0.02)
    await settled(pilot)
    return [str(option.prompt).splitlines()[0] for option in found.options]


async def test_nothing_typed_offers_the_actions(run_app, learner):
    async with run_app() as pilot:
        await press(pilot, "ctrl+p")
        offered = await hits(pilot)
        assert "Go to Settings" in offered
        assert "Continue" in offered
        assert len(offered) == len(set(offered))


async def test_every_lesson_topic_and_term_is_found(run_app, services, learner):
    lesson = services.library.lessons()[3]
    domain = services.profiles.exams()[1].domains[0]
    async with run_app() as pilot:
        assert f"Read: {lesson.title}" in await search(pilot, lesson.title)
        await press(pilot, "escape")
        assert any(domain.title in hit for hit in await search(pilot, domain.title))
        await press(pilot, "escape")
        assert "Term: clean claim" in await search(pilot, "clean claim")


async def test_a_lesson_opens_from_the_palette(run_app, services, learner):
    async with run_app() as pilot:
        await search(pilot, f"Read: {services.library.lessons()[2].title}")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert services.library.lessons()[2].title in frame(pilot)


async def test_a_term_opens_from_the_palette(run_app, learner):
    async with run_app() as pilot:
        await search(pilot, "Term: clean claim")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TermModal)


async def test_a_topic_opens_practice_with_it(run_app, services, learner):
    domain = services.profiles.exams()[4].domains[0]
    async with run_app() as pilot:
        await search(pilot, f"Practice CPB: {domain.title}")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PracticeScreen)


async def test_a_kind_of_drill_opens_the_drills_at_it(run_app, learner):
    async with run_app() as pilot:
        assert "Drill: Billable or not" in await search(pilot, "Drill: Billable")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DrillsScreen)
        assert pilot.app.screen.spec.drills == ("billable",)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PracticeScreen)


async def test_an_action_runs_from_the_palette(run_app, learner):
    async with run_app() as pilot:
        await search(pilot, "Go to Settings")
        await press(pilot, "enter")
        assert pilot.app.current_mode == "settings"


async def test_actions_of_the_screen_below_are_offered(run_app, services, learner):
    attempt = take_quiz(services, learner, right=0, skipped=2, exam="cpc", count=3)
    async with run_app() as pilot:
        pilot.app.resume_quiz(attempt)
        await settled(pilot)
        await press(pilot, "ctrl+p")
        offered = await hits(pilot)
        assert "Mark" in offered
        assert "Back" not in offered, "Escape pauses a quiz; it does not just go back"
        assert "Go to Home" in offered


async def test_the_palette_works_before_there_is_a_profile(run_app):
    async with run_app() as pilot:
        assert "Quit" in await search(pilot, "quit")
        await press(pilot, "enter")
    assert pilot.app.return_code == 0


async def test_going_to_a_place_without_a_profile_changes_nothing(run_app):
    async with run_app() as pilot:
        await press(pilot, "ctrl+p")
        assert not [hit for hit in await hits(pilot) if hit.startswith("Go to")]
        await press(pilot, "escape")
        pilot.app.go_to("glossary")
        await settled(pilot)
        assert "Start learning" in frame(pilot)


@pytest.mark.parametrize("text", NASTY[:5])
async def test_anything_can_be_typed(run_app, learner, text):
    async with run_app() as pilot:
        await press(pilot, "ctrl+p")
        await type_text(pilot, text[:8])
        assert isinstance(pilot.app.screen, CommandPalette)
        await press(pilot, "escape")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_the_help_explains_each_place(run_app, learner, place, key):
    async with run_app(size=(120, 66), start=StartAt(place)) as pilot:
        first = pilot.app.screen.HELP.split(".")[0]
        await press(pilot, key)
        assert isinstance(pilot.app.screen, HelpModal)
        shown = " ".join(line.strip(" │") for line in frame(pilot).splitlines())
        assert first[:40] in shown
        assert "Everywhere" in shown
        assert "Ctrl+P" in shown
        await press(pilot, key, "escape")
        assert place == pilot.app.screen.PLACE


async def test_the_help_of_a_small_terminal_scrolls(run_app, learner):
    async with run_app() as pilot:
        await press(pilot, "question_mark", "end")
        assert "Leave the program" in frame(pilot)
