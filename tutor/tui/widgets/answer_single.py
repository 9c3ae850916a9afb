"""Answering by choosing one option."""

from __future__ import annotations

from tutor.tui.widgets.answer_choice import ChoiceAnswer


class SingleAnswer(ChoiceAnswer):
    """Like radio buttons: the arrow keys move the choice itself."""

    MARKS = ("( )", "(•)")
    HINT = "Letter, number or ↑ ↓ chooses · Enter answers"

    def choose(self, index: int) -> None:
        """Choose this option instead of any other."""
        self._chosen = {self.question.parts[index].id}
        self.put_cursor(index)
        self.changed()

    def move(self, step: int) -> None:
        """Choose the next option up or down; the first press chooses where the cursor is."""
        last = len(self.rows) - 1
        self.choose(min(max(self.cursor + (step if self._chosen else 0), 0), last))

    def problem(self) -> str:
        """Nothing is chosen."""
        return "" if self._chosen else "Choose an answer first: press its letter."
