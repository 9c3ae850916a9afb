"""All questions of a quiz at a glance, to go to one of them."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tutor.services.views import Palette
from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings

CELL = 8
"""Columns of one question: number, mark, flag."""
ANSWERED, OPEN, FLAG, CLOSED = "✓", "·", "⚑", "■"
"""Marks; their meaning stands under the grid."""


class QuestionGrid(Widget, can_focus=True):
    """One cell a question; arrow keys move, typed digits jump, Enter or a click chooses."""

    KEYS = (
        Command("grid.up", "up", "move_rows(-1)", "Up", "One row up.", palette=False),
        Command("grid.down", "down", "move_rows(1)", "Down", "One row down.", palette=False),
        Command("grid.left", "left", "move(-1)", "Left", "One question back.", palette=False),
        Command("grid.right", "right", "move(1)", "Right", "One question on.", palette=False),
        Command("grid.home", "home", "move(-9999)", "First", "The first.", palette=False),
        Command("grid.end", "end", "move(9999)", "Last", "The last.", palette=False),
        Command("grid.choose", "enter,space", "choose", "Go to", "Go to it.", palette=False),
    )
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    QuestionGrid { height: auto; width: 1fr; }
    """
    cursor: reactive[int] = reactive(0)
    """The question the keyboard is at."""

    class Chosen(Message):
        """A question was chosen."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._typed = ""
        self.set_reactive(QuestionGrid.cursor, palette.current)

    @property
    def columns(self) -> int:
        """Questions in a row."""
        return max(1, self.content_size.width // CELL)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Return the rows that all questions take at a width."""
        columns = max(1, width // CELL)
        return -(-len(self._palette.answered) // columns)

    def render(self) -> Content:
        """Return all cells, row by row."""
        cells = [self._cell(position) for position in range(len(self._palette.answered))]
        rows = range(0, len(cells), self.columns)
        return Content("\n").join(Content("").join(cells[at : at + self.columns]) for at in rows)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a question."""
        return min(max(cursor, 0), len(self._palette.answered) - 1)

    def watch_cursor(self, cursor: int) -> None:
        """Keep the cursor in sight."""
        row, column = divmod(cursor, self.columns)
        for ancestor in self.ancestors:
            if isinstance(ancestor, VerticalScroll):
                ancestor.scroll_to_region(Region(column * CELL, row, CELL, 1), animate=False)

    def action_move(self, by: int) -> None:
        """Move by so many questions."""
        self._typed = ""
        self.cursor += by

    def action_move_rows(self, by: int) -> None:
        """Move by so many rows, where there is a question."""
        self._typed = ""
        goal = self.cursor + by * self.columns
        if 0 <= goal < len(self._palette.answered):
            self.cursor = goal

    def action_choose(self) -> None:
        """Choose the question at the cursor."""
        self.post_message(self.Chosen(self.cursor))

    def on_key(self, event: events.Key) -> None:
        """Digits make up the number of the question to move to."""
        if event.character is None or event.character not in "0123456789":
            return
        event.stop()
        number = int(self._typed + event.character)
        if number > len(self._palette.answered):
            number = int(event.character)
        self._typed = str(number)
        self.cursor = number - 1

    def on_click(self, event: events.Click) -> None:
        """Choose the question that was clicked."""
        position = event.y * self.columns + event.x // CELL
        if event.x < self.columns * CELL and position < len(self._palette.answered):
            self.post_message(self.Chosen(position))

    def _cell(self, position: int) -> Content:
        answered, flagged = self._palette.answered[position], self._palette.flagged[position]
        at, here = position == self.cursor, position == self._palette.current
        closed = any(self._palette.closed[position : position + 1])
        marks = (
            CLOSED if closed else " ",
            ANSWERED if answered else OPEN,
            FLAG if flagged else " ",
        )
        text = f"{position + 1:>4}{''.join(marks)}"
        styles = ["$text-warning" if flagged else "$text-success" if answered else ""]
        styles += ["dim"] * closed
        styles += ["reverse"] * at + ["bold underline"] * here
        return Content.assemble((text, " ".join(filter(None, styles))), " ")


class QuestionsModal(TutorModal[int]):
    """Offers all questions of a quiz; the result is a position from 0, or None on Escape."""

    HELP = (
        "All questions: ✓ is answered, · is not, ⚑ is marked, ■ is closed (in a mock exam: it "
        "cannot be gone to); the one you came from is underlined. Move with the arrow keys or "
        "type a number. Enter goes there."
    )
    CSS = """
    QuestionsModal {
        VerticalScroll { height: auto; max-height: 14; }
        .counts { margin-top: 1; color: $text-muted; }
    }
    """

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette

    def compose(self) -> ComposeResult:
        """Lay out the grid and what its marks mean."""
        answered = self._palette.answered.count(True)
        flagged = self._palette.flagged.count(True)
        unanswered = len(self._palette.answered) - answered
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Questions"
            dialog.border_subtitle = "Enter goes there · Esc closes"
            with VerticalScroll(can_focus=False):
                yield QuestionGrid(self._palette)
            counts = {"answered": (ANSWERED, answered), "open": (OPEN, unanswered)}
            counts["marked"] = (FLAG, flagged)
            if closed := self._palette.closed.count(True):
                counts["closed"] = (CLOSED, closed)
            text = "   ".join(f"{mark} {count} {word}" for word, (mark, count) in counts.items())
            yield Static(Content(text), classes="counts")

    def on_mount(self) -> None:
        """Let the keyboard move in the grid."""
        self.query_one(QuestionGrid).focus()

    def on_question_grid_chosen(self, event: QuestionGrid.Chosen) -> None:
        """Go to the question."""
        self.dismiss(event.position)
