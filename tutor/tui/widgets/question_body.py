"""A question without its surroundings: stem, then the answer widget or the feedback.

Used by the question view of a quiz, and as it is by a lesson's check.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tutor.domain.claims.shown import FormWork
from tutor.domain.item import Response
from tutor.services.views import Question
from tutor.tui.text import spans
from tutor.tui.widgets.answer import Answer, answer_for
from tutor.tui.widgets.feedback_view import FeedbackView


class QuestionBody(Vertical):
    """Stem and answer widget; once the question has feedback, stem and feedback.

    Args:
        question: What to show.
        draft: An answer that was begun but not given; the committed one unless given.
    """

    DEFAULT_CSS = """
    QuestionBody {
        height: auto;
        max-width: 100;
        &.-work { max-width: 150; }
        .question-stem { padding: 0 1; margin-bottom: 1; }
    }
    """

    def __init__(self, question: Question, draft: Response = ()) -> None:
        super().__init__(classes="-work" if isinstance(question.work, FormWork) else None)
        self.question = question
        self.answer: Answer | None = None
        """The answer widget, while there is no feedback."""
        self._draft = draft

    def compose(self) -> ComposeResult:
        """Lay out the stem and what follows it."""
        yield Static(spans(self.question.stem), classes="question-stem")
        yield self._below()

    def on_mount(self) -> None:
        """Show the answer as it was left."""
        response = self._draft or self.question.response
        if self.answer is not None and response:
            self.answer.restore(response)

    async def show_feedback(self, question: Question) -> None:
        """Put the question's feedback in the place of the answer widget."""
        self.question = question
        for old in self.query_children("Answer, FeedbackView"):
            await old.remove()
        if self.is_attached:  # the program may be left while the answer is being saved
            await self.mount(self._below())

    def _below(self) -> Widget:
        question = self.question
        if question.feedback is not None:
            self.answer = None
            return FeedbackView(question, question.feedback)
        self.answer = answer_for(question)
        return self.answer
