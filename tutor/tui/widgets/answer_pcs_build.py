"""Answering by building an ICD-10-PCS code, position by position."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.domain.item import Response
from tutor.domain.pcs import LENGTH, Value
from tutor.services.views import Question
from tutor.tui.text import show
from tutor.tui.widgets.answer import Answer, label_mark
from tutor.tui.widgets.answer_rows import AnswerRow

ROWS = 8
"""Values in sight at once; the list scrolls with the cursor."""
EMPTY = "_"
"""Stands for a position that is still open."""
VALUES = frozenset("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
"""The characters of ICD-10-PCS."""


class PcsBuildAnswer(Answer):
    """The seven positions, and below them the values that the tables allow next.

    Where no table fits what was chosen, any value is taken as typed.
    """

    DEFAULT_CSS = """
    PcsBuildAnswer {
        .pcs-code { padding: 0 1; text-style: bold; }
        .pcs-chosen { padding: 0 1; color: $text-muted; }
        .pcs-axis { padding: 0 1; margin-top: 1; }
        .answer-row { height: 1; }
        .answer-mark { width: auto; }
        .answer-text { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        .answer-row:hover { background: $boost; }
        .answer-row.-cursor { background: $boost; }
        &:focus .answer-row.-cursor { background: $primary 25%; }
        &.-frozen .pcs-axis { display: none; }
    }
    """
    LETTERS = True
    HINT = "Type a value (or ↑ ↓ Space) · Backspace undoes · Enter answers · Tab leaves"

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._chosen = ""
        self._cursor = 0
        self._code = Static(classes="pcs-code")
        self._meanings = Static(classes="pcs-chosen")
        self._axis = Static(classes="pcs-axis")
        self.rows = [AnswerRow(index) for index in range(ROWS)]
        self.actions |= {
            "up": lambda: self.move(-1),
            "down": lambda: self.move(1),
            "pageup": lambda: self.move(-ROWS),
            "pagedown": lambda: self.move(ROWS),
            "space": self.choose_at_cursor,
            "backspace": self.take_back,
            "delete": self.clear,
        }

    def compose_parts(self) -> ComposeResult:
        """Lay out the code, what it means so far, and what is allowed next."""
        yield self._code
        yield self._meanings
        yield self._axis
        yield from self.rows

    def on_mount(self) -> None:
        """Draw for the first time."""
        self.draw()

    def values(self) -> tuple[Value, ...]:
        """Return the values allowed next."""
        return self.question.pcs.choices(self._chosen)

    def draw(self) -> None:
        """Draw the code and the values in sight."""
        values = () if self.frozen else self.values()
        shown = self._chosen.ljust(LENGTH, EMPTY)
        self._code.update(show("  ".join(shown)))
        self._meanings.update(show(self._spelled()))
        self._axis.update(show(self._axis_line(len(values))))
        top = max(0, min(self._cursor - ROWS // 2, len(values) - ROWS))
        for row in self.rows:
            at = top + row.index
            row.display = at < len(values)
            if row.display:
                value, meaning = values[at]
                here = at == self._cursor
                mark = label_mark(here, "", value)
                row.draw(mark, Content(show(meaning).plain), cursor=here, chosen=False)

    def move(self, step: int) -> None:
        """Move the cursor in the list, stopping at the ends."""
        last = len(self.values()) - 1
        self._cursor = max(0, min(self._cursor + step, last))
        self.draw()

    def choose(self, value: str) -> None:
        """Put a value at the next position, if it is allowed there."""
        allowed = [char for char, _ in self.values()]
        if len(self._chosen) == LENGTH:
            self.note("All seven positions are filled: Enter answers, Backspace takes one back.")
        elif allowed and value not in allowed:
            self.note(f"{value} is not allowed here: choose from the list.")
        else:
            self._chosen += value
            self._cursor = 0
            self.changed()

    def choose_at_cursor(self) -> None:
        """Choose the value at the cursor."""
        if values := self.values():
            self.choose(values[min(self._cursor, len(values) - 1)][0])

    def take_back(self) -> None:
        """Open the last position again, with the cursor on what stood there."""
        if not self._chosen:
            return
        last, self._chosen = self._chosen[-1], self._chosen[:-1]
        places = [n for n, (value, _) in enumerate(self.values()) if value == last]
        self._cursor = places[0] if places else 0
        self.changed()

    def clear(self) -> None:
        """Open all positions again."""
        self._chosen, self._cursor = "", 0
        self.changed()

    def on_key(self, event: events.Key) -> None:
        """Letters and digits are values here; other keys do what they do."""
        value = (event.character or "").upper()
        if not self.frozen and value in VALUES and len(value) == 1:
            self.choose(value)
        elif not self.take_key(event.key):
            return
        event.stop()
        event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Hide from the footer those keys of the screen that choose a value here."""
        value = (character or "").upper()
        taken = len(value) == 1 and value in VALUES
        return not self.frozen and (taken or super().check_consume_key(key, character))

    def on_answer_row_clicked(self, event: AnswerRow.Clicked) -> None:
        """Choose the value that was clicked."""
        event.stop()
        if self.frozen:
            return
        self.focus(scroll_visible=False)
        values = self.values()
        top = max(0, min(self._cursor - ROWS // 2, len(values) - ROWS))
        if top + event.index < len(values):
            self.choose(values[top + event.index][0])

    def changed(self) -> None:
        """Draw the new answer before telling of it."""
        self.draw()
        super().changed()

    def response(self) -> Response:
        """Return the code as far as it is built; empty if nothing is chosen."""
        return (self._chosen,) if self._chosen else ()

    def recordable(self) -> bool:
        """Whether the code is whole."""
        return not self.problem()

    def restore(self, response: Response) -> None:
        """Show a code built earlier."""
        self._chosen = "".join(response)[:LENGTH]
        self._cursor = 0
        self.draw()

    def problem(self) -> str:
        """Positions are open."""
        left = LENGTH - len(self._chosen)
        positions = "1 position is" if left == 1 else f"{left} positions are"
        return f"{positions} still open: choose a value for each." if left else ""

    def freeze(self) -> None:
        """Take no more input, and show no choices."""
        super().freeze()
        self.draw()

    def unfreeze(self) -> None:
        """Take input again."""
        super().unfreeze()
        self.draw()

    def _spelled(self) -> str:
        """Return what the chosen values mean, in order."""
        said = []
        for place, value in enumerate(self._chosen):
            meanings = dict(self.question.pcs.choices(self._chosen[:place]))
            said.append(f"{value} {meanings.get(value, '?')}")
        return " · ".join(said) or "Nothing chosen yet"

    def _axis_line(self, count: int) -> str:
        place = len(self._chosen) + 1
        if place > LENGTH:
            return "All seven positions are filled."
        axis = f"Position {place}, {self.question.pcs.axis(self._chosen)}"
        term = self.question.pcs.term(self._chosen)
        about = f"   ({term.name}: {term.definition})" if term and place == 4 else ""
        return f"{axis}: {count} allowed{about}" if count else f"{axis}: type its value"
