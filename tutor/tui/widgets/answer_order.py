"""Answering by putting steps in order."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.domain.item import Response
from tutor.services.views import Part, Question
from tutor.tui.widgets.answer import CURSOR
from tutor.tui.widgets.answer_rows import AnswerRow, RowsAnswer

GRABBED = "↕"
"""Stands before the step that the arrow keys carry along."""
TYPED = "•"
"""Stands before steps whose place was typed."""


class Mover(Static):
    """A small arrow at the end of a line; a click moves the line by one place."""

    ALLOW_SELECT = False

    def __init__(self, index: int, shift: int) -> None:
        super().__init__(Content(" ▲" if shift < 0 else " ▼ "), classes="answer-mover")
        self._clicked = AnswerRow.Clicked(index, shift)

    def on_click(self, event: events.Click) -> None:
        """Ask the answer to move the line."""
        event.stop()
        self.post_message(AnswerRow.Clicked(self._clicked.index, self._clicked.shift))


class OrderRow(AnswerRow):
    """A step with arrows for the mouse."""

    def compose(self) -> ComposeResult:
        """Lay out the line and its arrows."""
        yield from super().compose()
        yield Mover(self.index, -1)
        yield Mover(self.index, 1)


class OrderAnswer(RowsAnswer):
    """Steps that are moved up and down, or whose numbers are typed in the right order."""

    DEFAULT_CSS = """
    OrderAnswer {
        .answer-mover { width: auto; color: $text-muted; }
        .answer-mover:hover { color: $primary; text-style: bold; }
        &.-frozen .answer-mover { display: none; }
    }
    """
    HINT = "Type the numbers in order · or Space picks up, ↑ ↓ move · Enter answers"

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.rows = [OrderRow(index) for index in range(len(question.parts))]
        self._order = list(question.parts)
        self._typed = 0
        self._grabbed = False
        self._touched = False
        self.actions |= {
            "space": self.grab,
            "shift+up": lambda: self.shift(-1),
            "shift+down": lambda: self.shift(1),
            "backspace": self.untype,
        }
        for part in question.parts:
            self.actions[part.label] = partial(self.type_label, part)

    def part_at(self, index: int) -> Part:
        """Return the step that stands on a line now."""
        return self._order[index]

    def mark(self, index: int) -> Content:
        """Return cursor, whether its place was typed, and the step's number."""
        cursor = " "
        if index == self.cursor and not self.frozen:
            cursor = GRABBED if self._grabbed else CURSOR
        typed = TYPED if index < self._typed else " "
        return Content(f"{cursor} {typed} {self.part_at(index).label}  ")

    def chosen(self, part: Part) -> bool:
        """Whether the step is being carried, or its place was typed."""
        index = self._order.index(part)
        return index < self._typed or (self._grabbed and index == self.cursor)

    def grab(self) -> None:
        """Pick up the step at the cursor, or drop it."""
        self._grabbed = not self._grabbed
        self._typed = 0
        self.draw()

    def move(self, step: int) -> None:
        """Move the cursor, and with it the step that was picked up."""
        if self._grabbed:
            self.shift(step)
        else:
            super().move(step)

    def shift(self, step: int) -> None:
        """Move the step at the cursor by one place."""
        goal = self.cursor + step
        if not 0 <= goal < len(self._order):
            return
        self._typed = 0
        self._order.insert(goal, self._order.pop(self.cursor))
        self.put_cursor(goal)
        self._touch()

    def type_label(self, part: Part) -> None:
        """Put the step of this number next; a number typed twice is ignored."""
        if part in self._order[: self._typed]:
            return
        self._grabbed = False
        self._order.remove(part)
        self._order.insert(self._typed, part)
        self._typed += 1
        self.put_cursor(min(self._typed, len(self._order) - 1))
        self._touch()

    def untype(self) -> None:
        """Take the last typed number back."""
        if self._typed:
            self._typed -= 1
            self.put_cursor(self._typed)

    def clicked(self, index: int, shift: int) -> None:
        """Put the cursor on the step, and move it where an arrow was clicked."""
        self._grabbed = False
        self.put_cursor(index)
        if shift:
            self.shift(shift)

    def response(self) -> Response:
        """Return the steps' ids in the learner's order; empty while nothing was moved."""
        return tuple(part.id for part in self._order) if self._touched else ()

    def restore(self, response: Response) -> None:
        """Show an order given earlier."""
        parts = {part.id: part for part in self.question.parts}
        if set(response) == set(parts):
            self._order = [parts[step] for step in response]
            self._touched = True
        self.draw()

    def problem(self) -> str:
        """Not every step has its place yet."""
        if self._touched and self._typed in (0, len(self._order)):
            return ""
        if self._typed:
            return f"{len(self._order) - self._typed} more to type, or Backspace takes one back."
        return "Put the steps in order first: type their numbers, or move them."

    def freeze(self) -> None:
        """Take no more input, and drop what was picked up."""
        self._grabbed = False
        super().freeze()

    def _touch(self) -> None:
        self._touched = True
        self.changed()
