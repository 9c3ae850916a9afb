"""Learn: the lessons, and the search over all that is taught."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from tests.tui.conftest import NASTY, frame, press, settled
from tutor.services.learning_views import Hit, LessonLine, TrackView
from tutor.tui.app import StartAt
from tutor.tui.modals.term import TermModal
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.reader import ReaderScreen

LEARN = StartAt("learn")


async def search(pilot, words: str) -> None:
    """Type into the search field, and let the pause after typing pass."""
    await press(pilot, "slash")
    pilot.app.screen.query_one("#search", Input).value = words
    await pilot.pause()
    pilot.app.screen._search()
    await settled(pilot)


async def test_lessons_are_listed_by_track_with_their_state(run_app, services, learner):
    first, second = services.library.lessons()[:2]
    for page in range(first.pages):
        services.learning.read_page(learner.id, first.id, page)
    services.learning.read_page(learner.id, second.id, 0)
    async with run_app(size=(120, 40), start=LEARN) as pilot:
        shown = frame(pilot)
        lessons = pilot.app.screen.query_one("#lessons", OptionList)
        listed = "\n".join(str(option.prompt) for option in lessons.options)
        for track in services.library.tracks():
            assert track.title in listed
        assert "Foundations   1 of 8 done" in shown
        assert "✓ done" in lessons.get_option(first.id).prompt.plain
        assert f"◐ started 1/{second.pages}" in lessons.get_option(second.id).prompt.plain
        assert "○ new" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_cursor_stands_on_the_first_unread_lesson_and_enter_opens_it(
    run_app, services, learner, size
):
    first, second = services.library.lessons()[:2]
    for page in range(first.pages):
        services.learning.read_page(learner.id, first.id, page)
    async with run_app(size=size, start=LEARN) as pilot:
        assert second.summary.split()[0] in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert second.title in frame(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "learn"


async def test_what_was_read_shows_on_coming_back(run_app, services, learner):
    lesson = services.library.lessons()[0]
    async with run_app(start=LEARN) as pilot:
        await press(pilot, "enter", "n", "escape")
        assert f"◐ started 1/{lesson.pages}" in frame(pilot)


async def test_search_finds_lessons_topics_and_terms(run_app, learner):
    async with run_app(start=LEARN) as pilot:
        await search(pilot, "claim")
        shown = frame(pilot)
        assert {"lesson", "term", "topic"} <= {line[2:10].strip() for line in shown.splitlines()}
        await press(pilot, "down")
        assert pilot.app.screen.focused.id == "hits"


async def open_hit(pilot, kind: str) -> Hit:
    screen = pilot.app.screen
    place = next(n for n, hit in enumerate(screen._hits) if hit.kind == kind)
    hits = screen.query_one("#hits", OptionList)
    hits.focus()
    hits.highlighted = place
    hit = screen._hits[place]
    await press(pilot, "enter")
    return hit


async def test_a_lesson_hit_opens_its_page(run_app, learner):
    async with run_app(start=LEARN) as pilot:
        await search(pilot, "claim")
        hit = await open_hit(pilot, "lesson")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert pilot.app.screen.page == hit.page


async def test_a_term_hit_shows_the_term(run_app, learner):
    async with run_app(start=LEARN) as pilot:
        await search(pilot, "claim")
        await open_hit(pilot, "term")
        assert isinstance(pilot.app.screen, TermModal)


async def test_a_topic_hit_goes_to_practice_with_the_domain_chosen(run_app, learner):
    async with run_app(start=LEARN) as pilot:
        await search(pilot, "claim")
        hit = await open_hit(pilot, "topic")
        screen = pilot.app.screen
        assert isinstance(screen, PracticeScreen)
        assert f"{screen.spec.exam}/{screen.spec.domains[0]}" == hit.id


async def test_nothing_found_is_said(run_app, learner):
    async with run_app(start=LEARN) as pilot:
        await search(pilot, "zzzzqqq")
        assert "Nothing found" in frame(pilot)
        await press(pilot, "down", "enter")
        assert pilot.app.screen.PLACE == "learn"


async def test_typing_searches_after_a_pause(run_app, learner):
    async with run_app(start=LEARN) as pilot:
        await press(pilot, "slash", *"era")
        screen = pilot.app.screen
        await pilot.wait_for_scheduled_animations()
        while not screen._hits:
            await settled(pilot)
        assert screen.has_class("-searching")


async def test_escape_leaves_field_search_and_place_in_turn(run_app, services, learner):
    async with run_app(start=LEARN) as pilot:
        await search(pilot, "claim")
        await press(pilot, "escape")
        assert pilot.app.screen.focused.id == "hits"
        await press(pilot, "escape")
        assert not pilot.app.screen.has_class("-searching")
        assert pilot.app.screen.focused.id == "lessons"
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "home"


@pytest.mark.parametrize("text", NASTY)
async def test_any_text_is_shown_as_text(run_app, learner, text):
    line = LessonLine("x", text, text, "both", 5, 3, 1, "started")
    async with run_app(start=LEARN) as pilot:
        screen = pilot.app.screen
        screen.draw((TrackView("t", text, text, (line,)),))
        await settled(pilot)
        assert "\x1b" not in frame(pilot)
        screen.query_one("#search", Input).value = "x"
        screen._show_hits(tuple(Hit(kind, "x", text, text) for kind in ("lesson", "term")))
        await settled(pilot)
        assert "\x1b" not in frame(pilot)
