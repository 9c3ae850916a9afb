"""The answers that are typed or built as codes, in a narrow terminal."""

from __future__ import annotations

from random import Random

import pytest
from textual import events
from textual.widgets import Footer, Input, TextArea

from tests.factories import make_item
from tests.tui.conftest import press, settled
from tests.tui.quiz_bench import NARROW, NASTY, Bench, question_of, quiz, shown
from tests.tui.test_answer_widgets import Host
from tutor.domain.item import Exhibit
from tutor.domain.kinds import grade
from tutor.domain.pcs import PcsBook
from tutor.errors import ResponseError
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.widgets.answer import answer_for
from tutor.tui.widgets.answer_rows import AnswerRow
from tutor.tui.widgets.lesson_check import LessonCheck
from tutor.tui.widgets.lesson_page import LessonPage

TYPED = ("code", "coding_case")
BUILT = "pcs_build"
CASE = make_item(
    "knee",
    "coding_case",
    exhibit=Exhibit("knee", "A knee", "note", "L knee OA, 40 mg triamcinolone", 1, 1),
)


def host(kind: str) -> Host:
    return Host(answer_for(question_of(make_item(kind=kind))))


def understood(app: Host) -> str:
    return shown(app.query_one(".typed-read"))


def note(app: Host) -> str:
    return shown(app.query_one(".answer-note"))


async def put(app: Host, text: str) -> None:
    """Put a text into the field at once, as pasting and typing do it."""
    field = app.answer.query_one("Input, TextArea")
    if isinstance(field, Input):
        field.value = text
    else:
        assert isinstance(field, TextArea)
        field.load_text(text)


async def test_typed_codes_are_read_while_one_types():
    app = host("code")
    async with app.run_test(size=NARROW) as pilot:
        assert understood(app) == "No code yet"
        await pilot.press(*"e1122", "comma", *"n1")
        assert understood(app) == "1. E11.22   2. n1 …"
        await pilot.press(*"84")
        assert understood(app) == "1. E11.22   2. N18.4"
        assert app.answer.response() == ("E11.22", "N18.4")
        await pilot.press("enter")
        await pilot.pause()
        assert app.submitted == [("E11.22", "N18.4")]


async def test_what_is_no_code_can_be_typed_again():
    app = host("code")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*"sugar", "enter")
        await pilot.pause()
        assert app.submitted == []
        assert "'sugar' is not a code" in note(app)
        await pilot.press(*["backspace"] * 5, *"e119", "enter")
        await pilot.pause()
        assert app.submitted == [("E11.9",)]


@pytest.mark.parametrize("text", ["E11.22\nN18.4", "e11.22,\r\n n18.4", "E11.22\t\tN18.4"])
async def test_several_lines_can_be_pasted(text):
    app = host("code")
    async with app.run_test(size=NARROW) as pilot:
        app.answer.query_one(Input).post_message(events.Paste(text))
        await pilot.pause()
        assert app.answer.response() == ("E11.22", "N18.4")


async def test_other_keys_are_left_to_the_screen():
    for kind in TYPED:
        app = host(kind)
        async with app.run_test(size=NARROW) as pilot:
            await pilot.press("question_mark", "escape", "f4", "dollar_sign")
            assert app.keys == ["question_mark", "escape", "f4", "dollar_sign"]
            assert app.answer.response() == ()


async def test_an_encounter_has_a_code_a_line_and_enter_on_an_empty_one_answers():
    app = host("coding_case")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("enter")
        assert "Type at least one code" in note(app)
        await pilot.press(*"m1712", "enter", *"e11.9", "enter", *"j3301", "minus", *"lt", "space")
        await pilot.press(*"x4", "space", "at", "1")
        assert understood(app).splitlines() == [
            "Diagnoses: D1 M17.12   D2 E11.9",
            "Procedures: P1 J3301-LT x4 @1",
        ]
        assert app.submitted == []
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert app.submitted == [("dx:M17.12", "dx:E11.9", "px:J3301-LT*4@1")]


