"""Reading a lesson: pages, checks, links, the end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Button, Input, Markdown

from tests.tui.conftest import NASTY, frame, press, settled
from tutor.domain.kinds import key_response
from tutor.services.learning_views import PageBlock, PageView
from tutor.services.views import Link
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.term import TermModal
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.reader import ReaderScreen
from tutor.tui.widgets.answer import Answer
from tutor.tui.widgets.feedback_view import FeedbackView
from tutor.tui.widgets.lesson_check import LessonCheck
from tutor.tui.widgets.lesson_page import LessonPage

LESSON = "reading-a-remittance"
"""A lesson with tables, three kinds of checks and links."""
CHECK_PAGE = 1
"""Its first page with a check (a `single`)."""


async def read(pilot, lesson: str = LESSON, page: int | None = None) -> ReaderScreen:
    pilot.app.open_lesson(lesson, page)
    await settled(pilot)
    assert isinstance(pilot.app.screen, ReaderScreen)
    return pilot.app.screen


def pages_read(services, learner, lesson: str = LESSON) -> set[int]:
    progress = services.store.lesson_progress(learner.id).get(lesson)
    return set(progress.pages_read) if progress else set()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_first_page_tells_what_will_be_learned(run_app, services, learner, size):
    lesson = services.library.lesson(LESSON)
    async with run_app(size=size) as pilot:
        await read(pilot)
        shown = frame(pilot)
        assert lesson.title in shown
        assert lesson.pages[0].title in shown
        assert f"page 1 of {len(lesson.pages)}" in shown
        assert "You will learn to:" in shown
        assert lesson.objectives[-1] in shown
        assert "Read before: The life of a claim" in shown


TRACKS = (
    "foundations", "teamwork", "terminology", "anatomy", "icd-10-cm", "guidelines",
    "cpt-concepts", "hcpcs", "icd-10-pcs", "compliance", "insurance", "claims",
    "reimbursement", "denials", "patient-billing", "records", "technology", "exam-craft",
    "career",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("track", TRACKS)
async def test_every_page_of_every_lesson_can_be_read(run_app, services, learner, track):
    """Each page is mounted whole, and leaves no room for another."""
    async with run_app() as pilot:
        for head in services.library.lessons():
            if head.track != track:
                continue
            screen = await read(pilot, head.id)
            lesson = services.library.lesson(head.id)
            for number, page in enumerate(lesson.pages):
                assert screen.page == number
                assert len(screen.query(LessonCheck)) == sum(bool(b.check) for b in page.blocks)
                assert len(screen.query(Markdown)) == sum(not b.check for b in page.blocks)
                await press(pilot, "n")
            assert screen.finished
            await press(pilot, "escape")
    (lines,) = (one.lessons for one in services.learning.tracks(learner.id) if one.id == track)
    assert {line.state for line in lines} == {"done"}


def test_no_track_is_left_out(services):
    assert tuple(track.id for track in services.library.tracks()) == TRACKS


async def test_space_scrolls_to_the_end_of_a_page_and_then_turns_it(run_app, services, learner):
    async with run_app() as pilot:
        screen = await read(pilot)
        body = screen.query_one(LessonPage)
        assert not body.at_end
        await press(pilot, "space")
        assert screen.page == 0
        assert body.scroll_offset.y > 0
        while not body.at_end:
            await press(pilot, "space")
        assert screen.page == 0
        assert pages_read(services, learner) == set()
        await press(pilot, "space")
        assert screen.page == 1
        assert body.scroll_offset.y == 0
        assert pages_read(services, learner) == {0}


async def test_going_back_marks_nothing(run_app, services, learner):
    async with run_app() as pilot:
        screen = await read(pilot, page=2)
        await press(pilot, "p")
        assert screen.page == 1
        await press(pilot, "b", "left", "p")
        assert screen.page == 0
        assert pages_read(services, learner) == set()


async def test_a_lesson_opens_where_it_was_left(run_app, services, learner):
    async with run_app() as pilot:
        await read(pilot)
        await press(pilot, "n", "n", "escape")
        screen = await read(pilot)
        assert screen.page == 2


async def test_many_quick_presses_end_at_the_right_page(run_app, services, learner):
    async with run_app() as pilot:
        screen = await read(pilot)
        await pilot.press("n", "n", "p", "n")
        await settled(pilot)
        assert screen.page == 2
        page = services.library.lesson(LESSON).pages[2]
        assert len(screen.query_one(LessonPage).children) == len(page.blocks)
        assert page.title in frame(pilot)


@pytest.mark.parametrize("page", [-3, 99])
async def test_a_page_that_does_not_exist_becomes_the_nearest(run_app, services, learner, page):
    async with run_app() as pilot:
        screen = await read(pilot, page=page)
        assert screen.page == (0 if page < 0 else len(services.library.lesson(LESSON).pages) - 1)


async def test_an_unknown_lesson_is_reported_and_closed(run_app, learner):
    async with run_app() as pilot:
        pilot.app.open_lesson("no-such-lesson")
        await settled(pilot)
        assert pilot.app.screen.PLACE == "home"
        assert [note.severity for note in pilot.app._notifications] == ["error"]


# Checks


async def test_a_check_is_answered_in_place_and_explained(run_app, services, learner):
    async with run_app() as pilot:
        screen = await read(pilot, page=CHECK_PAGE)
        check = screen.query_one(LessonCheck)
        await press(pilot, "enter")
        assert screen.focused is check.answer
        item = services.library.item(check.item_id)
        (right,) = key_response(item)
        label = next(part.label for part in check.question.parts if part.id == right)
        await press(pilot, label.lower(), "enter")
        assert check.question.feedback.outcome == "right"
        assert "✓ Right" in frame(pilot)
        assert isinstance(screen.focused, LessonPage)
        assert screen.page == CHECK_PAGE
        (answer,) = services.store.check_results(learner.id, (item,)).values()
        assert answer.score == 1


async def test_an_answered_check_comes_back_answered_and_can_be_tried_again(
    run_app, services, learner
):
    lesson = services.library.lesson(LESSON)
    item = services.library.item(next(b.check for b in lesson.pages[CHECK_PAGE].blocks if b.check))
    wrong = next(option.id for option in item.body.options if not option.correct)
    services.learning.answer_check(learner.id, item.id, (wrong,))
    async with run_app(size=(120, 40)) as pilot:
        screen = await read(pilot, page=CHECK_PAGE)
        assert "✗ Wrong" in screen.query_one(FeedbackView).query("Static").first().render().plain
        await press(pilot, "enter")
        assert isinstance(screen.focused, Button)
        await press(pilot, "enter")
        assert not screen.query(FeedbackView)
        assert screen.focused is screen.query_one(Answer)


async def test_letters_in_a_check_answer_and_do_not_turn_pages(run_app, services, learner):
    async with run_app() as pilot:
        screen = await read(pilot, page=CHECK_PAGE)
        await press(pilot, "enter", "b")
        assert screen.page == CHECK_PAGE
        assert screen.query_one(LessonCheck).answer.response()
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ReaderScreen)
        assert isinstance(screen.focused, LessonPage)
        await press(pilot, "b")
        assert screen.page == CHECK_PAGE - 1


async def test_a_figure_that_is_none_is_refused_and_nothing_recorded(run_app, services, learner):
    page = len(services.library.lesson(LESSON).pages) - 1
    async with run_app() as pilot:
        screen = await read(pilot, page=page)
        await press(pilot, "enter", "1", ".", ".", "enter")
        check = screen.query_one(LessonCheck)
        assert check.question.feedback is None
        assert not services.store.check_results(learner.id, (services.library.item(check.item_id),))
        screen.query_one(Input).value = "113.20"
        await press(pilot, "enter")
        assert check.question.feedback.outcome == "right"


async def test_a_page_without_checks_offers_none(run_app, services, learner):
    async with run_app(size=(120, 40)) as pilot:
        await read(pilot)
        assert "Enter Answer" not in frame(pilot)
        await press(pilot, "enter", "n")
        assert "Enter Answer" in frame(pilot)


async def test_feedback_does_not_refer_to_the_lesson_being_read(run_app, services, learner):
    async with run_app() as pilot:
        screen = await read(pilot, page=CHECK_PAGE)
        await press(pilot, "enter", "a", "enter")
        assert screen.query_one(LessonCheck).question.feedback.lesson is None


# Links


async def test_terms_of_the_page_can_be_opened_by_key(run_app, services, learner):
    async with run_app() as pilot:
        await read(pilot)
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, ChooseModal)
        assert "remittance advice" in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TermModal)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ReaderScreen)


async def test_a_link_in_the_text_opens_lesson_or_term(run_app, services, learner):
    async with run_app() as pilot:
        screen = await read(pilot)
        markdown = screen.query(Markdown).first()
        markdown.post_message(Markdown.LinkClicked(markdown, "term:era"))
        await settled(pilot)
        assert isinstance(pilot.app.screen, TermModal)
        await press(pilot, "escape")
        markdown.post_message(Markdown.LinkClicked(markdown, "lesson:denial-loop"))
        await settled(pilot)
        assert services.library.lesson("denial-loop").title in frame(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is screen


async def test_a_web_address_is_shown_and_not_opened(run_app, learner):
    async with run_app() as pilot:
        screen = await read(pilot)
        markdown = screen.query(Markdown).first()
        markdown.post_message(Markdown.LinkClicked(markdown, "https://example.org/[b]"))
        await settled(pilot)
        assert [note.message for note in pilot.app._notifications] == ["https://example.org/[b]"]


# The end


async def at_the_end(pilot, services, lesson: str = LESSON) -> ReaderScreen:
    screen = await read(pilot, lesson, len(services.library.lesson(lesson).pages) - 1)
    await press(pilot, "n")
    assert screen.finished
    return screen


async def test_the_end_sums_up_and_offers_the_next_lesson(run_app, services, learner):
    async with run_app(size=(120, 40)) as pilot:
        screen = await at_the_end(pilot, services)
        shown = frame(pilot)
        assert "✓ Finished: Reading a remittance" in shown
        assert "You can now:" in shown
        assert "Sources" in shown
        assert "Next lesson: The denial loop" in shown
        await press(pilot, "enter")
        assert pilot.app.screen is not screen
        assert "The denial loop" in frame(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "home"


async def test_the_end_offers_practice_of_the_lesson(run_app, services, learner):
    async with run_app() as pilot:
        await at_the_end(pilot, services)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        items = [slot.placed.item for slot in pilot.app.screen.session._attempt.slots]
        assert {item.lesson for item in items} == {LESSON}


async def test_from_the_end_back_to_the_pages_and_to_the_lessons(run_app, services, learner):
    async with run_app() as pilot:
        screen = await at_the_end(pilot, services)
        await press(pilot, "p")
        assert screen.page == len(services.library.lesson(LESSON).pages) - 1
        await press(pilot, "n", "end", "enter")
        assert pilot.app.screen.PLACE == "learn"


async def test_after_the_last_lesson_the_way_leads_to_the_list(run_app, services, learner):
    last = services.library.lessons()[-1].id
    async with run_app() as pilot:
        await at_the_end(pilot, services, last)
        assert "Next lesson" not in frame(pilot)
        await press(pilot, "n")
        assert pilot.app.screen.PLACE == "learn"


@pytest.mark.parametrize("text", NASTY)
async def test_any_text_is_shown_as_text(run_app, services, learner, text):
    async with run_app() as pilot:
        screen = await read(pilot)
        lesson = replace(
            screen._lesson,
            title=text,
            summary=text,
            objectives=(text,),
            sources=(text,),
            prerequisites=(Link("x", text),),
            next_lesson=Link("x", text),
            pages=(
                PageView(text, (PageBlock(f"{text}\n\n- {text}\n\n| {text} |\n|---|\n| x |"),)),
            ),
            start_page=0,
        )
        screen._opened(lesson)
        await settled(pilot)
        assert "\x1b" not in frame(pilot)
        await press(pilot, "n")
        assert screen.finished
        assert "\x1b" not in frame(pilot)
