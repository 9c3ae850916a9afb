"""A check inside a lesson: one question, answered in place as often as the learner likes."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Button, Static

from tutor.errors import TutorError
from tutor.services.views import Question
from tutor.tui.base import Asks, tutor_app
from tutor.tui.commands import Command, bindings
from tutor.tui.widgets.answer import Answer
from tutor.tui.widgets.exhibit import ExhibitPane
from tutor.tui.widgets.feedback_view import FeedbackView
from tutor.tui.widgets.question_body import QuestionBody

LEAVE_CHECK = Command(
    "check.leave",
    "escape",
    "leave",
    "Back to the page",
    "Leave the check and go on reading.",
    footer=True,
    palette=False,
)


class LessonCheck(Asks, Vertical):
    """Asks one question of a lesson and explains the answer; earlier answers come back.

    Args:
        item_id: The question.
        lesson_id: The lesson it stands in; feedback does not refer to that one.
    """

    KEYS = (LEAVE_CHECK,)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    LessonCheck {
        height: auto;
        margin: 0 1 1 1;
        padding: 0 1;
        border: round $secondary 60%;
        border-title-color: $secondary;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
        &:focus-within { border: round $primary; }
        &:focus-within:nocolor { border: heavy $primary; }
        ExhibitPane { height: auto; max-height: 14; }
        .check-title { color: $text-muted; padding: 0 1; }
        Button { margin: 0 1; }
    }
    """

    class Left(Message):
        """The learner is done with the check for now."""

    def __init__(self, item_id: str, lesson_id: str) -> None:
        super().__init__()
        self.item_id = item_id
        self._lesson_id = lesson_id
        self._asked_at = 0.0
        self.border_title = "Check yourself"

    def compose(self) -> ComposeResult:
        """Say that the question is coming."""
        yield Static("Opening the question…", classes="check-title")

    def on_mount(self) -> None:
        """Fetch the question, with the feedback if it was answered before."""
        app = tutor_app(self)
        learning, learner_id = app.services.learning, app.learner.id
        self.ask(
            lambda: learning.check(learner_id, self.item_id),
            lambda question: self.call_later(self._show, question),
            group="fetch",
        )

    @property
    def question(self) -> Question | None:
        """The question, once it is shown."""
        body = self.query(QuestionBody)
        return body.first().question if body else None

    @property
    def answer(self) -> Answer | None:
        """The answer widget, while the question is open."""
        body = self.query(QuestionBody)
        return body.first().answer if body else None

    def take_focus(self) -> None:
        """Let the keyboard answer (or try again)."""
        if self.answer is not None:
            self.answer.focus(scroll_visible=False)
            self.scroll_visible(top=True, animate=False)
        for again in self.query(Button):  # stands below the feedback, maybe out of sight
            again.focus(scroll_visible=False)
            again.scroll_visible(animate=False)

    def on_descendant_focus(self) -> None:
        """Tell the way back to the page."""
        self.border_subtitle = "Esc goes back to the page"

    def on_descendant_blur(self) -> None:
        """Tell the way in, while there is something to answer."""
        self.border_subtitle = "Enter answers this" if self.answer is not None else ""

    def on_answer_submitted(self, event: Answer.Submitted) -> None:
        """Commit the answer and show what it is worth."""
        event.stop()
        app = tutor_app(self)
        learning, learner_id = app.services.learning, app.learner.id
        latency = int((app.clock.monotonic() - self._asked_at) * 1000)
        self.ask(
            lambda: learning.answer_check(
                learner_id, self.item_id, event.response, latency_ms=latency
            ),
            lambda question: self.call_later(self._explain, question),
            group="answer",
            once=True,
            failed=self._refuse,
        )

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Ask the question again without the earlier answer."""
        event.stop()
        app = tutor_app(self)
        learning, learner_id = app.services.learning, app.learner.id
        self.ask(
            lambda: learning.try_again(learner_id, self.item_id),
            lambda question: self.call_later(self._ask_again, question),
            group="fetch",
        )

    def action_leave(self) -> None:
        """Go back to the page."""
        self.post_message(self.Left())

    async def _show(self, question: Question) -> None:
        question = self._without_self(question)
        with self.app.batch_update():
            await self.remove_children()
            await self.mount(
                Static(question.kind_label, classes="check-title", markup=False),
                *([ExhibitPane(question.exhibit)] if question.exhibit else ()),
                QuestionBody(question),
            )
            if question.feedback is not None:
                await self.mount(Button("Try again", compact=True))
        self._asked_at = tutor_app(self).clock.monotonic()
        self.on_descendant_blur()
        self.refresh_bindings()  # earlier feedback may link to terms

    async def _ask_again(self, question: Question) -> None:
        await self._show(question)
        self.take_focus()

    async def _explain(self, question: Question) -> None:
        with self.app.batch_update():
            await self.query_one(QuestionBody).show_feedback(self._without_self(question))
            await self.mount(Button("Try again", compact=True))
        self.post_message(self.Left())
        self.call_after_refresh(self._scroll_to_feedback)

    def _refuse(self, error: TutorError) -> None:
        if self.answer is not None:
            self.answer.unfreeze()
        tutor_app(self).report(error)

    def _without_self(self, question: Question) -> Question:
        feedback = question.feedback
        if feedback is None or feedback.lesson is None or feedback.lesson.id != self._lesson_id:
            return question
        return replace(question, feedback=replace(feedback, lesson=None))

    def _scroll_to_feedback(self) -> None:
        for feedback in self.query(FeedbackView):
            feedback.scroll_visible(top=True, animate=False)
