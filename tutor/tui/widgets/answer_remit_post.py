"""Answering by posting a remittance: amounts in a sheet, then what has to be noticed."""

from __future__ import annotations

from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.widgets import Static

from tutor.domain.claims.money import dollars, plain
from tutor.domain.claims.post_grade import Cell, posted_texts, read_posting
from tutor.domain.claims.post_present import COLUMN_HELP, COLUMN_NAMES
from tutor.domain.claims.shown import SheetWork
from tutor.domain.item import Response
from tutor.services.views import Question
from tutor.tui.text import show
from tutor.tui.widgets.answer import Answer, label_mark
from tutor.tui.widgets.answer_rows import AnswerRow
from tutor.tui.widgets.posting_sheet import PostingSheet, amount_of, posted

AMOUNT_KEYS = frozenset("0123456789.-")
"""What amounts are typed with."""
LONGEST = 10
"""Characters of an amount."""


class RemitPostAnswer(Answer):
    """The sheet with a cursor, and below it the findings; letters choose one of those."""

    DEFAULT_CSS = """
    RemitPostAnswer {
        .posting-sheet { height: auto; border-left: outer $primary 50%; text-wrap: nowrap; }
        .post-column { padding: 0 1; color: $text-muted; }
        .post-asked { padding: 0 1; margin-top: 1; text-style: bold; }
        .answer-row { height: auto; }
        .answer-mark { width: auto; }
        .answer-text { width: 1fr; }
        .answer-row:hover { background: $boost; }
        .answer-row.-cursor { background: $boost; }
        .answer-row.-chosen .answer-mark { color: $primary; text-style: bold; }
        &:focus .answer-row.-cursor { background: $primary 25%; }
        &.-frozen .post-column { display: none; }
    }
    """
    HINT = "Type amounts · ↑ ↓ ← → cell · Backspace corrects · Enter goes on, at the end answers"
    ASKED = "What do you find? A letter chooses."

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        assert isinstance(question.work, SheetWork)  # noqa: S101 - the kind says so
        self.work = question.work
        self._typed: dict[Cell, str] = {}
        self._finding = ""
        self._at = (0, 0)
        self._warned = False
        self._sheet = PostingSheet(self.work)
        self._column = Static(classes="post-column")
        self.rows = [AnswerRow(index) for index in range(len(question.parts))]
        self.actions = {
            "up": lambda: self.move(-1, 0),
            "down": lambda: self.move(1, 0),
            "left": lambda: self.move(0, -1),
            "right": lambda: self.move(0, 1),
            "backspace": self.correct,
            "delete": self.clear,
            "space": self.choose_here,
            "enter": self.go_on,
        }
        for index, part in enumerate(question.parts):
            self.actions[part.label.lower()] = partial(self.choose, index)

    def compose_parts(self) -> ComposeResult:
        """Lay out sheet, what the column is for, and the findings."""
        yield self._sheet
        yield self._column
        if self.rows:
            yield Static(self.ASKED, classes="post-asked")
            yield from self.rows

    def on_mount(self) -> None:
        """Draw for the first time, once the width is known."""
        self.draw()
        self.call_after_refresh(self.draw)

    def on_resize(self, _: events.Resize) -> None:
        """Use the new width."""
        self.draw()

    @property
    def in_sheet(self) -> bool:
        """Whether the cursor is in the sheet, and not at the findings below it."""
        return self._at[0] < len(self.work.lines)

    @property
    def cell(self) -> Cell:
        """The cell at the cursor."""
        line, column = self._at
        return self.work.lines[line].id, self.work.columns[column]

    def draw(self) -> None:
        """Draw sheet and findings as they stand."""
        inside = self.in_sheet and not self.frozen
        self._sheet.draw_sheet(self._typed, self._at if inside else None)
        name = self.work.columns[self._at[1]]
        said = f"{COLUMN_NAMES[name]}: {COLUMN_HELP[name]}" if inside else " "
        self._column.update(show(said))
        for row in self.rows:
            part = self.question.parts[row.index]
            here = not self.in_sheet and self._at[0] - len(self.work.lines) == row.index
            chosen = part.id == self._finding
            mark = label_mark(here and not self.frozen, "(•)" if chosen else "( )", part.label)
            row.draw(mark, show(part.text), cursor=here and not self.frozen, chosen=chosen)

    def move(self, down: int, right: int) -> None:
        """Move the cursor from cell to cell, and down to the findings."""
        line, column = self._at
        last = len(self.work.lines) + len(self.rows) - 1
        line = max(0, min(line + down, last))
        column = max(0, min(column + right, len(self.work.columns) - 1))
        self._put_cursor((line, column))

    def go_on(self) -> None:
        """Give the answer if the sheet is done, else say what is lacking and go to the next cell.

        From the findings, and from the last cell where there are none, the answer is given.
        """
        lacking = self.problem() or self._off()
        line, column = self._at
        further = column + 1 < len(self.work.columns)
        if not lacking or not self.in_sheet:
            self.submit()
        elif further or line + 1 < len(self.work.lines) or self.rows:
            self._put_cursor((line, column + 1) if further else (line + 1, 0))
            self.note(lacking)
        else:
            self.submit()

    def type(self, character: str) -> None:
        """Add a character to the amount at the cursor."""
        text = self._typed.get(self.cell, "") + character
        if len(text) > LONGEST or text.count(".") > 1 or "-" in text[1:]:
            self.note("Write dollars and cents, such as 64.00 or -12.50.")
            return
        self._set(text)

    def correct(self) -> None:
        """Take the last character away."""
        if self.in_sheet:
            self._set(self._typed.get(self.cell, "")[:-1])

    def clear(self) -> None:
        """Empty the cell."""
        if self.in_sheet:
            self._set("")

    def choose(self, index: int) -> None:
        """Choose a finding."""
        self._finding = self.question.parts[index].id
        self._put_cursor((len(self.work.lines) + index, self._at[1]))
        self.changed()

    def choose_here(self) -> None:
        """Choose the finding at the cursor."""
        if not self.in_sheet:
            self.choose(self._at[0] - len(self.work.lines))

    def on_key(self, event: events.Key) -> None:
        """Digits, point and minus write amounts; other keys do what they do."""
        if not self.frozen and self.in_sheet and event.character in AMOUNT_KEYS:
            self.type(event.character or "")
        elif not self.take_key(event.key):
            return
        event.stop()
        event.prevent_default()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Hide from the footer those keys that write here; Enter goes on first."""
        typed = character in AMOUNT_KEYS or (key == "enter" and self.in_sheet)
        return not self.frozen and (typed or super().check_consume_key(key, character))

    def on_posting_sheet_cell_clicked(self, event: PostingSheet.CellClicked) -> None:
        """Put the cursor on the cell that was clicked."""
        event.stop()
        if not self.frozen:
            self.focus(scroll_visible=False)
            self._put_cursor(event.at)

    def on_answer_row_clicked(self, event: AnswerRow.Clicked) -> None:
        """Choose the finding that was clicked."""
        event.stop()
        if not self.frozen:
            self.focus(scroll_visible=False)
            self.choose(event.index)

    def changed(self) -> None:
        """Draw the new answer before telling of it."""
        self._warned = False
        self.draw()
        super().changed()

    def submit(self) -> None:
        """Give the answer; where a line does not balance, ask for Enter once more."""
        off = self._off()
        if off and not self.problem() and not self._warned and not self.frozen:
            self._warned = True
            self.note(f"{off} Enter once more answers all the same.")
            return
        super().submit()

    def response(self) -> Response:
        """Return the amounts that are not 0, and the finding."""
        amounts = {cell: amount_of(text) for cell, text in self._typed.items()}
        kept = {cell: amount for cell, amount in amounts.items() if amount}
        return (*posted_texts(kept), *((self._finding,) if self._finding else ()))

    def restore(self, response: Response) -> None:
        """Show amounts and finding given earlier."""
        known = {part.id for part in self.question.parts}
        cells = read_posting(tuple(text for text in response if text not in known)).cells
        self._typed = {cell: plain(amount) for cell, amount in cells.items()}
        self._finding = next((text for text in response if text in known), "")
        self.draw()

    def problem(self) -> str:
        """Nothing is posted, an amount is none, or nothing is found yet."""
        bad = [text for text in self._typed.values() if amount_of(text) is None]
        if bad:
            return f"{bad[0]!r} is no amount: write dollars and cents, such as 64.00."
        if not any(amount_of(text) for text in self._typed.values()):
            return "Nothing is posted yet: type an amount in a cell."
        return "Say what you find: press a letter." if self.rows and not self._finding else ""

    def recordable(self) -> bool:
        """Whether every cell holds an amount or nothing."""
        return all(amount_of(text) is not None for text in self._typed.values())

    def freeze(self) -> None:
        """Take no more input, and show no cursor."""
        super().freeze()
        self.draw()

    def unfreeze(self) -> None:
        """Take input again."""
        super().unfreeze()
        self.draw()

    def _set(self, text: str) -> None:
        if text:
            self._typed[self.cell] = text
        else:
            self._typed.pop(self.cell, None)
        self.changed()

    def _put_cursor(self, at: tuple[int, int]) -> None:
        self._at = at
        self.note()
        self.draw()
        if self.in_sheet:
            top = self._sheet.virtual_region.y + self._sheet.line_of(at[0]) - 1
            self.scroll_to_region_of_parent(Region(0, top, 1, 6))
        else:
            self.rows[at[0] - len(self.work.lines)].scroll_visible(animate=False)

    def scroll_to_region_of_parent(self, region: Region) -> None:
        """Bring some rows of this widget in sight."""
        self.screen.scroll_to_widget(self._sheet, animate=False)
        parent = next((one for one in self.ancestors if one.id == "question"), None)
        if parent is not None:
            parent.scroll_to_region(  # type: ignore[attr-defined]
                region.translate(self.virtual_region.offset), animate=False
            )

    def _off(self) -> str:
        """Return the first line that does not balance, in words; empty if all do."""
        for number, line in enumerate(self.work.lines, 1):
            left = line.charge - posted(line, self.work.columns, self._typed)
            if left:
                return f"Line {number} does not balance: {dollars(left)} left."
        return ""
