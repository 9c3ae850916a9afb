"""What the quiz and the review share: showing questions, links, and one step at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult

from tutor.errors import TutorError
from tutor.services.code_mentions import mentioned_codes
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Link, Question
from tutor.tui.base import TutorScreen
from tutor.tui.exam_commands import EXAM_COMMANDS
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.quiz_commands import BOOK_KEY, QUIZ_COMMANDS, REVIEW_COMMANDS
from tutor.tui.text import show
from tutor.tui.widgets.exhibit import ExhibitPane
from tutor.tui.widgets.feedback_view import FeedbackView
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.question_view import QuestionHeader, QuestionView

if TYPE_CHECKING:
    from tutor.tui.widgets.code_panel import CodePanel

Value = TypeVar("Value")

SETTLE_SECONDS = 0.25
"""How long a question or its feedback must have been on the screen before a key leaves it: the
second press of a double press comes sooner."""
LINKS = {"lesson", "terms"}
"""Actions that need feedback with something to open."""
BOOK_ACTIONS = {"book", "toggle_book", "look_up"}
"""Actions that open the code book."""
OWN_ACTIONS = {
    command.action
    for command in (*QUIZ_COMMANDS, *REVIEW_COMMANDS, *EXAM_COMMANDS)
    if command is not BOOK_KEY
} - {"app.back"}
"""Actions on the question: none of them happens by a key meant for the code book."""


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
        yield KeyBar(show_command_palette=False)

    @property
    def books_shut(self) -> bool:
        """Whether this is a test for a closed-book exam."""
        return self.session.books_shut

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
        """Hide commands that have nothing to act on, and all while the code book is in use."""
        if action in BOOK_ACTIONS and self.books_shut:
            return False
        if action in OWN_ACTIONS and self.is_mounted and self.view.book_in_use:
            return False
        if action == "look_up":
            return bool(self._mentioned)
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

    # The code book

    async def action_book(self) -> None:
        """Open the code book beside the question, or go to it."""
        panel = await self.view.need_book(self.session.books)
        panel.open_book()
        self.refresh_bindings()

    async def action_toggle_book(self) -> None:
        """Open the code book, go to it, or put it away."""
        if self.view.book_in_use:
            self._leave_book(close=True)
        else:
            await self.action_book()

    def on_code_panel_left(self, event: CodePanel.Left) -> None:
        """Go back to the question; a book that covers it is put away as it is."""
        self._leave_book(close=event.closed or not self.has_class("-very-wide"))

    def _leave_book(self, *, close: bool) -> None:
        if close:
            self.view.hide_book()
        self.view.take_focus()
        self.refresh_bindings()

    def action_look_up(self) -> None:
        """Open a code of this question in the code book."""
        codes = self._mentioned
        if len(codes) == 1:
            self.call_later(self._open_code, codes[0])
        elif codes:
            choices = [(code, show(code)) for code in codes]
            self.app.push_screen(ChooseModal("Codes of this question", choices), self._open_code)

    async def _open_code(self, code: str | None) -> None:
        if code is not None:
            panel = await self.view.need_book(self.session.books)
            panel.open_code(code)

    @property
    def _mentioned(self) -> tuple[str, ...]:
        return mentioned_codes(self.question) if self.question else ()

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
