"""Answering by matching lines to targets."""

from __future__ import annotations

from functools import partial

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.domain.grading import split_pairs
from tutor.domain.item import Response
from tutor.domain.text import printable
from tutor.services.views import Part, Question
from tutor.tui.text import show
from tutor.tui.widgets.answer import CURSOR
from tutor.tui.widgets.answer_rows import RowsAnswer

LETTER_WIDTH = 7
"""Columns around a target's text: its letter and space."""


class TargetRow(Horizontal):
    """A target in the legend; a click matches the line at the cursor to it."""

    class Clicked(Message):
        """The target was clicked."""

        def __init__(self, target: Part) -> None:
            super().__init__()
            self.target = target

    def __init__(self, target: Part) -> None:
        super().__init__(classes="match-target")
        self._target = target

    def compose(self) -> ComposeResult:
        """Lay out letter and text."""
        yield Static(Content.styled(f"  {self._target.label}  ", "bold"), classes="answer-mark")
        yield Static(show(self._target.text), classes="answer-text")

    def on_click(self, event: events.Click) -> None:
        """Tell the answer."""
        event.stop()
        self.post_message(self.Clicked(self._target))


class Legend(Container):
    """The targets with their letters, in as many columns as their texts leave room for."""

    DEFAULT_CSS = """
    Legend {
        height: auto;
        layout: grid;
        grid-rows: auto;
        margin-bottom: 1;
        border-left: outer $primary 50%;
    }
    """

    def __init__(self, targets: tuple[Part, ...]) -> None:
        super().__init__(*(TargetRow(target) for target in targets))
        self._count = len(targets)
        self._widest = max(cell_len(printable(target.text)) for target in targets) + LETTER_WIDTH

    def on_resize(self, event: events.Resize) -> None:
        """Use as many columns as fit."""
        self.styles.grid_size_columns = max(1, min(self._count, event.size.width // self._widest))


class MatchAnswer(RowsAnswer):
    """Lines below a legend of lettered targets; a letter matches the line at the cursor."""

    DEFAULT_CSS = """
    MatchAnswer {
        .match-target { height: auto; }
        .match-target:hover { background: $boost; }
        &.-frozen Legend { display: none; }
    }
    """
    HINT = "Letter: match the line at › · ↑ ↓ or number: go to a line · Enter answers"

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._given: dict[str, Part] = {}
        self.actions |= {"space": self.cycle, "backspace": self.clear, "delete": self.clear}
        for target in question.targets:
            self.actions[target.label.lower()] = partial(self.match, target)
        for index, part in enumerate(question.parts):
            self.actions[part.label] = partial(self.put_cursor, index)

    def compose_parts(self) -> ComposeResult:
        """Lay out the legend, then the lines."""
        yield Legend(self.question.targets)
        yield from super().compose_parts()

    def mark(self, index: int) -> Content:
        """Return cursor, line number and the letter it is matched to."""
        part = self.part_at(index)
        cursor = CURSOR if index == self.cursor and not self.frozen else " "
        target = self._given.get(part.id)
        return Content(f"{cursor} {part.label} [{target.label if target else ' '}] ")

    def text(self, part: Part) -> Content:
        """Return the line, and what it is matched to."""
        target = self._given.get(part.id)
        if target is None:
            return show(part.text)
        return Content.assemble(show(part.text), " ", show(f"→ {target.text}", "$foreground-muted"))

    def chosen(self, part: Part) -> bool:
        """Whether the line is matched."""
        return part.id in self._given

    def match(self, target: Part) -> None:
        """Match the line at the cursor and go on to the next open one."""
        self._given[self.part_at(self.cursor).id] = target
        self.changed()
        self.put_cursor(self._next_open())

    def cycle(self) -> None:
        """Match the line at the cursor to the next target, staying there."""
        targets = self.question.targets
        given = self._given.get(self.part_at(self.cursor).id)
        at = targets.index(given) + 1 if given else 0
        self._given[self.part_at(self.cursor).id] = targets[at % len(targets)]
        self.changed()

    def clear(self) -> None:
        """Open the line at the cursor again."""
        if self._given.pop(self.part_at(self.cursor).id, None):
            self.changed()

    def clicked(self, index: int, shift: int) -> None:  # noqa: ARG002 - lines stay in place
        """Put the cursor on the line; a second click matches it to the next target."""
        if index == self.cursor:
            self.cycle()
        else:
            self.put_cursor(index)

    def on_target_row_clicked(self, event: TargetRow.Clicked) -> None:
        """Match the line at the cursor to the target that was clicked."""
        event.stop()
        if not self.frozen:
            self.focus(scroll_visible=False)
            self.match(event.target)

    def response(self) -> Response:
        """Return the matched lines as `line=target`."""
        return tuple(
            f"{part.id}={self._given[part.id].id}"
            for part in self.question.parts
            if part.id in self._given
        )

    def restore(self, response: Response) -> None:
        """Show matches made earlier."""
        targets = {target.id: target for target in self.question.targets}
        self._given = {
            line: targets[target]
            for line, target in split_pairs(response).items()
            if target in targets
        }
        self.cursor = self._next_open()
        self.draw()

    def problem(self) -> str:
        """Lines are open."""
        left = len(self.rows) - len(self._given)
        lines = "1 line is" if left == 1 else f"{left} lines are"
        return f"{lines} not matched yet: press a letter for each." if left else ""

    def _next_open(self) -> int:
        """Return the first open line from the cursor on, around the end; else the cursor."""
        count = len(self.rows)
        after = ((self.cursor + step) % count for step in range(count))
        return next((i for i in after if self.part_at(i).id not in self._given), self.cursor)