async def test_an_encounter_shows_what_is_not_understood():
    app = host("coding_case")
    async with app.run_test(size=NARROW) as pilot:
        await put(app, "m17.12\nj3301 @2\n")
        await pilot.pause()
        assert understood(app) == "… J3301 points to @2, but there are 1 diagnosis."
        app.answer.query_one(TextArea).move_cursor((2, 0))
        await pilot.press("enter")
        await pilot.pause()
        assert app.submitted == []
        assert "points to @2" in note(app)
        await put(app, "m17.12\nj3301 @1\n")
        await pilot.pause()
        assert understood(app) == "Diagnoses: D1 M17.12\nProcedures: P1 J3301 @1"
        app.answer.query_one(TextArea).move_cursor((2, 0))
        await pilot.press("enter")
        await pilot.pause()
        assert app.submitted == [("dx:M17.12", "px:J3301@1")]


async def test_a_restored_encounter_is_shown_as_people_write_it():
    app = host("coding_case")
    async with app.run_test(size=NARROW) as pilot:
        app.answer.restore(("dx:M17.12", "px:J3301-LT*4@1"))
        await pilot.pause()
        assert app.answer.query_one(TextArea).text == "M17.12\nJ3301-LT x4 @1\n"
        app.answer.restore(("not understood", "[b"))
        await pilot.pause()
        assert app.answer.query_one(TextArea).text == "not understood\n[b\n"


async def test_a_code_is_built_from_the_values_that_are_allowed():
    app = host(BUILT)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("o", "0", "f", "t")
        assert app.answer.response() == ("0FT",)
        labels = [row for row in app.query(AnswerRow) if row.display]
        assert shown(app.query_one(".pcs-code")) == "0  F  T  _  _  _  _"
        assert "Resection" in shown(app.query_one(".pcs-chosen"))
        axis = shown(app.query_one(".pcs-axis"))
        assert axis.startswith(f"Position 4, Body Part: {len(labels)} allowed")
        await pilot.press("q")
        assert app.answer.response() == ("0FT",)
        assert "Q is not allowed here" in note(app)
        await pilot.press("enter")
        assert "4 positions are still open" in note(app)
        await pilot.press("4", "backspace", "4", "down", "space", "z", "z", "enter")
        await pilot.pause()
        assert app.submitted == [("0FT44ZZ",)]


async def test_values_are_chosen_by_keys_and_clicks_alone():
    app = host(BUILT)
    async with app.run_test(size=NARROW) as pilot:
        for _ in range(7):
            await pilot.press("space")
        (code,) = app.answer.response()
        assert app.answer.question.pcs.has(code)
        await pilot.press("delete")
        assert app.answer.response() == ()
        for _ in range(7):
            await pilot.click(next(iter(app.query(AnswerRow))))
        assert app.answer.response() == (code,)
        await pilot.press("pagedown", "a")
        assert "All seven positions are filled" in note(app)


async def test_a_long_list_scrolls_with_the_cursor():
    app = host(BUILT)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("0")
        values = app.answer.values()
        assert len(values) > 8
        for _ in values:
            await pilot.press("down")
        rows = [str(row.query_one(".answer-mark").render()) for row in app.query(AnswerRow)]
        assert rows[-1].split()[-1] == values[-1][0]
        await pilot.press("space")
        assert app.answer.response() == (f"0{values[-1][0]}",)


async def test_without_tables_any_value_is_taken():
    app = Host(answer_for(question_of(make_item(kind=BUILT), pcs=PcsBook())))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*"0ft44zz", "enter")
        await pilot.pause()
        assert app.submitted == [("0FT44ZZ",)]


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("text", [*NASTY, "E11.9 [b", "@@@@", "x" * 3_000, "J1885-[/]", "٣"])
async def test_any_text_in_the_field_is_shown_and_never_breaks(kind, text):
    item = make_item(kind=kind)
    app = Host(answer_for(question_of(item)))
    async with app.run_test(size=NARROW) as pilot:
        await put(app, text)
        await pilot.pause()
        assert understood(app)
        if app.answer.recordable():
            grade(item, app.answer.response())
        app.answer.submit()
        await pilot.pause()
        response = app.answer.response()
        app.answer.restore(response)
        await pilot.pause()


