"""What the answers typed on one line share."""

from __future__ import annotations

from typing import Self

from textual.widgets import Input

from tutor.domain.item import Response
from tutor.services.views import Question
from tutor.tui.widgets.answer import Answer


class LineAnswer(Answer, can_focus=False):
    """Base of answers that are one line as it is typed."""

    def __init__(self, question: Question, field: Input) -> None:
        super().__init__(question)
        self.actions.clear()  # the field sends Enter itself
        self._input = field

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the field."""
        self._input.focus(scroll_visible)
        return self

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every character changes the answer."""
        event.stop()
        self.changed()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter gives the answer."""
        event.stop()
        self.submit()

    def response(self) -> Response:
        """Return the line as typed."""
        typed = self._input.value.strip()
        return (typed,) if typed else ()

    def restore(self, response: Response) -> None:
        """Show a line typed earlier."""
        with self.prevent(Input.Changed):
            self._input.value = "".join(response)

    def freeze(self) -> None:
        """Take no more input."""
        super().freeze()
        self._input.disabled = True

    def unfreeze(self) -> None:
        """Take input again."""
        super().unfreeze()
        self._input.disabled = False
        self._input.focus()
