"""The placement test on screen, by keyboard only."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from tests.tui.conftest import frame, press, settled
from tutor.domain.kinds import key_response
from tutor.tui.app import StartAt
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.diagnostic import DiagnosticScreen
from tutor.tui.screens.diagnostic_report import DiagnosticReportScreen
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.reader import ReaderScreen
from tutor.tui.screens.review import ReviewScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def answer_on(services, attempt_id, count):
    """Answer questions beside the screen, as a program restarted in between would find them."""
    session = services.diagnostic.resume(attempt_id)
    for place in range(count):
        item = services.library.item(session.current().item_id)
        if place % 3:
            session.answer(key_response(item))
        if not session.next():
            break


@SIZES
async def test_a_newcomer_is_placed(run_app, services, learner, size):
    async with run_app(size=size) as pilot:
        assert "▶ Find out where you stand: CPC" in frame(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, ConfirmModal)
        assert "You do not have to" in " ".join(frame(pilot).replace("│", " ").split())
        await press(pilot, "y")
        screen = pilot.app.screen
        assert isinstance(screen, DiagnosticScreen)
        shown = frame(pilot)
        assert "Question 1 of at most 40" in shown
        assert "Placement test" in shown
        assert "Don't know" in shown
        await press(pilot, "n")
        assert "Question 2 of at most 40" in frame(pilot)
        await press(pilot, "p", "w", "m")
        assert pilot.app.screen is screen, "no way back, no list, no marks"
        assert "Question 2 of at most 40" in frame(pilot)
        await press(pilot, "escape", "y")
        assert "▶ Resume: CPC · placement test" in frame(pilot)
        assert "0, at most 40 answered" in frame(pilot)


@SIZES
async def test_the_result_says_where_to_begin(run_app, services, learner, size):
    attempt = services.diagnostic.start(learner.id, seed=4).attempt_id
    answer_on(services, attempt, 19)
    async with run_app(size=size) as pilot:
        await press(pilot, "c")
        assert "Question 20 of at most 40" in frame(pilot)
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, DiagnosticReportScreen)
        shown = frame(pilot)
        assert "70 % needed" in shown
        assert "of 19 right" in shown
        assert "What to study first" in shown
        assert "range, right of asked" in shown
        assert "so far" in shown or "weak" in shown
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, (ReaderScreen, PracticeScreen))
        await press(pilot, "escape")
        pilot.app.screen.query_one("#questions", OptionList).focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        await press(pilot, "escape", "w")
        assert isinstance(pilot.app.screen, ReviewScreen)


async def test_the_last_answer_leads_straight_to_the_result(run_app, services, learner):
    attempt = services.diagnostic.start(learner.id, seed=4).attempt_id
    answer_on(services, attempt, 39)
    async with run_app() as pilot:
        pilot.app.resume_quiz(attempt)
        await settled(pilot)
        for _ in range(3):
            if isinstance(pilot.app.screen, DiagnosticScreen):
                await press(pilot, "n")
        assert isinstance(pilot.app.screen, DiagnosticReportScreen)
        pilot.app.pop_screen()
        pilot.app.open_result(attempt)
        await settled(pilot)
        assert isinstance(pilot.app.screen, DiagnosticReportScreen)


@SIZES
async def test_practice_has_the_test_at_any_time(run_app, services, learner, size):
    async with run_app(size=size, start=StartAt("practice")) as pilot:
        assert "Where do I stand? (F)" in frame(pilot)
        await press(pilot, "f")
        assert isinstance(pilot.app.screen, DiagnosticScreen)
        first = pilot.app.screen.session.attempt_id
        await press(pilot, "escape", "y", "f")
        assert pilot.app.screen.session.attempt_id == first, "the open one goes on"


async def test_who_declines_reads_and_other_quizzes_are_as_before(run_app, services, learner):
    async with run_app() as pilot:
        await press(pilot, "c", "escape")
        assert pilot.app.screen.PLACE == "home"
        await press(pilot, "c", "n")
        assert isinstance(pilot.app.screen, ReaderScreen)
        await press(pilot, "n", "escape", "c")
        assert isinstance(pilot.app.screen, ReaderScreen), "who has begun is not asked again"
