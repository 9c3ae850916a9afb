"""The code book beside a question: opened, left, kept as it is; shut where the exam shuts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import OptionList

from tests.factories import make_item
from tests.tui.book_bench import browser, found, look_up, page_code, quiz_with_book
from tests.tui.conftest import frame
from tests.tui.quiz_bench import KIND_ITEMS, NARROW, WIDE, Bench, case_items, placed, quiz
from tutor.domain.item import Choices, Option
from tutor.domain.records import NewAttempt, QuizSpec
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.screens.review import ReviewScreen
from tutor.tui.widgets.answer import Answer
from tutor.tui.widgets.code_opening import WaitArea
from tutor.tui.widgets.code_panel import CodePanel
from tutor.tui.widgets.code_search import CodeSearch
from tutor.tui.widgets.question_view import QuestionView

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
ITEMS = [make_item(f"item-{at}") for at in range(3)]
CODED = make_item(
    "coded",
    stem="Type 2 diabetes, no complication.",
    body=Choices(
        (
            Option("a", "E10.9", "Type 1.", correct=False),
            Option("b", "E11.9", "Type 2; see E11.22 with kidney disease.", correct=True),
        )
    ),
)


def view(bench: Bench) -> QuestionView:
    return bench.app.screen.query_one(QuestionView)


def question_shows(bench: Bench) -> bool:
    return bool(view(bench).query_one("#panes").size.width)


def has_focus(bench: Bench, kind: type) -> bool:
    focused = bench.app.focused
    return focused is not None and any(
        isinstance(node, kind) for node in focused.ancestors_with_self
    )


@SIZES
async def test_the_book_opens_beside_the_question_or_over_it(tmp_path, size):
    async with quiz_with_book(tmp_path, ITEMS, size=size) as bench:
        assert not bench.app.screen.query(CodePanel)
        await bench.press("k")
        assert has_focus(bench, CodeSearch)
        assert question_shows(bench) == (size == WIDE)
        panel = view(bench).query_one(CodePanel)
        assert panel.size.width >= (size[0] // 2 - 2)
        await bench.press("escape")
        assert has_focus(bench, Answer)
        assert question_shows(bench)
        assert panel.display == (size == WIDE)
        await bench.press("b", "enter")
        assert bench.stored(0) == ("b",)


@SIZES
async def test_it_stays_as_it_was_while_the_learner_goes_on(tmp_path, size):
    async with quiz_with_book(tmp_path, ITEMS, size=size) as bench:
        await bench.press("k")
        await look_up(bench, "copd")
        await bench.press("enter", "pagedown")
        code, scrolled = page_code(bench), browser(bench).query_one("#page-body").scroll_y
        assert scrolled > 0
        await bench.press("escape", "b", "enter", "enter")
        assert view(bench).question.position == 1
        await bench.press("k")
        assert page_code(bench) == code
        assert browser(bench).query_one("#page-body").scroll_y == scrolled
        assert browser(bench).query_one(CodeSearch).value == "copd"
        assert browser(bench).query_one("#page-body").has_focus


async def test_keys_meant_for_the_book_do_nothing_to_the_quiz(tmp_path):
    async with quiz_with_book(tmp_path, ITEMS) as bench:
        await bench.press("k")
        await look_up(bench, "abcd")
        await look_up(bench, "i10")
        await bench.press("enter")
        assert page_code(bench) == "I10"
        await bench.press("n", "s", "w", "a", "1", "delete", "f", "p")
        assert isinstance(bench.app.screen, QuizScreen)
        assert view(bench).question.position == 0
        assert view(bench).answer.response() == ()
        assert not view(bench).question.flagged
        assert "n Skip" not in bench.text()


@SIZES
async def test_k_and_f4_open_go_to_and_close_it(tmp_path, size):
    async with quiz_with_book(tmp_path, ITEMS, size=size) as bench:
        await bench.press("f4")
        assert has_focus(bench, CodeSearch)
        await bench.press("f4")
        assert has_focus(bench, Answer)
        assert not view(bench).query_one(CodePanel).display
        await bench.press("k", "down", "k")
        assert not view(bench).query_one(CodePanel).display
        await bench.press("escape")
        assert isinstance(bench.app.screen, ConfirmModal)


async def test_f4_works_while_a_figure_is_typed(tmp_path):
    numeric = next(item for item in KIND_ITEMS if item.kind == "numeric")
    async with quiz_with_book(tmp_path, [numeric]) as bench:
        await bench.press("4", "2", "f4")
        assert has_focus(bench, CodeSearch)
        await bench.press("escape", "enter")
        assert bench.stored(0) == ("42",)


async def test_codes_are_typed_and_looked_up_in_turn(tmp_path):
    item = next(item for item in KIND_ITEMS if item.kind == "code")
    async with quiz_with_book(tmp_path, [item]) as bench:
        await bench.press("e", "1", "1")
        assert "F4 Code book" in bench.text()
        await bench.press("f4")
        await look_up(bench, "type 2 diabetes")
        await bench.press("escape", "full_stop", "9")
        assert "e11.9" in bench.text().lower()
        assert page_code(bench) == "E11.9"


async def test_the_clock_runs_and_shows_while_the_book_is_open(tmp_path):
    async with quiz_with_book(tmp_path, ITEMS, seconds=600) as bench:
        await bench.press("k")
        assert "10:00 left" in bench.text()
        bench.clock.advance(timedelta(minutes=1).total_seconds())
        bench.app.screen._tick()
        await bench.settle()
        assert "9:00 left" in bench.text()
        bench.clock.advance(timedelta(minutes=10).total_seconds())
        bench.app.screen._tick()
        await bench.settle()
        assert isinstance(bench.app.screen, ResultsScreen)


@SIZES
async def test_a_case_keeps_its_exhibit(tmp_path, size):
    async with quiz_with_book(tmp_path, case_items(), size=size) as bench:
        await bench.press("k", "escape", "x", "x", "x", "k", "f4")
        assert "A long note" in bench.text()


async def test_the_terminal_may_become_narrow_while_it_is_open(tmp_path):
    async with quiz_with_book(tmp_path, ITEMS, size=WIDE) as bench:
        await bench.press("k", "escape")
        await bench.pilot.resize_terminal(*NARROW)
        await bench.settle()
        await bench.press("k")
        assert has_focus(bench, CodePanel)
        await bench.press("escape", "b", "enter")
        assert bench.stored(0) == ("b",)


# Books and exams


def start(bench: Bench, exam: str | None, feedback: str) -> None:
    services, now = bench.app.services, bench.clock.now()
    attempt = services.store.start_attempt(
        NewAttempt(
            learner_id=bench.app.learner.id,
            title="Test quiz",
            spec=QuizSpec(exam=exam, feedback=feedback, count=2),
            seed=1,
            blueprint=None,
            deadline=None,
            items=tuple(placed(item) for item in ITEMS[:2]),
        ),
        study_day=now.date(),
    )
    bench.app.push_screen(QuizScreen(services.practice.resume(attempt.id)))


async def test_a_test_for_a_closed_book_exam_has_no_book(tmp_path):
    async with quiz_with_book(tmp_path, ITEMS) as bench:
        start(bench, "cbcs", "test")
        await bench.settle()
        assert "Code book" not in bench.text()
        await bench.press("k", "f4", "i")
        assert not bench.app.screen.query(CodePanel)
        await bench.press("ctrl+p")
        await bench.pilot.pause(0.2)
        offered = [str(one.prompt) for one in bench.app.screen.query_one(OptionList).options]
        assert not any("ode book" in one for one in offered)
        assert any("Go to Glossary" in one for one in offered)


async def test_practising_for_a_closed_book_exam_says_so(tmp_path):
    async with quiz_with_book(tmp_path, ITEMS) as bench:
        start(bench, "cbcs", "tutor")
        await bench.settle()
        assert not bench.app.screen.query(CodePanel)
        await bench.press("k")
        assert "closed book in the real CBCS exam" in bench.text()


async def test_an_exam_has_the_books_it_allows(tmp_path):
    async with quiz_with_book(tmp_path, ITEMS) as bench:
        start(bench, "cpc", "test")
        await bench.settle()
        await bench.press("k")
        assert "CPC allows CPT, ICD-10-CM, HCPCS Level II" in bench.text()
        await look_up(bench, "0ft44zz")
        assert "0FT44ZZ" not in found(bench)


async def test_without_an_exam_every_book_is_there(tmp_path):
    async with quiz_with_book(tmp_path, ITEMS) as bench:
        start(bench, None, "test")
        await bench.settle()
        await bench.press("k")
        await look_up(bench, "0ft44zz")
        assert "0FT44ZZ" in found(bench)


# Looking codes up


@SIZES
async def test_the_codes_of_an_answered_question_are_looked_up(tmp_path, size):
    async with quiz_with_book(tmp_path, [CODED, *ITEMS], size=size) as bench:
        await bench.press("i")
        assert not bench.app.screen.query(CodePanel)
        await bench.press("b", "enter", "i")
        assert isinstance(bench.app.screen, ChooseModal)
        choices = [option.id for option in bench.app.screen.query_one(OptionList).options]
        assert choices == ["E11.9", "E10.9", "E11.22"]
        await bench.press("enter")
        assert page_code(bench) == "E11.9"
        assert has_focus(bench, CodePanel)


async def test_a_review_looks_codes_up_too_even_of_a_closed_book_exam(tmp_path):
    one = replace(CODED, body=Choices((CODED.body.options[1], Option("c", "No code", "No."))))
    async with quiz_with_book(tmp_path, [replace(one, content_hash="")], feedback="test") as bench:
        await bench.press("a", "enter")
        await bench.press("enter")
        session = bench.session
        if session.open:
            session.finish()
        bench.app.push_screen(ReviewScreen(session, 0))
        await bench.settle()
        await bench.press("i", "enter")
        assert page_code(bench) == "E11.9"
        assert "E11.9" in frame(bench.pilot)


@SIZES
async def test_the_question_is_safe_while_the_book_is_put_together(tmp_path, size):
    async with quiz(tmp_path, ITEMS, size=size) as bench:
        await bench.pilot.press("k")
        for _ in range(100):
            if has_focus(bench, WaitArea):
                break
            await bench.pilot.pause(0.02)
        assert has_focus(bench, WaitArea)
        await bench.pilot.press("n", "s", "a")
        await bench.pilot.pause()
        assert view(bench).question.position == 0
        await bench.settle()
        assert has_focus(bench, CodeSearch)
        assert view(bench).answer.response() == ()


async def test_a_learner_who_goes_back_to_the_question_is_left_there(tmp_path):
    async with quiz(tmp_path, ITEMS, size=WIDE) as bench:
        await bench.pilot.press("k")
        for _ in range(100):
            if has_focus(bench, WaitArea):
                break
            await bench.pilot.pause(0.02)
        await bench.pilot.press("escape")
        await bench.settle()
        assert browser(bench).is_open
        assert has_focus(bench, Answer)
