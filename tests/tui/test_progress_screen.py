"""Progress: the learner's standing, and the way on from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.conftest import NASTY, frame, press, settled, take_quiz
from tutor.tui.app import StartAt
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.widgets.choice_row import ChoiceRow

PROGRESS = StartAt("progress")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_quiz_shows_in_domains_roles_days_and_history(run_app, services, learner, size):
    take_quiz(services, learner, right=6, exam="cpc", count=10)
    async with run_app(size=size, start=PROGRESS) as pilot:
        shown = frame(pilot)
        view = services.progress.overview(learner.id, "cpc")
        assert "CPC · Certified Professional Coder" in shown
        assert f"{view.exams[0].percent:.0f} % over the domains tried" in shown
        assert "1 day in a row" in shown
        assert f"0 of {view.lessons_total} lessons read" in shown
        for word in ("Coder", "Biller", "Shared", "Questions a day", "Past quizzes"):
            assert word in shown
        numbers = next(line for line in shown.splitlines() if "·  ·" in line)
        assert "10" in numbers
        (quiz,) = view.history
        assert f"{100 * quiz.score / quiz.total:3.0f} %  CPC" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_new_learner_sees_that_nothing_was_done(run_app, services, learner, size):
    async with run_app(size=size, start=PROGRESS) as pilot:
        shown = frame(pilot)
        assert "not tried yet" in shown
        assert "Nothing yet" in shown
        assert "0 days in a row" in shown


async def test_each_domain_tells_its_share_and_what_was_seen(run_app, services, learner):
    async with run_app(size=(120, 40), start=PROGRESS) as pilot:
        row = services.progress.overview(learner.id, "cpc").exams[0].domains[0]
        line = next(line for line in frame(pilot).splitlines() if row.name in line)
        assert f"{row.share:3.0f} %" in line
        assert f"0/{row.items}" in line


async def test_another_exam_is_chosen_by_key_and_kept(run_app, services, learner):
    async with run_app(start=PROGRESS) as pilot:
        screen = pilot.app.screen
        screen.query_one("#exam", ChoiceRow).focus()
        await press(pilot, "right")
        other = screen.query_one("#exam", ChoiceRow).key
        assert other != "cpc"
        assert services.library.blueprint(other).domains[0].name[:20] in frame(pilot)
        await press(pilot, "h", "r")
        assert screen.query_one("#exam", ChoiceRow).key == other


async def test_enter_on_a_domain_goes_to_practise_it(run_app, services, learner):
    async with run_app(start=PROGRESS) as pilot:
        await press(pilot, "down", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PracticeScreen)
        assert screen.spec.exam == "cpc"
        assert screen.spec.domains == (services.library.blueprint("cpc").domains[1].id,)


async def test_enter_on_a_quiz_opens_its_result_or_goes_on_with_it(
    run_app, services, learner, clock
):
    take_quiz(services, learner, right=2, exam="cpc", count=3)
    clock.advance(60)
    take_quiz(services, learner, right=1, skipped=2, exam="cpc", count=4)
    async with run_app(start=PROGRESS) as pilot:
        assert "unfinished" in frame(pilot)
        pilot.app.screen.query_one("#history").focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        pilot.app.pop_screen()
        await settled(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, ResultsScreen)


@pytest.mark.parametrize("text", NASTY)
async def test_any_text_is_shown_as_text(run_app, services, learner, text):
    take_quiz(services, learner, right=2, exam="cpc", count=3)
    view = services.progress.overview(learner.id)
    exams = tuple(
        replace(
            standing,
            exam=replace(standing.exam, name=text),
            domains=tuple(replace(row, name=text) for row in standing.domains),
        )
        for standing in view.exams
    )
    history = tuple(replace(one, title=text) for one in view.history)
    async with run_app(start=PROGRESS) as pilot:
        pilot.app.screen.draw(replace(view, exams=exams, history=history))
        await settled(pilot)
        assert "\x1b" not in frame(pilot)
