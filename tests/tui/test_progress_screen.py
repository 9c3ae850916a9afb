"""Progress: six panes, each with its keys, and the way on from them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui import dashboard_bench as made
from tests.tui.conftest import NASTY, frame, press, settled, take_quiz
from tutor.tui.app import StartAt
from tutor.tui.panes.activity import ActivityPane
from tutor.tui.panes.domains import DomainsPane
from tutor.tui.panes.history import HistoryPane
from tutor.tui.panes.memory import MemoryPane
from tutor.tui.panes.readiness import ReadinessPane
from tutor.tui.panes.time import TimePane
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.progress import PANES
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.widgets.choice_row import ChoiceRow

PROGRESS = StartAt("progress")
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)


@SIZES
async def test_numbers_and_arrows_change_the_pane(run_app, learner, size):
    async with run_app(size=size, start=PROGRESS) as pilot:
        screen = pilot.app.screen
        for number, pane in enumerate(PANES, 1):
            await press(pilot, str(number))
            assert isinstance(screen.pane, pane)
            assert screen.query_one("#panes").current == f"pane-{number}"
        await press(pilot, "right")
        assert isinstance(screen.pane, ReadinessPane)
        await press(pilot, "left", "left")
        assert isinstance(screen.pane, TimePane)
        assert pilot.app.screen is screen


async def test_a_click_changes_the_pane(run_app, learner):
    async with run_app(start=PROGRESS) as pilot:
        tab = pilot.app.screen.query("PaneTab")[3]
        await pilot.click(tab)
        await settled(pilot)
        assert isinstance(pilot.app.screen.pane, ActivityPane)


@SIZES
async def test_a_new_learner_sees_what_is_missing(run_app, learner, size):
    async with run_app(size=size, start=PROGRESS) as pilot:
        assert "not enough evidence" in frame(pilot)
        assert "0 of 5 mocks so far" in frame(pilot)
        assert "drawn after the first answers" in frame(pilot)
        await press(pilot, "2")
        assert "not tried yet" in frame(pilot)
        await press(pilot, "3")
        assert "0 due today" in frame(pilot)
        assert "Nothing yet: this needs reviews" in frame(pilot)
        await press(pilot, "4")
        assert "0 days in a row" in frame(pilot)
        await press(pilot, "5")
        assert "CPC allows 2:24" in frame(pilot)
        await press(pilot, "6")
        assert "Nothing yet" in frame(pilot)


@SIZES
async def test_a_quiz_shows_in_every_pane(run_app, services, learner, size):
    take_quiz(services, learner, right=6, exam="cpc", count=10)
    view = services.progress.overview(learner.id, "cpc")
    async with run_app(size=size, start=PROGRESS) as pilot:
        assert "needed 70 %" in frame(pilot)
        await press(pilot, "2")
        assert f"{view.exams[0].percent:.0f} % over the domains tried" in frame(pilot)
        await press(pilot, "4")
        assert "1 day in a row · 10 answers on 1 days of study" in frame(pilot)
        for word in ("Coder", "Biller", "Shared", "Last 14 days"):
            assert word in frame(pilot)
        await press(pilot, "6")
        (quiz,) = view.history
        assert f"{100 * quiz.score / quiz.total:3.0f} %  CPC" in frame(pilot)


async def test_another_exam_is_chosen_by_key_and_kept(run_app, services, learner):
    async with run_app(start=PROGRESS) as pilot:
        screen = pilot.app.screen
        await press(pilot, "2", "e")
        other = screen.query_one("#exam", ChoiceRow).key
        assert other != "cpc"
        assert services.library.blueprint(other).domains[0].name in frame(pilot)
        await press(pilot, "h", "r")
        assert screen.query_one("#exam", ChoiceRow).key == other
        await press(pilot, "3", "e")  # a pane of no exam
        assert screen.query_one("#exam", ChoiceRow).key == other
        assert not screen.query_one("#exam", ChoiceRow).display


async def test_enter_on_a_domain_goes_to_practise_it(run_app, services, learner):
    async with run_app(start=PROGRESS) as pilot:
        await press(pilot, "2", "down", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, PracticeScreen)
        assert screen.spec.exam == "cpc"
        assert screen.spec.domains == (services.library.blueprint("cpc").domains[1].id,)


async def test_the_domain_at_the_cursor_is_told_in_full(run_app, services, learner):
    async with run_app(start=PROGRESS) as pilot:
        await press(pilot, "2", "down")
        assert services.library.blueprint("cpc").domains[1].name[:60] in frame(pilot)
        assert "marks at stake" in frame(pilot)
        assert "Not tried" in frame(pilot)


async def test_enter_on_a_quiz_opens_its_result_or_goes_on_with_it(
    run_app, services, learner, clock
):
    take_quiz(services, learner, right=2, exam="cpc", count=3)
    clock.advance(60)
    take_quiz(services, learner, right=1, skipped=2, exam="cpc", count=4)
    async with run_app(start=PROGRESS) as pilot:
        await press(pilot, "6")
        assert "unfinished" in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        pilot.app.pop_screen()
        await settled(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, ResultsScreen)


async def test_the_first_paint_comes_before_the_figures(run_app, learner):
    async with run_app(start=PROGRESS, wait=False) as pilot:
        await pilot.pause()
        while not pilot.app.screen.query("#wait"):
            await pilot.pause()
        assert pilot.app.screen.query_one("#wait").display or pilot.app.is_open
        await settled(pilot)
        assert not pilot.app.screen.query_one("#wait").display


async def test_predictions_are_judged_once_there_are_five(run_app, learner):
    async with run_app(size=(120, 40), start=PROGRESS) as pilot:
        pilot.app.screen.query_one(ReadinessPane).draw(made.standing(made.MANY))
        await settled(pilot)
        shown = frame(pilot)
        assert "Brier score 0.142 over 6 mocks" in shown
        assert "83 % of scores in their band" in shown
        assert "75 % of 4, said 85 %" in shown


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (200, 60)], ids=str)
async def test_odd_sizes_do_no_harm(run_app, services, learner, size):
    take_quiz(services, learner, right=6, exam="cpc", count=10)
    async with run_app(size=size, start=PROGRESS) as pilot:
        await press(pilot, "2", "3", "4", "5", "6", "1")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "needed 70 %" in frame(pilot)


async def test_without_colour_every_chart_can_be_read(run_app, learner, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with run_app(start=PROGRESS) as pilot:
        screen = pilot.app.screen
        screen.query_one(ReadinessPane).draw_history(made.over_time(), 70)
        await settled(pilot)
        assert {"░", "╌", "▀"} <= set(frame(pilot))
        assert "70 ┼╌" in frame(pilot)
        await press(pilot, "2")
        screen.query_one(DomainsPane).draw(made.standing())
        await settled(pilot)
        assert "12.0 of 30" in frame(pilot)
        assert {"█", "░", "━", "╌"} <= set(frame(pilot))
        await press(pilot, "4")
        screen.query_one(ActivityPane).draw(made.activity())
        await settled(pilot)
        assert {"·", "░", "▒", "▓", "█", "–"} <= set(frame(pilot))
        assert "░ 1–9   ▒ 10–19   ▓ 20–39   █ 40+ questions" in frame(pilot)
        tab = screen.query_one("PaneTab.-current")
        assert tab.styles.text_style.reverse


@pytest.mark.parametrize("text", NASTY)
async def test_any_text_is_shown_as_text(run_app, services, learner, text):
    take_quiz(services, learner, right=2, exam="cpc", count=3)
    history = services.progress.history(learner.id)
    view = made.standing()
    async with run_app(start=PROGRESS) as pilot:
        screen = pilot.app.screen
        steps = tuple(replace(one, title=text, why=text) for one in view.ready.steps)
        ready = replace(view.ready, words=text, steps=steps)
        screen.query_one(ReadinessPane).draw(replace(view, ready=ready))
        await press(pilot, "2")
        rows = tuple(replace(row, name=text, why=text) for row in view.domains)
        screen.query_one(DomainsPane).draw(replace(view, domains=rows))
        await press(pilot, "5")
        times = made.times()
        rows = tuple(replace(row, name=text) for row in times.domains)
        screen.query_one(TimePane).draw(replace(times, domains=rows))
        await press(pilot, "6")
        screen.query_one(HistoryPane).draw(tuple(replace(one, title=text) for one in history))
        await settled(pilot)
        assert "\x1b" not in frame(pilot)


@SIZES
async def test_memory_tells_forecast_and_retention(run_app, learner, size):
    async with run_app(size=size, start=PROGRESS) as pilot:
        await press(pilot, "3")
        pilot.app.screen.query_one(MemoryPane).draw(made.memory())
        await settled(pilot)
        shown = frame(pilot)
        assert "18 due today, 12 fit in today" in shown
        assert "84 %, predicted 88 %" in shown
        assert "70 in all" in shown
