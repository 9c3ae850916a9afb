"""The segments beside a form: what is marked, and that it is in sight."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tests.domain.claims import worlds
from tests.tui.conftest import settled
from tutor.domain.claims.fill import fill_form
from tutor.services.claim_view import segments
from tutor.tui.widgets.claim_segments import MARK, NO_PLACE, ClaimSegments, broken, segment_lines

SEGMENTS = segments(fill_form(worlds.WORLD, worlds.PPO_CHILD).boxes)


def _texts(box: str, width: int = 40) -> list[str]:
    return [line.plain for line in segment_lines(SEGMENTS, box, width)[0]]


def test_the_segments_of_a_box_are_marked_by_a_sign() -> None:
    marked = [line for line in _texts("24G.3") if MARK in line]
    assert marked == [f"{MARK} SV1*HC:J1885*30*UN*2***2"]
    assert not any(MARK in line for line in _texts(""))


def test_a_box_without_a_segment_says_so() -> None:
    assert _texts("31.date", 60)[0] == NO_PLACE
    assert NO_PLACE not in _texts("26", 60)


def test_lines_fit_and_loops_are_named_once() -> None:
    lines = _texts("2", 24)
    assert max(map(len, lines)) <= 24
    assert len([line for line in lines if line.startswith("2010CA")]) == 1
    assert "2010CA patient" in lines


def test_a_long_segment_is_broken_after_a_separator() -> None:
    assert broken("NM1*IL*1*REED*IDA", 10) == ["NM1*IL*1*", "REED*IDA"]
    assert broken("X" * 7, 3) == ["XXX", "XXX", "X"]


class _Bench(App[None]):
    def compose(self) -> ComposeResult:
        yield ClaimSegments()


async def test_the_marked_segment_is_in_sight() -> None:
    app = _Bench()
    async with app.run_test(size=(44, 12)) as pilot:
        pane = app.query_one(ClaimSegments)
        for box in ("24F.3", "2", "28"):
            pane.show(SEGMENTS, box)
            await settled(pilot)
            lines, first = segment_lines(SEGMENTS, box, pane.scrollable_content_region.width)
            assert first is not None
            assert MARK in lines[first].plain
            assert [line.plain for line in lines] == list(pane.lines)
            height = pane.scrollable_content_region.height
            assert pane.scroll_y <= first < pane.scroll_y + height
        await pilot.resize_terminal(24, 12)
        await settled(pilot)
        assert max(map(len, pane.lines)) <= pane.scrollable_content_region.width <= 22
        assert any(MARK in line for line in pane.lines)


async def test_the_lines_are_drawn() -> None:
    app = _Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        pane = app.query_one(ClaimSegments)
        pane.show(SEGMENTS, "28")
        await pilot.pause()
        drawn = [pane.render_line(y).text for y in range(12)]
        assert any(line.startswith(f"{MARK} CLM*PF0006*192*") for line in drawn)
