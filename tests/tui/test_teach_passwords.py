"""One-time passwords on screen: after an import, for who has no account, for who lost theirs."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest
from textual.widgets import OptionList, ProgressBar, Static

from tests.tui.conftest import frame, press, settled, type_text
from tests.tui.test_teach_people import lines, note, paste
from tutor.errors import SignInError
from tutor.services import passwords
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.password_wait import PasswordWaitModal
from tutor.tui.screens.teach_passwords import PasswordsScreen
from tutor.tui.screens.teach_roster import RosterScreen
from tutor.tui.screens.teach_roster_plan import RosterPlanScreen

HOUR = timedelta(hours=1)
PASSWORD = "claim denied twice"
ROSTER = "id,name,section\nS1,Ann Lee,Morning\nS10,Ben Ten,Morning\nS2,Ben Two,Morning\n"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Hash as always, with less memory: nothing here hangs on how long it takes."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "PASSES", 1)


@pytest.fixture
def ines(services, learner):
    """A course from before there were accounts, with Ann; then Ines is its instructor."""
    room, owner = services.classroom, services.actor
    course = room.courses.create(owner, "CPC spring", exam="cpc")
    room.roster.apply(owner, room.roster.plan_bytes(owner, course.id, ROSTER[:35].encode()))
    services.accounts.create_first("Ada", PASSWORD)
    nobody = services.signed_out()
    ada = nobody.signed_in(nobody.accounts.sign_in("Ada", PASSWORD, idle=HOUR))
    given = ada.accounts.create("Ines", "instructor").password
    ada.classroom.courses.add_staff(ada.actor, course.id, "Ines")
    nobody.accounts.first_password("Ines", given, PASSWORD, idle=HOUR)
    return nobody


async def roster_of(pilot):
    await type_text(pilot, "Ines")
    await press(pilot, "enter")
    await type_text(pilot, PASSWORD)
    await press(pilot, "enter")
    await press(pilot, "i", "enter", "r")
    assert isinstance(pilot.app.screen, RosterScreen)


def shown(pilot) -> list[list[str]]:
    assert isinstance(pilot.app.screen, PasswordsScreen)
    return [line.split() for line in lines(pilot)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
async def test_an_import_shows_the_passwords_once(run_app, ines, settings, size):
    async with run_app(size=size) as pilot:
        await roster_of(pilot)
        assert "no account" in lines(pilot)[1]
        await press(pilot, "i")
        await paste(pilot, ROSTER)
        await press(pilot, "ctrl+l")
        assert "2 students will get a one-time password" in frame(pilot)
        await press(pilot, "y")
        (two, ten) = shown(pilot)
        assert (two[0], two[2:]) == ("S10", ["S10", "Ben", "Ten"])
        assert (ten[0], ten[2:]) == ("S2", ["S2", "Ben", "Two"])
        assert "1 student has no account" in " ".join(note(pilot).split())
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "n", "f5")
        (file,) = settings.home.glob("people/*/passwords/*.csv")
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [line.split(",")[1] for line in file.read_text().splitlines()[1:]] == [
            two[1], ten[1],
        ]  # fmt: skip
        await press(pilot, "escape")  # nothing more to ask
        assert isinstance(pilot.app.screen, RosterScreen)
        kept = [" ".join(line.split()) for line in lines(pilot)]
        assert "Ben Two S2 one-time password" in kept
    assert ines.accounts.sign_in("S2", ten[1], idle=HOUR).must_change


async def test_in_a_browser_the_file_is_handed_out(run_app, ines, settings, monkeypatch):
    from dataclasses import replace

    served = replace(settings, served=True)
    async with run_app(settings=served) as pilot:
        await roster_of(pilot)
        sent = []
        monkeypatch.setattr(pilot.app, "download", lambda *given: sent.append(given))
        await press(pilot, "a", "f5")
        ((line,),) = [shown(pilot)]
        ((name, data),) = sent
        assert name.startswith("passwords-cpc-spring-")
        assert line[1] in data.decode()
    assert list(settings.home.glob("people/*/passwords")) == []


async def test_who_has_none_gets_one_and_who_lost_theirs_another(run_app, ines):
    async with run_app() as pilot:
        await roster_of(pilot)
        await press(pilot, "a")
        ((name, first, *_),) = shown(pilot)
        assert name == "S1"
        await press(pilot, "escape", "y")
        assert isinstance(pilot.app.screen, RosterScreen)
        assert "has not used the one-time password yet" in " ".join(note(pilot).split())
        await press(pilot, "a")  # nobody is left
        assert isinstance(pilot.app.screen, RosterScreen)
        await press(pilot, "p", "n")
        assert isinstance(pilot.app.screen, RosterScreen)
        await press(pilot, "p", "y")
        ((_, second, *_),) = shown(pilot)
    with pytest.raises(SignInError):
        ines.accounts.sign_in("S1", first, idle=HOUR)
    assert ines.accounts.sign_in("S1", second, idle=HOUR).must_change


async def test_escape_stops_before_anything_is_done(run_app, ines, monkeypatch):
    from threading import Event

    from tutor.services.classroom import roster_accounts

    reached, go_on = Event(), Event()

    def slow(password):
        reached.set()
        go_on.wait(30)
        return passwords.hash_password(password)

    monkeypatch.setattr(roster_accounts, "hash_password", slow)
    async with run_app() as pilot:
        await roster_of(pilot)
        await press(pilot, "i")
        await paste(pilot, ROSTER)
        await press(pilot, "ctrl+l")
        await pilot.press("y")
        await pilot.pause()
        while not reached.is_set():
            await pilot.pause(0.05)
        modal = pilot.app.screen
        assert isinstance(modal, PasswordWaitModal)
        await pilot.press("escape")
        assert str(modal.query_one("#line", Static).content) == "Stopping."
        assert modal.query_one(ProgressBar).total == 2
        go_on.set()
        await settled(pilot)
        assert isinstance(pilot.app.screen, RosterPlanScreen)
        assert "stopped: nothing was changed" in frame(pilot)
        await press(pilot, "escape", "escape")
        found = pilot.app.screen.query_one("#lines", OptionList)
        assert found.option_count == 2  # the section, and Ann


async def test_where_nobody_signs_in_there_are_no_passwords(run_app, services, learner):
    room, actor = services.classroom, services.actor
    course = room.courses.create(actor, "Mine")
    room.roster.apply(actor, room.roster.plan_bytes(actor, course.id, ROSTER.encode()))
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "a", "p")
        assert isinstance(pilot.app.screen, RosterScreen)
        assert "account" not in frame(pilot)
        assert "password" not in frame(pilot)
