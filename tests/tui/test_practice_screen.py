"""Practice: choosing what to be asked, and starting it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Button, OptionList

from tests.tui.conftest import NASTY, frame, press, settled, take_quiz
from tutor.domain.records import QuizSpec
from tutor.tui.app import StartAt
from tutor.tui.screens.practice import PracticeScreen, PracticeView
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.sorter import SorterScreen
from tutor.tui.widgets.choice_row import ChoiceRow
from tutor.tui.widgets.domain_picker import DomainPicker

PRACTICE = StartAt("practice")


def choose(pilot, row: str, key: str | None) -> None:
    pilot.app.screen.query_one(f"#{row}", ChoiceRow).choose(key)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_learners_own_exam_is_offered_first(run_app, services, learner, size):
    async with run_app(size=size, start=PRACTICE) as pilot:
        shown = frame(pilot)
        assert "CPC · Certified Professional Coder" in shown
        assert "The exam: 100 questions, 240 minutes" in shown
        assert "Domains: all" in shown
        assert "Start quiz" in shown
        assert "Sorter (D)" in shown
        assert pilot.app.screen.spec == QuizSpec(exam="cpc")


async def test_without_a_target_exam_all_exams_are_mixed(run_app, services):
    services.profiles.create("New")
    async with run_app(start=PRACTICE) as pilot:
        assert pilot.app.screen.spec.exam is None
        assert "all exams, mixed" in frame(pilot)
        await press(pilot, "space")
        assert pilot.app.screen.spec.domains == ()


async def test_keys_alone_put_a_quiz_together_and_start_it(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "space", "down", "space", "tab", "right")
        domains = [domain.id for domain in services.library.blueprint("cpc").domains]
        expected = QuizSpec(exam="cpc", domains=tuple(domains[:2]), seen="new")
        assert pilot.app.screen.spec == expected
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        (attempt,) = services.store.open_attempts(learner.id)
        assert services.store.attempt(attempt.id).spec == expected


async def test_a_second_space_takes_the_tick_away(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "space")
        assert "[x]" in frame(pilot)
        assert "Domains: 1 chosen" in frame(pilot)
        await press(pilot, "space")
        assert "[x]" not in frame(pilot)


async def test_the_number_of_fitting_questions_follows_the_choice(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        for row, key in (("role", "biller"), ("skill", "concept"), ("seen", "new")):
            choose(pilot, row, key)
            await settled(pilot)
            matching = services.practice.matching(learner.id, pilot.app.screen.spec)
            assert f"{matching} question" in frame(pilot)


async def test_nothing_that_fits_is_said_and_cannot_be_started(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        choose(pilot, "seen", "missed")
        await settled(pilot)
        assert "0 questions fit" in frame(pilot)
        assert pilot.app.screen.query_one("#start", Button).disabled
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert [note.severity for note in pilot.app._notifications] == ["error"]


async def test_another_exam_brings_its_own_domains(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "space")
        choose(pilot, "exam", "cpb")
        await settled(pilot)
        assert pilot.app.screen.spec == QuizSpec(exam="cpb")
        assert services.library.blueprint("cpb").domains[0].name in frame(pilot)


async def test_test_mode_and_count_reach_the_quiz(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        choose(pilot, "count", "5")
        choose(pilot, "feedback", "test")
        await settled(pilot)
        await pilot.click("#start")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuizScreen)
        (attempt,) = services.store.open_attempts(learner.id)
        assert (attempt.total, attempt.feedback) == (5, "test")


@pytest.mark.parametrize("how", ["d", "click"])
async def test_the_duty_sorter_starts_from_here(run_app, learner, how):
    async with run_app(start=PRACTICE) as pilot:
        if how == "click":
            await pilot.click("#sorter")
            await settled(pilot)
        else:
            await press(pilot, "d")
        assert isinstance(pilot.app.screen, SorterScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_unfinished_quizzes_can_be_gone_on_with(run_app, services, learner, size):
    attempt = take_quiz(services, learner, right=1, skipped=2, exam="cpc", count=5)
    async with run_app(size=size, start=PRACTICE) as pilot:
        assert "3 of 5 answered" in frame(pilot)
        assert "Sorter (D)" in frame(pilot)
        pilot.app.screen.query_one("#unfinished", OptionList).focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        assert pilot.app.screen.session.attempt_id == attempt


async def test_choices_are_kept_while_looking_elsewhere(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        choose(pilot, "exam", "cca")
        await settled(pilot)
        await press(pilot, "space")
        spec = pilot.app.screen.spec
        assert spec.domains
        await press(pilot, "h", "p")
        assert pilot.app.screen.spec == spec


@pytest.mark.parametrize("visited", [True, False])
async def test_a_domain_can_be_asked_for_from_elsewhere(run_app, services, learner, visited):
    domain = services.library.blueprint("cpb").domains[1].id
    async with run_app() as pilot:
        if visited:
            await press(pilot, "p", "space", "h")
        pilot.app.open_practice("cpb", domain)
        await settled(pilot)
        assert pilot.app.screen.spec == QuizSpec(exam="cpb", domains=(domain,))
        pilot.app.open_practice("cpc")
        await settled(pilot)
        assert pilot.app.screen.spec == QuizSpec(exam="cpc")


@pytest.mark.parametrize("text", NASTY)
async def test_any_text_is_shown_as_text(run_app, services, learner, text):
    take_quiz(services, learner, right=1, skipped=2, exam="cpc", count=5)
    (unfinished,) = services.practice.unfinished(learner.id)
    (standing,) = services.progress.overview(learner.id, "cpc").exams
    exam = replace(standing.exam, name=text, format=text)
    rows = tuple(replace(row, name=text) for row in standing.domains)
    async with run_app(start=PRACTICE) as pilot:
        pilot.app.screen.draw(
            PracticeView(
                (replace(standing, exam=exam, domains=rows),), (replace(unfinished, title=text),), 3
            )
        )
        await settled(pilot)
        pilot.app.screen.query_one(DomainPicker).focus()
        await press(pilot, "space")
        assert "\x1b" not in frame(pilot)
        assert "[x]" in frame(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_reviews_that_are_due_are_offered_and_start(run_app, services, learner, clock, size):
    take_quiz(services, learner, right=6, exam="cpc", count=6)
    async with run_app(size=size, start=PRACTICE) as pilot:
        assert not pilot.app.screen.query_one("#review", Button).display
    clock.advance(86_400)
    due = services.spaced.due(learner.id).count
    async with run_app(size=size, start=PRACTICE) as pilot:
        pilot.app.clear_notifications()
        await settled(pilot)
        assert f"Review {due} (V)" in frame(pilot)
        assert "Drills (E)" in frame(pilot)
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, QuizScreen)
    (attempt,) = services.store.open_attempts(learner.id)
    assert attempt.context == "review"


async def test_the_button_starts_a_review(run_app, services, learner, clock):
    take_quiz(services, learner, right=6, exam="cpc", count=6)
    clock.advance(86_400)
    async with run_app(size=(120, 40), start=PRACTICE) as pilot:
        await pilot.click("#review")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_continue_reviews_what_is_due(run_app, services, learner, clock):
    take_quiz(services, learner, right=6, exam="cpc", count=6)
    clock.advance(86_400)
    async with run_app() as pilot:
        assert "Review " in frame(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_with_nothing_due_a_review_says_so(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert "nothing is due" in frame(pilot)
