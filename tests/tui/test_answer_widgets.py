"""The answer widgets on their own: all they need is a question."""

from __future__ import annotations

from random import Random

import pytest
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll

from tests.factories import make_item
from tests.tui.quiz_bench import (
    NARROW,
    NASTY,
    library,
    many_options,
    nasty_item,
    placed,
    question_of,
    shown,
)
from tutor.domain.item import Item, Response
from tutor.domain.kinds import KINDS, grade, key_response
from tutor.services.questions import build_question
from tutor.services.views import Question
from tutor.tui.widgets.answer import Answer, answer_for
from tutor.tui.widgets.answer_order import Mover
from tutor.tui.widgets.answer_rows import AnswerRow
from tutor.tui.widgets.question_body import QuestionBody

KEYS_BY_KIND = {
    "single": ["up", "down", "space", "a", "b", "d", "3", "x", "B"],
    "multiple": ["up", "down", "space", "a", "c", "1", "4", "x"],
    "numeric": ["1", "0", ".", ",", "-", "backspace", "left", "x", "$"],
    "text": ["t", "L", "space", ".", "minus", "question_mark", "backspace", "left", "1", "="],
    "order": ["up", "down", "space", "shift+up", "shift+down", "1", "2", "4", "backspace"],
    "match": ["up", "down", "space", "a", "b", "1", "3", "backspace", "x"],
    "code": ["e", "1", ".", "space", "comma", "backspace", "n", "9", "x", "$"],
    "coding_case": ["e", "1", ".", "space", "at", "minus", "j", "enter", "backspace", "x", "2"],
    "pcs_build": ["up", "down", "space", "0", "f", "t", "4", "z", "backspace", "delete", "o"],
    "claim_fix": [
        "up",
        "down",
        "right",
        "enter",
        "b",
        "1",
        "backspace",
        "delete",
        "h",
        "g",
        "escape",
    ],
    "remit_post": ["up", "down", "left", "right", "1", "6", ".", "-", "backspace", "delete", "a"],
    "denial_action": ["up", "down", "space", "a", "c", "1", "3", "d", "e", "x"],
}
GIVES = {"claim_fix": "a"}
"""What gives the answer, where Enter does something else."""
WRITES = {"claim_fix": ("enter", "1", "enter")}
"""What begins an answer, where one key does not."""