@pytest.mark.parametrize("seed", range(3))
async def test_any_keys_build_a_code_of_a_table_or_a_part_of_one(seed):
    app = host(BUILT)
    keys = [*"0123456789abcdfghijnorstxz", "up", "down", "space", "backspace", "pagedown", "tab"]
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*Random(seed).choices(keys, k=60))
        code = "".join(app.answer.response())
        book = app.answer.question.pcs
        assert book.has(code) or book.choices(code)


# In a quiz


def feedback(bench: Bench) -> str:
    assert isinstance(bench.app.screen, QuizScreen)
    question = bench.app.screen.question
    assert question is not None
    return question.feedback.outcome if question.feedback else ""


async def test_an_encounter_is_answered_beside_its_note(tmp_path):
    async with quiz(tmp_path, [CASE, make_item("after")]) as bench:
        assert "Note: A knee" in bench.text()
        assert "question 1 of 1" not in bench.text()
        await bench.press(*"m17.12", "enter", *"e11.9", "enter", *"j3301", "space", *"lt", "enter")
        await bench.press("enter")
        assert bench.stored(0) == ("dx:M17.12", "dx:E11.9", "px:J3301-LT")
        assert feedback(bench) == "partly"
        for _ in range(12):
            await bench.press("down")
        assert "✗ units: 4, not 1" in " ".join(bench.text().replace("│", "").split())


async def test_tab_leaves_the_field_for_the_screens_commands(tmp_path):
    for number, kind in enumerate((*TYPED, BUILT)):
        async with quiz(tmp_path / str(number), [make_item(kind=kind), make_item("b")]) as bench:
            await bench.press("tab", "m")
            assert "⚑" in bench.text()
            assert len(bench.app.screen.query_one(Footer).query("FooterKey")) >= 5
            await bench.press("n")
            assert "Question 2 of 2" in bench.text()


async def test_a_test_keeps_what_was_begun_without_recording_it(tmp_path):
    items = [make_item("a", "code"), make_item("b", BUILT), make_item("c")]
    async with quiz(tmp_path, items, feedback="test") as bench:
        await bench.press(*"e11.22", "space", *"n1", "tab", "n")
        assert bench.stored(0) == ()
        await bench.press("0", "f", "tab", "n")
        assert bench.stored(1) == ()
        await bench.press("p")
        assert "0  F  _" in bench.text()
        await bench.press(*"t44zz", "tab", "p")
        assert bench.stored(1) == ("0FT44ZZ",)
        assert "e11.22 n1" in bench.text().lower()
        await bench.press("end", *"84", "enter")
        assert bench.stored(0) == ("E11.22", "N18.4")
        await bench.press("tab", "p")
        assert "E11.22 N18.4" in bench.text()


async def test_what_was_answered_is_there_after_a_crash(tmp_path):
    async with quiz(tmp_path, [make_item("a", "code"), CASE]) as bench:
        await bench.press(*"e11.22", "enter")
        attempt = bench.session.attempt_id
        stored = bench.app.services.store.attempt(attempt).slots[0].answer
        assert stored.response == ("E11.22",)
        again = bench.app.services.practice.resume(attempt)
        assert again.current().feedback.outcome == "partly"


async def test_a_response_that_does_not_fit_is_refused_and_nothing_recorded(tmp_path):
    async with quiz(tmp_path, [make_item("a", "code")]) as bench:
        with pytest.raises(ResponseError):
            bench.session.answer(("sugar",))
        assert bench.stored(0) == ()


async def test_a_check_of_a_lesson_shows_the_note_it_asks_about(run_app, services, learner):
    async with run_app() as pilot:
        pilot.app.open_lesson("reading-a-remittance", 1)
        await settled(pilot)
        check = LessonCheck("icd-case-denosumab-bone-mets", "reading-a-remittance")
        await pilot.app.screen.query_one(LessonPage).mount(check)
        await settled(pilot)
        assert "denosumab (Xgeva" in shown(check.query_one("ExhibitPane Static"))
        check.take_focus()
        await press(pilot, *"c7951", "enter", "enter")
        past = services.store.check_results(
            learner.id, services.library.items(("icd-case-denosumab-bone-mets",))
        )
        assert past["icd-case-denosumab-bone-mets"].response == ("dx:C79.51",)
