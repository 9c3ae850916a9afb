"""The screen that reads a file of claims or answers."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from textual.widgets import Input, Log, Static, TextArea

from tests.domain.claims.worlds import HMO, WORLD
from tests.interchange.x12 import samples
from tests.tui.conftest import frame, press, settled
from tutor.domain.claims.fill import fill_form
from tutor.interchange.x12.writers import WRITERS
from tutor.tui.screens.claim_file import ClaimFileScreen

CLAIM = WRITERS.claim(fill_form(WORLD, HMO))


async def read(pilot, name) -> str:
    screen = pilot.app.screen
    screen.query_one("#path", Input).value = str(name)
    screen.query_one("#path", Input).focus()
    await press(pilot, "enter")
    await settled(pilot)
    return "\n".join(screen.query_one("#report", Log).lines)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_file_is_named_read_and_explained(run_app, learner, tmp_path, size):
    path = tmp_path / "claims.837"
    path.write_text(CLAIM.replace("*IA*515370000", "*ZZ*515370000"))
    async with run_app(size=size) as pilot:
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, ClaimFileScreen)
        assert "Load made-up files only" in frame(pilot)
        assert "tutor claims sample" in frame(pilot)
        report = await read(pilot, path)
        assert "Claim PF0008: professional, 80.00" in report
        assert "✗ Error: ZZ (address of the billing provider" in report
        assert "1 error." in frame(pilot)
        assert max(map(len, report.splitlines())) <= size[0] - 4
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, ClaimFileScreen)


async def test_what_cannot_be_read_is_said_and_what_is_written_in_it_is_shown(
    run_app, learner, tmp_path
):
    made = samples.remittance(Random(5), claims=1)
    path = tmp_path / "paid.835"
    text = WRITERS.remittance(made).replace("LAKESIDE", "LA[b]KE\x1b[31mSIDE")
    path.write_text(text)
    async with run_app() as pilot:
        await press(pilot, "f9")
        report = await read(pilot, path)
        assert "LA[b]KE␛[31mSIDE HEALTH" in report
        for bad, line in ((tmp_path, "is a folder"), ("", "name a file first"), ("~no/x", "user")):
            assert await read(pilot, bad) == ""
            assert line in str(pilot.app.screen.query_one("#said", Static).render())


async def test_the_first_500_claims_are_shown(run_app, learner, tmp_path):
    made = samples.remittance(Random(5), claims=1)
    many = replace(made, claims=made.claims * 501)
    path = tmp_path / "paid.835"
    path.write_text(WRITERS.remittance(many))
    async with run_app() as pilot:
        await press(pilot, "f9")
        report = await read(pilot, path)
        assert "Shown are the first 500 of 501" in report


async def test_over_the_network_text_is_pasted_and_no_path_is_taken(
    run_app, learner, services, monkeypatch
):
    async with run_app() as pilot:
        served = replace(pilot.app.settings, served=True)
        monkeypatch.setattr(pilot.app, "settings", served)
        await press(pilot, "f9")
        screen = pilot.app.screen
        assert not screen.query("#path")
        assert "tutor claims sample" not in frame(pilot)
        screen.query_one("#paste", TextArea).text = CLAIM
        await press(pilot, "ctrl+l")
        await settled(pilot)
        assert "Claim PF0008" in "\n".join(screen.query_one("#report", Log).lines)
