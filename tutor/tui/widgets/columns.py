"""A chart of columns made of text: a number above each, a label below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

EIGHTHS = " ▁▂▃▄▅▆▇█"
"""Filling of one row of a column, in eighths."""
NOTHING = "·"
"""Stands for the number 0."""


class Column(NamedTuple):
    """One column: its number, and the labels below it, one a line."""

    value: int
    labels: tuple[str, ...]


class ColumnChart(Widget):
    """Columns that fill the widget's width and height."""

    DEFAULT_CSS = """
    ColumnChart { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: tuple[Column, ...] = ()

    def show(self, columns: Sequence[Column]) -> None:
        """Draw other columns."""
        self._columns = tuple(columns)
        self.refresh()

    def render(self) -> Content:
        """Return the chart for the present size."""
        return column_chart(self._columns, *self.content_size)


def column_chart(columns: Sequence[Column], width: int, height: int) -> Content:
    """Return columns over the width, with numbers above and labels below.

    Args:
        columns: Left to right.
        width: Columns of text for the whole chart.
        height: Rows for all of it: bars, numbers and labels. Bars have one row at least.
    """
    if not columns:
        return Content()
    each = max(2, width // len(columns))
    labels = max(len(column.labels) for column in columns)
    rows = max(1, height - 1 - labels)
    top = max(1, *(column.value for column in columns))
    heights = [_eighths(column.value, top, rows) for column in columns]
    numbers = _numbers(columns, each)
    lines = [
        Content.assemble(
            *(
                _cell(number, filled, row, each)
                for number, filled in zip(numbers, heights, strict=True)
            )
        )
        for row in reversed(range(rows + 1))
    ]
    for line in range(labels):
        text = "".join(_label(column, line).center(each)[:each] for column in columns)
        lines.append(Content.styled(text, "$foreground-muted"))
    return Content("\n").join(lines)


def _eighths(count: int, top: int, rows: int) -> int:
    """Return a column's height in eighths of a row; anything at all shows at least one."""
    return max(1, round(count * rows * 8 / top)) if count else 0


def _numbers(columns: Sequence[Column], each: int) -> list[str]:
    """Return what stands above each column; where numbers would touch, every second one."""
    shown: list[str] = []
    for column in columns:
        text = str(column.value or NOTHING)
        touches = len(text) >= each and bool(shown) and len(shown[-1]) >= each
        shown.append("" if touches else text)
    return shown


def _cell(number: str, filled: int, row: int, each: int) -> Content:
    """Return one row of one column; the number stands in the row above the filling."""
    above = -(-filled // 8)
    if row == above:
        return Content(number.center(each)[:each])
    block = EIGHTHS[min(8, max(0, filled - 8 * row))]
    return Content.styled((block * max(1, each - 2)).center(each), "$primary")


def _label(column: Column, line: int) -> str:
    return column.labels[line] if line < len(column.labels) else ""
