"""Taking an answer back on screen, and the list of missed questions."""

from __future__ import annotations

import pytest
from textual.widgets import Button, OptionList

from tests.tui.conftest import frame, press, settled, take_quiz
from tests.tui.test_quiz_screen import THREE, quiz, screen
from tutor.domain.records import QuizSpec
from tutor.tui.app import StartAt
from tutor.tui.screens.missed import MissedScreen
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.quiz import QuizScreen

PRACTICE = StartAt(place="practice")
SIZES = [(80, 24), (120, 40)]


async def test_u_takes_a_slip_back_and_asks_again(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        assert "Undo" not in bench.text()
        await bench.press("a", "enter")
        assert "u Undo" in bench.text()
        await bench.press("u")
        assert screen(bench).question.feedback is None
        assert screen(bench).question.position == 0
        (note,) = bench.app._notifications
        assert note.message.startswith("Undone: A, your answer to question 1. Answer it again")
        assert not bench.stored(0)
        assert "u Undo" not in bench.text()
        await bench.press("b", "enter")
        assert bench.stored(0) == ("b",)
        assert "✓ Right" in bench.text()


async def test_only_the_latest_answer_has_the_key(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        await bench.press("a", "enter", "enter")
        assert "u Undo" not in bench.text()  # the next question is asked
        await bench.press("p")
        assert "u Undo" in bench.text()
        await bench.press("n", "b", "enter", "p")
        assert screen(bench).question.position == 0
        assert "u Undo" not in bench.text()
        await bench.press("u")
        assert bench.stored(0) == ("a",)


async def test_no_undo_in_test_mode(tmp_path):
    async with quiz(tmp_path, THREE, feedback="test") as bench:
        await bench.press("a", "enter", "p")
        assert "u Undo" not in bench.text()
        await bench.press("u")
        assert bench.stored(0) == ("a",)


@pytest.mark.parametrize("size", SIZES)
async def test_missed_questions_are_listed_and_asked_again(run_app, services, learner, size):
    take_quiz(services, learner, right=2, exam="cpc", count=6)
    view = services.missed.view(learner.id)
    assert len(view.lines) == 4
    async with run_app(size=size, start=PRACTICE) as pilot:
        assert "Missed 4 (W)" in frame(pilot)
        await press(pilot, "w")
        assert isinstance(pilot.app.screen, MissedScreen)
        shown = frame(pilot)
        assert "Missed questions: 4" in shown
        assert "missed 1 x, last on" in shown
        assert "All missed questions" in shown
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
    (attempt,) = services.store.open_attempts(learner.id)
    assert (attempt.total, attempt.feedback, attempt.context) == (4, "tutor", "practice")


async def test_one_domain_is_gone_over(run_app, services, learner):
    take_quiz(services, learner, right=0, exam="cpc", count=6)
    row = services.missed.view(learner.id).domains[0]
    async with run_app(size=(120, 40), start=PRACTICE) as pilot:
        await pilot.click("#missed")
        await settled(pilot)
        assert row.name[:20] in frame(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
    (attempt,) = services.store.open_attempts(learner.id)
    spec = services.store.attempt(attempt.id).spec
    assert (spec.domains, spec.seen, attempt.total) == ((row.id,), "missed", row.count)


async def test_with_nothing_missed_the_place_says_so(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        assert not pilot.app.screen.query_one("#missed", Button).display
        await press(pilot, "w")
        assert "Nothing to go over" in frame(pilot)
        assert pilot.app.screen.query_one(OptionList).option_count == 0
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, PracticeScreen)


async def test_the_command_starts_on_screen(run_app, services, learner):
    take_quiz(services, learner, right=0, exam="cpc", count=3)
    spec = QuizSpec(seen="missed", source="both", count=2)
    async with run_app(start=StartAt(place="missed", spec=spec)) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuizScreen)
