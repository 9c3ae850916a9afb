"""What single and multiple choice share: options named by letter or number."""

from __future__ import annotations

from functools import partial

from textual.content import Content

from tutor.domain.item import Response
from tutor.services.views import Part, Question
from tutor.tui.widgets.answer import label_mark
from tutor.tui.widgets.answer_rows import RowsAnswer


class ChoiceAnswer(RowsAnswer):
    """Base of answers chosen from options."""

    MARKS = ("[ ]", "[x]")
    """How an option looks before and after it is chosen."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._chosen: set[str] = set()
        self.actions["space"] = lambda: self.choose(self.cursor)
        for index, part in enumerate(question.parts):
            for key in (part.label.lower(), str(index + 1)):
                self.actions[key] = partial(self.choose, index)

    def choose(self, index: int) -> None:
        """Choose an option (or let go of it)."""
        raise NotImplementedError

    def clicked(self, index: int, shift: int) -> None:  # noqa: ARG002 - options have no order
        """Choose the option that was clicked."""
        self.choose(index)

    def mark(self, index: int) -> Content:
        """Return cursor, box and label."""
        part = self.part_at(index)
        cursor = index == self.cursor and not self.frozen
        return label_mark(cursor, self.MARKS[self.chosen(part)], part.label)

    def chosen(self, part: Part) -> bool:
        """Whether the option is chosen."""
        return part.id in self._chosen

    def response(self) -> Response:
        """Return the chosen options' ids, in the order shown."""
        return tuple(part.id for part in self.question.parts if part.id in self._chosen)

    def restore(self, response: Response) -> None:
        """Show options chosen earlier."""
        self._chosen = set(response)
        shown = [index for index, part in enumerate(self.question.parts) if self.chosen(part)]
        self.cursor = shown[0] if shown else 0
        self.draw()
