"""What nobody foresaw ends in a readable notice, a report without values, and exit code 70."""

from __future__ import annotations

import pytest

from tests.tui.conftest import frame, settled
from tutor.errors import UsageError
from tutor.tui.crash import EXIT_CRASH

SECRET = "what a learner typed"


def boom() -> None:
    raise ZeroDivisionError(SECRET)


def reports(settings) -> list[str]:
    return [path.read_text("utf-8") for path in (settings.home / "crash").glob("*.txt")]


@pytest.mark.parametrize("where", ["on the UI thread", "in a thread"])
async def test_an_unexpected_error_ends_in_a_notice(run_app, settings, learner, capsys, where):
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 - raised when the app has ended
        async with run_app() as pilot:
            if where == "in a thread":
                pilot.app.screen.ask(boom, print)
            else:
                pilot.app.call_later(boom)
            await settled(pilot)
    assert pilot.app.return_code == EXIT_CRASH
    notice = " ".join(capsys.readouterr().err.split())
    assert "an unexpected error (ZeroDivisionError)" in notice
    assert "Nothing you answered is lost" in notice
    assert "Traceback" not in notice
    (report,) = reports(settings)
    assert "boom" in report
    assert SECRET not in report + notice


async def test_an_error_made_for_users_is_a_toast(run_app, settings, learner):
    def refuse() -> None:
        raise UsageError("choose another [b]exam[/]\x1b[31m")

    async with run_app() as pilot:
        pilot.app.screen.ask(refuse, print)
        await settled(pilot)
        assert pilot.app.is_running
        shown = frame(pilot)
        assert "That cannot be done" in shown
        assert "choose another [b]exam[/]␛[31m" in shown
    assert reports(settings) == []


async def test_a_late_answer_is_dropped(run_app, learner):
    """Of two questions in one group only the newer is answered, whatever comes back first."""
    import threading

    first_may_end, taken = threading.Event(), []

    def slow() -> str:
        first_may_end.wait(5)
        return "old"

    async with run_app() as pilot:
        pilot.app.screen.ask(slow, taken.append, group="search")
        await pilot.pause()
        pilot.app.screen.ask(lambda: "new", taken.append, group="search")
        await settled(pilot)
        first_may_end.set()
        await settled(pilot)
    assert taken == ["new"]


async def test_an_answer_to_a_screen_that_is_gone_is_dropped(run_app, learner):
    import threading

    may_end, taken = threading.Event(), []
    async with run_app() as pilot:
        pilot.app.action_about()
        await settled(pilot)
        about = pilot.app.screen
        about.ask(lambda: may_end.wait(5), taken.append)
        await pilot.press("escape")
        may_end.set()
        await settled(pilot)
        assert pilot.app.is_running
    assert taken == []
