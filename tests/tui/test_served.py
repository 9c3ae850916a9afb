"""On a server nothing is written to its disk or read from it at a learner's wish."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from tests.tui.conftest import START, frame, press, settled
from tests.tui.exam_bench import exam
from tutor.errors import UsageError
from tutor.tui.screens.about import AboutScreen
from tutor.tui.screens.trouble import TroubleScreen


@pytest.fixture
def on_server(settings):
    return replace(settings, served=True)


def catch_downloads(app, monkeypatch):
    """Take what would go to the browser: (name, bytes or text, method)."""
    sent = []

    def deliver(binary, *, save_path, open_method="download", **_):
        binary.seek(0)
        sent.append((save_path.name, binary.read(), open_method))

    monkeypatch.setattr(app._driver, "deliver_binary", deliver)
    return sent


def files(home):
    return {path for path in home.rglob("*") if "-wal" not in path.name and "-shm" not in path.name}


async def test_the_calendar_goes_to_the_browser(run_app, services, learner, on_server, monkeypatch):
    services.profiles.update(learner.id, exam_date=date(2026, 12, 10))
    before = files(on_server.home)
    async with run_app(settings=on_server) as pilot:
        sent = catch_downloads(pilot.app, monkeypatch)
        await press(pilot, "t", "x")
        ((name, data, _),) = sent
        assert name == f"study-plan-{learner.id[-6:]}.ics"
        assert data.startswith(b"BEGIN:VCALENDAR")
        assert any("browser is saving" in note.message for note in pilot.app._notifications)
    assert files(on_server.home) == before


async def test_exam_reports_go_to_the_browser(tmp_path, monkeypatch):
    async with exam(tmp_path) as bench:
        bench.app.settings = replace(bench.app.settings, served=True)
        sent = catch_downloads(bench.app, monkeypatch)
        await bench.press("b", "u", "enter", "a", "m", "enter", "n", "b", "enter", "y")
        await bench.press("e", "t")
        assert [Path(name).suffix for name, _, _ in sent] == [".html", ".csv"]
        assert sent[0][0].startswith(f"cpb-{START.date()}")
        assert sent[0][1].startswith(b"<!doctype html>")
        assert b"attempt,learner,exam" in sent[1][1]
        assert not bench.app.settings.reports.exists()


async def test_pictures_of_the_screen_go_to_the_browser_or_nowhere(
    run_app, learner, on_server, monkeypatch, tmp_path
):
    async with run_app(settings=on_server) as pilot:
        sent = catch_downloads(pilot.app, monkeypatch)
        monkeypatch.chdir(tmp_path)
        with pytest.raises(UsageError, match="server's disk"):
            pilot.app.save_screenshot("shot.svg", str(tmp_path))
        pilot.app.action_screenshot("shot.svg", str(tmp_path))
        assert sent[0][0] == "shot.svg"
    assert not list(tmp_path.glob("*.svg"))


async def test_no_file_of_the_server_can_be_handed_out(run_app, learner, on_server, monkeypatch):
    secret = on_server.home / "main.db"
    async with run_app(settings=on_server) as pilot:
        sent = catch_downloads(pilot.app, monkeypatch)
        for deliver in (pilot.app.deliver_text, pilot.app.deliver_binary):
            for path in (secret, str(secret)):
                with pytest.raises(UsageError, match="server's disk"):
                    deliver(path)
        assert sent == []
        pilot.app.deliver_text(StringIO("made here"), save_filename="a.txt")
        assert sent == [("a.txt", "made here", "download")]


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://www.cms.gov", True),
        ("HTTP://www.cms.gov", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("//host", False),
    ],
)
async def test_only_pages_of_the_web_are_opened(
    run_app, learner, on_server, monkeypatch, url, opened
):
    async with run_app(settings=on_server) as pilot:
        asked = []
        monkeypatch.setattr(pilot.app._driver, "open_url", lambda *args: asked.append(args))
        pilot.app.open_url(url)
        assert bool(asked) == opened


async def test_the_process_cannot_be_put_into_the_background(
    run_app, learner, on_server, monkeypatch
):
    async with run_app(settings=on_server) as pilot:
        monkeypatch.setattr(type(pilot.app._driver), "can_suspend", True)
        monkeypatch.setattr("os.kill", lambda *_: pytest.fail("suspended"))
        await press(pilot, "ctrl+z")
        pilot.app.action_suspend_process()


async def test_places_of_the_server_are_not_shown(run_app, learner, on_server):
    async with run_app(settings=on_server, size=(200, 60)) as pilot:
        pilot.app.action_about()
        await settled(pilot)
        assert isinstance(pilot.app.screen, AboutScreen)
        assert str(on_server.home) not in frame(pilot)
        assert "lessons, " in frame(pilot)


async def test_what_keeps_it_from_opening_is_said_without_places(run_app, on_server, capfd):
    on_server.home.joinpath("main.db").write_bytes(b"not a database at all " * 500)
    async with run_app(settings=on_server, size=(200, 60)) as pilot:
        assert isinstance(pilot.app.screen, TroubleScreen)
        assert str(on_server.home) not in frame(pilot).replace("\n", "")
        assert "tell your instructor" in frame(pilot)
        await press(pilot, "enter")
    assert str(on_server.home) in capfd.readouterr().err


async def test_two_sessions_share_one_database(run_app, learner, on_server):
    async with run_app(settings=on_server) as one, run_app(settings=on_server) as other:
        assert "Pat Example" in frame(one)
        assert "Pat Example" in frame(other)


async def test_assignment_files_are_not_asked_for_on_a_server(run_app, learner, on_server):
    from tutor.tui.screens.assignments import AssignmentsScreen

    async with run_app(settings=on_server) as pilot:
        screen = AssignmentsScreen()
        await pilot.app.push_screen(screen)
        await settled(pilot)
        for action in ("import_assignment", "hand_in"):
            assert screen.check_action(action, ()) is False
