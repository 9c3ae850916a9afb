"""A form drawn as rows of boxes, with a cursor; it is written in by `answer_claim_fix`."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import set_cell_size
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from tutor.domain.claims.boxes import box as box_of
from tutor.domain.claims.boxes import known
from tutor.domain.claims.desk_boxes import label_of, number_of
from tutor.domain.claims.shown import FormWork
from tutor.domain.text import one_line, printable
from tutor.tui.widgets.answer import CURSOR
from tutor.tui.widgets.claim_layout import FormRow, rows_of, widths

CHANGED, OPEN = "*", "○"
"""Signs of boxes that were written in, and of open ones that are to be filled."""
EDGE = "│"
"""Stands before all other boxes."""
BLANK = "____"
"""Stands in an open box."""
_LINE_NAMES = {
    "24A.from": "24A from",
    "24A.to": "24A to",
    "24D.mods": "24D mods",
    "24F": "24F $",
    "24J": "24J NPI",
}
"""What boxes of service lines are called above them, where the number alone will not do."""
NARROWEST = 60
"""Columns that a form is drawn in at least."""


class ClaimForm(VerticalScroll, can_focus=False):
    """The form; `draw` shows it as it stands.

    Attributes:
        rows: Rows of boxes, from top to bottom.
        at: Row and cell of the cursor.
    """

    DEFAULT_CSS = """
    ClaimForm {
        height: 1fr; width: 1fr; padding: 0; border-left: outer $primary 50%;
        scrollbar-size-vertical: 1;
        #form-sheet { width: 1fr; height: auto; text-wrap: nowrap; }
    }
    """

    class BoxClicked(Message):
        """A box was clicked."""

        def __init__(self, box: str) -> None:
            super().__init__()
            self.box = box

    def __init__(self, work: FormWork) -> None:
        super().__init__()
        self.work = work
        self.rows = rows_of(work)
        begun = work.open[:1] or tuple(box for box, _ in work.boxes)
        self.at = min((self._place(box) for box in begun), default=(0, 0))
        self._changes: Mapping[str, str] = {}
        self._lines: list[int] = []
        self._cursor = True
        self._sheet = Static(id="form-sheet")

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        yield self._sheet

    @property
    def box(self) -> str:
        """The box at the cursor."""
        row, cell = self.at
        return self.rows[row].cells[cell].box

    def put_cursor(self, box: str) -> None:
        """Put the cursor on a box."""
        self.at = self._place(box)

    def move(self, down: int, right: int) -> None:
        """Move the cursor; up and down it stays below what it was at."""
        row, cell = self.at
        if down:
            there = max(0, min(row + down, len(self.rows) - 1))
            if there != row:
                self.at = (there, self._below(row, cell, there))
        elif 0 <= cell + right < len(self.rows[row].cells):
            self.at = (row, cell + right)
        elif 0 <= row + right < len(self.rows):
            self.at = (row + right, 0 if right > 0 else len(self.rows[row + right].cells) - 1)

    def draw(self, changes: Mapping[str, str], *, cursor: bool = True) -> None:
        """Draw the form with what was changed, and bring the cursor in sight."""
        self._changes, self._cursor = changes, cursor
        width = max(NARROWEST, self.scrollable_content_region.width)
        lines: list[Content] = []
        self._lines = []
        for number, row in enumerate(self.rows):
            if row.section:
                lines.append(Content.styled(f"─ {row.section} ", "bold $primary"))
            if not row.tight or row.section:
                lines.append(self._labels(row, width))
            self._lines.append(len(lines))
            lines.append(self._values(number, row, width))
        self._sheet.update(Content("\n").join(lines))
        line = self._lines[self.at[0]]
        self.scroll_to_region(Region(0, max(0, line - 2), 1, 4), animate=False, force=True)

    def on_resize(self, _: events.Resize) -> None:
        """Use the new width."""
        self.call_after_refresh(lambda: self.draw(self._changes, cursor=self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Tell which box was clicked."""
        offset = event.get_content_offset(self._sheet)
        if offset is None:
            return
        for number, line in enumerate(self._lines):
            if offset.y in (line, line - 1):
                row = self.rows[number]
                ends = 0
                for cell, size in zip(row.cells, widths(row, self._sheet.size.width), strict=True):
                    ends += size + 1
                    if offset.x < ends:
                        event.stop()
                        self.post_message(self.BoxClicked(cell.box))
                        return

    def _labels(self, row: FormRow, width: int) -> Content:
        parts = []
        for cell, size in zip(row.cells, widths(row, width), strict=True):
            changed = cell.box in self._changes and not row.tight
            was = one_line(self.work.value(cell.box) or "empty", size)
            text = f"{CHANGED}was {was}" if changed else f"{EDGE}{self._label(cell.box, size)}"
            parts.append(
                Content.styled(
                    set_cell_size(printable(text), size + 1),
                    "bold $text-warning" if changed else "$foreground-muted",
                )
            )
        return Content("").join(parts)

    def _values(self, number: int, row: FormRow, width: int) -> Content:
        parts = []
        for place, (cell, size) in enumerate(zip(row.cells, widths(row, width), strict=True)):
            here = self._cursor and (number, place) == self.at
            parts.append(self._value(cell.box, size, here=here))
        return Content("").join(parts)

    def _value(self, box: str, size: int, *, here: bool) -> Content:
        """Return the sign of a box and what it holds."""
        changed = box in self._changes
        held = self._changes.get(box, self.work.value(box))
        waits = box in self.work.open and not held
        sign = CURSOR if here else CHANGED if changed else OPEN if waits else EDGE
        text = printable(BLANK if waits else held)
        if size < len(text):
            text = f"{text[: size - 1]}…"
        style = "reverse" if here else "bold" if changed or held else ""
        edge = "$foreground-muted" if sign == EDGE else style or "bold"
        return Content.assemble((sign, edge), (set_cell_size(text, size), style))

    def _label(self, box: str, size: int) -> str:
        """Return number and name of a box, the number alone where there is no room."""
        if not known(box) or box in dict(self.work.labels):
            return one_line(label_of(self.work.labels, box), size)
        number = number_of(box)
        if not number[:1].isdigit():
            return one_line(box_of(box).label, size)
        if box.startswith("24"):
            return one_line(_LINE_NAMES.get(box.rpartition(".")[0], number), size)
        return one_line(f"{number} {box_of(box).label}" if size > len(number) + 3 else number, size)

    def _place(self, box: str) -> tuple[int, int]:
        for number, row in enumerate(self.rows):
            for place, cell in enumerate(row.cells):
                if cell.box == box:
                    return number, place
        return 0, 0

    def _below(self, row: int, cell: int, there: int) -> int:
        """Return the cell of another row that stands where a cell of this one begins."""
        width = max(NARROWEST, self.scrollable_content_region.width)
        begins = sum(size + 1 for size in widths(self.rows[row], width)[:cell])
        edge = 0
        for place, size in enumerate(widths(self.rows[there], width)):
            edge += size + 1
            if begins < edge:
                return place
        return len(self.rows[there].cells) - 1
