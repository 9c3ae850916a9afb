"""Mock exams on screen, over the real services and a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Button, Footer, Input, OptionList

from tests.factories import make_item
from tests.tui.conftest import START
from tests.tui.exam_bench import FOUR, exam, start_exam
from tests.tui.quiz_bench import (
    KIND_ITEMS,
    NARROW,
    NASTY,
    WIDE,
    many_options,
    nasty_item,
    running_app,
)
from tutor.domain.sitting import MockRules
from tutor.services.exam_views import Advice
from tutor.services.views import Link
from tutor.tui.modals.calculator import CalculatorModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.exam_break import ExamBreakModal
from tutor.tui.screens.exam import ExamScreen, left_text
from tutor.tui.screens.exam_report import ExamReportScreen
from tutor.tui.screens.exam_setup import ExamSetupScreen
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.reader import ReaderScreen
from tutor.tui.screens.review import ReviewScreen
from tutor.tui.widgets.choice_row import ChoiceRow

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])


@pytest.fixture(autouse=True)
def _no_ticking(monkeypatch):
    """The clock stands still unless a test ticks it."""
    monkeypatch.setattr("tutor.tui.screens.exam.TICK_SECONDS", 3600.0)


def position(bench) -> int:
    return bench.app.screen.question.position


def reopened(bench):
    """Return the exam as another run of the program would find it."""
    return bench.app.services.mocks.resume(bench.session.attempt_id)


def toasts(bench) -> str:
    return " ".join(f"{one.title} {one.message}" for one in bench.app._notifications)


async def tick(bench, seconds: float) -> None:
    bench.clock.advance(seconds)
    bench.app.screen._tick()
    await bench.settle()


# Setting one up


async def test_a_mock_exam_is_set_up_and_started_from_practice(tmp_path):
    async with running_app(tmp_path) as bench:
        await bench.press("p", "m")
        screen = bench.app.screen
        assert isinstance(screen, ExamSetupScreen)
        text = bench.text()
        assert "CPB · Certified Professional Biller" in text
        assert "whole exam: 135 questions, 240 minutes" in text
        assert "Going back" not in text
        await bench.press("right", "right", "down", "right", "down", "right")
        assert "sprint: 30 questions, 67 minutes" in bench.text()
        await bench.press("enter")
        assert isinstance(bench.app.screen, ExamScreen)
        policy = bench.app.screen.session.policy
        assert (policy.exam, policy.length, policy.parts) == ("cpb", "sprint", 2)
        assert policy.time_factor == 1.25
        assert "Question 1 of 30" in bench.text()
        assert "Part 1 of 2" in bench.text()


async def test_the_choice_of_going_back_is_offered_where_the_exam_has_it(tmp_path):
    async with running_app(tmp_path) as bench:
        bench.app.open_mock_exams("cca")
        await bench.settle()
        assert "Going back" in bench.text()
        assert "unmarked" in bench.text()
        bench.app.screen.query_one("#navigation", ChoiceRow).choose("forward-only")
        bench.app.screen.query_one("#length", ChoiceRow).choose("sprint")
        await bench.press("enter")
        assert bench.app.screen.session.policy.navigation == "forward-only"
        await bench.press("n", "p", "b")
        assert position(bench) == 1


async def test_rules_asked_for_on_the_command_line_are_chosen(tmp_path):
    async with running_app(tmp_path) as bench:
        bench.app.open_mock_exams("cca", MockRules("half", "forward-only", 1.75, 2, 3, 7))
        await bench.settle()
        text = bench.text()
        assert "half of it: 52 questions, 104 minutes" in text
        assert "forward only" in text
        assert "1.75 times as long" in text
        assert "Form 7, as you asked for." in text
        await bench.press("enter")
        session = bench.app.screen.session
        policy = session.policy
        assert (policy.length, policy.navigation, policy.parts) == ("half", "forward-only", 2)
        assert (policy.time_factor, policy.breaks) == (1.75, 3)
        assert bench.app.services.store.attempt(session.attempt_id).seed == 7


async def test_a_rule_that_the_exam_does_not_have_is_refused_with_a_word(tmp_path):
    async with running_app(tmp_path) as bench:
        bench.app.open_mock_exams("cpb", MockRules(navigation="forward-only"))
        await bench.settle()
        await bench.press("enter")
        assert isinstance(bench.app.screen, ExamSetupScreen)
        assert "CPB has one rule: free" in toasts(bench)


async def test_an_exam_without_a_clock_says_its_window(tmp_path):
    async with running_app(tmp_path) as bench:
        bench.app.open_mock_exams("cmrs")
        await bench.settle()
        assert "within 45 days" in bench.text()
        assert not bench.app.screen.query_one("#factor").display
        await bench.press("enter")
        assert "45 days left" in bench.text()


async def test_what_the_bank_lacks_is_said_before_the_start(tmp_path, monkeypatch):
    async with running_app(tmp_path) as bench:
        mocks = bench.app.services.mocks
        domain = mocks.blueprint("cpb").domains[0]
        heads = [head for head in mocks._heads() if domain.id not in head.domains("cpb")]
        monkeypatch.setattr(mocks, "_heads", lambda: tuple(heads))
        bench.app.open_mock_exams("cpb")
        await bench.settle()
        text = " ".join(bench.text().split())
        assert "Questions are missing, so the form will be shorter:" in text
        assert f"{domain.name} ({domain.full})" in text
        monkeypatch.setattr(mocks, "_heads", lambda: ())
        bench.app.screen.on_screen_resume()
        await bench.settle()
        assert bench.app.screen.query_one("#start", Button).disabled
        await bench.press("enter")
        assert isinstance(bench.app.screen, ExamSetupScreen)


async def test_an_open_exam_is_offered_instead_of_another(tmp_path):
    async with running_app(tmp_path) as bench:
        session = start_exam(bench, FOUR)
        await bench.press("p")
        await bench.pilot.click("#mock")
        await bench.settle()
        assert "0 of 4 answered" in bench.text()
        assert not bench.app.screen.query_one("#choices").display
        await bench.press("enter")
        assert isinstance(bench.app.screen, ExamScreen)
        assert bench.app.screen.session.attempt_id == session.attempt_id
        await bench.press("escape", "y")
        assert isinstance(bench.app.screen, ExamSetupScreen)


async def test_the_palette_leads_to_mock_exams_and_back_to_the_open_one(tmp_path):
    async with exam(tmp_path) as bench:
        sat = bench.app.screen
        bench.app.open_mock_exams("cpb")
        await bench.settle()
        await bench.press("enter")
        assert bench.app.screen is sat
        await bench.press("ctrl+p")
        bench.app.screen.query_one(Input).value = "Mock exam: CCA"
        for _ in range(100):
            if bench.app.screen.query_one(OptionList).option_count:
                break
            await bench.pilot.pause(0.02)
        await bench.settle()
        assert "Mock exam: CCA" in bench.text()


# Sitting


async def test_answers_are_recorded_without_feedback_and_can_be_changed(tmp_path):
    async with exam(tmp_path) as bench:
        assert "Question 1 of 4" in bench.text()
        assert "1:00:00 left" in bench.text()
        await bench.press("a", "enter")
        assert position(bench) == 1
        assert bench.stored(0) == ("a",)
        await bench.press("c", "p")
        assert bench.stored(1) == ("c",)
        assert bench.app.screen.question.feedback is None
        await bench.press("b", "n")
        assert bench.stored(0) == ("b",)
        await bench.press("p", "p")
        assert "no open question before" in toasts(bench)
        assert position(bench) == 0


@SIZES
async def test_every_kind_is_asked_with_a_footer_and_a_desk_that_fit(tmp_path, size):
    async with exam(tmp_path, KIND_ITEMS, size=size) as bench:
        for item in KIND_ITEMS:
            assert bench.app.screen.question.item_id == item.id
            entries = list(bench.app.screen.query_one(Footer).query("FooterKey"))
            assert len(entries) <= 7
            assert entries[-1].region.right <= size[0]
            desk = bench.text().splitlines()[-2]
            assert ("R Strike out" in desk) == (item.kind in ("single", "multiple"))
            letters = item.kind in ("code", "coding_case", "pcs_build", "text")
            assert ("Tab, then:" in desk) == letters
            assert "Z Break" in desk
            await bench.press(*(("tab", "n") if letters else ("n",)))
        assert isinstance(bench.app.screen, ConfirmModal)


async def test_the_desk_fits_with_everything_on_it(tmp_path):
    async with exam(tmp_path, parts=2) as bench:
        await bench.press("u")
        tools = "R Strike out  J Note  L Calculator  U Sure? ? guessed  Z Break  V Close part"
        assert bench.text().splitlines()[-2].strip() == tools


async def test_an_option_is_struck_out_and_taken_back(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "r")
        assert "Strike out which?" in bench.text()
        await bench.press("c")
        assert "─── C Bill the patient · struck out" in bench.text()
        assert bench.app.screen.view.answer.response() == ("b",)
        assert reopened(bench).working.struck == ("c",)
        await bench.press("r", "2")
        assert "(•) B Correct the claim · struck out" in bench.text()
        await bench.press("r", "3")
        assert "( ) C Bill the patient" in bench.text()
        assert "C Bill the patient · struck out" not in bench.text()
        assert reopened(bench).working.struck == ("b",)
        await bench.press("r", "escape")
        assert isinstance(bench.app.screen, ExamScreen)
        assert "Strike out which?" not in bench.text()
        await bench.press("n", "p")
        assert "B Correct the claim · struck out" in bench.text()
        await bench.press("r")
        await bench.pilot.click("AnswerRow")
        await bench.settle()
        assert "A Resubmit · struck out" in bench.text()


async def test_striking_in_multiple_choice_takes_nothing_away(tmp_path):
    async with exam(tmp_path, [many_options()]) as bench:
        await bench.press("a", "r", "a", "r", "h")
        assert bench.app.screen.view.answer.response() == ("o0",)
        assert "[x] A Option 0 · struck out" in bench.text()
        assert "─── H Option 7 · struck out" in bench.text()


@pytest.mark.parametrize("text", ["look at [box 24G]", *NASTY[:5]])
async def test_a_note_can_be_anything_and_stays(tmp_path, text):
    async with exam(tmp_path) as bench:
        await bench.press("j")
        assert "Note at question 1" in bench.text()
        bench.app.screen.query_one(Input).value = text
        await bench.press("enter")
        assert isinstance(bench.app.screen, ExamScreen)
        assert "✎ " in bench.text()
        assert text[:12].split("\x1b")[0] in bench.text()
        assert reopened(bench).working.note == text
        await bench.press("n")
        assert "✎ " not in bench.text()
        await bench.press("p", "j")
        bench.app.screen.query_one(Input).value = ""
        await bench.press("enter")
        assert "✎ " not in bench.text()


async def test_the_calculator_calculates_over_the_question(tmp_path):
    async with exam(tmp_path, [make_item(kind="numeric"), *FOUR]) as bench:
        await bench.press("8", "equals_sign")
        assert isinstance(bench.app.screen, CalculatorModal)
        await bench.press(*"165*80%", "enter")
        assert "165*80% = 132" in bench.text()
        await bench.press(*"1/0", "enter")
        assert "✗ Nothing can be divided by zero." in bench.text()
        await bench.press("ctrl+u", *"1000*3", "enter", "enter")
        assert "1000*3 = 3,000" in bench.text()
        assert "✗" not in bench.text()
        await bench.press("escape")
        assert bench.app.screen.view.answer.response() == ("8",)


async def test_the_calculator_takes_anything(tmp_path):
    async with running_app(tmp_path) as bench:
        bench.app.push_screen(CalculatorModal())
        await bench.settle()
        for text in (*NASTY, "9" * 300, "1e99"):
            bench.app.screen.query_one(Input).value = text
            await bench.press("enter")
            assert isinstance(bench.app.screen, CalculatorModal)


async def test_how_sure_one_is_goes_with_the_answer(tmp_path):
    async with exam(tmp_path) as bench:
        assert "Sure? –" in bench.text()
        await bench.press("b", "u", "u")
        assert "Sure? ~ unsure" in bench.text()
        await bench.press("enter")
        assert "Sure? –" in bench.text()
        assert reopened(bench).go(0).response == ("b",)
        assert reopened(bench).working.confidence == "unsure"
        bench.session.current()
        await bench.press("p")
        assert "Sure? ~ unsure" in bench.text()
        await bench.press("u", "n")  # the answer stays, how sure changes
        found = reopened(bench)
        found.go(0)
        assert found.working.confidence == "sure"
        await bench.press("u", "u", "u", "u")
        assert "Sure? –" in bench.text()


async def test_the_list_of_questions_shows_what_is_closed(tmp_path):
    async with exam(tmp_path, parts=2) as bench:
        await bench.press("b", "m", "w")
        assert "■ 2 closed" in bench.text()
        assert "3■·" in bench.text()
        await bench.press("3", "enter")
        assert "Close the first part before you open the second." in toasts(bench)
        assert position(bench) == 0
        await bench.press("w", "2", "enter")
        assert position(bench) == 1
        assert bench.stored(0) == ("b",)


async def test_a_break_closes_what_was_seen_and_stops_the_clock(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "n", "c", "z")
        assert "every question seen" in bench.text()
        await bench.press("n")
        assert not bench.session.on_break
        await bench.press("z", "y")
        assert isinstance(bench.app.screen, ExamBreakModal)
        assert bench.stored(1) == ("c",)
        bench.clock.advance(5000)
        assert "The clock stands still at 1:00:00." in bench.text()
        await bench.press("enter")
        assert position(bench) == 2
        assert "1:00:00 left" in bench.text()
        assert "Break" not in bench.text().splitlines()[-2]
        await bench.press("p")
        assert position(bench) == 2
        await bench.press("z")
        assert isinstance(bench.app.screen, ExamScreen)


async def test_a_break_outlasts_the_program(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "z", "y", "escape")
        assert not isinstance(bench.app.screen, ExamScreen)
    async with running_app(tmp_path) as bench:
        bench.clock.advance(9000)
        await bench.press("c")
        assert isinstance(bench.app.screen, ExamBreakModal)
        await bench.press("g")
        assert isinstance(bench.app.screen, ExamScreen)
        assert "Question 2 of 4" in bench.text()
        assert "1:00:00 left" in bench.text()


async def test_a_break_with_nothing_left_to_see_ends_the_exam(tmp_path):
    async with exam(tmp_path, FOUR[:1]) as bench:
        await bench.press("b", "z", "y", "g")
        assert isinstance(bench.app.screen, ExamReportScreen)


async def test_parts_close_one_after_the_other(tmp_path):
    async with exam(tmp_path, parts=2) as bench:
        assert "Part 1 of 2 · 30:00 left" in bench.text()
        await bench.press("b", "enter", "n")
        assert "Close the first part" in bench.text()
        assert "1 of its open questions" in bench.text()
        await bench.press("n", "v", "y")
        assert position(bench) == 2
        assert "Part 2 of 2 · 1:00:00 left" in bench.text()
        await bench.press("v")
        assert isinstance(bench.app.screen, ExamScreen)
        await bench.press("b", "n", "n")
        assert "2 of 4 questions answered, 2 not" in bench.text()


async def test_handing_in_is_asked_with_what_is_open_and_marked(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "m", "s")
        assert isinstance(bench.app.screen, ConfirmModal)
        assert "1 of 4 questions answered, 3 not (no answer, no credit), 1 marked" in " ".join(
            bench.text().replace("│", "").split()
        )
        await bench.press("n")
        assert bench.session.open
        await bench.press("s", "y")
        assert isinstance(bench.app.screen, ExamReportScreen)
        assert not bench.session.open


async def test_leaving_stops_no_clock_and_continue_comes_back(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "enter", "c", "escape")
        assert "its clock goes on while you are away" in bench.text()
        await bench.press("y")
        assert not isinstance(bench.app.screen, ExamScreen)
        assert bench.stored(1) == ("c",)
        assert "Resume: CPB · sprint" in bench.text()
        bench.clock.advance(600)
        await bench.press("c")
        assert isinstance(bench.app.screen, ExamScreen)
        assert position(bench) == 1
        assert "50:00 left" in bench.text()


async def test_quitting_and_reopening_goes_on_at_the_same_question(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "enter", "r", "a", "m")
        await bench.press("j")
        bench.app.screen.query_one(Input).value = "[b]later[/b]"
        await bench.press("enter")
    async with running_app(tmp_path) as bench:
        bench.clock.advance(60)
        await bench.press("c")
        assert isinstance(bench.app.screen, ExamScreen)
        text = bench.text()
        for part in ("Question 2 of 4", "⚑ Marked", "A Resubmit · struck out", "✎ [b]later[/b]"):
            assert part in text


# The clock


async def test_thirty_minutes_before_the_end_it_is_said_once(tmp_path):
    async with exam(tmp_path) as bench:
        await tick(bench, 1799)
        assert "left" not in toasts(bench)
        await tick(bench, 1)
        assert "30:00 left" in toasts(bench)
        bench.app.clear_notifications()
        await tick(bench, 1)
        assert toasts(bench) == ""
        assert "29:59 left" in bench.text()


async def test_the_clock_leads_to_the_report(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "enter", "l")
        bench.clock.advance(3600)
        await bench.settle()
        assert isinstance(bench.app.screen, CalculatorModal)
        await bench.press("escape")
        assert isinstance(bench.app.screen, ExamReportScreen)
        assert "The time ran out" in bench.text()
        assert "Time is up" in toasts(bench)


async def test_an_answer_too_late_is_not_recorded_but_reported(tmp_path):
    async with exam(tmp_path) as bench:
        bench.clock.advance(3601)
        await bench.press("b", "enter")
        assert isinstance(bench.app.screen, ExamReportScreen)
        assert bench.stored(0) == ()


async def test_the_first_parts_time_opens_the_second(tmp_path):
    async with exam(tmp_path, parts=2) as bench:
        await tick(bench, 1800)
        assert "The time for the first part is up" in toasts(bench)
        assert position(bench) == 2
        await bench.press("b", "enter")
        assert bench.stored(2) == ("b",)


async def test_an_exam_that_ran_out_meanwhile_opens_with_its_report(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("b", "enter")
    async with running_app(tmp_path) as bench:
        bench.clock.advance(4000)
        await bench.press("h")
        (last,) = bench.app.services.mocks.finished(bench.app.learner.id)
        bench.app.open_result(last.id)
        await bench.settle()
        assert isinstance(bench.app.screen, ExamReportScreen)
        assert "The time ran out" in bench.text()


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(59.2, "1:00"), (3900, "1:05:00"), (2 * 86_400, "2 days"), (45 * 86_400 - 1, "44 days")],
)
def test_what_is_left_is_said_in_hours_or_days(seconds, shown):
    assert left_text(seconds) == shown


# Books


async def test_a_closed_book_exam_keeps_the_book_shut(tmp_path):
    async with exam(tmp_path, exam="cbcs", open_book=False) as bench:
        assert "Code book" not in bench.text()
        await bench.press("k", "f4")
        assert bench.app.screen.view.book is None


async def test_an_open_book_exam_opens_it(tmp_path, tmp_path_factory):
    from tests.code_books import compiled_books, lend_books

    async with running_app(tmp_path) as bench:
        lend_books(compiled_books(tmp_path_factory), bench.app.settings.codebook_cache)
        bench.session = start_exam(bench, FOUR)
        bench.app.push_screen(ExamScreen(bench.session))
        await bench.settle()
        await bench.press("f4")
        assert bench.app.screen.view.book_in_use
        await bench.press("f4")
        assert not bench.app.screen.view.book_in_use


# The report


async def sat(bench) -> None:
    """Answer right, wrong, nothing, right; hand in."""
    await bench.press("b", "u", "enter", "a", "m", "enter", "n", "b", "enter", "y")
    assert isinstance(bench.app.screen, ExamReportScreen)


@SIZES
async def test_the_report_says_where_marks_were_lost_and_what_to_do(tmp_path, size):
    async with exam(tmp_path, size=size) as bench:
        await sat(bench)
        text = bench.text()
        assert "✗ Pass mark not reached. 2 of 4 marks does not reach the 3 needed." in text
        assert "50 % · 3 of 4 questions answered" in text
        assert "By domain" in text
        for line in ("1 ✓ Right", "2 ✗ Wrong", "3 – Skipped"):
            assert line in text
        if size == WIDE:
            for part in ("By role", "Where marks were lost", "not known", "not reached"):
                assert part in text


async def test_a_scaled_exam_has_no_verdict(tmp_path):
    async with exam(tmp_path, pass_percent=None) as bench:
        await sat(bench)
        assert "– No verdict." in bench.text()


async def test_the_report_opens_lessons_practice_and_questions(tmp_path):
    async with running_app(tmp_path) as bench:
        session = bench.app.services.mocks.start(
            bench.app.learner.id, "cpb", length="sprint", seed=3
        )
        session.current()
        session.finish()
        bench.app.open_result(session.attempt_id)
        await bench.settle()
        report = bench.app.screen
        assert isinstance(report, ExamReportScreen)
        await bench.press("enter")
        assert isinstance(bench.app.screen, ReaderScreen)
        await bench.press("escape")
        assert bench.app.screen is report
        await bench.press("tab", "down", "enter")
        assert isinstance(bench.app.screen, ReviewScreen)
        assert "Question 2 of 30" in bench.text()
        await bench.press("escape", "w")
        assert "not right" in bench.text()
        await bench.press("escape")
        advised = report.query_one("#next", OptionList)
        advised.focus()
        ids = [option.id or "" for option in advised.options]
        advised.highlighted = next(at for at, one in enumerate(ids) if one and " " not in one)
        await bench.press("enter")
        assert isinstance(bench.app.screen, PracticeScreen)
        assert bench.app.screen.spec.domains == (ids[advised.highlighted],)


async def test_one_lesson_may_be_advised_for_two_domains(tmp_path, monkeypatch):
    async with exam(tmp_path) as bench:
        mocks = bench.app.services.mocks
        report_of = mocks.report
        lesson = Link("what-coding-is", "What medical coding is")
        twice = tuple(
            Advice(name, name, 2.0, (lesson,), "tutor practice") for name in ("claims", "case")
        )
        monkeypatch.setattr(mocks, "report", lambda one: replace(report_of(one), advice=twice))
        await sat(bench)
        options = bench.app.screen.query_one("#next", OptionList).options
        assert [str(one.prompt) for one in options].count("  Read: What medical coding is") == 2


async def test_the_report_is_saved_as_page_and_table(tmp_path):
    async with exam(tmp_path) as bench:
        await bench.press("j")
        bench.app.screen.query_one(Input).value = "=look [here]"
        await bench.press("enter")
        await sat(bench)
        await bench.press("e", "t")
        folder = bench.app.settings.reports
        page, table = sorted(folder.iterdir(), key=lambda path: path.suffix, reverse=True)
        assert table.suffix == ".csv"
        assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
        assert "'=look [here]" in table.read_text(encoding="utf-8")
        assert f"cpb-{START.date()}" in page.name
        saved = bench.app.screen.query_one("#saved")
        assert str(table) in str(saved.render())
        assert "✓ Saved:" in bench.text()


async def test_a_report_that_cannot_be_saved_is_said(tmp_path):
    async with exam(tmp_path) as bench:
        await sat(bench)
        bench.app.settings.reports.write_text("in the way")
        await bench.press("e")
        assert "cannot be written" in toasts(bench)


async def test_a_perfect_exam_leaves_nothing_to_do(tmp_path):
    async with exam(tmp_path, FOUR[:2]) as bench:
        await bench.press("b", "enter", "b", "enter", "y")
        assert "✓ Pass mark reached." in bench.text()
        assert "Nothing: no mark was lost" in bench.text()
        await bench.press("w")
        assert "Every question was right." in toasts(bench)


@pytest.mark.parametrize("kind", ["single", "match", "coding_case"])
async def test_any_text_is_asked_and_reported(tmp_path, kind):
    async with exam(tmp_path, [nasty_item(kind, text) for text in NASTY]) as bench:
        for _ in NASTY:
            await bench.press(*(("tab", "n") if kind == "coding_case" else ("n",)))
        await bench.press("y")
        assert isinstance(bench.app.screen, ExamReportScreen)
        bench.app.screen.query_one("#questions").focus()
        await bench.press("enter", "n", "n")
        assert isinstance(bench.app.screen, ReviewScreen)
