"""Answer widgets made of lines: a cursor moves over them, a click chooses one."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.services.views import Part, Question
from tutor.tui.text import show
from tutor.tui.widgets.answer import Answer


class AnswerRow(Horizontal):
    """One line: a mark, and a text that wraps beside it."""

    class Clicked(Message):
        """The line was clicked; `shift` to move it by one place, where that is offered."""

        def __init__(self, index: int, shift: int = 0) -> None:
            super().__init__()
            self.index = index
            self.shift = shift

    def __init__(self, index: int) -> None:
        super().__init__(classes="answer-row")
        self.index = index
        self._drawn = ("", "")
        self._mark = Static(classes="answer-mark")
        self._text = Static(classes="answer-text")

    def compose(self) -> ComposeResult:
        """Lay out mark and text."""
        yield self._mark
        yield self._text

    def draw(self, mark: Content, text: Content, *, cursor: bool, chosen: bool) -> None:
        """Show the line in its present state."""
        if str(mark) != self._drawn[0]:
            self._mark.update(mark)
        if str(text) != self._drawn[1]:
            self._text.update(text)
        self._drawn = (str(mark), str(text))
        self.set_class(cursor, "-cursor")
        self.set_class(chosen, "-chosen")

    def on_click(self, event: events.Click) -> None:
        """Tell the answer which line was clicked."""
        event.stop()
        self.post_message(self.Clicked(self.index))


class RowsAnswer(Answer):
    """Base of answers made of lines; `cursor` is the line the keyboard is at."""

    DEFAULT_CSS = """
    RowsAnswer {
        .answer-row { height: auto; }
        .answer-mark { width: auto; }
        .answer-text { width: 1fr; }
        .answer-row.-chosen .answer-mark { color: $primary; text-style: bold; }
        .answer-row:hover { background: $boost; }
        .answer-row.-cursor { background: $boost; }
        &:focus .answer-row.-cursor { background: $primary 25%; }
        &:nocolor .answer-row.-chosen .answer-text { text-style: bold; }
    }
    """

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.cursor = 0
        self.rows = [AnswerRow(index) for index in range(len(question.parts))]
        self.actions |= {"up": lambda: self.move(-1), "down": lambda: self.move(1)}

    def compose_parts(self) -> ComposeResult:
        """Lay out one line for each part."""
        yield from self.rows

    def on_mount(self) -> None:
        """Draw the lines for the first time."""
        self.draw()

    def draw(self) -> None:
        """Draw all lines in their present state."""
        for row in self.rows:
            part = self.part_at(row.index)
            row.draw(
                self.mark(row.index),
                self.text(part),
                cursor=row.index == self.cursor and not self.frozen,
                chosen=self.chosen(part),
            )

    def part_at(self, index: int) -> Part:
        """Return the part shown on a line."""
        return self.question.parts[index]

    def mark(self, index: int) -> Content:
        """Return what stands before a line's text."""
        raise NotImplementedError

    def chosen(self, part: Part) -> bool:
        """Whether a part is chosen, placed or matched."""
        raise NotImplementedError

    def text(self, part: Part) -> Content:
        """Return a line's text."""
        return show(part.text)

    def move(self, step: int) -> None:
        """Move the cursor by `step` lines, stopping at the ends."""
        self.put_cursor(min(max(self.cursor + step, 0), len(self.rows) - 1))

    def put_cursor(self, index: int) -> None:
        """Move the cursor to a line and keep the line in sight."""
        self.cursor = index
        self.draw()
        self.rows[index].scroll_visible(animate=False)

    def changed(self) -> None:
        """Draw the new answer before telling of it."""
        self.draw()
        super().changed()

    def freeze(self) -> None:
        """Take no more input, and show no cursor."""
        super().freeze()
        self.draw()

    def unfreeze(self) -> None:
        """Take input again."""
        super().unfreeze()
        self.draw()

    def on_answer_row_clicked(self, event: AnswerRow.Clicked) -> None:
        """Hand a click on a line to the kind of question."""
        event.stop()
        if not self.frozen:
            self.focus(scroll_visible=False)
            self.clicked(event.index, event.shift)

    def clicked(self, index: int, shift: int) -> None:
        """Act on a click on a line."""
        raise NotImplementedError
