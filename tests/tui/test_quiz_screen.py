"""The quiz in the running app, over the real services and a real database."""

from __future__ import annotations

from threading import Event

import pytest
from textual.widgets import Footer, Input

from tests.factories import make_item
from tests.tui.quiz_bench import (
    KIND_ITEMS,
    NASTY,
    WIDE,
    case_items,
    many_options,
    nasty_item,
    quiz,
)
from tutor.domain.kinds import KINDS, key_response
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.questions import QuestionGrid
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.widgets.exhibit import ExhibitPane
from tutor.tui.widgets.feedback_view import FeedbackView
from tutor.tui.widgets.question_view import QuestionView

THREE = [make_item(f"q{n}") for n in range(3)]
KEYS = {
    "single": ("b",),
    "multiple": ("a", "c"),
    "numeric": ("8", "4"),
    "text": (*"timely", "space", *"filing"),
    "match": ("a", "b", "b"),
    "code": (*"e11.22", "space", *"n184"),
    "coding_case": (
        *"m17.12",
        "enter",
        *"e119",
        "enter",
        *"j3301",
        "minus",
        *"lt",
        "space",
        *"x4",
        "space",
        "at",
        "1",
        "enter",
    ),
    "pcs_build": tuple("0ft44zz"),
    "remit_post": (
        *("6", "4", "right", "4", "0", "right", "1", "6", "down", "right"),
        *("1", "5", "0"),
    ),
}
"""What earns full credit when parts stand in written order."""
MENDS = {
    "claim_fix": (
        *("2", "4", *("right",) * 6, "enter", "B", "enter"),
        *("2", "8", "enter", *"120", "enter"),
        *("2", "9", "delete"),
    ),
}
"""What mends the form; `a` answers."""


TYPED = {"code", "coding_case", "pcs_build", "text"}
"""Kinds whose answer takes letters; Tab leaves it."""


def screen(bench) -> QuizScreen:
    assert isinstance(bench.app.screen, QuizScreen)
    return bench.app.screen


def position(bench) -> int:
    question = screen(bench).question
    assert question is not None
    return question.position


def answering(bench, item) -> tuple[str, ...]:
    """Return the keys that earn full credit and give the answer."""
    if item.kind in MENDS:
        return (*MENDS[item.kind], "a")
    labels = {part.id: part.label.lower() for part in screen(bench).question.parts}
    labels["action=appeal"] = "a"
    order = tuple(labels[step] for step in key_response(item) if step in labels)
    if item.kind == "remit_post":
        return (*KEYS[item.kind], *order, "enter")
    return (*KEYS.get(item.kind, order), "enter")


async def test_every_kind_is_answered_committed_and_explained(tmp_path):
    async with quiz(tmp_path, KIND_ITEMS) as bench:
        for place, item in enumerate(KIND_ITEMS):
            await bench.press(*answering(bench, item))
            assert bench.stored(place) != ()
            assert screen(bench).question.feedback.outcome == "right", item.kind
            assert bench.app.screen.query(FeedbackView)
            assert "✓ Right" in bench.text()
            await bench.press("enter")
        assert isinstance(bench.app.screen, ResultsScreen)
        assert f"{len(KIND_ITEMS)} of {len(KIND_ITEMS)} right" in bench.text()


