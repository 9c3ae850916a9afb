from __future__ import annotations

import pytest

from tests.tui.quiz_bench import NARROW, WIDE, running_app
from tutor.tui.screens.sorter import SorterScreen

ROLE_KEYS = {"coder": ("c", "1"), "biller": ("b", "2"), "both": ("o", "3")}


async def start(bench) -> SorterScreen:
    bench.app.start_sorter()
    await bench.settle()
    assert isinstance(bench.app.screen, SorterScreen)
    bench.session = bench.app.screen._session
    return bench.app.screen


def owner(bench) -> str:
    slot = bench.session._attempt.slots[bench.session.palette.current]
    return slot.placed.item.role


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_round_from_the_first_duty_to_the_list(tmp_path, size):
    async with running_app(tmp_path, size) as bench:
        await start(bench)
        for number in range(20):
            assert f"{number + 1} of 20" in bench.text()
            if number > 2:
                assert f"{number} right in a row" in bench.text()
            await bench.press(ROLE_KEYS[owner(bench)][number % 2])
            assert bench.stored(number) != ()
        assert not bench.session.open
        assert "20 right of 20 sorted, 20 in the round." in bench.text()
        await bench.press("escape")
        assert not isinstance(bench.app.screen, SorterScreen)


async def test_the_verdict_comes_at_once_and_breaks_the_streak(tmp_path):
    async with running_app(tmp_path) as bench:
        await start(bench)
        for _ in range(2):
            await bench.press(ROLE_KEYS[owner(bench)][0])
        assert "✓ Right –" in bench.text()
        assert "2 right in a row" in bench.text()
        wrong = next(role for role in ROLE_KEYS if role != owner(bench))
        await bench.press(ROLE_KEYS[wrong][0])
        assert "✗ Wrong –" in bench.text()
        assert "in a row" not in bench.text()


async def test_a_key_meant_for_the_duty_before_is_not_counted(tmp_path):
    async with running_app(tmp_path) as bench:
        await start(bench)
        bench.clock.advance(1)
        await bench.press("c")
        bench.clock.advance(0.1)
        await bench.press("c")
        assert bench.session.palette.answered.count(True) == 1


async def test_keys_pressed_while_an_answer_is_saved_are_not_counted(tmp_path):
    async with running_app(tmp_path) as bench:
        screen = await start(bench)
        screen.action_sort("coder")
        screen.action_sort("coder")
        screen.action_sort("biller")
        await bench.settle()
        assert bench.session.palette.answered.count(True) == 1


async def test_the_mouse_sorts_too(tmp_path):
    async with running_app(tmp_path) as bench:
        await start(bench)
        await bench.pilot.click("#role-biller")
        await bench.settle()
        assert bench.stored(0) == ("biller",)


async def test_time_runs_out(tmp_path):
    async with running_app(tmp_path) as bench:
        screen = await start(bench)
        await bench.press("c")
        bench.clock.advance(121)
        await bench.press("c")
        assert not bench.session.open
        assert "of 1 sorted, 20 in the round." in bench.text()
        assert screen._over


async def test_a_round_ended_early_can_be_followed_by_another(tmp_path):
    async with running_app(tmp_path) as bench:
        first = await start(bench)
        await bench.press("c", "escape")
        assert "of 1 sorted" in bench.text()
        assert "– Skipped" in bench.text()
        await bench.press("n")
        assert isinstance(bench.app.screen, SorterScreen)
        assert bench.app.screen is not first
        assert "1 of 20" in bench.text()
