"""Tables of a course: a pinned first column, more to scroll, the cell at the cursor in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from tutor.domain.text import one_line, printable
from tutor.tui.report_place import ReportPlace
from tutor.tui.text import show

View = TypeVar("View")
NAME_WIDTH, WIDE_NAME, WIDE_FROM = 18, 28, 120
"""Columns of the pinned column, and from how wide a screen on it takes more."""
NOBODY = "Nobody is on the roster yet. R, one step back, imports a list."


class TablePlace(ReportPlace[View], Generic[View]):
    """A place that is a table. The arrow keys move through its cells."""

    DEFAULT_CSS = """
    TablePlace {
        #lines { height: 1fr; }
        #lines > .datatable--fixed { background: $panel; color: $foreground; }
        #note { height: auto; max-height: 7; padding: 0 1; border-top: solid $primary 40%; }
    }
    """

    _kept: Coordinate | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out the table and what is said of the cell at the cursor."""
        yield DataTable(id="lines", fixed_columns=1, zebra_stripes=True)
        yield Static(id="note")

    @property
    def name_width(self) -> int:
        """Columns of the pinned column."""
        return NAME_WIDTH if self.size.width < WIDE_FROM else WIDE_NAME

    def about(self, row: str, column: int) -> str:
        """Return what is said of a cell."""
        raise NotImplementedError

    def fill_table(
        self, headings: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]], empty: str
    ) -> None:
        """Fill the table, keeping the cursor where it is.

        Args:
            headings: Titles of the columns.
            rows: Each with its key, and a text for each column.
            empty: Said where there are none.
        """
        width = self.name_width
        table = self.query_one("#lines", DataTable)
        # Filled again before the cursor is back, it would begin on top.
        kept = self._kept = self._kept or table.cursor_coordinate
        table.clear(columns=True)
        for number, title in enumerate(headings):
            table.add_column(_cell(title), width=None if number else width)
        for key, cells in rows:
            first, *others = cells
            name = _cell(one_line(first, width))
            table.add_row(name, *(_cell(one) for one in others), key=key)
        if rows:
            place = Coordinate(min(kept.row, len(rows) - 1), kept.column)
            self.call_after_refresh(self._stand_at, place)  # the table counts its columns first
        else:
            self.query_one("#note", Static).update(show(empty))

    def _stand_at(self, place: Coordinate) -> None:
        self._kept = None
        table = self.query_one("#lines", DataTable)
        if table.is_valid_coordinate(place):
            table.move_cursor(row=place.row, column=place.column)
            key = table.coordinate_to_cell_key(place).row_key.value or ""
            self.query_one("#note", Static).update(show(self.about(key, place.column)))

    @property
    def row_key(self) -> str | None:
        """The key of the row at the cursor."""
        table = self.query_one("#lines", DataTable)
        if not table.row_count:
            return None
        return table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value

    @on(DataTable.CellHighlighted, "#lines")
    def _say(self, event: DataTable.CellHighlighted) -> None:
        key = event.cell_key.row_key.value
        if key is not None:
            text = self.about(key, event.coordinate.column)
            self.query_one("#note", Static).update(show(text))


def _cell(text: str) -> Text:
    return Text(printable(text))
