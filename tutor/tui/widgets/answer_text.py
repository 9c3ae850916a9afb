"""Answering with a few words."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from tutor.domain.item import Response
from tutor.domain.short_answer import TYPED_LENGTH, read_text
from tutor.errors import ResponseError
from tutor.services.views import Question
from tutor.tui.commands import Command, bindings
from tutor.tui.widgets.answer_line import LineAnswer


class WordsInput(Input):
    """A text field for a few words."""

    KEYS = (Command("words.submit", "enter", "submit", "Answer", "Give the words.", footer=True),)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)


class TextAnswer(LineAnswer, can_focus=False):
    """A field as wide as the question."""

    DEFAULT_CSS = """
    TextAnswer WordsInput { width: 1fr; margin: 0 1; }
    """
    LETTERS = True

    def __init__(self, question: Question) -> None:
        super().__init__(question, WordsInput(select_on_focus=False, max_length=TYPED_LENGTH))

    @property
    def hint(self) -> str:
        """What an answer looks like."""
        form = f", {self.question.form}" if self.question.form else ""
        return f"Type the answer{form} · Enter answers · Tab leaves"

    def compose_parts(self) -> ComposeResult:
        """Lay out the field."""
        yield self._input

    def response(self) -> Response:
        """Return the words as they are kept; nothing while none can be seen."""
        try:
            return (read_text(self._input.value),)
        except ResponseError:
            return ()

    def recordable(self) -> bool:
        """Whether something is typed."""
        return bool(self.response())

    def problem(self) -> str:
        """Nothing is typed."""
        try:
            read_text(self._input.value)
        except ResponseError as error:
            return str(error)
        return ""

    def take_key(self, key: str) -> bool:  # noqa: ARG002 - the field takes keys itself
        """Letters and digits pressed outside the field are commands of the screen."""
        return False
