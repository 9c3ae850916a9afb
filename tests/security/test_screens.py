"""What the screens of a class database show, and to whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from tests.tui.conftest import clock as clock
from tests.tui.conftest import (
    compiled_home as compiled_home,
)
from tests.tui.conftest import frame, press, settled, take_quiz, type_text
from tests.tui.conftest import run_app as run_app
from tests.tui.conftest import services as services
from tests.tui.conftest import settings as settings
from tutor.domain.records import QuizSpec
from tutor.services.context import Services
from tutor.services.passwords import hash_password
from tutor.tui.app import StartAt
from tutor.tui.modals.change_password import ChangePasswordModal
from tutor.tui.screens.exam_report import ExamReportScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.screens.sign_in import SignInScreen

HOUR = timedelta(hours=1)
PASSWORD = "claim denied twice"
OTHER = "appeal within 90 days"


@pytest.fixture(scope="session")
def hashed() -> str:
    """The password's hash, made once: it takes a while, on purpose."""
    return hash_password(PASSWORD)


@pytest.fixture
def school(services: Services, hashed: str) -> Services:
    """Make Ada the administrator; Ann and Ben students."""
    for name in ("Ada", "Ann", "Ben"):
        first = name == "Ada"
        learner = services.store.create_learner(name, exam="cpb", time_zone="America/Chicago")
        role = "administrator" if first else "student"
        services.store.create_account(learner.id, role, hashed, must_change=False, first=first)
    return services.signed_out()


def enter(school: Services, name: str) -> Services:
    return school.signed_in(school.accounts.sign_in(name, PASSWORD, idle=HOUR))


async def sign_in(pilot, name, password=PASSWORD):
    await type_text(pilot, name)
    await press(pilot, "enter")
    await type_text(pilot, password)
    await press(pilot, "enter")


def me(services: Services):
    return services.profiles.current()


async def test_a_class_database_asks_for_name_and_password_first(run_app, school):
    async with run_app() as pilot:
        assert isinstance(pilot.app.screen, SignInScreen)
        shown = frame(pilot)
        assert "Sign in with the name and password you were given." in shown
        for key in ("h", "p", "escape", "c", "v", "k", "t", "s", "f7", "f8"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, SignInScreen)
        assert "Ann" not in frame(pilot)


async def test_signing_in_leads_home_and_the_password_does_not_show(run_app, school):
    async with run_app() as pilot:
        await type_text(pilot, "ann")
        await press(pilot, "enter")
        await type_text(pilot, PASSWORD)
        assert PASSWORD not in frame(pilot)
        assert "•" * len(PASSWORD) in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Hello, Ann" in frame(pilot)


async def test_what_is_wrong_is_said_in_words_until_the_name_is_locked(run_app, school, clock):
    async with run_app() as pilot:
        await type_text(pilot, "Ann")
        await press(pilot, "enter")
        for _ in range(5):
            await type_text(pilot, "not the one")
            await press(pilot, "enter")
            assert "✗ name or password is wrong" in frame(pilot)
            assert "•" not in frame(pilot)
        await type_text(pilot, PASSWORD)
        await press(pilot, "enter")
        assert "too many wrong tries for this name: try again in 30 seconds" in frame(pilot)
        clock.advance(30)
        await type_text(pilot, PASSWORD)
        await press(pilot, "enter")
        assert "Hello, Ann" in frame(pilot)


async def test_a_one_time_password_is_changed_before_anything_else(run_app, school):
    made = enter(school, "Ada").accounts.create("Eve")
    async with run_app() as pilot:
        await sign_in(pilot, "Eve", made.password)
        assert "That password was for this once" in frame(pilot)
        for new, again, line in (
            ("short", "short", "at least 10 characters"),
            (OTHER, PASSWORD, "the two new passwords differ"),
            (made.password, made.password, "choose another"),
        ):
            await type_text(pilot, new)
            await press(pilot, "enter")
            await type_text(pilot, again)
            await press(pilot, "enter")
            assert line in frame(pilot)
        await press(pilot, "escape")
        assert "Sign in with the name" in frame(pilot)
        await type_text(pilot, made.password)
        await press(pilot, "enter")
        await type_text(pilot, OTHER)
        await press(pilot, "enter")
        await type_text(pilot, OTHER)
        await press(pilot, "enter")
        assert "Hello, Eve" in frame(pilot)


