"""Answering by choosing several options."""

from __future__ import annotations

from tutor.tui.widgets.answer_choice import ChoiceAnswer


class MultipleAnswer(ChoiceAnswer):
    """Like check boxes: an option is chosen and let go of with the same key."""

    HINT = "Letter or number marks, or ↑ ↓ and Space · Enter answers"

    def choose(self, index: int) -> None:
        """Choose this option too, or let go of it."""
        self._chosen ^= {self.question.parts[index].id}
        self.put_cursor(index)
        self.changed()

    def problem(self) -> str:
        """Nothing is chosen."""
        return "" if self._chosen else "Choose at least one answer first: press its letter."
