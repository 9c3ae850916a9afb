"""Welcome and Settings: making, changing, switching and archiving profiles."""

from __future__ import annotations

from datetime import date

import pytest
from textual.events import Key
from textual.widgets import OptionList

from tests.tui.conftest import frame, press, settled, take_quiz, type_text
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.screens.settings import ROWS
from tutor.tui.screens.welcome import WelcomeScreen


async def test_a_first_profile_is_made_with_the_keyboard_alone(run_app, services):
    async with run_app() as pilot:
        await type_text(pilot, "Ana Lima")
        await press(pilot, "enter", "home", "down", "enter")
        await type_text(pilot, "2027-05-01")
        await press(pilot, "enter", "backspace", "backspace")
        await type_text(pilot, "35")
        await press(pilot, "enter")
        assert "Hello, Ana Lima" in frame(pilot)
    made = services.profiles.current()
    assert (made.name, made.exam, made.exam_date, made.daily_goal) == (
        "Ana Lima",
        "cca",
        date(2027, 5, 1),
        35,
    )


@pytest.mark.parametrize(
    "keys",
    [["enter"] * 4, ["tab"] * 4 + ["enter"], ["enter", "tab", "tab", "tab", "enter"]],
    ids=["enter", "tab", "both"],
)
@pytest.mark.parametrize("quick", [False, True], ids=["one by one", "quickly"])
async def test_a_name_and_then_enter_or_tab_lead_into_the_program(run_app, services, keys, quick):
    """Also when all keys arrive before the first has taken effect."""
    async with run_app() as pilot:
        assert "Enter goes on" in frame(pilot)
        await type_text(pilot, "Ana")
        if quick:
            for key in keys:
                pilot.app.post_message(Key(key, None))
            await settled(pilot)
        else:
            await press(pilot, *keys)
        assert "Hello, Ana" in frame(pilot)
    assert services.profiles.current().name == "Ana"


async def test_a_name_is_enough_and_the_button_can_be_clicked(run_app, services):
    async with run_app() as pilot:
        await type_text(pilot, "Bo")
        await pilot.click("#create")
        await settled(pilot)
        assert "Hello, Bo" in frame(pilot)
    assert services.profiles.current().exam is None


async def test_the_exam_under_the_cursor_tells_its_format(run_app):
    async with run_app() as pilot:
        await press(pilot, "tab", "home")
        assert "100 questions, 240 minutes, pass 70 %, open book" in frame(pilot)


@pytest.mark.parametrize(
    ("name", "when", "goal", "line"),
    [
        ("", "", "20", "a profile needs a name"),
        ("Ana", "soon", "20", "is not a date"),
        ("Ana", "", "0", "the daily goal must be from 1 to 500"),
        ("Ana", "", "", "the daily goal is a number"),
        ("pat example", "", "20", "Pat Example"),
    ],
)
async def test_what_cannot_be_saved_is_said_and_the_form_stays(
    run_app, services, learner, name, when, goal, line
):
    async with run_app() as pilot:
        pilot.app.ask_for_profile(create=True)
        await settled(pilot)
        pilot.app.screen.query_one("#name").value = name
        pilot.app.screen.query_one("#date").value = when
        pilot.app.screen.query_one("#goal").value = goal
        await pilot.click("#create")
        await settled(pilot)
        assert isinstance(pilot.app.screen, WelcomeScreen)
        shown = frame(pilot)
        assert "✗" in shown
        assert line.casefold() in shown.casefold()
    assert len(services.profiles.all()) == 1


async def test_with_several_profiles_and_none_chosen_the_program_asks(
    run_app, services, settings, learner
):
    services.profiles.create("Zoe")
    services.profiles.archive(services.profiles.current().id)
    services.profiles.create("Quinn")
    services.profiles.archive(services.profiles.current().id)
    services.profiles.create("Robin")
    services.profiles.archive(services.profiles.named("Robin").id)
    second = services.profiles.create("Second")
    services.profiles.create("Third")
    services.profiles.archive(services.profiles.named("Third").id)
    async with run_app() as pilot:
        assert "Who is learning?" in frame(pilot)
        await press(pilot, "down", "enter")
        assert f"Hello, {second.name}" in frame(pilot)


async def edit(pilot, row: str) -> None:
    keys = [key for key, _, _ in ROWS]
    await press(pilot, "s", "home", *["down"] * keys.index(row), "enter")


@pytest.mark.parametrize(
    ("row", "typed", "shown", "value"),
    [
        ("name", "Ana [b]", "Ana [b]", "Ana [b]"),
        ("exam_date", "2026-12-24", "2026-12-24", date(2026, 12, 24)),
        ("daily_goal", "45", "45 questions", 45),
        ("time_zone", "Europe/Lisbon", "Europe/Lisbon", "Europe/Lisbon"),
    ],
)
async def test_a_setting_is_saved_at_once(run_app, services, learner, row, typed, shown, value):
    async with run_app() as pilot:
        await edit(pilot, row)
        assert isinstance(pilot.app.screen, EntryModal)
        await press(pilot, "ctrl+u", "ctrl+k")
        await type_text(pilot, typed)
        await press(pilot, "enter")
        assert pilot.app.screen.PLACE == "settings"
        assert shown in frame(pilot)
    assert getattr(services.profiles.current(), row) == value


