"""The glossary place and the term dialog."""

from __future__ import annotations

from textual.widgets import OptionList

from tests.tui.conftest import frame, press, settled, type_text
from tutor.tui.app import StartAt
from tutor.tui.modals.term import TermModal
from tutor.tui.screens.reader import ReaderScreen


async def test_the_list_shows_every_term_and_the_text_of_the_first(run_app, services, learner):
    terms = services.glossary.terms()
    async with run_app(size=(120, 40), start=StartAt("glossary")) as pilot:
        shown = frame(pilot)
        assert f"{len(terms)} terms" in shown
        assert services.glossary.term(terms[0].id).short[:30] in shown


async def test_the_cursor_shows_each_term(run_app, services, learner):
    terms = services.glossary.terms()
    async with run_app(size=(120, 40), start=StartAt("glossary")) as pilot:
        await press(pilot, "down", "down")
        assert services.glossary.term(terms[2].id).short[:30] in frame(pilot)


async def test_search_follows_what_is_typed(run_app, services, learner):
    async with run_app(size=(120, 40), start=StartAt("glossary")) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "denial")
        found = services.glossary.terms("denial")
        assert 0 < len(found) < 20
        shown = frame(pilot)
        assert f"{len(found)} terms" in shown
        assert services.glossary.term(found[0].id).short[:30] in shown
        await press(pilot, "enter")
        assert pilot.app.focused.id == "terms"


async def test_letters_are_text_while_searching(run_app, learner):
    async with run_app(start=StartAt("glossary")) as pilot:
        await press(pilot, "slash", "h", "q", "s")
        assert pilot.app.current_mode == "glossary"
        assert pilot.app.screen.query_one("#search").value == "hqs"
        assert "No term of that name" in frame(pilot)
        await press(pilot, "escape", "h")
        assert pilot.app.current_mode == "home"


async def test_a_link_opens_the_other_term_and_backspace_returns(run_app, services, learner):
    linked = next(
        view
        for view in (services.glossary.term(link.id) for link in services.glossary.terms())
        if len(view.see) >= 1
    )
    async with run_app(size=(120, 40)) as pilot:
        pilot.app.open_term(linked.id)
        await settled(pilot)
        assert isinstance(pilot.app.screen, TermModal)
        assert linked.short[:30] in frame(pilot)
        await press(pilot, "home", "enter")
        assert services.glossary.term(linked.see[0].id).short[:30] in frame(pilot)
        await press(pilot, "backspace", "backspace")
        assert linked.short[:30] in frame(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "home"


async def test_enter_goes_to_a_terms_links_and_on_to_its_lesson(run_app, services, learner):
    view = next(
        view
        for view in (services.glossary.term(link.id) for link in services.glossary.terms())
        if view.lessons
    )
    async with run_app(start=StartAt("glossary")) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, view.term)
        await press(pilot, "enter", "enter")
        assert pilot.app.focused.id == "links"
        await press(pilot, "end", "enter")
        assert isinstance(pilot.app.screen, ReaderScreen)
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "glossary"


async def test_a_lesson_of_the_dialog_opens_in_its_place(run_app, services, learner):
    view = next(
        view
        for view in (services.glossary.term(link.id) for link in services.glossary.terms())
        if view.lessons
    )
    async with run_app() as pilot:
        pilot.app.open_term(view.id)
        await settled(pilot)
        await press(pilot, "end", "enter")
        names = [type(screen).__name__ for screen in pilot.app.screen_stack]
        assert names == ["HomeScreen", "ReaderScreen"]


async def test_an_unknown_term_is_said_in_words(run_app, learner):
    async with run_app() as pilot:
        pilot.app.open_term("no-such-term")
        await settled(pilot)
        assert "no-such-term" in frame(pilot)


async def test_a_long_term_can_be_scrolled_to_its_links(run_app, services, learner):
    """At 80 by 24 the links may lie below the text; the cursor brings them into view."""
    longest = max(
        (services.glossary.term(link.id) for link in services.glossary.terms()),
        key=lambda view: len(view.short + view.more) + 80 * len(view.see + view.lessons),
    )
    async with run_app() as pilot:
        pilot.app.open_term(longest.id)
        await settled(pilot)
        links = pilot.app.screen.query_one("#links", OptionList)
        await press(pilot, *["down"] * links.option_count, "end")
        last = (*longest.see, *longest.lessons)[-1]
        assert last.title in frame(pilot)
