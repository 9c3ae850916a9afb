"""The small pieces of the study screens: days, choices, links."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tests.tui.conftest import NASTY
from tutor.domain.records import DayTally
from tutor.services.views import PageBlock, PageView
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.days import COLUMN, DAYS, days_chart
from tutor.tui.widgets.lesson_page import page_links

TODAY = date(2026, 11, 23)


def lines_of(counts: dict[int, int], rows: int = 2) -> list[str]:
    """Return the chart's lines; `counts` has questions by days back."""
    days = [DayTally(TODAY - timedelta(days=back), n, n, 0) for back, n in counts.items()]
    return days_chart(days, TODAY, rows=rows).plain.split("\n")


def test_the_last_column_is_today():
    *_, numbers, weekdays = lines_of({0: 7, 1: 12})
    assert numbers.split()[-2:] == ["12", "7"]
    assert weekdays.split()[-1] == "Mo"
    assert len(weekdays.split()) == DAYS


def test_days_without_questions_and_days_too_old_have_no_bar():
    top, bottom, numbers, _ = lines_of({2: 4, DAYS: 50})
    assert numbers.split().count("·") == DAYS - 1
    assert top.split() == ["██"]
    assert bottom.split() == ["██"]


@given(st.dictionaries(st.integers(0, DAYS - 1), st.integers(1, 99)), st.integers(1, 4))
def test_a_bar_is_as_high_as_its_day_is_busy(counts, rows):
    *bars, _, _ = lines_of(counts, rows)
    heights = {
        back: sum(
            " ▁▂▃▄▅▆▇█".index(line.ljust(DAYS * COLUMN)[(DAYS - back) * COLUMN - 1])
            for line in bars
        )
        for back in counts
    }
    assert all(height >= 1 for height in heights.values())
    ordered = sorted(counts, key=counts.__getitem__)
    assert [heights[back] for back in ordered] == sorted(heights.values())
    assert not counts or max(heights.values()) == 8 * rows


class Rows(App[None]):
    """A choice row on its own."""

    def __init__(self, row: ChoiceRow) -> None:
        super().__init__()
        self.row = row
        self.heard: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield self.row

    def on_choice_row_changed(self, event: ChoiceRow.Changed) -> None:
        self.heard.append(event.key)


def three() -> ChoiceRow:
    return ChoiceRow("Role", [Value(None, "any"), Value("a", "first"), Value("b", "second")])


async def test_keys_go_through_the_values_and_around():
    app = Rows(three())
    async with app.run_test() as pilot:
        await pilot.press("tab", "right", "space", "right", "left")
        assert app.heard == ["a", "b", None, "b"]
        assert app.row.key == "b"


async def test_clicks_go_back_left_of_the_value_and_on_elsewhere():
    app = Rows(three())
    async with app.run_test() as pilot:
        await pilot.click(ChoiceRow, offset=(20, 0))
        await pilot.click(ChoiceRow, offset=(2, 0))
        assert app.heard == ["a", None]


async def test_offering_other_values_keeps_silent_and_falls_back_to_the_first():
    app = Rows(three())
    async with app.run_test() as pilot:
        app.row.offer([Value("x", "ex"), Value("y", "why")], "y")
        await pilot.pause()
        assert app.row.key == "y"
        app.row.offer([Value("x", "ex")], "gone")
        await pilot.pause()
        assert app.row.key == "x"
        assert app.heard == []


async def test_any_text_can_be_a_value():
    app = Rows(ChoiceRow("Exam", [Value(str(n), text) for n, text in enumerate(NASTY)]))
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.press("tab")
        for text in NASTY:
            await pilot.press("right")
            assert "\x1b" not in app.row.render().plain, text


def test_links_of_a_page_come_in_reading_order_and_once():
    text = (
        "See [an era](term:era), [the loop](lesson:denial-loop) and [era](term:era); [x](http://y)."
    )
    page = PageView("T", (PageBlock(text), PageBlock(check="q"), PageBlock("[eob](term:eob)")))
    links = page_links(page)
    assert [link.id for link in links] == ["term:era", "lesson:denial-loop", "term:eob"]
    assert [link.title for link in links] == ["an era", "the loop", "eob"]