class Host(App[None]):
    """Shows one answer widget and remembers what it says and what it leaves alone."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer
        self.submitted: list[Response] = []
        self.changed: list[Response] = []
        self.keys: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.answer

    def on_mount(self) -> None:
        self.answer.focus()

    def on_answer_submitted(self, event: Answer.Submitted) -> None:
        self.submitted.append(event.response)

    def on_answer_changed(self, event: Answer.Changed) -> None:
        self.changed.append(event.response)

    def on_key(self, event) -> None:
        self.keys.append(event.key)


class Bodies(App[None]):
    """Shows questions one below the other."""

    def __init__(self, *bodies: QuestionBody) -> None:
        super().__init__()
        self.bodies = bodies

    def compose(self) -> ComposeResult:
        yield VerticalScroll(*self.bodies)


def explained(item: Item) -> Question:
    """Return the question with the feedback on its right answer."""
    return build_question(placed(item), library(), response=key_response(item), with_feedback=True)


def host(kind: str) -> Host:
    return Host(answer_for(question_of(make_item(kind=kind))))


def labels(answer: Answer) -> dict[str, str]:
    return {part.id: part.label.lower() for part in answer.question.parts}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_has_a_widget_that_gives_full_credit(kind):
    item = make_item(kind=kind)
    app = Host(answer_for(question_of(item)))
    async with app.run_test(size=NARROW) as pilot:
        app.answer.restore(key_response(item))
        await pilot.press(GIVES.get(kind, "enter"))
        await pilot.pause()
        assert [grade(item, response).score for response in app.submitted] == [1.0]


@pytest.mark.parametrize("kind", KINDS)
async def test_an_answer_is_given_once_however_often_enter_is_pressed(kind):
    app = Host(answer_for(question_of(make_item(kind=kind))))
    async with app.run_test(size=NARROW) as pilot:
        app.answer.restore(key_response(make_item(kind=kind)))
        await pilot.press(*[GIVES.get(kind, "enter")] * 3)
        await pilot.pause()
        assert len(app.submitted) == 1
        assert app.answer.frozen


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_chosen_is_not_an_answer(kind):
    app = host(kind)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(GIVES.get(kind, "enter"))
        await pilot.pause()
        assert app.submitted == []
        assert app.answer.response() == ()
        assert app.query_one(".answer-note").has_class("-problem")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_frozen_answer_takes_no_keys_until_it_is_released(kind):
    app = host(kind)
    async with app.run_test(size=NARROW) as pilot:
        app.answer.freeze()
        await pilot.press("a", "1", "2", "space", "down", "shift+down")
        assert app.answer.response() == ()
        app.answer.unfreeze()
        app.answer.focus()
        await pilot.press(*WRITES.get(kind, ("1", "b")))
        assert app.answer.response() != ()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
async def test_any_keys_leave_an_answer_that_fits(kind, seed):
    item = make_item(kind=kind)
    app = Host(answer_for(question_of(item)))
    rng = Random(seed)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*rng.choices(KEYS_BY_KIND[kind], k=25))
        await pilot.press("enter", "a" if kind == "claim_fix" else "enter")
        await pilot.pause()
        for response in app.submitted:
            assert 0 <= grade(item, response).score <= 1
        if app.answer.response() and app.answer.recordable() and kind != "numeric":
            grade(item, app.answer.response())


@pytest.mark.parametrize("kind", KINDS)
async def test_any_text_can_be_asked_and_explained(kind):
    items = [nasty_item(kind, text) for text in NASTY]
    app = Bodies(
        *(QuestionBody(question_of(item)) for item in items),
        *(QuestionBody(explained(item)) for item in items),
    )
    async with app.run_test(size=NARROW) as pilot:
        for answer in app.query(Answer):
            answer.focus()
            await pilot.press("a", "1", "down", "enter")
        await pilot.pause()


async def test_single_takes_letters_digits_and_arrows():
    app = host("single")
    async with app.run_test(size=NARROW) as pilot:
        first, second, *_, last = (part.id for part in app.answer.question.parts)
        for key, chosen in [
            ("down", first),
            ("down", second),
            ("up", first),
            ("up", first),
            ("b", second),
            ("B", second),
            ("4", last),
            ("down", last),
        ]:
            await pilot.press(key)
            assert app.answer.response() == (chosen,), key


async def test_single_leaves_other_keys_to_the_screen():
    app = host("single")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n", "e", "5", "escape")
        assert app.keys == ["n", "e", "5", "escape"]


async def test_multiple_lets_go_with_the_same_key():
    app = host("multiple")
    async with app.run_test(size=NARROW) as pilot:
        ids = [part.id for part in app.answer.question.parts]
        await pilot.press("a", "3", "a", "down", "space")
        assert app.answer.response() == (ids[1],) or set(app.answer.response()) == {ids[1], ids[2]}
        assert app.answer.response() == tuple(i for i in ids if i in app.answer.response())


async def test_letters_up_to_h_belong_to_eight_options():
    app = Host(answer_for(question_of(many_options(8))))
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*"abcdefgh")
        assert len(app.answer.response()) == 8
        assert app.keys == []


async def test_clicks_choose():
    app = host("single")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.click(list(app.query(AnswerRow))[2])
        assert app.answer.response() == (app.answer.question.parts[2].id,)


@pytest.mark.parametrize("typed", ["84", "84.00", "$84", " 84,00 ".replace(",", "."), "-3", "80 %"])
async def test_numeric_takes_figures_as_people_type_them(typed):
    app = host("numeric")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*("space" if c == " " else c for c in typed), "enter")
        await pilot.pause()
        assert app.submitted == [(typed.strip(),)]


async def test_numeric_leaves_letters_to_the_screen_and_refuses_what_is_no_number():
    app = host("numeric")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("n", "1", "b", ".", ".", "enter")
        await pilot.pause()
        assert [key for key in app.keys if key != "enter"] == ["n", "b"]
        assert app.submitted == []
        assert app.query_one(".answer-note").has_class("-problem")
        await pilot.press("backspace", "5", "enter")
        await pilot.pause()
        assert app.submitted == [("1.5",)]


async def test_words_are_typed_as_they_are_and_kept_tidy():
    app = host("text")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "such as medical necessity" in shown(app.query_one(".answer-note"))
        await pilot.press("space", "enter")
        await pilot.pause()
        assert app.submitted == []
        assert app.query_one(".answer-note").has_class("-problem")
        await pilot.press(*"Timely", "space", "space", *"filing", "question_mark", "enter")
        await pilot.pause()
        assert app.submitted == [("Timely filing?",)]
        assert app.keys[-1:] != ["question_mark"]  # typed, not a command of the screen


async def test_order_is_typed_number_by_number():
    app = host("order")
    async with app.run_test(size=NARROW) as pilot:
        by_label = {part.label: part.id for part in app.answer.question.parts}
        await pilot.press("3", "1", "1")
        await pilot.press("enter")
        assert app.submitted == []  # two numbers are lacking
        await pilot.press("backspace", "4", "2", "1", "enter")
        await pilot.pause()
        assert app.submitted == [tuple(by_label[label] for label in "3421")]


async def test_order_moves_what_is_picked_up():
    app = host("order")
    async with app.run_test(size=NARROW) as pilot:
        ids = [part.id for part in app.answer.question.parts]
        await pilot.press("space", "down", "down", "space", "up", "shift+up")
        assert app.answer.response() == (ids[2], ids[1], ids[0], ids[3])


async def test_order_moves_by_mouse():
    app = host("order")
    async with app.run_test(size=NARROW) as pilot:
        ids = [part.id for part in app.answer.question.parts]
        await pilot.click(list(app.query(Mover))[1])  # the first line's down
        assert app.answer.response() == (ids[1], ids[0], *ids[2:])


async def test_match_goes_on_to_the_next_open_line():
    app = host("match")
    async with app.run_test(size=NARROW) as pilot:
        lines = [part.id for part in app.answer.question.parts]
        await pilot.press("a", "enter")
        assert app.submitted == []  # two lines are open
        await pilot.press("b", "a", "1", "b", "enter")
        await pilot.pause()
        assert app.submitted == [
            (f"{lines[0]}=biller", f"{lines[1]}=biller", f"{lines[2]}=coder"),
        ]


async def test_match_cycles_clears_and_clicks():
    app = host("match")
    async with app.run_test(size=NARROW) as pilot:
        lines = [part.id for part in app.answer.question.parts]
        await pilot.press("space", "space")
        assert app.answer.response() == (f"{lines[0]}=biller",)
        await pilot.press("backspace")
        assert app.answer.response() == ()
        await pilot.click(list(app.query(AnswerRow))[2])
        await pilot.click(app.query(".match-target").first())
        assert app.answer.response() == (f"{lines[2]}=coder",)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_question_body_shows_feedback_in_the_answers_place(kind):
    item = make_item(kind=kind)
    body = QuestionBody(question_of(item))
    app = Bodies(body)
    async with app.run_test(size=NARROW) as pilot:
        assert body.answer is not None
        await body.show_feedback(explained(item))
        await pilot.pause()
        assert body.answer is None
        assert not app.query(Answer)
        assert shown(app.query_one(".feedback-outcome")).startswith("✓ Right")
