"""The small pieces of the study screens: choices, links."""

from __future__ import annotations

from textual.app import App, ComposeResult

from tests.tui.conftest import NASTY
from tutor.services.learning_views import PageBlock, PageView
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.lesson_page import page_links


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