async def test_feedback_is_shown_only_after_the_answer_is_in_the_database(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        seen = []
        view = bench.app.screen.query_one(QuestionView)
        before = view.show_feedback

        async def spy(question):
            seen.append(bench.stored(question.position))
            await before(question)

        view.show_feedback = spy  # type: ignore[method-assign]
        await bench.press("b", "enter")
        assert seen == [("b",)]


async def test_a_wrong_answer_names_the_right_one(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        await bench.press("a", "enter")
        assert "✗ Wrong  The answer: B." in bench.text()
        assert "Nothing changed, so it is denied again." in bench.text()


async def test_keys_pressed_while_an_answer_is_saved_change_nothing(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        saving = Event()
        answer = bench.session.answer

        def slowly(response):
            saving.wait(timeout=10)
            return answer(response)

        bench.session.answer = slowly  # type: ignore[method-assign]
        await bench.pilot.press("b", "enter", "enter", "n", "a", "enter", "m", "n")
        saving.set()
        await bench.settle()
        assert position(bench) == 0
        assert screen(bench).question.feedback is not None
        assert bench.session.palette.answered == (True, False, False)
        assert bench.session.palette.flagged == (False, False, False)
        assert bench.stored(0) == ("b",)


async def test_the_second_press_of_a_double_press_does_not_leave_the_feedback(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        await bench.press("b", "enter")
        bench.clock.advance(0.1)
        await bench.press("enter")
        assert position(bench) == 0
        bench.clock.advance(1)
        await bench.press("enter")
        assert position(bench) == 1
        bench.clock.advance(0.1)
        await bench.press("n")
        assert position(bench) == 1
        bench.clock.advance(1)
        await bench.press("n")
        assert position(bench) == 2


async def test_a_skipped_question_keeps_what_was_begun(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        await bench.press("c", "n")
        assert position(bench) == 1
        await bench.press("p")
        assert position(bench) == 0
        assert screen(bench).view.answer.response() == ("c",)
        assert bench.stored(0) == ()


async def test_letters_of_options_are_never_commands(tmp_path):
    async with quiz(tmp_path, [make_item("one"), many_options(8)]) as bench:
        await bench.press("n", "b", "f")
        assert position(bench) == 1
        assert screen(bench).view.answer.response() == ("o1", "o5")
        assert bench.session.palette.flagged == (False, False)
        await bench.press("enter", "b")  # answered: b is free to mean back
        assert position(bench) == 0


async def test_letters_answer_wherever_the_focus_is(tmp_path):
    async with quiz(tmp_path, case_items()) as bench:
        bench.app.screen.query_one(ExhibitPane).focus()
        await bench.press("b")
        assert position(bench) == 0
        assert screen(bench).view.answer.response() == ("b",)


async def test_marking_shows_in_the_header_and_lasts(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        await bench.press("c", "m")
        assert "⚑ Marked" in bench.text()
        assert screen(bench).view.answer.response() == ("c",)
        await bench.press("n", "p")
        assert "⚑ Marked" in bench.text()
        await bench.press("m")
        assert "⚑ Marked" not in bench.text()


async def test_the_list_of_questions_goes_anywhere(tmp_path):
    async with quiz(tmp_path, [make_item(f"q{n}") for n in range(25)]) as bench:
        await bench.press("b", "enter", "w")
        assert "✓ 1 answered" in bench.text()
        assert "· 24 open" in bench.text()
        await bench.press("1", "9", "enter")
        assert position(bench) == 18
        await bench.press("w", "home", "right", "down", "enter")
        assert position(bench) == 9
        await bench.press("w")
        await bench.pilot.click(QuestionGrid, offset=(2, 0))
        await bench.settle()
        assert position(bench) == 0


async def test_an_exhibit_is_shown_larger_alone_or_not_at_all(tmp_path):
    async with quiz(tmp_path, case_items()) as bench:
        pane, body = (
            bench.app.screen.query_one(ExhibitPane),
            bench.app.screen.query_one("#question"),
        )
        small = pane.size.height
        assert body.size.height > 3
        await bench.press("x")
        assert pane.size.height > small
        assert not body.display
        await bench.press("pagedown", "pagedown", "pagedown")
        assert "40 xxx" in bench.text()
        await bench.press("x")
        assert not pane.display
        await bench.press("x")
        assert pane.display
        assert body.display


async def test_the_place_in_an_exhibit_is_kept_within_its_case(tmp_path):
    async with quiz(tmp_path, case_items()) as bench:
        pane = bench.app.screen.query_one(ExhibitPane)
        pane.scroll_to(y=12, animate=False)
        await bench.press("n")
        assert bench.app.screen.query_one(ExhibitPane) is pane
        assert pane.scroll_y == 12
        assert "question 2 of 2 on this" in bench.text()


async def test_an_exhibit_stands_beside_the_question_where_there_is_room(tmp_path):
    async with quiz(tmp_path, case_items(), size=WIDE) as bench:
        pane, body = (
            bench.app.screen.query_one(ExhibitPane),
            bench.app.screen.query_one("#question"),
        )
        assert pane.region.y == body.region.y
        assert pane.region.right <= body.region.x
        assert "x" * 70 in bench.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("kind", KINDS)
async def test_the_footer_has_at_most_seven_entries(tmp_path, kind, size):
    async with quiz(tmp_path, [make_item(kind=kind)], size=size) as bench:
        footer = bench.app.screen.query_one(Footer)
        entries = list(footer.query("FooterKey"))
        least = 3 if kind in TYPED else 5  # letters are typed, so that they are no commands
        assert least <= len(entries) <= 7
        assert entries[-1].region.right <= size[0]


async def test_test_mode_records_without_feedback_and_takes_changes(tmp_path):
    async with quiz(tmp_path, THREE, feedback="test") as bench:
        await bench.press("a", "enter")
        assert position(bench) == 1
        assert bench.stored(0) == ("a",)
        await bench.press("c", "p")  # leaving records what is chosen
        assert bench.stored(1) == ("c",)
        assert screen(bench).question.feedback is None
        assert screen(bench).view.answer.response() == ("a",)
        await bench.press("b", "w", "3", "enter")
        assert bench.stored(0) == ("b",)
        assert position(bench) == 2


async def test_test_mode_asks_before_it_is_submitted(tmp_path):
    async with quiz(tmp_path, THREE, feedback="test") as bench:
        await bench.press("b", "enter", "n", "m", "a", "enter")
        assert isinstance(bench.app.screen, ConfirmModal)
        assert "2 of 3 questions answered, 1 not" in bench.text()
        assert "1 marked" in bench.text()
        await bench.press("n")
        assert position(bench) == 2
        assert not screen(bench).view.answer.frozen
        await bench.press("b", "s")
        assert bench.stored(2) == ("b",)
        await bench.press("y")
        assert isinstance(bench.app.screen, ResultsScreen)
        assert not bench.session.open
        assert "2 of 3 right" in bench.text()


async def test_a_figure_that_is_none_is_refused_where_it_stands(tmp_path):
    async with quiz(tmp_path, [make_item(kind="numeric"), *THREE], feedback="test") as bench:
        await bench.press(".", ".", "n")
        assert position(bench) == 0
        assert bench.stored(0) == ()
        bench.app.screen.query_one(Input).value = "84"
        await bench.press("n")
        assert position(bench) == 1
        assert bench.stored(0) == ("84",)


async def test_tutor_mode_ends_by_itself_only_when_all_is_answered(tmp_path):
    async with quiz(tmp_path, THREE[:2]) as bench:
        await bench.press("n", "b", "enter", "enter")
        assert isinstance(bench.app.screen, ConfirmModal)
        await bench.press("n", "p", "b", "enter", "n", "enter")
        assert isinstance(bench.app.screen, ResultsScreen)


async def test_a_paused_quiz_goes_on_at_the_same_question_in_the_same_order(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        await bench.press("b", "enter", "n", "escape")
        assert isinstance(bench.app.screen, ConfirmModal)
        await bench.press("n")
        parts = screen(bench).question.parts
        await bench.press("escape", "y")
        assert not isinstance(bench.app.screen, QuizScreen)
        bench.app.resume_quiz(bench.session.attempt_id)
        await bench.settle()
        assert position(bench) == 1
        assert screen(bench).question.parts == parts
        assert bench.session.attempt_id == screen(bench).session.attempt_id


async def test_pausing_in_test_mode_records_what_is_chosen(tmp_path):
    async with quiz(tmp_path, THREE, feedback="test") as bench:
        await bench.press("b", "escape", "y")
        assert bench.stored(0) == ("b",)


async def test_when_the_time_is_up_the_quiz_ends_with_its_result(tmp_path, monkeypatch):
    # the drawn clock stands still: the late answer itself must end the quiz
    monkeypatch.setattr("tutor.tui.screens.quiz.TICK_SECONDS", 3600.0)
    async with quiz(tmp_path, THREE, feedback="test", seconds=90) as bench:
        assert "1:30 left" in bench.text()
        await bench.press("b", "enter")
        bench.clock.advance(91)
        await bench.press("a", "enter")
        assert isinstance(bench.app.screen, ResultsScreen)
        assert "time ran out" in bench.text()
        assert bench.stored(1) == ()


async def test_the_clock_ends_a_quiz_without_a_key(tmp_path):
    async with quiz(tmp_path, THREE, seconds=90) as bench:
        bench.clock.advance(91)
        screen(bench)._tick()
        await bench.settle()
        assert isinstance(bench.app.screen, ResultsScreen)


async def test_the_lesson_and_the_terms_of_a_question_open(tmp_path):
    item = make_item("linked", stem="Is this a [[clean-claim]] for an [[allowed-amount]]?")
    async with quiz(tmp_path, [item, *THREE]) as bench:
        assert "Is this a clean claim for an allowed amount?" in bench.text()
        await bench.press("t", "o")  # nothing before the answer
        quiz_screen = screen(bench)
        await bench.press("b", "enter", "t")
        assert "Terms of this question" in bench.text()
        await bench.press("enter")
        assert bench.app.screen is not quiz_screen
        await bench.press("escape")
        assert bench.app.screen is quiz_screen
        await bench.press("o")
        assert bench.app.screen is not quiz_screen
        await bench.press("escape")
        assert bench.app.screen is quiz_screen


@pytest.mark.parametrize("kind", KINDS)
async def test_any_text_is_asked_explained_and_listed(tmp_path, kind):
    async with quiz(tmp_path, [nasty_item(kind, text) for text in NASTY]) as bench:
        for _ in NASTY:
            await bench.press(*(("tab", "n") if kind in TYPED else ("n",)))
        await bench.press("y")
        assert isinstance(bench.app.screen, ResultsScreen)
        await bench.press("enter", "n", "n")


async def test_quitting_while_an_answer_is_being_saved_loses_nothing(tmp_path):
    async with quiz(tmp_path, THREE) as bench:
        await bench.pilot.press("b", "enter", "ctrl+q")
    async with quiz(tmp_path, THREE) as again:
        earlier = again.app.services.store.attempt(bench.session.attempt_id)
        assert earlier.status == "open"
        assert earlier.slots[0].answer.response == ("b",)
