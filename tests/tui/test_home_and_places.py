"""Home and the way around: keys, clicks, Continue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from textual.widgets import OptionList
from textual.widgets._footer import FooterKey

from tests.tui.conftest import frame, press, settled, take_quiz
from tutor.domain.records import QuizSpec
from tutor.errors import EXIT_USAGE
from tutor.tui.app import StartAt
from tutor.tui.commands import GO, PLACES, place_name
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.about import AboutScreen
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.reader import ReaderScreen
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.screens.sorter import SorterScreen
from tutor.tui.screens.trouble import TroubleScreen

FOOTER_ROOM = 7


async def test_home_greets_and_says_what_is_next(run_app, services, learner):
    take_quiz(services, learner, right=3, exam="cpc", count=5)
    async with run_app() as pilot:
        shown = frame(pilot)
        assert "Hello, Pat Example" in shown
        assert "in 128 days (2027-03-31)" in shown
        assert "5 of 20 questions" in shown
        assert "1 day in a row" in shown
        assert f"0 of {len(services.library.lessons())} read" in shown
        assert "Weakest domains · CPC" in shown
        assert "60 %" in shown
        assert f"▶ Read: {services.library.lessons()[0].title}" in shown


async def test_home_of_a_new_learner_has_something_to_do(run_app, services):
    services.profiles.create("New")
    async with run_app() as pilot:
        shown = frame(pilot)
        assert "No target exam chosen yet" in shown
        assert "Nothing yet" in shown
        assert "▶ Read:" in shown
        assert "in a row" in shown


async def test_a_goal_reached_is_said_in_words(run_app, services, learner):
    services.profiles.update(learner.id, daily_goal=2)
    take_quiz(services, learner, right=0, exam="cpc", count=3)
    async with run_app() as pilot:
        assert "✓ goal met" in frame(pilot)


@pytest.mark.parametrize("key", ["enter", "c"])
async def test_continue_opens_the_next_lesson_page(run_app, services, learner, key):
    async with run_app() as pilot:
        await press(pilot, key)
        assert isinstance(pilot.app.screen, ConfirmModal), "a newcomer is offered a placement test"
        await press(pilot, "n")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert services.library.lessons()[0].title in frame(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "home"


async def test_continue_resumes_the_unfinished_quiz(run_app, services, learner):
    take_quiz(services, learner, right=1, skipped=3, exam="cpc", count=5)
    async with run_app() as pilot:
        assert "2 of 5 answered" in frame(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_two_quick_presses_start_one_quiz(run_app, services, learner):
    attempt = take_quiz(services, learner, right=0, skipped=2, exam="cpc", count=3)
    async with run_app() as pilot:
        pilot.app.resume_quiz(attempt)
        pilot.app.resume_quiz(attempt)
        await settled(pilot)
        stack = pilot.app.screen_stack
        assert [type(screen).__name__ for screen in stack] == ["HomeScreen", "QuizScreen"]


async def test_a_click_on_the_card_continues(run_app, learner):
    async with run_app() as pilot:
        await pilot.click("#continue")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ReaderScreen)


async def test_enter_on_a_weak_domain_offers_to_practise_it(run_app, services, learner):
    weakest = services.home.home(learner.id).weakest
    async with run_app() as pilot:
        await press(pilot, "tab", "down", "down", "enter")
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert pilot.app.current_mode == "practice"
        assert weakest[1].name[:12] in frame(pilot)


async def test_enter_on_a_finished_quiz_opens_its_result(run_app, services, learner):
    take_quiz(services, learner, right=2, exam="cpc", count=3)
    async with run_app() as pilot:
        await press(pilot, "tab", "tab", "down", "enter")
        assert isinstance(pilot.app.screen, ResultsScreen)


@pytest.mark.parametrize("command", GO, ids=lambda command: command.id)
async def test_each_place_has_a_key_and_a_mark(run_app, learner, command):
    place = command.id.removeprefix("go.")
    async with run_app() as pilot:
        await press(pilot, "g" if place != "glossary" else "s", command.key)
        assert pilot.app.current_mode == place
        marked = pilot.app.screen.query("PlaceTab.-current")
        assert [str(tab.render()) for tab in marked] == [place_name(place)]


async def test_each_place_can_be_clicked(run_app, learner):
    async with run_app() as pilot:
        for place in reversed(PLACES):
            tab = pilot.app.screen.query("PlaceTab")[PLACES.index(place)]
            await pilot.click(tab)
            await settled(pilot)
            assert pilot.app.current_mode == place


@pytest.mark.parametrize("place", PLACES)
async def test_a_footer_has_room_for_what_it_shows(run_app, learner, place):
    async with run_app(start=StartAt(place)) as pilot:
        assert 0 < len(pilot.app.screen.query(FooterKey)) <= FOOTER_ROOM
        last = max(key.region.right for key in pilot.app.screen.query(FooterKey))
        assert last <= 80


async def test_escape_leads_home_and_stays_there(run_app, learner):
    async with run_app() as pilot:
        await press(pilot, "s", "escape")
        assert pilot.app.current_mode == "home"
        await press(pilot, "escape")
        assert pilot.app.current_mode == "home"
        assert pilot.app.is_running


async def test_the_key_of_the_current_place_returns_to_its_start(run_app, learner):
    async with run_app() as pilot:
        pilot.app.open_term("denial")
        pilot.app.open_term("appeal")
        await settled(pilot)
        pilot.app.go_to("home")
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 1


async def test_each_place_keeps_what_was_open_in_it(run_app, services, learner):
    async with run_app() as pilot:
        pilot.app.open_lesson(services.library.lessons()[0].id)
        await settled(pilot)
        pilot.app.go_to("settings")
        await settled(pilot)
        pilot.app.go_to("home")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ReaderScreen)


async def test_about_names_version_data_and_notices(run_app, settings, learner):
    async with run_app(size=(120, 50)) as pilot:
        await press(pilot, "a")
        assert isinstance(pilot.app.screen, AboutScreen)
        shown = frame(pilot)
        assert "0.1.0" in shown
        assert str(settings.home)[:40] in shown
        assert "registered trademark of the American Medical Association" in shown
        assert "not affiliated with or endorsed by" in shown
        assert "ICD-10-CM" in shown
        await press(pilot, "f2", "escape")
        assert pilot.app.screen.PLACE == "home"


async def test_the_program_starts_with_an_exam_and_domain_to_practise(run_app, learner):
    async with run_app(start=StartAt("practice", QuizSpec(exam="cpb", domains=("bill",)))) as pilot:
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert "CPB" in frame(pilot)
        assert len(pilot.app.screen_stack) == 1


async def test_the_program_starts_with_the_sorter(run_app, learner):
    async with run_app(start=StartAt("sorter")) as pilot:
        assert isinstance(pilot.app.screen, SorterScreen)


async def test_a_round_of_the_sorter_is_as_long_as_asked_for(run_app, services, learner):
    asked = QuizSpec(context="sorter", count=5, seconds=30)
    async with run_app(start=StartAt("sorter", asked)) as pilot:
        for rounds in (1, 2):
            assert isinstance(pilot.app.screen, SorterScreen)
            attempts = services.store.open_attempts(learner.id)
            assert len(attempts) == rounds
            assert {services.store.attempt(one.id).spec for one in attempts} == {asked}
            pilot.app.pop_screen()
            pilot.app.start_sorter()
            await settled(pilot)


async def test_the_practice_screen_opens_with_the_whole_choice_made(run_app, services, learner):
    domains = [domain.id for domain in services.library.blueprint("cpb").domains]
    wanted = QuizSpec(exam="cpb", role="biller", skill="concept")
    asked = replace(
        wanted,
        domains=tuple(
            domain
            for domain in domains
            if services.practice.matching(learner.id, replace(wanted, domains=(domain,)))
        )[:2],
        count=7,
        seen="new",
        feedback="test",
    )
    async with run_app(start=StartAt("practice", asked)) as pilot:
        assert isinstance(pilot.app.screen, PracticeScreen)
        assert len(asked.domains) == 2
        assert pilot.app.screen.spec == asked
        assert f"{services.practice.matching(learner.id, asked)} question" in frame(pilot)
        assert not services.store.open_attempts(learner.id)
        await press(pilot, "enter")
        (attempt,) = services.store.open_attempts(learner.id)
        assert services.store.attempt(attempt.id).spec == asked


async def test_without_an_exam_the_learners_own_is_chosen(run_app, learner):
    async with run_app(start=StartAt("practice", QuizSpec(seen="new"))) as pilot:
        assert pilot.app.screen.spec == QuizSpec(exam="cpc", seen="new")


@pytest.mark.parametrize("what", ["seed", "subject", "lesson"])
async def test_what_the_practice_screen_cannot_show_starts_the_quiz(
    run_app, services, learner, what
):
    item = next(head for head in services.library.heads("bank") if head.lesson and head.exams)
    asked = QuizSpec(exam=item.exams[0][0], count=3)
    seed = 5 if what == "seed" else None
    if what != "seed":
        asked = replace(asked, **{what: getattr(item, what)})
    async with run_app(start=StartAt("practice", asked, seed=seed)) as pilot:
        assert isinstance(pilot.app.screen, QuizScreen)
        (attempt,) = services.store.open_attempts(learner.id)
        drawn = services.store.attempt(attempt.id)
        assert drawn.spec == asked
        assert seed in (None, drawn.seed)


@pytest.mark.parametrize("place", ["home", "practice", "sorter", "resume"])
async def test_the_named_profile_becomes_the_current_one(run_app, services, learner, place):
    other = services.profiles.create("Other", exam="cpb")
    assert services.profiles.current() == other
    async with run_app(start=StartAt(place, profile="pat example")) as pilot:
        assert pilot.app.learner.id == learner.id
    assert services.profiles.current() == learner


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (StartAt(profile="Zoe"), "there is no profile 'Zoe'; profiles: Pat Example"),
        (StartAt("practice", QuizSpec(exam="xyz")), "xyz"),
        (StartAt("practice", QuizSpec(domains=("nowhere",))), "cpc has no domain 'nowhere'"),
    ],
)
async def test_what_does_not_exist_is_said_before_anything_opens(run_app, learner, start, line):
    async with run_app(size=(120, 40), start=start) as pilot:
        assert isinstance(pilot.app.screen, TroubleScreen)
        assert line in frame(pilot)
        await press(pilot, "enter")
    assert pilot.app.return_code == EXIT_USAGE


async def test_domains_without_any_exam_are_refused(run_app, services):
    services.profiles.create("New")
    asked = QuizSpec(domains=("bill",))
    async with run_app(start=StartAt("practice", asked)) as pilot:
        assert isinstance(pilot.app.screen, TroubleScreen)
        assert "choose an exam before its domains" in frame(pilot)


async def test_the_program_starts_with_the_unfinished_quiz(run_app, services, learner):
    take_quiz(services, learner, right=0, skipped=2, exam="cpc", count=3)
    async with run_app(start=StartAt("resume")) as pilot:
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_the_exam_is_counted_down_where_there_is_room(run_app, services, learner):
    services.profiles.update(learner.id, exam_date=date(2026, 11, 24))
    async with run_app(size=(120, 40)) as pilot:
        top = frame(pilot).splitlines()[0]
        assert "Pat Example" in top
        assert "CPC tomorrow" in top


async def test_home_is_read_again_when_it_comes_back(run_app, services, learner):
    async with run_app() as pilot:
        await press(pilot, "g")
        take_quiz(services, learner, right=1, exam="cpc", count=4)
        await press(pilot, "h")
        assert "4 of 20 questions" in frame(pilot)
        assert pilot.app.screen.query_one("#recent", OptionList).option_count == 1