async def test_the_start_asked_for_comes_after_signing_in(run_app, school):
    async with run_app(start=StartAt("practice")) as pilot:
        assert isinstance(pilot.app.screen, SignInScreen)
        await sign_in(pilot, "Ann")
        assert pilot.app.current_mode == "practice"


async def test_no_start_leads_to_somebody_else(run_app, school):
    async with run_app(start=StartAt("practice", profile="Ben")) as pilot:
        await sign_in(pilot, "Ann")
        assert "Hello, Ann" in frame(pilot)
        assert pilot.app.learner.name == "Ann"


async def test_settings_offer_no_other_profile(run_app, school):
    async with run_app(start=StartAt("settings")) as pilot:
        await sign_in(pilot, "Ann")
        listed = pilot.app.screen.query_one("#settings", OptionList)
        ids = [option.id for option in listed.options if option.id]
        assert ids == [
            "exam",
            "exam_date",
            "daily_goal",
            "time_zone",
            "theme",
            "change_password",
            "sign_out",
        ]
        pilot.app.ask_for_profile()
        await settled(pilot)
        assert pilot.app.screen.PLACE == "settings"


@pytest.mark.parametrize("open_it", ["resume_quiz", "open_result"])
async def test_no_id_of_somebody_elses_opens_anything(run_app, school, open_it):
    ben = enter(school, "Ben")
    done = take_quiz(ben, me(ben), right=2, exam="cpb", count=2)
    going_on = ben.practice.start(me(ben).id, QuizSpec(exam="cpb", count=2)).attempt_id
    sat = ben.mocks.start(me(ben).id, "cpb", length="sprint")
    sat.finish()
    async with run_app() as pilot:
        await sign_in(pilot, "Ann")
        for attempt in (done, going_on, sat.attempt_id):
            getattr(pilot.app, open_it)(attempt)
            await settled(pilot)
            assert isinstance(pilot.app.screen, HomeScreen)
            assert not isinstance(pilot.app.screen, ResultsScreen | QuizScreen | ExamReportScreen)
            assert "that is not yours to see" in frame(pilot)
            pilot.app.clear_notifications()
            await settled(pilot)


async def test_signing_out_leaves_nothing_of_the_one_before(run_app, school):
    ann = enter(school, "Ann")
    take_quiz(ann, me(ann), right=2, exam="cpb", count=2)
    async with run_app() as pilot:
        await sign_in(pilot, "Ann")
        for key in ("r", "p", "k"):
            await press(pilot, key)
        await press(pilot, "f8")
        assert isinstance(pilot.app.screen, SignInScreen)
        assert "You are signed out." in frame(pilot)
        assert pilot.app.screen.query_one(".name", Input).value == ""
        assert set(pilot.app._screen_stacks) == {"sign_in"}
        assert pilot.app.holder.services.locked
        for key in ("escape", "tab", "r", "p"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, SignInScreen)
        pilot.app.screen.query_one(".name", Input).focus()
        pilot.app.screen.query_one(".name", Input).value = ""
        await sign_in(pilot, "Ben")
        assert "Hello, Ben" in frame(pilot)
        assert len(pilot.app.screen_stack) == 1
        await press(pilot, "r")
        assert "Ann" not in frame(pilot)


async def test_answers_on_their_way_do_not_reach_the_next_one(run_app, school):
    """What was asked for before signing out is nobody's after it."""
    ann = enter(school, "Ann")
    session = ann.practice.start(me(ann).id, QuizSpec(exam="cpb", count=2))
    async with run_app() as pilot:
        await sign_in(pilot, "Ann")
        pilot.app.resume_quiz(session.attempt_id)
        pilot.app.action_sign_out()
        await settled(pilot)
        assert isinstance(pilot.app.screen, SignInScreen)
        assert set(pilot.app._screen_stacks) == {"sign_in"}


