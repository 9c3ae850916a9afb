"""The frame at both sizes, in every theme, and without colour."""

from __future__ import annotations

import pytest

from tests.tui.conftest import frame, press, settled, take_quiz
from tutor.tui.app import StartAt
from tutor.tui.theme import THEMES

SIZES = [(80, 24), (120, 40)]
KEPT = "Continue"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_home_fits_with_everything_on_it(run_app, services, learner, size):
    for _ in range(6):
        take_quiz(services, learner, right=1, exam="cpc", count=2)
    async with run_app(size=size) as pilot:
        assert pilot.app.screen.query_one("#body").max_scroll_y == 0
        assert pilot.app.screen.query_one("#weak").max_scroll_y == 0
        assert pilot.app.screen.query_one("#recent").max_scroll_y == 0
        assert "…" not in frame(pilot).replace("Opening…", "")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_form_for_a_profile_fits_with_an_error(run_app, size):
    async with run_app(size=size) as pilot:
        await pilot.click("#create")
        await settled(pilot)
        assert "✗ a profile needs a name" in frame(pilot)
        assert "Start learning" in frame(pilot)
        assert pilot.app.screen.query_one("#body").max_scroll_y == 0


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_settings_fit(run_app, learner, size):
    async with run_app(size=size, start=StartAt("settings")) as pilot:
        await press(pilot, "end")
        shown = frame(pilot)
        assert "Name            Pat Example" in shown
        assert "Archive profile" in shown
        assert "Its history is kept." in shown


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (200, 60)], ids=str)
async def test_odd_sizes_do_no_harm(run_app, learner, size):
    async with run_app(size=size) as pilot:
        await press(pilot, "question_mark", "escape", "g", "s", "a", "escape", "h")
        assert pilot.app.is_running


async def test_a_terminal_can_be_resized(run_app, learner):
    async with run_app() as pilot:
        for width, height in ((120, 40), (50, 15), (80, 24)):
            await pilot.resize_terminal(width, height)
            await settled(pilot)
        assert KEPT in frame(pilot)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES] + ["nord", "ansi-dark"])
async def test_every_theme_draws_every_place(run_app, services, learner, theme):
    services.profiles.update(learner.id, theme=theme)
    async with run_app() as pilot:
        assert pilot.app.theme == theme
        await press(pilot, "g", "s", "a", "escape", "question_mark", "escape", "h")
        assert KEPT in frame(pilot)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_theme_can_be_read(theme):
    """Text and its marks stand out from their ground: 4.5 to 1, 7 to 1 in high contrast."""
    wanted = 7.0 if theme.name == "tutor-contrast" else 4.5
    ground = luminance(theme.background)
    for colour in (theme.foreground, theme.success, theme.error, theme.warning, theme.primary):
        light, dark = sorted((luminance(colour), ground), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= wanted, colour


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_without_colour_the_current_place_and_row_still_show(run_app, learner, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with run_app() as pilot:
        assert pilot.app.no_color
        await press(pilot, "s", "down")
        tab = pilot.app.screen.query_one("PlaceTab.-current")
        assert tab.styles.text_style.reverse
        assert tab.styles.text_style.bold
        rows = pilot.app.screen.query_one("#settings")
        row = next(iter(rows.render_line(1))).style
        other = next(iter(rows.render_line(0))).style
        assert row.bgcolor != other.bgcolor
        assert row.underline
        assert not other.underline
        strips = pilot.app.screen._compositor.render_strips()
        colours = {segment.style.color for strip in strips for segment in strip if segment.style}
        assert all(colour is None or is_grey(colour) for colour in colours)


def is_grey(colour: object) -> bool:
    triplet = colour.triplet  # type: ignore[attr-defined]
    return triplet is None or len({triplet.red, triplet.green, triplet.blue}) == 1
