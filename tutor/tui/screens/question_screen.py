"""What the quiz and the review share: showing questions, links, and one step at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.app import ComposeResult
from textual.widgets import Footer

from tutor.errors import TutorError
from tutor.services.practice import QuizSession
from tutor.services.views import Link, Question
from tutor.tui.base import TutorScreen
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.text import show
from tutor.tui.widgets.exhibit import ExhibitPane
from tutor.tui.widgets.feedback_view import FeedbackView
from tutor.tui.widgets.question_view import QuestionHeader, QuestionView

Value = TypeVar("Value")

SETTLE_SECONDS = 0.25
"""How long a question or its feedback must have been on the screen before a key leaves it: the
second press of a double press comes sooner."""
LINKS = {"lesson", "terms"}
"""Actions that need feedback with something to open."""


class QuestionScreen(TutorScreen[None]):
    """Shows questions of a session. Calls to it are made in a thread, one at a time."""

    CSS_PATH = "question_screen.tcss"

    def __init__(self, session: QuizSession) -> None:
        super().__init__()
        self.session = session
        self._stepping = False
        self._shown_at = float("-inf")

    def compose(self) -> ComposeResult:
        """Lay out the question and the footer."""
        yield QuestionView()
        yield Footer(show_command_palette=False)

    @property
    def view(self) -> QuestionView:
        """The question's widget."""
        return self.query_one(QuestionView)

    @property
    def question(self) -> Question | None:
        """The question shown, or None before the first."""
        return self.view.question if self.is_mounted else None

    def set_note(self, note: str) -> None:
        """Show a note at the right end of the header."""
        for header in self.query(QuestionHeader):
            header.note = note

    def step(self, call: Callable[[], Value], then: Callable[[Value], Awaitable[object]]) -> bool:
        """Make a call on the session and then show what it gave; False while another is made.

        Until the new question (or feedback) is on the screen no further step begins, so that
        keys pressed meanwhile change nothing.
        """
        if self._stepping:
            return False
        self._stepping = True
        self.ask(
            call,
            lambda value: self.call_later(self._arrive, then, value),
            group="step",
            failed=self.step_failed,
        )
        return True

    def step_failed(self, error: TutorError) -> None:
        """Report why a step was not possible, and take input again."""
        self._stepping = False
        self.app.report(error)

    def settled(self) -> bool:
        """Whether what is on the screen has been there long enough to be left by a key.

        A clock that stands still (in tests and demos) says nothing, and is not waited for.
        """
        since = self.app.clock.monotonic() - self._shown_at
        return not 0 < since < SETTLE_SECONDS

    async def _arrive(self, then: Callable[[Value], Awaitable[object]], value: Value) -> None:
        try:
            await then(value)
        finally:
            self._stepping = False
        self._shown_at = self.app.clock.monotonic()
        self.refresh_bindings()

    # Exhibit and links

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide commands that have nothing to act on."""
        if action == "exhibit":
            return bool(self.query(ExhibitPane))
        if action in LINKS:
            return self._links(action) is not None
        return super().check_action(action, parameters)

    def action_exhibit(self) -> None:
        """Show exhibit and question, or one of them alone."""
        self.view.toggle_exhibit()

    def action_lesson(self) -> None:
        """Open the lesson that teaches this."""
        for lesson in self._links("lesson") or ():
            self.app.open_lesson(lesson.id)

    def action_terms(self) -> None:
        """Open the question's glossary term, or let the learner choose one of them."""
        terms = self._links("terms") or ()
        if len(terms) == 1:
            self.app.open_term(terms[0].id)
        elif terms:
            choices = [(term.id, show(term.title)) for term in terms]
            self.app.push_screen(ChooseModal("Terms of this question", choices), self._open_term)

    def on_feedback_view_lesson_chosen(self, event: FeedbackView.LessonChosen) -> None:
        """Open the lesson that was clicked."""
        self.app.open_lesson(event.lesson.id)

    def on_feedback_view_terms_chosen(self) -> None:
        """Open the terms that were clicked."""
        self.action_terms()

    def _open_term(self, term: str | None) -> None:
        if term is not None:
            self.app.open_term(term)

    def _links(self, kind: str) -> tuple[Link, ...] | None:
        feedback = self.question.feedback if self.question else None
        if feedback is None:
            return None
        if kind == "lesson":
            return (feedback.lesson,) if feedback.lesson else None
        return feedback.terms or None