async def test_the_palette_offers_signing_out_and_no_places_before(run_app, school):
    async with run_app(size=(120, 40)) as pilot:
        await press(pilot, "ctrl+p")
        assert isinstance(pilot.app.screen, CommandPalette)
        await type_text(pilot, "go to")
        assert "Go to Progress" not in frame(pilot)
        await press(pilot, "escape", "escape")
        pilot.app.screen.query_one(".name", Input).focus()
        await sign_in(pilot, "Ann")
        await press(pilot, "ctrl+p")
        await type_text(pilot, "sign out")
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SignInScreen)


async def test_who_leaves_is_signed_out_and_the_quiz_waits(run_app, school, clock):
    async with run_app() as pilot:
        await sign_in(pilot, "Ann")
        pilot.app.start_quiz(QuizSpec(exam="cpb", count=2))
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuizScreen)
        clock.advance(29 * 60)
        pilot.app.look_for_idleness()
        await press(pilot, "down")
        clock.advance(29 * 60)
        pilot.app.look_for_idleness()
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuizScreen)
        clock.advance(60)
        pilot.app.look_for_idleness()
        await settled(pilot)
        assert isinstance(pilot.app.screen, SignInScreen)
        shown = " ".join(frame(pilot).split())
        assert "signed out after 30 minutes without a key" in shown
        assert "an open quiz waits under Continue" in shown
        await sign_in(pilot, "Ann")
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_reading_without_answering_is_use_as_well(run_app, school, clock):
    """Keys alone keep the sign-in alive on the server, though nothing is written."""
    async with run_app() as pilot:
        await sign_in(pilot, "Ann")
        for _ in range(4):
            clock.advance(20 * 60)
            await press(pilot, "tab")
            pilot.app.look_for_idleness()
            await settled(pilot)
        await press(pilot, "r")
        assert pilot.app.current_mode == "progress"


async def test_an_account_that_is_closed_meanwhile_ends_on_the_screen(run_app, school, clock):
    ada = enter(school, "Ada")
    async with run_app() as pilot:
        await sign_in(pilot, "Ann")
        ada.accounts.disable("Ann")
        clock.advance(20)
        await press(pilot, "r")
        assert isinstance(pilot.app.screen, SignInScreen)
        assert "you are signed out" in frame(pilot)
        await sign_in(pilot, "Ann")
        assert "this account is closed: ask an administrator" in frame(pilot)


async def test_a_password_is_changed_on_the_screen(run_app, school):
    async with run_app() as pilot:
        await sign_in(pilot, "Ann")
        await press(pilot, "f7")
        assert isinstance(pilot.app.screen, ChangePasswordModal)
        for typed in ("not the one", OTHER, OTHER):
            await type_text(pilot, typed)
            await press(pilot, "enter")
        assert "✗ name or password is wrong" in frame(pilot)
        for typed in (PASSWORD, OTHER, OTHER):
            await type_text(pilot, typed)
            await press(pilot, "enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Your password is changed." in frame(pilot)
    assert school.accounts.sign_in("Ann", OTHER, idle=HOUR).name == "Ann"


async def test_a_student_is_not_told_where_the_server_keeps_things(run_app, school, settings):
    async with run_app(size=(120, 40)) as pilot:
        await sign_in(pilot, "Ann")
        await press(pilot, "f2")
        assert "Your data" not in frame(pilot)
        assert str(settings.home) not in frame(pilot)


async def test_a_report_is_saved_in_a_folder_of_ones_own(run_app, school, settings):
    ann = enter(school, "Ann")
    sat = ann.mocks.start(me(ann).id, "cpb", length="sprint")
    sat.finish()
    async with run_app(size=(120, 40)) as pilot:
        await sign_in(pilot, "Ann")
        pilot.app.open_result(sat.attempt_id)
        await settled(pilot)
        pilot.app.screen.action_save("csv")
        await settled(pilot)
    assert not settings.reports.exists()
    (saved,) = (settings.home / "people" / me(ann).id / "reports").iterdir()
    assert saved.suffix == ".csv"


async def test_a_local_database_shows_none_of_it(run_app, services):
    services.profiles.create("Pat", time_zone="America/Chicago")
    async with run_app(start=StartAt("settings")) as pilot:
        assert not pilot.app.is_signed_in
        ids = [option.id for option in pilot.app.screen.query_one("#settings").options]
        assert "switch" in ids
        assert "sign_out" not in ids
        await press(pilot, "f7", "f8")
        assert pilot.app.screen.PLACE == "settings"
