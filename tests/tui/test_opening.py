"""From the first frame to the last: opening, what can go wrong with it, closing."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tests.tui.conftest import frame, press, settled
from tutor.errors import EXIT_BUSY, EXIT_STORE
from tutor.services.context import open_services
from tutor.settings import Settings
from tutor.tui.app import StartAt, TutorApp
from tutor.tui.holder import ClosingError, ServiceHolder
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.trouble import TroubleScreen
from tutor.tui.screens.welcome import WelcomeScreen


async def test_the_first_frame_is_home_and_says_that_it_opens(run_app):
    async with run_app(wait=False) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen | WelcomeScreen)
        home = pilot.app._screen_stacks["home"][0]
        strips = home._compositor.render_strips()
        assert "Coding & Billing Tutor" in "\n".join(strip.text for strip in strips)
        await settled(pilot)


async def test_without_a_profile_the_program_asks_for_one(run_app):
    async with run_app() as pilot:
        assert isinstance(pilot.app.screen, WelcomeScreen)
        assert "Start learning" in frame(pilot)


async def test_turning_back_without_a_profile_ends_the_program(run_app):
    async with run_app() as pilot:
        await press(pilot, "escape")
    assert pilot.app.return_code == 0


async def test_progress_of_a_long_opening_is_shown(tmp_path, run_app):
    """A cold start compiles all content, and says how far it is."""
    async with run_app(settings=Settings(tmp_path / "cold"), wait=False) as pilot:
        home = pilot.app._screen_stacks["home"][0]
        home._follow_opening()
        pilot.app.opening = (3, 12)
        assert "3 of 12 files" in str(home.query_one("#opening").render())
        await settled(pilot)
        done, total = pilot.app.opening
        assert done == total > 0
        assert isinstance(pilot.app.screen, WelcomeScreen)


async def test_a_damaged_database_is_said_in_words_and_ends_with_its_code(run_app, settings):
    settings.home.joinpath("main.db").write_bytes(b"not a database at all " * 500)
    async with run_app() as pilot:
        assert isinstance(pilot.app.screen, TroubleScreen)
        shown = frame(pilot)
        assert "Damaged database" in shown
        assert "Traceback" not in shown
        await press(pilot, "enter")
    assert pilot.app.return_code == EXIT_STORE


async def test_a_second_program_is_kept_out(run_app, settings, clock):
    with open_services(settings, clock=clock, interactive=True):
        async with run_app() as pilot:
            assert "Already open" in frame(pilot)
            await pilot.click("Button")
            await settled(pilot)
    assert pilot.app.return_code == EXIT_BUSY


async def test_a_home_that_is_a_file_is_said_in_words(run_app, tmp_path):
    (tmp_path / "file").write_text("in the way")
    async with run_app(settings=Settings(tmp_path / "file")) as pilot:
        assert isinstance(pilot.app.screen, TroubleScreen)
        assert "TUTOR_HOME" in frame(pilot).replace("\n", " ")
        await press(pilot, "q")
    assert pilot.app.return_code == EXIT_STORE


async def test_quitting_releases_the_database(run_app, settings, clock, learner):
    async with run_app() as pilot:
        await press(pilot, "q")
    assert pilot.app.return_code == 0
    open_services(settings, clock=clock, interactive=True).close()


async def test_quitting_while_services_open_leaves_nothing_open(tmp_path, clock):
    settings = Settings(tmp_path / "cold")
    app = TutorApp(settings, clock=clock)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+q")
    assert app.holder.services is None
    open_services(settings, clock=clock, interactive=True).close()


async def test_quitting_waits_for_a_call_under_way(run_app, settings, clock, learner):
    started, closing, ended = (threading.Event() for _ in range(3))

    async with run_app() as pilot:
        services = pilot.app.services

        def call() -> str:
            started.set()
            while not pilot.app.holder.closing:
                closing.wait(0.01)
            name = services.profiles.update(learner.id, name="Saved at the end").name
            ended.set()
            return name

        pilot.app.screen.ask(call, pytest.fail)
        await asyncio.to_thread(started.wait, 5)
        pilot.app.exit()
    assert ended.is_set()
    with open_services(settings, clock=clock, interactive=True) as again:
        assert again.profiles.all()[0].name == "Saved at the end"


@pytest.mark.parametrize("place", ["home", "glossary", "settings"])
async def test_the_program_starts_where_it_is_told_to(run_app, learner, place):
    async with run_app(start=StartAt(place)) as pilot:
        assert pilot.app.current_mode == place
        assert place == pilot.app.screen.PLACE


def test_services_that_finish_opening_too_late_are_closed(settings, clock):
    holder = ServiceHolder()
    opened = open_services(settings, clock=clock, interactive=True)
    holder.close()
    holder.put(opened)
    assert holder.services is None
    open_services(settings, clock=clock, interactive=True).close()


def test_no_call_begins_once_closing():
    holder = ServiceHolder()
    holder.close()
    with pytest.raises(ClosingError), holder.in_use():
        pytest.fail("began")
