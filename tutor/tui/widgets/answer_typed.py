"""What the answers typed as codes share: fields that leave other keys to the screen."""

from __future__ import annotations

from string import ascii_letters, digits
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import Input, Static

from tutor.domain.item import Response
from tutor.services.views import Question
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show
from tutor.tui.widgets.answer import Answer

CODE_CHARACTERS = frozenset(f"{ascii_letters}{digits} .,;:-*@×")
"""What codes are typed with; all other characters stay commands of the screen."""
PASTED = 2_000
"""Characters taken of what is pasted: more than any claim's codes."""


class CodeInput(Input):
    """A text field for codes on one line."""

    KEYS = (Command("codes.submit", "enter", "submit", "Answer", "Give the codes.", footer=True),)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    async def _on_key(self, event: events.Key) -> None:
        if not self.check_consume_key(event.key, event.character):
            event.prevent_default()  # keeps Input from typing it

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """Whether the character belongs to a code."""
        return character in CODE_CHARACTERS

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines that are pasted, one after the other."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(" ".join(event.text[:PASTED].split()))


class TypedAnswer(Answer, can_focus=False):
    """Base of answers that are typed: a field, and below it how it is understood."""

    DEFAULT_CSS = """
    TypedAnswer {
        .typed-read { padding: 0 1; margin-top: 1; color: $foreground; }
    }
    """

    LETTERS = True

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.actions.clear()  # the field sends Enter itself
        self._read = Static(classes="typed-read")

    def on_mount(self) -> None:
        """Show how the field is understood from the start."""
        self.draw()

    def typed(self) -> str:
        """Return what stands in the field."""
        raise NotImplementedError

    def parse(self, text: str) -> Response:
        """Return the response that a text makes; raises `ResponseError`."""
        raise NotImplementedError

    def understood(self) -> str:
        """Return how the field is understood, in lines."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show how the field is understood."""
        self._read.update(show(self.understood()))

    def changed(self) -> None:
        """Show how the new text is understood before telling of it."""
        self.draw()
        super().changed()

    def take_key(self, key: str) -> bool:  # noqa: ARG002 - the field takes keys itself
        """Letters and digits pressed outside the field are commands of the screen."""
        return False
