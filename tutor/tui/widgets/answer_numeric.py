"""Answering with a figure."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from tutor.domain.grading import example_figure, parse_number
from tutor.errors import ResponseError
from tutor.services.views import Question
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show
from tutor.tui.widgets.answer_line import LineAnswer

FIGURE_CHARACTERS = frozenset("0123456789.,+-$% ")
"""What a figure is typed with; all other characters stay commands of the screen."""


class FigureInput(Input):
    """A text field for one figure that leaves letters to the screen."""

    KEYS = (Command("figure.submit", "enter", "submit", "Answer", "Give the figure.", footer=True),)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    async def _on_key(self, event: events.Key) -> None:
        if not self.check_consume_key(event.key, event.character):
            event.prevent_default()  # keeps Input from typing it

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether the character belongs to a figure."""
        return character in FIGURE_CHARACTERS


class NumericAnswer(LineAnswer, can_focus=False):
    """A field for the figure, with its unit beside it."""

    DEFAULT_CSS = """
    NumericAnswer {
        .figure-line { height: auto; padding: 0 1; }
        .figure-unit { width: auto; padding: 1; color: $text-muted; }
        FigureInput { width: 24; }
    }
    """

    def __init__(self, question: Question) -> None:
        super().__init__(question, FigureInput(select_on_focus=False))

    @property
    def hint(self) -> str:
        """What a figure of the question's unit looks like."""
        return f"Type the figure, such as {example_figure(self.question.unit)} · Enter answers"

    def compose_parts(self) -> ComposeResult:
        """Lay out the field and the unit."""
        with Horizontal(classes="figure-line"):
            yield self._input
            yield Static(show(self.question.unit), classes="figure-unit")

    def problem(self) -> str:
        """Nothing is typed, or no figure."""
        try:
            parse_number(self._input.value)
        except ResponseError as error:
            return str(error)
        return ""

    def take_key(self, key: str) -> bool:
        """Type a digit that was pressed elsewhere on the screen."""
        if self.frozen or key not in "0123456789":
            return False
        self._input.focus()
        self._input.insert_text_at_cursor(key)
        return True