@pytest.mark.parametrize(
    ("row", "typed", "line"),
    [
        ("name", "", "a profile needs a name"),
        ("exam_date", "24.12.", "is not a date"),
        ("daily_goal", "many", "is not a number of questions"),
        ("time_zone", "Mars/Base", "unknown time zone"),
    ],
)
async def test_what_cannot_be_saved_keeps_the_dialog_open(
    run_app, services, learner, row, typed, line
):
    async with run_app() as pilot:
        await edit(pilot, row)
        await press(pilot, "ctrl+u", "ctrl+k")
        await type_text(pilot, typed)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EntryModal)
        assert line in frame(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "settings"
    assert services.profiles.current() == learner


async def test_the_exam_date_can_be_taken_back(run_app, services, learner):
    async with run_app() as pilot:
        await edit(pilot, "exam_date")
        await press(pilot, "ctrl+u", "ctrl+k", "enter")
        assert "not known yet" in frame(pilot)
    assert services.profiles.current().exam_date is None


@pytest.mark.parametrize(("keys", "exam"), [(["end"], None), (["home", "down"], "cca")])
async def test_the_target_exam_is_chosen_from_a_list(run_app, services, learner, keys, exam):
    async with run_app() as pilot:
        await edit(pilot, "exam")
        assert isinstance(pilot.app.screen, ChooseModal)
        assert "● CPC" in frame(pilot)
        await press(pilot, *keys, "enter")
    assert services.profiles.current().exam == exam


async def test_a_theme_is_previewed_and_put_back_on_escape(run_app, services, learner):
    async with run_app() as pilot:
        assert pilot.app.theme == "tutor-dark"
        await edit(pilot, "theme")
        await press(pilot, "down")
        assert pilot.app.theme == "tutor-light"
        await press(pilot, "escape")
        assert pilot.app.theme == "tutor-dark"
    assert services.profiles.current().theme == "tutor-dark"


async def test_a_theme_is_remembered(run_app, services, learner):
    async with run_app() as pilot:
        await edit(pilot, "theme")
        await press(pilot, "down", "down", "enter")
        assert pilot.app.theme == "tutor-contrast"
    assert services.profiles.current().theme == "tutor-contrast"
    async with run_app() as pilot:
        assert pilot.app.theme == "tutor-contrast"


async def test_an_unknown_theme_means_the_default(run_app, services, learner):
    services.profiles.update(learner.id, theme="gone-with-an-old-version")
    async with run_app() as pilot:
        assert pilot.app.theme == "tutor-dark"


async def test_another_profile_starts_afresh(run_app, services, learner):
    """Nothing of the profile before stays on any screen, nor can it be continued."""
    take_quiz(services, learner, right=1, skipped=2, exam="cpc", count=4)
    other = services.profiles.create("Other")
    services.profiles.choose(learner.id)
    async with run_app() as pilot:
        await press(pilot, "c", "ctrl+p")
        await press(pilot, "escape")
        pilot.app.go_to("glossary")
        await settled(pilot)
        await edit(pilot, "switch")
        await press(pilot, "home", "enter")
        assert pilot.app.learner.id == other.id
        assert pilot.app.current_mode == "home"
        assert len(pilot.app.screen_stack) == 1
        shown = frame(pilot)
        assert "Hello, Other" in shown
        assert "Pat" not in shown
        await press(pilot, "s")
        assert "Pat" not in frame(pilot)
    assert services.profiles.current().id == other.id


async def test_switching_can_be_called_off(run_app, services, learner):
    async with run_app() as pilot:
        await edit(pilot, "switch")
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "settings"
        assert pilot.app.learner == learner


async def test_a_new_profile_from_settings(run_app, services, learner):
    async with run_app() as pilot:
        await edit(pilot, "create")
        await type_text(pilot, "Newcomer")
        await press(pilot, "enter", "enter", "enter", "enter")
        assert "Hello, Newcomer" in frame(pilot)
    assert {one.name for one in services.profiles.all()} == {"Newcomer", "Pat Example"}


@pytest.mark.parametrize("key", ["n", "escape", "enter"])
async def test_archiving_is_asked_about_and_keeps_by_default(run_app, services, learner, key):
    async with run_app() as pilot:
        await edit(pilot, "archive")
        assert isinstance(pilot.app.screen, ConfirmModal)
        assert "Pat Example" in frame(pilot)
        await press(pilot, key)
        assert pilot.app.screen.PLACE == "settings"
    assert services.profiles.all() == (learner,)


async def test_archiving_leads_to_the_other_profiles(run_app, services, learner):
    services.profiles.create("Other")
    services.profiles.choose(learner.id)
    async with run_app() as pilot:
        await edit(pilot, "archive")
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, WelcomeScreen)
        picker = pilot.app.screen.query_one("#picker", OptionList)
        assert picker.option_count == 2
        await press(pilot, "enter")
        assert "Hello, Other" in frame(pilot)
    assert [one.name for one in services.profiles.all()] == ["Other"]
